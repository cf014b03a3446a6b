#ifndef CANDOR_DAEMON_DOMAIN_REPORT_FIGURES_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_FIGURES_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/store.h"

// Where the compliance report gets its numbers: maintained sums, and the stock of open follow-ups. Nothing else is
// read.
namespace candor::domain {

// The sums of one basis over one window. Keeps a reference to the view.
class WindowFigures {
 public:
  // A window whose last day lies before its first is empty. `without`: what is left out.
  static absl::StatusOr<WindowFigures> Read(const View& view, CountBasis basis, Day from, Day to,
                                            const PartitionSet& without = {});

  int64_t Count(Figure figure, uint16_t bucket = 0) const;
  size_t Therapists(Figure figure) const;                    // of bucket 0
  std::vector<MemberId> MembersBehind(Figure figure) const;  // the same by name, in order of id
  // Bucket and count of every bucket but 0.
  std::vector<std::pair<uint16_t, int64_t>> Buckets(Figure figure) const;
  absl::StatusOr<Cell> CellOf(Figure figure, uint16_t bucket = 0) const;
  struct Key {
    Figure figure;
    uint16_t bucket = 0;
  };
  // What `whole` has beside `part`. REQUIRES: every part is also counted under the whole. A case counts under one
  // therapist, so five therapists stand for five cases.
  Cell Rest(Key whole, Key part) const;

 private:
  using ByTherapist = std::map<MemberId, int64_t>;

  WindowFigures(const View& view, CountBasis basis, Day from, Day to, PartitionSet without)
      : view_(&view), basis_(basis), from_(from), to_(to), without_(std::move(without)) {}
  const ByTherapist& Find(Figure figure, uint16_t bucket) const;

  const View* view_;
  CountBasis basis_;
  Day from_;
  Day to_;
  PartitionSet without_;
  std::map<std::pair<Figure, uint16_t>, ByTherapist> sums_;
};

// How often something was counted on a day.
struct DatedCount {
  Day day;
  uint16_t bucket = 0;
  int64_t count = 0;
};
// Day by day, in order of day and bucket, of what is rare: where there is none in the window, only its sums are read.
absl::StatusOr<std::vector<DatedCount>> ReadDays(const View& view, CountBasis basis, Figure figure, Day from, Day to,
                                                 const PartitionSet& without = {});

// A situation of which something is open and past its date.
struct OverdueSituation {
  Day due;  // the earliest date that has passed
  MemberId therapist;
  SubjectId subject;
  Action action = Action::kTalk;  // what is called for by that date
};

// A conversation that was asked for and that nobody has held.
struct WaitingConversation {
  Day from;  // since when
  MemberId therapist;
  SubjectId subject;
};

// An open follow-up that a decision has set aside, apart from personal reactions.
struct WaivedFollowUp {
  std::string rule;
  MemberId therapist;
  SubjectId subject;
};

// What the report takes from the follow-ups that are open now.
struct OpenStock {
  std::vector<OverdueSituation> overdue;
  std::vector<WaitingConversation> conversations;
  std::vector<WaivedFollowUp> waived;  // without those whose rule is erased

  static absl::StatusOr<OpenStock> Read(const View& view, const Settings& settings, Day today);
};

// Counts and people behind those of the stock for which `take` is true.
template <class Item, class Take>
Cell CellOfStock(const std::vector<Item>& stock, Take take) {
  Cell cell;
  std::map<MemberId, int64_t> by_therapist;
  std::map<SubjectId, int64_t> by_subject;
  for (const Item& item : stock) {
    if (!take(item)) continue;
    ++cell.count;
    ++by_subject[item.subject];
    cell.largest_share = std::max(cell.largest_share, ++by_therapist[item.therapist]);
  }
  cell.therapists = by_therapist.size();
  cell.cases = by_subject.size();
  return cell;
}

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_FIGURES_H_
