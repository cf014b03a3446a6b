#include "daemon/rpc/grpc_log.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "grpc/support/log.h"

namespace candor::rpc {
namespace {

constexpr absl::Duration kGrpcToldEvery = absl::Minutes(1);

void TakeGrpcLine(gpr_log_func_args* line) {
  // gRPC's own threads may have something to say until the very end.
  static auto* const errors = new NowAndThen(kGrpcToldEvery);
  log::Debug(absl::StrCat("gRPC: ", line->message));
  if (line->severity != GPR_LOG_SEVERITY_ERROR) return;
  const std::optional<size_t> times = errors->Happened(absl::Now());
  if (!times) return;
  log::Warning(absl::StrCat("gRPC has told of ", *times,
                            " errors, such as connections that did not get as far as a call; --verbose tells each"));
}

}  // namespace

std::optional<size_t> NowAndThen::Happened(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  ++times_;
  // A clock that was set back holds nothing up.
  if (now >= told_ && now - told_ < every_) return std::nullopt;
  told_ = now;
  const size_t times = times_;
  times_ = 0;
  return times;
}

void TakeGrpcLog() {
  gpr_set_log_function(TakeGrpcLine);
}

}  // namespace candor::rpc
