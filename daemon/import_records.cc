#include "daemon/import_records.h"

#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/export.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/store.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/note.h"
#include "daemon/rpc/export_reader.h"
#include "daemon/store/restorer.h"

namespace candor {
namespace {

// A record type's member of ExportLine has its number and ten, behind the checkpoint's its number and eleven.
constexpr int kBeforeFirstType = 10;
constexpr char kExportAgain[] = "; export again with `candor export --all`";

// One byte, as the leaf has it.
std::string TypeInLeaf(const v1::ExportLine& line) {
  const int past_checkpoint = line.what_case() > v1::ExportLine::kCheckpoint ? 1 : 0;
  return std::string(1, static_cast<char>(static_cast<int>(line.what_case()) - kBeforeFirstType - past_checkpoint));
}

// The lines of a file, one in memory at a time.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : path_(path), in_(path, std::ios::binary) {}

  // nullopt at the end. NOT_FOUND when the file cannot be read.
  absl::StatusOr<std::optional<v1::ExportLine>> Next() {
    if (!in_.is_open()) {
      return absl::NotFoundError(absl::StrCat("the file ", path_, " cannot be read; check its name"));
    }
    if (!std::getline(in_, text_)) {
      if (in_.bad()) return absl::DataLossError(absl::StrCat("the file ", path_, " cannot be read to its end"));
      return std::optional<v1::ExportLine>();
    }
    ++number_;
    // The last line that was begun has no end.
    if (in_.eof()) return Bad(absl::StrCat("it is cut off", kExportAgain));
    auto line = rpc::ParseExportLine(text_);
    if (!line.ok()) return Bad(ToStd(line.status().message()));
    return std::optional<v1::ExportLine>(*std::move(line));
  }

  // The line that was read last, as it stands in the file.
  const std::string& text() const { return text_; }

  // About the line that was read last.
  absl::Status Bad(std::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", number_, " of ", path_, ": ", ToAbsl(what)));
  }

 private:
  const std::string path_;
  std::ifstream in_;
  std::string text_;
  uint64_t number_ = 0;
};

// Whether what stands in the file is what was written. The commitments do not tell: they are under keys that no export
// has. `content` is over the lines.
absl::Status CheckContent(const v1::ExportEnd& end, ledger::Frontier content, const LineReader& reader) {
  const v1::NamingKeys& naming = end.naming_keys();
  content.Append(ledger::LeafHash(absl::StrCat(naming.order(), naming.names(), naming.lookup())));
  if (end.content_root() == AsText(content.Root())) return absl::OkStatus();
  return reader.Bad(absl::StrCat(
      "content_root does not fit what stands in the file, which has been damaged or changed since it was written",
      kExportAgain));
}

// Whether the checkpoint is one of a whole ledger, signed, and over what stands before it.
absl::StatusOr<ledger::Checkpoint> CheckEnd(const v1::ExportEnd& end, const ledger::Frontier& tree,
                                            const LineReader& reader) {
  if (!end.subject().empty()) {
    return reader.Bad(
        "this is an export of one case or member, which makes no ledger; use one that `candor export --all` wrote");
  }
  if (end.records() != tree.size()) {
    return reader.Bad(absl::StrCat("the checkpoint counts ", end.records(), " lines and ", tree.size(),
                                   " stand before it", kExportAgain));
  }
  if (!end.has_naming_keys()) return reader.Bad(absl::StrCat("the naming keys are missing", kExportAgain));
  const auto key = ledger::ParseVerifierKey(end.public_key());
  if (!key.ok()) return reader.Bad(absl::StrCat("public_key is no key", kExportAgain));
  auto checkpoint = ledger::OpenCheckpoint(std::string_view(end.note()), *key);
  if (!checkpoint.ok()) return reader.Bad(absl::StrCat("the checkpoint is not signed by its key", kExportAgain));
  if (checkpoint->size != tree.size() || checkpoint->root != tree.Root()) {
    return reader.Bad(absl::StrCat(
        "the checkpoint does not fit the lines before it: one is missing, changed or out of its order", kExportAgain));
  }
  return checkpoint;
}

absl::Status CheckRecord(const v1::ExportLine& line, const ledger::Frontier& tree, const LineReader& reader) {
  if (line.number() != tree.size()) {
    return reader.Bad(absl::StrCat("record ", line.number(), " stands where record ", tree.size(),
                                   " belongs: lines are missing, or it is an export of one case or member",
                                   kExportAgain));
  }
  auto record = rpc::FromLine(line);
  return record.ok() ? absl::OkStatus() : reader.Bad(ToStd(record.status().message()));
}

struct Whole {
  ledger::Checkpoint checkpoint;
  domain::NamingKeys naming;
};

// Reads all of the file and keeps nothing of it.
absl::StatusOr<Whole> CheckFile(const std::string& file) {
  LineReader reader(file);
  ledger::Frontier tree;
  ledger::Frontier content;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<v1::ExportLine> line, reader.Next());
    if (!line) return reader.Bad(absl::StrCat("the file ends here, without its checkpoint", kExportAgain));
    if (line->has_checkpoint()) {
      CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint, CheckEnd(line->checkpoint(), tree, reader));
      CANDOR_RETURN_IF_ERROR(CheckContent(line->checkpoint(), content, reader));
      CANDOR_ASSIGN_OR_RETURN(const std::optional<v1::ExportLine> more, reader.Next());
      if (more)
        return reader.Bad(
            "something stands behind the checkpoint, which is the last line; use the file as it was written");
      return Whole{checkpoint, rpc::NamingKeysFromWire(line->checkpoint().naming_keys())};
    }
    CANDOR_RETURN_IF_ERROR(CheckRecord(*line, tree, reader));
    content.Append(ledger::LeafHash(reader.text()));
    tree.Append(ledger::LeafHash(TypeInLeaf(*line) + line->commitment()));
  }
}

absl::Status Restore(const std::string& file, store::Restorer& restorer) {
  LineReader reader(file);
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<v1::ExportLine> line, reader.Next());
    if (!line) return reader.Bad(absl::StrCat("the file has changed while it was read", kExportAgain));
    if (line->has_checkpoint()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const domain::LedgerRecord record, rpc::FromLine(*line));
    absl::Status added = restorer.Add(record);
    if (absl::IsInvalidArgument(added)) return reader.Bad(ToStd(added.message()));
    CANDOR_RETURN_IF_ERROR(added);
  }
}

}  // namespace

absl::StatusOr<ImportedRecords> ImportRecords(const std::string& data_dir, const std::string& file,
                                              const crypto::MasterKeySource& master_key) {
  CANDOR_ASSIGN_OR_RETURN(const Whole whole, CheckFile(file));
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<store::Restorer> restorer,
                          store::Restorer::Begin(data_dir, whole.naming, master_key));
  CANDOR_RETURN_IF_ERROR(Restore(file, *restorer));
  CANDOR_RETURN_IF_ERROR(restorer->Finish());
  return ImportedRecords{restorer->size(), whole.checkpoint.origin, restorer->ledger_id()};
}

}  // namespace candor
