#include "daemon/domain/vocabulary.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

#include "candor/v1/entry.pb.h"
#include "candor/v1/field_class.pb.h"

// One vocabulary in three places: the domain's table, the wire and the plugins' header. A number that differs would
// give an old record another meaning.
namespace candor::domain::vocabulary_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char letter) { return static_cast<char>(std::toupper(static_cast<unsigned char>(letter))); });
  return upper;
}

// The wire's type for a field of the table.
bool SameType(const FieldInfo& info, const FieldDescriptor& field) {
  switch (info.type) {
    case FieldType::kNumber:
      return field.type() == FieldDescriptor::TYPE_INT32 && field.has_presence();
    case FieldType::kAnswer:
      return field.type() == FieldDescriptor::TYPE_ENUM && field.enum_type()->name() == "Answer";
    case FieldType::kChoice:
      return field.type() == FieldDescriptor::TYPE_ENUM && field.enum_type()->name() != "Answer";
    case FieldType::kDay:
      return field.type() == FieldDescriptor::TYPE_MESSAGE && field.message_type()->full_name() == "candor.v1.Date";
    case FieldType::kMember:
    case FieldType::kCase:
    case FieldType::kText:
      return field.type() == FieldDescriptor::TYPE_STRING;
  }
  return false;
}

// The names and numbers of a wire enum, without its prefix and without the value that means "not recorded".
std::map<int, std::string> WordsOf(const EnumDescriptor& words) {
  const std::string first = words.FindValueByNumber(0)->name();
  const std::string prefix = first.substr(0, first.size() - std::string("UNSPECIFIED").size());
  std::map<int, std::string> by_number;
  for (int index = 0; index < words.value_count(); ++index) {
    const auto* value = words.value(index);
    if (value->number() != 0) by_number[value->number()] = value->name().substr(prefix.size());
  }
  return by_number;
}

std::map<int, std::string> WordsOf(const FieldInfo& info) {
  std::map<int, std::string> by_number;
  for (const ChoiceWord& word : info.words) by_number[word.number] = Upper(word.word);
  return by_number;
}

// Every CANDOR_… = number of the plugins' headers, also where a long line is broken before or after the sign.
std::map<std::string, int> ConstantsOfPlugins() {
  std::stringstream text;
  for (const char* name : {"vocabulary", "fields_care", "fields_conduct", "fields_matters", "fields_practice"}) {
    text << std::ifstream(std::string(CANDOR_PLUGIN_ABI) + "/candor_" + name + ".h").rdbuf();
  }
  const std::string header = text.str();
  const std::regex constant(R"((CANDOR_\w+)\s*=\s*(\d+))");
  std::map<std::string, int> constants;
  for (auto match = std::sregex_iterator(header.begin(), header.end(), constant); match != std::sregex_iterator();
       ++match) {
    constants[(*match)[1]] = std::stoi((*match)[2]);
  }
  return constants;
}

TEST(VocabularyContractTest, EveryKindIsAMemberOfTheOneof) {
  const auto* facts = candor::v1::Entry::descriptor()->FindOneofByName("facts");
  ASSERT_NE(facts, nullptr);

  for (const KindInfo& kind : AllKinds()) {
    const auto* member = candor::v1::Entry::descriptor()->FindFieldByNumber(static_cast<int>(kind.kind));
    ASSERT_NE(member, nullptr) << kind.slug;
    EXPECT_EQ(member->name(), std::string(kind.slug));
    EXPECT_EQ(member->containing_oneof(), facts) << kind.slug;
    EXPECT_EQ(member->options().GetExtension(candor::v1::field_class) == candor::v1::FIELD_CLASS_PERSONAL,
              kind.personal)
        << kind.slug;
  }
  EXPECT_EQ(facts->field_count(), static_cast<int>(AllKinds().size()));
}

TEST(VocabularyContractTest, KindsHaveTheNumbersOfTheWire) {
  std::map<int, std::string> expected;
  for (const KindInfo& kind : AllKinds()) expected[static_cast<int>(kind.kind)] = Upper(kind.slug);

  EXPECT_EQ(WordsOf(*candor::v1::EntryKind_descriptor()), expected);
}

