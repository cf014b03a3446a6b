#include "daemon/store/restorer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/crypto/subject_keys.h"
#include "daemon/store/codec.h"
#include "daemon/store/fold_ledger.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/names.h"
#include "daemon/store/record_reader.h"
#include "daemon/store/rows.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBytesAtOnce = 512 * 1024;

absl::Status NotEmpty(const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(
      path, " is not empty, and an import makes a ledger of its own; name a folder that is empty or not there yet"));
}

absl::Status MountPoint(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat("a file system is mounted at ", path, ", so nothing can take its place; name a folder below it"));
}

absl::Status CannotUse(std::string_view what, const std::string& path, int error) {
  const std::string message = absl::StrCat("cannot ", ToAbsl(what), " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  return absl::InternalError(message);
}

// What is renamed is not there after a crash before the folder that names it is on the device.
absl::Status SyncParent(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  const int folder = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return CannotUse("open", parent, errno);
  const int error = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  return error == 0 ? absl::OkStatus() : CannotUse("sync", parent, error);
}

absl::StatusOr<crypto::Key> KeyFrom(const Sensitive<std::string>& bytes) {
  const std::string& text = bytes.Reveal();
  if (text.size() != crypto::Key::size()) {
    return absl::InvalidArgumentError("the naming keys have 32 bytes each, and one of these has not");
  }
  return crypto::Key(AsBytes(text).first<crypto::Key::size()>());
}

absl::StatusOr<crypto::NamingKeys> KeysFrom(const domain::NamingKeys& naming) {
  crypto::NamingKeys keys;
  CANDOR_ASSIGN_OR_RETURN(keys.order, KeyFrom(naming.order));
  CANDOR_ASSIGN_OR_RETURN(keys.id, KeyFrom(naming.names));
  CANDOR_ASSIGN_OR_RETURN(keys.lookup, KeyFrom(naming.lookup));
  return keys;
}

// Absolute, without a slash at its end, so that there is a folder that it lies in and a name that one can be put
// beside.
absl::StatusOr<std::string> FolderOf(const std::string& data_dir) {
  std::error_code error;
  fs::path path = fs::absolute(data_dir, error).lexically_normal();
  if (!error && !path.has_filename()) path = path.parent_path();
  if (error || !path.has_filename()) {
    return absl::InvalidArgumentError("--data-dir names no folder in which a ledger can be made");
  }
  return path.string();
}

// A record in the bytes in which it was first written; of an assessment without its sections, which are sealed one by
// one.
struct Encoder {
  const crypto::PracticeKeys& keys;

  PlainRecord operator()(const domain::KeptMember& kept) const {
    return EncodeMember(kept.member, NameDigest(keys, kept.member.display_name), kept.request);
  }
  PlainRecord operator()(const domain::Supervision& supervision) const { return EncodeSupervision(supervision); }
  PlainRecord operator()(const domain::KeptCase& kept) const {
    return EncodeCase(kept.opened, CodeDigest(keys, kept.opened.code), kept.request);
  }
  PlainRecord operator()(const domain::KeptEntry& kept) const {
    return EncodeEntry(kept.entry, kept.content, kept.import_digest);
  }
  PlainRecord operator()(const domain::KeptDecision& kept) const { return EncodeDecision(kept.decision, kept.request); }
  PlainRecord operator()(const domain::KeptAssessment& kept) const {
    return EncodeAssessment(kept.answers_to, kept.progress, {}, kept.reassessment);
  }
  PlainRecord operator()(const domain::Activation& activation) const { return EncodeActivation(activation); }
  PlainRecord operator()(const domain::Batch& batch) const { return EncodeBatch(batch); }
  PlainRecord operator()(const domain::Settings& settings) const { return EncodeSettings(settings); }
  PlainRecord operator()(const domain::LossAccepted& loss) const { return EncodeLoss(loss); }
  PlainRecord operator()(const domain::FirstRead& read) const { return EncodeRead(read); }
  PlainRecord operator()(const domain::CaseMerged& merged) const { return EncodeMerge(merged); }
  PlainRecord operator()(const domain::ReportSigned& signature) const { return EncodeReportSigned(signature); }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Restorer>> Restorer::Begin(const std::string& data_dir,
                                                          const domain::NamingKeys& naming) {
  CANDOR_ASSIGN_OR_RETURN(const std::string place, FolderOf(data_dir));
  CANDOR_ASSIGN_OR_RETURN(const crypto::NamingKeys keys, KeysFrom(naming));
  std::error_code error;
  if (fs::exists(place, error) && !fs::is_empty(place, error)) return NotEmpty(place);
  if (error) return CannotUse("look at", place, error.value());
  const std::string building = place + ".import";
  if (fs::exists(building, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(building, " is what an import that was cut short has left; remove that folder and import again"));
  }
  DirectoryOptions options;
  options.path = building;
  options.create = true;
  options.adopted = &keys;
  auto directory = DataDirectory::Open(options);
  if (!directory.ok()) {
    fs::remove_all(building, error);
    return directory.status();
  }
  return std::unique_ptr<Restorer>(new Restorer(place, building, *std::move(directory)));
}

Restorer::Restorer(std::string data_dir, std::string building, std::unique_ptr<DataDirectory> directory)
    : data_dir_(std::move(data_dir)),
      building_(std::move(building)),
      directory_(std::move(directory)),
      ledger_id_(directory_->ledger_id()) {}

Restorer::~Restorer() {
  if (directory_ == nullptr) return;
  directory_.reset();
  std::error_code ignored;
  fs::remove_all(building_, ignored);
}

absl::StatusOr<PlainRecord> Restorer::EncodeSectioned(const domain::KeptAssessment& kept,
                                                      std::string& commitments) const {
  std::vector<SealedSection> sections;
  for (const domain::FollowUp& follow_up : kept.follow_ups) {
    CANDOR_ASSIGN_OR_RETURN(
        const auto keys, directory_->keys()->GetOrAdd(KeyNameOf(follow_up.clear.subject, follow_up.clear.key_class)));
    const domain::FollowUpSection section{follow_up.clear, follow_up.sealed.value_or(domain::FollowUpSealed())};
    sections.push_back(SealSection(section, ledger_id_, *keys));
    commitments += sections.back().commitment;
  }
  return EncodeAssessment(kept.answers_to, kept.progress, sections, kept.reassessment);
}

// `committed`: what the inner digest covers beside the header.
absl::StatusOr<PlainRecord> Restorer::Encode(const domain::LedgerRecord& record, std::string& committed) const {
  if (const auto* kept = std::get_if<domain::KeptAssessment>(&record.what)) return EncodeSectioned(*kept, committed);
  PlainRecord plain = std::visit(Encoder{directory_->keys()->practice_keys()}, record.what);
  committed = plain.body;
  return plain;
}

absl::Status Restorer::Add(const domain::LedgerRecord& record) {
  if (record.number != size_) {
    return absl::InvalidArgumentError(
        absl::StrCat("record ", record.number, " stands where record ", size_, " belongs"));
  }
  if (record.recorded_at < last_) {
    return absl::InvalidArgumentError(
        absl::StrCat("record ", record.number, " is older than the one before it, which no ledger has"));
  }
  std::string committed;
  CANDOR_ASSIGN_OR_RETURN(const PlainRecord plain, Encode(record, committed));
  CANDOR_ASSIGN_OR_RETURN(const auto keys, directory_->keys()->GetOrAdd(KeyNameOf(plain.subject, plain.key_class)));
  std::string value = SealRecord(plain, ledger_id_, *keys);
  if (value.size() > kMaxValueBytes) {
    return absl::InvalidArgumentError(absl::StrCat("record ", record.number, " is longer than a record can be"));
  }
  const crypto::Digest inner = InnerDigest(plain.header, committed);
  StampRecord(record.number, record.recorded_at, CommitmentOf(*keys, record.recorded_at, inner), value);
  batch_.Put(Family::kLedger, keys::Ledger(record.number), std::move(value));
  ++size_;
  last_ = record.recorded_at;
  return batch_.bytes() < kBytesAtOnce ? absl::OkStatus() : WriteBatchOut();
}

// No record before its keys.
absl::Status Restorer::WriteBatchOut() {
  if (batch_.empty()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(directory_->keys()->Sync());
  CANDOR_RETURN_IF_ERROR(directory_->kv()->Write(batch_, Durability::kLogged));
  batch_.Clear();
  return absl::OkStatus();
}

absl::Status Restorer::Finish() {
  CANDOR_RETURN_IF_ERROR(WriteBatchOut());
  Kv& kv = *directory_->kv();
  CANDOR_RETURN_IF_ERROR(kv.SyncLog());
  Watermark now;
  if (absl::Status folded = FoldLedger(kv, size_, kv, now); !folded.ok()) {
    if (!absl::IsDataLoss(folded)) return folded;
    return absl::DataLossError(absl::StrCat("the records up to ", now.size,
                                            " do not make a whole; export again from the ledger that they are of"));
  }
  CANDOR_RETURN_IF_ERROR(kv.Flush());
  CANDOR_RETURN_IF_ERROR(
      WriteHead(directory_->head_path(), Head{now.size, now.frontier.Root(), directory_->keys()->size()}));
  return PutInPlace();
}

absl::Status Restorer::PutInPlace() {
  directory_.reset();
  // Takes the place of an empty folder too, and of nothing else.
  absl::Status placed;
  if (std::rename(building_.c_str(), data_dir_.c_str()) != 0) {
    const int error = errno;
    placed = error == ENOTEMPTY || error == EEXIST ? NotEmpty(data_dir_)
             : error == EBUSY || error == EXDEV    ? MountPoint(data_dir_)
                                                   : CannotUse("make", data_dir_, error);
    std::error_code ignored;
    fs::remove_all(building_, ignored);
  }
  return placed.ok() ? SyncParent(data_dir_) : placed;
}

}  // namespace candor::store
