#include "daemon/rpc/facts.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "google/protobuf/descriptor.h"

namespace candor::rpc {
namespace {

using domain::Facts;
using domain::FieldInfo;
using domain::FieldType;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status ReadRepeated(const Message& message, const FieldDescriptor& field, const FieldInfo& info,
                          const std::string& path, Facts& facts) {
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const std::string name = reflection.GetRepeatedString(message, &field, i);
    CANDOR_ASSIGN_OR_RETURN(const CaseId id, ParseCase(name, absl::StrCat(path, "[", i, "]")));
    facts.SetId(info.id, id.bytes());
  }
  return absl::OkStatus();
}

absl::Status ReadText(const std::string& text, const FieldInfo& info, const std::string& path, Facts& facts) {
  if (text.empty()) return absl::OkStatus();
  switch (info.type) {
    case FieldType::kMember: {
      CANDOR_ASSIGN_OR_RETURN(const MemberId id, ParseMember(text, path));
      facts.SetId(info.id, id.bytes());
      return absl::OkStatus();
    }
    case FieldType::kCase: {
      CANDOR_ASSIGN_OR_RETURN(const CaseId id, ParseCase(text, path));
      facts.SetId(info.id, id.bytes());
      return absl::OkStatus();
    }
    default:
      facts.SetText(info.id, text);
      return absl::OkStatus();
  }
}

absl::Status ReadField(const Message& message, const FieldDescriptor& field, const FieldInfo& info,
                       const std::string& path, Facts& facts) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return ReadRepeated(message, field, info, path, facts);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (reflection.HasField(message, &field)) facts.SetNumber(info.id, reflection.GetInt32(message, &field));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      if (const int value = reflection.GetEnumValue(message, &field); value != 0) facts.SetNumber(info.id, value);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      if (!reflection.HasField(message, &field)) return absl::OkStatus();
      const auto& date = static_cast<const v1::Date&>(reflection.GetMessage(message, &field));
      CANDOR_ASSIGN_OR_RETURN(const Day day, DayFromWire(date, path));
      facts.SetNumber(info.id, DayNumber(day));
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_STRING:
      return ReadText(reflection.GetString(message, &field), info, path, facts);
    default:
      return absl::InternalError(absl::StrCat(path, ": a field of this type cannot be converted"));
  }
}

// Of a number, a word or a text without presence of its own: whether it is another than 0 or "".
bool SaysSomething(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

void WriteField(const domain::Fact& fact, const FieldInfo& info, const FieldDescriptor& field, Message* out) {
  const Reflection& reflection = *out->GetReflection();
  if (const auto* number = std::get_if<int64_t>(&fact.value)) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(out, &field, static_cast<int32_t>(*number));
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(out, &field, static_cast<int>(*number));
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        ToWire(DayFromNumber(static_cast<int32_t>(*number)),
               static_cast<v1::Date*>(reflection.MutableMessage(out, &field)));
        return;
      default:
        return;
    }
  }
  std::string text;
  if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
    text = info.type == FieldType::kMember ? MemberName(MemberId(*id)) : CaseName(CaseId(*id));
  } else {
    text = std::get<std::string>(fact.value);
  }
  if (field.is_repeated()) {
    reflection.AddString(out, &field, std::move(text));
  } else {
    reflection.SetString(out, &field, std::move(text));
  }
}

}  // namespace

absl::StatusOr<KindFacts> FactsFromWire(const v1::Entry& entry, Day today, std::string_view field) {
  const Reflection& reflection = *entry.GetReflection();
  const FieldDescriptor* member =
      reflection.GetOneofFieldDescriptor(entry, v1::Entry::descriptor()->FindOneofByName("facts"));
  if (member == nullptr) {
    return InvalidField(Below(field, "facts"), "type", "missing; say what kind of entry it is");
  }
  KindFacts out;
  out.kind = static_cast<domain::Kind>(member->number());
  const domain::KindInfo* info = domain::FindKind(out.kind);
  if (info == nullptr) {
    return InvalidField(Below(field, "facts"), "type", "no such kind of entry; see the list of kinds in the help");
  }
  const Message& message = reflection.GetMessage(entry, member);
  const std::string path = Below(field, member->name());
  for (const FieldInfo& each : info->fields) {
    const FieldDescriptor* wire = message.GetDescriptor()->FindFieldByNumber(domain::NumberOfField(each.id));
    // Most fields of a kind are left out, and for these no path is put together.
    if (wire == nullptr || !SaysSomething(message, *wire)) continue;
    CANDOR_RETURN_IF_ERROR(ReadField(message, *wire, each, absl::StrCat(path, ".", wire->name()), out.facts));
  }
  absl::Status status = domain::CheckFacts(out.kind, out.facts);
  status.Update(domain::CheckPast(out.facts, today));
  if (!status.ok()) {
    return AboutEntry(status, out.kind, field);
  }
  return out;
}

void FactsToWire(domain::Kind kind, const Facts& facts, v1::Entry* out) {
  const FieldDescriptor* member = v1::Entry::descriptor()->FindFieldByNumber(static_cast<int>(kind));
  if (member == nullptr || member->containing_oneof() == nullptr) return;
  Message* message = out->GetReflection()->MutableMessage(out, member);
  for (const domain::Fact& fact : facts.all()) {
    const FieldInfo* info = domain::FindField(fact.field);
    if (info == nullptr || domain::KindOfField(fact.field) != kind) continue;
    const FieldDescriptor* wire = message->GetDescriptor()->FindFieldByNumber(domain::NumberOfField(fact.field));
    if (wire != nullptr) WriteField(fact, *info, *wire, message);
  }
}

}  // namespace candor::rpc
