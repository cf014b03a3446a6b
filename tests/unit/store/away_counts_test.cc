#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "daemon/domain/away.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/member.h"
#include "tests/unit/store/store_fixture.h"

// What an absence and a change of supervision do to dates, figures and relations, through corrections.
namespace candor::store::away_counts_test {
namespace {

using domain::CountBasis;
using domain::Figure;

constexpr Day kReported(2025, 3, 3);
// A Monday, and the Friday of that week.
constexpr Day kDue(2025, 3, 17);
constexpr Day kHeld(2025, 3, 21);

class AwayCountsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fixture_.AddPractice();
    ASSERT_TRUE(fixture_.Append({domain::Member{MemberOf(3), "Cem", {}}}).ok());
  }

  static domain::NewEntry OfMember(Kind kind, Day day) { return EntryOf(SubjectId::Of(MemberOf(1)), kind, day); }
  static domain::NewEntry Absence(Day from, Day to) {
    domain::NewEntry entry = OfMember(Kind::kAbsence, Day(2025, 3, 24));
    entry.entry.facts.SetNumber(domain::fields::kAbsenceFrom, DayNumber(from));
    entry.entry.facts.SetNumber(domain::fields::kAbsenceTo, DayNumber(to));
    return entry;
  }
  static domain::NewEntry Ended(const MemberId& next, Day day) {
    domain::NewEntry entry = OfMember(Kind::kSupervisionChange, day);
    entry.entry.facts.SetNumber(domain::fields::kSupervisionChangeEvent, domain::words::kSupervisionEnded);
    entry.entry.facts.SetId(domain::fields::kSupervisionChangeNextSupervisor, next.bytes());
    return entry;
  }
  static domain::NewEntry Revising(const EntryId& of, domain::NewEntry entry) {
    entry.entry.header.revises = of;
    return entry;
  }
  static domain::NewEntry TakingBack(const EntryId& id) {
    return Revising(id, OfMember(Kind::kRetraction, Day(2025, 3, 25)));
  }

  // A talk of the first member that was due on a Monday and held on the Friday.
  void AddLateTalk() {
    domain::FollowUpSection section;
    section.clear.id = FollowUpId(BytesOf(0x30));
    section.clear.situation = SituationId(BytesOf(0x31));
    section.clear.subject = SubjectId::Of(CaseOf(1));
    section.clear.therapist = MemberOf(1);
    section.clear.action = domain::Action::kTalk;
    section.clear.severity = domain::Severity::kSoon;
    section.clear.state = domain::RuleState::kResolved;
    section.clear.cause = domain::ResolvedCause::kEntry;
    section.clear.opened_on = kReported;
    section.clear.reported_on = kReported;
    section.clear.due = kDue;
    section.clear.resolved_on = kHeld;
    section.sealed.rule = "attraction_consult";
    domain::Assessment assessment;
    assessment.answers_to = fixture_.view()->size();
    assessment.progress.push_back({SubjectId::Of(CaseOf(1)), assessment.answers_to, std::nullopt, {}});
    assessment.sections.push_back(std::move(section));
    ASSERT_TRUE(fixture_.Append({std::move(assessment)}).ok());
  }

  uint64_t Count(Figure figure) {
    uint64_t count = 0;
    const auto rows = fixture_.view()->Counts(CountBasis::kDue, Day(2025, 1, 1), Day(2025, 12, 31));
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (!rows.ok()) return 0;
    for (const auto& row : *rows) count += row.figure == figure ? row.count : 0;
    return count;
  }
  std::optional<Day> Due() {
    const auto follow_up = fixture_.view()->GetFollowUp(SubjectId::Of(CaseOf(1)), FollowUpId(BytesOf(0x30)));
    EXPECT_TRUE(follow_up.ok()) << follow_up.status();
    return follow_up.ok() ? domain::DueOf(*follow_up, domain::Settings()) : std::nullopt;
  }
  MemberId SupervisorOfFirst(Day day) {
    const auto relations = fixture_.view()->SupervisionsOf(MemberOf(1));
    EXPECT_TRUE(relations.ok()) << relations.status();
    return relations.ok() ? domain::SupervisorOn(*relations, MemberOf(1), day) : MemberId();
  }

  StoreFixture fixture_{/*rocks=*/false};
};

TEST_F(AwayCountsTest, AnAbsenceWrittenDownLaterMovesWhatWasLate) {
  AddLateTalk();
  EXPECT_EQ(Due(), kDue);
  EXPECT_EQ(Count(Figure::kSituationInTime), 0U);

  fixture_.Add(Absence(Day(2025, 3, 10), Day(2025, 3, 13)));

  EXPECT_EQ(Due(), kHeld);
  EXPECT_EQ(Count(Figure::kSituationInTime), 1U);
  EXPECT_EQ(Count(Figure::kSituationLate), 0U);
}

TEST_F(AwayCountsTest, WhatIsMendedAndTakenBackMovesItAgain) {
  AddLateTalk();
  const EntryId absence = fixture_.Add(Absence(Day(2025, 3, 10), Day(2025, 3, 13)));

  const EntryId shorter = fixture_.Add(Revising(absence, Absence(Day(2025, 3, 10), Day(2025, 3, 12))));
  EXPECT_EQ(Due(), kHeld - 1);
  EXPECT_EQ(Count(Figure::kSituationInTime), 0U);

  fixture_.Add(Revising(absence, Absence(Day(2025, 3, 10), Day(2025, 3, 13))));
  EXPECT_EQ(Due(), kHeld);

  fixture_.Add(TakingBack(shorter));
  EXPECT_EQ(Due(), kDue);
  EXPECT_EQ(Count(Figure::kSituationInTime), 0U);
  EXPECT_TRUE(fixture_.view()->StaffingOf(MemberOf(1))->empty());
}

TEST_F(AwayCountsTest, AnAbsenceFromBeforeCountsForWhatOpensLater) {
  fixture_.Add(Absence(Day(2025, 3, 10), Day(2025, 3, 13)));

  AddLateTalk();

  EXPECT_EQ(Due(), kHeld);
  EXPECT_EQ(Count(Figure::kSituationInTime), 1U);
}

TEST_F(AwayCountsTest, AChangeOfSupervisionStandsUntilItIsTakenBack) {
  ASSERT_TRUE(fixture_.Append({domain::Supervision{MemberOf(1), MemberOf(2), Day(2025, 1, 1), std::nullopt}}).ok());
  const EntryId change = fixture_.Add(Ended(MemberOf(3), Day(2025, 3, 31)));

  EXPECT_EQ(SupervisorOfFirst(Day(2025, 3, 31)), MemberOf(2));
  EXPECT_EQ(SupervisorOfFirst(Day(2025, 4, 1)), MemberOf(3));
  const auto of_the_first = fixture_.view()->SupervisionsOf(MemberOf(2));
  const auto of_the_next = fixture_.view()->SupervisionsOf(MemberOf(3));
  EXPECT_EQ(*of_the_first,
            (std::vector<domain::Supervision>{{MemberOf(1), MemberOf(2), Day(2025, 1, 1), Day(2025, 3, 31)}}));
  EXPECT_EQ(*of_the_next,
            (std::vector<domain::Supervision>{{MemberOf(1), MemberOf(3), Day(2025, 4, 1), std::nullopt}}));

  fixture_.Add(TakingBack(change));

  EXPECT_EQ(SupervisorOfFirst(Day(2025, 4, 1)), MemberOf(2));
  EXPECT_TRUE(fixture_.view()->SupervisionsOf(MemberOf(3))->empty());
}

}  // namespace
}  // namespace candor::store::away_counts_test
