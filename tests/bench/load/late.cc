#include "tests/bench/load/late.h"

#include <algorithm>
#include <cstdint>
#include <functional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {
namespace {

constexpr int kDaysBack = 9000;
constexpr int kLateByDays = 30;
constexpr size_t kPerTurn = 200;
constexpr size_t kFillStreams = 64;
constexpr size_t kTherapists = 10;

std::string RequestId() {
  const IdBytes bytes = RandomIdBytes();
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4", hex.substr(13, 3), "-8", hex.substr(17, 3), "-",
                      hex.substr(20));
}

// One subject whose timeline grows.
class Timeline {
 public:
  Timeline(const Practice& practice, bool of_member, size_t planned)
      : practice_(practice), of_member_(of_member), per_day_(1 + planned / (kDaysBack - 1000)) {
    first_ = DayAt(absl::Now(), absl::UTCTimeZone()) - kDaysBack + 60;
  }

  // The next entry: after all others, or on the day that lies `kLateByDays` before the newest one.
  Call InOrder() {
    const auto day = static_cast<int>(entries_ / per_day_);
    const auto minute = static_cast<int>(entries_ % per_day_);
    ++entries_;
    return Make(first_ + day, minute);
  }
  Call Late() {
    const auto day = static_cast<int>(entries_ / per_day_);
    ++late_;
    return Make(first_ + (day - kLateByDays), static_cast<int>(720 + late_ % 720));
  }

 private:
  Call Make(Day day, int minute) {
    const size_t author = practice_.TherapistOf(0);
    v1::CreateEntryRequest request;
    request.set_parent(of_member_ ? practice_.members[author] : practice_.cases[0]);
    request.set_request_id(RequestId());
    v1::Entry* const entry = request.mutable_entry();
    entry->set_therapist(practice_.members[author]);
    entry->set_source(v1::ENTRY_SOURCE_SELF);
    v1::CivilMoment* const occurred = entry->mutable_occurred();
    occurred->mutable_date()->set_year(static_cast<int32_t>(day.year()));
    occurred->mutable_date()->set_month(day.month());
    occurred->mutable_date()->set_day(day.day());
    occurred->mutable_time()->set_hours(minute / 60);
    occurred->mutable_time()->set_minutes(minute % 60);
    if (of_member_) {
      entry->mutable_supervision()->set_supervisor(practice_.members[practice_.SupervisorOf(author)]);
      entry->mutable_supervision()->set_minutes(60);
    } else {
      entry->mutable_session()->set_minutes(50);
    }
    return {kCreateEntry, practice_.members[author], Framed(request.SerializeAsString()), false};
  }

  const Practice& practice_;
  const bool of_member_;
  const size_t per_day_;
  Day first_;
  size_t entries_ = 0;
  size_t late_ = 0;
};

absl::Status Run(const Connections& connections, size_t streams, size_t count, const std::function<Call()>& next) {
  size_t started = 0;
  CANDOR_RETURN_IF_ERROR(Pump(
                             connections, streams,
                             [&](size_t) {
                               ++started;
                               return next();
                             },
                             [&] { return started >= count; })
                             .status());
  return WaitForPolicies(connections);
}

absl::StatusOr<double> CostOf(const Connections& connections, int pid, const std::function<Call()>& next) {
  const double before = ProcessorTimeUs(pid);
  CANDOR_RETURN_IF_ERROR(Run(connections, 1, kPerTurn, next));
  return (ProcessorTimeUs(pid) - before) / static_cast<double>(kPerTurn);
}

absl::StatusOr<LateCost> Compare(const Connections& connections, const LateOptions& options, Timeline timeline,
                                 size_t entries) {
  LateCost cost;
  CANDOR_RETURN_IF_ERROR(Run(connections, kFillStreams, entries, [&] { return timeline.InOrder(); }));
  for (size_t pair = 0; pair < options.pairs; ++pair) {
    CANDOR_ASSIGN_OR_RETURN(const double in_order,
                            CostOf(connections, options.pid, [&] { return timeline.InOrder(); }));
    CANDOR_ASSIGN_OR_RETURN(const double late, CostOf(connections, options.pid, [&] { return timeline.Late(); }));
    cost.in_order_us.push_back(in_order);
    cost.late_us.push_back(late);
  }
  return cost;
}

}  // namespace

std::vector<double> LateCost::Ratios() const {
  std::vector<double> ratios;
  for (size_t i = 0; i < late_us.size(); ++i) ratios.push_back(late_us[i] / in_order_us[i]);
  return ratios;
}

absl::StatusOr<LateResult> RunLate(const LateOptions& options) {
  if (options.pid == 0) return absl::InvalidArgumentError("late needs --pid, the daemon's process");
  CANDOR_ASSIGN_OR_RETURN(const Connections connections, Connect(options.daemon, 1));
  const Day first = DayAt(absl::Now(), absl::UTCTimeZone()) - kDaysBack;
  CANDOR_ASSIGN_OR_RETURN(
      const Practice practice,
      MakePractice(connections, absl::StrCat("late ", EncodeId(RandomIdBytes())), kTherapists, 1, first));
  LateResult result;
  CANDOR_ASSIGN_OR_RETURN(result.of_case, Compare(connections, options, Timeline(practice, false, options.case_entries),
                                                  options.case_entries));
  CANDOR_ASSIGN_OR_RETURN(
      result.of_member,
      Compare(connections, options, Timeline(practice, true, options.member_entries), options.member_entries));
  return result;
}

}  // namespace candor::bench
