#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/unit/store/store_fixture.h"

// What is kept by member, so that nobody reads timelines or cases for it.
namespace candor::store::member_rows_test {
namespace {

using domain::TakeBack;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr Day kDay(2025, 3, 3);

class MemberRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fixture_.AddPractice();
    ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}}).ok());
  }

  EntryId Add(domain::NewEntry entry) {
    const auto appended = fixture_.Append({std::move(entry)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? appended->entry : EntryId();
  }
  // About the first member, by the second.
  static domain::NewEntry Told(Kind kind, uint8_t of_case = 1) {
    domain::NewEntry entry = EntryOf(SubjectId::Of(CaseOf(of_case)), kind, kDay);
    entry.entry.header.author = MemberOf(2);
    return entry;
  }
  static domain::NewEntry Revising(const EntryId& of, domain::NewEntry entry) {
    entry.entry.header.revises = of;
    return entry;
  }
  static domain::NewEntry TakingBack(const EntryId& id, TakeBack how = TakeBack::kPlain) {
    domain::NewEntry entry = Revising(id, Told(Kind::kRetraction));
    entry.entry.header.take_back = how;
    return entry;
  }

  std::vector<EntryId> About(uint8_t member) {
    const auto about = fixture_.view()->AboutMember(MemberOf(member));
    EXPECT_TRUE(about.ok()) << about.status();
    return about.ok() ? *about : std::vector<EntryId>();
  }
  std::vector<CaseId> Held(uint8_t member) {
    const auto held = fixture_.view()->CasesHeldBy(MemberOf(member));
    EXPECT_TRUE(held.ok()) << held.status();
    return held.ok() ? *held : std::vector<CaseId>();
  }

  StoreFixture fixture_{/*rocks=*/false};
};

TEST_F(MemberRowsTest, WhatOthersWriteOfSomebodysConductStandsUntilItIsTakenBack) {
  Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kCrossing, kDay));
  Add(Told(Kind::kSession));
  EXPECT_THAT(About(1), IsEmpty()) << "their own, and nothing about conduct";

  const EntryId told = Add(Told(Kind::kCrossing));
  Add(Revising(told, Told(Kind::kCrossing)));
  EXPECT_THAT(About(1), ElementsAre(told)) << "an amendment leaves it where it was";
  EXPECT_THAT(About(2), IsEmpty());

  domain::NewEntry answer = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kResponse, kDay);
  answer.entry.header.responds_to = {SubjectId::Of(CaseOf(1)), told};
  const EntryId answered = Add(answer);
  EXPECT_THAT(About(1), UnorderedElementsAre(told, answered));

  Add(TakingBack(told));
  EXPECT_THAT(About(1), ElementsAre(answered));
}

TEST_F(MemberRowsTest, WhatIsMovedStandsWhereItBelongs) {
  const EntryId wrong = Add(Told(Kind::kCrossing));
  domain::NewEntry moved = Told(Kind::kCrossing, 2);
  moved.entry.header.moved_from = {SubjectId::Of(CaseOf(1)), wrong};

  ASSERT_TRUE(fixture_.Append({moved, TakingBack(wrong, TakeBack::kMoved)}).ok());

  const std::vector<EntryId> about = About(1);
  ASSERT_EQ(about.size(), 1U);
  EXPECT_NE(about[0], wrong);
}

TEST_F(MemberRowsTest, AnOpenCaseIsFoundByWhoHoldsIt) {
  EXPECT_THAT(Held(1), ElementsAre(CaseOf(1)));

  domain::NewEntry intake = EntryOf(SubjectId::Of(CaseOf(2)), Kind::kIntake, kDay);
  intake.entry.header.therapist = MemberOf(2);
  intake.entry.header.author = MemberOf(2);
  const EntryId second = Add(intake);
  EXPECT_THAT(Held(2), ElementsAre(CaseOf(2)));
  intake.entry.header.therapist = MemberOf(1);
  Add(Revising(second, intake));
  EXPECT_THAT(Held(2), IsEmpty()) << "it is another's after all";
  EXPECT_THAT(Held(1), UnorderedElementsAre(CaseOf(1), CaseOf(2)));

  Add(EntryOf(SubjectId::Of(CaseOf(2)), Kind::kTermination, kDay + 7));
  EXPECT_THAT(Held(1), ElementsAre(CaseOf(1)));
}

}  // namespace
}  // namespace candor::store::member_rows_test
