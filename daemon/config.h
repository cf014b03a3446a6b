#ifndef CANDOR_DAEMON_CONFIG_H_
#define CANDOR_DAEMON_CONFIG_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/domain/settings.h"

namespace candor {

// The practice's configuration file (TOML):
//
//   [practice]
//   name = "Harbour Street Practice"
//   zone = "America/Los_Angeles"
//   longest_waiver = 180                        # days for which a follow-up may be let wait at most; up to 730
//
//   [calendar]
//   closed_weekends = true                      # Saturday and Sunday
//   closed_dates = [2025-12-25, 2026-01-01]
//
// Everything may be left out. INVALID_ARGUMENT "FILE:LINE: reason" for an unknown key, a wrong type, a value out of
// range, a day that does not exist or a zone that this machine does not know; NOT_FOUND when the file cannot be read.
absl::StatusOr<domain::Settings> LoadConfig(const std::string& path);
// The same for text that stands in `path`.
absl::StatusOr<domain::Settings> ParseConfig(std::string_view text, const std::string& path);

}  // namespace candor

#endif  // CANDOR_DAEMON_CONFIG_H_
