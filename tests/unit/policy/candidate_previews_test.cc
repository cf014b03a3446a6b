#include "daemon/policy/candidate/candidate_previews.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/policy/assessor.h"
#include "daemon/store/open.h"
#include "in_process_engine.h"
#include "scripted_policy.h"
#include "tests/unit/store/store_fixture.h"

// What would differ from what is on record, were the policies otherwise: with policies in this process, and a script
// that judges by another number of days as the candidate.
namespace candor::policy::candidate_previews_test {
namespace {

using domain::DifferenceCause;
using domain::DifferenceKind;
using domain::FollowUpDifference;
using domain::Kind;
using domain::PolicyPreviewRequest;
using domain::PolicyPreviewSummary;
using domain::RuleMode;
using domain::SubjectDifference;
using domain::SubjectId;
using store::CaseOf;
using store::EntryOf;
using store::MemberOf;
using ::testing::HasSubstr;
using testing::InProcessEngine;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Day kBegan(2025, 1, 1);
const Day kToday(2025, 6, 30);

SubjectId Case(uint8_t number) {
  return SubjectId::Of(CaseOf(number));
}

// A session opens a follow-up, due so many days after it was written down; a termination resolves all.
std::function<int32_t(candor_call*)> DueWithin(int32_t days) {
  return [days](candor_call* call) -> int32_t {
    const candor_event& event = *call->event;
    if (event.kind == CANDOR_KIND_TERMINATION) {
      for (uint32_t i = 0; i < call->open_count; ++i) {
        call->host->resolve(call->host->context, call->open[i]->rule, call->open[i]->key, CANDOR_CAUSE_ENTRY);
      }
      return CANDOR_OK;
    }
    if (event.kind != CANDOR_KIND_SESSION) return CANDOR_OK;
    candor_followup followup = testing::FollowUpOf(0, "", event.reported_day + days);
    followup.key = {reinterpret_cast<const char*>(event.id), CANDOR_ID_BYTES};
    return call->host->open(call->host->context, &followup);
  };
}

// Keeps what it is told; stops listening after so many differences.
class Listener final : public domain::PolicyPreviewListener {
 public:
  explicit Listener(size_t most = 1000) : most_(most) {}

  bool Listening() override { return differences.size() < most_; }
  bool HasRoom() override { return true; }
  void Take(const domain::PolicyPreviewProgress& progress) override { newest = progress; }
  void Take(const SubjectDifference& difference) override { differences.push_back(difference); }
  void End(absl::StatusOr<PolicyPreviewSummary> with) override {
    summary = std::move(with);
    ended_.Notify();
  }
  void Wait() { ended_.WaitForNotification(); }

  domain::PolicyPreviewProgress newest;
  std::vector<SubjectDifference> differences;
  absl::StatusOr<PolicyPreviewSummary> summary = absl::UnknownError("not ended");

 private:
  const size_t most_;
  absl::Notification ended_;
};

// As the scripted policy, but it does not get over any entry.
class CrashingEngine final : public domain::PolicyEngine {
 public:
  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time deadline) override {
    std::vector<domain::PolicyResult> results = engine_.Assess(tasks, deadline);
    for (size_t i = 0; i < tasks.size(); ++i) {
      for (const domain::PolicyEvent& event : tasks[i].Events()) {
        results[i].not_assessed.push_back(
            {tasks[i].subject, event.id, tasks[i].plugin, domain::NotAssessedReason::kWorkerDied});
      }
    }
    return results;
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return engine_.Plugins(); }
  const std::string& ParameterSet() const override { return engine_.ParameterSet(); }

