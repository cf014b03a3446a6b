#include "daemon/crypto/subject_keys.h"

#include <string_view>

#include "daemon/crypto/hashing.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kSubjectSalt = "candor subject key";
constexpr std::string_view kPracticeSalt = "candor practice key";

template <size_t kSize>
void DeriveInto(const Key& from, std::string_view salt, std::string_view label, SecretBytes<kSize>& into) {
  HkdfSha256(from.span(), salt, label, into.mutable_span());
}

}  // namespace

SubjectKeys DeriveSubjectKeys(const Key& subject_key) {
  SubjectKeys keys;
  DeriveInto(subject_key, kSubjectSalt, "commitment salt", keys.salt);
  DeriveInto(subject_key, kSubjectSalt, "record sealing", keys.sealing);
  DeriveInto(subject_key, kSubjectSalt, "projection sealing", keys.index);
  return keys;
}

PracticeKeys DerivePracticeKeys(const Key& root_key) {
  PracticeKeys keys;
  DeriveInto(root_key, kPracticeSalt, "timeline order", keys.order);
  DeriveInto(root_key, kPracticeSalt, "names", keys.id);
  DeriveInto(root_key, kPracticeSalt, "lookup", keys.lookup);
  DeriveInto(root_key, kPracticeSalt, "checkpoint signing", keys.signing);
  DeriveInto(root_key, kPracticeSalt, "enrolment codes", keys.codes);
  return keys;
}

}  // namespace candor::crypto
