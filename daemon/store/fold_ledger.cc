#include "daemon/store/fold_ledger.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/way_back.h"
#include "daemon/domain/fold.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"
#include "daemon/store/overlay.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/tree_nodes.h"

namespace candor::store {
namespace {

constexpr uint64_t kChunkRecords = 512;
constexpr size_t kChunkBytes = 384 * 1024;  // with what Finish() adds it fits into one batch

absl::Status Missing(uint64_t number) {
  return absl::DataLossError(absl::StrCat("ledger record ", number, " is missing or damaged; ", kPutFolderBack));
}

// One chunk of the ledger on its way into the projections.
class Chunk {
 public:
  Chunk(Overlay& overlay, StoredProjections& rows, ledger::NodePages& pages)
      : overlay_(overlay), rows_(rows), pages_(pages), fold_(rows) {}

  absl::Status Apply(std::string_view value, Watermark& now) {
    CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
    if (envelope.number != now.size) return Missing(now.size);
    CANDOR_ASSIGN_OR_RETURN(const domain::FoldRecord record, DecodeForFold(envelope));
    CANDOR_RETURN_IF_ERROR(fold_.Apply(record));
    now.frontier.Append(LeafOf(envelope.type, envelope.commitment),
                        [this](const ledger::NodeId& node, const ledger::Hash& hash) { pages_.Add(node, hash); });
    now.recorded_at = envelope.recorded_at;
    if (envelope.type == RecordType::kEntry) ++now.entries;
    ++now.size;
    return absl::OkStatus();
  }

  absl::Status Write(const Watermark& now, Kv& into) {
    CANDOR_RETURN_IF_ERROR(fold_.Finish());
    rows_.PutWatermark(now);
    WriteBatch batch = overlay_.Batch();
    PutFullPages(pages_, batch);
    CANDOR_RETURN_IF_ERROR(batch.bytes() <= kMaxBatchBytes ? into.Write(batch, Durability::kUnlogged)
                                                           : WriteInPieces(batch, keys::Watermark(), into));
    overlay_.Written(now.size);
    pages_.ForgetFull();
    return absl::OkStatus();
  }

 private:
  Overlay& overlay_;
  StoredProjections& rows_;
  ledger::NodePages& pages_;
  domain::Fold fold_;
};

}  // namespace

absl::StatusOr<uint64_t> LedgerSize(const KvReader& ledger) {
  CANDOR_ASSIGN_OR_RETURN(const auto last, ledger.LastKey(Family::kLedger));
  if (!last) return uint64_t{0};
  const auto number = keys::ParseLedger(*last);
  if (!number) return absl::DataLossError(absl::StrCat("the ledger holds a key that is none; ", kPutFolderBack));
  return *number + 1;
}

absl::StatusOr<Watermark> ReadWatermark(const KvReader& kv) {
  std::string row;
  CANDOR_ASSIGN_OR_RETURN(const bool found, kv.Get(Family::kProjections, keys::Watermark(), row));
  if (!found) return Watermark();
  auto watermark = DecodeWatermark(row);
  return watermark.ok() ? *std::move(watermark) : Watermark();
}

absl::Status FoldLedger(const KvReader& records, uint64_t to, Kv& into, Watermark& now,
                        const std::function<absl::Status(const Watermark&)>& passed) {
  RowCache cache;
  Overlay overlay(into, cache, now.size);
  StoredProjections rows(overlay, records);
  CANDOR_ASSIGN_OR_RETURN(ledger::NodePages pages, LoadPages(records, into, now.size));
  while (now.size < to) {
    Chunk chunk(overlay, rows, pages);
    const uint64_t begin = now.size;
    const uint64_t end = std::min(to, begin + kChunkRecords);
    absl::Status bad;
    CANDOR_RETURN_IF_ERROR(records.Scan(Family::kLedger, keys::Ledger(begin), keys::Ledger(end), kChunkRecords,
                                        [&](std::string_view, std::string_view value) {
                                          bad = chunk.Apply(value, now);
                                          if (bad.ok() && passed) bad = passed(now);
                                          return bad.ok() && overlay.changed_bytes() < kChunkBytes;
                                        }));
    CANDOR_RETURN_IF_ERROR(bad);
    if (now.size == begin) return Missing(begin);
    CANDOR_RETURN_IF_ERROR(chunk.Write(now, into));
  }
  return absl::OkStatus();
}

}  // namespace candor::store
