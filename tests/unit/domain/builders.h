#ifndef CANDOR_TESTS_UNIT_DOMAIN_BUILDERS_H_
#define CANDOR_TESTS_UNIT_DOMAIN_BUILDERS_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/vocabulary.h"

// Short ways to say what a test is about.
namespace candor::domain {

template <class AnyId>
AnyId IdNumber(uint16_t number) {
  IdBytes bytes{};
  bytes[0] = static_cast<uint8_t>(number >> 8);
  bytes[1] = static_cast<uint8_t>(number);
  return AnyId(bytes);
}

inline Settings WeekendsOpen() {
  Settings settings;
  settings.closed_weekends = false;
  return settings;
}

// Built up by chained calls: EntryOf(Kind::kIntake, Day(2024, 8, 14)).By(chloe).Choice("initiator", "client").
class EntryBuilder {
 public:
  EntryBuilder(Kind kind, Day occurred) {
    entry_.kind = kind;
    entry_.header.kind = kind;
    entry_.header.occurred.day = occurred;
    entry_.header.reported.day = occurred;
  }

  EntryBuilder& Id(uint16_t number) { return entry_.header.id = IdNumber<EntryId>(number), *this; }
  EntryBuilder& By(const MemberId& therapist) { return entry_.header.therapist = therapist, *this; }
  EntryBuilder& Reported(Day day) { return entry_.header.reported.day = day, *this; }
  EntryBuilder& Revises(uint16_t number) { return entry_.header.revises = IdNumber<EntryId>(number), *this; }
  EntryBuilder& Digest(uint64_t digest) { return entry_.header.order_digest = digest, *this; }
  EntryBuilder& Note(std::string note) {
    Narrative narrative;
    narrative.note = std::move(note);
    return entry_.narrative = Sensitive<Narrative>(std::move(narrative)), *this;
  }
  EntryBuilder& At(int32_t minute) { return entry_.header.occurred.minute_of_day = minute, *this; }
  EntryBuilder& Number(std::string_view field, int64_t value) {
    return entry_.facts.SetNumber(Find(field), value), *this;
  }
  EntryBuilder& On(std::string_view field, Day day) { return Number(field, DayNumber(day)); }
  EntryBuilder& Member(std::string_view field, const MemberId& id) {
    return entry_.facts.SetId(Find(field), id.bytes()), *this;
  }
  EntryBuilder& Text(std::string_view field, std::string text) {
    return entry_.facts.SetText(Find(field), std::move(text)), *this;
  }
  // A word of a choice or an answer.
  EntryBuilder& Word(std::string_view field, std::string_view word) {
    for (const ChoiceWord& candidate : FindField(entry_.kind, field)->words) {
      if (candidate.word == word) return Number(field, candidate.number);
    }
    ADD_FAILURE() << "no word " << word << " in " << field;
    return *this;
  }

  Entry Build() const {
    Entry entry = entry_;
    entry.header.facts = entry.facts.OfClass(FieldClass::kTriage);
    return entry;
  }
  EntryHeader Header() const { return Build().header; }

 private:
  FieldId Find(std::string_view field) const { return FindField(entry_.kind, field)->id; }

  Entry entry_;
};

inline EntryBuilder EntryOf(Kind kind, Day occurred) {
  return EntryBuilder(kind, occurred);
}

inline FollowUp OpenFollowUp(uint16_t number, Action action, Day reported_on, std::optional<Day> due) {
  FollowUp follow_up;
  follow_up.clear.id = IdNumber<FollowUpId>(number);
  follow_up.clear.situation = IdNumber<SituationId>(number);
  follow_up.clear.action = action;
  follow_up.clear.severity = Severity::kSoon;
  follow_up.clear.opened_on = reported_on;
  follow_up.clear.reported_on = reported_on;
  follow_up.clear.due = due;
  return follow_up;
}

inline FollowUp ResolvedFollowUp(uint16_t number, Action action, Day reported_on, std::optional<Day> due,
                                 Day resolved) {
  FollowUp follow_up = OpenFollowUp(number, action, reported_on, due);
  follow_up.clear.state = RuleState::kResolved;
  follow_up.clear.cause = ResolvedCause::kEntry;
  follow_up.clear.resolved_on = resolved;
  return follow_up;
}

}  // namespace candor::domain

#endif  // CANDOR_TESTS_UNIT_DOMAIN_BUILDERS_H_
