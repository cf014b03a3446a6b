// Events, state and dates: what a policy reads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "plugins/sdk/calendar.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/event.h"
#include "plugins/sdk/subject.h"
#include "plugins/sdk/testing/entry.h"

namespace candor::sdk::views_test {
namespace {

using testing::Entry;
using testing::NamedId;

// An event that outlives the expression it is made in.
struct Held {
  explicit Held(const Entry& entry) : source(entry), raw(source.Event(fields)) {}
  Entry source;
  std::vector<candor_field> fields;
  candor_event raw;
};

TEST(EventTest, WhatWasNotRecordedIsNeitherYesNorNo) {
  const Held held(Entry("e", "2025-01-01", CANDOR_KIND_TERMINATION));
  const Event event(held.raw);

  EXPECT_FALSE(event.Has(CANDOR_FIELD_TERMINATION_AGREED));
  EXPECT_EQ(event.Number(CANDOR_FIELD_TERMINATION_AGREED), std::nullopt);
  EXPECT_FALSE(event.IsYes(CANDOR_FIELD_TERMINATION_AGREED));
  EXPECT_FALSE(event.IsNo(CANDOR_FIELD_TERMINATION_AGREED));
}

TEST(EventTest, ReadsEachTypeOfField) {
  const Held held(Entry("e", "2025-01-01", CANDOR_KIND_CONSULTATION)
                      .Reported("2025-01-05")
                      .By("ada")
                      .Unsure(CANDOR_FIELD_CONSULTATION_DECISION)
                      .Written(CANDOR_FIELD_CONSULTATION_WHY_NOW)
                      .Person(CANDOR_FIELD_CONSULTATION_CONSULTANT, "ben"));
  const Event event(held.raw);

  EXPECT_EQ(event.id(), NamedId("e"));
  EXPECT_EQ(event.therapist(), NamedId("ada"));
  EXPECT_EQ(FormatDay(event.day()), "2025-01-01");
  EXPECT_EQ(FormatDay(event.reported()), "2025-01-05");
  EXPECT_EQ(event.Number(CANDOR_FIELD_CONSULTATION_DECISION), CANDOR_ANSWER_UNSURE);
  EXPECT_TRUE(event.Has(CANDOR_FIELD_CONSULTATION_WHY_NOW));
  EXPECT_EQ(event.Number(CANDOR_FIELD_CONSULTATION_WHY_NOW), std::nullopt);
  EXPECT_EQ(event.IdOf(CANDOR_FIELD_CONSULTATION_CONSULTANT), NamedId("ben"));
  EXPECT_EQ(event.IdOf(CANDOR_FIELD_CONSULTATION_DECISION), std::nullopt);
  EXPECT_EQ(event.Text(CANDOR_FIELD_CONSULTATION_WHY_NOW), "");
  EXPECT_EQ(event.Text(CANDOR_FIELD_CONSULTATION_DECISION), std::nullopt);
}

TEST(EventTest, ReadsATextThatPoliciesSee) {
  const Held held(Entry("e", "2025-01-01", CANDOR_KIND_CROSSING).Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE, "EUR"));

  EXPECT_EQ(Event(held.raw).Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE), "EUR");
}

TEST(EventTest, ADayOutOfRangeIsNoDay) {
  for (const int64_t day : {int64_t{CANDOR_NO_DAY}, int64_t{INT32_MAX} + 1, INT64_MIN}) {
    const Held held(Entry("e", "2025-01-01", CANDOR_KIND_TERMINATION).Set(CANDOR_FIELD_TERMINATION_PROPOSED_ON, day));
    EXPECT_EQ(Event(held.raw).Day(CANDOR_FIELD_TERMINATION_PROPOSED_ON), std::nullopt);
  }
}

TEST(EventTest, ReadsEachDateOfARepeatedField) {
  const Held held(Entry("e", "2025-01-01", CANDOR_KIND_SUPERVISION_CHANGE)
                      .Set(CANDOR_HOST_SUPERVISEES, 8)
                      .Dates(CANDOR_HOST_SUPERVISEES_UNTIL, {"2025-02-01", "2025-02-01", "2025-03-01"}));
  const Event event(held.raw);

  EXPECT_EQ(event.DayAt(CANDOR_HOST_SUPERVISEES_UNTIL, 1), testing::DayOf("2025-02-01"));
  EXPECT_EQ(event.DayAt(CANDOR_HOST_SUPERVISEES_UNTIL, 2), testing::DayOf("2025-03-01"));
  EXPECT_EQ(event.DayAt(CANDOR_HOST_SUPERVISEES_UNTIL, 3), std::nullopt) << "there are no more";
  EXPECT_EQ(event.DayAt(CANDOR_HOST_SUPERVISEES, 1), std::nullopt) << "the next is of another field";
  EXPECT_EQ(event.DayAt(CANDOR_HOST_LAST_OWN_REPORT, 0), std::nullopt) << "not recorded";
}

struct Counted {
  static constexpr uint8_t kVersion = 3;
  uint8_t version = kVersion;
  uint8_t first = 0;
  uint8_t last = 0;
};

struct StateRoom {
  StateRoom() {
    call.struct_size = sizeof call;
    call.state = bytes;
  }
  uint8_t bytes[CANDOR_MAX_STATE_BYTES] = {};
  candor_call call{};
};

