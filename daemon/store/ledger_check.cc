#include "daemon/store/ledger_check.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/node_pages.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/memory_kv.h"
#include "daemon/store/record_reader.h"

namespace candor::store {
namespace {

constexpr size_t kScanRows = 1024;
// More than these tell nothing new, and would fill the answer.
constexpr size_t kMaxFaults = 1000;

std::string RecordPlace(uint64_t number) {
  return absl::StrCat("record ", number);
}

absl::Status Changed(absl::string_view what) {
  return absl::DataLossError(absl::StrCat(what, " has changed since it was written"));
}

absl::StatusOr<std::shared_ptr<const crypto::SubjectKeys>> KeysOf(const crypto::KeyTable& keys,
                                                                  const domain::SubjectId& subject,
                                                                  domain::KeyClass key_class) {
  auto found = keys.Get(KeyNameOf(subject, key_class));
  if (absl::IsNotFound(found.status())) return absl::DataLossError("the key that it names is not in the key table");
  return found;
}

// What CheckRecord() goes by.
struct RecordCheck {
  const LedgerId& id;
  const crypto::KeyTable& keys;
  const Erasures* erasures;
  uint64_t number;
  std::optional<uint64_t>& erased_by;

  bool IsErased(const domain::SubjectId& subject, domain::KeyClass key_class) const {
    if (erasures == nullptr || !erasures->Covers(subject, key_class, number)) return false;
    erased_by = std::max(erased_by, erasures->By(subject, key_class));
    return true;
  }
};

absl::Status CheckSection(const SealedSection& section, const RecordCheck& check) {
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUpClear clear, DecodeClear(section.clear));
  if (check.IsErased(clear.subject, clear.key_class)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(check.keys, clear.subject, clear.key_class));
  CANDOR_ASSIGN_OR_RETURN(const std::string plain, OpenSealedSection(section, check.id, *keys));
  if (SectionCommitmentOf(section.clear, plain, *keys) != section.commitment) return Changed("a section");
  return absl::OkStatus();
}

// What an assessment's commitment is over, once its sections are as they were.
absl::StatusOr<std::string> CheckSections(const Envelope& envelope, const RecordCheck& check) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SealedSection> sections, DecodeSections(envelope.body));
  // Bytes that say nothing would not be seen otherwise.
  if (EncodeSections(sections) != envelope.body) return Changed("the list of sections");
  std::string commitments;
  for (const SealedSection& section : sections) {
    CANDOR_RETURN_IF_ERROR(CheckSection(section, check));
    commitments += section.commitment;
  }
  return commitments;
}

// Whether what a record has sealed opens, and under which key.
struct Opening {
  domain::SubjectId subject;
  domain::KeyClass key_class = domain::KeyClass::kGeneral;
  bool opens = false;
};

// nullopt where there is nothing to open, or the record is damaged.
std::optional<Opening> Opens(const Envelope& envelope, const LedgerId& id, const crypto::KeyTable& key_table) {
  if (envelope.body.empty() || envelope.type == RecordType::kAssessment) return std::nullopt;
  const auto slot = DecodeKeySlot(envelope.header);
  if (!slot.ok()) return std::nullopt;
  const auto keys = KeysOf(key_table, slot->subject, slot->key_class);
  return Opening{slot->subject, slot->key_class, keys.ok() && OpenBody(envelope, id, **keys).ok()};
}

// Rows of one family, a few at a time.
class Rows {
 public:
  Rows(const KvReader& kv, Family family) : kv_(kv), family_(family) {}

  struct Row {
    std::string key;
    std::string value;
  };

  // The row at the front; nullopt at the end.
  absl::StatusOr<std::optional<Row>> Front() {
    if (next_ == rows_.size() && !over_) CANDOR_RETURN_IF_ERROR(Fill());
    return next_ < rows_.size() ? std::optional<Row>(rows_[next_]) : std::nullopt;
  }
  void Pop() { ++next_; }

 private:
  absl::Status Fill() {
    const std::string from = rows_.empty() ? "" : rows_.back().key + '\0';
    rows_.clear();
    next_ = 0;
    CANDOR_RETURN_IF_ERROR(kv_.Scan(family_, from, "", kScanRows, [this](std::string_view key, std::string_view value) {
      rows_.push_back({std::string(key), std::string(value)});
      return true;
    }));
    over_ = rows_.size() < kScanRows;
    return absl::OkStatus();
  }

  const KvReader& kv_;
  const Family family_;
  std::vector<Row> rows_;
  size_t next_ = 0;
  bool over_ = false;
};

