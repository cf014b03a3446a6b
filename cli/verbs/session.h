#ifndef CANDOR_CLI_VERBS_SESSION_H_
#define CANDOR_CLI_VERBS_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/print/exit_codes.h"
#include "cli/print/sentences.h"
#include "cli/print/table.h"
#include "cli/print/terminal.h"
#include "cli/wire/connection.h"
#include "cli/wire/json.h"
#include "daemon/base/status.h"

namespace candor::cli {

enum class Format { kTable, kJson, kCsv, kHtml };

// What a command answers with on standard output. Decides who has formats, fields, pages and a pager, for all alike.
enum class Answers {
  kNothing,   // sentences or a file, and no data: without a format
  kReceipt,   // what came of it; a question may come before. The default
  kRecord,    // one thing that was asked for, shown page by page on a terminal where it is long
  kList,      // things of one kind, likewise; a part of them with --page-size
  kDialogue,  // a list that goes on with questions, on a terminal
  kStream,    // one thing after another until it is interrupted
};

// What the command line says of the daemon; empty: nothing.
struct GivenConnection {
  std::string context;
  std::string server;
  std::string act_for;
};

// A part of a list: from the item `begin` on, and before `end`.
struct PageBounds {
  size_t begin = 0;
  size_t end = 0;
};

// One run of `candor`: what the command line said, and where its words go. Verbs leave in `action` what to do once the
// whole line has been read. Thread-compatible.
struct Session {
  explicit Session(Terminal on) : terminal(on) {}

  Terminal terminal;
  Format format = Format::kTable;
  std::vector<std::string> fields;  // of what is answered only these, in this order; empty: all
  int32_t page_size = 0;            // at most so many items of a list; 0: all
  std::string page_token;           // where the page before ended; empty: from the beginning
  std::string next_page;            // set by the list: where this one ended; empty: nothing follows
  GivenConnection given;
  Connection::Options connect;
  std::function<absl::StatusOr<ExitCode>()> action;
  std::map<const CLI::App*, Answers> answers;  // of each command that says so
  bool has_page = false;                       // the command on the line can write HTML

  // Made at the first use, when the options are known.
  Connection& connection() {
    if (!connection_) connection_.emplace(connect);
    return *connection_;
  }
  // The same where a command has made it; nullptr: it has asked no daemon.
  Connection* connected() { return connection_ ? &*connection_ : nullptr; }
  std::ostream& out() { return terminal.out; }
  // For people, in the command's own words; else as data.
  bool table() const { return format == Format::kTable && fields.empty(); }
  // As data in rows and columns: CSV, or a table of the fields that were asked for.
  bool rows() const { return format == Format::kCsv || (format == Format::kTable && !fields.empty()); }
  // `json` in the format and with the fields that were asked for. A field that it does not have is kept in `problem`
  // and nothing is written. REQUIRES: !table(), and the command has no page of its own.
  void PrintData(const Json& json);
  // What kept data from being written; OK: nothing.
  const absl::Status& problem() const { return problem_; }

  // What a command that is printed here needs so that it is done by the same person on the same daemon, as in
  // ` --act-for "Ana Nguyen"`; "" where nothing is.
  std::string OnBehalf() const;

  // Which part of a list of `total` items was asked for, where all of it is here; sets `next_page`. INVALID_ARGUMENT
  // names --page-token.
  absl::StatusOr<PageBounds> TakePage(size_t total);

 private:
  void WriteData(const Json& json);

