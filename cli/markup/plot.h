#ifndef CANDOR_CLI_MARKUP_PLOT_H_
#define CANDOR_CLI_MARKUP_PLOT_H_

#include <optional>
#include <string>
#include <vector>

#include "cli/markup/markup.h"

// Plots as inline SVG. Each has a title and a description that say in words what it shows; values stand beside what is
// drawn, and areas differ by pattern, so that a print without colour and a reader without sight lose nothing.
namespace candor::cli {

// What a plot is to whoever does not see it.
struct PlotText {
  std::string id;  // unique on the page, of letters, digits and "-"
  std::string title;
  std::string description;
};

enum class Fill { kSolid, kHatched, kDotted, kCrossed };

struct Bar {
  std::string label;
  std::optional<double> value;  // nullopt: only `text` is shown. REQUIRES: not negative
  std::string text;             // "12 of 40", "hidden"
  Fill fill = Fill::kSolid;
};

// Lying bars, one below the other, from one line on the left.
struct BarPlot {
  PlotText text;
  std::vector<Bar> bars;
  std::optional<double> whole;  // an outline of this length behind every bar; nullopt: the longest bar fills the width
};
void Draw(const BarPlot& plot, Markup& out);

struct Step {
  int x = 0;
  double share = 0.0;  // 0..1
  std::string label;   // at the point; empty: none
};

// A share that rises in steps. It ends at `until`, the last place of which something is known.
struct StepPlot {
  PlotText text;
  std::string x_title;
  std::vector<int> x_ticks;  // ascending from 0; the last is the end of the axis
  std::vector<int> marks;    // places with a line across
  std::vector<Step> steps;   // ascending
  int until = 0;
};
void Draw(const StepPlot& plot, Markup& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_MARKUP_PLOT_H_
