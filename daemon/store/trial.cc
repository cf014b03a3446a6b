#include "daemon/store/trial.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/store/admission.h"
#include "daemon/store/envelope.h"
#include "daemon/store/kv.h"
#include "daemon/store/overlay.h"
#include "daemon/store/row_cache.h"
#include "daemon/store/rows.h"

namespace candor::store {
namespace {

// As an append stamps it: whole microseconds, never before what is recorded.
absl::Time StampAfter(absl::Time last, Clock& clock) {
  return std::max(last, FromMicros(ToMicros(clock.Now())));
}

}  // namespace

// The rows of a view and what a trial makes of them. What is read is kept here too, and not where others look. Thread-
// safe while nothing is added.
class StoreTrial::Rows final : public KvReader {
 public:
  Rows(std::shared_ptr<const KvReader> base, uint64_t size) : base_(std::move(base)), overlay_(*base_, cache_, size) {}

  Overlay& overlay() { return overlay_; }

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    if (family != Family::kProjections) return base_->Get(family, key, value);
    CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> row, overlay_.Get(key));
    if (!row) return false;
    value = *std::move(row);
    return true;
  }

  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    if (family != Family::kProjections) return base_->Scan(family, begin, end, limit, visit);
    if (limit == 0) return absl::OkStatus();
    size_t visited = 0;
    return overlay_.Scan(begin, end, [&](std::string_view key, std::string_view value) {
      return visit(key, value) && ++visited < limit;
    });
  }

  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
    if (family != Family::kProjections) return base_->LastKey(family);
    std::optional<std::string> last;
    CANDOR_RETURN_IF_ERROR(overlay_.Scan("", "", [&](std::string_view key, std::string_view) {
      last = std::string(key);
      return true;
    }));
    return last;
  }

 private:
  const std::shared_ptr<const KvReader> base_;
  RowCache cache_;
  Overlay overlay_;
};

StoreTrial::StoreTrial(const std::shared_ptr<const StoreView>& newest, const LedgerId& id,
                       std::shared_ptr<crypto::KeyTable> keys, Clock& clock)
    : id_(id),
      keys_(std::move(keys)),
      rows_(std::make_shared<Rows>(newest->source().rows, newest->source().size)),
      projections_(rows_->overlay(), *newest->source().ledger),
      preparer_(
          id_, *keys_, clock, [newest](const EntryId& entry) { return newest->FindEntryRow(entry); }, NewKeys::kNone,
          newest->source().erasures),
      now_(newest->source()) {
  now_.recorded_at = StampAfter(now_.recorded_at, clock);
  now_.rows = rows_;
  now_.cache = nullptr;
  now_.unwritten = records_;
  projections_.SetPending([records = records_](uint64_t number) -> std::optional<domain::EntryHeader> {
    const auto found = records->find(number);
    if (found == records->end() || found->second.entry == nullptr) return std::nullopt;
    return found->second.entry->entry.header;
  });
}

StoreTrial::~StoreTrial() = default;

absl::StatusOr<EntryId> StoreTrial::AddEntry(domain::Entry entry) {
  entry.header.id = EntryId::Random();
  const EntryId id = entry.header.id;
  CANDOR_RETURN_IF_ERROR(Add(domain::NewEntry{std::move(entry), "", ""}));
  ++now_.entries;
  return id;
}

absl::Status StoreTrial::AddMerge(domain::CaseMerged merged) {
  return Add(std::move(merged));
}

absl::Status StoreTrial::AddAssessment(domain::Assessment assessment) {
  return Add(std::move(assessment));
}

absl::Status StoreTrial::Add(domain::Change change) {
  domain::Transaction transaction;
  transaction.changes.push_back(std::move(change));
  CANDOR_ASSIGN_OR_RETURN(PreparedTransaction prepared, preparer_.Prepare(std::move(transaction)));
  domain::Fold fold(projections_);
  for (PreparedRecord& record : prepared.records) {
    CANDOR_RETURN_IF_ERROR(CheckAgainstState(record, projections_, now_.recorded_at));
    CANDOR_RETURN_IF_ERROR(fold.Apply({now_.size, now_.recorded_at, std::move(record.what)}));
    if (record.opened.entry != nullptr) {
      record.opened.entry->number = now_.size;
      record.opened.entry->recorded_at = now_.recorded_at;
    }
    (*records_)[now_.size++] = std::move(record.opened);
  }
  return fold.Finish();
}

std::shared_ptr<const domain::View> StoreTrial::Outcome() const {
  return std::make_shared<const StoreView>(now_, id_, keys_);
}

}  // namespace candor::store
