#include "cli/report/report_page.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/markup/markup.h"
#include "cli/report/page_style.h"
#include "cli/report/report_groups.h"
#include "cli/report/report_plots.h"
#include "cli/report/report_words.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// A browser that honours it would load nothing and run nothing even if something of the kind stood on the page.
constexpr char kContentPolicy[] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

std::string AnchorOf(const v1::ReportSection& section) {
  return absl::StrCat("section-", section.number());
}

// A number and its percent sign stay in one line.
std::string Unbroken(const std::string& value) {
  return absl::StrReplaceAll(value, {{" %", "\u00A0%"}});
}

class Page {
 public:
  Page(const v1::ComplianceReport& report, const Audience& audience)
      : report_(report), cover_(report.cover()), audience_(audience) {}

  std::string Write() && {
    out_.Doctype();
    {
      const auto html = out_.Open("html", {{"lang", "en"}});
      WriteHead();
      const auto body = out_.Open("body");
      const auto sheet = out_.Open("div", {{"class", "sheet"}});
      WriteHeader();
      {
        const auto main = out_.Open("main");
        WriteCover();
        for (const v1::ReportSection& section : report_.sections()) WriteSection(section);
        if (audience_.letter != kStaff.letter) WriteSignatures();
      }
      WriteFooter();
    }
    return std::move(out_).Take();
  }

 private:
  std::string Title() const { return absl::StrCat(ToAbsl(audience_.title), ", ", cover_.period()); }

  void WriteHead() {
    const auto head = out_.Open("head");
    out_.Empty("meta", {{"charset", "utf-8"}});
    out_.Empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", kContentPolicy}});
    out_.Empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out_.Leaf("title", cover_.practice().empty() ? Title() : absl::StrCat(Title(), ", ", cover_.practice()));
    out_.Style(kPageStyle);
    if (audience_.one_page) out_.Style(kOnePageStyle);
  }

  void WriteHeader() {
    const auto header = out_.Open("header");
    if (!cover_.practice().empty()) out_.Leaf("p", cover_.practice(), {{"class", "eyebrow"}});
    out_.Leaf("h1", Title());
    out_.Leaf("p", absl::StrCat(FormatDate(cover_.from()), " to ", FormatDate(cover_.to())), {{"class", "lead"}});
    if (!audience_.intro.empty()) out_.Leaf("p", audience_.intro, {{"class", "intro"}});
    const auto nav = out_.Open("nav", {{"aria-label", "Sections"}});
    const auto list = out_.Open("ol");
    for (const v1::ReportSection& section : report_.sections()) {
      const auto item = out_.Open("li");
      out_.Leaf("a", absl::StrCat(section.number(), " ", section.title()),
                {{"href", absl::StrCat("#", AnchorOf(section))}});
    }
  }

  void WriteCover() {
    const auto section = out_.Open("section", {{"aria-labelledby", "cover"}});
    Heading(0, "Cover", "cover");
    out_.Leaf("p", cover_.statement(), {{"class", "statement"}});
    if (audience_.one_page) return WriteWhatItStandsOn();
    {
      const auto table = out_.Open("table", {{"class", "cover"}});
      out_.Leaf("caption", "What this report stands on");
      const auto body = out_.Open("tbody");
      for (const auto& [name, value] : CoverPairs(cover_, ProfileNames::kAll)) {
        const auto row = out_.Open("tr");
        out_.Leaf("th", name, {{"scope", "row"}});
        out_.Leaf("td", value.empty() ? "none" : value);
      }
    }
    WriteRestated();
    if (cover_.known_gaps().empty()) return;
    out_.Leaf("h3", "Known gaps");
    const auto gaps = out_.Open("ul");
    for (const std::string& gap : cover_.known_gaps()) out_.Leaf("li", gap);
  }

  // The cover in a few lines.
  void WriteWhatItStandsOn() {
    std::string text;
    for (const auto& [name, value] : CoverPairs(cover_, ProfileNames::kCounted)) {
      absl::StrAppend(&text, name, ": ", value.empty() ? "none" : value, ". ");
    }
    if (cover_.has_last_signed()) absl::StrAppend(&text, "Restated since then: ", cover_.restated_size(), ". ");
    for (const std::string& gap : cover_.known_gaps()) absl::StrAppend(&text, gap, " ");
    out_.Leaf("p", text, {{"class", "note"}});
  }

  void WriteRestated() {
    if (!cover_.has_last_signed()) return;
    if (cover_.restated().empty()) {
      out_.Leaf("p", "Nothing is restated since the report was last signed.");
      return;
    }
    const auto table = out_.Open("table");
    out_.Leaf("caption", "Restated since the report was last signed");
    {
      const auto head = out_.Open("thead");
      const auto row = out_.Open("tr");
      for (const char* name : {"Section", "Figure", "Was", "Is", "Why"}) out_.Leaf("th", name, {{"scope", "col"}});
    }
    const auto body = out_.Open("tbody");
    for (const v1::RestatedFigure& figure : cover_.restated()) {
      const auto row = out_.Open("tr");
      out_.Leaf("td", absl::StrCat(figure.section()));
      out_.Leaf("th", figure.now().label(), {{"scope", "row"}});
      out_.Leaf("td", Unbroken(ValueText(figure.before())));
      out_.Leaf("td", Unbroken(ValueText(figure.now())));
      out_.Leaf("td", CausesText(figure));
    }
  }

