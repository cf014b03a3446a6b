#include "cli/verbs/session.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/print/fields.h"

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
  if (!connect.act_for.empty()) absl::StrAppend(&words, " --act-for \"", connect.act_for, "\"");
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

std::string NameBook::Member(const std::string& name) {
  if (!members_read_) {
    members_read_ = true;
    const auto members =
        ListAll<v1::MemberService>(connection_, &v1::MemberService::Stub::ListMembers, v1::ListMembersRequest(),
                                   &v1::ListMembersResponse::mutable_members);
    if (members.ok()) {
      for (const v1::Member& member : *members) known_[member.name()] = member.display_name();
    }
  }
  const auto found = known_.find(name);
  return found == known_.end() ? name : found->second;
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

absl::StatusOr<std::string> ResolveCaseAndTell(Session& session, std::string_view typed) {
  std::string now_called;
  CANDOR_ASSIGN_OR_RETURN(std::string name, ResolveCase(session.connection(), typed, &now_called));
  if (!now_called.empty()) session.terminal.err << OneLine(typed) << " is now " << OneLine(now_called) << ".\n";
  return name;
}

}  // namespace candor::cli