TEST(SubjectTest, StateComesBackAsItWasSaved) {
  StateRoom room;
  Subject subject(room.call);
  EXPECT_EQ(subject.Load<Counted>().first, 0);

  subject.Save(Counted{.first = 7, .last = 9});

  EXPECT_EQ(room.call.state_size, 3u);
  EXPECT_EQ(subject.Load<Counted>().first, 7);
  EXPECT_EQ(subject.Load<Counted>().last, 9);
}

TEST(SubjectTest, StoresNeitherZerosAtTheEndNorAnUnchangedStart) {
  StateRoom room;
  Subject subject(room.call);

  subject.Save(Counted{.first = 7, .last = 0});
  EXPECT_EQ(room.call.state_size, 2u);
  EXPECT_EQ(subject.Load<Counted>().first, 7);
  EXPECT_EQ(subject.Load<Counted>().last, 0);

  subject.Save(Counted{});
  EXPECT_EQ(room.call.state_size, 0u);
}

TEST(SubjectTest, AStateOfAnotherVersionOrSizeIsRefused) {
  StateRoom room;
  Subject subject(room.call);
  subject.Save(Counted{.first = 1});

  room.bytes[0] = 4;
  EXPECT_THROW(subject.Load<Counted>(), Failure);

  room.bytes[0] = Counted::kVersion;
  room.call.state_size = sizeof(Counted) + 1;
  EXPECT_THROW(subject.Load<Counted>(), Failure);
}

TEST(CalendarTest, ReadsOnlyDatesThatExist) {
  EXPECT_EQ(ParseDay("1970-01-01"), 0);
  EXPECT_EQ(ParseDay("2024-02-29"), 19782);
  EXPECT_EQ(FormatDay(19782), "2024-02-29");
  for (const char* text : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "2025/01/01", "", "2025-01-0x"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
}

TEST(CalendarTest, YearsEndOnTheSameDateAndLeapDaysOnTheFirstOfMarch) {
  EXPECT_EQ(FormatDay(YearsAfter(*ParseDay("2023-05-10"), 2)), "2025-05-10");
  EXPECT_EQ(FormatDay(YearsAfter(*ParseDay("2024-02-29"), 2)), "2026-03-01");
  EXPECT_EQ(FormatDay(YearsAfter(*ParseDay("2024-02-29"), 4)), "2028-02-29");
}

TEST(TimerTokenTest, DiffersByIdAndPurpose) {
  EXPECT_NE(TimerToken(NamedId("a"), 1), TimerToken(NamedId("b"), 1));
  EXPECT_NE(TimerToken(NamedId("a"), 1), TimerToken(NamedId("a"), 2));
}

TEST(TransferProgressTest, HandedOverTakesAllThreeSteps) {
  const uint16_t steps[] = {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION, CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED,
                            CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED};
  for (unsigned chosen = 0; chosen < 8; ++chosen) {
    TransferProgress progress;
    for (unsigned i = 0; i < 3; ++i) {
      if ((chosen >> i & 1u) == 0) continue;
      const Held held(Entry("t", "2025-01-01", CANDOR_KIND_TRANSFER_STEP).Yes(steps[i]));
      progress.Take(Event(held.raw));
    }
    EXPECT_EQ(progress.HandedOver(), chosen == 7) << chosen;
  }
}

TEST(CalendarTest, BusinessDaysAreMondaysToFridaysAfterTheFirst) {
  const auto after = [](const char* from, int64_t days) {
    return FormatDay(InBusinessDays(*ParseDay(from), days).day);
  };
  EXPECT_EQ(after("2025-03-03", 0), "2025-03-03");
  EXPECT_EQ(after("2025-03-03", 2), "2025-03-05");
  EXPECT_EQ(after("2025-03-07", 2), "2025-03-11") << "from a Friday";
  EXPECT_EQ(after("2025-03-08", 2), "2025-03-11") << "from a Saturday";
  EXPECT_EQ(after("2024-02-26", 5), "2024-03-04") << "over a leap day";
  EXPECT_EQ(InBusinessDays(*ParseDay("2025-03-07"), 2).counted_from, ParseDay("2025-03-07"));
  const int32_t day = *ParseDay("2025-03-03");
  EXPECT_LE(InBusinessDays(day, CANDOR_FOREVER).day - day, CANDOR_MAX_COUNTED_DAYS);
}

TEST(EntriesTest, OnlyAnIntakeThatNothingOfATherapyStandsBeforeBeginsTheFirst) {
  const Held intake(Entry("i", "2025-02-01", CANDOR_KIND_INTAKE));
  const Held act(Entry("a", "2025-01-01", CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT));
  uint8_t treated = 0;
  EXPECT_FALSE(BeginsFirstTherapy(Event(act.raw), treated));
  EXPECT_TRUE(BeginsFirstTherapy(Event(intake.raw), treated));
  EXPECT_FALSE(BeginsFirstTherapy(Event(intake.raw), treated));

  const Held session(Entry("s", "2025-01-02", CANDOR_KIND_SESSION));
  treated = 0;
  EXPECT_FALSE(BeginsFirstTherapy(Event(session.raw), treated));
  EXPECT_FALSE(BeginsFirstTherapy(Event(intake.raw), treated));

  const Held earlier(
      Entry("i", "2025-02-01", CANDOR_KIND_INTAKE).Date(CANDOR_FIELD_INTAKE_THERAPY_STARTED, "2024-12-01"));
  EXPECT_EQ(TherapyBeganOn(Event(intake.raw)), *ParseDay("2025-02-01"));
  EXPECT_EQ(TherapyBeganOn(Event(earlier.raw)), *ParseDay("2024-12-01"));
}

}  // namespace
}  // namespace candor::sdk::views_test
