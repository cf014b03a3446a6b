#include "daemon/domain/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/policy_engine.h"
#include "tests/unit/store/store_fixture.h"

// What the schedules say of cases that are erased, held or reopened, as every store keeps them.
namespace candor::store::retention_test {
namespace {

using domain::DueErasure;
using domain::KeyClass;
using domain::RetentionBlock;
using domain::RetentionValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const SubjectId kCase = SubjectId::Of(CaseOf(2));
constexpr Day kToday(2025, 6, 15);
constexpr Day kEnded(2012, 6, 30);

// One schedule for everybody.
class Schedules final : public domain::PolicyEngine {
 public:
  explicit Schedules(int64_t years) : years_(years) {}
  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override {
    return std::vector<domain::PolicyResult>(tasks.size());
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins_; }
  const std::string& ParameterSet() const override { return parameter_set_; }
  std::vector<RetentionValue> RetentionFor(const domain::Member& /*member*/, Day /*day*/) const override {
    return {{"ours 1.0.0", std::string(domain::kKeepCase), years_, "years", "source"},
            {"ours 1.0.0", std::string(domain::kKeepPersonal), 24, "months", "source"}};
  }

 private:
  const int64_t years_;
  const std::vector<domain::PluginInfo> plugins_;
  const std::string parameter_set_ = "ours";
};

class RetentionTest : public testing::TestWithParam<bool> {
 protected:
  RetentionTest() : fixture_(GetParam()) {
    fixture_.AddPractice();
    EXPECT_TRUE(
        fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(kCase, Kind::kIntake, Day(2010, 3, 1))}).ok());
    fixture_.Add(EntryOf(kCase, Kind::kPersonalReaction, Day(2010, 5, 3)));
    fixture_.Add(EntryOf(kCase, Kind::kTermination, kEnded));
  }

  std::vector<DueErasure> Due(int64_t years = 7, Day by = kToday) {
    auto due = domain::ListDue(*fixture_.view(), Schedules(years), kToday, by);
    EXPECT_TRUE(due.ok()) << due.status();
    return due.ok() ? *std::move(due) : std::vector<DueErasure>();
  }

  void Erase(uint8_t id, std::vector<KeyClass> classes) {
    domain::Erasure erasure;
    erasure.id = ErasureId(BytesOf(0x70, id));
    erasure.subject = kCase;
    erasure.classes = std::move(classes);
    erasure.state = domain::DecisionState::kInForce;
    const auto erased = fixture_.Append({erasure});
    ASSERT_TRUE(erased.ok()) << erased.status();
  }

  void Hold(const SubjectId& subject, domain::HoldState state) {
    domain::LegalHold hold;
    hold.id = HoldId(BytesOf(0x72));
    hold.subject = subject;
    hold.state = state;
    hold.reason = Sensitive<std::string>(std::string("a subpoena"));
    ASSERT_TRUE(fixture_.Append({hold}).ok());
  }

  // A session, written in one case and moved to another. Gives it where it stands then.
  EntryId Moved(const SubjectId& from, const EntryId& id, const SubjectId& to) {
    domain::NewEntry moved = EntryOf(to, Kind::kSession, Day(2011, 3, 1));
    moved.entry.header.moved_from = {from, id};
    const EntryId there = fixture_.Add(moved);
    domain::NewEntry retraction = EntryOf(from, Kind::kRetraction, Day(2011, 3, 2));
    retraction.entry.header.revises = id;
    retraction.entry.header.take_back = domain::TakeBack::kMoved;
    fixture_.Add(retraction);
    return there;
  }

  StoreFixture fixture_;
};

TEST_P(RetentionTest, ACaseThatHasEndedIsDueOnceAndAsAWhole) {
  const std::vector<DueErasure> due = Due();

  ASSERT_THAT(due, SizeIs(1)) << "an open case is not, and its notes are not told a second time";
  EXPECT_EQ(due[0].subject, kCase);
  EXPECT_EQ(due[0].due, Day(2019, 6, 30));
  EXPECT_THAT(due[0].classes, ElementsAre(KeyClass::kGeneral, KeyClass::kPersonal));
  EXPECT_THAT(due[0].blocks, IsEmpty());
}

TEST_P(RetentionTest, WhatIsErasedIsDueNoMore) {
  Erase(1, {KeyClass::kGeneral, KeyClass::kPersonal});

  EXPECT_THAT(Due(), IsEmpty());
  EXPECT_THAT(Due(7, Day(9998, 1, 1)), IsEmpty()) << "nor ever";
  EXPECT_FALSE(domain::CaseRetention(*fixture_.view(), CaseOf(2))->has_general);
  EXPECT_FALSE(domain::CaseRetention(*fixture_.view(), CaseOf(2))->has_personal);
}

TEST_P(RetentionTest, PrivateNotesThatAreErasedAreDueNoMoreAndTheCaseStillIs) {
  const std::vector<DueErasure> notes = Due(30);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_THAT(notes[0].classes, ElementsAre(KeyClass::kPersonal));
  EXPECT_EQ(notes[0].due, Day(2014, 6, 30));

  Erase(1, {KeyClass::kPersonal});

  EXPECT_THAT(Due(30), IsEmpty());
  ASSERT_THAT(Due(30, Day(2042, 6, 30)), SizeIs(1));
  EXPECT_EQ(Due(30, Day(2042, 6, 30))[0].due, Day(2042, 6, 30));
  EXPECT_THAT(Due(30, Day(2042, 6, 29)), IsEmpty());
}