 private:
  InProcessEngine engine_{testing::ScriptedPolicy()};
};

class CandidatePreviewsTest : public ::testing::Test {
 protected:
  CandidatePreviewsTest() {
    testing::SetScript(DueWithin(30));
    store_ = store::OpenInMemory(clock_).value();
    Append({domain::Settings()});
    Append({domain::Activation{"", {}, {}, kBegan}});
    Append({domain::Member{MemberOf(1), "Ann", {}}});
    Append({domain::NewCase{CaseOf(1), "C-1"}, domain::NewCase{CaseOf(2), "C-2"}, domain::NewCase{CaseOf(3), "C-3"}});
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, engine_, clock_, options);
    EXPECT_TRUE(assessor_->Start().ok());
    AwaitReassessment();
    CandidateRooms rooms{*store_, engine_, "", [this](const CandidatePolicies&) { return MakeCandidates(); }};
    previews_ = std::make_unique<CandidatePreviews>(std::move(rooms));
  }
  ~CandidatePreviewsTest() override {
    previews_.reset();
    assessor_.reset();
  }

  absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> MakeCandidates() {
    if (crashing_) return std::make_unique<CrashingEngine>();
    return std::make_unique<InProcessEngine>(testing::ScriptedPolicy());
  }

  // The start puts on record how rules are run, after which everything is looked at.
  void AwaitReassessment() {
    for (int i = 0; i < 2000; ++i) {
      const auto reassessment = store_->Latest()->GetReassessment();
      if (!reassessment.ok() || reassessment->done) return;
      absl::SleepFor(absl::Milliseconds(5));
    }
    ADD_FAILURE() << "the first look at everything does not end";
  }
  domain::Appended Append(std::vector<domain::Change> changes) {
    const auto appended = store::AppendTo(*store_, std::move(changes));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? *appended : domain::Appended();
  }
  EntryId AddAssessed(domain::NewEntry entry) {
    const SubjectId subject = entry.entry.header.subject;
    const domain::Appended appended = Append({std::move(entry)});
    absl::Notification called;
    assessor_->WhenAssessed(subject, appended.first_number, absl::Now() + absl::Seconds(20), [&](bool assessed) {
      EXPECT_TRUE(assessed);
      called.Notify();
    });
    called.WaitForNotification();
    return appended.entry;
  }
  void Erase(const SubjectId& subject, std::vector<domain::KeyClass> classes) {
    domain::Erasure erasure;
    erasure.id = ErasureId(RandomIdBytes());
    erasure.subject = subject;
    erasure.classes = std::move(classes);
    erasure.reason = Sensitive<std::string>(std::string("asked for"));
    Append({erasure});
    erasure.state = domain::DecisionState::kInForce;
    Append({erasure});
  }
  // In order, late, amended and called off; one is resolved.
  void WriteHistory() {
    const EntryId first = AddAssessed(EntryOf(Case(1), Kind::kSession, Day(2025, 3, 3)));
    AddAssessed(EntryOf(Case(1), Kind::kSession, Day(2025, 3, 10)));
    domain::NewEntry late = EntryOf(Case(1), Kind::kSession, Day(2025, 2, 3));
    late.entry.header.reported = {Day(2025, 4, 1), std::nullopt, std::nullopt};
    AddAssessed(std::move(late));
    domain::NewEntry amended = EntryOf(Case(1), Kind::kSession, Day(2025, 3, 5));
    amended.entry.header.revises = first;
    AddAssessed(std::move(amended));
    AddAssessed(EntryOf(Case(2), Kind::kSession, Day(2025, 5, 5)));
    AddAssessed(EntryOf(Case(2), Kind::kTermination, Day(2025, 5, 20)));
  }

  std::shared_ptr<Listener> Preview(PolicyPreviewRequest request, size_t most = 1000) {
    request.today = kToday;
    auto listener = std::make_shared<Listener>(most);
    previews_->Preview(std::move(request), listener);
    listener->Wait();
    return listener;
  }
  static PolicyPreviewRequest WithMode(RuleMode mode) {
    PolicyPreviewRequest request;
    request.modes.push_back({"scripted", "sessions", mode});
    return request;
  }

  SimulatedClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_;
  InProcessEngine engine_{testing::ScriptedPolicy()};
  std::unique_ptr<Assessor> assessor_;
  bool crashing_ = false;
  std::unique_ptr<CandidatePreviews> previews_;
};

