#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
constexpr RowName kFirstReaders = {"first_readers", "", "Personal entries that were shown to anyone not named"};

// Of what is no case's, such as a therapist's months: the therapists stand behind it as cases do behind other counts.
Cell ByTherapists(const WindowFigures& figures, Figure figure) {
  Cell cell;
  cell.count = figures.Count(figure);
  cell.therapists = figures.Therapists(figure);
  cell.cases = cell.therapists;
  return cell;
}

// Everybody counts once and stands for themself.
Cell PeopleCell(int64_t people) {
  return {people, static_cast<size_t>(people), static_cast<size_t>(people), people > 0 ? 1 : 0};
}

ReportRow UsedRow(const SectionInputs& inputs) {
  const auto active = static_cast<int64_t>(inputs.occurred_in_year.Therapists(Figure::kTherapistActive));
  const auto used = static_cast<int64_t>(inputs.occurred_in_year.Therapists(Figure::kTherapistByChoice));
  if (active == 0) return NotRecordedRow(kUsed, Measure::kShare);
  // Of so few people not even a yes.
  if (inputs.answers_only) return HiddenRow(kUsed, Measure::kShare);
  return ShareRow(kUsed, PeopleCell(used), PeopleCell(active - used), PeopleCell(active));
}

// Of so few people not even a yes.
ReportRow AskedRow(const SectionInputs& inputs) {
  const SupervisionFigures& figures = inputs.supervision;
  if (figures.series.count == 0) return NotRecordedRow(kAsked, Measure::kShare);
  if (inputs.answers_only) return HiddenRow(kAsked, Measure::kShare);
  return ShareRow(kAsked, figures.asked, figures.not_asked, figures.series);
}

// How many private notes there are is told to no one: only reads that should not be, and of few people not even a yes,
// since it would say that somebody wrote one.
ReportRow FirstReadersRow(const SectionInputs& inputs) {
  if (inputs.entries == 0) return NotRecordedRow(kFirstReaders, Measure::kCount);
  if (inputs.answers_only) return HiddenRow(kFirstReaders, Measure::kCount);
  const Cell reads = ByTherapists(inputs.opened, Figure::kReadByOthers);
  return reads.count == 0 ? ExactCountRow(kFirstReaders, 0) : CountRowOf(kFirstReaders, reads);
}

// What the figures of all sections leave out, and why.
void AddRulesApart(const SectionInputs& inputs, ReportSection& section) {
  const auto add = [&](const char* what, const std::vector<std::string>& names) {
    if (!names.empty()) section.notes.push_back(absl::StrCat(what, absl::StrJoin(names, ", "), "."));
  };
  add("Rules in shadow, which are tried out and in no figure: ", inputs.in_shadow);
  add("Rules that are off: ", inputs.off);
  add("Policies that could not judge every entry, with how many: ", inputs.failing);
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
    ReportRow months = CountRowOf(kMonths, ByTherapists(inputs.occurred, Figure::kTherapistActive));
    if (months.count) months.note = "Of how many is not recorded: who is employed is not typed in.";
    section.rows.push_back(std::move(months));
    section.rows.push_back(ExactShareRow(kAssessed, assessed, entries));
  }
  AddRulesApart(inputs, section);
  return section;
}

ReportSection BuildClimate(const SectionInputs& inputs) {
  ReportSection section = BeginSection(2, "Climate", inputs);
  section.notes.emplace_back(
      "In surveys about seven in ten therapists say that they have known such feelings. Few reports mean silence more "
      "often than absence. By their own choice: personal reactions, consultations, boundary matters and dual "
      "relationships together, in the twelve months up to the end of the period. Supervisions: the sessions of one "
      "supervisee with one supervisor, where they had gone on for eight weeks and there was one in the period; whether "
      "it was asked is what the supervisor's notes of the period say.");
  section.rows.push_back(AskedRow(inputs));
  section.rows.push_back(UsedRow(inputs));
  section.rows.push_back(FirstReadersRow(inputs));
  return section;
}

}  // namespace candor::domain
