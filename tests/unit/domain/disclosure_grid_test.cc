#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "daemon/domain/disclosure.h"
#include "tests/unit/domain/linear_system.h"

// Somebody who has every shown cell and all sums of a table tries to work out the hidden ones.
namespace candor::domain::disclosure_grid_test {
namespace {

constexpr uint32_t kSeed = 1124;

Cell Broad(int64_t count) {
  return {count, 5, 5, count / 5};
}
Cell Narrow(int64_t count) {
  return {count, static_cast<size_t>(std::min<int64_t>(count, 2)), static_cast<size_t>(count), count};
}

std::vector<int64_t> RowSums(const Grid& grid) {
  std::vector<int64_t> sums(grid.rows);
  for (size_t i = 0; i < grid.cells.size(); ++i) sums[i / grid.columns] += grid.cells[i].count;
  return sums;
}
std::vector<int64_t> ColumnSums(const Grid& grid) {
  std::vector<int64_t> sums(grid.columns);
  for (size_t i = 0; i < grid.cells.size(); ++i) sums[i % grid.columns] += grid.cells[i].count;
  return sums;
}

std::vector<size_t> Solved(const Grid& grid, const std::vector<bool>& shown) {
  LinearSystem system(grid.cells.size());
  for (size_t row = 0; row < grid.rows; ++row) {
    std::vector<size_t> hidden;
    for (size_t column = 0; column < grid.columns; ++column) {
      if (!shown[grid.At(row, column)]) hidden.push_back(grid.At(row, column));
    }
    system.Add(hidden);
  }
  for (size_t column = 0; column < grid.columns; ++column) {
    std::vector<size_t> hidden;
    for (size_t row = 0; row < grid.rows; ++row) {
      if (!shown[grid.At(row, column)]) hidden.push_back(grid.At(row, column));
    }
    system.Add(hidden);
  }
  return std::move(system).Solved();
}

// Tries every table of whole numbers that has the shown cells and the sums: the least and the most of each cell.
class EveryTable {
 public:
  EveryTable(const Grid& grid, const std::vector<bool>& shown)
      : grid_(grid), shown_(shown), rows_(RowSums(grid)), columns_(ColumnSums(grid)), values_(grid.cells.size()) {
    bounds_.assign(grid.cells.size(), {std::numeric_limits<int64_t>::max(), -1});
    Try(0);
  }
  const std::vector<Bounds>& bounds() const { return bounds_; }

 private:
  void Try(size_t cell) {
    if (cell == values_.size()) {
      for (size_t i = 0; i < values_.size(); ++i) {
        bounds_[i] = {std::min(bounds_[i].least, values_[i]), std::max(bounds_[i].most, values_[i])};
      }
      return;
    }
    const size_t row = cell / grid_.columns;
    const size_t column = cell % grid_.columns;
    int64_t least = 0;
    int64_t most = std::min(rows_[row], columns_[column]);
    if (shown_[cell]) least = most = std::min(most, grid_.cells[cell].count);
    if (shown_[cell] && most != grid_.cells[cell].count) return;
    if (column + 1 == grid_.columns) least = std::max(least, rows_[row]);
    if (row + 1 == grid_.rows) least = std::max(least, columns_[column]);
    for (int64_t value = least; value <= most; ++value) {
      values_[cell] = value;
      rows_[row] -= value;
      columns_[column] -= value;
      Try(cell + 1);
      rows_[row] += value;
      columns_[column] += value;
    }
  }

