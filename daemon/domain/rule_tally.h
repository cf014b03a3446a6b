#ifndef CANDOR_DAEMON_DOMAIN_RULE_TALLY_H_
#define CANDOR_DAEMON_DOMAIN_RULE_TALLY_H_

#include <cstdint>
#include <map>
#include <set>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"

// How many follow-ups of one rule something is about, and who stands behind them, for whoever manages the policies.
namespace candor::domain {

// Of a private note or a restricted matter: for a few to read, and never listed to whoever manages the policies.
inline bool IsConfined(const FollowUpClear& clear) {
  return clear.restricted || clear.key_class == KeyClass::kPersonal;
}

// Thread-compatible.
class RuleTally {
 public:
  void Add(const FollowUpClear& clear);

  int64_t count() const { return count_; }
  int64_t subjects() const { return static_cast<int64_t>(subjects_.size()); }
  int64_t therapists() const { return static_cast<int64_t>(therapists_.size()); }
  Cell ToCell() const;

 private:
  int64_t count_ = 0;
  std::set<SubjectId> subjects_;
  std::map<MemberId, int64_t> therapists_;
};

// Whether fewer than ten therapists wrote in the year up to `today`: of what only a few may read such a practice is
// told no count at all.
absl::StatusOr<bool> FewWrote(const View& view, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RULE_TALLY_H_
