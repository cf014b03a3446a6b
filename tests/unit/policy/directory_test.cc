#include "daemon/policy/directory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/store/open.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::policy::directory_test {
namespace {

using store::MemberOf;

const Day kSince(2025, 1, 1);
const Day kDay(2025, 6, 2);

// Member 1 supervises 2 and 3, who are in training, and 4, who is not.
class DirectoryTest : public ::testing::Test {
 protected:
  DirectoryTest() {
    store_ = store::OpenInMemory(clock_).value();
    Append({domain::Settings()});
    Append({Licensed(1, false), Licensed(2, true), Licensed(3, true), Licensed(4, false)});
    for (const uint8_t supervisee : {uint8_t{2}, uint8_t{3}, uint8_t{4}}) {
      Append({domain::Supervision{MemberOf(supervisee), MemberOf(1), kSince, std::nullopt}});
    }
  }

  static domain::Member Licensed(uint8_t number, bool in_training) {
    return domain::Member{
        MemberOf(number), "Ann " + std::to_string(number), {{std::nullopt, {"mft", "US-CA", in_training, false}}}};
  }

  void Append(std::vector<domain::Change> changes) {
    const auto appended = store::AppendTo(*store_, std::move(changes));
    ASSERT_TRUE(appended.ok()) << appended.status();
  }

  std::optional<domain::Supervisees> SuperviseesOf(uint8_t supervisee, Day day = kDay) {
    const auto view = store_->Latest();
    EXPECT_TRUE(directory_.MoveTo(*view, 0).ok());
    const MemberId member = MemberOf(supervisee);
    domain::Entry change = store::EntryOf(domain::SubjectId::Of(member), domain::Kind::kSupervisionChange, day).entry;
    change.header.therapist = member;
    change.facts.SetNumber(domain::fields::kSupervisionChangeEvent, domain::words::kSupervisionBegun);
    change.facts.SetId(domain::fields::kSupervisionChangeSupervisor, MemberOf(1).bytes());
    return directory_.SuperviseesAfter(*view, change).value();
  }
  std::optional<int32_t> CountOf(uint8_t supervisee, Day day = kDay) {
    const std::optional<domain::Supervisees> supervisees = SuperviseesOf(supervisee, day);
    return supervisees ? std::optional(supervisees->count) : std::nullopt;
  }
  // Of their own timeline, by themselves.
  void Told(uint8_t member, domain::Kind kind, const std::function<void(domain::Facts&)>& say) {
    domain::NewEntry told = store::EntryOf(domain::SubjectId::Of(MemberOf(member)), kind, kDay);
    told.entry.header.therapist = MemberOf(member);
    say(told.entry.facts);
    Append({std::move(told)});
  }

  std::string TeamOfSecond() {
    const auto view = store_->Latest();
    EXPECT_TRUE(directory_.MoveTo(*view, 0).ok());
    return directory_.TeamContext(*view, MemberOf(2)).value();
  }

  SimulatedClock clock_{absl::FromCivil(kDay, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_;
  Directory directory_;
};

TEST_F(DirectoryTest, PeopleInTrainingAreCountedOfWhoSupervisesThem) {
  EXPECT_EQ(CountOf(2), 2);
  EXPECT_EQ(CountOf(2, kSince - 1), 1) << "whose supervision the change begins";
  EXPECT_EQ(CountOf(4), std::nullopt) << "who is not in training";
}

TEST_F(DirectoryTest, WhoIsSupervisedByAnotherIsNotCounted) {
  const std::string before = TeamOfSecond();
  Append({domain::Supervision{MemberOf(3), MemberOf(4), kDay, std::nullopt}});

  EXPECT_EQ(CountOf(2, kDay - 1), 2);
  EXPECT_EQ(CountOf(2), 1);
  EXPECT_NE(TeamOfSecond(), before) << "what was said of earlier changes may not hold";
}

TEST_F(DirectoryTest, ThatSomebodyReadForgetsNothing) {
  const auto read = [] {
    domain::Access access;
    access.id = RandomIdBytes();
    access.reader.is_operator = true;
    access.method = "EntryService.GetEntry";
    return access;
  };
  ASSERT_TRUE(directory_.MoveTo(*store_->Latest(), 0).ok());
  const uint64_t before = directory_.generation();

  Append({read(), read()});
  Append({domain::Assessment()});
  Append({read()});
  ASSERT_TRUE(directory_.MoveTo(*store_->Latest(), 1).ok());
  EXPECT_EQ(directory_.generation(), before);

  Append({read()});
  Append({Licensed(5, false)});
  ASSERT_TRUE(directory_.MoveTo(*store_->Latest(), 0).ok());
  EXPECT_GT(directory_.generation(), before);
}

TEST_F(DirectoryTest, WhatIsRememberedOfATeamGoesWithAnEntryOfAnyOfThem) {
  const std::string before = TeamOfSecond();
  Told(3, domain::Kind::kSupervisionChange, [](domain::Facts& facts) {
    facts.SetNumber(domain::fields::kSupervisionChangeEvent, domain::words::kSupervisionEnded);
    facts.SetId(domain::fields::kSupervisionChangeSupervisor, MemberOf(1).bytes());
  });
  EXPECT_EQ(TeamOfSecond(), before) << "remembered until the entry is taken";

  const auto taken = directory_.TakeMemberEntries(*store_->Latest(), MemberOf(3), DayNumber(kDay));
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_TRUE(taken->supervised);
  EXPECT_NE(TeamOfSecond(), before);
}

TEST_F(DirectoryTest, WhoLeavesThePracticeIsCountedUntilTheLastDay) {
  const std::string before = TeamOfSecond();
  EXPECT_EQ(SuperviseesOf(2), (domain::Supervisees{2, {}}));
  Told(3, domain::Kind::kDeparture,
       [](domain::Facts& facts) { facts.SetNumber(domain::fields::kDepartureLastDay, DayNumber(kDay + 10)); });
  const auto taken = directory_.TakeMemberEntries(*store_->Latest(), MemberOf(3), DayNumber(kDay));
  ASSERT_TRUE(taken.ok()) << taken.status();

  EXPECT_TRUE(taken->supervised) << "everybody is looked at again";
  EXPECT_NE(TeamOfSecond(), before) << "what was said of earlier changes may not hold";
  EXPECT_EQ(SuperviseesOf(2), (domain::Supervisees{2, {DayNumber(kDay + 10)}}));
  EXPECT_EQ(CountOf(2, kDay + 11), 1);
}

TEST_F(DirectoryTest, WhoIsSupervisedByAnotherFromADayOnIsCountedUntilThen) {
  Append({domain::Supervision{MemberOf(3), MemberOf(4), kDay + 5, std::nullopt}});

  EXPECT_EQ(SuperviseesOf(2), (domain::Supervisees{2, {DayNumber(kDay + 4)}}));
}

}  // namespace
}  // namespace candor::policy::directory_test
