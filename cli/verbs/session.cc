#include "cli/verbs/session.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/print/fields.h"
#include "cli/wire/own_certificate.h"
#include "daemon/base/text.h"

namespace candor::cli {

void Session::PrintData(const Json& json) {
  if (fields.empty()) return WriteData(json);
  Json selected;
  problem_ = SelectFields(json, fields, selected);
  if (problem_.ok()) WriteData(selected);
}

void Session::WriteData(const Json& json) {
  switch (format) {
    case Format::kJson:
      return PrintJson(json, out());
    case Format::kCsv:
      return PrintCsv(json, out());
    case Format::kTable:
    case Format::kHtml:
      return PrintRows(json, out());
  }
}

std::string Session::OnBehalf() const {
  std::string words;
  if (!given.context.empty()) absl::StrAppend(&words, " --context ", given.context);
  // With credentials the daemon knows who calls.
  const bool known = connect.credentials != nullptr && given.act_for.empty();
  if (!connect.act_for.empty() && !known) absl::StrAppend(&words, " --act-for \"", connect.act_for, "\"");
  return words;
}

absl::StatusOr<PageBounds> Session::TakePage(size_t total) {
  if (page_size == 0) return PageBounds{0, total};
  size_t begin = 0;
  if (!page_token.empty() && (!absl::SimpleAtoi(page_token, &begin) || begin > total)) {
    return InvalidField("--page-token", "page_token", "not a token of this list; start again without one");
  }
  const size_t end = std::min(total, begin + static_cast<size_t>(page_size));
  next_page = end < total ? absl::StrCat(end) : "";
  return PageBounds{begin, end};
}

void NameBook::ReadMembers() {
  if (members_read_) return;
  members_read_ = true;
  const auto members = ListAll<v1::MemberService>(connection_, &v1::MemberService::Stub::ListMembers,
                                                  v1::ListMembersRequest(), &v1::ListMembersResponse::mutable_members);
  if (!members.ok()) return;
  for (const v1::Member& member : *members) members_[member.name()] = member.display_name();
}

std::string NameBook::Member(const std::string& name) {
  ReadMembers();
  const auto found = members_.find(name);
  return found == members_.end() ? name : found->second;
}

std::vector<std::string> NameBook::Members() {
  ReadMembers();
  std::vector<std::string> names;
  names.reserve(members_.size());
  for (const auto& [id, name] : members_) names.push_back(name);
  return names;
}

std::string NameBook::Case(const std::string& name) {
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  v1::GetCaseRequest request;
  request.set_name(name);
  const auto found = connection_.Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request);
  std::string code = found.ok() && !found->case_().code().empty() ? found->case_().code() : name;
  known_[name] = code;
  return code;
}

void RenewOnTheWay(Session& session) {
  Connection* const connection = session.connected();
  if (connection == nullptr) return;
  const absl::Status renewed = RenewIfDue(*connection, absl::Now());
  if (renewed.ok()) return;
  const absl::Time end = connection->credentials()->certificate.not_after;
  session.terminal.err << Wrap(absl::StrCat("The certificate of this machine holds until ",
                                            absl::FormatTime("%Y-%m-%d", end, absl::UTCTimeZone()),
                                            " and could not be renewed yet: ", OneLine(ToStd(renewed.message())),
                                            ". The next command tries again."),
                               kTextWidth)
                       << '\n';
}

absl::StatusOr<std::string> ResolveCaseAndTell(Session& session, std::string_view typed) {
  std::string now_called;
  CANDOR_ASSIGN_OR_RETURN(std::string name, ResolveCase(session.connection(), typed, &now_called));
  if (!now_called.empty()) session.terminal.err << OneLine(typed) << " is now " << OneLine(now_called) << ".\n";
  return name;
}

}  // namespace candor::cli
