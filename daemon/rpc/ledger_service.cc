#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "candor/v1/ledger.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/evidence.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/receipts.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoEntry = "no such entry; see `candor case timeline`";
constexpr int kMaxRecords = 1000;

using Hashes = google::protobuf::RepeatedPtrField<std::string>;

void WriteHashes(const std::vector<domain::TreeHash>& hashes, Hashes* out) {
  for (const domain::TreeHash& hash : hashes) *out->Add() = std::string(AsText(hash));
}

void WriteFaults(const std::vector<domain::LedgerFault>& faults,
                 google::protobuf::RepeatedPtrField<v1::LedgerFault>* out) {
  for (const domain::LedgerFault& fault : faults) {
    v1::LedgerFault* wire = out->Add();
    wire->set_place(fault.place);
    wire->set_problem(fault.problem);
  }
}

// Which number of a request is too large, for the one who sent it.
absl::Status AboutNumber(const absl::Status& status, std::string_view field) {
  if (!absl::IsOutOfRange(status)) return status;
  return InvalidField(field, "out_of_range", "is beyond the ledger; ask about a checkpoint that it has given out");
}

void GetCheckpoint(const Rooms& rooms, const Call&, const v1::GetCheckpointRequest& request,
                   const Reply<v1::GetCheckpointResponse>& reply) {
  v1::GetCheckpointResponse response;
  response.set_public_key(rooms.store.evidence().PublicKey());
  if (const auto restored = rooms.store.evidence().Restored()) {
    response.mutable_restored()->set_records(restored->records);
    ToWire(restored->made_at, response.mutable_restored()->mutable_backup_made_at());
  }
  if (request.cosigned()) {
    absl::StatusOr<std::string> cosigned = rooms.store.evidence().Cosigned();
    if (!cosigned.ok()) return reply(cosigned.status());
    response.set_checkpoint(*std::move(cosigned));
    return reply(std::move(response));
  }
  rooms.store.evidence().Checkpoint(
      0, [reply, response = std::move(response)](absl::StatusOr<domain::SignedCheckpoint> checkpoint) mutable {
        if (!checkpoint.ok()) return reply(checkpoint.status());
        response.set_checkpoint(std::move(checkpoint->note));
        reply(std::move(response));
      });
}

absl::Status GetInclusionProof(const Rooms& rooms, const Call&, const v1::GetInclusionProofRequest& request,
                               v1::GetInclusionProofResponse& response) {
  const domain::Evidence& evidence = rooms.store.evidence();
  const auto hashes = evidence.InclusionProof(request.number(), request.size());
  if (!hashes.ok()) return AboutNumber(hashes.status(), request.number() < request.size() ? "size" : "number");
  CANDOR_ASSIGN_OR_RETURN(const domain::TreeHash leaf, evidence.LeafHash(request.number()));
  response.set_leaf_hash(std::string(AsText(leaf)));
  WriteHashes(*hashes, response.mutable_hashes());
  return absl::OkStatus();
}

absl::Status GetConsistencyProof(const Rooms& rooms, const Call&, const v1::GetConsistencyProofRequest& request,
                                 v1::GetConsistencyProofResponse& response) {
  const auto hashes = rooms.store.evidence().ConsistencyProof(request.from_size(), request.to_size());
  if (!hashes.ok()) {
    return AboutNumber(hashes.status(), request.from_size() <= request.to_size() ? "to_size" : "from_size");
  }
  WriteHashes(*hashes, response.mutable_hashes());
  return absl::OkStatus();
}

// Of an entry that the caller may see.
absl::StatusOr<uint64_t> NumberOf(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(name, "name"));
  const auto recorded = question.view->GetEntry(ref.entry);
  if (absl::IsNotFound(recorded.status())) return NotFoundField("name", kNoEntry);
  CANDOR_RETURN_IF_ERROR(recorded.status());
  if (recorded->entry.header.subject != ref.subject) return NotFoundField("name", kNoEntry);
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(*recorded));
  if (sight == domain::Sight::kNothing) return NotFoundField("name", kNoEntry);
  return recorded->number;
}

void GetReceipt(const Rooms& rooms, const Call& call, const v1::GetReceiptRequest& request,
                const Reply<v1::GetReceiptResponse>& reply) {
  const auto number = NumberOf(rooms, call, request.name());
  if (!number.ok()) return reply(number.status());
  MakeReceipt(rooms, *number, [reply](absl::StatusOr<std::string> receipt) {
    if (!receipt.ok()) return reply(receipt.status());
    v1::GetReceiptResponse response;
    response.set_receipt(*std::move(receipt));
    reply(std::move(response));
  });
}

absl::Status AddCosignature(const Rooms& rooms, const Call&, const v1::AddCosignatureRequest& request,
                            v1::AddCosignatureResponse& response) {
  domain::Evidence& evidence = rooms.store.evidence();
  CANDOR_RETURN_IF_ERROR(evidence.AddCosignature(request.checkpoint(), request.witness_key()));
  CANDOR_ASSIGN_OR_RETURN(*response.mutable_checkpoint(), evidence.Cosigned());
  return absl::OkStatus();
}

absl::Status VerifyRecords(const Rooms& rooms, const Call&, const v1::VerifyRecordsRequest& request,
                           v1::VerifyRecordsResponse& response) {
  if (request.limit() < 0 || request.limit() > kMaxRecords) {
    return InvalidField("limit", "out_of_range", "is not from 0 to 1000");
  }
  const int limit = request.limit() == 0 ? kMaxRecords : request.limit();
  CANDOR_ASSIGN_OR_RETURN(domain::CheckedRecords checked,
                          rooms.store.evidence().CheckRecords(request.number(), static_cast<size_t>(limit)));
  for (std::string& leaf : checked.leaves) *response.add_leaves() = std::move(leaf);
  WriteFaults(checked.faults, response.mutable_faults());
  for (const domain::ErasedRecords& each : checked.erased) {
    v1::ErasedRecords* erased = response.add_erased();
    erased->set_erasure(each.erasure);
    erased->set_records(each.records);
  }
  return absl::OkStatus();
}

// Takes as long as a rebuild, so not on a thread that serves calls. The store outlives the call: the server is shut
// down before it is closed, and waits for whatever has not been answered.
void VerifyProjections(const Rooms& rooms, const Call&, const v1::VerifyProjectionsRequest&,
                       const Reply<v1::VerifyProjectionsResponse>& reply) {
  std::thread([&store = rooms.store, reply] {
    const auto checked = store.evidence().CheckProjections();
    if (!checked.ok()) return reply(checked.status());
    v1::VerifyProjectionsResponse response;
    response.set_size(checked->size);
    response.set_root(std::string(AsText(checked->root)));
    response.set_rows(checked->rows);
    WriteFaults(checked->faults, response.mutable_faults());
    reply(std::move(response));
  }).detach();
}

}  // namespace

void AddLedgerService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.LedgerService.GetCheckpoint", rooms, GetCheckpoint);
  methods.Answer("candor.v1.LedgerService.GetInclusionProof", rooms, GetInclusionProof);
  methods.Answer("candor.v1.LedgerService.GetConsistencyProof", rooms, GetConsistencyProof);
  methods.AnswerLater("candor.v1.LedgerService.GetReceipt", rooms, GetReceipt);
  methods.Answer("candor.v1.LedgerService.AddCosignature", rooms, AddCosignature);
  methods.Answer("candor.v1.LedgerService.VerifyRecords", rooms, VerifyRecords);
  methods.AnswerLater("candor.v1.LedgerService.VerifyProjections", rooms, VerifyProjections);
}

}  // namespace candor::rpc
