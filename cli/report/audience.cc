#include "cli/report/audience.h"

#include <algorithm>
#include <utility>

namespace candor::cli {
namespace {

struct ShownTo {
  std::string_view figure;
  std::string_view letters;
};
// As the report's plan has it: G owner, S staff, B licensing board, I insurer, A accreditor, R reviewer. What is not
// listed is for the director alone. Boards and reviewers are answered through a matter and have no report of their own.
constexpr ShownTo kShownTo[] = {
    {"members_on_candor", "GBIAR"},
    {"therapist_months", "GA"},
    {"assessed", "GBA"},
    {"asked", "SA"},
    {"used", "S"},
    {"first_readers", "SG"},
    {"called_for", "GS"},
    {"closed_in_time", "GSA"},
    {"left_out", "GSA"},
    {"conversation_by_day_14", "GS"},
    {"conversation_by_day_30", "GS"},
    {"conversation_curve", "GS"},
    {"allegations", "GRBI"},
    {"earlier_therapists", "GR"},
    {"complaints", "GIA"},
    {"self_reported_acts", "GRBI"},
    {"allegations_in_five_years", "I"},
    {"complaints_in_five_years", "I"},
    {"outcomes", "GRBI"},
    {"claims", "I"},
    {"client_care", "GRB"},
    {"legal_reports", "GRBI"},
    {"notices", "GIA"},
    {"heard", "GRB"},
    {"decisions_to_refer", "GA"},
    {"path", "GA"},
    {"lost", "G"},
    {"endings_prepared", "GA"},
    {"endings", "GA"},
    {"supervision_units", "BIA"},
    {"supervision_weeks", "BIA"},
    {"supervision_hours_unknown", "BIA"},
    {"supervision_sessions", "A"},
    {"notes_signed", "A"},
    {"notes_seen", "A"},
    {"supervision_months", "BIA"},
    {"agreements", "BA"},
    {"supervision_span", "BA"},
    {"licences", "BA"},
    {"boundary_matters", "G"},
    {"boundary_situations", "G"},
    {"standing_plans", "G"},
    {"ended_by_waiver", "GRB"},
    {"waivers", "GRB"},
    {"waivers_expired", "GRB"},
    {"waivers_refused", "GRB"},
    {"dispositions", "GRB"},
    {"changed_dates", "GRB"},
    {"rules_switched", "GRB"},
    {"repeat_waivers", "R"},
    {"narrative_reads", "GSB"},
    {"break_glass", "GSB"},
    {"break_glass_reviewed", "GSB"},
    {"releases", "GSB"},
    {"log_reviews", "GSB"},
    {"questioned_reads", "GSB"},
    {"trained", "GIA"},
    {"welcomed", "GIA"},
    {"survey", "GIA"},
    {"policy_reviewed", "GIA"},
};

bool IsFor(const Audience& audience, std::string_view figure) {
  if (audience.letter == kDirector.letter) return true;
  for (const ShownTo& shown : kShownTo) {
    if (shown.figure == figure) return shown.letters.find(audience.letter) != std::string_view::npos;
  }
  return false;
}

bool IsFor(const Audience& audience, const v1::ReportRow& row) {
  return IsFor(audience, row.figure()) && (!audience.one_page || row.breakdown().empty());
}

}  // namespace

v1::ComplianceReport SelectFor(const Audience& audience, const v1::ComplianceReport& report) {
  v1::ComplianceReport selected;
  *selected.mutable_cover() = report.cover();
  auto& restated = *selected.mutable_cover()->mutable_restated();
  restated.erase(std::remove_if(restated.begin(), restated.end(),
                                [&](const v1::RestatedFigure& each) { return !IsFor(audience, each.now()); }),
                 restated.end());
  for (const v1::ReportSection& section : report.sections()) {
    v1::ReportSection kept = section;
    kept.clear_rows();
    for (const v1::ReportRow& row : section.rows()) {
      if (IsFor(audience, row)) *kept.add_rows() = row;
    }
    if (kept.rows_size() > 0) *selected.add_sections() = std::move(kept);
  }
  return selected;
}

}  // namespace candor::cli
