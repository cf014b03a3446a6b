#include "daemon/domain/measures.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <variant>

#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/subordinates.h"

namespace candor::domain {
namespace {

void AddWithdrawnRoles(const std::vector<RoleChange>& changes, std::vector<MeasureTaken>& measures) {
  for (const RoleChange& change : changes) {
    const bool by_another = change.caller.acting_for != change.member;
    if (!change.withdrawn || !change.until || !by_another) continue;
    measures.push_back({change.member, MeasureKind::kRoleWithdrawn, change.id.bytes(), *change.until + 1,
                        change.caller.acting_for, std::nullopt});
  }
}

void AddRevokedEnrolments(const std::vector<EnrolmentEvent>& events, const absl::TimeZone& zone,
                          std::vector<MeasureTaken>& measures) {
  std::map<EnrolmentId, MemberId> whose;
  for (const EnrolmentEvent& event : events) {
    if (const auto* code = std::get_if<EnrolmentCodeIssued>(&event)) whose[code->id] = code->member;
    const auto* revoked = std::get_if<EnrolmentRevoked>(&event);
    if (revoked == nullptr) continue;
    const auto member = whose.find(revoked->enrolment);
    if (member == whose.end() || revoked->caller.acting_for == member->second) continue;
    const bool again = std::any_of(measures.begin(), measures.end(), [&](const MeasureTaken& each) {
      return each.kind == MeasureKind::kEnrolmentRevoked && each.what == revoked->enrolment.bytes();
    });
    if (again) continue;
    measures.push_back({member->second, MeasureKind::kEnrolmentRevoked, revoked->enrolment.bytes(),
                        DayAt(revoked->recorded_at, zone), revoked->caller.acting_for, std::nullopt});
  }
}

absl::StatusOr<bool> FollowsReport(const View& view, const MeasureTaken& measure) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<OwnReport> reports, view.ReportsBy(measure.member));
  return std::any_of(reports.begin(), reports.end(), [&](const OwnReport& report) {
    return report.reported <= measure.taken && measure.taken - report.reported <= kReprisalDays;
  });
}

// By whoever looked at it last.
absl::Status FindReview(const View& view, MeasureTaken& measure) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<ConcernNotice> notices, view.ConcernNoticesOf(SubjectId::Of(measure.member)));
  for (ConcernNotice& notice : notices) {
    if (notice.step != ConcernStep::kMeasureReviewed || notice.about != measure.what) continue;
    measure.reviewed = std::move(notice);
  }
  return absl::OkStatus();
}

// Whether a report of the member's is about somebody who knows of it.
absl::StatusOr<bool> HasReported(const View& view, const MemberId& member, const MemberId& whom, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<OwnReport> reports, view.ReportsBy(member));
  for (const OwnReport& report : reports) {
    CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const RecordedEntry> told, view.EntryAt(report.number));
    CANDOR_ASSIGN_OR_RETURN(const bool is_told, IsToldOfReport(view, *told, whom, day, absl::InfiniteFuture()));
    if (is_told) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::vector<MeasureTaken>> MeasuresAfterReports(const View& view) {
  CANDOR_ASSIGN_OR_RETURN(const Settings settings, view.GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.ListRoles());
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EnrolmentEvent> events, view.ListEnrolments());
  std::vector<MeasureTaken> all;
  AddWithdrawnRoles(changes, all);
  AddRevokedEnrolments(events, zone, all);
  std::vector<MeasureTaken> measures;
  for (MeasureTaken& measure : all) {
    CANDOR_ASSIGN_OR_RETURN(const bool follows, FollowsReport(view, measure));
    if (!follows) continue;
    CANDOR_RETURN_IF_ERROR(FindReview(view, measure));
    measures.push_back(std::move(measure));
  }
  std::stable_sort(measures.begin(), measures.end(), [](const MeasureTaken& a, const MeasureTaken& b) {
    return std::make_tuple(a.reviewed.has_value(), a.taken) < std::make_tuple(b.reviewed.has_value(), b.taken);
  });
  return measures;
}

absl::StatusOr<bool> MayReview(const View& view, const MeasureTaken& measure, const MemberId& who, Day day) {
  if (who == measure.member || who == measure.by) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool reported, HasReported(view, measure.member, who, day));
  if (reported) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MemberId> superiors, SuperiorsOf(view, who, day));
  return !IsAmong(superiors, measure.member) && (measure.by.empty() || !IsAmong(superiors, measure.by));
}

}  // namespace candor::domain
