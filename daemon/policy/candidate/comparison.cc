#include "daemon/policy/candidate/comparison.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/rule_tally.h"
#include "daemon/domain/vocabulary.h"

namespace candor::policy {
namespace {

using domain::DifferenceCause;
using domain::DifferenceKind;
using domain::DifferenceReason;
using domain::FollowUp;
using domain::FollowUpClear;
using domain::FollowUpDifference;
using domain::FollowUpSection;
using domain::RuleState;

bool Stands(const FollowUpClear& clear) {
  return clear.state != RuleState::kWithdrawn && !clear.undone;
}

// All of a follow-up that anybody sees; situation, episode and the name under which it is kept quiet are not.
bool LooksTheSame(const FollowUp& a, const FollowUp& b) {
  const auto seen = [](const FollowUp& each) {
    const FollowUpClear& clear = each.clear;
    return std::tuple(clear.state, clear.cause, clear.severity, clear.action, clear.therapist, clear.due,
                      clear.counted_from, clear.opened_on, clear.reported_on, clear.resolved_on, clear.before_policy,
                      clear.missing_field, clear.restricted, clear.of_practice, clear.date_of_law,
                      clear.folded_under.empty());
  };
  if (seen(a) != seen(b) || a.sealed.has_value() != b.sealed.has_value()) return false;
  return !a.sealed || (a.sealed->rule == b.sealed->rule && a.sealed->missing_fields == b.sealed->missing_fields);
}

// nullopt: nobody would see any difference.
std::optional<FollowUpDifference> DifferenceOf(const FollowUp* row, FollowUp then) {
  FollowUpDifference difference;
  const bool stood = row != nullptr && Stands(row->clear);
  const bool stands = Stands(then.clear);
  if (!stood && !stands) return std::nullopt;
  if (stood && stands) {
    const bool was_open = row->clear.state == RuleState::kOpen;
    const bool is_open = then.clear.state == RuleState::kOpen;
    if (LooksTheSame(*row, then)) return std::nullopt;
    difference.kind = was_open && !is_open   ? DifferenceKind::kCloses
                      : !was_open && is_open ? DifferenceKind::kReopens
                                             : DifferenceKind::kChanges;
  } else if (stood) {
    difference.kind = DifferenceKind::kWithdrawn;
  } else {
    difference.kind = row == nullptr ? DifferenceKind::kOpens : DifferenceKind::kReopens;
  }
  if (stood) difference.before = *row;
  if (stands) difference.after = std::move(then);
  return difference;
}

const domain::PluginInfo* FindPluginNamed(const domain::PolicyEngine& engine, std::string_view name) {
  const auto& plugins = engine.Plugins();
  const auto found =
      std::find_if(plugins.begin(), plugins.end(), [&](const domain::PluginInfo& each) { return each.name == name; });
  return found == plugins.end() ? nullptr : &*found;
}

const domain::Rule* FindRuleNamed(const domain::PolicyEngine& engine, std::string_view slug) {
  for (const domain::PluginInfo& plugin : engine.Plugins()) {
    for (const domain::Rule& rule : plugin.rules) {
      if (rule.slug == slug) return &rule;
    }
  }
  return nullptr;
}

// What a policy that is tried says of itself is not believed: a rule that reads private notes tells of them.
bool IsConfinedByKind(const domain::Rule& rule) {
  if (rule.restricted || rule.key_class == domain::KeyClass::kPersonal) return true;
  return std::any_of(rule.kinds.begin(), rule.kinds.end(), [](domain::Kind kind) {
    const domain::KindInfo* info = domain::FindKind(kind);
    return info != nullptr && info->personal;
  });
}

std::string ModeName(domain::RuleMode mode) {
  switch (mode) {
    case domain::RuleMode::kOff:
      return "off";
    case domain::RuleMode::kShadow:
      return "shadow";
    case domain::RuleMode::kActive:
      return "active";
  }
  return "active";
}

// "active", "active from 2025-03-01"; empty: there is no such rule.
std::string HowItIsRun(const domain::Rule* rule, const domain::RuleModes& modes) {
  if (rule == nullptr) return std::string();
  const std::string mode = ModeName(modes.Of(*rule));
  const std::optional<Day> from = modes.DutiesFrom(rule->slug);
  return from ? absl::StrCat(mode, " from ", FormatDay(*from)) : mode;
}

// "consultation 1.0.0 (3f2a91bc)": two builds may have one version.
std::string NameOfBuild(const domain::PluginInfo* plugin) {
  if (plugin == nullptr || !plugin->loaded) return std::string();
  const std::string build = plugin->digest.empty() ? "" : absl::StrCat(" (", plugin->digest.substr(0, 8), ")");
  return absl::StrCat(plugin->name, " ", plugin->version, build);
}

// Of several profiles that hold side by side, all.
DifferenceReason ValueOf(const std::string& name, const std::vector<domain::Parameter>& now,
                         const std::vector<domain::Parameter>& then) {
  DifferenceReason reason;
  reason.cause = DifferenceCause::kValue;
  reason.parameter = name;
  const auto collect = [&](const std::vector<domain::Parameter>& all, std::string& values, std::string& profiles) {
    std::vector<std::string> value_list;
    std::vector<std::string> profile_list;
    for (const domain::Parameter& each : all) {
      if (each.name != name) continue;
      reason.unit = each.unit;
      value_list.push_back(absl::StrCat(each.value));
      profile_list.push_back(each.profile);
    }
    values = absl::StrJoin(value_list, ", ");
    profiles = absl::StrJoin(profile_list, ", ");
  };
  collect(now, reason.before, reason.before_profile);
  collect(then, reason.after, reason.after_profile);
  return reason;
}

}  // namespace

bool Comparison::IsConfinedRule(const std::string& slug) const {
  const domain::Rule* now = FindRuleNamed(now_.engine, slug);
  const domain::Rule* then = FindRuleNamed(then_.engine, slug);
  return (now != nullptr && IsConfinedByKind(*now)) || (then != nullptr && IsConfinedByKind(*then));
}

absl::StatusOr<Comparison::Known> Comparison::ReadRows(const domain::SubjectId& subject) const {
  Known known;
  CANDOR_ASSIGN_OR_RETURN(std::vector<FollowUp> active, view_.FollowUpsOf(subject));
  for (FollowUp& each : active) known.active.emplace(each.clear.id, std::move(each));
  CANDOR_ASSIGN_OR_RETURN(std::vector<FollowUp> shadow, view_.ShadowFollowUpsOf(subject));
  for (FollowUp& each : shadow) known.shadow.emplace(each.clear.id, std::move(each));
  return known;
}

absl::Status Comparison::ForgetConfinedFolding(const Known& known, FollowUp& follow_up) const {
  FollowUpId& under = follow_up.clear.folded_under;
  if (under.empty()) return absl::OkStatus();
  for (const ById* each : {&known.active, &known.then}) {
    const auto found = each->find(under);
    if (found == each->end()) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool confined, IsConfinedHere(found->second));
    if (!confined) continue;
    under = FollowUpId();
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<FollowUp> Comparison::AsSeen(const FollowUpSection& section, const FollowUp* row) const {
  FollowUp seen;
  seen.clear = section.clear;
  seen.sealed = section.sealed;
  if (row != nullptr) {
    seen.acknowledged = row->acknowledged;
    seen.disposed = row->disposed;
    seen.waived_until = row->waived_until;
  }
  if (!seen.clear.due) return seen;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, view_.StaffingOf(seen.clear.therapist));
  seen.away = domain::AwayPeriodsOf(staffing);
  return seen;
}

absl::StatusOr<bool> Comparison::RestsOnPersonal(const domain::FollowUpSealed& sealed) const {
  std::vector<EntryId> entries = sealed.facts_used;
  entries.push_back(sealed.opened_by);
  entries.push_back(sealed.resolved_by);
  for (const EntryId& id : entries) {
    if (id.empty()) continue;
    const auto entry = view_.GetEntry(id);
    if (absl::IsNotFound(entry.status())) continue;
    CANDOR_RETURN_IF_ERROR(entry.status());
    if (entry->entry.header.personal) return true;
  }
  return false;
}

// Of what is erased nobody knows whether it was.
absl::StatusOr<bool> Comparison::IsConfinedHere(const FollowUp& follow_up) const {
  if (domain::IsConfined(follow_up.clear) || !follow_up.sealed) return true;
  if (IsConfinedRule(follow_up.sealed->rule)) return true;
  return RestsOnPersonal(*follow_up.sealed);
}

absl::StatusOr<std::vector<domain::Parameter>> Comparison::ValuesOf(const domain::PolicyEngine& engine,
                                                                    const domain::Rule& rule, const MemberId& therapist,
                                                                    int32_t day) const {
  const auto member = view_.GetMember(therapist);
  if (!member.ok() && !absl::IsNotFound(member.status())) return member.status();
  const std::vector<domain::SetPeriod> periods = engine.SetsFor(member.ok() ? *member : domain::Member());
  return engine.ParametersOf(rule, domain::SetOn(periods, day));
}

absl::Status Comparison::AddValues(const FollowUp& follow_up, const domain::Rule& now, const domain::Rule& then,
                                   std::vector<DifferenceReason>& reasons) const {
  const FollowUpClear& clear = follow_up.clear;
  // As the follow-up is judged: by what held when it was opened.
  const int32_t day = std::min(DayNumber(clear.opened_on), DayNumber(clear.reported_on));
  CANDOR_ASSIGN_OR_RETURN(const auto before, ValuesOf(now_.engine, now, clear.therapist, day));
  CANDOR_ASSIGN_OR_RETURN(const auto after, ValuesOf(then_.engine, then, clear.therapist, day));
  std::vector<std::string> names;
  for (const auto* values : {&before, &after}) {
    for (const domain::Parameter& each : *values) {
      if (std::find(names.begin(), names.end(), each.name) == names.end()) names.push_back(each.name);
    }
  }
  for (const std::string& name : names) {
    DifferenceReason reason = ValueOf(name, before, after);
    if (reason.before != reason.after) reasons.push_back(std::move(reason));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DifferenceReason>> Comparison::ReasonsFor(const FollowUpDifference& difference) const {
  const FollowUp& follow_up = difference.after ? *difference.after : *difference.before;
  std::vector<DifferenceReason> reasons;
  const domain::Rule* now = FindRuleNamed(now_.engine, follow_up.sealed->rule);
  const domain::Rule* then = FindRuleNamed(then_.engine, follow_up.sealed->rule);
  DifferenceReason mode{DifferenceCause::kMode,        "", "", HowItIsRun(now, now_.modes),
                        HowItIsRun(then, then_.modes), "", ""};
  // A rule that one side does not have is its plugin's doing.
  if (now != nullptr && then != nullptr && mode.before != mode.after) reasons.push_back(std::move(mode));
  DifferenceReason build{DifferenceCause::kPlugin, "", "", "", "", "", ""};
  build.before = NameOfBuild(FindPluginNamed(now_.engine, follow_up.sealed->plugin));
  build.after = NameOfBuild(FindPluginNamed(then_.engine, follow_up.sealed->plugin));
  if (build.before != build.after) reasons.push_back(std::move(build));
  if (now != nullptr && then != nullptr) CANDOR_RETURN_IF_ERROR(AddValues(follow_up, *now, *then, reasons));
  return reasons;
}

absl::Status Comparison::CompareEach(const Known& known, const std::vector<FollowUpSection>& sections,
                                     ComparedSubject& compared) const {
  for (const FollowUpSection& section : sections) {
    const FollowUpClear& clear = section.clear;
    // That it goes to the index of what is tried out, or leaves it, is said where it stands for people.
    if (clear.shadow && (known.then.contains(clear.id) || known.active.contains(clear.id))) continue;
    const ById& index = clear.shadow ? known.shadow : known.active;
    std::optional<FollowUp> row;
    if (const auto found = index.find(clear.id); found != index.end()) row = found->second;
    CANDOR_ASSIGN_OR_RETURN(FollowUp then, AsSeen(section, row ? &*row : nullptr));
    CANDOR_ASSIGN_OR_RETURN(bool confined, IsConfinedHere(then));
    if (!confined && row) {
      CANDOR_ASSIGN_OR_RETURN(confined, IsConfinedHere(*row));
    }
    if (!confined) {
      CANDOR_RETURN_IF_ERROR(ForgetConfinedFolding(known, then));
      if (row) CANDOR_RETURN_IF_ERROR(ForgetConfinedFolding(known, *row));
    }
    std::optional<FollowUpDifference> difference = DifferenceOf(row ? &*row : nullptr, std::move(then));
    if (difference) {
      (confined ? compared.confined : compared.open).push_back(*std::move(difference));
    } else {
      compared.restated += confined ? 0 : 1;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ComparedSubject> Comparison::Compare(const domain::SubjectId& subject,
                                                    const std::vector<FollowUpSection>& sections) const {
  ComparedSubject compared;
  if (sections.empty()) return compared;
  CANDOR_ASSIGN_OR_RETURN(Known known, ReadRows(subject));
  for (const FollowUpSection& section : sections) {
    if (section.clear.shadow) continue;
    FollowUp& then = known.then[section.clear.id];
    then.clear = section.clear;
    then.sealed = section.sealed;
  }
  CANDOR_RETURN_IF_ERROR(CompareEach(known, sections, compared));
  // In which situation a follow-up stands can tell of one that only a few may read.
  if (!compared.confined.empty()) compared.restated = 0;
  bool explained = false;
  for (FollowUpDifference& each : compared.open) {
    CANDOR_ASSIGN_OR_RETURN(each.reasons, ReasonsFor(each));
    explained = explained || !each.reasons.empty();
  }
  for (FollowUpDifference& each : compared.open) {
    if (!each.reasons.empty()) continue;
    each.reasons.emplace_back();
    each.reasons.back().cause = explained ? DifferenceCause::kOtherFollowUp : DifferenceCause::kRecord;
  }
  return compared;
}

}  // namespace candor::policy
