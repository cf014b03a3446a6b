#ifndef CANDOR_DAEMON_DOMAIN_DISCLOSURE_H_
#define CANDOR_DAEMON_DOMAIN_DISCLOSURE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// Which figures of a report may be shown without pointing at a person.
namespace candor::domain {

inline constexpr size_t kFewestTherapists = 5;
inline constexpr size_t kFewestCases = 5;
inline constexpr int64_t kFew = 4;  // "0-4", which never tells zero from four
// A practice smaller than this gets yes, no and dates instead of counts.
inline constexpr size_t kFewestTherapistsForCounts = 10;

// A count and who stands behind it.
struct Cell {
  int64_t count = 0;
  size_t therapists = 0;
  size_t cases = 0;           // counted no further than kFewestCases
  int64_t largest_share = 0;  // of the count, held by one therapist

  bool operator==(const Cell&) const = default;
};

// At least five therapists and five cases stand behind it, and no therapist holds more than half.
bool MayShow(const Cell& cell);

// Which parts may be shown beside their sum. Where a hidden part could be had by subtraction, or what is hidden adds up
// to so little that zero could be told from four, the smallest shown part is hidden too, and so on.
std::vector<bool> PartsToShow(const std::vector<Cell>& parts);
// The same of parts whose sum follows from other figures. nullopt: that sum alone tells too much, so that one of the
// figures from which it follows must not be shown.
std::optional<std::vector<bool>> PartsOfKnownSum(const std::vector<Cell>& parts);

// A table of counts of which the sums of rows and columns, and the sum of all, are known too. Row after row.
struct Grid {
  size_t rows = 0;
  size_t columns = 0;
  std::vector<Cell> cells;

  size_t At(size_t row, size_t column) const { return row * columns + column; }
};
// Which cells may be shown. For all that the shown ones and the sums tell, a cell of up to four could be zero as well
// as more than four, and any other that may not be shown could be five numbers or more; where it could not, the next
// smallest of its row or column, and then of the table, is hidden too. The sums stay: nullopt when they alone tell too
// much of a cell, so that one side of them must not be shown.
std::optional<std::vector<bool>> CellsToShow(const Grid& grid);

// What is known of a cell from the sums and from the shown cells: all whole numbers from `least` to `most`.
struct Bounds {
  int64_t least = 0;
  int64_t most = 0;
};
Bounds BoundsOf(const Grid& grid, const std::vector<bool>& shown, size_t row, size_t column);

// How a share `part` of `whole` may be put.
enum class ShareForm {
  kExact,        // n of N
  kFewOf,        // 0-4 of N
  kAllButFewOf,  // all but 0-4 of N
  kHidden,
};
// `rest` is what the whole has beside the part.
ShareForm FormOfShare(const Cell& part, const Cell& rest, const Cell& whole);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_DISCLOSURE_H_
