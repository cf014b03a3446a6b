#include "daemon/domain/viewer.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/supervision_cells.h"

// What the caller is shown, by the hats that they have.
namespace candor::domain {
namespace {

// Whether a supervision note, or what is about one, is the reader's own: of the supervisee, the supervisor or whoever
// held the session in their place.
bool IsPartyTo(const Entry& entry, const MemberId& reader) {
  if (entry.header.therapist == reader || entry.header.facts.IdOf(fields::kSupervisionSupervisor) == reader.bytes()) {
    return true;
  }
  const auto note = NoteFromCells(entry);
  const auto cancelled = CancellationFromCells(entry);
  return (note && note->session.substitute == reader) || (cancelled && cancelled->supervisor == reader);
}

bool IsPrivateNote(Thing thing) {
  return thing == Thing::kPrivateNote || thing == Thing::kPrivateNoteInTraining;
}

constexpr Hat kAuthor{Role::kTherapist, Relation::kSelf};
constexpr Hat kParty{Role::kTherapist, Relation::kParty};
constexpr Hat kSubject{Role::kTherapist, Relation::kSubject};
constexpr Hat kAnswered{Role::kTherapist, Relation::kNamedReader};
constexpr Hat kReader{Role::kConsultant, Relation::kNamedReader};
constexpr Hat kSupervisorNow{Role::kSupervisor, Relation::kSupervisesNow};
constexpr Hat kSupervisorThen{Role::kSupervisor, Relation::kSupervisedThen};
constexpr Hat kInEmergency{Role::kTherapist, Relation::kEmergency};

}  // namespace

Sight SightOf(Classes classes) {
  if ((classes & kNarrativeBit) != 0) return Sight::kWhole;
  if ((classes & kDetailBit) != 0) return Sight::kFacts;
  return (classes & kTriageBit) != 0 ? Sight::kTriage : Sight::kNothing;
}

Sight Viewer::Give(Thing thing, const Hat& hat) {
  const Classes classes = Tightened(ClassesOf(thing, hat), limits_.tightened, hat);
  const bool kept = IsPrivateNote(thing) && (classes & kPersonalBit) == 0;
  best_ = std::max(best_, kept ? Sight::kNothing : SightOf(classes));
  return best_;
}

absl::StatusOr<Sight> Viewer::GiveByRole(Thing thing) {
  for (const SightCell& cell : SightCells()) {
    if (cell.thing != thing || cell.hat.relation != Relation::kNone) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool has, HasRole(cell.hat.role));
    if (has) Give(thing, cell.hat);
  }
  return best_;
}

absl::StatusOr<Sight> Viewer::OfEntry(const RecordedEntry& recorded) {
  Begin();
  // Else whatever names nobody would be theirs.
  if (caller_.is_nobody()) return Sight::kNothing;
  const EntryHeader& header = recorded.entry.header;
  // That an entry was called back is told where it stood last, and once.
  if (header.retracts && header.take_back == TakeBack::kRecalled) return Sight::kNothing;
  if (header.retracts && header.take_back == TakeBack::kMoved && header.personal) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry left, view_.GetEntry(header.revises));
    if (left.recalled()) return Sight::kNothing;
  }
  if (header.personal) {
    CANDOR_ASSIGN_OR_RETURN(bool called_back, IsSecondPersonTo(recorded));
    if (called_back) {
      CANDOR_ASSIGN_OR_RETURN(called_back, CalledBackSince(recorded));
    }
    if (called_back) return Sight::kNothing;
  }
  if (sees_everything()) return Sight::kWhole;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Sight> confined, OfConcern(recorded));
  if (confined) return *confined;
  if (IsTheirs(header.author)) return Give(header.personal ? Thing::kPrivateNote : Thing::kEntry, kAuthor);
  // It belongs elsewhere, and those who read this timeline may not be those who read that one.
  if (recorded.moved()) return Sight::kNothing;
  if (header.personal) return OfPrivateNote(recorded);
  if (HasSupervisionCells(recorded.entry)) return OfSupervisionNote(recorded.entry);
  return is_operator() ? GiveByRole(Thing::kEntry) : OfOrdinaryEntry(recorded);
}

