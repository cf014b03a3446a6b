#include <unistd.h>

#include <cstdio>
#include <string>

#include "daemon/policy/worker/serve.h"
#include "daemon/policy/worker_process.h"

// The process in which policies run. candord starts it with a socket on a fixed descriptor and talks to it there; it
// holds no keys, no store and no network.
int main() {
  const absl::Status status = candor::policy::ServePolicies(candor::policy::kWorkerSocket);
  if (status.ok()) _exit(0);
  const std::string message(status.message());
  std::fprintf(stderr, "candor-policy-worker: %s. It is started by candord, not by hand.\n", message.c_str());
  _exit(1);
}