TEST_F(CandidatePreviewsTest, OfNothingChangedThereIsNoDifference) {
  WriteHistory();
  const uint64_t size = store_->Latest()->size();

  const auto listener = Preview({});

  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  EXPECT_THAT(listener->differences, IsEmpty());
  EXPECT_THAT(listener->summary->rules, IsEmpty());
  EXPECT_EQ(listener->summary->subjects, 4) << "three cases and a member";
  EXPECT_EQ(listener->summary->differing, 0);
  EXPECT_EQ(listener->summary->restated, 0);
  EXPECT_EQ(listener->summary->waiting, 0);
  EXPECT_EQ(listener->newest.done, 4U);
  EXPECT_EQ(listener->newest.all, 4U);
  EXPECT_EQ(store_->Latest()->size(), size) << "nothing is put on record";
}

TEST_F(CandidatePreviewsTest, AnotherDateIsToldBesideTheOneOnRecordAndNothingIsChanged) {
  WriteHistory();
  const uint64_t size = store_->Latest()->size();
  const std::vector<domain::FollowUp> before = store_->Latest()->FollowUpsOf(Case(1)).value();
  testing::SetScript(DueWithin(10));

  const auto listener = Preview({});

  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  ASSERT_THAT(listener->differences, SizeIs(2)) << "the resolved one of the second case has another date, too";
  const SubjectDifference& first = listener->differences[0];
  EXPECT_EQ(first.subject, Case(1));
  EXPECT_EQ(first.case_code, "C-1");
  ASSERT_THAT(first.follow_ups, SizeIs(3));
  for (const FollowUpDifference& each : first.follow_ups) {
    EXPECT_EQ(each.kind, DifferenceKind::kChanges);
    ASSERT_TRUE(each.before.has_value() && each.after.has_value());
    EXPECT_EQ(*each.before->clear.due - *each.after->clear.due, 20);
    ASSERT_THAT(each.reasons, SizeIs(1));
    EXPECT_EQ(each.reasons[0].cause, DifferenceCause::kRecord) << "value, build and mode are the same";
  }
  ASSERT_THAT(listener->summary->rules, SizeIs(1));
  EXPECT_EQ(listener->summary->rules[0].rule, "sessions");
  EXPECT_EQ(listener->summary->rules[0].changes, 4);
  EXPECT_EQ(listener->summary->rules[0].subjects, 2);
  EXPECT_EQ(listener->summary->rules[0].therapists, 1);
  EXPECT_EQ(store_->Latest()->size(), size);
  EXPECT_EQ(store_->Latest()->FollowUpsOf(Case(1)).value(), before);
}

TEST_F(CandidatePreviewsTest, ARuleThatWouldBeOffWithdrawsWhatIsOpenAndSaysSo) {
  WriteHistory();

  const auto listener = Preview(WithMode(RuleMode::kOff));

  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  ASSERT_THAT(listener->differences, SizeIs(1)) << "what is closed stays as it was";
  for (const FollowUpDifference& each : listener->differences[0].follow_ups) {
    EXPECT_EQ(each.kind, DifferenceKind::kWithdrawn);
    EXPECT_FALSE(each.after.has_value());
    ASSERT_THAT(each.reasons, SizeIs(1));
    EXPECT_EQ(each.reasons[0].cause, DifferenceCause::kMode);
    EXPECT_EQ(each.reasons[0].before, "active");
    EXPECT_EQ(each.reasons[0].after, "off");
  }
  EXPECT_EQ(listener->summary->rules[0].withdrawn, 3);
}

TEST_F(CandidatePreviewsTest, ThatItGoesIntoShadowIsSaidOnce) {
  WriteHistory();

  const auto listener = Preview(WithMode(RuleMode::kShadow));

  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  ASSERT_THAT(listener->differences, SizeIs(1));
  EXPECT_THAT(listener->differences[0].follow_ups, SizeIs(3));
  for (const FollowUpDifference& each : listener->differences[0].follow_ups) {
    EXPECT_EQ(each.kind, DifferenceKind::kWithdrawn);
    EXPECT_EQ(each.reasons[0].after, "shadow");
  }
}

