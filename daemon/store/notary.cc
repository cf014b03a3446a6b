#include "daemon/store/notary.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/cosignature.h"
#include "daemon/ledger/erasure_certificate.h"
#include "daemon/ledger/receipt.h"
#include "daemon/store/cosigned_file.h"
#include "daemon/store/ledger_check.h"

namespace candor::store {
namespace {

absl::Status Closing() {
  return absl::UnavailableError("the daemon is stopping; try again when it is back");
}

}  // namespace

Notary::Notary(const Kv& kv, const crypto::KeyTable& keys, const LedgerTree& tree, const Watermark& synced,
               Options options)
    : kv_(kv),
      keys_(keys),
      tree_(tree),
      options_(std::move(options)),
      key_(keys.practice_keys().signing.span()),
      verifier_{options_.origin, ledger::SignatureType::kEd25519, key_.public_key()},
      synced_(synced) {
  thread_ = std::thread([this] { Run(); });
}

Notary::~Notary() {
  Stop();
}

void Notary::Note(const Watermark& synced) {
  absl::MutexLock lock(&mutex_);
  synced_ = synced;
}

void Notary::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Notary::Checkpoint(uint64_t at_least, domain::CheckpointCallback done) {
  std::optional<domain::SignedCheckpoint> ready;
  {
    absl::MutexLock lock(&mutex_);
    const bool fresh = last_ && (last_->size == synced_.size || absl::Now() - last_at_ < options_.interval);
    if (fresh && last_->size >= at_least) {
      ready = last_;
    } else if (!stopping_) {
      waiting_.push_back({at_least, std::move(done)});
      return;
    }
  }
  done(ready ? absl::StatusOr<domain::SignedCheckpoint>(*std::move(ready)) : Closing());
}

bool Notary::SomeoneCanBeAnswered() const {
  return std::ranges::any_of(waiting_, [this](const Waiting& each) {
    mutex_.AssertHeld();
    return each.at_least <= synced_.size;
  });
}

bool Notary::AwaitWork() {
  absl::MutexLock lock(&mutex_);
  const auto work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return SomeoneCanBeAnswered() || stopping_; };
  mutex_.Await(absl::Condition(&work));
  if (!SomeoneCanBeAnswered()) return false;
  // Whoever asks meanwhile gets the same one.
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), last_at_ + options_.interval - absl::Now());
  return true;
}

void Notary::Run() {
  while (AwaitWork()) AnswerAll(Issue());
  std::vector<Waiting> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(waiting_);
  }
  for (const Waiting& each : left) each.done(Closing());
}

absl::StatusOr<domain::SignedCheckpoint> Notary::Issue() {
  Watermark now;
  {
    absl::MutexLock lock(&mutex_);
    now = synced_;
  }
  // A database that opens below HEAD is refused, so nothing that was signed is ever taken back unseen.
  if (options_.write_head) {
    if (absl::Status written = options_.write_head(); !written.ok()) return written;
  }
  domain::SignedCheckpoint checkpoint{now.size, now.frontier.Root(), ""};
  checkpoint.note = WriteNote(ledger::SignCheckpoint({options_.origin, now.size, checkpoint.root, {}}, key_));
  absl::MutexLock lock(&mutex_);
  last_ = checkpoint;
  last_at_ = absl::Now();
  return checkpoint;
}

void Notary::AnswerAll(const absl::StatusOr<domain::SignedCheckpoint>& checkpoint) {
  std::vector<Waiting> answered;
  {
    absl::MutexLock lock(&mutex_);
    const uint64_t size = checkpoint.ok() ? checkpoint->size : synced_.size;
    const auto left =
        std::partition(waiting_.begin(), waiting_.end(), [size](const Waiting& each) { return each.at_least > size; });
    std::move(left, waiting_.end(), std::back_inserter(answered));
    waiting_.erase(left, waiting_.end());
  }
  for (const Waiting& each : answered) each.done(checkpoint);
}

absl::Status Notary::CheckSize(uint64_t size) const {
  absl::MutexLock lock(&mutex_);
  if (size <= synced_.size) return absl::OkStatus();
  return absl::OutOfRangeError(
      absl::StrCat("the ledger holds ", synced_.size, " records; ask about a checkpoint that it has given out"));
}

absl::StatusOr<domain::TreeHash> Notary::RootHash(uint64_t size) const {
  CANDOR_RETURN_IF_ERROR(CheckSize(size));
  return ledger::RootAt(tree_, size);
}

absl::StatusOr<domain::TreeHash> Notary::LeafHash(uint64_t number) const {
  if (number == UINT64_MAX) return CheckSize(number);
  CANDOR_RETURN_IF_ERROR(CheckSize(number + 1));
  return tree_.Read({0, number});
}

absl::StatusOr<std::vector<domain::TreeHash>> Notary::InclusionProof(uint64_t number, uint64_t size) const {
  CANDOR_RETURN_IF_ERROR(CheckSize(size));
  return ledger::InclusionProof(tree_, number, size);
}

absl::StatusOr<std::vector<domain::TreeHash>> Notary::ConsistencyProof(uint64_t from, uint64_t to) const {
  CANDOR_RETURN_IF_ERROR(CheckSize(to));
  return ledger::ConsistencyProof(tree_, from, to);
}