TEST_P(RetentionTest, AHoldOfTheCaseOrOfItsTherapistBlocksUntilItIsReleased) {
  for (const SubjectId& subject : {kCase, SubjectId::Of(MemberOf(1))}) {
    Hold(subject, domain::HoldState::kPlaced);
    ASSERT_THAT(Due(), SizeIs(1)) << "it is told what is held back";
    EXPECT_THAT(Due()[0].blocks, ElementsAre(RetentionBlock::kHold));
    EXPECT_THAT(Due(30)[0].blocks, ElementsAre(RetentionBlock::kHold)) << "private notes too";
    Hold(subject, domain::HoldState::kReleaseProposed);
    EXPECT_THAT(Due()[0].blocks, ElementsAre(RetentionBlock::kHold)) << "until a second person agrees";

    Hold(subject, domain::HoldState::kReleased);

    EXPECT_THAT(Due()[0].blocks, IsEmpty());
  }
}

TEST_P(RetentionTest, AHoldTwoMovesBackBlocksTheWholeAndNotPrivateNotesWrittenThere) {
  const SubjectId first = SubjectId::Of(CaseOf(3));
  const SubjectId between = SubjectId::Of(CaseOf(4));
  ASSERT_TRUE(
      fixture_.Append({domain::NewCase{CaseOf(3), "C-3"}, EntryOf(first, Kind::kIntake, Day(2010, 3, 15))}).ok());
  ASSERT_TRUE(
      fixture_.Append({domain::NewCase{CaseOf(4), "C-4"}, EntryOf(between, Kind::kIntake, Day(2010, 3, 16))}).ok());
  const EntryId written = fixture_.Add(EntryOf(first, Kind::kSession, Day(2011, 3, 1)));
  Moved(between, Moved(first, written, between), kCase);
  ASSERT_THAT(Due(), SizeIs(1));
  EXPECT_THAT(Due()[0].blocks, IsEmpty());

  Hold(first, domain::HoldState::kPlaced);

  ASSERT_THAT(Due(), SizeIs(1));
  EXPECT_THAT(Due()[0].blocks, ElementsAre(RetentionBlock::kHold)) << "as the store would say";
  domain::Erasure whole;
  whole.id = ErasureId(BytesOf(0x70, 9));
  whole.subject = kCase;
  whole.classes = {KeyClass::kGeneral, KeyClass::kPersonal};
  whole.state = domain::DecisionState::kInForce;
  EXPECT_EQ(fixture_.CodeOf({whole}), absl::StatusCode::kFailedPrecondition);
  ASSERT_THAT(Due(30), SizeIs(1));
  EXPECT_THAT(Due(30)[0].blocks, IsEmpty()) << "none of the private notes stood there";
  Erase(1, {KeyClass::kPersonal});
}

TEST_P(RetentionTest, AReopenedCaseIsNotDueAndCountsFromItsNewEnd) {
  fixture_.Add(EntryOf(kCase, Kind::kIntake, Day(2024, 1, 10)));
  EXPECT_THAT(Due(), IsEmpty()) << "the first episode has ended long ago, the case has not";
  EXPECT_THAT(Due(7, Day(9998, 1, 1)), IsEmpty());

  fixture_.Add(EntryOf(kCase, Kind::kTermination, Day(2025, 2, 1)));

  EXPECT_THAT(Due(), IsEmpty());
  ASSERT_THAT(Due(7, Day(2032, 2, 1)), SizeIs(1));
  EXPECT_EQ(Due(7, Day(2032, 2, 1))[0].due, Day(2032, 2, 1));
  EXPECT_THAT(Due(7, Day(2032, 2, 1))[0].classes, SizeIs(2));
}

TEST_P(RetentionTest, WhatWasMergedIsKeptForWhatItWentIntoAndGoesWithIt) {
  const SubjectId merged = SubjectId::Of(CaseOf(3));
  ASSERT_TRUE(fixture_
                  .Append({domain::NewCase{CaseOf(3), "C-3"}, EntryOf(merged, Kind::kIntake, Day(2010, 3, 15)),
                           EntryOf(merged, Kind::kPersonalReaction, Day(2010, 4, 1))})
                  .ok());
  ASSERT_TRUE(fixture_.Append({domain::CaseMerged{CaseOf(3), CaseOf(2), {}, {}, {}, fixture_.view()->size()}}).ok());
  ASSERT_THAT(Due(), SizeIs(1)) << "one is named, both are erased";
  EXPECT_EQ(Due()[0].subject, kCase);

  fixture_.Add(EntryOf(kCase, Kind::kComplaint, Day(2012, 5, 1)));
  const domain::RetentionFacts facts = *domain::CaseRetention(*fixture_.view(), CaseOf(3));
  EXPECT_TRUE(facts.has_personal);
  EXPECT_TRUE(facts.matter) << "an act or a matter in the other half keeps its notes too";
  Hold(merged, domain::HoldState::kPlaced);
  EXPECT_THAT(Due()[0].blocks, ElementsAre(RetentionBlock::kHold)) << "and a hold of either holds both";
  Hold(merged, domain::HoldState::kReleaseProposed);
  Hold(merged, domain::HoldState::kReleased);

  Erase(1, {KeyClass::kGeneral, KeyClass::kPersonal});

  ASSERT_THAT(Due(7, Day(9998, 1, 1)), SizeIs(1)) << "what was left by an earlier version is due by itself";
  EXPECT_EQ(Due(7, Day(9998, 1, 1))[0].subject, merged);
}

INSTANTIATE_TEST_SUITE_P(Every, RetentionTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::retention_test
