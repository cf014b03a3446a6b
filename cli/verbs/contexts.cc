#include "cli/verbs/contexts.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/user_folders.h"
#include "cli/wire/server_address.h"
#include "daemon/base/small_file.h"
#include "daemon/base/text.h"
#include "daemon/crypto/credential_file.h"
#include "toml++/toml.h"

namespace candor::cli {
namespace {

constexpr std::string_view kInUse = "in_use";
constexpr std::string_view kContext = "context";
constexpr std::string_view kServer = "server";
constexpr std::string_view kActForKey = "act_for";
constexpr std::string_view kCredentials = "credentials";

std::string FromEnvironment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

// Whoever can put another file there can send somebody's notes to another daemon. A group of its own is what many
// machines give each user.
absl::Status CheckFolder(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  struct stat about {};
  if (stat(folder.c_str(), &about) != 0 || (about.st_mode & S_IWOTH) == 0) return absl::OkStatus();
  return LocalFileError(absl::StrCat(folder,
                                     ": it holds what says where your notes go, and everybody on this machine can put "
                                     "another file there. Look through it, then make it yours alone: chmod 700 ",
                                     folder));
}

// So can whoever can change the file.
absl::Status CheckRights(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return absl::OkStatus();  // reading it says what is wrong
  CANDOR_RETURN_IF_ERROR(CheckFolder(path));
  if (about.st_uid == geteuid() && (about.st_mode & (S_IRWXG | S_IRWXO)) == 0) return absl::OkStatus();
  return LocalFileError(absl::StrCat(path,
                                     ": it says where your notes go, and others on this machine can read or change it. "
                                     "Look through it, then make it yours alone: chmod 600 ",
                                     path));
}

absl::Status WrongLine(const std::string& path, const toml::node& node, std::string_view what) {
  return LocalFileError(absl::StrCat(path, ":", node.source().begin.line, ": ", ToAbsl(what)));
}

absl::StatusOr<Context> ReadContext(const std::string& path, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return WrongLine(path, node, "a context is a table: [context.NAME]");
  Context context;
  for (const auto& [key, value] : *table) {
    const auto* text = value.as_string();
    if (text == nullptr) return WrongLine(path, value, "a text in quotes is asked for here");
    if (key.str() == kServer) {
      context.server = text->get();
    } else if (key.str() == kActForKey) {
      context.act_for = text->get();
    } else if (key.str() == kCredentials) {
      context.credentials = text->get();
    } else {
      return WrongLine(path, value, "unknown key; a context has server, act_for and credentials");
    }
  }
  if (context.server.empty()) return WrongLine(path, node, "a context names its server");
  return context;
}

absl::StatusOr<Contexts> ReadTables(const std::string& path, const toml::table& root) {
  Contexts contexts;
  for (const auto& [key, node] : root) {
    if (key.str() == kInUse && node.is_string()) {
      contexts.in_use = node.as_string()->get();
    } else if (key.str() == kContext && node.is_table()) {
      for (const auto& [name, each] : *node.as_table()) {
        CANDOR_ASSIGN_OR_RETURN(contexts.all[std::string(name.str())], ReadContext(path, each));
      }
    } else {
      return WrongLine(path, node, "unknown key; there are in_use and [context.NAME]");
    }
  }
  return contexts;
}

absl::Status MakeFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  const bool made = std::filesystem::create_directories(folder, error);
  if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return LocalFileError(absl::StrCat(folder.string(), ": cannot be made: ", error.message()));
  return absl::OkStatus();
}

absl::Status NoSuchContext() {
  return WithDetail(
      absl::NotFoundError("there is no context of this name. `candor context list` shows those that there are, "
                          "`candor context add` adds one"),
      {"context", "not_found"});
}

std::string ContextsFolder() {
  return UserFolder("XDG_CONFIG_HOME", ".config");
}

// What a command finds in a context.
absl::Status TakeContext(const Context& context, Connection::Options& connect, bool server_given) {
  if (!server_given) connect.server = context.server;
  if (!context.credentials.empty() && IsTlsServer(connect.server)) {
    return TakeCredentials(CredentialsPath(context.credentials), connect);
  }
  if (connect.act_for.empty()) connect.act_for = context.act_for;
  return absl::OkStatus();
}

}  // namespace

