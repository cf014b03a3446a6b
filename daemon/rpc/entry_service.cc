#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/concern_step.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_lookup.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/receipts.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/unread.h"

namespace candor::rpc {
namespace {

using domain::Sight;
using domain::SubjectId;

absl::StatusOr<domain::Entry> DraftOf(Question& question, const Call& call, const v1::CreateEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftNewEntry(*question.view, call.caller, question.today,
                                                             request.parent(), request.entry()));
  CANDOR_RETURN_IF_ERROR(CheckConcernStep(question, entry.header));
  CANDOR_ASSIGN_OR_RETURN(entry.header.matter, MatterMeant(question, entry.header));
  return entry;
}

void CreateEntry(const Rooms& rooms, const Call& call, const v1::CreateEntryRequest& request,
                 const Reply<v1::CreateEntryResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftOf(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  const AsSent as_sent = [kind = entry->kind](const absl::Status& status) { return AboutEntry(status, kind, "entry"); };
  domain::Transaction transaction{{domain::NewEntry{*std::move(entry), request.request_id(), ""}}, SentBy(request)};
  const absl::Status acknowledged = AcknowledgeMeant(*question, call.caller, transaction);
  if (!acknowledged.ok()) return reply(acknowledged);
  if (!request.return_receipt()) return RecordAndReply(rooms, call, std::move(transaction), as_sent, reply);
  RecordAndReply<v1::CreateEntryResponse>(
      rooms, call, std::move(transaction), as_sent, reply, [rooms, reply](v1::CreateEntryResponse response) {
        const uint64_t number = response.entry().ledger_number();
        MakeReceipt(rooms, number, [reply, response](absl::StatusOr<std::string> receipt) mutable {
          // The entry is durable, whatever became of its receipt.
          if (receipt.ok()) response.set_receipt(*std::move(receipt));
          reply(std::move(response));
        });
      });
}

// What the person concerned has answered, as far as the caller may see it.
absl::Status WriteResponses(Question& question, const domain::RecordedEntry& recorded, v1::Entry* out) {
  if (recorded.recalled() || recorded.moved()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, domain::OriginalOf(*question.view, recorded));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RecordedEntry> responses,
                          domain::ResponsesTo(*question.view, original));
  for (const domain::RecordedEntry& each : responses) {
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(each));
    if (sight != Sight::kNothing) out->add_responded_by(EntryName(each.entry.header.subject, each.entry.header.id));
  }
  return absl::OkStatus();
}

// By whom one version was handed in who is not its author; "": by the author.
std::string CorrectorIn(const domain::EntryHeader& header) {
  if (header.revises.empty() || header.retracts || header.personal) return "";
  const MemberId& by = header.caller.acting_for;
  if (by.empty()) return header.caller.is_operator ? "operator" : "";
  return by == header.author ? "" : MemberName(by);
}

// Who is there is put right by several people, one after the other; the rest by its author and the operator alone.
absl::Status WriteCorrectors(const Question& question, const domain::RecordedEntry& recorded, v1::Entry* out) {
  const domain::EntryHeader& header = recorded.entry.header;
  const bool answers_note = domain::HasSupervisionCells(recorded.entry);
  if (header.revises.empty() || header.retracts || header.personal || answers_note) return absl::OkStatus();
  std::vector<domain::RecordedEntry> versions;
  if (domain::IsStaffingKind(recorded.entry.kind)) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, domain::OriginalOf(*question.view, recorded));
    CANDOR_ASSIGN_OR_RETURN(versions, domain::VersionsOf(*question.view, original));
  } else {
    versions.push_back(recorded);
  }
  for (const domain::RecordedEntry& each : versions) {
    const std::string by = CorrectorIn(each.entry.header);
    const auto& known = out->corrected_by();
    if (by.empty() || each.number > recorded.number) continue;
    if (std::find(known.begin(), known.end(), by) == known.end()) out->add_corrected_by(by);
  }
  return absl::OkStatus();
}

