#ifndef CANDOR_DAEMON_DOMAIN_REPORT_SIGNATURE_H_
#define CANDOR_DAEMON_DOMAIN_REPORT_SIGNATURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/report_row.h"

// That somebody has put their name under the compliance report of a period, and what has become of its figures since
// (design: compliance report, section 0).
namespace candor::domain {

using SignatureId = Id<struct ReportSignatureTag>;

inline constexpr size_t kMaxSignerBytes = 128;

struct SignedFigure {
  int section = 0;
  ReportRow row;

  bool operator==(const SignedFigure&) const = default;
};

// A signed report, as a record keeps it: what it said, about which records, and who stands for it. Never changed; a
// report that is signed again is another record.
struct ReportSigned {
  SignatureId id;
  Day from;
  Day to;                     // the last day, inside
  absl::Time as_of;           // whole microseconds
  uint64_t ledger_size = 0;   // the records that were counted
  TreeHash root{};            // over them: with the size what a checkpoint of them says
  uint64_t entries = 0;       // of them
  std::string parameter_set;  // of the policies that were in force
  Caller caller;
  Sensitive<std::string> signer;  // the name under it, as typed
  std::string statement;
  std::vector<std::string> known_gaps;
  std::vector<SignedFigure> figures;  // as shown, in the order of the report
  IdBytes request{};                  // given out by the store: keyed digest of the call; zeros: none
  absl::Time recorded_at;             // filled in by the store

  bool operator==(const ReportSigned&) const = default;
};

// Why a figure may be another one than was signed. Numbers are on the wire.
enum class RestatementCause : uint8_t {
  kPolicyChanged = 1,   // other policies or parameters are in force
  kWrittenSince = 2,    // entries were written down since
  kCorrectedSince = 3,  // some of them correct earlier ones
  kTimePassed = 4,      // dates have passed, and follow-ups have been closed
};

struct RestatedFigure {
  int section = 0;
  ReportRow before;  // not recorded where the signed report did not have it; so too for `now`
  ReportRow now;
  std::vector<RestatementCause> causes;  // all that come into question; empty: this version counts in another way

  bool operator==(const RestatedFigure&) const = default;
};

// What has happened since a report was signed.
struct SinceSigned {
  bool policy_changed = false;
  bool written = false;
  bool corrected = false;
  bool days_passed = false;
};

// Every figure that says something else now, in the order of the report. A figure that the signed report did not know
// at all is none of them, nor is how many entries were assessed while as many are not. Pure.
std::vector<RestatedFigure> RestatedSince(const ReportSigned& signed_report, const std::vector<ReportSection>& now,
                                          const SinceSigned& since);

// The figures of a report as a signature keeps them.
std::vector<SignedFigure> FiguresToSign(const std::vector<ReportSection>& sections);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_REPORT_SIGNATURE_H_
