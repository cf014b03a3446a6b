#ifndef CANDOR_TESTS_BENCH_LOAD_PRACTICE_H_
#define CANDOR_TESTS_BENCH_LOAD_PRACTICE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "google/protobuf/message_lite.h"
#include "tests/bench/load/connection.h"

namespace candor::bench {

using Connections = std::vector<std::unique_ptr<Connection>>;

// Whom the requests are about. Case i belongs to therapist i modulo the number of therapists.
struct Practice {
  std::vector<std::string> members;  // resource names; all of them therapists
  std::vector<std::string> cases;
  uint64_t intake_bytes = 0;  // of the messages that made the cases, each with its first entry
  size_t TherapistOf(size_t case_index) const { return case_index % members.size(); }
  // A supervisor of the therapist, never the same person where there are eight or more.
  size_t SupervisorOf(size_t member) const { return (member + 1 + member % 7) % members.size(); }
};

// As many names as asked for that no daemon gave out: for a server that does not look at them.
Practice InventPractice(size_t members, size_t cases);

// Makes therapists (every tenth in training), who supervises whom, and cases with an intake on `intake`, all through
// the wire. Codes and names start with `prefix`, which must be new to the daemon.
absl::StatusOr<Practice> MakePractice(const Connections& connections, const std::string& prefix, size_t members,
                                      size_t cases, Day intake);

// Sends a serialised message and gives the serialised answer. The error of a reply without status 0 names method and
// status. `act_for`: the member in whose name it is asked; empty: nobody's.
absl::StatusOr<std::string> CallBytes(const Connections& connections, std::string_view path, const std::string& request,
                                      std::string_view act_for = {});

// The same with messages. Errors of CallBytes(); INTERNAL for an answer that is no such message.
absl::Status CallOnce(const Connections& connections, std::string_view path,
                      const google::protobuf::MessageLite& request, google::protobuf::MessageLite& response,
                      std::string_view act_for = {});

// The error that a reply means; OK for status 0.
absl::Status StatusOf(std::string_view path, const Reply& reply);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_PRACTICE_H_
