#ifndef CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_
#define CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_

#include <string>
#include <utility>

#include "candor/v1/member.grpc.pb.h"

namespace candor::cli {

// A practice in which there is Maria Lopez, `members/m_a`, or whom a test names, and nobody else.
class OneMember final : public v1::MemberService::Service {
 public:
  OneMember() : OneMember("members/m_a", "Maria Lopez") {}
  OneMember(std::string name, std::string display_name) {
    member_.set_name(std::move(name));
    member_.set_display_name(std::move(display_name));
  }

  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    *response->add_members() = member_;
    return grpc::Status::OK;
  }

  grpc::Status LookupMember(grpc::ServerContext*, const v1::LookupMemberRequest*,
                            v1::LookupMemberResponse* response) override {
    *response->mutable_member() = member_;
    return grpc::Status::OK;
  }

 private:
  v1::Member member_;
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_
