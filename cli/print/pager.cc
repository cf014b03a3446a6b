#include "cli/print/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/print/table.h"

namespace candor::cli {
namespace {

constexpr int kNotFoundByShell = 127;

// Lines of the screen that `text` takes; a line that is too wide goes on in the next.
size_t LinesOf(std::string_view text, size_t width) {
  size_t lines = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const size_t columns = DisplayWidth(line);
    lines += columns == 0 ? 1 : (columns + width - 1) / width;
  }
  return lines;
}

// Unknown is as good as large.
bool FitsTheScreen(std::string_view text) {
  winsize screen{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen) != 0 || screen.ws_row == 0 || screen.ws_col == 0) return true;
  return LinesOf(text, screen.ws_col) < screen.ws_row;
}

bool IsOnPath(const std::string& program) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return false;
  const std::vector<std::string> folders = absl::StrSplit(path, ':');
  for (const std::string& folder : folders) {
    if (access(absl::StrCat(folder, "/", program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// A command for the shell; nullopt: no pages.
std::optional<std::string> PagerCommand() {
  for (const char* variable : {"CANDOR_PAGER", "PAGER"}) {
    const char* command = std::getenv(variable);
    if (command == nullptr) continue;
    const std::string text = command;
    return text.empty() || text == "cat" ? std::nullopt : std::optional<std::string>(text);
  }
  return IsOnPath("less") ? std::optional<std::string>("less") : std::nullopt;
}

// This process's environment, with what less has to know: emphasis is shown, and what it shows may be private, so that
// it keeps no history and writes no file.
std::vector<std::string> PagerEnvironment() {
  std::vector<std::string> all = {"LESSSECURE=1", "LESSHISTFILE=-"};
  if (std::getenv("LESS") == nullptr) all.emplace_back("LESS=FRX");
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable = *each;
    if (!variable.starts_with("LESSSECURE=") && !variable.starts_with("LESSHISTFILE=")) all.emplace_back(variable);
  }
  return all;
}

// Starts the shell with `from` as its input. nullopt when there is none.
std::optional<pid_t> Start(const std::string& command, int from) {
  std::vector<std::string> variables = PagerEnvironment();
  std::vector<char*> environment;
  environment.reserve(variables.size() + 1);
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  std::vector<std::string> words = {"sh", "-c", command};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return std::nullopt;
  pid_t child = 0;
  const bool started = posix_spawn_file_actions_adddup2(&actions, from, STDIN_FILENO) == 0 &&
                       posix_spawn(&child, "/bin/sh", &actions, nullptr, arguments.data(), environment.data()) == 0;
  posix_spawn_file_actions_destroy(&actions);
  return started ? std::optional<pid_t>(child) : std::nullopt;
}

// As much as the other side takes: who has read enough closes it.
void WriteTo(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(to, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

// Keeps a pager that ends early, and an interrupt that is meant for it, from ending this process.
class Undisturbed {
 public:
  Undisturbed() : pipe_(std::signal(SIGPIPE, SIG_IGN)), interrupt_(std::signal(SIGINT, SIG_IGN)) {}
  ~Undisturbed() {
    std::signal(SIGPIPE, pipe_);
    std::signal(SIGINT, interrupt_);
  }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  void (*pipe_)(int);
  void (*interrupt_)(int);
};

// False when nothing of it was shown.
bool ShownByPages(const std::string& command, std::string_view text) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const std::optional<pid_t> child = Start(command, ends[0]);
  close(ends[0]);
  const Undisturbed undisturbed;
  if (child) WriteTo(ends[1], text);
  close(ends[1]);
  if (!child) return false;
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) continue;
  return !WIFEXITED(status) || WEXITSTATUS(status) != kNotFoundByShell;
}

}  // namespace

Pager::Pager(Terminal& terminal) : terminal_(terminal), outside_(terminal.out.rdbuf(held_.rdbuf())) {}

Pager::~Pager() {
  terminal_.out << Release() << std::flush;
}

std::string Pager::Release() {
  if (outside_ != nullptr) terminal_.out.rdbuf(outside_);
  outside_ = nullptr;
  std::string text = held_.str();
  held_.str("");
  return text;
}

void Pager::Show() {
  const std::string text = Release();
  terminal_.out.flush();
  const std::optional<std::string> command = FitsTheScreen(text) ? std::nullopt : PagerCommand();
  if (!command || !ShownByPages(*command, text)) terminal_.out << text << std::flush;
}

}  // namespace candor::cli
