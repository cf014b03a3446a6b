#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/concern.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/fields.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// What becomes of a concern: who has it, when whom it is about is told, and who agreed that it be later.
namespace candor::rpc {
namespace {

using domain::ConcernNotice;
using domain::ConcernStep;

ConcernNotice NoticeOf(const Call& call, const SeenConcern& seen, ConcernStep step) {
  ConcernNotice notice;
  notice.id = RandomIdBytes();
  notice.subject = seen.original.entry.header.subject;
  notice.about = seen.file.entry.bytes();
  notice.step = step;
  notice.by = call.caller.acting_for;
  notice.caller = call.caller;
  return notice;
}

template <class Response>
absl::StatusOr<Response> ShowConcern(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const SeenConcern seen, FindConcern(question, name));
  Response response;
  CANDOR_RETURN_IF_ERROR(WriteConcern(question, seen, response.mutable_concern()));
  return response;
}

// Of what a step has made: how far the concern has come. Who raised it and why it is sealed are read with GetConcern,
// for which one says what for, and of which there is a record.
template <class Response>
absl::StatusOr<Response> ShowAfterStep(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Response response, ShowConcern<Response>(rooms, call, name));
  v1::Concern* concern = response.mutable_concern();
  concern->clear_reporter();
  concern->clear_anonymous();
  concern->clear_seal_proposer();
  concern->clear_seal_reason();
  concern->clear_sealed_by();
  concern->clear_sealed_second();
  concern->clear_sealed_reason();
  return response;
}

// Appends the changes, of which there are some, and replies with the concern as it stands then.
template <class Response>
void RecordSteps(const Rooms& rooms, const Call& call, absl::StatusOr<std::vector<domain::Change>> changes,
                 const std::string& name, const Reply<Response>& reply) {
  if (!changes.ok()) return reply(changes.status());
  rooms.store.Append(domain::Transaction{*std::move(changes), ""},
                     [rooms, call, name, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       reply(ShowAfterStep<Response>(rooms, call, name));
                     });
}

absl::Status GetConcern(const Rooms& rooms, const Call& call, const v1::GetConcernRequest& request,
                        v1::GetConcernResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(response, ShowConcern<v1::GetConcernResponse>(rooms, call, request.name()));
  return absl::OkStatus();
}

absl::Status ListConcerns(const Rooms& rooms, const Call& call, const v1::ListConcernsRequest& request,
                          v1::ListConcernsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  MemberId member;
  if (!request.member().empty()) {
    CANDOR_ASSIGN_OR_RETURN(member, KnownMember(*question.view, request.member(), "member"));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SeenConcern> shown, ConcernsShown(question, member));
  for (size_t i = begin; i < shown.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    v1::Concern* wire = response.add_concerns();
    CANDOR_RETURN_IF_ERROR(WriteConcern(question, shown[i], wire));
    // Which is told where one is asked for.
    wire->clear_seal_reason();
    wire->clear_sealed_reason();
  }
  return absl::OkStatus();
}

// The rules read entries: what is due until somebody has it is met by one.
absl::StatusOr<domain::Entry> DraftAcknowledged(const Question& question, const Call& call, const SeenConcern& seen) {
  const domain::EntryHeader& raised = seen.original.entry.header;
  v1::Entry wire;
  wire.mutable_concern()->set_event(v1::CONCERN_EVENT_ACKNOWLEDGED);
  if (const auto about = raised.facts.Number(domain::fields::kConcernAbout)) {
    wire.mutable_concern()->set_about(static_cast<v1::MatterTopic>(*about));
  }
  ToWire(question.today, wire.mutable_occurred()->mutable_date());
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, ReadEntryContent(wire, question.today, ""));
  entry.header.subject = raised.subject;
  entry.header.matter = seen.file.entry;
  entry.header.caller = call.caller;
  entry.header.therapist = seen.file.about;
  entry.header.author = call.caller.acting_for;
  entry.header.source = domain::Source::kColleague;
  return entry;
}

// What somebody writes as the operator as such would count as the member's own: then the step stands alone.
absl::StatusOr<std::vector<domain::Change>> Acknowledge(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const SeenConcern seen, FindConcern(question, name));
  CANDOR_RETURN_IF_ERROR(CheckSeesToIt(question, seen, "name"));
  // An answer without a step would be a read of which there is no record.
  if (seen.file.acknowledged) {
    return FailedField("name", "acknowledged",
                       "it is acknowledged already, and nothing more is needed for that; how far it has come: candor "
                       "concern show");
  }
  std::vector<domain::Change> changes;
  changes.emplace_back(NoticeOf(call, seen, ConcernStep::kAcknowledged));
  if (call.caller.acting_for.empty()) return changes;
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftAcknowledged(question, call, seen));
  changes.emplace_back(domain::NewEntry{std::move(entry), "", ""});
  return changes;
}

