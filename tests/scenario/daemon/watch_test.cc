#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/scenario/daemon/watch_fixture.h"

namespace candor::watch_test {
namespace {

TEST_F(WatchTest, TellsWhatIsRecordedOpenedAndJudged) {
  auto stream = Follow();

  const v1::CreateEntryResponse note = Record(Reaction(case_));

  const v1::WatchResponse recorded = NextWith(*stream, v1::Change::kEntry);
  ASSERT_EQ(recorded.changes_size(), 1);
  EXPECT_EQ(recorded.changes(0).entry().name(), note.entry().name());
  const v1::WatchResponse judged = Next(*stream);
  ASSERT_EQ(judged.changes_size(), 2);
  EXPECT_EQ(judged.changes(0).follow_up().rule(), "attraction_consult");
  EXPECT_EQ(judged.changes(0).follow_up().status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_EQ(judged.changes(1).assessed(), case_);

  v1::CreateDecisionRequest seen;
  seen.set_parent(judged.changes(0).follow_up().name());
  seen.mutable_decision()->mutable_acknowledge();
  v1::CreateDecisionResponse decided;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, seen, decided).ok());
  EXPECT_TRUE(Next(*stream).changes(0).follow_up().acknowledged());
  stream->context.TryCancel();
}

TEST_F(WatchTest, ResumingMissesNothingAndRepeatsNothing) {
  auto stream = Follow();
  std::vector<std::string> recorded, told;
  for (int i = 0; i < 12; ++i) recorded.push_back(RecordSession(Day(2025, 4, 1) + i));
  for (const size_t count : {1U, 4U, 0U, 5U, 2U}) {
    for (std::string& name : NextEntries(*stream, count)) told.push_back(std::move(name));
    stream->context.TryCancel();
    stream = Follow("", stream->token);
  }

  EXPECT_EQ(told, recorded);
  RecordSession(Day(2025, 5, 1));
  EXPECT_EQ(NextEntries(*stream, 1).size(), 1U);
  stream->context.TryCancel();
}

TEST_F(WatchTest, EverybodyIsToldWhatTheyMaySee) {
  const std::string stranger = MakeMember("Lieve D'Hondt");
  auto hers = Follow(ana_);
  auto readers = Follow(maria_);
  auto strangers = Follow(stranger);

  const std::string note = Record(Reaction(case_), ana_).entry().name();
  RecordSession(Day(2025, 9, 21), ana_);

  EXPECT_EQ(NextEntries(*hers, 2).size(), 2U);
  EXPECT_EQ(NextEntries(*readers, 1), std::vector<std::string>{note});
  EXPECT_TRUE(IsSilent(*strangers));
  EXPECT_EQ(RefusedBy(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), ana_).reason, "seen")
      << "what is streamed to a second person is on record as read";
  for (const auto* stream : {&hers, &readers, &strangers}) (*stream)->context.TryCancel();
}

TEST_F(WatchTest, TheOperatorIsToldThatThereIsAPrivateNoteAndHasNotReadIt) {
  auto operators = Follow();

  const std::string note = Record(Reaction(case_), ana_).entry().name();

  const v1::WatchResponse recorded = NextWith(*operators, v1::Change::kEntry);
  ASSERT_EQ(recorded.changes_size(), 1);
  const v1::Entry& entry = recorded.changes(0).entry();
  EXPECT_EQ(entry.name(), note);
  EXPECT_TRUE(entry.partial());
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_UNSPECIFIED);
  EXPECT_EQ(entry.facts_case(), v1::Entry::FACTS_NOT_SET);
  EXPECT_EQ(entry.note() + entry.author() + entry.therapist() + entry.first_reader(), "");
  const v1::WatchResponse judged = Next(*operators);
  ASSERT_EQ(judged.changes_size(), 1) << "the rule's name would say what it is about";
  EXPECT_EQ(judged.changes(0).assessed(), case_);

  v1::RecallEntryResponse recalled;
  EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::RecallEntry, Recalling(note), recalled, ana_).ok());
  const v1::WatchResponse left = NextWith(*operators, v1::Change::kEntry);
  EXPECT_TRUE(left.changes(0).entry().recalled());
  operators->context.TryCancel();
}

