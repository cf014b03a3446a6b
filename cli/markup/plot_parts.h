#ifndef CANDOR_CLI_MARKUP_PLOT_PARTS_H_
#define CANDOR_CLI_MARKUP_PLOT_PARTS_H_

#include <string>
#include <string_view>

#include "cli/markup/markup.h"
#include "cli/markup/plot.h"

// What the plots are made of. Lengths are in the units of the plot's own view.
namespace candor::cli {

inline constexpr double kPlotWidth = 480;

// One decimal, without a trailing zero: "12", "12.5".
std::string Length(double value);

// The frame. What comes first in it is Describe().
Markup::Element OpenPlot(const PlotText& text, double height, Markup& out);
void Describe(const PlotText& text, Markup& out);

// The patterns, under names of the plot's own; FillOf() refers to one.
void DefineFills(const PlotText& text, Markup& out);
std::string FillOf(const PlotText& text, Fill fill);

struct Point {
  double x = 0;
  double y = 0;
};
void Line(Point from, Point to, std::string_view css_class, Markup& out);
// `anchor`: start, middle or end. `at` is on the base line.
void Label(Point at, std::string_view anchor, std::string_view css_class, std::string_view text, Markup& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_MARKUP_PLOT_PARTS_H_
