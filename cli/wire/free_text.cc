#include "cli/wire/free_text.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "candor/v1/field_class.pb.h"

namespace candor::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Codes and names of resources: no words of the writer's own.
constexpr std::string_view kNoFreeText[] = {
    "code",  "case_code",    "client_code",        "follow_up",    "follow_ups", "return_code",
    "owner", "display_name", "private_follow_ups", "cancelled_by", "column"};
constexpr std::string_view kMayName[] = {"referred_by", "referred_to", "provider", "agency_name", "reference"};

bool IsIn(const std::string_view* begin, const std::string_view* end, std::string_view name) {
  return std::find(begin, end, name) != end;
}

bool IsFreeText(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return false;
  if (field.options().GetExtension(v1::field_class) != v1::FIELD_CLASS_NARRATIVE) return false;
  if (field.full_name() == "candor.v1.DirectiveReport.note") return false;
  return !IsIn(std::begin(kNoFreeText), std::end(kNoFreeText), field.name());
}

bool MayName(const FieldDescriptor& field) {
  return absl::StartsWith(field.name(), "outside_") || IsIn(std::begin(kMayName), std::end(kMayName), field.name());
}

// Where a message lies that is looked at.
struct Place {
  std::string path;   // "" or with a dot at its end
  std::string where;  // the numbered things that it lies in, "" or with a blank at its end
};

void AddFreeTexts(const Message& message, const Place& at, std::vector<FreeText>& texts) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrReplaceAll(field->name(), {{"_", " "}});
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string path =
          absl::StrCat(at.path, field->name(), field->is_repeated() ? absl::StrCat("[", i, "]") : "");
      const std::string which = count > 1 ? absl::StrCat(name, " ", i + 1) : name;
      if (IsFreeText(*field)) {
        texts.push_back({path, at.where + which,
                         field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                              : reflection.GetString(message, field),
                         MayName(*field)});
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& below = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                    : reflection.GetMessage(message, field);
        AddFreeTexts(below, {absl::StrCat(path, "."), count > 1 ? absl::StrCat(at.where, which, " ") : at.where},
                     texts);
      }
    }
  }
}

}  // namespace

std::vector<FreeText> FreeTextsOf(const Message& message) {
  std::vector<FreeText> texts;
  AddFreeTexts(message, Place(), texts);
  return texts;
}

}  // namespace candor::cli