absl::StatusOr<std::string> Notary::Receipt(uint64_t number, const domain::SignedCheckpoint& checkpoint) const {
  ledger::Receipt receipt;
  CANDOR_ASSIGN_OR_RETURN(receipt.extra, LeafDataAt(kv_, number));
  receipt.index = number;
  CANDOR_ASSIGN_OR_RETURN(receipt.path, InclusionProof(number, checkpoint.size));
  CANDOR_ASSIGN_OR_RETURN(receipt.checkpoint, ledger::ParseNote(checkpoint.note));
  return WriteReceipt(receipt);
}

absl::StatusOr<std::string> Notary::Cosigned() const {
  absl::MutexLock lock(&cosigned_mutex_);
  if (!options_.cosigned_path.empty()) return ReadCosigned(options_.cosigned_path);
  if (cosigned_.empty()) return absl::NotFoundError("no witness has cosigned a checkpoint yet");
  return cosigned_;
}

absl::Status Notary::CheckOwn(const ledger::Note& note) const {
  CANDOR_ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint, ledger::OpenCheckpoint(note, verifier_));
  CANDOR_RETURN_IF_ERROR(CheckSize(checkpoint.size));
  CANDOR_ASSIGN_OR_RETURN(const ledger::Hash root, ledger::RootAt(tree_, checkpoint.size));
  if (root == checkpoint.root) return absl::OkStatus();
  return absl::DataLossError("the checkpoint has another root than this ledger at that size");
}

absl::Status Notary::AddCosignature(std::string_view checkpoint, std::string_view witness_key) {
  const auto key = ledger::ParseVerifierKey(witness_key);
  if (!key.ok() || key->type != ledger::SignatureType::kCosignature) {
    return InvalidField("witness_key", "key", "is no witness's key; give it as `candor ledger witness` prints it");
  }
  auto note = ledger::ParseNote(checkpoint);
  absl::Status status = note.status();
  if (status.ok()) status = CheckOwn(*note);
  if (status.ok()) status = ledger::VerifyCosignature(*note, *key).status();
  if (!status.ok()) return InvalidField("checkpoint", "checkpoint", ToStd(status.message()));
  absl::MutexLock lock(&cosigned_mutex_);
  CANDOR_ASSIGN_OR_RETURN(const std::string joined, JoinCosigned(options_.cosigned_path, cosigned_, *std::move(note)));
  if (options_.cosigned_path.empty()) {
    cosigned_ = joined;
    return absl::OkStatus();
  }
  return WriteCosigned(options_.cosigned_path, joined);
}

std::vector<std::string> Notary::Certify(const domain::ErasureStatement& statement) const {
  ledger::ErasureCertificate certificate;
  certificate.origin = options_.origin;
  certificate.subject_kind = static_cast<ledger::ErasedSubject>(statement.subject.kind);
  certificate.subject_id = statement.subject.id;
  certificate.key_class = static_cast<ledger::ErasedClass>(statement.key_class);
  certificate.record = statement.record;
  certificate.erased_at = absl::FromUnixSeconds(absl::ToUnixSeconds(statement.erased_at));
  for (const domain::ErasureStatement::Backup& each : statement.known) {
    certificate.known.push_back({each.id, absl::FromUnixSeconds(absl::ToUnixSeconds(each.made_at))});
  }
  if (certificate.known.size() > ledger::ErasureCertificate::kMaxBackups) {
    const size_t more = certificate.known.size() - ledger::ErasureCertificate::kMaxBackups;
    certificate.known.erase(certificate.known.begin(), certificate.known.begin() + static_cast<ptrdiff_t>(more));
  }
  std::vector<std::string> certificates;
  auto next = statement.elsewhere.begin();
  do {
    certificate.elsewhere.clear();
    while (next != statement.elsewhere.end() &&
           certificate.elsewhere.size() < ledger::ErasureCertificate::kMaxElsewhere) {
      certificate.elsewhere.push_back({next->number, next->leaf});
      ++next;
    }
    certificates.push_back(ledger::WriteNote(ledger::SignCertificate(certificate, key_)));
  } while (next != statement.elsewhere.end());
  return certificates;
}

absl::StatusOr<domain::CheckedRecords> Notary::CheckRecords(uint64_t begin, size_t limit) const {
  uint64_t size = 0;
  {
    absl::MutexLock lock(&mutex_);
    size = synced_.size;
  }
  return store::CheckRecords(kv_, options_.ledger, keys_, options_.erasures.get(), begin,
                             begin + std::min<uint64_t>(limit, size - std::min(size, begin)));
}

absl::StatusOr<domain::CheckedProjections> Notary::CheckProjections() const {
  CANDOR_ASSIGN_OR_RETURN(domain::CheckedProjections checked, store::CheckProjections(*kv_.Snapshot()));
  CheckHead(options_.head_path, tree_, checked.faults);
  if (auto cosigned = Cosigned(); !absl::IsNotFound(cosigned.status())) {
    absl::Status status = cosigned.status();
    if (status.ok()) {
      const auto note = ledger::ParseNote(*cosigned);
      status = note.ok() ? CheckOwn(*note) : note.status();
    }
    if (!status.ok()) checked.faults.push_back({"cosigned checkpoint", std::string(status.message())});
  }
  return checked;
}

}  // namespace candor::store
