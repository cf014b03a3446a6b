#include "cli/wire/json.h"

#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "cli/wire/dates.h"

namespace candor::cli::json_test {
namespace {

// The names that other tools rely on.
TEST(JsonTest, AFollowUpHasTheAgreedNames) {
  v1::FollowUp follow_up;
  follow_up.set_name("cases/a/followUps/b");
  follow_up.set_rule("attraction_consult");
  follow_up.set_catalogue_id("R01");
  follow_up.set_severity(v1::SEVERITY_SOON);
  follow_up.set_action(v1::ACTION_SOFT_TRANSFER);
  follow_up.set_status(v1::FOLLOW_UP_STATUS_RESOLVED_LATE);
  follow_up.set_case_("cases/a");
  follow_up.set_opened_by("cases/a/entries/c");
  *follow_up.mutable_due() = ToWire(Day(2025, 4, 8));

  const Json json = ToJson(follow_up);

  EXPECT_EQ(json["name"], "cases/a/followUps/b");
  EXPECT_EQ(json["rule"], "attraction_consult");
  EXPECT_EQ(json["catalogue_id"], "R01");
  EXPECT_EQ(json["severity"], "soon");
  EXPECT_EQ(json["action"], "soft_transfer");
  EXPECT_EQ(json["status"], "resolved_late");
  EXPECT_EQ(json["due"], "2025-04-08");
  EXPECT_EQ(json["past_due"], false);
  EXPECT_EQ(json["case"], "cases/a");
  EXPECT_EQ(json["opened_by"], "cases/a/entries/c");
  EXPECT_TRUE(json["resolved_by"].is_null());
  for (const char* name : {"before_policy", "folded_under", "situation", "resolved_cause"}) {
    EXPECT_TRUE(json.contains(name)) << name;
  }
}

TEST(JsonTest, AFollowUpHasTheAgreedWordsOfStatus) {
  const std::pair<v1::FollowUpStatus, const char*> words[] = {
      {v1::FOLLOW_UP_STATUS_OPEN, "open"},         {v1::FOLLOW_UP_STATUS_WAIVED, "waived"},
      {v1::FOLLOW_UP_STATUS_RESOLVED, "resolved"}, {v1::FOLLOW_UP_STATUS_RESOLVED_LATE, "resolved_late"},
      {v1::FOLLOW_UP_STATUS_DISPOSED, "disposed"}, {v1::FOLLOW_UP_STATUS_WITHDRAWN, "withdrawn"}};
  EXPECT_EQ(std::size(words), static_cast<size_t>(v1::FollowUpStatus_descriptor()->value_count() - 1))
      << "and there is no other";
  for (const auto& [status, word] : words) {
    v1::FollowUp follow_up;
    follow_up.set_status(status);
    follow_up.set_past_due(true);
    EXPECT_EQ(ToJson(follow_up)["status"], word);
    EXPECT_EQ(ToJson(follow_up)["past_due"], true);
  }
}

TEST(JsonTest, ShowsOnlyTheKindThatIsSet) {
  v1::Entry entry;
  entry.mutable_session()->set_minutes(0);
  *entry.mutable_occurred()->mutable_date() = ToWire(Day(2025, 1, 2));

  const Json json = ToJson(entry);

  EXPECT_EQ(json["session"]["minutes"], 0);
  EXPECT_TRUE(json["session"]["setting"].is_null());
  EXPECT_FALSE(json.contains("intake"));
  EXPECT_EQ(json["occurred"]["date"], "2025-01-02");
  EXPECT_TRUE(json["imported_cells"].is_array());
}

TEST(JsonTest, WritesInstantsAndMoments) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(1743343445);
  EXPECT_EQ(FormatInstant(instant), "2025-03-30T14:04:05Z");
  // In a sentence by this machine's clock, wherever it stands.
  const std::string said = SayInstant(instant);
  absl::Time back;
  ASSERT_TRUE(
      absl::ParseTime("%Y-%m-%d %H:%M", said.substr(0, said.rfind(' ')), absl::LocalTimeZone(), &back, nullptr));
  EXPECT_EQ(back, absl::FromUnixSeconds(1743343445 - 5));

  const auto end_of_day = ParseInstant("2025-03-30", absl::FixedTimeZone(3600));
  ASSERT_TRUE(end_of_day.ok());
  EXPECT_EQ(FormatInstant(*end_of_day), "2025-03-30T22:59:59.999999Z");
  EXPECT_EQ(FormatInstant(*ParseInstant("2025-03-30T14:00:00+02:00", absl::UTCTimeZone())), "2025-03-30T12:00:00Z");
  EXPECT_FALSE(ParseInstant("last week", absl::UTCTimeZone()).ok());
}

}  // namespace
}  // namespace candor::cli::json_test