  std::optional<Connection> connection_;
  absl::Status problem_;
};

// Says what `command` does when it is the one on the line, and what it answers with.
inline void Does(CLI::App& command, Session& session, Answers answers,
                 std::function<absl::StatusOr<ExitCode>()> action) {
  session.answers[&command] = answers;
  command.callback([&session, action = std::move(action)] { session.action = action; });
}
inline void Does(CLI::App& command, Session& session, std::function<absl::StatusOr<ExitCode>()> action) {
  Does(command, session, Answers::kReceipt, std::move(action));
}

// The same for a command whose answer can also be written as HTML.
inline void DoesWithPage(CLI::App& command, Session& session, std::function<absl::StatusOr<ExitCode>()> action) {
  session.answers[&command] = Answers::kRecord;
  command.callback([&session, action = std::move(action)] {
    session.action = action;
    session.has_page = true;
  });
}

// The option for answers about the past.
inline void AddAsOf(CLI::App& command, std::string& as_of) {
  command.add_option("--as-of", as_of,
                     "as it stood then: a day (its end, by the practice's clock) or a moment such as "
                     "2025-03-30T14:00:00Z. What was imported stands there from the day of its import on, so a day "
                     "before it is empty");
}

// The flag with which a script confirms what a person would be asked.
inline CLI::Option* AddYes(CLI::App& command, bool& yes) {
  return command.add_flag("--yes", yes, "store without asking, for scripts");
}

// Calls a listing method until its last page, and returns the items. `request` has every field but the paging ones.
template <class Service, class Request, class Response, class Item>
absl::StatusOr<std::vector<Item>> ListAll(
    Connection& connection, grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    Request request, google::protobuf::RepeatedPtrField<Item>* (Response::*items)()) {
  constexpr int kPageSize = 1000;
  request.set_page_size(kPageSize);
  std::vector<Item> all;
  while (true) {
    auto page = connection.Call<Service>(method, request);
    if (!page.ok()) return page.status();
    for (Item& item : *((*page).*items)()) all.push_back(std::move(item));
    if (page->next_page_token().empty()) return all;
    request.set_page_token(page->next_page_token());
  }
}

// The items that were asked for: all of them, or one page, whose end stands in `session.next_page`.
template <class Service, class Request, class Response, class Item>
absl::StatusOr<std::vector<Item>> ListAsked(
    Session& session, grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    Request request, google::protobuf::RepeatedPtrField<Item>* (Response::*items)()) {
  if (session.page_size == 0) return ListAll<Service>(session.connection(), method, std::move(request), items);
  request.set_page_size(session.page_size);
  request.set_page_token(session.page_token);
  auto page = session.connection().Call<Service>(method, request);
  if (!page.ok()) return page.status();
  session.next_page = page->next_page_token();
  std::vector<Item> asked;
  for (Item& item : *((*page).*items)()) asked.push_back(std::move(item));
  return asked;
}

// The same for a list that is all here: leaves the part that was asked for.
template <class Item>
absl::Status KeepPage(Session& session, std::vector<Item>& items) {
  CANDOR_ASSIGN_OR_RETURN(const PageBounds page, session.TakePage(items.size()));
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(page.end), items.end());
  items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(page.begin));
  return absl::OkStatus();
}

template <class Item>
Json ListJson(const std::vector<Item>& items) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(ToJson(item));
  return list;
}

// Names that people know for resource names, for tables. What cannot be looked up stays as it is. Thread-compatible.
class NameBook {
 public:
  explicit NameBook(Connection& connection) : connection_(connection) {}

  std::string Member(const std::string& name);
  std::string Case(const std::string& name);
  // As all members are called, as far as the daemon tells.
  std::vector<std::string> Members();

 private:
  void ReadMembers();

  Connection& connection_;
  std::map<std::string, std::string> members_;
  bool members_read_ = false;
  std::map<std::string, std::string> known_;
};

// As ResolveCase; where the record of that code was merged into another, people are told what it is called now.
absl::StatusOr<std::string> ResolveCaseAndTell(Session& session, std::string_view typed);

// Renews this machine's certificate where a daemon was asked with it and the time has come: whichever command comes
// first does so on its way. Where it cannot be renewed, that is a remark, and the next command tries again.
void RenewOnTheWay(Session& session);

// Each adds one verb to the command line.
void AddAccessLogVerb(CLI::App& app, Session& session);
void AddAccessVerb(CLI::App& app, Session& session);
void AddBackupVerb(CLI::App& app, Session& session);
void AddCaseVerb(CLI::App& app, Session& session);
void AddCompletionVerb(CLI::App& app, Session& session);
void AddConcernVerb(CLI::App& app, Session& session);
void AddContextVerb(CLI::App& app, Session& session);
void AddDraftVerb(CLI::App& app, Session& session);
void AddEmergencyVerb(CLI::App& app, Session& session);
void AddEnrollVerb(CLI::App& app, Session& session);
void AddEntryVerb(CLI::App& app, Session& session);
void AddExportVerb(CLI::App& app, Session& session);
void AddFollowUpVerb(CLI::App& app, Session& session);
void AddHelpVerb(CLI::App& app, Session& session);
void AddHoldVerb(CLI::App& app, Session& session);
void AddImportVerb(CLI::App& app, Session& session);
void AddInitVerb(CLI::App& app, Session& session);
void AddKeyVerb(CLI::App& app, Session& session);
void AddLedgerVerb(CLI::App& app, Session& session);
void AddLogVerb(CLI::App& app, Session& session);
void AddMemberVerb(CLI::App& app, Session& session);
void AddPolicyVerb(CLI::App& app, Session& session);
void AddReceiptVerb(CLI::App& app, Session& session);
void AddReportVerb(CLI::App& app, Session& session);
void AddRetentionVerb(CLI::App& app, Session& session);
void AddSessionVerb(CLI::App& app, Session& session);
void AddSetupVerb(CLI::App& app, Session& session);
void AddStatusVerb(CLI::App& app, Session& session);

// Reads the command line, does what it says, prints errors, and returns the exit code.
int RunCandor(int argc, const char* const* argv, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SESSION_H_
