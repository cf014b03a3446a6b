#include "daemon/domain/report_sections.h"

#include <optional>
#include <utility>
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

// The kinds of ending. The first is the whole of the share that stands above them.
absl::StatusOr<std::vector<PartOfWhole>> ReadKinds(const WindowFigures& occurred) {
  return ReadParts(
      occurred, Figure::kEnding,
      {{BucketOf(EndingClass::kNeedsCare), {"endings", "needs_care", "care still needed"}},
       {BucketOf(EndingClass::kMutual), {"endings", "mutual", "mutual, or goals met"}},
       {BucketOf(EndingClass::kClientChoice), {"endings", "client_choice", "the client's choice"}},
       {BucketOf(EndingClass::kExempt), {"endings", "exempt", "exempt"}},
       {BucketOf(EndingClass::kNotRecorded), {"endings", "not_recorded", "not recorded"}},
       {BucketOf(EndingClass::kNotAssessed), {"endings", "not_assessed", "care still needed, not assessed"}}});
}

// The kinds beside that share, which tells the first of them, and all endings: so the sum of the others is known.
// nullopt: it tells too much.
std::optional<std::vector<ReportRow>> KindsBesideShare(const std::vector<PartOfWhole>& kinds) {
  std::vector<Cell> others;
  for (size_t i = 1; i < kinds.size(); ++i) others.push_back(kinds[i].cell);
  const std::optional<std::vector<bool>> shown = PartsOfKnownSum(others);
  if (!shown) return std::nullopt;
  std::vector<ReportRow> rows = {CellRow(kinds.front().name, kinds.front().cell, true)};
  for (size_t i = 1; i < kinds.size(); ++i) rows.push_back(CellRow(kinds[i].name, kinds[i].cell, (*shown)[i - 1]));
  return rows;
}

absl::Status AddEndings(const SectionInputs& inputs, ReportSection& section) {
  const WindowFigures& occurred = inputs.occurred;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<PartOfWhole> kinds, ReadKinds(occurred));
  CANDOR_ASSIGN_OR_RETURN(const Cell prepared, occurred.CellOf(Figure::kEndingPrepared));
  CANDOR_ASSIGN_OR_RETURN(const Cell all, occurred.CellOf(Figure::kEnding));
  const Cell unprepared =
      occurred.Rest({Figure::kEnding, BucketOf(EndingClass::kNeedsCare)}, {Figure::kEndingPrepared});
  ReportRow share = ShareRow(kPrepared, prepared, unprepared, kinds.front().cell);
  std::vector<ReportRow> rows = PartRows(kinds, MayShow(all));
  if (share.of && MayShow(all)) {
    std::optional<std::vector<ReportRow>> beside = KindsBesideShare(kinds);
    // Totals stay.
    if (!beside) share = HiddenRow(kPrepared, Measure::kShare);
    if (beside) rows = *std::move(beside);
  }
  section.rows.push_back(std::move(share));
  section.rows.push_back(CountRowOf(kEndings, all));
  if (!inputs.period.whole_quarter) return absl::OkStatus();
  Append(std::move(rows), section);
  section.rows.push_back(NotRecordedRow(kNoShow, Measure::kCount, "Counted with the endings it stands among."));
  return absl::OkStatus();
}

// Who knows how many endings there were knows how many nobody ordered.
absl::StatusOr<ReportRow> ForcedRow(const WindowFigures& occurred) {
  CANDOR_ASSIGN_OR_RETURN(const Cell all, occurred.CellOf(Figure::kEnding));
  CANDOR_ASSIGN_OR_RETURN(const Cell forced, occurred.CellOf(Figure::kForcedEnding));
  CANDOR_ASSIGN_OR_RETURN(const Cell attempted, occurred.CellOf(Figure::kForcedEndingAttempted));
  if (MayShow(all) && !MayShow(occurred.Rest({Figure::kEnding}, {Figure::kForcedEnding}))) {
    return HiddenRow(kForced, Measure::kShare);
  }
  return ShareRow(kForced, attempted, occurred.Rest({Figure::kForcedEnding}, {Figure::kForcedEndingAttempted}), forced);
}

}  // namespace

absl::StatusOr<ReportSection> BuildEndings(const SectionInputs& inputs) {
  ReportSection section = BeginSection(6, "Endings", inputs);
  section.notes.emplace_back(
      "Prepared as required: the policy in force called for nothing on the ending. Endings by therapist, practice or "
      "third party; all others stand apart, also those that no policy has judged yet. Forced: ordered by a court, a "
      "payer or an agency; an attempt is a referral, a step of a transfer, or that the client declined one.");
  const WindowFigures& occurred = inputs.occurred;
  if (!inputs.written) {
    return NothingRecorded(std::move(section),
                           {{kPrepared, Measure::kShare}, {kEndings, Measure::kCount}, {kForced, Measure::kShare}});
  }
  if (inputs.answers_only) {
    section.rows.push_back(AllRow(
        {"endings_prepared", "", "Was every ending with care still needed prepared as required?"},
        occurred.Count(Figure::kEndingPrepared), occurred.Count(Figure::kEnding, BucketOf(EndingClass::kNeedsCare)),
        "No ending with care still needed was assessed."));
    section.rows.push_back(AllRow({"forced_endings", "", "Was a soft transfer attempted at every forced ending?"},
                                  occurred.Count(Figure::kForcedEndingAttempted), occurred.Count(Figure::kForcedEnding),
                                  "No ending was ordered."));
    return section;
  }
  CANDOR_RETURN_IF_ERROR(AddEndings(inputs, section));
  CANDOR_ASSIGN_OR_RETURN(ReportRow forced, ForcedRow(inputs.occurred));
  section.rows.push_back(std::move(forced));
  return section;
}

}  // namespace candor::domain