  const Grid& grid_;
  const std::vector<bool>& shown_;
  std::vector<int64_t> rows_;
  std::vector<int64_t> columns_;
  std::vector<int64_t> values_;
  std::vector<Bounds> bounds_;
};

// A practice whose table has sums that may be shown: each has more than few in it.
Grid RandomGrid(std::mt19937& random, size_t rows, size_t columns, int64_t largest) {
  while (true) {
    Grid grid{rows, columns, {}};
    for (size_t i = 0; i < rows * columns; ++i) {
      const auto count = static_cast<int64_t>(random() % static_cast<uint32_t>(largest + 1));
      grid.cells.push_back(count > kFew && random() % 4 != 0 ? Broad(count) : Narrow(count));
    }
    const auto many = [](int64_t sum) { return sum > kFew; };
    const std::vector<int64_t> row_sums = RowSums(grid);
    const std::vector<int64_t> column_sums = ColumnSums(grid);
    if (std::all_of(row_sums.begin(), row_sums.end(), many) &&
        std::all_of(column_sums.begin(), column_sums.end(), many)) {
      return grid;
    }
  }
}

TEST(DisclosureGridTest, ASingleHiddenCellTakesOthersWithIt) {
  const Grid grid{
      3, 3, {Broad(20), Broad(10), Broad(30), Narrow(3), Broad(12), Broad(9), Broad(15), Broad(8), Broad(25)}};

  const std::vector<bool> shown = CellsToShow(grid).value();

  EXPECT_FALSE(shown[grid.At(1, 0)]);
  EXPECT_FALSE(shown[grid.At(1, 2)]);  // the next smallest of its row
  EXPECT_GE(std::count(shown.begin(), shown.end(), false), 4);
  EXPECT_GT(std::count(shown.begin(), shown.end(), true), 0);
  EXPECT_THAT(Solved(grid, shown), testing::Not(testing::Contains(grid.At(1, 0))));
}

TEST(DisclosureGridTest, NothingToProtectHidesNothing) {
  const Grid grid{2, 2, {Broad(20), Broad(10), Broad(30), Broad(7)}};

  EXPECT_EQ(CellsToShow(grid), std::vector<bool>(4, true));
}

TEST(DisclosureGridTest, SumsThatTellTooMuchAreNotShown) {
  // Of 25, 20 are in the first row and 8 in the first column: at least 3 are in both.
  EXPECT_EQ(CellsToShow(Grid{2, 2, {Narrow(3), Broad(17), Broad(5), Narrow(0)}}), std::nullopt);
}

TEST(DisclosureGridTest, BoundsAreThoseOfEveryTableThatFits) {
  std::mt19937 random(kSeed);
  for (int round = 0; round < 300; ++round) {
    const Grid grid = RandomGrid(random, 2 + random() % 2, 2 + random() % 2, 6);
    std::vector<bool> shown(grid.cells.size());
    for (size_t i = 0; i < shown.size(); ++i) shown[i] = random() % 3 == 0;
    const EveryTable every(grid, shown);

    for (size_t i = 0; i < grid.cells.size(); ++i) {
      const Bounds bounds = BoundsOf(grid, shown, i / grid.columns, i % grid.columns);
      ASSERT_EQ(bounds.least, every.bounds()[i].least) << "seed " << kSeed << ", round " << round << ", cell " << i;
      ASSERT_EQ(bounds.most, every.bounds()[i].most) << "seed " << kSeed << ", round " << round << ", cell " << i;
    }
  }
}

TEST(DisclosureGridTest, NoHiddenCellFollowsFromRowsColumnsAndTotals) {
  std::mt19937 random(kSeed + 1);
  int with_shown = 0;
  for (int round = 0; round < 5000; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed + 1 << ", round " << round);
    const Grid grid = RandomGrid(random, 2 + random() % 5, 2 + random() % 3, 30);
    const std::optional<std::vector<bool>> to_show = CellsToShow(grid);
    if (!to_show) continue;
    const std::vector<bool>& shown = *to_show;

    for (size_t i = 0; i < shown.size(); ++i) {
      ASSERT_TRUE(!shown[i] || MayShow(grid.cells[i]));
    }
    // By the equations alone nothing that is under the rule may follow.
    for (const size_t cell : Solved(grid, shown)) {
      ASSERT_TRUE(MayShow(grid.cells[cell])) << "cell " << cell << " can be worked out";
    }
    with_shown += std::count(shown.begin(), shown.end(), true) > 0 ? 1 : 0;
  }
  EXPECT_GT(with_shown, 1000);
}

TEST(DisclosureGridTest, AHiddenCellCouldBeZeroAndMoreThanFour) {
  std::mt19937 random(kSeed + 2);
  int judged = 0;
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed + 2 << ", round " << round);
    const Grid grid = RandomGrid(random, 2 + random() % 2, 2 + random() % 2, 9);
    const std::optional<std::vector<bool>> shown = CellsToShow(grid);
    if (!shown) continue;
    const EveryTable every(grid, *shown);

    for (size_t i = 0; i < shown->size(); ++i) {
      if ((*shown)[i] || MayShow(grid.cells[i])) continue;
      ++judged;
      const Bounds& bounds = every.bounds()[i];
      ASSERT_GE(bounds.most - bounds.least, kFew) << "cell " << i;
      if (grid.cells[i].count > kFew) continue;
      ASSERT_EQ(bounds.least, 0) << "cell " << i;
      ASSERT_GT(bounds.most, kFew) << "cell " << i;
    }
  }
  EXPECT_GT(judged, 100);
}

}  // namespace
}  // namespace candor::domain::disclosure_grid_test
