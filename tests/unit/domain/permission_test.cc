#include "daemon/domain/permission.h"

#include <gtest/gtest.h>

#include <string_view>

#include "tests/unit/domain/builders.h"

namespace candor::domain::permission_test {
namespace {

constexpr Day kToday(2025, 3, 30);
const MemberId kAna = IdNumber<MemberId>(1);         // whom it is about
const MemberId kSupervisor = IdNumber<MemberId>(2);  // Ana's, today
const MemberId kColleague = IdNumber<MemberId>(3);
const MemberId kOther = IdNumber<MemberId>(4);

// By the member of that id; empty: by the operator as such.
StaffingBar Bar(const EntryBuilder& entry, const MemberId& writer) {
  return StaffingBarOf(entry.Build(), {true, writer}, kSupervisor, kToday);
}
EntryBuilder Absence() {
  return EntryOf(Kind::kAbsence, kToday).By(kAna);
}
EntryBuilder Departure() {
  return EntryOf(Kind::kDeparture, kToday).By(kAna);
}
EntryBuilder Change(std::string_view event, Day day = kToday) {
  return EntryOf(Kind::kSupervisionChange, day).By(kAna).Word("event", event);
}

TEST(StaffingBarTest, TheOperatorWritesAllOfIt) {
  for (const EntryBuilder& each :
       {Absence().Member("cover", kColleague), Departure().Member("custodian", kColleague),
        Change("ended", Day(2024, 2, 1)).Member("supervisor", kSupervisor).Member("next_supervisor", kColleague)}) {
    EXPECT_EQ(Bar(each, MemberId()), StaffingBar::kNone);
  }
}

TEST(StaffingBarTest, AbsenceAndDepartureAreTheMembersAndTheSupervisors) {
  for (const MemberId& writer : {kAna, kSupervisor}) {
    EXPECT_EQ(Bar(Absence().Member("cover", kOther), writer), StaffingBar::kNone);
    EXPECT_EQ(Bar(Departure().Member("custodian", kOther), writer), StaffingBar::kNone);
  }
}

TEST(StaffingBarTest, AColleagueSaysThatSomebodyIsAwayAndNamesNobody) {
  EXPECT_EQ(Bar(Absence(), kColleague), StaffingBar::kNone);
  EXPECT_EQ(Bar(Absence().Member("cover", kColleague), kColleague), StaffingBar::kCoverOfOthers);
  // Two who name each other would both see what neither may.
  EXPECT_EQ(Bar(Absence().Member("cover", kOther), kColleague), StaffingBar::kCoverOfOthers);
  EXPECT_EQ(Bar(Departure(), kColleague), StaffingBar::kDepartureOfOthers);
  EXPECT_EQ(Bar(Departure().Member("custodian", kColleague), kColleague), StaffingBar::kDepartureOfOthers);
}

TEST(StaffingBarTest, WhereNobodySupervisesNobodyIsTheSupervisor) {
  EXPECT_EQ(StaffingBarOf(Departure().Build(), {true, kColleague}, MemberId(), kToday),
            StaffingBar::kDepartureOfOthers);
  EXPECT_EQ(StaffingBarOf(Change("begun").Build(), {true, kColleague}, MemberId(), kToday),
            StaffingBar::kSupervisionOfOthers);
}

TEST(StaffingBarTest, TheSupervisorHandsOnAsOfToday) {
  EXPECT_EQ(Bar(Change("ended").Member("supervisor", kSupervisor).Member("next_supervisor", kOther), kSupervisor),
            StaffingBar::kNone);
  EXPECT_EQ(Bar(Change("ended"), kSupervisor), StaffingBar::kNone);
  EXPECT_EQ(Bar(Change("substituted").Member("next_supervisor", kOther), kSupervisor), StaffingBar::kNone);

  EXPECT_EQ(Bar(Change("ended", kToday - 1).Member("next_supervisor", kOther), kSupervisor),
            StaffingBar::kSupervisionBefore);
  EXPECT_EQ(Bar(Change("ended").Member("supervisor", kOther), kSupervisor), StaffingBar::kSupervisionOfOthers);
}

TEST(StaffingBarTest, NobodyMakesThemselvesASupervisor) {
  for (const char* event : {"begun", "ended", "substituted"}) {
    SCOPED_TRACE(event);
    EXPECT_EQ(Bar(Change(event).Member("next_supervisor", kSupervisor), kSupervisor), StaffingBar::kSupervisionTaken);
    EXPECT_EQ(Bar(Change(event).Member("next_supervisor", kColleague), kColleague), StaffingBar::kSupervisionOfOthers);
    EXPECT_EQ(Bar(Change(event).Member("next_supervisor", kOther), kAna), StaffingBar::kSupervisionOfOthers)
        << "nor does a supervisee choose who reads what";
  }
  EXPECT_EQ(Bar(Change("begun").Member("supervisor", kSupervisor), kSupervisor), StaffingBar::kSupervisionTaken);
}

TEST(StaffingBarTest, AnAgreementIsForThoseWhoSignedIt) {
  const EntryBuilder signed_earlier = Change("agreement_signed", Day(2024, 2, 1)).Member("supervisor", kSupervisor);
  EXPECT_EQ(Bar(signed_earlier, kAna), StaffingBar::kNone);
  EXPECT_EQ(Bar(signed_earlier, kSupervisor), StaffingBar::kNone);
  EXPECT_EQ(Bar(signed_earlier, kColleague), StaffingBar::kSupervisionOfOthers);
}

TEST(StaffingBarTest, OtherEntriesAreNotMeant) {
  EXPECT_EQ(Bar(EntryOf(Kind::kTraining, kToday).By(kAna), kColleague), StaffingBar::kNone);
}

}  // namespace
}  // namespace candor::domain::permission_test
