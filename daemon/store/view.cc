#include "daemon/store/view.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/names.h"

namespace candor::store {
namespace {

constexpr size_t kAll = std::numeric_limits<size_t>::max();

// The smallest key after `key`.
std::string After(std::string key) {
  key.push_back('\0');
  return key;
}

absl::Status NoSuch(std::string_view what) {
  return absl::NotFoundError(absl::StrCat("there is no such ", ToAbsl(what), "; check its name"));
}

}  // namespace

template <class Decode>
auto StoreView::Read(std::string_view key, Decode decode, std::string_view what) const -> decltype(decode(key)) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(key));
  if (!row) return NoSuch(what);
  return decode(*row);
}

absl::StatusOr<std::optional<std::string>> StoreView::Row(std::string_view key) const {
  if (source_.cache != nullptr) {
    if (std::optional<RowCache::Row> known = source_.cache->Find(key, source_.size)) return *std::move(known);
  }
  std::string value;
  CANDOR_ASSIGN_OR_RETURN(const bool found, source_.rows->Get(Family::kProjections, key, value));
  std::optional<std::string> row;
  if (found) row = std::move(value);
  if (source_.cache != nullptr) source_.cache->Offer(key, source_.size, row);
  return row;
}

absl::StatusOr<bool> StoreView::Has(std::string_view key) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(key));
  return row.has_value();
}

absl::Status StoreView::Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit) const {
  return source_.rows->Scan(Family::kProjections, begin, end, kAll, visit);
}

absl::StatusOr<std::vector<std::string>> StoreView::KeysAfter(const std::string& prefix, const std::string& after,
                                                              size_t limit) const {
  std::vector<std::string> found;
  CANDOR_RETURN_IF_ERROR(source_.rows->Scan(Family::kProjections, after, PrefixEnd(prefix), limit,
                                            [&](std::string_view key, std::string_view) {
                                              found.emplace_back(key);
                                              return true;
                                            }));
  return found;
}

absl::StatusOr<domain::Settings> StoreView::GetSettings() const {
  return Read(keys::Settings(), DecodeSettings, "settings");
}

absl::StatusOr<domain::Activation> StoreView::GetActivation() const {
  return Read(keys::Activation(), DecodeActivation, "activation");
}

absl::StatusOr<std::vector<domain::Activation>> StoreView::ListActivations() const {
  const std::string prefix = keys::AllNamedActivations();
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(prefix, prefix, kAll));
  std::set<uint64_t> numbers;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(const domain::ActivationRow row, Read(key, DecodeActivationRow, "activation"));
    numbers.insert(row.number);
  }
  std::vector<domain::Activation> activations;
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::Activation activation, records_.ReadActivation(number));
    activations.push_back(std::move(activation));
  }
  return activations;
}

absl::StatusOr<domain::Reassessment> StoreView::GetReassessment() const {
  return Read(keys::Reassessment(), DecodeReassessmentRow, "re-assessment");
}

absl::StatusOr<domain::Batch> StoreView::GetBatch(const BatchId& id) const {
  return Read(keys::Batch(id), DecodeBatch, "import");
}

absl::StatusOr<domain::Member> StoreView::GetMember(const MemberId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::MemberRow row, Read(keys::Member(id), DecodeMemberRow, "member"));
  return records_.ReadMember(row.number);
}

absl::StatusOr<bool> StoreView::HasMember(const MemberId& id) const {
  return Has(keys::Member(id));
}

absl::StatusOr<MemberId> StoreView::FindMember(std::string_view display_name) const {
  const IdBytes digest = NameDigest(keys_->practice_keys(), display_name);
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, Read(keys::MemberByName(digest), DecodeIdRow, "member"));
  return MemberId(id);
}

absl::StatusOr<std::vector<domain::Member>> StoreView::ListMembers(const MemberId& after, size_t limit) const {
  const std::string begin = after.empty() ? keys::AllMembers() : After(keys::Member(after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllMembers(), begin, limit));
  std::vector<domain::Member> members;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::Member member, GetMember(keys::ParseMember(key).value_or(MemberId())));
    members.push_back(std::move(member));
  }
  return members;
}

absl::StatusOr<domain::CaseFile> StoreView::CaseFrom(const CaseId& id, const domain::CaseRow& row) const {
  domain::CaseFile file;
  file.id = id;
  CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> code, records_.ReadCode(id, row.number));
  file.erased = !code;
  file.code = std::move(code).value_or(std::string());
  domain::CaseCourse course = domain::CourseOf(row.course);
  file.episodes = std::move(course.episodes);
  file.parts = std::move(course.parts);
  CANDOR_ASSIGN_OR_RETURN(file.merged_into, MergedInto(id));
  return file;
}

