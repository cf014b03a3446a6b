#ifndef CANDOR_DAEMON_DOMAIN_PARAMETER_SET_H_
#define CANDOR_DAEMON_DOMAIN_PARAMETER_SET_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/member.h"

// By which values of the rules' parameters a member is judged: those of the ethics codes and laws that bind the member,
// of the practice, and of the product where none of them says anything.
namespace candor::domain {

// The day before every other.
inline constexpr int32_t kFirstDay = std::numeric_limits<int32_t>::min();

// From which day of entries on a member is judged by a set of values. Sets have a number as long as the engine lives.
struct SetPeriod {
  int32_t from = kFirstDay;  // day number
  uint32_t set = 0;
  std::string name;  // of what it says: the same set has the same name after a restart

  bool operator==(const SetPeriod&) const = default;
};

// The same of one of the people whom a task's events are about.
struct SetSpan {
  MemberId therapist;
  int32_t from = kFirstDay;
  uint32_t set = 0;

  bool operator==(const SetSpan&) const = default;
};

// The set by which an entry of that day is judged; 0 for somebody of whom the spans say nothing. `spans` of one
// therapist stand together, in order of `from`.
uint32_t SetOn(const std::vector<SetSpan>& spans, const MemberId& therapist, int32_t day);
// The same of one member. REQUIRES: the first begins at kFirstDay.
uint32_t SetOn(const std::vector<SetPeriod>& periods, int32_t day);

// One value that holds for a member on a day, and who says so. Of a group of parameters that several profiles set
// there is one of each.
struct EffectiveValue {
  std::string rule;  // slug
  std::string catalogue_id;
  std::string parameter;
  std::string unit;
  std::string group;
  int64_t value = 0;
  std::string words;    // of a choice: what the value means; empty: it is none, or its policy says no words
  std::string profile;  // its name; empty: no profile says anything, and the policy's own default holds
  std::string title;
  std::string version;
  std::string kind;  // law, board, code, practice, default
  std::string why;   // why it binds: "licence US-TX lpc"
  std::string authority;
  std::string confidence;
  std::string citation;
  std::string note;
  std::optional<Day> as_of;
  std::optional<Day> reviewed_on;

  bool operator==(const EffectiveValue&) const = default;
};

// How long a profile has something kept, of daemon/domain/retention.h.
struct RetentionValue {
  std::string profile;    // "belgium 1.0.0"
  std::string parameter;  // "case"
  int64_t value = 0;
  std::string unit;  // years, months
  std::string citation;
  std::string confidence = {};          // how much of the source was seen: "A", "KH"
  std::optional<Day> reviewed_on = {};  // when the value was last compared; nullopt: nobody says
  std::string note = {};

  bool operator==(const RetentionValue&) const = default;
};

// A profile that is in force, whether it binds anybody or not.
struct ProfileInForce {
  std::string name;
  std::string title;
  std::string version;
  std::string kind;
  std::optional<Day> reviewed_on;  // of the file and all its values the longest ago; nullopt: it does not say

  bool operator==(const ProfileInForce&) const = default;
};

// Those that were last compared with their source `days` or more before `today`, or that do not say when, in the order
// given. A default and the practice's own have no source to be compared with, and count only where they say when.
std::vector<ProfileInForce> NotReviewedFor(const std::vector<ProfileInForce>& profiles, Day today, int64_t days);

// Whether what the profiles say now is to hold from a day of entries on, or for all there are.
struct ProfileChange {
  std::optional<Day> from;   // nullopt: today
  bool retroactive = false;  // as if it had always held
};

// A policy that is another one than before.
struct PolicyReplaced {
  std::string name;
  std::string before;  // its version; empty: it is new
  std::string now;     // likewise; empty: it is gone

  bool operator==(const PolicyReplaced&) const = default;
};

struct ProfilesReloaded {
  bool changed = false;  // false: they say what they said before, and nothing was put on record
  std::vector<ProfileInForce> profiles;
  std::optional<Day> from;  // of what was changed; nullopt: from the beginning, or nothing was
  std::vector<PolicyReplaced> policies = {};
  // Of policies that run, and that the next start would not activate, a sentence each.
  std::vector<std::string> unproven = {};
};

// The seam to whoever holds the profiles and policies. Thread-safe.
class ProfileControl {
 public:
  virtual ~ProfileControl() = default;

  // Reads the profiles again, looks whether files of policies are others than before, and puts all of it in force, on
  // record, on a thread of its own; `done` is called once, and must not block. INVALID_ARGUMENT "FILE:LINE: reason" for
  // profiles, FAILED_PRECONDITION for policies that cannot be used: then those before hold on, all of them, and
  // Problem() says so. UNAVAILABLE once it is stopped.
  virtual void Reload(ProfileChange change, std::function<void(absl::StatusOr<ProfilesReloaded>)> done) = 0;
  // Why profiles and policies as they lie there are not in force, or will not be after the next start; empty: they are,
  // as they were last read.
  virtual std::string Problem() const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PARAMETER_SET_H_