  void WriteSection(const v1::ReportSection& section) {
    const auto element = out_.Open("section", {{"aria-labelledby", AnchorOf(section)}});
    Heading(section.number(), section.title(), AnchorOf(section));
    for (const std::string& note : section.notes()) out_.Leaf("p", note, {{"class", "note"}});
    const std::vector<RowGroup> groups = GroupsOf(section);
    for (const RowGroup& group : groups) WriteGroup(section, group, groups.size() > 1);
  }

  void Heading(int number, std::string_view title, const std::string& id) {
    const auto heading = out_.Open("h2", {{"id", id}});
    out_.Leaf("span", absl::StrCat(number), {{"class", "number"}});
    out_.Text(title);
  }

  void WriteGroup(const v1::ReportSection& section, const RowGroup& group, bool one_of_several) {
    const std::string caption = !group.info->caption.empty() ? std::string(group.info->caption)
                                : one_of_several ? absl::StrCat("Other figures of section ", section.number())
                                                 : absl::StrCat("Figures of section ", section.number());
    const bool plot = !audience_.one_page && HasPlot(group);
    const auto element = out_.Open("div", {{"class", plot ? "group pair" : "group"}});
    if (plot) {
      const auto figure = out_.Open("figure");
      DrawGroup(group, absl::StrCat("plot-", section.number(), "-", std::string(group.info->slug)), out_);
    }
    const auto beside = out_.Open("div");
    WriteTable(group, caption);
    WriteWhyHidden(group);
  }

  void WriteTable(const RowGroup& group, const std::string& caption) {
    const bool notes = std::any_of(group.rows.begin(), group.rows.end(),
                                   [](const v1::ReportRow* row) { return !IsHidden(*row) && !NoteText(*row).empty(); });
    const auto table = out_.Open("table");
    out_.Leaf("caption", caption);
    {
      const auto head = out_.Open("thead");
      const auto row = out_.Open("tr");
      out_.Leaf("th", "Figure", {{"scope", "col"}});
      out_.Leaf("th", "Value", {{"scope", "col"}});
      if (notes) out_.Leaf("th", "Note", {{"scope", "col"}});
    }
    const auto body = out_.Open("tbody");
    for (const v1::ReportRow* row : group.rows) WriteRow(*row, notes);
  }

  void WriteRow(const v1::ReportRow& row, bool notes) {
    const auto line = out_.Open("tr", {{"class", row.breakdown().empty() ? "whole" : "part"}});
    out_.Leaf("th", row.label(), {{"scope", "row"}});
    out_.Leaf("td", Unbroken(ValueText(row)), {{"class", IsShown(row) ? "value" : "muted"}});
    if (notes) out_.Leaf("td", IsHidden(row) ? "" : NoteText(row));
  }

  // The same for all: said once under the table.
  void WriteWhyHidden(const RowGroup& group) {
    std::set<std::string> reasons;
    for (const v1::ReportRow* row : group.rows) {
      if (IsHidden(*row) && !row->note().empty()) reasons.insert(row->note());
    }
    for (const std::string& reason : reasons) out_.Leaf("p", absl::StrCat("Hidden: ", reason), {{"class", "note"}});
  }

  void WriteSignatures() {
    const auto section = out_.Open("section", {{"aria-labelledby", "signatures"}});
    out_.Leaf("h2", "Signatures", {{"id", "signatures"}});
    if (!cover_.signable()) out_.Leaf("p", "These figures cannot be signed; the known gaps say why.");
    if (cover_.has_last_signed()) out_.Leaf("p", absl::StrCat("Last signed: ", LastSignedText(cover_), "."));
    const auto list = out_.Open("ul", {{"class", "signatures"}});
    for (const char* who : {"Director: name, signature", "Date"}) out_.Leaf("li", who);
  }

  void WriteFooter() {
    const auto footer = out_.Open("footer");
    out_.Leaf("p",
              absl::StrCat("From a ledger of ", cover_.ledger_size(), " records, as of ", FormatInstant(cover_.as_of()),
                           ". Made by candor."),
              {{"class", "note"}});
  }

  const v1::ComplianceReport& report_;
  const v1::ReportCover& cover_;
  const Audience& audience_;
  Markup out_;
};

}  // namespace

std::string PageOf(const v1::ComplianceReport& report, const Audience& audience) {
  return Page(report, audience).Write();
}

}  // namespace candor::cli
