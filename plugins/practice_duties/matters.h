#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_MATTERS_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_MATTERS_H_

#include <cstdint>

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/calendar.h"
#include "plugins/sdk/policy.h"

// What these rules have in common: days on which something was received, matters that are open, reports about them. An
// entry that says what was done names no matter, but of a concern: it is about all that are open of the same sort.
namespace candor::practice_duties {

// The day on which the practice had it: as recorded, else when it was written down; never before it happened, never
// after it was written down.
int32_t ReceivedOn(const sdk::Event& entry, uint16_t field);

// Whether the choice has the word, or was not recorded: what opens a matter says so only where it is not the first.
bool IsOrNotRecorded(const sdk::Event& entry, uint16_t field, int64_t word);

// Of a member's rules: whether the entry stands in a case, whose rules look at it.
bool IsOfCase(const sdk::Event& entry);

// Its place in the order of recording; where the host does not say, `otherwise`.
uint32_t NumberOf(const sdk::Event& entry, uint32_t otherwise);

// A complaint that was received; in member scope one that stands in no case.
bool OpensComplaint(const sdk::Event& entry);
// A concern that somebody else raised.
bool OpensConcern(const sdk::Event& entry);
uint8_t AboutOf(const sdk::Event& entry, uint16_t field);

// Opens it under the entry's id. Where so many are open that the host shows no more, the entry joins the youngest.
void OpenMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, sdk::FollowUp followup, int32_t received,
                uint8_t about = 0);
// What is kept of the open one; where that was forgotten, what the host shows.
Matter MatterOf(const State& state, const sdk::OpenFollowUp& open);
// Adds bits to what is kept of an open one that another entry joins.
void AddAbout(State& state, const sdk::OpenFollowUp& open, uint8_t about);
// Whether the matter was on record when the entry was written down. By the day and by the order of recording, since a
// correction of the entry keeps its day and one of the matter does not keep its place.
bool WasThere(const sdk::Event& entry, const Matter& matter);
// Whether what was done is about the open one: the same, or one of the two was not recorded.
bool IsAbout(const Matter& matter, uint8_t about);
void MeetMatter(sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open);
// It should not have been opened.
void WithdrawMatter(sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open);

// What an entry did for a matter that is open.
struct Settlement {
  uint32_t done = 0;             // bits of what was missing
  uint32_t needed = UINT32_MAX;  // of these none is left of a matter that is met
  uint8_t about = 0;             // what the entry is about; 0: not recorded
  // By when the rest is to be done, of what the practice received on that day.
  sdk::DueDay (*due)(const sdk::Subject& subject, uint16_t rule, int32_t received, uint32_t missing) = nullptr;
  bool watched = false;  // it is important with the date past
};
// Meets the open one, or says what is left of it; nothing where the entry is about another, or did nothing for it.
void SettleMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open,
                  const Settlement& what);

// With its date past, the follow-up is important: a timer at the end of that day.
void WatchDue(sdk::Subject& subject, uint16_t rule, const sdk::Id& key, int32_t due);
void RaisePastDue(const sdk::Event& timer, sdk::Subject& subject);

// A report to a board: a written one with agency and reference meets what is open of the rule, and so does counsel's
// opinion that none is called for. What it lacks is still asked for.
void TakeReport(const sdk::Event& report, sdk::Subject& subject, State& state, uint16_t rule);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_MATTERS_H_
