#ifndef CANDOR_DAEMON_CRYPTO_ENROLMENT_CODE_H_
#define CANDOR_DAEMON_CRYPTO_ENROLMENT_CODE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/secret_bytes.h"
#include "daemon/crypto/secret_text.h"

// What a person types on a new machine: nine groups of five characters,
//
//   7K3Q9-…-…-…-…-…-…-…-…
//
// in Crockford's base32 (crockford.com/base32.html: no I, L, O, U; I and L are read as 1, O as 0, small letters as
// capitals). Hyphens and blanks may stand anywhere or be left out. The first four characters of a group carry five bits
// each, most significant first; the fifth makes the sum of all five zero, with the weights a, a^2, a^3, a^4 and 1 and
// the number of the group (from 1) added, in the field of 32 elements with a^5 = a^2 + 1. So one wrong character, two
// that changed places in a group, and two groups that did, are always told, with the group.
//
//   group 1      which code it is; no secret
//   groups 2-4   the secret, 60 bits
//   groups 5-9   the first 100 bits of the SHA-256 of the authority's certificate (DER)
//
// All functions are thread-safe.
namespace candor::crypto {

inline constexpr uint32_t kEnrolmentLocators = uint32_t{1} << 20;
inline constexpr size_t kEnrolmentSecretSymbols = 12;
inline constexpr size_t kEnrolmentAuthoritySymbols = 20;

using EnrolmentAuthority = std::array<uint8_t, kEnrolmentAuthoritySymbols>;

// Symbols are numbers from 0 to 31, one to a byte.
struct EnrolmentCode {
  uint32_t locator = 0;  // < kEnrolmentLocators
  SecretBytes<kEnrolmentSecretSymbols> secret;
  EnrolmentAuthority authority{};
};

// A code with a fresh secret. REQUIRES: locator < kEnrolmentLocators.
EnrolmentCode NewEnrolmentCode(uint32_t locator, const Digest& authority_fingerprint);

// Groups with hyphens between them.
SecretText FormatEnrolmentCode(const EnrolmentCode& code);

// INVALID_ARGUMENT that says in which group the mistake is; the message repeats nothing of the text.
absl::StatusOr<EnrolmentCode> ParseEnrolmentCode(std::string_view text);

// Whether the code was made for the authority with this certificate: what a client asks of what the server shows it,
// before it sends anything.
bool IsOfAuthority(const EnrolmentCode& code, const Digest& authority_fingerprint);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_ENROLMENT_CODE_H_
