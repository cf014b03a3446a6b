#include <algorithm>
#include <utility>

#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_sections.h"

// Sections 1 and 2: how much of the practice the figures speak of, and whether people write at all.
namespace candor::domain {
namespace {

constexpr RowName kMembers = {"members_on_candor", "", "Clinicians with an account, of those employed"};
constexpr RowName kMonths = {"therapist_months", "", "Therapist-months with any entry"};
constexpr RowName kAssessed = {"assessed", "", "Entries assessed by all policies in force"};

constexpr RowName kAsked = {"asked", "", "Supervisions in which personal reactions were asked about"};
constexpr RowName kUsed = {"used", "", "Therapists who wrote by their own choice, of those active"};
constexpr RowName kFirstReaders = {"first_readers", "", "Reads of personal entries by anyone not named"};

// A therapist's months stand behind a count of months as cases do behind others.
Cell MonthsCell(const WindowFigures& occurred) {
  Cell cell;
  cell.count = occurred.Count(Figure::kTherapistActive);
  cell.therapists = occurred.Therapists(Figure::kTherapistActive);
  cell.cases = cell.therapists;
  return cell;
}

}  // namespace

ReportSection BuildCoverage(const SectionInputs& inputs) {
  ReportSection section = BeginSection(1, "Coverage", inputs);
  section.rows.push_back(NotRecordedRow(kMembers, Measure::kShare, "Who is employed is not recorded yet."));
  const auto entries = static_cast<int64_t>(inputs.entries);
  const auto assessed = entries - std::min(entries, static_cast<int64_t>(inputs.entries_not_assessed));
  if (!inputs.assessed) {
    section.rows.push_back(NotRecordedRow(kMonths, Measure::kCount));
    section.rows.push_back(NotRecordedRow(kAssessed, Measure::kShare));
  } else if (inputs.answers_only) {
    section.rows.push_back(AnswerRow({"therapist_months", "", "Did anybody write in the period?"}, inputs.written));
    section.rows.push_back(AllRow({"assessed", "", "Were all entries assessed by all policies in force?"}, assessed,
                                  entries, "There is no entry."));
  } else {
    section.rows.push_back(CountRowOf(kMonths, MonthsCell(inputs.occurred)));
    section.rows.push_back(ExactShareRow(kAssessed, assessed, entries));
  }
  return section;
}

ReportSection BuildClimate(const SectionInputs& inputs) {
  ReportSection section = BeginSection(2, "Climate", inputs);
  section.notes.emplace_back(
      "In surveys about seven in ten therapists say that they have known such feelings. Few reports mean silence more "
      "often than absence.");
  return NothingRecorded(std::move(section),
                         {{kAsked, Measure::kShare}, {kUsed, Measure::kShare}, {kFirstReaders, Measure::kShare}});
}

}  // namespace candor::domain
