#include "daemon/rpc/text_notices.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/field_class.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/member.h"

namespace candor::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Notices = google::protobuf::RepeatedPtrField<v1::TextNotice>;

constexpr int kMostNotices = 100;
constexpr size_t kNamesAPage = 1000;

// Of an imported cell: it is the sheet's word.
constexpr std::string_view kColumn = "column";
// Beside those that begin with "outside_".
constexpr std::string_view kNamesSomebody[] = {"referred_by", "referred_to", "provider", "agency_name", "reference"};

bool HoldsFreeText(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING && field.name() != kColumn &&
         field.options().GetExtension(v1::field_class) == v1::FIELD_CLASS_NARRATIVE;
}

bool IsThereToName(const FieldDescriptor& field) {
  return absl::StartsWith(field.name(), "outside_") ||
         std::find(std::begin(kNamesSomebody), std::end(kNamesSomebody), field.name()) != std::end(kNamesSomebody);
}

v1::TextNoticeKind KindOnWire(TextNoticeKind kind) {
  switch (kind) {
    case TextNoticeKind::kName:
      return v1::TEXT_NOTICE_KIND_NAME;
    case TextNoticeKind::kKnownName:
      return v1::TEXT_NOTICE_KIND_MEMBER_NAME;
    case TextNoticeKind::kPhone:
      return v1::TEXT_NOTICE_KIND_PHONE;
    case TextNoticeKind::kOnline:
      return v1::TEXT_NOTICE_KIND_ONLINE;
    case TextNoticeKind::kAddress:
      return v1::TEXT_NOTICE_KIND_ADDRESS;
    case TextNoticeKind::kSex:
      return v1::TEXT_NOTICE_KIND_SEX;
    case TextNoticeKind::kOrientation:
      return v1::TEXT_NOTICE_KIND_ORIENTATION;
    case TextNoticeKind::kAge:
      return v1::TEXT_NOTICE_KIND_AGE;
    case TextNoticeKind::kReligion:
      return v1::TEXT_NOTICE_KIND_RELIGION;
    case TextNoticeKind::kEthnicity:
      return v1::TEXT_NOTICE_KIND_ETHNICITY;
  }
  return v1::TEXT_NOTICE_KIND_UNSPECIFIED;
}

bool IsAboutAName(TextNoticeKind kind) {
  return kind == TextNoticeKind::kName || kind == TextNoticeKind::kKnownName;
}

// Of one text of the request, which stands in `path`.
void AddNoticesOf(const Sensitive<std::string>& text, const std::string& path, bool may_name, const TextLint& lint,
                  Notices* out) {
  for (const TextNotice& each : lint.Of(text)) {
    if (may_name && IsAboutAName(each.kind)) continue;
    if (out->size() == kMostNotices) return;
    const TextPlace place = PlaceIn(text, each.offset);
    v1::TextNotice& notice = *out->Add();
    notice.set_field(path);
    notice.set_line(static_cast<int32_t>(place.line));
    notice.set_column(static_cast<int32_t>(place.column));
    notice.set_kind(KindOnWire(each.kind));
  }
}

}  // namespace

void WriteTextNotices(const Message& message, std::string_view field, const TextLint& lint, Notices* out) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* each : fields) {
    const bool repeated = each->is_repeated();
    const int count = repeated ? reflection.FieldSize(message, each) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string path =
          absl::StrCat(ToAbsl(field), ".", each->name(), repeated ? absl::StrCat("[", i, "]") : "");
      if (HoldsFreeText(*each)) {
        const Sensitive<std::string> text(repeated ? reflection.GetRepeatedString(message, each, i)
                                                   : reflection.GetString(message, each));
        AddNoticesOf(text, path, IsThereToName(*each), lint, out);
      } else if (each->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& below =
            repeated ? reflection.GetRepeatedMessage(message, each, i) : reflection.GetMessage(message, each);
        WriteTextNotices(below, path, lint, out);
      }
    }
  }
}

absl::StatusOr<std::vector<std::string>> NamesOfMembers(const domain::View& view) {
  std::vector<std::string> names;
  MemberId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::Member> page, view.ListMembers(after, kNamesAPage));
    for (domain::Member& member : page) names.push_back(std::move(member.display_name));
    if (page.size() < kNamesAPage) return names;
    after = page.back().id;
  }
}

}  // namespace candor::rpc
