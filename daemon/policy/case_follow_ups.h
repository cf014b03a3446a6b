#ifndef CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_
#define CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"

namespace candor::policy {

// What has become of the follow-ups of cases that are about one member, as the member's rules are told of it.
struct ToldFollowUps {
  std::vector<domain::PolicyEvent> changes;  // in timeline order
  std::vector<std::string> digests;          // of each with all before it
  std::vector<std::string> bytes;            // of each, what its digest is made of beside the one before

  // Of all up to and including the place; empty where there are none. A fold that was made up to there with the same
  // digest has been told the same.
  std::string DigestTo(const domain::Place& place) const;
};

// These of each member, remembered until somebody says that they may have changed: to read them is to read the
// follow-ups of every case in which one was ever about the member. Where one case has changed, its follow-ups alone are
// read again, and digests are taken again from the first difference on. About 1 KB for each follow-up; all are
// forgotten when there are more than kMostKnown. Thread-compatible.
class CaseFollowUps {
 public:
  static constexpr size_t kMostKnown = 50'000;

  explicit CaseFollowUps(size_t most_known = kMostKnown) : most_known_(most_known) {}

  // Never nullptr. Errors are the view's.
  absl::StatusOr<std::shared_ptr<const ToldFollowUps>> Of(const domain::View& view, const MemberId& member,
                                                          const domain::Settings& settings);

  // A decision about a follow-up about the member, or when they are away, is otherwise than before.
  void Forget(const MemberId& member);
  // A follow-up of the case that is about the member is, or was.
  void ForgetCase(const MemberId& member, const CaseId& id);
  // What moves everybody's dates is.
  void ForgetAll();

 private:
  struct Known {
    std::map<CaseId, std::vector<domain::PolicyEvent>> by_case;  // those that tell anything
    std::set<CaseId> stale;                                      // to be read again
    std::shared_ptr<const ToldFollowUps> told;                   // nullptr: never put together
  };

  const size_t most_known_;
  absl::flat_hash_map<MemberId, Known> known_;
  size_t changes_known_ = 0;
};

// Whether a rule of any plugin is told of them.
bool AnyReadsFollowUps(const std::vector<domain::PluginInfo>& plugins);
// Whether one of this plugin is.
bool ReadsFollowUps(const domain::PluginInfo& plugin);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_
