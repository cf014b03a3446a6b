#include "cli/wire/text_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool HoldsOnlyUtf8(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  std::string scratch;
  if (!field.is_repeated()) return IsUtf8(reflection.GetStringReference(message, &field, &scratch));
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (!IsUtf8(reflection.GetRepeatedStringReference(message, &field, i, &scratch))) return false;
  }
  return true;
}

// `prefix`: the path of `message` in what is sent, "" or with a dot at its end.
absl::Status CheckTextsBelow(const Message& message, const std::string& prefix) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->type() == FieldDescriptor::TYPE_STRING && !HoldsOnlyUtf8(message, *field)) {
      return InvalidField(path, "utf8", "this text is not UTF-8; write it again in a terminal or a file that is");
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& below = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                  : reflection.GetMessage(message, field);
      if (absl::Status status = CheckTextsBelow(below, path + "."); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTexts(const Message& message) {
  return CheckTextsBelow(message, "");
}

}  // namespace candor::cli
