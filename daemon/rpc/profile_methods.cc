#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/policy.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/services.h"

// What of the policy service is about profiles.
namespace candor::rpc {
namespace {

void ToWire(const domain::ProfileInForce& profile, v1::Profile* out) {
  out->set_profile(profile.name);
  out->set_title(profile.title);
  out->set_version(profile.version);
  out->set_kind(profile.kind);
  if (profile.reviewed_on) rpc::ToWire(*profile.reviewed_on, out->mutable_reviewed_on());
}

void ToWire(const domain::EffectiveValue& value, const domain::PolicyEngine& policies, v1::EffectiveValue* out) {
  if (const domain::Rule* rule = FindRule(policies, value.rule)) out->set_rule(RuleName(rule->plugin, rule->slug));
  out->set_catalogue_id(value.catalogue_id);
  out->set_parameter(value.parameter);
  out->set_unit(value.unit);
  out->set_group(value.group);
  out->set_value(value.value);
  out->set_words(value.words);
  out->set_profile(value.profile);
  out->set_title(value.title);
  out->set_version(value.version);
  out->set_kind(value.kind);
  out->set_binds_by(value.why);
  out->set_authority(value.authority);
  out->set_confidence(value.confidence);
  out->set_citation(value.citation);
  out->set_note(value.note);
  if (value.as_of) rpc::ToWire(*value.as_of, out->mutable_as_of());
  if (value.reviewed_on) rpc::ToWire(*value.reviewed_on, out->mutable_reviewed_on());
}

void ToWire(const domain::PolicyReplaced& replaced, v1::ReplacedPolicy* out) {
  out->set_policy(absl::StrCat("policies/", replaced.name));
  out->set_version_before(replaced.before);
  out->set_version(replaced.now);
}

absl::Status ListEffectiveValues(const Rooms& rooms, const Call& call, const v1::ListEffectiveValuesRequest& request,
                                 v1::ListEffectiveValuesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const MemberId id, KnownMember(*question.view, request.parent(), "parent"));
  Day on = question.today;
  if (request.has_on()) {
    CANDOR_ASSIGN_OR_RETURN(on, DayFromWire(request.on(), "on"));
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, question.view->GetMember(id));
  const std::vector<domain::EffectiveValue> all = rooms.policies.EffectiveValues(member, on);
  for (size_t i = begin; i < all.size(); ++i) {
    if (i == begin + limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    ToWire(all[i], rooms.policies, response.add_values());
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::ProfileChange> ChangeFrom(const v1::ReloadProfilesRequest& request) {
  domain::ProfileChange change;
  change.retroactive = request.retroactive();
  if (!request.has_effective_from()) return change;
  if (request.retroactive()) {
    return InvalidField("effective_from", "retroactive", "either from a day on, or for all entries there are");
  }
  CANDOR_ASSIGN_OR_RETURN(change.from, DayFromWire(request.effective_from(), "effective_from"));
  return change;
}

void ReloadProfiles(const Rooms& rooms, const Call&, const v1::ReloadProfilesRequest& request,
                    const Reply<v1::ReloadProfilesResponse>& reply) {
  const auto change = ChangeFrom(request);
  if (!change.ok()) return reply(change.status());
  rooms.profiles.Reload(*change, [reply](const absl::StatusOr<domain::ProfilesReloaded>& reloaded) {
    if (absl::IsInvalidArgument(reloaded.status())) {
      return reply(WithDetail(reloaded.status(), {"profiles", "profile_refused"}));
    }
    if (absl::IsFailedPrecondition(reloaded.status())) {
      return reply(WithDetail(reloaded.status(), {"policies", "policy_refused"}));
    }
    if (!reloaded.ok()) return reply(reloaded.status());
    v1::ReloadProfilesResponse response;
    response.set_changed(reloaded->changed);
    for (const domain::ProfileInForce& profile : reloaded->profiles) ToWire(profile, response.add_profiles());
    if (reloaded->from) rpc::ToWire(*reloaded->from, response.mutable_effective_from());
    for (const domain::PolicyReplaced& each : reloaded->policies) ToWire(each, response.add_policies());
    for (const std::string& each : reloaded->unproven) response.add_unproven(each);
    reply(std::move(response));
  });
}

}  // namespace

void AddProfileMethods(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.PolicyService.ListEffectiveValues", rooms, ListEffectiveValues);
  methods.AnswerLater("candor.v1.PolicyService.ReloadProfiles", rooms, ReloadProfiles);
}

}  // namespace candor::rpc
