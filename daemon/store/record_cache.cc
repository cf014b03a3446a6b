#include "daemon/store/record_cache.h"

namespace candor::store {
namespace {

// What the maps and the pointers take for each.
constexpr size_t kOverhead = 160;

}  // namespace

void RecordCache::Put(EntryPtr entry) {
  constexpr size_t kFact = 64;
  const domain::Narrative& narrative = entry->entry.narrative.Reveal();
  size_t bytes = sizeof(*entry) + narrative.note.size() +
                 (entry->entry.facts.all().size() + entry->entry.header.facts.all().size()) * kFact;
  for (const domain::ImportedCell& cell : narrative.imported_cells) {
    bytes += sizeof(cell) + cell.column.size() + cell.text.size();
  }
  const uint64_t number = entry->number;
  Add({number, 0}, std::move(entry), bytes);
}

void RecordCache::Put(uint64_t number, uint32_t section, SectionPtr sealed) {
  constexpr size_t kParameter = 160;
  const size_t bytes = sizeof(SectionPtr::element_type) + sealed->parameters.size() * kParameter +
                       sealed->facts_used.size() * sizeof(EntryId) + sealed->missing_fields.size() * 64;
  Add({number, section}, std::move(sealed), bytes);
}

void RecordCache::Put(uint64_t number, CodePtr code) {
  const size_t bytes = sizeof(CodePtr::element_type) + code->size();
  Add({number, 0}, std::move(code), bytes);
}

void RecordCache::Clear() {
  for (Shard& shard : shards_) {
    absl::MutexLock lock(&shard.mutex);
    shard.opened.clear();
    shard.by_age.clear();
    shard.bytes = 0;
  }
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved on, by a call that forwards.
void RecordCache::Add(const Name& name, Opened opened, size_t bytes) {
  Shard& shard = ShardOf(name);
  absl::MutexLock lock(&shard.mutex);
  if (!shard.opened.emplace(name, std::move(opened)).second) return;
  shard.by_age.emplace_back(name, bytes + kOverhead);
  shard.bytes += bytes + kOverhead;
  while (shard.bytes > shard_bytes_) {
    shard.opened.erase(shard.by_age.front().first);
    shard.bytes -= shard.by_age.front().second;
    shard.by_age.pop_front();
  }
}

}  // namespace candor::store