TEST(VocabularyContractTest, FieldsHaveNameTypeWordsAndClassOfTheWire) {
  for (const KindInfo& kind : AllKinds()) {
    const auto* member = candor::v1::Entry::descriptor()->FindFieldByNumber(static_cast<int>(kind.kind));
    ASSERT_NE(member, nullptr) << kind.slug;
    const Descriptor* message = member->message_type();
    EXPECT_EQ(message->field_count(), static_cast<int>(kind.fields.size())) << kind.slug;
    for (const FieldInfo& info : kind.fields) {
      const auto* field = message->FindFieldByNumber(NumberOfField(info.id));
      ASSERT_NE(field, nullptr) << kind.slug << "." << info.name;
      EXPECT_EQ(field->name(), std::string(info.name)) << kind.slug;
      EXPECT_TRUE(SameType(info, *field)) << kind.slug << "." << info.name;
      EXPECT_EQ(field->is_repeated(), info.repeated) << kind.slug << "." << info.name;
      EXPECT_EQ(static_cast<int>(field->options().GetExtension(candor::v1::field_class)),
                static_cast<int>(info.field_class))
          << kind.slug << "." << info.name;
      if (field->enum_type() != nullptr) {
        EXPECT_EQ(WordsOf(*field->enum_type()), WordsOf(info)) << kind.slug << "." << info.name;
      }
    }
  }
}

TEST(VocabularyContractTest, PluginsSeeTheSameNumbers) {
  const auto constants = ConstantsOfPlugins();
  ASSERT_FALSE(constants.empty());

  size_t expected_fields = 0;
  for (const KindInfo& kind : AllKinds()) {
    const std::string slug = Upper(kind.slug);
    ASSERT_EQ(constants.count("CANDOR_KIND_" + slug), 1U) << slug;
    EXPECT_EQ(constants.at("CANDOR_KIND_" + slug), static_cast<int>(kind.kind));
    for (const FieldInfo& info : kind.fields) {
      ++expected_fields;
      const std::string name = slug + "_" + Upper(info.name);
      ASSERT_EQ(constants.count("CANDOR_FIELD_" + name), 1U) << name;
      EXPECT_EQ(constants.at("CANDOR_FIELD_" + name), info.id) << name;
      if (info.type != FieldType::kChoice) continue;
      for (const ChoiceWord& word : info.words) {
        const std::string constant = "CANDOR_" + name + "_" + Upper(word.word);
        ASSERT_EQ(constants.count(constant), 1U) << constant;
        EXPECT_EQ(constants.at(constant), word.number) << constant;
      }
    }
  }
  const auto fields = std::count_if(constants.begin(), constants.end(),
                                    [](const auto& entry) { return entry.first.starts_with("CANDOR_FIELD_"); });
  EXPECT_EQ(static_cast<size_t>(fields), expected_fields) << "the header has a field that the table does not know";
}

TEST(VocabularyContractTest, EveryKindHasARankAndTriggersComeBeforeWhatResolves) {
  const auto rank = [](Kind kind) { return FindKind(kind)->rank; };

  for (const KindInfo& kind : AllKinds()) EXPECT_GT(kind.rank, 0) << kind.slug;
  EXPECT_EQ(rank(Kind::kIntake), 10);
  EXPECT_EQ(rank(Kind::kSession), 30);
  EXPECT_EQ(rank(Kind::kClientFeelings), 40);
  EXPECT_EQ(rank(Kind::kPersonalReaction), 50);
  EXPECT_EQ(rank(Kind::kCrossing), 60);
  EXPECT_EQ(rank(Kind::kBarter), 60);
  EXPECT_EQ(rank(Kind::kDualRelationship), 60);
  EXPECT_EQ(rank(Kind::kConsultation), 70);
  EXPECT_EQ(rank(Kind::kSupervision), 70);
  EXPECT_EQ(rank(Kind::kDiscussion), 80);
  EXPECT_EQ(rank(Kind::kDecision), 80);
  EXPECT_EQ(rank(Kind::kContinuePlan), 80);
  EXPECT_EQ(rank(Kind::kReferral), 90);
  EXPECT_EQ(rank(Kind::kTransferStep), 100);
  EXPECT_EQ(rank(Kind::kTermination), 110);
  EXPECT_EQ(rank(Kind::kPostTerminationContact), 120);
}

}  // namespace
}  // namespace candor::domain::vocabulary_test