std::string ContextsFile() {
  return absl::StrCat(ContextsFolder(), "/contexts.toml");
}

std::string CredentialsOf(const std::string& name) {
  return absl::StrCat("credentials/", name, ".pem");
}

std::string CredentialsPath(const std::string& credentials) {
  return (std::filesystem::path(ContextsFolder()) / credentials).string();
}

absl::StatusOr<HeldFile> HoldCredentials() {
  const std::string path = CredentialsPath("credentials/enrolling");
  CANDOR_RETURN_IF_ERROR(MakeFolderOf(ContextsFile()));
  CANDOR_RETURN_IF_ERROR(MakeFolderOf(path));
  return HoldFile(path);
}

absl::Status TakeCredentials(const std::string& path, Connection::Options& connect) {
  absl::StatusOr<crypto::Credentials> read = crypto::ReadCredentials(path);
  if (absl::IsNotFound(read.status())) {
    return LocalFileError(absl::StrCat("the file with your key ", path,
                                       " is not there; ask for an enrolment code and run `candor enroll`"));
  }
  if (!read.ok()) return LocalFileError(ToStd(read.status().message()));
  connect.credentials = std::make_shared<const crypto::Credentials>(*std::move(read));
  connect.credentials_file = path;
  if (connect.act_for.empty()) connect.act_for = connect.credentials->certificate.common_name;
  return absl::OkStatus();
}

absl::StatusOr<Contexts> ReadContexts(const std::string& path) {
  CANDOR_RETURN_IF_ERROR(CheckRights(path));
  const absl::StatusOr<std::optional<std::string>> text = ReadSmallFile(path);
  if (!text.ok()) return LocalFileError(ToStd(text.status().message()));
  if (!text->has_value()) return Contexts();
  try {
    return ReadTables(path, toml::parse(**text));
  } catch (const toml::parse_error& error) {
    return LocalFileError(
        absl::StrCat(path, ":", error.source().begin.line, ": not TOML: ", ToAbsl(error.description())));
  }
}

absl::StatusOr<HeldFile> HoldContexts(const std::string& path) {
  CANDOR_RETURN_IF_ERROR(MakeFolderOf(path));
  return HoldFile(path);
}

absl::Status WriteContexts(const std::string& path, const Contexts& contexts) {
  toml::table all;
  for (const auto& [name, context] : contexts.all) {
    toml::table table;
    table.insert_or_assign(kServer, context.server);
    if (!context.act_for.empty()) table.insert_or_assign(kActForKey, context.act_for);
    if (!context.credentials.empty()) table.insert_or_assign(kCredentials, context.credentials);
    all.insert_or_assign(name, std::move(table));
  }
  toml::table root;
  if (!contexts.in_use.empty()) root.insert_or_assign(kInUse, contexts.in_use);
  root.insert_or_assign(kContext, std::move(all));
  std::ostringstream text;
  text << root << '\n';

  CANDOR_RETURN_IF_ERROR(MakeFolderOf(path));
  return WriteTextFile(path, text.str());
}

absl::Status CheckContextName(const std::string& name) {
  const bool good = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
  });
  if (good && !name.empty()) return absl::OkStatus();
  return InvalidField("name", "name", "the name of a context is made of letters, digits and . _ -");
}

absl::Status ChooseDaemon(const GivenConnection& given, Connection::Options& connect) {
  connect.server = given.server.empty() ? DefaultServer() : given.server;
  connect.act_for = given.act_for;
  std::string name = given.context;
  if (name.empty()) {
    if (!given.server.empty()) return absl::OkStatus();
    if (const std::string server = FromEnvironment("CANDOR_SERVER"); !server.empty()) {
      connect.server = server;
      return absl::OkStatus();
    }
    name = FromEnvironment("CANDOR_CONTEXT");
  }
  CANDOR_ASSIGN_OR_RETURN(const Contexts contexts, ReadContexts(ContextsFile()));
  if (name.empty()) name = contexts.in_use;
  if (name.empty()) return absl::OkStatus();
  const auto found = contexts.all.find(name);
  if (found == contexts.all.end()) return NoSuchContext();
  return TakeContext(found->second, connect, !given.server.empty());
}

}  // namespace candor::cli
