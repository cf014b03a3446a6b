#include "daemon/policy/assessment_builder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/situation.h"
#include "daemon/domain/vocabulary.h"
#include "daemon/policy/erased_grounds.h"

namespace candor::policy {
namespace {

using domain::FollowUpSection;
using domain::NotAssessed;
using domain::Obligation;
using domain::RuleState;

// A plugin that is not loaded says this of every entry; of older ones the number is enough to know.
constexpr size_t kMostFaults = 64;

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

bool ChangedItsMind(const SubjectReplay::PluginOutcome& outcome) {
  return outcome.loaded && (!outcome.before || outcome.before->obligations != outcome.folds.back().obligations);
}

// The kind of an entry as its header tells it; kNone: a personal one, or none.
absl::StatusOr<domain::Kind> KindInClear(const domain::View& view, const EntryId& id) {
  if (id.empty()) return domain::Kind::kNone;
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return domain::Kind::kNone;
  CANDOR_RETURN_IF_ERROR(entry.status());
  const domain::KindInfo* kind = domain::FindKind(entry->entry.kind);
  return kind == nullptr || kind->personal ? domain::Kind::kNone : kind->kind;
}

absl::StatusOr<bool> IsPersonal(const domain::View& view, const EntryId& id) {
  if (id.empty()) return false;
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return false;
  CANDOR_RETURN_IF_ERROR(entry.status());
  return entry->entry.header.personal;
}

// Who may read a personal follow-up is who may read the entry that it is opened by. Where that is no personal one, as
// when a crossing comes after a feeling, the first personal entry that it rests on takes its place, and it is among the
// facts instead.
absl::Status NamePersonalOpening(const domain::View& view, FollowUpSection& section) {
  if (section.clear.key_class != domain::KeyClass::kPersonal) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(bool personal, IsPersonal(view, section.sealed.opened_by));
  for (size_t i = 0; !personal && i < section.sealed.facts_used.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(personal, IsPersonal(view, section.sealed.facts_used[i]));
    if (personal) std::swap(section.sealed.opened_by, section.sealed.facts_used[i]);
  }
  return absl::OkStatus();
}

// `row` is what is on record of the same follow-up, or nullptr: what it says of the same entries is not looked up
// again.
absl::Status AddKinds(const domain::View& view, const domain::FollowUp* row, FollowUpSection& section) {
  domain::FollowUpClear& clear = section.clear;
  const bool known = row != nullptr && row->sealed.has_value();
  if (known && row->sealed->opened_by == section.sealed.opened_by) clear.opened_by_kind = row->clear.opened_by_kind;
  if (known && row->sealed->resolved_by == section.sealed.resolved_by) {
    clear.resolved_by_kind = row->clear.resolved_by_kind;
  }
  // What opened a personal follow-up is personal itself.
  if (clear.opened_by_kind == domain::Kind::kNone && clear.key_class == domain::KeyClass::kGeneral) {
    CANDOR_ASSIGN_OR_RETURN(clear.opened_by_kind, KindInClear(view, section.sealed.opened_by));
  }
  if (clear.resolved_by_kind == domain::Kind::kNone) {
    CANDOR_ASSIGN_OR_RETURN(clear.resolved_by_kind, KindInClear(view, section.sealed.resolved_by));
  }
  return absl::OkStatus();
}

// Whether the entry was called back or moved, and nothing is to be left of what it opened.
absl::StatusOr<bool> IsUndone(const domain::View& view, const EntryId& id) {
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return false;
  CANDOR_RETURN_IF_ERROR(entry.status());
  return entry->retracted && entry->take_back != domain::TakeBack::kPlain;
}

absl::StatusOr<FollowUpSection> Withdrawn(const domain::View& view, const domain::FollowUp& row) {
  FollowUpSection section{row.clear, *row.sealed};
  CANDOR_ASSIGN_OR_RETURN(section.clear.undone, IsUndone(view, row.sealed->opened_by));
  section.clear.state = RuleState::kWithdrawn;
  section.clear.cause = domain::ResolvedCause::kNone;
  section.clear.resolved_on.reset();
  section.clear.resolution_reported_on.reset();
  section.clear.resolved_by_kind = domain::Kind::kNone;
  section.sealed.resolved_by = EntryId();
  return section;
}

// Whether giving the field is what meets it: the rule asks for nothing else. Of another rule's question the answer may
// as well be that there was no ground for it.
bool AsksForTheRecordOnly(const domain::Rule* rule, const domain::FollowUp& row) {
  return rule != nullptr && rule->action == domain::Action::kCompleteRecord && row.clear.missing_field &&
         row.clear.state != RuleState::kWithdrawn;
}

// nullopt: the entry does not stand, or nobody has amended it.
absl::StatusOr<std::optional<domain::RecordedEntry>> AmendmentOf(const domain::View& view, const EntryId& id) {
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return std::nullopt;
  CANDOR_RETURN_IF_ERROR(entry.status());
  if (entry->retracted || entry->revised_by.empty()) return std::nullopt;
  return view.GetEntry(entry->revised_by);
}

// What becomes of a follow-up that its plugin speaks of no longer.
absl::StatusOr<FollowUpSection> Ended(const domain::View& view, const domain::Rule* rule, const domain::FollowUp& row) {
  if (!AsksForTheRecordOnly(rule, row)) return Withdrawn(view, row);
  CANDOR_ASSIGN_OR_RETURN(const auto amendment, AmendmentOf(view, row.sealed->opened_by));
  if (!amendment) return Withdrawn(view, row);
  FollowUpSection section{row.clear, *row.sealed};
  // By an earlier amendment, or before the note was amended.
  if (row.clear.state == RuleState::kResolved) return section;
  const domain::EntryHeader& header = amendment->entry.header;
  section.clear.state = RuleState::kResolved;
  section.clear.cause = domain::ResolvedCause::kEntry;
  // An amendment stands at the date of what it amends; the field was given when it was written.
  section.clear.resolved_on = header.reported.day;
  section.clear.resolution_reported_on = header.reported.day;
  CANDOR_ASSIGN_OR_RETURN(section.clear.resolved_by_kind, KindInClear(view, header.id));
  section.sealed.resolved_by = header.id;
  return section;
}

// What becomes of a follow-up whose rule is not active any more: open, it is called for no longer, by a decision of the
// practice; what is closed stays as it was.
absl::StatusOr<FollowUpSection> Retired(const domain::View& view, const domain::FollowUp& row) {
  CANDOR_ASSIGN_OR_RETURN(FollowUpSection withdrawn, Withdrawn(view, row));
  if (withdrawn.clear.undone) return withdrawn;
  if (row.clear.state != RuleState::kOpen || row.disposed) return FollowUpSection{row.clear, *row.sealed};
  withdrawn.clear.cause = domain::ResolvedCause::kDecision;
  return withdrawn;
}

}  // namespace

Obligation Strictest(const Obligation& a, const Obligation& b) {
  const auto strictness = [](const Obligation& o) {
    return std::make_tuple(o.state != RuleState::kOpen, o.due.value_or(std::numeric_limits<int32_t>::max()),
                           -static_cast<int>(o.severity));
  };
  return strictness(b) < strictness(a) ? b : a;
}

AssessmentBuilder::AssessmentBuilder(const domain::Store& store, const domain::PolicyEngine& engine)
    : store_(store), engine_(engine) {
  for (const domain::PluginInfo& plugin : engine.Plugins()) {
    rules_.insert(rules_.end(), plugin.rules.begin(), plugin.rules.end());
  }
}

const domain::Rule* AssessmentBuilder::FindRule(const std::string& slug) const {
  for (const domain::Rule& rule : rules_) {
    if (rule.slug == slug) return &rule;
  }
  return nullptr;
}

FollowUpSection AssessmentBuilder::SectionOf(const domain::SubjectId& subject, const Obligation& obligation) const {
  FollowUpSection section;
  domain::FollowUpClear& clear = section.clear;
  clear.id = store_.NameFollowUp(subject, obligation.rule, obligation.key);
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
absl::Status AssessmentBuilder::AddParameters(const domain::View& view, const Obligation& obligation,
                                              SetsByMember& sets, FollowUpSection& section) const {
  const domain::Rule* rule = FindRule(obligation.rule);
  if (rule == nullptr || rule->parameters.empty()) return absl::OkStatus();
  auto known = sets.find(obligation.therapist);
  if (known == sets.end()) {
    auto member = view.GetMember(obligation.therapist);
    if (!member.ok() && !absl::IsNotFound(member.status())) return member.status();
    known = sets.emplace(obligation.therapist, engine_.SetsFor(member.ok() ? *member : domain::Member())).first;
  }
  const uint32_t set = domain::SetOn(known->second, std::min(obligation.opened_on, obligation.reported_on));
  for (const domain::Parameter& parameter : engine_.ParametersOf(*rule, set)) {
    section.sealed.parameters.push_back({parameter.name, parameter.value, parameter.unit, parameter.profile});
  }
  return absl::OkStatus();
}

domain::RuleMode AssessmentBuilder::ModeOf(const std::string& rule, const domain::RuleModes& modes) const {
  const domain::Rule* declared = FindRule(rule);
  return modes.Of(rule, declared == nullptr ? domain::RuleMode::kActive : declared->default_mode);
}

AssessmentBuilder::Said AssessmentBuilder::Sort(SubjectReplay& replay, const domain::RuleModes& modes) const {
  Said said;
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    if (!outcome.loaded) continue;
    said.spoke.insert(outcome.plugin);
    for (const Obligation& obligation : outcome.folds.back().obligations) {
      const FollowUpId id = store_.NameFollowUp(replay.occasion().subject, obligation.rule, obligation.key);
      const domain::RuleMode mode = ModeOf(obligation.rule, modes);
      if (mode != domain::RuleMode::kActive) said.held_back.insert(id);
      if (mode == domain::RuleMode::kOff) continue;
      auto& of_mode = mode == domain::RuleMode::kShadow ? said.shadow : said.active;
      const auto [known, added] = of_mode.emplace(id, obligation);
      if (!added) known->second = Strictest(known->second, obligation);
    }
  }
  return said;
}

// No situation and nothing folded: these are for a count of what a rule would say, and stand for themselves.
absl::Status AssessmentBuilder::AddShadow(const domain::View& view, const domain::SubjectId& subject, const Said& said,
                                          const domain::RuleModes& modes, SetsByMember& sets,
                                          std::vector<FollowUpSection>& all) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> rows, view.ShadowFollowUpsOf(subject));
  std::map<FollowUpId, const domain::FollowUp*> known;
  for (const domain::FollowUp& row : rows) {
    known.emplace(row.clear.id, &row);
    if (said.shadow.contains(row.clear.id) || !row.sealed) continue;
    const bool silent = !said.spoke.contains(row.sealed->plugin);
    if (silent && ModeOf(row.sealed->rule, modes) == domain::RuleMode::kShadow) continue;
    FollowUpSection gone{row.clear, *row.sealed};
    gone.clear.state = RuleState::kWithdrawn;
    all.push_back(std::move(gone));
  }
  for (const auto& [id, obligation] : said.shadow) {
    const auto row = known.find(id);
    if (row != known.end() && !row->second->sealed) continue;
    // In the index of what is tried out nothing that is withdrawn is kept.
    if (row == known.end() && obligation.state == RuleState::kWithdrawn) continue;
    FollowUpSection section = SectionOf(subject, obligation);
    CANDOR_RETURN_IF_ERROR(NamePersonalOpening(view, section));
    CANDOR_RETURN_IF_ERROR(AddParameters(view, obligation, sets, section));
    section.clear.shadow = true;
    CANDOR_RETURN_IF_ERROR(AddKinds(view, row == known.end() ? nullptr : row->second, section));
    const bool same =
        row != known.end() && row->second->clear == section.clear && row->second->sealed == section.sealed;
    if (!same) all.push_back(std::move(section));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<FollowUpSection>> AssessmentBuilder::Sections(const domain::View& view,
                                                                         SubjectReplay& replay,
                                                                         const domain::RuleModes& modes) const {
  const auto& outcomes = replay.outcomes();
  const bool anew = replay.occasion().why == Occasion::Why::kReassessment;
  if (!anew && std::none_of(outcomes.begin(), outcomes.end(), ChangedItsMind)) return std::vector<FollowUpSection>();
  const domain::SubjectId& subject = replay.occasion().subject;
  // Follow-ups of what is erased stay as they were, and there are no new ones.
  CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(subject, domain::KeyClass::kGeneral));
  if (erased) return std::vector<FollowUpSection>();
  const Said said = Sort(replay, modes);
  SetsByMember sets;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> rows, view.FollowUpsOf(subject));
  std::vector<FollowUpSection> all;
  std::map<FollowUpId, const domain::FollowUp*> known;
  for (const domain::FollowUp& row : rows) {
    known.emplace(row.clear.id, &row);
    if (said.active.contains(row.clear.id)) continue;
    // Erased: frozen as it is, and of no use to anything below.
    if (!row.sealed) continue;
    if (!said.spoke.contains(row.sealed->plugin)) {
      all.push_back({row.clear, *row.sealed});
      continue;
    }
    auto ended =
        said.held_back.contains(row.clear.id) ? Retired(view, row) : Ended(view, FindRule(row.sealed->rule), row);
    if (!ended.ok()) return ended.status();
    all.push_back(*std::move(ended));
  }
  for (const auto& [id, obligation] : said.active) {
    const auto row = known.find(id);
    if (row != known.end() && !row->second->sealed) continue;
    // What the entries that are there have taken back before anybody was asked for it leaves nothing.
    if (row == known.end() && obligation.state == RuleState::kWithdrawn) continue;
    all.push_back(SectionOf(subject, obligation));
    CANDOR_RETURN_IF_ERROR(NamePersonalOpening(view, all.back()));
    CANDOR_RETURN_IF_ERROR(AddParameters(view, obligation, sets, all.back()));
    CANDOR_RETURN_IF_ERROR(AddKinds(view, row == known.end() ? nullptr : row->second, all.back()));
  }
  domain::GroupIntoSituations(rules_, all);
  std::erase_if(all, [&](const FollowUpSection& section) {
    const auto row = known.find(section.clear.id);
    return row != known.end() && row->second->clear == section.clear && row->second->sealed == section.sealed;
  });
  CANDOR_RETURN_IF_ERROR(LeaveOutErased(view, known, all));
  if (anew || modes.any_shadow() || !said.shadow.empty()) {
    CANDOR_RETURN_IF_ERROR(AddShadow(view, subject, said, modes, sets, all));
  }
  return all;
}

