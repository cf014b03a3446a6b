#ifndef CANDOR_DAEMON_IDENTITY_LIFETIMES_H_
#define CANDOR_DAEMON_IDENTITY_LIFETIMES_H_

#include "absl/time/time.h"

// How long things hold. ADR 0057 says why.
namespace candor::identity {

inline constexpr absl::Duration kAuthorityLife = absl::Hours(24 * 3653);  // ten years
inline constexpr absl::Duration kServerLife = absl::Hours(24 * 90);
inline constexpr absl::Duration kMemberLife = absl::Hours(24 * 90);
// A certificate holds from a little before it was made: clocks of two machines differ.
inline constexpr absl::Duration kClockSlack = absl::Hours(1);
// How long one that was renewed is heard beside the one that took its place: the answer may have been lost.
inline constexpr absl::Duration kRenewedOverlap = absl::Hours(24 * 7);
inline constexpr absl::Duration kCodeLife = absl::Hours(24 * 7);

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_LIFETIMES_H_
