#include "cli/wire/schema.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/field_class.pb.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "REACTION_STATUS_NEW" of enum ReactionStatus is "new". The prefix is the name of the zero value without its
// "UNSPECIFIED".
std::vector<SchemaWord> WordsOf(const EnumDescriptor& type) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const size_t prefix = type.value(0)->name().size() - kUnspecified.size();
  std::vector<SchemaWord> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back({absl::AsciiStrToLower(type.value(i)->name().substr(prefix)), type.value(i)->number()});
  }
  return words;
}

// The only strings of class triage are names of resources: of cases where a field is repeated, else of members.
FieldType TypeOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.enum_type() == v1::Answer_descriptor() ? FieldType::kAnswer : FieldType::kChoice;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FieldType::kDay;
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.options().GetExtension(v1::field_class) != v1::FIELD_CLASS_TRIAGE) return FieldType::kText;
      return field.is_repeated() ? FieldType::kCase : FieldType::kMember;
    default:
      return FieldType::kNumber;
  }
}

SchemaField FieldOf(const FieldDescriptor& descriptor) {
  SchemaField field;
  field.name = descriptor.name();
  field.type = TypeOf(descriptor);
  field.narrative = descriptor.options().GetExtension(v1::field_class) == v1::FIELD_CLASS_NARRATIVE;
  if (descriptor.enum_type() != nullptr) field.words = WordsOf(*descriptor.enum_type());
  field.descriptor = &descriptor;
  return field;
}

absl::Status Expected(const SchemaField& field, std::string_view what) {
  return InvalidField(field.name, "value", absl::StrCat("takes ", ToAbsl(what)));
}

absl::Status SetNumber(const SchemaField& field, std::string_view text, Message& facts) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool narrow = field.descriptor->cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  const int64_t most = narrow ? std::numeric_limits<int32_t>::max() : std::numeric_limits<int64_t>::max();
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > most) {
    return Expected(field, absl::StrCat("a whole number from 0 to ", most));
  }
  if (narrow) {
    facts.GetReflection()->SetInt32(&facts, field.descriptor, static_cast<int32_t>(value));
  } else {
    facts.GetReflection()->SetInt64(&facts, field.descriptor, value);
  }
  return absl::OkStatus();
}

absl::Status SetDay(const SchemaField& field, std::string_view text, Message& facts) {
  const auto day = ParseDay(text);
  if (!day.ok()) return Expected(field, "a day that exists, as in 2025-03-30");
  facts.GetReflection()->MutableMessage(&facts, field.descriptor)->CopyFrom(ToWire(*day));
  return absl::OkStatus();
}

std::string FactText(const SchemaField& field, const Message& facts) {
  const auto& reflection = *facts.GetReflection();
  switch (field.type) {
    case FieldType::kNumber:
      return field.descriptor->cpp_type() == FieldDescriptor::CPPTYPE_INT32
                 ? absl::StrCat(reflection.GetInt32(facts, field.descriptor))
                 : absl::StrCat(reflection.GetInt64(facts, field.descriptor));
    case FieldType::kAnswer:
    case FieldType::kChoice:
      return field.WordOf(reflection.GetEnumValue(facts, field.descriptor));
    case FieldType::kDay:
      return FormatDate(static_cast<const v1::Date&>(reflection.GetMessage(facts, field.descriptor)));
    default:
      return reflection.GetString(facts, field.descriptor);
  }
}

}  // namespace

int SchemaField::FindWord(std::string_view word) const {
  const auto found = std::find_if(words.begin(), words.end(), [&](const SchemaWord& w) { return w.word == word; });
  return found == words.end() ? -1 : found->number;
}

std::string SchemaField::WordOf(int number) const {
  const auto found = std::find_if(words.begin(), words.end(), [&](const SchemaWord& w) { return w.number == number; });
  return found == words.end() ? absl::StrCat(number) : found->word;
}

const SchemaField* SchemaKind::FindField(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const SchemaField& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

Schema::Schema() {
  const auto& facts = *v1::Entry::descriptor()->FindOneofByName("facts");
  for (int i = 0; i < facts.field_count(); ++i) {
    const FieldDescriptor& member = *facts.field(i);
    SchemaKind kind;
    kind.slug = member.name();
    kind.personal = member.options().GetExtension(v1::field_class) == v1::FIELD_CLASS_PERSONAL;
    kind.descriptor = &member;
    const Descriptor& message = *member.message_type();
    for (int f = 0; f < message.field_count(); ++f) kind.fields.push_back(FieldOf(*message.field(f)));
    kinds_.push_back(std::move(kind));
  }
}

const Schema& Schema::OfEntry() {
  static const Schema* const schema = new Schema();
  return *schema;
}

const SchemaKind* Schema::FindKind(std::string_view slug) const {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const SchemaKind& k) { return k.slug == slug; });
  return found == kinds_.end() ? nullptr : &*found;
}

const SchemaKind* Schema::KindOf(const v1::Entry& entry) const {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const SchemaKind& kind) {
    return kind.descriptor->number() == static_cast<int>(entry.facts_case());
  });
  return found == kinds_.end() ? nullptr : &*found;
}

std::string NamesOf(const std::vector<SchemaKind>& kinds) {
  return absl::StrJoin(kinds, ", ", [](std::string* out, const SchemaKind& kind) { out->append(kind.slug); });
}

std::string NamesOf(const std::vector<SchemaField>& fields) {
  return absl::StrJoin(fields, ", ", [](std::string* out, const SchemaField& field) { out->append(field.name); });
}

std::string NamesOf(const std::vector<SchemaWord>& words) {
  return absl::StrJoin(words, ", ", [](std::string* out, const SchemaWord& word) { out->append(word.word); });
}

Message& FactsOf(const SchemaKind& kind, v1::Entry& entry) {
  return *entry.GetReflection()->MutableMessage(&entry, kind.descriptor);
}

absl::Status SetFact(const SchemaField& field, std::string_view text, Message& facts) {
  switch (field.type) {
    case FieldType::kNumber:
      return SetNumber(field, text, facts);
    case FieldType::kDay:
      return SetDay(field, text, facts);
    case FieldType::kAnswer:
    case FieldType::kChoice: {
      const int number = field.FindWord(text);
      if (number < 0) return Expected(field, absl::StrCat("one of ", NamesOf(field.words)));
      facts.GetReflection()->SetEnumValue(&facts, field.descriptor, number);
      return absl::OkStatus();
    }
    case FieldType::kCase:
      facts.GetReflection()->AddString(&facts, field.descriptor, std::string(text));
      break;
    case FieldType::kMember:
    case FieldType::kText:
      facts.GetReflection()->SetString(&facts, field.descriptor, std::string(text));
      break;
  }
  return absl::OkStatus();
}

std::vector<std::string> FactTexts(const SchemaField& field, const Message& facts) {
  const auto& reflection = *facts.GetReflection();
  std::vector<std::string> texts;
  if (field.descriptor->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(facts, field.descriptor); ++i) {
      texts.push_back(reflection.GetRepeatedString(facts, field.descriptor, i));
    }
  } else if (reflection.HasField(facts, field.descriptor)) {
    texts.push_back(FactText(field, facts));
  }
  return texts;
}

}  // namespace candor::cli
