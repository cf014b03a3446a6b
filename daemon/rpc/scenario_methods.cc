#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "candor/v1/policy.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/services.h"

// What of the policy service is about scenarios.
namespace candor::rpc {
namespace {

void ResultToWire(const domain::ScenarioResult& result, const std::string& file, v1::ScenarioResult* out) {
  out->set_file(file);
  out->set_title(result.title);
  out->set_checks(static_cast<int32_t>(result.checks));
  out->set_otherwise(static_cast<int32_t>(result.failures.size()));
  for (const domain::ScenarioFailure& failure : result.failures) {
    v1::ScenarioDifference* difference = out->add_differences();
    difference->set_line(static_cast<int32_t>(failure.line));
    difference->set_expected(failure.expected);
    difference->set_came(failure.came);
  }
}

void TestScenario(const Rooms& rooms, const Call& call, const v1::TestScenarioRequest& request,
                  const Reply<v1::TestScenarioResponse>& reply) {
  const std::string file = request.file().empty() ? "scenario" : request.file();
  // The call's deadline is of the daemon's clock, which a test's may be; policies are given time of the machine's.
  const absl::Time deadline = absl::Now() + (call.deadline - call.received);
  rooms.scenarios.Test(file, request.text(), deadline,
                       [reply, file](const absl::StatusOr<domain::ScenarioResult>& result) {
                         if (absl::IsInvalidArgument(result.status())) {
                           return reply(WithDetail(result.status(), {"text", "no_scenario"}));
                         }
                         if (!result.ok()) return reply(result.status());
                         v1::TestScenarioResponse response;
                         ResultToWire(*result, file, response.mutable_result());
                         reply(std::move(response));
                       });
}

}  // namespace

void AddScenarioMethods(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.PolicyService.TestScenario", rooms, TestScenario);
}

}  // namespace candor::rpc
