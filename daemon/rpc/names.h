#ifndef CANDOR_DAEMON_RPC_NAMES_H_
#define CANDOR_DAEMON_RPC_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/subject.h"

// Resource names (AIP-122) and the ids they are made of. The parsers give INVALID_ARGUMENT naming `field`, with reason
// "missing" for an empty name and "name" for one of another form.
namespace candor::rpc {

struct EntryRef {
  domain::SubjectId subject;
  EntryId entry;
};
struct FollowUpRef {
  domain::SubjectId subject;
  FollowUpId follow_up;
};
struct DecisionRef {
  FollowUpRef follow_up;
  DecisionId decision;
};
struct HoldRef {
  domain::SubjectId subject;
  HoldId hold;
};
struct EnrolmentRef {
  MemberId member;
  EnrolmentId enrolment;
};
struct RoleGrantRef {
  MemberId member;
  RoleChangeId grant;
};
struct RuleRef {
  std::string policy;
  std::string rule;
};

std::string MemberName(const MemberId& id);
std::string CaseName(const CaseId& id);
// "cases/…" or "members/…"; empty for the practice.
std::string SubjectName(const domain::SubjectId& subject);
std::string EntryName(const domain::SubjectId& subject, const EntryId& id);
std::string FollowUpName(const domain::SubjectId& subject, const FollowUpId& id);
std::string DecisionName(const domain::SubjectId& subject, const FollowUpId& follow_up, const DecisionId& id);
std::string ErasureName(const ErasureId& id);
std::string EmergencyName(const EmergencyId& id);
std::string DisclosureName(const DisclosureId& id);
std::string HoldName(const domain::SubjectId& subject, const HoldId& id);
std::string EnrolmentName(const MemberId& member, const EnrolmentId& id);
std::string RoleGrantName(const MemberId& member, const RoleChangeId& id);
std::string SupervisionName(const MemberId& supervisee, const MemberId& supervisor, Day from);
std::string ImportName(const BatchId& id);
std::string SituationName(const SituationId& id);
std::string PolicyName(std::string_view plugin);
std::string RuleName(std::string_view plugin, std::string_view slug);

absl::StatusOr<MemberId> ParseMember(std::string_view name, std::string_view field);
absl::StatusOr<CaseId> ParseCase(std::string_view name, std::string_view field);
// A case or a member.
absl::StatusOr<domain::SubjectId> ParseSubject(std::string_view name, std::string_view field);
// `form`: the one that is named where it has another; of an entry that stands under a member, kMemberEntryForm.
inline constexpr std::string_view kEntryForm = "cases/{case}/entries/{entry}";
inline constexpr std::string_view kMemberEntryForm = "members/{member}/entries/{entry}";
absl::StatusOr<EntryRef> ParseEntry(std::string_view name, std::string_view field, std::string_view form = kEntryForm);
absl::StatusOr<FollowUpRef> ParseFollowUp(std::string_view name, std::string_view field);
absl::StatusOr<DecisionRef> ParseDecision(std::string_view name, std::string_view field);
absl::StatusOr<ErasureId> ParseErasure(std::string_view name, std::string_view field);
absl::StatusOr<EmergencyId> ParseEmergency(std::string_view name, std::string_view field);
absl::StatusOr<DisclosureId> ParseDisclosure(std::string_view name, std::string_view field);
absl::StatusOr<HoldRef> ParseHold(std::string_view name, std::string_view field);
absl::StatusOr<EnrolmentRef> ParseEnrolment(std::string_view name, std::string_view field);
absl::StatusOr<RoleGrantRef> ParseRoleGrant(std::string_view name, std::string_view field);
absl::StatusOr<std::string> ParsePolicy(std::string_view name, std::string_view field);
absl::StatusOr<RuleRef> ParseRule(std::string_view name, std::string_view field);

// A request id is a UUID (AIP-155): its 128 bits, or random ones when `request_id` is empty. INVALID_ARGUMENT when it
// is no UUID. No name is made of them as they are: who knows a name must not be able to repeat the call that made it.
absl::StatusOr<IdBytes> IdFromRequest(std::string_view request_id);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_NAMES_H_
