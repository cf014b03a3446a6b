#include "cli/markup/markup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/markup/plot.h"

namespace candor::cli::markup_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MarkupTest, ElementsCloseInTheReverseOrderOfTheirOpening) {
  Markup out;
  {
    const auto list = out.Open("ul", {{"class", "a\"b"}});
    out.Leaf("li", "1 < 2");
  }

  EXPECT_EQ(std::move(out).Take(), "<ul class=\"a&quot;b\"><li>1 &lt; 2</li>\n</ul>\n");
}

TEST(MarkupTest, WhatXmlCannotHoldIsReplaced) {
  EXPECT_EQ(Escape("a&b"), "a&amp;b");
  EXPECT_EQ(Escape("\xC3\xA9\n\t"), "\xC3\xA9\n\t");
  EXPECT_EQ(Escape(std::string_view("\0x", 2)), "\xEF\xBF\xBDx");
  EXPECT_EQ(Escape("\xC3"), "\xEF\xBF\xBD");
  EXPECT_EQ(Escape("\xEF\xBF\xBF"), "\xEF\xBF\xBD");
}

TEST(PlotTest, BarsAreAsLongAsTheirValuesAndTheirTextsStandBesideThem) {
  Markup out;
  Draw(BarPlot{{"p", "Title", "Words"}, {{"one", 10, "10", Fill::kSolid}, {"two", 5, "5", Fill::kHatched}}, {}}, out);
  const std::string svg = std::move(out).Take();

  EXPECT_THAT(svg, HasSubstr("width=\"290\" height=\"18\" fill=\"url(#p-solid)\""));
  EXPECT_THAT(svg, HasSubstr("width=\"145\" height=\"18\" fill=\"url(#p-hatched)\""));
  EXPECT_THAT(svg, HasSubstr(">10</text>"));
}

TEST(PlotTest, WhatIsHiddenHasNoBar) {
  Markup out;
  Draw(BarPlot{{"p", "Title", "Words"}, {{"one", 10, "10", Fill::kSolid}, {"two", std::nullopt, "hidden"}}, 20.0}, out);
  const std::string svg = std::move(out).Take();

  EXPECT_THAT(svg, HasSubstr("width=\"145\" height=\"18\" fill=\"url(#p-solid)\""));
  EXPECT_THAT(svg, Not(HasSubstr("width=\"0\"")));
  EXPECT_THAT(svg, HasSubstr(">hidden</text>"));
}

TEST(PlotTest, ACurveRunsLevelBetweenItsSteps) {
  Markup out;
  StepPlot plot;
  plot.text = {"c", "Title", "Words"};
  plot.x_ticks = {0, 10};
  plot.steps = {{5, 0.5, "half"}};
  plot.until = 10;
  Draw(plot, out);

  EXPECT_THAT(std::move(out).Take(), HasSubstr("d=\"M52 248 H258 V135 H464\" fill=\"none\""));
}

}  // namespace
}  // namespace candor::cli::markup_test
