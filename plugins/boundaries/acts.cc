#include "plugins/boundaries/acts.h"

#include <algorithm>

namespace candor::boundaries {
namespace {

// Of what makes a pattern by number, per therapist; as many as a follow-up can name.
constexpr size_t kMostOfAMark = CANDOR_MAX_FACTS;
constexpr uint8_t kMarksByNumber[] = {kMarkCounted, kMarkTelling, kMarkGift, kMarkProblems, kMarkMessage, kMarkOrdered};

void ClearMark(Act& act, uint8_t mark) {
  act.marks = static_cast<uint8_t>(act.marks & ~mark);
}

// Makes room for one more act with the marks of `act`.
void ForgetWhatItReplaces(State& state, const Act& act) {
  for (Act& other : Acts(state)) {
    if (other.part() != act.part()) continue;
    if ((act.marks & other.marks & kMarkSign) != 0 && SignOf(act) == SignOf(other)) ClearMark(other, kMarkSign);
  }
  for (const uint8_t mark : kMarksByNumber) {
    if ((act.marks & mark) == 0) continue;
    const std::vector<Act*> marked = AllOf(state, act.part(), mark);
    if (marked.size() >= kMostOfAMark) ClearMark(*marked.front(), mark);
  }
}

void DropUnmarked(State& state) {
  const std::span<Act> acts = Acts(state);
  const auto end = std::remove_if(acts.begin(), acts.end(), [](const Act& act) { return act.marks == 0; });
  state.act_count = static_cast<uint8_t>(end - acts.begin());
  std::fill(end, acts.end(), Act{});
}

}  // namespace

std::span<Act> Acts(State& state) {
  return {state.acts, std::min<size_t>(state.act_count, State::kMaxActs)};
}

Part* FindPart(State& state, const sdk::Id& therapist) {
  const std::span<Part> parts(state.parts, std::min<size_t>(state.part_count, State::kMaxParts));
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.therapist == therapist; });
  return found == parts.end() ? nullptr : &*found;
}

Part& PartOf(State& state, const sdk::Id& therapist) {
  if (Part* known = FindPart(state, therapist)) return *known;
  if (state.part_count >= State::kMaxParts) {
    throw sdk::Failure("more therapists with boundaries on one case than this policy can hold");
  }
  Part& part = state.parts[state.part_count++];
  part.therapist = therapist;
  return part;
}

uint8_t IndexOf(const State& state, const Part& part) {
  return static_cast<uint8_t>(&part - state.parts);
}

Act& Remember(State& state, const Act& act) {
  ForgetWhatItReplaces(state, act);
  DropUnmarked(state);
  if (state.act_count >= State::kMaxActs) {
    Acts(state).front().marks = 0;
    DropUnmarked(state);
  }
  return state.acts[state.act_count++] = act;
}

std::vector<Act*> Within(State& state, uint8_t part, uint8_t mark, int32_t day, int64_t window) {
  std::vector<Act*> found = AllOf(state, part, mark);
  std::erase_if(found, [&](const Act* act) { return int64_t{day} - act->day > window; });
  return found;
}

std::vector<Act*> AllOf(State& state, uint8_t part, uint8_t mark) {
  std::vector<Act*> found;
  for (Act& act : Acts(state)) {
    if (act.part() == part && (act.marks & mark) != 0) found.push_back(&act);
  }
  return found;
}

void Unmark(const std::vector<Act*>& acts, uint8_t mark) {
  for (Act* act : acts) ClearMark(*act, mark);
}

uint8_t SignOf(const Act& act) {
  switch (act.area) {
    case CANDOR_CROSSING_AREA_FEE:  // unpaid or over-length
      return CANDOR_CROSSING_AREA_TIME_OVERRUN;
    case CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC:  // at an hour when the practice is closed
      return CANDOR_CROSSING_AREA_MESSAGE_PERSONAL;
    case CANDOR_CROSSING_AREA_GIFT_OUT:
      return CANDOR_CROSSING_AREA_GIFT_IN;
    default:
      return act.area;
  }
}

size_t Wanted(int64_t wanted) {
  return static_cast<size_t>(std::clamp<int64_t>(wanted, 1, kMostOfAMark));
}

std::vector<sdk::Id> FactsOf(const std::vector<Act*>& acts, const sdk::Id& opening) {
  std::vector<sdk::Id> facts;
  for (const Act* act : acts) {
    if (act->id != opening) facts.push_back(act->id);
  }
  if (facts.size() > CANDOR_MAX_FACTS) facts.erase(facts.begin(), facts.end() - CANDOR_MAX_FACTS);
  return facts;
}

}  // namespace candor::boundaries
