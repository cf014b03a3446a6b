#include "plugins/boundaries/attraction_crossing.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"
#include "plugins/sdk/written.h"

namespace candor::boundaries {
namespace {

// Attraction, romantic feeling and fantasy are one kind, with what was not specified; attachment and strain each their
// own.
uint8_t KindOf(const sdk::Event& reaction) {
  switch (
      reaction.Number(CANDOR_FIELD_PERSONAL_REACTION_WHICH).value_or(CANDOR_PERSONAL_REACTION_WHICH_NOT_SPECIFIED)) {
    case CANDOR_PERSONAL_REACTION_WHICH_ATTACHMENT:
      return 2;
    case CANDOR_PERSONAL_REACTION_WHICH_STRAIN:
      return 3;
    default:
      return 1;
  }
}

std::vector<const Reaction*> ReactionsWithin(const State& state, const sdk::Event& later, int64_t window) {
  std::vector<const Reaction*> found;
  for (const Reaction& reaction : state.reactions) {
    if (reaction.kind == 0 || reaction.therapist != later.therapist()) continue;
    if (int64_t{later.day()} - reaction.day <= window) found.push_back(&reaction);
  }
  return found;
}

// One that is on record is enough for a pair.
template <class T>
int32_t FirstWritten(const std::vector<T*>& entries) {
  return sdk::KnownFrom(entries, [](const std::vector<T*>& /*some*/) { return true; });
}

// The newest of each kind; where there is no room the oldest goes. `kind` 0: only forgets.
void Keep(State& state, const sdk::Event& reaction, uint8_t replaces, uint8_t kind) {
  Reaction* const begin = state.reactions;
  Reaction* end = std::remove_if(begin, begin + State::kMaxReactions, [&](const Reaction& one) {
    return one.kind == 0 || (one.kind == replaces && one.therapist == reaction.therapist());
  });
  if (kind != 0 && end == begin + State::kMaxReactions) end = std::shift_left(begin, end, 1);
  if (kind != 0) *end++ = {reaction.id(), reaction.therapist(), reaction.day(), kind, 0, sdk::DaysLate(reaction)};
  std::fill(end, begin + State::kMaxReactions, Reaction{});
}

// The reactions first: by them the host knows whose eyes it is for. `known`: from when on there was a pair.
void Open(const sdk::Event& later, sdk::Subject& subject, const std::vector<const Reaction*>& reactions,
          const std::vector<Act*>& crossings, int32_t known) {
  std::vector<sdk::Id> facts;
  for (const Reaction* reaction : reactions) facts.push_back(reaction->id);
  const bool certain = std::any_of(crossings.begin(), crossings.end(), [](const Act* act) {
    return act->IsCertain(kCertainDone) && act->IsCertain(kCertainTelling);
  });
  const std::vector<sdk::Id> newest = FactsOf(crossings, later.id());
  const size_t room = std::min(newest.size(), CANDOR_MAX_FACTS - facts.size());
  facts.insert(facts.end(), newest.end() - static_cast<ptrdiff_t>(room), newest.end());
  OpenOrJoin(later, subject,
             {.rule = kAttractionCrossing,
              .severity = certain ? sdk::Severity::kImportant : sdk::Severity::kLater,
              .due = std::max(later.reported(), known) + subject.Days(kAttractionCrossing, kPairConsultWithin),
              .facts = std::move(facts)});
}

}  // namespace

void TakeReaction(const sdk::Event& reaction, sdk::Subject& subject, State& state) {
  const uint8_t kind = KindOf(reaction);
  if (reaction.Is(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_RESOLVED)) {
    return Keep(state, reaction, kind, 0);
  }
  if (!reaction.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return;
  Keep(state, reaction, kind, kind);
  const Part* part = FindPart(state, reaction.therapist());
  if (part == nullptr) return;  // no crossing of theirs is on record
  const int64_t window = subject.Parameter(kAttractionCrossing, kPairWindow);
  const std::vector<Act*> crossings = Within(state, IndexOf(state, *part), kMarkTelling, reaction.day(), window);
  if (crossings.empty()) return;
  Open(reaction, subject, ReactionsWithin(state, reaction, window), crossings, FirstWritten(crossings));
}

void TakeTellingCrossing(const sdk::Event& crossing, sdk::Subject& subject, State& state, const Act& act,
                         int32_t from) {
  const int64_t window = subject.Parameter(kAttractionCrossing, kPairWindow);
  const std::vector<const Reaction*> reactions = ReactionsWithin(state, crossing, window);
  if (reactions.empty()) return;
  Open(crossing, subject, reactions, Within(state, act.part(), kMarkTelling, crossing.day(), window),
       std::max(FirstWritten(reactions), from));
}

}  // namespace candor::boundaries
