#include "plugins/soft_transfer/abandonment.h"

#include <algorithm>

#include "plugins/soft_transfer/rules.h"

namespace candor::soft_transfer {
namespace {

Answer AtLeast(const std::optional<int64_t>& have, int64_t want) {
  if (!have.has_value()) return Answer::kUnknown;
  return *have >= want ? Answer::kYes : Answer::kNo;
}

// A client who would not talk about it, or see anyone else, has been given the chance.
Answer TalkedOver(const EndingFacts& ending, int64_t notice, int64_t sessions) {
  return (ending.declined & kDeclinedTalk) != 0 ? Answer::kYes : Prepared(ending, notice, sessions);
}

Answer OthersNamed(const EndingFacts& ending, int64_t alternatives) {
  return (ending.declined & kDeclinedOthers) != 0 ? Answer::kYes : AtLeast(ending.alternatives, alternatives);
}

// Where one half of the preparation is known to lack, the other changes nothing and is not asked for.
void Ask(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending, const OpenEnding& open,
         Answer talked, Answer others) {
  const uint32_t missing = MissingFacts(ending, talked == Answer::kUnknown && others != Answer::kNo,
                                        others == Answer::kUnknown && talked != Answer::kNo);
  subject.Open({.rule = kAbandonment,
                .key = termination.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = KnownOn(termination, ending) + subject.Days(kAbandonment, kAbandonmentRecordWithin),
                .missing_fields = missing,
                .facts = open.facts.All()});
}

}  // namespace

Answer AbandonmentApplies(const EndingFacts& ending, int64_t notice, int64_t sessions, int64_t alternatives) {
  if (ending.exempt || ending.handed_over) return Answer::kNo;
  const Answer prepared = And(TalkedOver(ending, notice, sessions), OthersNamed(ending, alternatives));
  return And(And(ending.not_the_client, ending.care_needed), Not(prepared));
}

void JudgeAbandonment(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending,
                      OpenEnding& open) {
  const int64_t alternatives = subject.Parameter(kAbandonment, kAlternatives);
  int64_t notice = 0;
  int64_t sessions = 0;
  Answer applies = Answer::kNo;
  // Where profiles ask for different preparations, an ending is prepared that is so by each of them.
  for (const sdk::Candidate& asked : subject.Candidates(kAbandonment, "preparation")) {
    const Answer by_this =
        AbandonmentApplies(ending, asked.Parameter(kNotice), asked.Parameter(kMinSessions), alternatives);
    if (by_this == Answer::kNo || by_this == applies || applies == Answer::kYes) continue;
    applies = by_this;
    notice = asked.Parameter(kNotice);
    sessions = asked.Parameter(kMinSessions);
  }
  if (applies == Answer::kNo) return;
  open.abandonment = 1;
  open.noticed = ending.notice.value_or(0) >= notice ? 1 : 0;
  if (applies == Answer::kUnknown) {
    return Ask(termination, subject, ending, open, TalkedOver(ending, notice, sessions),
               OthersNamed(ending, alternatives));
  }
  subject.Open({.rule = kAbandonment,
                .key = termination.id(),
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kSoftTransfer,
                .due = KnownOn(termination, ending) + subject.Days(kAbandonment, kDocumentWithin),
                .facts = open.facts.All()});
}

void RepairAbandonment(sdk::Subject& subject, OpenEnding& open) {
  if (open.abandonment == 0) return;
  const Preparation& made = open.preparation;
  int64_t sessions = 0;
  for (const sdk::Candidate& asked : subject.Candidates(kAbandonment, "preparation")) {
    sessions = std::max(sessions, asked.Parameter(kMinSessions));
  }
  const bool talked = open.noticed != 0 || (made.declined & kDeclinedTalk) != 0 || made.talks >= sessions;
  const bool others =
      (made.declined & kDeclinedOthers) != 0 || made.alternatives >= subject.Parameter(kAbandonment, kAlternatives);
  if (talked && others) MeetAbandonment(subject, open);
}

void MeetAbandonment(sdk::Subject& subject, OpenEnding& open) {
  if (open.abandonment == 0) return;
  subject.Resolve(kAbandonment, open.key);
  open.abandonment = 0;
}

}  // namespace candor::soft_transfer
