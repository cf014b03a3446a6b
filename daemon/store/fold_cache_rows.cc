#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/crypto/sealing.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/fold_cache.h"
#include "daemon/store/fold_codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/record_reader.h"

// Folds on their way to the database, and how they are sealed there.
namespace candor::store {
namespace {

void EncodeKept(const domain::KeptFold& kept, PluginFold& message) {
  if (kept.place == kept.fold->place && kept.folded_to == kept.fold->folded_to) {
    ToProto(*kept.fold, message);
  } else {
    ToProto(kept.Whole(), message);
  }
}

}  // namespace

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
  const auto encode = [&](const OfPlugin& plugin, const Kept& kept, CachedFold& row) {
    row.set_plugin(NameOf(plugin.plugin));
    row.set_parameter_set(NameOf(plugin.parameter_set));
    row.set_ordinal(kept.ordinal);
    EncodeKept(kept.kept, *row.mutable_fold());
  };
  CachedFolds message;
  for (const OfPlugin& plugin : known.plugins) {
    if (plugin.newest.ordinal == 0) continue;
    encode(plugin, plugin.newest, *message.add_newest());
    for (const uint64_t ordinal : plugin.dropped) {
      batch.Delete(Family::kCache, keys::OlderFold(subject, NameOf(plugin.plugin), ordinal));
    }
    for (const Kept& older : plugin.older) {
      if (std::find(plugin.written.begin(), plugin.written.end(), older.ordinal) == plugin.written.end()) continue;
      CachedFold row;
      encode(plugin, older, row);
      std::string key = keys::OlderFold(subject, NameOf(plugin.plugin), older.ordinal);
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
