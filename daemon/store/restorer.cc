#include "daemon/store/restorer.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
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

constexpr size_t kBytesAtOnce = 512 * 1024;

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

// A record in the bytes in which it was first written; of an assessment without its sections, which are sealed one by
// one.
struct Encoder {
  const crypto::PracticeKeys& keys;

  PlainRecord operator()(const domain::KeptMember& kept) const {
    return EncodeMember(kept.member, NameDigest(keys, kept.member.display_name), kept.request);
  }
  PlainRecord operator()(const domain::Supervision& supervision) const { return EncodeSupervision(supervision); }
  PlainRecord operator()(const domain::KeptCase& kept) const {
    // Of an erased case the code is not there.
    const IdBytes digest = kept.opened.code.empty() ? IdBytes{} : CodeDigest(keys, kept.opened.code);
    return EncodeCase(kept.opened, digest, kept.request);
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
  PlainRecord operator()(const domain::Restored& restored) const { return EncodeRestored(restored); }
  PlainRecord operator()(const domain::KeyEvent& event) const { return EncodeKeyEvent(event); }
  PlainRecord operator()(const domain::KeptErasure& kept) const { return EncodeErasure(kept.erasure, kept.request); }
  PlainRecord operator()(const domain::KeptHold& kept) const { return EncodeHold(kept.hold, kept.request); }
  PlainRecord operator()(const domain::BackupTaken& backup) const { return EncodeBackupTaken(backup); }
  PlainRecord operator()(const domain::EnrolmentRecorded& enrolment) const { return EncodeEnrolment(enrolment); }
  PlainRecord operator()(const domain::RoleChange& change) const { return EncodeRole(change); }
  PlainRecord operator()(const domain::Access& access) const { return EncodeAccess(access); }
  PlainRecord operator()(const domain::NonUseAccepted& accepted) const { return EncodeNonUse(accepted); }
  PlainRecord operator()(const domain::LogReviewed& review) const { return EncodeLogReview(review); }
  PlainRecord operator()(const domain::Disclosed& disclosed) const { return EncodeDisclosure(disclosed); }
  PlainRecord operator()(const domain::Emergency& emergency) const { return EncodeEmergency(emergency); }
  PlainRecord operator()(const domain::ConcernNotice& notice) const { return EncodeConcernNotice(notice); }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Restorer>> Restorer::Begin(const std::string& data_dir, const domain::NamingKeys& naming,
                                                          const crypto::MasterKeySource& master_key) {
  CANDOR_ASSIGN_OR_RETURN(BuildingFolder folder, BuildingFolder::Begin(data_dir, "import"));
  CANDOR_ASSIGN_OR_RETURN(const crypto::NamingKeys keys, KeysFrom(naming));
  DirectoryOptions options;
  options.path = folder.path();
  options.create = true;
  options.adopted = &keys;
  options.master_key = master_key;
  options.master_key.make = true;
  CANDOR_ASSIGN_OR_RETURN(auto directory, DataDirectory::Open(options));
  return std::unique_ptr<Restorer>(new Restorer(std::move(folder), std::move(directory)));
}

Restorer::Restorer(BuildingFolder folder, std::unique_ptr<DataDirectory> directory)
    : folder_(std::move(folder)), directory_(std::move(directory)), ledger_id_(directory_->ledger_id()) {}

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
  directory_.reset();
  return folder_.PutInPlace();
}

}  // namespace candor::store