class Faults {
 public:
  explicit Faults(std::vector<domain::LedgerFault>& faults) : faults_(faults) {}

  void Add(std::string place, std::string problem) {
    if (faults_.size() < kMaxFaults) faults_.push_back({std::move(place), std::move(problem)});
  }

  void AddRow(std::string_view key, absl::string_view problem) {
    if (const auto page = keys::ParseNodePage(key)) {
      const ledger::NodeId last = NodeIn(*page, ledger::kPageNodes - 1);
      Add(absl::StrCat("tree nodes below ", last.level, "/", last.index), absl::StrCat("the page ", problem));
    } else {
      Add(absl::StrCat("projection ", ToAbsl(key.substr(0, 1)), " ", absl::BytesToHexString(ToAbsl(key.substr(1)))),
          absl::StrCat("the row ", problem));
    }
  }

  void AddChanged(std::string_view key, std::string_view stored, std::string_view expected) {
    const auto page = keys::ParseNodePage(key);
    if (!page || stored.size() != expected.size()) return AddRow(key, "is another one than follows from the records");
    for (size_t slot = 0; slot < ledger::kPageNodes; ++slot) {
      const size_t at = slot * sizeof(ledger::Hash);
      if (stored.substr(at, sizeof(ledger::Hash)) == expected.substr(at, sizeof(ledger::Hash))) continue;
      const ledger::NodeId node = NodeIn(*page, slot);
      Add(absl::StrCat("tree node ", node.level, "/", node.index),
          absl::StrCat("its hash is another one than follows from the records ", node.index << node.level, " to ",
                       ((node.index + 1) << node.level) - 1));
    }
  }

 private:
  std::vector<domain::LedgerFault>& faults_;
};

// Walks both in order of key. `made` follows from the records.
absl::Status Compare(const KvReader& stored_kv, const KvReader& made_kv, domain::CheckedProjections& checked) {
  Rows stored(stored_kv, Family::kProjections);
  Rows made(made_kv, Family::kProjections);
  Faults faults(checked.faults);
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const auto have, stored.Front());
    CANDOR_ASSIGN_OR_RETURN(const auto want, made.Front());
    if (!have && !want) return absl::OkStatus();
    ++checked.rows;
    if (!have || (want && want->key < have->key)) {
      faults.AddRow(want->key, "is missing");
      made.Pop();
    } else if (!want || have->key < want->key) {
      faults.AddRow(have->key, "does not follow from the records");
      stored.Pop();
    } else {
      if (have->value != want->value) faults.AddChanged(have->key, have->value, want->value);
      stored.Pop();
      made.Pop();
    }
  }
}

}  // namespace

absl::StatusOr<std::string> LeafDataAt(const KvReader& records, uint64_t number) {
  std::string value;
  CANDOR_ASSIGN_OR_RETURN(const bool found, records.Get(Family::kLedger, keys::Ledger(number), value));
  if (!found) return absl::DataLossError("the record is missing");
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  return LeafData(envelope.type, envelope.commitment);
}

absl::Status CheckRecord(std::string_view value, uint64_t number, const LedgerId& id, const crypto::KeyTable& key_table,
                         const Erasures* erasures, std::optional<uint64_t>& erased_by) {
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  if (envelope.number != number) return Changed("its number");
  CANDOR_ASSIGN_OR_RETURN(const KeySlot slot, DecodeKeySlot(envelope.header));
  const RecordCheck check{id, key_table, erasures, number, erased_by};
  if (check.IsErased(slot.subject, slot.key_class)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(key_table, slot.subject, slot.key_class));
  std::string body;
  if (envelope.type == RecordType::kAssessment) {
    CANDOR_ASSIGN_OR_RETURN(body, CheckSections(envelope, check));
  } else {
    CANDOR_ASSIGN_OR_RETURN(body, OpenBody(envelope, id, *keys));
  }
  const crypto::Digest commitment = CommitmentOf(*keys, envelope.recorded_at, InnerDigest(envelope.header, body));
  if (AsText(commitment) != envelope.commitment) return Changed("its header, its time or its commitment");
  return absl::OkStatus();
}

