#ifndef CANDOR_DAEMON_CRYPTO_SUBJECT_KEYS_H_
#define CANDOR_DAEMON_CRYPTO_SUBJECT_KEYS_H_

#include "daemon/crypto/secret_bytes.h"

namespace candor::crypto {

// What one key of (subject, class) is used for. All are derived from it, so that erasing it ends them all.
// Derivation: HKDF-SHA-256(key, salt "candor subject key", info = the label below).
struct SubjectKeys {
  Key salt;      // "commitment salt": HMAC key of the commitments of the subject's records
  Key sealing;   // "record sealing": AES-256-GCM of record bodies and sections
  SivKey index;  // "projection sealing": AES-256-SIV of projection rows
};

SubjectKeys DeriveSubjectKeys(const Key& subject_key);

// Keys that belong to no one subject, derived from the practice's root key: HKDF-SHA-256(key, salt "candor practice
// key", info = the label below).
struct PracticeKeys {
  Key order;    // "timeline order": order digests; goes with full exports
  Key id;       // "names": entry ids of requests and rows, follow-up ids
  Key lookup;   // "lookup": HMAC of client codes and of members' names
  Key signing;  // "checkpoint signing": the seed of the Ed25519 key that signs checkpoints
  Key codes;    // "enrolment codes": HMAC of the codes with which people enrol
};

PracticeKeys DerivePracticeKeys(const Key& root_key);

// Of these, what a ledger takes over together with another one's records. The signing key is not among them: who holds
// an export cannot sign for the ledger that it came from.
struct NamingKeys {
  Key order;
  Key id;
  Key lookup;
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_SUBJECT_KEYS_H_
