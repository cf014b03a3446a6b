#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/vocabulary.h"
#include "daemon/policy/assessment_builder.h"

// What a plugin says of one follow-up, as an assessment has it.
namespace candor::policy {
namespace {

using domain::FollowUpSection;
using domain::Obligation;

std::optional<Day> DayOf(const std::optional<int32_t>& number) {
  if (!number) return std::nullopt;
  return DayFromNumber(*number);
}

// "transfer_step.release"
std::string NameOfField(domain::FieldId id) {
  const domain::KindInfo* kind = domain::FindKind(domain::KindOfField(id));
  const domain::FieldInfo* field = domain::FindField(id);
  if (kind == nullptr || field == nullptr) return std::string();
  return absl::StrCat(ToAbsl(kind->slug), ".", ToAbsl(field->name));
}

}  // namespace

FollowUpSection AssessmentBuilder::SectionOf(const FollowUpId& id, const domain::SubjectId& subject,
                                             const Obligation& obligation) const {
  FollowUpSection section;
  domain::FollowUpClear& clear = section.clear;
  clear.id = id;
  clear.subject = subject;
  clear.therapist = obligation.therapist;
  clear.action = obligation.action;
  clear.severity = obligation.severity;
  clear.state = obligation.state;
  clear.cause = obligation.cause;
  clear.before_policy = obligation.before_policy;
  clear.missing_field = obligation.missing_fields != 0 && obligation.action == domain::Action::kCompleteRecord;
  clear.opened_on = DayFromNumber(obligation.opened_on);
  clear.reported_on = DayFromNumber(obligation.reported_on);
  clear.due = DayOf(obligation.due);
  clear.counted_from = DayOf(obligation.counted_from);
  clear.resolved_on = DayOf(obligation.resolved_on);
  clear.resolution_reported_on = DayOf(obligation.resolution_reported_on);
  clear.episode = obligation.episode;
  domain::FollowUpSealed& sealed = section.sealed;
  sealed.rule = obligation.rule;
  sealed.key = obligation.key;
  sealed.opened_by = obligation.opened_by;
  sealed.resolved_by = obligation.resolved_by;
  sealed.facts_used = obligation.facts_used;
  const domain::Rule* rule = FindRule(obligation.rule);
  if (rule == nullptr) return section;
  clear.key_class = rule->key_class;
  clear.restricted = rule->restricted;
  clear.of_practice = rule->of_practice;
  // What is asked to complete the record is the practice's question, whatever the answer will lead to.
  clear.date_of_law = rule->dates_of_law && obligation.action != domain::Action::kCompleteRecord;
  sealed.plugin = rule->plugin;
  sealed.plugin_version = rule->plugin_version;
  sealed.catalogue_id = rule->catalogue_id;
  for (size_t i = 0; i < rule->asked_fields.size(); ++i) {
    if ((obligation.missing_fields >> i) & 1U) sealed.missing_fields.push_back(NameOfField(rule->asked_fields[i]));
  }
  return section;
}

// The values that held when it was opened: of what a timer opened, for the entry that asked for it.
absl::Status AssessmentBuilder::AddParameters(const domain::View& view, const SubjectReplay& replay,
                                              const Obligation& obligation, SetsByMember& sets,
                                              FollowUpSection& section) const {
  const domain::Rule* rule = FindRule(obligation.rule);
  if (rule == nullptr || rule->parameters.empty()) return absl::OkStatus();
  const std::vector<domain::SetPeriod>* periods = replay.SetsOf(obligation.therapist);
  auto known = sets.find(obligation.therapist);
  if (periods == nullptr && known == sets.end()) {
    auto member = view.GetMember(obligation.therapist);
    if (!member.ok() && !absl::IsNotFound(member.status())) return member.status();
    known = sets.emplace(obligation.therapist, engine_.SetsFor(member.ok() ? *member : domain::Member())).first;
  }
  if (periods == nullptr) periods = &known->second;
  const uint32_t set = domain::SetOn(*periods, std::min(obligation.opened_on, obligation.reported_on));
  for (const domain::Parameter& parameter : engine_.ParametersOf(*rule, set)) {
    section.sealed.parameters.push_back({parameter.name, parameter.value, parameter.unit, parameter.profile});
  }
  return absl::OkStatus();
}

}  // namespace candor::policy
