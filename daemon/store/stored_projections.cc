#include "daemon/store/stored_projections.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/way_back.h"
#include "daemon/domain/facts.h"
#include "daemon/domain/member.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/keys.h"
#include "daemon/store/supervision_rows.h"

namespace candor::store {

std::optional<std::string> StoredProjections::Row(std::string_view key) {
  auto row = rows_.Get(key);
  if (!row.ok()) {
    Keep(row.status());
    return std::nullopt;
  }
  return *std::move(row);
}

template <class Decode>
auto StoredProjections::Read(std::string_view key, Decode decode)
    -> std::optional<typename decltype(decode(key))::value_type> {
  const std::optional<std::string> row = Row(key);
  if (!row) return std::nullopt;
  auto decoded = decode(*row);
  if (decoded.ok()) return *std::move(decoded);
  Keep(decoded.status());
  return std::nullopt;
}

void StoredProjections::Keep(const absl::Status& status) {
  status_.Update(status);
}

bool StoredProjections::Has(std::string_view key) {
  const auto found = rows_.Contains(key);
  Keep(found.status());
  return found.ok() && *found;
}

bool StoredProjections::HasAny(std::string_view prefix) {
  bool found = false;
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view) {
    found = true;
    return false;
  }));
  return found;
}

std::optional<uint64_t> StoredProjections::NewestOf(const domain::SubjectId& subject) {
  std::optional<uint64_t> newest;
  const std::string prefix = keys::TimelineOf(subject);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    const auto row = DecodeTimelineRow(value);
    Keep(row.status());
    if (row.ok()) newest = std::max(newest.value_or(0), row->number);
    return row.ok();
  }));
  return newest;
}

std::vector<domain::TimelineRow> StoredProjections::TimelineRowsOf(const domain::SubjectId& subject) {
  std::vector<domain::TimelineRow> rows;
  const std::string prefix = keys::TimelineOf(subject);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    const auto row = DecodeTimelineRow(value);
    Keep(row.status());
    if (row.ok()) rows.push_back(*row);
    return row.ok();
  }));
  return rows;
}

void StoredProjections::MarkRow(std::string key) {
  if (!Has(key)) rows_.Put(std::move(key), {});
}

domain::Settings StoredProjections::GetSettings() {
  return Read(keys::Settings(), DecodeSettings).value_or(domain::Settings());
}

void StoredProjections::PutSettings(const domain::Settings& settings) {
  rows_.Put(keys::Settings(), EncodeSettings(settings).header);
}

bool StoredProjections::HasActivation() {
  return Has(keys::Activation());
}

void StoredProjections::PutActivation(const domain::Activation& activation, uint64_t number) {
  rows_.Put(keys::Activation(), EncodeActivation(activation).header);
  if (activation.id.empty()) return;
  rows_.Put(keys::NamedActivation(activation.id), EncodeRow(domain::ActivationRow{number, activation.request}));
}

std::optional<domain::ActivationRow> StoredProjections::FindActivation(const ActivationId& id) {
  if (id.empty()) return std::nullopt;
  return Read(keys::NamedActivation(id), DecodeActivationRow);
}

std::optional<uint64_t> StoredProjections::NewestActivation() {
  const std::optional<domain::Activation> newest = Read(keys::Activation(), DecodeActivation);
  if (!newest) return std::nullopt;
  const std::optional<domain::ActivationRow> row = FindActivation(newest->id);
  return row ? std::optional<uint64_t>(row->number) : std::nullopt;
}

std::optional<domain::Reassessment> StoredProjections::GetReassessment() {
  return Read(keys::Reassessment(), DecodeReassessmentRow);
}

void StoredProjections::PutReassessment(const domain::Reassessment& reassessment) {
  rows_.Put(keys::Reassessment(), EncodeRow(reassessment));
}

void StoredProjections::PutBatch(const domain::Batch& batch) {
  rows_.Put(keys::Batch(batch.id), EncodeBatch(batch).header);
}

std::optional<domain::MemberRow> StoredProjections::GetMember(const MemberId& id) {
  return Read(keys::Member(id), DecodeMemberRow);
}

