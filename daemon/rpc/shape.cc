#include "daemon/rpc/shape.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/rpc/errors.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/unknown_field_set.h"

namespace candor::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

bool IsKnownValue(const FieldDescriptor& field, int value) {
  return field.enum_type()->FindValueByNumber(value) != nullptr;
}

absl::Status UnknownValue(std::string_view path) {
  return InvalidField(path, "unknown_value", "not a value of the list; use one that the API names");
}

// What of a type of message can be unknown: its fields of enums and messages; of the fields of a oneof one is set.
struct Suspects {
  std::vector<const FieldDescriptor*> fields;
  std::vector<const OneofDescriptor*> oneofs;
};

bool IsSuspect(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_ENUM || field.type() == FieldDescriptor::TYPE_MESSAGE;
}

// REQUIRES: the type is one of this program's own, as every message of a method is: it is remembered by its address.
const Suspects& SuspectsOf(const Descriptor& type) {
  // Not a flat map: whoever looks into one type while it goes through another keeps what it has of that.
  thread_local std::unordered_map<const Descriptor*, Suspects> known;
  const auto [found, added] = known.try_emplace(&type);
  if (!added) return found->second;
  Suspects& suspects = found->second;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->real_containing_oneof() == nullptr && IsSuspect(*field)) suspects.fields.push_back(field);
  }
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) suspects.oneofs.push_back(type.oneof_decl(i));
  return suspects;
}

bool HasOnlyKnown(const Message& message);

bool IsKnownIn(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const bool is_enum = field.type() == FieldDescriptor::TYPE_ENUM;
  if (!field.is_repeated()) {
    if (is_enum) return IsKnownValue(field, reflection.GetEnumValue(message, &field));
    return !reflection.HasField(message, &field) || HasOnlyKnown(reflection.GetMessage(message, &field));
  }
  const int count = reflection.FieldSize(message, &field);
  for (int i = 0; i < count; ++i) {
    const bool known = is_enum ? IsKnownValue(field, reflection.GetRepeatedEnumValue(message, &field, i))
                               : HasOnlyKnown(reflection.GetRepeatedMessage(message, &field, i));
    if (!known) return false;
  }
  return true;
}

// What CheckKnown() asks, without the path of each field on the way: nearly every message passes, and reading one costs
// half as much then.
bool HasOnlyKnown(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return false;
  const Suspects& suspects = SuspectsOf(*message.GetDescriptor());
  const auto known = [&](const FieldDescriptor* field) { return IsKnownIn(message, *field); };
  return std::all_of(suspects.fields.begin(), suspects.fields.end(), known) &&
         std::all_of(suspects.oneofs.begin(), suspects.oneofs.end(), [&](const OneofDescriptor* oneof) {
           const FieldDescriptor* field = reflection.GetOneofFieldDescriptor(message, oneof);
           return field == nullptr || !IsSuspect(*field) || known(field);
         });
}

// Names the first that is not known.
absl::Status FindUnknown(const Message& message, std::string_view path);

absl::Status FindUnknownIn(const Message& message, const FieldDescriptor& field, const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  const int count = repeated ? reflection.FieldSize(message, &field) : 1;
  for (int i = 0; i < count; ++i) {
    if (field.type() == FieldDescriptor::TYPE_ENUM) {
      const int value =
          repeated ? reflection.GetRepeatedEnumValue(message, &field, i) : reflection.GetEnumValue(message, &field);
      if (!IsKnownValue(field, value)) return UnknownValue(path);
    } else if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
      const Message& inner =
          repeated ? reflection.GetRepeatedMessage(message, &field, i) : reflection.GetMessage(message, &field);
      CANDOR_RETURN_IF_ERROR(FindUnknown(inner, repeated ? absl::StrCat(path, "[", i, "]") : path));
    }
  }
  return absl::OkStatus();
}

absl::Status FindUnknown(const Message& message, std::string_view path) {
  const Reflection& reflection = *message.GetReflection();
  const UnknownFieldSet& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) {
    return InvalidField(Below(path, absl::StrCat("#", unknown.field(0).number())), "unknown_field",
                        "this daemon does not know the field and will not drop it; use a client of its version");
  }
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (!IsSuspect(*field)) continue;
    CANDOR_RETURN_IF_ERROR(FindUnknownIn(message, *field, Below(path, field->name())));
  }
  return absl::OkStatus();
}

std::string FindBadTextIn(const Descriptor& descriptor, const UnknownFieldSet& fields, std::string_view path) {
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& each = fields.field(i);
    const FieldDescriptor* field = descriptor.FindFieldByNumber(each.number());
    if (field == nullptr || each.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    std::string inner_path = Below(path, field->name());
    const std::string& bytes = each.length_delimited();
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(bytes)) return inner_path;
    if (field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    UnknownFieldSet inner;
    if (!inner.ParseFromString(bytes)) return inner_path;
    std::string found = FindBadTextIn(*field->message_type(), inner, inner_path);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string FindBadText(const Descriptor& descriptor, std::string_view bytes) {
  UnknownFieldSet fields;
  if (!fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "";
  return FindBadTextIn(descriptor, fields, "");
}

absl::Status CheckKnown(const Message& message, std::string_view path) {
  return HasOnlyKnown(message) ? absl::OkStatus() : FindUnknown(message, path);
}

absl::Status ReadMessage(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::Slice slice;
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok()) {
    return absl::InvalidArgumentError("the request could not be read; send it again");
  }
  if (slice.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    return absl::InvalidArgumentError("the request is too long; send less at a time");
  }
  // Of a text that is not UTF-8 it would write to standard error, where the caller is told in the answer.
  const google::protobuf::LogSilencer silencer;
  if (!message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    const std::string_view raw(reinterpret_cast<const char*>(slice.begin()), slice.size());
    const std::string field = FindBadText(*message.GetDescriptor(), raw);
    if (field.empty()) return absl::InvalidArgumentError("the request is not a message of this method");
    return InvalidField(field, "not_utf8", "not UTF-8; convert the text and send it again");
  }
  return CheckKnown(message, "");
}

grpc::ByteBuffer WriteMessage(const Message& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return {&slice, 1};
}

}  // namespace candor::rpc