TEST_F(WatchTest, WhatSomebodyMayNotSeeMakesNoSound) {
  const std::string supervisor = MakeMember("Dele Haddad");
  MakeSupervision(ana_, supervisor, Day(2025, 1, 1));
  WaitForPolicies();
  auto supervisors = Follow(supervisor);

  Record(Reaction(case_), ana_);
  WaitForPolicies();

  EXPECT_TRUE(IsSilent(*supervisors)) << "not even that the policies have judged something";
  const std::string session = RecordSession(Day(2025, 9, 21), ana_);
  EXPECT_EQ(NextEntries(*supervisors, 1), std::vector<std::string>{session});
  supervisors->context.TryCancel();
}

TEST_F(WatchTest, ATokenIsOfItsCallerAndThisLedger) {
  auto hers = Follow(ana_);
  const std::string token = hers->token;
  hers->context.TryCancel();

  for (const auto& [other, caller] : std::vector<std::pair<std::string, std::string>>{
           {token, maria_}, {token, ""}, {token + "x", ana_}, {"nonsense", ana_}, {std::string(200, 'A'), ana_}}) {
    const Refusal refusal = RefusalOf(EndOf(other, caller));
    EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(refusal.field, "resume_token");
  }
  auto again = Follow(ana_, token);
  const std::string session = RecordSession(Day(2025, 9, 21), ana_);
  EXPECT_EQ(NextEntries(*again, 1), std::vector<std::string>{session});
  again->context.TryCancel();
}

TEST_F(WatchTest, WhoIsFarBehindWhatTheyMaySeeCatchesUpAtOnce) {
  const std::string ben = MakeMember("Ben Ito");
  const std::string bens = OpenCase("C-3", ben, Day(2025, 4, 1));
  auto first = Follow(ben);
  const std::string token = first->token;
  first->context.TryCancel();
  for (int i = 0; i < 700; ++i) RecordSession(Day(2025, 4, 1) + i % 100);
  v1::CreateEntryRequest session = EntryFor(bens, ben, Day(2025, 9, 1));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const std::string his = Record(session).entry().name();

  const auto began = std::chrono::steady_clock::now();
  auto again = Follow(ben, token);

  EXPECT_EQ(NextEntries(*again, 1), std::vector<std::string>{his});
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(4)) << "it waited at every step";
  again->context.TryCancel();
}

TEST_F(WatchTest, EndsWithTheDaemon) {
  auto stream = Follow();
  const auto began = std::chrono::steady_clock::now();

  EXPECT_TRUE(daemon_->Stop().ok());

  v1::WatchResponse response;
  while (stream->reader->Read(&response)) {
  }
  const grpc::Status status = stream->reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("resume token"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(9)) << "nobody waited for its deadline";
}

TEST_F(WatchTest, WhoReadsSlowlyHoldsNobodyUp) {
  auto slow = Follow();
  constexpr size_t kEntries = 200;  // of 16 KiB: more than any transport holds
  std::vector<std::string> recorded;
  for (size_t i = 0; i < kEntries; ++i) {
    recorded.push_back(RecordSession(Day(2025, 4, 1) + static_cast<int>(i % 100), "", std::string(16 * 1024, 'x')));
  }

  auto quick = Follow();
  const std::string last = RecordSession(Day(2025, 9, 1));
  EXPECT_EQ(NextEntries(*quick, 1), std::vector<std::string>{last});
  recorded.push_back(last);
  EXPECT_EQ(NextEntries(*slow, kEntries + 1), recorded);
  quick->context.TryCancel();
  slow->context.TryCancel();
}

}  // namespace
}  // namespace candor::watch_test
