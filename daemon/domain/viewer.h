#ifndef CANDOR_DAEMON_DOMAIN_VIEWER_H_
#define CANDOR_DAEMON_DOMAIN_VIEWER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/access_settings.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/permission_table.h"
#include "daemon/domain/role.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// How much of a thing a reader is shown. Ordered.
enum class Sight : uint8_t {
  kNothing = 0,  // as if it did not exist
  kTriage = 1,   // that it is there, whose it is, and its dates: no typed facts, no narrative, no code
  kFacts = 2,    // triage and typed facts, no narrative
  kWhole = 3,
};
// What a set of classes comes to.
Sight SightOf(Classes classes);

// What holds for every answer of a viewer, beside the record.
struct ViewerLimits {
  // People are enrolled by now: the operator as such is shown what a director is shown.
  bool operator_is_bounded = false;
  std::vector<Tightening> tightened;
  // The day on which it is asked, where the view is of the past: roles and whom somebody supervises count as of it, so
  // that nobody reads by a hat that they wore once. nullopt: the day as of which it is asked.
  std::optional<Day> present;
  // The case or member that is opened to the caller in an emergency, for this answer.
  std::optional<SubjectId> opened = {};
};

// What one caller sees of one view: finds out how they stand to a thing, and gives what the permission table has for
// that. Thread-compatible; remembers what it looked up, so one serves one answer. Errors are the view's.
class Viewer {
 public:
  // `view` is not owned and outlives the viewer. `latest`: what stands now, where `view` is of the past; nullptr where
  // it is not. `today`: the day as of which it is asked; without one nobody covers for anybody, nobody has a role that
  // was given to them, and of what is open only the supervisor of the time is told.
  Viewer(const View& view, const Caller& caller, std::shared_ptr<const View> latest = nullptr,
         std::optional<Day> today = std::nullopt, ViewerLimits limits = {})
      : view_(view), caller_(caller), latest_(std::move(latest)), today_(today), limits_(std::move(limits)) {}

  bool is_operator() const { return caller_.has_every_right(); }
  // The operator as such, as long as nobody is enrolled.
  bool sees_everything() const { return is_operator() && !limits_.operator_is_bounded; }
  // What the caller is shown in an emergency: what stands under the case or member but private notes, restricted
  // matters and what others wrote about the caller.
  bool IsOpened(const SubjectId& subject) const { return limits_.opened == subject; }
  // Empty for the operator as such, and for nobody, who is shown nothing.
  const MemberId& member() const { return caller_.acting_for; }
  // For an answer that leaves the practice whole: the operator as such sees everything again.
  void LiftBound() { limits_.operator_is_bounded = false; }
  // Whether it is the caller's own; never of the operator as such.
  bool IsTheirs(const MemberId& whose) const { return !member().empty() && member() == whose; }
  // What another member sees of the same answer.
  Viewer AsMember(const MemberId& other) const {
    return Viewer(view_, Caller{caller_.is_operator, other}, latest_, today_, limits_);
  }
  // Whether the caller has the role that is given to members (IsGranted); the operator as such is director,
  // administrator and policy manager.
  absl::StatusOr<bool> HasRole(Role role);
  // Whether the caller is neither its author nor who handed it in: to be shown a personal entry then goes on record.
  // Whoever moved it is, as far as its header tells.
  bool IsSecondPerson(const EntryHeader& header) const;
  // The same, also of an entry that was moved: not for who moved what they had handed in themselves, every version of
  // it. Errors are the view's.
  absl::StatusOr<bool> IsSecondPersonTo(const RecordedEntry& recorded) const;

