#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/order.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/receipts.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

using domain::Sight;
using domain::SubjectId;

constexpr std::string_view kNoEntry = "no such entry; see `candor case timeline`";

// Entries are appended alike; only the response's type differs. `finish` sends the response off. A retraction stands in
// its request by itself, every other entry under "entry".
template <class Request, class Response>
void Record(const Rooms& rooms, const Call& call, const domain::Entry& entry, const Request& request,
            const Reply<Response>& reply, const std::function<void(Response)>& finish = nullptr) {
  domain::Transaction transaction{{domain::NewEntry{entry, request.request_id(), ""}}, SentBy(request)};
  const std::string_view path = entry.kind == domain::Kind::kRetraction ? "" : "entry";
  RecordEntry(rooms, call, std::move(transaction), entry, path,
              [reply, finish](absl::StatusOr<RecordedReply> recorded) {
                if (!recorded.ok()) return reply(recorded.status());
                Response response;
                *response.mutable_entry() = std::move(recorded->entry);
                *response.mutable_assessment() = std::move(recorded->assessment);
                if (finish) return finish(std::move(response));
                reply(std::move(response));
              });
}

absl::StatusOr<domain::Entry> DraftOf(Question& question, const Call& call, const v1::CreateEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  return DraftNewEntry(*question.view, call.caller, question.today, request.parent(), request.entry());
}

void CreateEntry(const Rooms& rooms, const Call& call, const v1::CreateEntryRequest& request,
                 const Reply<v1::CreateEntryResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftOf(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  if (!request.return_receipt()) return Record(rooms, call, *entry, request, reply);
  Record<v1::CreateEntryRequest, v1::CreateEntryResponse>(
      rooms, call, *entry, request, reply, [rooms, reply](v1::CreateEntryResponse response) {
        const uint64_t number = response.entry().ledger_number();
        MakeReceipt(rooms, number, [reply, response](absl::StatusOr<std::string> receipt) mutable {
          // The entry is durable, whatever became of its receipt.
          if (receipt.ok()) response.set_receipt(*std::move(receipt));
          reply(std::move(response));
        });
      });
}

struct SeenEntry {
  domain::RecordedEntry recorded;
  Sight sight = Sight::kNothing;
};

bool StandsIn(const domain::RecordedEntry& recorded, const SubjectId& subject) {
  return recorded.entry.header.subject == subject;
}

// NOT_FOUND unless the entry is there and the caller may see it.
absl::StatusOr<SeenEntry> FindEntry(Question& question, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(name, "name"));
  auto recorded = question.view->GetEntry(ref.entry);
  if (absl::IsNotFound(recorded.status())) return NotFoundField("name", kNoEntry);
  CANDOR_RETURN_IF_ERROR(recorded.status());
  if (!StandsIn(*recorded, ref.subject)) return NotFoundField("name", kNoEntry);
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(*recorded));
  if (sight == Sight::kNothing) return NotFoundField("name", kNoEntry);
  return SeenEntry{*std::move(recorded), sight};
}

absl::Status GetEntry(const Rooms& rooms, const Call& call, const v1::GetEntryRequest& request,
                      v1::GetEntryResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const SeenEntry seen, FindEntry(question, request.name()));
  ToWire(seen.recorded, seen.sight, response.mutable_entry());
  return WriteNotAssessed(rooms, *question.view, seen.recorded.entry, v1::NOT_ASSESSED_REASON_UNSPECIFIED,
                          response.mutable_not_assessed());
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
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(recorded));
      if (sight == Sight::kNothing) continue;
      if (static_cast<size_t>(response.entries_size()) == limit) {
        response.set_next_page_token(TokenAfter(last));
        return absl::OkStatus();
      }
      ToWire(recorded, sight, response.add_entries());
      last = domain::PlaceOf(recorded.entry.header);
    }
    if (!page.next) return absl::OkStatus();
    after = *page.next;
  }
}

