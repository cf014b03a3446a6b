#ifndef CANDOR_DAEMON_RPC_ROOMS_H_
#define CANDOR_DAEMON_RPC_ROOMS_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/assessment_control.h"
#include "daemon/domain/backup.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/ledger_feed.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/preview.h"
#include "daemon/domain/reserve_log.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// What the daemon says about itself.
struct About {
  std::string version;
  absl::Time started_at;
  // Why the metrics cannot be read, one sentence; thread-safe, absent: they are nobody's concern.
  std::function<std::string()> metrics_problem = {};
};

// What the services stand on. Nothing is owned; all outlive the server.
struct Rooms {
  domain::Store& store;
  domain::PolicyEngine& policies;
  domain::AssessmentControl& assessments;
  domain::Previewer& previews;
  domain::ProfileControl& profiles;
  domain::ScenarioTester& scenarios;
  domain::PolicyPreviewer& policy_previews;
  domain::LedgerFeed& feed;
  domain::KeyCustody& keys;
  domain::BackupSource& backups;
  domain::Identity& identity;
  domain::ReserveLog& reserve;
  Clock& clock;
  const About& about;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ROOMS_H_