void AcknowledgeConcern(const Rooms& rooms, const Call& call, const v1::AcknowledgeConcernRequest& request,
                        const Reply<v1::AcknowledgeConcernResponse>& reply) {
  RecordSteps(rooms, call, Acknowledge(rooms, call, request.name()), request.name(), reply);
}

absl::Status CheckMayBeSealed(const Question& question, const SeenConcern& seen) {
  if (!seen.file.acknowledged) {
    return FailedField("name", "not_acknowledged", "nobody has it yet; acknowledge it first");
  }
  if (!seen.file.IsTold(question.today)) return absl::OkStatus();
  return FailedField("name", "told", "whom it is about has been told of it already");
}

absl::StatusOr<std::vector<domain::Change>> ProposedSeal(const Rooms& rooms, const Call& call,
                                                         const v1::ProposeSealRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const SeenConcern seen, FindConcern(question, request.name()));
  CANDOR_RETURN_IF_ERROR(CheckSeesToIt(question, seen, "name"));
  CANDOR_RETURN_IF_ERROR(CheckMayBeSealed(question, seen));
  if (seen.file.proposal) return FailedField("name", "proposed", "a seal waits for a second person already");
  CANDOR_ASSIGN_OR_RETURN(const Day until, DayFromWire(request.until(), "until"));
  if (until < *seen.file.told_on) {
    return InvalidField(
        "until", "too_early",
        absl::StrCat("they are told on ", FormatDay(*seen.file.told_on), " as it is; give a later day"));
  }
  if (until > *seen.file.seal_limit) {
    return InvalidField(
        "until", "too_late",
        absl::StrCat("no seal reaches beyond ", FormatDay(*seen.file.seal_limit), "; give that day or an earlier one"));
  }
  if (request.reason().empty()) return MissingField("reason", "say why they are told later");
  if (request.reason().size() > domain::kMaxConcernReasonBytes) {
    return InvalidField("reason", "too_long", "longer than 4 KiB; keep what matters");
  }
  ConcernNotice notice = NoticeOf(call, seen, ConcernStep::kSealProposed);
  notice.until = until;
  notice.reason = Sensitive<std::string>(request.reason());
  return std::vector<domain::Change>{std::move(notice)};
}

void ProposeSeal(const Rooms& rooms, const Call& call, const v1::ProposeSealRequest& request,
                 const Reply<v1::ProposeSealResponse>& reply) {
  RecordSteps(rooms, call, ProposedSeal(rooms, call, request), request.name(), reply);
}

// A second person agrees; whoever proposed it may end it, too.
absl::StatusOr<std::vector<domain::Change>> AnsweredSeal(const Rooms& rooms, const Call& call, const std::string& name,
                                                         ConcernStep answer) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const SeenConcern seen, FindConcern(question, name));
  CANDOR_RETURN_IF_ERROR(CheckSeesToIt(question, seen, "name"));
  if (!seen.file.proposal) return FailedField("name", "not_proposed", "no seal of it waits for anybody");
  const bool agrees = answer == ConcernStep::kSealed;
  if (agrees) CANDOR_RETURN_IF_ERROR(CheckMayBeSealed(question, seen));
  if (agrees && seen.file.proposal->by == question.viewer.member()) {
    return WithDetail(absl::PermissionDeniedError("it takes a second person; ask somebody else to approve it"),
                      {"name", "same_person"});
  }
  ConcernNotice notice = NoticeOf(call, seen, answer);
  notice.second = seen.file.proposal->by;
  notice.until = seen.file.proposal->until;
  return std::vector<domain::Change>{std::move(notice)};
}

void ApproveSeal(const Rooms& rooms, const Call& call, const v1::ApproveSealRequest& request,
                 const Reply<v1::ApproveSealResponse>& reply) {
  RecordSteps(rooms, call, AnsweredSeal(rooms, call, request.name(), ConcernStep::kSealed), request.name(), reply);
}

void RefuseSeal(const Rooms& rooms, const Call& call, const v1::RefuseSealRequest& request,
                const Reply<v1::RefuseSealResponse>& reply) {
  RecordSteps(rooms, call, AnsweredSeal(rooms, call, request.name(), ConcernStep::kSealRefused), request.name(), reply);
}

}  // namespace

void AddConcernService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.ConcernService.ListConcerns", rooms, ListConcerns);
  methods.Answer("candor.v1.ConcernService.GetConcern", rooms, GetConcern);
  methods.AnswerLater("candor.v1.ConcernService.AcknowledgeConcern", rooms, AcknowledgeConcern);
  methods.AnswerLater("candor.v1.ConcernService.ProposeSeal", rooms, ProposeSeal);
  methods.AnswerLater("candor.v1.ConcernService.ApproveSeal", rooms, ApproveSeal);
  methods.AnswerLater("candor.v1.ConcernService.RefuseSeal", rooms, RefuseSeal);
  AddUnnamedConcerns(rooms, methods);
  AddMeasureMethods(rooms, methods);
}

}  // namespace candor::rpc
