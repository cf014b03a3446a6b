#include "daemon/policy/assessment_builder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/situation.h"
#include "daemon/domain/vocabulary.h"
#include "daemon/policy/erased_grounds.h"

namespace candor::policy {
namespace {

using domain::FollowUpSection;
using domain::Obligation;
using domain::RuleState;

bool ChangedItsMind(const SubjectReplay::PluginOutcome& outcome) {
  if (!outcome.loaded || (outcome.before && outcome.newest && outcome.folds.empty())) return false;
  return !outcome.before || outcome.before->obligations != outcome.end().obligations;
}

// Whether the plugin goes on from what it said when the subject was last assessed, so that it has forgotten nothing;
// one that is not loaded says nothing.
bool GoesOn(const SubjectReplay::PluginOutcome& outcome) {
  return !outcome.loaded || (outcome.before != nullptr && outcome.newest);
}

// What the header of an entry tells; nothing where there is none. Most follow-ups are opened and closed by what the
// plugins were shown a moment ago, so `replay` (nullptr: none) is asked first.
absl::StatusOr<SubjectReplay::KindOfEntry> KindOf(const domain::View& view, const SubjectReplay* replay,
                                                  const EntryId& id) {
  if (id.empty()) return SubjectReplay::KindOfEntry();
  const SubjectReplay::KindOfEntry* known = replay == nullptr ? nullptr : replay->KindOf(id);
  if (known != nullptr) return *known;
  const auto entry = view.GetEntry(id);
  if (absl::IsNotFound(entry.status())) return SubjectReplay::KindOfEntry();
  CANDOR_RETURN_IF_ERROR(entry.status());
  return SubjectReplay::KindOfEntry{entry->entry.kind, entry->entry.header.personal};
}

// kNone: a personal one, or none.
absl::StatusOr<domain::Kind> KindInClear(const domain::View& view, const SubjectReplay* replay, const EntryId& id) {
  CANDOR_ASSIGN_OR_RETURN(const SubjectReplay::KindOfEntry entry, KindOf(view, replay, id));
  const domain::KindInfo* kind = domain::FindKind(entry.kind);
  return kind == nullptr || kind->personal ? domain::Kind::kNone : kind->kind;
}

absl::StatusOr<bool> IsPersonal(const domain::View& view, const SubjectReplay* replay, const EntryId& id) {
  CANDOR_ASSIGN_OR_RETURN(const SubjectReplay::KindOfEntry entry, KindOf(view, replay, id));
  return entry.personal;
}

// Who may read a personal follow-up is who may read the entry that it is opened by. Where that is no personal one, as
// when a crossing comes after a feeling, the first personal entry that it rests on takes its place, and it is among the
// facts instead.
absl::Status NamePersonalOpening(const domain::View& view, const SubjectReplay& replay, FollowUpSection& section) {
  if (section.clear.key_class != domain::KeyClass::kPersonal) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(bool personal, IsPersonal(view, &replay, section.sealed.opened_by));
  for (size_t i = 0; !personal && i < section.sealed.facts_used.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(personal, IsPersonal(view, &replay, section.sealed.facts_used[i]));
    if (personal) std::swap(section.sealed.opened_by, section.sealed.facts_used[i]);
  }
  return absl::OkStatus();
}

// `row` is what is on record of the same follow-up, or nullptr: what it says of the same entries is not looked up
// again.
absl::Status AddKinds(const domain::View& view, const SubjectReplay& replay, const domain::FollowUp* row,
                      FollowUpSection& section) {
  domain::FollowUpClear& clear = section.clear;
  const bool known = row != nullptr && row->sealed.has_value();
  if (known && row->sealed->opened_by == section.sealed.opened_by) clear.opened_by_kind = row->clear.opened_by_kind;
  if (known && row->sealed->resolved_by == section.sealed.resolved_by) {
    clear.resolved_by_kind = row->clear.resolved_by_kind;
  }
  // What opened a personal follow-up is personal itself.
  if (clear.opened_by_kind == domain::Kind::kNone && clear.key_class == domain::KeyClass::kGeneral) {
    CANDOR_ASSIGN_OR_RETURN(clear.opened_by_kind, KindInClear(view, &replay, section.sealed.opened_by));
  }
  if (clear.resolved_by_kind == domain::Kind::kNone) {
    CANDOR_ASSIGN_OR_RETURN(clear.resolved_by_kind, KindInClear(view, &replay, section.sealed.resolved_by));
  }
  return absl::OkStatus();
}

bool IsTheStricter(const Obligation& one, const Obligation& other) {
  const auto strictness = [](const Obligation& o) {
    return std::make_tuple(o.state != RuleState::kOpen, o.due.value_or(std::numeric_limits<int32_t>::max()),
                           -static_cast<int>(o.severity));
  };
  return strictness(one) < strictness(other);
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
  CANDOR_ASSIGN_OR_RETURN(section.clear.resolved_by_kind, KindInClear(view, nullptr, header.id));
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

AssessmentBuilder::OnRecord::OnRecord(const std::vector<domain::FollowUp>& rows) {
  by_rule_and_key.reserve(rows.size());
  for (const domain::FollowUp& row : rows) {
    by_id.emplace(row.clear.id, &row);
    if (row.sealed) {
      by_rule_and_key.emplace(std::pair(std::string_view(row.sealed->rule), std::string_view(row.sealed->key)), &row);
    }
  }
}

Obligation Strictest(const Obligation& a, const Obligation& b) {
  return IsTheStricter(b, a) ? b : a;
}

AssessmentBuilder::AssessmentBuilder(const domain::Store& store, const domain::PolicyEngine& engine)
    : store_(store), engine_(engine) {
  for (const domain::PluginInfo& plugin : engine.Plugins()) {
    rules_.insert(rules_.end(), plugin.rules.begin(), plugin.rules.end());
  }
  for (size_t i = 0; i < rules_.size(); ++i) by_slug_.emplace(rules_[i].slug, i);
}

const domain::Rule* AssessmentBuilder::FindRule(const std::string& slug) const {
  const auto found = by_slug_.find(slug);
  return found == by_slug_.end() ? nullptr : &rules_[found->second];
}

domain::RuleMode AssessmentBuilder::ModeOf(const std::string& rule, const domain::RuleModes& modes) const {
  const domain::Rule* declared = FindRule(rule);
  return modes.Of(rule, declared == nullptr ? domain::RuleMode::kActive : declared->default_mode);
}

FollowUpId AssessmentBuilder::NameOf(const domain::SubjectId& subject, const Obligation& obligation,
                                     const OnRecord& on_record) const {
  const auto known =
      on_record.by_rule_and_key.find(std::pair(std::string_view(obligation.rule), std::string_view(obligation.key)));
  if (known != on_record.by_rule_and_key.end()) return known->second->clear.id;
  return store_.NameFollowUp(subject, obligation.rule, obligation.key);
}

AssessmentBuilder::Said AssessmentBuilder::Sort(SubjectReplay& replay, const OnRecord& on_record,
                                                const domain::RuleModes& modes) const {
  Said said;
  // In a re-assessment what is made of what a plugin says may be another.
  const bool anew = replay.occasion().why == Occasion::Why::kReassessment;
  for (const SubjectReplay::PluginOutcome& outcome : replay.outcomes()) {
    if (!outcome.loaded) continue;
    said.spoke.insert(outcome.plugin());
    const std::vector<Obligation>& obligations = outcome.end().obligations;
    for (size_t i = 0; i < obligations.size(); ++i) {
      const Obligation& obligation = obligations[i];
      const FollowUpId id = NameOf(replay.occasion().subject, obligation, on_record);
      const domain::RuleMode mode = ModeOf(obligation.rule, modes);
      if (mode != domain::RuleMode::kActive) said.held_back.insert(id);
      if (mode == domain::RuleMode::kOff) continue;
      auto& of_mode = mode == domain::RuleMode::kShadow ? said.shadow : said.active;
      // A fold adds to what it has opened and takes nothing away, so each keeps its place.
      const bool unchanged = !anew && outcome.before != nullptr && i < outcome.before->obligations.size() &&
                             outcome.before->obligations[i] == obligation;
      const auto [known, added] = of_mode.emplace(id, Spoken{&obligation, unchanged});
      if (added) continue;
      Spoken& both = known->second;
      if (IsTheStricter(obligation, *both.obligation)) both.obligation = &obligation;
      both.unchanged = both.unchanged && unchanged;
    }
  }
  return said;
}

// No situation and nothing folded: these are for a count of what a rule would say, and stand for themselves.
absl::Status AssessmentBuilder::AddShadow(const domain::View& view, const SubjectReplay& replay, const Said& said,
                                          const domain::RuleModes& modes, SetsByMember& sets,
                                          std::vector<FollowUpSection>& all) const {
  const domain::SubjectId& subject = replay.occasion().subject;
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
  for (const auto& [id, spoken] : said.shadow) {
    const Obligation& obligation = *spoken.obligation;
    const auto row = known.find(id);
    if (row != known.end() && !row->second->sealed) continue;
    // In the index of what is tried out nothing that is withdrawn is kept.
    if (row == known.end() && obligation.state == RuleState::kWithdrawn) continue;
    FollowUpSection section = SectionOf(id, subject, obligation);
    CANDOR_RETURN_IF_ERROR(NamePersonalOpening(view, replay, section));
    CANDOR_RETURN_IF_ERROR(AddParameters(view, replay, obligation, sets, section));
    section.clear.shadow = true;
    CANDOR_RETURN_IF_ERROR(AddKinds(view, replay, row == known.end() ? nullptr : row->second, section));
    const bool same =
        row != known.end() && row->second->clear == section.clear && row->second->sealed == section.sealed;
    if (!same) all.push_back(std::move(section));
  }
  return absl::OkStatus();
}

absl::Status AssessmentBuilder::AddGone(const domain::View& view, const OnRecord& on_record, const Said& said,
                                        std::vector<FollowUpSection>& all) const {
  for (const auto& [id, row] : on_record.by_id) {
    // Erased: frozen as it is, and of no use to anything below.
    if (said.active.contains(id) || !row->sealed) continue;
    if (!said.spoke.contains(row->sealed->plugin)) {
      all.push_back({row->clear, *row->sealed});
      continue;
    }
    auto ended = said.held_back.contains(id) ? Retired(view, *row) : Ended(view, FindRule(row->sealed->rule), *row);
    if (!ended.ok()) return ended.status();
    all.push_back(*std::move(ended));
  }
  return absl::OkStatus();
}

absl::Status AssessmentBuilder::AddActive(const domain::View& view, const SubjectReplay& replay,
                                          const OnRecord& on_record, const Said& said, SetsByMember& sets,
                                          std::vector<FollowUpSection>& all) const {
  for (const auto& [id, spoken] : said.active) {
    const auto found = on_record.by_id.find(id);
    const domain::FollowUp* const row = found == on_record.by_id.end() ? nullptr : found->second;
    if (row != nullptr && !row->sealed) continue;
    // What the entries that are there have taken back before anybody was asked for it leaves nothing.
    if (row == nullptr && spoken.obligation->state == RuleState::kWithdrawn) continue;
    // It would be made as it is on record: of a case with many follow-ups an entry changes one. What was ended here,
    // and not by the plugin, as when its rule was turned off for a time, is made again.
    if (row != nullptr && spoken.unchanged && row->clear.state == spoken.obligation->state) {
      all.push_back({row->clear, *row->sealed});
      continue;
    }
    all.push_back(SectionOf(id, replay.occasion().subject, *spoken.obligation));
    CANDOR_RETURN_IF_ERROR(NamePersonalOpening(view, replay, all.back()));
    CANDOR_RETURN_IF_ERROR(AddParameters(view, replay, *spoken.obligation, sets, all.back()));
    CANDOR_RETURN_IF_ERROR(AddKinds(view, replay, row, all.back()));
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
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> rows, view.FollowUpsOf(subject));
  const OnRecord on_record(rows);
  const Said said = Sort(replay, on_record, modes);
  SetsByMember sets;
  std::vector<FollowUpSection> all;
  CANDOR_RETURN_IF_ERROR(AddGone(view, on_record, said, all));
  CANDOR_RETURN_IF_ERROR(AddActive(view, replay, on_record, said, sets, all));
  domain::GroupIntoSituations(rules_, all);
  std::erase_if(all, [&](const FollowUpSection& section) {
    const auto row = on_record.by_id.find(section.clear.id);
    return row != on_record.by_id.end() && row->second->clear == section.clear && row->second->sealed == section.sealed;
  });
  CANDOR_RETURN_IF_ERROR(LeaveOutErased(view, on_record.by_id, all));
  // Where every plugin goes on from what it said last and none has said anything in shadow, none ever did: a fold does
  // not forget, and another mode has everything looked at anew.
  const bool may_be_there = modes.any_shadow() && !std::all_of(outcomes.begin(), outcomes.end(), GoesOn);
  if (anew || may_be_there || !said.shadow.empty()) {
    CANDOR_RETURN_IF_ERROR(AddShadow(view, replay, said, modes, sets, all));
  }
  return all;
}

}  // namespace candor::policy
