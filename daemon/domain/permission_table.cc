#include "daemon/domain/permission_table.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// Which methods there are and who may use them, and what is shown to whom.
namespace candor::domain {
namespace {

constexpr Callers kAll = kEveryMember | kOperator;
constexpr Callers kByDirector = kOperator | CallersOf(Role::kDirector);
constexpr Callers kByAdministrator = kOperator | CallersOf(Role::kAdministrator);
constexpr Callers kByPolicyManager = kOperator | CallersOf(Role::kPolicyManager);
constexpr Callers kByAuditor = kOperator | CallersOf(Role::kAuditor);
constexpr Callers kByOwner = kOperator | CallersOf(Role::kOwner);
constexpr Callers kByReviewersOfTheLog = kByDirector | kByAuditor;
constexpr Callers kByReviewer = kOperator | CallersOf(Role::kIndependentReviewer);
constexpr Callers kByDirection = kByDirector | kByReviewer;

constexpr Things kNothingShown = 0;
constexpr Things kCaseShown = ThingsOf(Thing::kCase);
constexpr Things kEntriesShown = ThingsOf(Thing::kEntry) | ThingsOf(Thing::kAbsence) |
                                 ThingsOf(Thing::kSupervisionNote) | ThingsOf(Thing::kPrivateNote) |
                                 ThingsOf(Thing::kPrivateNoteInTraining) | ThingsOf(Thing::kConcern);
constexpr Things kConcernShown = ThingsOf(Thing::kConcern);
constexpr Things kFollowUpsShown = ThingsOf(Thing::kFollowUp) | ThingsOf(Thing::kOpenFollowUp) |
                                   ThingsOf(Thing::kRestrictedFollowUp) | ThingsOf(Thing::kPrivateNote) |
                                   ThingsOf(Thing::kPrivateNoteInTraining);
constexpr Things kNotesShown = ThingsOf(Thing::kSupervisionNote);
constexpr Things kWeekShown = kNotesShown | kFollowUpsShown | ThingsOf(Thing::kConversationDue);
constexpr Things kWatchShown = kEntriesShown | kFollowUpsShown | kCaseShown;
constexpr Things kWorkShown = kWeekShown | kEntriesShown | kCaseShown;
constexpr Things kShadowShown = ThingsOf(Thing::kShadowFollowUp);
constexpr Things kAllShown = kWorkShown | kShadowShown;

constexpr MethodRule kTable[] = {
    {"candor.v1.AccessService.CloseSession", kAll, kNothingShown},
    {"candor.v1.AccessService.ListAccesses", kAll, kNothingShown},
    {"candor.v1.AccessService.ListDisclosures", kAll, kNothingShown},
    {"candor.v1.AccessService.ListReviews", kByReviewersOfTheLog, kNothingShown},
    {"candor.v1.AccessService.OpenSession", kAll, kNothingShown},
    {"candor.v1.AccessService.RecordDisclosure", kByReviewersOfTheLog, kNothingShown},
    {"candor.v1.AccessService.ReviewLog", kByReviewersOfTheLog, kNothingShown},
    {"candor.v1.AccessService.UnlockSession", kAll, kNothingShown},
    {"candor.v1.BackupService.TakeBackup", kByAdministrator, kNothingShown},
    {"candor.v1.CaseService.CreateCase", kAll, kCaseShown | kEntriesShown},
    {"candor.v1.CaseService.GetCase", kAll, kCaseShown},
    {"candor.v1.CaseService.ListCases", kAll, kCaseShown},
    {"candor.v1.CaseService.LookupCase", kAll, kCaseShown},
    {"candor.v1.CaseService.MergeCases", kOperator, kCaseShown},
    {"candor.v1.CaseService.PreviewMerge", kOperator, kCaseShown},
    {"candor.v1.ConcernService.AcknowledgeConcern", kByDirection, kConcernShown},
    {"candor.v1.ConcernService.ApproveSeal", kByDirection, kConcernShown},
    {"candor.v1.ConcernService.GetConcern", kAll, kConcernShown},
    {"candor.v1.ConcernService.GetConcernByCode", kAll, kNothingShown},
    {"candor.v1.ConcernService.ListConcerns", kAll, kConcernShown},
    {"candor.v1.ConcernService.ListMeasures", kByReviewer, kNothingShown},
    {"candor.v1.ConcernService.ProposeSeal", kByDirection, kConcernShown},
    {"candor.v1.ConcernService.RefuseSeal", kByDirection, kConcernShown},
    {"candor.v1.ConcernService.ReportAnonymously", kAll, kNothingShown},
    {"candor.v1.ConcernService.ReviewMeasure", kByReviewer, kNothingShown},
    {"candor.v1.DaemonService.GetStatus", kAll, kNothingShown},
    {"candor.v1.DecisionService.ApproveDecision", kAll, kFollowUpsShown},
    {"candor.v1.DecisionService.CreateDecision", kAll, kFollowUpsShown},
    {"candor.v1.DecisionService.GetDecision", kAll, kFollowUpsShown},
    {"candor.v1.DecisionService.ListDecisions", kAll, kFollowUpsShown},
    {"candor.v1.DecisionService.RefuseDecision", kAll, kFollowUpsShown},
    {"candor.v1.EmergencyService.ApproveEmergency", kAll, kNothingShown},
    {"candor.v1.EmergencyService.AskEmergency", kAll, kNothingShown},
    {"candor.v1.EmergencyService.EndEmergency", kAll, kNothingShown},
    {"candor.v1.EmergencyService.GetEmergencyContacts", kAll, kNothingShown},
    {"candor.v1.EmergencyService.ListEmergencies", kAll, kNothingShown},
    {"candor.v1.EmergencyService.RefuseEmergency", kAll, kNothingShown},
    {"candor.v1.EmergencyService.ReviewEmergency", kAll, kNothingShown},
    {"candor.v1.EntryService.AmendEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.BatchCreateEntries", kAll, kEntriesShown},
    {"candor.v1.EntryService.CreateEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.GetEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.ListEntries", kAll, kEntriesShown},
    {"candor.v1.EntryService.PreviewEntry", kAll, kFollowUpsShown},
    {"candor.v1.EntryService.RecallEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.RefileEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.RespondToEntry", kAll, kEntriesShown},
    {"candor.v1.EntryService.RetractEntry", kAll, kEntriesShown},
    {"candor.v1.ExportService.ExportRecords", kOperator, kAllShown},
    {"candor.v1.FollowUpService.ExplainFollowUp", kAll, kFollowUpsShown | kEntriesShown},
    {"candor.v1.FollowUpService.GetFollowUp", kAll, kFollowUpsShown},
    {"candor.v1.FollowUpService.ListFollowUps", kAll, kFollowUpsShown},
    {"candor.v1.IdentityService.CreateEnrolmentCode", kOperator, kNothingShown},
    {"candor.v1.IdentityService.Enroll", kAnybody, kNothingShown},
    {"candor.v1.IdentityService.ListEnrolments", kAll, kNothingShown},
    {"candor.v1.IdentityService.RenewCertificate", kAll, kNothingShown},
    {"candor.v1.IdentityService.RevokeEnrolment", kAll, kNothingShown},
    {"candor.v1.ImportService.ImportEntries", kOperator, kNothingShown},
    {"candor.v1.KeyService.ChangeMasterKey", kOperator, kNothingShown},
    {"candor.v1.KeyService.GetKeyStatus", kByAdministrator, kNothingShown},
    {"candor.v1.KeyService.RotateKeys", kByAdministrator, kNothingShown},
    {"candor.v1.LedgerService.AddCosignature", kByAuditor, kNothingShown},
    {"candor.v1.LedgerService.GetCheckpoint", kAll, kNothingShown},
    {"candor.v1.LedgerService.GetConsistencyProof", kAll, kNothingShown},
    {"candor.v1.LedgerService.GetInclusionProof", kAll, kNothingShown},
    {"candor.v1.LedgerService.GetReceipt", kAll, kEntriesShown},
    {"candor.v1.LedgerService.VerifyProjections", kByAuditor, kNothingShown},
    {"candor.v1.LedgerService.VerifyRecords", kByAuditor, kNothingShown},
    {"candor.v1.MemberService.CreateMember", kByAdministrator, kNothingShown},
    {"candor.v1.MemberService.CreateMembership", kByAdministrator, kNothingShown},
    {"candor.v1.MemberService.CreateSupervision", kByAdministrator, kNothingShown},
    {"candor.v1.MemberService.GetMember", kAll, kNothingShown},
    {"candor.v1.MemberService.ListMembers", kAll, kNothingShown},
    {"candor.v1.MemberService.ListSupervisions", kAll, kNothingShown},
    {"candor.v1.MemberService.LookupMember", kAll, kNothingShown},
    {"candor.v1.PolicyService.CountShadowFollowUps", kByPolicyManager, kNothingShown},
    {"candor.v1.PolicyService.GetPolicy", kAll, kNothingShown},
    {"candor.v1.PolicyService.GetRule", kAll, kNothingShown},
    {"candor.v1.PolicyService.ListCandidates", kByPolicyManager, kNothingShown},
    {"candor.v1.PolicyService.ListEffectiveValues", kAll, kNothingShown},
    {"candor.v1.PolicyService.ListPolicies", kAll, kNothingShown},
    {"candor.v1.PolicyService.ListRules", kAll, kNothingShown},
    {"candor.v1.PolicyService.ListShadowFollowUps", kByPolicyManager, kShadowShown},
    {"candor.v1.PolicyService.PreviewPolicies", kByPolicyManager, kShadowShown},
    {"candor.v1.PolicyService.ReloadProfiles", kByPolicyManager, kNothingShown},
    {"candor.v1.PolicyService.SetRuleMode", kByPolicyManager, kNothingShown},
    {"candor.v1.PolicyService.TestScenario", kByPolicyManager, kNothingShown},
    {"candor.v1.ReportService.FollowComplianceReport", kByDirector, kNothingShown},
    {"candor.v1.ReportService.GenerateComplianceReport", kByDirector, kNothingShown},
    {"candor.v1.ReportService.SignComplianceReport", kByDirector, kNothingShown},
    {"candor.v1.RetentionService.ApproveErasure", kAll, kCaseShown},
    {"candor.v1.RetentionService.ApproveRelease", kAll, kCaseShown},
    {"candor.v1.RetentionService.GetErasure", kAll, kCaseShown},
    {"candor.v1.RetentionService.ListDueErasures", kByDirector, kCaseShown},
    {"candor.v1.RetentionService.ListErasures", kByDirector, kCaseShown},
    {"candor.v1.RetentionService.ListHolds", kAll, kCaseShown},
    {"candor.v1.RetentionService.PlaceHold", kByDirector, kCaseShown},
    {"candor.v1.RetentionService.ProposeErasure", kByDirector, kCaseShown},
    {"candor.v1.RetentionService.RefuseErasure", kAll, kCaseShown},
    {"candor.v1.RetentionService.RefuseRelease", kAll, kCaseShown},
    {"candor.v1.RetentionService.ReleaseHold", kByDirector, kCaseShown},
    {"candor.v1.RoleService.AcceptNonUse", kByOwner, kNothingShown},
    {"candor.v1.RoleService.ExplainAccess", kAll, kNothingShown},
    {"candor.v1.RoleService.GetReadiness", kAll, kNothingShown},
    {"candor.v1.RoleService.GrantRole", kByDirector | kByOwner, kNothingShown},
    {"candor.v1.RoleService.ListRoles", kAll, kNothingShown},
    {"candor.v1.RoleService.WithdrawRole", kByDirector | kByOwner, kNothingShown},
    {"candor.v1.SupervisionService.AmendSupervisionNote", kAll, kNotesShown},
    {"candor.v1.SupervisionService.AnswerSupervisionNote", kAll, kNotesShown},
    {"candor.v1.SupervisionService.CancelSupervision", kAll, kNotesShown},
    {"candor.v1.SupervisionService.GetSupervisionLog", kAll, kNotesShown},
    {"candor.v1.SupervisionService.GetSupervisionNote", kAll, kNotesShown},
    {"candor.v1.SupervisionService.GetSupervisionWeek", kAll, kWeekShown},
    {"candor.v1.SupervisionService.ListSupervisionNotes", kAll, kNotesShown},
    {"candor.v1.SupervisionService.SignSupervisionNote", kAll, kNotesShown},
    {"candor.v1.WatchService.Watch", kAll, kWatchShown},
    {"candor.v1.WorkService.GetWorkList", kAll, kWorkShown},
};

constexpr Classes kTriageOnly = kTriageBit;
constexpr Classes kFactsOnly = kTriageBit | kDetailBit;
constexpr Classes kAllOfIt = kTriageBit | kDetailBit | kNarrativeBit;

// By thing, then role, then relation. What is not here is not shown.
constexpr SightCell kCells[] = {
    {Thing::kCase, {Role::kTherapist, Relation::kParty}, kAllOfIt},
    {Thing::kCase, {Role::kTherapist, Relation::kEmergency}, kAllOfIt},
    {Thing::kCase, {Role::kSupervisor, Relation::kSupervisesNow}, kAllOfIt},
    {Thing::kCase, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kEntry, {Role::kTherapist, Relation::kSelf}, kAllOfIt},
    {Thing::kEntry, {Role::kTherapist, Relation::kNamedReader}, kAllOfIt},
    {Thing::kEntry, {Role::kTherapist, Relation::kSubject}, kFactsOnly},
    {Thing::kEntry, {Role::kTherapist, Relation::kParty}, kFactsOnly},
    {Thing::kEntry, {Role::kTherapist, Relation::kEmergency}, kAllOfIt},
    {Thing::kEntry, {Role::kSupervisor, Relation::kSupervisedThen}, kAllOfIt},
    {Thing::kEntry, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kAbsence, {Role::kSupervisor, Relation::kSupervisesNow}, kFactsOnly},
    {Thing::kSupervisionNote, {Role::kTherapist, Relation::kSelf}, kAllOfIt},
    {Thing::kSupervisionNote, {Role::kTherapist, Relation::kSubject}, kAllOfIt},
    {Thing::kSupervisionNote, {Role::kTherapist, Relation::kEmergency}, kAllOfIt},
    {Thing::kSupervisionNote, {Role::kSupervisor, Relation::kSupervisedThen}, kAllOfIt},
    {Thing::kPrivateNote, {Role::kTherapist, Relation::kSelf}, kEveryClass},
    {Thing::kPrivateNote, {Role::kConsultant, Relation::kNamedReader}, kEveryClass},
    {Thing::kPrivateNoteInTraining, {Role::kSupervisor, Relation::kSupervisesNow}, kEveryClass},
    {Thing::kFollowUp, {Role::kTherapist, Relation::kSelf}, kAllOfIt},
    {Thing::kFollowUp, {Role::kTherapist, Relation::kParty}, kAllOfIt},
    {Thing::kFollowUp, {Role::kTherapist, Relation::kEmergency}, kAllOfIt},
    {Thing::kFollowUp, {Role::kSupervisor, Relation::kSupervisedThen}, kAllOfIt},
    {Thing::kFollowUp, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kOpenFollowUp, {Role::kTherapist, Relation::kParty}, kAllOfIt},
    {Thing::kOpenFollowUp, {Role::kSupervisor, Relation::kSupervisesNow}, kAllOfIt},
    {Thing::kRestrictedFollowUp, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kRestrictedFollowUp, {Role::kIndependentReviewer, Relation::kNone}, kTriageOnly},
    {Thing::kConversationDue, {Role::kSupervisor, Relation::kSupervisesNow}, kTriageOnly},
    {Thing::kConversationDue, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kConversationDue, {Role::kConsultant, Relation::kNone}, kTriageOnly},
    {Thing::kShadowFollowUp, {Role::kPolicyManager, Relation::kNone}, kFactsOnly},
    {Thing::kConcern, {Role::kTherapist, Relation::kSelf}, kAllOfIt},
    {Thing::kConcern, {Role::kTherapist, Relation::kNamedReader}, kAllOfIt},
    {Thing::kConcern, {Role::kTherapist, Relation::kSubject}, kAllOfIt},
    {Thing::kConcern, {Role::kDirector, Relation::kNone}, kTriageOnly},
    {Thing::kConcern, {Role::kIndependentReviewer, Relation::kNone}, kAllOfIt},
};

// What a role is called before people.
struct RoleWord {
  Role role;
  std::string_view word;
};
constexpr RoleWord kRoleWords[] = {{Role::kDirector, "director"},
                                   {Role::kPolicyManager, "policy manager"},
                                   {Role::kAuditor, "auditor"},
                                   {Role::kAdministrator, "administrator"},
                                   {Role::kIndependentReviewer, "independent reviewer"},
                                   {Role::kOwner, "owner"}};

absl::Status NotTheirs(const Caller& caller, const MethodRule& rule) {
  const bool for_operator = (rule.callers & kOperator) != 0;
  if (caller.is_acted_for() && for_operator) {
    return WithDetail(
        absl::PermissionDeniedError("this is done by the operator as such: call it again without candor-act-for"),
        {"candor-act-for", "operator_only"});
  }
  std::vector<std::string> wanted;
  for (const RoleWord& each : kRoleWords) {
    if ((rule.callers & CallersOf(each.role)) != 0) wanted.emplace_back(each.word);
  }
  if (!wanted.empty()) {
    return WithDetail(
        absl::PermissionDeniedError(absl::StrCat("this is done by the practice's ", absl::StrJoin(wanted, " or "),
                                                 "; `candor member role list` says who that is")),
        {"", "role"});
  }
  return WithDetail(absl::PermissionDeniedError("this is done by the operator, on the machine that the daemon runs on; "
                                                "ask whoever looks after that machine"),
                    {"", "operator_only"});
}

}  // namespace

std::span<const SightCell> SightCells() {
  return kCells;
}

Classes ClassesOf(Thing thing, const Hat& hat) {
  const auto* cell = std::find_if(std::begin(kCells), std::end(kCells),
                                  [&](const SightCell& each) { return each.thing == thing && each.hat == hat; });
  return cell == std::end(kCells) ? Classes{0} : cell->classes;
}

std::span<const MethodRule> Table() {
  return kTable;
}

const MethodRule* RuleOf(std::string_view method) {
  const auto* rule =
      std::find_if(std::begin(kTable), std::end(kTable), [&](const MethodRule& each) { return each.method == method; });
  return rule == std::end(kTable) ? nullptr : rule;
}

// Hats that come of a relation are every member's who stands in it.
Classes ClassesFor(std::string_view method, Thing thing, const Hat& hat) {
  const MethodRule* rule = RuleOf(method);
  if (rule == nullptr || (rule->things & ThingsOf(thing)) == 0) return 0;
  if ((rule->callers & (kEveryMember | CallersOf(hat.role))) == 0) return 0;
  return ClassesOf(thing, hat);
}

bool NeedsNoCertificate(std::string_view method) {
  const MethodRule* rule = RuleOf(method);
  return rule != nullptr && (rule->callers & kAnybody) != 0;
}

bool AsksForRoles(std::string_view method) {
  const MethodRule* rule = RuleOf(method);
  constexpr Callers kRoles = static_cast<Callers>(~(kOperator | kEveryMember | kAnybody));
  return rule != nullptr && (rule->callers & (kEveryMember | kAnybody)) == 0 && (rule->callers & kRoles) != 0;
}

absl::Status CheckMethod(const Caller& caller, std::string_view method, std::span<const Role> roles) {
  const MethodRule* rule = RuleOf(method);
  if (rule == nullptr) {
    return absl::PermissionDeniedError(absl::StrCat("nobody has the right to call ", ToAbsl(method)));
  }
  if ((rule->callers & kAnybody) != 0) return absl::OkStatus();
  if (caller.is_nobody()) {
    return WithDetail(absl::UnauthenticatedError("this connection has shown no certificate; ask for an enrolment code "
                                                 "and run `candor enroll`"),
                      {"", "no_certificate"});
  }
  if (caller.has_every_right()) {
    if ((rule->callers & kOperator) != 0) return absl::OkStatus();
    return NotTheirs(caller, *rule);
  }
  if ((rule->callers & kEveryMember) != 0) return absl::OkStatus();
  const bool has_role =
      std::any_of(roles.begin(), roles.end(), [&](Role role) { return (rule->callers & CallersOf(role)) != 0; });
  return has_role ? absl::OkStatus() : NotTheirs(caller, *rule);
}

}  // namespace candor::domain
