#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/store/codec.h"
#include "daemon/store/ledger_store.h"
#include "daemon/store/record_reader.h"

// What happens when something is erased: the record is on the device, and the keys go.
namespace candor::store {

absl::Status LedgerStore::FinishErasures(const Watermark& start) {
  CANDOR_RETURN_IF_ERROR(Newest()->ListErased(*erasures_));
  CANDOR_RETURN_IF_ERROR(ReadErasedRecords(*parts_.kv, *erasures_));
  bool left_over = false;
  for (const ErasedClass& each : erasures_->List()) {
    const auto keys = parts_.keys->Get(KeyNameOf(each.subject, each.key_class));
    // One that is another than the one that was to go was made since.
    if (!keys.ok() || each.check == decltype(each.check){} || CheckOfErasedKey(**keys) != each.check) continue;
    erasures_->Add(each, true);
    left_over = true;
  }
  if (!left_over) return absl::OkStatus();
  // Without whoever keeps HEAD, as while a loss is accepted, the table may not become smaller: a later start does it.
  if (!parts_.fewer_keys && !parts_.notary.head_path.empty()) return absl::OkStatus();
  log::Info("destroying keys of what was erased before the daemon ended");
  const absl::Status destroyed = DestroyPendingKeys(start);
  // What they seal reads as erased all the same, and the next start tries again.
  if (!destroyed.ok()) log::Error(absl::StrCat("keys of what is erased are not destroyed: ", destroyed.message()));
  return absl::OkStatus();
}

absl::Status LedgerStore::Erase(const Watermark& now, const std::vector<ErasedClass>& erased) {
  std::set<domain::SubjectId> subjects;
  for (const ErasedClass& each : erased) {
    erasures_->Add(each, true);
    subjects.insert(each.subject);
  }
  const absl::Status moved = ReadErasedRecords(*parts_.kv, *erasures_);
  if (!moved.ok()) {
    log::Error(absl::StrCat("what was moved into an erased subject is not erased where it stood: ", moved.message()));
  }
  opened_->Clear();
  for (const domain::SubjectId& subject : subjects) {
    if (subject.kind == domain::SubjectKind::kCase) courses_->Forget(subject.case_id());
  }
  absl::Status done;
  WriteBatch gone;
  for (const domain::SubjectId& subject : subjects) done.Update(folds_.Forget(subject, gone));
  // What is left of it is sealed under the keys.
  if (done.ok()) done = parts_.kv->Write(gone, Durability::kUnlogged);
  if (!done.ok()) log::Warning(absl::StrCat("what was kept of an erased subject stays, sealed: ", done.message()));
  absl::Status destroyed = DestroyPendingKeys(now);
  if (destroyed.ok()) return destroyed;
  log::Error(absl::StrCat("keys of what is erased are not destroyed: ", destroyed.message()));
  return absl::UnavailableError(absl::StrCat(
      "the erasure is on record and nothing of it can be read, but its key is still there: ", destroyed.message(),
      "; it is destroyed by the next erasure, or when the daemon is started again"));
}

absl::Status LedgerStore::DestroyPendingKeys(const Watermark& now) {
  const std::vector<ErasedClass> pending = erasures_->Pending();
  std::vector<crypto::KeyName> names;
  for (const ErasedClass& each : pending) {
    const crypto::KeyName name = KeyNameOf(each.subject, each.key_class);
    if (parts_.keys->Get(name).ok()) names.push_back(name);
  }
  if (!names.empty()) {
    // HEAD may not promise slots that are gone after a crash. Others are added meanwhile, and none is taken away.
    const uint64_t slots = parts_.keys->size();
    if (parts_.fewer_keys) {
      CANDOR_RETURN_IF_ERROR(parts_.fewer_keys(now, slots - std::min<uint64_t>(slots, names.size())));
    }
    CANDOR_RETURN_IF_ERROR(parts_.keys->Erase(names));
  }
  erasures_->Settle(pending);
  return absl::OkStatus();
}

}  // namespace candor::store
