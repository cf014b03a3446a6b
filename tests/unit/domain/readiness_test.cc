#include "daemon/domain/readiness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/domain/non_use.h"
#include "daemon/domain/permission_table.h"

namespace candor::domain::readiness_test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

using enum Role;

constexpr Day kToday{2026, 3, 2};

MemberId Person(uint8_t number) {
  return MemberId(IdBytes{number});
}
const MemberId kLee = Person(1);       // directs and owns
const MemberId kSecond = Person(2);    // stands in for that
const MemberId kRowan = Person(3);     // reviews
const MemberId kSasha = Person(4);     // consulted, from outside, and the reviewer's deputy
const MemberId kMaria = Person(5);     // supervised by Lee
const MemberId kNewcomer = Person(6);  // has no role at first

std::vector<std::string> Said(const std::vector<ReadinessGap>& gaps) {
  std::vector<std::string> said;
  for (const ReadinessGap& gap : gaps) said.push_back(SayGap(gap));
  return said;
}

class ReadinessTest : public testing::Test {
 protected:
  ReadinessTest() {
    Give(kLee, kDirector);
    Give(kLee, kOwner);
    Give(kSecond, kDirector, true);
    Give(kSecond, kOwner, true);
    Give(kSecond, kConsultant);
    Give(kSasha, kOutsideConsultant);
    Give(kRowan, kIndependentReviewer);
    Give(kSasha, kIndependentReviewer, true);
    facts_.supervisions = {{kMaria, kLee, kToday - 100, std::nullopt}};
    Accept(kLee);
  }

  void Give(const MemberId& member, Role role, bool deputy = false, const MemberId& of = {}) {
    RoleChange change;
    change.id = RoleChangeId(IdBytes{++given_});
    change.member = member;
    change.role = role;
    change.deputy = deputy;
    change.of = of;
    change.from = kToday - 10;
    facts_.roles.push_back(change);
  }
  // Everything that was given to the member as that role, as if it had never been.
  void Forget(const MemberId& member, Role role, bool deputy = false) {
    std::erase_if(facts_.roles, [&](const RoleChange& each) {
      return each.member == member && each.role == role && each.deputy == deputy;
    });
  }
  void EndYesterday(const MemberId& member, Role role, bool deputy = false) {
    for (RoleChange& each : facts_.roles) {
      if (each.member == member && each.role == role && each.deputy == deputy) each.until = kToday - 1;
    }
  }
  void Accept(const MemberId& owner) {
    facts_.non_use.emplace();
    facts_.non_use->owner = owner;
    facts_.non_use->text_digest = kNonUseDigest;
  }
  std::vector<std::string> Gaps() const { return Said(GapsOn(facts_, kToday)); }
  std::vector<std::string> Never() const { return Said(NeverNamed(facts_, kToday)); }

  ReadinessFacts facts_;
  uint8_t given_ = 0;  // how often somebody was given a role
};

TEST_F(ReadinessTest, APracticeIsReadyWhenEverythingIsNamed) {
  EXPECT_THAT(Gaps(), IsEmpty());
  EXPECT_THAT(Never(), IsEmpty());
}

TEST_F(ReadinessTest, OfNothingEverythingIsMissing) {
  facts_ = {};

  EXPECT_THAT(
      Gaps(),
      ElementsAre("a clinical director", "an owner", "two consultants", "a consultant from outside the practice",
                  "an independent reviewer for the clinical director", "an independent reviewer for the owner",
                  "a deputy for the clinical director", "a deputy for the owner",
                  "a deputy for the independent reviewer", "the owner's acceptance of the non-use rule"));
  EXPECT_EQ(Never(), Gaps());
}

// Each of them alone is missed, and what is missed is told as what it is.
TEST_F(ReadinessTest, NothingOfItCanBeLeftOut) {
  const ReadinessFacts whole = facts_;
  const auto without = [&](const MemberId& member, Role role, bool deputy = false) {
    facts_ = whole;
    Forget(member, role, deputy);
    EXPECT_EQ(Never(), Gaps());
    return Gaps();
  };

  EXPECT_THAT(without(kSecond, kConsultant), ElementsAre("two consultants"));
  EXPECT_THAT(without(kSasha, kOutsideConsultant),
              ElementsAre("two consultants", "a consultant from outside the practice"));
  EXPECT_THAT(without(kSecond, kDirector, true), ElementsAre("a deputy for the clinical director"));
  EXPECT_THAT(without(kSecond, kOwner, true), ElementsAre("a deputy for the owner"));
  EXPECT_THAT(without(kSasha, kIndependentReviewer, true), ElementsAre("a deputy for the independent reviewer"));
  EXPECT_THAT(without(kRowan, kIndependentReviewer), ElementsAre("an independent reviewer for the clinical director"))
      << "one person leads in both roles";
  facts_ = whole;
  facts_.non_use.reset();
  EXPECT_THAT(Gaps(), ElementsAre("the owner's acceptance of the non-use rule"));
  EXPECT_EQ(Never(), Gaps());
}

TEST_F(ReadinessTest, TwoConsultantsAreTwoPeople) {
  Forget(kSecond, kConsultant);
  Give(kSasha, kConsultant);

  EXPECT_THAT(Gaps(), ElementsAre("two consultants"));
}

