#include <algorithm>
#include <limits>
#include <optional>

#include "daemon/domain/disclosure.h"

// Tables with sums on two sides. What the hidden cells could be is a transport problem: whole numbers, none negative,
// with the sums that are left when the shown cells are taken off. How far one cell could rise or fall is what can be
// sent round through the other hidden cells (Ford and Fulkerson).
namespace candor::domain {
namespace {

// Counts move between a row and a column through a hidden cell: as many as one likes into it, as many as it has out of
// it. Nodes are the rows, then the columns.
class Exchange {
 public:
  Exchange(const Grid& grid, const std::vector<bool>& shown) : grid_(grid), left_(grid.cells.size()), shown_(shown) {
    for (size_t i = 0; i < grid.cells.size(); ++i) left_[i] = grid.cells[i].count;
  }

  // The most that can be sent from node to node without the cell of `row` and `column`, which one of them is the row
  // and the other the column of. Every way leads through a cell that gives, so there is a limit.
  int64_t Most(size_t from, size_t to, size_t row, size_t column) {
    shown_[grid_.At(row, column)] = true;
    int64_t sent = 0;
    while (true) {
      std::vector<bool> seen(grid_.rows + grid_.columns);
      const int64_t more = Send(from, to, std::numeric_limits<int64_t>::max(), seen);
      if (more == 0) return sent;
      sent += more;
    }
  }

 private:
  // Sends at most `amount`, along one path; what went through.
  int64_t Send(size_t from, size_t to, int64_t amount, std::vector<bool>& seen) {
    if (from == to) return amount;
    seen[from] = true;
    const bool from_row = from < grid_.rows;
    const size_t others = from_row ? grid_.columns : grid_.rows;
    for (size_t i = 0; i < others; ++i) {
      const size_t next = from_row ? grid_.rows + i : i;
      const size_t cell = from_row ? grid_.At(from, i) : grid_.At(i, from - grid_.rows);
      if (seen[next] || shown_[cell]) continue;
      const int64_t room = from_row ? amount : std::min(amount, left_[cell]);
      if (room == 0) continue;
      const int64_t went = Send(next, to, room, seen);
      if (went == 0) continue;
      left_[cell] += from_row ? went : -went;
      return went;
    }
    return 0;
  }

  const Grid& grid_;
  std::vector<int64_t> left_;
  std::vector<bool> shown_;
};

// The smallest shown cell of the row or column, or else of the table.
std::optional<size_t> NextSmallest(const Grid& grid, const std::vector<bool>& shown, size_t row, size_t column) {
  std::optional<size_t> smallest;
  const auto offer = [&](size_t cell) {
    if (shown[cell] && (!smallest || grid.cells[cell].count < grid.cells[*smallest].count)) smallest = cell;
  };
  for (size_t i = 0; i < grid.columns; ++i) offer(grid.At(row, i));
  for (size_t i = 0; i < grid.rows; ++i) offer(grid.At(i, column));
  for (size_t cell = 0; !smallest && cell < grid.cells.size(); ++cell) offer(cell);
  return smallest;
}

bool Protects(const Bounds& bounds, const Cell& cell) {
  if (cell.count <= kFew) return bounds.least == 0 && bounds.most > kFew;
  return bounds.most - bounds.least >= kFew;
}

}  // namespace

Bounds BoundsOf(const Grid& grid, const std::vector<bool>& shown, size_t row, size_t column) {
  const int64_t count = grid.cells[grid.At(row, column)].count;
  if (shown[grid.At(row, column)]) return {count, count};
  const size_t column_node = grid.rows + column;
  // To put more into the cell, its column takes it out of others, and its row makes up for it.
  const int64_t more = Exchange(grid, shown).Most(column_node, row, row, column);
  const int64_t less = Exchange(grid, shown).Most(row, column_node, row, column);
  return {count - std::min(less, count), count + more};
}

std::optional<std::vector<bool>> CellsToShow(const Grid& grid) {
  std::vector<bool> may_show(grid.cells.size());
  std::transform(grid.cells.begin(), grid.cells.end(), may_show.begin(), MayShow);
  std::vector<bool> shown = may_show;
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t cell = 0; cell < grid.cells.size(); ++cell) {
      const size_t row = cell / grid.columns;
      const size_t column = cell % grid.columns;
      if (may_show[cell] || Protects(BoundsOf(grid, shown, row, column), grid.cells[cell])) continue;
      const std::optional<size_t> next = NextSmallest(grid, shown, row, column);
      if (!next) return std::nullopt;
      shown[*next] = false;
      changed = true;
    }
  }
  return shown;
}

}  // namespace candor::domain
