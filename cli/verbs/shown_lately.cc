#include "cli/verbs/shown_lately.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "candor/v1/access.grpc.pb.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/entry_text.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

constexpr int kDaysBefore = 7;
// Who wants to know more exactly reads the log.
constexpr int kMostCounted = 100;

std::string HowOften(const ShownLately& shown) {
  if (shown.times == 1 && !shown.more) return "once";
  return absl::StrCat(shown.more ? "more than " : "", shown.times, " times");
}

}  // namespace

std::optional<ShownLately> ShownLatelyOf(Session& session, Day today) {
  Connection& connection = session.connection();
  if (!connection.acts_for_member()) return std::nullopt;
  ShownLately shown;
  shown.since = today - kDaysBefore;
  v1::ListAccessesRequest request;
  *request.mutable_since() = ToWire(shown.since);
  request.set_page_size(kMostCounted);
  const auto response = connection.Call<v1::AccessService>(&v1::AccessService::Stub::ListAccesses, request);
  if (!response.ok()) return std::nullopt;
  for (const v1::Access& each : response->accesses()) {
    if (IsInOwnName(each) && connection.credentials() == nullptr) continue;
    if (shown.times == 0) shown.last = each;
    ++shown.times;
  }
  if (shown.times == 0) return std::nullopt;
  shown.more = !response->next_page_token().empty();
  return shown;
}

void PrintShownLately(Session& session, const ShownLately& shown, NameBook& names) {
  const std::string role = AccessRoleText(shown.last);
  session.out() << '\n'
                << Wrap(absl::StrCat("Since ", LongDate(shown.since),
                                     " somebody was shown what is about you, or acted "
                                     "in your name, ",
                                     HowOften(shown), "; last ", AccessReaderText(shown.last, names),
                                     role.empty() ? "" : absl::StrCat(" (", role, ")"), " on ",
                                     FormatInstant(shown.last.happened_at()).substr(0, sizeof("2025-03-30") - 1), "."),
                        kTextWidth)
                << "\n     who, when and what for: candor access-log --mine" << session.OnBehalf() << '\n';
}

Json ShownLatelyJson(const ShownLately& shown) {
  Json json{{"since", FormatDay(shown.since)}, {"times", shown.times}, {"more", shown.more}};
  json["last"] = AccessRow(shown.last);
  return json;
}

}  // namespace candor::cli
