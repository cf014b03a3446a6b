#ifndef CANDOR_DAEMON_DOMAIN_SUBJECT_H_
#define CANDOR_DAEMON_DOMAIN_SUBJECT_H_

#include <compare>
#include <cstdint>
#include <utility>

#include "daemon/base/id.h"

namespace candor::domain {

enum class SubjectKind : uint8_t { kPractice = 0, kCase = 1, kMember = 2 };

// Whom a record is about. A case is one client of the practice, for ever; the practice is a subject of its own, with an
// all-zero id.
struct SubjectId {
  SubjectKind kind = SubjectKind::kPractice;
  IdBytes id{};

  static SubjectId Practice() { return {}; }
  static SubjectId Of(const CaseId& case_id) { return {SubjectKind::kCase, case_id.bytes()}; }
  static SubjectId Of(const MemberId& member_id) { return {SubjectKind::kMember, member_id.bytes()}; }

  // REQUIRES: the kind fits.
  CaseId case_id() const { return CaseId(id); }
  MemberId member_id() const { return MemberId(id); }

  auto operator<=>(const SubjectId&) const = default;

  template <class H>
  friend H AbslHashValue(H h, const SubjectId& s) {
    return H::combine_contiguous(H::combine(std::move(h), s.kind), s.id.data(), s.id.size());
  }
};

// A subject has two keys, so that personal reactions can fade earlier than the rest.
enum class KeyClass : uint8_t { kGeneral = 0, kPersonal = 1 };

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUBJECT_H_
