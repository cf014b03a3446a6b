#include "daemon/domain/emergency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// When something is open in an emergency, who answers it, who looks at it afterwards and who is told.
namespace candor::domain::emergency_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Day kToday(2025, 3, 30);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2025, 3, 30, 12), absl::UTCTimeZone());
const MemberId kAna = IdNumber<MemberId>(1);       // whose record it is
const MemberId kAsker = IdNumber<MemberId>(2);     // who asks
const MemberId kDirector = IdNumber<MemberId>(3);  // and two more who decide
const MemberId kOwner = IdNumber<MemberId>(4);
const MemberId kReviewer = IdNumber<MemberId>(5);
const MemberId kAuditor = IdNumber<MemberId>(6);

class EmergencyTest : public testing::Test {
 protected:
  EmergencyTest() {
    Give(1, kDirector, Role::kDirector);
    Give(2, kOwner, Role::kOwner);
    Give(3, kReviewer, Role::kIndependentReviewer);
    Give(4, kAuditor, Role::kAuditor);
  }

  RoleChange& Give(uint8_t number, const MemberId& member, Role role) {
    RoleChange& given = view_.roles.emplace_back();
    given.id = RoleChangeId(IdBytes{number});
    given.member = member;
    given.role = role;
    given.from = Day(2025, 1, 1);
    return given;
  }
  static Emergency Asked() {
    Emergency emergency;
    emergency.id = EmergencyId(IdBytes{9});
    emergency.subject = SubjectId::Of(kAna);
    emergency.asker = kAsker;
    emergency.minutes = 60;
    emergency.asked_at = kNow;
    return emergency;
  }
  static Emergency Open() {
    Emergency emergency = Asked();
    emergency.state = EmergencyState::kInForce;
    emergency.approver = kDirector;
    emergency.begun_at = kNow;
    emergency.until = kNow + absl::Hours(1);
    emergency.recorded_at = kNow;
    return emergency;
  }
  EmergencyBar OfAnswer(const MemberId& member) { return *BarOfAnswer(view_, Asked(), member, kToday); }
  std::vector<Emergency> Waiting(const MemberId& member, absl::Time now) {
    return *EmergenciesWaitingFor(view_, member, kToday, now);
  }
  bool IsTold(const Emergency& emergency, const MemberId& member) {
    return *IsToldOfEmergency(view_, emergency, member, kToday);
  }

  CountedView view_;
};

TEST_F(EmergencyTest, IsInForceFromItsBeginningToItsEnd) {
  EXPECT_FALSE(IsInForce(Asked(), kNow));
  EXPECT_TRUE(IsInForce(Open(), kNow));
  EXPECT_TRUE(IsInForce(Open(), kNow + absl::Minutes(59)));
  EXPECT_FALSE(IsInForce(Open(), kNow + absl::Minutes(60)));
  Emergency ended = Open();
  ended.state = EmergencyState::kEnded;
  EXPECT_FALSE(IsInForce(ended, kNow));
}

TEST_F(EmergencyTest, AClockThatIsSetOpensNothingAgain) {
  EXPECT_TRUE(IsOpenBy(Open(), kNow, kNow));
  EXPECT_TRUE(IsOpenBy(Open(), kNow - absl::Seconds(1), kNow)) << "so far clocks go back by themselves";
  EXPECT_TRUE(IsOpenBy(Open(), kNow + absl::Minutes(59), kNow + absl::Minutes(59)));
  EXPECT_FALSE(IsOpenBy(Open(), kNow + absl::Minutes(60), kNow + absl::Minutes(59)));
  EXPECT_FALSE(IsOpenBy(Open(), kNow + absl::Minutes(30), kNow + absl::Minutes(60))) << "that was on record before";
  EXPECT_FALSE(IsOpenBy(Open(), kNow - absl::Hours(1), kNow)) << "it was ahead when it began";
  EXPECT_FALSE(IsOpenBy(Asked(), kNow, kNow));
}

// Then what is recorded stands at that moment until the clock has come there again.
TEST_F(EmergencyTest, ARecordThatIsAheadOfTheClockEndsNothing) {
  Emergency open = Open();
  open.recorded_at = kNow + absl::Hours(48);
  EXPECT_TRUE(IsOpenBy(open, kNow + absl::Minutes(30), kNow + absl::Hours(48)));
  EXPECT_FALSE(IsOpenBy(open, kNow + absl::Minutes(60), kNow + absl::Hours(48)));
}

