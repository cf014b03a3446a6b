#ifndef CANDOR_DAEMON_CONFIG_ACCESS_H_
#define CANDOR_DAEMON_CONFIG_ACCESS_H_

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "daemon/domain/access_settings.h"
#include "toml++/toml.h"

namespace candor {

// Says what is wrong with a node, with the file and the line in which it stands.
using WrongNode = std::function<absl::Status(const toml::node& node, std::string_view what)>;

// The table [access] of the practice's configuration file. What `wrong` makes of an unknown key, a wrong type, and a
// value that would show somebody more, or sooner, or keep a session open for longer, than where nothing is said.
absl::Status ReadAccess(const toml::table& table, const WrongNode& wrong, domain::AccessSettings& out);

}  // namespace candor

#endif  // CANDOR_DAEMON_CONFIG_ACCESS_H_
