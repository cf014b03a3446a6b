#include "daemon/policy/previews.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/order.h"
#include "daemon/policy/assessment_builder.h"
#include "daemon/policy/directory.h"
#include "daemon/policy/group_replay.h"
#include "daemon/policy/modes.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {
namespace {

constexpr size_t kPageEntries = 512;
// For one call of the engine, which serves nobody else meanwhile.
constexpr absl::Duration kBudget = absl::Milliseconds(500);

std::vector<Occasion> OccasionsOf(const domain::RecordedEntry& recorded) {
  const domain::EntryHeader& header = recorded.entry.header;
  std::vector<Occasion> occasions;
  for (const domain::SubjectId& subject : domain::SubjectsJudgedBy(header, header)) {
    occasions.push_back({subject, Occasion::Why::kEntries, domain::PlaceOf(header), {recorded.number}});
  }
  return occasions;
}

}  // namespace

Previews::Previews(const domain::Store& store, domain::PolicyEngine& engine)
    : store_(store), engine_(engine), turns_(kMostWaiting, "too many ask at once; ask again in a moment") {}

void Previews::Preview(domain::Entry entry, Day today, absl::Time deadline,
                       std::function<void(absl::StatusOr<domain::Preview>)> done) {
  turns_.Ask([this, question = Question{std::move(entry), today, deadline},
              done = std::move(done)](const absl::Status& turn) mutable {
    done(turn.ok() ? Answer(question) : absl::StatusOr<domain::Preview>(turn));
  });
}

absl::StatusOr<domain::Preview> Previews::Answer(Question& question) {
  if (absl::Now() >= question.deadline) {
    return absl::DeadlineExceededError("others were being answered until the deadline passed; ask again");
  }
  const std::unique_ptr<domain::Trial> trial = store_.Try();
  domain::Preview preview;
  CANDOR_ASSIGN_OR_RETURN(preview.entry, trial->AddEntry(std::move(question.entry)));
  CANDOR_RETURN_IF_ERROR(Judge(question, *trial, preview));
  preview.view = trial->Outcome();
  return preview;
}

absl::Status Previews::Judge(const Question& question, domain::Trial& trial, domain::Preview& preview) {
  const std::shared_ptr<const domain::View> view = trial.Outcome();
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, view->GetEntry(preview.entry));
  preview.number = recorded.number;
  Directory directory;
  CANDOR_RETURN_IF_ERROR(directory.MoveTo(*view, 0));
  // The whole answer by the same policies.
  const std::shared_ptr<domain::PolicyEngine> engine = engine_.Current();
  const AssessmentBuilder builder(store_, *engine);
  const DutyTable duties(engine->Plugins(), directory.modes());
  CaseFollowUps follow_ups;
  const SubjectReplay::Sources sources{
      *view, nullptr, *engine, engine->ParameterSet(), directory, DayNumber(question.today), &duties, &follow_ups};
  std::vector<Occasion> occasions = OccasionsOf(recorded);
  const size_t subjects = occasions.size();
  GroupReplay group(sources, {std::min(kBudget, question.deadline - absl::Now()), kPageEntries},
                    [this] { return turns_.stopping(); });
  std::vector<SubjectReplay> replays = group.Run(std::move(occasions));
  preview.judged = replays.size() == subjects;
  domain::Assessment assessment;
  assessment.answers_to = view->size();
  for (SubjectReplay& replay : replays) {
    const domain::SubjectId& subject = replay.occasion().subject;
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUpSection> sections,
                            builder.Sections(*view, replay, directory.modes()));
    std::move(sections.begin(), sections.end(), std::back_inserter(assessment.sections));
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> standing, view->NotAssessedOf(subject));
    CANDOR_ASSIGN_OR_RETURN(domain::SubjectProgress progress, builder.Progress(*view, replay, standing));
    assessment.progress.push_back(std::move(progress));
  }
  return trial.AddAssessment(std::move(assessment));
}

}  // namespace candor::policy
