#ifndef CANDOR_TESTS_UNIT_CLI_FAKE_ACCESS_H_
#define CANDOR_TESTS_UNIT_CLI_FAKE_ACCESS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/error.pb.h"

namespace candor::cli {

// As the daemon refuses, with a reason that a program can branch on.
inline grpc::Status RefusedFor(grpc::StatusCode code, const std::string& reason) {
  v1::ErrorDetail detail;
  detail.set_reason(reason);
  v1::ErrorStatus status;
  status.add_details()->set_value(detail.SerializeAsString());
  return {code, "as the daemon says it", status.SerializeAsString()};
}

// The log, and working sessions, as a test fills them in.
class FakeAccess final : public v1::AccessService::Service {
 public:
  grpc::Status ListAccesses(grpc::ServerContext*, const v1::ListAccessesRequest* request,
                            v1::ListAccessesResponse* response) override {
    listed.push_back(*request);
    int begin = 0;
    if (!request->page_token().empty() && !absl::SimpleAtoi(request->page_token(), &begin)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no token"};
    }
    const int count = at_once > 0 ? at_once : request->page_size() > 0 ? request->page_size() : 100;
    const int size = static_cast<int>(log.size());
    for (int i = begin; i < size && i < begin + count; ++i) {
      *response->add_accesses() = log[static_cast<size_t>(i)];
    }
    if (begin + count < size) response->set_next_page_token(std::to_string(begin + count));
    response->set_seen_token(seen_token);
    return grpc::Status::OK;
  }

  grpc::Status ReviewLog(grpc::ServerContext*, const v1::ReviewLogRequest* request,
                         v1::ReviewLogResponse* response) override {
    reviewed.push_back(*request);
    response->mutable_review()->set_to(reviewed_to);
    return grpc::Status::OK;
  }

  grpc::Status ListReviews(grpc::ServerContext*, const v1::ListReviewsRequest*,
                           v1::ListReviewsResponse* response) override {
    for (const v1::LogReview& each : reviews) *response->add_reviews() = each;
    return grpc::Status::OK;
  }

  grpc::Status RecordDisclosure(grpc::ServerContext*, const v1::RecordDisclosureRequest* request,
                                v1::RecordDisclosureResponse* response) override {
    disclosed.push_back(*request);
    response->mutable_disclosure()->set_name("disclosures/d");
    return grpc::Status::OK;
  }

  grpc::Status ListDisclosures(grpc::ServerContext*, const v1::ListDisclosuresRequest*,
                               v1::ListDisclosuresResponse* response) override {
    for (const v1::Disclosure& each : disclosures) *response->add_disclosures() = each;
    return grpc::Status::OK;
  }

  grpc::Status OpenSession(grpc::ServerContext*, const v1::OpenSessionRequest* request,
                           v1::OpenSessionResponse* response) override {
    opened.push_back(request->purpose());
    wants.clear();
    FillIn(request->purpose(), *response->mutable_session());
    return grpc::Status::OK;
  }

  grpc::Status UnlockSession(grpc::ServerContext*, const v1::UnlockSessionRequest*,
                             v1::UnlockSessionResponse* response) override {
    if (wants == "no_session") return RefusedFor(grpc::StatusCode::FAILED_PRECONDITION, "no_session");
    ++unlocked;
    wants.clear();
    FillIn(v1::PURPOSE_CARE, *response->mutable_session());
    return grpc::Status::OK;
  }

  grpc::Status CloseSession(grpc::ServerContext*, const v1::CloseSessionRequest*, v1::CloseSessionResponse*) override {
    ++closed;
    return grpc::Status::OK;
  }

  // What was asked.
  std::vector<v1::ListAccessesRequest> listed;
  std::vector<v1::ReviewLogRequest> reviewed;
  std::vector<v1::RecordDisclosureRequest> disclosed;
  std::vector<v1::Purpose> opened;
  int unlocked = 0;
  int closed = 0;
  // What is answered.
  std::vector<v1::Access> log;  // newest first
  std::string seen_token;
  uint64_t reviewed_to = 0;
  int at_once = 0;  // so many in one answer; 0: as many as were asked for
  std::vector<v1::LogReview> reviews;
  std::vector<v1::Disclosure> disclosures;
  std::string wants;  // why what others have written is refused: no_session or session_locked; empty: it is shown

 private:
  static void FillIn(v1::Purpose purpose, v1::Session& session) {
    session.set_purpose(purpose);
    session.set_idle_minutes(10);
  }
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_FAKE_ACCESS_H_