TEST_F(EmergencyTest, WaitsADayForAnAnswer) {
  EXPECT_TRUE(WaitsForAnswer(Asked(), kNow + absl::Hours(23)));
  EXPECT_FALSE(WaitsForAnswer(Asked(), kNow + absl::Hours(24)));
  EXPECT_FALSE(WaitsForAnswer(Open(), kNow));
}

TEST_F(EmergencyTest, IsToBeReviewedWithinThreeDaysAfterItsEnd) {
  EXPECT_EQ(ReviewDueAt(Asked(), kNow), std::nullopt);
  EXPECT_EQ(ReviewDueAt(Open(), kNow), std::nullopt) << "it is not over";
  EXPECT_EQ(ReviewDueAt(Open(), kNow + absl::Hours(2)), kNow + absl::Hours(1 + 72));
  Emergency ended = Open();
  ended.state = EmergencyState::kEnded;
  ended.ended_at = kNow + absl::Minutes(10);
  EXPECT_EQ(ReviewDueAt(ended, kNow + absl::Minutes(10)), kNow + absl::Minutes(10) + absl::Hours(72));
  Emergency reviewed = ended;
  reviewed.state = EmergencyState::kReviewed;
  EXPECT_EQ(ReviewDueAt(reviewed, kNow + absl::Hours(2)), std::nullopt);
  Emergency refused = Asked();
  refused.state = EmergencyState::kRefused;
  EXPECT_EQ(ReviewDueAt(refused, kNow + absl::Hours(2)), std::nullopt);
}

TEST_F(EmergencyTest, IsAnsweredByWhoLeadsOrReviewsThePractice) {
  EXPECT_EQ(OfAnswer(kDirector), EmergencyBar::kNone);
  EXPECT_EQ(OfAnswer(kOwner), EmergencyBar::kNone);
  EXPECT_EQ(OfAnswer(kReviewer), EmergencyBar::kNone);
  EXPECT_EQ(OfAnswer(kAuditor), EmergencyBar::kNotTheirs);
  EXPECT_EQ(OfAnswer(MemberId()), EmergencyBar::kNotTheirs);
  view_.roles[0].until = kToday - 1;
  EXPECT_EQ(OfAnswer(kDirector), EmergencyBar::kNotTheirs) << "was one until yesterday";
}

// Nobody writes down that they are away before they cannot be reached.
TEST_F(EmergencyTest, ADeputyAnswersWhoeverIsAway) {
  const MemberId deputy = IdNumber<MemberId>(8);
  RoleChange& grant = Give(5, deputy, Role::kDirector);
  grant.deputy = true;
  grant.of = kDirector;
  EXPECT_EQ(OfAnswer(deputy), EmergencyBar::kNone);
}

TEST_F(EmergencyTest, NobodyAnswersForThemselvesOrForWhomTheyDependOn) {
  Give(5, kAsker, Role::kOwner);
  EXPECT_EQ(OfAnswer(kAsker), EmergencyBar::kOwn);
  Give(6, kAna, Role::kDirector);
  EXPECT_EQ(OfAnswer(kAna), EmergencyBar::kAboutThem);
  view_.supervisions[kOwner] = {{kOwner, kAsker, Day(2025, 1, 1), std::nullopt}};
  EXPECT_EQ(OfAnswer(kOwner), EmergencyBar::kSubordinate);
  view_.supervisions[kDirector] = {{kDirector, kOwner, Day(2025, 1, 1), std::nullopt}};
  EXPECT_EQ(OfAnswer(kDirector), EmergencyBar::kSubordinate) << "by whom they are supervised in their turn";
  RoleChange& deputy = Give(7, kReviewer, Role::kOwner);
  deputy.deputy = true;
  deputy.of = kAsker;
  EXPECT_EQ(OfAnswer(kReviewer), EmergencyBar::kSubordinate) << "who stands in for the asker";
  EXPECT_EQ(*BarOfReview(view_, Open(), kReviewer, kToday), EmergencyBar::kSubordinate);
}

TEST_F(EmergencyTest, WhoHasLeftDecidesNothing) {
  view_.staffing[kOwner] = {EntryOf(Kind::kDeparture, kToday - 10).By(kOwner).On("last_day", kToday - 10).Header()};
  EXPECT_EQ(OfAnswer(kOwner), EmergencyBar::kNotTheirs);
  EXPECT_FALSE(IsTold(Asked(), kOwner));
}

