#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/permission.h"

// Which methods there are, and who may use them.
namespace candor::domain {
namespace {

using enum Right;

constexpr MethodRule kTable[] = {
    {"candor.v1.BackupService.TakeBackup", kOperatorOnly},
    {"candor.v1.CaseService.CreateCase", kOwnView},
    {"candor.v1.CaseService.GetCase", kOwnView},
    {"candor.v1.CaseService.ListCases", kOwnView},
    {"candor.v1.CaseService.LookupCase", kOwnView},
    {"candor.v1.CaseService.MergeCases", kOperatorOnly},
    {"candor.v1.CaseService.PreviewMerge", kOperatorOnly},
    {"candor.v1.DaemonService.GetStatus", kOwnView},
    {"candor.v1.DecisionService.ApproveDecision", kOwnView},
    {"candor.v1.DecisionService.CreateDecision", kOwnView},
    {"candor.v1.DecisionService.GetDecision", kOwnView},
    {"candor.v1.DecisionService.ListDecisions", kOwnView},
    {"candor.v1.DecisionService.RefuseDecision", kOwnView},
    {"candor.v1.EntryService.AmendEntry", kOwnView},
    {"candor.v1.EntryService.BatchCreateEntries", kOwnView},
    {"candor.v1.EntryService.CreateEntry", kOwnView},
    {"candor.v1.EntryService.GetEntry", kOwnView},
    {"candor.v1.EntryService.ListEntries", kOwnView},
    {"candor.v1.EntryService.PreviewEntry", kOwnView},
    {"candor.v1.EntryService.RecallEntry", kOwnView},
    {"candor.v1.EntryService.RefileEntry", kOwnView},
    {"candor.v1.EntryService.RespondToEntry", kOwnView},
    {"candor.v1.EntryService.RetractEntry", kOwnView},
    {"candor.v1.ExportService.ExportRecords", kOperatorOnly},
    {"candor.v1.FollowUpService.ExplainFollowUp", kOwnView},
    {"candor.v1.FollowUpService.GetFollowUp", kOwnView},
    {"candor.v1.FollowUpService.ListFollowUps", kOwnView},
    {"candor.v1.IdentityService.CreateEnrolmentCode", kOperatorOnly},
    {"candor.v1.IdentityService.Enroll", kWithoutCertificate},
    {"candor.v1.IdentityService.ListEnrolments", kOwnView},
    {"candor.v1.IdentityService.RenewCertificate", kOwnView},
    {"candor.v1.IdentityService.RevokeEnrolment", kOwnView},
    {"candor.v1.ImportService.ImportEntries", kOperatorOnly},
    {"candor.v1.KeyService.ChangeMasterKey", kOperatorOnly},
    {"candor.v1.KeyService.GetKeyStatus", kOperatorOnly},
    {"candor.v1.KeyService.RotateKeys", kOperatorOnly},
    {"candor.v1.LedgerService.AddCosignature", kOperatorOnly},
    {"candor.v1.LedgerService.GetCheckpoint", kEveryone},
    {"candor.v1.LedgerService.GetConsistencyProof", kEveryone},
    {"candor.v1.LedgerService.GetInclusionProof", kEveryone},
    {"candor.v1.LedgerService.GetReceipt", kOwnView},
    {"candor.v1.LedgerService.VerifyProjections", kOperatorOnly},
    {"candor.v1.LedgerService.VerifyRecords", kOperatorOnly},
    {"candor.v1.MemberService.CreateMember", kOperatorOnly},
    {"candor.v1.MemberService.CreateMembership", kOperatorOnly},
    {"candor.v1.MemberService.CreateSupervision", kOperatorOnly},
    {"candor.v1.MemberService.GetMember", kEveryone},
    {"candor.v1.MemberService.ListMembers", kEveryone},
    {"candor.v1.MemberService.ListSupervisions", kEveryone},
    {"candor.v1.MemberService.LookupMember", kEveryone},
    {"candor.v1.PolicyService.CountShadowFollowUps", kOperatorOnly},
    {"candor.v1.PolicyService.GetPolicy", kEveryone},
    {"candor.v1.PolicyService.GetRule", kEveryone},
    {"candor.v1.PolicyService.ListCandidates", kOperatorOnly},
    {"candor.v1.PolicyService.ListEffectiveValues", kEveryone},
    {"candor.v1.PolicyService.ListPolicies", kEveryone},
    {"candor.v1.PolicyService.ListRules", kEveryone},
    {"candor.v1.PolicyService.ListShadowFollowUps", kOperatorOnly},
    {"candor.v1.PolicyService.PreviewPolicies", kOperatorOnly},
    {"candor.v1.PolicyService.ReloadProfiles", kOperatorOnly},
    {"candor.v1.PolicyService.SetRuleMode", kOperatorOnly},
    {"candor.v1.PolicyService.TestScenario", kOperatorOnly},
    {"candor.v1.ReportService.FollowComplianceReport", kOperatorOnly},
    {"candor.v1.ReportService.GenerateComplianceReport", kOperatorOnly},
    {"candor.v1.ReportService.SignComplianceReport", kOperatorOnly},
    {"candor.v1.RetentionService.ApproveErasure", kOwnView},
    {"candor.v1.RetentionService.ApproveRelease", kOwnView},
    {"candor.v1.RetentionService.GetErasure", kOwnView},
    {"candor.v1.RetentionService.ListDueErasures", kOperatorOnly},
    {"candor.v1.RetentionService.ListErasures", kOperatorOnly},
    {"candor.v1.RetentionService.ListHolds", kOwnView},
    {"candor.v1.RetentionService.PlaceHold", kOperatorOnly},
    {"candor.v1.RetentionService.ProposeErasure", kOperatorOnly},
    {"candor.v1.RetentionService.RefuseErasure", kOwnView},
    {"candor.v1.RetentionService.RefuseRelease", kOwnView},
    {"candor.v1.RetentionService.ReleaseHold", kOperatorOnly},
    {"candor.v1.SupervisionService.AmendSupervisionNote", kOwnView},
    {"candor.v1.SupervisionService.AnswerSupervisionNote", kOwnView},
    {"candor.v1.SupervisionService.CancelSupervision", kOwnView},
    {"candor.v1.SupervisionService.GetSupervisionLog", kOwnView},
    {"candor.v1.SupervisionService.GetSupervisionNote", kOwnView},
    {"candor.v1.SupervisionService.GetSupervisionWeek", kOwnView},
    {"candor.v1.SupervisionService.ListSupervisionNotes", kOwnView},
    {"candor.v1.SupervisionService.SignSupervisionNote", kOwnView},
    {"candor.v1.WatchService.Watch", kOwnView},
    {"candor.v1.WorkService.GetWorkList", kOwnView},
};

// nullptr: there is no such method.
const MethodRule* MethodRuleOf(std::string_view method) {
  const auto* rule =
      std::find_if(std::begin(kTable), std::end(kTable), [&](const MethodRule& each) { return each.method == method; });
  return rule == std::end(kTable) ? nullptr : rule;
}

}  // namespace

std::span<const MethodRule> Table() {
  return kTable;
}

bool NeedsNoCertificate(std::string_view method) {
  const MethodRule* rule = MethodRuleOf(method);
  return rule != nullptr && rule->right == kWithoutCertificate;
}

absl::Status CheckMethod(const Caller& caller, std::string_view method) {
  const MethodRule* rule = MethodRuleOf(method);
  if (rule == nullptr) {
    return absl::PermissionDeniedError(absl::StrCat("nobody has the right to call ", ToAbsl(method)));
  }
  if (rule->right == kWithoutCertificate) return absl::OkStatus();
  if (caller.is_nobody()) {
    return WithDetail(absl::UnauthenticatedError("this connection has shown no certificate; ask for an enrolment code "
                                                 "and run `candor enroll`"),
                      {"", "no_certificate"});
  }
  if (rule->right != kOperatorOnly || caller.has_every_right()) return absl::OkStatus();
  if (caller.is_acted_for()) {
    return WithDetail(
        absl::PermissionDeniedError("this is done by the operator as such: call it again without candor-act-for"),
        {"candor-act-for", "operator_only"});
  }
  return WithDetail(absl::PermissionDeniedError("this is done by the operator, on the machine that the daemon runs on; "
                                                "ask your administrator"),
                    {"", "operator_only"});
}

}  // namespace candor::domain
