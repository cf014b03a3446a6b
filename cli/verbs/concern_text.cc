#include "cli/verbs/concern_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/print/table.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string NameOr(const std::string& member, NameBook& names) {
  return member.empty() ? "the operator" : OneLine(names.Member(member));
}

// After a step who asks, and why, is not said again.
std::string SealText(const v1::Concern& concern, NameBook& names) {
  if (!concern.has_seal_until()) return "";
  if (concern.seal_reason().empty()) {
    return absl::StrCat("it is asked that they be told after ", FormatDate(concern.seal_until()));
  }
  return absl::StrCat(NameOr(concern.seal_proposer(), names), " asks that they be told after ",
                      FormatDate(concern.seal_until()), ": ", OneLine(concern.seal_reason()));
}

// Who wanted it and why is told with the reason, to who looks into it; whom it is about is told the day alone.
std::string SealedText(const v1::Concern& concern, NameBook& names) {
  if (!concern.has_sealed_until()) return "";
  const std::string until = FormatDate(concern.sealed_until());
  if (concern.sealed_reason().empty()) return until;
  return absl::StrCat(until, ", asked for by ", NameOr(concern.sealed_by(), names), ", agreed to by ",
                      NameOr(concern.sealed_second(), names), ": ", OneLine(concern.sealed_reason()));
}

std::string WhoRaisedIt(const v1::Concern& concern, NameBook& names) {
  if (!concern.reporter().empty()) return OneLine(names.Member(concern.reporter()));
  return concern.anonymous() ? "somebody who gave no name" : "";
}

void AddIf(const std::string& label, const std::string& text, Pairs& pairs) {
  if (!text.empty()) pairs.emplace_back(label, text);
}

}  // namespace

std::string ConcernStateText(const v1::Concern& concern) {
  if (concern.taken_back()) return "taken back";
  if (concern.has_answered()) return "answered";
  if (concern.told()) return "told";
  return concern.has_acknowledged() ? "acknowledged" : "received";
}

std::string ConcernTaskText(const v1::Concern& concern) {
  switch (concern.task()) {
    case v1::CONCERN_TASK_ACKNOWLEDGE:
      return absl::StrCat("say that you look into it: candor concern acknowledge ", concern.name());
    case v1::CONCERN_TASK_ANSWER_SEAL:
      return absl::StrCat("a second person is asked for: candor concern approve ", concern.name());
    case v1::CONCERN_TASK_RESPOND:
      return absl::StrCat("read it, and answer if you like: candor entry respond ", concern.name());
    case v1::CONCERN_TASK_DECIDE:
      return "it can be decided: candor followup list";
    default:
      return "";
  }
}

void PrintConcern(const v1::Concern& concern, NameBook& names, Session& session) {
  Pairs pairs;
  AddIf("About", concern.member().empty() ? "" : OneLine(names.Member(concern.member())), pairs);
  pairs.emplace_back("Received", FormatDate(concern.received()));
  AddIf("Raised by", WhoRaisedIt(concern, names), pairs);
  if (concern.has_acknowledged()) {
    const std::string who =
        concern.acknowledged_by().empty() ? "" : absl::StrCat(" by ", OneLine(names.Member(concern.acknowledged_by())));
    pairs.emplace_back("Acknowledged", absl::StrCat(FormatDate(concern.acknowledged()), who));
  }
  AddIf("Told", concern.has_told_from() ? absl::StrCat("from ", FormatDate(concern.told_from())) : "", pairs);
  AddIf("Sealed until", SealedText(concern, names), pairs);
  AddIf("Seal", SealText(concern, names), pairs);
  AddIf("Answered", concern.has_answered() ? FormatDate(concern.answered()) : "", pairs);
  AddIf("Decided from", concern.has_decide_from() ? FormatDate(concern.decide_from()) : "", pairs);
  AddIf("Next", ConcernTaskText(concern), pairs);
  AddIf("Concern", concern.name(), pairs);
  PrintPairs(pairs, session.out());
}

std::string MeasureText(const v1::Measure& measure) {
  return measure.kind() == v1::MEASURE_KIND_ROLE_WITHDRAWN ? "a role was taken back" : "a machine was cut off";
}

void PrintConcernsToday(const v1::WorkList& list, NameBook& names, Session& session) {
  if (!list.concerns().empty()) session.out() << "\nConcerns\n";
  for (const v1::Concern& each : list.concerns()) {
    session.out() << Wrap(OneLine(absl::StrCat("about ", names.Member(each.member()), ", received on ",
                                               FormatDate(each.received()), ": ", ConcernTaskText(each))),
                          kTextWidth, "  ")
                  << '\n';
  }
  if (!list.measures().empty()) session.out() << "\nAfter a report\n";
  for (const v1::Measure& each : list.measures()) {
    session.out() << Wrap(OneLine(absl::StrCat(
                              names.Member(each.member()), ", who had reported something: ", MeasureText(each), " on ",
                              FormatDate(each.taken()), ". Look whether it has to do with it: candor concern review ",
                              each.name())),
                          kTextWidth, "  ")
                  << '\n';
  }
}

}  // namespace candor::cli
