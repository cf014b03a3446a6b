#include "tests/bench/load/late.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "daemon/base/status.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/rounds.h"
#include "tests/bench/load/timeline.h"

namespace candor::bench {
namespace {

constexpr size_t kPerTurn = 200;

// Cases of one length that take turns at being written to: as many as keep short ones about as short as they are.
class Cohort {
 public:
  static size_t CasesOf(size_t entries) { return std::clamp<size_t>(10000 / std::max<size_t>(entries, 1), 1, 1000); }

  // `first`: the practice's case with which it begins. `entries`: of each case, its intake among them.
  Cohort(const Practice& practice, size_t first, size_t entries) : entries_(entries) {
    for (size_t i = 0; i < CasesOf(entries); ++i) {
      cases_.emplace_back(practice, Timeline::Of::kCase, first + i, entries);
    }
  }
  absl::Status Fill(const Connections& connections) {
    return Write(connections, kFillStreams, cases_.size() * (std::max<size_t>(entries_, 1) - 1),
                 [this] { return Next(); });
  }
  Call Next() { return cases_[turn_++ % cases_.size()].InOrder(); }

 private:
  const size_t entries_;
  std::vector<Timeline> cases_;
  size_t turn_ = 0;
};

absl::StatusOr<PairedCost> TakeTurns(const Connections& connections, int pid, size_t pairs,
                                     const std::function<Call()>& usual, const std::function<Call()>& other) {
  PairedCost cost;
  for (size_t pair = 0; pair < pairs; ++pair) {
    CANDOR_ASSIGN_OR_RETURN(const double first, CostOf(connections, pid, kPerTurn, usual));
    CANDOR_ASSIGN_OR_RETURN(const double second, CostOf(connections, pid, kPerTurn, other));
    cost.usual_us.push_back(first);
    cost.other_us.push_back(second);
  }
  return cost;
}

absl::StatusOr<PairedCost> CompareLate(const Connections& connections, const LateOptions& options, Timeline timeline,
                                       size_t entries) {
  const auto in_order = [&] { return timeline.InOrder(); };
  CANDOR_RETURN_IF_ERROR(Write(connections, kFillStreams, entries, in_order));
  return TakeTurns(connections, options.pid, options.pairs, in_order, [&] { return timeline.Late(); });
}

}  // namespace

std::vector<double> PairedCost::Ratios() const {
  std::vector<double> ratios;
  for (size_t i = 0; i < other_us.size(); ++i) ratios.push_back(other_us[i] / usual_us[i]);
  return ratios;
}

absl::StatusOr<LateResult> RunLate(const LateOptions& options) {
  if (options.pid == 0) return absl::InvalidArgumentError("late needs --pid, the daemon's process");
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(options.daemon, 1));
  CANDOR_ASSIGN_OR_RETURN(const Practice practice, MakeTimelinePractice(connections, "late", 1));
  const Timeline of_case(practice, Timeline::Of::kCase, 0, options.case_entries);
  const Timeline of_member(practice, Timeline::Of::kMember, 0, options.member_entries);
  LateResult result;
  CANDOR_ASSIGN_OR_RETURN(result.of_case, CompareLate(connections, options, of_case, options.case_entries));
  CANDOR_ASSIGN_OR_RETURN(result.of_member, CompareLate(connections, options, of_member, options.member_entries));
  return result;
}

absl::StatusOr<std::vector<PairedCost>> RunLengths(const LengthOptions& options) {
  if (options.pid == 0) return absl::InvalidArgumentError("length needs --pid, the daemon's process");
  if (options.sizes.empty()) return absl::InvalidArgumentError("length needs --sizes, as in 1,100,10000");
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(options.daemon, 1));
  size_t cases = Cohort::CasesOf(options.short_entries);
  for (const size_t size : options.sizes) cases += Cohort::CasesOf(size);
  CANDOR_ASSIGN_OR_RETURN(const Practice practice, MakeTimelinePractice(connections, "length", cases));
  Cohort shorter(practice, 0, options.short_entries);
  CANDOR_RETURN_IF_ERROR(shorter.Fill(connections));
  size_t first = Cohort::CasesOf(options.short_entries);
  std::vector<PairedCost> costs;
  for (const size_t size : options.sizes) {
    Cohort longer(practice, first, size);
    CANDOR_RETURN_IF_ERROR(longer.Fill(connections));
    CANDOR_ASSIGN_OR_RETURN(PairedCost cost, TakeTurns(
                                                 connections, options.pid, options.pairs,
                                                 [&] { return shorter.Next(); }, [&] { return longer.Next(); }));
    costs.push_back(std::move(cost));
    first += Cohort::CasesOf(size);
  }
  return costs;
}

}  // namespace candor::bench
