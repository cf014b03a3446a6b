#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "candor/v1/access.pb.h"
#include "candor/v1/backup.pb.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/civil.pb.h"
#include "candor/v1/concern.pb.h"
#include "candor/v1/conduct_facts.pb.h"
#include "candor/v1/daemon.pb.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/emergency.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/entry_facts.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/export.pb.h"
#include "candor/v1/field_class.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/identity.pb.h"
#include "candor/v1/import.pb.h"
#include "candor/v1/key.pb.h"
#include "candor/v1/ledger.pb.h"
#include "candor/v1/matter_facts.pb.h"
#include "candor/v1/member.pb.h"
#include "candor/v1/policy.pb.h"
#include "candor/v1/practice_facts.pb.h"
#include "candor/v1/report.pb.h"
#include "candor/v1/retention.pb.h"
#include "candor/v1/role.pb.h"
#include "candor/v1/supervision.pb.h"
#include "candor/v1/text_notice.pb.h"
#include "candor/v1/watch.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/domain/vocabulary.h"

// What holds for every message and method of candor.v1, found by walking the descriptors.
namespace candor::wire_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

const std::vector<const FileDescriptor*>& Files() {
  static const std::vector<const FileDescriptor*> files = {v1::Access::descriptor()->file(),
                                                           v1::TakeBackupRequest::descriptor()->file(),
                                                           v1::Case::descriptor()->file(),
                                                           v1::Date::descriptor()->file(),
                                                           v1::GetStatusRequest::descriptor()->file(),
                                                           v1::Decision::descriptor()->file(),
                                                           v1::Emergency::descriptor()->file(),
                                                           v1::Entry::descriptor()->file(),
                                                           v1::IntakeFacts::descriptor()->file(),
                                                           v1::RomanticOrSexualActFacts::descriptor()->file(),
                                                           v1::ConcernFacts::descriptor()->file(),
                                                           v1::Concern::descriptor()->file(),
                                                           v1::AbsenceFacts::descriptor()->file(),
                                                           v1::ErrorDetail::descriptor()->file(),
                                                           v1::ExportLine::descriptor()->file(),
                                                           v1::FieldClass_descriptor()->file(),
                                                           v1::FollowUp::descriptor()->file(),
                                                           v1::Enrolment::descriptor()->file(),
                                                           v1::ImportEntriesRequest::descriptor()->file(),
                                                           v1::KeyStatus::descriptor()->file(),
                                                           v1::LedgerFault::descriptor()->file(),
                                                           v1::Member::descriptor()->file(),
                                                           v1::Policy::descriptor()->file(),
                                                           v1::GenerateComplianceReportRequest::descriptor()->file(),
                                                           v1::Erasure::descriptor()->file(),
                                                           v1::RoleGrant::descriptor()->file(),
                                                           v1::SupervisionNote::descriptor()->file(),
                                                           v1::TextNotice::descriptor()->file(),
                                                           v1::Change::descriptor()->file(),
                                                           v1::WorkList::descriptor()->file()};
  return files;
}

void EachMessage(const Descriptor& message, const std::function<void(const Descriptor&)>& visit) {
  visit(message);
  for (int index = 0; index < message.nested_type_count(); ++index) EachMessage(*message.nested_type(index), visit);
}

void EachMessage(const std::function<void(const Descriptor&)>& visit) {
  for (const FileDescriptor* file : Files()) {
    for (int index = 0; index < file->message_type_count(); ++index) EachMessage(*file->message_type(index), visit);
  }
}

void EachMethod(const std::function<void(const MethodDescriptor&)>& visit) {
  for (const FileDescriptor* file : Files()) {
    for (int service = 0; service < file->service_count(); ++service) {
      for (int index = 0; index < file->service(service)->method_count(); ++index) {
        visit(*file->service(service)->method(index));
      }
    }
  }
}

bool Has(const Descriptor& message, const std::string& field, FieldDescriptor::Type type) {
  const FieldDescriptor* found = message.FindFieldByName(field);
  return found != nullptr && found->type() == type;
}

// Everything of the wire that has a number, one line each.
std::set<std::string> NumberedNames() {
  std::set<std::string> names;
  const auto add_enum = [&names](const EnumDescriptor& words) {
    for (int index = 0; index < words.value_count(); ++index) {
      names.insert(words.full_name() + " " + words.value(index)->name() + " = " +
                   std::to_string(words.value(index)->number()));
    }
  };
  EachMessage([&](const Descriptor& message) {
    for (int index = 0; index < message.field_count(); ++index) {
      const FieldDescriptor* field = message.field(index);
      const std::string type = field->message_type() != nullptr ? field->message_type()->full_name()
                               : field->enum_type() != nullptr  ? field->enum_type()->full_name()
                                                                : field->type_name();
      names.insert(field->full_name() + " = " + std::to_string(field->number()) + " " +
                   (field->is_repeated() ? "repeated " : "") + type);
    }
    for (int index = 0; index < message.enum_type_count(); ++index) add_enum(*message.enum_type(index));
  });
  for (const FileDescriptor* file : Files()) {
    for (int index = 0; index < file->enum_type_count(); ++index) add_enum(*file->enum_type(index));
  }
  EachMethod([&](const MethodDescriptor& method) {
    names.insert("rpc " + method.full_name() + " " + method.input_type()->name() + " " + method.output_type()->name());
  });
  return names;
}

