#include "tests/bench/load/requests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "candor/v1/entry.pb.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench::requests_test {
namespace {

v1::CreateEntryRequest Parse(const Call& call) {
  v1::CreateEntryRequest request;
  EXPECT_EQ(call.body.substr(0, 1), std::string(1, '\0'));
  EXPECT_TRUE(request.ParseFromString(call.body.substr(5)));
  return request;
}

Day DayOf(const v1::Date& date) {
  return Day(date.year(), date.month(), date.day());
}

class RequestRingTest : public testing::Test {
 protected:
  const Practice practice_ = InventPractice(50, 1000);
  RingOptions options_ = {.size = 4000, .seed = 1, .first_day = Day(2010, 2, 27), .written_on = Day(2026, 1, 31)};
};

TEST_F(RequestRingTest, NeverRepeatsARequestAlsoWhenItGoesRound) {
  RequestRing ring(practice_, options_);
  std::set<std::string> ids;
  std::set<std::string> bodies;
  for (int i = 0; i < 9000; ++i) {
    const Call call = ring.Next();
    ids.insert(Parse(call).request_id());
    bodies.insert(call.body);
  }
  EXPECT_EQ(ids.size(), 9000u);
  EXPECT_EQ(bodies.size(), 9000u);
}

TEST_F(RequestRingTest, KeepsEveryTimelineInOrderButForTheLateOnes) {
  RequestRing ring(practice_, options_);
  std::map<std::string, int32_t> last;
  int late = 0;
  for (int i = 0; i < 9000; ++i) {
    const v1::CreateEntryRequest request = Parse(ring.Next());
    const int32_t occurred = DayNumber(DayOf(request.entry().occurred().date()));
    EXPECT_EQ(DayOf(request.entry().reported().date()), options_.written_on);
    const auto [before, first] = last.try_emplace(request.parent(), occurred);
    if (first) continue;
    if (occurred > before->second) {
      before->second = occurred;
      continue;
    }
    ++late;
    EXPECT_GT(occurred + options_.late_by_days, before->second) << request.parent();
    before->second = occurred + options_.late_by_days;
  }
  EXPECT_NEAR(late, 180, 60);
}

TEST_F(RequestRingTest, WhatIsAboutClientsAndAboutTheirTherapistGoesByOneCalendar) {
  RequestRing ring(practice_, options_);
  const int32_t first = DayNumber(options_.first_day);
  for (int i = 0; i < 9000; ++i) {
    const int32_t occurred = DayNumber(DayOf(Parse(ring.Next()).entry().occurred().date()));
    const int32_t today = first + i / (2 * 50);
    if (occurred >= first) {
      EXPECT_LE(occurred, today + 10) << "a subject's second entry of a day moves on";
    }
    EXPECT_GE(occurred, today - options_.late_by_days);
  }
}

TEST_F(RequestRingTest, MakesSelfReportsOfAbout350BytesOfManyKinds) {
  RequestRing ring(practice_, options_);
  std::map<int, int> kinds;
  for (int i = 0; i < 4000; ++i) {
    const Call call = ring.Next();
    const v1::CreateEntryRequest request = Parse(call);
    ++kinds[request.entry().facts_case()];
    EXPECT_EQ(request.entry().therapist(), call.act_for);
    EXPECT_EQ(request.entry().source(), v1::ENTRY_SOURCE_SELF);
    EXPECT_GE(call.body.size(), 250u);
    EXPECT_LE(call.body.size(), 450u);
  }
  EXPECT_NEAR(ring.mean_message_bytes(), 350, 15);
  EXPECT_EQ(kinds.size(), 13u);
  EXPECT_GT(kinds[v1::Entry::kSession], kinds[v1::Entry::kConsultation]);
}

TEST_F(RequestRingTest, OfOneAuthorSpeaksOfTheirOwnOnly) {
  options_.author = 7;
  RequestRing ring(practice_, options_);
  std::set<std::string> parents;
  for (int i = 0; i < 4000; ++i) {
    const Call call = ring.Next();
    EXPECT_EQ(call.act_for, practice_.members[7]);
    EXPECT_EQ(Parse(call).entry().therapist(), practice_.members[7]);
    parents.insert(Parse(call).parent());
  }
  std::set<std::string> own = {practice_.members[7]};
  for (size_t i = 7; i < practice_.cases.size(); i += practice_.members.size()) own.insert(practice_.cases[i]);
  EXPECT_EQ(parents, own);
}

TEST(NoteEntropyTest, IsThatOfWordsFromAList) {
  // 48 words of 4.9 letters on average, and a space behind each.
  EXPECT_NEAR(NoteEntropyBitsPerByte(), std::log2(48) / 5.9, 0.05);
}

TEST(QuantileTest, TakesTheValueBelowWhichTheShareLies) {
  EXPECT_EQ(Quantile({3, 1, 2}, 0.5), 2);
  EXPECT_EQ(Quantile({3, 1, 2}, 0), 1);
  EXPECT_EQ(Quantile({3, 1, 2}, 1), 3);
}

TEST(StatusOfTest, TakesAReplyWithoutStatusForAnError) {
  EXPECT_TRUE(StatusOf("/x", Reply{0, "", ""}).ok());
  EXPECT_TRUE(absl::IsUnavailable(StatusOf("/x", Reply{})));
  EXPECT_TRUE(absl::IsUnimplemented(StatusOf("/x", Reply{12, "", ""})));
}

}  // namespace
}  // namespace candor::bench::requests_test
