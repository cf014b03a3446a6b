#ifndef CANDOR_DAEMON_BASE_TEXT_H_
#define CANDOR_DAEMON_BASE_TEXT_H_

#include <string_view>

#include "absl/strings/string_view.h"

// The one place where std::string_view meets absl::string_view. On Debian 12 they are different types and neither
// converts to the other, so every other file uses std::string_view and crosses here.
namespace candor {

// The view refers to the same bytes and lives as long as they do.
inline absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view ToStd(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_TEXT_H_
