#include "cli/wire/json.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "candor/v1/civil.pb.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Json EnumJson(const EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return number;
  const std::string word = EnumWord(*value);
  return word.empty() ? Json(nullptr) : Json(word);
}

Json TextJson(const FieldDescriptor& field, const std::string& text) {
  if (text.empty()) return nullptr;
  return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text;
}

Json MessageJson(const Message& message) {
  if (message.GetDescriptor() == v1::Date::descriptor()) return FormatDate(static_cast<const v1::Date&>(message));
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    return FormatInstant(static_cast<const google::protobuf::Timestamp&>(message));
  }
  if (message.GetDescriptor() == v1::LocalTime::descriptor()) {
    const auto& time = static_cast<const v1::LocalTime&>(message);
    return absl::StrFormat("%02d:%02d", time.hours(), time.minutes());
  }
  return ToJson(message);
}

Json ElementJson(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(reflection.GetRepeatedMessage(message, &field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumJson(*field.enum_type(), reflection.GetRepeatedEnumValue(message, &field, index));
    default:
      return TextJson(field, reflection.GetRepeatedStringReference(message, &field, index, &scratch));
  }
}

Json FieldJson(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumJson(*field.enum_type(), reflection.GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return TextJson(field, reflection.GetStringReference(message, &field, &scratch));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.GetUInt64(message, &field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.GetFloat(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.GetDouble(message, &field);
  }
  return nullptr;
}

}  // namespace

std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  if (value.number() == 0) return "";
  return absl::AsciiStrToLower(value.name().substr(value.type()->value(0)->name().size() - kUnspecified.size()));
}

Json ToJson(const Message& message) {
  const auto& descriptor = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  fields.reserve(static_cast<size_t>(descriptor.field_count()));
  for (int i = 0; i < descriptor.field_count(); ++i) fields.push_back(descriptor.field(i));
  std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->number() < b->number(); });
  Json json = Json::object();
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) {
      Json list = Json::array();
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) list.push_back(ElementJson(message, *field, i));
      json[field->name()] = std::move(list);
    } else if (field->has_presence() && !reflection.HasField(message, field)) {
      if (field->real_containing_oneof() == nullptr) json[field->name()] = nullptr;
    } else {
      json[field->name()] = FieldJson(message, *field);
    }
  }
  return json;
}

}  // namespace candor::cli
