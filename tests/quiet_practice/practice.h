#ifndef CANDOR_TESTS_QUIET_PRACTICE_PRACTICE_H_
#define CANDOR_TESTS_QUIET_PRACTICE_PRACTICE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/sdk/testing/entry.h"
#include "tests/quiet_practice/chance.h"

// What a normal, honest practice writes down: people who do their work well, make small mistakes, keep most dates and
// write down what happens. Nobody does anything that no client can agree to. Rates and their sources: README.md.
namespace candor::quiet_practice {

using sdk::testing::Entry;

struct Therapist {
  std::string name;
  bool in_training = false;
  std::vector<int32_t> supervision;                   // days, in order
  std::vector<std::pair<int32_t, int32_t>> absences;  // from and to, in order

  bool IsAway(int32_t day) const;
  // The first supervision on or after `day`, or `day` where there is none.
  int32_t NextSupervision(int32_t day) const;
};

// One case or one member, and all that was written down about it: by date, not yet in the order of one date.
struct Timeline {
  std::string name;
  uint32_t scope = 0;  // CANDOR_SCOPE_*
  std::vector<Entry> entries;
};

struct Practice {
  std::vector<Therapist> therapists;
  std::vector<Timeline> timelines;  // cases that were open at some time from shortly before `first` on, and members
  int32_t first = 0;                // the year: this day and the next 364
  int32_t last = 0;
};

// The same for the same seed. Therapies and members have a history before the year; nothing is written after it.
Practice Generate(uint64_t seed, int32_t first_day);

// One member: supervision, training, absences, answers about their work, hours while in training.
Timeline WriteMember(const Therapist& therapist, int32_t from, int32_t to, Chance& chance);

}  // namespace candor::quiet_practice

#endif  // CANDOR_TESTS_QUIET_PRACTICE_PRACTICE_H_
