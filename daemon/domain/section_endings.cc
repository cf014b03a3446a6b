#include "daemon/domain/report_sections.h"

#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_rows.h"

namespace candor::domain {
namespace {

constexpr RowName kPrepared = {"endings_prepared", "", "Endings with care still needed, prepared as required"};
constexpr RowName kEndings = {"endings", "", "Endings"};
constexpr RowName kNoShow = {"endings", "no_show", "client did not come any more"};
constexpr RowName kForced = {"forced_endings", "", "Forced endings with an attempt at a soft transfer"};

}  // namespace

absl::StatusOr<ReportSection> BuildEndings(const SectionInputs& inputs) {
  ReportSection section = BeginSection(6, "Endings", inputs);
  section.notes.emplace_back(
      "Prepared as required: the policy in force called for nothing on the ending. Endings by therapist, practice or "
      "third party; all others stand apart, also those that no policy has judged yet.");
  const auto needs_care = BucketOf(EndingClass::kNeedsCare);
  const WindowFigures& occurred = inputs.occurred;
  if (!inputs.written) {
    return NothingRecorded(std::move(section),
                           {{kPrepared, Measure::kShare}, {kEndings, Measure::kCount}, {kForced, Measure::kShare}});
  }
  if (inputs.answers_only) {
    section.rows.push_back(
        AllRow({"endings_prepared", "", "Was every ending with care still needed prepared as required?"},
               occurred.Count(Figure::kEndingPrepared), occurred.Count(Figure::kEnding, needs_care),
               "No ending with care still needed was assessed."));
    return section;
  }
  CANDOR_ASSIGN_OR_RETURN(const Cell needing, occurred.CellOf(Figure::kEnding, needs_care));
  CANDOR_ASSIGN_OR_RETURN(const Cell prepared, occurred.CellOf(Figure::kEndingPrepared));
  CANDOR_ASSIGN_OR_RETURN(const Cell all, occurred.CellOf(Figure::kEnding));
  const Cell unprepared = occurred.Rest({Figure::kEnding, needs_care}, {Figure::kEndingPrepared});
  section.rows.push_back(ShareRow(kPrepared, prepared, unprepared, needing));
  section.rows.push_back(CountRowOf(kEndings, all));
  if (inputs.period.whole_quarter) {
    CANDOR_ASSIGN_OR_RETURN(
        const std::vector<PartOfWhole> parts,
        ReadParts(
            occurred, Figure::kEnding,
            {{needs_care, {"endings", "needs_care", "care still needed"}},
             {BucketOf(EndingClass::kMutual), {"endings", "mutual", "mutual, or goals met"}},
             {BucketOf(EndingClass::kClientChoice), {"endings", "client_choice", "the client's choice"}},
             {BucketOf(EndingClass::kExempt), {"endings", "exempt", "exempt"}},
             {BucketOf(EndingClass::kNotRecorded), {"endings", "not_recorded", "not recorded"}},
             {BucketOf(EndingClass::kNotAssessed), {"endings", "not_assessed", "care still needed, not assessed"}}}));
    Append(PartRows(parts, MayShow(all)), section);
    section.rows.push_back(NotRecordedRow(kNoShow, Measure::kCount, "Counted with the endings it stands among."));
  }
  section.rows.push_back(NotRecordedRow(kForced, Measure::kShare));
  return section;
}

}  // namespace candor::domain
