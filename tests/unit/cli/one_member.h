#ifndef CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_
#define CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_

#include "candor/v1/member.grpc.pb.h"

namespace candor::cli {

// A practice in which there is Maria Lopez, `members/m_a`, and nobody else.
class OneMember final : public v1::MemberService::Service {
 public:
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    v1::Member& member = *response->add_members();
    member.set_name("members/m_a");
    member.set_display_name("Maria Lopez");
    return grpc::Status::OK;
  }

  grpc::Status LookupMember(grpc::ServerContext*, const v1::LookupMemberRequest*,
                            v1::LookupMemberResponse* response) override {
    response->mutable_member()->set_name("members/m_a");
    response->mutable_member()->set_display_name("Maria Lopez");
    return grpc::Status::OK;
  }
};

}  // namespace candor::cli

#endif  // CANDOR_TESTS_UNIT_CLI_ONE_MEMBER_H_
