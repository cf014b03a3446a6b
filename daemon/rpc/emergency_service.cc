#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/emergency.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/emergency.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/emergency_contacts.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/retention_wire.h"
#include "daemon/rpc/services.h"

// What is opened to somebody in an emergency: asked for by one, answered by another, looked at by a third.
namespace candor::rpc {
namespace {

using domain::Emergency;
using domain::EmergencyBar;
using domain::EmergencyState;

constexpr std::string_view kNoEmergency = "no such emergency; see `candor emergency list`";

// The operator as such is no person: it takes two.
absl::Status CheckIsMember(const Call& call) {
  if (!call.caller.acting_for.empty()) return absl::OkStatus();
  return WithDetail(
      absl::PermissionDeniedError("an emergency is asked for, answered and looked at by people: each calls "
                                  "for themselves, on their own machine"),
      {"", "members_only"});
}

absl::Status CheckEmergencyText(std::string_view field, const std::string& text, std::string_view what_to_say) {
  if (text.empty()) return MissingField(field, what_to_say);
  if (text.size() <= domain::kMaxEmergencyTextBytes) return absl::OkStatus();
  return InvalidField(field, "too_long", "longer than 4 KiB; keep what matters");
}

// By the second person and by the third. Once there are certificates the operator is no second person in somebody's
// name, also where they may act for members: it would be one who asks and approves.
absl::Status CheckIsThemselves(const Rooms& rooms, const Call& call) {
  CANDOR_RETURN_IF_ERROR(CheckIsMember(call));
  if (!call.caller.is_acted_for() || !rooms.identity.AnyoneEnrolled()) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("whoever answers or reviews it calls for themselves, on their own "
                                                "machine: an emergency takes two people, and a third one after it"),
                    {"", "own_certificate"});
}

// Appends it, and replies with it as it stands then.
template <class Response>
void RecordEmergency(const Rooms& rooms, Emergency emergency, std::string sent, const Reply<Response>& reply) {
  const EmergencyId id = emergency.id;
  rooms.store.Append(domain::Transaction{{std::move(emergency)}, std::move(sent)},
                     [rooms, id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       const auto made = rooms.store.Latest()->GetEmergency(id);
                       if (!made.ok()) return reply(made.status());
                       Response response;
                       rpc::ToWire(*made, rooms.clock.Now(), response.mutable_emergency());
                       reply(std::move(response));
                     });
}

// --- Asking

// What was merged into another stands there by now, and what was erased can be read by nobody.
absl::Status CheckCanBeOpened(const domain::View& view, const domain::SubjectId& subject) {
  CANDOR_RETURN_IF_ERROR(CheckSubjectIsThere(view, subject, "subject"));
  CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(subject, domain::KeyClass::kGeneral));
  if (erased) return FailedField("subject", "erased", "it was erased, so there is nothing left to read");
  if (subject.kind != domain::SubjectKind::kCase) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, view.GetCase(subject.case_id()));
  if (file.merged_into.empty()) return absl::OkStatus();
  return FailedField("subject", "case_merged",
                     absl::StrCat("the case was merged into another; use ", CaseName(file.merged_into)));
}

absl::StatusOr<Emergency> ReadAsked(const Rooms& rooms, const Call& call, const v1::AskEmergencyRequest& request) {
  CANDOR_RETURN_IF_ERROR(CheckIsMember(call));
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  Emergency emergency;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "emergency", request.request_id()));
  emergency.id = EmergencyId(id);
  CANDOR_ASSIGN_OR_RETURN(emergency.subject, ParseSubject(request.subject(), "subject"));
  CANDOR_RETURN_IF_ERROR(CheckEmergencyText("reason", request.reason(), "say what may happen otherwise"));
  const auto most = static_cast<int32_t>(absl::ToInt64Minutes(domain::kLongestEmergency));
  const auto usual = static_cast<int32_t>(absl::ToInt64Minutes(domain::kEmergencyTime));
  if (request.minutes() < 0 || request.minutes() > most) {
    return InvalidField("minutes", "out_of_range", "use 1 to 1440, or 0 for 240");
  }
  emergency.minutes = static_cast<uint32_t>(request.minutes() == 0 ? usual : request.minutes());
  if (!request.notify().empty()) {
    CANDOR_ASSIGN_OR_RETURN(emergency.notify, KnownMember(*question.view, request.notify(), "notify"));
  }
  emergency.asker = call.caller.acting_for;
  emergency.caller = call.caller;
  emergency.reason = Sensitive<std::string>(request.reason());
  // The same call again is answered with what it made, whatever has become of it since.
  const absl::Status made = question.view->GetEmergency(emergency.id).status();
  if (made.ok()) return emergency;
  if (!absl::IsNotFound(made)) return made;
  CANDOR_RETURN_IF_ERROR(CheckCanBeOpened(*question.view, emergency.subject));
  return emergency;
}

