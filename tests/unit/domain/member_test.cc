#include "daemon/domain/member.h"

#include <gtest/gtest.h>

#include "tests/unit/domain/builders.h"

namespace candor::domain {
namespace {

const MemberId kChloe = IdNumber<MemberId>(1);
const MemberId kLieve = IdNumber<MemberId>(2);
const MemberId kDele = IdNumber<MemberId>(3);

TEST(SupervisionTest, TheRelationBegunLastHolds) {
  const std::vector<Supervision> relations = {{kChloe, kDele, Day(2025, 1, 1), std::nullopt},
                                              {kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 12, 31)), kLieve);
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2025, 1, 1)), kDele);
}

TEST(SupervisionTest, FirstAndLastDayAreInside) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), Day(2024, 6, 30)}};

  EXPECT_TRUE(SupervisorOn(relations, kChloe, Day(2023, 12, 31)).empty());
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 1, 1)), kLieve);
  EXPECT_EQ(SupervisorOn(relations, kChloe, Day(2024, 6, 30)), kLieve);
  EXPECT_TRUE(SupervisorOn(relations, kChloe, Day(2024, 7, 1)).empty());
}

TEST(SupervisionTest, IsNoSymmetry) {
  const std::vector<Supervision> relations = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt}};

  EXPECT_TRUE(SupervisesOn(relations, kLieve, kChloe, Day(2024, 5, 1)));
  EXPECT_FALSE(SupervisesOn(relations, kChloe, kLieve, Day(2024, 5, 1)));
  EXPECT_FALSE(SupervisesOn(relations, MemberId(), kDele, Day(2024, 5, 1)));
}

}  // namespace
}  // namespace candor::domain