void StoredProjections::PutMember(const MemberId& id, const domain::MemberRow& row) {
  const std::optional<domain::MemberRow> before = GetMember(id);
  if (before && before->name_digest != row.name_digest) rows_.Delete(keys::MemberByName(before->name_digest));
  rows_.Put(keys::MemberByName(row.name_digest), EncodeRow(id.bytes()));
  rows_.Put(keys::Member(id), EncodeRow(row));
}

std::vector<MemberId> StoredProjections::AllMembers() {
  std::vector<MemberId> members;
  const std::string prefix = keys::AllMembers();
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto id = keys::ParseMember(key)) members.push_back(*id);
    return true;
  }));
  return members;
}

void StoredProjections::PutSupervision(const domain::Supervision& supervision, uint64_t number) {
  const std::string row = EncodeSupervision(supervision).header;
  const int32_t from = DayNumber(supervision.from);
  DeleteSupervision(supervision);
  rows_.Put(keys::Supervision(supervision.supervisee, from, number), row);
  rows_.Put(keys::Supervision(supervision.supervisor, from, number), row);
}

// The relation has one name, which its two members and its first day make: a later record of it stands in its place.
void StoredProjections::DeleteSupervision(const domain::Supervision& named) {
  const int32_t from = DayNumber(named.from);
  std::vector<std::string> earlier;
  Keep(rows_.Scan(keys::Supervision(named.supervisee, from, 0), PrefixEnd(keys::SupervisionsOf(named.supervisee)),
                  [&](std::string_view key, std::string_view value) {
                    const auto known = DecodeSupervision(value);
                    Keep(known.status());
                    if (!known.ok() || known->from != named.from) return false;
                    const bool same = known->supervisee == named.supervisee && known->supervisor == named.supervisor;
                    if (same) earlier.emplace_back(key.substr(keys::SupervisionsOf(named.supervisee).size()));
                    return true;
                  }));
  for (const std::string& rest : earlier) {
    rows_.Delete(keys::SupervisionsOf(named.supervisee) + rest);
    rows_.Delete(keys::SupervisionsOf(named.supervisor) + rest);
  }
}

std::vector<domain::Supervision> StoredProjections::RecordedSupervisions(const MemberId& id) {
  auto recorded =
      ReadSupervisions(id, [this](std::string_view begin, std::string_view end, const KvReader::Visitor& visit) {
        return rows_.Scan(begin, end, visit);
      });
  Keep(recorded.status());
  return recorded.ok() ? *std::move(recorded) : std::vector<domain::Supervision>();
}

std::vector<domain::Supervision> StoredProjections::SupervisionsOf(const MemberId& supervisee) {
  auto standing = StandingSupervisions(RecordedSupervisions(supervisee), supervisee, [this](const MemberId& each) {
    return absl::StatusOr<std::vector<domain::EntryHeader>>(GetStaffing(each));
  });
  Keep(standing.status());
  return standing.ok() ? *std::move(standing) : std::vector<domain::Supervision>();
}

std::vector<domain::EntryHeader> StoredProjections::GetStaffing(const MemberId& id) {
  return Read(keys::Staffing(id), DecodeStaffing).value_or(std::vector<domain::EntryHeader>());
}

void StoredProjections::PutStaffing(const MemberId& id, const std::vector<domain::EntryHeader>& staffing) {
  for (const domain::EntryHeader& header : staffing) {
    for (const domain::Fact& fact : header.facts.all()) {
      const auto* named = std::get_if<IdBytes>(&fact.value);
      if (named != nullptr) MarkRow(keys::NamedInStaffing(MemberId(*named), id));
    }
  }
  if (staffing.empty()) {
    rows_.Delete(keys::Staffing(id));
  } else {
    rows_.Put(keys::Staffing(id), EncodeStaffing(staffing));
  }
}

void StoredProjections::MarkDuty(const MemberId& therapist, const CaseId& id) {
  MarkRow(keys::Duty(therapist, id));
}

std::vector<CaseId> StoredProjections::CasesWithDuties(const MemberId& therapist) {
  std::vector<CaseId> cases;
  const std::string prefix = keys::DutiesOf(therapist);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto id = keys::ParseDuty(key)) cases.push_back(*id);
    return true;
  }));
  return cases;
}

std::optional<domain::CaseRow> StoredProjections::GetCase(const CaseId& id) {
  return Read(keys::Case(id), DecodeCaseRow);
}

