#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/concern_step.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// Entries that stand or fall together: a plan for all cases of somebody who leaves is one step.
namespace candor::rpc {
namespace {

constexpr int kMostEntries = 500;

// What is wrong with one of them, about its field as the batch has it.
absl::Status InBatch(const absl::Status& status, int place) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail) return status;
  return AboutField(status, Below(absl::StrCat("requests[", place, "]"), detail->field));
}

// The store names no place.
absl::Status AboutBatch(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  return detail && detail->field != "request_id" ? AboutField(status, "requests") : status;
}

absl::StatusOr<domain::Entry> DraftInBatch(Question& question, const Call& call,
                                           const v1::CreateEntryRequest& request) {
  if (!request.request_id().empty()) {
    return InvalidField("request_id", "given_twice", "is given once, for all of them; leave it out here");
  }
  if (request.return_receipt()) {
    return InvalidField("return_receipt", "single_only", "is for a single entry; use GetReceipt afterwards");
  }
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftNewEntry(*question.view, call.caller, question.today,
                                                             request.parent(), request.entry()));
  if (entry.header.personal) {
    return InvalidField("entry", "personal", "is a private note, which is recorded by itself; use CreateEntry");
  }
  CANDOR_RETURN_IF_ERROR(CheckConcernStep(question, entry.header));
  CANDOR_ASSIGN_OR_RETURN(entry.header.matter, MatterMeant(question, entry.header));
  return entry;
}

absl::StatusOr<domain::Transaction> DraftBatch(Question& question, const Call& call,
                                               const v1::BatchCreateEntriesRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  if (request.requests().empty() || request.requests_size() > kMostEntries) {
    return InvalidField("requests", "out_of_range", "takes 1 to 500 entries; record more in several calls");
  }
  domain::Transaction transaction{{}, SentBy(request)};
  for (int i = 0; i < request.requests_size(); ++i) {
    absl::StatusOr<domain::Entry> entry = DraftInBatch(question, call, request.requests(i));
    if (!entry.ok()) return InBatch(entry.status(), i);
    const std::string request_id = i == 0 ? request.request_id() : "";
    transaction.changes.push_back(domain::NewEntry{*std::move(entry), request_id, ""});
  }
  CANDOR_RETURN_IF_ERROR(CheckRaisedApart(transaction));
  return transaction;
}

// The entries of one transaction follow each other in the ledger.
absl::StatusOr<v1::BatchCreateEntriesResponse> ShowBatch(const Rooms& rooms, const Call& call,
                                                         const RecordedReply& first, size_t count) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  v1::BatchCreateEntriesResponse response;
  const auto since = static_cast<uint64_t>(first.entry.ledger_number());
  for (uint64_t number = since; number < since + count; ++number) {
    CANDOR_ASSIGN_OR_RETURN(const auto recorded, question.view->EntryAt(number));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(*recorded));
    v1::Entry* wire = response.add_entries();
    ToWire(*recorded, std::max(sight, domain::Sight::kFacts), wire);
    CANDOR_RETURN_IF_ERROR(ConfineEntry(question, *recorded, wire));
  }
  *response.mutable_assessment() = first.assessment;
  // That is of the first one's kind.
  response.mutable_assessment()->clear_read_by_no_rule();
  return response;
}

void BatchCreateEntries(const Rooms& rooms, const Call& call, const v1::BatchCreateEntriesRequest& request,
                        const Reply<v1::BatchCreateEntriesResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto transaction = DraftBatch(*question, call, request);
  if (!transaction.ok()) return reply(transaction.status());
  const size_t count = transaction->changes.size();
  const absl::Status acknowledged = AcknowledgeMeant(*question, call.caller, *transaction);
  if (!acknowledged.ok()) return reply(acknowledged);
  RecordEntry(rooms, call, *std::move(transaction), AboutBatch,
              [rooms, call, count, reply](const absl::StatusOr<RecordedReply>& first) {
                if (!first.ok()) return reply(first.status());
                reply(ShowBatch(rooms, call, *first, count));
              });
}

}  // namespace

void AddEntryBatch(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.EntryService.BatchCreateEntries", rooms, BatchCreateEntries);
}

}  // namespace candor::rpc
