#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "candor/v1/report.pb.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/refused_following.h"
#include "daemon/rpc/report_maker.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/shape.h"

// A report with word of how far the records of a past moment have been read.
namespace candor::rpc {
namespace {

constexpr char kFollowMethod[] = "candor.v1.ReportService.FollowComplianceReport";

// One stream. At most one response is on its way; progress that comes meanwhile is left out, the report waits.
class ReportStream final : public Method::WriteReactor, public std::enable_shared_from_this<ReportStream> {
 public:
  ReportStream(const Rooms& rooms, ReadLog& read_log, const Call& call, v1::GenerateComplianceReportRequest request)
      : rooms_(rooms), read_log_(read_log), call_(call), request_(std::move(request)) {}

  // Keeps itself until OnDone(). To be called once.
  void Begin(MethodTable& methods) {
    self_ = shared_from_this();
    if (!request_.has_as_of()) return Make();
    methods.WaitForPast(call_, [self = shared_from_this()] { self->Make(); });
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    busy_ = false;
    gone_ = gone_ || !ok;
    GoOn();
  }
  void OnDone() override { self_.reset(); }

 private:
  void Make() {
    const std::shared_ptr<ReportStream> self = shared_from_this();
    Call call = call_;
    call.folded = [this](const domain::FoldProgress& progress) { Tell(progress); };
    MakeReport(rooms_, call, request_,
               [self](absl::StatusOr<v1::ComplianceReport> report) { self->Take(std::move(report)); });
  }

  void Tell(const domain::FoldProgress& progress) {
    absl::MutexLock lock(&mutex_);
    if (busy_ || gone_ || !call_.standing().ok()) return;
    v1::FollowComplianceReportResponse response;
    response.mutable_progress()->set_records_read(progress.records);
    response.mutable_progress()->set_records(progress.of);
    Send(response);
  }

  // That it was read is on record before it leaves.
  void Take(absl::StatusOr<v1::ComplianceReport> report) {
    if (!report.ok()) return Have(report.status(), {});
    const auto made = std::make_shared<const v1::ComplianceReport>(*std::move(report));
    read_log_.Admit(call_, SentBytes(request_), *made,
                    [self = shared_from_this(), made](const absl::Status& admitted) { self->Have(admitted, *made); });
  }

  void Have(absl::Status admitted, const v1::ComplianceReport& report) {
    absl::MutexLock lock(&mutex_);
    made_ = true;
    // It may have taken a while.
    if (admitted.ok()) admitted = call_.standing();
    if (admitted.ok()) {
      *report_.emplace().mutable_report() = report;
    } else {
      failure_ = std::move(admitted);
    }
    GoOn();
  }

  // The call is not over before the report was made, or could not be: until then it is asked whether somebody waits.
  void GoOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (busy_ || !made_) return;
    if (report_ && !gone_) return Send(*std::exchange(report_, std::nullopt));
    Finish(ToGrpc(gone_ ? absl::CancelledError("the client went away") : failure_));
  }

  void Send(const v1::FollowComplianceReportResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    busy_ = true;
    outgoing_ = WriteMessage(response);
    StartWrite(&outgoing_);
  }

  const Rooms rooms_;
  ReadLog& read_log_;
  const Call call_;
  const v1::GenerateComplianceReportRequest request_;
  std::shared_ptr<ReportStream> self_;
  absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;  // a response is on its way
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;  // the client
  bool made_ ABSL_GUARDED_BY(mutex_) = false;  // or it is known why it could not be
  std::optional<v1::FollowComplianceReportResponse> report_ ABSL_GUARDED_BY(mutex_);  // made, and not sent yet
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  grpc::ByteBuffer outgoing_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

void AddReportStream(const Rooms& rooms, MethodTable& methods) {
  methods.Follow(
      kFollowMethod, [rooms, &methods](const Call& call, const grpc::ByteBuffer& bytes) -> Method::WriteReactor* {
        v1::FollowComplianceReportRequest request;
        if (absl::Status status = ReadMessage(bytes, request); !status.ok()) {
          return new RefusedFollowing(status);
        }
        const auto stream = std::make_shared<ReportStream>(rooms, methods.read_log(), call, request.report());
        stream->Begin(methods);
        return stream.get();
      });
}

}  // namespace candor::rpc
