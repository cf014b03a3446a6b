#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"

// That a note of somebody's supervision was taken back, told to them as the signing was.
namespace candor::cli {
namespace {

// A note is answered, and what was taken back is not: for so long it stands in the day.
constexpr int kDaysToldOf = 14;
// A note is written, and found to be wrong, within weeks of the session.
constexpr int kDaysLookedBack = 90;

std::optional<v1::Entry> Read(Session& session, const std::string& name) {
  if (name.empty()) return std::nullopt;
  v1::GetEntryRequest request;
  request.set_name(name);
  auto response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
  if (!response.ok()) return std::nullopt;
  return std::move(*response->mutable_entry());
}

// What took the note back; nullopt: that is not told, or it was the member themselves.
std::optional<v1::Entry> TakingBack(Session& session, const v1::SupervisionNote& note) {
  const std::optional<v1::Entry> written = Read(session, EntryOfNote(note.name()));
  if (!written) return std::nullopt;
  std::optional<v1::Entry> taking_back = Read(session, written->revised_by());
  const bool told = taking_back && taking_back->kind() == v1::ENTRY_KIND_RETRACTION;
  if (!told || taking_back->author() == note.supervisee()) return std::nullopt;
  return taking_back;
}

}  // namespace

std::vector<std::string> TakenBackTexts(Session& session, NameBook& names) {
  if (!session.connection().acts_for_member()) return {};
  const auto member = ResolveMember(session.connection(), session.connect.act_for);
  const auto today = Today(session);
  if (!member.ok() || !today.ok()) return {};
  const Day now = FromWire(*today);
  v1::ListSupervisionNotesRequest request;
  request.set_parent(*member);
  *request.mutable_from() = ToWire(now - kDaysLookedBack);
  const auto notes =
      ListAll<v1::SupervisionService>(session.connection(), &v1::SupervisionService::Stub::ListSupervisionNotes,
                                      request, &v1::ListSupervisionNotesResponse::mutable_notes);
  // A list is of use without.
  if (!notes.ok()) return {};
  std::vector<std::string> texts;
  for (const v1::SupervisionNote& note : *notes) {
    if (note.plain() || note.state() != v1::SUPERVISION_NOTE_STATE_RETRACTED) continue;
    const std::optional<v1::Entry> taking_back = TakingBack(session, note);
    if (!taking_back || FromWire(taking_back->reported().date()) + kDaysToldOf < now) continue;
    texts.push_back(absl::StrCat("the note of ", LongDate(FromWire(note.session().started().date())),
                                 " was taken back by ", names.Member(taking_back->author()),
                                 "; it says nothing about you any more"));
  }
  return texts;
}

}  // namespace candor::cli
