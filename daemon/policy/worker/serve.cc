#include "daemon/policy/worker/serve.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/protocol.h"
#include "daemon/policy/worker/confine.h"
#include "daemon/policy/worker/plugin_library.h"

namespace candor::policy {
namespace {

// Results wait for each other up to this many bytes, so that a group of small ones is one write.
constexpr size_t kFlushBytes = 16 * 1024;

int exhausted_fd = -1;

// There is no memory to say it with, so the frame is ready-made.
[[noreturn]] void SayExhausted() {
  static constexpr char kFrame[kFrameHeadBytes] = {0, 0, 0, 0, static_cast<char>(FrameType::kExhausted)};
  [[maybe_unused]] const ssize_t written = write(exhausted_fd, kFrame, sizeof(kFrame));
  _exit(1);
}

absl::Status WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::ErrnoToStatus(errno, "write");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// OUT_OF_RANGE when the other end closed before the first byte.
absl::Status ReadAll(int fd, size_t size, std::string& out) {
  out.resize(size);
  for (size_t have = 0; have < size;) {
    const ssize_t got = read(fd, out.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::ErrnoToStatus(errno, "read");
    if (got == 0) return have == 0 ? absl::OutOfRangeError("closed") : absl::DataLossError("a frame is cut off");
    have += static_cast<size_t>(got);
  }
  return absl::OkStatus();
}

class Session {
 public:
  explicit Session(int fd) : fd_(fd) {}

  absl::Status Run() {
    CANDOR_RETURN_IF_ERROR(Expect(FrameType::kLoad));
    CANDOR_RETURN_IF_ERROR(Load());
    CANDOR_RETURN_IF_ERROR(ConfineAfterLoading());
    CANDOR_RETURN_IF_ERROR(Expect(FrameType::kValues));
    CANDOR_RETURN_IF_ERROR(PutSets());
    while (true) {
      const absl::StatusOr<FrameType> next = Next();
      if (absl::IsOutOfRange(next.status())) return absl::OkStatus();
      CANDOR_RETURN_IF_ERROR(next.status());
      if (*next != FrameType::kRun && *next != FrameType::kValues) return OutOfTurn();
      CANDOR_RETURN_IF_ERROR(*next == FrameType::kRun ? RunJobs() : PutSets());
    }
  }

 private:
  static absl::Status OutOfTurn() { return absl::DataLossError("a frame came out of turn"); }

  absl::Status Expect(FrameType type) {
    CANDOR_ASSIGN_OR_RETURN(const FrameType next, Next());
    return next == type ? absl::OkStatus() : OutOfTurn();
  }

  absl::StatusOr<FrameType> Next() {
    std::string head_bytes;
    CANDOR_RETURN_IF_ERROR(ReadAll(fd_, kFrameHeadBytes, head_bytes));
    CANDOR_ASSIGN_OR_RETURN(const FrameHead head, DecodeFrameHead(head_bytes));
    payload_.clear();
    if (head.size > 0) CANDOR_RETURN_IF_ERROR(ReadAll(fd_, head.size, payload_));
    return head.type;
  }

  absl::Status Load() {
    CANDOR_ASSIGN_OR_RETURN(const LoadRequest request, DecodeLoad(payload_));
    CANDOR_RETURN_IF_ERROR(ConfineBeforeLoading(request.memory_limit_bytes));
    for (size_t i = 0; i < request.paths.size(); ++i) {
      // Loading runs the plugin's code: whoever ends us here was announced.
      Step about_to_load;
      about_to_load.number = i;
      std::string frame;
      EncodeStep(about_to_load, frame);
      CANDOR_RETURN_IF_ERROR(WriteAll(fd_, frame));
      LoadOne(request.paths[i]);
    }
    std::string frame;
    EncodeTables(infos_, frame);
    return WriteAll(fd_, frame);
  }

  void LoadOne(const std::string& path) {
    LoadedPlugin plugin = LoadPlugin(path);
    for (const domain::PluginInfo& other : infos_) {
      if (plugin.policy == nullptr || !other.loaded || other.name != plugin.info.name) continue;
      const std::string problem = absl::StrCat("another plugin is called ", other.name, " too");
      plugin.policy.reset();
      plugin.info = NotLoaded(path, problem);
    }
    infos_.push_back(plugin.info);
    runners_.push_back(plugin.policy ? std::make_unique<FoldRunner>(*plugin.policy) : nullptr);
    plugins_.push_back(std::move(plugin));
  }

  absl::Status PutSets() {
    CANDOR_ASSIGN_OR_RETURN(std::vector<NumberedSet> sets, DecodeValues(payload_));
    for (NumberedSet& set : sets) {
      if (set.plugins.size() != plugins_.size()) return absl::DataLossError("values for other plugins came");
      for (size_t i = 0; i < plugins_.size(); ++i) {
        if (plugins_[i].policy == nullptr) continue;
        CANDOR_RETURN_IF_ERROR(plugins_[i].policy->PutSet(set.number, std::move(set.plugins[i])));
      }
    }
    return absl::OkStatus();
  }

  // Whether every set of values that the job names was sent.
  bool HasSets(const ReceivedJob& job) const {
    const uint32_t known = plugins_[job.plugin].policy->set_count();
    return std::all_of(job.task.sets.begin(), job.task.sets.end(),
                       [&](const domain::SetSpan& span) { return span.set < known; });
  }

  absl::Status RunJobs() {
    CANDOR_ASSIGN_OR_RETURN(std::vector<ReceivedJob> jobs, DecodeJobs(payload_, infos_));
    std::string out;
    for (ReceivedJob& job : jobs) {
      if (runners_[job.plugin] == nullptr) return absl::DataLossError("a job for a plugin that is not loaded came");
      if (!HasSets(job)) return absl::DataLossError("a job by values that were not sent came");
      absl::Status written;
      std::function<void(const Step&)> before_step;
      if (job.report_steps) {
        before_step = [&](const Step& step) {
          EncodeStep(step, out);
          written.Update(Flush(out));
        };
      }
      const domain::PolicyResult result =
          runners_[job.plugin]->RunFrom(std::move(job.task.start), job.task, job.skips, before_step);
      CANDOR_RETURN_IF_ERROR(written);
      EncodeResult(result, infos_[job.plugin], out);
      if (out.size() >= kFlushBytes) CANDOR_RETURN_IF_ERROR(Flush(out));
    }
    return Flush(out);
  }

  absl::Status Flush(std::string& out) {
    absl::Status status = WriteAll(fd_, out);
    out.clear();
    return status;
  }

  const int fd_;
  std::string payload_;
  std::vector<domain::PluginInfo> infos_;
  std::vector<LoadedPlugin> plugins_;
  std::vector<std::unique_ptr<FoldRunner>> runners_;
};

}  // namespace

absl::Status ServePolicies(int fd) {
  exhausted_fd = fd;
  std::set_new_handler(&SayExhausted);
  // Never destroyed: nothing of a plugin runs once the worker is told to end.
  auto* session = new Session(fd);
  return session->Run();
}

}  // namespace candor::policy
