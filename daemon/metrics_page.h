#ifndef CANDOR_DAEMON_METRICS_PAGE_H_
#define CANDOR_DAEMON_METRICS_PAGE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "daemon/domain/identity.h"
#include "daemon/domain/reserve_log.h"
#include "daemon/domain/view.h"
#include "daemon/metrics/family.h"
#include "daemon/rpc/call_counts.h"
#include "daemon/rpc/rooms.h"
#include "daemon/store/open.h"
#include "daemon/store/write_counts.h"

// What is told of the daemon to whoever looks after its machine, and may be anybody with an account there: how it does,
// and nothing of anybody (ADR 0069 has what is left out, and why). None of it is written anywhere.
namespace candor {

// Where it comes from. Nothing is owned.
struct MetricsSources {
  const rpc::About& about;
  const rpc::CallCounts& calls;
  const store::DurableStore& store;
  const domain::Identity& identity;
  const domain::ReserveLog& reserve;
  std::function<uint64_t()> worker_restarts;  // of the policies in force; empty: they have no worker
  std::string data_dir;                       // empty: in memory
};

// As it is now. Thread-safe, as its sources are.
std::vector<metrics::Family> CollectMetrics(const MetricsSources& sources);

// Parts of it, for tests.
std::vector<metrics::Family> FamiliesOf(const rpc::CallCounts::Reading& calls);
std::vector<metrics::Family> FamiliesOf(const store::WriteCounts::Reading& writes);
std::vector<metrics::Family> FamiliesOf(const domain::View& ledger);

}  // namespace candor

#endif  // CANDOR_DAEMON_METRICS_PAGE_H_
