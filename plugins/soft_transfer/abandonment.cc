#include "plugins/soft_transfer/abandonment.h"

#include <algorithm>

#include "plugins/soft_transfer/rules.h"

namespace candor::soft_transfer {
namespace {

Answer AtLeast(const std::optional<int64_t>& have, int64_t want) {
  if (!have.has_value()) return Answer::kUnknown;
  return *have >= want ? Answer::kYes : Answer::kNo;
}

Answer Not(Answer answer) {
  if (answer == Answer::kUnknown) return answer;
  return answer == Answer::kYes ? Answer::kNo : Answer::kYes;
}

uint16_t Narrow(const std::optional<int64_t>& count) {
  return static_cast<uint16_t>(std::clamp<int64_t>(count.value_or(0), 0, UINT16_MAX));
}

void AddTalk(OpenEnding& open) {
  if (open.talks < UINT16_MAX) ++open.talks;
}

// Someone who declines the talk, or any contact, has been given the chance; so it is with other providers.
void TakeDeclined(const sdk::Event& declined, sdk::Subject& subject, OpenEnding& open) {
  const int64_t what = declined.Number(CANDOR_FIELD_CLIENT_DECLINED_WHAT).value_or(0);
  const bool contact = what == CANDOR_CLIENT_DECLINED_WHAT_CONTACT;
  if (contact || what == CANDOR_CLIENT_DECLINED_WHAT_ENDING_TALK) {
    open.talks = std::max(open.talks, Narrow(subject.Parameter(kAbandonment, kMinSessions)));
  }
  if (contact || what == CANDOR_CLIENT_DECLINED_WHAT_REFERRAL || what == CANDOR_CLIENT_DECLINED_WHAT_TRANSFER ||
      what == CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST) {
    open.alternatives = std::max(open.alternatives, Narrow(subject.Parameter(kAbandonment, kAlternatives)));
  }
}

void TakeReferral(const sdk::Event& referral, OpenEnding& open) {
  int64_t offered = referral.Number(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED).value_or(0);
  if (referral.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED))
    offered = std::max<int64_t>(offered, 1);
  open.alternatives = std::max(open.alternatives, Narrow(offered));
}

// Where one half of the preparation is known to lack, the other changes nothing and is not asked for.
void Ask(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending, Answer talked,
         Answer alternatives) {
  const uint32_t missing =
      MissingFacts(ending, talked == Answer::kUnknown && alternatives != Answer::kNo, talked != Answer::kNo);
  subject.Open({.rule = kAbandonment,
                .key = termination.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = termination.reported() + subject.Days(kAbandonment, kAbandonmentRecordWithin),
                .missing_fields = missing});
}

}  // namespace

Answer AbandonmentApplies(const EndingFacts& ending, int64_t notice, int64_t sessions, int64_t alternatives) {
  if (ending.exempt || ending.handed_over) return Answer::kNo;
  const Answer prepared = And(Prepared(ending, notice, sessions), AtLeast(ending.alternatives, alternatives));
  return And(And(ending.not_the_client, ending.care_needed), Not(prepared));
}

void JudgeAbandonment(const sdk::Event& termination, sdk::Subject& subject, const EndingFacts& ending,
                      OpenEnding& open) {
  const int64_t notice = subject.Parameter(kAbandonment, kNotice);
  const int64_t sessions = subject.Parameter(kAbandonment, kMinSessions);
  const int64_t alternatives = subject.Parameter(kAbandonment, kAlternatives);
  const Answer applies = AbandonmentApplies(ending, notice, sessions, alternatives);
  if (applies == Answer::kNo) return;
  open.abandonment = 1;
  open.noticed = ending.notice.value_or(0) >= notice ? 1 : 0;
  open.talks = Narrow(ending.sessions);
  open.alternatives = Narrow(ending.alternatives);
  if (applies == Answer::kUnknown) {
    return Ask(termination, subject, ending, Prepared(ending, notice, sessions),
               AtLeast(ending.alternatives, alternatives));
  }
  subject.Open({.rule = kAbandonment,
                .key = termination.id(),
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kSoftTransfer,
                .due = termination.reported() + subject.Days(kAbandonment, kDocumentWithin)});
}

void RepairAbandonment(const sdk::Event& event, sdk::Subject& subject, OpenEnding& open) {
  if (open.abandonment == 0) return;
  if (event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_ENDING)) AddTalk(open);
  if (event.kind() == CANDOR_KIND_REFERRAL) TakeReferral(event, open);
  if (event.kind() == CANDOR_KIND_CLIENT_DECLINED) TakeDeclined(event, subject, open);
  const bool talked = open.noticed != 0 || open.talks >= subject.Parameter(kAbandonment, kMinSessions);
  if (talked && open.alternatives >= subject.Parameter(kAbandonment, kAlternatives)) MeetAbandonment(subject, open);
}

void MeetAbandonment(sdk::Subject& subject, OpenEnding& open) {
  if (open.abandonment == 0) return;
  subject.Resolve(kAbandonment, open.key);
  open.abandonment = 0;
}

}  // namespace candor::soft_transfer