void StoredProjections::PutCase(const CaseId& id, const domain::CaseRow& row) {
  // An erased case has no code.
  if (row.code_digest != IdBytes{}) {
    const std::string by_code = keys::CaseByCode(row.code_digest);
    if (!Has(by_code)) rows_.Put(by_code, EncodeRow(id.bytes()));
  }
  rows_.Put(keys::Case(id), EncodeRow(row));
}

std::optional<domain::MergedRow> StoredProjections::GetMerged(const CaseId& id) {
  return Read(keys::Merged(id), DecodeMergedRow);
}

void StoredProjections::PutMerged(const CaseId& id, const domain::MergedRow& row) {
  rows_.Put(keys::Merged(id), EncodeRow(row));
}

std::vector<CaseId> StoredProjections::AllCases() {
  std::vector<CaseId> cases;
  const std::string prefix = keys::AllCases();
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto id = keys::ParseCase(key)) cases.push_back(*id);
    return true;
  }));
  return cases;
}

void StoredProjections::MarkHeld(const MemberId& therapist, const CaseId& id) {
  MarkRow(keys::Held(therapist, id));
}

void StoredProjections::UnmarkHeld(const MemberId& therapist, const CaseId& id) {
  rows_.Delete(keys::Held(therapist, id));
}

std::vector<MemberId> StoredProjections::EverOnCase(const CaseId& id) {
  std::vector<MemberId> members;
  const std::string prefix = keys::EverOnCase(id);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto member = keys::ParseOnCase(key)) members.push_back(*member);
    return true;
  }));
  return members;
}

void StoredProjections::MarkOnCase(const CaseId& id, const MemberId& member) {
  MarkRow(keys::OnCase(id, member));
}

std::optional<domain::EntryRow> StoredProjections::GetEntry(const EntryId& id) {
  return Read(keys::Entry(id), DecodeEntryRow);
}

void StoredProjections::PutEntry(const EntryId& id, const domain::EntryRow& row) {
  rows_.Put(keys::Entry(id), EncodeRow(row));
}

std::optional<domain::TimelineRow> StoredProjections::GetTimeline(const domain::SubjectId& subject,
                                                                  const domain::Place& place) {
  return Read(keys::Timeline(subject, place), DecodeTimelineRow);
}

void StoredProjections::PutTimeline(const domain::SubjectId& subject, const domain::Place& place,
                                    const domain::TimelineRow& row) {
  rows_.Put(keys::Timeline(subject, place), EncodeRow(row));
}

std::optional<domain::EntryHeader> StoredProjections::HeaderAt(uint64_t number) {
  if (pending_) {
    if (auto header = pending_(number)) return header;
  }
  std::string value;
  const auto found = ledger_.Get(Family::kLedger, keys::Ledger(number), value);
  if (!found.ok() || !*found) {
    Keep(found.ok() ? absl::DataLossError(absl::StrCat("a ledger record is missing; ", kPutFolderBack))
                    : found.status());
    return std::nullopt;
  }
  const auto envelope = ParseEnvelope(value);
  if (!envelope.ok()) {
    Keep(envelope.status());
    return std::nullopt;
  }
  auto header = DecodeEntryHeader(envelope->header);
  Keep(header.status());
  return header.ok() ? std::optional<domain::EntryHeader>(*std::move(header)) : std::nullopt;
}

void StoredProjections::MarkAbout(const MemberId& member, const EntryId& id) {
  MarkRow(keys::About(member, id));
}

void StoredProjections::UnmarkAbout(const MemberId& member, const EntryId& id) {
  rows_.Delete(keys::About(member, id));
}

void StoredProjections::MarkReport(const MemberId& author, const domain::OwnReport& report) {
  MarkRow(keys::Report(author, report));
}

void StoredProjections::MarkRead(const EntryId& id, const MemberId& reader) {
  MarkRow(keys::Read(id, reader));
}

std::optional<domain::FollowUpRow> StoredProjections::GetFollowUp(const domain::SubjectId& subject,
                                                                  const FollowUpId& id) {
  return Read(keys::FollowUp(subject, id), DecodeFollowUpRow);
}

void StoredProjections::PutFollowUp(const domain::FollowUpRow& row) {
  rows_.Put(keys::FollowUp(row.clear.subject, row.clear.id), EncodeRow(row));
  std::string open = keys::OpenFollowUp(row.clear.subject, row.clear.id);
  if (row.clear.state == domain::RuleState::kOpen && !row.erased) {
    MarkRow(std::move(open));
  } else if (Has(open)) {
    rows_.Delete(std::move(open));
  }
}

