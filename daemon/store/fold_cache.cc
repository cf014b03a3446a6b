#include "daemon/store/fold_cache.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "daemon/crypto/sealing.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/fold_codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/record_reader.h"

namespace candor::store {
namespace {

constexpr size_t kSubjectBytes = 300;
// Between folds that outlive being the newest.
constexpr uint64_t kSpacing = 16;

// What a fold takes in memory, about.
size_t SizeOf(const domain::PluginFold& fold) {
  constexpr size_t kObligation = 300;
  constexpr size_t kTimer = 120;
  return sizeof(fold) + fold.state.size() + fold.obligations.size() * kObligation + fold.timers.size() * kTimer;
}

std::shared_ptr<const domain::PluginFold> Shared(domain::PluginFold fold) {
  return std::make_shared<const domain::PluginFold>(std::move(fold));
}

bool IsSpaced(uint64_t ordinal) {
  return ordinal % kSpacing == 0;
}

// Whether a spaced fold is still wanted when `newest` is the last ordinal: those that are multiples of a higher power
// of two are kept longer, so that the distance between neighbours grows with the distance to the end.
bool Wanted(uint64_t ordinal, uint64_t newest) {
  const uint64_t index = ordinal / kSpacing;
  const uint64_t age = newest / kSpacing - index;
  const int power = index == 0 ? 63 : std::countr_zero(index);
  return power >= 62 || age <= (uint64_t{2} << power);
}

}  // namespace

FoldCache::OfSubject& FoldCache::Load(const domain::SubjectId& subject) {
  auto found = subjects_.find(subject);
  if (found != subjects_.end()) {
    by_use_.splice(by_use_.end(), by_use_, found->second.used);
    return found->second;
  }
  OfSubject known;
  known.used = by_use_.insert(by_use_.end(), subject);
  const std::string key = keys::NewestFolds(subject);
  std::string sealed;
  const auto stored = kv_.Get(Family::kCache, key, sealed);
  CachedFolds message;
  if (stored.ok() && *stored && Parse(Open(subject, key, sealed), message)) {
    for (const CachedFold& fold : message.newest()) {
      known.plugins.push_back(
          {fold.plugin(), fold.parameter_set(), {fold.ordinal(), Shared(FromProto(fold.fold()))}, {}, false, {}, {}});
    }
  }
  OfSubject& added = subjects_.emplace(subject, std::move(known)).first->second;
  Weigh(added);
  return added;
}

void FoldCache::Weigh(OfSubject& known) {
  size_t bytes = kSubjectBytes;
  for (const OfPlugin& plugin : known.plugins) {
    bytes += sizeof(plugin) + plugin.plugin.size() + plugin.parameter_set.size();
    if (plugin.newest.fold) bytes += SizeOf(*plugin.newest.fold);
    for (const Kept& older : plugin.older) bytes += SizeOf(*older.fold);
  }
  bytes_ += bytes - known.bytes;
  known.bytes = bytes;
}

void FoldCache::Drop(const domain::SubjectId& subject) {
  const auto found = subjects_.find(subject);
  bytes_ -= found->second.bytes;
  by_use_.erase(found->second.used);
  subjects_.erase(found);
}

void FoldCache::LoadOlder(const domain::SubjectId& subject, OfPlugin& plugin) {
  if (plugin.older_known) return;
  plugin.older_known = true;
  const std::string prefix = keys::OlderFolds(subject, plugin.plugin);
  std::vector<Kept> stored;
  const absl::Status scanned =
      kv_.Scan(Family::kCache, prefix, PrefixEnd(prefix), std::numeric_limits<size_t>::max(),
               [&](std::string_view key, std::string_view sealed) {
                 CachedFold message;
                 if (Parse(Open(subject, std::string(key), sealed), message) &&
                     message.parameter_set() == plugin.parameter_set && message.ordinal() < plugin.newest.ordinal) {
                   stored.push_back({message.ordinal(), Shared(FromProto(message.fold()))});
                 }
                 return true;
               });
  if (!scanned.ok()) return;
  stored.insert(stored.end(), std::make_move_iterator(plugin.older.begin()),
                std::make_move_iterator(plugin.older.end()));
  plugin.older = std::move(stored);
}

FoldCache::OfPlugin& FoldCache::PluginOf(const domain::SubjectId& subject, OfSubject& known, std::string_view plugin,
                                         std::string_view parameter_set) {
  const auto found = std::find_if(known.plugins.begin(), known.plugins.end(),
                                  [&](const OfPlugin& other) { return other.plugin == plugin; });
  if (found == known.plugins.end()) {
    known.plugins.push_back({std::string(plugin), std::string(parameter_set), {}, {}, true, {}, {}});
    return known.plugins.back();
  }
  if (found->parameter_set != parameter_set) {
    // Made under other parameters: of no use any more.
    LoadOlder(subject, *found);
    for (const Kept& older : found->older) found->dropped.push_back(older.ordinal);
    found->older.clear();
    found->written.clear();
    found->newest = {};
    found->parameter_set = parameter_set;
  }
  return *found;
}

absl::StatusOr<std::vector<domain::PluginFold>> FoldCache::Folds(const domain::SubjectId& subject,
                                                                 std::string_view plugin,
                                                                 std::string_view parameter_set) {
  absl::MutexLock lock(&mutex_);
  std::vector<domain::PluginFold> folds;
  OfSubject& known = Load(subject);
  for (OfPlugin& of_plugin : known.plugins) {
    if (of_plugin.plugin != plugin || of_plugin.parameter_set != parameter_set || of_plugin.newest.ordinal == 0) {
      continue;
    }
    LoadOlder(subject, of_plugin);
    for (const Kept& older : of_plugin.older) folds.push_back(*older.fold);
    folds.push_back(*of_plugin.newest.fold);
    Weigh(known);
  }
  return folds;
}

std::shared_ptr<const domain::PluginFold> FoldCache::NewestFold(const domain::SubjectId& subject,
                                                                std::string_view plugin,
                                                                std::string_view parameter_set) {
  absl::MutexLock lock(&mutex_);
  for (const OfPlugin& of_plugin : Load(subject).plugins) {
    if (of_plugin.plugin == plugin && of_plugin.parameter_set == parameter_set && of_plugin.newest.ordinal != 0) {
      return of_plugin.newest.fold;
    }
  }
  return nullptr;
}

void FoldCache::SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                          const domain::Place& from, std::vector<domain::PluginFold> folds) {
  if (folds.empty()) return;
  absl::MutexLock lock(&mutex_);
  // They may still say what was read before it was erased.
  const auto erased = erasures_ == nullptr ? std::nullopt : erasures_->NewestOf(subject);
  if (erased && folds.back().folded_to <= *erased) return;
  OfSubject& known = Load(subject);
  OfPlugin& of_plugin = PluginOf(subject, known, plugin, parameter_set);
  // Whether the older ones have to be looked at: in order, only when one is added to them.
  const bool late = of_plugin.newest.ordinal != 0 && of_plugin.newest.fold->place > from;
  if (late) {
    LoadOlder(subject, of_plugin);
    while (!of_plugin.older.empty() && of_plugin.older.back().fold->place > from) {
      of_plugin.dropped.push_back(of_plugin.older.back().ordinal);
      of_plugin.older.pop_back();
    }
  } else if (of_plugin.newest.ordinal != 0 && IsSpaced(of_plugin.newest.ordinal)) {
    LoadOlder(subject, of_plugin);
    of_plugin.written.push_back(of_plugin.newest.ordinal);
    of_plugin.older.push_back(std::move(of_plugin.newest));
    Thin(of_plugin);
  }
  uint64_t ordinal = of_plugin.newest.ordinal;
  for (domain::PluginFold& fold : folds) {
    const bool last = &fold == &folds.back();
    // What a replay brings back is spaced already: each gets a place of its own.
    ordinal = last ? ordinal + 1 : (ordinal / kSpacing + 1) * kSpacing;
    if (last) {
      of_plugin.newest = {ordinal, Shared(std::move(fold))};
    } else {
      LoadOlder(subject, of_plugin);
      of_plugin.written.push_back(ordinal);
      of_plugin.older.push_back({ordinal, Shared(std::move(fold))});
    }
  }
  known.changed = true;
  Weigh(known);
}

