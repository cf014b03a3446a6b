#ifndef CANDOR_TESTS_UNIT_CLI_FAKE_WORK_H_
#define CANDOR_TESTS_UNIT_CLI_FAKE_WORK_H_

#include "candor/v1/work.grpc.pb.h"

namespace candor::cli {

// The work list that a test fills in, whoever asks.
class FakeWork final : public v1::WorkService::Service {
 public:
  grpc::Status GetWorkList(grpc::ServerContext*, const v1::GetWorkListRequest* request,
                           v1::GetWorkListResponse* response) override {
    limit = request->limit();
    *response->mutable_work_list() = list;
    response->set_total(total);
    return grpc::Status::OK;
  }

  v1::WorkList list;
  int total = 0;
  int limit = -1;  // as it was asked for
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_FAKE_WORK_H_
