#include "daemon/ask_passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "daemon/base/status.h"

namespace candor {
namespace {

constexpr char kInterrupt = '\x03';  // Ctrl-C, which is no signal while a passphrase is typed

absl::Status NoPassphrase() {
  return absl::InvalidArgumentError("no passphrase was given; give it when asked, or with --passphrase-file FILE");
}

// A terminal that shows nothing of what is typed, until this goes.
class Hidden final {
 public:
  explicit Hidden(const std::string& path) : fd_(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
    termios hidden = before_;
    // A signal that ended the process here would leave the terminal as it is now.
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    hidden.c_lflag |= static_cast<tcflag_t>(ICANON);
    ok_ = tcsetattr(fd_, TCSAFLUSH, &hidden) == 0;
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;
  ~Hidden() {
    if (ok_) tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) close(fd_);
  }

  bool ok() const { return ok_; }

  absl::StatusOr<crypto::Passphrase> Ask(std::string_view question) {
    if (!Say(question)) return NoPassphrase();
    std::string line;
    // Not moved while it grows: what is freed is not wiped.
    line.reserve(crypto::kMaxPassphraseBytes + 1);
    char next = '\0';
    while (line.size() <= crypto::kMaxPassphraseBytes && read(fd_, &next, 1) == 1 && next != '\n') line.push_back(next);
    Say("\n");
    const bool given = !line.empty() && line.find(kInterrupt) == std::string::npos;
    crypto::Passphrase passphrase(std::move(line));
    if (!given) return NoPassphrase();
    return passphrase;
  }

 private:
  bool Say(std::string_view text) const {
    return write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }

  const int fd_;
  bool ok_ = false;
  termios before_{};
};

}  // namespace

absl::StatusOr<crypto::Passphrase> AskPassphrase(Typed typed, const std::string& terminal) {
  Hidden hidden(terminal);
  if (!hidden.ok()) {
    return absl::InvalidArgumentError(
        "there is no terminal on which to ask for the passphrase; give it with --passphrase-file FILE");
  }
  CANDOR_ASSIGN_OR_RETURN(crypto::Passphrase passphrase, hidden.Ask("Passphrase of the master key: "));
  CANDOR_RETURN_IF_ERROR(crypto::CheckPassphrase(passphrase));
  if (typed == Typed::kOnce) return passphrase;
  CANDOR_ASSIGN_OR_RETURN(const crypto::Passphrase again, hidden.Ask("Once more: "));
  if (again.text() != passphrase.text()) {
    return absl::InvalidArgumentError("the two passphrases differ; nothing was made, try again");
  }
  return passphrase;
}

}  // namespace candor
