#include "tests/bench/load/network.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/identity.pb.h"
#include "candor/v1/role.pb.h"
#include "daemon/base/status.h"
#include "daemon/crypto/certificate.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/tls_key.h"
#include "tests/bench/load/practice.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/tls_wire.h"

namespace candor::bench {
namespace {

constexpr std::string_view kCreateEnrolmentCode = "/candor.v1.IdentityService/CreateEnrolmentCode";
constexpr std::string_view kEnroll = "/candor.v1.IdentityService/Enroll";
constexpr std::string_view kGrantRole = "/candor.v1.RoleService/GrantRole";
constexpr std::string_view kGetReadiness = "/candor.v1.RoleService/GetReadiness";
constexpr std::string_view kAcceptNonUse = "/candor.v1.RoleService/AcceptNonUse";
// Of each member: what comes round differs by then in its dates.
constexpr size_t kRingOfOne = 1024;

absl::Status Grant(const Connections& operator_at_socket, const std::string& member, v1::Role role,
                   bool deputy = false) {
  v1::GrantRoleRequest request;
  request.set_parent(member);
  request.set_role(role);
  request.set_deputy(deputy);
  v1::GrantRoleResponse response;
  return CallOnce(operator_at_socket, kGrantRole, request, response);
}

// What a practice names before it works with people who have enrolled. REQUIRES: at least four members.
absl::Status NameEverybody(const Connections& operator_at_socket, const std::vector<std::string>& members) {
  for (const v1::Role role : {v1::ROLE_DIRECTOR, v1::ROLE_OWNER}) {
    CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[0], role));
    CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[1], role, true));
  }
  CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[1], v1::ROLE_CONSULTANT));
  CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[2], v1::ROLE_OUTSIDE_CONSULTANT));
  CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[2], v1::ROLE_INDEPENDENT_REVIEWER));
  CANDOR_RETURN_IF_ERROR(Grant(operator_at_socket, members[3], v1::ROLE_INDEPENDENT_REVIEWER, true));
  v1::GetReadinessResponse readiness;
  CANDOR_RETURN_IF_ERROR(CallOnce(operator_at_socket, kGetReadiness, v1::GetReadinessRequest(), readiness));
  v1::AcceptNonUseRequest accept;
  accept.set_owner(members[0]);
  accept.set_digest(readiness.readiness().non_use_digest());
  v1::AcceptNonUseResponse accepted;
  return CallOnce(operator_at_socket, kAcceptNonUse, accept, accepted);
}

// What a machine of this member shows from here on.
absl::StatusOr<TlsIdentity> Enrol(const Connections& operator_at_socket, const Connections& nobody,
                                  const std::string& member, const std::string& authority) {
  v1::CreateEnrolmentCodeRequest ask;
  ask.set_parent(member);
  v1::CreateEnrolmentCodeResponse code;
  CANDOR_RETURN_IF_ERROR(CallOnce(operator_at_socket, kCreateEnrolmentCode, ask, code));
  const crypto::TlsKey key = crypto::TlsKey::Make();
  v1::EnrollRequest request;
  request.set_code(code.code());
  request.set_request(crypto::MakeRequest(key));
  v1::EnrollResponse response;
  CANDOR_RETURN_IF_ERROR(CallOnce(nobody, kEnroll, request, response));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Certificate certificate, crypto::ReadCertificate(response.certificate().der()));
  return TlsIdentity{authority, std::string(key.ToPem().text()), crypto::PemOf(certificate)};
}

// A connection for each of the first members, over TLS.
absl::StatusOr<Connections> ConnectMachines(const NetworkOptions& options, const Connections& operator_at_socket,
                                            const Practice& practice) {
  const TlsIdentity stranger{options.authority, "", ""};
  Connections nobody;
  CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<Connection> first, Connection::Open(options.network, &stranger));
  nobody.push_back(std::move(first));
  Connections machines;
  for (size_t i = 0; i < options.machines; ++i) {
    CANDOR_ASSIGN_OR_RETURN(const TlsIdentity identity,
                            Enrol(operator_at_socket, nobody, practice.members[i], options.authority));
    CANDOR_ASSIGN_OR_RETURN(std::unique_ptr<Connection> machine, Connection::Open(options.network, &identity));
    machines.push_back(std::move(machine));
  }
  return machines;
}

}  // namespace

absl::StatusOr<NetworkResult> RunNetworkAppends(const NetworkOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Connections asking, Connect(options.daemon, 4));
  CANDOR_ASSIGN_OR_RETURN(const Practice practice, MakeLoadPractice(asking, options.therapists, options.cases));
  CANDOR_RETURN_IF_ERROR(NameEverybody(asking, practice.members));
  CANDOR_ASSIGN_OR_RETURN(const Connections machines, ConnectMachines(options, asking, practice));
  CANDOR_ASSIGN_OR_RETURN(const Connections acted_for, Connect(options.daemon, options.machines));
  // The same for both, so that every timeline grows at its end whoever writes it.
  std::vector<std::unique_ptr<RequestRing>> rings;
  for (size_t i = 0; i < options.machines; ++i) rings.push_back(MakeRing(practice, kRingOfOne, i));
  const auto by_operator = [&rings](size_t i) { return rings[i]->Next(); };
  const auto by_certificate = [&rings](size_t i) {
    Call call = rings[i]->Next();
    call.act_for = {};
    return call;
  };
  NetworkResult result;
  for (size_t number = 0; number <= options.rounds; ++number) {
    CANDOR_ASSIGN_OR_RETURN(const Round clear,
                            RunRound({acted_for, asking, by_operator, options.streams, options.seconds, options.pid}));
    CANDOR_ASSIGN_OR_RETURN(
        const Round tls, RunRound({machines, asking, by_certificate, options.streams, options.seconds, options.pid}));
    if (number == 0) continue;
    result.clear.push_back(clear);
    result.tls.push_back(tls);
  }
  return result;
}

}  // namespace candor::bench
