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

std::optional<IdBytes> StoredProjections::IdAt(std::string_view key) {
  return Read(key, DecodeIdRow);
}

void StoredProjections::PutWatermark(const Watermark& watermark) {
  rows_.Put(keys::Watermark(), EncodeRow(watermark));
}

}  // namespace candor::store
