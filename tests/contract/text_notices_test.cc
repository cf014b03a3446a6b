#include "daemon/rpc/text_notices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/entry.pb.h"
#include "cli/wire/free_text.h"
#include "google/protobuf/descriptor.h"

// The client looks at texts before it sends them, the daemon for clients that do not: both look at the same fields.
namespace candor::text_notices_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Notices = google::protobuf::RepeatedPtrField<v1::TextNotice>;
using Path = std::vector<const FieldDescriptor*>;

constexpr char kNameAndPhone[] = "ring Maria Lopez, 415-555-0134";

// Each string of an entry, with the fields that it lies in.
void EachText(const Descriptor& message, Path& above, const std::function<void(const Path&)>& visit) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    above.push_back(field);
    if (field->type() == FieldDescriptor::TYPE_STRING) visit(above);
    if (field->message_type() != nullptr) EachText(*field->message_type(), above, visit);
    above.pop_back();
  }
}

void Set(const Path& path, const std::string& text, Message& message) {
  Message* below = &message;
  for (const FieldDescriptor* field : path) {
    const auto& reflection = *below->GetReflection();
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      field->is_repeated() ? reflection.AddString(below, field, text) : reflection.SetString(below, field, text);
    } else {
      below = field->is_repeated() ? reflection.AddMessage(below, field) : reflection.MutableMessage(below, field);
    }
  }
}

Notices NoticesOf(const Message& message, const std::string& field) {
  Notices notices;
  rpc::WriteTextNotices(message, field, TextLint({"Maria Lopez"}), &notices);
  return notices;
}

// A field, and whether a name in it is spoken of.
using Looked = std::set<std::pair<std::string, bool>>;

TEST(TextNoticesContractTest, ClientAndDaemonLookAtTheSameFields) {
  int looked_at = 0;
  Path above;
  EachText(*v1::Entry::descriptor(), above, [&](const Path& path) {
    v1::Entry entry;
    Set(path, kNameAndPhone, entry);
    Looked by_client, by_daemon;
    for (const cli::FreeText& each : cli::FreeTextsOf(entry)) by_client.emplace("entry." + each.path, !each.may_name);
    const Notices notices = NoticesOf(entry, "entry");
    for (const v1::TextNotice& each : notices) {
      const bool named = std::any_of(notices.begin(), notices.end(), [](const v1::TextNotice& notice) {
        return notice.kind() == v1::TEXT_NOTICE_KIND_MEMBER_NAME;
      });
      by_daemon.emplace(each.field(), named);
    }
    EXPECT_EQ(by_daemon, by_client) << path.back()->full_name();
    looked_at += static_cast<int>(by_daemon.size());
  });
  EXPECT_GT(looked_at, 30);
}

TEST(TextNoticesContractTest, SaysFieldPlaceAndKind) {
  v1::Entry entry;
  entry.set_note("we talked\nwith Maria Lopez, she is 34");
  entry.mutable_consultation()->set_outside_consultant("Dr Lee, 415-555-0134");

  const Notices notices = NoticesOf(entry, "entry");

  ASSERT_EQ(notices.size(), 3);
  EXPECT_EQ(notices[0].field(), "entry.note");
  EXPECT_EQ(notices[0].kind(), v1::TEXT_NOTICE_KIND_MEMBER_NAME);
  EXPECT_EQ(notices[0].line(), 2);
  EXPECT_EQ(notices[0].column(), 6);
  EXPECT_EQ(notices[1].kind(), v1::TEXT_NOTICE_KIND_AGE);
  EXPECT_EQ(notices[2].field(), "entry.consultation.outside_consultant");
  EXPECT_EQ(notices[2].kind(), v1::TEXT_NOTICE_KIND_PHONE);
}

TEST(TextNoticesContractTest, OfManyTheFirstHundred) {
  v1::RetractionFacts retraction;
  std::string text;
  for (int i = 0; i < 150; ++i) text += "told Maria, ";
  retraction.set_explanation(text);

  const Notices notices = NoticesOf(retraction, "retraction");

  ASSERT_EQ(notices.size(), 100);
  EXPECT_EQ(notices[0].field(), "retraction.explanation");
  EXPECT_EQ(notices[99].column(), 99 * 12 + 6);
}

}  // namespace
}  // namespace candor::text_notices_test