absl::Status FoldCache::Forget(const domain::SubjectId& subject, WriteBatch& batch) {
  absl::MutexLock lock(&mutex_);
  if (subjects_.contains(subject)) Drop(subject);
  batch.Delete(Family::kCache, keys::NewestFolds(subject));
  const std::string older = keys::OlderFoldsOf(subject);
  return kv_.Scan(Family::kCache, older, PrefixEnd(older), std::numeric_limits<size_t>::max(),
                  [&](std::string_view key, std::string_view) {
                    batch.Delete(Family::kCache, std::string(key));
                    return true;
                  });
}

void FoldCache::Thin(OfPlugin& plugin) {
  const uint64_t newest = plugin.older.back().ordinal;
  std::erase_if(plugin.older, [&](const Kept& older) {
    if (Wanted(older.ordinal, newest)) return false;
    plugin.dropped.push_back(older.ordinal);
    return true;
  });
}

FoldCache::Rows FoldCache::TakeSurplus() {
  absl::MutexLock lock(&mutex_);
  Rows rows;
  size_t going = 0;
  // Of what one batch may hold, at most half: the projections of the group go into the same one.
  for (auto next = by_use_.begin(); next != by_use_.end() && rows.batch.bytes() < kMaxBatchBytes / 2;) {
    if (bytes_ - going <= memory_bytes_) break;
    const domain::SubjectId subject = *next++;
    const OfSubject& known = subjects_.at(subject);
    if (known.changed) {
      going += known.bytes;
      EncodeChanges(subject, known, rows);
    } else {
      Drop(subject);
    }
  }
  return rows;
}