TEST_F(EmergencyTest, IsReviewedByAThirdPerson) {
  Give(5, kAna, Role::kOwner);
  Give(6, kAsker, Role::kOwner);
  EXPECT_EQ(*BarOfReview(view_, Open(), kDirector, kToday), EmergencyBar::kOwn) << "has approved it";
  EXPECT_EQ(*BarOfReview(view_, Open(), kAsker, kToday), EmergencyBar::kOwn);
  EXPECT_EQ(*BarOfReview(view_, Open(), kAuditor, kToday), EmergencyBar::kNotTheirs);
  EXPECT_EQ(*BarOfReview(view_, Open(), kReviewer, kToday), EmergencyBar::kNone);
  EXPECT_EQ(*BarOfReview(view_, Open(), kAna, kToday), EmergencyBar::kNone) << "whose record it is may look at it";
}

TEST_F(EmergencyTest, WaitsForThoseWhoMayAnswerAndThenForThoseWhoMayReview) {
  view_.emergencies = {Asked()};
  EXPECT_THAT(Waiting(kDirector, kNow), ElementsAre(Asked()));
  EXPECT_THAT(Waiting(kAuditor, kNow), IsEmpty());
  EXPECT_THAT(Waiting(kAsker, kNow), IsEmpty());
  EXPECT_THAT(Waiting(kDirector, kNow + absl::Hours(24)), IsEmpty()) << "nobody answers it any more";
  view_.emergencies = {Open()};
  EXPECT_THAT(Waiting(kOwner, kNow), IsEmpty());
  EXPECT_THAT(Waiting(kOwner, kNow + absl::Hours(1)), ElementsAre(Open()));
  EXPECT_THAT(Waiting(kDirector, kNow + absl::Hours(1)), IsEmpty()) << "has approved it";
}

TEST_F(EmergencyTest, WhomItIsAboutIsToldOnceItBegins) {
  EXPECT_TRUE(IsTold(Asked(), kAsker));
  EXPECT_TRUE(IsTold(Asked(), kOwner));
  EXPECT_FALSE(IsTold(Asked(), kAna));
  EXPECT_TRUE(IsTold(Open(), kAna));
  EXPECT_FALSE(IsTold(Open(), kAuditor));
  EXPECT_FALSE(IsTold(Open(), MemberId()));
  Emergency named = Asked();
  named.notify = kAuditor;
  EXPECT_FALSE(IsTold(named, kAuditor));
  named = Open();
  named.notify = kAuditor;
  EXPECT_TRUE(IsTold(named, kAuditor));
}

TEST_F(EmergencyTest, WhoseReportUnderAMemberIsReadIsTold) {
  const MemberId wrote = IdNumber<MemberId>(10);
  const MemberId raised = IdNumber<MemberId>(11);
  const MemberId noted = IdNumber<MemberId>(12);
  const MemberId moved = IdNumber<MemberId>(13);
  const auto add = [this](Kind kind, uint16_t number, const MemberId& author) -> RecordedEntry& {
    RecordedEntry& recorded = view_.timelines[kAna].emplace_back();
    recorded.entry = EntryOf(kind, kToday - 20 + number).Id(number).By(kAna).Build();
    recorded.entry.header.subject = SubjectId::Of(kAna);
    recorded.entry.header.author = author;
    return recorded;
  };
  add(Kind::kTraining, 1, wrote);
  add(Kind::kConcern, 2, raised);
  add(Kind::kTraining, 3, noted).entry.header.personal = true;
  RecordedEntry& elsewhere = add(Kind::kTraining, 4, moved);
  elsewhere.retracted = true;
  elsewhere.take_back = TakeBack::kMoved;

  EXPECT_FALSE(IsTold(Asked(), wrote)) << "nothing is read yet";
  EXPECT_TRUE(IsTold(Open(), wrote));
  for (const MemberId& closed : {raised, noted, moved}) EXPECT_FALSE(IsTold(Open(), closed));
  view_.emergencies = {Open()};
  EXPECT_THAT(*OpenedSince(view_, wrote, kNow), ElementsAre(Open()));
  EXPECT_THAT(*OpenedSince(view_, raised, kNow), IsEmpty());
}

TEST_F(EmergencyTest, WhatWasOpenedOfSomebodyIsToldForAWhile) {
  Emergency named = Open();
  named.notify = kAuditor;
  view_.emergencies = {Asked(), named};
  const auto since = [this](const MemberId& member, absl::Time time) { return *OpenedSince(view_, member, time); };
  EXPECT_THAT(since(kAna, kNow), ElementsAre(named));
  EXPECT_THAT(since(kAuditor, kNow), ElementsAre(named));
  EXPECT_THAT(since(kAna, kNow + absl::Seconds(1)), IsEmpty());
  EXPECT_THAT(since(kAsker, kNow), IsEmpty());
  EXPECT_THAT(since(kDirector, kNow), IsEmpty());
}

}  // namespace
}  // namespace candor::domain::emergency_test
