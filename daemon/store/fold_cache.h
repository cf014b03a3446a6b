#ifndef CANDOR_DAEMON_STORE_FOLD_CACHE_H_
#define CANDOR_DAEMON_STORE_FOLD_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"
#include "daemon/store/erasures.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Plugin folds: of each plugin the newest, and of those before it every 16th, thinned out so that about log2 n of them
// are left, the closer to the end the denser. Losing them costs a replay. Thread-safe.
//
// In memory up to a number of bytes; of a subject in memory nothing is read or written, because after a crash all folds
// are made again anyway (Assessor::NameFolds). What has to make room is written first, to the family "cache": the
// newest folds of a subject in one row, older ones in a row each. All sealed: a fold says what rules think.
class FoldCache final {
 public:
  // Room for some 25,000 subjects about whom little is open, with nine plugins: each costs 300 bytes, 200 for each
  // plugin, and 200 more for one that keeps anything about it.
  static constexpr size_t kMemoryBytes = 96 << 20;

  // `kv` and `keys` are not owned and outlive this. `erasures`: nullptr where nothing is erased.
  FoldCache(const Kv& kv, const crypto::KeyTable& keys, size_t memory_bytes = kMemoryBytes,
            std::shared_ptr<const Erasures> erasures = nullptr)
      : kv_(kv), keys_(keys), memory_bytes_(memory_bytes), erasures_(std::move(erasures)) {}

  // As AssessmentSource.
  absl::StatusOr<std::vector<domain::PluginFold>> Folds(const domain::SubjectId& subject, std::string_view plugin,
                                                        std::string_view parameter_set);
  std::vector<domain::KeptFold> KeptFolds(const domain::SubjectId& subject, std::string_view plugin,
                                          std::string_view parameter_set);
  std::shared_ptr<const domain::PluginFold> NewestFold(const domain::SubjectId& subject, std::string_view plugin,
                                                       std::string_view parameter_set);
  std::vector<domain::KeptFold> NewestFolds(const domain::SubjectId& subject,
                                            const std::vector<domain::PluginInfo>& plugins,
                                            std::string_view parameter_set);
  void SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                 const domain::Place& from, std::vector<domain::PluginFold> folds);
  void SaveAllFolds(const domain::SubjectId& subject, std::string_view parameter_set,
                    std::vector<domain::AssessmentSource::NewFolds> all);

  // Of a subject of which something is erased nothing is left; the rows to take away are added to `batch`. Folds that
  // were made of what was there before are not taken any more.
  absl::Status Forget(const domain::SubjectId& subject, WriteBatch& batch);

  // Rows on their way to the database.
  struct Rows {
    WriteBatch batch;
    std::vector<domain::SubjectId> subjects;  // whose they are
  };
  // Makes room while there is too much in memory: the least recently used subjects go. Those that are not as they are
  // on disk stay until Written() says that the batch is; where it could not be, nothing has happened.
  Rows TakeSurplus();
  // About so many bytes of what is not as it is on disk; no subjects when all is. The practice's row comes last, alone.
  Rows TakeUnwritten(size_t bytes);
  // REQUIRES: nothing was saved for these subjects since they were taken.
  void Written(const std::vector<domain::SubjectId>& subjects);

 private:
  struct Kept {
    uint64_t ordinal = 0;  // of all folds ever kept for the plugin; 0: there is none
    domain::KeptFold kept;
  };
  // Names of plugins and parameter sets are the same for every subject, and kept once, for good.
  using NameNumber = uint32_t;
  struct OfPlugin {
    NameNumber plugin = 0;
    NameNumber parameter_set = 0;
    Kept newest;
    std::vector<Kept> older;        // oldest first
    bool older_known = false;       // `older` has been read
    std::vector<uint64_t> written;  // ordinals of rows to write
    std::vector<uint64_t> dropped;  // ordinals of rows to take away
  };
  struct OfSubject {
    std::vector<OfPlugin> plugins;
    bool changed = false;
    size_t bytes = 0;  // about
    std::list<domain::SubjectId>::iterator used;
  };

  NameNumber NumberOf(std::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const std::string& NameOf(NameNumber number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return names_[number]; }
  // Of one that says nothing, a plugin that has nothing about the subject, there is one for all of that context.
  domain::KeptFold Shared(domain::PluginFold fold) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  OfSubject& Load(const domain::SubjectId& subject) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LoadOlder(const domain::SubjectId& subject, OfPlugin& plugin) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Brings the sum of bytes up to date.
  void Weigh(OfSubject& known) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Drop(const domain::SubjectId& subject) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  OfPlugin& PluginOf(const domain::SubjectId& subject, OfSubject& known, NameNumber plugin, NameNumber parameter_set)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Adds folds after the newest, or in place of those after `from`.
  void Add(const domain::SubjectId& subject, const domain::Place& from, std::vector<domain::PluginFold> folds,
           OfPlugin& plugin) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The newest holds further than it did. It counts as another one, so that those before it stand as close together as
  // for a plugin that is asked each time, and shares all but its place with them.
  void GoOn(const domain::SubjectId& subject, const domain::AssessmentSource::NewFolds& further, OfPlugin& plugin)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The newest is about to be followed by another.
  void KeepSpaced(const domain::SubjectId& subject, OfPlugin& plugin) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // nullptr: none is kept of it under that set.
  static OfPlugin* FindPlugin(OfSubject& known, NameNumber plugin, NameNumber parameter_set);
  static void Thin(OfPlugin& plugin);
  void EncodeChanges(const domain::SubjectId& subject, const OfSubject& known, Rows& rows) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Sealed under the subject's personal key when it has one, else its general one; empty when it has none any more.
  std::string Seal(const domain::SubjectId& subject, const std::string& key, const std::string& plain) const;
  // Empty when it cannot be opened: then it is as if there were none.
  std::string Open(const domain::SubjectId& subject, const std::string& key, std::string_view sealed) const;

  const Kv& kv_;
  const crypto::KeyTable& keys_;
  const size_t memory_bytes_;
  const std::shared_ptr<const Erasures> erasures_;
  absl::Mutex mutex_;
  absl::flat_hash_map<domain::SubjectId, OfSubject> subjects_ ABSL_GUARDED_BY(mutex_);
  std::list<domain::SubjectId> by_use_ ABSL_GUARDED_BY(mutex_);  // the least recently used first
  std::vector<std::string> names_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, NameNumber> numbers_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::shared_ptr<const domain::PluginFold>> blank_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_FOLD_CACHE_H_
