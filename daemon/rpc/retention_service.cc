#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/retention.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/erasure_reach.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/retention.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/retention_wire.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoErasure =
    "no such erasure; whoever asked for it has its name from `candor retention list`";

const char* BlockText(domain::RetentionBlock block) {
  switch (block) {
    case domain::RetentionBlock::kHold:
      return "a legal hold forbids it; see `candor hold list`";
    case domain::RetentionBlock::kOpen:
      return "a follow-up is open; close it first";
    case domain::RetentionBlock::kAct:
      return "an act, a concern, a complaint or another matter is on file with it; it is kept as long as the case";
  }
  return "";
}

// One page of what is due, as of now.
absl::StatusOr<v1::ListDueErasuresResponse> DuePage(const Rooms& rooms, const Call& call,
                                                    const v1::ListDueErasuresRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  Day by = question.today;
  if (request.has_by()) {
    CANDOR_ASSIGN_OR_RETURN(by, DayFromWire(request.by(), "by"));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::DueErasure> all,
                          domain::ListDue(*question.view, rooms.policies, question.today, by));
  v1::ListDueErasuresResponse response;
  size_t i = begin;
  for (; i < all.size() && i - begin < limit; ++i) rpc::ToWire(all[i], response.add_due());
  if (i < all.size()) response.set_next_page_token(TokenAfterCount(i));
  return response;
}

// Reads every timeline, so not on a thread that serves calls. The store outlives the call: the server is shut down
// before it is closed, and waits for whatever has not been answered.
void ListDueErasures(const Rooms& rooms, const Call& call, const v1::ListDueErasuresRequest& request,
                     const Reply<v1::ListDueErasuresResponse>& reply) {
  std::thread([rooms, call, request, reply] { reply(DuePage(rooms, call, request)); }).detach();
}

// What the schedule says of just this today. FAILED_PRECONDITION about `field` when it is not to go, or something
// blocks it.
absl::StatusOr<domain::DueErasure> DueToday(const Rooms& rooms, const Question& question,
                                            const domain::SubjectId& subject,
                                            const std::vector<domain::KeyClass>& classes, std::string_view field) {
  const domain::View& view = *question.view;
  const bool of_case = subject.kind == domain::SubjectKind::kCase;
  CANDOR_ASSIGN_OR_RETURN(const domain::RetentionFacts facts, of_case
                                                                  ? domain::CaseRetention(view, subject.case_id())
                                                                  : domain::MemberRetention(view, subject.member_id()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RetentionValue> schedule,
                          domain::ScheduleOf(view, rooms.policies, subject, question.today));
  const bool whole = classes.size() > 1;
  const std::optional<domain::DueErasure> due =
      whole ? domain::CaseDue(facts, schedule) : domain::PersonalDue(facts, schedule);
  if (!due || due->due > question.today) {
    return FailedField(field, "not_due", "no schedule says that it is to go by now; see `candor retention due`");
  }
  if (!due->blocks.empty()) return FailedField(field, "blocked", BlockText(due->blocks.front()));
  return *due;
}

// Sees early what the store would refuse at the end, before a second person is asked.
absl::Status CheckMayBeErased(const Question& question, const domain::SubjectId& subject,
                              const std::vector<domain::KeyClass>& classes) {
  CANDOR_ASSIGN_OR_RETURN(const bool erased, question.view->HasErased(subject, domain::KeyClass::kGeneral));
  if (erased) return FailedField("subject", "erased", "it was erased already; see `candor retention list`");
  CANDOR_ASSIGN_OR_RETURN(bool held, domain::IsHeld(*question.view, subject));
  // What was moved into it would be erased where it stood before, too.
  CANDOR_ASSIGN_OR_RETURN(const domain::ErasureReach reach, domain::ReachOf(*question.view, subject, classes));
  for (const auto& [before, entries] : reach.sealed_elsewhere) {
    CANDOR_ASSIGN_OR_RETURN(const bool held_there, domain::IsHeld(*question.view, before));
    held |= held_there;
  }
  if (held) return FailedField("subject", "held", BlockText(domain::RetentionBlock::kHold));
  return absl::OkStatus();
}

absl::StatusOr<domain::Erasure> ReadErasure(const Rooms& rooms, const Question& question, const Call& call,
                                            const v1::ProposeErasureRequest& request) {
  domain::Erasure erasure;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "erasure", request.request_id()));
  erasure.id = ErasureId(id);
  CANDOR_ASSIGN_OR_RETURN(erasure.subject, ParseSubject(request.subject(), "subject"));
  CANDOR_RETURN_IF_ERROR(CheckSubjectIsThere(*question.view, erasure.subject, "subject"));
  CANDOR_ASSIGN_OR_RETURN(erasure.classes, ClassesFrom(request.scope(), erasure.subject, "scope"));
  if (request.reason().size() > domain::kMaxReasonBytes) {
    return InvalidField("reason", "too_long", "too long; use at most 16 KiB");
  }
  erasure.proposer = call.caller.acting_for;
  erasure.caller = call.caller;
  erasure.reason = Sensitive<std::string>(request.reason());
  erasure.why = request.by_schedule() ? domain::ErasureWhy::kSchedule : domain::ErasureWhy::kRequest;
  // The same call again is answered with what it made, whatever has become of it since.
  if (!request.request_id().empty()) {
    const absl::Status made = question.view->GetErasure(erasure.id).status();
    if (made.ok()) return erasure;
    if (!absl::IsNotFound(made)) return made;
  }
  CANDOR_RETURN_IF_ERROR(CheckMayBeErased(question, erasure.subject, erasure.classes));
  if (!request.by_schedule()) {
    if (request.reason().empty()) return MissingField("reason", "say why");
    return erasure;
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::DueErasure due,
                          DueToday(rooms, question, erasure.subject, erasure.classes, "by_schedule"));
  erasure.profile = due.by.profile;
  erasure.parameter = due.by.parameter;
  erasure.due = due.due;
  return erasure;
}

