#include <optional>
#include <string>
#include <utility>

#include "candor/v1/key.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/key_custody.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

void WriteKeyStatus(const domain::KeyStatus& status, v1::KeyStatus* out) {
  out->set_place(static_cast<v1::KeyPlace>(status.place));
  out->set_path(status.path);
  out->set_keys(status.keys);
  out->set_table_generation(status.table_generation);
  for (const domain::FileKeyUse& use : status.file_keys) {
    v1::FileKeyUse* wire = out->add_file_keys();
    wire->set_number(use.number);
    ToWire(use.made_at, wire->mutable_made_at());
    wire->set_files(use.files);
    wire->set_bytes(use.bytes);
  }
  out->set_work(static_cast<v1::KeyWork>(status.work));
  out->set_done_bytes(status.done_bytes);
  out->set_all_bytes(status.all_bytes);
  out->set_problem(status.problem);
  out->set_left_at(status.left_at);
}

absl::Status GetKeyStatus(const Rooms& rooms, const Call&, const v1::GetKeyStatusRequest&,
                          v1::GetKeyStatusResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const domain::KeyStatus status, rooms.keys.Status());
  WriteKeyStatus(status, response.mutable_status());
  return absl::OkStatus();
}

void RotateKeys(const Rooms& rooms, const Call& call, const v1::RotateKeysRequest&,
                const Reply<v1::RotateKeysResponse>& reply) {
  rooms.keys.Rotate(call.caller, [&keys = rooms.keys, reply](const absl::Status& begun) {
    if (!begun.ok()) return reply(begun);
    const absl::StatusOr<domain::KeyStatus> status = keys.Status();
    if (!status.ok()) return reply(status.status());
    v1::RotateKeysResponse response;
    WriteKeyStatus(*status, response.mutable_status());
    reply(std::move(response));
  });
}

void ChangeMasterKey(const Rooms& rooms, const Call& call, const v1::ChangeMasterKeyRequest& request,
                     const Reply<v1::ChangeMasterKeyResponse>& reply) {
  domain::MasterKeyChange change;
  if (!request.passphrase().empty()) change.passphrase.emplace(request.passphrase());
  rooms.keys.ChangeMasterKey(std::move(change), call.caller,
                             [reply](const absl::StatusOr<domain::MasterKeyChanged>& changed) {
                               if (!changed.ok()) return reply(changed.status());
                               v1::ChangeMasterKeyResponse response;
                               response.set_place(static_cast<v1::KeyPlace>(changed->place));
                               response.set_left_at(changed->left_at);
                               reply(std::move(response));
                             });
}

}  // namespace

void AddKeyService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.KeyService.GetKeyStatus", rooms, GetKeyStatus);
  methods.AnswerLater("candor.v1.KeyService.RotateKeys", rooms, RotateKeys);
  methods.AnswerLater("candor.v1.KeyService.ChangeMasterKey", rooms, ChangeMasterKey);
}

}  // namespace candor::rpc
