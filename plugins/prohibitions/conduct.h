#ifndef CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_
#define CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_

#include <cstdint>

#include "plugins/sdk/policy.h"

// What an entry says was done, and towards whom. Who began and who agreed change nothing and are not read. Hearsay and
// suspicion say nothing here: they are matters of their own.
namespace candor::prohibitions {

enum class Step : uint8_t {
  kNone,     // nothing that these rules look at
  kIntent,   // a romantic or sexual relation asked for or proposed, and not begun
  kFlirt,    // an advance of the lighter kind, or one that nobody said more about
  kAdvance,  // any other advance, or a promise
  kAct
};

enum class Party : uint8_t { kNotRecorded, kClient, kClosePerson, kUnderEvaluation };

struct Conduct {
  Step step = Step::kNone;
  int64_t other_party = 0;  // CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_*; 0: not recorded

  Party party() const;
  bool IsAdvance() const { return step == Step::kFlirt || step == Step::kAdvance; }
};

// Whether the entry is hearsay or suspicion.
bool IsRumour(const sdk::Event& entry);

// An act whose stage was not recorded was done. A kiss is an act, and so is a relation that was recorded as a dual one
// of the sexual kind.
Conduct ReadConduct(const sdk::Event& entry);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_CONDUCT_H_