std::vector<domain::FollowUpRow> StoredProjections::FollowUpsOf(const domain::SubjectId& subject) {
  std::vector<domain::FollowUpRow> follow_ups;
  Keep(rows_.ScanFollowUps(keys::FollowUpsOf(subject), [&](std::string_view, std::string_view value) {
    auto row = DecodeFollowUpRow(value);
    Keep(row.status());
    if (row.ok()) follow_ups.push_back(*std::move(row));
    return true;
  }));
  return follow_ups;
}

void StoredProjections::PutShadow(const domain::FollowUpRow& row) {
  std::string key = keys::Shadow(row.clear.subject, row.clear.id);
  if (row.clear.state == domain::RuleState::kWithdrawn) {
    if (Has(key)) rows_.Delete(std::move(key));
  } else {
    rows_.Put(std::move(key), EncodeRow(row));
  }
}

void StoredProjections::CarryFollowUp(const domain::FollowUpRow& from, const domain::SubjectId& subject,
                                      const FollowUpId& id) {
  rows_.Put(keys::Carried(subject, id),
            EncodeRow(domain::CarriedDecisions{from.acknowledged, from.disposed, from.waived_until}));
  std::vector<DecisionId> decisions;
  const std::string prefix = keys::DecisionsOf(from.clear.subject, from.clear.id);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto decision = keys::ParseDecisionOf(key)) decisions.push_back(*decision);
    return true;
  }));
  for (const DecisionId& decision : decisions) MarkRow(keys::DecisionOf(subject, id, decision));
}

std::optional<domain::CarriedDecisions> StoredProjections::GetCarried(const domain::SubjectId& subject,
                                                                      const FollowUpId& id) {
  return Read(keys::Carried(subject, id), DecodeCarriedRow);
}

std::optional<domain::DecisionRow> StoredProjections::GetDecision(const DecisionId& id) {
  return Read(keys::Decision(id), DecodeDecisionRow);
}

void StoredProjections::PutDecision(const DecisionId& id, const domain::DecisionRow& row) {
  rows_.Put(keys::Decision(id), EncodeRow(row));
  MarkRow(keys::DecisionOf(row.subject, row.follow_up, id));
}

void StoredProjections::PutSignature(Day from, Day to, uint64_t number, const domain::SignatureRow& row) {
  rows_.Put(keys::Signature(from, to, number), EncodeRow(row));
}

std::optional<std::pair<uint64_t, domain::SignatureRow>> StoredProjections::FindSignature(
    Day from, Day to, const domain::SignatureId& id) {
  std::optional<std::pair<uint64_t, domain::SignatureRow>> found;
  const std::string prefix = keys::SignaturesOf(from, to);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    const auto row = DecodeSignatureRow(value);
    Keep(row.status());
    if (!row.ok()) return false;
    if (row->id == id) found.emplace(keys::ParseSignature(key).value_or(0), *row);
    return !found.has_value();
  }));
  return found;
}

domain::ProgressRow StoredProjections::GetProgress(const domain::SubjectId& subject) {
  return Read(keys::Progress(subject), DecodeProgressRow).value_or(domain::ProgressRow());
}

void StoredProjections::PutProgress(const domain::SubjectId& subject, const domain::ProgressRow& row) {
  const domain::ProgressRow before = GetProgress(subject);
  if (before.next_timer != row.next_timer) {
    if (before.next_timer) rows_.Delete(keys::Timer(*before.next_timer, subject));
    if (row.next_timer) rows_.Put(keys::Timer(*row.next_timer, subject), {});
  }
  if (before.not_assessed.empty() != row.not_assessed.empty()) {
    if (row.not_assessed.empty()) {
      rows_.Delete(keys::Fault(subject));
    } else {
      rows_.Put(keys::Fault(subject), {});
    }
  }
  if (row.empty()) {
    rows_.Delete(keys::Progress(subject));
  } else {
    rows_.Put(keys::Progress(subject), EncodeRow(subject, row));
  }
}

uint64_t StoredProjections::GetFloor() {
  return Read(keys::Floor(), DecodeNumberRow).value_or(0);
}

