#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/verbs/contexts.h"
#include "cli/verbs/session.h"
#include "daemon/base/small_file.h"

namespace candor::cli {
namespace {

absl::StatusOr<ExitCode> ListContexts(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(const Contexts contexts, ReadContexts(ContextsFile()));
  std::vector<std::pair<std::string, Context>> named(contexts.all.begin(), contexts.all.end());
  CANDOR_RETURN_IF_ERROR(KeepPage(session, named));
  Json json = Json::array();
  Table table({"CONTEXT", "SERVER", "ACTS FOR", "IN USE"});
  for (const auto& [name, context] : named) {
    const bool in_use = name == contexts.in_use;
    table.Add({name, context.server, context.act_for, in_use ? "yes" : ""});
    json.push_back({{"context", name},
                    {"server", context.server},
                    {"act_for", context.act_for.empty() ? Json(nullptr) : Json(context.act_for)},
                    {"in_use", in_use}});
  }
  if (!session.table()) {
    session.PrintData(json);
  } else if (table.empty()) {
    session.out() << "There is no context yet. candor context add NAME --server ADDRESS adds one.\n";
  } else {
    table.Print(session.out());
  }
  return ExitCode::kDone;
}

// Takes --server and --act-for as the line has them.
absl::StatusOr<ExitCode> AddContext(Session& session, const std::string& name) {
  CANDOR_RETURN_IF_ERROR(CheckContextName(name));
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldContexts(ContextsFile()));
  CANDOR_ASSIGN_OR_RETURN(Contexts contexts, ReadContexts(ContextsFile()));
  Context context;
  context.server = session.given.server.empty() ? DefaultServer() : session.given.server;
  context.act_for = session.given.act_for;
  if (!contexts.all.emplace(name, context).second) {
    return WithDetail(absl::AlreadyExistsError("there is a context of this name already. Give another name, or remove "
                                               "that one first: candor context remove"),
                      {"name", "already_exists"});
  }
  CANDOR_RETURN_IF_ERROR(WriteContexts(ContextsFile(), contexts));
  session.out() << "Added. To talk to it from now on: candor context use " << name << '\n';
  return ExitCode::kDone;
}

absl::Status CheckThereIs(const Contexts& contexts, const std::string& name) {
  if (contexts.all.count(name) > 0) return absl::OkStatus();
  return WithDetail(
      absl::NotFoundError("there is no context of this name. `candor context list` shows those that there are"),
      {"name", "not_found"});
}

// Without a name none is in use any more.
absl::StatusOr<ExitCode> UseContext(Session& session, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldContexts(ContextsFile()));
  CANDOR_ASSIGN_OR_RETURN(Contexts contexts, ReadContexts(ContextsFile()));
  if (!name.empty()) CANDOR_RETURN_IF_ERROR(CheckThereIs(contexts, name));
  contexts.in_use = name;
  CANDOR_RETURN_IF_ERROR(WriteContexts(ContextsFile(), contexts));
  if (name.empty()) {
    session.out() << "No context is in use any more.\n";
    return ExitCode::kDone;
  }
  const Context& context = contexts.all[name];
  session.out() << "From now on candor talks to " << OneLine(context.server)
                << (context.act_for.empty() ? "" : absl::StrCat(" for ", OneLine(context.act_for)))
                << ", unless a command says otherwise.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RemoveContext(Session& session, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldContexts(ContextsFile()));
  CANDOR_ASSIGN_OR_RETURN(Contexts contexts, ReadContexts(ContextsFile()));
  CANDOR_RETURN_IF_ERROR(CheckThereIs(contexts, name));
  const std::string credentials = contexts.all[name].credentials;
  contexts.all.erase(name);
  if (contexts.in_use == name) contexts.in_use.clear();
  CANDOR_RETURN_IF_ERROR(WriteContexts(ContextsFile(), contexts));
  const bool used_by_another = std::any_of(contexts.all.begin(), contexts.all.end(),
                                           [&](const auto& each) { return each.second.credentials == credentials; });
  if (credentials.empty() || used_by_another) {
    session.out() << "Removed.\n";
    return ExitCode::kDone;
  }
  if (const absl::Status gone = RemoveFile(CredentialsPath(credentials)); !gone.ok()) {
    return LocalFileError(absl::StrCat("the context was removed, its key was not: ", gone.message()));
  }
  session.out() << Wrap(
                       "Removed, with its key and certificate. The enrolment itself stands until it is ended: `candor "
                       "member enrolments` shows it, `candor member revoke` ends it.",
                       kTextWidth)
                << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddContextVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("context", "which daemon you talk to and on whose behalf, under a name");
  verb->require_subcommand(1);
  verb->footer(
      "A context holds a server and, if you like, the member acted for; one that candor enroll has made has your key\n"
      "and certificate as well. It is kept in contexts.toml in your configuration, for you alone. --context NAME or\n"
      "CANDOR_CONTEXT takes one for a single command.");
  auto name = std::make_shared<std::string>();

  CLI::App* list = verb->add_subcommand("list", "those that there are, and which is in use");
  list->footer("Example: candor context list");
  Does(*list, session, Answers::kList, [&session] { return ListContexts(session); });

  CLI::App* add = verb->add_subcommand("add", "a new one, from --server and --act-for");
  add->footer("Example: candor context add ana --server unix:/run/candor/candord.sock --act-for 'Ana Nguyen'");
  add->add_option("name", *name, "what you want to call it")->required();
  Does(*add, session, Answers::kNothing, [&session, name] { return AddContext(session, *name); });

  CLI::App* use = verb->add_subcommand("use", "this one from now on; without a name, none");
  use->footer("Example: candor context use ana");
  use->add_option("name", *name, "as the list shows it");
  Does(*use, session, Answers::kNothing, [&session, name] { return UseContext(session, *name); });

  CLI::App* remove = verb->add_subcommand("remove", "forget one; the daemon has no part in it");
  remove->footer("Example: candor context remove ana");
  remove->add_option("name", *name, "as the list shows it")->required();
  Does(*remove, session, Answers::kNothing, [&session, name] { return RemoveContext(session, *name); });
}

}  // namespace candor::cli