FoldCache::Rows FoldCache::TakeUnwritten(size_t bytes) {
  absl::MutexLock lock(&mutex_);
  Rows rows;
  const domain::SubjectId practice = domain::SubjectId::Practice();
  for (const auto& [subject, known] : subjects_) {
    if (rows.batch.bytes() >= bytes) return rows;
    if (known.changed && subject != practice) EncodeChanges(subject, known, rows);
  }
  const auto mark = subjects_.find(practice);
  if (rows.subjects.empty() && mark != subjects_.end() && mark->second.changed) {
    EncodeChanges(practice, mark->second, rows);
  }
  return rows;
}

void FoldCache::Written(const std::vector<domain::SubjectId>& subjects) {
  absl::MutexLock lock(&mutex_);
  for (const domain::SubjectId& subject : subjects) {
    // One that was erased meanwhile is gone already.
    if (subjects_.contains(subject)) Drop(subject);
  }
}

void FoldCache::EncodeChanges(const domain::SubjectId& subject, const OfSubject& known, Rows& rows) const {
  WriteBatch& batch = rows.batch;
  rows.subjects.push_back(subject);
  CachedFolds message;
  for (const OfPlugin& plugin : known.plugins) {
    if (plugin.newest.ordinal == 0) continue;
    CachedFold& newest = *message.add_newest();
    newest.set_plugin(plugin.plugin);
    newest.set_parameter_set(plugin.parameter_set);
    newest.set_ordinal(plugin.newest.ordinal);
    ToProto(*plugin.newest.fold, *newest.mutable_fold());
    for (const uint64_t ordinal : plugin.dropped) {
      batch.Delete(Family::kCache, keys::OlderFold(subject, plugin.plugin, ordinal));
    }
    for (const Kept& older : plugin.older) {
      if (std::find(plugin.written.begin(), plugin.written.end(), older.ordinal) == plugin.written.end()) continue;
      CachedFold row;
      row.set_plugin(plugin.plugin);
      row.set_parameter_set(plugin.parameter_set);
      row.set_ordinal(older.ordinal);
      ToProto(*older.fold, *row.mutable_fold());
      std::string key = keys::OlderFold(subject, plugin.plugin, older.ordinal);
      std::string sealed = Seal(subject, key, row.SerializeAsString());
      if (!sealed.empty() && sealed.size() <= kMaxValueBytes) {
        batch.Put(Family::kCache, std::move(key), std::move(sealed));
      }
    }
  }
  std::string key = keys::NewestFolds(subject);
  std::string sealed = Seal(subject, key, message.SerializeAsString());
  if (sealed.empty() || sealed.size() > kMaxValueBytes) {
    batch.Delete(Family::kCache, std::move(key));
  } else {
    batch.Put(Family::kCache, std::move(key), std::move(sealed));
  }
}

std::string FoldCache::Seal(const domain::SubjectId& subject, const std::string& key, const std::string& plain) const {
  std::string sealed;
  for (const auto key_class : {domain::KeyClass::kPersonal, domain::KeyClass::kGeneral}) {
    const auto keys = keys_.Get(KeyNameOf(subject, key_class));
    if (!keys.ok() || plain.empty()) continue;
    sealed.push_back(static_cast<char>(key_class));
    crypto::SealDeterministic((*keys)->index, key, plain, sealed);
    return sealed;
  }
  return sealed;
}

std::string FoldCache::Open(const domain::SubjectId& subject, const std::string& key, std::string_view sealed) const {
  std::string plain;
  if (sealed.empty()) return plain;
  const auto keys = keys_.Get(KeyNameOf(subject, static_cast<domain::KeyClass>(static_cast<uint8_t>(sealed[0]))));
  if (!keys.ok() || !crypto::OpenDeterministic((*keys)->index, key, sealed.substr(1), plain).ok()) return {};
  return plain;
}

}  // namespace candor::store
