#include "daemon/store/erasures.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "daemon/base/status.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"

namespace candor::store {

void Erasures::Add(const ErasedClass& erased, bool pending) {
  absl::MutexLock lock(&mutex_);
  Known& known = known_[Name(erased.subject, erased.key_class)];
  if (known.generation != 0 && known.erased.number > erased.number) return;
  known.erased = erased;
  known.pending = pending;
  known.generation = generation_.load(std::memory_order_relaxed) + 1;
  generation_.store(known.generation, std::memory_order_release);
}

bool Erasures::CoversRecord(uint64_t number) const {
  if (generation() == 0) return false;
  absl::ReaderMutexLock lock(&mutex_);
  return records_.contains(number);
}

void Erasures::AddRecord(uint64_t number) {
  absl::MutexLock lock(&mutex_);
  if (!records_.insert(number).second) return;
  // Whoever asks looks at this first.
  generation_.store(generation_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

std::optional<uint64_t> Erasures::By(const domain::SubjectId& subject, domain::KeyClass key_class) const {
  if (generation() == 0) return std::nullopt;
  absl::ReaderMutexLock lock(&mutex_);
  const auto known = known_.find(Name(subject, key_class));
  return known == known_.end() ? std::nullopt : std::optional(known->second.erased.number);
}

std::optional<uint64_t> Erasures::NewestOf(const domain::SubjectId& subject) const {
  const std::optional<uint64_t> general = By(subject, domain::KeyClass::kGeneral);
  const std::optional<uint64_t> personal = By(subject, domain::KeyClass::kPersonal);
  return std::max(general, personal);
}

std::vector<ErasedClass> Erasures::List() const {
  absl::MutexLock lock(&mutex_);
  std::vector<ErasedClass> all;
  all.reserve(known_.size());
  for (const auto& [name, known] : known_) all.push_back(known.erased);
  return all;
}

bool Erasures::AddedSince(uint64_t generation, const domain::SubjectId& subject, domain::KeyClass key_class) const {
  if (generation_.load(std::memory_order_acquire) <= generation) return false;
  absl::ReaderMutexLock lock(&mutex_);
  const auto known = known_.find(Name(subject, key_class));
  return known != known_.end() && known->second.generation > generation;
}

std::vector<ErasedClass> Erasures::Pending() const {
  absl::ReaderMutexLock lock(&mutex_);
  std::vector<ErasedClass> pending;
  for (const auto& [name, known] : known_) {
    if (known.pending) pending.push_back(known.erased);
  }
  return pending;
}

void Erasures::Settle(const std::vector<ErasedClass>& destroyed) {
  absl::MutexLock lock(&mutex_);
  for (const ErasedClass& each : destroyed) {
    const auto known = known_.find(Name(each.subject, each.key_class));
    if (known != known_.end() && known->second.erased.number == each.number) known->second.pending = false;
  }
}

bool Erasures::IsPending(const domain::SubjectId& subject, domain::KeyClass key_class) const {
  if (generation() == 0) return false;
  absl::ReaderMutexLock lock(&mutex_);
  const auto known = known_.find(Name(subject, key_class));
  return known != known_.end() && known->second.pending;
}

std::vector<ErasedClass> ErasedBy(uint64_t number, const domain::ErasureRecorded& recorded) {
  std::vector<ErasedClass> erased;
  if (recorded.state != domain::DecisionState::kInForce) return erased;
  for (const domain::KeyClass key_class : recorded.classes) {
    ErasedClass& each = erased.emplace_back();
    each.subject = recorded.subject;
    each.key_class = key_class;
    each.number = number;
    const auto key = std::find_if(recorded.keys.begin(), recorded.keys.end(),
                                  [&](const domain::ErasedKeyCheck& known) { return known.key_class == key_class; });
    if (key != recorded.keys.end()) each.check = key->check;
  }
  return erased;
}

absl::Status ReadErasedRecords(const KvReader& projections, Erasures& erasures) {
  const std::string prefix = keys::AllErasedRecords();
  return projections.Scan(Family::kProjections, prefix, PrefixEnd(prefix), std::numeric_limits<size_t>::max(),
                          [&](std::string_view key, std::string_view) {
                            if (const auto number = keys::ParseErasedRecord(key)) erasures.AddRecord(*number);
                            return true;
                          });
}

absl::StatusOr<bool> ErasesSince(const KvReader& records, uint64_t number) {
  bool erases = false;
  CANDOR_RETURN_IF_ERROR(records.Scan(Family::kLedger, keys::Ledger(number), "", std::numeric_limits<size_t>::max(),
                                      [&](std::string_view, std::string_view value) {
                                        const auto envelope = ParseEnvelope(value);
                                        if (!envelope.ok() || envelope->type != RecordType::kErasure) return true;
                                        const auto recorded = DecodeErasureRecorded(envelope->header);
                                        erases = !recorded.ok() || recorded->state == domain::DecisionState::kInForce;
                                        return !erases;
                                      }));
  return erases;
}

absl::Status ReadErasures(const KvReader& records, uint64_t size, Erasures& erasures) {
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(records.Scan(Family::kLedger, "", keys::Ledger(size), std::numeric_limits<size_t>::max(),
                                      [&](std::string_view, std::string_view value) {
                                        const auto envelope = ParseEnvelope(value);
                                        // What is damaged is told of by whoever reads it.
                                        if (!envelope.ok() || envelope->type != RecordType::kErasure) return true;
                                        const auto recorded = DecodeErasureRecorded(envelope->header);
                                        bad.Update(recorded.status());
                                        if (!recorded.ok()) return false;
                                        for (const ErasedClass& each : ErasedBy(envelope->number, *recorded)) {
                                          erasures.Add(each);
                                        }
                                        return true;
                                      }));
  return bad;
}

}  // namespace candor::store
