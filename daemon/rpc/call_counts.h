#ifndef CANDOR_DAEMON_RPC_CALL_COUNTS_H_
#define CANDOR_DAEMON_RPC_CALL_COUNTS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/histogram.h"

namespace candor::rpc {

// How the daemon does with calls, for whoever looks after its machine, who is not to learn from it what people do (ADR
// 0069): nobody calls in it, what tells by its name that something has happened to somebody has no name in it, and one
// call that went well is not told from nine. What did not is counted at once. Thread-safe.
class CallCounts {
 public:
  // Under which all methods stand that are not told apart.
  static constexpr char kOther[] = "other";
  // What is told of a method, and of what went well, is of the last whole number of so many calls.
  static constexpr uint64_t kStep = 10;

  // So many methods are told apart.
  static constexpr size_t kShownNames = 24;

  struct OfMethod {
    Histogram took_us{Bounds()};
    std::map<absl::StatusCode, uint64_t> by_code;
  };
  struct Reading {
    std::map<absl::StatusCode, uint64_t> by_code;      // of calls that were answered and streams that were refused
    std::map<std::string, OfMethod> methods;           // by "WorkService.GetWorkList", and kOther
    std::map<std::string, uint64_t> refused_by_limit;  // by the limit, as RefusedBy() names it
    uint64_t streams = 0;                              // that were opened
    int64_t open_streams = 0;
  };

  // A call is answered. `method`: its full name.
  void NoteAnswer(std::string_view method, const absl::Status& status, absl::Duration took);
  void NoteRefusedStream(const absl::Status& why);
  // A stream begins. It ends when the last copy of what is returned goes, and `pass` with it; that may be after the
  // counts are gone.
  std::shared_ptr<const void> NoteStream(std::shared_ptr<const void> pass);

  Reading Read() const;

  // The name under which a method is told, kOther for most.
  static std::string_view ShownName(std::string_view method);

 private:
  void NoteStatus(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // From half a millisecond to half a minute.
  static std::vector<int64_t> Bounds();

  struct Counted {
    OfMethod now;
    OfMethod shown;
  };

  const std::shared_ptr<std::atomic<int64_t>> open_streams_ = std::make_shared<std::atomic<int64_t>>(0);
  mutable absl::Mutex mutex_;
  std::map<absl::StatusCode, uint64_t> by_code_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Counted, std::less<>> methods_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, uint64_t> refused_by_limit_ ABSL_GUARDED_BY(mutex_);
  uint64_t streams_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CALL_COUNTS_H_