// What was erased elsewhere with a key, by number and leaf. With the key for everything goes that for private notes.
absl::StatusOr<std::vector<domain::NamedRecord>> ErasedElsewhere(const Rooms& rooms, const domain::View& view,
                                                                 const domain::Erasure& erasure,
                                                                 domain::KeyClass key_class) {
  const bool whole = key_class == domain::KeyClass::kGeneral;
  const std::vector<domain::KeyClass> classes = whole ? erasure.classes : std::vector<domain::KeyClass>{key_class};
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, domain::RecordsErasedElsewhere(view, erasure, classes));
  std::vector<domain::NamedRecord> named;
  named.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(const domain::TreeHash leaf, rooms.store.evidence().LeafHash(number));
    named.push_back({number, leaf});
  }
  return named;
}

// One for each key that went, or more where much was erased elsewhere.
absl::Status WriteCertificates(const Rooms& rooms, const domain::View& view, const domain::Erasure& erasure,
                               v1::Erasure* out) {
  if (erasure.state != domain::DecisionState::kInForce) return absl::OkStatus();
  domain::ErasureStatement statement;
  statement.subject = erasure.subject;
  statement.record = erasure.number;
  statement.erased_at = erasure.recorded_at;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::BackupTaken> backups, view.ListBackups());
  for (const domain::BackupTaken& each : backups) {
    if (each.made_at <= erasure.recorded_at) statement.known.push_back({each.backup, each.made_at});
  }
  std::sort(statement.known.begin(), statement.known.end(),
            [](const auto& a, const auto& b) { return a.made_at < b.made_at; });
  for (const domain::ErasedKeyCheck& key : erasure.keys) {
    statement.key_class = key.key_class;
    CANDOR_ASSIGN_OR_RETURN(statement.elsewhere, ErasedElsewhere(rooms, view, erasure, key.key_class));
    for (std::string& certificate : rooms.store.evidence().Certify(statement)) {
      out->add_certificates(std::move(certificate));
    }
  }
  return absl::OkStatus();
}

// The erasures of what had gone into the case, which were recorded in the same step.
absl::StatusOr<std::vector<domain::Erasure>> ErasedWith(const domain::View& view, const domain::Erasure& erasure) {
  std::vector<domain::Erasure> with_it;
  if (erasure.subject.kind != domain::SubjectKind::kCase) return with_it;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, view.CasesMergedInto(erasure.subject.case_id()));
  if (merged.empty()) return with_it;
  CANDOR_ASSIGN_OR_RETURN(with_it, view.ListErasures());
  std::erase_if(with_it, [&](const domain::Erasure& each) {
    const bool same_step = each.state == domain::DecisionState::kInForce && each.number > erasure.number &&
                           each.recorded_at == erasure.recorded_at;
    return !same_step || each.subject.kind != domain::SubjectKind::kCase ||
           !std::binary_search(merged.begin(), merged.end(), each.subject.case_id());
  });
  return with_it;
}

// NOT_FOUND about `name`.
absl::StatusOr<domain::Erasure> ErasureOf(const domain::View& view, const ErasureId& id) {
  auto erasure = view.GetErasure(id);
  if (absl::IsNotFound(erasure.status())) return NotFoundField("name", kNoErasure);
  return erasure;
}

