#include "daemon/domain/supervision_set_up.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

namespace candor::domain::supervision_set_up_test {
namespace {

constexpr Day kBegun(2025, 11, 3);
const MemberId kSupervisor = IdNumber<MemberId>(1);

// The first quarter of 2026, on 1 June.
class SupervisionSetUpTest : public testing::Test {
 protected:
  // An associate of California.
  SupervisedMember& Associate(Day begun = kBegun) {
    const MemberId id = IdNumber<MemberId>(static_cast<uint16_t>(members_.size() + 10));
    SupervisedMember supervised;
    supervised.member = Member{id, "", {{std::nullopt, {"mft", "US-CA", true, false}}}};
    supervised.supervisions = {Supervision{id, kSupervisor, begun, std::nullopt}};
    members_.push_back(supervised);
    return members_.back();
  }

  static EntryBuilder Signed(Day day, const MemberId& supervisor = kSupervisor) {
    return EntryOf(Kind::kSupervisionChange, day).Word("event", "agreement_signed").Member("supervisor", supervisor);
  }

  SupervisionSetUp SetUpNow() const { return SupervisionSetUpOf(members_, window_); }

  SupervisionWindow window_{Day(2026, 1, 1), Day(2026, 3, 31), Day(2025, 4, 1), Day(2026, 6, 1)};
  std::vector<SupervisedMember> members_;
};

TEST_F(SupervisionSetUpTest, AnAgreementIsSignedWithinSixtyDays) {
  SupervisedMember& associate = Associate();
  EXPECT_EQ(SetUpNow().supervisions, 1);
  EXPECT_EQ(SetUpNow().agreed, 0);

  associate.staffing = {Signed(kBegun + 61).Header()};
  EXPECT_EQ(SetUpNow().agreed, 0);
  associate.staffing = {Signed(kBegun + 60).Header()};
  EXPECT_EQ(SetUpNow().agreed, 1);
  associate.staffing = {Signed(kBegun + 70).On("agreement_signed_on", kBegun + 60).Header()};
  EXPECT_EQ(SetUpNow().agreed, 1) << "the day that was written down counts";
  associate.staffing = {Signed(kBegun + 60, IdNumber<MemberId>(2)).Header()};
  EXPECT_EQ(SetUpNow().agreed, 0) << "with somebody else";
}

TEST_F(SupervisionSetUpTest, ThatItBeganMaySayThatItWasAgreed) {
  Associate().staffing = {EntryOf(Kind::kSupervisionChange, kBegun)
                              .Word("event", "begun")
                              .Member("next_supervisor", kSupervisor)
                              .On("agreement_signed_on", kBegun)
                              .Header()};

  EXPECT_EQ(SetUpNow().agreed, 1);
}

TEST_F(SupervisionSetUpTest, AnAgreementRunsOutUnlessAnotherOneIsSigned) {
  SupervisedMember& associate = Associate();
  const EntryHeader first = Signed(kBegun).On("agreement_until", Day(2026, 3, 30)).Header();
  associate.staffing = {first};
  EXPECT_EQ(SetUpNow().agreed, 0);

  associate.staffing = {first, Signed(Day(2026, 3, 1)).On("site_agreement_until", Day(2026, 3, 31)).Header()};
  EXPECT_EQ(SetUpNow().agreed, 1);
  associate.staffing = {first, Signed(Day(2026, 4, 1)).Header()};
  EXPECT_EQ(SetUpNow().agreed, 0) << "signed after the period";
}

TEST_F(SupervisionSetUpTest, WhatHasJustBegunIsNotDue) {
  Associate(Day(2026, 1, 30));
  EXPECT_EQ(SetUpNow().supervisions, 0) << "sixty days before the last day";

  Associate(Day(2026, 1, 29));
  EXPECT_EQ(SetUpNow().supervisions, 1);
}

TEST_F(SupervisionSetUpTest, WhatIsOverAndWhomTheLawDoesNotSpeakOfAreLeftOut) {
  Associate().supervisions.front().until = Day(2026, 3, 30);
  Associate().member.licences.clear();

  EXPECT_EQ(SetUpNow(), SupervisionSetUp());
}

TEST_F(SupervisionSetUpTest, ALicenceHoldsUntilItsLastDay) {
  SupervisedMember& associate = Associate();
  EXPECT_EQ(SetUpNow().licences, 0) << "nobody told";

  associate.staffing = {Signed(kBegun).On("licence_until", Day(2026, 3, 30)).Header()};
  EXPECT_EQ(SetUpNow().licences, 1);
  EXPECT_EQ(SetUpNow().licences_in_order, 0);
  associate.staffing.push_back(Signed(Day(2026, 3, 1)).On("licence_until", Day(2026, 3, 31)).Header());
  EXPECT_EQ(SetUpNow().licences_in_order, 1);
  associate.staffing.back() =
      Signed(Day(2026, 3, 1), IdNumber<MemberId>(2)).On("licence_until", Day(2027, 3, 31)).Header();
  EXPECT_EQ(SetUpNow().licences_in_order, 0) << "somebody else's";
}

TEST_F(SupervisionSetUpTest, ASupervisorHasSixSuperviseesAtMost) {
  for (int i = 0; i < kLargestSpan; ++i) Associate();
  EXPECT_EQ(SetUpNow().supervisors, 1);
  EXPECT_EQ(SetUpNow().within_span, 1);

  Associate();
  EXPECT_EQ(SetUpNow().supervisors, 1);
  EXPECT_EQ(SetUpNow().within_span, 0);
}

// What `candor followup explain` shows beside a change of supervision.
class SuperviseesAfterTest : public testing::Test {
 protected:
  void Add(uint16_t number, bool in_training, Day from, std::optional<Day> until) {
    const MemberId id = IdNumber<MemberId>(number);
    view_.members[id] = Member{id, "", {{std::nullopt, {"mft", "US-CA", in_training, false}}}};
    const Supervision relation{id, kSupervisor, from, until};
    view_.supervisions[kSupervisor].push_back(relation);
    view_.supervisions[id] = {relation};
  }
  // Two of them count: 12 has ended before, and 13 is licensed.
  void AddTeam() {
    Add(10, true, kBegun, std::nullopt);
    Add(11, true, kBegun - 30, std::nullopt);
    Add(12, true, kBegun - 30, kBegun - 1);
    Add(13, false, kBegun - 30, std::nullopt);
  }
  std::optional<Supervisees> After(uint16_t supervisee, std::string_view event) {
    const auto after = SuperviseesAfter(view_, EntryOf(Kind::kSupervisionChange, kBegun)
                                                   .By(IdNumber<MemberId>(supervisee))
                                                   .Word("event", event)
                                                   .Member("supervisor", kSupervisor)
                                                   .Build());
    EXPECT_TRUE(after.ok()) << after.status();
    return after.value_or(std::nullopt);
  }
  std::vector<Day> FewerAfter() {
    const std::optional<Supervisees> after = After(10, "begun");
    std::vector<Day> days;
    if (after) {
      for (const int32_t day : after->until) days.push_back(DayFromNumber(day));
    }
    return days;
  }

