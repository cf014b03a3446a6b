#ifndef CANDOR_DAEMON_DOMAIN_ENROLMENT_H_
#define CANDOR_DAEMON_DOMAIN_ENROLMENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"

// How a member came to call over a network, as it goes on record. An enrolment is one member on one machine: it begins
// with a code, the code is used once, and the certificates that renew the first one belong to it. Who somebody is in
// the practice (therapist, supervisor, director …) is not said here, nor in a certificate: that is asked of the records
// on every call.
namespace candor::domain {

// SHA-256 of a certificate in DER, by which it is looked up.
using CertificateFingerprint = std::array<uint8_t, 32>;

// A code was handed out. It stands in place of an earlier one of the same member that nobody has used.
struct EnrolmentCodeIssued {
  EnrolmentId id;
  MemberId member;
  uint32_t locator = 0;             // which code it is among those that are open; no secret
  std::array<uint8_t, 32> check{};  // keyed digest of the whole code, which itself is kept nowhere
  absl::Time expires_at;
  Caller caller;
  absl::Time recorded_at;

  bool operator==(const EnrolmentCodeIssued&) const = default;
};

// A certificate was given out: the first of an enrolment, by which its code is used, or one that renews another.
struct CertificateIssued {
  EnrolmentId enrolment;
  MemberId member;
  CertificateFingerprint fingerprint{};
  std::string serial;                    // lower-case hexadecimal
  std::array<uint8_t, 32> key_digest{};  // SHA-256 of its SubjectPublicKeyInfo
  absl::Time not_before;                 // first and last second in which it holds
  absl::Time not_after;
  std::optional<CertificateFingerprint> renews;  // nullopt: it was given for the code
  absl::Time recorded_at;

  bool operator==(const CertificateIssued&) const = default;
};

// Why an enrolment has ended. Stored; for ever.
enum class RevocationWhy : uint8_t {
  kLost = 1,      // machine or key is lost, or may be in other hands
  kLeft = 2,      // the member has left
  kReplaced = 3,  // the member has another machine
  kMistake = 4,   // it was for somebody else, or not meant
};

// An enrolment has ended: its code, and every certificate of it, those too that somebody else who has the key may have
// renewed in the meantime.
struct EnrolmentRevoked {
  EnrolmentId enrolment;
  RevocationWhy why = RevocationWhy::kLost;
  Caller caller;
  absl::Time recorded_at;

  bool operator==(const EnrolmentRevoked&) const = default;
};

using EnrolmentEvent = std::variant<EnrolmentCodeIssued, CertificateIssued, EnrolmentRevoked>;

inline const EnrolmentId& EnrolmentOf(const EnrolmentEvent& event) {
  if (const auto* code = std::get_if<EnrolmentCodeIssued>(&event)) return code->id;
  if (const auto* certificate = std::get_if<CertificateIssued>(&event)) return certificate->enrolment;
  return std::get<EnrolmentRevoked>(event).enrolment;
}

// One of them on its way into the ledger and out of it. Its `recorded_at` is not kept: the record has one of its own.
struct EnrolmentRecorded {
  EnrolmentEvent event;

  bool operator==(const EnrolmentRecorded&) const = default;
};

enum class CertificateState : uint8_t {
  kIssued = 1,
  kRenewed = 2,  // another one has taken its place
  kRevoked = 3,
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ENROLMENT_H_
