#ifndef CANDOR_DAEMON_STORE_FOLD_CACHE_H_
#define CANDOR_DAEMON_STORE_FOLD_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/subject.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Plugin folds, in the family "cache": the newest of each plugin in one row per subject, because that row is rewritten
// with every assessment; every 16th also in a row of its own, thinned out so that about log2 n of them are left, the
// closer to the end the denser. All sealed: a fold says what rules think. Losing rows costs a replay. Thread-safe.
class FoldCache final {
 public:
  // `kv` and `keys` are not owned and outlive this.
  FoldCache(const Kv& kv, const crypto::KeyTable& keys) : kv_(kv), keys_(keys) {}

  // As AssessmentSource.
  absl::StatusOr<std::vector<domain::PluginFold>> Folds(const domain::SubjectId& subject, std::string_view plugin,
                                                        std::string_view parameter_set);
  std::optional<domain::PluginFold> NewestFold(const domain::SubjectId& subject, std::string_view plugin,
                                               std::string_view parameter_set);
  void SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                 const domain::Place& from, std::vector<domain::PluginFold> folds);

  // The rows of what was saved since the last call.
  WriteBatch TakeChanges();

 private:
  struct Kept {
    uint64_t ordinal = 0;  // of all folds ever kept for the plugin
    domain::PluginFold fold;
  };
  struct OfPlugin {
    std::string plugin;
    std::string parameter_set;
    Kept newest;
    std::vector<Kept> older;        // oldest first
    bool older_known = false;       // `older` has been read
    std::vector<uint64_t> written;  // ordinals of rows to write
    std::vector<uint64_t> dropped;  // ordinals of rows to take away
  };
  struct OfSubject {
    std::vector<OfPlugin> plugins;
    bool changed = false;
    std::list<domain::SubjectId>::iterator used;
  };

  OfSubject& Load(const domain::SubjectId& subject) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LoadOlder(const domain::SubjectId& subject, OfPlugin& plugin) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Evict() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  OfPlugin& PluginOf(const domain::SubjectId& subject, OfSubject& known, std::string_view plugin,
                     std::string_view parameter_set) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void Thin(OfPlugin& plugin);
  void EncodeChanges(const domain::SubjectId& subject, OfSubject& known, WriteBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Sealed under the subject's personal key when it has one, else its general one; empty when it has none any more.
  std::string Seal(const domain::SubjectId& subject, const std::string& key, const std::string& plain) const;
  // Empty when it cannot be opened: then it is as if there were none.
  std::string Open(const domain::SubjectId& subject, const std::string& key, std::string_view sealed) const;

  const Kv& kv_;
  const crypto::KeyTable& keys_;
  absl::Mutex mutex_;
  absl::flat_hash_map<domain::SubjectId, OfSubject> subjects_ ABSL_GUARDED_BY(mutex_);
  std::list<domain::SubjectId> by_use_ ABSL_GUARDED_BY(mutex_);  // the least recently used first
  absl::flat_hash_set<domain::SubjectId> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_FOLD_CACHE_H_
