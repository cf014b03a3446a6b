#include "daemon/long_work.h"

#include <algorithm>
#include <atomic>
#include <csignal>

#include "absl/time/clock.h"
#include "daemon/base/text.h"

namespace candor {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);
constexpr uint64_t kBarWidth = 30;

std::atomic<int> noted_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");

void NoteSignal(int signal) {
  noted_signal = signal;
}

}  // namespace

void ProgressLine::Update(std::string_view what, uint64_t done, uint64_t of) {
  if (!shows_ || absl::Now() < next_) return;
  next_ = absl::Now() + kRedraw;
  const uint64_t total = std::max<uint64_t>(of, 1);
  const uint64_t there = std::min(done, total);
  const auto filled =
      static_cast<size_t>(static_cast<double>(kBarWidth) * static_cast<double>(there) / static_cast<double>(total));
  const auto percent = static_cast<int>(100.0 * static_cast<double>(there) / static_cast<double>(total));
  out_ << "\r\033[K" << what << " [" << std::string(filled, '#') << std::string(kBarWidth - filled, ' ') << "] "
       << percent << "%" << std::flush;
  drawn_ = true;
}

void ProgressLine::Clear() {
  if (drawn_) out_ << "\r\033[K" << std::flush;
  drawn_ = false;
}

SignalNote::SignalNote() {
  noted_signal = 0;
  std::signal(SIGINT, NoteSignal);
  std::signal(SIGTERM, NoteSignal);
}

SignalNote::~SignalNote() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

absl::Status SignalNote::Check(std::string_view message) const {
  return noted_signal == 0 ? absl::OkStatus() : absl::CancelledError(ToAbsl(message));
}

void EndAsSignalled() {
  if (noted_signal != 0) std::raise(noted_signal);
}

}  // namespace candor
