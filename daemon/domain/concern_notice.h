#ifndef CANDOR_DAEMON_DOMAIN_CONCERN_NOTICE_H_
#define CANDOR_DAEMON_DOMAIN_CONCERN_NOTICE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/subject.h"

namespace candor::domain {

// What has become of a concern about a member, or of a measure against one who had reported. Stored; for ever.
enum class ConcernStep : uint8_t {
  kAcknowledged = 1,     // whoever looks into it has it; from here the days run until whom it is about is told
  kSealProposed = 2,     // somebody asks that they be told later
  kSealed = 3,           // a second person agrees
  kSealRefused = 4,      // or does not
  kMeasureReviewed = 5,  // somebody independent has signed why the measure has nothing to do with the report
};
inline constexpr ConcernStep kLastConcernStep = ConcernStep::kMeasureReviewed;

// One step, of a member whom a concern is about or whom a measure hits. A value, thread-compatible.
struct ConcernNotice {
  IdBytes id{};
  SubjectId subject;  // the member
  IdBytes about{};    // the concern as first written, or the role or the enrolment that was taken
  ConcernStep step = ConcernStep::kAcknowledged;
  MemberId by;               // empty: the operator as such
  MemberId second;           // of a seal: who proposed it, where `by` answers
  std::optional<Day> until;  // of a seal: the last day on which whom it is about is not told
  Sensitive<std::string> reason;
  Caller caller;
  absl::Time recorded_at;  // filled in by the store

  bool operator==(const ConcernNotice&) const = default;
};

// The longest reason, in bytes of UTF-8.
inline constexpr size_t kMaxConcernReasonBytes = 4 * 1024;

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CONCERN_NOTICE_H_
