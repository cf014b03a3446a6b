#include "plugins/dual_relationships/matters.h"

#include <algorithm>

#include "plugins/sdk/slot.h"

namespace candor::dual_relationships {
namespace {

bool MayBeTheSame(uint8_t a, uint8_t b) {
  return a == 0 || b == 0 || a == b;
}

Matter& AddMatter(State& state) {
  if (state.matter_count >= State::kMaxMatters) RemoveMatter(state, 0);
  return state.matters[state.matter_count++];
}

void Fill(About& about, const About& with) {
  if (about.context == 0) about.context = with.context;
  if (about.tie == 0) about.tie = with.tie;
  if (about.role == 0) about.role = with.role;
  if (about.request == 0) about.request = with.request;
}

// Asked for again: no milder than before, and by the first date unless that was only for completing the record.
void AskAgain(const sdk::Event& entry, Matter& matter, const Opening& opening) {
  const auto severity = static_cast<uint8_t>(opening.severity);
  const bool was_asking = matter.action == CANDOR_ACTION_COMPLETE_RECORD;
  if (opening.action == sdk::Action::kCompleteRecord && !was_asking) {
    matter.facts.Add(entry.id());
    return;
  }
  matter.severity = was_asking ? severity : std::max(matter.severity, severity);
  matter.action = static_cast<uint8_t>(opening.action);
  matter.due = was_asking ? opening.due : std::min(matter.due, opening.due);
  matter.left = opening.left;
  const auto marks = static_cast<uint8_t>((matter.marks & ~kMarkProposed) | opening.marks);
  if (was_asking || marks != matter.marks) matter.written = std::max(matter.written, entry.reported());
  matter.marks = marks;
  Fill(matter.about, opening.about);
  matter.facts.Add(entry.id());
}

}  // namespace

std::span<Matter> Matters(State& state) {
  return {state.matters, std::min<size_t>(state.matter_count, State::kMaxMatters)};
}

bool Matches(const About& a, const About& b) {
  return MayBeTheSame(a.context, b.context) && MayBeTheSame(a.tie, b.tie) && MayBeTheSame(a.role, b.role) &&
         MayBeTheSame(a.request, b.request);
}

bool IsOf(const Matter& matter, const sdk::Event& entry, const About& about) {
  return matter.therapist == entry.therapist() && Matches(matter.about, about);
}

Matter* FindMatter(const sdk::Event& entry, const sdk::Subject& subject, State& state, uint16_t rule,
                   const About& about) {
  const bool makes_duty = sdk::MakesDuty(entry, subject, rule);
  Matter* found = nullptr;
  for (Matter& matter : Matters(state)) {
    const bool stands = (matter.marks & kMarkDuty) != 0 || !makes_duty;
    if (matter.rule == rule && stands && IsOf(matter, entry, about)) found = &matter;
  }
  return found;
}

void OpenMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, const Opening& opening) {
  if (Matter* open = FindMatter(entry, subject, state, opening.rule, opening.about)) {
    if (open->key != entry.id()) AskAgain(entry, *open, opening);
    return Say(subject, *open);
  }
  Matter& matter = AddMatter(state);
  matter.key = entry.id();
  matter.therapist = entry.therapist();
  if (!opening.fact.empty()) matter.facts.Add(opening.fact);
  matter.left = opening.left;
  matter.due = opening.due;
  matter.written = entry.reported();
  matter.about = opening.about;
  matter.rule = static_cast<uint8_t>(opening.rule);
  matter.severity = static_cast<uint8_t>(opening.severity);
  matter.action = static_cast<uint8_t>(opening.action);
  matter.marks = static_cast<uint8_t>(opening.marks | (sdk::MakesDuty(entry, subject, opening.rule) ? kMarkDuty : 0));
  Say(subject, matter);
}

void Say(sdk::Subject& subject, const Matter& matter) {
  subject.Open({.rule = matter.rule,
                .key = matter.key,
                .severity = static_cast<sdk::Severity>(matter.severity),
                .action = static_cast<sdk::Action>(matter.action),
                .due = matter.due,
                .missing_fields = matter.left,
                .facts = matter.facts.All()});
}

void RemoveMatter(State& state, size_t index) {
  const std::span<Matter> matters = Matters(state);
  std::move(matters.begin() + static_cast<std::ptrdiff_t>(index) + 1, matters.end(),
            matters.begin() + static_cast<std::ptrdiff_t>(index));
  matters.back() = Matter{};
  --state.matter_count;
}

void MeetMatters(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule, const About& about) {
  size_t index = 0;
  while (index < Matters(state).size()) {
    const Matter& matter = Matters(state)[index];
    if (matter.rule == rule && IsOf(matter, entry, about)) {
      subject.Resolve(rule, matter.key);
      RemoveMatter(state, index);
    } else {
      ++index;
    }
  }
}

void Clear(Matter& matter, const sdk::Event& entry, uint32_t bits) {
  if ((matter.left & bits) == 0) return;
  matter.left &= ~bits;
  matter.facts.Add(entry.id());
}

}  // namespace candor::dual_relationships
