#include "daemon/domain/supervision_set_up.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/unit/domain/builders.h"

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

}  // namespace
}  // namespace candor::domain::supervision_set_up_test
