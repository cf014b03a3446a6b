#include "plugins/sdk/written.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/sdk/testing/entry.h"

namespace candor::sdk::written_test {
namespace {

using testing::Entry;

struct Told {
  int32_t on = 0;

  int32_t written() const { return on; }
};

uint16_t LateBy(const Entry& entry) {
  std::vector<candor_field> fields;
  const candor_event raw = entry.Event(fields);
  return DaysLate(Event(raw));
}

TEST(WrittenTest, HowLateIsCountedFromTheDayItHappened) {
  EXPECT_EQ(LateBy(Entry("a", "2025-03-01", CANDOR_KIND_SESSION)), 0);
  EXPECT_EQ(LateBy(Entry("a", "2025-03-01", CANDOR_KIND_SESSION).Reported("2025-03-04")), 3);
  EXPECT_EQ(LateBy(Entry("a", "2019-05-01", CANDOR_KIND_SESSION).Reported("2024-06-03")), 1860);
  EXPECT_EQ(LateBy(Entry("a", "1800-01-01", CANDOR_KIND_SESSION).Reported("2025-01-01")), UINT16_MAX);
  EXPECT_EQ(LateBy(Entry("a", "2025-03-04", CANDOR_KIND_SESSION).Reported("2025-03-01")), 0) << "a moved date";
}

int32_t AskedOf(const Entry& entry, int32_t timer_after = -1) {
  std::vector<candor_field> fields;
  candor_event raw = entry.Event(fields);
  if (timer_after >= 0) {
    raw.type = CANDOR_EVENT_TIMER;
    raw.occurred_day += timer_after;
  }
  return AskedFrom(Event(raw)) - entry.day();
}

TEST(WrittenTest, ATimerAsksFromItsDayOrFromWhenItsEntryWasWrittenDown) {
  const Entry late = Entry("a", "2025-03-01", CANDOR_KIND_SESSION).Reported("2025-03-11");

  EXPECT_EQ(AskedOf(late), 10);
  EXPECT_EQ(AskedOf(late, 7), 10);
  EXPECT_EQ(AskedOf(late, 14), 14);
  EXPECT_EQ(DaysBetween(20, 27), 7);
  EXPECT_EQ(DaysBetween(27, 20), 0);
  EXPECT_EQ(DaysBetween(0, 70'000), UINT16_MAX);
}

// In whichever order they stand.
TEST(WrittenTest, EnoughIsKnownWithTheFirstSoMany) {
  Told early{10};
  Told late{90};
  Told middle{40};
  const auto known_from = [](const std::vector<const Told*>& all, size_t enough) {
    return KnownFrom(all, [&](const std::vector<const Told*>& some) { return some.size() >= enough; });
  };

  for (const std::vector<const Told*>& all :
       {std::vector<const Told*>{&early, &late, &middle}, std::vector<const Told*>{&late, &middle, &early},
        std::vector<const Told*>{&middle, &early, &late}}) {
    EXPECT_EQ(known_from(all, 1), 10);
    EXPECT_EQ(known_from(all, 2), 40);
    EXPECT_EQ(known_from(all, 3), 90);
  }
}

}  // namespace
}  // namespace candor::sdk::written_test
