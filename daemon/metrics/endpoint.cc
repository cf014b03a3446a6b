#include "daemon/metrics/endpoint.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"
#include "prometheus/metric_family.h"
#include "prometheus/text_serializer.h"

namespace candor::metrics {
namespace {

prometheus::MetricType TypeOf(Family::Kind kind) {
  switch (kind) {
    case Family::Kind::kCounter:
      return prometheus::MetricType::Counter;
    case Family::Kind::kGauge:
      return prometheus::MetricType::Gauge;
    case Family::Kind::kHistogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

// Prometheus counts in each bucket all that is no larger, and wants a last one for everything.
prometheus::ClientMetric::Histogram ToPrometheus(const Histogram& histogram, double per_unit) {
  prometheus::ClientMetric::Histogram out;
  out.sample_count = histogram.count();
  out.sample_sum = static_cast<double>(histogram.sum()) / per_unit;
  uint64_t so_far = 0;
  for (size_t i = 0; i < histogram.bounds().size(); ++i) {
    so_far += histogram.counts()[i];
    out.bucket.push_back({so_far, static_cast<double>(histogram.bounds()[i]) / per_unit});
  }
  out.bucket.push_back({histogram.count(), std::numeric_limits<double>::infinity()});
  return out;
}

prometheus::ClientMetric ToPrometheus(const Sample& sample, const Family& family) {
  prometheus::ClientMetric out;
  for (const auto& [name, value] : sample.labels) {
    prometheus::ClientMetric::Label label;
    label.name = name;
    label.value = value;
    out.label.push_back(std::move(label));
  }
  if (family.kind == Family::Kind::kCounter) out.counter.value = sample.value / family.per_unit;
  if (family.kind == Family::Kind::kGauge) out.gauge.value = sample.value / family.per_unit;
  if (sample.histogram) out.histogram = ToPrometheus(*sample.histogram, family.per_unit);
  return out;
}

std::vector<prometheus::MetricFamily> ToPrometheus(const std::vector<Family>& families) {
  std::vector<prometheus::MetricFamily> out;
  for (const Family& family : families) {
    prometheus::MetricFamily& made = out.emplace_back();
    made.name = family.name;
    made.help = family.help;
    made.type = TypeOf(family.kind);
    for (const Sample& sample : family.samples) made.metric.push_back(ToPrometheus(sample, family));
  }
  return out;
}

// Asked anew for every page.
class Collected final : public prometheus::Collectable {
 public:
  explicit Collected(Collector collect) : collect_(std::move(collect)) {}
  std::vector<prometheus::MetricFamily> Collect() const override { return ToPrometheus(collect_()); }

 private:
  const Collector collect_;
};

// Two threads: a reader that hangs does not keep out another one. Nothing else is served: without a folder of documents
// the server has none.
std::vector<std::string> OptionsFor(const std::string& address) {
  return {"listening_ports", address, "num_threads", "2", "request_timeout_ms", "5000"};
}

}  // namespace

// The server goes first: it asks what is collected.
struct Endpoint::Parts {
  std::shared_ptr<Collected> collected;
  prometheus::Exposer exposer;

  Parts(const std::string& address, Collector collect)
      : collected(std::make_shared<Collected>(std::move(collect))), exposer(OptionsFor(address)) {
    exposer.RegisterCollectable(collected);
  }
};

Endpoint::Endpoint(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Endpoint::~Endpoint() = default;

absl::StatusOr<std::unique_ptr<Endpoint>> Endpoint::Listen(const std::string& address, Collector collect) {
  // The library throws; nothing else of ours does.
  try {
    return std::unique_ptr<Endpoint>(new Endpoint(std::make_unique<Parts>(address, std::move(collect))));
  } catch (const std::exception&) {
    return absl::UnavailableError(absl::StrCat("the address ", address,
                                               " of the metrics cannot be listened on; is another program using it? "
                                               "(to do without them, leave out [metrics] in the configuration)"));
  }
}

int Endpoint::port() const {
  const std::vector<int> ports = parts_->exposer.GetListeningPorts();
  return ports.empty() ? 0 : ports.front();
}

std::string PageOf(const std::vector<Family>& families) {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, ToPrometheus(families));
  return out.str();
}

}  // namespace candor::metrics
