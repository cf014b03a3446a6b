#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "candor/v1/backup.pb.h"
#include "daemon/domain/backup.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/lane.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/refused_following.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/shape.h"

namespace candor::rpc {
namespace {

constexpr char kBackupMethod[] = "candor.v1.BackupService.TakeBackup";

// One backup on its way to its client. Pieces are made one at a time, on a thread that may wait for the disk; the next
// one once the one before has been sent.
class BackupStream final : public Method::WriteReactor, public std::enable_shared_from_this<BackupStream> {
 public:
  BackupStream(const Rooms& rooms, ReadLog& read_log, Call call, std::shared_ptr<Lane> lane)
      : store_(rooms.store),
        backups_(rooms.backups),
        read_log_(read_log),
        call_(std::move(call)),
        lane_(std::move(lane)) {}

  // Keeps itself until OnDone(). To be called once.
  void Begin() {
    self_ = shared_from_this();
    read_log_.AdmitOpened(call_, [self = shared_from_this()](const absl::Status& told) {
      if (!told.ok()) return self->Finish(ToGrpc(told));
      self->BeginBackup();
    });
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(absl::CancelledError("the client went away")));
    GoOn();
  }
  void OnDone() override { self_.reset(); }

 private:
  void BeginBackup() {
    backups_.Begin([self = shared_from_this()](absl::StatusOr<std::unique_ptr<domain::Backup>> backup) {
      if (!backup.ok()) return self->Finish(ToGrpc(backup.status()));
      self->backup_ = *std::move(backup);
      self->GoOn();
    });
  }

  void GoOn() {
    lane_->Post(call_.who, [self = shared_from_this()] { self->SendNext(); });
  }

  void SendNext() {
    if (call_.cancelled()) return Finish(ToGrpc(absl::CancelledError("the client went away")));
    if (const absl::Status standing = call_.standing(); !standing.ok()) return Finish(ToGrpc(standing));
    if (call_.must_end()) {
      return Finish(ToGrpc(absl::UnavailableError("the daemon is stopping; begin the backup again when it is back")));
    }
    if (backup_->complete() && !on_record_) return PutOnRecord();
    absl::StatusOr<std::string> piece = backup_->Next();
    if (!piece.ok()) return Finish(ToGrpc(piece.status()));
    if (piece->empty()) return Finish(grpc::Status::OK);
    v1::TakeBackupResponse response;
    response.set_data(*std::move(piece));
    response.set_records(backup_->records());
    response.set_records_sent(backup_->done());
    outgoing_ = WriteMessage(response);
    StartWrite(&outgoing_);
  }

  // That there is this backup: an erasure that comes later names it as one that still holds the key. One that comes
  // earlier ends it, and where the client goes away now, the record names a backup that nobody has, which harms nobody.
  void PutOnRecord() {
    domain::BackupTaken taken = backup_->Taken();
    taken.caller = call_.caller;
    store_.Append({{taken}}, [self = shared_from_this()](const absl::StatusOr<domain::Appended>& appended) {
      if (!appended.ok()) return self->Finish(ToGrpc(appended.status()));
      self->on_record_ = true;
      self->GoOn();
    });
  }

  domain::Store& store_;
  domain::BackupSource& backups_;
  ReadLog& read_log_;
  const Call call_;
  const std::shared_ptr<Lane> lane_;
  std::shared_ptr<BackupStream> self_;
  std::unique_ptr<domain::Backup> backup_;
  bool on_record_ = false;
  grpc::ByteBuffer outgoing_;
};

}  // namespace

void AddBackupService(const Rooms& rooms, MethodTable& methods) {
  const auto lane = std::make_shared<Lane>();
  methods.Follow(kBackupMethod,
                 [rooms, lane, &read_log = methods.read_log()](const Call& call,
                                                               const grpc::ByteBuffer& bytes) -> Method::WriteReactor* {
                   v1::TakeBackupRequest request;
                   if (absl::Status status = ReadMessage(bytes, request); !status.ok()) {
                     return new RefusedFollowing(status);
                   }
                   const auto stream = std::make_shared<BackupStream>(rooms, read_log, call, lane);
                   stream->Begin();
                   return stream.get();
                 });
}

}  // namespace candor::rpc
