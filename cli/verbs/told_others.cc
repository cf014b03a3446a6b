#include <string>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/who_acts.h"
#include "cli/wire/dates.h"

// Of somebody's own private note: what others are told of it while its conversation is open.
namespace candor::cli {
namespace {

// Whom the note names to read it; "": nobody, or it cannot be known.
std::string ReaderOf(Session& session, const v1::FollowUp& follow_up) {
  v1::GetEntryRequest request;
  request.set_name(follow_up.opened_by());
  const auto response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
  return response.ok() ? response->entry().first_reader() : "";
}

// Whether the note names their supervisor, who reads it already and is told nothing by the sentence.
bool SupervisorReadsIt(Session& session, const v1::FollowUp& follow_up) {
  const std::string reader = ReaderOf(session, follow_up);
  const auto today = Today(session);
  if (reader.empty() || !today.ok()) return false;
  v1::ListSupervisionsRequest request;
  request.set_parent(follow_up.therapist());
  const auto relations = ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                    request, &v1::ListSupervisionsResponse::mutable_supervisions);
  return relations.ok() && SupervisorAt(*relations, follow_up.therapist(), FromWire(*today)) == reader;
}

}  // namespace

std::string ToldOthersText(Session& session, const v1::FollowUp& follow_up, const v1::Date& told_on) {
  const bool reads = SupervisorReadsIt(session, follow_up);
  return absl::StrCat("While it is open, ", reads ? "the director sees" : "your supervisor and the director see",
                      " from ", LongDate(FromWire(told_on)), " on that a conversation is due, not what about.");
}

}  // namespace candor::cli