  // A personal reaction is for its author, for the reader whom the author named last, and of somebody in training for
  // whoever supervises them now, and did when it was saved; one that its author has called back is not for a second
  // person any more, whenever and wherever it is asked about. Of other entries author and the supervisor of the date
  // see all, whoever has a part in the case or covers for who holds it sees the facts, and so does today's supervisor
  // of an absence; whoever has left the practice only of what was recorded up to the end of their last day, and whoever
  // has handed the case on only of what is of their own time and of the handover. The answer of a person concerned is
  // whole for the author of what it answers, too, as its writer was told. What was moved elsewhere is left to its
  // author. A director sees that it is there, but of no personal reaction and no supervision note. A concern about
  // somebody is for its author, the director and the independent reviewer, and from the day on which they are told for
  // whom it is about; until then not for whoever answers to them either.
  absl::StatusOr<Sight> OfEntry(const RecordedEntry& recorded);
  // Whom the newest of what was written of a personal entry names to read it, by now and where it stands by now. Empty:
  // nobody.
  absl::StatusOr<MemberId> ReaderOf(const RecordedEntry& recorded) const;
  // Whether the caller, who did not write it, may read the personal entry: by that, or as the supervisor of somebody in
  // training.
  absl::StatusOr<bool> MayReadNote(const RecordedEntry& recorded);
  // Whether the caller supervises by now whoever wrote the personal entry and is in training, and did so, as far as was
  // on record, when it was saved: that is whom its author was told of. Whoever comes later is for them to name.
  absl::StatusOr<bool> SupervisesInTraining(const RecordedEntry& recorded);
  // A follow-up from a personal reaction is for those who may read what opened it, whoever supervises since. Another is
  // for the supervisor of the day it began, while it is open also for today's, and for the cover where it is for the
  // client; for whoever has left, by having supervised or by a part, where it was reported up to their last day. A
  // director sees that it is there and when it is due. One of a restricted matter is for the practice's direction
  // alone, the director and the independent reviewer, and not about themselves. One that is undone is for nobody.
  absl::StatusOr<Sight> OfFollowUp(const FollowUp& follow_up);
  // The case itself: who has or had a part in it, and on `today` the supervisor of whoever holds it, or held it last,
  // and who covers for them; to a director without its code.
  absl::StatusOr<Sight> OfCase(const CaseFile& file, Day today);
  // Whether the caller does not see what is confined about the member: it is about themselves, or about whom they
  // answer to. The operator as such is nobody in particular.
  absl::StatusOr<bool> IsKeptFrom(const MemberId& about);
  // The partitions of the figures that the caller does not see: of concerns that are kept from them.
  absl::StatusOr<PartitionSet> PartitionsKeptFrom();
  // What a rule that is only tried out would ask for: as far as it may be shown to anybody, for who manages the
  // policies.
  absl::StatusOr<Sight> OfShadow();
  // Whether who wears the hat is told, once its time has come, that a conversation about a private note is due.
  bool IsToldThatDue(const Hat& hat) const;
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
  // To be called before each answer.
  void Begin() { best_ = Sight::kNothing; }
  // What the table has for it, as the practice has tightened it, or what was given since Begin() where that is more.
  Sight Give(Thing thing, const Hat& hat);
  // What the roles that were given to the caller show of the thing.
  absl::StatusOr<Sight> GiveByRole(Thing thing);
  absl::StatusOr<Sight> OfPrivateNote(const RecordedEntry& recorded);
  absl::StatusOr<Sight> OfSupervisionNote(const Entry& entry);
  // REQUIRES: the caller is, or acts for, a member.
  absl::StatusOr<Sight> OfOrdinaryEntry(const RecordedEntry& recorded);
  absl::StatusOr<Sight> OfFollowUpFromNote(const FollowUp& follow_up);
  absl::StatusOr<Sight> OfRestricted(const FollowUpClear& clear);
  // Of a concern in somebody else's words, of what corrects or takes it back, and of the answer; nullopt: it is none.
  absl::StatusOr<std::optional<Sight>> OfConcern(const RecordedEntry& recorded);
  // Whether whom the concern is about has been told of it, or of every one that what came of it may belong to.
  absl::StatusOr<bool> IsToldOf(const RecordedEntry& concern);
  // As ConfinedAbout(), of now.
  absl::StatusOr<const std::vector<RecordedEntry>*> Confined(const MemberId& about);
  // Those to whom the caller answers on the day of the call.
  absl::StatusOr<const std::vector<MemberId>*> Superiors();
  // What of them was on record when the entry was saved, wherever it was moved since.
  absl::StatusOr<std::vector<Supervision>> KnownWhenSaved(std::vector<Supervision> relations,
                                                          const RecordedEntry& recorded) const;
  // The day as of which roles count; nullopt: none was given.
  std::optional<Day> Present() const { return limits_.present ? limits_.present : today_; }
  absl::StatusOr<const std::vector<AwayPeriod>*> AwayOf(const MemberId& who);
  // Who acts for the clients of the member on that day; empty: nobody does.
  absl::StatusOr<MemberId> ActingFor(const MemberId& who, Day day);
  // On the day as of which it is asked.
  absl::StatusOr<bool> CoversHolder(const CaseId& case_id);
  absl::StatusOr<Sight> OfOpenFollowUp(const FollowUpClear& clear);
  absl::StatusOr<bool> CalledBackSince(const RecordedEntry& recorded) const;
  // Whether it answers, corrects or takes back the answer to an entry that the caller wrote.
  absl::StatusOr<bool> IsAnswerToTheirs(const RecordedEntry& recorded) const;
  absl::StatusOr<bool> Supervises(const MemberId& supervisee, Day day);
  // Whether the caller has a part in the case, or had one on that day or later: who has handed a client on reads on
  // what is of their own time.
  absl::StatusOr<bool> HasPart(const CaseId& case_id, Day day);
  // Whether it was recorded after the caller's last day in the practice. REQUIRES: the caller acts for a member.
  absl::StatusOr<bool> IsSinceTheyLeft(const RecordedEntry& recorded);
  // The first day without the caller. nullopt: they do not leave. REQUIRES: the caller acts for a member.
  absl::StatusOr<std::optional<Day>> GoneOf();

  const View& view_;
  Caller caller_;
  std::shared_ptr<const View> latest_;
  std::optional<Day> today_;
  ViewerLimits limits_;
  std::map<MemberId, std::vector<Supervision>> supervisions_;
  std::map<MemberId, std::vector<AwayPeriod>> away_;
  std::map<CaseId, std::vector<Part>> parts_;  // the caller's
  std::optional<std::optional<Day>> gone_;     // nullopt: not looked up
  std::optional<std::vector<Role>> roles_;     // as above
  std::optional<std::vector<MemberId>> superiors_;
  std::map<MemberId, std::vector<RecordedEntry>> confined_;
  Sight best_ = Sight::kNothing;  // given since Begin()
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_VIEWER_H_
