#include "daemon/store/erasure_checks.h"

#include <algorithm>
#include <optional>
#include <set>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

// A hold on the subject itself, on the case that it went into, or on somebody with a part in that.
bool IsHeld(const domain::SubjectId& subject, StoredProjections& rows) {
  if (rows.HasHold(subject)) return true;
  const auto merged = subject.kind == domain::SubjectKind::kCase ? rows.GetMerged(subject.case_id()) : std::nullopt;
  // Nothing is merged into what was merged, so this ends.
  if (merged) return IsHeld(domain::SubjectId::Of(merged->into), rows);
  const auto row = subject.kind == domain::SubjectKind::kCase ? rows.GetCase(subject.case_id()) : std::nullopt;
  if (!row) return false;
  const domain::CaseCourse course = domain::CourseOf(row->course);
  return std::any_of(course.parts.begin(), course.parts.end(),
                     [&](const domain::Part& part) { return rows.HasHold(domain::SubjectId::Of(part.therapist)); });
}

// Whether what was moved into it, and stands there, is held where it stood before, where it would be erased as well.
bool IsHeldWhereItStood(const domain::ErasureRecorded& erasure, StoredProjections& rows) {
  std::set<domain::SubjectId> asked;
  for (const domain::TimelineRow& row : rows.TimelineRowsOf(erasure.subject)) {
    // An amendment names the same place as what it amends.
    if (!row.revises.empty() || row.moved()) continue;
    std::optional<domain::EntryHeader> header = rows.HeaderAt(row.number);
    if (!header || header->subject != erasure.subject) continue;
    const domain::KeyClass key_class = domain::KeyClassOf(*header);
    if (std::find(erasure.classes.begin(), erasure.classes.end(), key_class) == erasure.classes.end()) continue;
    while (header && !header->moved_from.entry.empty()) {
      const domain::SubjectId& place = header->moved_from.subject;
      if (asked.insert(place).second && IsHeld(place, rows)) return true;
      const std::optional<domain::EntryRow> before = rows.GetEntry(header->moved_from.entry);
      header = before ? rows.HeaderAt(before->number) : std::nullopt;
    }
  }
  return false;
}

absl::Status CheckThere(const domain::SubjectId& subject, StoredProjections& rows) {
  const bool there = subject.kind == domain::SubjectKind::kCase ? rows.Has(keys::Case(subject.case_id()))
                                                                : rows.Has(keys::Member(subject.member_id()));
  if (there) return rows.status();
  CANDOR_RETURN_IF_ERROR(rows.status());
  return WithDetail(absl::NotFoundError("subject: there is no such case or member; check its name"),
                    {"subject", "not_found"});
}

}  // namespace

// A hold that is placed at the same moment comes before it or after it, and never beside it.
absl::Status CheckErasure(const domain::ErasureRecorded& erasure, StoredProjections& rows) {
  CANDOR_RETURN_IF_ERROR(CheckThere(erasure.subject, rows));
  const std::optional<domain::ErasureRow> known = rows.GetErasure(erasure.id);
  const bool answers = erasure.state != domain::DecisionState::kProposed;
  if (known) {
    const bool same = known->subject == erasure.subject && known->classes == erasure.classes;
    if (!same || !answers || known->state != domain::DecisionState::kProposed) {
      return WithDetail(absl::AlreadyExistsError("erasure: there is an erasure of this name"), {"erasure", "id_taken"});
    }
  }
  if (erasure.state != domain::DecisionState::kInForce || erasure.why == domain::ErasureWhy::kRestored) {
    return rows.status();
  }
  if (IsHeld(erasure.subject, rows) || IsHeldWhereItStood(erasure, rows)) {
    return FailedField(
        "subject", "held",
        "a legal hold forbids to erase anything of it; see `candor hold list`, and have the hold released "
        "first");
  }
  if (rows.GetErased(erasure.subject, domain::KeyClass::kGeneral)) {
    return FailedField("subject", "erased", "it was erased already; see `candor retention list`");
  }
  return rows.status();
}

absl::Status CheckHold(const domain::HoldRecorded& hold, StoredProjections& rows) {
  CANDOR_RETURN_IF_ERROR(CheckThere(hold.subject, rows));
  const std::optional<domain::HoldRow> known = rows.GetHold(hold.subject, hold.id);
  if (!known) return rows.status();
  const bool proposes = hold.state == domain::HoldState::kReleaseProposed;
  const domain::HoldState before = proposes ? domain::HoldState::kPlaced : domain::HoldState::kReleaseProposed;
  if (known->state == before) return rows.status();
  return FailedField("name", "other_state", "the hold has changed meanwhile; see `candor hold list`");
}

}  // namespace candor::store
