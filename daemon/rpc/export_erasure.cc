#include "daemon/rpc/export_erasure.h"

#include <cstring>
#include <string>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/retention_wire.h"

namespace candor::rpc {
namespace {

// Who asked for it, and the digest of the call.
template <class Wire>
void WriteCaller(const domain::Caller& caller, Wire* out) {
  if (caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(caller.acting_for));
}

template <class Wire>
void WriteRequest(const IdBytes& request, Wire* out) {
  if (request != IdBytes{}) out->set_request_digest(std::string(AsText(request)));
}

absl::StatusOr<domain::ErasedKeyCheck> KeyFrom(const v1::DestroyedKey& wire) {
  domain::ErasedKeyCheck key;
  key.key_class = wire.personal() ? domain::KeyClass::kPersonal : domain::KeyClass::kGeneral;
  if (wire.check().size() != key.check.size())
    return InvalidField("erasure.keys.check", "wrong_size", "has not 8 bytes");
  std::memcpy(key.check.data(), wire.check().data(), key.check.size());
  return key;
}

}  // namespace

void ErasureToLine(const domain::KeptErasure& kept, v1::ExportedErasure* out) {
  v1::Erasure* erasure = out->mutable_erasure();
  ToWire(kept.erasure, erasure);
  erasure->clear_recorded_at();
  erasure->clear_record();
  WriteCaller(kept.erasure.caller, out);
  WriteRequest(kept.request, out);
  for (const domain::ErasedKeyCheck& each : kept.erasure.keys) {
    v1::DestroyedKey* key = out->add_keys();
    key->set_personal(each.key_class == domain::KeyClass::kPersonal);
    key->set_check(std::string(AsText(each.check)));
  }
}

void HoldToLine(const domain::KeptHold& kept, v1::ExportedHold* out) {
  ToWire(kept.hold, out->mutable_hold());
  out->mutable_hold()->clear_recorded_at();
  WriteCaller(kept.hold.caller, out);
  WriteRequest(kept.request, out);
}

void BackupToLine(const domain::BackupTaken& backup, v1::ExportedBackup* out) {
  out->set_backup(std::string(AsText(backup.backup)));
  ToWire(backup.made_at, out->mutable_made_at());
  out->set_records(backup.records);
  WriteCaller(backup.caller, out);
}

absl::StatusOr<domain::KeptErasure> ErasureFromLine(const v1::ExportedErasure& wire) {
  const v1::Erasure& from = wire.erasure();
  domain::KeptErasure kept;
  domain::Erasure& erasure = kept.erasure;
  CANDOR_ASSIGN_OR_RETURN(erasure.id, ParseErasure(from.name(), "erasure.erasure.name"));
  CANDOR_ASSIGN_OR_RETURN(erasure.subject, ParseSubject(from.subject(), "erasure.erasure.subject"));
  CANDOR_ASSIGN_OR_RETURN(erasure.classes, ClassesFrom(from.scope(), erasure.subject, "erasure.erasure.scope"));
  CANDOR_ASSIGN_OR_RETURN(erasure.state, WordFrom<domain::DecisionState>(from.state(), "erasure.erasure.state"));
  CANDOR_ASSIGN_OR_RETURN(erasure.why, WordFrom<domain::ErasureWhy>(from.why(), "erasure.erasure.why"));
  erasure.profile = from.profile();
  erasure.parameter = from.parameter();
  CANDOR_ASSIGN_OR_RETURN(erasure.due, DayOrNone(from.has_due(), from.due(), "erasure.erasure.due"));
  CANDOR_ASSIGN_OR_RETURN(erasure.proposer, MemberOrNone(from.proposer(), "erasure.erasure.proposer"));
  CANDOR_ASSIGN_OR_RETURN(erasure.approver, MemberOrNone(from.approver(), "erasure.erasure.approver"));
  CANDOR_ASSIGN_OR_RETURN(erasure.caller, CallerFrom(wire.principal(), wire.acting_for(), "erasure"));
  erasure.reason = Sensitive<std::string>(from.reason());
  for (const v1::DestroyedKey& each : wire.keys()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::ErasedKeyCheck key, KeyFrom(each));
    erasure.keys.push_back(key);
  }
  CANDOR_ASSIGN_OR_RETURN(kept.request, DigestOrNone(wire.request_digest(), "erasure.request_digest"));
  return kept;
}

absl::StatusOr<domain::KeptHold> HoldFromLine(const v1::ExportedHold& wire) {
  domain::KeptHold kept;
  CANDOR_ASSIGN_OR_RETURN(const HoldRef ref, ParseHold(wire.hold().name(), "legal_hold.hold.name"));
  kept.hold.id = ref.hold;
  kept.hold.subject = ref.subject;
  CANDOR_ASSIGN_OR_RETURN(kept.hold.state, WordFrom<domain::HoldState>(wire.hold().state(), "legal_hold.hold.state"));
  CANDOR_ASSIGN_OR_RETURN(kept.hold.proposer, MemberOrNone(wire.hold().proposer(), "legal_hold.hold.proposer"));
  CANDOR_ASSIGN_OR_RETURN(kept.hold.approver, MemberOrNone(wire.hold().approver(), "legal_hold.hold.approver"));
  CANDOR_ASSIGN_OR_RETURN(kept.hold.caller, CallerFrom(wire.principal(), wire.acting_for(), "legal_hold"));
  kept.hold.reason = Sensitive<std::string>(wire.hold().reason());
  CANDOR_ASSIGN_OR_RETURN(kept.request, DigestOrNone(wire.request_digest(), "legal_hold.request_digest"));
  return kept;
}

absl::StatusOr<domain::BackupTaken> BackupFromLine(const v1::ExportedBackup& wire) {
  domain::BackupTaken backup;
  CANDOR_ASSIGN_OR_RETURN(backup.backup, DigestOrNone(wire.backup(), "backup_taken.backup"));
  CANDOR_ASSIGN_OR_RETURN(backup.made_at, TimeFromWire(wire.made_at(), "backup_taken.made_at"));
  backup.records = wire.records();
  CANDOR_ASSIGN_OR_RETURN(backup.caller, CallerFrom(wire.principal(), wire.acting_for(), "backup_taken"));
  return backup;
}

}  // namespace candor::rpc
