#include "tests/quiet_practice/case_writer.h"

#include <utility>

#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {
namespace {

constexpr uint16_t kTicks[] = {
    CANDOR_FIELD_INTAKE_TOLD_WHAT_THERAPY_IS,          CANDOR_FIELD_INTAKE_TOLD_CONTACT_BETWEEN_SESSIONS,
    CANDOR_FIELD_INTAKE_TOLD_GIFTS_TOUCH_SOCIAL_MEDIA, CANDOR_FIELD_INTAKE_TOLD_HOW_IT_ENDS,
    CANDOR_FIELD_INTAKE_TOLD_HOW_TO_COMPLAIN,          CANDOR_FIELD_INTAKE_ASKED_KNOWN_OTHERWISE,
    CANDOR_FIELD_INTAKE_ASKED_EARLIER_THERAPIST};

// When what happened on `day` is written down.
int32_t WrittenOn(int32_t day, Chance& chance) {
  const double share = chance.Share();
  if (share < kWrittenSameDay) return day;
  if (share < kWrittenSameDay + kWrittenInThreeDays) return day + chance.Between(1, 3);
  return day + chance.Between(4, 21);
}

}  // namespace

CaseWriter::CaseWriter(std::string name, const Therapist& therapist, int32_t last, Chance& chance)
    : name_(std::move(name)),
      therapist_(therapist),
      last_(last),
      chance_(chance),
      unwritten_("unwritten", last, CANDOR_KIND_NOTHING_TO_NOTE) {
  timeline_.name = name_;
  timeline_.scope = CANDOR_SCOPE_CASE;
}

Timeline CaseWriter::Write(int32_t first, int32_t weeks) {
  Episode(first, weeks, false);
  if (chance_.Happens(kReturns)) {
    const int32_t back = end_ + chance_.Between(60, 400);
    Episode(back, chance_.Between(4, 20), true);
  }
  return std::move(timeline_);
}

Entry& CaseWriter::Add(int32_t day, uint16_t kind) {
  const int32_t written = WrittenOn(day, chance_);
  if (written > last_) return unwritten_ = Entry("unwritten", day, kind);
  Entry& entry = timeline_.entries.emplace_back(name_ + "." + std::to_string(++number_), day, kind);
  entry.ReportedDay(written).By(therapist_.name).Set(CANDOR_HOST_THERAPY_STARTED, first_);
  if (therapist_.in_training) entry.InTraining();
  if (day > end_) entry.NotACurrentClient().No(CANDOR_HOST_HOLDS_CASE);
  return entry;
}

bool CaseWriter::Recorded() {
  return chance_.Happens(kStepRecorded);
}

int32_t CaseWriter::TalkAfter(int32_t day) {
  const double share = chance_.Share();
  if (share < kConsultedInTwoWeeks) return day + chance_.Between(1, 13);
  if (share < kConsultedInTwoWeeks + kConsultedInFourWeeks) return day + chance_.Between(14, 27);
  return day + chance_.Between(28, 48);
}

Entry& CaseWriter::Consultation(int32_t day, int64_t recommendation, int64_t decision) {
  const bool complete = chance_.Happens(kNoteComplete);
  const int32_t left_out = complete ? 0 : chance_.Between(1, 3);
  Entry& note = Add(day, CANDOR_KIND_CONSULTATION)
                    .Person(CANDOR_FIELD_CONSULTATION_CONSULTANT, "colleague")
                    .Yes(CANDOR_HOST_CONSULTANT_IS_MEMBER)
                    .Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_INDEPENDENT)
                    .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, recommendation);
  if (left_out != 1) note.Written(CANDOR_FIELD_CONSULTATION_WHY_NOW);
  if (left_out != 2) note.Written(CANDOR_FIELD_CONSULTATION_RATIONALE);
  if (left_out != 3) note.Set(CANDOR_FIELD_CONSULTATION_DECISION, decision);
  return note;
}

void CaseWriter::Episode(int32_t first, int32_t weeks, bool is_return) {
  if (first > last_) return;
  first_ = first;
  end_ = first + 7 * weeks;
  if (!is_return && chance_.Happens(kKnownClosely)) return CloselyKnown();
  Intake(is_return);
  Sessions();
  Supervision();
  Ending();
}

// Who is close is not taken on: the intake is where it turns out.
void CaseWriter::CloselyKnown() {
  end_ = first_ + chance_.Between(0, 6);
  Add(first_, CANDOR_KIND_INTAKE)
      .Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_FRIEND)
      .Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_CLOSE);
  Add(end_, CANDOR_KIND_REFERRAL)
      .Set(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED)
      .Set(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED, 2);
  Add(end_, CANDOR_KIND_TERMINATION)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_MUTUAL)
      .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, 1)
      .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 2)
      .Yes(CANDOR_FIELD_TERMINATION_AGREED);
}

void CaseWriter::Intake(bool is_return) {
  const bool ticked = chance_.Happens(kClearStartTicked);
  const bool known = !is_return && chance_.Happens(kKnownBefore);
  const bool linked = chance_.Happens(kLinkedToAnotherClient);
  const bool asked = Recorded();
  Entry& intake = Add(first_, CANDOR_KIND_INTAKE);
  if (ticked) {
    for (const uint16_t tick : kTicks) intake.Yes(tick);
  }
  intake.Set(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT, linked ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO);
  if (is_return && asked) intake.Yes(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE);
  if (known) {
    PriorRelation(intake);
  } else if (!is_return) {
    intake.Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_NONE);
  }
  if (!linked) return;
  Consultation(TalkAfter(first_) - 1, CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE,
               CANDOR_CONSULTATION_DECISION_CONTINUE);
  Add(first_ + chance_.Between(0, 7), CANDOR_KIND_DISCUSSION)
      .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CONFLICT);
}

// Somebody from the same club, a colleague's former client: taken on with the precautions.
void CaseWriter::PriorRelation(Entry& intake) {
  intake
      .Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION,
           chance_.Happens(0.5) ? CANDOR_INTAKE_PRIOR_RELATION_SOCIAL : CANDOR_INTAKE_PRIOR_RELATION_PROFESSIONAL)
      .Set(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_DISTANT);
  Consultation(first_ + chance_.Between(1, 10), CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE,
               CANDOR_CONSULTATION_DECISION_CONTINUE);
  Add(first_ + chance_.Between(0, 7), CANDOR_KIND_DUAL_RELATIONSHIP)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_TIMING, CANDOR_DUAL_RELATIONSHIP_TIMING_SEQUENTIAL)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_NORMAL)
      .Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)
      .Written(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
}

void CaseWriter::Sessions() {
  for (int32_t day = first_; day < end_; day += 7) {
    if (therapist_.IsAway(day) || chance_.Happens(kMissedSession)) continue;
    Add(day, CANDOR_KIND_SESSION)
        .Set(CANDOR_FIELD_SESSION_MINUTES, 50)
        .Set(CANDOR_FIELD_SESSION_SETTING, CANDOR_SESSION_SETTING_OFFICE);
    for (const Rate* one = kHappenings; one->happen != nullptr; ++one) {
      if (chance_.Happens(one->a_year / kSessionsAYear)) (this->*one->happen)(day);
    }
  }
}

void CaseWriter::Supervision() {
  for (const int32_t day : therapist_.supervision) {
    if (day < first_ || day > end_ || !chance_.Happens(kSupervisionCovers)) continue;
    Add(day, CANDOR_KIND_SUPERVISION).Set(CANDOR_FIELD_SUPERVISION_MINUTES, 60);
  }
}

}  // namespace candor::quiet_practice