void StoredProjections::PutFloor(uint64_t floor) {
  std::vector<std::string> passed;
  std::optional<std::pair<std::string, std::string>> cut;
  const uint64_t block = floor / keys::kWaitingBlock;
  Keep(rows_.Scan(keys::Waiting(GetFloor() / keys::kWaitingBlock), keys::Waiting(block + 1),
                  [&](std::string_view key, std::string_view value) {
                    if (keys::ParseWaiting(key) != block) {
                      passed.emplace_back(key);
                      return true;
                    }
                    auto entries = DecodeWaiting(block, value);
                    Keep(entries.status());
                    if (!entries.ok()) return false;
                    std::string rest;
                    for (const domain::WaitingEntry& entry : *entries) {
                      if (entry.number >= floor) AppendWaiting(entry, rest);
                    }
                    cut.emplace(key, std::move(rest));
                    return true;
                  }));
  for (std::string& key : passed) rows_.Delete(std::move(key));
  if (cut && cut->second.empty()) {
    rows_.Delete(std::move(cut->first));
  } else if (cut) {
    rows_.Put(std::move(cut->first), std::move(cut->second));
  }
  rows_.Put(keys::Floor(), EncodeRow(floor));
}

void StoredProjections::AddWaiting(const domain::WaitingEntry& entry) {
  std::string key = keys::Waiting(entry.number / keys::kWaitingBlock);
  std::string row = Row(key).value_or(std::string());
  AppendWaiting(entry, row);
  rows_.Put(std::move(key), std::move(row));
  if (waiting_added_) waiting_added_(entry);
}

void StoredProjections::ScanWaiting(const std::function<bool(const domain::WaitingEntry&)>& visit) {
  // From the floor's block, so that what was taken away before is not walked over.
  const std::string begin = keys::Waiting(GetFloor() / keys::kWaitingBlock);
  Keep(rows_.Scan(begin, PrefixEnd(keys::AllWaiting()), [&](std::string_view key, std::string_view value) {
    auto entries = DecodeWaiting(keys::ParseWaiting(key).value_or(0), value);
    Keep(entries.status());
    if (!entries.ok()) return false;
    return std::all_of(entries->begin(), entries->end(), visit);
  }));
}

void StoredProjections::MarkActive(const MemberId& therapist, Day day, uint32_t partition) {
  std::string key = keys::Sum(
      {domain::CountBasis::kOccurred, keys::MonthOf(day), domain::Figure::kTherapistActive, 0, partition, therapist});
  if (!Has(key)) rows_.Put(std::move(key), EncodeRow(uint64_t{1}));
}

void StoredProjections::Count(const domain::Contribution& contribution, int64_t each) {
  Add(keys::Sum({contribution.basis, keys::MonthOf(contribution.day), contribution.figure, contribution.bucket,
                 contribution.partition, contribution.therapist}),
      each);
  Add(keys::Contribution(contribution), each);
}

std::vector<domain::Contribution> StoredProjections::ContributionsOf(const CaseId& id) {
  return Read(keys::Contributions(id), [&](std::string_view row) { return DecodeContributions(id, row); })
      .value_or(std::vector<domain::Contribution>());
}

void StoredProjections::PutContributions(const CaseId& id, const std::vector<domain::Contribution>& before,
                                         const std::vector<domain::Contribution>& after) {
  std::vector<domain::Contribution> gone;
  std::vector<domain::Contribution> come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  for (const domain::Contribution& contribution : gone) Count(contribution, -1);
  for (const domain::Contribution& contribution : come) Count(contribution, 1);
  if (after.empty()) {
    rows_.Delete(keys::Contributions(id));
  } else {
    rows_.Put(keys::Contributions(id), EncodeContributions(after));
  }
}

void StoredProjections::Add(const std::string& key, int64_t difference) {
  const auto sum = static_cast<int64_t>(Read(key, DecodeNumberRow).value_or(0)) + difference;
  if (sum > 0) {
    rows_.Put(key, EncodeRow(static_cast<uint64_t>(sum)));
  } else {
    rows_.Delete(key);
  }
}

std::optional<IdBytes> StoredProjections::IdAt(std::string_view key) {
  return Read(key, DecodeIdRow);
}

void StoredProjections::PutWatermark(const Watermark& watermark) {
  rows_.Put(keys::Watermark(), EncodeRow(watermark));
}

}  // namespace candor::store
