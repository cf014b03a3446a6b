#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "daemon/base/status.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/view.h"

// How far the policies have come: what they could not judge, what waits for them, and whose timers pass.
namespace candor::store {

absl::StatusOr<std::vector<domain::NotAssessed>> StoreView::NotAssessedOf(const domain::SubjectId& subject) const {
  auto row = Read(keys::Progress(subject), DecodeProgressRow, "progress row");
  if (absl::IsNotFound(row.status())) return std::vector<domain::NotAssessed>();
  if (!row.ok()) return row.status();
  return std::move(row->not_assessed);
}

absl::StatusOr<std::vector<domain::NotAssessed>> StoreView::ListNotAssessed(size_t limit) const {
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFaults(), keys::AllFaults(), limit));
  std::vector<domain::NotAssessed> faults;
  for (const std::string& key : found) {
    const domain::SubjectId subject = keys::ParseFault(key).value_or(domain::SubjectId());
    CANDOR_ASSIGN_OR_RETURN(const domain::ProgressRow row,
                            Read(keys::Progress(subject), DecodeProgressRow, "progress row"));
    for (const domain::NotAssessed& fault : row.not_assessed) {
      if (faults.size() < limit) faults.push_back(fault);
    }
  }
  return faults;
}

absl::StatusOr<domain::FaultCount> StoreView::CountNotAssessed() const {
  domain::FaultCount count;
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFaults(), keys::AllFaults(), kAll));
  for (const std::string& key : found) {
    const domain::SubjectId subject = keys::ParseFault(key).value_or(domain::SubjectId());
    CANDOR_ASSIGN_OR_RETURN(const domain::ProgressRow row,
                            Read(keys::Progress(subject), DecodeProgressRow, "progress row"));
    for (const domain::NotAssessed& fault : row.not_assessed) count.Add(fault);
  }
  return count;
}

absl::Status StoreView::ListWaiting(WaitingList& list) const {
  uint64_t floor = 0;
  auto stored = Read(keys::Floor(), DecodeNumberRow, "floor");
  if (stored.ok()) {
    floor = *stored;
  } else if (!absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  absl::Status bad;
  absl::flat_hash_map<domain::SubjectId, uint64_t> assessed_to;
  const auto waits = [&](const domain::WaitingEntry& entry) {
    auto [known, added] = assessed_to.try_emplace(entry.subject, 0);
    if (added) {
      auto row = Read(keys::Progress(entry.subject), DecodeProgressRow, "progress row");
      if (row.ok()) {
        known->second = row->assessed_to;
      } else if (!absl::IsNotFound(row.status())) {
        bad.Update(row.status());
      }
    }
    return entry.number >= known->second;
  };
  CANDOR_RETURN_IF_ERROR(Scan(keys::Waiting(floor / keys::kWaitingBlock), PrefixEnd(keys::AllWaiting()),
                              [&](std::string_view key, std::string_view value) {
                                auto entries = DecodeWaiting(keys::ParseWaiting(key).value_or(0), value);
                                bad.Update(entries.status());
                                if (!entries.ok()) return false;
                                for (const domain::WaitingEntry& entry : *entries) {
                                  if (waits(entry)) list.Add(entry);
                                }
                                return bad.ok();
                              }));
  return bad;
}

absl::StatusOr<std::vector<domain::SubjectId>> StoreView::TimersBefore(int32_t day, size_t limit) const {
  std::vector<domain::SubjectId> subjects;
  CANDOR_RETURN_IF_ERROR(source_.rows->Scan(Family::kProjections, keys::AllTimers(),
                                            keys::Timer(day, domain::SubjectId()), limit,
                                            [&](std::string_view key, std::string_view) {
                                              if (const auto timer = keys::ParseTimer(key)) {
                                                subjects.push_back(timer->second);
                                              }
                                              return true;
                                            }));
  return subjects;
}

}  // namespace candor::store
