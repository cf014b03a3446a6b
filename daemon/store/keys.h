#ifndef CANDOR_DAEMON_STORE_KEYS_H_
#define CANDOR_DAEMON_STORE_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/order.h"
#include "daemon/domain/projections.h"
#include "daemon/domain/subject.h"
#include "daemon/ledger/node_pages.h"

// All key bytes, and nothing else makes any. Integers are big-endian; signed ones have their sign bit flipped, so that
// the order of bytes is the order of values.
//
// Family "ledger"
//   number u64                                                      record (envelope.h)
//
// Family "projections": one letter, then
//   'A'                                                             newest activation
//   'B' batch 16                                                    batch
//   'C' case 16                                                     case
//   'D' code digest 16                                              -> case
//   'E' entry 16                                                    where the entry stands
//   'F' subject 17 | follow-up 16                                   follow-up
//   'G' subject 17 | follow-up 16                                   (open ones only)
//   'H' decision 16                                                 decision
//   'I' subject 17 | follow-up 16 | decision 16                     (decisions of a follow-up)
//   'J' case 16, or member 16                                       what the subject has put into the figures
//   'K' basis u8 | month i32 | figure u16 | bucket u16 | partition u32 | therapist 16     sum
//   'L'                                                             floor of what waits for assessment
//   'M' member 16                                                   member
//   'N' name digest 16                                              -> member
//   'O' case 16 | member 16                                         (ever on the case)
//   'P' subject 17                                                  progress of assessment
//   'Q' day i32 | subject 17                                        (earliest timer of a subject)
//   'R' subject 17                                                  (plugin faults stand)
//   'S'                                                             settings
//   'T' subject 17 | place 32                                       timeline
//   'U' block u64                                                   entries 256 * block .. + 255 that wait
//   'V' member 16 | from i32 | number u64                           supervision, under either side
//   'W'                                                             watermark
//   'X' basis u8 | figure u16 | bucket u16 | day i32 | case 16 | therapist 16 | partition u32   multiplicity
//   'Y' level u8 | index u64                                        page of tree nodes (daemon/ledger/node_pages.h)
//   'Z' entry 16 | member 16                                        (has been shown the personal entry; 0: operator)
//   'a' subject 17 | follow-up 16                                   what was decided before a merge
//   'b' case 16                                                     where the case went
//   'c' member 16                                                   who is away, who supervises: entries that stand
//   'd' member 16 | member 16                                       (the first is named in the second's 'c', or was)
//   'e' therapist 16 | case 16                                      (a follow-up there is, or was, the therapist's)
//   'f' from i32 | to i32 | number u64                              signature under the report of that period
//   'g' member 16 | entry 16                                        (of the member's conduct by others, or an answer)
//   'h' therapist 16 | case 16                                      (open, and the therapist's)
//   'i' author 16 | number u64 | reported i32                       (the author's own report of conduct, or concern)
//   'j'                                                             how far the look at every subject has come
//   'k' subject 17 | follow-up 16                                   follow-up of a rule in shadow
//   'l' activation 16                                               activation, by its name
//   'm' subject 17 | class u8                                       which record says that it is erased
//   'p' erasure 16                                                  decision to erase
//   'q' subject 17 | hold 16                                        legal hold
//   'r' number u64                                                  (the record says that there is a backup)
//   's' number u64                                                  (the record is erased with what it became)
//   't' number u64                                                  (the record is of an enrolment)
//   '3' enrolment 16                                                enrolment
//   'u' member 16 | role 16                                         a role that was given
//   'v' member 16 | ~number u64                                     (the record says that the member was read)
//   'w' reader 16 | ~number u64                                     (the record says that the reader read; 0: operator)
//   'x' ~number u64                                                 (the record says that somebody read)
//   'y' kind u8 | id 16                                             the owner's word, a review of the log, a disclosure
//   'z' subject 17 | number u64                                     (the record discloses it; practice: everything)
//   '1' emergency 16                                                what was opened in an emergency
//   '2' subject 17 | number u64                                     (the record is a step about a concern)
//
//   ~number = all its bits turned, so that the newest comes first
//   subject = kind u8 | id 16
//   place   = day i32 | minute u16 | rank u16 | digest u64 | id 16
//   month   = 12 * year + month - 1
//
// Family "cache"
//   'n' subject 17                                                  newest fold of each plugin
//   'o' subject 17 | digest of the plugin's name 8 | ordinal u64    an older fold
namespace candor::store::keys {

// Numbers in one row of 'U'.
inline constexpr uint64_t kWaitingBlock = 256;
inline constexpr size_t kSubjectBytes = 17;
inline constexpr size_t kPlaceBytes = 32;

std::string Ledger(uint64_t number);
// nullopt when the bytes are no such key; the same below.
std::optional<uint64_t> ParseLedger(std::string_view key);

std::string Activation();
std::string NamedActivation(const ActivationId& id);
std::string Reassessment();
std::string Batch(const BatchId& id);
std::string Case(const CaseId& id);
std::optional<CaseId> ParseCase(std::string_view key);
std::string CaseByCode(const IdBytes& digest);
std::string Entry(const EntryId& id);
std::string Read(const EntryId& id, const MemberId& reader);
std::string ReadsOf(const EntryId& id);  // prefix
std::string Merged(const CaseId& id);
std::optional<CaseId> ParseMerged(std::string_view key);
std::string Carried(const domain::SubjectId& subject, const FollowUpId& id);
std::string Staffing(const MemberId& id);
std::string NamedInStaffing(const MemberId& named, const MemberId& of);
std::string NamingInStaffing(const MemberId& named);  // prefix
std::optional<MemberId> ParseNamingInStaffing(std::string_view key);
std::string Duty(const MemberId& therapist, const CaseId& id);
std::string DutiesOf(const MemberId& therapist);  // prefix
std::optional<CaseId> ParseDuty(std::string_view key);
std::string About(const MemberId& member, const EntryId& id);
std::string AboutMember(const MemberId& member);  // prefix
std::optional<EntryId> ParseAbout(std::string_view key);
std::string Held(const MemberId& therapist, const CaseId& id);
std::string HeldBy(const MemberId& therapist);  // prefix
std::optional<CaseId> ParseHeld(std::string_view key);
std::string Report(const MemberId& author, const domain::OwnReport& report);
std::string ReportsBy(const MemberId& author);  // prefix
std::optional<domain::OwnReport> ParseReport(std::string_view key);
std::string FollowUp(const domain::SubjectId& subject, const FollowUpId& id);
std::string OpenFollowUp(const domain::SubjectId& subject, const FollowUpId& id);
// Of either of the two.
std::optional<std::pair<domain::SubjectId, FollowUpId>> ParseFollowUp(std::string_view key);
std::string FollowUpsOf(const domain::SubjectId& subject);  // prefix
std::string Shadow(const domain::SubjectId& subject, const FollowUpId& id);
std::string ShadowsOf(const domain::SubjectId& subject);  // prefix
// FollowUpsOf() of the subject, of the key of a follow-up; empty for any other key.
std::string_view FollowUpPrefix(std::string_view key);
std::string Decision(const DecisionId& id);
std::string DecisionOf(const domain::SubjectId& subject, const FollowUpId& follow_up, const DecisionId& id);
std::string DecisionsOf(const domain::SubjectId& subject, const FollowUpId& follow_up);  // prefix
std::optional<DecisionId> ParseDecisionOf(std::string_view key);
std::string Signature(Day from, Day to, uint64_t number);
std::string SignaturesOf(Day from, Day to);  // prefix
// The record's number.
std::optional<uint64_t> ParseSignature(std::string_view key);
std::string Contributions(const CaseId& id);
std::string Erased(const domain::SubjectId& subject, domain::KeyClass key_class);
std::optional<std::pair<domain::SubjectId, domain::KeyClass>> ParseErased(std::string_view key);
std::string Erasure(const ErasureId& id);
std::string Hold(const domain::SubjectId& subject, const HoldId& id);
std::string HoldsOf(const domain::SubjectId& subject);  // prefix
std::string BackupTaken(uint64_t number);
std::optional<uint64_t> ParseBackupTaken(std::string_view key);
std::string ErasedRecord(uint64_t number);
std::optional<uint64_t> ParseErasedRecord(std::string_view key);
std::string EnrolmentRecord(uint64_t number);
std::optional<uint64_t> ParseEnrolmentRecord(std::string_view key);
std::string Enrolment(const EnrolmentId& id);
std::string Role(const MemberId& member, const RoleChangeId& id);
std::string RolesOf(const MemberId& member);     // prefix
std::string AccessesTo(const MemberId& member);  // prefix
std::string AccessesBy(const MemberId& reader);  // prefix
// What stands below one of these three prefixes, AllAccesses() included.
std::string AccessBelow(std::string prefix, uint64_t number);
// The record's number.
std::optional<uint64_t> ParseAccess(std::string_view key);
std::string Oversight(domain::OversightKind kind, const IdBytes& id);
std::string OversightOf(domain::OversightKind kind);  // prefix
std::string Disclosed(const domain::SubjectId& subject, uint64_t number);
std::string DisclosuresOf(const domain::SubjectId& subject);  // prefix
std::optional<uint64_t> ParseDisclosed(std::string_view key);
std::string Emergency(const EmergencyId& id);
std::string AllEmergencies();  // prefix
std::string ConcernNotice(const domain::SubjectId& subject, uint64_t number);
std::string ConcernNoticesOf(const domain::SubjectId& subject);  // prefix
std::optional<uint64_t> ParseConcernNotice(std::string_view key);

struct SumKey {
  domain::CountBasis basis = domain::CountBasis::kOccurred;
  int32_t month = 0;
  domain::Figure figure = domain::Figure::kTherapistActive;
  uint16_t bucket = 0;
  uint32_t partition = 0;
  MemberId therapist;

