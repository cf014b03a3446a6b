#include "daemon/metrics_server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"

namespace candor {

void MetricsServer::Serve(std::string address, metrics::Collector collect) {
  address_ = std::move(address);
  collect_ = std::move(collect);
  TryToListen();
  if (port() == 0) upkeep_ = std::make_unique<Upkeep>(again_, [this] { TryToListen(); });
}

void MetricsServer::Stop() {
  if (upkeep_ != nullptr) upkeep_->Stop();
  std::unique_ptr<metrics::Endpoint> endpoint;
  {
    absl::MutexLock lock(&mutex_);
    endpoint.swap(endpoint_);
  }
}

int MetricsServer::port() const {
  absl::MutexLock lock(&mutex_);
  return endpoint_ == nullptr ? 0 : endpoint_->port();
}

std::string MetricsServer::Problem() const {
  absl::MutexLock lock(&mutex_);
  return problem_;
}

void MetricsServer::TryToListen() {
  if (port() != 0) return;
  auto listening = metrics::Endpoint::Listen(address_, collect_);
  absl::MutexLock lock(&mutex_);
  if (!listening.ok()) {
    // Said once, not each time.
    if (problem_.empty()) log::Warning(absl::StrCat(listening.status().message(), "; it is tried again each minute"));
    problem_ = std::string(listening.status().message());
    return;
  }
  endpoint_ = *std::move(listening);
  problem_.clear();
  const std::string host = address_.substr(0, address_.rfind(':'));
  log::Info(absl::StrCat("the metrics are at http://", host, ":", endpoint_->port(), "/metrics"));
}

}  // namespace candor
