#include "daemon/store/fold_cache.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>

#include "daemon/base/text.h"
#include "daemon/store/codec_parts.h"
#include "daemon/store/fold_codec.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

constexpr size_t kSubjectBytes = 300;
// Between folds that outlive being the newest.
constexpr uint64_t kSpacing = 16;

// There are as many contexts as there are licences and supervisions, and sets of values.
constexpr size_t kMostBlank = 4096;

bool IsBlank(const domain::PluginFold& fold) {
  return fold.state.empty() && fold.obligations.empty() && fold.timers.empty();
}

// What a fold takes in memory, about.
size_t SizeOf(const domain::PluginFold& fold) {
  if (IsBlank(fold)) return 0;
  constexpr size_t kObligation = 300;
  constexpr size_t kTimer = 120;
  return sizeof(fold) + fold.state.size() + fold.obligations.size() * kObligation + fold.timers.size() * kTimer;
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

FoldCache::NameNumber FoldCache::NumberOf(std::string_view name) {
  if (const auto known = numbers_.find(ToAbsl(name)); known != numbers_.end()) return known->second;
  const auto number = static_cast<NameNumber>(names_.size());
  names_.emplace_back(name);
  numbers_.emplace(names_.back(), number);
  return number;
}

domain::KeptFold FoldCache::Shared(domain::PluginFold fold) {
  domain::KeptFold kept{nullptr, fold.place, fold.folded_to};
  if (!IsBlank(fold)) {
    kept.fold = std::make_shared<const domain::PluginFold>(std::move(fold));
    return kept;
  }
  if (blank_.size() >= kMostBlank) blank_.clear();
  std::shared_ptr<const domain::PluginFold>& blank = blank_[fold.context];
  if (blank == nullptr) {
    // It outlives the subject that it was first kept for, so it says nothing of that subject's entries.
    fold.place = domain::Place::First();
    fold.folded_to = 0;
    blank = std::make_shared<const domain::PluginFold>(std::move(fold));
  }
  kept.fold = blank;
  return kept;
}

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
    const auto erased = erasures_ == nullptr ? std::nullopt : erasures_->NewestOf(subject);
    for (const CachedFold& fold : message.newest()) {
      // Forgotten, but not yet taken away.
      if (erased && fold.fold().folded_to() <= *erased) continue;
      known.plugins.push_back({NumberOf(fold.plugin()),
                               NumberOf(fold.parameter_set()),
                               {fold.ordinal(), Shared(FromProto(fold.fold()))},
                               {},
                               false,
                               {},
                               {}});
    }
  }
  OfSubject& added = subjects_.emplace(subject, std::move(known)).first->second;
  Weigh(added);
  return added;
}

