#include "cli/verbs/emergency_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/print/sentences.h"
#include "cli/print/table.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// Whoever looks at it afterwards asks this first.
constexpr char kLogOfMember[] = "what they read: candor access-log --review";

}  // namespace

std::string OpenedText(const v1::Emergency& emergency, NameBook& names) {
  const bool of_member = emergency.subject().starts_with("members/");
  return OneLine(of_member ? names.Member(emergency.subject()) : names.Case(emergency.subject()));
}

std::string HowLongText(int32_t minutes) {
  if (minutes == 60) return "an hour";
  if (minutes % 60 == 0) return absl::StrCat(minutes / 60, " hours");
  return absl::StrCat(minutes, " minutes");
}

std::string EmergencyStateText(const v1::Emergency& emergency) {
  const std::string review =
      emergency.has_review_due_at() ? absl::StrCat("; to be looked at by ", SayInstant(emergency.review_due_at())) : "";
  switch (emergency.state()) {
    case v1::EMERGENCY_STATE_ASKED:
      return "waits for an answer";
    case v1::EMERGENCY_STATE_IN_FORCE:
      return emergency.in_force() ? absl::StrCat("open until ", SayInstant(emergency.expires_at()))
                                  : absl::StrCat("over since ", SayInstant(emergency.expires_at()), review);
    case v1::EMERGENCY_STATE_REFUSED:
      return "refused";
    case v1::EMERGENCY_STATE_ENDED:
      return absl::StrCat("ended ", SayInstant(emergency.ended_at()), review);
    case v1::EMERGENCY_STATE_REVIEWED:
      return "over, and looked at";
    default:
      return "";
  }
}

std::string EmergencyLine(const v1::Emergency& emergency, NameBook& names) {
  return absl::StrCat(OneLine(names.Member(emergency.asker())), ", ", OpenedText(emergency, names), ", ",
                      EmergencyStateText(emergency), "  ", emergency.name());
}

void PrintEmergency(const v1::Emergency& emergency, NameBook& names, std::ostream& out) {
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Who reads", OneLine(names.Member(emergency.asker()))},
      {"What", OpenedText(emergency, names)},
      {"Why", OneLine(emergency.reason())},
      {"State", EmergencyStateText(emergency)},
      {"Asked", absl::StrCat(SayInstant(emergency.asked_at()), ", for ", HowLongText(emergency.minutes()))}};
  const auto add = [&](const char* label, const std::string& member) {
    if (!member.empty()) pairs.emplace_back(label, OneLine(names.Member(member)));
  };
  add(emergency.state() == v1::EMERGENCY_STATE_REFUSED ? "Refused by" : "Approved by", emergency.approver());
  add("Looked at by", emergency.reviewer());
  add("Told as well", emergency.notify());
  if (!emergency.remark().empty()) pairs.emplace_back("Remark", OneLine(emergency.remark()));
  pairs.emplace_back("Emergency", emergency.name());
  PrintPairs(pairs, out);
}

void PrintEmergencies(Session& session, const v1::WorkList& list, NameBook& names) {
  if (list.emergencies().empty() && list.opened().empty()) return;
  session.out() << "\nEmergencies\n";
  for (const v1::Emergency& each : list.emergencies()) {
    const bool asked = each.state() == v1::EMERGENCY_STATE_ASKED;
    const std::string who = OneLine(names.Member(each.asker()));
    const std::string text = asked ? absl::StrCat(who, " asks to be shown ", OpenedText(each, names), " for ",
                                                  HowLongText(each.minutes()), ", since ", SayInstant(each.asked_at()))
                                   : absl::StrCat(who, " was shown ", OpenedText(each, names),
                                                  "; please look at it by ", SayInstant(each.review_due_at()));
    session.out() << Wrap(text, kTextWidth, "  ") << '\n';
    if (asked) {
      session.out() << "     answer:  candor emergency approve " << each.name() << session.OnBehalf() << '\n';
    } else {
      session.out() << "     " << kLogOfMember << session.OnBehalf() << "\n     then:    candor emergency review "
                    << each.name() << session.OnBehalf() << '\n';
    }
  }
  for (const v1::Emergency& each : list.opened()) {
    const std::string text = absl::StrCat("Opened in an emergency: ", OpenedText(each, names), ", to ",
                                          OneLine(names.Member(each.asker())), ", ", EmergencyStateText(each));
    session.out() << Wrap(text, kTextWidth, "  ") << "\n     why, and by whom: candor emergency list"
                  << session.OnBehalf() << "\n     what was read:    candor access-log --mine" << session.OnBehalf()
                  << '\n';
  }
}

}  // namespace candor::cli