  CountedView view_;
};

TEST_F(SuperviseesAfterTest, CountsPeopleInTrainingOnTheDayFromWhichItHolds) {
  AddTeam();

  EXPECT_EQ(After(10, "begun"), (Supervisees{2, {}})) << "who had ended, and who is licensed, do not count";
  EXPECT_EQ(After(10, "ended"), std::nullopt) << "nobody supervises from then on";
  EXPECT_EQ(After(13, "begun"), std::nullopt) << "of somebody licensed it says nothing";
  const auto of_another = SuperviseesAfter(view_, EntryOf(Kind::kIntake, kBegun).Build());
  ASSERT_TRUE(of_another.ok()) << of_another.status();
  EXPECT_EQ(*of_another, std::nullopt);
}

TEST_F(SuperviseesAfterTest, TellsUntilWhenThereAreNotFewer) {
  AddTeam();
  Add(14, true, kBegun - 30, kBegun + 9);
  Add(15, true, kBegun - 30, kBegun + 9);
  Add(16, true, kBegun - 30, kBegun + 4);
  Add(17, true, kBegun + 5, kBegun + 19);

  EXPECT_EQ(After(10, "begun")->count, 5);
  EXPECT_EQ(FewerAfter(), (std::vector<Day>{kBegun + 9, kBegun + 9, kBegun + 19}))
      << "whoever left and was replaced from the next day on is not missed";
}

TEST_F(SuperviseesAfterTest, WhoIsGoneIsLicensedOrHasAnotherSupervisorIsNoSuperviseeAnyMore) {
  AddTeam();
  for (const uint16_t number : {uint16_t{14}, uint16_t{15}, uint16_t{16}}) {
    Add(number, true, kBegun - 30, std::nullopt);
  }
  const auto id = [](uint16_t number) { return IdNumber<MemberId>(number); };
  view_.staffing[id(14)] = {EntryOf(Kind::kDeparture, kBegun + 1).By(id(14)).On("last_day", kBegun + 6).Header()};
  view_.members[id(15)].licences.push_back({kBegun + 12, {"mft", "US-CA", false, false}});
  view_.supervisions[id(16)].push_back({id(16), IdNumber<MemberId>(2), kBegun + 20, std::nullopt});

  EXPECT_EQ(After(10, "begun")->count, 5);
  EXPECT_EQ(FewerAfter(), (std::vector<Day>{kBegun + 6, kBegun + 11, kBegun + 19}));
}

// A supervision that no record of the practice has yet begins with the change.
TEST_F(SuperviseesAfterTest, TheSuperviseeCountsUntilTheyHaveAnotherSupervisor) {
  AddTeam();
  view_.supervisions[IdNumber<MemberId>(10)].clear();
  EXPECT_EQ(After(10, "begun"), (Supervisees{2, {}}));

  view_.supervisions[IdNumber<MemberId>(10)] = {{IdNumber<MemberId>(10), kSupervisor, kBegun, kBegun + 3}};
  EXPECT_EQ(FewerAfter(), std::vector<Day>{kBegun + 3});
}

}  // namespace
}  // namespace candor::domain::supervision_set_up_test
