#include <deque>
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
#include "daemon/rpc/read_log.h"
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

// What a stream shows of others goes on record together: so much of it at once, or what comes within so long.
constexpr uint32_t kItemsPerRecord = 100;
constexpr absl::Duration kBetweenRecords = absl::Seconds(1);

// Responses that are made, and what of them has to go on record before the first one leaves.
struct WatchBatch {
  uint64_t begin = 0;  // the record that the first of them tells of
  std::deque<v1::WatchResponse> responses;
  std::shared_ptr<Reads> reads = std::make_shared<Reads>();
  Shown shown;

  bool tells() const { return !shown.empty() || !reads->empty(); }
};

// One stream. Whatever the reader does, no more is in memory than what goes on record together, and the next is made
// once that has left.
class WatchStream final : public Method::WriteReactor,
                          public Follower,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(const Rooms& rooms, WatchHub& watchers, ReadLog& read_log, const Call& call, uint64_t next,
              absl::Duration heartbeat)
      : rooms_(rooms), watchers_(watchers), read_log_(read_log), call_(call), heartbeat_(heartbeat), next_(next) {}

  // Keeps itself until OnDone(). To be called once.
  void Begin() {
    self_ = shared_from_this();
    {
      // Nothing leaves before it is on record in whose name the stream was opened.
      absl::MutexLock lock(&mutex_);
      busy_ = true;
    }
    if (!watchers_.Add(self_)) return End();
    read_log_.AdmitOpened(call_, [self = shared_from_this()](const absl::Status& told) { self->Opened(told); });
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

  void Opened(const absl::Status& told) {
    if (!told.ok()) return Close(told);
    {
      absl::MutexLock lock(&mutex_);
      busy_ = false;
    }
    Look();
  }

  // Makes the next responses, unless one is on its way. Whether there may be more to look at before the ledger grows.
  bool GoOn() {
    std::optional<WatchBatch> batch;
    {
      absl::MutexLock lock(&mutex_);
      if (busy_ || over_) return false;
      const uint64_t before = next_;
      const absl::Status spoken = Speak();
      if (!spoken.ok()) {
        Leave(spoken);
        return false;
      }
      if (!recording_) return !busy_ && next_ - before == kRecordsPerTurn;
      recording_ = false;
      batch = std::exchange(batch_, WatchBatch{});
    }
    Record(*std::move(batch));
    return false;
  }

  // Sends what is ready, else looks further.
  absl::Status Speak() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    CANDOR_RETURN_IF_ERROR(call_.standing());
    if (ready_.empty()) CANDOR_RETURN_IF_ERROR(MakeBatch());
    if (!ready_.empty()) {
      Write(ready_.front());
      ready_.pop_front();
      return absl::OkStatus();
    }
    if (recording_ || absl::Now() - spoke_ < heartbeat_ || !batch_.responses.empty()) return absl::OkStatus();
    v1::WatchResponse sign_of_life;
    CANDOR_ASSIGN_OR_RETURN(*sign_of_life.mutable_resume_token(), WatchToken(call_.caller, next_, rooms_.store));
    Write(sign_of_life);
    return absl::OkStatus();
  }

  // Adds what the next records tell, until there is enough for a record of it, or it tells of others and is not alone.
  absl::Status MakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LedgerEvent> events,
                            rooms_.feed.ReadEvents(next_, kRecordsPerTurn));
    for (const domain::LedgerEvent& event : events) {
      if (batch_.responses.empty()) batch_.begin = event.number;
      CANDOR_RETURN_IF_ERROR(AddTo(batch_, event));
      next_ = event.number + 1;
      // What is the caller's own waits for nothing.
      if (!batch_.tells() && !batch_.responses.empty()) {
        ready_ = std::exchange(batch_.responses, {});
        return absl::OkStatus();
      }
      if (batch_.shown.items >= kItemsPerRecord) break;
    }
    const bool due = batch_.shown.items >= kItemsPerRecord || absl::Now() - recorded_ >= kBetweenRecords;
    if (!batch_.tells() || !due) return absl::OkStatus();
    busy_ = true;
    recording_ = true;
    recorded_ = absl::Now();
    return absl::OkStatus();
  }

  absl::Status AddTo(WatchBatch& batch, const domain::LedgerEvent& event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Call call = call_;
    call.received = rooms_.clock.Now();
    call.reads = batch.reads;
    v1::WatchResponse response;
    CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms_, call, nullptr));
    CANDOR_RETURN_IF_ERROR(ChangeWriter(question, rooms_.policies, call_.caller).Write(event, response));
    if (response.changes_size() == 0) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const Shown shown, read_log_.Look(call, response));
    batch.shown.Add(shown);
    CANDOR_ASSIGN_OR_RETURN(*response.mutable_resume_token(), WatchToken(call_.caller, event.number + 1, rooms_.store));
    batch.responses.push_back(std::move(response));
    return absl::OkStatus();
  }

  void Record(WatchBatch batch) {
    const std::shared_ptr<Reads> reads = batch.reads;
    const Shown shown = batch.shown;
    read_log_.Put(call_, *reads, shown,
                  [self = shared_from_this(), batch = std::move(batch)](const absl::Status& kept) {
                    self->Recorded(kept, batch);
                  });
  }

  void Recorded(const absl::Status& kept, const WatchBatch& batch) {
    absl::MutexLock lock(&mutex_);
    if (over_) return;
    // It may have taken a while.
    if (absl::Status status = call_.standing(); !status.ok()) return Leave(status);
    if (kept.ok()) {
      ready_ = batch.responses;
      Write(ready_.front());
      ready_.pop_front();
      return;
    }
    busy_ = false;
    if (!absl::IsAborted(kept) && !absl::IsUnavailable(kept)) return Leave(kept);
    // One of them was called back meanwhile, or is being erased: they are made again, without it. What is left of it
    // comes with the record that says so.
    next_ = batch.begin;
    recorded_ = absl::InfinitePast();
  }

  void Write(const v1::WatchResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    busy_ = true;
    spoke_ = absl::Now();
    outgoing_ = WriteMessage(response);
    StartWrite(&outgoing_);
  }

  const Rooms rooms_;
  WatchHub& watchers_;
  ReadLog& read_log_;
  const Call call_;
  const absl::Duration heartbeat_;
  std::shared_ptr<WatchStream> self_;
  absl::Mutex mutex_;
  uint64_t next_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::WatchResponse> ready_ ABSL_GUARDED_BY(mutex_);  // may leave
  WatchBatch batch_ ABSL_GUARDED_BY(mutex_);                     // may not leave yet
  absl::Time recorded_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time spoke_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();  // so that it begins with a token
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;                        // a response, or a record, is on its way
  bool recording_ ABSL_GUARDED_BY(mutex_) = false;                   // `batch_` is to be put on record
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ByteBuffer outgoing_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::shared_ptr<WatchStream>> Open(const Rooms& rooms, WatchHub& watchers, ReadLog& read_log,
                                                  const Call& call, const grpc::ByteBuffer& bytes) {
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
  return std::make_shared<WatchStream>(rooms, watchers, read_log, call, next, absl::Seconds(seconds));
}

}  // namespace

void AddWatchService(const Rooms& rooms, WatchHub& watchers, MethodTable& methods) {
  methods.Follow(kWatchMethod,
                 [rooms, &watchers, &read_log = methods.read_log()](
                     const Call& call, const grpc::ByteBuffer& request) -> Method::WriteReactor* {
                   auto stream = Open(rooms, watchers, read_log, call, request);
                   if (!stream.ok()) return new RefusedFollowing(stream.status());
                   WatchStream* const reactor = stream->get();
                   reactor->Begin();
                   return reactor;
                 });
}

}  // namespace candor::rpc