absl::StatusOr<Sight> Viewer::OfPrivateNote(const RecordedEntry& recorded) {
  if (member().empty()) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(const MemberId reader, ReaderOf(recorded));
  if (IsTheirs(reader)) return Give(Thing::kPrivateNote, kReader);
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, SupervisesInTraining(recorded));
  return supervises ? Give(Thing::kPrivateNoteInTraining, kSupervisorNow) : Sight::kNothing;
}

// It is for that supervisee and that supervisor, whoever else supervises them.
absl::StatusOr<Sight> Viewer::OfSupervisionNote(const Entry& entry) {
  if (member().empty()) return Sight::kNothing;
  if (!IsPartyTo(entry, member())) {
    return IsOpened(entry.header.subject) ? Give(Thing::kSupervisionNote, kInEmergency) : Sight::kNothing;
  }
  return Give(Thing::kSupervisionNote, IsTheirs(entry.header.therapist) ? kSubject : kSupervisorThen);
}

absl::StatusOr<Sight> Viewer::OfOrdinaryEntry(const RecordedEntry& recorded) {
  const EntryHeader& header = recorded.entry.header;
  CANDOR_ASSIGN_OR_RETURN(const bool since_they_left, IsSinceTheyLeft(recorded));
  CANDOR_ASSIGN_OR_RETURN(const bool supervised, Supervises(header.therapist, header.occurred.day));
  if (supervised && !since_they_left) Give(Thing::kEntry, kSupervisorThen);
  // What is about who reads is not what they were let in for.
  if (IsOpened(header.subject) && !IsTheirs(header.therapist)) Give(Thing::kEntry, kInEmergency);
  if (best_ == Sight::kWhole) return best_;
  CANDOR_ASSIGN_OR_RETURN(const bool answers_theirs, IsAnswerToTheirs(recorded));
  if (answers_theirs) return Give(Thing::kEntry, kAnswered);
  // Whoever supervises by now says when somebody is back, whenever that absence was written down.
  if (header.kind == Kind::kAbsence && today_) {
    CANDOR_ASSIGN_OR_RETURN(const bool by_now, Supervises(header.therapist, *today_));
    if (by_now) Give(Thing::kAbsence, kSupervisorNow);
  }
  if (IsTheirs(header.therapist)) Give(Thing::kEntry, kSubject);
  if (best_ >= Sight::kFacts || since_they_left) return best_;
  if (header.subject.kind == SubjectKind::kCase) {
    // How a client is handed on concerns both, whenever a step of it was.
    const bool of_handover = header.kind == Kind::kTransferStep;
    CANDOR_ASSIGN_OR_RETURN(bool party,
                            HasPart(header.subject.case_id(), of_handover ? Day::min() : header.occurred.day));
    if (!party) {
      CANDOR_ASSIGN_OR_RETURN(party, CoversHolder(header.subject.case_id()));
    }
    if (party) Give(Thing::kEntry, kParty);
  }
  return best_ != Sight::kNothing ? best_ : GiveByRole(Thing::kEntry);
}

absl::StatusOr<Sight> Viewer::OfFollowUp(const FollowUp& follow_up) {
  Begin();
  const FollowUpClear& clear = follow_up.clear;
  if (clear.undone || caller_.is_nobody()) return Sight::kNothing;
  const bool from_note = clear.key_class == KeyClass::kPersonal;
  if (sees_everything() && !from_note) return Sight::kWhole;
  if (clear.restricted && !sees_everything()) return OfRestricted(clear);
  if (from_note) return OfFollowUpFromNote(follow_up);
  if (is_operator()) return GiveByRole(Thing::kFollowUp);
  if (IsTheirs(clear.therapist)) return Give(Thing::kFollowUp, kAuthor);
  if (IsOpened(clear.subject) && Give(Thing::kFollowUp, kInEmergency) == Sight::kWhole) return best_;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Day> gone, GoneOf());
  if (gone && clear.reported_on >= *gone) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(const bool supervised, Supervises(clear.therapist, clear.opened_on));
  if (supervised) Give(Thing::kFollowUp, kSupervisorThen);
  if (best_ == Sight::kWhole) return best_;
  CANDOR_ASSIGN_OR_RETURN(const Sight while_open, OfOpenFollowUp(clear));
  if (while_open == Sight::kWhole) return best_;
  if (clear.subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const bool has_part, HasPart(clear.subject.case_id(), clear.opened_on));
    if (has_part) Give(Thing::kFollowUp, kParty);
  }
  return best_ != Sight::kNothing ? best_ : GiveByRole(Thing::kFollowUp);
}

