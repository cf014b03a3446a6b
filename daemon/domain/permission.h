#ifndef CANDOR_DAEMON_DOMAIN_PERMISSION_H_
#define CANDOR_DAEMON_DOMAIN_PERMISSION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"

// The one permission gate. Which methods a caller may use stands in one table; what a caller sees of an answer is
// decided by Viewer. The operator as such has every right; a member has their own view, whether they call with their
// own certificate or the operator acts for them.
namespace candor::domain {

enum class Right : uint8_t {
  kEveryone = 1,      // the same answer to every caller, or nothing about people
  kOwnView = 2,       // every caller, each with their own view of the answer
  kOperatorOnly = 3,  // the operator as such: nobody who acts for a member, and no member
  // Whoever reaches the daemon, with a certificate or without one; who they are is not asked.
  kWithoutCertificate = 4,
};

struct MethodRule {
  std::string_view method;  // "candor.v1.EntryService.CreateEntry"
  Right right;
};

// Every method of candor.v1, by name. A method that is not listed is refused.
std::span<const MethodRule> Table();

// Whether who calls is not asked: the one method by which a machine gets its first certificate. O(methods).
bool NeedsNoCertificate(std::string_view method);

// PERMISSION_DENIED when the caller may not use the method, or when the table does not have it; UNAUTHENTICATED
// ("no_certificate") when the caller is nobody, and it is not one for everybody.
absl::Status CheckMethod(const Caller& caller, std::string_view method);

// Why a caller may not write down who is there and who supervises: what such an entry says decides who is shown what,
// and nobody gives themselves a view of somebody else's clients or words.
enum class StaffingBar : uint8_t {
  kNone = 0,                 // it is theirs to write
  kCoverOfOthers = 1,        // who acts for somebody else's clients
  kDepartureOfOthers = 2,    // that somebody else leaves
  kSupervisionOfOthers = 3,  // a change of supervision that is not theirs
  kSupervisionBefore = 4,    // one of a day before today
  kSupervisionTaken = 5,     // one by which they supervise
};

// Whether the caller may write `entry`, or take it back; kNone for the operator as such and for an entry that tells of
// nothing like it (IsStaffingKind). `supervisor`: who supervises the member concerned on `today`; empty: nobody.
//   - Of absence and departure: the member and the supervisor all; another that somebody is away, without a cover.
//   - Of a change of supervision: that an agreement was signed, the member and the supervisor; whatever changes who
//     supervises, the supervisor alone, as of today and for somebody else.
// Pure; thread-safe.
StaffingBar StaffingBarOf(const Entry& entry, const Caller& caller, const MemberId& supervisor, Day today);

// How much of a thing a reader is shown. Ordered.
enum class Sight : uint8_t {
  kNothing = 0,  // as if it did not exist
  kFacts = 1,    // triage and typed facts, no narrative
  kWhole = 2,
};

// What one caller sees of one view. Thread-compatible; remembers what it looked up, so one serves one answer.
class Viewer {
 public:
  // `view` is not owned and outlives the viewer. `latest`: what stands now, where `view` is of the past; nullptr where
  // it is not. `today`: the day as of which it is asked; without one nobody covers for anybody, and of what is open
  // only the supervisor of the time is told.
  Viewer(const View& view, const Caller& caller, std::shared_ptr<const View> latest = nullptr,
         std::optional<Day> today = std::nullopt)
      : view_(view), caller_(caller), latest_(std::move(latest)), today_(today) {}

  bool is_operator() const { return caller_.has_every_right(); }
  // Empty for the operator as such, and for nobody, who is shown nothing.
  const MemberId& member() const { return caller_.acting_for; }
  // What another member sees of the same answer.
  Viewer AsMember(const MemberId& other) const {
    return Viewer(view_, Caller{caller_.is_operator, other}, latest_, today_);
  }
  // Whether the caller is neither its author nor who handed it in: to be shown a personal entry then goes on record.
  // Whoever moved it is, as far as its header tells.
  bool IsSecondPerson(const EntryHeader& header) const;
  // The same, also of an entry that was moved: not for who moved what they had handed in themselves, every version of
  // it. Errors are the view's.
  absl::StatusOr<bool> IsSecondPersonTo(const RecordedEntry& recorded) const;

