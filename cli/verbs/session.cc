#include "cli/verbs/session.h"

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"

namespace candor::cli {

std::string NameBook::Member(const std::string& name) {
  if (!members_read_) {
    members_read_ = true;
    const auto members =
        ListAll<v1::MemberService>(connection_, &v1::MemberService::Stub::ListMembers, v1::ListMembersRequest(),
                                   &v1::ListMembersResponse::mutable_members);
    if (members.ok()) {
      for (const v1::Member& member : *members) known_[member.name()] = member.display_name();
    }
  }
  const auto found = known_.find(name);
  return found == known_.end() ? name : found->second;
}

std::string NameBook::Case(const std::string& name) {
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  v1::GetCaseRequest request;
  request.set_name(name);
  const auto found = connection_.Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request);
  const std::string code = found.ok() && !found->case_().code().empty() ? found->case_().code() : name;
  known_[name] = code;
  return code;
}

}  // namespace candor::cli
