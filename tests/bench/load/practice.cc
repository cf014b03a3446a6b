#include "tests/bench/load/practice.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/member.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"

namespace candor::bench {
namespace {

constexpr std::string_view kCreateMember = "/candor.v1.MemberService/CreateMember";
constexpr std::string_view kCreateSupervision = "/candor.v1.MemberService/CreateSupervision";
constexpr std::string_view kCreateCase = "/candor.v1.CaseService/CreateCase";
constexpr size_t kAtOnce = 64;  // per connection

void SetDate(Day day, v1::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

// Calls `path` `count` times, many at a time: `request(i)` gives the message, `reply(i, bytes)` takes the answer.
absl::Status CallMany(const Connections& connections, std::string_view path, size_t count,
                      const std::function<std::string(size_t)>& request,
                      const std::function<void(size_t, const std::string&)>& reply) {
  size_t next = 0;
  size_t answered = 0;
  absl::Status status;
  const auto start = [&] {
    for (const auto& connection : connections) {
      while (next < count && status.ok() && connection->in_flight() < kAtOnce) {
        const size_t i = next++;
        connection->Start({path, {}, Framed(request(i)), true}, [&, i](const Reply& answer) {
          ++answered;
          if (status.ok()) status = StatusOf(path, answer);
          if (status.ok()) reply(i, answer.message);
        });
      }
    }
  };
  const auto done = [&] {
    start();
    return answered == (status.ok() ? count : next);
  };
  CANDOR_RETURN_IF_ERROR(Drive(connections, done));
  return status;
}

std::string MemberRequest(const std::string& prefix, size_t i) {
  v1::CreateMemberRequest request;
  request.mutable_member()->set_display_name(absl::StrCat(prefix, " therapist ", i));
  v1::Licence* const licence = request.mutable_member()->mutable_licence();
  licence->set_profession(i % 2 == 0 ? "mft" : "psychologist");
  licence->set_jurisdiction("US-CA");
  licence->set_in_training(i % 10 == 0);
  return request.SerializeAsString();
}

std::string SupervisionRequest(const Practice& practice, size_t i, Day from) {
  v1::CreateSupervisionRequest request;
  request.set_parent(practice.members[i]);
  request.mutable_supervision()->set_supervisor(practice.members[practice.SupervisorOf(i)]);
  SetDate(from, request.mutable_supervision()->mutable_from());
  return request.SerializeAsString();
}

std::string CaseRequest(const Practice& practice, const std::string& prefix, size_t i, Day intake) {
  v1::CreateCaseRequest request;
  request.mutable_case_()->set_code(absl::StrCat(prefix, "-", i));
  v1::Entry* const entry = request.mutable_intake();
  entry->set_therapist(practice.members[practice.TherapistOf(i)]);
  entry->set_source(v1::ENTRY_SOURCE_SELF);
  SetDate(intake, entry->mutable_occurred()->mutable_date());
  SetDate(intake, entry->mutable_reported()->mutable_date());
  entry->mutable_intake()->set_planned_sessions(20);
  return request.SerializeAsString();
}

}  // namespace

absl::Status StatusOf(std::string_view path, const Reply& reply) {
  if (reply.grpc_status == 0) return absl::OkStatus();
  const auto code =
      reply.grpc_status < 0 ? absl::StatusCode::kUnavailable : static_cast<absl::StatusCode>(reply.grpc_status);
  return absl::Status(
      code, absl::StrCat(std::string(path), " was answered with status ", reply.grpc_status, ": ", reply.grpc_message));
}

absl::StatusOr<std::string> CallBytes(const Connections& connections, std::string_view path, const std::string& request,
                                      std::string_view act_for) {
  std::optional<Reply> reply;
  connections.front()->Start({path, act_for, Framed(request), true}, [&](const Reply& answer) { reply = answer; });
  CANDOR_RETURN_IF_ERROR(Drive(connections, [&] { return reply.has_value(); }));
  CANDOR_RETURN_IF_ERROR(StatusOf(path, *reply));
  return std::move(reply->message);
}

absl::Status CallOnce(const Connections& connections, std::string_view path,
                      const google::protobuf::MessageLite& request, google::protobuf::MessageLite& response,
                      std::string_view act_for) {
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, CallBytes(connections, path, request.SerializeAsString(), act_for));
  if (response.ParseFromString(bytes)) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(std::string(path), " was answered with something else than its message"));
}

Practice InventPractice(size_t members, size_t cases) {
  Practice practice;
  for (size_t i = 0; i < members; ++i) practice.members.push_back(absl::StrCat("members/", EncodeId(RandomIdBytes())));
  for (size_t i = 0; i < cases; ++i) practice.cases.push_back(absl::StrCat("cases/", EncodeId(RandomIdBytes())));
  return practice;
}

absl::StatusOr<Practice> MakePractice(const Connections& connections, const std::string& prefix, size_t members,
                                      size_t cases, Day intake) {
  Practice practice;
  practice.members.resize(members);
  practice.cases.resize(cases);
  CANDOR_RETURN_IF_ERROR(CallMany(
      connections, kCreateMember, members, [&](size_t i) { return MemberRequest(prefix, i); },
      [&](size_t i, const std::string& bytes) {
        v1::CreateMemberResponse response;
        response.ParseFromString(bytes);
        practice.members[i] = response.member().name();
      }));
  CANDOR_RETURN_IF_ERROR(CallMany(
      connections, kCreateSupervision, members, [&](size_t i) { return SupervisionRequest(practice, i, intake); },
      [](size_t, const std::string&) {}));
  const auto case_request = [&](size_t i) {
    std::string request = CaseRequest(practice, prefix, i, intake);
    practice.intake_bytes += request.size();
    return request;
  };
  CANDOR_RETURN_IF_ERROR(
      CallMany(connections, kCreateCase, cases, case_request, [&](size_t i, const std::string& bytes) {
        v1::CreateCaseResponse response;
        response.ParseFromString(bytes);
        practice.cases[i] = response.case_().name();
      }));
  return practice;
}

}  // namespace candor::bench