// The entry first written, which `seen` may be a correction of: all corrections revise that one.
absl::StatusOr<domain::RecordedEntry> OriginalOf(const domain::View& view, domain::RecordedEntry seen) {
  while (!seen.entry.header.revises.empty()) {
    CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry earlier, view.GetEntry(seen.entry.header.revises));
    seen = std::move(earlier);
  }
  return seen;
}

// The entry that the call corrects. PERMISSION_DENIED for a caller who only reads it, FAILED_PRECONDITION when it has
// been erased. Whether it still stands the store says, which first sees whether the call is a repetition.
absl::StatusOr<domain::RecordedEntry> FindToCorrect(Question& question, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(SeenEntry seen, FindEntry(question, name));
  CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry original, OriginalOf(*question.view, std::move(seen.recorded)));
  const domain::Viewer& viewer = question.viewer;
  if (!viewer.is_operator() && original.entry.header.author != viewer.member()) {
    return WithDetail(absl::PermissionDeniedError("name: only its author corrects an entry; write one of your own"),
                      {"name", "not_author"});
  }
  if (original.erased) return FailedField("name", "erased", "the entry has been erased; write a new one");
  return original;
}

absl::StatusOr<domain::Entry> DraftAmendment(Question& question, const Call& call,
                                             const v1::AmendEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  const domain::EntryHeader& header = original.entry.header;
  if (domain::HasSupervisionCells(original.entry)) {
    return FailedField("name", "supervision_note", "is a supervision note; amend that: candor supervision amend");
  }
  v1::Entry wire = request.entry();
  // Whom it is about does not change unless the correction says so; who reads a reaction neither.
  if (wire.therapist().empty()) wire.set_therapist(MemberName(header.therapist));
  if (wire.first_reader().empty()) wire.set_first_reader(MemberName(header.first_reader));
  if (wire.source() == v1::ENTRY_SOURCE_UNSPECIFIED && header.source != domain::Source::kImport) {
    wire.set_source(static_cast<v1::EntrySource>(header.source));
  }
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry,
                          DraftEntry(*question.view, call.caller, question.today, header.subject, wire, "entry"));
  if (entry.kind != original.entry.kind) {
    return InvalidField("entry.facts", "type", "is of another kind; take the entry back and write a new one");
  }
  if (call.caller.acting_for.empty()) entry.header.author = header.author;
  entry.header.revises = header.id;
  return entry;
}

void AmendEntry(const Rooms& rooms, const Call& call, const v1::AmendEntryRequest& request,
                const Reply<v1::AmendEntryResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftAmendment(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  Record(rooms, call, *entry, request, reply);
}

absl::StatusOr<domain::Entry> DraftRetraction(Question& question, const Call& call,
                                              const v1::RetractEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  const domain::EntryHeader& header = original.entry.header;
  v1::Entry wire;
  *wire.mutable_retraction() = request.retraction();
  ToWire(question.today, wire.mutable_occurred()->mutable_date());
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, ReadEntryContent(wire, question.today, ""));
  entry.header.subject = header.subject;
  entry.header.caller = call.caller;
  entry.header.therapist = header.therapist;
  entry.header.author = call.caller.acting_for.empty() ? header.author : call.caller.acting_for;
  entry.header.first_reader = header.first_reader;
  entry.header.revises = header.id;
  entry.header.personal = header.personal;
  return entry;
}

void RetractEntry(const Rooms& rooms, const Call& call, const v1::RetractEntryRequest& request,
                  const Reply<v1::RetractEntryResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftRetraction(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  Record(rooms, call, *entry, request, reply);
}

}  // namespace

void AddEntryService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.EntryService.CreateEntry", rooms, CreateEntry);
  methods.Answer("candor.v1.EntryService.GetEntry", rooms, GetEntry);
  methods.Answer("candor.v1.EntryService.ListEntries", rooms, ListEntries);
  methods.AnswerLater("candor.v1.EntryService.AmendEntry", rooms, AmendEntry);
  methods.AnswerLater("candor.v1.EntryService.RetractEntry", rooms, RetractEntry);
  AddEntryPreview(rooms, methods);
}

}  // namespace candor::rpc
