// Whatever an answer says about somebody is found in it, and goes on record: there is no message with details, words or
// reactions that nobody has looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "candor/v1/access.pb.h"
#include "candor/v1/field_class.pb.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/rpc/server.h"
#include "daemon/rpc/shown.h"
#include "google/protobuf/descriptor.h"

namespace candor::shown_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;

// Of the practice, of the caller, or of nobody.
const std::set<std::string>& AboutNobody() {
  static const std::set<std::string> fields = {
      "candor.v1.Disclosure.purpose",
      "candor.v1.Disclosure.recipient",
      // Whoever opened something accounts for it to those whom it is about.
      "candor.v1.Emergency.reason",
      "candor.v1.Emergency.remark",
      "candor.v1.ExportEnd.naming_keys",
      "candor.v1.ExportRecordsResponse.naming_keys",
      "candor.v1.ExportedActivation.reason",
      "candor.v1.ExportedConcernStep.reason",
      "candor.v1.ExportedDisclosure.purpose",
      "candor.v1.ExportedDisclosure.recipient",
      "candor.v1.ExportedLoss.reason",
      "candor.v1.ExportedReview.remark",
      "candor.v1.ExportedSignature.signer",
      "candor.v1.LogReview.remark",
      "candor.v1.NamingKeys.lookup",
      "candor.v1.NamingKeys.names",
      "candor.v1.NamingKeys.order",
      // What a supervisee was asked to do: in their own work list, and else in a week, which is about them.
      "candor.v1.OpenDirective.due",
      "candor.v1.OpenDirective.given",
      "candor.v1.OpenDirective.index",
      "candor.v1.OpenDirective.note",
      "candor.v1.OpenDirective.owner",
      "candor.v1.OpenDirective.past_due",
      "candor.v1.OpenDirective.text",
      "candor.v1.ReportSignature.signer",
      "candor.v1.RuleSetting.reason",
      // A place in what the caller has typed.
      "candor.v1.TextNotice.kind",
      "candor.v1.WorkList.directives",
  };
  return fields;
}

// Methods that write, and are on record by that.
const std::set<std::string>& Writing() {
  static const std::set<std::string> names = {"AcceptNonUse",
                                              "AcknowledgeConcern",
                                              "AddCosignature",
                                              "AmendEntry",
                                              "AmendSupervisionNote",
                                              "AnswerSupervisionNote",
                                              "ApproveDecision",
                                              "ApproveEmergency",
                                              "ApproveErasure",
                                              "ApproveRelease",
                                              "ApproveSeal",
                                              "AskEmergency",
                                              "BatchCreateEntries",
                                              "CancelSupervision",
                                              "ChangeMasterKey",
                                              "CloseSession",
                                              "CreateCase",
                                              "CreateDecision",
                                              "CreateEnrolmentCode",
                                              "CreateEntry",
                                              "CreateMember",
                                              "CreateMembership",
                                              "CreateSupervision",
                                              "EndEmergency",
                                              "Enroll",
                                              "GrantRole",
                                              "ImportEntries",
                                              "MergeCases",
                                              "OpenSession",
                                              "PlaceHold",
                                              "ProposeErasure",
                                              "ProposeSeal",
                                              "RecallEntry",
                                              "RecordDisclosure",
                                              "RefileEntry",
                                              "RefuseDecision",
                                              "RefuseEmergency",
                                              "RefuseErasure",
                                              "RefuseRelease",
                                              "RefuseSeal",
                                              "ReleaseHold",
                                              "ReloadProfiles",
                                              "RenewCertificate",
                                              "ReportAnonymously",
                                              "RespondToEntry",
                                              "RetractEntry",
                                              "ReviewEmergency",
                                              "ReviewLog",
                                              "ReviewMeasure",
                                              "RevokeEnrolment",
                                              "RotateKeys",
                                              "SetRuleMode",
                                              "SignComplianceReport",
                                              "SignSupervisionNote",
                                              "TakeBackup",
                                              "UnlockSession",
                                              "WithdrawRole"};
  return names;
}

// The fields below `type`, itself not about anybody, that are more than triage and in no message that is.
class Walk {
 public:
  std::set<std::string> found;

