#include "tests/bench/load/timeline.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {
namespace {

constexpr int kLateByDays = 30;

std::string RequestId() {
  const IdBytes bytes = RandomIdBytes();
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4", hex.substr(13, 3), "-8", hex.substr(17, 3), "-",
                      hex.substr(20));
}

Day FirstDay() {
  return DayAt(absl::Now(), absl::UTCTimeZone()) - kDaysBack;
}

}  // namespace

absl::StatusOr<Practice> MakeTimelinePractice(const Connections& connections, const std::string& prefix, size_t cases) {
  return MakePractice(connections, absl::StrCat(prefix, " ", EncodeId(RandomIdBytes())), kTimelineTherapists, cases,
                      FirstDay());
}

Timeline::Timeline(const Practice& practice, Of of, size_t case_index, size_t planned)
    : practice_(practice),
      of_(of),
      case_index_(case_index),
      per_day_(1 + planned / (kDaysBack - 1000)),
      first_(FirstDay() + 60) {}

Call Timeline::InOrder() {
  const auto day = static_cast<int>(entries_ / per_day_);
  const auto minute = static_cast<int>(entries_ % per_day_);
  ++entries_;
  return Make(first_ + day, minute);
}

Call Timeline::Late() {
  const auto day = static_cast<int>(entries_ / per_day_);
  ++late_;
  return Make(first_ + (day - kLateByDays), static_cast<int>(720 + late_ % 720));
}

Call Timeline::Make(Day day, int minute) const {
  const size_t author = practice_.TherapistOf(case_index_);
  v1::CreateEntryRequest request;
  request.set_parent(of_ == Of::kMember ? practice_.members[author] : practice_.cases[case_index_]);
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
  if (of_ == Of::kMember) {
    entry->mutable_supervision()->set_supervisor(practice_.members[practice_.SupervisorOf(author)]);
    entry->mutable_supervision()->set_minutes(60);
  } else {
    entry->mutable_session()->set_minutes(50);
  }
  return {kCreateEntry, practice_.members[author], Framed(request.SerializeAsString()), false};
}

absl::Status Write(const Connections& connections, size_t streams, size_t count, const std::function<Call()>& next) {
  if (count == 0) return absl::OkStatus();
  size_t started = 0;
  const auto counted = [&](size_t) {
    ++started;
    return next();
  };
  CANDOR_RETURN_IF_ERROR(Pump(connections, streams, counted, [&] { return started >= count; }).status());
  return WaitForPolicies(connections);
}

absl::StatusOr<double> CostOf(const Connections& connections, int pid, size_t count,
                              const std::function<Call()>& next) {
  const double before = ProcessorTimeUs(pid);
  CANDOR_RETURN_IF_ERROR(Write(connections, 1, count, next));
  return (ProcessorTimeUs(pid) - before) / static_cast<double>(count);
}

}  // namespace candor::bench