TEST_F(CandidatePreviewsTest, WhoAsksForTheModeThatHoldsIsToldOfNoDifference) {
  WriteHistory();

  EXPECT_THAT(Preview(WithMode(RuleMode::kActive))->differences, IsEmpty());
}

TEST_F(CandidatePreviewsTest, LooksAtOneSubjectWhereItIsAskedTo) {
  WriteHistory();
  testing::SetScript(DueWithin(10));
  PolicyPreviewRequest request;
  request.subject = Case(2);

  const auto listener = Preview(std::move(request));

  ASSERT_THAT(listener->differences, SizeIs(1));
  EXPECT_EQ(listener->differences[0].subject, Case(2));
  EXPECT_EQ(listener->summary->subjects, 1);
}

TEST_F(CandidatePreviewsTest, WhatIsErasedIsLeftOutAndCounted) {
  WriteHistory();
  Erase(Case(1), {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal});
  const uint64_t size = store_->Latest()->size();
  testing::SetScript(DueWithin(10));

  const auto listener = Preview({});

  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  ASSERT_THAT(listener->differences, SizeIs(1));
  EXPECT_EQ(listener->differences[0].subject, Case(2));
  EXPECT_EQ(listener->summary->erased, 1);
  EXPECT_EQ(listener->summary->subjects, 3);
  EXPECT_EQ(listener->summary->restated, 0);
  EXPECT_EQ(listener->newest.done, 4U) << "it is passed over, not waited for";
  EXPECT_EQ(store_->Latest()->size(), size);

  PolicyPreviewRequest alone;
  alone.subject = Case(1);
  const auto of_erased = Preview(std::move(alone));
  ASSERT_TRUE(of_erased->summary.ok()) << of_erased->summary.status();
  EXPECT_THAT(of_erased->differences, IsEmpty());
  EXPECT_EQ(of_erased->summary->erased, 1);
  EXPECT_EQ(of_erased->summary->subjects, 0);
}

TEST_F(CandidatePreviewsTest, ACaseWhosePrivateNotesAreErasedIsComparedByWhatIsLeft) {
  WriteHistory();
  AddAssessed(EntryOf(Case(2), Kind::kPersonalReaction, Day(2025, 5, 6)));
  Erase(Case(2), {domain::KeyClass::kPersonal});

  EXPECT_THAT(Preview({})->differences, IsEmpty()) << "today's policies agree with the record";

  testing::SetScript(DueWithin(10));
  const auto listener = Preview({});
  ASSERT_TRUE(listener->summary.ok()) << listener->summary.status();
  EXPECT_THAT(listener->differences, SizeIs(2));
  EXPECT_EQ(listener->summary->erased, 0);
}

TEST_F(CandidatePreviewsTest, ACandidateThatEndsItsWorkerEndsThePreviewWithASentence) {
  WriteHistory();
  crashing_ = true;

  const auto listener = Preview({});

  EXPECT_EQ(listener->summary.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(listener->summary.status().message()), HasSubstr("scripted 1.0.0 ended its worker"));
  EXPECT_THAT(listener->differences, IsEmpty());
}

TEST_F(CandidatePreviewsTest, EndsWhenNobodyListensAnyMore) {
  WriteHistory();
  testing::SetScript(DueWithin(10));

  const auto listener = Preview({}, /*most=*/1);

  EXPECT_EQ(listener->summary.status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(listener->differences, SizeIs(1));
}

TEST_F(CandidatePreviewsTest, ARuleThatNobodyHasAndADayToComeAreRefused) {
  PolicyPreviewRequest unknown;
  unknown.modes.push_back({"scripted", "none", RuleMode::kOff});
  EXPECT_EQ(Preview(std::move(unknown))->summary.status().code(), absl::StatusCode::kNotFound);
  PolicyPreviewRequest later;
  later.from = kToday + 1;
  EXPECT_EQ(Preview(std::move(later))->summary.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(CandidatePreviewsTest, OnceItIsStoppedWhoAsksIsToldSo) {
  previews_->Stop();

  EXPECT_EQ(Preview({})->summary.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace candor::policy::candidate_previews_test