  // A personal reaction is for its author and the reader whom the author named last; one that its author has called
  // back is not for a second person any more, whenever and wherever it is asked about. Of other entries author and the
  // supervisor of the date see all, whoever has a part in the case or covers for who holds it sees the facts, and so
  // does today's supervisor of an absence; whoever has left the practice only of what was recorded up to the end of
  // their last day. The answer of a person concerned is whole for the author of what it answers, too, as its writer was
  // told. What was moved elsewhere is left to its author.
  absl::StatusOr<Sight> OfEntry(const RecordedEntry& recorded);
  // Whom the newest of what was written of a personal entry names to read it, by now and where it stands by now. Empty:
  // nobody.
  absl::StatusOr<MemberId> ReaderOf(const RecordedEntry& recorded) const;
  // A follow-up from a personal reaction is for those who may read what opened it, whoever supervises since. Another is
  // for the supervisor of the day it began, while it is open also for today's, and for the cover where it is for the
  // client; for whoever has left, by having supervised or by a part, where it was reported up to their last day. One of
  // a restricted matter is for the practice's direction alone, which is the operator as such. One that is undone is for
  // nobody.
  absl::StatusOr<Sight> OfFollowUp(const FollowUp& follow_up);
  // The case itself: who has or had a part in it, and on `today` the supervisor of whoever holds it, or held it last,
  // and who covers for them.
  absl::StatusOr<Sight> OfCase(const CaseFile& file, Day today);
  // To the person whose follow-up it is it is a date, not a severity.
  bool ShowsSeverity(const FollowUp& follow_up) const;
  // Whether the caller acts for the clients of the member, who is away on `day`: as the cover, or for a cover who is
  // away too.
  absl::StatusOr<bool> CoversFor(const MemberId& who, Day day);
  // Whether anybody of the practice does.
  absl::StatusOr<bool> HasCover(const MemberId& who, Day day);

 private:
  // What stands now, whatever the view is of.
  const View& Now() const { return latest_ != nullptr ? *latest_ : view_; }
  absl::StatusOr<const std::vector<AwayPeriod>*> AwayOf(const MemberId& who);
  // Who acts for the clients of the member on that day; empty: nobody does.
  absl::StatusOr<MemberId> ActingFor(const MemberId& who, Day day);
  // On the day as of which it is asked.
  absl::StatusOr<bool> CoversHolder(const CaseId& case_id);
  absl::StatusOr<bool> OfOpenFollowUp(const FollowUpClear& clear);
  absl::StatusOr<bool> CalledBackSince(const RecordedEntry& recorded) const;
  // Whether it answers, corrects or takes back the answer to an entry that the caller wrote.
  absl::StatusOr<bool> IsAnswerToTheirs(const RecordedEntry& recorded) const;
  absl::StatusOr<bool> Supervises(const MemberId& supervisee, Day day);
  absl::StatusOr<bool> HasPart(const CaseId& case_id);
  // Whether it was recorded after the caller's last day in the practice. REQUIRES: the caller acts for a member.
  absl::StatusOr<bool> IsSinceTheyLeft(const RecordedEntry& recorded);
  // The first day without the caller. nullopt: they do not leave. REQUIRES: the caller acts for a member.
  absl::StatusOr<std::optional<Day>> GoneOf();

  const View& view_;
  Caller caller_;
  std::shared_ptr<const View> latest_;
  std::optional<Day> today_;
  std::map<MemberId, std::vector<Supervision>> supervisions_;
  std::map<MemberId, std::vector<AwayPeriod>> away_;
  std::map<CaseId, bool> parts_;
  std::optional<std::optional<Day>> gone_;  // nullopt: not looked up
};

// What to call a follow-up before the person whose it is: one thing to do, no rule and no judgement.
std::string_view NeutralLabel(Action action);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PERMISSION_H_
