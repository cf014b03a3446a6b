#ifndef CANDOR_DAEMON_POLICY_WORKER_PLUGIN_LIBRARY_H_
#define CANDOR_DAEMON_POLICY_WORKER_PLUGIN_LIBRARY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/runnable_policy.h"

// Shared objects. Only the worker (and tests) load any: the daemon learns what they declare over the socket.
namespace candor::policy {

// A loaded shared object, closed with the handle. Movable.
class SharedObject {
 public:
  // FAILED_PRECONDITION with the loader's sentence. REQUIRES: `path` is absolute, so that no search path has a say.
  static absl::StatusOr<SharedObject> Open(const std::string& path);

  // nullptr when it exports no such symbol.
  void* Symbol(const char* name) const;

 private:
  struct Close {
    void operator()(void* handle) const;
  };
  explicit SharedObject(void* handle) : handle_(handle) {}

  std::unique_ptr<void, Close> handle_;
};

// One plugin file. `policy` is null when it cannot be used; `info` then says why and is named after the file.
// Members are destroyed in reverse: the instance before the code that it runs.
struct LoadedPlugin {
  std::unique_ptr<SharedObject> object;
  std::unique_ptr<RunnablePolicy> policy;
  domain::PluginInfo info;
};

LoadedPlugin LoadPlugin(const std::string& path);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_WORKER_PLUGIN_LIBRARY_H_
