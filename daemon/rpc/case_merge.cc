#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "candor/v1/case.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/original.h"
#include "daemon/domain/supervision_merge.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/correction_draft.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/sight_preview.h"

// Two case records of one client become one, in one step: every entry of the one is moved into the other.
namespace candor::rpc {
namespace {

using domain::Episode;
using domain::RecordedEntry;
using domain::SubjectId;
using domain::TakeBack;

// They are moved in one atomic step.
constexpr size_t kMostMoved = 400;

struct Cases {
  domain::CaseFile from;
  domain::CaseFile into;
};

absl::StatusOr<domain::CaseFile> FindCase(const domain::View& view, std::string_view name, std::string_view field) {
  CANDOR_ASSIGN_OR_RETURN(const CaseId id, ParseCase(name, field));
  auto file = view.GetCase(id);
  if (absl::IsNotFound(file.status())) return NotFoundField(field, "no such case; see `candor case list`");
  return file;
}

bool Overlap(const Episode& a, const Episode& b) {
  return (!b.closed || a.opened < *b.closed) && (!a.closed || b.opened < *a.closed);
}

// Which of two therapists had the client, or whether the treatment ended while it went on, cannot be read from two
// records that say different things.
absl::Status CheckCourses(const Cases& cases) {
  for (const Episode& a : cases.from.episodes) {
    for (const Episode& b : cases.into.episodes) {
      if (!Overlap(a, b)) continue;
      const bool both_open = !a.closed && !b.closed;
      if (both_open && cases.from.holder() == cases.into.holder()) continue;
      if (both_open) {
        return FailedField("into", "two_therapists",
                           "both cases are open, with different therapists; record the ending or the transfer in one "
                           "of them first, then merge them");
      }
      return FailedField("into", "episodes_overlap",
                         "an episode of one lies across an episode of the other; correct the intake or the ending that "
                         "is wrong with `candor entry amend` or `candor entry retract`, then merge them");
    }
  }
  return absl::OkStatus();
}

// The facts, with one case in the place of another, and named once.
domain::Facts WithCase(const domain::Facts& facts, const CaseId& from, const CaseId& into) {
  domain::Facts changed;
  std::set<std::pair<domain::FieldId, IdBytes>> named;
  for (const domain::Fact& fact : facts.all()) {
    if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
      const bool of_case = domain::FindField(fact.field)->type == domain::FieldType::kCase;
      const IdBytes now = of_case && *id == from.bytes() ? into.bytes() : *id;
      if (named.emplace(fact.field, now).second) changed.SetId(fact.field, now);
    } else if (const auto* number = std::get_if<int64_t>(&fact.value)) {
      changed.SetNumber(fact.field, *number);
    } else {
      changed.SetText(fact.field, std::get<std::string>(fact.value));
    }
  }
  return changed;
}

// What a merge writes.
class Merge {
 public:
  Merge(const Rooms& rooms, const Call& call, const Question& question, Cases cases)
      : rooms_(rooms), call_(call), question_(question), cases_(std::move(cases)) {}

  absl::StatusOr<std::vector<domain::Change>> Draft() {
    const SubjectId from = SubjectId::Of(cases_.from.id);
    domain::Place after = domain::Place::First();
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(const domain::TimelinePage page, question_.view->Timeline(from, after, kBatch));
      for (const RecordedEntry& recorded : page.entries) CANDOR_RETURN_IF_ERROR(Take(recorded));
      if (!page.next) break;
      after = *page.next;
    }
    domain::CaseMerged merged{cases_.from.id, cases_.into.id, call_.caller, {}, {}, question_.view->size()};
    CANDOR_ASSIGN_OR_RETURN(merged.follow_ups, FollowUps());
    for (const RecordedEntry& each : covering_) CANDOR_RETURN_IF_ERROR(CoverTheOther(each, merged.follow_ups));
    changes_.insert(changes_.begin(), std::move(merged));
    return std::move(changes_);
  }

