#include "cli/print/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "cli/print/style.h"

namespace candor::cli {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);
constexpr int64_t kBarWidth = 30;

}  // namespace

Terminal Terminal::Standard() {
  const bool in_asks = isatty(STDIN_FILENO) == 1;
  const bool out_shows = isatty(STDOUT_FILENO) == 1;
  const bool err_shows = isatty(STDERR_FILENO) == 1;
  AllowStyle(std::cout, out_shows && StyleWanted());
  return {std::cin, std::cout, std::cerr, in_asks && err_shows, err_shows, in_asks && out_shows};
}

std::optional<std::string> Terminal::Ask(std::string_view question) {
  if (asks) err << question << ' ' << std::flush;
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  absl::StripAsciiWhitespace(&line);
  return line;
}

bool Terminal::Confirm(std::string_view question) {
  const std::optional<std::string> answer = Ask(std::string(question) + " [y/N]");
  return answer && (absl::AsciiStrToLower(*answer) == "y" || absl::AsciiStrToLower(*answer) == "yes");
}

Progress::Progress(Terminal& terminal, std::string label, int64_t total)
    : terminal_(terminal), label_(std::move(label)), total_(std::max<int64_t>(total, 1)), next_(absl::Now()) {}

Progress::~Progress() {
  if (drawn_) terminal_.err << "\r\033[K" << std::flush;
}

void Progress::Update(int64_t done) {
  if (!terminal_.shows || absl::Now() < next_) return;
  next_ = absl::Now() + kRedraw;
  Draw(std::min(done, total_));
}

void Progress::Draw(int64_t done) {
  const auto filled = static_cast<size_t>(kBarWidth * done / total_);
  terminal_.err << '\r' << label_ << " [" << std::string(filled, '#') << std::string(kBarWidth - filled, ' ') << "] "
                << 100 * done / total_ << "%" << std::flush;
  drawn_ = true;
}

}  // namespace candor::cli
