#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "candor/v1/watch.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/change_writer.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/refused_following.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/shape.h"
#include "daemon/rpc/watch_hub.h"
#include "daemon/rpc/watch_token.h"

namespace candor::rpc {
namespace {

constexpr char kWatchMethod[] = "candor.v1.WatchService.Watch";
constexpr int kMostSeconds = 600;
constexpr int kDefaultSeconds = 30;
// Records that are looked at before others have their turn.
constexpr size_t kRecordsPerTurn = 64;

// One stream. Whatever the reader does, one response at most is in memory, and the next is made once that has left.
class WatchStream final : public Method::WriteReactor,
                          public Follower,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(const Rooms& rooms, WatchHub& watchers, const Call& call, uint64_t next, absl::Duration heartbeat)
      : rooms_(rooms), watchers_(watchers), call_(call), heartbeat_(heartbeat), next_(next) {}

  // Keeps itself until OnDone(). To be called once.
  void Begin() {
    self_ = shared_from_this();
    if (!watchers_.Add(self_)) return End();
    Look();
  }

  bool Look() override { return GoOn(); }
  void End() override {
    Close(absl::UnavailableError("the daemon is stopping; go on with the resume token when it is back"));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Close(absl::CancelledError("the client went away"));
    {
      absl::MutexLock lock(&mutex_);
      busy_ = false;
    }
    // Whoever is far behind what they may see is not to wait for the hub at each step.
    while (GoOn()) {
    }
  }
  void OnCancel() override { Close(absl::CancelledError("nobody waits for more")); }
  void OnDone() override {
    watchers_.Remove(self_);
    self_.reset();
  }

 private:
  void Close(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    Leave(status);
  }

  void Leave(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (std::exchange(over_, true)) return;
    Finish(ToGrpc(status));
  }

  // What shows something to a second person, and has to go on record before it leaves.
  struct Withheld {
    v1::WatchResponse response;
    std::shared_ptr<Reads> reads;
  };

  // Makes the next response, unless one is on its way. Whether there may be more to look at before the ledger grows.
  bool GoOn() {
    std::optional<Withheld> withheld;
    {
      absl::MutexLock lock(&mutex_);
      if (busy_ || over_) return false;
      const uint64_t before = next_;
      auto made = Speak();
      if (!made.ok()) {
        Leave(made.status());
        return false;
      }
      withheld = *std::move(made);
      if (!busy_) return next_ - before == kRecordsPerTurn;
    }
    if (withheld) Record(*std::move(withheld));
    return false;
  }

  absl::StatusOr<std::optional<Withheld>> Speak() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    CANDOR_RETURN_IF_ERROR(call_.standing());
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LedgerEvent> events,
                            rooms_.feed.ReadEvents(next_, kRecordsPerTurn));
    for (const domain::LedgerEvent& event : events) {
      Call call = call_;
      call.received = rooms_.clock.Now();
      call.reads = std::make_shared<Reads>();
      v1::WatchResponse response;
      CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms_, call, nullptr));
      CANDOR_RETURN_IF_ERROR(ChangeWriter(question, rooms_.policies).Write(event, response));
      next_ = event.number + 1;
      if (response.changes_size() == 0) continue;
      CANDOR_ASSIGN_OR_RETURN(*response.mutable_resume_token(), WatchToken(call_.caller, next_, rooms_.store));
      busy_ = true;
      if (!call.reads->empty()) return Withheld{std::move(response), call.reads};
      Write(response);
      return std::nullopt;
    }
    if (absl::Now() - spoke_ < heartbeat_) return std::nullopt;
    v1::WatchResponse sign_of_life;
    CANDOR_ASSIGN_OR_RETURN(*sign_of_life.mutable_resume_token(), WatchToken(call_.caller, next_, rooms_.store));
    busy_ = true;
    Write(sign_of_life);
    return std::nullopt;
  }

  void Record(Withheld withheld) {
    const std::shared_ptr<Reads> reads = withheld.reads;
    reads->PutOnRecord(rooms_.store, [self = shared_from_this(), response = std::move(withheld.response)](
                                         const absl::Status& kept) { self->Recorded(kept, response); });
  }

  void Recorded(const absl::Status& kept, const v1::WatchResponse& response) {
    absl::MutexLock lock(&mutex_);
    if (over_) return;
    // It may have taken a while.
    if (absl::Status status = call_.standing(); !status.ok()) return Leave(status);
    if (kept.ok()) return Write(response);
    busy_ = false;
    // Called back meanwhile: what is left of it comes with the record that says so.
    if (!absl::IsAborted(kept)) Leave(kept);
  }

  void Write(const v1::WatchResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    spoke_ = absl::Now();
    outgoing_ = WriteMessage(response);
    StartWrite(&outgoing_);
  }

  const Rooms rooms_;
  WatchHub& watchers_;
  const Call call_;
  const absl::Duration heartbeat_;
  std::shared_ptr<WatchStream> self_;
  absl::Mutex mutex_;
  uint64_t next_ ABSL_GUARDED_BY(mutex_);
  absl::Time spoke_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();  // so that it begins with a token
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;                        // a response is on its way
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ByteBuffer outgoing_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::shared_ptr<WatchStream>> Open(const Rooms& rooms, WatchHub& watchers, const Call& call,
                                                  const grpc::ByteBuffer& bytes) {
  v1::WatchRequest request;
  CANDOR_RETURN_IF_ERROR(ReadMessage(bytes, request));
  if (request.heartbeat_seconds() < 0 || request.heartbeat_seconds() > kMostSeconds) {
    return InvalidField("heartbeat_seconds", "out_of_range", "use 1 to 600, or 0 for 30");
  }
  const int seconds = request.heartbeat_seconds() == 0 ? kDefaultSeconds : request.heartbeat_seconds();
  uint64_t next = rooms.feed.DurableSize();
  if (!request.resume_token().empty()) {
    CANDOR_ASSIGN_OR_RETURN(next, ReadWatchToken(call.caller, request.resume_token(), next, rooms.store));
  }
  return std::make_shared<WatchStream>(rooms, watchers, call, next, absl::Seconds(seconds));
}

}  // namespace

void AddWatchService(const Rooms& rooms, WatchHub& watchers, MethodTable& methods) {
  methods.Follow(kWatchMethod,
                 [rooms, &watchers](const Call& call, const grpc::ByteBuffer& request) -> Method::WriteReactor* {
                   auto stream = Open(rooms, watchers, call, request);
                   if (!stream.ok()) return new RefusedFollowing(stream.status());
                   WatchStream* const reactor = stream->get();
                   reactor->Begin();
                   return reactor;
                 });
}

}  // namespace candor::rpc