absl::StatusOr<domain::SubjectProgress> AssessmentBuilder::Progress(const domain::View& view, SubjectReplay& replay,
                                                                    const std::vector<NotAssessed>& standing) const {
  domain::SubjectProgress progress;
  progress.subject = replay.occasion().subject;
  progress.assessed_to = view.size();
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    std::vector<NotAssessed> faults;
    uint64_t older = 0;
    domain::NotAssessedReason older_reason = domain::NotAssessedReason::kPluginError;
    for (NotAssessed fault : standing) {
      if (fault.plugin != outcome.plugin) continue;
      if (outcome.from == domain::Place::First()) continue;
      // Nobody knows which they were, so they stand until the plugin begins again at the first entry.
      if (fault.older > 0) older_reason = fault.reason;
      older += std::exchange(fault.older, 0);
      if (!fault.entry.empty()) {
        const auto entry = view.GetEntry(fault.entry);
        if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
        if (!entry.ok() || outcome.from < domain::PlaceOf(entry->entry.header)) continue;
      }
      faults.push_back(fault);
    }
    for (const NotAssessed& fault : outcome.not_assessed) {
      if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
    }
    const size_t surplus = faults.size() > kMostFaults ? faults.size() - kMostFaults : 0;
    if (faults.empty() && older > 0) {
      faults.push_back({progress.subject, EntryId(), outcome.plugin, older_reason, 0});
      --older;
    }
    if (!faults.empty()) faults[surplus].older = static_cast<uint32_t>(older + surplus);
    progress.not_assessed.insert(progress.not_assessed.end(), faults.begin() + static_cast<ptrdiff_t>(surplus),
                                 faults.end());
    if (!outcome.loaded) continue;
    for (const domain::Timer& timer : outcome.folds.back().timers) {
      progress.next_timer = std::min(progress.next_timer.value_or(timer.day), timer.day);
    }
  }
  CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(progress.subject, domain::KeyClass::kGeneral));
  if (erased) {
    progress.next_timer.reset();
    progress.not_assessed.clear();
  }
  return progress;
}

}  // namespace candor::policy
