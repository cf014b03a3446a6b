#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  fixture_.Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kCrossing, kDay));
  fixture_.Add(Told(Kind::kSession));
  EXPECT_THAT(About(1), IsEmpty()) << "their own, and nothing about conduct";

  const EntryId told = fixture_.Add(Told(Kind::kCrossing));
  fixture_.Add(Revising(told, Told(Kind::kCrossing)));
  EXPECT_THAT(About(1), ElementsAre(told)) << "an amendment leaves it where it was";
  EXPECT_THAT(About(2), IsEmpty());

  domain::NewEntry answer = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kResponse, kDay);
  answer.entry.header.responds_to = {SubjectId::Of(CaseOf(1)), told};
  const EntryId answered = fixture_.Add(answer);
  EXPECT_THAT(About(1), UnorderedElementsAre(told, answered));

  fixture_.Add(TakingBack(told));
  EXPECT_THAT(About(1), ElementsAre(answered));
}

TEST_F(MemberRowsTest, WhatIsMovedStandsWhereItBelongs) {
  const EntryId wrong = fixture_.Add(Told(Kind::kCrossing));
  domain::NewEntry moved = Told(Kind::kCrossing, 2);
  moved.entry.header.moved_from = {SubjectId::Of(CaseOf(1)), wrong};

  ASSERT_TRUE(fixture_.Append({moved, TakingBack(wrong, TakeBack::kMoved)}).ok());

  const std::vector<EntryId> about = About(1);
  ASSERT_EQ(about.size(), 1U);
  EXPECT_NE(about[0], wrong);
}

TEST_F(MemberRowsTest, WhoHasReportedSomethingHasForGood) {
  domain::NewEntry concern = EntryOf(SubjectId::Of(MemberOf(2)), Kind::kConcern, kDay);
  concern.entry.header.therapist = MemberOf(2);
  concern.entry.header.source = domain::Source::kColleague;
  fixture_.Add(concern);
  const EntryId own = fixture_.Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kCrossing, kDay + 1));
  domain::NewEntry back = EntryOf(SubjectId::Of(CaseOf(1)), Kind::kRetraction, kDay + 2);
  back.entry.header.revises = own;
  fixture_.Add(back);
  fixture_.Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, kDay + 3));
  fixture_.Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kPersonalReaction, kDay + 4));

  const auto reports = fixture_.view()->ReportsBy(MemberOf(1));
  ASSERT_TRUE(reports.ok()) << reports.status();
  ASSERT_EQ(reports->size(), 2U) << "no session, and of a private note nobody learns";
  EXPECT_EQ(reports->at(0).reported, kDay);
  EXPECT_EQ(reports->at(1).reported, kDay + 1);
  EXPECT_LT(reports->at(0).number, reports->at(1).number);
  const auto of_the_other = fixture_.view()->ReportsBy(MemberOf(2));
  ASSERT_TRUE(of_the_other.ok()) << of_the_other.status();
  EXPECT_THAT(*of_the_other, IsEmpty());
}

TEST_F(MemberRowsTest, WhatOthersWriteInACaseWaitsForTheMemberToo) {
  const auto waiting = [&] {
    const auto all = fixture_.store().assessments().UnassessedOf({SubjectId::Of(MemberOf(1))});
    EXPECT_TRUE(all.ok()) << all.status();
    return all.ok() && !all->empty() ? all->front().entries.size() : size_t{0};
  };
  fixture_.Add(EntryOf(SubjectId::Of(CaseOf(1)), Kind::kCrossing, kDay));
  EXPECT_EQ(waiting(), 0U);
  const EntryId told = fixture_.Add(Told(Kind::kCrossing));
  EXPECT_EQ(waiting(), 1U);
  fixture_.Add(Revising(told, Told(Kind::kCrossing)));
  EXPECT_EQ(waiting(), 2U);
}

TEST_F(MemberRowsTest, AMembersFollowUpsStandInTheFiguresButRestrictedOnes) {
  const SubjectId subject = SubjectId::Of(MemberOf(1));
  const EntryId training = fixture_.Add(EntryOf(subject, Kind::kTraining, kDay));
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x40));
  section.clear.situation = SituationId(BytesOf(0x40));
  section.clear.subject = subject;
  section.clear.therapist = MemberOf(1);
  section.clear.action = domain::Action::kDocument;
  section.clear.opened_on = section.clear.reported_on = kDay;
  section.clear.due = kDay + 7;
  section.sealed.rule = "test";
  section.sealed.plugin = "test";
  section.sealed.opened_by = training;
  domain::FollowUpSection restricted = section;
  restricted.clear.id = FollowUpId(BytesOf(0x41));
  restricted.clear.situation = SituationId(BytesOf(0x41));
  restricted.clear.restricted = true;
  const auto opened = [&] {
    uint64_t sum = 0;
    const auto rows = fixture_.view()->Counts(domain::CountBasis::kOpened, kDay, kDay);
    EXPECT_TRUE(rows.ok()) << rows.status();
    for (const auto& row : *rows) {
      if (row.figure == domain::Figure::kSituationOpened && row.bucket == 0) sum += row.count;
    }
    return sum;
  };

  ASSERT_TRUE(fixture_.Append({domain::Assessment{0, {}, {section, restricted}}}).ok());
  EXPECT_EQ(opened(), 1U);

  section.clear.state = domain::RuleState::kWithdrawn;
  ASSERT_TRUE(fixture_.Append({domain::Assessment{0, {}, {section}}}).ok());
  EXPECT_EQ(opened(), 0U);
  const auto stored = fixture_.view()->GetFollowUp(subject, restricted.clear.id);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(stored->clear.restricted);
}

TEST_F(MemberRowsTest, AnOpenCaseIsFoundByWhoHoldsIt) {
  EXPECT_THAT(Held(1), ElementsAre(CaseOf(1)));

  domain::NewEntry intake = EntryOf(SubjectId::Of(CaseOf(2)), Kind::kIntake, kDay);
  intake.entry.header.therapist = MemberOf(2);
  intake.entry.header.author = MemberOf(2);
  const EntryId second = fixture_.Add(intake);
  EXPECT_THAT(Held(2), ElementsAre(CaseOf(2)));
  intake.entry.header.therapist = MemberOf(1);
  fixture_.Add(Revising(second, intake));
  EXPECT_THAT(Held(2), IsEmpty()) << "it is another's after all";
  EXPECT_THAT(Held(1), UnorderedElementsAre(CaseOf(1), CaseOf(2)));

  fixture_.Add(EntryOf(SubjectId::Of(CaseOf(2)), Kind::kTermination, kDay + 7));
  EXPECT_THAT(Held(1), ElementsAre(CaseOf(1)));
}

}  // namespace
}  // namespace candor::store::member_rows_test
