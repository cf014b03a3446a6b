#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/export.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

// What is on record of roles, of who was shown what and of what was disclosed, on its way out.
namespace candor::access_export_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AccessExportTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    const auto channel = daemon_->InProcessChannel();
    exports_ = v1::ExportService::NewStub(channel);
    access_ = v1::AccessService::NewStub(channel);
    roles_ = v1::RoleService::NewStub(channel);
    ana_ = MakeMember("Ana Nguyen");
    maria_ = MakeMember("Maria Lopez");
    case_ = OpenCase("C-1", ana_);
    other_case_ = OpenCase("C-2", maria_);
  }

  // Of a subject, or, without one, of everything.
  std::vector<v1::ExportLine> Exported(const std::string& subject) {
    v1::ExportRecordsRequest request;
    request.set_size(Status().ledger_size());
    request.set_subject(subject);
    v1::ExportRecordsResponse response;
    const grpc::Status status = Call(exports_, &v1::ExportService::Stub::ExportRecords, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.next_number(), request.size()) << "all of it comes at once";
    return {response.lines().begin(), response.lines().end()};
  }

  void Grant(const std::string& member) {
    v1::GrantRoleRequest request;
    request.set_parent(member);
    request.set_role(v1::ROLE_AUDITOR);
    v1::GrantRoleResponse response;
    const grpc::Status status = Call(roles_, &v1::RoleService::Stub::GrantRole, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  void Disclose(const std::vector<std::string>& subjects) {
    v1::RecordDisclosureRequest request;
    request.set_recipient("a court");
    request.set_purpose("its order");
    request.set_basis(v1::LAWFUL_BASIS_COURT);
    for (const std::string& subject : subjects) request.add_subjects(subject);
    v1::RecordDisclosureResponse response;
    const grpc::Status status = Call(access_, &v1::AccessService::Stub::RecordDisclosure, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  void ReadEntries(const std::string& parent) {
    v1::ListEntriesRequest request;
    request.set_parent(parent);
    v1::ListEntriesResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::ListEntries, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  std::unique_ptr<v1::ExportService::Stub> exports_;
  std::unique_ptr<v1::AccessService::Stub> access_;
  std::unique_ptr<v1::RoleService::Stub> roles_;
  std::string ana_;
  std::string maria_;
  std::string case_;
  std::string other_case_;
};

TEST_F(AccessExportTest, AMembersRolesAreWithThem) {
  Grant(ana_);
  Grant(maria_);
  std::vector<std::string> names;
  for (const v1::ExportLine& line : Exported(ana_)) {
    if (line.has_role()) names.push_back(line.role().grant().name());
  }
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].rfind(ana_ + "/roles/", 0), 0U) << names[0];
}

TEST_F(AccessExportTest, WhoWasShownWhatIsToldOfTheSubjectAlone) {
  ReadEntries(case_);
  ReadEntries(other_case_);
  for (const std::string& subject : {ana_, case_}) {
    std::vector<std::string> methods;
    for (const v1::ExportLine& line : Exported(subject)) {
      if (!line.has_access() || line.access().method() != "EntryService.ListEntries") continue;
      methods.push_back(line.access().method());
      for (const v1::AccessOf& of : line.access().of()) {
        EXPECT_TRUE(of.member() == ana_ || of.subject() == case_) << of.ShortDebugString();
      }
    }
    EXPECT_EQ(methods.size(), 1U) << subject;
  }
}

TEST_F(AccessExportTest, WhatWasDisclosedIsToldToWhoeverWasInIt) {
  Disclose({case_, other_case_});
  Disclose({other_case_});
  Disclose({});
  std::vector<std::vector<std::string>> disclosed;
  for (const v1::ExportLine& line : Exported(case_)) {
    if (!line.has_disclosure()) continue;
    disclosed.emplace_back(line.disclosure().subjects().begin(), line.disclosure().subjects().end());
    EXPECT_EQ(line.disclosure().recipient(), "a court");
  }
  EXPECT_THAT(disclosed, ElementsAre(ElementsAre(case_), IsEmpty())) << "and nobody else who was in it";
}

}  // namespace
}  // namespace candor::access_export_test