 private:
  absl::Status Take(const RecordedEntry& recorded) {
    const bool covering = recorded.entry.header.subject != SubjectId::Of(cases_.from.id);
    if (!covering && !recorded.entry.header.revises.empty()) return absl::OkStatus();  // goes with what it revises
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry original, domain::OriginalOf(*question_.view, recorded));
    if (original.retracted || !taken_.insert(original.entry.header.id).second) return absl::OkStatus();
    if (original.erased) {
      return FailedField("name", "erased",
                         "parts of the case have been erased, so it cannot be moved; it stays as it is");
    }
    if (taken_.size() > kMostMoved) {
      return FailedField("name", "too_many",
                         "more than 400 entries stand in it, which is too much for one step; merge the other case into "
                         "this one, or refile the oldest entries first");
    }
    if (!covering) return Move(original);
    covering_.push_back(original);
    return absl::OkStatus();
  }

  absl::Status Move(const RecordedEntry& original) {
    CANDOR_ASSIGN_OR_RETURN(moved_to_[original.entry.header.id],
                            AddMove(question_, call_.caller, original, SubjectId::Of(cases_.into.id), changes_));
    return absl::OkStatus();
  }

  // A note about supervision stands in every case that it covers: from now on in the one that stays.
  absl::Status CoverTheOther(const RecordedEntry& original,
                             const std::vector<std::pair<FollowUpId, FollowUpId>>& follow_ups) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry newest, domain::NewestOf(*question_.view, original));
    const std::vector<CaseId> covers = domain::CoversOf(newest.entry.header);
    if (std::find(covers.begin(), covers.end(), cases_.from.id) == covers.end()) return absl::OkStatus();
    domain::Entry amended = newest.entry;
    amended.facts = WithCase(newest.entry.facts, cases_.from.id, cases_.into.id);
    domain::ReplaceCase(cases_.from.id, cases_.into.id, follow_ups, amended);
    amended.header.id = EntryId();
    amended.header.caller = call_.caller;
    amended.header.revises = original.entry.header.id;
    changes_.emplace_back(domain::NewEntry{std::move(amended), "", ""});
    return absl::OkStatus();
  }

  // A follow-up is named after the entry that first made its rule apply.
  absl::StatusOr<std::vector<std::pair<FollowUpId, FollowUpId>>> FollowUps() const {
    std::vector<std::pair<FollowUpId, FollowUpId>> pairs;
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all,
                            question_.view->FollowUpsOf(SubjectId::Of(cases_.from.id)));
    for (const domain::FollowUp& each : all) {
      if (!each.sealed || each.clear.state == domain::RuleState::kWithdrawn) continue;
      const auto moved = std::find_if(moved_to_.begin(), moved_to_.end(),
                                      [&](const auto& pair) { return AsText(pair.first.bytes()) == each.sealed->key; });
      if (moved == moved_to_.end()) continue;
      pairs.emplace_back(each.clear.id, rooms_.store.NameFollowUp(SubjectId::Of(cases_.into.id), each.sealed->rule,
                                                                  AsText(moved->second.bytes())));
    }
    return pairs;
  }

  const Rooms& rooms_;
  const Call& call_;
  const Question& question_;
  const Cases cases_;
  std::vector<domain::Change> changes_;
  std::set<EntryId> taken_;
  std::map<EntryId, EntryId> moved_to_;
  std::vector<RecordedEntry> covering_;  // about supervision that covered the case, as first written
};

absl::StatusOr<domain::Transaction> DraftMerge(const Rooms& rooms, const Call& call, const Question& question,
                                               const v1::MergeCasesRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  Cases cases;
  CANDOR_ASSIGN_OR_RETURN(cases.from, FindCase(*question.view, request.name(), "name"));
  CANDOR_ASSIGN_OR_RETURN(cases.into, FindCase(*question.view, request.into(), "into"));
  if (cases.from.id == cases.into.id) {
    return InvalidField("into", "same_case", "is the same case; name the record that is to stay");
  }
  CANDOR_RETURN_IF_ERROR(CheckCourses(cases));
  domain::Transaction transaction{{}, SentBy(request)};
  CANDOR_ASSIGN_OR_RETURN(transaction.changes, Merge(rooms, call, question, std::move(cases)).Draft());
  return transaction;
}