absl::StatusOr<bool> BelongTogether(const KvReader& records, const LedgerId& id, const crypto::KeyTable& keys) {
  // Some may be damaged, and are told of when they are read. What was erased does not open either; that it was is told
  // by a later record.
  constexpr size_t kTried = 4096;
  std::set<std::pair<domain::SubjectId, domain::KeyClass>> closed;
  bool open = false;
  CANDOR_RETURN_IF_ERROR(records.Scan(
      Family::kLedger, "", "", std::numeric_limits<size_t>::max(), [&](std::string_view, std::string_view value) {
        const auto envelope = ParseEnvelope(value);
        if (!envelope.ok()) return true;
        if (const auto opening = Opens(*envelope, id, keys)) {
          open = opening->opens;
          if (!open) closed.emplace(opening->subject, opening->key_class);
        }
        const auto erasure = envelope->type == RecordType::kErasure
                                 ? DecodeErasureRecorded(envelope->header)
                                 : absl::StatusOr<domain::ErasureRecorded>(domain::ErasureRecorded());
        if (erasure.ok()) {
          for (const ErasedClass& each : ErasedBy(envelope->number, *erasure)) {
            closed.erase({each.subject, each.key_class});
          }
        }
        return !open && closed.size() < kTried;
      }));
  return open || closed.empty();
}

absl::StatusOr<domain::CheckedRecords> CheckRecords(const KvReader& records, const LedgerId& id,
                                                    const crypto::KeyTable& keys, const Erasures* erasures,
                                                    uint64_t begin, uint64_t end) {
  domain::CheckedRecords checked;
  std::map<uint64_t, uint64_t> erased;
  uint64_t number = begin;
  // `value`: of the record of that number, if it could be read.
  const auto check = [&](const absl::StatusOr<std::string_view>& value) {
    std::optional<uint64_t> erased_by;
    const absl::Status status =
        value.ok() ? CheckRecord(*value, number, id, keys, erasures, erased_by) : value.status();
    if (!status.ok()) checked.faults.push_back({RecordPlace(number), std::string(status.message())});
    if (erased_by) ++erased[*erased_by];
    const auto envelope = value.ok() ? ParseEnvelope(*value) : absl::StatusOr<Envelope>(value.status());
    checked.leaves.push_back(envelope.ok() ? LeafData(envelope->type, envelope->commitment) : std::string());
    ++number;
  };
  // In one go as far as that goes, since to look one up costs more than to check it; past a gap or a block that cannot
  // be read one by one, so that what is whole behind it is checked too.
  if (begin < end) {
    records
        .Scan(Family::kLedger, keys::Ledger(begin), keys::Ledger(end), end - begin,
              [&](std::string_view key, std::string_view value) {
                if (key != keys::Ledger(number)) return false;
                check(value);
                return true;
              })
        .IgnoreError();
  }
  std::string value;
  while (number < end) {
    const auto found = records.Get(Family::kLedger, keys::Ledger(number), value);
    if (!found.ok()) {
      check(found.status());
    } else if (!*found) {
      check(absl::DataLossError("it is missing"));
    } else {
      check(std::string_view(value));
    }
  }
  for (const auto& [erasure, count] : erased) checked.erased.push_back({erasure, count});
  return checked;
}

absl::StatusOr<domain::CheckedProjections> CheckProjections(const KvReader& kv) {
  domain::CheckedProjections checked;
  // At the size that the stored ones say; where they do not say it, at that of the ledger.
  CANDOR_ASSIGN_OR_RETURN(const Watermark stored, ReadWatermark(kv));
  checked.size = stored.size;
  if (stored.size == 0) {
    CANDOR_ASSIGN_OR_RETURN(checked.size, LedgerSize(kv));
  }
  MemoryKv made;
  Watermark now;
  if (absl::Status folded = FoldLedger(kv, checked.size, made, now); !folded.ok()) {
    checked.faults.push_back({RecordPlace(now.size), std::string(folded.message())});
    return checked;
  }
  checked.root = now.frontier.Root();
  CANDOR_RETURN_IF_ERROR(Compare(kv, made, checked));
  return checked;
}

void CheckHead(const std::string& path, const ledger::NodeReader& tree, std::vector<domain::LedgerFault>& faults) {
  if (path.empty()) return;
  const auto head = ReadHead(path);
  if (!head.ok()) {
    faults.push_back({"HEAD", std::string(head.status().message())});
  } else if (!*head) {
    faults.push_back({"HEAD", "it is missing"});
  } else {
    const auto root = RootAt(tree, (*head)->size);
    if (!root.ok() || *root != (*head)->root) {
      faults.push_back(
          {"HEAD", absl::StrCat("its root is another one than follows from the first ", (*head)->size, " records")});
    }
  }
}

}  // namespace candor::store
