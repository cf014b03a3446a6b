#ifndef CANDOR_TESTS_SCENARIO_DAEMON_WATCH_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_WATCH_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "candor/v1/retention.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor {

// Whoever follows what is recorded.
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

  // All that the reader is told from the token on, up to a reaction that is written down now.
  std::string ToldOnTheWayToANewReaction(const std::string& token) {
    const std::string last = Record(Reaction(other_, Day(2025, 9, 22)), ana_).entry().name();
    auto readers = Follow(maria_, token);
    std::string told;
    for (bool more = true; more;) {
      const v1::WatchResponse response = Next(*readers);
      told += response.DebugString();
      more = response.changes_size() > 0 && response.changes(0).entry().name() != last;
    }
    EXPECT_NE(told.find(last), std::string::npos) << told;
    readers->context.TryCancel();
    return told;
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

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_WATCH_FIXTURE_H_
