#include "plugins/dual_relationships/related_client_conflict.h"

#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {

void JudgeRelatedClient(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  if (intake.kind() != CANDOR_KIND_INTAKE) return;
  if (intake.IsUnsure(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT)) {
    OpenMatter(intake, subject, state,
               {.rule = kRelatedClient,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = intake.reported() + subject.Days(kRelatedClient, kConflictRecordWithin),
                .left = conflict::kLinked});
  } else if (intake.IsYes(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT)) {
    OpenMatter(intake, subject, state,
               {.rule = kRelatedClient,
                .action = sdk::Action::kDocument,
                .due = intake.reported() + subject.Days(kRelatedClient, kConflictWithin),
                .left = conflict::kNote | conflict::kTalk});
  }
}

Progress TakeRelatedClient(const sdk::Event& entry, const Reading& reading, Matter& matter) {
  if (reading.left_therapy) return Progress::kMet;
  if (entry.therapist() != matter.therapist) return Progress::kOpen;
  if ((matter.left & conflict::kLinked) != 0) {
    // An intake that is written again answers it; a yes is raised by the rule itself.
    const bool no = entry.IsNo(CANDOR_FIELD_INTAKE_CLOSELY_LINKED_TO_ANOTHER_CLIENT);
    return no ? Progress::kWithdrawn : Progress::kOpen;
  }
  if (reading.consultation) Clear(matter, entry, conflict::kTalk);
  if (entry.kind() == CANDOR_KIND_DISCUSSION &&
      entry.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CONFLICT)) {
    Clear(matter, entry, conflict::kNote);
  }
  return matter.left == 0 ? Progress::kMet : Progress::kOpen;
}

}  // namespace candor::dual_relationships
