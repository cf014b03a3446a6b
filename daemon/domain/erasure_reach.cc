#include "daemon/domain/erasure_reach.h"

#include <algorithm>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"

namespace candor::domain {
namespace {

constexpr size_t kReachPage = 256;

// Walks back from what was moved into one record.
class EarlierPlaces {
 public:
  EarlierPlaces(const View& view, const SubjectId& subject, const std::vector<KeyClass>& classes, ErasureReach& reach)
      : view_(view), subject_(subject), classes_(classes), reach_(reach) {}

  absl::Status Take(const RecordedEntry& recorded) {
    const EntryHeader& moved = recorded.entry.header;
    // An amendment names the same place as what it amends; what was moved on is reached from where it stands.
    if (moved.subject != subject_ || !moved.revises.empty() || recorded.moved()) return absl::OkStatus();
    const KeyClass key_class = moved.personal ? KeyClass::kPersonal : KeyClass::kGeneral;
    if (std::find(classes_.begin(), classes_.end(), key_class) == classes_.end()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const std::set<SubjectId> before, PlacesBefore(view_, moved));
    for (const SubjectId& each : before) {
      CANDOR_ASSIGN_OR_RETURN(const bool stays, KeyStays(each, key_class));
      if (stays) ++reach_.sealed_elsewhere[each];
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<bool> KeyStays(const SubjectId& subject, KeyClass key_class) const {
    if (subject == subject_) return false;
    const bool merged = subject.kind == SubjectKind::kCase &&
                        std::binary_search(reach_.merged.begin(), reach_.merged.end(), subject.case_id());
    if (merged) return false;
    CANDOR_ASSIGN_OR_RETURN(const bool erased, view_.HasErased(subject, key_class));
    return !erased;
  }

  const View& view_;
  const SubjectId& subject_;
  const std::vector<KeyClass>& classes_;
  ErasureReach& reach_;
};

}  // namespace

absl::StatusOr<ErasureReach> ReachOf(const View& view, const SubjectId& subject, const std::vector<KeyClass>& classes) {
  ErasureReach reach;
  if (subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, view.CasesMergedInto(subject.case_id()));
    for (const CaseId& each : merged) {
      CANDOR_ASSIGN_OR_RETURN(const bool erased, view.HasErased(SubjectId::Of(each), KeyClass::kGeneral));
      if (!erased) reach.merged.push_back(each);
    }
  }
  EarlierPlaces places(view, subject, classes, reach);
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const TimelinePage page, view.Timeline(subject, after, kReachPage));
    for (const RecordedEntry& recorded : page.entries) {
      CANDOR_RETURN_IF_ERROR(places.Take(recorded));
    }
    if (!page.next) return reach;
    after = *page.next;
  }
}

}  // namespace candor::domain
