#ifndef CANDOR_DAEMON_BASE_PROCESS_H_
#define CANDOR_DAEMON_BASE_PROCESS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

// What a process that holds keys or confidential text keeps from leaving it, and what it may use.
namespace candor {

// From here on nobody but root can look into this process (ptrace, /proc/PID/mem), and it leaves no core file whatever
// ends it. INTERNAL with what the system says. A program that is started by exec has to call it for itself.
absl::Status ForbidDumps();

// From here on the process may have 16,384 files and connections open, or as many as the system lets it have at most,
// where that is less; never fewer than before.
void AllowManyFiles();

struct SwapUse {
  uint64_t machine_bytes = 0;  // that the machine may swap to; 0: it does not swap
  uint64_t process_bytes = 0;  // of this process that are swapped out

  bool operator==(const SwapUse&) const = default;
};

// As the kernel says it now; zeros where it says nothing.
SwapUse ReadSwapUse();
// The same of the texts of /proc/swaps and /proc/self/status.
SwapUse ParseSwapUse(std::string_view swaps, std::string_view status);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_PROCESS_H_
