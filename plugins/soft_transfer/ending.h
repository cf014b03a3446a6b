#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_ENDING_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_ENDING_H_

#include <cstdint>
#include <optional>

#include "plugins/sdk/policy.h"
#include "plugins/soft_transfer/state.h"

// How an ending reads: what R40 and R41 have in common. A fact that was not recorded is unknown, never "no".
namespace candor::soft_transfer {

enum class Answer : uint8_t { kNo, kYes, kUnknown };

Answer And(Answer a, Answer b);
Answer Or(Answer a, Answer b);
Answer Not(Answer answer);

struct EndingFacts {
  Answer not_the_client = Answer::kUnknown;  // therapist, practice or a third party ended it
  Answer care_needed = Answer::kUnknown;
  bool exempt = false;
  // An advance before it takes an exemption from it: from the day on which that was written down.
  int32_t known = CANDOR_NO_DAY;
  bool handed_over = false;                // a complete transfer before it, to someone else
  Answer long_therapy = Answer::kUnknown;  // kUnknown: neither its start nor a record as long says
  bool dependency = false;
  std::optional<int64_t> notice;        // days between proposal and ending
  std::optional<int64_t> sessions;      // in which the ending was discussed
  std::optional<int64_t> alternatives;  // other providers offered
  uint8_t declined = 0;                 // by the client before it: kDeclined* bits
};

// `long_years`: how long a therapy is long.
EndingFacts ReadEnding(const sdk::Event& termination, const Course& course, const Transfer& transfer,
                       int64_t long_years);

// From which day on what the ending calls for can be asked for. `event`: the ending, or the pursuit on whose behalf it
// is read again.
int32_t KnownOn(const sdk::Event& event, const EndingFacts& ending);

// An ending by the therapist that is exempt, as it is kept, and as it is read once nothing exempts it any more.
ExemptEnding KeepExempt(const sdk::Event& termination, const EndingFacts& ending);
EndingFacts ReadExempt(const ExemptEnding& exempt);

// Whether the entry is an act, an advance or an intent of the therapist towards the client: what R16 looks for after an
// ending. What went before the ending may be a private note, so it is not asked here.
bool IsPursuitOfClient(const sdk::Event& event);

// Enough days of notice or enough sessions about it. An ending on the day it was proposed was talked over once at most.
Answer Prepared(const EndingFacts& ending, int64_t notice, int64_t sessions);

// kMissing* bits of what was not recorded and is worth asking for: initiator and further care always, the rest where
// the rule still turns on it.
uint32_t MissingFacts(const EndingFacts& ending, bool ask_preparation, bool ask_alternatives);

// Whether the entry is one of those that an ending is read with, before it or after it.
bool IsReadWithEnding(const sdk::Event& event);

// Keeps what matters to a later ending: intake, sessions, what prepares it, advances.
void NoteForEnding(const sdk::Event& event, Course& course);

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_ENDING_H_