// Words of a name that would be there to say what sex, orientation, age, religion or ethnicity somebody has.
const std::set<std::string>& PersonWords() {
  static const std::set<std::string> words = {
      "sex",    "gender",    "pronoun",  "pronouns",    "male",      "female",       "man",       "woman",
      "trans",  "binary",    "intersex", "orientation", "gay",       "lesbian",      "bisexual",  "heterosexual",
      "queer",  "sexuality", "age",      "aged",        "birth",     "birthday",     "birthdate", "born",
      "dob",    "minor",     "elderly",  "adult",       "child",     "religion",     "religious", "faith",
      "church", "catholic",  "muslim",   "jewish",      "christian", "congregation", "belief",    "ethnic",
      "race",   "ethnicity", "racial",   "skin",        "origin",    "nationality",  "black",     "white",
      "asian",  "hispanic"};
  return words;
}

// Names with such a word that say something else, and what.
const std::map<std::string, std::string>& OtherNames() {
  static const std::map<std::string, std::string> names = {
      {"of_age_in", "the year from which the time counts for which a minor's record is kept (references.md 5.3)"},
      {"age_not_recorded", "that this year is not there"},
      {"value_minor_units", "cents"},
      {"REPORT_MATTER_ABUSE_OF_MINOR", "which duty to report was met (R61)"},
      {"REPORT_MATTER_ABUSE_OF_ADULT", "the same"},
      {"REPORT_AGENCY_CHILD_PROTECTION", "an authority"},
      {"REPORT_AGENCY_ADULT_PROTECTION", "the same"},
      {"abuse_of_minor", "as on the wire"},
      {"abuse_of_adult", "as on the wire"},
      {"child_protection", "as on the wire"},
      {"adult_protection", "as on the wire"},
      {"TEXT_NOTICE_KIND_SEX", "where a text seems to say it, told to its writer and kept nowhere"},
      {"TEXT_NOTICE_KIND_ORIENTATION", "the same"},
      {"TEXT_NOTICE_KIND_AGE", "the same"},
      {"TEXT_NOTICE_KIND_RELIGION", "the same"},
      {"TEXT_NOTICE_KIND_ETHNICITY", "the same"}};
  return names;
}

bool HasPersonWord(const std::string& name) {
  std::istringstream in(name);
  for (std::string word; std::getline(in, word, '_');) {
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); });
    if (PersonWords().contains(word)) return true;
  }
  return false;
}

// The names of fields and of words of choice: on the wire, in the entries' vocabulary, and in the record's own format.
std::set<std::string> NamesOfFields() {
  std::set<std::string> names;
  for (const std::string& line : NumberedNames()) {
    const std::string name = line.substr(0, line.find(" = "));
    if (!name.starts_with("rpc ")) names.insert(name.substr(name.find_last_of(" .") + 1));
  }
  for (const domain::KindInfo& kind : domain::AllKinds()) {
    for (const domain::FieldInfo& field : kind.fields) {
      names.insert(std::string(field.name));
      for (const domain::ChoiceWord& word : field.words) names.insert(std::string(word.word));
    }
  }
  std::ifstream record(CANDOR_RECORD_PROTO);
  const std::regex numbered(R"(^ +(?:[\w.]+ +)*(\w+) = \d+)");
  for (std::string line; std::getline(record, line);) {
    if (std::smatch found; std::regex_search(line, found, numbered)) names.insert(found[1]);
  }
  return names;
}

TEST(WireTest, NoFieldSaysWhatSexOrientationAgeReligionOrEthnicitySomebodyHas) {
  const std::set<std::string> names = NamesOfFields();
  ASSERT_TRUE(names.contains("first_reader") && names.contains("why_now") && names.contains("order_digest"))
      << "each of the three is read";
  for (const std::string& name : names) {
    EXPECT_TRUE(!HasPersonWord(name) || OtherNames().contains(name)) << name;
  }
  for (const auto& [name, meaning] : OtherNames()) EXPECT_TRUE(names.contains(name)) << name << ": " << meaning;
}

TEST(WireTest, TheListOfFilesIsWhole) {
  std::set<std::string> known;
  for (const FileDescriptor* file : Files()) known.insert(file->name());

  for (const FileDescriptor* file : Files()) {
    for (int index = 0; index < file->dependency_count(); ++index) {
      const std::string& needed = file->dependency(index)->name();
      if (needed.starts_with("candor/")) {
        EXPECT_EQ(known.count(needed), 1U) << needed;
      }
    }
  }
}

