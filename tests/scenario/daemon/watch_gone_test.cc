#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/watch_fixture.h"

// What who follows the record is told of what is called back, moved or erased.
namespace candor::watch_gone_test {
namespace {

TEST_F(WatchTest, WhatIsCalledBackIsGone) {
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  auto hers = Follow(ana_);
  auto readers = Follow(maria_);

  v1::RecallEntryResponse recalled;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), recalled, ana_).ok());

  for (const auto* stream : {&hers, &readers}) {
    const v1::WatchResponse left = NextWith(**stream, v1::Change::kEntry);
    ASSERT_EQ(left.changes_size(), 1);
    EXPECT_EQ(left.changes(0).entry().name(), note);
    EXPECT_TRUE(left.changes(0).entry().recalled());
    if (stream == &readers) {
      EXPECT_EQ(left.changes(0).entry().DebugString(), recalled.entry().DebugString());
    }
  }
  const v1::WatchResponse gone = NextWith(*hers, v1::Change::kRemovedFollowUp);
  ASSERT_EQ(gone.changes_size(), 1) << gone.ShortDebugString();
  EXPECT_THAT(gone.changes(0).removed_follow_up(), testing::StartsWith(case_ + "/followUps/"));
  EXPECT_TRUE(IsSilent(*readers)) << "that the note had asked for something was never told";
  for (const auto* stream : {&hers, &readers}) (*stream)->context.TryCancel();
}

TEST_F(WatchTest, WhoWasNeverShownAFollowUpIsNotToldThatItIsGone) {
  auto before = Follow(maria_);
  const std::string token = Leave(*before);
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  v1::RecallEntryResponse recalled;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), recalled, ana_).ok());
  WaitForPolicies();

  const std::string told = ToldOnTheWayToANewReaction(token);

  EXPECT_THAT(told, testing::Not(testing::HasSubstr("removed_follow_up")));
}

TEST_F(WatchTest, WhereItStoodBeforeAMoveIsNotToldOnceItIsCalledBack) {
  auto before = Follow(maria_);
  const std::string token = Leave(*before);
  const std::string note = Record(Reaction(case_), ana_).entry().name();
  WaitForPolicies();
  const std::string moved = Refile(note, other_, ana_).entry().name();
  WaitForPolicies();
  v1::RecallEntryResponse recalled;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(moved), recalled, ana_).ok());
  WaitForPolicies();

  const std::string told = ToldOnTheWayToANewReaction(token);

  EXPECT_THAT(told, testing::Not(testing::HasSubstr(case_)));
}

TEST_F(WatchTest, WhoSeesTheCaseIsToldThatItIsErasedAndNothingMore) {
  const std::string stranger = MakeMember("Lieve D'Hondt");
  RecordSession(Day(2025, 9, 21), ana_, "the words that go");
  WaitForPolicies();
  auto hers = Follow(ana_);
  auto operators = Follow();
  auto strangers = Follow(stranger);

  Erase(v1::ERASURE_SCOPE_EVERYTHING, maria_);

  for (auto* stream : {&hers, &operators}) {
    const v1::WatchResponse told = NextWith(**stream, v1::Change::kErased);
    ASSERT_EQ(told.changes_size(), 1);
    EXPECT_EQ(told.changes(0).erased().subject(), case_);
    EXPECT_EQ(told.changes(0).erased().scope(), v1::ERASURE_SCOPE_EVERYTHING);
    EXPECT_THAT(told.DebugString(), testing::Not(testing::HasSubstr("asked for"))) << "not the reason either";
  }
  EXPECT_TRUE(IsSilent(*strangers));
  for (const auto* stream : {&hers, &operators, &strangers}) (*stream)->context.TryCancel();
}

TEST_F(WatchTest, ThatPrivateNotesAreErasedIsToldToWhoWroteOrWasToReadThem) {
  const std::string supervisor = MakeMember("Dele Haddad");
  const std::string second = MakeMember("Lieve D'Hondt");
  MakeSupervision(ana_, supervisor, Day(2025, 1, 1));
  Record(Reaction(case_), ana_);
  WaitForPolicies();
  auto hers = Follow(ana_);
  auto readers = Follow(maria_);
  auto operators = Follow();
  auto supervisors = Follow(supervisor);

  Erase(v1::ERASURE_SCOPE_PRIVATE_NOTES, second);

  for (auto* stream : {&hers, &readers, &operators}) {
    const v1::WatchResponse told = NextWith(**stream, v1::Change::kErased);
    ASSERT_EQ(told.changes_size(), 1);
    EXPECT_EQ(told.changes(0).erased().subject(), case_);
    EXPECT_EQ(told.changes(0).erased().scope(), v1::ERASURE_SCOPE_PRIVATE_NOTES);
  }
  EXPECT_TRUE(IsSilent(*supervisors)) << "that there was a note is nothing to whoever may not read it";
  for (const auto* stream : {&hers, &readers, &operators, &supervisors}) (*stream)->context.TryCancel();
}

}  // namespace
}  // namespace candor::watch_gone_test
