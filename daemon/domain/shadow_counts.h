#ifndef CANDOR_DAEMON_DOMAIN_SHADOW_COUNTS_H_
#define CANDOR_DAEMON_DOMAIN_SHADOW_COUNTS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/store.h"

// What rules in shadow would call for, counted apart from every figure.
namespace candor::domain {

struct ShadowCount {
  int64_t follow_ups = 0;
  int64_t open = 0;
  int64_t important = 0;  // or urgent
  int64_t subjects = 0;
  int64_t therapists = 0;
  // It comes of what only a few may read, and so few people stand behind it that it would point at somebody: all zero.
  bool hidden = false;

  bool operator==(const ShadowCount&) const = default;
};

// By rule; reads what is in shadow and how many wrote. Of private notes and restricted matters a practice of fewer than
// ten therapists who wrote in the year up to `today` is told no count at all.
absl::StatusOr<std::map<std::string, ShadowCount>> CountShadow(const View& view, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SHADOW_COUNTS_H_
