#include "daemon/rpc/correction_draft.h"

#include <utility>

#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/original.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"

namespace candor::rpc {
namespace {

absl::StatusOr<domain::Entry> DraftMoved(const domain::View& view, const domain::Caller& caller,
                                         const domain::RecordedEntry& original, const domain::SubjectId& to) {
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(view, original));
  const domain::EntryHeader& first = original.entry.header;
  domain::Entry moved = newest.entry;
  domain::EntryHeader& header = moved.header;
  header.id = EntryId::Random();
  header.subject = to;
  header.caller = caller;
  header.author = first.author;
  header.reported = first.reported;
  header.batch = first.batch;
  header.responds_to = first.responds_to;
  header.revises = EntryId();
  header.moved_from = {first.subject, first.id};
  return moved;
}

}  // namespace

v1::RetractionFacts Because(v1::RetractionReason reason) {
  v1::RetractionFacts retraction;
  retraction.set_reason(reason);
  return retraction;
}

absl::StatusOr<domain::Entry> DraftRetraction(const domain::Caller& caller, Day today,
                                              const domain::RecordedEntry& original,
                                              const v1::RetractionFacts& retraction, domain::TakeBack take_back) {
  const domain::EntryHeader& header = original.entry.header;
  v1::Entry wire;
  *wire.mutable_retraction() = retraction;
  ToWire(today, wire.mutable_occurred()->mutable_date());
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, ReadEntryContent(wire, today, ""));
  entry.header.subject = header.subject;
  entry.header.caller = caller;
  entry.header.therapist = header.therapist;
  entry.header.author = caller.has_every_right() ? header.author : caller.acting_for;
  entry.header.first_reader = header.first_reader;
  entry.header.revises = header.id;
  entry.header.personal = header.personal;
  entry.header.take_back = take_back;
  // What it takes back was counted there.
  entry.header.partition = header.partition;
  return entry;
}

absl::StatusOr<EntryId> AddMove(const Question& question, const domain::Caller& caller,
                                const domain::RecordedEntry& original, const domain::SubjectId& to,
                                std::vector<domain::Change>& changes) {
  CANDOR_ASSIGN_OR_RETURN(domain::Entry moved, DraftMoved(*question.view, caller, original, to));
  CANDOR_ASSIGN_OR_RETURN(domain::Entry retraction,
                          DraftRetraction(caller, question.today, original, Because(v1::RETRACTION_REASON_WRONG_CASE),
                                          domain::TakeBack::kMoved));
  retraction.header.first_reader = moved.header.first_reader;
  const EntryId id = moved.header.id;
  changes.emplace_back(domain::NewEntry{std::move(moved), "", ""});
  changes.emplace_back(domain::NewEntry{std::move(retraction), "", ""});
  return id;
}

}  // namespace candor::rpc
