#include "cli/verbs/today_machines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "candor/v1/identity.pb.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// Why a machine was ended, as its holder hears it.
std::string WhyEnded(v1::RevocationReason reason) {
  switch (reason) {
    case v1::REVOCATION_REASON_LOST:
      return "it was called lost";
    case v1::REVOCATION_REASON_LEFT:
      return "you were said to have left";
    case v1::REVOCATION_REASON_REPLACED:
      return "another was to take its place";
    case v1::REVOCATION_REASON_MISTAKE:
      return "it was called a mistake";
    default:
      return "no reason is on record";
  }
}

// By whom, as its holder hears it: of what was done as themselves they know whether it was them.
std::string EndedBy(const v1::Enrolment& machine, NameBook& names) {
  if (machine.revoked_by().empty()) return "the operator";
  const bool as_holder = machine.name().starts_with(absl::StrCat(machine.revoked_by(), "/"));
  if (as_holder) {
    return machine.acted_for() ? "the operator in your name" : "you, or by somebody with a machine of yours";
  }
  const std::string name = OneLine(names.Member(machine.revoked_by()));
  return machine.acted_for() ? absl::StrCat("the operator in the name of ", name) : name;
}

void PrintParagraph(Session& session, const std::string& text) {
  session.out() << '\n' << Wrap(text, kTextWidth) << '\n';
}

void PrintEnded(Session& session, const v1::Enrolment& machine, NameBook& names) {
  PrintParagraph(session, absl::StrCat("A machine of yours was ended on ", SayInstant(machine.revoked_at()), " by ",
                                       EndedBy(machine, names), ": ", WhyEnded(machine.reason()),
                                       ". Nobody calls as you with it any more. Did you not expect it, ask your "
                                       "administrator; candor member enrolments lists your machines."));
}

// Of a machine, or a code, that its holder does not know.
void PrintWayToEnd(Session& session, const v1::Enrolment& machine, const char* why) {
  session.out() << "     not yours:  candor member revoke " << OneLine(machine.name()) << " --why " << why << '\n';
}

void PrintNew(Session& session, const v1::Enrolment& machine) {
  const std::string made = SayInstant(machine.code_made_at());
  if (machine.code_open()) {
    PrintParagraph(session, absl::StrCat("A code for another machine of yours was made on ", made,
                                         " by the operator. Until ", SayInstant(machine.code_expires_at()),
                                         " whoever has it can begin to call as you. Did you not ask for it, end it "
                                         "and tell your administrator."));
    return PrintWayToEnd(session, machine, "mistake");
  }
  if (machine.has_revoked_at()) {
    return PrintParagraph(session, absl::StrCat("A machine called as you from ", SayInstant(machine.begun_at()),
                                                " until it was ended on ", SayInstant(machine.revoked_at()),
                                                ", with a code that the operator made on ", made,
                                                ". What was done with it is on record as yours. Did you not know it, "
                                                "tell your administrator."));
  }
  PrintParagraph(session, absl::StrCat("A machine now calls as you since ", SayInstant(machine.begun_at()),
                                       ", with a code that the operator made on ", made,
                                       ". Is it not yours, end it and tell your administrator; candor member "
                                       "enrolments lists your machines."));
  PrintWayToEnd(session, machine, "lost");
}

}  // namespace

void PrintMachinesToday(Session& session, const v1::WorkList& list, NameBook& names) {
  for (const v1::Enrolment& each : list.ended_machines()) PrintEnded(session, each, names);
  for (const v1::Enrolment& each : list.new_machines()) PrintNew(session, each);
}

}  // namespace candor::cli
