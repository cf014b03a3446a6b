#include "daemon/domain/report_figures.h"

#include "daemon/base/status.h"
#include "daemon/domain/follow_up.h"

namespace candor::domain {
namespace {

constexpr size_t kPage = 1000;

Cell Sum(const std::map<MemberId, int64_t>& by_therapist) {
  Cell cell;
  for (const auto& [therapist, count] : by_therapist) {
    if (count <= 0) continue;
    cell.count += count;
    ++cell.therapists;
    cell.largest_share = std::max(cell.largest_share, count);
  }
  return cell;
}

bool IsWaived(const FollowUp& follow_up, Day today) {
  return follow_up.clear.key_class == KeyClass::kGeneral && follow_up.sealed && follow_up.waived_until &&
         *follow_up.waived_until >= today;
}

struct Counted {
  CountBasis basis;
  Figure figure;
  const PartitionSet& without;
};

// The days of one month or a part of it.
absl::Status AddDaysOfMonth(const View& view, const Counted& what, Day from, Day to, std::vector<DatedCount>& days) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<View::CountRow> month, view.Counts(what.basis, from, to));
  const auto is_it = [&](const View::CountRow& row) {
    return row.figure == what.figure && !what.without.contains(row.partition);
  };
  if (std::none_of(month.begin(), month.end(), is_it)) return absl::OkStatus();
  for (Day day = from; day <= to; ++day) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<View::CountRow> rows, view.Counts(what.basis, day, day));
    std::map<uint16_t, int64_t> by_bucket;
    for (const View::CountRow& row : rows) {
      if (is_it(row)) by_bucket[row.bucket] += static_cast<int64_t>(row.count);
    }
    for (const auto& [bucket, count] : by_bucket) days.push_back({day, bucket, count});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WindowFigures> WindowFigures::Read(const View& view, CountBasis basis, Day from, Day to,
                                                  const PartitionSet& without) {
  WindowFigures figures(view, basis, from, to, without);
  if (to < from) return figures;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<View::CountRow> rows, view.Counts(basis, from, to));
  for (const View::CountRow& row : rows) {
    if (without.contains(row.partition)) continue;
    figures.sums_[{row.figure, row.bucket}][row.therapist] += static_cast<int64_t>(row.count);
  }
  return figures;
}

const WindowFigures::ByTherapist& WindowFigures::Find(Figure figure, uint16_t bucket) const {
  static const ByTherapist kNone;
  const auto found = sums_.find({figure, bucket});
  return found == sums_.end() ? kNone : found->second;
}

int64_t WindowFigures::Count(Figure figure, uint16_t bucket) const {
  return Sum(Find(figure, bucket)).count;
}

size_t WindowFigures::Therapists(Figure figure) const {
  return Sum(Find(figure, 0)).therapists;
}

std::vector<MemberId> WindowFigures::MembersBehind(Figure figure) const {
  std::vector<MemberId> members;
  for (const auto& [member, count] : Find(figure, 0)) {
    if (count > 0) members.push_back(member);
  }
  return members;
}

std::vector<std::pair<uint16_t, int64_t>> WindowFigures::Buckets(Figure figure) const {
  std::vector<std::pair<uint16_t, int64_t>> buckets;
  for (auto row = sums_.lower_bound({figure, uint16_t{1}}); row != sums_.end() && row->first.first == figure; ++row) {
    buckets.emplace_back(row->first.second, Sum(row->second).count);
  }
  return buckets;
}

absl::StatusOr<Cell> WindowFigures::CellOf(Figure figure, uint16_t bucket) const {
  Cell cell = Sum(Find(figure, bucket));
  // Too few people already: no need to look at the cases.
  if (cell.therapists < kFewestTherapists) return cell;
  CANDOR_ASSIGN_OR_RETURN(cell.cases, view_->CasesBehind(basis_, figure, bucket, from_, to_, kFewestCases, without_));
  return cell;
}

Cell WindowFigures::Rest(Key whole, Key part) const {
  ByTherapist rest = Find(whole.figure, whole.bucket);
  for (const auto& [therapist, count] : Find(part.figure, part.bucket)) rest[therapist] -= count;
  Cell cell = Sum(rest);
  cell.cases = cell.therapists;
  return cell;
}

absl::StatusOr<std::vector<DatedCount>> ReadDays(const View& view, CountBasis basis, Figure figure, Day from, Day to,
                                                 const PartitionSet& without) {
  std::vector<DatedCount> days;
  for (absl::CivilMonth month(from); Day(month) <= to; ++month) {
    const Day first = std::max(from, Day(month));
    const Day last = std::min(to, Day(month + 1) - 1);
    CANDOR_RETURN_IF_ERROR(AddDaysOfMonth(view, {basis, figure, without}, first, last, days));
  }
  return days;
}

absl::StatusOr<OpenStock> OpenStock::Read(const View& view, const Settings& settings, Day today) {
  OpenStock stock;
  std::map<std::pair<SubjectId, SituationId>, OverdueSituation> overdue;
  SubjectId after_subject;
  FollowUpId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<FollowUp> page, view.ListOpenFollowUps(after_subject, after, kPage));
    for (const FollowUp& follow_up : page) {
      const FollowUpClear& clear = follow_up.clear;
      if (clear.missing_field || clear.before_policy || !clear.folded_under.empty() || clear.restricted) continue;
      if (AsksForConversation(follow_up)) {
        stock.conversations.push_back({clear.reported_on, clear.therapist, clear.subject});
      }
      if (IsWaived(follow_up, today)) {
        stock.waived.push_back({follow_up.sealed->rule, clear.therapist, clear.subject});
      }
      if (!PastDue(follow_up, settings, today)) continue;
      const OverdueSituation situation{*DueOf(follow_up, settings), clear.therapist, clear.subject, clear.action};
      const auto [known, added] = overdue.try_emplace({clear.subject, clear.situation}, situation);
      if (!added && situation.due < known->second.due) known->second = situation;
    }
    if (page.size() < kPage) break;
    after_subject = page.back().clear.subject;
    after = page.back().clear.id;
  }
  for (const auto& [name, situation] : overdue) stock.overdue.push_back(situation);
  return stock;
}

}  // namespace candor::domain
