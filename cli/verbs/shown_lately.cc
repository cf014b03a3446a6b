#include "cli/verbs/shown_lately.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/access.grpc.pb.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/entry_text.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

constexpr int kDaysBefore = 7;
// Who wants to know more exactly reads the log.
constexpr int kMostCounted = 100;

// What is about nobody, in order: how the daemon does, what everybody's client looks up, rules and names.
constexpr std::string_view kAboutNobody[] = {
    "AccessService.CloseSession",
    "AccessService.OpenSession",
    "AccessService.UnlockSession",
    "DaemonService.GetStatus",
    "EmergencyService.GetEmergencyContacts",
    "LedgerService.GetCheckpoint",
    "LedgerService.GetConsistencyProof",
    "MemberService.GetMember",
    "MemberService.ListMembers",
    "MemberService.LookupMember",
    "PolicyService.GetPolicy",
    "PolicyService.GetRule",
    "PolicyService.ListEffectiveValues",
    "PolicyService.ListPolicies",
    "PolicyService.ListRules",
    "RoleService.GetReadiness",
};

std::string Times(int times) {
  return times == 1 ? "once" : absl::StrCat(times, " times");
}

// A use of their name that showed and changed nothing of anybody. By method: what was shown of others in their name
// has no more lines in their own log than this.
bool IsLookup(const v1::Access& access) {
  const auto* end = std::end(kAboutNobody);
  return access.acted_for() && access.of().empty() && access.scope().empty() &&
         std::find(std::begin(kAboutNobody), end, access.method()) != end;
}

std::string ShownSentence(const ShownLately& shown, NameBook& names) {
  const std::string role = AccessRoleText(*shown.last);
  return absl::StrCat("Since ", LongDate(shown.since), " somebody was shown what is about you, or acted in your name, ",
                      shown.more ? "more than " : "", Times(shown.times), "; last ",
                      AccessReaderText(*shown.last, names), role.empty() ? "" : absl::StrCat(" (", role, ")"), " on ",
                      FormatInstant(shown.last->happened_at()).substr(0, sizeof("2025-03-30") - 1), ".");
}

std::string LookupSentence(const ShownLately& shown) {
  const std::string since = shown.last ? "Beside that" : absl::StrCat("Since ", LongDate(shown.since));
  return absl::StrCat(since, " the operator asked in your name, ", Times(shown.lookups),
                      ", for what is about nobody, such as how the daemon does.");
}

}  // namespace

std::optional<ShownLately> ShownLatelyOf(Session& session, Day today) {
  Connection& connection = session.connection();
  if (!connection.acts_for_member()) return std::nullopt;
  const Day since = today - kDaysBefore;
  v1::ListAccessesRequest request;
  *request.mutable_since() = ToWire(since);
  request.set_page_size(kMostCounted);
  const auto response = connection.Call<v1::AccessService>(&v1::AccessService::Stub::ListAccesses, request);
  if (!response.ok()) return std::nullopt;
  return CountShown(*response, since, connection.credentials() != nullptr);
}

std::optional<ShownLately> CountShown(const v1::ListAccessesResponse& newest, Day since, bool own_name_too) {
  ShownLately shown;
  shown.since = since;
  shown.more = !newest.next_page_token().empty();
  for (const v1::Access& each : newest.accesses()) {
    if (IsInOwnName(each) && !own_name_too) continue;
    // Behind many of these something else may stand that was not counted.
    if (!shown.more && IsLookup(each)) {
      ++shown.lookups;
      continue;
    }
    if (!shown.last) shown.last = each;
    ++shown.times;
  }
  if (shown.times == 0 && shown.lookups == 0) return std::nullopt;
  return shown;
}

std::string ShownLatelyText(const ShownLately& shown, NameBook& names) {
  std::vector<std::string> sentences;
  if (shown.last) sentences.push_back(ShownSentence(shown, names));
  if (shown.lookups > 0) sentences.push_back(LookupSentence(shown));
  return absl::StrJoin(sentences, " ");
}

void PrintShownLately(Session& session, const ShownLately& shown, NameBook& names) {
  session.out() << '\n'
                << Wrap(ShownLatelyText(shown, names), kTextWidth)
                << "\n     who, when and what for: candor access-log --mine" << session.OnBehalf() << '\n';
}

Json ShownLatelyJson(const ShownLately& shown) {
  Json json{
      {"since", FormatDay(shown.since)}, {"times", shown.times}, {"more", shown.more}, {"lookups", shown.lookups}};
  json["last"] = shown.last ? AccessRow(*shown.last) : Json();
  return json;
}

}  // namespace candor::cli
