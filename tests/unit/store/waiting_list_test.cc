#include "daemon/store/waiting_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/store_fixture.h"

namespace candor::store::waiting_list_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SubjectId kFirst = SubjectId::Of(CaseOf(1));
const SubjectId kSecond = SubjectId::Of(CaseOf(2));

domain::Place On(int32_t day) {
  domain::Place place;
  place.day = day;
  return place;
}

TEST(WaitingListTest, ListsSubjectsByTheirOldestEntryWithTheEarliestPlaceOfAll) {
  WaitingList list;
  list.Add({5, kSecond, On(30)});
  list.Add({6, kFirst, On(10)});
  list.Add({7, kSecond, On(20)});

  const auto waiting = list.Oldest(10);

  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].subject, kSecond);
  EXPECT_EQ(waiting[0].oldest, 5U);
  EXPECT_EQ(waiting[0].earliest, On(20));
  EXPECT_THAT(waiting[0].entries, ElementsAre(5, 7));
  EXPECT_EQ(waiting[1].subject, kFirst);
  EXPECT_EQ(list.Oldest(1).size(), 1U);
  const auto of_first = list.Of({kFirst, SubjectId::Of(CaseOf(9))});
  ASSERT_EQ(of_first.size(), 1U);
  EXPECT_EQ(of_first[0].subject, kFirst);
  EXPECT_THAT(of_first[0].entries, ElementsAre(6));
  EXPECT_EQ(list.entries(), 3U);
}

TEST(WaitingListTest, WhatIsAssessedWaitsNoLongerAndTheRestKeepsItsOwnPlace) {
  WaitingList list;
  list.Add({5, kFirst, On(10)});
  list.Add({6, kSecond, On(1)});
  list.Add({7, kFirst, On(20)});

  list.Assessed(kFirst, 7);

  const auto waiting = list.Oldest(10);
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].subject, kSecond);
  EXPECT_EQ(waiting[1].oldest, 7U);
  EXPECT_EQ(waiting[1].earliest, On(20));
  EXPECT_EQ(list.entries(), 2U);
  list.Assessed(kFirst, 8);
  list.Assessed(kSecond, 100);
  list.Assessed(kSecond, 200);
  EXPECT_THAT(list.Oldest(10), IsEmpty());
  EXPECT_EQ(list.entries(), 0U);
}

TEST(WaitingListTest, EntryThatWaitsForSeveralSubjectsCountsOnceUntilAllHaveIt) {
  const SubjectId third = SubjectId::Of(CaseOf(3));
  WaitingList list;
  list.Add({4, kFirst, On(1)});
  list.Add({5, kFirst, On(1)});
  list.Add({5, kSecond, On(1)});
  list.Add({5, third, On(1)});
  EXPECT_EQ(list.entries(), 2U);

  list.Assessed(kFirst, 6);
  EXPECT_EQ(list.entries(), 1U);
  list.Assessed(third, 6);
  EXPECT_EQ(list.entries(), 1U);
  list.Assessed(kSecond, 6);
  EXPECT_EQ(list.entries(), 0U);
}

}  // namespace
}  // namespace candor::store::waiting_list_test
