#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/retention.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::watch_test {
namespace {

class WatchTest : public CorrectionsTest {
 protected:
  // A stream that is being read.
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader;
    std::string token;  // of the last response
  };

  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    WaitForPolicies();
    watch_ = v1::WatchService::NewStub(daemon_->InProcessChannel());
  }

  // Has begun, and has the token with which it did. What the policies made of the set-up may be on its way to the disk
  // still: it is passed over.
  std::unique_ptr<Stream> Follow(const std::string& act_for = "", const std::string& token = "") {
    auto stream = std::make_unique<Stream>();
    if (!act_for.empty()) stream->context.AddMetadata("candor-act-for", act_for);
    stream->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    v1::WatchRequest request;
    request.set_resume_token(token);
    request.set_heartbeat_seconds(1);
    stream->reader = watch_->Watch(&stream->context, request);
    v1::WatchResponse first;
    while (token.empty()) {
      if (!stream->reader->Read(&first)) {
        ADD_FAILURE() << "the stream did not begin: " << stream->reader->Finish().error_message();
        break;
      }
      if (first.changes_size() == 0) break;
    }
    stream->token = token.empty() ? first.resume_token() : token;
    return stream;
  }

  // The next response that changes something.
  static v1::WatchResponse Next(Stream& stream) {
    v1::WatchResponse response;
    do {
      if (!stream.reader->Read(&response)) {
        ADD_FAILURE() << "the stream ended: " << stream.reader->Finish().error_message();
        return {};
      }
      stream.token = response.resume_token();
    } while (response.changes_size() == 0);
    return response;
  }

  // The next that tells of such a change; what was on its way before the stream began is passed over.
  static v1::WatchResponse NextWith(Stream& stream, v1::Change::WhatCase what) {
    v1::WatchResponse response;
    do {
      response = Next(stream);
    } while (response.changes_size() > 0 && response.changes(0).what_case() != what);
    return response;
  }

  // Names of the entries of the next `count` responses that tell of one.
  static std::vector<std::string> NextEntries(Stream& stream, size_t count) {
    std::vector<std::string> names;
    while (names.size() < count) {
      const v1::WatchResponse response = Next(stream);
      if (response.changes_size() == 0) break;
      if (response.changes(0).has_entry()) names.push_back(response.changes(0).entry().name());
    }
    return names;
  }

  // Nothing but signs of life come for a while.
  static bool IsSilent(Stream& stream) {
    v1::WatchResponse response;
    for (int i = 0; i < 2; ++i) {
      if (!stream.reader->Read(&response) || response.changes_size() > 0) return false;
    }
    return true;
  }

  grpc::Status EndOf(const std::string& token, const std::string& act_for = "") {
    auto stream = Follow(act_for, token);
    v1::WatchResponse response;
    while (stream->reader->Read(&response)) {
    }
    return stream->reader->Finish();
  }

  // The token to go on with. The daemon hears of it on a thread of its own, and nothing says when: until then it tells
  // the stream what comes, which counts as shown.
  static std::string Leave(Stream& stream) {
    stream.context.TryCancel();
    absl::SleepFor(absl::Milliseconds(300));
    return stream.token;
  }

  // Asked for by the operator, approved by somebody whom it does not concern.
  void Erase(v1::ErasureScope scope, const std::string& second) {
    const auto retention = v1::RetentionService::NewStub(daemon_->InProcessChannel());
    v1::ProposeErasureRequest propose;
    propose.set_subject(case_);
    propose.set_scope(scope);
    propose.set_reason("asked for by the client");
    v1::ProposeErasureResponse proposed;
    ASSERT_TRUE(Call(retention, &v1::RetentionService::Stub::ProposeErasure, propose, proposed).ok());
    v1::ApproveErasureRequest approve;
    approve.set_name(proposed.erasure().name());
    v1::ApproveErasureResponse approved;
    const grpc::Status status = Call(retention, &v1::RetentionService::Stub::ApproveErasure, approve, approved, second);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::string RecordSession(Day day, const std::string& act_for = "", const std::string& note = "") {
    v1::CreateEntryRequest session = EntryFor(case_, ana_, day);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note(note);
    return Record(session, act_for).entry().name();
  }

  std::unique_ptr<v1::WatchService::Stub> watch_;
};

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
  const std::string last = Record(Reaction(other_, Day(2025, 9, 22)), ana_).entry().name();

  auto readers = Follow(maria_, token);

  std::string told;
  for (bool more = true; more;) {
    const v1::WatchResponse response = Next(*readers);
    told += response.DebugString();
    more = response.changes_size() > 0 && response.changes(0).entry().name() != last;
  }
  EXPECT_THAT(told, testing::HasSubstr(last));
  EXPECT_THAT(told, testing::Not(testing::HasSubstr("removed_follow_up")));
  readers->context.TryCancel();
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
  const std::string last = Record(Reaction(other_, Day(2025, 9, 22)), ana_).entry().name();

  auto readers = Follow(maria_, token);

  std::string told;
  for (bool more = true; more;) {
    const v1::WatchResponse response = Next(*readers);
    told += response.DebugString();
    more = response.changes_size() > 0 && response.changes(0).entry().name() != last;
  }
  EXPECT_THAT(told, testing::HasSubstr(last));
  EXPECT_THAT(told, testing::Not(testing::HasSubstr(case_)));
  readers->context.TryCancel();
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
