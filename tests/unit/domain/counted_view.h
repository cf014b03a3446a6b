#ifndef CANDOR_TESTS_UNIT_DOMAIN_COUNTED_VIEW_H_
#define CANDOR_TESTS_UNIT_DOMAIN_COUNTED_VIEW_H_

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/order.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// A view that holds contributions, follow-ups and members' timelines, and answers only what the compliance report may
// ask: everything else is UNIMPLEMENTED, so a report that looked at the entries of cases would not build.
class CountedView final : public View {
 public:
  Settings settings;
  std::optional<Activation> activation;
  std::optional<Reassessment> reassessment;
  std::vector<FollowUp> shadow;  // in order of subject and id
  std::vector<Contribution> contributions;
  std::vector<FollowUp> open_follow_ups;
  std::vector<NotAssessed> faults;
  std::vector<ReportSigned> signatures;
  std::map<MemberId, Member> members;                        // whoever is not there has no licence
  std::map<MemberId, std::vector<RecordedEntry>> timelines;  // in timeline order
  std::map<EntryId, RecordedEntry> entries_by_id;            // as GetEntry() has them
  std::map<CaseId, CaseCourse> courses;                      // as GetCourse() has them
  std::map<MemberId, std::vector<Supervision>> supervisions;
  std::map<MemberId, std::vector<EntryHeader>> staffing;
  std::vector<RoleChange> roles;  // in the order in which they were given
  std::vector<Emergency> emergencies;
  uint64_t ledger_size = 0;
  uint64_t entry_count = 0;
  uint64_t waiting = 0;

