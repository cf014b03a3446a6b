// What a member's own timeline holds in a normal year.

#include <cstdint>
#include <string>
#include <utility>

#include "tests/quiet_practice/practice.h"
#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {
namespace {

constexpr int32_t kMonth = 30;

class MemberWriter {
 public:
  MemberWriter(const Therapist& therapist, int32_t from, int32_t to, Chance& chance)
      : therapist_(therapist), from_(from), to_(to), chance_(chance) {
    timeline_.name = therapist.name;
    timeline_.scope = CANDOR_SCOPE_MEMBER;
  }

  Timeline Write() {
    Absences();
    Supervision();
    if (therapist_.in_training) Hours();
    Trainings();
    Answers();
    Concerns();
    return std::move(timeline_);
  }

 private:
  Entry& Add(int32_t day, uint16_t kind) {
    if (day > to_) return unwritten_ = Entry("unwritten", day, kind);
    Entry& entry = timeline_.entries.emplace_back(
        "m" + therapist_.name.substr(9) + "." + std::to_string(timeline_.entries.size()), day, kind);
    entry.By(therapist_.name);
    if (therapist_.in_training) entry.InTraining();
    return entry;
  }

  void Absences() {
    for (const auto& [from, to] : therapist_.absences) {
      if (from < from_) continue;
      Add(from, CANDOR_KIND_ABSENCE)
          .Set(CANDOR_FIELD_ABSENCE_FROM, from)
          .Set(CANDOR_FIELD_ABSENCE_TO, to)
          .Yes(CANDOR_FIELD_ABSENCE_PLANNED)
          .Person(CANDOR_FIELD_ABSENCE_COVER, "colleague")
          .Yes(CANDOR_FIELD_ABSENCE_CLIENTS_TOLD);
    }
  }

  void Supervision() {
    for (const int32_t day : therapist_.supervision) {
      if (day < from_) continue;
      Add(day, CANDOR_KIND_SUPERVISION)
          .Person(CANDOR_FIELD_SUPERVISION_SUPERVISOR, "supervisor")
          .Set(CANDOR_FIELD_SUPERVISION_FORMAT, CANDOR_SUPERVISION_FORMAT_INDIVIDUAL)
          .Set(CANDOR_FIELD_SUPERVISION_MINUTES, 60)
          .Set(CANDOR_FIELD_SUPERVISION_WORK_SETTING, CANDOR_SUPERVISION_WORK_SETTING_PRIVATE_PRACTICE);
    }
  }

  void Hours() {
    for (int32_t day = from_; day <= to_; day += 7) {
      if (therapist_.IsAway(day)) continue;
      Add(day, CANDOR_KIND_WEEK_HOURS)
          .Set(CANDOR_FIELD_WEEK_HOURS_WEEK_OF, day)
          .Set(CANDOR_FIELD_WEEK_HOURS_SETTING, CANDOR_WEEK_HOURS_SETTING_PRIVATE_PRACTICE)
          .Set(CANDOR_FIELD_WEEK_HOURS_DIRECT_MINUTES, 60 * chance_.Between(6, 10))
          .Set(CANDOR_FIELD_WEEK_HOURS_OTHER_MINUTES, 60 * chance_.Between(4, 12));
    }
  }

  // Once a year; some come to it a few weeks late.
  void Trainings() {
    for (int32_t year = from_; year <= to_; year += kYear) {
      const int32_t day = year + chance_.Between(0, 20) + (chance_.Happens(kTrainingInTime) ? 0 : 40);
      Add(day, CANDOR_KIND_TRAINING)
          .Set(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_BOUNDARIES)
          .Set(CANDOR_FIELD_TRAINING_MINUTES, 120)
          .Yes(CANDOR_FIELD_TRAINING_PRACTICE_CASE);
      Add(day, CANDOR_KIND_TRAINING).Set(CANDOR_FIELD_TRAINING_TOPIC, CANDOR_TRAINING_TOPIC_WELCOME);
    }
  }

  // Each month: is something making it hard to work safely? Where it is, most decide at once, the others within weeks.
  void Answers() {
    for (int32_t day = from_ + chance_.Between(0, kMonth - 1); day <= to_; day += kMonth) {
      const bool raised = chance_.Happens(kCapacityRaised);
      Entry& answer = Add(day, CANDOR_KIND_WORKING_CAPACITY)
                          .Set(CANDOR_FIELD_WORKING_CAPACITY_ANSWER, raised ? CANDOR_ANSWER_UNSURE : CANDOR_ANSWER_NO);
      if (!raised) continue;
      if (chance_.Happens(0.6)) {
        answer.Set(CANDOR_FIELD_WORKING_CAPACITY_DECISION, CANDOR_WORKING_CAPACITY_DECISION_LIMIT)
            .Written(CANDOR_FIELD_WORKING_CAPACITY_LIMITS);
      } else {
        Add(day + chance_.Between(3, 16), CANDOR_KIND_DECISION)
            .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_LIMIT)
            .Written(CANDOR_FIELD_DECISION_RATIONALE);
      }
    }
  }

  // A colleague's concern about records or a method; seen the next day and answered in two weeks.
  void Concerns() {
    for (int32_t year = from_; year <= to_; year += kYear) {
      if (!chance_.Happens(kConcern)) continue;
      const int32_t day = year + chance_.Between(0, kYear - 1);
      Concern(day, CANDOR_CONCERN_EVENT_RAISED);
      Concern(day + 1, CANDOR_CONCERN_EVENT_ACKNOWLEDGED);
      Add(day + 2, CANDOR_KIND_NOTICE_GIVEN)
          .Set(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_NOT_CALLED_FOR)
          .Set(CANDOR_FIELD_NOTICE_GIVEN_TO, CANDOR_NOTICE_GIVEN_TO_CARRIER)
          .Written(CANDOR_FIELD_NOTICE_GIVEN_REASON);
      Concern(day + chance_.Between(5, 12), CANDOR_CONCERN_EVENT_ACTED)
          .Set(CANDOR_FIELD_CONCERN_ACTION, CANDOR_CONCERN_ACTION_SUPPORT)
          .Written(CANDOR_FIELD_CONCERN_RATIONALE);
      Concern(day + 14, CANDOR_CONCERN_EVENT_CLOSED).Written(CANDOR_FIELD_CONCERN_RATIONALE);
    }
  }

  Entry& Concern(int32_t day, int64_t event) {
    return Add(day, CANDOR_KIND_CONCERN)
        .Source(CANDOR_SOURCE_COLLEAGUE)
        .Basis(CANDOR_BASIS_WITNESSED)
        .Set(CANDOR_FIELD_CONCERN_EVENT, event)
        .Set(CANDOR_FIELD_CONCERN_ABOUT, CANDOR_CONCERN_ABOUT_RECORDS)
        .No(CANDOR_FIELD_CONCERN_CLIENT_AT_RISK)
        .Yes(CANDOR_FIELD_CONCERN_RECORDS_PRESERVED);
  }

  const Therapist& therapist_;
  const int32_t from_;
  const int32_t to_;
  Chance& chance_;
  Timeline timeline_;
  Entry unwritten_ = Entry("unwritten", int32_t{0}, CANDOR_KIND_NOTHING_TO_NOTE);
};

}  // namespace

Timeline WriteMember(const Therapist& therapist, int32_t from, int32_t to, Chance& chance) {
  return MemberWriter(therapist, from, to, chance).Write();
}

}  // namespace candor::quiet_practice
