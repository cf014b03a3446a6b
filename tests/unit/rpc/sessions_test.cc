#include "daemon/rpc/sessions.h"

#include <gtest/gtest.h>

namespace candor::rpc::sessions_test {
namespace {

using domain::Purpose;

constexpr absl::Duration kIdle = absl::Minutes(10);

IdBytes Who(uint16_t number) {
  IdBytes who{};
  who[0] = static_cast<uint8_t>(number & 0xFFU);
  who[1] = static_cast<uint8_t>(number >> 8U);
  return who;
}

class SessionsTest : public testing::Test {
 protected:
  bool IsLocked(uint16_t who) { return sessions_.Find(Who(who), kIdle, now_).value().locked; }

  Sessions sessions_;
  absl::Time now_ = absl::FromUnixSeconds(1'750'000'000);
};

TEST_F(SessionsTest, IsOfWhoBeganItAndOfNobodyElse) {
  EXPECT_FALSE(sessions_.Find(Who(1), kIdle, now_));

  sessions_.Open(Who(1), Purpose::kSupervision, now_);

  EXPECT_EQ(sessions_.Find(Who(1), kIdle, now_)->purpose, Purpose::kSupervision);
  EXPECT_FALSE(sessions_.Find(Who(2), kIdle, now_));
}

TEST_F(SessionsTest, LocksWhenItIsNotUsedForSoLong) {
  sessions_.Open(Who(1), Purpose::kCare, now_);
  now_ += kIdle - absl::Seconds(1);
  EXPECT_FALSE(IsLocked(1));
  sessions_.Use(Who(1), kIdle, now_);
  now_ += kIdle - absl::Seconds(1);
  EXPECT_FALSE(IsLocked(1)) << "it was used";

  now_ += absl::Seconds(1);

  EXPECT_TRUE(IsLocked(1));
  sessions_.Use(Who(1), kIdle, now_);
  EXPECT_TRUE(IsLocked(1)) << "to use it does not unlock it";
  now_ -= absl::Hours(1);
  EXPECT_TRUE(IsLocked(1)) << "nor does a clock that is set back";
}

TEST_F(SessionsTest, GoesOnForWhatItWasBegunFor) {
  const WorkingSession begun = sessions_.Open(Who(1), Purpose::kAudit, now_);
  sessions_.Lock(Who(1));
  EXPECT_TRUE(IsLocked(1));

  const auto unlocked = sessions_.Unlock(Who(1), now_ + kIdle);

  ASSERT_TRUE(unlocked);
  EXPECT_EQ(unlocked->purpose, Purpose::kAudit);
  EXPECT_EQ(unlocked->number, begun.number);
  now_ += kIdle;
  EXPECT_FALSE(IsLocked(1));
  EXPECT_FALSE(sessions_.Unlock(Who(2), now_)) << "there was none";
  sessions_.Lock(Who(2));
}

TEST_F(SessionsTest, AnotherOneOfTheSameCallerIsAnotherOne) {
  const WorkingSession first = sessions_.Open(Who(1), Purpose::kCare, now_);

  const WorkingSession second = sessions_.Open(Who(1), Purpose::kLegal, now_);

  EXPECT_NE(first.number, second.number);
  EXPECT_EQ(sessions_.Find(Who(1), kIdle, now_)->purpose, Purpose::kLegal);
}

TEST_F(SessionsTest, HoldsSoManyAndForgetsTheOldest) {
  for (uint16_t i = 0; i < Sessions::kMost; ++i) {
    sessions_.Open(Who(i), Purpose::kCare, now_);
    now_ += absl::Milliseconds(1);
  }
  sessions_.Use(Who(0), kIdle, now_);

  sessions_.Open(Who(Sessions::kMost), Purpose::kCare, now_);

  EXPECT_TRUE(sessions_.Find(Who(0), kIdle, now_)) << "it was used last";
  EXPECT_FALSE(sessions_.Find(Who(1), kIdle, now_));
  EXPECT_TRUE(sessions_.Find(Who(Sessions::kMost), kIdle, now_));
}

}  // namespace
}  // namespace candor::rpc::sessions_test
