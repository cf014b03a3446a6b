// What is kept from somebody shows nowhere: not in lists, counts, totals, words of a refusal, tokens, streams or
// reports.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/leak_pair.h"

namespace candor::leak_test {
namespace {

using leak::Asked;
using leak::Difference;
using leak::Practice;

class LeakTest : public testing::TestWithParam<Difference> {
 protected:
  void ExpectAlike(const Asked& asked) {
    SCOPED_TRACE(asked.method->full_name() + ", " + asked.who + ", about " + asked.about + ", " +
                 std::to_string(asked.page_size) + (asked.of_the_past ? ", of the past" : ""));
    EXPECT_EQ(leak::Answer(one_, asked), leak::Answer(other_, asked));
  }

  // Lists of cases go by their names, which are random: a page of one case is to be of the same one in both.
  static std::unique_ptr<Practice> Begin(bool second) {
    std::unique_ptr<Practice> practice;
    do {
      practice = std::make_unique<Practice>(GetParam(), second);
    } while (practice->NameOf("own case") < practice->NameOf("case"));
    return practice;
  }

  const std::unique_ptr<Practice> first_ = Begin(false);
  const std::unique_ptr<Practice> second_ = Begin(true);
  Practice& one_ = *first_;
  Practice& other_ = *second_;
};

TEST_P(LeakTest, EveryMethodAnswersAlike) {
  for (const auto* method : leak::Methods()) {
    for (const std::string& who : leak::Askers(GetParam())) {
      for (const char* about : {"hidden", "hidden follow-up", "case", "ana", "everybody"}) {
        ExpectAlike({method, who, about, 0, false});
      }
    }
  }
}

TEST_P(LeakTest, WhateverIsAsked) {
  std::random_device device;
  const unsigned seed = device();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto any = [&](const auto& list) {
    return list[std::uniform_int_distribution<size_t>(0, list.size() - 1)(random)];
  };
  const std::vector<std::string> askers = leak::Askers(GetParam());
  const std::vector<int> sizes = {0, 1, 2, 1000};
  for (int i = 0; i < 1500; ++i) {
    ExpectAlike({any(leak::Methods()), any(askers), any(leak::Things()), any(sizes), random() % 4 == 0});
    if (i == 700) {
      // When others hear that a conversation is due.
      one_.Advance(absl::Hours(24 * 60));
      other_.Advance(absl::Hours(24 * 60));
    }
  }
}

// A thing that is not there and one that is kept are refused in the same words.
TEST_P(LeakTest, WhatIsKeptIsRefusedAsWhatIsNotThere) {
  const auto* get_entry =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("candor.v1.EntryService.GetEntry");
  ASSERT_NE(get_entry, nullptr);
  for (const std::string& who : leak::Askers(GetParam())) {
    const std::string nowhere = leak::Answer(one_, {get_entry, who, "nowhere", 0, false});
    EXPECT_EQ(leak::Answer(one_, {get_entry, who, "hidden", 0, false}), nowhere);
    EXPECT_EQ(leak::Answer(other_, {get_entry, who, "nowhere", 0, false}), nowhere);
  }
}

// What a stream says until it tells of what is in the open.
std::vector<std::string> Watched(Practice& practice, const std::string& who, bool second) {
  const auto stub = v1::WatchService::NewStub(practice.channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  context.AddMetadata("candor-act-for", practice.NameOf(who));
  v1::WatchRequest request;
  request.set_heartbeat_seconds(1);
  const auto stream = stub->Watch(&context, request);
  v1::WatchResponse response;
  // The first sign of life: from here on nothing is missed.
  EXPECT_TRUE(stream->Read(&response));
  practice.WriteMore(second);
  std::vector<std::string> said;
  const std::string& last = practice.NameOf("own later session");
  for (bool seen = false; !seen && stream->Read(&response);) {
    for (const v1::Change& change : response.changes()) {
      said.push_back(practice.MadeAlike(change.ShortDebugString()));
      seen = seen || change.entry().name() == last;
    }
  }
  context.TryCancel();
  return said;
}

TEST_P(LeakTest, AStreamSaysTheSame) {
  for (const std::string& who : {std::string("stan"), leak::Askers(GetParam()).back()}) {
    if (who == "consultant") continue;  // is shown none of it
    EXPECT_EQ(Watched(one_, who, false), Watched(other_, who, true)) << who;
  }
}

INSTANTIATE_TEST_SUITE_P(Pairs, LeakTest,
                         testing::Values(Difference::kThatItIsThere, Difference::kWhatItSays,
                                         Difference::kWhomItIsAbout, Difference::kThatItWasRead));

}  // namespace
}  // namespace candor::leak_test
