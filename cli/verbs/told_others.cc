#include <optional>
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

// `members/{member}` who supervises them today; "": nobody does. nullopt: that cannot be asked.
std::optional<std::string> SupervisorToday(Session& session, const std::string& therapist) {
  const auto today = Today(session);
  v1::ListSupervisionsRequest request;
  request.set_parent(therapist);
  const auto relations = ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                    request, &v1::ListSupervisionsResponse::mutable_supervisions);
  if (!today.ok() || !relations.ok()) return std::nullopt;
  return SupervisorAt(*relations, therapist, FromWire(*today));
}

// Whether they are in training, so that their supervisor reads what they write.
bool IsInTraining(Session& session, const std::string& member) {
  v1::GetMemberRequest request;
  request.set_name(member);
  const auto response = session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::GetMember, request);
  return response.ok() && response->member().licence().in_training();
}

// Who hears of it first. A supervisor who reads the note is told nothing by the sentence: "".
std::string FirstTold(Session& session, const v1::FollowUp& follow_up) {
  const std::optional<std::string> supervisor = SupervisorToday(session, follow_up.therapist());
  if (supervisor && supervisor->empty()) return "the practice's consultants see";
  const bool reads =
      supervisor && (ReaderOf(session, follow_up) == *supervisor || IsInTraining(session, follow_up.therapist()));
  return reads ? "" : "your supervisor sees";
}

}  // namespace

std::string ToldOthersText(Session& session, const v1::FollowUp& follow_up, const ToldOthers& told) {
  const std::string first = FirstTold(session, follow_up);
  const std::string of_director = LongDate(FromWire(told.director_on));
  std::string text =
      first.empty()
          ? absl::StrCat("While it is open, the director sees from ", of_director,
                         " on that a conversation is due, not what about.")
          : absl::StrCat("While it is open, ", first, " from ", LongDate(FromWire(told.first_on)),
                         " on that a conversation is due, not what about; the director from ", of_director, " on.");
  if (told.soon) text += " Noted before that day, it is told to nobody.";
  return text;
}

}  // namespace candor::cli