absl::Status WriteWhole(const Rooms& rooms, const domain::View& view, const domain::Erasure& erasure,
                        v1::Erasure* out) {
  rpc::ToWire(erasure, out);
  CANDOR_RETURN_IF_ERROR(WriteCertificates(rooms, view, erasure, out));
  CANDOR_ASSIGN_OR_RETURN(domain::ErasureReach reach, domain::ReachOf(view, erasure.subject, erasure.classes));
  if (erasure.state == domain::DecisionState::kInForce) {
    reach.merged.clear();
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Erasure> with_it, ErasedWith(view, erasure));
    for (const domain::Erasure& each : with_it) {
      reach.merged.push_back(each.subject.case_id());
      CANDOR_RETURN_IF_ERROR(WriteCertificates(rooms, view, each, out));
    }
  }
  WriteReach(reach, out);
  return absl::OkStatus();
}

// Rules about members were told of the case's follow-ups, and are told no longer.
void TellOfErasures(const Rooms& rooms, const domain::View& view, const std::vector<ErasureId>& ids) {
  std::set<MemberId> therapists;
  for (const ErasureId& id : ids) {
    const auto erasure = view.GetErasure(id);
    if (!erasure.ok() || erasure->state != domain::DecisionState::kInForce) continue;
    if (erasure->subject.kind != domain::SubjectKind::kCase) continue;
    const auto follow_ups = view.FollowUpsOf(erasure->subject);
    if (!follow_ups.ok()) continue;
    for (const domain::FollowUp& each : *follow_ups) therapists.insert(each.clear.therapist);
  }
  for (const MemberId& therapist : therapists) rooms.assessments.FollowUpDecided(therapist);
}

// What is said once they are recorded: the first, as it stands then.
template <class Response>
absl::StatusOr<Response> AfterRecording(const Rooms& rooms, const std::vector<ErasureId>& ids) {
  const std::shared_ptr<const domain::View> view = rooms.store.Latest();
  TellOfErasures(rooms, *view, ids);
  Response response;
  CANDOR_ASSIGN_OR_RETURN(const domain::Erasure erasure, ErasureOf(*view, ids.front()));
  CANDOR_RETURN_IF_ERROR(WriteWhole(rooms, *view, erasure, response.mutable_erasure()));
  return response;
}

// Appends them, and replies with the first. What is to be said of them reads timelines, so not on the thread on which
// the store appends.
template <class Response>
void RecordErasures(const Rooms& rooms, std::vector<domain::Erasure> erasures, std::string sent,
                    const Reply<Response>& reply) {
  std::vector<ErasureId> ids;
  domain::Transaction transaction{{}, std::move(sent)};
  for (domain::Erasure& each : erasures) {
    ids.push_back(each.id);
    transaction.changes.emplace_back(std::move(each));
  }
  rooms.store.Append(std::move(transaction), [rooms, ids, reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    std::thread([rooms, ids, reply] { reply(AfterRecording<Response>(rooms, ids)); }).detach();
  });
}

absl::StatusOr<v1::ProposeErasureResponse> WhatWouldGo(const Question& question, const domain::Erasure& erasure) {
  v1::ProposeErasureResponse response;
  rpc::ToWire(erasure, response.mutable_erasure());
  response.mutable_erasure()->clear_name();
  response.mutable_erasure()->clear_recorded_at();
  CANDOR_ASSIGN_OR_RETURN(const domain::ErasureReach reach,
                          domain::ReachOf(*question.view, erasure.subject, erasure.classes));
  WriteReach(reach, response.mutable_erasure());
  return response;
}

void ProposeErasure(const Rooms& rooms, const Call& call, const v1::ProposeErasureRequest& request,
                    const Reply<v1::ProposeErasureResponse>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto erasure = ReadErasure(rooms, *question, call, request);
  if (!erasure.ok()) return reply(erasure.status());
  if (request.validate_only()) return reply(WhatWouldGo(*question, *erasure));
  RecordErasures(rooms, {*std::move(erasure)}, SentBy(request), reply);
}

absl::StatusOr<domain::Erasure> ProposedErasure(const Question& question, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const ErasureId id, ParseErasure(name, "name"));
  CANDOR_ASSIGN_OR_RETURN(domain::Erasure erasure, ErasureOf(*question.view, id));
  if (erasure.state != domain::DecisionState::kProposed) {
    return FailedField("name", "not_proposed", "it waits for nobody any more; see `candor retention list`");
  }
  erasure.keys.clear();
  return erasure;
}

// What had gone into the case goes with it, each by a record of its own: it has a key of its own.
absl::StatusOr<std::vector<domain::Erasure>> WithMerged(const domain::View& view, domain::Erasure erasure) {
  CANDOR_ASSIGN_OR_RETURN(const domain::ErasureReach reach, domain::ReachOf(view, erasure.subject, erasure.classes));
  std::vector<domain::Erasure> all = {std::move(erasure)};
  for (const CaseId& merged : reach.merged) {
    domain::Erasure each = all.front();
    each.id = ErasureId::Random();
    each.subject = domain::SubjectId::Of(merged);
    all.push_back(std::move(each));
  }
  return all;
}

