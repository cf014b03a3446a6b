#ifndef CANDOR_DAEMON_DOMAIN_MEASURES_H_
#define CANDOR_DAEMON_DOMAIN_MEASURES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/view.h"

// R66, as far as it follows from who may do what: somebody had told of their own conduct or raised a concern, and then
// something was taken from them. What limits their work is the policy's to see (reprisal_guard). Thread-safe; errors
// are the view's.
namespace candor::domain {

// So long after a report a measure is looked at. The profiles say the same of what limits somebody's work.
inline constexpr int kReprisalDays = 180;

// Numbers are on the wire.
enum class MeasureKind : uint8_t {
  kRoleWithdrawn = 1,
  kEnrolmentRevoked = 2,
};

struct MeasureTaken {
  MemberId member;  // from whom it was taken
  MeasureKind kind = MeasureKind::kRoleWithdrawn;
  IdBytes what{};  // the role or the enrolment
  Day taken;
  MemberId by;                            // empty: the operator as such
  std::optional<ConcernNotice> reviewed;  // nullopt: nobody has looked at it

  bool operator==(const MeasureTaken&) const = default;
};

// Of everybody who had reported something up to `kReprisalDays` before; not what somebody took from themselves. Those
// that nobody has looked at first, then by day.
absl::StatusOr<std::vector<MeasureTaken>> MeasuresAfterReports(const View& view);

// Whether `who` may sign that it has nothing to do with the report: neither from whom it was taken, nor whom they had
// reported, once these are told of it, nor who took it, nor anybody who answers to one of the first and the last. Else
// whose list it is missing from would learn of a concern before they are told.
absl::StatusOr<bool> MayReview(const View& view, const MeasureTaken& measure, const MemberId& who, Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_MEASURES_H_
