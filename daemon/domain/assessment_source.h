#ifndef CANDOR_DAEMON_DOMAIN_ASSESSMENT_SOURCE_H_
#define CANDOR_DAEMON_DOMAIN_ASSESSMENT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/subject.h"

// What an assessment begins with: what was concluded so far, and who waits.
namespace candor::domain {

// A fold as it is kept. It may stand for more of the timeline than it was made of: what came after it and does not
// concern its plugin moves its place, and nothing else, so that nobody copies it for that.
struct KeptFold {
  std::shared_ptr<const PluginFold> fold;  // nullptr: there is none
  Place place;                             // in place of the fold's own
  uint64_t folded_to = 0;                  // likewise

  // As one value. REQUIRES: there is one.
  PluginFold Whole() const {
    PluginFold whole = *fold;
    whole.place = place;
    whole.folded_to = folded_to;
    return whole;
  }
};

// What only the assessor needs: the cache of plugin folds and the queues. Thread-safe.
class AssessmentSource {
 public:
  virtual ~AssessmentSource() = default;

  // The newest fold and the older spaced ones of (subject, plugin) under `parameter_set`, oldest first; empty when
  // there is none.
  virtual absl::StatusOr<std::vector<PluginFold>> Folds(const SubjectId& subject, std::string_view plugin,
                                                        std::string_view parameter_set) const = 0;
  // The same without a copy of any.
  virtual absl::StatusOr<std::vector<KeptFold>> KeptFolds(const SubjectId& subject, std::string_view plugin,
                                                          std::string_view parameter_set) const = 0;
  // The newest of them alone, which is all that an entry in order needs; nullptr when there is none.
  virtual absl::StatusOr<std::shared_ptr<const PluginFold>> NewestFold(const SubjectId& subject,
                                                                       std::string_view plugin,
                                                                       std::string_view parameter_set) const = 0;
  // The same of several plugins, in their order, with one look for the subject.
  virtual absl::StatusOr<std::vector<KeptFold>> NewestFolds(const SubjectId& subject,
                                                            const std::vector<PluginInfo>& plugins,
                                                            std::string_view parameter_set) const = 0;
  // Keeps folds, oldest first; what is kept now and lies after `from` is dropped. `from` is the place of the fold that
  // they go on from (Place::First() when the subject was replayed from the start), so that a fold that misses a late
  // entry never survives it. The store thins out older ones. Kept in memory while they are used, and written at a
  // clean stop or when there are too many; losing them costs time only. REQUIRES: assessments are appended one at a
  // time, and no fold is asked for or saved while one is under way.
  virtual void SaveFolds(const SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                         const Place& from, std::vector<PluginFold> folds) = 0;
  // What one plugin has come to about a subject.
  struct NewFolds {
    std::string_view plugin;        // not owned
    Place from;                     // as SaveFolds() has it
    std::vector<PluginFold> folds;  // likewise; empty: the newest, whose place is `from`, holds up to `to`
    Place to = {};
    uint64_t folded_to = 0;
  };
  // The same of several plugins at once.
  virtual void SaveAllFolds(const SubjectId& subject, std::string_view parameter_set, std::vector<NewFolds> all) = 0;
  // Subjects with entries that no assessment has answered, oldest first.
  struct Waiting {
    SubjectId subject;
    uint64_t oldest = 0;  // ledger number of the oldest such entry
    // The earliest place in the subject's timeline that any of them touches: its own, or that of the entry it revises
    // or of an earlier revision of that one. May be earlier than need be, never later.
    Place earliest;
    // The ledger numbers of all of them, ascending. Every other entry of the subject has been assessed.
    std::vector<uint64_t> entries;
  };
  virtual absl::StatusOr<std::vector<Waiting>> Unassessed(size_t limit) const = 0;
  // Of these subjects those that have such entries.
  virtual absl::StatusOr<std::vector<Waiting>> UnassessedOf(const std::set<SubjectId>& subjects) const = 0;
  // Subjects whose earliest timer lies before `day`.
  virtual absl::StatusOr<std::vector<SubjectId>> TimersBefore(int32_t day, size_t limit) const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ASSESSMENT_SOURCE_H_