absl::Status GetEntry(const Rooms& rooms, const Call& call, const v1::GetEntryRequest& request,
                      v1::GetEntryResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const SeenEntry seen, FindEntry(question, request.name()));
  CANDOR_RETURN_IF_ERROR(NoteShown(question, seen.recorded));
  ToWire(seen.recorded, seen.sight, response.mutable_entry());
  MarkLate(rooms, seen.recorded.entry.header, response.mutable_entry());
  CANDOR_RETURN_IF_ERROR(WriteResponses(question, seen.recorded, response.mutable_entry()));
  CANDOR_RETURN_IF_ERROR(WriteCorrectors(question, seen.recorded, response.mutable_entry()));
  CANDOR_RETURN_IF_ERROR(ConfineEntry(question, seen.recorded, response.mutable_entry()));
  return WriteNotAssessed(rooms, *question.view, seen.recorded.entry, v1::NOT_ASSESSED_REASON_UNSPECIFIED,
                          response.mutable_not_assessed());
}

// Whether the request asks for entries of that kind.
bool AsksFor(const v1::ListEntriesRequest& request, domain::Kind kind) {
  const auto& kinds = request.kinds();
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), static_cast<int>(kind)) != kinds.end();
}

// Whether it says no more than that an answer went where what it answers went, which a line of its own says already.
absl::StatusOr<bool> IsAnswerGoneAlong(const domain::View& view, const domain::EntryHeader& header) {
  if (!header.retracts || header.take_back != domain::TakeBack::kMoved) return false;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry left, view.GetEntry(header.revises));
  const EntryId& answered = left.entry.header.responds_to.entry;
  if (answered.empty()) return false;
  const absl::StatusOr<domain::RecordedEntry> told = view.GetEntry(answered);
  if (absl::IsNotFound(told.status())) return false;
  CANDOR_RETURN_IF_ERROR(told.status());
  return told->moved();
}

absl::Status WriteLine(const Rooms& rooms, Question& question, const domain::RecordedEntry& recorded, Sight sight,
                       v1::Entry* out) {
  CANDOR_ASSIGN_OR_RETURN(const bool unread, IsListedUnread(question, recorded));
  if (unread) {
    WriteUnreadLine(recorded, out);
    return absl::OkStatus();
  }
  CANDOR_RETURN_IF_ERROR(NoteShown(question, recorded));
  ToWire(recorded, sight, out);
  MarkLate(rooms, recorded.entry.header, out);
  return ConfineEntry(question, recorded, out);
}

absl::Status ListEntries(const Rooms& rooms, const Call& call, const v1::ListEntriesRequest& request,
                         v1::ListEntriesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const SubjectId subject, ParseSubject(request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(domain::Place after, PlaceAfter(request.page_token()));
  CANDOR_RETURN_IF_ERROR(CheckSubject(*question.view, subject));
  // Filled with what the caller sees; the token names the last of these, and so tells nothing about the rest.
  domain::Place last = after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const domain::TimelinePage page, question.view->Timeline(subject, after, kBatch));
    for (const domain::RecordedEntry& recorded : page.entries) {
      if (recorded.moved()) continue;  // it is another timeline's by now
      // A private note has no kind that is told.
      if (!AsksFor(request, recorded.entry.header.kind)) continue;
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(recorded));
      if (sight == Sight::kNothing) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool gone_along, IsAnswerGoneAlong(*question.view, recorded.entry.header));
      if (gone_along) continue;
      if (static_cast<size_t>(response.entries_size()) == limit) {
        response.set_next_page_token(TokenAfter(last));
        return absl::OkStatus();
      }
      CANDOR_RETURN_IF_ERROR(WriteLine(rooms, question, recorded, sight, response.add_entries()));
      last = domain::PlaceOf(recorded.entry.header);
    }
    if (!page.next) return absl::OkStatus();
    after = *page.next;
  }
}

}  // namespace

void AddEntryService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.EntryService.CreateEntry", rooms, CreateEntry);
  methods.Answer("candor.v1.EntryService.GetEntry", rooms, GetEntry);
  methods.Answer("candor.v1.EntryService.ListEntries", rooms, ListEntries);
  AddEntryCorrections(rooms, methods);
  AddEntryBatch(rooms, methods);
  AddEntryPreview(rooms, methods);
}

}  // namespace candor::rpc