  void Into(const Descriptor& type) {
    if (type.file()->package() != "candor.v1" || rpc::FindTelling(type) != nullptr) return;
    if (!seen_.insert(&type).second) return;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const v1::FieldClass of_field = field.options().GetExtension(v1::field_class);
      const bool is_name = field.name() == "case_code" || field.name() == "code" || field.name() == "display_name";
      if (of_field != v1::FIELD_CLASS_TRIAGE && !is_name) found.insert(field.full_name());
      if (field.message_type() != nullptr) Into(*field.message_type());
    }
  }

 private:
  std::set<const Descriptor*> seen_;
};

TEST(ShownContractTest, WhatIsMoreThanTriageIsAboutSomebodyOrKnownNotToBe) {
  Walk walk;
  for (const std::string& name : rpc::ServiceNames()) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(service, nullptr);
    for (int i = 0; i < service->method_count(); ++i) {
      if (rpc::IsReading(service->method(i)->full_name())) walk.Into(*service->method(i)->output_type());
    }
  }

  EXPECT_EQ(walk.found, AboutNobody());
}

TEST(ShownContractTest, EveryMethodReadsOrIsKnownToWrite) {
  std::set<std::string> writing;
  for (const std::string& name : rpc::ServiceNames()) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(service, nullptr);
    for (int i = 0; i < service->method_count(); ++i) {
      if (!rpc::IsReading(service->method(i)->full_name())) writing.insert(service->method(i)->name());
    }
  }

  EXPECT_EQ(writing, Writing());
}

TEST(ShownContractTest, TheTypesAreThereInOrderWithTheFieldsThatAreRead) {
  std::string last;
  for (const rpc::TellingType& type : rpc::TellingTypes()) {
    const std::string name(type.type);
    EXPECT_LT(last, name);
    last = name;
    const Descriptor* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
    ASSERT_NE(descriptor, nullptr) << name;
    EXPECT_EQ(rpc::FindTelling(*descriptor), &type);
    if (!type.bearer.empty()) {
      const FieldDescriptor* bearer = descriptor->FindFieldByName(std::string(type.bearer));
      ASSERT_NE(bearer, nullptr) << name;
      descriptor = bearer->message_type();
    }
    for (const std::string_view field : type.people) {
      EXPECT_NE(descriptor->FindFieldByName(std::string(field)), nullptr) << name << " " << field;
    }
    if (type.about.empty()) continue;
    EXPECT_NE(descriptor->FindFieldByName(std::string(type.about)), nullptr) << name << " " << type.about;
  }
}

TEST(ShownContractTest, ClassesPurposesAndBasesHaveTheNumbersOfTheDomain) {
  EXPECT_EQ(static_cast<int>(domain::FieldClass::kTriage), v1::FIELD_CLASS_TRIAGE);
  EXPECT_EQ(static_cast<int>(domain::FieldClass::kDetail), v1::FIELD_CLASS_DETAIL);
  EXPECT_EQ(static_cast<int>(domain::FieldClass::kNarrative), v1::FIELD_CLASS_NARRATIVE);
  EXPECT_EQ(static_cast<int>(domain::FieldClass::kPersonal), v1::FIELD_CLASS_PERSONAL);
  EXPECT_EQ(static_cast<int>(domain::Purpose::kNone), v1::PURPOSE_UNSPECIFIED);
  EXPECT_EQ(static_cast<int>(domain::Purpose::kCare), v1::PURPOSE_CARE);
  EXPECT_EQ(static_cast<int>(domain::Purpose::kAudit), v1::PURPOSE_AUDIT);
  EXPECT_EQ(static_cast<int>(domain::kLastPurpose), v1::PURPOSE_LEGAL);
  EXPECT_EQ(static_cast<int>(domain::LawfulBasis::kAuthorised), v1::LAWFUL_BASIS_AUTHORISED);
  EXPECT_EQ(static_cast<int>(domain::LawfulBasis::kCourt), v1::LAWFUL_BASIS_COURT);
  EXPECT_EQ(static_cast<int>(domain::kLastLawfulBasis), v1::LAWFUL_BASIS_OWN_OPERATION);
}

}  // namespace
}  // namespace candor::shown_test
