#include "daemon/domain/hats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// Which roles count on a day.
namespace candor::domain::hats_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Day kToday(2025, 3, 30);
const MemberId kDele = IdNumber<MemberId>(1);    // directs
const MemberId kSecond = IdNumber<MemberId>(2);  // stands in

class RolesInForceTest : public testing::Test {
 protected:
  RoleChange& Give(uint8_t number, const MemberId& member, Role role) {
    RoleChange& given = view_.roles.emplace_back();
    given.id = RoleChangeId(IdBytes{number});
    given.member = member;
    given.role = role;
    given.from = kToday - 100;
    return given;
  }
  void LetGo(const MemberId& who, Day from, Day until) {
    view_.staffing[who] = {EntryOf(Kind::kAbsence, from).By(who).On("to", until).Header()};
  }
  std::vector<Role> Of(const MemberId& member, Day day = kToday) { return *RolesInForce(view_, member, day); }

  CountedView view_;
};

TEST_F(RolesInForceTest, WhoWasGivenNothingHasNothing) {
  EXPECT_THAT(Of(kDele), IsEmpty());
}

TEST_F(RolesInForceTest, ARoleCountsFromItsFirstDay) {
  Give(1, kDele, Role::kDirector);

  EXPECT_THAT(Of(kDele), ElementsAre(Role::kDirector));
  EXPECT_THAT(Of(kDele, kToday - 101), IsEmpty());
  EXPECT_THAT(Of(kSecond), IsEmpty());
}

TEST_F(RolesInForceTest, ADeputyHasItWhileThePersonIsAway) {
  Give(1, kDele, Role::kDirector);
  RoleChange& deputy = Give(2, kSecond, Role::kDirector);
  deputy.deputy = true;
  deputy.of = kDele;
  Give(3, kSecond, Role::kAuditor);
  LetGo(kDele, kToday, kToday + 3);

  EXPECT_THAT(Of(kSecond, kToday - 1), ElementsAre(Role::kAuditor));
  EXPECT_THAT(Of(kSecond, kToday), ElementsAre(Role::kDirector, Role::kAuditor));
  EXPECT_THAT(Of(kSecond, kToday + 3), ElementsAre(Role::kDirector, Role::kAuditor));
  EXPECT_THAT(Of(kSecond, kToday + 4), ElementsAre(Role::kAuditor));
}

TEST_F(RolesInForceTest, ADeputyOfNobodyInParticularHasItWhileAllAreAway) {
  const MemberId other = IdNumber<MemberId>(3);
  Give(1, kDele, Role::kDirector);
  Give(2, other, Role::kDirector);
  Give(3, kSecond, Role::kDirector).deputy = true;
  LetGo(kDele, kToday, kToday + 9);
  LetGo(other, kToday + 5, kToday + 6);

  EXPECT_THAT(Of(kSecond, kToday), IsEmpty());
  EXPECT_THAT(Of(kSecond, kToday + 5), ElementsAre(Role::kDirector));
  EXPECT_THAT(Of(kSecond, kToday + 7), IsEmpty());
}

TEST_F(RolesInForceTest, NobodyReviewsWhatIsAboutThemselves) {
  Give(1, kSecond, Role::kIndependentReviewer).of = kDele;

  EXPECT_TRUE(*ReviewsMatterOf(view_, kSecond, kDele, kToday));
  const MemberId owner = IdNumber<MemberId>(3);
  EXPECT_TRUE(*ReviewsMatterOf(view_, kSecond, owner, kToday)) << "of who does not lead, whoever reviews";
  Give(3, owner, Role::kOwner);
  EXPECT_FALSE(*ReviewsMatterOf(view_, kSecond, owner, kToday)) << "named for somebody else who leads";
  Give(2, kSecond, Role::kIndependentReviewer);
  EXPECT_TRUE(*ReviewsMatterOf(view_, kSecond, owner, kToday));
  EXPECT_FALSE(*ReviewsMatterOf(view_, kSecond, kSecond, kToday));
  EXPECT_FALSE(*ReviewsMatterOf(view_, kDele, kSecond, kToday));
}

}  // namespace
}  // namespace candor::domain::hats_test