absl::StatusOr<CaseId> StoreView::MergedInto(const CaseId& id) const {
  const auto row = Read(keys::Merged(id), DecodeMergedRow, "case");
  if (absl::IsNotFound(row.status())) return CaseId();
  CANDOR_RETURN_IF_ERROR(row.status());
  return row->into;
}

absl::StatusOr<domain::CaseFile> StoreView::GetCase(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseRow row, Read(keys::Case(id), DecodeCaseRow, "case"));
  return CaseFrom(id, row);
}

absl::StatusOr<bool> StoreView::HasCase(const CaseId& id) const {
  return Has(keys::Case(id));
}

absl::StatusOr<domain::CaseCourse> StoreView::GetCourse(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseRow row, Read(keys::Case(id), DecodeCaseRow, "case"));
  return domain::CourseOf(row.course);
}

absl::StatusOr<CaseId> StoreView::FindCase(std::string_view code) const {
  const IdBytes digest = CodeDigest(keys_->practice_keys(), code);
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, Read(keys::CaseByCode(digest), DecodeIdRow, "case"));
  CaseId found(id);
  // Nothing is merged into what was merged, so this ends.
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const CaseId into, MergedInto(found));
    if (into.empty()) return found;
    CANDOR_ASSIGN_OR_RETURN(const bool erased, HasErased(domain::SubjectId::Of(into), domain::KeyClass::kGeneral));
    if (erased) return found;
    found = into;
  }
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesMergedInto(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, IdsBelow(keys::AllMerged(), keys::ParseMerged));
  std::vector<CaseId> found;
  for (const CaseId& each : merged) {
    CaseId into = each;
    while (!into.empty() && into != id) {
      CANDOR_ASSIGN_OR_RETURN(into, MergedInto(CaseId(into)));
    }
    if (into == id && each != id) found.push_back(each);
  }
  return found;
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesHeldBy(const MemberId& id) const {
  return IdsBelow(keys::HeldBy(id), keys::ParseHeld);
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesWithFollowUpsAbout(const MemberId& id) const {
  return IdsBelow(keys::DutiesOf(id), keys::ParseDuty);
}

absl::StatusOr<std::vector<domain::CaseFile>> StoreView::ListCases(const CaseId& after, size_t limit) const {
  const std::string begin = after.empty() ? keys::AllCases() : After(keys::Case(after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllCases(), begin, limit));
  std::vector<domain::CaseFile> files;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::CaseFile file, GetCase(keys::ParseCase(key).value_or(CaseId())));
    files.push_back(std::move(file));
  }
  return files;
}

absl::StatusOr<bool> StoreView::EverOnCase(const CaseId& id, const MemberId& member) const {
  return Has(keys::OnCase(id, member));
}

absl::StatusOr<domain::RecordedEntry> StoreView::EntryFrom(const domain::TimelineRow& row) const {
  CANDOR_ASSIGN_OR_RETURN(const auto written, records_.ReadEntry(row.number));
  domain::RecordedEntry entry = *written;
  entry.revised_by = row.revised_by;
  entry.retracted = row.retracted;
  entry.take_back = row.take_back;
  // An earlier amendment is told by a later one that it is amended, and every one shares the fate of what it amends:
  // that it was called back elsewhere stands with that one alone.
  if (!row.revises.empty() && !entry.entry.header.retracts) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry amended, GetEntry(row.revises));
    entry.retracted = amended.retracted;
    entry.take_back = amended.take_back;
  }
  return entry;
}

absl::StatusOr<std::optional<domain::EntryRow>> StoreView::FindEntryRow(const EntryId& id) const {
  auto row = Read(keys::Entry(id), DecodeEntryRow, "entry");
  if (absl::IsNotFound(row.status())) return std::optional<domain::EntryRow>();
  if (!row.ok()) return row.status();
  return std::optional<domain::EntryRow>(*std::move(row));
}

absl::StatusOr<domain::RecordedEntry> StoreView::GetEntry(const EntryId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::EntryRow row, Read(keys::Entry(id), DecodeEntryRow, "entry"));
  CANDOR_ASSIGN_OR_RETURN(const domain::TimelineRow place,
                          Read(keys::Timeline(row.subject, row.place), DecodeTimelineRow, "entry"));
  return EntryFrom(place);
}