// The store knows of a size only by its bytes, and then names no field.
absl::Status AboutMerge(const absl::Status& status) {
  if (absl::IsInvalidArgument(status) && !DetailOf(status)) {
    return FailedField("name", "too_large",
                       "what stands in it is too much for one step; merge the other case into this one, or refile the "
                       "longest entries first");
  }
  return status;
}

absl::StatusOr<v1::MergeCasesResponse> ShowMerged(const Rooms& rooms, const Call& call, const CaseId& id) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question.view->GetCase(id));
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfCase(file, question.today));
  v1::MergeCasesResponse response;
  ToWire(file, sight, response.mutable_case_());
  return response;
}

void MergeCases(const Rooms& rooms, const Call& call, const v1::MergeCasesRequest& request,
                const Reply<v1::MergeCasesResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto transaction = DraftMerge(rooms, call, *question, request);
  if (!transaction.ok()) return reply(transaction.status());
  const domain::CaseMerged merged = std::get<domain::CaseMerged>(transaction->changes.front());
  const uint64_t more = transaction->changes.size() - 1;
  rooms.store.Append(*std::move(transaction), [rooms, call, merged, more,
                                               reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(AboutMerge(appended.status()));
    if (appended->duplicate) return reply(ShowMerged(rooms, call, merged.into));
    auto waiting = std::make_shared<std::atomic<int>>(2);
    for (const CaseId& id : {merged.from, merged.into}) {
      rooms.assessments.WhenAssessed(SubjectId::Of(id), appended->first_number + more, absl::Now() + kAssessmentBudget,
                                     [rooms, call, merged, reply, waiting](bool /*assessed*/) {
                                       if (--*waiting == 0) reply(ShowMerged(rooms, call, merged.into));
                                     });
    }
  });
}

// Whose the client is and was is read from entries of the case that stays, so that no others are tried out.
bool TellsOfTheCourse(const domain::Change& change, const CaseId& id) {
  const auto* added = std::get_if<domain::NewEntry>(&change);
  return added != nullptr && added->entry.header.subject == SubjectId::Of(id) &&
         domain::IsCourseKind(added->entry.header.kind);
}

absl::Status PreviewMerge(const Rooms& rooms, const Call& call, const v1::PreviewMergeRequest& request,
                          v1::PreviewMergeResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  v1::MergeCasesRequest merge;
  merge.set_name(request.name());
  merge.set_into(request.into());
  CANDOR_ASSIGN_OR_RETURN(domain::Transaction transaction, DraftMerge(rooms, call, question, merge));
  const domain::CaseMerged merged = std::get<domain::CaseMerged>(transaction.changes.front());
  const std::unique_ptr<domain::Trial> trial = rooms.store.Try();
  CANDOR_ASSIGN_OR_RETURN(const CaseReaders before,
                          ReadersOf(*trial->Outcome(), {merged.from, merged.into}, question.today));
  CANDOR_RETURN_IF_ERROR(trial->AddMerge(merged));
  for (domain::Change& change : transaction.changes) {
    if (!TellsOfTheCourse(change, merged.into)) continue;
    const auto added = trial->AddEntry(std::move(std::get<domain::NewEntry>(change).entry));
    if (!added.ok()) return AboutMerge(added.status());
  }
  CANDOR_ASSIGN_OR_RETURN(CaseReaders after, ReadersOf(*trial->Outcome(), {merged.into}, question.today));
  // What stood in the one that goes is read in the one that stays.
  after[merged.from] = after[merged.into];
  WriteSightChanges(before, after, response.mutable_sight());
  return absl::OkStatus();
}

}  // namespace

void AddCaseMerge(const Rooms& rooms, MethodTable& methods) {
  constexpr char kPreview[] = "candor.v1.CaseService.PreviewMerge";
  methods.AnswerLater("candor.v1.CaseService.MergeCases", rooms, MergeCases);
  methods.Answer(kPreview, rooms, PreviewMerge);
  methods.LeaveNoTrace(kPreview);
}

}  // namespace candor::rpc