// What is still to be done passes to who supervises now, and a client's part of it to the cover.
absl::StatusOr<Sight> Viewer::OfOpenFollowUp(const FollowUpClear& clear) {
  if (!today_ || clear.state != RuleState::kOpen) return best_;
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, Supervises(clear.therapist, *today_));
  if (supervises) Give(Thing::kOpenFollowUp, kSupervisorNow);
  if (best_ == Sight::kWhole || !IsForTheClient(clear)) return best_;
  CANDOR_ASSIGN_OR_RETURN(const bool covers, CoversFor(clear.therapist, *today_));
  return covers ? Give(Thing::kOpenFollowUp, kParty) : best_;
}

absl::StatusOr<Sight> Viewer::OfFollowUpFromNote(const FollowUp& follow_up) {
  if (!follow_up.sealed) {
    if (sees_everything()) return Sight::kFacts;
    if (!IsTheirs(follow_up.clear.therapist)) return Sight::kNothing;
    return std::min(Give(Thing::kFollowUp, kAuthor), Sight::kFacts);
  }
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry opening, view_.GetEntry(follow_up.sealed->opened_by));
  // Not judged again yet.
  if (opening.recalled()) return Sight::kNothing;
  return OfEntry(opening);
}

// Nobody sees here what is raised about themselves, or about whom they answer to, whatever else they are.
absl::StatusOr<Sight> Viewer::OfRestricted(const FollowUpClear& clear) {
  CANDOR_ASSIGN_OR_RETURN(const bool kept, IsKeptFrom(clear.therapist));
  if (kept) return Sight::kNothing;
  if (!member().empty() && clear.subject == SubjectId::Of(member())) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(const bool directs, HasRole(Role::kDirector));
  if (directs) Give(Thing::kRestrictedFollowUp, {Role::kDirector, Relation::kNone});
  const std::optional<Day> present = Present();
  if (is_operator() || !present) return best_;
  CANDOR_ASSIGN_OR_RETURN(const bool reviews, ReviewsMatterOf(Now(), member(), clear.therapist, *present));
  return reviews ? Give(Thing::kRestrictedFollowUp, {Role::kIndependentReviewer, Relation::kNone}) : best_;
}

absl::StatusOr<Sight> Viewer::OfCase(const CaseFile& file, Day today) {
  Begin();
  if (caller_.is_nobody()) return Sight::kNothing;
  if (sees_everything()) return Sight::kWhole;
  if (is_operator()) return GiveByRole(Thing::kCase);
  const bool has_part =
      std::any_of(file.parts.begin(), file.parts.end(), [&](const Part& part) { return part.therapist == member(); });
  if (has_part) Give(Thing::kCase, kParty);
  if (IsOpened(SubjectId::Of(file.id))) Give(Thing::kCase, kInEmergency);
  if (best_ == Sight::kWhole || file.parts.empty()) return best_ != Sight::kNothing ? best_ : GiveByRole(Thing::kCase);
  const MemberId& last = file.parts.back().therapist;
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, Supervises(last, today));
  if (supervises) Give(Thing::kCase, kSupervisorNow);
  if (best_ == Sight::kWhole) return best_;
  CANDOR_ASSIGN_OR_RETURN(const bool covers, CoversFor(last, today));
  if (covers) Give(Thing::kCase, kParty);
  return best_ != Sight::kNothing ? best_ : GiveByRole(Thing::kCase);
}

absl::StatusOr<Sight> Viewer::OfShadow() {
  Begin();
  return sees_everything() ? Sight::kWhole : GiveByRole(Thing::kShadowFollowUp);
}

bool Viewer::IsToldThatDue(const Hat& hat) const {
  const Classes classes = Tightened(ClassesOf(Thing::kConversationDue, hat), limits_.tightened, hat);
  return sees_everything() || SightOf(classes) != Sight::kNothing;
}

bool Viewer::ShowsSeverity(const FollowUp& follow_up) const {
  return is_operator() || follow_up.clear.therapist != member();
}

}  // namespace candor::domain