TEST_F(ReadinessTest, WhoReviewsIsIndependent) {
  const ReadinessFacts whole = facts_;
  for (const MemberId& reviewer : {kLee, kSecond, kMaria}) {
    facts_ = whole;
    Forget(kRowan, kIndependentReviewer);
    Give(reviewer, kIndependentReviewer);
    EXPECT_THAT(Gaps(), Contains("an independent reviewer for the clinical director"))
        << "who leads, stands in for that or is supervised by who does";
  }
  facts_ = whole;
  Forget(kSasha, kIndependentReviewer, true);
  Give(kRowan, kIndependentReviewer, true);
  EXPECT_THAT(Gaps(), ElementsAre("a deputy for the independent reviewer")) << "not their own deputy";
}

TEST_F(ReadinessTest, AReviewerOfOnePersonReviewsNobodyElse) {
  Forget(kLee, kOwner);
  Give(kNewcomer, kOwner);
  Accept(kNewcomer);
  Forget(kRowan, kIndependentReviewer);
  Give(kRowan, kIndependentReviewer, false, kLee);

  EXPECT_THAT(Gaps(), Contains("an independent reviewer for the owner"));
  EXPECT_THAT(Gaps(), Not(Contains("an independent reviewer for the clinical director")));
  EXPECT_EQ(GapsOn(facts_, kToday)[0].of, kNewcomer);
}

TEST_F(ReadinessTest, ADeputyStandsInForThePersonTheyAreNamedFor) {
  Forget(kSasha, kIndependentReviewer, true);
  Give(kSasha, kIndependentReviewer, true, kNewcomer);
  EXPECT_THAT(Gaps(), ElementsAre("a deputy for the independent reviewer"));

  Give(kSasha, kIndependentReviewer, true, kRowan);

  EXPECT_THAT(Gaps(), IsEmpty());
}

TEST_F(ReadinessTest, WhatWasNamedOnceAndIsVacantHoldsNothingUp) {
  EndYesterday(kSecond, kDirector, true);
  facts_.gone.insert(kRowan);

  const std::vector<ReadinessGap> gaps = GapsOn(facts_, kToday);

  EXPECT_THAT(Said(gaps),
              ElementsAre("an independent reviewer for the clinical director", "a deputy for the clinical director"));
  for (const ReadinessGap& gap : gaps) EXPECT_TRUE(gap.vacant) << SayGap(gap);
  EXPECT_THAT(Never(), IsEmpty());
}

TEST_F(ReadinessTest, WhoIsToBeginLaterIsNotNamedYet) {
  for (RoleChange& each : facts_.roles) {
    if (each.role == kConsultant) each.from = kToday + 1;
  }

  EXPECT_THAT(Gaps(), ElementsAre("two consultants"));
  EXPECT_FALSE(GapsOn(facts_, kToday)[0].vacant);
  EXPECT_THAT(Never(), ElementsAre("two consultants"));
  EXPECT_THAT(Said(NeverNamed(facts_, kToday + 1)), IsEmpty());
}

TEST_F(ReadinessTest, TheRuleIsAcceptedByWhoOwnsThePracticeAndInItsWords) {
  Accept(kSecond);
  EXPECT_THAT(Gaps(), ElementsAre("the owner's acceptance of the non-use rule"));
  EXPECT_TRUE(GapsOn(facts_, kToday)[0].vacant);
  Accept(kLee);
  facts_.non_use->text_digest[0] ^= 1U;
  EXPECT_THAT(Gaps(), ElementsAre("the owner's acceptance of the non-use rule"));
  EXPECT_THAT(Never(), IsEmpty()) << "it was accepted once";
}

TEST_F(ReadinessTest, AnotherDirectorIsReviewedToo) {
  Forget(kRowan, kIndependentReviewer);
  Give(kRowan, kIndependentReviewer, false, kLee);
  Give(kNewcomer, kDirector);

  const std::vector<ReadinessGap> gaps = GapsOn(facts_, kToday);

  ASSERT_THAT(Said(gaps), Contains("an independent reviewer for the clinical director"));
  EXPECT_EQ(gaps[0].of, kNewcomer);
  EXPECT_TRUE(gaps[0].vacant) << "a director has been reviewed, so nothing waits";
}

TEST_F(ReadinessTest, WhatTheOperatorAcceptedForTheOwnerCountsUntilTheOwnerCan) {
  facts_.non_use->caller = {true, {}};
  EXPECT_THAT(Gaps(), IsEmpty()) << "nobody is enrolled";

  facts_.anyone_enrolled = true;
  EXPECT_THAT(Gaps(), ElementsAre("the owner's acceptance of the non-use rule"));
  EXPECT_THAT(Never(), IsEmpty()) << "nothing waits for it";

  facts_.non_use->caller = {false, kLee};
  EXPECT_THAT(Gaps(), IsEmpty());
}

// Whatever service there is waits, or is for setting up and looking after a practice: none is forgotten.
TEST(WaitsForReadinessTest, EveryServiceIsOneOrTheOther) {
  std::vector<std::string_view> pass;
  for (const MethodRule& rule : Table()) {
    const std::string_view service = rule.method.substr(0, rule.method.rfind('.'));
    const bool seen = !pass.empty() && pass.back() == service;
    if (!WaitsForReadiness(rule.method) && !seen) pass.push_back(service);
  }

  EXPECT_THAT(pass,
              UnorderedElementsAre("candor.v1.AccessService", "candor.v1.BackupService", "candor.v1.DaemonService",
                                   "candor.v1.EmergencyService", "candor.v1.ExportService", "candor.v1.IdentityService",
                                   "candor.v1.KeyService", "candor.v1.LedgerService", "candor.v1.MemberService",
                                   "candor.v1.PolicyService", "candor.v1.RetentionService", "candor.v1.RoleService"));
  EXPECT_TRUE(WaitsForReadiness("candor.v1.EntryService.CreateEntry"));
}

}  // namespace
}  // namespace candor::domain::readiness_test
