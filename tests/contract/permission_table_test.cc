// The permission table has every method, and what is cast between wire and domain has the same numbers.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/decision.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/identity.pb.h"
#include "candor/v1/policy.pb.h"
#include "candor/v1/report.pb.h"
#include "candor/v1/retention.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/decision_rights.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/retention.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/work_list.h"
#include "daemon/rpc/server.h"
#include "google/protobuf/descriptor.h"

namespace candor::permission_table_test {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;

// Enums that are cast from one side to the other.
template <class Enum>
void ExpectNumbers(const EnumDescriptor& wire, const std::vector<std::pair<Enum, std::string>>& words) {
  const std::string& zero = wire.FindValueByNumber(0)->name();
  const std::string prefix = zero.substr(0, zero.size() - std::string("UNSPECIFIED").size());
  for (const auto& [number, word] : words) {
    const auto* value = wire.FindValueByNumber(static_cast<int>(number));
    ASSERT_NE(value, nullptr) << wire.full_name() << " " << word;
    EXPECT_EQ(value->name(), prefix + word);
  }
}

TEST(CastTest, EntryEnumsHaveTheNumbersOfTheDomain) {
  using domain::Basis;
  using domain::Source;
  using domain::Stage;
  ExpectNumbers<Source>(*v1::EntrySource_descriptor(), {{Source::kSelf, "SELF"},
                                                        {Source::kSupervisor, "SUPERVISOR"},
                                                        {Source::kColleague, "COLLEAGUE"},
                                                        {Source::kClient, "CLIENT"},
                                                        {Source::kThirdParty, "THIRD_PARTY"},
                                                        {Source::kImport, "IMPORT"}});
  ExpectNumbers<Basis>(*v1::EntryBasis_descriptor(), {{Basis::kOwn, "OWN"},
                                                      {Basis::kAdmitted, "ADMITTED"},
                                                      {Basis::kWitnessed, "WITNESSED"},
                                                      {Basis::kClientAccount, "CLIENT_ACCOUNT"},
                                                      {Basis::kToldByOther, "TOLD_BY_OTHER"},
                                                      {Basis::kSuspicion, "SUSPICION"}});
  ExpectNumbers<Stage>(*v1::EntryStage_descriptor(), {{Stage::kAsked, "ASKED"},
                                                      {Stage::kProposed, "PROPOSED"},
                                                      {Stage::kOrdered, "ORDERED"},
                                                      {Stage::kDeclined, "DECLINED"},
                                                      {Stage::kDone, "DONE"}});
}

TEST(CastTest, FollowUpEnumsHaveTheNumbersOfTheDomain) {
  using domain::Action;
  using domain::FollowUpStatus;
  using domain::NotAssessedReason;
  using domain::ResolvedCause;
  using domain::Severity;
  ExpectNumbers<Severity>(*v1::Severity_descriptor(), {{Severity::kLater, "LATER"},
                                                       {Severity::kSoon, "SOON"},
                                                       {Severity::kImportant, "IMPORTANT"},
                                                       {Severity::kUrgent, "URGENT"}});
  ExpectNumbers<Action>(*v1::Action_descriptor(), {{Action::kTalk, "TALK"},
                                                   {Action::kRefer, "REFER"},
                                                   {Action::kSoftTransfer, "SOFT_TRANSFER"},
                                                   {Action::kDocument, "DOCUMENT"},
                                                   {Action::kProhibit, "PROHIBIT"},
                                                   {Action::kCompleteRecord, "COMPLETE_RECORD"}});
  ExpectNumbers<FollowUpStatus>(*v1::FollowUpStatus_descriptor(), {{FollowUpStatus::kOpen, "OPEN"},
                                                                   {FollowUpStatus::kWaived, "WAIVED"},
                                                                   {FollowUpStatus::kResolved, "RESOLVED"},
                                                                   {FollowUpStatus::kResolvedLate, "RESOLVED_LATE"},
                                                                   {FollowUpStatus::kDisposed, "DISPOSED"},
                                                                   {FollowUpStatus::kWithdrawn, "WITHDRAWN"}});
  ExpectNumbers<ResolvedCause>(
      *v1::ResolvedCause_descriptor(),
      {{ResolvedCause::kEntry, "ENTRY"}, {ResolvedCause::kQuiet, "QUIET"}, {ResolvedCause::kDecision, "DECISION"}});
  using domain::Finding;
  ExpectNumbers<Finding>(*v1::Finding_descriptor(), {{Finding::kSubstantiated, "SUBSTANTIATED"},
                                                     {Finding::kNotSubstantiated, "NOT_SUBSTANTIATED"},
                                                     {Finding::kUnfounded, "UNFOUNDED"},
                                                     {Finding::kTakenBack, "TAKEN_BACK"}});
  using domain::Standing;
  ExpectNumbers<Standing>(*v1::Standing_descriptor(), {{Standing::kSelfReported, "SELF_REPORTED"},
                                                       {Standing::kAlleged, "ALLEGED"},
                                                       {Standing::kSubstantiated, "SUBSTANTIATED"},
                                                       {Standing::kNotSubstantiated, "NOT_SUBSTANTIATED"},
                                                       {Standing::kUnfounded, "UNFOUNDED"},
                                                       {Standing::kWithdrawn, "WITHDRAWN"}});
  ExpectNumbers<NotAssessedReason>(*v1::NotAssessedReason_descriptor(),
                                   {{NotAssessedReason::kWorkerDied, "WORKER_DIED"},
                                    {NotAssessedReason::kTimeBudget, "TIME_BUDGET"},
                                    {NotAssessedReason::kMemory, "MEMORY"},
                                    {NotAssessedReason::kBadAnswer, "BAD_ANSWER"},
                                    {NotAssessedReason::kPluginError, "PLUGIN_ERROR"},
                                    {NotAssessedReason::kNotLoaded, "NOT_LOADED"}});
}

TEST(CastTest, ReportEnumsHaveTheNumbersOfTheDomain) {
  using domain::CellState;
  using domain::Measure;
  ExpectNumbers<Measure>(*v1::ReportMeasure_descriptor(), {{Measure::kCount, "COUNT"},
                                                           {Measure::kShare, "SHARE"},
                                                           {Measure::kRate, "RATE"},
                                                           {Measure::kDays, "DAYS"},
                                                           {Measure::kAnswer, "ANSWER"},
                                                           {Measure::kRatePerThousand, "RATE_PER_THOUSAND"}});
  ExpectNumbers<CellState>(
      *v1::ReportRowState_descriptor(),
      {{CellState::kShown, "SHOWN"}, {CellState::kHidden, "HIDDEN"}, {CellState::kNotRecorded, "NOT_RECORDED"}});
  using domain::RestatementCause;
  ExpectNumbers<RestatementCause>(*v1::RestatementCause_descriptor(),
                                  {{RestatementCause::kPolicyChanged, "POLICY_CHANGED"},
                                   {RestatementCause::kWrittenSince, "WRITTEN_SINCE"},
                                   {RestatementCause::kCorrectedSince, "CORRECTED_SINCE"},
                                   {RestatementCause::kTimePassed, "TIME_PASSED"}});
}

TEST(CastTest, RetentionEnumsHaveTheNumbersOfTheDomain) {
  using domain::DecisionState;
  using domain::ErasureWhy;
  using domain::HoldState;
  using domain::RetentionBlock;
  ExpectNumbers<DecisionState>(*v1::ErasureState_descriptor(), {{DecisionState::kProposed, "PROPOSED"},
                                                                {DecisionState::kInForce, "IN_FORCE"},
                                                                {DecisionState::kRefused, "REFUSED"}});
  ExpectNumbers<ErasureWhy>(
      *v1::ErasureWhy_descriptor(),
      {{ErasureWhy::kSchedule, "SCHEDULE"}, {ErasureWhy::kRequest, "REQUEST"}, {ErasureWhy::kRestored, "RESTORED"}});
  ExpectNumbers<HoldState>(*v1::HoldState_descriptor(), {{HoldState::kPlaced, "PLACED"},
                                                         {HoldState::kReleaseProposed, "RELEASE_PROPOSED"},
                                                         {HoldState::kReleased, "RELEASED"}});
  ExpectNumbers<RetentionBlock>(
      *v1::RetentionBlock_descriptor(),
      {{RetentionBlock::kHold, "HOLD"}, {RetentionBlock::kOpen, "OPEN"}, {RetentionBlock::kAct, "ACT"}});
}

TEST(CastTest, ReasonsToEndAnEnrolmentHaveTheNumbersOfTheDomain) {
  using domain::RevocationWhy;
  ExpectNumbers<RevocationWhy>(*v1::RevocationReason_descriptor(), {{RevocationWhy::kLost, "LOST"},
                                                                    {RevocationWhy::kLeft, "LEFT"},
                                                                    {RevocationWhy::kReplaced, "REPLACED"},
                                                                    {RevocationWhy::kMistake, "MISTAKE"}});
}

TEST(CastTest, RuleModesHaveTheNumbersOfTheDomain) {
  using domain::RuleMode;
  ExpectNumbers<RuleMode>(*v1::RuleMode_descriptor(),
                          {{RuleMode::kOff, "OFF"}, {RuleMode::kShadow, "SHADOW"}, {RuleMode::kActive, "ACTIVE"}});
}

TEST(CastTest, PreviewEnumsHaveTheNumbersOfTheDomain) {
  using Kind = domain::Candidate::Kind;
  ExpectNumbers<Kind>(*v1::CandidateKind_descriptor(), {{Kind::kProfile, "PROFILE"}, {Kind::kPlugin, "PLUGIN"}});
  using domain::DifferenceKind;
  ExpectNumbers<DifferenceKind>(*v1::DifferenceKind_descriptor(), {{DifferenceKind::kOpens, "OPENS"},
                                                                   {DifferenceKind::kCloses, "CLOSES"},
                                                                   {DifferenceKind::kWithdrawn, "WITHDRAWN"},
                                                                   {DifferenceKind::kReopens, "REOPENS"},
                                                                   {DifferenceKind::kChanges, "CHANGES"}});
  using domain::DifferenceCause;
  ExpectNumbers<DifferenceCause>(*v1::DifferenceCause_descriptor(),
                                 {{DifferenceCause::kValue, "VALUE"},
                                  {DifferenceCause::kPlugin, "PLUGIN"},
                                  {DifferenceCause::kMode, "MODE"},
                                  {DifferenceCause::kOtherFollowUp, "OTHER_FOLLOW_UP"},
                                  {DifferenceCause::kRecord, "RECORD"}});
}

TEST(CastTest, WorkRolesHaveTheNumbersOfTheDomain) {
  using domain::WorkRole;
  ExpectNumbers<WorkRole>(*v1::WorkRole_descriptor(), {{WorkRole::kOwn, "OWN"},
                                                       {WorkRole::kSupervisor, "SUPERVISOR"},
                                                       {WorkRole::kDirector, "DIRECTOR"},
                                                       {WorkRole::kCover, "COVER"}});
}

std::set<std::string> AllMethods() {
  std::set<std::string> names;
  for (const std::string& service : rpc::ServiceNames()) {
    const auto* descriptor = DescriptorPool::generated_pool()->FindServiceByName(service);
    for (int i = 0; i < descriptor->method_count(); ++i) names.insert(descriptor->method(i)->full_name());
  }
  return names;
}

TEST(PermissionTableTest, HasEveryMethodOnceAndNoOther) {
  std::multiset<std::string> listed;
  for (const domain::MethodRule& rule : domain::Table()) listed.emplace(rule.method);
  const std::set<std::string> methods = AllMethods();
  EXPECT_EQ(listed, std::multiset<std::string>(methods.begin(), methods.end()));
}

TEST(PermissionTableTest, RefusesAMethodThatIsNotListed) {
  EXPECT_EQ(domain::CheckMethod({}, "candor.v1.EntryService.DeleteEntry").code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(domain::CheckMethod({}, "candor.v1.EntryService.CreateEntry").ok());
}

TEST(PermissionTableTest, NobodyCallsButToEnrol) {
  const domain::Caller nobody{false, {}};
  for (const domain::MethodRule& rule : domain::Table()) {
    const bool enrols = rule.method == "candor.v1.IdentityService.Enroll";
    EXPECT_EQ(domain::CheckMethod(nobody, rule.method).code(),
              enrols ? absl::StatusCode::kOk : absl::StatusCode::kUnauthenticated)
        << rule.method;
    EXPECT_EQ(domain::NeedsNoCertificate(rule.method), enrols) << rule.method;
  }
  EXPECT_FALSE(domain::NeedsNoCertificate("candor.v1.EntryService.DeleteEntry"));
}

TEST(PermissionTableTest, AMemberMayUseTheSameMethodsWhetherTheyCallOrTheOperatorActsForThem) {
  const MemberId member = MemberId::Random();
  for (const domain::MethodRule& rule : domain::Table()) {
    const absl::Status acted_for = domain::CheckMethod({true, member}, rule.method);
    const absl::Status calling = domain::CheckMethod({false, member}, rule.method);
    EXPECT_EQ(calling.code(), acted_for.code()) << rule.method;
    EXPECT_EQ(calling.message().find("candor-act-for"), std::string::npos) << rule.method;
  }
}

TEST(PermissionTableTest, AMemberDoesNotImportOrReport) {
  const domain::Caller member{true, MemberId::Random()};
  for (const char* method : {"candor.v1.BackupService.TakeBackup",
                             "candor.v1.CaseService.MergeCases",
                             "candor.v1.CaseService.PreviewMerge",
                             "candor.v1.ExportService.ExportRecords",
                             "candor.v1.IdentityService.CreateEnrolmentCode",
                             "candor.v1.ImportService.ImportEntries",
                             "candor.v1.MemberService.CreateMember",
                             "candor.v1.ReportService.GenerateComplianceReport",
                             "candor.v1.ReportService.FollowComplianceReport",
                             "candor.v1.ReportService.SignComplianceReport",
                             "candor.v1.LedgerService.VerifyRecords",
                             "candor.v1.RetentionService.ListDueErasures",
                             "candor.v1.RetentionService.ListErasures",
                             "candor.v1.RetentionService.ProposeErasure",
                             "candor.v1.RetentionService.PlaceHold",
                             "candor.v1.RetentionService.ReleaseHold",
                             "candor.v1.LedgerService.VerifyProjections",
                             "candor.v1.LedgerService.AddCosignature",
                             "candor.v1.PolicyService.PreviewPolicies",
                             "candor.v1.PolicyService.ListCandidates"}) {
    EXPECT_EQ(domain::CheckMethod(member, method).code(), absl::StatusCode::kPermissionDenied) << method;
    EXPECT_TRUE(domain::CheckMethod({}, method).ok()) << method;
  }
}

// Which of them they see, and about which they decide, is a matter of each answer.
TEST(PermissionTableTest, AMemberSeesAndDecidesWhatWaitsForASecondPerson) {
  for (const char* method : {"candor.v1.RetentionService.GetErasure", "candor.v1.RetentionService.ApproveErasure",
                             "candor.v1.RetentionService.RefuseErasure", "candor.v1.RetentionService.ListHolds",
                             "candor.v1.RetentionService.ApproveRelease", "candor.v1.RetentionService.RefuseRelease"}) {
    EXPECT_TRUE(domain::CheckMethod({false, MemberId::Random()}, method).ok()) << method;
  }
}

}  // namespace
}  // namespace candor::permission_table_test
