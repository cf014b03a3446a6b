#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/subordinates.h"
#include "daemon/domain/viewer.h"

// What the caller is shown of what others say about somebody, and when.
namespace candor::domain {
namespace {

constexpr Hat kRaisedIt{Role::kTherapist, Relation::kSelf};
constexpr Hat kIsAnswered{Role::kTherapist, Relation::kNamedReader};
constexpr Hat kIsAbout{Role::kTherapist, Relation::kSubject};
constexpr Hat kDirects{Role::kDirector, Relation::kNone};
constexpr Hat kReviews{Role::kIndependentReviewer, Relation::kNone};

}  // namespace

absl::StatusOr<const std::vector<MemberId>*> Viewer::Superiors() {
  if (superiors_) return &*superiors_;
  std::vector<MemberId> superiors;
  const std::optional<Day> present = Present();
  if (!member().empty() && present) {
    CANDOR_ASSIGN_OR_RETURN(superiors, SuperiorsOf(Now(), member(), *present));
  }
  return &superiors_.emplace(std::move(superiors));
}

absl::StatusOr<bool> Viewer::IsKeptFrom(const MemberId& about) {
  if (IsTheirs(about)) return true;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MemberId>* const superiors, Superiors());
  return IsAmong(*superiors, about);
}

absl::StatusOr<const std::vector<RecordedEntry>*> Viewer::Confined(const MemberId& about) {
  const auto known = confined_.find(about);
  if (known != confined_.end()) return &known->second;
  CANDOR_ASSIGN_OR_RETURN(std::vector<RecordedEntry> confined, ConfinedAbout(Now(), about));
  return &confined_.emplace(about, std::move(confined)).first->second;
}

// What has become of a concern is told with the one that it names. Where it names none any may be meant that stood when
// it was written.
absl::StatusOr<bool> Viewer::IsToldOf(const RecordedEntry& concern) {
  const std::optional<Day> present = Present();
  if (!present) return false;
  if (const EntryId& matter = concern.entry.header.matter; !matter.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry named, Now().GetEntry(matter));
    CANDOR_ASSIGN_OR_RETURN(const ConcernFile file, ReadConcern(Now(), named));
    return file.IsTold(*present);
  }
  if (IsNewMatter(concern.entry.header)) {
    CANDOR_ASSIGN_OR_RETURN(const ConcernFile file, ReadConcern(Now(), concern));
    return file.IsTold(*present);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry>* const confined,
                          Confined(concern.entry.header.subject.member_id()));
  for (const RecordedEntry& each : *confined) {
    if (!IsNewMatter(each.entry.header) || each.number > concern.number) continue;
    if (each.retracted) {
      CANDOR_ASSIGN_OR_RETURN(const RecordedEntry taken_back, Now().GetEntry(each.revised_by));
      if (taken_back.number < concern.number) continue;
    }
    CANDOR_ASSIGN_OR_RETURN(const ConcernFile file, ReadConcern(Now(), each));
    if (!file.IsTold(*present)) return false;
  }
  return true;
}

absl::StatusOr<std::optional<Sight>> Viewer::OfConcern(const RecordedEntry& recorded) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RecordedEntry> concern, domain::RaisedConcern(view_, recorded));
  if (!concern) return std::optional<Sight>();
  const EntryHeader& header = recorded.entry.header;
  if (IsTheirs(header.author)) return std::optional<Sight>(Give(Thing::kConcern, kRaisedIt));
  CANDOR_ASSIGN_OR_RETURN(const bool kept, IsKeptFrom(header.therapist));
  if (kept) {
    CANDOR_ASSIGN_OR_RETURN(const bool told, IsToldOf(*concern));
    if (!told) return std::optional<Sight>(Sight::kNothing);
  }
  if (IsTheirs(header.therapist)) Give(Thing::kConcern, kIsAbout);
  const bool answers_theirs = !header.responds_to.entry.empty() && IsTheirs(concern->entry.header.author);
  if (answers_theirs) Give(Thing::kConcern, kIsAnswered);
  CANDOR_ASSIGN_OR_RETURN(const bool directs, HasRole(Role::kDirector));
  if (directs) Give(Thing::kConcern, kDirects);
  const std::optional<Day> present = Present();
  if (is_operator() || !present) return std::optional<Sight>(best_);
  CANDOR_ASSIGN_OR_RETURN(const bool reviews, ReviewsMatterOf(Now(), member(), header.therapist, *present));
  if (reviews) Give(Thing::kConcern, kReviews);
  return std::optional<Sight>(best_);
}

absl::StatusOr<PartitionSet> Viewer::PartitionsKeptFrom() {
  PartitionSet kept;
  const std::optional<Day> present = Present();
  if (member().empty() || !present) return kept;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MemberId>* const superiors, Superiors());
  std::vector<MemberId> about = *superiors;
  about.push_back(member());
  for (const MemberId& each : about) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry>* const confined, Confined(each));
    for (const RecordedEntry& concern : *confined) {
      // Written down before concerns had a part of their own.
      if (concern.entry.header.partition == 0) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool told, IsToldOf(concern));
      if (!told) kept.insert(concern.entry.header.partition);
    }
  }
  return kept;
}

}  // namespace candor::domain
