#include "cli/wire/own_certificate.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/identity.grpc.pb.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/certificate_request.h"

namespace candor::cli {
namespace {

constexpr char kTooEarly[] = "too_early";
// The next command comes to it again.
constexpr absl::Duration kRenewalPatience = absl::Seconds(1);

bool IsDue(const crypto::Certificate& certificate, absl::Time now) {
  return now >= crypto::RenewFrom(certificate.not_before, certificate.not_after);
}

absl::Status WrongAnswer(std::string_view what) {
  return absl::InternalError(absl::StrCat("the daemon's answer is not kept: ", ToAbsl(what),
                                          ". Tell whoever looks after the daemon's machine; nothing was changed here"));
}

}  // namespace

absl::StatusOr<crypto::Credentials> TakeCertificate(const v1::Certificate& answer, crypto::TlsKey key,
                                                    const crypto::Certificate& authority) {
  absl::StatusOr<crypto::Certificate> certificate = crypto::ReadCertificate(answer.der());
  if (!certificate.ok()) return WrongAnswer("it holds no certificate");
  if (answer.authority() != authority.der) return WrongAnswer("its authority is another one");
  if (certificate->public_key != key.public_key()) return WrongAnswer("the certificate is for another key");
  // By its own first moment: the two machines' clocks may differ.
  const absl::Status issued =
      crypto::CheckIssued(*certificate, authority, crypto::CertificateUse::kClient, certificate->not_before);
  if (!issued.ok()) return WrongAnswer(ToStd(issued.message()));
  return crypto::Credentials{std::move(key), *std::move(certificate), authority};
}

absl::Status RenewIfDue(Connection& connection, absl::Time now) {
  const crypto::Credentials* const own = connection.credentials();
  if (own == nullptr || !IsDue(own->certificate, now)) return absl::OkStatus();
  const std::string& path = connection.credentials_file();
  const absl::StatusOr<HeldFile> held = HeldFile::Take(absl::StrCat(path, ".lock"), kRenewalPatience);
  if (absl::IsUnavailable(held.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(held.status());
  // Another `candor` may have done it since the file was read.
  CANDOR_ASSIGN_OR_RETURN(const crypto::Credentials kept, crypto::ReadCredentials(path));
  if (!IsDue(kept.certificate, now)) return absl::OkStatus();
  crypto::TlsKey key = crypto::TlsKey::Make();
  v1::RenewCertificateRequest request;
  request.set_request(crypto::MakeRequest(key));
  const auto answer = connection.Call<v1::IdentityService>(&v1::IdentityService::Stub::RenewCertificate, request);
  if (const auto detail = DetailOf(answer.status()); detail && detail->reason == kTooEarly) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(answer.status());
  CANDOR_ASSIGN_OR_RETURN(const crypto::Credentials fresh,
                          TakeCertificate(answer->certificate(), std::move(key), kept.authority));
  return crypto::WriteCredentials(path, fresh);
}

}  // namespace candor::cli
