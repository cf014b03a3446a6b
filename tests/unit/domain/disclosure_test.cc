#include "daemon/domain/disclosure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace candor::domain::disclosure_test {
namespace {

Cell Broad(int64_t count) {
  return {count, 5, 5, count / 5};
}

TEST(DisclosureTest, NeedsFiveTherapistsAndFiveCasesAndNoMajorityHolder) {
  EXPECT_TRUE(MayShow({10, 5, 5, 5}));
  EXPECT_FALSE(MayShow({10, 4, 5, 5}));
  EXPECT_FALSE(MayShow({10, 5, 4, 5}));
  EXPECT_FALSE(MayShow({10, 5, 5, 6}));
  EXPECT_FALSE(MayShow({}));
}

TEST(DisclosureTest, ASingleHiddenPartTakesTheNextSmallestWithIt) {
  EXPECT_EQ(PartsToShow({Broad(40), {3, 2, 3, 2}, Broad(12), Broad(20)}),
            (std::vector<bool>{true, false, false, true}));
}

TEST(DisclosureTest, HiddenPartsThatAddUpToFewTakeAnother) {
  EXPECT_EQ(PartsToShow({Broad(40), {}, {}, Broad(12)}), (std::vector<bool>{true, false, false, false}));
}

TEST(DisclosureTest, PartsOfAKnownSumAreProtectedByThemselvesOrNotAtAll) {
  EXPECT_EQ(PartsOfKnownSum({Broad(40), {}, {}}), (std::vector<bool>{false, false, false}));
  EXPECT_EQ(PartsOfKnownSum({Broad(40), Broad(10)}), (std::vector<bool>{true, true}));
  EXPECT_EQ(PartsOfKnownSum({{3, 1, 3, 3}, {}}), std::nullopt);
  EXPECT_EQ(PartsOfKnownSum({{}, {}}), std::nullopt);
}

TEST(DisclosureTest, NothingToProtectHidesNothing) {
  EXPECT_EQ(PartsToShow({Broad(40), Broad(10)}), (std::vector<bool>{true, true}));
  EXPECT_TRUE(PartsToShow({}).empty());
}

TEST(DisclosureTest, FewMissingIsSaidWithoutSayingHowMany) {
  for (int64_t missing = 0; missing <= kFew; ++missing) {
    const Cell rest{missing, static_cast<size_t>(missing), static_cast<size_t>(missing), 1};
    EXPECT_EQ(FormOfShare(Broad(30 - missing), rest, Broad(30)), ShareForm::kAllButFewOf);
    EXPECT_EQ(FormOfShare(rest, Broad(30 - missing), Broad(30)), ShareForm::kFewOf);
  }
  EXPECT_EQ(FormOfShare(Broad(20), Broad(10), Broad(30)), ShareForm::kExact);
  EXPECT_EQ(FormOfShare(Broad(20), {10, 2, 5, 5}, Broad(30)), ShareForm::kHidden);
  EXPECT_EQ(FormOfShare(Broad(20), Broad(10), {30, 4, 9, 10}), ShareForm::kHidden);
}

// Somebody who has the total and every shown part, and knows what the rule hides, tries to work out a hidden part: all
// values that a hidden part could have are searched, and zero and four must both be among them, or neither.
TEST(DisclosureTest, NoHiddenPartCanBeSolvedForFromTheRest) {
  constexpr uint32_t kSeed = 405;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 20000; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::vector<Cell> parts;
    const uint32_t size = 2 + random() % 5;
    for (uint32_t i = 0; i < size; ++i) {
      const auto count = static_cast<int64_t>(random() % (random() % 2 == 0 ? 5 : 30));
      const auto therapists = static_cast<size_t>(std::min<int64_t>(count, random() % 9));
      parts.push_back({count, therapists, static_cast<size_t>(count), therapists == 0 ? count : (count + 1) / 2});
    }
    const std::vector<bool> shown = PartsToShow(parts);

    const int64_t total = std::accumulate(parts.begin(), parts.end(), int64_t{0},
                                          [](int64_t sum, const Cell& cell) { return sum + cell.count; });
    int64_t left = total;
    int hidden = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (shown[i]) {
        ASSERT_TRUE(MayShow(parts[i]));
        left -= parts[i].count;
      } else {
        ++hidden;
      }
    }
    // A total that may be shown has at least five cases behind it, so it is more than few.
    if (hidden == 0 || total <= kFew) continue;
    ASSERT_GE(hidden, 2);
    // Any one hidden part can be anything from 0 to what is left, the others taking the remainder.
    ASSERT_GT(left, kFew);
  }
}

}  // namespace
}  // namespace candor::domain::disclosure_test
