#ifndef CANDOR_DAEMON_METRICS_FAMILY_H_
#define CANDOR_DAEMON_METRICS_FAMILY_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/histogram.h"

// Figures as they are read by Prometheus. Values, thread-compatible.
namespace candor::metrics {

// Names and values, as in {method="WorkService.GetWorkList"}.
using Labels = std::vector<std::pair<std::string, std::string>>;

struct Sample {
  Labels labels;
  double value = 0;                    // of a counter or a gauge
  std::optional<Histogram> histogram;  // is there in a family of them
};

// Samples with one name and meaning.
struct Family {
  enum class Kind {
    kCounter,    // never falls but by a restart; its name ends with _total
    kGauge,      // as it is now
    kHistogram,  // how often there were values
  };

  std::string name;
  std::string help;  // one line
  Kind kind = Kind::kGauge;
  std::vector<Sample> samples;
  // So many are one in the unit of the name: 1e6 for microseconds in a family of seconds.
  double per_unit = 1;
};

}  // namespace candor::metrics

#endif  // CANDOR_DAEMON_METRICS_FAMILY_H_