  uint64_t size() const override { return ledger_size; }
  uint64_t entries() const override { return entry_count; }
  absl::Time last_recorded_at() const override { return absl::InfinitePast(); }
  absl::StatusOr<Settings> GetSettings() const override { return settings; }
  absl::StatusOr<std::vector<Activation>> ListActivations() const override {
    if (!activation) return std::vector<Activation>();
    return std::vector<Activation>{*activation};
  }
  absl::StatusOr<Activation> GetActivation() const override {
    if (activation) return *activation;
    return absl::NotFoundError("no activation");
  }
  absl::StatusOr<Reassessment> GetReassessment() const override {
    if (reassessment) return *reassessment;
    return absl::NotFoundError("no re-assessment");
  }
  absl::StatusOr<std::vector<FollowUp>> ListShadowFollowUps(const SubjectId& after_subject, const FollowUpId& after,
                                                            size_t limit) const override {
    std::vector<FollowUp> page;
    for (const FollowUp& each : shadow) {
      const bool is_after = std::pair(each.clear.subject, each.clear.id) > std::pair(after_subject, after);
      if (is_after && page.size() < limit) page.push_back(each);
    }
    return page;
  }
  absl::StatusOr<std::vector<FollowUp>> ListOpenFollowUps(const SubjectId& after_subject, const FollowUpId& after,
                                                          size_t limit) const override {
    std::vector<FollowUp> page = open_follow_ups;
    const auto key = [](const FollowUp& f) { return std::pair(f.clear.subject, f.clear.id); };
    std::sort(page.begin(), page.end(), [&](const FollowUp& a, const FollowUp& b) { return key(a) < key(b); });
    if (after_subject != SubjectId() || !after.empty()) {
      std::erase_if(page, [&](const FollowUp& f) { return key(f) <= std::pair(after_subject, after); });
    }
    if (page.size() > limit) page.resize(limit);
    return page;
  }
  absl::StatusOr<std::vector<NotAssessed>> ListNotAssessed(size_t limit) const override {
    return std::vector<NotAssessed>(faults.begin(), faults.begin() + static_cast<int>(std::min(limit, faults.size())));
  }
  absl::StatusOr<FaultCount> CountNotAssessed() const override {
    FaultCount count;
    for (const NotAssessed& fault : faults) count.Add(fault);
    return count;
  }
  uint64_t entries_not_assessed() const override { return waiting; }
  absl::StatusOr<std::vector<CountRow>> Counts(CountBasis basis, Day from, Day to) const override {
    std::map<std::tuple<Figure, uint16_t, uint32_t, MemberId>, uint64_t> sums;
    for (const Contribution& c : contributions) {
      if (c.basis == basis && c.day >= from && c.day <= to) ++sums[{c.figure, c.bucket, c.partition, c.therapist}];
    }
    std::vector<CountRow> rows;
    for (const auto& [key, count] : sums) {
      rows.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key), count});
    }
    return rows;
  }
  absl::StatusOr<size_t> CasesBehind(CountBasis basis, Figure figure, uint16_t bucket, Day from, Day to, size_t at_most,
                                     const PartitionSet& without) const override {
    std::set<CaseId> cases;
    for (const Contribution& c : contributions) {
      const bool same = c.basis == basis && c.figure == figure && c.bucket == bucket;
      if (same && c.day >= from && c.day <= to && !without.contains(c.partition)) cases.insert(c.case_id);
    }
    return std::min(cases.size(), at_most);
  }
  absl::StatusOr<std::vector<ReportSigned>> SignaturesOf(Day from, Day to) const override {
    std::vector<ReportSigned> of_period;
    for (const ReportSigned& each : signatures) {
      if (each.from == from && each.to == to) of_period.push_back(each);
    }
    return of_period;
  }

  absl::StatusOr<Batch> GetBatch(const BatchId&) const override { return NotAsked(); }
  absl::StatusOr<Member> GetMember(const MemberId& id) const override {
    const auto found = members.find(id);
    return found == members.end() ? Member{id, "", {}} : found->second;
  }
  absl::StatusOr<bool> HasMember(const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<MemberId> FindMember(std::string_view) const override { return NotAsked(); }
  absl::StatusOr<std::vector<Member>> ListMembers(const MemberId& after, size_t limit) const override {
    std::vector<Member> page;
    for (auto each = members.upper_bound(after); each != members.end() && page.size() < limit; ++each) {
      page.push_back(each->second);
    }
    return page;
  }
  absl::StatusOr<std::vector<EntryHeader>> StaffingOf(const MemberId& id) const override {
    const auto found = staffing.find(id);
    return found == staffing.end() ? std::vector<EntryHeader>() : found->second;
  }
  absl::StatusOr<std::vector<EntryId>> AboutMember(const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<OwnReport>> ReportsBy(const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<Supervision>> SupervisionsOf(const MemberId& id) const override {
    const auto found = supervisions.find(id);
    return found == supervisions.end() ? std::vector<Supervision>() : found->second;
  }
  absl::StatusOr<CaseFile> GetCase(const CaseId&) const override { return NotAsked(); }
  absl::StatusOr<bool> HasCase(const CaseId&) const override { return NotAsked(); }
  absl::StatusOr<CaseCourse> GetCourse(const CaseId& id) const override {
    const auto found = courses.find(id);
    if (found == courses.end()) return NotAsked();
    return found->second;
  }
  absl::StatusOr<CaseId> FindCase(std::string_view) const override { return NotAsked(); }
  absl::StatusOr<std::vector<CaseId>> CasesMergedInto(const CaseId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<CaseId>> CasesHeldBy(const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<CaseId>> CasesWithFollowUpsAbout(const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<CaseFile>> ListCases(const CaseId&, size_t) const override { return NotAsked(); }
  absl::StatusOr<std::vector<CaseId>> CasesAfter(const CaseId&, size_t) const override { return NotAsked(); }
  absl::StatusOr<bool> EverOnCase(const CaseId&, const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<RecordedEntry> GetEntry(const EntryId& id) const override {
    const auto found = entries_by_id.find(id);
    if (found == entries_by_id.end()) return NotAsked();
    return found->second;
  }
  absl::StatusOr<bool> HasRead(const EntryId&, const MemberId&) const override { return NotAsked(); }
  absl::StatusOr<std::shared_ptr<const RecordedEntry>> EntryAt(uint64_t) const override { return NotAsked(); }
  absl::StatusOr<LedgerRecord> RecordAt(uint64_t) const override { return NotAsked(); }
  absl::StatusOr<EntryId> FindImported(std::string_view) const override { return NotAsked(); }
  absl::StatusOr<TimelinePage> Timeline(const SubjectId& subject, const Place& after, size_t) const override {
    if (subject.kind != SubjectKind::kMember) return NotAsked();
    TimelinePage page;
    const auto found = timelines.find(subject.member_id());
    if (found == timelines.end()) return page;
    for (const RecordedEntry& recorded : found->second) {
      if (after < PlaceOf(recorded.entry.header)) page.entries.push_back(recorded);
    }
    return page;
  }
  absl::StatusOr<std::vector<FollowUp>> FollowUpsOf(const SubjectId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<FollowUp>> FollowUpsSince(const SubjectId&, uint64_t) const override { return NotAsked(); }
  absl::StatusOr<std::vector<NotAssessed>> NotAssessedOf(const SubjectId&) const override { return NotAsked(); }
  absl::StatusOr<FollowUp> GetFollowUp(const SubjectId&, const FollowUpId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<FollowUp>> ListFollowUps(const SubjectId&, const FollowUpId&, size_t) const override {
    return NotAsked();
  }
  absl::StatusOr<std::vector<FollowUp>> ShadowFollowUpsOf(const SubjectId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<Decision>> DecisionsOf(const SubjectId&, const FollowUpId&) const override {
    return NotAsked();
  }
  absl::StatusOr<Decision> GetDecision(const DecisionId&) const override { return NotAsked(); }
  absl::StatusOr<Erasure> GetErasure(const ErasureId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<Erasure>> ListErasures() const override { return NotAsked(); }
  absl::StatusOr<bool> HasErased(const SubjectId&, KeyClass) const override { return NotAsked(); }
  absl::StatusOr<bool> HasHold(const SubjectId&) const override { return NotAsked(); }
  absl::StatusOr<LegalHold> GetHold(const SubjectId&, const HoldId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<LegalHold>> ListHolds() const override { return NotAsked(); }
  absl::StatusOr<std::vector<BackupTaken>> ListBackups() const override { return NotAsked(); }
  absl::StatusOr<std::vector<EnrolmentEvent>> ListEnrolments() const override { return NotAsked(); }
  absl::StatusOr<std::vector<RoleChange>> RolesOf(const MemberId& id) const override {
    std::vector<RoleChange> own = roles;
    std::erase_if(own, [&](const RoleChange& each) { return each.member != id; });
    return own;
  }
  absl::StatusOr<std::vector<RoleChange>> ListRoles() const override { return roles; }
  absl::StatusOr<std::vector<NumberedAccess>> AccessesTo(const MemberId&, const NumberRange&, size_t) const override {
    return NotAsked();
  }
  absl::StatusOr<std::vector<NumberedAccess>> AccessesBy(const MemberId&, const NumberRange&, size_t) const override {
    return NotAsked();
  }
  absl::StatusOr<std::vector<NumberedAccess>> ListAccesses(const NumberRange&, size_t) const override {
    return NotAsked();
  }
  absl::StatusOr<uint64_t> FirstSince(absl::Time) const override { return NotAsked(); }
  absl::StatusOr<std::optional<NonUseAccepted>> NonUse() const override { return NotAsked(); }
  absl::StatusOr<std::vector<LogReviewed>> ListLogReviews() const override { return NotAsked(); }
  absl::StatusOr<std::vector<Disclosed>> ListDisclosures() const override { return NotAsked(); }
  absl::StatusOr<std::vector<Disclosed>> DisclosuresOf(const SubjectId&) const override { return NotAsked(); }
  absl::StatusOr<Emergency> GetEmergency(const EmergencyId&) const override { return NotAsked(); }
  absl::StatusOr<std::vector<Emergency>> ListEmergencies() const override { return emergencies; }
  absl::StatusOr<std::vector<ConcernNotice>> ConcernNoticesOf(const SubjectId&) const override { return NotAsked(); }

 private:
  static absl::Status NotAsked() { return absl::UnimplementedError("a report must not ask this"); }
};

}  // namespace candor::domain

#endif  // CANDOR_TESTS_UNIT_DOMAIN_COUNTED_VIEW_H_
