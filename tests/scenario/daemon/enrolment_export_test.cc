#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/export.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

// What is on record of machines, on its way out.
namespace candor::enrolment_export_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EnrolmentExportTest : public TlsDaemonTest {
 protected:
  // Of a member, or, without one, of everybody.
  std::vector<v1::ExportedEnrolment> Exported(const std::string& subject = "") {
    v1::GetStatusResponse status;
    const auto daemons = v1::DaemonService::NewStub(daemon_->InProcessChannel());
    EXPECT_TRUE(Call(daemons, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), status).ok());
    v1::ExportRecordsRequest request;
    request.set_size(status.status().ledger_size());
    request.set_subject(subject);
    v1::ExportRecordsResponse response;
    const auto exports = v1::ExportService::NewStub(daemon_->InProcessChannel());
    const grpc::Status answered = Call(exports, &v1::ExportService::Stub::ExportRecords, request, response);
    EXPECT_TRUE(answered.ok()) << answered.error_message();
    EXPECT_EQ(response.next_number(), request.size()) << "all of it comes at once";
    std::vector<v1::ExportedEnrolment> enrolments;
    for (const v1::ExportLine& line : response.lines()) {
      if (line.has_enrolment()) enrolments.push_back(line.enrolment());
    }
    return enrolments;
  }

  static std::vector<v1::EnrolmentStep> StepsOf(const std::vector<v1::ExportedEnrolment>& enrolments) {
    std::vector<v1::EnrolmentStep> steps;
    for (const v1::ExportedEnrolment& each : enrolments) steps.push_back(each.step());
    return steps;
  }
};

TEST_F(EnrolmentExportTest, AMembersOwnAreWholeAndNobodyElsesAreThere) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string maria = MakeMember("Maria Lopez");
  const std::string idle = MakeMember("Bo Idle");
  const Machine lost = Enrol(ana);
  Enrol(maria);
  Revoke(lost);

  EXPECT_THAT(StepsOf(Exported(ana)),
              ElementsAre(v1::ENROLMENT_STEP_CODE, v1::ENROLMENT_STEP_CERTIFICATE, v1::ENROLMENT_STEP_REVOKED))
      << "that it has ended too, although that record does not say whose it was";
  EXPECT_THAT(StepsOf(Exported(maria)), ElementsAre(v1::ENROLMENT_STEP_CODE, v1::ENROLMENT_STEP_CERTIFICATE));
  EXPECT_THAT(Exported(idle), IsEmpty());
  EXPECT_EQ(Exported().size(), 5U);
}

TEST_F(EnrolmentExportTest, NoCodeLeavesWithIt) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string code = Code(ana).code();
  ASSERT_EQ(Exported().size(), 1U);

  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(Exported()[0], &json).ok());

  // Its groups of five but the first, which says which code it is.
  for (size_t at = 6; at < code.size(); at += 6) EXPECT_THAT(json, Not(HasSubstr(code.substr(at, 5))));
}

}  // namespace
}  // namespace candor::enrolment_export_test
