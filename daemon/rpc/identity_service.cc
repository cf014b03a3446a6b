#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/identity.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/identity.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/enrolment_wire.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

// Everybody's (AIP-159).
constexpr char kOfAllMembers[] = "members/-";

void WriteCertificate(const domain::CertificateHandedOut& handed, v1::Certificate* out) {
  out->set_der(handed.certificate);
  out->set_authority(handed.authority);
  out->set_member(MemberName(handed.member));
  rpc::ToWire(handed.not_after, out->mutable_expires_at());
  rpc::ToWire(handed.renew_from, out->mutable_renew_at());
}

// Who has which machines is for the member whose they are, for an administrator, and for the operator as such. `member`
// empty: everybody's.
absl::Status CheckWhoseMachines(const Rooms& rooms, const Call& call, const MemberId& member) {
  if (call.caller.has_every_right() || call.caller.acting_for == member) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const bool administers, question.viewer.HasRole(domain::Role::kAdministrator));
  if (administers) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("you can look after your own machines; for those of somebody else ask "
                                                "your administrator"),
                    {"", "others_machines"});
}

std::optional<domain::MachineEnrolled> MachineNamed(const domain::Identity& identity, const EnrolmentRef& ref) {
  const std::vector<domain::MachineEnrolled> all = identity.EnrolmentsOf(ref.member);
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const domain::MachineEnrolled& each) { return each.enrolment == ref.enrolment; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

void Enroll(const Rooms& rooms, const Call& /*call*/, const v1::EnrollRequest& request,
            const Reply<v1::EnrollResponse>& reply) {
  if (request.code().empty()) return reply(MissingField("code", "type the code that you were given"));
  if (request.request().empty()) return reply(MissingField("request", "give a certificate request (PKCS #10, DER)"));
  rooms.identity.Enroll(request.code(), request.request(),
                        [reply](const absl::StatusOr<domain::CertificateHandedOut>& handed) {
                          if (!handed.ok()) return reply(handed.status());
                          v1::EnrollResponse response;
                          WriteCertificate(*handed, response.mutable_certificate());
                          reply(std::move(response));
                        });
}

void RenewCertificate(const Rooms& rooms, const Call& call, const v1::RenewCertificateRequest& request,
                      const Reply<v1::RenewCertificateResponse>& reply) {
  if (call.peer_pem.empty()) {
    return reply(WithDetail(absl::FailedPreconditionError("this connection has shown no certificate that could be "
                                                          "renewed; call over the network, with the one you have"),
                            {"", "no_certificate"}));
  }
  if (request.request().empty()) return reply(MissingField("request", "give a certificate request (PKCS #10, DER)"));
  rooms.identity.Renew(call.peer_pem, request.request(),
                       [reply](const absl::StatusOr<domain::CertificateHandedOut>& handed) {
                         if (!handed.ok()) return reply(handed.status());
                         v1::RenewCertificateResponse response;
                         WriteCertificate(*handed, response.mutable_certificate());
                         reply(std::move(response));
                       });
}

// The same call again gives another code: what the first one said is kept nowhere.
void CreateEnrolmentCode(const Rooms& rooms, const Call& call, const v1::CreateEnrolmentCodeRequest& request,
                         const Reply<v1::CreateEnrolmentCodeResponse>& reply) {
  if (auto id = IdFromRequest(request.request_id()); !id.ok()) return reply(id.status());
  const auto member = KnownMember(*rooms.store.Latest(), request.parent(), "parent");
  if (!member.ok()) return reply(member.status());
  rooms.identity.IssueCode(*member, call.caller,
                           [&identity = rooms.identity, reply](const absl::StatusOr<domain::CodeHandedOut>& handed) {
                             if (!handed.ok()) return reply(handed.status());
                             v1::CreateEnrolmentCodeResponse response;
                             response.set_server(identity.Network().reached_at);
                             response.set_code(handed->text.Reveal());
                             rpc::ToWire(handed->expires_at, response.mutable_expires_at());
                             response.set_enrolment(EnrolmentName(handed->member, handed->enrolment));
                             reply(std::move(response));
                           });
}

absl::Status ListEnrolments(const Rooms& rooms, const Call& call, const v1::ListEnrolmentsRequest& request,
                            v1::ListEnrolmentsResponse& response) {
  MemberId member;
  if (request.parent() != kOfAllMembers) {
    CANDOR_ASSIGN_OR_RETURN(member, KnownMember(*rooms.store.Latest(), request.parent(), "parent"));
  }
  CANDOR_RETURN_IF_ERROR(CheckWhoseMachines(rooms, call, member));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  const std::vector<domain::MachineEnrolled> all = rooms.identity.EnrolmentsOf(member);
  for (size_t i = begin; i < all.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    rpc::ToWire(all[i], response.add_enrolments());
  }
  return absl::OkStatus();
}

void RevokeEnrolment(const Rooms& rooms, const Call& call, const v1::RevokeEnrolmentRequest& request,
                     const Reply<v1::RevokeEnrolmentResponse>& reply) {
  const absl::StatusOr<EnrolmentRef> ref = ParseEnrolment(request.name(), "name");
  if (!ref.ok()) return reply(ref.status());
  if (absl::Status status = CheckWhoseMachines(rooms, call, ref->member); !status.ok()) return reply(status);
  if (request.reason() == v1::REVOCATION_REASON_UNSPECIFIED) {
    return reply(MissingField("reason", "give one: lost, left, replaced or mistake"));
  }
  if (!MachineNamed(rooms.identity, *ref)) {
    return reply(NotFoundField("name", "no such enrolment; see `candor member enrolments`"));
  }
  rooms.identity.Revoke(ref->enrolment, static_cast<domain::RevocationWhy>(request.reason()), call.caller,
                        [&identity = rooms.identity, ref = *ref, reply](const absl::Status& revoked) {
                          if (!revoked.ok()) return reply(revoked);
                          v1::RevokeEnrolmentResponse response;
                          const std::optional<domain::MachineEnrolled> machine = MachineNamed(identity, ref);
                          if (machine) rpc::ToWire(*machine, response.mutable_enrolment());
                          reply(std::move(response));
                        });
}

}  // namespace

void AddIdentityService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.IdentityService.Enroll", rooms, Enroll);
  methods.AnswerLater("candor.v1.IdentityService.RenewCertificate", rooms, RenewCertificate);
  methods.AnswerLater("candor.v1.IdentityService.CreateEnrolmentCode", rooms, CreateEnrolmentCode);
  methods.Answer("candor.v1.IdentityService.ListEnrolments", rooms, ListEnrolments);
  methods.AnswerLater("candor.v1.IdentityService.RevokeEnrolment", rooms, RevokeEnrolment);
}

}  // namespace candor::rpc
