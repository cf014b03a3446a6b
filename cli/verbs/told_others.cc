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

// `members/{member}` who supervises somebody; "": nobody does.
struct Supervisors {
  std::string then;  // when it was written down
  std::string today;
};

// nullopt: that cannot be asked.
std::optional<Supervisors> SupervisorsOf(Session& session, const std::string& therapist, const v1::Date& written) {
  const auto today = Today(session);
  v1::ListSupervisionsRequest request;
  request.set_parent(therapist);
  const auto relations = ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                    request, &v1::ListSupervisionsResponse::mutable_supervisions);
  if (!today.ok() || !relations.ok()) return std::nullopt;
  return Supervisors{SupervisorAt(*relations, therapist, FromWire(written)),
                     SupervisorAt(*relations, therapist, FromWire(*today))};
}

// Whether they are in training, so that whoever supervises them reads what they write.
bool IsInTraining(Session& session, const std::string& member) {
  v1::GetMemberRequest request;
  request.set_name(member);
  const auto response = session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::GetMember, request);
  return response.ok() && response->member().licence().in_training();
}

// Who hears of it first. A supervisor who reads the note is told nothing by the sentence: "".
std::string FirstTold(Session& session, const v1::FollowUp& follow_up) {
  const auto supervisors = SupervisorsOf(session, follow_up.therapist(), follow_up.reported_on());
  if (supervisors && supervisors->today.empty()) return "the practice's consultants see";
  if (!supervisors) return "your supervisor sees";
  // Whoever came since the note was saved does not read it.
  const bool of_training = supervisors->then == supervisors->today && IsInTraining(session, follow_up.therapist());
  const bool reads = of_training || ReaderOf(session, follow_up) == supervisors->today;
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
