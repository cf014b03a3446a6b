#include "daemon/rpc/effects.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "daemon/base/status.h"

namespace candor::rpc {
namespace {

domain::FollowUpStatus StatusIn(const domain::FollowUp& follow_up, const Question& question) {
  return domain::StatusOf(follow_up, question.settings, question.today);
}

// By itself, and not kept quiet under another.
bool IsAskedFor(const domain::FollowUp& follow_up, const Question& question) {
  return StatusIn(follow_up, question) == domain::FollowUpStatus::kOpen && follow_up.clear.folded_under.empty();
}

// nullopt: it was not there.
absl::StatusOr<std::optional<domain::FollowUp>> AsItWas(const domain::FollowUp& follow_up, const domain::View& before) {
  absl::StatusOr<domain::FollowUp> was = before.GetFollowUp(follow_up.clear.subject, follow_up.clear.id);
  if (absl::IsNotFound(was.status())) return std::optional<domain::FollowUp>();
  CANDOR_RETURN_IF_ERROR(was.status());
  return std::optional<domain::FollowUp>(*std::move(was));
}

// Where what stood before is not known. What was open before keeps its days, also where an entry has joined its facts.
bool BeganWith(const domain::FollowUp& follow_up, const domain::EntryHeader& entry) {
  const domain::FollowUpClear& clear = follow_up.clear;
  if (clear.opened_on != entry.occurred.day || clear.reported_on != entry.reported.day) return false;
  const std::vector<EntryId>& facts = follow_up.sealed->facts_used;
  return std::find(facts.begin(), facts.end(), entry.id) != facts.end();
}

Effect EffectSince(const domain::FollowUp& follow_up, const std::optional<domain::FollowUp>& was,
                   const Question& question) {
  const bool asked_before = was && IsAskedFor(*was, question);
  if (IsAskedFor(follow_up, question)) {
    const bool same = asked_before && was->clear.action == follow_up.clear.action &&
                      domain::DueOf(*was, question.settings) == domain::DueOf(follow_up, question.settings);
    return same ? Effect::kNone : Effect::kOpened;
  }
  const domain::FollowUpStatus status = StatusIn(follow_up, question);
  const bool ended = status == domain::FollowUpStatus::kResolved || status == domain::FollowUpStatus::kResolvedLate ||
                     status == domain::FollowUpStatus::kWithdrawn;
  return asked_before && ended ? Effect::kEnded : Effect::kNone;
}

bool IsOneOf(const EntryId& id, const std::vector<domain::EntryHeader>& entries) {
  return std::any_of(entries.begin(), entries.end(), [&](const domain::EntryHeader& each) { return each.id == id; });
}

// As if the caller might be told of everything.
absl::StatusOr<Effect> EffectWithoutLeave(const domain::FollowUp& follow_up, const Written& written,
                                          const Question& question) {
  if (written.before != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::FollowUp> was, AsItWas(follow_up, *written.before));
    return EffectSince(follow_up, was, question);
  }
  if (StatusIn(follow_up, question) == domain::FollowUpStatus::kWithdrawn) return Effect::kNone;
  const bool began = std::any_of(written.entries.begin(), written.entries.end(),
                                 [&](const domain::EntryHeader& each) { return BeganWith(follow_up, each); });
  return began ? Effect::kOpened : Effect::kNone;
}

// Of what comes of a private note its own writer is told, and nobody else.
absl::StatusOr<bool> MayBeTold(const domain::FollowUp& follow_up, const Question& question) {
  const EntryId& opened_by = follow_up.sealed->opened_by;
  if (follow_up.clear.key_class != domain::KeyClass::kPersonal || opened_by.empty()) return true;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry note, question.view->GetEntry(opened_by));
  if (!note.entry.header.personal || note.recalled()) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool of_another, question.viewer.IsSecondPersonTo(note));
  return !of_another;
}

}  // namespace

absl::StatusOr<Effect> EffectOn(const domain::FollowUp& follow_up, const Written& written, const Question& question) {
  if (!follow_up.sealed) return Effect::kNone;
  if (follow_up.clear.state != domain::RuleState::kWithdrawn) {
    // Also what is met already: an entry that is written down late may open what a later one has met.
    if (IsOneOf(follow_up.sealed->opened_by, written.entries)) return Effect::kOpened;
    if (IsOneOf(follow_up.sealed->resolved_by, written.entries)) return Effect::kEnded;
  }
  CANDOR_ASSIGN_OR_RETURN(const Effect effect, EffectWithoutLeave(follow_up, written, question));
  if (effect == Effect::kNone) return effect;
  CANDOR_ASSIGN_OR_RETURN(const bool told, MayBeTold(follow_up, question));
  if (told) return effect;
  return effect == Effect::kOpened ? Effect::kUnsaid : Effect::kNone;
}

absl::StatusOr<bool> KnowsOfUnsaid(const domain::FollowUp& follow_up, Question& question) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(follow_up));
  return sight != domain::Sight::kNothing;
}

}  // namespace candor::rpc
