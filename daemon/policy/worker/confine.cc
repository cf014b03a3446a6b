#include "daemon/policy/worker/confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/policy/sanitized.h"

namespace candor::policy {
namespace {

#if defined(__x86_64__)
constexpr uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr uint32_t kArchitecture = 0;
#endif

absl::Status SystemError(const char* what) {
  return absl::ErrnoToStatus(errno, what);
}

uint64_t AddressSpaceInUse() {
  unsigned long pages = 0;
  if (FILE* file = fopen("/proc/self/statm", "re")) {
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
  }
  return static_cast<uint64_t>(pages) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

constexpr int kAllowedCalls[] = {
    SYS_read,         SYS_write,           SYS_close,           SYS_brk,
    SYS_mmap,         SYS_munmap,          SYS_mremap,          SYS_mprotect,
    SYS_madvise,      SYS_futex,           SYS_rt_sigreturn,    SYS_rt_sigprocmask,
    SYS_rt_sigaction, SYS_sigaltstack,     SYS_clock_gettime,   SYS_gettimeofday,
    SYS_getpid,       SYS_gettid,          SYS_tgkill,          SYS_sched_yield,
    SYS_exit,         SYS_exit_group,      SYS_getrandom,       SYS_nanosleep,
    SYS_ppoll,        SYS_clock_nanosleep, SYS_restart_syscall,
};

}  // namespace

absl::Status ConfineBeforeLoading(uint64_t memory_limit_bytes) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return SystemError("prctl(PR_SET_PDEATHSIG)");
  if (prctl(PR_SET_DUMPABLE, 0) != 0) return SystemError("prctl(PR_SET_DUMPABLE)");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return SystemError("prctl(PR_SET_NO_NEW_PRIVS)");
  const rlimit no_core{0, 0};
  if (setrlimit(RLIMIT_CORE, &no_core) != 0) return SystemError("setrlimit(RLIMIT_CORE)");
  if (memory_limit_bytes == 0 || kSanitized) return absl::OkStatus();
  const rlim_t bytes = AddressSpaceInUse() + memory_limit_bytes;
  const rlimit memory{bytes, bytes};
  if (setrlimit(RLIMIT_AS, &memory) != 0) return SystemError("setrlimit(RLIMIT_AS)");
  return absl::OkStatus();
}

absl::Status ConfineAfterLoading() {
  if (kArchitecture == 0 || kSanitized) return absl::OkStatus();
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
  };
  for (int call : kAllowedCalls) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(call), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return SystemError("prctl(PR_SET_SECCOMP)");
  return absl::OkStatus();
}

}  // namespace candor::policy
