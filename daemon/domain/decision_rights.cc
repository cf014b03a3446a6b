#include "daemon/domain/decision_rights.h"

#include <algorithm>
#include <string>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/subordinates.h"

namespace candor::domain {
namespace {

absl::StatusOr<bool> HasPart(const View& view, const CaseId& case_id, const MemberId& who) {
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(case_id));
  return std::any_of(course.parts.begin(), course.parts.end(), [&](const Part& part) { return part.therapist == who; });
}

// Who writes down what a client says is nobody's party; who says it of a colleague on their own account is, and so is
// who raised a concern, whoever they had it from.
absl::StatusOr<bool> HasTold(const View& view, const FollowUp& follow_up, const MemberId& who) {
  if (!follow_up.sealed || follow_up.sealed->opened_by.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry opening, view.GetEntry(follow_up.sealed->opened_by));
  const EntryHeader& header = opening.entry.header;
  const bool own_account = header.source == Source::kColleague || header.source == Source::kSupervisor;
  return (own_account || header.kind == Kind::kConcern) && header.author == who && header.author != header.therapist;
}

}  // namespace

absl::StatusOr<DecisionBar> DecisionBarOf(const View& view, const FollowUp& follow_up, const MemberId& decider,
                                          Day today) {
  if (decider.empty()) return DecisionBar::kNone;
  const FollowUpClear& clear = follow_up.clear;
  if (decider == clear.therapist || clear.subject == SubjectId::Of(decider)) return DecisionBar::kSubject;
  CANDOR_ASSIGN_OR_RETURN(const bool below, AnswersTo(view, decider, clear.therapist, today));
  if (below) return DecisionBar::kSubordinate;
  if (clear.restricted) {
    CANDOR_ASSIGN_OR_RETURN(const ConcernBar bar, ConcernBarOf(view, clear.therapist, MemberId(), decider, today));
    if (bar == ConcernBar::kDirection) return DecisionBar::kDirection;
  }
  if (clear.subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const bool on_case, HasPart(view, clear.subject.case_id(), decider));
    if (on_case) return DecisionBar::kParty;
  }
  CANDOR_ASSIGN_OR_RETURN(const bool told, HasTold(view, follow_up, decider));
  return told ? DecisionBar::kParty : DecisionBar::kNone;
}

bool IsNeverWaived(std::string_view catalogue_id, Action action) {
  if (action == Action::kProhibit) return true;
  // "R10" to "R19", in the catalogue of rules.
  return catalogue_id.size() == 3 && catalogue_id.starts_with("R1") && catalogue_id[2] >= '0' && catalogue_id[2] <= '9';
}

bool IsNeverWaived(const FollowUp& follow_up) {
  const std::string_view id = follow_up.sealed ? std::string_view(follow_up.sealed->catalogue_id) : std::string_view();
  return IsNeverWaived(id, follow_up.clear.action);
}

bool TakesFinding(const FollowUp& follow_up) {
  if (IsNeverWaived(follow_up)) return true;
  const std::string_view id = follow_up.sealed ? std::string_view(follow_up.sealed->catalogue_id) : std::string_view();
  return id == "R22" || id == "R34" || id == "R54";
}

bool NeedsFinding(const FollowUp& follow_up) {
  return follow_up.clear.action == Action::kProhibit && TellsOfConduct(follow_up.clear.opened_by_kind);
}

bool NeedsSecondPerson(DecisionKind kind, const FollowUp& follow_up) {
  return kind == DecisionKind::kWaive && follow_up.clear.severity >= Severity::kImportant;
}

DecisionState StateOn(const Decision& decision, Day today) {
  const bool waits = decision.state == DecisionState::kProposed;
  return waits && decision.until && *decision.until < today ? DecisionState::kExpired : decision.state;
}

Standing StandingOf(const EntryHeader& opened_by, const std::vector<Decision>& decisions) {
  if (!TellsOfConduct(opened_by.kind)) return Standing::kNone;
  Finding finding = Finding::kNone;
  for (const Decision& decision : decisions) {
    const bool counts = decision.kind == DecisionKind::kDispose && decision.state == DecisionState::kInForce;
    if (counts && decision.finding != Finding::kNone) finding = decision.finding;
  }
  switch (finding) {
    case Finding::kSubstantiated:
      return Standing::kSubstantiated;
    case Finding::kNotSubstantiated:
      return Standing::kNotSubstantiated;
    case Finding::kUnfounded:
      return Standing::kUnfounded;
    case Finding::kTakenBack:
      return Standing::kWithdrawn;
    case Finding::kNone:
      break;
  }
  const bool admitted = opened_by.basis == Basis::kOwn || opened_by.basis == Basis::kAdmitted;
  const bool own_log = opened_by.source == Source::kImport && opened_by.author == opened_by.therapist;
  return admitted || own_log || opened_by.source == Source::kSelf ? Standing::kSelfReported : Standing::kAlleged;
}

}  // namespace candor::domain
