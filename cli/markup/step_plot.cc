#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/markup/plot.h"
#include "cli/markup/plot_parts.h"

namespace candor::cli {
namespace {

constexpr double kHeight = 300;
constexpr double kLeft = 52;
constexpr double kRight = kPlotWidth - 16;
constexpr double kTop = 22;
constexpr double kBottom = kHeight - 52;
constexpr int kPercents[] = {0, 25, 50, 75, 100};

class Canvas {
 public:
  Canvas(const StepPlot& plot, Markup& out)
      : plot_(plot),
        out_(out),
        scale_((kRight - kLeft) / std::max(1, plot.x_ticks.empty() ? 1 : plot.x_ticks.back())) {}

  void DrawGrid() {
    for (const int percent : kPercents) {
      const double y = Y(percent / 100.0);
      Line({kLeft, y}, {kRight, y}, percent == 0 ? "axis" : "grid", out_);
      Label({kLeft - 8, y + 4.5}, "end", "tick", absl::StrCat(percent, " %"), out_);
    }
    for (const int x : plot_.x_ticks) {
      Line({X(x), kBottom}, {X(x), kBottom + 5}, "axis", out_);
      Label({X(x), kBottom + 20}, "middle", "tick", absl::StrCat(x), out_);
    }
    for (const int x : plot_.marks) Line({X(x), kTop}, {X(x), kBottom}, "mark", out_);
    Label({(kLeft + kRight) / 2, kHeight - 10}, "middle", "label", plot_.x_title, out_);
  }

  void DrawCurve() {
    std::string line = absl::StrCat("M", At(0, 0));
    for (const Step& step : plot_.steps) absl::StrAppend(&line, " H", Length(X(step.x)), " V", Length(Y(step.share)));
    absl::StrAppend(&line, " H", Length(X(plot_.until)));
    out_.Empty("path", {{"d", absl::StrCat(line, " V", Length(Y(0)), " Z")},
                        {"fill", FillOf(plot_.text, Fill::kDotted)},
                        {"class", "area"}});
    out_.Empty("path", {{"d", line}, {"fill", "none"}, {"class", "curve"}});
    for (const Step& step : plot_.steps) DrawPoint(step);
  }

 private:
  void DrawPoint(const Step& step) {
    out_.Empty("circle", {{"cx", Length(X(step.x))}, {"cy", Length(Y(step.share))}, {"r", "3.5"}, {"class", "point"}});
    if (step.label.empty()) return;
    Label({X(step.x) - 7, Y(step.share) - 7}, step.x < kNearTheAxis ? "start" : "end", "value halo", step.label, out_);
  }

  static constexpr int kNearTheAxis = 4;  // a label to the left of it would not have room

  double X(int x) const { return kLeft + scale_ * x; }
  static double Y(double share) { return kBottom - (kBottom - kTop) * share; }
  std::string At(int x, double share) const { return absl::StrCat(Length(X(x)), " ", Length(Y(share))); }

  const StepPlot& plot_;
  Markup& out_;
  const double scale_;
};

}  // namespace

void Draw(const StepPlot& plot, Markup& out) {
  const auto svg = OpenPlot(plot.text, kHeight, out);
  Describe(plot.text, out);
  DefineFills(plot.text, out);
  Canvas canvas(plot, out);
  canvas.DrawGrid();
  canvas.DrawCurve();
}

}  // namespace candor::cli