absl::StatusOr<bool> StoreView::HasRead(const EntryId& id, const MemberId& reader) const {
  return Has(keys::Read(id, reader));
}

absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> StoreView::EntryAt(uint64_t number) const {
  if (number >= source_.size) return NoSuch("entry");
  return records_.ReadEntry(number);
}

absl::StatusOr<domain::LedgerRecord> StoreView::RecordAt(uint64_t number) const {
  if (number >= source_.size) return NoSuch("record");
  return records_.ReadWhole(number);
}

absl::StatusOr<EntryId> StoreView::FindImported(std::string_view import_digest) const {
  const EntryId id = EntryIdOfRow(keys_->practice_keys(), import_digest);
  CANDOR_ASSIGN_OR_RETURN(const auto row, FindEntryRow(id));
  if (!row) return NoSuch("imported row");
  return id;
}

absl::StatusOr<domain::TimelinePage> StoreView::Timeline(const domain::SubjectId& subject, const domain::Place& after,
                                                         size_t limit) const {
  const std::string prefix = keys::TimelineOf(subject);
  const std::string begin = after == domain::Place::First() ? prefix : After(keys::Timeline(subject, after));
  std::vector<std::pair<domain::Place, domain::TimelineRow>> rows;
  absl::Status bad;
  bool more = false;
  CANDOR_RETURN_IF_ERROR(Scan(begin, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    if (rows.size() == limit) {
      more = true;
      return false;
    }
    auto row = DecodeTimelineRow(value);
    bad.Update(row.status());
    if (row.ok()) rows.emplace_back(keys::ParseTimeline(key).value_or(domain::Place()), *std::move(row));
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  domain::TimelinePage page;
  page.entries.reserve(rows.size());
  for (const auto& [place, row] : rows) {
    CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry entry, EntryFrom(row));
    page.entries.push_back(std::move(entry));
  }
  if (more && !rows.empty()) page.next = rows.back().first;
  return page;
}

absl::StatusOr<domain::FollowUp> StoreView::Whole(const domain::FollowUpRow& row) const {
  domain::FollowUp follow_up;
  CANDOR_ASSIGN_OR_RETURN(follow_up.sealed, records_.ReadSection(row.number, row.section, row.clear));
  follow_up.clear = row.clear;
  follow_up.acknowledged = row.acknowledged;
  follow_up.disposed = row.disposed;
  follow_up.waived_until = row.waived_until;
  follow_up.erased = row.erased;
  if (follow_up.clear.due) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, StaffingOf(follow_up.clear.therapist));
    follow_up.away = domain::AwayPeriodsOf(staffing);
  }
  return follow_up;
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsByKey(const std::vector<std::string>& keys) const {
  std::vector<domain::FollowUp> follow_ups;
  for (const std::string& key : keys) {
    const auto name = keys::ParseFollowUp(key);
    if (!name) continue;
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, GetFollowUp(name->first, name->second));
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsOf(const domain::SubjectId& subject) const {
  return FollowUpsSince(subject, 0);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::FollowUpsSince(const domain::SubjectId& subject,
                                                                        uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const auto rows,
                          ReadFollowUps(*source_.rows, source_.cache.get(), source_.size, keys::FollowUpsOf(subject)));
  std::vector<domain::FollowUp> follow_ups;
  for (const auto& [key, value] : *rows) {
    CANDOR_ASSIGN_OR_RETURN(const domain::FollowUpRow row, DecodeFollowUpRow(value));
    if (row.number < number) continue;
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, Whole(row));
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
}

absl::StatusOr<domain::FollowUp> StoreView::GetFollowUp(const domain::SubjectId& subject, const FollowUpId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUpRow row,
                          Read(keys::FollowUp(subject, id), DecodeFollowUpRow, "follow-up"));
  return Whole(row);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ListFollowUps(const domain::SubjectId& after_subject,
                                                                       const FollowUpId& after, size_t limit) const {
  const std::string begin = After(keys::FollowUp(after_subject, after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFollowUps(), begin, limit));
  return FollowUpsByKey(found);
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ListOpenFollowUps(const domain::SubjectId& after_subject,
                                                                           const FollowUpId& after,
                                                                           size_t limit) const {
  const std::string begin = After(keys::OpenFollowUp(after_subject, after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllOpenFollowUps(), begin, limit));
  return FollowUpsByKey(found);
}

absl::StatusOr<std::vector<domain::Decision>> StoreView::DecisionsOf(const domain::SubjectId& subject,
                                                                     const FollowUpId& id) const {
  const std::string prefix = keys::DecisionsOf(subject, id);
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(prefix, prefix, kAll));
  std::vector<domain::Decision> decisions;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::Decision decision, GetDecision(keys::ParseDecisionOf(key).value_or(DecisionId())));
    decisions.push_back(std::move(decision));
  }
  std::stable_sort(decisions.begin(), decisions.end(),
                   [](const domain::Decision& a, const domain::Decision& b) { return a.recorded_at < b.recorded_at; });
  return decisions;
}

