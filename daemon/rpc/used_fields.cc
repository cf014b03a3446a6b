#include "daemon/rpc/used_fields.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "daemon/base/civil.h"
#include "daemon/domain/vocabulary.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::FieldType;

// nullopt: a text, or a word that this version does not know.
std::optional<std::string> ValueOf(const domain::Fact& fact, const domain::FieldInfo& field) {
  if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
    if (field.type != FieldType::kMember) return std::nullopt;
    return MemberName(MemberId(*id));
  }
  const auto* number = std::get_if<int64_t>(&fact.value);
  if (number == nullptr) return std::nullopt;
  if (field.type == FieldType::kDay) return FormatDay(DayFromNumber(static_cast<int32_t>(*number)));
  if (field.type == FieldType::kNumber) return std::to_string(*number);
  for (const domain::ChoiceWord& word : field.words) {
    if (word.number == *number) return std::string(word.word);
  }
  return std::nullopt;
}

}  // namespace

void WriteUsedFields(const domain::Entry& entry, v1::UsedFact* out) {
  for (const domain::Fact& fact : entry.facts.all()) {
    const domain::FieldInfo* field = domain::FindField(fact.field);
    if (field == nullptr || field->field_class == domain::FieldClass::kNarrative) continue;
    std::optional<std::string> value = ValueOf(fact, *field);
    if (!value) continue;
    v1::UsedField* used = out->add_fields();
    used->set_field(std::string(field->name));
    used->set_value(*std::move(value));
  }
}

}  // namespace candor::rpc
