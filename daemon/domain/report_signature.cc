#include "daemon/domain/report_signature.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace candor::domain {
namespace {

// Figures that go on changing when a period is over: they look at due dates, at what is open, or at what became of
// things within some time.
constexpr std::string_view kMoveWithTime[] = {
    "assessed",
    "closed_in_time",
    "left_out",
    "past_due",
    "oldest_past_due",
    "conversation_by_day_14",
    "conversation_by_day_30",
    "conversation_curve",
    "ended_by_waiver",
    "endings",
    "endings_prepared",
    "decisions_to_refer",
    "path",
    "lost",
    "notes_seen",
    "supervision_units",
    "supervision_weeks",
    "supervision_hours_unknown",
    "directives",
};

bool MovesWithTime(std::string_view figure) {
  return std::find(std::begin(kMoveWithTime), std::end(kMoveWithTime), figure) != std::end(kMoveWithTime);
}

std::vector<RestatementCause> CausesOf(std::string_view figure, const SinceSigned& since) {
  std::vector<RestatementCause> causes;
  if (since.policy_changed) causes.push_back(RestatementCause::kPolicyChanged);
  if (since.written) causes.push_back(RestatementCause::kWrittenSince);
  if (since.corrected) causes.push_back(RestatementCause::kCorrectedSince);
  if (since.days_passed && MovesWithTime(figure)) causes.push_back(RestatementCause::kTimePassed);
  return causes;
}

using FigureName = std::tuple<int, std::string, std::string>;

FigureName NameOf(const SignedFigure& figure) {
  return {figure.section, figure.row.figure, figure.row.breakdown};
}

// How many entries of the whole record some policy has not assessed. Any new entry anywhere moves both numbers of that
// share, and nothing about the period.
std::optional<int64_t> NotAssessedIn(const ReportRow& row) {
  if (row.figure != "assessed" || !row.count || !row.of) return std::nullopt;
  return *row.of - *row.count;
}

// Whether both say the same; how they are put into words may have changed.
bool SaysTheSame(ReportRow a, const ReportRow& b) {
  const std::optional<int64_t> missing = NotAssessedIn(a);
  if (missing && missing == NotAssessedIn(b)) return true;
  a.label = b.label;
  return a == b;
}

ReportRow Absent(const ReportRow& like) {
  ReportRow row;
  row.figure = like.figure;
  row.breakdown = like.breakdown;
  row.label = like.label;
  row.measure = like.measure;
  return row;
}

}  // namespace

std::vector<SignedFigure> FiguresToSign(const std::vector<ReportSection>& sections) {
  std::vector<SignedFigure> figures;
  for (const ReportSection& section : sections) {
    for (const ReportRow& row : section.rows) figures.push_back({section.number, row});
  }
  return figures;
}

std::vector<RestatedFigure> RestatedSince(const ReportSigned& signed_report, const std::vector<ReportSection>& now,
                                          const SinceSigned& since) {
  std::map<FigureName, ReportRow> before;
  std::set<std::string> known;
  for (const SignedFigure& figure : signed_report.figures) {
    before.emplace(NameOf(figure), figure.row);
    known.insert(figure.row.figure);
  }
  std::vector<RestatedFigure> restated;
  for (const SignedFigure& figure : FiguresToSign(now)) {
    if (!known.contains(figure.row.figure)) continue;
    const auto found = before.find(NameOf(figure));
    const ReportRow was = found == before.end() ? Absent(figure.row) : found->second;
    if (found != before.end()) before.erase(found);
    if (SaysTheSame(was, figure.row)) continue;
    restated.push_back({figure.section, was, figure.row, CausesOf(figure.row.figure, since)});
  }
  for (const auto& [name, was] : before) {
    if (was.state == CellState::kNotRecorded) continue;
    restated.push_back({std::get<0>(name), was, Absent(was), CausesOf(was.figure, since)});
  }
  std::stable_sort(restated.begin(), restated.end(),
                   [](const RestatedFigure& a, const RestatedFigure& b) { return a.section < b.section; });
  return restated;
}

}  // namespace candor::domain