void AskEmergency(const Rooms& rooms, const Call& call, const v1::AskEmergencyRequest& request,
                  const Reply<v1::AskEmergencyResponse>& reply) {
  auto emergency = ReadAsked(rooms, call, request);
  if (!emergency.ok()) return reply(emergency.status());
  RecordEmergency(rooms, *std::move(emergency), SentBy(request), reply);
}

// --- Answering

// One that the caller is told of. NOT_FOUND about `name` for another, as for none.
absl::StatusOr<Emergency> FindTold(const Question& question, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const EmergencyId id, ParseEmergency(name, "name"));
  auto emergency = question.view->GetEmergency(id);
  if (absl::IsNotFound(emergency.status())) return NotFoundField("name", kNoEmergency);
  CANDOR_RETURN_IF_ERROR(emergency.status());
  CANDOR_ASSIGN_OR_RETURN(
      const bool told, domain::IsToldOfEmergency(*question.view, *emergency, question.viewer.member(), question.today));
  if (!told) return NotFoundField("name", kNoEmergency);
  return emergency;
}

absl::Status NotTheirsToAnswer(std::string_view reason, std::string_view why) {
  return WithDetail(absl::PermissionDeniedError(absl::StrCat("name: ", ToAbsl(why),
                                                             "; `candor emergency` says who else "
                                                             "can be called")),
                    {"name", std::string(reason)});
}

absl::Status StatusOfBar(EmergencyBar bar) {
  switch (bar) {
    case EmergencyBar::kNone:
      return absl::OkStatus();
    case EmergencyBar::kOwn:
      return NotTheirsToAnswer("own",
                               "whoever asked for it does not answer or review it, and whoever approved it does "
                               "not review it");
    case EmergencyBar::kAboutThem:
      return NotTheirsToAnswer("about_you", "it is about you or a case of yours, so somebody else answers it");
    case EmergencyBar::kSubordinate:
      return NotTheirsToAnswer("subordinate",
                               "you are supervised by whoever asked for it, or stand in for them, so somebody else "
                               "answers and reviews it");
    case EmergencyBar::kNotTheirs:
      return NotTheirsToAnswer("role", "this is for a director, an owner, an independent reviewer or a deputy of one");
  }
  return absl::InternalError("a bar that is not known here");
}

// One that waits, and that the caller may answer.
absl::StatusOr<Emergency> ReadAnswered(const Rooms& rooms, const Question& question, const Call& call,
                                       const std::string& name) {
  CANDOR_RETURN_IF_ERROR(CheckIsThemselves(rooms, call));
  CANDOR_ASSIGN_OR_RETURN(Emergency emergency, FindTold(question, name));
  CANDOR_ASSIGN_OR_RETURN(const EmergencyBar bar,
                          domain::BarOfAnswer(*question.view, emergency, call.caller.acting_for, question.today));
  CANDOR_RETURN_IF_ERROR(StatusOfBar(bar));
  if (emergency.state != EmergencyState::kAsked) {
    return FailedField("name", "other_state", "it waits for nobody any more; see `candor emergency list`");
  }
  emergency.approver = call.caller.acting_for;
  emergency.caller = call.caller;
  emergency.reason = {};
  return emergency;
}

