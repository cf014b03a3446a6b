#include "daemon/identity/authority.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/certificate_signing.h"
#include "daemon/crypto/hashing.h"
#include "daemon/identity/lifetimes.h"

namespace candor::identity {
namespace {

constexpr char kAuthorityKey[] = "the key of the certificate authority";
constexpr char kServerName[] = "candord";

absl::Status RefuseAuthority(const std::string& path, std::string_view problem) {
  return absl::FailedPreconditionError(absl::StrCat("the certificate authority ", path, " ", ToAbsl(problem)));
}

// Certificates are written in whole seconds; `life` from now, and no longer than the authority itself.
crypto::Validity ValidityOf(absl::Time now, absl::Duration life, const crypto::Certificate& authority) {
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(now));
  return {std::max(second - kClockSlack, authority.not_before), std::min(second + life, authority.not_after)};
}

// Two practices never have authorities of one name, and it tells nothing about either.
std::string AuthorityName(const crypto::TlsKey& key) {
  const crypto::Digest digest = crypto::Sha256(key.public_key());
  return absl::StrCat("Candor authority ", absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 8))));
}

absl::StatusOr<crypto::TlsKey> TakeOrMakeKey(const std::string& path) {
  auto key = crypto::TlsKey::Load(path, kAuthorityKey);
  if (!absl::IsNotFound(key.status())) return key;
  crypto::TlsKey made = crypto::TlsKey::Make();
  CANDOR_RETURN_IF_ERROR(made.CreateFile(path));
  return made;
}

absl::Status CheckAuthority(const std::string& path, const crypto::Certificate& certificate, const crypto::TlsKey& key,
                            absl::Time now) {
  if (!certificate.is_authority) {
    return RefuseAuthority(path, "may not sign other certificates (CA:TRUE, keyCertSign); give one that may");
  }
  if (certificate.public_key != key.public_key()) {
    return RefuseAuthority(path, "and its key do not belong together; give the key of this certificate");
  }
  if (now < certificate.not_before) {
    return RefuseAuthority(path, "does not hold yet; is the clock of this machine right?");
  }
  if (now > certificate.not_after) {
    return RefuseAuthority(path,
                           absl::StrCat("held until ", absl::FormatTime(certificate.not_after, absl::UTCTimeZone()),
                                        "; give one that holds"));
  }
  return absl::OkStatus();
}

}  // namespace

Authority::Authority(crypto::Certificate certificate, crypto::TlsKey key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {}

absl::StatusOr<Authority> Authority::Create(const AuthorityFiles& files, absl::Time now) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> there, ReadSmallFile(files.certificate));
  if (there) {
    return absl::AlreadyExistsError(
        absl::StrCat(files.certificate, " is there already; the practice has a certificate authority"));
  }
  CANDOR_ASSIGN_OR_RETURN(crypto::TlsKey key, TakeOrMakeKey(files.key));
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(now));
  crypto::Certificate certificate =
      crypto::MakeAuthority(key, AuthorityName(key), {second - kClockSlack, second + kAuthorityLife});
  CANDOR_RETURN_IF_ERROR(ReplaceFile(files.certificate, crypto::PemOf(certificate)));
  return Authority(std::move(certificate), std::move(key));
}

absl::StatusOr<Authority> Authority::Load(const AuthorityFiles& files, absl::Time now) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> pem, ReadSmallFile(files.certificate));
  if (!pem) {
    return absl::NotFoundError(
        absl::StrCat("there is no certificate authority at ", files.certificate,
                     "; make one with `candord init --resume`, or name the one that the practice has"));
  }
  const auto certificates = crypto::ReadCertificates(*pem, files.certificate);
  if (!certificates.ok()) return absl::FailedPreconditionError(certificates.status().message());
  CANDOR_ASSIGN_OR_RETURN(crypto::TlsKey key, crypto::TlsKey::Load(files.key, kAuthorityKey));
  CANDOR_RETURN_IF_ERROR(CheckAuthority(files.certificate, certificates->front(), key, now));
  return Authority(certificates->front(), std::move(key));
}

absl::StatusOr<crypto::Certificate> Authority::IssueToMember(const MemberId& member, const std::string& public_key,
                                                             absl::Time now) const {
  return Issue(crypto::CertificateUse::kClient, absl::StrCat("members/", member.ToString()), {}, public_key, now);
}

absl::StatusOr<crypto::Certificate> Authority::IssueToServer(const std::vector<std::string>& names,
                                                             const std::string& public_key, absl::Time now) const {
  return Issue(crypto::CertificateUse::kServer, kServerName, names, public_key, now);
}

absl::StatusOr<crypto::Certificate> Authority::Issue(crypto::CertificateUse use, const std::string& common_name,
                                                     const std::vector<std::string>& names,
                                                     const std::string& public_key, absl::Time now) const {
  const absl::Duration life = use == crypto::CertificateUse::kServer ? kServerLife : kMemberLife;
  const crypto::CertificatePlan plan{use, common_name, names, public_key, ValidityOf(now, life, certificate_)};
  CANDOR_ASSIGN_OR_RETURN(crypto::Certificate made, crypto::IssueCertificate(plan, certificate_, key_));
  // An authority that a practice brings may be bound in ways that only a look at the result tells.
  const absl::Status holds = crypto::CheckIssued(made, certificate_, use, now);
  if (!holds.ok()) return Annotate(holds, "the certificate authority cannot issue what is asked for");
  return made;
}

}  // namespace candor::identity
