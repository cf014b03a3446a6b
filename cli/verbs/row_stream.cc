#include "cli/verbs/row_stream.h"

#include <utility>

#include "daemon/base/status.h"

namespace candor::cli {
namespace {

constexpr int kMaxUnderWay = 4;
// A file of any length: what bounds a call is the daemon's answers, not its whole time.
constexpr absl::Duration kLongest = absl::Hours(24);

}  // namespace

RowStream::RowStream(Connection& connection, Results results) : connection_(connection), results_(std::move(results)) {}

RowStream::~RowStream() {
  if (!reader_.joinable()) return;
  context_.TryCancel();
  reader_.join();
}

absl::Status RowStream::Open(const v1::Import& import) {
  CANDOR_RETURN_IF_ERROR(connection_.Prepare(context_, kLongest));
  stub_ = v1::ImportService::NewStub(connection_.channel());
  stream_ = stub_->ImportEntries(&context_);
  reader_ = std::thread([this] { ReadAnswers(); });
  v1::ImportEntriesRequest first;
  *first.mutable_import() = import;
  return Send(first);
}

absl::Status RowStream::Send(const v1::ImportEntriesRequest& rows) {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](RowStream* self)
             ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) { return self->under_way_ < kMaxUnderWay || self->ended_; },
        this));
    if (ended_) return absl::UnavailableError("the daemon ended the import");
    ++under_way_;
  }
  return stream_->Write(rows) ? absl::OkStatus() : absl::UnavailableError("the daemon ended the import");
}

void RowStream::ReadAnswers() {
  v1::ImportEntriesResponse answer;
  while (stream_->Read(&answer)) {
    results_(answer);
    absl::MutexLock lock(&mutex_);
    --under_way_;
  }
  absl::MutexLock lock(&mutex_);
  ended_ = true;
}

void RowStream::AwaitAnswers() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](RowStream* self)
           ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) { return self->under_way_ == 0 || self->ended_; },
      this));
}

absl::Status RowStream::Finish() {
  if (stream_ == nullptr) return absl::OkStatus();  // never opened; Open said why
  stream_->WritesDone();
  reader_.join();
  const grpc::Status status = stream_->Finish();
  return status.ok() ? absl::OkStatus() : connection_.Explain(status);
}

}  // namespace candor::cli
