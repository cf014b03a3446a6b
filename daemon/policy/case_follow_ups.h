#ifndef CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_
#define CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_

#include <memory>
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

  // Of all up to and including the place; empty where there are none. A fold that was made up to there with the same
  // digest has been told the same.
  std::string DigestTo(const domain::Place& place) const;
};

// These of each member, remembered until somebody says that they may have changed: to read them is to read the
// follow-ups of every case in which one was ever about the member. Thread-compatible.
class CaseFollowUps {
 public:
  // Never nullptr. Errors are the view's.
  absl::StatusOr<std::shared_ptr<const ToldFollowUps>> Of(const domain::View& view, const MemberId& member,
                                                          const domain::Settings& settings);

  // A follow-up about the member, a decision about one, or when they are away, is otherwise than before.
  void Forget(const MemberId& member) { known_.erase(member); }
  // What moves everybody's dates is.
  void ForgetAll() { known_.clear(); }

 private:
  absl::flat_hash_map<MemberId, std::shared_ptr<const ToldFollowUps>> known_;
};

// Whether a rule of any plugin is told of them.
bool AnyReadsFollowUps(const std::vector<domain::PluginInfo>& plugins);
// Whether one of this plugin is.
bool ReadsFollowUps(const domain::PluginInfo& plugin);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CASE_FOLLOW_UPS_H_