TEST(WireTest, EveryFieldHasAClass) {
  int fields = 0;
  EachMessage([&fields](const Descriptor& message) {
    for (int index = 0; index < message.field_count(); ++index, ++fields) {
      EXPECT_NE(message.field(index)->options().GetExtension(v1::field_class), v1::FIELD_CLASS_UNSPECIFIED)
          << message.field(index)->full_name();
    }
  });
  EXPECT_GT(fields, 100);
}

TEST(WireTest, EveryMethodHasItsOwnRequestAndResponse) {
  std::set<std::string> seen;
  EachMethod([&seen](const MethodDescriptor& method) {
    EXPECT_EQ(method.input_type()->name(), method.name() + "Request");
    EXPECT_EQ(method.output_type()->name(), method.name() + "Response");
    EXPECT_TRUE(seen.insert(method.name()).second) << method.full_name();
  });
  EXPECT_GT(seen.size(), 20U);
}

TEST(WireTest, ListsArePagedAndChangesHaveARequestId) {
  EachMethod([](const MethodDescriptor& method) {
    const std::string& name = method.name();
    if (name.starts_with("List")) {
      EXPECT_TRUE(Has(*method.input_type(), "page_size", FieldDescriptor::TYPE_INT32)) << name;
      EXPECT_TRUE(Has(*method.input_type(), "page_token", FieldDescriptor::TYPE_STRING)) << name;
      EXPECT_TRUE(Has(*method.output_type(), "next_page_token", FieldDescriptor::TYPE_STRING)) << name;
    }
    if (name.starts_with("Create") || name.starts_with("Amend") || name.starts_with("Retract")) {
      EXPECT_TRUE(Has(*method.input_type(), "request_id", FieldDescriptor::TYPE_STRING)) << name;
    }
  });
}

TEST(WireTest, ResourcesHaveANameAndAreReadAsOfAPastMoment) {
  for (const Descriptor* resource :
       {v1::Case::descriptor(), v1::Member::descriptor(), v1::Entry::descriptor(), v1::FollowUp::descriptor(),
        v1::Decision::descriptor(), v1::Policy::descriptor()}) {
    EXPECT_TRUE(Has(*resource, "name", FieldDescriptor::TYPE_STRING)) << resource->full_name();
  }
  for (const Descriptor* request :
       {v1::GetCaseRequest::descriptor(), v1::ListEntriesRequest::descriptor(), v1::GetFollowUpRequest::descriptor(),
        v1::ListFollowUpsRequest::descriptor(), v1::ExplainFollowUpRequest::descriptor(),
        v1::GenerateComplianceReportRequest::descriptor()}) {
    EXPECT_TRUE(Has(*request, "as_of", FieldDescriptor::TYPE_MESSAGE)) << request->full_name();
  }
}

TEST(WireTest, DatesAreCivil) {
  EachMessage([](const Descriptor& message) {
    for (int index = 0; index < message.field_count(); ++index) {
      const FieldDescriptor* field = message.field(index);
      const bool instant =
          field->message_type() != nullptr && field->message_type()->full_name() == "google.protobuf.Timestamp";
      if (instant) {
        EXPECT_TRUE(field->name().find("as_of") != std::string::npos || field->name().ends_with("_at"))
            << field->full_name() << ": only the daemon's own moments are instants";
      }
    }
  });
  EXPECT_EQ(v1::Entry::descriptor()->FindFieldByName("occurred")->message_type()->full_name(), "candor.v1.CivilMoment");
  EXPECT_EQ(v1::Entry::descriptor()->FindFieldByName("reported")->message_type()->full_name(), "candor.v1.CivilMoment");
}

TEST(WireTest, DecisionsHaveAStateFromTheStart) {
  const EnumDescriptor* states = v1::DecisionState_descriptor();

  for (const char* name : {"PROPOSED", "IN_FORCE", "REFUSED", "EXPIRED"}) {
    EXPECT_NE(states->FindValueByName(std::string("DECISION_STATE_") + name), nullptr) << name;
  }
  EXPECT_TRUE(Has(*v1::Decision::descriptor(), "state", FieldDescriptor::TYPE_ENUM));
}

// wire_v1.txt lists every number of the wire. A line that is gone or changed would break somebody's client; a new one
// is added to the file in the commit that adds it to the wire.
TEST(WireTest, ChangesByAdditionOnly) {
  std::ifstream file(CANDOR_WIRE_GOLDEN);
  std::set<std::string> golden;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) golden.insert(line);
  }
  ASSERT_FALSE(golden.empty());
  const std::set<std::string> names = NumberedNames();

  for (const std::string& line : golden) EXPECT_EQ(names.count(line), 1U) << "is gone or has changed: " << line;
  for (const std::string& line : names) EXPECT_EQ(golden.count(line), 1U) << "add to wire_v1.txt: " << line;
}

}  // namespace
}  // namespace candor::wire_test
