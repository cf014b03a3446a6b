#include "daemon/domain/parameter_set.h"

namespace candor::domain {

uint32_t SetOn(const std::vector<SetSpan>& spans, const MemberId& therapist, int32_t day) {
  uint32_t set = 0;
  for (const SetSpan& span : spans) {
    if (span.therapist == therapist && span.from <= day) set = span.set;
  }
  return set;
}

uint32_t SetOn(const std::vector<SetPeriod>& periods, int32_t day) {
  uint32_t set = 0;
  for (const SetPeriod& period : periods) {
    if (period.from <= day) set = period.set;
  }
  return set;
}

std::vector<ProfileInForce> NotReviewedFor(const std::vector<ProfileInForce>& profiles, Day today, int64_t days) {
  std::vector<ProfileInForce> old;
  for (const ProfileInForce& profile : profiles) {
    const bool has_source = profile.kind == "law" || profile.kind == "board" || profile.kind == "code";
    const bool is_old = profile.reviewed_on ? today - *profile.reviewed_on >= days : has_source;
    if (is_old) old.push_back(profile);
  }
  return old;
}

}  // namespace candor::domain
