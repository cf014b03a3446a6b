#ifndef CANDOR_DAEMON_POLICY_WORKER_CONFINE_H_
#define CANDOR_DAEMON_POLICY_WORKER_CONFINE_H_

#include <cstdint>

#include "absl/status/status.h"

namespace candor::policy {

// Takes from this process what a policy has no use for. In two parts, because loading a shared object opens files.
//
// Before loading: ends with the daemon (PR_SET_PDEATHSIG), leaves no core and no view from outside (PR_SET_DUMPABLE 0,
// RLIMIT_CORE 0), gains no privileges (PR_SET_NO_NEW_PRIVS), and has at most `memory_limit_bytes` of address space
// beyond what it has now (RLIMIT_AS; 0: no limit). The limit is left out under a sanitizer, which maps terabytes.
absl::Status ConfineBeforeLoading(uint64_t memory_limit_bytes);

// After loading: a seccomp filter that lets it compute, take memory and use the descriptors it has, and answers every
// other system call with EPERM: no files, no network, no processes. Without effect on machines other than x86-64 and
// arm64, and under a sanitizer.
absl::Status ConfineAfterLoading();

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_WORKER_CONFINE_H_