absl::StatusOr<domain::Decision> StoreView::GetDecision(const DecisionId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::DecisionRow row, Read(keys::Decision(id), DecodeDecisionRow, "decision"));
  return records_.ReadDecision(row.number);
}

absl::StatusOr<std::vector<domain::NotAssessed>> StoreView::NotAssessedOf(const domain::SubjectId& subject) const {
  auto row = Read(keys::Progress(subject), DecodeProgressRow, "progress row");
  if (absl::IsNotFound(row.status())) return std::vector<domain::NotAssessed>();
  if (!row.ok()) return row.status();
  return std::move(row->not_assessed);
}

absl::StatusOr<std::vector<domain::NotAssessed>> StoreView::ListNotAssessed(size_t limit) const {
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFaults(), keys::AllFaults(), limit));
  std::vector<domain::NotAssessed> faults;
  for (const std::string& key : found) {
    const domain::SubjectId subject = keys::ParseFault(key).value_or(domain::SubjectId());
    CANDOR_ASSIGN_OR_RETURN(const domain::ProgressRow row,
                            Read(keys::Progress(subject), DecodeProgressRow, "progress row"));
    for (const domain::NotAssessed& fault : row.not_assessed) {
      if (faults.size() < limit) faults.push_back(fault);
    }
  }
  return faults;
}

absl::StatusOr<domain::FaultCount> StoreView::CountNotAssessed() const {
  domain::FaultCount count;
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllFaults(), keys::AllFaults(), kAll));
  for (const std::string& key : found) {
    const domain::SubjectId subject = keys::ParseFault(key).value_or(domain::SubjectId());
    CANDOR_ASSIGN_OR_RETURN(const domain::ProgressRow row,
                            Read(keys::Progress(subject), DecodeProgressRow, "progress row"));
    for (const domain::NotAssessed& fault : row.not_assessed) count.Add(fault);
  }
  return count;
}

absl::Status StoreView::ListWaiting(WaitingList& list) const {
  uint64_t floor = 0;
  auto stored = Read(keys::Floor(), DecodeNumberRow, "floor");
  if (stored.ok()) {
    floor = *stored;
  } else if (!absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  absl::Status bad;
  absl::flat_hash_map<domain::SubjectId, uint64_t> assessed_to;
  const auto waits = [&](const domain::WaitingEntry& entry) {
    auto [known, added] = assessed_to.try_emplace(entry.subject, 0);
    if (added) {
      auto row = Read(keys::Progress(entry.subject), DecodeProgressRow, "progress row");
      if (row.ok()) {
        known->second = row->assessed_to;
      } else if (!absl::IsNotFound(row.status())) {
        bad.Update(row.status());
      }
    }
    return entry.number >= known->second;
  };
  CANDOR_RETURN_IF_ERROR(Scan(keys::Waiting(floor / keys::kWaitingBlock), PrefixEnd(keys::AllWaiting()),
                              [&](std::string_view key, std::string_view value) {
                                auto entries = DecodeWaiting(keys::ParseWaiting(key).value_or(0), value);
                                bad.Update(entries.status());
                                if (!entries.ok()) return false;
                                for (const domain::WaitingEntry& entry : *entries) {
                                  if (waits(entry)) list.Add(entry);
                                }
                                return bad.ok();
                              }));
  return bad;
}

absl::StatusOr<std::vector<domain::SubjectId>> StoreView::TimersBefore(int32_t day, size_t limit) const {
  std::vector<domain::SubjectId> subjects;
  CANDOR_RETURN_IF_ERROR(source_.rows->Scan(Family::kProjections, keys::AllTimers(),
                                            keys::Timer(day, domain::SubjectId()), limit,
                                            [&](std::string_view key, std::string_view) {
                                              if (const auto timer = keys::ParseTimer(key)) {
                                                subjects.push_back(timer->second);
                                              }
                                              return true;
                                            }));
  return subjects;
}

}  // namespace candor::store