absl::StatusOr<std::vector<domain::Erasure>> ApprovedErasures(const Rooms& rooms, const Call& call,
                                                              const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(domain::Erasure erasure, ProposedErasure(question, name));
  CANDOR_RETURN_IF_ERROR(CheckSecondPerson(question, erasure.subject, erasure.proposer));
  // Something may have come to it since.
  if (erasure.why == domain::ErasureWhy::kSchedule) {
    CANDOR_RETURN_IF_ERROR(DueToday(rooms, question, erasure.subject, erasure.classes, "name").status());
  }
  erasure.state = domain::DecisionState::kInForce;
  erasure.approver = call.caller.acting_for;
  erasure.caller = call.caller;
  return WithMerged(*question.view, std::move(erasure));
}

void ApproveErasure(const Rooms& rooms, const Call& call, const v1::ApproveErasureRequest& request,
                    const Reply<v1::ApproveErasureResponse>& reply) {
  auto erasures = ApprovedErasures(rooms, call, request.name());
  if (!erasures.ok()) return reply(erasures.status());
  RecordErasures(rooms, *std::move(erasures), "", reply);
}

void RefuseErasure(const Rooms& rooms, const Call& call, const v1::RefuseErasureRequest& request,
                   const Reply<v1::RefuseErasureResponse>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto erasure = ProposedErasure(*question, request.name());
  if (!erasure.ok()) return reply(erasure.status());
  const auto may = MayRefuse(*question, erasure->subject, erasure->proposer);
  if (!may.ok()) return reply(may.status());
  if (!*may) return reply(NotFoundField("name", kNoErasure));
  erasure->state = domain::DecisionState::kRefused;
  erasure->approver = call.caller.acting_for;
  erasure->caller = call.caller;
  RecordErasures(rooms, {*std::move(erasure)}, "", reply);
}

// Whether the caller is shown it, with its reason, which was written for who approves: the operator as such, who asked
// for it or decided about it, and while it waits whoever may approve it. Errors are the view's.
absl::StatusOr<bool> IsErasureShown(const Question& question, const domain::Erasure& erasure) {
  if (question.viewer.is_operator()) return true;
  const MemberId& caller = question.viewer.member();
  if (!caller.empty() && (caller == erasure.approver || caller == erasure.proposer)) return true;
  if (erasure.state != domain::DecisionState::kProposed) return false;
  return MayBeSecondPerson(question, erasure.subject, erasure.proposer);
}

absl::Status GetErasure(const Rooms& rooms, const Call& call, const v1::GetErasureRequest& request,
                        v1::GetErasureResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const ErasureId id, ParseErasure(request.name(), "name"));
  CANDOR_ASSIGN_OR_RETURN(const domain::Erasure erasure, ErasureOf(*question.view, id));
  CANDOR_ASSIGN_OR_RETURN(const bool shown, IsErasureShown(question, erasure));
  if (!shown) return NotFoundField("name", kNoErasure);
  CANDOR_RETURN_IF_ERROR(WriteWhole(rooms, *question.view, erasure, response.mutable_erasure()));
  // From whose records something was moved here is not what the second person decides about.
  const bool waits = erasure.state == domain::DecisionState::kProposed;
  if (waits && !question.viewer.is_operator()) response.mutable_erasure()->clear_sealed_elsewhere();
  return absl::OkStatus();
}

absl::Status ListErasures(const Rooms& rooms, const Call& call, const v1::ListErasuresRequest& request,
                          v1::ListErasuresResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Erasure> all, question.view->ListErasures());
  size_t i = begin;
  for (; i < all.size() && i - begin < limit; ++i) rpc::ToWire(all[i], response.add_erasures());
  if (i < all.size()) response.set_next_page_token(TokenAfterCount(i));
  return absl::OkStatus();
}

}  // namespace

void AddRetentionService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.RetentionService.ApproveErasure", rooms, ApproveErasure);
  methods.Answer("candor.v1.RetentionService.GetErasure", rooms, GetErasure);
  methods.AnswerLater("candor.v1.RetentionService.ListDueErasures", rooms, ListDueErasures);
  methods.Answer("candor.v1.RetentionService.ListErasures", rooms, ListErasures);
  methods.AnswerLater("candor.v1.RetentionService.ProposeErasure", rooms, ProposeErasure);
  methods.AnswerLater("candor.v1.RetentionService.RefuseErasure", rooms, RefuseErasure);
}

}  // namespace candor::rpc
