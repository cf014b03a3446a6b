#ifndef CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_
#define CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/id.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/subject.h"

namespace candor::domain {

enum class NotAssessedReason : uint8_t {
  kWorkerDied = 1,
  kTimeBudget = 2,
  kMemory = 3,
  kBadAnswer = 4,
  kPluginError = 5,
  kNotLoaded = 6,
};

// One entry that one plugin could not judge. Never "no concern". Cleared by a later assessment of the same pair.
struct NotAssessed {
  SubjectId subject;
  EntryId entry;  // empty: a timer
  std::string plugin;
  NotAssessedReason reason = NotAssessedReason::kPluginError;
  // So many before it, of the same subject and plugin, are not listed any more.
  uint32_t older = 0;

  bool operator==(const NotAssessed&) const = default;
};

// Pairs of an entry, or a timer, and a plugin that could not judge it.
struct FaultCount {
  uint64_t all = 0;         // those that are not listed any more included
  uint64_t not_loaded = 0;  // listed ones of a plugin that was not there

  void Add(const NotAssessed& fault) {
    all += 1 + uint64_t{fault.older};
    not_loaded += fault.reason == NotAssessedReason::kNotLoaded ? 1 : 0;
  }
  bool operator==(const FaultCount&) const = default;
};

// How far the assessment of one subject has come and when it next has something to say by itself.
struct SubjectProgress {
  SubjectId subject;
  uint64_t assessed_to = 0;           // all of the subject's entries with a lower ledger number have been assessed
  std::optional<int32_t> next_timer;  // day number of its earliest timer
  // Plugin faults that stand for this subject after this assessment; replaces what stood before.
  std::vector<NotAssessed> not_assessed;

  bool operator==(const SubjectProgress&) const = default;
};

// A follow-up as it stands after the assessment; replaces what the projections held under its id.
struct FollowUpSection {
  FollowUpClear clear;
  FollowUpSealed sealed;

  bool operator==(const FollowUpSection&) const = default;
};

// What the policies said about one group of entries, timers or an activation. The subject of the record is the
// practice; each section is sealed under the key of the subject and class that it speaks of.
struct Assessment {
  uint64_t answers_to = 0;  // entries with a lower ledger number have been handed to the policies
  std::vector<SubjectProgress> progress;
  std::vector<FollowUpSection> sections;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_