void FoldCache::Weigh(OfSubject& known) {
  size_t bytes = kSubjectBytes;
  for (const OfPlugin& plugin : known.plugins) {
    bytes += sizeof(plugin);
    if (plugin.newest.kept.fold) bytes += SizeOf(*plugin.newest.kept.fold);
    for (const Kept& older : plugin.older) bytes += SizeOf(*older.kept.fold);
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
  const std::string prefix = keys::OlderFolds(subject, NameOf(plugin.plugin));
  const std::string parameter_set = NameOf(plugin.parameter_set);
  std::vector<Kept> stored;
  const absl::Status scanned =
      kv_.Scan(Family::kCache, prefix, PrefixEnd(prefix), std::numeric_limits<size_t>::max(),
               [&](std::string_view key, std::string_view sealed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                 CachedFold message;
                 if (Parse(Open(subject, std::string(key), sealed), message) &&
                     message.parameter_set() == parameter_set && message.ordinal() < plugin.newest.ordinal) {
                   stored.push_back({message.ordinal(), Shared(FromProto(message.fold()))});
                 }
                 return true;
               });
  if (!scanned.ok()) return;
  stored.insert(stored.end(), std::make_move_iterator(plugin.older.begin()),
                std::make_move_iterator(plugin.older.end()));
  plugin.older = std::move(stored);
}

FoldCache::OfPlugin& FoldCache::PluginOf(const domain::SubjectId& subject, OfSubject& known, NameNumber plugin,
                                         NameNumber parameter_set) {
  const auto found = std::find_if(known.plugins.begin(), known.plugins.end(),
                                  [&](const OfPlugin& other) { return other.plugin == plugin; });
  if (found == known.plugins.end()) {
    known.plugins.push_back({plugin, parameter_set, {}, {}, true, {}, {}});
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
  std::vector<domain::PluginFold> folds;
  for (const domain::KeptFold& kept : KeptFolds(subject, plugin, parameter_set)) folds.push_back(kept.Whole());
  return folds;
}

std::vector<domain::KeptFold> FoldCache::KeptFolds(const domain::SubjectId& subject, std::string_view plugin,
                                                   std::string_view parameter_set) {
  absl::MutexLock lock(&mutex_);
  std::vector<domain::KeptFold> folds;
  OfSubject& known = Load(subject);
  OfPlugin* const of_plugin = FindPlugin(known, NumberOf(plugin), NumberOf(parameter_set));
  if (of_plugin == nullptr) return folds;
  LoadOlder(subject, *of_plugin);
  for (const Kept& older : of_plugin->older) folds.push_back(older.kept);
  folds.push_back(of_plugin->newest.kept);
  Weigh(known);
  return folds;
}

FoldCache::OfPlugin* FoldCache::FindPlugin(OfSubject& known, NameNumber plugin, NameNumber parameter_set) {
  for (OfPlugin& each : known.plugins) {
    if (each.plugin == plugin && each.parameter_set == parameter_set && each.newest.ordinal != 0) return &each;
  }
  return nullptr;
}

std::shared_ptr<const domain::PluginFold> FoldCache::NewestFold(const domain::SubjectId& subject,
                                                                std::string_view plugin,
                                                                std::string_view parameter_set) {
  absl::MutexLock lock(&mutex_);
  const OfPlugin* const found = FindPlugin(Load(subject), NumberOf(plugin), NumberOf(parameter_set));
  return found == nullptr ? nullptr : std::make_shared<const domain::PluginFold>(found->newest.kept.Whole());
}

std::vector<domain::KeptFold> FoldCache::NewestFolds(const domain::SubjectId& subject,
                                                     const std::vector<domain::PluginInfo>& plugins,
                                                     std::string_view parameter_set) {
  std::vector<domain::KeptFold> newest(plugins.size());
  absl::MutexLock lock(&mutex_);
  OfSubject& known = Load(subject);
  const NameNumber set = NumberOf(parameter_set);
  for (size_t i = 0; i < plugins.size(); ++i) {
    const OfPlugin* const found = FindPlugin(known, NumberOf(plugins[i].name), set);
    if (found != nullptr) newest[i] = found->newest.kept;
  }
  return newest;
}

void FoldCache::SaveFolds(const domain::SubjectId& subject, std::string_view plugin, std::string_view parameter_set,
                          const domain::Place& from, std::vector<domain::PluginFold> folds) {
  if (folds.empty()) return;
  std::vector<domain::AssessmentSource::NewFolds> all;
  all.push_back({plugin, from, std::move(folds)});
  SaveAllFolds(subject, parameter_set, std::move(all));
}

void FoldCache::SaveAllFolds(const domain::SubjectId& subject, std::string_view parameter_set,
                             std::vector<domain::AssessmentSource::NewFolds> all) {
  absl::MutexLock lock(&mutex_);
  const auto erased = erasures_ == nullptr ? std::nullopt : erasures_->NewestOf(subject);
  OfSubject& known = Load(subject);
  const NameNumber set = NumberOf(parameter_set);
  for (domain::AssessmentSource::NewFolds& each : all) {
    const uint64_t folded_to = each.folds.empty() ? each.folded_to : each.folds.back().folded_to;
    // They may still say what was read before it was erased.
    if (erased && folded_to <= *erased) continue;
    OfPlugin& of_plugin = PluginOf(subject, known, NumberOf(each.plugin), set);
    if (each.folds.empty()) {
      GoOn(subject, each, of_plugin);
    } else {
      Add(subject, each.from, std::move(each.folds), of_plugin);
    }
    known.changed = true;
  }
  Weigh(known);
}

void FoldCache::KeepSpaced(const domain::SubjectId& subject, OfPlugin& plugin) {
  if (plugin.newest.ordinal == 0 || !IsSpaced(plugin.newest.ordinal)) return;
  LoadOlder(subject, plugin);
  plugin.written.push_back(plugin.newest.ordinal);
  plugin.older.push_back(plugin.newest);
  Thin(plugin);
}

void FoldCache::GoOn(const domain::SubjectId& subject, const domain::AssessmentSource::NewFolds& further,
                     OfPlugin& plugin) {
  domain::KeptFold& kept = plugin.newest.kept;
  // Forgotten meanwhile, or another one: whoever asks next begins further back.
  if (plugin.newest.ordinal == 0 || kept.place != further.from) return;
  if (kept.place < further.to) {
    KeepSpaced(subject, plugin);
    ++plugin.newest.ordinal;
    kept.place = further.to;
  }
  kept.folded_to = std::max(kept.folded_to, further.folded_to);
}

void FoldCache::Add(const domain::SubjectId& subject, const domain::Place& from, std::vector<domain::PluginFold> folds,
                    OfPlugin& plugin) {
  // Whether the older ones have to be looked at: in order, only when one is added to them.
  const bool late = plugin.newest.ordinal != 0 && plugin.newest.kept.place > from;
  if (late) {
    LoadOlder(subject, plugin);
    while (!plugin.older.empty() && plugin.older.back().kept.place > from) {
      plugin.dropped.push_back(plugin.older.back().ordinal);
      plugin.older.pop_back();
    }
  } else {
    KeepSpaced(subject, plugin);
  }
  uint64_t ordinal = plugin.newest.ordinal;
  for (domain::PluginFold& fold : folds) {
    const bool last = &fold == &folds.back();
    // What a replay brings back is spaced already: each gets a place of its own.
    ordinal = last ? ordinal + 1 : (ordinal / kSpacing + 1) * kSpacing;
    if (last) {
      plugin.newest = {ordinal, Shared(std::move(fold))};
    } else {
      LoadOlder(subject, plugin);
      plugin.written.push_back(ordinal);
      plugin.older.push_back({ordinal, Shared(std::move(fold))});
    }
  }
  if (folds.size() > 1) Thin(plugin);
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

}  // namespace candor::store
