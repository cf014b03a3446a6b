#ifndef CANDOR_PLUGINS_SDK_TESTING_ENTRY_H_
#define CANDOR_PLUGINS_SDK_TESTING_ENTRY_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/calendar.h"
#include "plugins/sdk/id.h"

// For tests of policies. Errors in a test's own data are thrown as std::invalid_argument.
namespace candor::sdk::testing {

// "a1" as an id: its bytes, zeros behind them. At most 16 characters.
inline Id NamedId(std::string_view name) {
  if (name.size() > CANDOR_ID_BYTES) throw std::invalid_argument("a name has at most 16 characters");
  Id id;
  std::copy(name.begin(), name.end(), id.bytes.begin());
  return id;
}

// A named id back as text; other bytes as hexadecimal digits.
inline std::string NameOf(std::string_view bytes) {
  const std::string_view name = bytes.substr(0, bytes.find('\0'));
  const bool readable = std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~'; }) &&
                        std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(name.size()), bytes.end(),
                                    [](char c) { return c == '\0'; });
  if (readable && !name.empty()) return std::string(name);
  std::string hex;
  for (const char c : bytes) {
    hex += "0123456789abcdef"[static_cast<uint8_t>(c) >> 4];
    hex += "0123456789abcdef"[static_cast<uint8_t>(c) & 15];
  }
  return hex;
}

inline int32_t DayOf(std::string_view date) {
  const std::optional<int32_t> day = ParseDay(date);
  if (!day.has_value()) throw std::invalid_argument("not a date: " + std::string(date));
  return *day;
}

// One entry of a timeline, written down readably:
//   Entry("r1", "2024-08-19", CANDOR_KIND_PERSONAL_REACTION).Reported("2024-08-20").Set(FIELD, CHOICE).Yes(FIELD)
// Reported on the day it happened, by the therapist "therapist" about a current client, unless said otherwise.
class Entry {
 public:
  Entry(std::string_view name, int32_t day, uint16_t kind) {
    raw_.struct_size = sizeof raw_;
    raw_.type = CANDOR_EVENT_ENTRY;
    raw_.kind = kind;
    raw_.occurred_day = day;
    raw_.occurred_minute = CANDOR_NO_MINUTE;
    raw_.reported_day = day;
    raw_.source = CANDOR_SOURCE_SELF;
    CopyId(NamedId(name), raw_.id);
    By("therapist");
    No(CANDOR_HOST_IN_TRAINING).Yes(CANDOR_HOST_CURRENT_CLIENT).Yes(CANDOR_HOST_HOLDS_CASE);
  }
  Entry(std::string_view name, std::string_view date, uint16_t kind) : Entry(name, DayOf(date), kind) {}

  Entry& Reported(std::string_view date) { return ReportedDay(DayOf(date)); }
  Entry& ReportedDay(int32_t day) {
    raw_.reported_day = day;
    return *this;
  }
  Entry& By(std::string_view therapist) {
    CopyId(NamedId(therapist), raw_.therapist);
    return *this;
  }
  Entry& Basis(uint16_t basis) {
    raw_.basis = basis;
    return *this;
  }
  Entry& Stage(uint16_t stage) {
    raw_.stage = stage;
    return *this;
  }
  // Context only, as when it was written down before the policy began: what it opens has no due date.
  Entry& BeforePolicy() {
    opens_duties_ = false;
    return *this;
  }

  Entry& Set(uint16_t field, int64_t number) { return Put(field, {number, "", CANDOR_TYPE_NUMBER}); }
  Entry& Yes(uint16_t field) { return Set(field, CANDOR_ANSWER_YES); }
  Entry& No(uint16_t field) { return Set(field, CANDOR_ANSWER_NO); }
  Entry& Unsure(uint16_t field) { return Set(field, CANDOR_ANSWER_UNSURE); }
  Entry& Date(uint16_t field, std::string_view date) { return Set(field, DayOf(date)); }
  Entry& Dates(uint16_t field, const std::vector<std::string_view>& dates) {  // a repeated field
    fields_.erase(field);
    for (const std::string_view date : dates) fields_.emplace(field, Field{DayOf(date), "", CANDOR_TYPE_NUMBER});
    return *this;
  }
  Entry& Written(uint16_t field) {  // a narrative field that was filled in
    return Put(field, {0, "", CANDOR_TYPE_TEXT});
  }
  Entry& Text(uint16_t field, std::string_view text) {  // one that policies see
    return Put(field, {0, std::string(text), CANDOR_TYPE_TEXT});
  }
  Entry& Person(uint16_t field, std::string_view name) {
    const Id id = NamedId(name);
    return Put(field, {0, std::string(id.bytes.begin(), id.bytes.end()), CANDOR_TYPE_ID});
  }
  Entry& Without(uint16_t field) {
    fields_.erase(field);
    return *this;
  }

  Entry& InTraining() { return Yes(CANDOR_HOST_IN_TRAINING); }
  Entry& NotACurrentClient() { return No(CANDOR_HOST_CURRENT_CLIENT); }
  // Written by somebody else: whose account it is.
  Entry& Source(uint16_t source) {
    raw_.source = source;
    return *this;
  }

  int32_t day() const { return raw_.occurred_day; }
  int32_t reported() const { return raw_.reported_day; }
  uint16_t kind() const { return raw_.kind; }
  Id id() const { return Id::From(raw_.id); }
  bool opens_duties() const { return opens_duties_; }

  // The event as the host shows it: `fields` is filled and has to outlive it.
  candor_event Event(std::vector<candor_field>& fields) const {
    fields.clear();
    for (const auto& [id, field] : fields_) {
      fields.push_back({id, field.type, static_cast<uint32_t>(field.text.size()), field.number,
                        field.text.empty() ? nullptr : field.text.data()});
    }
    candor_event event = raw_;
    event.fields = fields.data();
    event.field_count = static_cast<uint32_t>(fields.size());
    event.opens_duties = opens_duties_ ? 1 : 0;
    return event;
  }

 private:
  struct Field {
    int64_t number = 0;
    std::string text;
    uint16_t type = 0;
  };

  Entry& Put(uint16_t id, Field field) {
    fields_.erase(id);
    fields_.emplace(id, std::move(field));
    return *this;
  }

  static void CopyId(const Id& id, uint8_t (&raw)[CANDOR_ID_BYTES]) {
    std::copy(id.bytes.begin(), id.bytes.end(), std::begin(raw));
  }

  candor_event raw_{};
  std::multimap<uint16_t, Field> fields_;  // by id, as the host sorts them
  bool opens_duties_ = true;
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_PLUGINS_SDK_TESTING_ENTRY_H_
