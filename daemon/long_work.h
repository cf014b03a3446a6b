#ifndef CANDOR_DAEMON_LONG_WORK_H_
#define CANDOR_DAEMON_LONG_WORK_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

// What the commands of candord have in common that take their time: how far they have come, and how they end early.
namespace candor {

// A line on a terminal that says how far long work has come, redrawn at most ten times a second. Draws nothing where
// nobody looks. Thread-compatible.
class ProgressLine final {
 public:
  // `out` is not owned. `shows`: it is a terminal.
  ProgressLine(std::ostream& out, bool shows) : out_(out), shows_(shows) {}
  // Takes the line away.
  ~ProgressLine() { Clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Update(std::string_view what, uint64_t done, uint64_t of);
  // Before something else is written there.
  void Clear();

 private:
  std::ostream& out_;
  const bool shows_;
  absl::Time next_ = absl::InfinitePast();
  bool drawn_ = false;
};

// While it lives, SIGINT and SIGTERM do not end the process but are noted, so that work can end in order. There is one
// at a time. Thread-compatible.
class SignalNote final {
 public:
  SignalNote();
  // From here on signals do again what they did by default.
  ~SignalNote();
  SignalNote(const SignalNote&) = delete;
  SignalNote& operator=(const SignalNote&) = delete;

  // CANCELLED with `message` once a signal has come.
  absl::Status Check(std::string_view message) const;
};

// Ends the process as the signal would have that was noted last, so that whoever waits for it is told by its end;
// returns where none was. REQUIRES: no SignalNote lives.
void EndAsSignalled();

}  // namespace candor

#endif  // CANDOR_DAEMON_LONG_WORK_H_
