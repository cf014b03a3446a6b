#ifndef CANDOR_CLI_VERBS_ROW_STREAM_H_
#define CANDOR_CLI_VERBS_ROW_STREAM_H_

#include <functional>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "candor/v1/import.grpc.pb.h"
#include "cli/wire/connection.h"

namespace candor::cli {

// The stream of one import. Portions of rows go out while the answers to earlier ones come in; only a few are ever
// under way, so that memory does not grow with the file. Thread-compatible; `connection` is not owned.
class RowStream {
 public:
  using Results = std::function<void(const v1::ImportEntriesResponse&)>;

  // `results` is called on a thread of the stream's own, one answer at a time, in order, before Finish returns.
  RowStream(Connection& connection, Results results);
  ~RowStream();
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  // Opens the stream with what the import is.
  absl::Status Open(const v1::Import& import);
  // Sends a portion; waits while too many are under way. UNAVAILABLE once the stream is broken; Finish says why.
  absl::Status Send(const v1::ImportEntriesRequest& rows);
  // Waits until everything that was sent has its answer, or the stream is broken.
  void AwaitAnswers();
  // Waits for the last answer. Errors of the daemon's.
  absl::Status Finish();

 private:
  void ReadAnswers();

  Connection& connection_;
  const Results results_;
  grpc::ClientContext context_;
  std::unique_ptr<v1::ImportService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ImportEntriesRequest, v1::ImportEntriesResponse>> stream_;
  std::thread reader_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ROW_STREAM_H_