absl::StatusOr<Emergency> Approved(const Rooms& rooms, const Call& call, const v1::ApproveEmergencyRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(Emergency emergency, ReadAnswered(rooms, question, call, request.name()));
  if (!domain::WaitsForAnswer(emergency, call.received)) {
    return FailedField("name", "lapsed", "it was asked for more than a day ago; whoever still needs it asks again");
  }
  if (request.minutes() < 0 || request.minutes() > static_cast<int32_t>(emergency.minutes)) {
    return InvalidField("minutes", "out_of_range", "use as many as were asked for, or fewer; 0: as many");
  }
  const auto minutes = request.minutes() == 0 ? emergency.minutes : static_cast<uint32_t>(request.minutes());
  emergency.state = EmergencyState::kInForce;
  emergency.begun_at = call.received;
  emergency.until = call.received + absl::Minutes(minutes);
  return emergency;
}

void ApproveEmergency(const Rooms& rooms, const Call& call, const v1::ApproveEmergencyRequest& request,
                      const Reply<v1::ApproveEmergencyResponse>& reply) {
  auto emergency = Approved(rooms, call, request);
  if (!emergency.ok()) return reply(emergency.status());
  RecordEmergency(rooms, *std::move(emergency), "", reply);
}

absl::StatusOr<Emergency> Refused(const Rooms& rooms, const Call& call, const v1::RefuseEmergencyRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(Emergency emergency, ReadAnswered(rooms, question, call, request.name()));
  CANDOR_RETURN_IF_ERROR(CheckEmergencyText("remark", request.remark(), "say why"));
  emergency.state = EmergencyState::kRefused;
  emergency.remark = Sensitive<std::string>(request.remark());
  return emergency;
}

void RefuseEmergency(const Rooms& rooms, const Call& call, const v1::RefuseEmergencyRequest& request,
                     const Reply<v1::RefuseEmergencyResponse>& reply) {
  auto emergency = Refused(rooms, call, request);
  if (!emergency.ok()) return reply(emergency.status());
  RecordEmergency(rooms, *std::move(emergency), "", reply);
}

// --- Its end, and afterwards

absl::StatusOr<Emergency> Ended(const Rooms& rooms, const Call& call, const v1::EndEmergencyRequest& request) {
  CANDOR_RETURN_IF_ERROR(CheckIsMember(call));
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(Emergency emergency, FindTold(question, request.name()));
  const MemberId& caller = call.caller.acting_for;
  const domain::View& view = *question.view;
  CANDOR_ASSIGN_OR_RETURN(const bool decides, domain::DecidesInEmergency(view, caller, question.today));
  CANDOR_ASSIGN_OR_RETURN(const bool about_them, domain::IsItAbout(view, emergency.subject, caller));
  if (caller != emergency.asker && !decides && !about_them) {
    return NotTheirsToAnswer("role", "it is ended by its reader, by whom it is about and by those who decide");
  }
  if (!domain::IsInForce(emergency, call.received)) {
    return FailedField("name", "not_in_force", "it is not in force, so there is nothing to end");
  }
  emergency.state = EmergencyState::kEnded;
  emergency.ended_at = call.received;
  emergency.caller = call.caller;
  emergency.reason = {};
  emergency.remark = {};
  return emergency;
}

void EndEmergency(const Rooms& rooms, const Call& call, const v1::EndEmergencyRequest& request,
                  const Reply<v1::EndEmergencyResponse>& reply) {
  auto emergency = Ended(rooms, call, request);
  if (!emergency.ok()) return reply(emergency.status());
  RecordEmergency(rooms, *std::move(emergency), "", reply);
}

