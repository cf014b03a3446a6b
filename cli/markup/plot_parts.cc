#include "cli/markup/plot_parts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace candor::cli {
namespace {

struct FillInfo {
  Fill fill;
  std::string_view name;
};
constexpr FillInfo kFills[] = {
    {Fill::kSolid, "solid"}, {Fill::kHatched, "hatched"}, {Fill::kDotted, "dotted"}, {Fill::kCrossed, "crossed"}};

std::string NameOfFill(const PlotText& text, Fill fill) {
  for (const FillInfo& info : kFills) {
    if (info.fill == fill) return absl::StrCat(text.id, "-", std::string(info.name));
  }
  return text.id;
}

void DrawPattern(Fill fill, Markup& out) {
  out.Empty("rect", {{"width", "8"}, {"height", "8"}, {"class", fill == Fill::kSolid ? "ink" : "paper"}});
  if (fill == Fill::kDotted) {
    out.Empty("circle", {{"cx", "2"}, {"cy", "2"}, {"r", "1.4"}, {"class", "ink"}});
    out.Empty("circle", {{"cx", "6"}, {"cy", "6"}, {"r", "1.4"}, {"class", "ink"}});
  }
  if (fill == Fill::kHatched || fill == Fill::kCrossed) Line({-1, 9}, {9, -1}, "stroke", out);
  if (fill == Fill::kCrossed) Line({-1, -1}, {9, 9}, "stroke", out);
}

}  // namespace

std::string Length(double value) {
  std::string text = absl::StrFormat("%.1f", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

Markup::Element OpenPlot(const PlotText& text, double height, Markup& out) {
  return out.Open("svg", {{"class", "plot"},
                          {"role", "img"},
                          {"viewBox", absl::StrCat("0 0 ", Length(kPlotWidth), " ", Length(height))},
                          {"aria-labelledby", absl::StrCat(text.id, "-title ", text.id, "-desc")}});
}

void Describe(const PlotText& text, Markup& out) {
  out.Leaf("title", text.title, {{"id", absl::StrCat(text.id, "-title")}});
  out.Leaf("desc", text.description, {{"id", absl::StrCat(text.id, "-desc")}});
}

void DefineFills(const PlotText& text, Markup& out) {
  const auto definitions = out.Open("defs");
  for (const FillInfo& info : kFills) {
    const auto pattern = out.Open(
        "pattern",
        {{"id", NameOfFill(text, info.fill)}, {"width", "8"}, {"height", "8"}, {"patternUnits", "userSpaceOnUse"}});
    DrawPattern(info.fill, out);
  }
}

std::string FillOf(const PlotText& text, Fill fill) {
  return absl::StrCat("url(#", NameOfFill(text, fill), ")");
}

void Line(Point from, Point to, std::string_view css_class, Markup& out) {
  out.Empty("line", {{"x1", Length(from.x)},
                     {"y1", Length(from.y)},
                     {"x2", Length(to.x)},
                     {"y2", Length(to.y)},
                     {"class", std::string(css_class)}});
}

void Label(Point at, std::string_view anchor, std::string_view css_class, std::string_view text, Markup& out) {
  out.Leaf("text", text,
           {{"x", Length(at.x)},
            {"y", Length(at.y)},
            {"text-anchor", std::string(anchor)},
            {"class", std::string(css_class)}});
}

}  // namespace candor::cli
