#include "cli/report/report_text.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/print/sentences.h"
#include "cli/print/table.h"
#include "cli/report/report_words.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// Each figure that says something else than when the report was last signed.
void PrintRestated(const v1::ReportCover& cover, std::ostream& out) {
  if (!cover.has_last_signed()) return;
  if (cover.restated().empty()) {
    out << "\nRestated since it was last signed: nothing.\n";
    return;
  }
  out << "\nRestated since it was last signed\n";
  Table table({"SECTION", "FIGURE", "WAS", "IS", "WHY"});
  for (const v1::RestatedFigure& figure : cover.restated()) {
    table.Add({absl::StrCat(figure.section()), figure.now().label(), ValueText(figure.before()),
               ValueText(figure.now()), CausesText(figure)});
  }
  table.Print(out);
}

void PrintCover(const v1::ReportCover& cover, const Audience& audience, std::ostream& out) {
  out << absl::AsciiStrToUpper(ToAbsl(audience.title)) << ' ' << cover.period() << "\n\n";
  if (!audience.intro.empty()) out << Wrap(audience.intro, kTextWidth) << "\n\n";
  PrintPairs(CoverPairs(cover, ProfileNames::kCounted), out);
  // The sentence on follow-ups stands on a line of its own, whether or not the statement has it.
  const std::string sentence(kWhatAFollowUpIs);
  out << '\n' << Wrap(absl::StrReplaceAll(cover.statement(), {{sentence, ""}}), kTextWidth) << '\n' << sentence << '\n';
  for (const std::string& gap : cover.known_gaps()) out << Wrap(absl::StrCat("Known gap: ", gap), kTextWidth) << '\n';
  PrintRestated(cover, out);
}

void PrintSection(const v1::ReportSection& section, std::ostream& out) {
  out << '\n' << section.number() << "  " << section.title() << '\n';
  for (const std::string& note : section.notes()) out << Wrap(note, kTextWidth, "   ") << '\n';
  Table table({"FIGURE", "VALUE", "NOTE"});
  std::string why_hidden;  // the same for all: said once
  for (const v1::ReportRow& row : section.rows()) {
    const bool hidden = IsHidden(row);
    if (hidden) why_hidden = row.note();
    table.Add(
        {absl::StrCat(row.breakdown().empty() ? "" : "  ", row.label()), ValueText(row), hidden ? "" : NoteText(row)});
  }
  table.Print(out);
  if (!why_hidden.empty()) out << Wrap(absl::StrCat("Hidden: ", why_hidden), kTextWidth, "   ") << '\n';
}

Json CsvRow(const v1::ReportCover& cover, const std::string& as_of, int section, const v1::ReportRow& row,
            const std::string& text) {
  Json json = Json::object();
  json["period"] = cover.period();
  json["as_of"] = as_of;
  json["section"] = section;
  json.update(ToJson(row));
  json["text"] = text;
  return json;
}

// A row for something that is said in words, or for a field of the cover.
v1::ReportRow RowNamed(const std::string& figure) {
  v1::ReportRow row;
  row.set_figure(figure);
  row.set_label(absl::StrReplaceAll(figure, {{"_", " "}}));
  row.set_state(v1::REPORT_ROW_STATE_SHOWN);
  return row;
}

// Section 0: a row for each field of the cover, for a list one for each of its values.
void AddCoverRows(const v1::ReportCover& cover, Json& rows) {
  const std::string as_of = FormatInstant(cover.as_of());
  const auto add = [&](const std::string& field, const Json& value) {
    v1::ReportRow row = RowNamed(field);
    std::string text;
    if (value.is_null()) {
      row.set_state(v1::REPORT_ROW_STATE_NOT_RECORDED);
    } else if (value.is_boolean()) {
      row.set_measure(v1::REPORT_MEASURE_ANSWER);
      row.set_answer(value.get<bool>());
    } else if (value.is_number()) {
      row.set_measure(v1::REPORT_MEASURE_COUNT);
      row.set_count(value.get<int64_t>());
    } else {
      text = value.get<std::string>();
    }
    rows.push_back(CsvRow(cover, as_of, 0, row, text));
  };
  const Json fields = ToJson(cover);
  for (const auto& [field, value] : fields.items()) {
    if (field == "period" || field == "as_of") continue;                                        // columns of every row
    if (field == "last_signed" || field == "restated" || field == "profile_reviews") continue;  // below
    for (const Json& each : value.is_array() ? value : Json::array({value})) add(field, each);
  }
  for (const v1::ProfileReview& review : cover.profile_reviews()) {
    add("profile_reviews",
        absl::StrCat(review.profile(), ": ", review.has_reviewed_on() ? FormatDate(review.reviewed_on()) : "not said"));
  }
  add("last_signed", cover.has_last_signed() ? Json(LastSignedText(cover)) : Json());
  for (const v1::RestatedFigure& figure : cover.restated()) {
    add("restated",
        absl::StrCat("section ", figure.section(), ", ", figure.now().label(), ": ", ValueText(figure.before()), " -> ",
                     ValueText(figure.now()), " (", CausesText(figure), ")"));
  }
}

}  // namespace

void PrintReport(const v1::ComplianceReport& report, const Audience& audience, std::ostream& out) {
  PrintCover(report.cover(), audience, out);
  for (const v1::ReportSection& section : report.sections()) PrintSection(section, out);
}

Json RowsOf(const v1::ComplianceReport& report) {
  const v1::ReportCover& cover = report.cover();
  Json rows = Json::array();
  AddCoverRows(cover, rows);
  for (const v1::ReportSection& section : report.sections()) {
    const std::string as_of = section.has_as_of_day() ? FormatDate(section.as_of_day()) : FormatInstant(cover.as_of());
    for (const std::string& note : section.notes()) {
      rows.push_back(CsvRow(cover, as_of, section.number(), RowNamed("note"), note));
    }
    for (const v1::ReportRow& row : section.rows()) rows.push_back(CsvRow(cover, as_of, section.number(), row, ""));
  }
  return rows;
}

}  // namespace candor::cli
