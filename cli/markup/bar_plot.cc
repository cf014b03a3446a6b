#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/markup/plot.h"
#include "cli/markup/plot_parts.h"

namespace candor::cli {
namespace {

constexpr double kFirstBar = 6;
constexpr double kLabelHeight = 18;
constexpr double kBarHeight = 18;
constexpr double kGap = 12;
constexpr double kPitch = kLabelHeight + kBarHeight + kGap;
constexpr double kTextGap = 8;      // between a line and what stands to the right of it
constexpr double kTextWidth = 190;  // for what stands beside the longest bar: "1234 of 12345 (12.3 %)"
constexpr double kLongestBar = kPlotWidth - kTextWidth;

double LongestValue(const BarPlot& plot) {
  if (plot.whole) return *plot.whole;
  double longest = 0;
  for (const Bar& bar : plot.bars) longest = std::max(longest, bar.value.value_or(0));
  return longest;
}

void DrawBar(const BarPlot& plot, const Bar& bar, double top, double scale, Markup& out) {
  Label({kTextGap, top + 13}, "start", "label", bar.label, out);
  const double y = top + kLabelHeight;
  const auto rectangle = [&](double width, std::string fill, std::string css_class) {
    out.Empty("rect", {{"x", "0"},
                       {"y", Length(y)},
                       {"width", Length(width)},
                       {"height", Length(kBarHeight)},
                       {"fill", std::move(fill)},
                       {"class", std::move(css_class)}});
  };
  const double width = bar.value.value_or(0) * scale;
  if (bar.value && plot.whole) rectangle(*plot.whole * scale, "none", "outline");
  if (bar.value) rectangle(width, FillOf(plot.text, bar.fill), "bar");
  const double text_from = !bar.value ? 0 : plot.whole ? *plot.whole * scale : width;
  Label({text_from + kTextGap, y + 13.5}, "start", bar.value ? "value" : "value muted", bar.text, out);
}

}  // namespace

void Draw(const BarPlot& plot, Markup& out) {
  const double height = kFirstBar + kPitch * static_cast<double>(plot.bars.size());
  const auto svg = OpenPlot(plot.text, height, out);
  Describe(plot.text, out);
  DefineFills(plot.text, out);
  const double longest = LongestValue(plot);
  const double scale = longest > 0 ? kLongestBar / longest : 0;
  double top = kFirstBar;
  for (const Bar& bar : plot.bars) {
    DrawBar(plot, bar, top, scale, out);
    top += kPitch;
  }
  Line({0.5, kFirstBar}, {0.5, height - kGap + 4}, "axis", out);
}

}  // namespace candor::cli
