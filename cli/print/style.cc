#include "cli/print/style.h"

#include <cstdlib>
#include <ios>

namespace candor::cli {
namespace {

constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kPlain = "\033[0m";

// Where a stream keeps whether it may.
int StyleSlot() {
  static const int slot = std::ios_base::xalloc();
  return slot;
}

}  // namespace

void AllowStyle(std::ostream& out, bool allowed) {
  out.iword(StyleSlot()) = allowed ? 1 : 0;
}

bool StyleAllowed(std::ostream& out) {
  return out.iword(StyleSlot()) != 0;
}

bool StyleWanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  return !refused && term != nullptr && std::string_view(term) != "dumb";
}

std::string Emphasised(std::ostream& out, std::string_view text) {
  std::string result(text);
  if (StyleAllowed(out)) result.insert(0, kBold).append(kPlain);
  return result;
}

}  // namespace candor::cli
