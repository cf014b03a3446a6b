#ifndef CANDOR_CLI_VERBS_SESSION_H_
#define CANDOR_CLI_VERBS_SESSION_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
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

// One run of `candor`: what the command line said, and where its words go. Verbs leave in `action` what to do once the
// whole line has been read. Thread-compatible.
struct Session {
  explicit Session(Terminal on) : terminal(on) {}

  Terminal terminal;
  Format format = Format::kTable;
  Connection::Options connect;
  std::function<absl::StatusOr<ExitCode>()> action;
  bool has_page = false;  // the command on the line can write HTML

  // Made at the first use, when the options are known.
  Connection& connection() {
    if (!connection_) connection_.emplace(connect);
    return *connection_;
  }
  std::ostream& out() { return terminal.out; }
  bool table() const { return format == Format::kTable; }
  // JSON or CSV of `json`. REQUIRES: !table(), and the command has no page of its own.
  void PrintData(const Json& json) { format == Format::kJson ? PrintJson(json, out()) : PrintCsv(json, out()); }

 private:
  std::optional<Connection> connection_;
};

// Says what `command` does when it is the one on the line.
inline void Does(CLI::App& command, Session& session, std::function<absl::StatusOr<ExitCode>()> action) {
  command.callback([&session, action = std::move(action)] { session.action = action; });
}

// The same for a command whose answer can also be written as HTML.
inline void DoesWithPage(CLI::App& command, Session& session, std::function<absl::StatusOr<ExitCode>()> action) {
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

 private:
  Connection& connection_;
  bool members_read_ = false;
  std::map<std::string, std::string> known_;
};

// Each adds one verb to the command line.
void AddCaseVerb(CLI::App& app, Session& session);
void AddDraftVerb(CLI::App& app, Session& session);
void AddEntryVerb(CLI::App& app, Session& session);
void AddFollowUpVerb(CLI::App& app, Session& session);
void AddHelpVerb(CLI::App& app, Session& session);
void AddImportVerb(CLI::App& app, Session& session);
void AddLedgerVerb(CLI::App& app, Session& session);
void AddLogVerb(CLI::App& app, Session& session);
void AddMemberVerb(CLI::App& app, Session& session);
void AddPolicyVerb(CLI::App& app, Session& session);
void AddReceiptVerb(CLI::App& app, Session& session);
void AddReportVerb(CLI::App& app, Session& session);
void AddStatusVerb(CLI::App& app, Session& session);

// Reads the command line, does what it says, prints errors, and returns the exit code.
int RunCandor(int argc, const char* const* argv, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SESSION_H_
