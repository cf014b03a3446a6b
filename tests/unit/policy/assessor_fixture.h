#ifndef CANDOR_TESTS_UNIT_POLICY_ASSESSOR_FIXTURE_H_
#define CANDOR_TESTS_UNIT_POLICY_ASSESSOR_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/domain/append.h"
#include "daemon/policy/assessor.h"
#include "daemon/store/open.h"
#include "in_process_engine.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

// An assessor over a store in memory, with one policy that a test can follow by eye.
namespace candor::policy::assessor_test {

using domain::FollowUp;
using domain::Kind;
using domain::SubjectId;
using testing::InProcessEngine;
using testing::NumberedId;

inline constexpr Day kToday(2025, 6, 30);
inline const CaseId kCase{NumberedId(1)};
inline const MemberId kTherapist{NumberedId(2)};

// A session opens a follow-up due `within` days after it was written down, which becomes important when nothing has
// ended it 40 days after the session; with somebody in training it is for later. The termination resolves all.
// A session of 13 minutes and a termination that was discussed in 13 sessions cannot be judged.
inline int32_t Judge(candor_call* call) {
  const candor_event& event = *call->event;
  bool in_training = false;
  bool breaks = false;
  for (uint32_t i = 0; i < event.field_count; ++i) {
    const candor_field& field = event.fields[i];
    if (field.id == CANDOR_HOST_IN_TRAINING) in_training = field.number == CANDOR_ANSWER_YES;
    if (field.id == CANDOR_FIELD_SESSION_MINUTES) breaks = field.number == 13;
    if (field.id == CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS) breaks = field.number == 13;
  }
  if (breaks) return CANDOR_FAILED;
  if (event.kind == CANDOR_KIND_TERMINATION) {
    for (uint32_t i = 0; i < call->open_count; ++i) {
      call->host->resolve(call->host->context, call->open[i]->rule, call->open[i]->key, CANDOR_CAUSE_ENTRY);
    }
    return CANDOR_OK;
  }
  candor_followup followup{};
  followup.struct_size = sizeof(followup);
  followup.action = CANDOR_ACTION_TALK;
  followup.key = {reinterpret_cast<const char*>(event.id), CANDOR_ID_BYTES};
  followup.due_day = event.reported_day + static_cast<int32_t>(call->parameters[1][0]);
  followup.severity = in_training ? CANDOR_SEVERITY_LATER : CANDOR_SEVERITY_SOON;
  if (event.type == CANDOR_EVENT_TIMER) {
    followup.severity = CANDOR_SEVERITY_IMPORTANT;
    for (uint32_t i = 0; i < call->open_count; ++i) {
      if (std::memcmp(call->open[i]->opened_by, event.id, CANDOR_ID_BYTES) != 0) continue;
      return call->host->open(call->host->context, &followup);
    }
    return CANDOR_OK;
  }
  uint64_t token = 0;
  std::memcpy(&token, event.id, sizeof(token));
  call->host->timer(call->host->context, 0, event.occurred_day + 40, token);
  return call->host->open(call->host->context, &followup);
}

class AssessorTest : public ::testing::Test {
 protected:
  AssessorTest() {
    testing::SetScript(&Judge);
    store_ = store::OpenInMemory(clock_).value();
    Append({domain::Settings()});
    Append({domain::Activation{"", {}, {}, Day(2025, 1, 1)}});
    Append({domain::Member{kTherapist, "Ann", {}}});
    Append({domain::NewCase{kCase, "C-1"}});
    Restart();
  }
  ~AssessorTest() override { assessor_.reset(); }

  void Restart(int64_t within = 30) {
    assessor_.reset();
    engine_ = std::make_unique<InProcessEngine>(testing::ScriptedPolicy(), within);
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, *engine_, clock_, options);
    ASSERT_TRUE(assessor_->Start().ok());
  }

  domain::Appended Append(std::vector<domain::Change> changes) {
    const absl::StatusOr<domain::Appended> result = domain::AppendAndWait(*store_, {std::move(changes)});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : domain::Appended();
  }

  domain::NewEntry EntryOn(Day day, Kind kind = Kind::kSession) {
    domain::NewEntry entry;
    entry.entry.kind = kind;
    domain::EntryHeader& header = entry.entry.header;
    header.subject = SubjectId::Of(kCase);
    header.therapist = header.author = kTherapist;
    header.occurred.day = header.reported.day = day;
    return entry;
  }
  domain::NewEntry SessionOf(Day day, int64_t minutes) {
    domain::NewEntry entry = EntryOn(day);
    entry.entry.facts.SetNumber(CANDOR_FIELD_SESSION_MINUTES, minutes);
    return entry;
  }
  domain::NewEntry Revising(const EntryId& id, domain::NewEntry entry) {
    entry.entry.header.revises = id;
    return entry;
  }

  bool Assessed(uint64_t number, absl::Duration within = absl::Seconds(20)) {
    absl::Notification called;
    bool answer = false;
    assessor_->WhenAssessed(SubjectId::Of(kCase), number, absl::Now() + within, [&](bool assessed) {
      answer = assessed;
      called.Notify();
    });
    called.WaitForNotification();
    return answer;
  }
  domain::Appended AppendAssessed(domain::NewEntry entry) {
    const domain::Appended appended = Append({std::move(entry)});
    EXPECT_TRUE(Assessed(appended.first_number));
    return appended;
  }
  std::vector<FollowUp> FollowUps() { return store_->Latest()->FollowUpsOf(SubjectId::Of(kCase)).value(); }
  // For what nobody is told of.
  template <class Condition>
  bool Eventually(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }

  SimulatedClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<InProcessEngine> engine_;
  std::unique_ptr<Assessor> assessor_;
};

}  // namespace candor::policy::assessor_test

#endif  // CANDOR_TESTS_UNIT_POLICY_ASSESSOR_FIXTURE_H_
