#include "daemon/rpc/sight_preview.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/case_sight.h"
#include "daemon/rpc/entry_corrections.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

// What is to be tried out, and what the store says about it as the caller may read it.
struct TriedOut {
  std::vector<domain::Entry> entries;
  std::function<absl::Status(const absl::Status&)> as_sent;
};

absl::StatusOr<TriedOut> TryNewEntry(const Question& question, const Call& call,
                                     const v1::PreviewEntryRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftNewEntry(*question.view, call.caller, question.today,
                                                             request.parent(), request.entry()));
  const domain::Kind kind = entry.kind;
  TriedOut tried{{}, [kind](const absl::Status& status) { return AboutEntry(status, kind, "entry"); }};
  tried.entries.push_back(std::move(entry));
  return tried;
}

absl::StatusOr<TriedOut> TryAmendment(Question& question, const Call& call, const v1::PreviewEntryRequest& request) {
  v1::AmendEntryRequest amend;
  amend.set_name(request.name());
  *amend.mutable_entry() = request.entry();
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftAmendment(question, call, amend));
  const domain::Kind kind = entry.kind;
  TriedOut tried{{}, [kind](const absl::Status& status) { return AboutEntry(status, kind, "entry"); }};
  tried.entries.push_back(std::move(entry));
  return tried;
}

absl::StatusOr<TriedOut> TryTakingBack(Question& question, const Call& call, const v1::PreviewEntryRequest& request) {
  v1::RetractEntryRequest retract;
  retract.set_name(request.name());
  *retract.mutable_retraction() = request.retraction();
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftTakingBack(question, call, retract));
  const domain::Kind kind = entry.kind;
  TriedOut tried{{}, [kind](const absl::Status& status) { return AboutEntry(status, kind, ""); }};
  tried.entries.push_back(std::move(entry));
  return tried;
}

absl::StatusOr<TriedOut> TryRefiling(Question& question, const Call& call, const v1::PreviewEntryRequest& request) {
  v1::RefileEntryRequest refile;
  refile.set_name(request.name());
  refile.set_case_(request.case_());
  CANDOR_ASSIGN_OR_RETURN(domain::Transaction transaction, DraftRefiling(question, call, refile));
  TriedOut tried{{}, AboutRefiling};
  for (domain::Change& change : transaction.changes) {
    tried.entries.push_back(std::move(std::get<domain::NewEntry>(change).entry));
  }
  return tried;
}

absl::StatusOr<TriedOut> TryOut(Question& question, const Call& call, const v1::PreviewEntryRequest& request) {
  if (request.name().empty()) return TryNewEntry(question, call, request);
  const int asked =
      (request.has_entry() ? 1 : 0) + (request.has_retraction() ? 1 : 0) + (request.case_().empty() ? 0 : 1);
  if (asked != 1) {
    return InvalidField("name", "correction", "give with it what is asked about: `entry`, `retraction` or `case`");
  }
  if (request.has_entry()) return TryAmendment(question, call, request);
  return request.has_retraction() ? TryTakingBack(question, call, request) : TryRefiling(question, call, request);
}

void WriteNames(const std::set<MemberId>& members, google::protobuf::RepeatedPtrField<std::string>* out) {
  for (const MemberId& each : members) *out->Add() = MemberName(each);
}

std::set<MemberId> Without(const std::set<MemberId>& all, const std::set<MemberId>& others) {
  std::set<MemberId> rest;
  std::set_difference(all.begin(), all.end(), others.begin(), others.end(), std::inserter(rest, rest.end()));
  return rest;
}

}  // namespace

absl::StatusOr<CaseReaders> ReadersOf(const domain::View& view, const std::set<CaseId>& cases, Day today) {
  CaseReaders readers;
  for (const CaseId& id : cases) {
    ReadersOfCase& of_case = readers[id];
    CANDOR_ASSIGN_OR_RETURN(of_case.readers, domain::WhoSeesCase(view, id, today));
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseCourse course, view.GetCourse(id));
    for (const domain::Part& part : course.parts) of_case.with_part.insert(part.therapist);
  }
  return readers;
}

void WriteSightChanges(const CaseReaders& before, const CaseReaders& after,
                       google::protobuf::RepeatedPtrField<v1::SightChange>* out) {
  for (const auto& [id, saw] : before) {
    const auto see = after.find(id);
    if (see == after.end()) continue;
    std::set<MemberId> gain = Without(see->second.readers, saw.readers);
    // Whoever acts for a therapist for a few days sees the case already, and by a part would go on to.
    gain.merge(Without(see->second.with_part, saw.with_part));
    const std::set<MemberId> lose = Without(saw.readers, see->second.readers);
    if (gain.empty() && lose.empty()) continue;
    v1::SightChange* change = out->Add();
    change->set_case_(CaseName(id));
    WriteNames(gain, change->mutable_gains());
    WriteNames(lose, change->mutable_loses());
  }
}

void WriteSightChanges(const CaseReaders& before, const CaseReaders& after, v1::EntryPreview* out) {
  WriteSightChanges(before, after, out->mutable_sight());
  std::set<std::string> gain;
  std::set<std::string> lose;
  for (const v1::SightChange& change : out->sight()) {
    gain.insert(change.gains().begin(), change.gains().end());
    lose.insert(change.loses().begin(), change.loses().end());
  }
  for (const std::string& each : gain) out->add_gains_sight(each);
  for (const std::string& each : lose) out->add_loses_sight(each);
}

absl::StatusOr<v1::EntryPreview> PreviewSight(const Rooms& rooms, const Call& call, Question& question,
                                              const v1::PreviewEntryRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(TriedOut tried, TryOut(question, call, request));
  std::set<CaseId> cases;
  for (const domain::Entry& entry : tried.entries) {
    const domain::SubjectId& subject = entry.header.subject;
    if (subject.kind == domain::SubjectKind::kCase) cases.insert(subject.case_id());
  }
  const std::unique_ptr<domain::Trial> trial = rooms.store.Try();
  CANDOR_ASSIGN_OR_RETURN(const CaseReaders before, ReadersOf(*trial->Outcome(), cases, question.today));
  for (domain::Entry& entry : tried.entries) {
    const auto added = trial->AddEntry(std::move(entry));
    if (!added.ok()) return tried.as_sent(added.status());
  }
  CANDOR_ASSIGN_OR_RETURN(const CaseReaders after, ReadersOf(*trial->Outcome(), cases, question.today));
  v1::EntryPreview preview;
  WriteSightChanges(before, after, &preview);
  return preview;
}

}  // namespace candor::rpc