absl::StatusOr<Emergency> Reviewed(const Rooms& rooms, const Call& call, const v1::ReviewEmergencyRequest& request) {
  CANDOR_RETURN_IF_ERROR(CheckIsThemselves(rooms, call));
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(Emergency emergency, FindTold(question, request.name()));
  CANDOR_ASSIGN_OR_RETURN(const EmergencyBar bar,
                          domain::BarOfReview(*question.view, emergency, call.caller.acting_for, question.today));
  CANDOR_RETURN_IF_ERROR(StatusOfBar(bar));
  CANDOR_RETURN_IF_ERROR(CheckEmergencyText("remark", request.remark(),
                                            "say whether it was needed, and whether no more was read than that"));
  if (!domain::ReviewDueAt(emergency, call.received)) {
    return FailedField(
        "name", "other_state",
        "there is nothing to review: it is not over, never began, or was reviewed; see `candor emergency "
        "list`");
  }
  emergency.state = EmergencyState::kReviewed;
  emergency.reviewer = call.caller.acting_for;
  emergency.caller = call.caller;
  emergency.reason = {};
  emergency.remark = Sensitive<std::string>(request.remark());
  return emergency;
}

void ReviewEmergency(const Rooms& rooms, const Call& call, const v1::ReviewEmergencyRequest& request,
                     const Reply<v1::ReviewEmergencyResponse>& reply) {
  auto emergency = Reviewed(rooms, call, request);
  if (!emergency.ok()) return reply(emergency.status());
  RecordEmergency(rooms, *std::move(emergency), "", reply);
}

// --- Looking

// To the operator as such everything that there is, but once people are enrolled nothing of what they wrote.
absl::StatusOr<std::vector<Emergency>> ToldTo(const Question& question) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Emergency> all, question.view->ListEmergencies());
  std::vector<Emergency> told;
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    bool is_told = question.viewer.is_operator();
    if (!is_told) {
      CANDOR_ASSIGN_OR_RETURN(
          is_told, domain::IsToldOfEmergency(*question.view, *each, question.viewer.member(), question.today));
    }
    if (!is_told) continue;
    told.push_back(*each);
    if (!question.viewer.is_operator() || question.viewer.sees_everything()) continue;
    told.back().reason = {};
    told.back().remark = {};
  }
  return told;
}

absl::Status ListEmergencies(const Rooms& rooms, const Call& call, const v1::ListEmergenciesRequest& request,
                             v1::ListEmergenciesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Emergency> told, ToldTo(question));
  for (size_t i = begin; i < told.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    rpc::ToWire(told[i], question.at, response.add_emergencies());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::GetEmergencyContactsResponse> ReadContacts(const Rooms& rooms) {
  const std::shared_ptr<const domain::View> view = rooms.store.Latest();
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  return ContactsIn(*view, DayAt(rooms.clock.Now(), zone));
}

void AddContactsMethod(const Rooms& rooms, MethodTable& methods) {
  const auto contacts = std::make_shared<EmergencyContacts>();
  // So that they are known from the start on; a ledger that begins has none.
  contacts->Answer(ReadContacts(rooms), rooms.clock.Now()).IgnoreError();
  methods.AnswerHere<v1::GetEmergencyContactsRequest, v1::GetEmergencyContactsResponse>(
      "candor.v1.EmergencyService.GetEmergencyContacts",
      [rooms, contacts](const Call& call, const v1::GetEmergencyContactsRequest& /*request*/,
                        v1::GetEmergencyContactsResponse& response) -> absl::Status {
        CANDOR_ASSIGN_OR_RETURN(response, contacts->Answer(ReadContacts(rooms), call.received));
        return absl::OkStatus();
      });
}

}  // namespace

void AddEmergencyService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.EmergencyService.ApproveEmergency", rooms, ApproveEmergency);
  methods.AnswerLater("candor.v1.EmergencyService.AskEmergency", rooms, AskEmergency);
  methods.AnswerLater("candor.v1.EmergencyService.EndEmergency", rooms, EndEmergency);
  methods.Answer("candor.v1.EmergencyService.ListEmergencies", rooms, ListEmergencies);
  methods.AnswerLater("candor.v1.EmergencyService.RefuseEmergency", rooms, RefuseEmergency);
  methods.AnswerLater("candor.v1.EmergencyService.ReviewEmergency", rooms, ReviewEmergency);
  AddContactsMethod(rooms, methods);
}

}  // namespace candor::rpc
