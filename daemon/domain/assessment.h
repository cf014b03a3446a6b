#ifndef CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_
#define CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
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
  struct OfPlugin {
    uint64_t all = 0;
    uint64_t not_loaded = 0;

    bool operator==(const OfPlugin&) const = default;
  };

  uint64_t all = 0;         // those that are not listed any more included
  uint64_t not_loaded = 0;  // listed ones of a plugin that was not there
  std::map<std::string, OfPlugin> plugins = {};

  void Add(const NotAssessed& fault) {
    OfPlugin& of_plugin = plugins[fault.plugin];
    const uint64_t more = 1 + uint64_t{fault.older};
    const uint64_t not_there = fault.reason == NotAssessedReason::kNotLoaded ? 1 : 0;
    all += more;
    of_plugin.all += more;
    not_loaded += not_there;
    of_plugin.not_loaded += not_there;
  }
  // Those of the other plugins.
  FaultCount Without(const std::set<std::string>& left_out) const {
    FaultCount rest = *this;
    for (const std::string& plugin : left_out) {
      const auto found = rest.plugins.find(plugin);
      if (found == rest.plugins.end()) continue;
      rest.all -= found->second.all;
      rest.not_loaded -= found->second.not_loaded;
      rest.plugins.erase(found);
    }
    return rest;
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

// How far a look at every subject has come after a change of the policies. It goes on from here after a restart.
struct Reassessment {
  ActivationId of;                        // the activation that asks for it
  SubjectKind kind = SubjectKind::kCase;  // cases first, then members
  IdBytes after{};                        // all of this kind up to this id have been looked at
  uint64_t looked_at = 0;                 // subjects so far
  uint64_t all = 0;                       // as many as there were when it began; 0: it has not begun
  uint64_t left_out = 0;                  // of them, those that could not be judged then
  bool done = false;

  bool operator==(const Reassessment&) const = default;
};

// What the policies said about one group of entries, timers or an activation. The subject of the record is the
// practice; each section is sealed under the key of the subject and class that it speaks of.
struct Assessment {
  uint64_t answers_to = 0;  // entries with a lower ledger number have been handed to the policies
  std::vector<SubjectProgress> progress;
  std::vector<FollowUpSection> sections;
  std::optional<Reassessment> reassessment = {};
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ASSESSMENT_H_
