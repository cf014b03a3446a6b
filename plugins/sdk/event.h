#ifndef CANDOR_PLUGINS_SDK_EVENT_H_
#define CANDOR_PLUGINS_SDK_EVENT_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/id.h"

namespace candor::sdk {

// One entry, one timer or what has become of a follow-up, as the host shows it. A view: valid until the call returns.
// Thread-compatible.
//
// What was not recorded is absent: Number() gives nullopt, and neither IsYes() nor IsNo() holds.
class Event {
 public:
  explicit Event(const candor_event& raw) : raw_(&raw) {}

  bool IsEntry() const { return raw_->type == CANDOR_EVENT_ENTRY; }
  bool IsTimer() const { return raw_->type == CANDOR_EVENT_TIMER; }
  // What has become of a follow-up of a case rule; its fields are CANDOR_HOST_FOLLOW_UP_*.
  bool IsFollowUp() const { return raw_->type == CANDOR_EVENT_FOLLOW_UP; }

  uint16_t kind() const { return raw_->kind; }  // CANDOR_KIND_*
  Id id() const { return Id::From(raw_->id); }
  Id therapist() const { return Id::From(raw_->therapist); }
  int32_t day() const { return raw_->occurred_day; }       // windows and patterns run from here; of a timer: its day
  int32_t reported() const { return raw_->reported_day; }  // a person's duty runs from here
  uint16_t source() const { return raw_->source; }         // CANDOR_SOURCE_*
  uint16_t basis() const { return raw_->basis; }           // CANDOR_BASIS_*; 0: not recorded
  uint16_t stage() const { return raw_->stage; }           // CANDOR_STAGE_*; 0: not recorded
  bool has_note() const { return raw_->has_note != 0; }
  uint16_t timer_rule() const { return raw_->timer_rule; }
  uint64_t timer_token() const { return raw_->timer_token; }
  // Whether what it opens is a duty. Otherwise it is context: it was written down before the policy began, and what it
  // opens has no due date.
  bool opens_duties() const { return raw_->opens_duties != 0; }

  // `field` is a CANDOR_FIELD_* or CANDOR_HOST_* constant. Of a narrative text only this can be known.
  bool Has(uint16_t field) const { return Find(field) != nullptr; }
  // nullopt: not recorded, or no number.
  std::optional<int64_t> Number(uint16_t field) const {
    const candor_field* found = Find(field);
    if (found == nullptr || found->type != CANDOR_TYPE_NUMBER) return std::nullopt;
    return found->number;
  }
  bool Is(uint16_t field, int64_t value) const { return Number(field) == value; }
  bool IsYes(uint16_t field) const { return Is(field, CANDOR_ANSWER_YES); }
  bool IsNo(uint16_t field) const { return Is(field, CANDOR_ANSWER_NO); }
  bool IsUnsure(uint16_t field) const { return Is(field, CANDOR_ANSWER_UNSURE); }
  // A date field as a day number.
  std::optional<int32_t> Day(uint16_t field) const {
    const std::optional<int64_t> number = Number(field);
    return number.has_value() ? AsDay(*number) : std::nullopt;
  }
  // Of a repeated date field the one at that index, from 0; nullopt: there are not so many, or it is no date.
  std::optional<int32_t> DayAt(uint16_t field, uint32_t index) const {
    const candor_field* const first = Find(field);
    if (first == nullptr) return std::nullopt;
    const std::span<const candor_field> from(first, fields().data() + fields().size());
    if (index >= from.size() || from[index].id != field || from[index].type != CANDOR_TYPE_NUMBER) return std::nullopt;
    return AsDay(from[index].number);
  }
  // nullopt: not recorded, or no text. Empty: a narrative text, of which only this can be known. Borrowed.
  std::optional<std::string_view> Text(uint16_t field) const {
    const candor_field* found = Find(field);
    if (found == nullptr || found->type != CANDOR_TYPE_TEXT) return std::nullopt;
    return std::string_view(found->text, found->text == nullptr ? 0 : found->size);
  }
  // nullopt: not recorded, or no id. Of a repeated field: the first.
  std::optional<Id> IdOf(uint16_t field) const {
    const candor_field* found = Find(field);
    if (found == nullptr || found->type != CANDOR_TYPE_ID || found->size != CANDOR_ID_BYTES) return std::nullopt;
    Id id;
    std::copy_n(found->text, CANDOR_ID_BYTES, id.bytes.begin());
    return id;
  }

  std::span<const candor_field> fields() const { return {raw_->fields, raw_->field_count}; }

 private:
  static std::optional<int32_t> AsDay(int64_t number) {
    if (number <= CANDOR_NO_DAY || number > INT32_MAX) return std::nullopt;
    return static_cast<int32_t>(number);
  }
  const candor_field* Find(uint16_t field) const {
    const std::span<const candor_field> all = fields();  // sorted by id
    const auto found = std::lower_bound(all.begin(), all.end(), field,
                                        [](const candor_field& one, uint16_t id) { return one.id < id; });
    return found != all.end() && found->id == field ? &*found : nullptr;
  }

  const candor_event* raw_;  // not owned
};

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_EVENT_H_
