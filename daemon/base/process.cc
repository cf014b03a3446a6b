#include "daemon/base/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daemon/base/small_file.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

constexpr uint64_t kKibibyte = 1024;

// The words of a line: what they are separated by differs from kernel to kernel.
std::vector<std::string> WordsOf(const std::string& line) {
  return absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
}

std::vector<std::string> LinesOf(std::string_view text) {
  return absl::StrSplit(ToAbsl(text), '\n', absl::SkipEmpty());
}

uint64_t Kibibytes(const std::string& word) {
  uint64_t number = 0;
  return absl::SimpleAtoi(word, &number) ? number * kKibibyte : 0;
}

std::string ReadProc(const std::string& path) {
  const absl::StatusOr<std::optional<std::string>> text = ReadSmallFile(path);
  return text.ok() && text->has_value() ? **text : std::string();
}

}  // namespace

absl::Status ForbidDumps() {
  constexpr rlimit kNone{0, 0};
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && setrlimit(RLIMIT_CORE, &kNone) == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the process cannot be kept from being dumped: ", std::strerror(errno)));
}

void AllowManyFiles() {
  constexpr rlim_t kWanted = 16384;
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  const rlim_t allowed = std::min(kWanted, files.rlim_max);
  if (files.rlim_cur >= allowed) return;
  files.rlim_cur = allowed;
  // Where it is refused, what was allowed before goes on holding.
  setrlimit(RLIMIT_NOFILE, &files);
}

SwapUse ParseSwapUse(std::string_view swaps, std::string_view status) {
  constexpr size_t kSizeColumn = 2;
  SwapUse use;
  const std::vector<std::string> areas = LinesOf(swaps);
  for (size_t line = 1; line < areas.size(); ++line) {
    const std::vector<std::string> words = WordsOf(areas[line]);
    if (words.size() > kSizeColumn) use.machine_bytes += Kibibytes(words[kSizeColumn]);
  }
  for (const std::string& line : LinesOf(status)) {
    const std::vector<std::string> words = WordsOf(line);
    if (words.size() > 1 && words[0] == "VmSwap:") use.process_bytes = Kibibytes(words[1]);
  }
  return use;
}

SwapUse ReadSwapUse() {
  return ParseSwapUse(ReadProc("/proc/swaps"), ReadProc("/proc/self/status"));
}

}  // namespace candor
