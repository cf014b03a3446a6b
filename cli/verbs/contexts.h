#ifndef CANDOR_CLI_VERBS_CONTEXTS_H_
#define CANDOR_CLI_VERBS_CONTEXTS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/verbs/session.h"
#include "cli/wire/connection.h"
#include "daemon/base/small_file.h"

// Contexts: which daemon somebody talks to, and on whose behalf, under a name of their own. They lie in a TOML file
// that is for its owner only. Thread-compatible.
namespace candor::cli {

struct Context {
  std::string server;   // "unix:PATH", "/PATH" or "HOST:PORT"
  std::string act_for;  // "members/{member}" or a display name; empty: nobody
};

struct Contexts {
  std::map<std::string, Context> all;  // by name
  std::string in_use;                  // one of them; empty: none
};

// `contexts.toml` in this user's configuration (XDG Base Directory Specification).
std::string ContextsFile();

// None where there is no such file. LocalFileError for one that others can read or change, or that is no such list.
absl::StatusOr<Contexts> ReadContexts(const std::string& path);
// While it lives no other `candor` changes what lies at `path`: for who reads it to write it again. Makes the folder.
absl::StatusOr<HeldFile> HoldContexts(const std::string& path);
// Makes the folder; the file has mode 0600.
absl::Status WriteContexts(const std::string& path, const Contexts& contexts);

// INVALID_ARGUMENT for what is no name of a context: letters, digits and . _ - are.
absl::Status CheckContextName(const std::string& name);

// Sets server and member of `connect`. What the line says counts first, then --context, CANDOR_SERVER, CANDOR_CONTEXT,
// the context in use, and at last this user's own daemon. Who names a server and no context gets nothing of a context:
// its member would be another daemon's. NOT_FOUND: there is no context of that name.
absl::Status ChooseDaemon(const GivenConnection& given, Connection::Options& connect);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_CONTEXTS_H_
