// A gRPC client that does nothing but one call: what a process of candor costs is measured against it. Usage:
// candor_bare ADDRESS CODE asks for the case with that code and prints its name.
#include <grpcpp/grpcpp.h>

#include <cstdio>

#include "candor/v1/case.grpc.pb.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: candor_bare unix:PATH|HOST:PORT CODE\n");
    return 2;
  }
  const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
  const auto stub = candor::v1::CaseService::NewStub(channel);
  grpc::ClientContext context;
  candor::v1::LookupCaseRequest request;
  request.set_code(argv[2]);
  candor::v1::LookupCaseResponse response;
  const grpc::Status status = stub->LookupCase(&context, request, &response);
  if (!status.ok()) {
    std::fprintf(stderr, "candor_bare: %s\n", status.error_message().c_str());
    return 1;
  }
  std::printf("%s\n", response.case_().name().c_str());
  return 0;
}
