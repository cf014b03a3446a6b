#include "daemon/domain/facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"

namespace candor::domain {
namespace {

constexpr int64_t kLargestNumber = 1'000'000'000;
constexpr size_t kLongestText = 16 * 1024;

bool Repeated(FieldId field) {
  const FieldInfo* info = FindField(field);
  return info != nullptr && info->repeated;
}

absl::Status CheckNumber(const FieldInfo& info, const std::string& path, int64_t value) {
  switch (info.type) {
    case FieldType::kNumber:
      if (value >= 0 && value <= kLargestNumber) return absl::OkStatus();
      return InvalidField(path, "out_of_range", "the number is out of range; give one from 0 to 1,000,000,000");
    case FieldType::kDay:
      if (value >= DayNumber(Day(1900, 1, 1)) && value <= DayNumber(Day(9999, 12, 31))) return absl::OkStatus();
      return InvalidField(path, "out_of_range", "the date is out of range; give a day from 1900 on");
    case FieldType::kAnswer:
    case FieldType::kChoice:
      for (const ChoiceWord& word : info.words) {
        if (word.number == value) return absl::OkStatus();
      }
      return InvalidField(path, "unknown_value", "this is not one of the field's values; see the list in the help");
    default:
      return InvalidField(path, "wrong_type", "a number stands where another kind of value belongs");
  }
}

bool IsCurrencyCode(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

absl::Status CheckText(const FieldInfo& info, const std::string& path, const std::string& text) {
  if (info.type != FieldType::kText) {
    return InvalidField(path, "wrong_type", "text stands where another kind of value belongs");
  }
  if (text.size() > kLongestText) {
    return InvalidField(path, "too_long", "the text is longer than 16 KiB; shorten it or split it over two entries");
  }
  if (!IsUtf8(text)) return InvalidField(path, "not_utf8", "the text is not UTF-8; save it as UTF-8 and try again");
  if (info.form == FieldForm::kCurrency && !IsCurrencyCode(text)) {
    return InvalidField(path, "unknown_value", "this is no code of a currency; give three capital letters (ISO 4217)");
  }
  return absl::OkStatus();
}

absl::Status CheckFact(Kind kind, const Fact& fact) {
  const FieldInfo* info = FindField(fact.field);
  if (info == nullptr || KindOfField(fact.field) != kind) {
    return InvalidField("facts", "unknown_field", "a field does not belong to this kind of entry");
  }
  const std::string path = absl::StrCat("facts.", ToAbsl(info->name));
  if (const auto* number = std::get_if<int64_t>(&fact.value)) return CheckNumber(*info, path, *number);
  if (const auto* text = std::get_if<std::string>(&fact.value)) return CheckText(*info, path, *text);
  if (info->type != FieldType::kMember && info->type != FieldType::kCase) {
    return InvalidField(path, "wrong_type", "a resource name stands where another kind of value belongs");
  }
  return absl::OkStatus();
}

}  // namespace

void Facts::Insert(Fact fact) {
  auto after = std::upper_bound(facts_.begin(), facts_.end(), fact.field,
                                [](FieldId id, const Fact& other) { return id < other.field; });
  if (after != facts_.begin() && std::prev(after)->field == fact.field && !Repeated(fact.field)) {
    *std::prev(after) = std::move(fact);
    return;
  }
  facts_.insert(after, std::move(fact));
}

namespace {

const Fact* Find(const std::vector<Fact>& facts, FieldId field) {
  auto found =
      std::lower_bound(facts.begin(), facts.end(), field, [](const Fact& fact, FieldId id) { return fact.field < id; });
  return found != facts.end() && found->field == field ? &*found : nullptr;
}

}  // namespace

std::optional<int64_t> Facts::Number(FieldId field) const {
  const Fact* fact = Find(facts_, field);
  if (fact == nullptr) return std::nullopt;
  const auto* number = std::get_if<int64_t>(&fact->value);
  return number == nullptr ? std::nullopt : std::optional<int64_t>(*number);
}

std::optional<IdBytes> Facts::IdOf(FieldId field) const {
  const Fact* fact = Find(facts_, field);
  if (fact == nullptr) return std::nullopt;
  const auto* id = std::get_if<IdBytes>(&fact->value);
  return id == nullptr ? std::nullopt : std::optional<IdBytes>(*id);
}

const std::string* Facts::Text(FieldId field) const {
  const Fact* fact = Find(facts_, field);
  return fact == nullptr ? nullptr : std::get_if<std::string>(&fact->value);
}

bool Facts::Has(FieldId field) const {
  return Find(facts_, field) != nullptr;
}

Facts Facts::OfClass(FieldClass field_class) const {
  Facts result;
  for (const Fact& fact : facts_) {
    const FieldInfo* info = FindField(fact.field);
    if (info != nullptr && info->field_class == field_class) result.facts_.push_back(fact);
  }
  return result;
}

Facts Facts::Merge(const Facts& a, const Facts& b) {
  Facts merged;
  merged.facts_.reserve(a.facts_.size() + b.facts_.size());
  std::merge(a.facts_.begin(), a.facts_.end(), b.facts_.begin(), b.facts_.end(), std::back_inserter(merged.facts_),
             [](const Fact& x, const Fact& y) { return x.field < y.field; });
  return merged;
}

absl::Status CheckFacts(Kind kind, const Facts& facts) {
  for (const Fact& fact : facts.all()) CANDOR_RETURN_IF_ERROR(CheckFact(kind, fact));
  return absl::OkStatus();
}

absl::Status CheckPast(const Facts& facts, Day today) {
  for (const Fact& fact : facts.all()) {
    const FieldInfo* info = FindField(fact.field);
    const auto* day = std::get_if<int64_t>(&fact.value);
    if (info == nullptr || day == nullptr || info->form != FieldForm::kPast || *day <= DayNumber(today)) continue;
    return InvalidField(absl::StrCat("facts.", ToAbsl(info->name)), "future_date",
                        "lies in the future; give the day on which it happened, or leave it out");
  }
  return absl::OkStatus();
}

}  // namespace candor::domain