  bool operator==(const SumKey&) const = default;
};
int32_t MonthOf(Day day);
std::string Sum(const SumKey& key);
std::string SumsOfMonth(domain::CountBasis basis, int32_t month);  // prefix
std::optional<SumKey> ParseSum(std::string_view key);

std::string Floor();
std::string Member(const MemberId& id);
std::optional<MemberId> ParseMember(std::string_view key);
std::string MemberByName(const IdBytes& digest);
std::string EverOnCase(const CaseId& id);  // prefix
std::string OnCase(const CaseId& id, const MemberId& member);
std::optional<MemberId> ParseOnCase(std::string_view key);
std::string Progress(const domain::SubjectId& subject);
std::string Timer(int32_t day, const domain::SubjectId& subject);
std::optional<std::pair<int32_t, domain::SubjectId>> ParseTimer(std::string_view key);
std::string Fault(const domain::SubjectId& subject);
std::optional<domain::SubjectId> ParseFault(std::string_view key);
std::string Settings();
std::string Timeline(const domain::SubjectId& subject, const domain::Place& place);
std::string TimelineOf(const domain::SubjectId& subject);  // prefix
std::optional<domain::Place> ParseTimeline(std::string_view key);
std::string Waiting(uint64_t block);
std::optional<uint64_t> ParseWaiting(std::string_view key);
std::string Supervision(const MemberId& member, int32_t from, uint64_t number);
std::string SupervisionsOf(const MemberId& member);  // prefix
uint64_t NumberOfSupervision(std::string_view key);  // the ledger number at its end; 0 where it is no such key
std::string Watermark();
std::string NodePage(const ledger::PageId& page);
std::optional<ledger::PageId> ParseNodePage(std::string_view key);
std::string Contribution(const domain::Contribution& contribution);
// The contributions of one cell from a day on; with day + 1 the end of the range.
std::string ContributionsFrom(domain::CountBasis basis, domain::Figure figure, uint16_t bucket, int32_t day);
std::string ContributionsOfBasis(domain::CountBasis basis);  // prefix
std::optional<domain::Contribution> ParseContribution(std::string_view key);

// A row's letter alone: the prefix of all rows of its type.
std::string AllMembers();
std::string AllCases();
std::string AllMerged();
std::string AllFollowUps();
std::string AllOpenFollowUps();
std::string AllShadows();
std::string AllNamedActivations();
std::string AllFaults();
std::string AllErased();
std::string AllErasedRecords();
std::string AllEnrolmentRecords();
std::string AllRoles();
std::string AllAccesses();
std::string AllErasures();
std::string AllHolds();
std::string AllBackupsTaken();
std::string AllTimers();
std::string AllWaiting();

// Whether such a row of the projections is asked for again soon: not so the places of a timeline, the index by day and
// the lists of who read.
bool AskedForAgain(std::string_view key);

std::string NewestFolds(const domain::SubjectId& subject);
std::string OlderFoldsOf(const domain::SubjectId& subject);  // prefix
std::string OlderFold(const domain::SubjectId& subject, std::string_view plugin, uint64_t ordinal);
std::string OlderFolds(const domain::SubjectId& subject, std::string_view plugin);  // prefix

// Of values too.
void AppendSubject(const domain::SubjectId& subject, std::string& out);
// REQUIRES: bytes.size() >= kSubjectBytes.
domain::SubjectId ReadSubject(std::string_view bytes);
void AppendPlace(const domain::Place& place, std::string& out);
// REQUIRES: bytes.size() >= kPlaceBytes.
domain::Place ReadPlace(std::string_view bytes);

}  // namespace candor::store::keys

#endif  // CANDOR_DAEMON_STORE_KEYS_H_
