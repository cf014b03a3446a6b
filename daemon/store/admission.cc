#include "daemon/store/admission.h"

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/store/access_checks.h"
#include "daemon/store/case_gate.h"
#include "daemon/store/course_checks.h"
#include "daemon/store/emergency_checks.h"
#include "daemon/store/enrolment_checks.h"
#include "daemon/store/erasure_checks.h"
#include "daemon/store/keys.h"
#include "daemon/store/staffing_checks.h"

namespace candor::store {
namespace {

absl::Status CheckReferences(const PreparedRecord& record, StoredProjections& rows) {
  for (const Reference& reference : record.members) {
    if (rows.Has(keys::Member(MemberId(reference.id)))) continue;
    return WithDetail(
        absl::NotFoundError(absl::StrCat(reference.field, ": there is no such member; add the member first")),
        {reference.field, "not_found"});
  }
  for (const Reference& reference : record.cases) {
    if (rows.Has(keys::Case(CaseId(reference.id)))) continue;
    return WithDetail(
        absl::NotFoundError(absl::StrCat(reference.field, ": there is no such case; open it first or check its name")),
        {reference.field, "not_found"});
  }
  return absl::OkStatus();
}

absl::Status Taken(std::string_view field, std::string_view reason, const char* message) {
  return WithDetail(absl::AlreadyExistsError(message), {std::string(field), std::string(reason)});
}

absl::Status Check(const domain::MemberRecorded& member, StoredProjections& rows, absl::Time /*now*/) {
  const auto holder = rows.IdAt(keys::MemberByName(member.name_digest));
  if (holder && MemberId(*holder) != member.id) {
    return Taken("display_name", "name_taken",
                 "display_name: another member has this name; give one that tells them apart");
  }
  return absl::OkStatus();
}

absl::Status Check(const domain::CaseRecorded& recorded, StoredProjections& rows, absl::Time /*now*/) {
  if (rows.Has(keys::CaseByCode(recorded.code_digest))) {
    return Taken("code", "code_taken", "code: there is a case with this code; use it or give another code");
  }
  if (rows.Has(keys::Case(recorded.id))) return Taken("case", "id_taken", "case: there is a case of this name");
  return absl::OkStatus();
}

// Whether the entry comes from a case that goes into the one where it is written.
bool IsMerging(const domain::EntryHeader& header, StoredProjections& rows) {
  const domain::SubjectId& from = header.moved_from.subject;
  if (header.moved_from.entry.empty() || from.kind != domain::SubjectKind::kCase) return false;
  const auto merged = rows.GetMerged(from.case_id());
  return merged && domain::SubjectId::Of(merged->into) == header.subject;
}

// A recall is for the first day, and for what nobody else has read, wherever it stood before.
absl::Status CheckRecall(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now) {
  EntryId id = header.revises;
  while (!id.empty()) {
    const auto row = rows.GetEntry(id);
    const auto written = row ? rows.HeaderAt(row->number) : std::nullopt;
    if (!written) return rows.status();
    if (!written->revises.empty()) {
      id = written->revises;
      continue;
    }
    if (!written->personal) {
      return FailedField("revises", "not_personal",
                         "only a private note can be called back; this one is taken back with `candor entry retract`");
    }
    if (rows.HasAny(keys::ReadsOf(id))) {
      return FailedField("revises", "seen",
                         "somebody else has read it by now, so it cannot be called back unseen; it can be taken back "
                         "with `candor entry retract`, or talked about");
    }
    if (now > row->recorded_at + domain::kRecallWindow) {
      return FailedField("revises", "too_late",
                         "a private note can be called back for one day, and that day is over; it can still be taken "
                         "back with `candor entry retract`");
    }
    id = written->moved_from.entry;
  }
  return rows.status();
}

absl::Status CheckRevision(const domain::EntryHeader& header, StoredProjections& rows, absl::Time now) {
  const auto revised = rows.GetEntry(header.revises);
  if (!revised) {
    CANDOR_RETURN_IF_ERROR(rows.status());
    return FailedField("revises", "unknown_entry", "there is no such entry to revise; check its name");
  }
  if (revised->subject != header.subject) {
    return FailedField("revises", "other_subject",
                       "the entry belongs to another case or member; retract it there and record it here");
  }
  const auto before = rows.HeaderAt(revised->number);
  if (before && before->retracts) {
    return FailedField("revises", "is_retraction", "a retraction is not revised; record the entry anew instead");
  }
  if (before && before->personal != header.personal) {
    return FailedField("revises", "other_class",
                       "the entry is of another kind; retract it, and record what happened as an entry of its own");
  }
  const auto line = rows.GetTimeline(revised->subject, revised->place);
  if (line && line->retracted) {
    return FailedField("revises", "retracted", "the entry has been taken back; write a new one");
  }
  if (header.take_back == domain::TakeBack::kRecalled) return CheckRecall(header, rows, now);
  return rows.status();
}

absl::Status GoneTo(std::string_view field, const domain::MergedRow& merged) {
  return FailedField(field, "case_merged",
                     absl::StrCat("the case was merged into another; use cases/", merged.into.ToString()));
}

// What is merged takes nothing more in but that something left it.
absl::Status CheckNotMerged(const domain::EntryHeader& header, StoredProjections& rows) {
  if (header.take_back == domain::TakeBack::kMoved) return absl::OkStatus();
  if (header.subject.kind == domain::SubjectKind::kCase) {
    if (const auto merged = rows.GetMerged(header.subject.case_id())) return GoneTo("parent", *merged);
  }
  for (const CaseId& covered : domain::CoversOf(header)) {
    if (const auto merged = rows.GetMerged(covered)) return GoneTo("facts.covers", *merged);
  }
  return rows.status();
}

absl::Status Check(const domain::EntryRecorded& entry, StoredProjections& rows, absl::Time now) {
  const domain::EntryHeader& header = entry.header;
  if (rows.Has(keys::Entry(header.id))) return Taken("entry", "id_taken", "entry: there is an entry of this name");
  if (!header.batch.empty() && !rows.Has(keys::Batch(header.batch))) {
    return WithDetail(absl::NotFoundError("batch: there is no such import; begin it first"), {"batch", "not_found"});
  }
  CANDOR_RETURN_IF_ERROR(CheckNotMerged(header, rows));
  if (!header.revises.empty()) CANDOR_RETURN_IF_ERROR(CheckRevision(header, rows, now));
  CANDOR_RETURN_IF_ERROR(CheckPartsAreTheirsToGive(header, rows, now));
  CANDOR_RETURN_IF_ERROR(CheckNoneSaysOtherwise(header, rows));
  return IsMerging(header, rows) ? rows.status() : CheckSaysWhatItIsFor(header, rows);
}

absl::Status Check(const domain::FirstRead& read, StoredProjections& rows, absl::Time /*now*/) {
  const auto row = rows.GetEntry(read.entry);
  const auto line = row ? rows.GetTimeline(row->subject, row->place) : std::nullopt;
  if (line && line->retracted && domain::IsRecall(line->take_back)) {
    return absl::AbortedError("something changed while this was being answered; ask again");
  }
  return rows.status();
}

// Whether two episodes become one is decided by who merges the cases.
absl::Status Check(const domain::CaseMerged& merged, StoredProjections& rows, absl::Time /*now*/) {
  if (const auto gone = rows.GetMerged(merged.from)) return GoneTo("name", *gone);
  if (const auto gone = rows.GetMerged(merged.into)) return GoneTo("into", *gone);
  for (const CaseId& id : {merged.from, merged.into}) {
    const auto newest = rows.NewestOf(domain::SubjectId::Of(id));
    if (newest && *newest >= merged.decided_at) {
      return absl::AbortedError("something was recorded about one of the two cases meanwhile; send this again");
    }
  }
  return rows.status();
}

absl::Status Check(const domain::DecisionRecorded& decision, StoredProjections& rows, absl::Time /*now*/) {
  if (!rows.Has(keys::FollowUp(decision.subject, decision.follow_up))) {
    return WithDetail(absl::NotFoundError("parent: there is no such follow-up; check its name"),
                      {"parent", "not_found"});
  }
  const std::optional<domain::DecisionRow> known = rows.GetDecision(decision.id);
  if (!known) return rows.status();
  const bool about_the_same = known->subject == decision.subject && known->follow_up == decision.follow_up;
  const bool answers = decision.state != domain::DecisionState::kProposed;
  if (about_the_same && answers && known->state == domain::DecisionState::kProposed) return absl::OkStatus();
  return Taken("decision", "id_taken", "decision: there is a decision of this name");
}

absl::Status Check(const domain::ErasureRecorded& erasure, StoredProjections& rows, absl::Time /*now*/) {
  return CheckErasure(erasure, rows);
}

absl::Status Check(const domain::HoldRecorded& hold, StoredProjections& rows, absl::Time /*now*/) {
  return CheckHold(hold, rows);
}

// Each goes on from what stands, so one that does not know of the newest would undo it.
absl::Status Check(const domain::Activation& activation, StoredProjections& rows, absl::Time /*now*/) {
  if (!activation.decided_at) return absl::OkStatus();
  const std::optional<uint64_t> newest = rows.NewestActivation();
  if (newest && *newest >= *activation.decided_at) {
    return absl::AbortedError("the policies were changed meanwhile; look at them and send this again");
  }
  return rows.status();
}

absl::Status Check(const domain::Batch& batch, StoredProjections& rows, absl::Time /*now*/) {
  if (!rows.Has(keys::Batch(batch.id))) return absl::OkStatus();
  return Taken("batch", "id_taken", "batch: there is an import of this name");
}

absl::Status Check(const domain::EnrolmentRecorded& enrolment, StoredProjections& rows, absl::Time /*now*/) {
  return CheckEnrolment(enrolment.event, rows);
}

absl::Status Check(const domain::RoleChange& change, StoredProjections& rows, absl::Time /*now*/) {
  return CheckRole(change, rows);
}

absl::Status Check(const domain::LogReviewed& review, StoredProjections& rows, absl::Time /*now*/) {
  if (!rows.GetOversight(domain::OversightKind::kLogReview, review.id)) return rows.status();
  return Taken("review", "id_taken", "review: there is a review of this name");
}

absl::Status Check(const domain::Disclosed& disclosed, StoredProjections& rows, absl::Time /*now*/) {
  if (!rows.GetOversight(domain::OversightKind::kDisclosure, disclosed.id.bytes())) return rows.status();
  return Taken("disclosure", "id_taken", "disclosure: there is a disclosure of this name");
}

absl::Status Check(const domain::Emergency& emergency, StoredProjections& rows, absl::Time /*now*/) {
  return CheckEmergency(emergency, rows);
}

// Nothing else depends on the state.
template <class Other>
absl::Status Check(const Other& /*other*/, StoredProjections& /*rows*/, absl::Time /*now*/) {
  return absl::OkStatus();
}

// What stands under the name that a record would take.
struct Earlier {
  IdBytes request{};  // digest of the call that made it
  domain::Appended appended;
};

std::optional<Earlier> FindEarlier(const domain::EntryRecorded& entry, StoredProjections& rows) {
  const auto row = rows.GetEntry(entry.header.id);
  if (!row) return std::nullopt;
  return Earlier{row->content, {row->number, row->recorded_at, true, entry.header.id, row->subject}};
}

template <class Row>
std::optional<Earlier> EarlierIn(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  Earlier earlier{row->request, {}};
  earlier.appended.first_number = row->number;
  earlier.appended.duplicate = true;
  return earlier;
}

std::optional<Earlier> FindEarlier(const domain::MemberRecorded& member, StoredProjections& rows) {
  return EarlierIn(rows.GetMember(member.id));
}

std::optional<Earlier> FindEarlier(const domain::CaseRecorded& recorded, StoredProjections& rows) {
  return EarlierIn(rows.GetCase(recorded.id));
}

std::optional<Earlier> FindEarlier(const domain::DecisionRecorded& decision, StoredProjections& rows) {
  return EarlierIn(rows.GetDecision(decision.id));
}

std::optional<Earlier> FindEarlier(const domain::ErasureRecorded& erasure, StoredProjections& rows) {
  return EarlierIn(rows.GetErasure(erasure.id));
}

std::optional<Earlier> FindEarlier(const domain::HoldRecorded& hold, StoredProjections& rows) {
  return EarlierIn(rows.GetHold(hold.subject, hold.id));
}

std::optional<Earlier> FindEarlier(const domain::RoleChange& change, StoredProjections& rows) {
  return EarlierIn(rows.GetRole(change.member, change.id));
}

std::optional<Earlier> FindEarlier(const domain::LogReviewed& review, StoredProjections& rows) {
  return EarlierIn(rows.GetOversight(domain::OversightKind::kLogReview, review.id));
}

std::optional<Earlier> FindEarlier(const domain::Disclosed& disclosed, StoredProjections& rows) {
  return EarlierIn(rows.GetOversight(domain::OversightKind::kDisclosure, disclosed.id.bytes()));
}

std::optional<Earlier> FindEarlier(const domain::Emergency& emergency, StoredProjections& rows) {
  std::optional<Earlier> earlier = EarlierIn(rows.GetEmergency(emergency.id));
  if (earlier) earlier->appended.first_number = rows.GetEmergency(emergency.id)->asked;
  return earlier;
}

std::optional<Earlier> FindEarlier(const domain::Activation& activation, StoredProjections& rows) {
  return EarlierIn(rows.FindActivation(activation.id));
}

std::optional<Earlier> FindEarlier(const domain::ReportSignedRecorded& signature, StoredProjections& rows) {
  const auto found = rows.FindSignature(signature.from, signature.to, signature.id);
  if (!found) return std::nullopt;
  Earlier earlier{found->second.request, {}};
  earlier.appended.first_number = found->first;
  earlier.appended.duplicate = true;
  return earlier;
}

// The same call merges once; another one is told where the case went.
std::optional<Earlier> FindEarlier(const domain::CaseMerged& merged, StoredProjections& rows) {
  const auto row = rows.GetMerged(merged.from);
  if (!row || row->request != merged.request) return std::nullopt;
  Earlier earlier{row->request, {}};
  earlier.appended.duplicate = true;
  return earlier;
}

// Nothing else has a name that follows from a call.
template <class Other>
std::optional<Earlier> FindEarlier(const Other& /*other*/, StoredProjections& /*rows*/) {
  return std::nullopt;
}

IdBytes RequestOf(const domain::EntryRecorded& entry) {
  return entry.content;
}

template <class Recorded>
IdBytes RequestOf(const Recorded& recorded) {
  if constexpr (requires { recorded.request; }) {
    return recorded.request;
  } else {
    return {};
  }
}

}  // namespace

absl::StatusOr<std::optional<domain::Appended>> FindRepetition(const PreparedTransaction& transaction,
                                                               StoredProjections& rows) {
  for (const PreparedRecord& record : transaction.records) {
    if (record.repeatable == PreparedRecord::Repeatable::kNo) continue;
    const auto earlier = std::visit([&](const auto& what) { return FindEarlier(what, rows); }, record.what);
    CANDOR_RETURN_IF_ERROR(rows.status());
    if (!earlier) continue;
    const IdBytes request = std::visit([](const auto& what) { return RequestOf(what); }, record.what);
    if (record.repeatable == PreparedRecord::Repeatable::kRequest && earlier->request != request) {
      return Taken("request_id", "request_id_reused",
                   "request_id: it was used for another call before; give a new one");
    }
    return std::optional<domain::Appended>(earlier->appended);
  }
  return std::optional<domain::Appended>();
}

absl::Status CheckAgainstState(const PreparedRecord& record, StoredProjections& rows, absl::Time now) {
  CANDOR_RETURN_IF_ERROR(CheckReferences(record, rows));
  CANDOR_RETURN_IF_ERROR(std::visit([&](const auto& what) { return Check(what, rows, now); }, record.what));
  return rows.status();
}

}  // namespace candor::store
