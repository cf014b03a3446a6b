#ifndef CANDOR_DAEMON_DOMAIN_OVERSIGHT_H_
#define CANDOR_DAEMON_DOMAIN_OVERSIGHT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/subject.h"

// How the practice answers for what is read: the owner's word, the review of the log, and what left the daemon. Values,
// thread-compatible.
namespace candor::domain {

// The owner has accepted that personal reactions are not used for hiring, pay, scheduling, evaluation or discipline.
struct NonUseAccepted {
  IdBytes id{};
  MemberId owner;
  std::array<uint8_t, 32> text_digest{};  // SHA-256 of the words that were accepted
  Caller caller;
  absl::Time recorded_at;  // filled in by the store

  bool operator==(const NonUseAccepted&) const = default;
};

// Somebody has looked through the log of accesses.
struct LogReviewed {
  IdBytes id{};
  uint64_t from = 0;  // of the records with numbers from this
  uint64_t to = 0;    // to before this
  Sensitive<std::string> remark;
  Caller caller;
  IdBytes request{};       // given out by the store
  absl::Time recorded_at;  // filled in by the store

  bool operator==(const LogReviewed&) const = default;
};

// Why something may leave. Stored; for ever.
enum class LawfulBasis : uint8_t {
  kAuthorised = 1,    // whom it is about has agreed
  kOwnRequest = 2,    // to whom it is about, who asked for it
  kCare = 3,          // for the treatment of the client
  kLegalDuty = 4,     // a law asks for it
  kCourt = 5,         // a court or its order does
  kAuthority = 6,     // an authority or board that watches over the practice
  kLegalClaims = 7,   // to make, pursue or defend a claim
  kOwnOperation = 8,  // it stays with the practice: its own files, audit or machine
};
inline constexpr LawfulBasis kLastLawfulBasis = LawfulBasis::kOwnOperation;

// Something left the daemon for somebody: an export, on record before its first line.
struct Disclosed {
  DisclosureId id;
  Sensitive<std::string> recipient;
  Sensitive<std::string> purpose;
  LawfulBasis basis = LawfulBasis::kOwnOperation;
  uint64_t ledger_size = 0;   // what left is of the records before this number
  std::vector<SubjectId> of;  // cases and members, ascending, each once; empty: everything
  Caller caller;
  IdBytes request{};       // given out by the store
  absl::Time recorded_at;  // filled in by the store
  uint64_t number = 0;     // of its record; filled in by the store

  bool operator==(const Disclosed&) const = default;
};

// The longest text of each of these, in bytes of UTF-8.
inline constexpr size_t kMaxRemarkBytes = 4 * 1024;
inline constexpr size_t kMaxRecipientBytes = 1024;
// So many cases and members one disclosure may name.
inline constexpr size_t kMostDisclosed = 256;

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_OVERSIGHT_H_
