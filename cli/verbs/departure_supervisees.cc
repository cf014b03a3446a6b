#include <algorithm>
#include <string>
#include <vector>

#include "candor/v1/member.grpc.pb.h"
#include "cli/verbs/departure_plan.h"
#include "cli/verbs/who_acts.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

absl::StatusOr<std::vector<v1::Supervision>> RelationsOf(Session& session, const std::string& member) {
  v1::ListSupervisionsRequest request;
  request.set_parent(member);
  return ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions, request,
                                    &v1::ListSupervisionsResponse::mutable_supervisions);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> LeftWithoutSupervisor(Session& session, const std::string& supervisor,
                                                               Day last_day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Supervision> of_supervisor, RelationsOf(session, supervisor));
  std::vector<std::string> without;
  for (const v1::Supervision& relation : of_supervisor) {
    const std::string& supervisee = relation.supervisee();
    if (relation.supervisor() != supervisor) continue;
    if (std::find(without.begin(), without.end(), supervisee) != without.end()) continue;
    CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Supervision> relations, RelationsOf(session, supervisee));
    if (SupervisorAt(relations, supervisee, last_day) != supervisor) continue;
    const std::string next = SupervisorAt(relations, supervisee, last_day + 1);
    if (next.empty() || next == supervisor) without.push_back(supervisee);
  }
  return without;
}

}  // namespace candor::cli
