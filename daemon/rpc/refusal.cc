#include "daemon/rpc/refusal.h"

#include <chrono>
#include <utility>

#include "daemon/rpc/limits.h"
#include "grpcpp/alarm.h"

namespace candor::rpc {
namespace {

constexpr std::chrono::milliseconds kPause{250};

}  // namespace

void AnswerRefusal(const absl::Status& status, std::function<void()> answer) {
  if (!IsOfLimits(status)) return answer();
  auto* const alarm = new grpc::Alarm();
  alarm->Set(std::chrono::system_clock::now() + kPause, [alarm, answer = std::move(answer)](bool /*expired*/) {
    answer();
    delete alarm;
  });
}

}  // namespace candor::rpc
