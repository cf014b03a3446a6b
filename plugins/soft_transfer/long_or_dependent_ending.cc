#include "plugins/soft_transfer/long_or_dependent_ending.h"

#include "plugins/soft_transfer/rules.h"

namespace candor::soft_transfer {
namespace {

constexpr uint8_t kImportantPurpose = 1;

void Ask(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending, const OpenEnding& open,
         uint32_t missing) {
  subject.Open({.rule = kDependentEnding,
                .key = termination.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = KnownOn(termination, ending) + subject.Days(kDependentEnding, kEndingRecordWithin),
                .missing_fields = missing,
                .facts = open.facts.All()});
}

}  // namespace

Answer DependentEndingApplies(const EndingFacts& ending, int64_t taper_days, int64_t taper_sessions) {
  if (ending.exempt || ending.handed_over || (ending.declined & kDeclinedTransfer) != 0) return Answer::kNo;
  const Answer qualifies = ending.dependency ? Answer::kYes : ending.long_therapy;
  const Answer abrupt = Not(Prepared(ending, taper_days, taper_sessions));
  return And(And(qualifies, abrupt), And(ending.not_the_client, ending.care_needed));
}

void JudgeDependentEnding(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending,
                          OpenEnding& open) {
  int64_t taper_days = 0;
  int64_t taper_sessions = 0;
  Answer applies = Answer::kNo;
  // Where profiles ask for different tapers, an ending is slow enough that is so by each of them.
  for (const sdk::Candidate& asked : subject.Candidates(kDependentEnding, "taper")) {
    const Answer by_this = DependentEndingApplies(ending, asked.Parameter(kTaperDays), asked.Parameter(kTaperSessions));
    if (by_this == Answer::kNo || by_this == applies || applies == Answer::kYes) continue;
    applies = by_this;
    taper_days = asked.Parameter(kTaperDays);
    taper_sessions = asked.Parameter(kTaperSessions);
  }
  if (applies == Answer::kNo) return;
  open.dependent = 1;
  if (applies == Answer::kUnknown) {
    const bool ask_taper = Prepared(ending, taper_days, taper_sessions) == Answer::kUnknown;
    const bool ask_start = !ending.dependency && ending.long_therapy == Answer::kUnknown;
    return Ask(termination, subject, ending, open,
               MissingFacts(ending, ask_taper, false) | (ask_start ? kMissingStart : 0));
  }
  open.transfer_due = KnownOn(termination, ending) + subject.Days(kDependentEnding, kTransferWithin);
  subject.Open({.rule = kDependentEnding,
                .key = termination.id(),
                .action = sdk::Action::kSoftTransfer,
                .due = open.transfer_due,
                .facts = open.facts.All()});
  subject.SetTimer(kDependentEnding, open.transfer_due + subject.Days(kDependentEnding, kImportantAfter),
                   DependentEndingToken(termination.id()));
}

void MeetDependentEnding(sdk::Subject& subject, OpenEnding& open) {
  if (open.dependent == 0) return;
  subject.Resolve(kDependentEnding, open.key);
  subject.CancelTimer(kDependentEnding, DependentEndingToken(open.key));
  open.dependent = 0;
}

void RaiseDependentEnding(sdk::Subject& subject, const OpenEnding& open) {
  const std::optional<sdk::OpenFollowUp> shown = subject.FindOpen(kDependentEnding, open.key);
  if (!shown.has_value() || !shown->due.has_value()) return;  // without a due date nothing is ever past due
  subject.Open({.rule = kDependentEnding,
                .key = open.key,
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kSoftTransfer,
                .due = open.transfer_due,
                .facts = open.facts.All()});
}

uint64_t DependentEndingToken(const sdk::Id& key) {
  return sdk::TimerToken(key, kImportantPurpose);
}

}  // namespace candor::soft_transfer
