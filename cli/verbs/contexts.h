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
  std::string server;       // as ParseServer() takes it
  std::string act_for;      // "members/{member}" or a display name; empty: nobody
  std::string credentials;  // a file, as a path from the folder of the contexts; empty: none
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

// Where the credentials of a context of this name lie, as Context::credentials has it.
std::string CredentialsOf(const std::string& name);
// A path that Context::credentials has, from anywhere.
std::string CredentialsPath(const std::string& credentials);
// While it lives no other `candor` enrols this machine. Makes the folder of the credentials, mode 0700.
absl::StatusOr<HeldFile> HoldCredentials();
// Has `connect` call with the credentials in the file, and for the member whom they name unless it names one already.
// LocalFileError for a file that is not there or cannot be used.
absl::Status TakeCredentials(const std::string& path, Connection::Options& connect);

// INVALID_ARGUMENT for what is no name of a context: letters, digits and . _ - are.
absl::Status CheckContextName(const std::string& name);

// Sets server, member and credentials of `connect`. What the line says counts first, then --context, CANDOR_SERVER,
// CANDOR_CONTEXT, the context in use, and at last this user's own daemon. Who names a server and no context gets
// nothing of a context: its member would be another daemon's. The member of a context with credentials is whom they
// are for. NOT_FOUND: there is no context of that name; LocalFileError as TakeCredentials().
absl::Status ChooseDaemon(const GivenConnection& given, Connection::Options& connect);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_CONTEXTS_H_
