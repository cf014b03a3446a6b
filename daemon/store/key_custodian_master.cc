#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/passphrase.h"
#include "daemon/store/key_custodian.h"

// From one master key to another.
namespace candor::store {

void KeyCustodian::ChangeMasterKey(domain::MasterKeyChange change, const domain::Caller& caller,
                                   std::function<void(absl::StatusOr<domain::MasterKeyChanged>)> done) {
  Post([this, change = std::move(change), caller, done = std::move(done)](const absl::Status& go) {
    done(go.ok() ? Change(change, caller) : go);
  });
}

absl::StatusOr<domain::MasterKeyChanged> KeyCustodian::Change(const domain::MasterKeyChange& change,
                                                              const domain::Caller& caller) {
  // What was begun has its own passphrase, which nobody but whoever began it knows.
  if (rekey_ && change.passphrase) {
    return absl::FailedPreconditionError(
        "a change of the master key is unfinished; finish it first with `candor key rekey`, without a passphrase");
  }
  if (!rekey_) CANDOR_RETURN_IF_ERROR(BeginChange(change));
  const std::string left_at = crypto::LeftAt(*rekey_, parts_.data_dir);
  const auto place = static_cast<domain::KeyPlace>(rekey_->to);
  CANDOR_RETURN_IF_ERROR(FinishOrSayWhyNot(caller));
  return domain::MasterKeyChanged{place, left_at};
}

absl::Status KeyCustodian::FinishOrSayWhyNot(const domain::Caller& caller) {
  absl::Status finished = FinishChange(caller);
  if (finished.ok()) return finished;
  absl::MutexLock lock(&mutex_);
  problem_ = std::string(finished.message());
  return finished;
}

absl::StatusOr<std::string> KeyCustodian::PassphraseFileFor(const domain::MasterKeyChange& change,
                                                            const crypto::Key& master) {
  const std::string path = InDirectory(crypto::kPassphraseFile);
  if (change.passphrase) {
    const crypto::Passphrase passphrase(change.passphrase->Reveal());
    CANDOR_ASSIGN_OR_RETURN(const std::string file, crypto::SealUnderPassphrase(master, passphrase));
    CANDOR_ASSIGN_OR_RETURN(const crypto::PassphraseMaster opened, crypto::OpenUnderPassphrase(file, path, passphrase));
    next_wrapping_.emplace(opened.wrapping);
    return file;
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> file, ReadSmallFile(path));
  absl::MutexLock lock(&mutex_);
  if (!file || !master_.wrapping) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is not what this daemon was started with; start it again"));
  }
  return crypto::ResealUnderPassphrase(*file, **master_.wrapping, master);
}

// Once REKEY is there the change is under way, whatever happens.
absl::Status KeyCustodian::BeginChange(const domain::MasterKeyChange& change) {
  crypto::MasterKeyPlace from = crypto::MasterKeyPlace::kDirectory;
  {
    absl::MutexLock lock(&mutex_);
    from = master_.place;
  }
  crypto::Rekey rekey{crypto::LockedKey(Master()), crypto::LockedKey(crypto::RandomKey()), from,
                      change.passphrase ? crypto::MasterKeyPlace::kPassphrase : from};
  next_wrapping_.reset();
  if (rekey.to == crypto::MasterKeyPlace::kPassphrase) {
    CANDOR_ASSIGN_OR_RETURN(rekey.passphrase_file, PassphraseFileFor(change, *rekey.new_key));
  }
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kJournal));
  CANDOR_RETURN_IF_ERROR(ReplaceFile(InDirectory(crypto::kRekeyFile), crypto::EncodeRekey(rekey)));
  rekey_.emplace(std::move(rekey));
  absl::MutexLock lock(&mutex_);
  changing_ = true;
  problem_.clear();
  return absl::OkStatus();
}

// Each step may have been done before. On record before REKEY is gone: after a crash in between it is there twice, and
// never not at all.
absl::Status KeyCustodian::FinishChange(const domain::Caller& caller) {
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kKeyTable));
  CANDOR_RETURN_IF_ERROR(parts_.keys->Rewrap(*rekey_->new_key));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kFileKeys));
  CANDOR_RETURN_IF_ERROR(parts_.file_keys->Rewrap(*rekey_->new_key));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kPlace));
  CANDOR_RETURN_IF_ERROR(crypto::PutInPlace(*rekey_, parts_.data_dir));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kRecord));
  CANDOR_RETURN_IF_ERROR(Record(domain::KeyEventKind::kMasterKeyChanged, caller));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kJournalGone));
  CANDOR_RETURN_IF_ERROR(RemoveFile(InDirectory(crypto::kRekeyFile)));
  Adopt();
  log::Info("the master key was changed");
  return absl::OkStatus();
}

void KeyCustodian::Adopt() {
  absl::MutexLock lock(&mutex_);
  master_.key = crypto::LockedKey(*rekey_->new_key);
  if (rekey_->to == crypto::MasterKeyPlace::kPassphrase) {
    master_.path = InDirectory(crypto::kPassphraseFile);
    if (next_wrapping_) master_.wrapping = std::move(next_wrapping_);
  }
  master_.place = rekey_->to;
  next_wrapping_.reset();
  rekey_.reset();
  changing_ = false;
  problem_.clear();
}

}  // namespace candor::store
