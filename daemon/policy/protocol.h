#ifndef CANDOR_DAEMON_POLICY_PROTOCOL_H_
#define CANDOR_DAEMON_POLICY_PROTOCOL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"

// What daemon and worker say to each other. Both ends come from the same build, so there is no version beyond the one
// that refuses a worker of another build; but a plugin can make the worker say anything, so the daemon believes nothing
// that it has not checked.
//
//   frame      size u32 ‖ type u8 ‖ payload (size bytes)
//   kLoad      →  protocol u32, memory limit u64, paths
//   kTables    ←  one PluginInfo per path; not loaded: the problem
//   kValues    →  sets of parameter values under their numbers, more of them at any time. No answer.
//   kRun       →  lists of events, each once, and jobs, of which each names the list it is shown and where it begins
//   kStep      ←  a step is about to be made (only for jobs that ask for it), or the next plugin is about to be loaded
//   kResult    ←  one per job, in order
//   kExhausted ←  no memory is left; the worker ends
namespace candor::policy {

inline constexpr uint32_t kProtocol = 5;
inline constexpr size_t kMaxFrameBytes = 64 * 1024 * 1024;
inline constexpr size_t kFrameHeadBytes = 5;

enum class FrameType : uint8_t {
  kLoad = 1,
  kTables = 2,
  kValues = 3,
  kRun = 4,
  kStep = 5,
  kResult = 6,
  kExhausted = 7,
};

struct FrameHead {
  uint32_t size = 0;
  FrameType type = FrameType::kLoad;
};

// Appends the head of a frame whose payload is still to come; EndFrame writes its size when it is there.
size_t BeginFrame(FrameType type, std::string& out);
void EndFrame(size_t begin, std::string& out);
// REQUIRES: bytes.size() >= kFrameHeadBytes. DATA_LOSS for an unknown type or a size beyond kMaxFrameBytes.
absl::StatusOr<FrameHead> DecodeFrameHead(std::string_view bytes);

struct LoadRequest {
  uint64_t memory_limit_bytes = 0;  // 0: none
  std::vector<std::string> paths;

  bool operator==(const LoadRequest&) const = default;
};

// A set of parameter values on its way to the worker.
struct NumberedSet {
  uint32_t number = 0;
  std::vector<SetValues> plugins;  // by their place

  bool operator==(const NumberedSet&) const = default;
};

// A task on its way to the worker. `task` is borrowed.
struct Job {
  uint16_t plugin = 0;  // index into the paths
  bool report_steps = false;
  std::vector<Skip> skips;
  const domain::PolicyTask* task = nullptr;
};

// The same as the worker reads it.
struct ReceivedJob {
  uint16_t plugin = 0;
  bool report_steps = false;
  std::vector<Skip> skips;
  domain::PolicyTask task;
};

void EncodeLoad(const LoadRequest& request, std::string& out);
void EncodeTables(const std::vector<domain::PluginInfo>& plugins, std::string& out);
void EncodeValues(const std::vector<NumberedSet>& sets, std::string& out);
void EncodeJobs(const std::vector<Job>& jobs, const std::vector<domain::PluginInfo>& plugins, std::string& out);
void EncodeStep(const Step& step, std::string& out);
void EncodeResult(const domain::PolicyResult& result, const domain::PluginInfo& plugin, std::string& out);

// Every decoder takes any bytes; DATA_LOSS for those that no encoder writes or that go over a bound of the ABI.
absl::StatusOr<LoadRequest> DecodeLoad(std::string_view payload);
absl::StatusOr<std::vector<domain::PluginInfo>> DecodeTables(std::string_view payload);
absl::StatusOr<std::vector<NumberedSet>> DecodeValues(std::string_view payload);
absl::StatusOr<std::vector<ReceivedJob>> DecodeJobs(std::string_view payload,
                                                    const std::vector<domain::PluginInfo>& plugins);
absl::StatusOr<Step> DecodeStep(std::string_view payload);
// `subject` is filled into what was not assessed.
absl::StatusOr<domain::PolicyResult> DecodeResult(std::string_view payload, const domain::PluginInfo& plugin,
                                                  const domain::SubjectId& subject);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PROTOCOL_H_
