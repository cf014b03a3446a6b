// What is cast between wire and domain has the same numbers.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/concern.pb.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/emergency.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/export.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/identity.pb.h"
#include "candor/v1/policy.pb.h"
#include "candor/v1/report.pb.h"
#include "candor/v1/retention.pb.h"
#include "candor/v1/role.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/decision_rights.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/measures.h"
#include "daemon/domain/permission_table.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/readiness.h"
#include "daemon/domain/retention.h"
#include "daemon/domain/role.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/work_list.h"
#include "google/protobuf/descriptor.h"

namespace candor::cast_test {
namespace {

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

TEST(CastTest, StepsAboutConcernsAndMeasuresHaveTheNumbersOfTheDomain) {
  using domain::ConcernStep;
  using domain::MeasureKind;
  ExpectNumbers<ConcernStep>(*v1::ConcernStep_descriptor(), {{ConcernStep::kAcknowledged, "ACKNOWLEDGED"},
                                                             {ConcernStep::kSealProposed, "SEAL_PROPOSED"},
                                                             {ConcernStep::kSealed, "SEALED"},
                                                             {ConcernStep::kSealRefused, "SEAL_REFUSED"},
                                                             {ConcernStep::kMeasureReviewed, "MEASURE_REVIEWED"}});
  ExpectNumbers<MeasureKind>(*v1::MeasureKind_descriptor(), {{MeasureKind::kRoleWithdrawn, "ROLE_WITHDRAWN"},
                                                             {MeasureKind::kEnrolmentRevoked, "ENROLMENT_REVOKED"}});
}

TEST(CastTest, RolesAndWhatTheySeeHaveTheNumbersOfTheDomain) {
  using domain::Relation;
  using domain::Role;
  using domain::Thing;
  ExpectNumbers<Role>(*v1::Role_descriptor(), {{Role::kTherapist, "THERAPIST"},
                                               {Role::kSupervisor, "SUPERVISOR"},
                                               {Role::kDirector, "DIRECTOR"},
                                               {Role::kPolicyManager, "POLICY_MANAGER"},
                                               {Role::kAuditor, "AUDITOR"},
                                               {Role::kAdministrator, "ADMINISTRATOR"},
                                               {Role::kIndependentReviewer, "INDEPENDENT_REVIEWER"},
                                               {Role::kOwner, "OWNER"},
                                               {Role::kConsultant, "CONSULTANT"},
                                               {Role::kOutsideConsultant, "OUTSIDE_CONSULTANT"}});
  ExpectNumbers<Relation>(*v1::Relation_descriptor(), {{Relation::kSelf, "SELF"},
                                                       {Relation::kSupervisesNow, "SUPERVISES_NOW"},
                                                       {Relation::kSupervisedThen, "SUPERVISED_THEN"},
                                                       {Relation::kNamedReader, "NAMED_READER"},
                                                       {Relation::kNone, "NONE"},
                                                       {Relation::kSubject, "SUBJECT"},
                                                       {Relation::kParty, "PARTY"},
                                                       {Relation::kEmergency, "EMERGENCY"}});
  ExpectNumbers<Thing>(*v1::AccessThing_descriptor(), {{Thing::kCase, "CASE"},
                                                       {Thing::kEntry, "ENTRY"},
                                                       {Thing::kAbsence, "ABSENCE"},
                                                       {Thing::kSupervisionNote, "SUPERVISION_NOTE"},
                                                       {Thing::kPrivateNote, "PRIVATE_NOTE"},
                                                       {Thing::kPrivateNoteInTraining, "PRIVATE_NOTE_IN_TRAINING"},
                                                       {Thing::kFollowUp, "FOLLOW_UP"},
                                                       {Thing::kOpenFollowUp, "OPEN_FOLLOW_UP"},
                                                       {Thing::kRestrictedFollowUp, "RESTRICTED_FOLLOW_UP"},
                                                       {Thing::kConversationDue, "CONVERSATION_DUE"},
                                                       {Thing::kShadowFollowUp, "SHADOW_FOLLOW_UP"},
                                                       {Thing::kConcern, "CONCERN"}});
  using Gap = domain::ReadinessGapKind;
  ExpectNumbers<Gap>(*v1::ReadinessGapKind_descriptor(), {{Gap::kNobody, "NOBODY"},
                                                          {Gap::kConsultants, "CONSULTANTS"},
                                                          {Gap::kOutsideConsultant, "OUTSIDE_CONSULTANT"},
                                                          {Gap::kReviewer, "REVIEWER"},
                                                          {Gap::kDeputy, "DEPUTY"},
                                                          {Gap::kNonUse, "NON_USE"}});
}

TEST(CastTest, StatesOfEmergenciesHaveTheNumbersOfTheDomain) {
  using State = domain::EmergencyState;
  ExpectNumbers<State>(*v1::EmergencyState_descriptor(), {{State::kAsked, "ASKED"},
                                                          {State::kInForce, "IN_FORCE"},
                                                          {State::kRefused, "REFUSED"},
                                                          {State::kEnded, "ENDED"},
                                                          {State::kReviewed, "REVIEWED"}});
}

// A set of classes has a bit for each, in the order of their numbers.
TEST(CastTest, BitsOfClassesFollowTheirNumbers) {
  const auto bit_of = [](v1::FieldClass number) { return 1 << (static_cast<int>(number) - 1); };
  EXPECT_EQ(bit_of(v1::FIELD_CLASS_TRIAGE), domain::kTriageBit);
  EXPECT_EQ(bit_of(v1::FIELD_CLASS_DETAIL), domain::kDetailBit);
  EXPECT_EQ(bit_of(v1::FIELD_CLASS_NARRATIVE), domain::kNarrativeBit);
  EXPECT_EQ(bit_of(v1::FIELD_CLASS_PERSONAL), domain::kPersonalBit);
  EXPECT_EQ(domain::kLastThing, static_cast<domain::Thing>(v1::AccessThing_ARRAYSIZE - 1));
  EXPECT_EQ(domain::kLastRelation, static_cast<domain::Relation>(v1::Relation_ARRAYSIZE - 1));
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
                                                       {WorkRole::kCover, "COVER"},
                                                       {WorkRole::kConsultant, "CONSULTANT"},
                                                       {WorkRole::kReader, "READER"}});
}

}  // namespace
}  // namespace candor::cast_test
