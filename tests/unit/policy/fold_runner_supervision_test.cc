#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "daemon/policy/fold_runner.h"
#include "fold_runner_fixture.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

// What a policy is told of a change of supervision.
namespace candor::policy::fold_runner_supervision_test {
namespace {

using domain::Kind;
using ::testing::ElementsAre;
using testing::EventOn;
using testing::FoldRunnerTest;
using testing::NumberedId;
using ::testing::Pair;
using testing::SetScript;
using testing::TaskFor;

// What the host knows is told with whichever entry it stands beside.
TEST_F(FoldRunnerTest, TellsHowManyPeopleInTrainingASupervisorHasAndUntilWhen) {
  std::vector<std::pair<uint16_t, int64_t>> told;
  SetScript([&](candor_call* call) -> int32_t {
    for (uint32_t i = 0; i < call->event->field_count; ++i) {
      const candor_field& field = call->event->fields[i];
      const bool of_supervisees = field.id == CANDOR_HOST_SUPERVISEES || field.id == CANDOR_HOST_SUPERVISEES_UNTIL;
      if (of_supervisees) told.emplace_back(field.id, field.number);
    }
    return CANDOR_OK;
  });
  auto change = EventOn(1, 7, Kind::kSupervision);
  change.host.supervisees = domain::Supervisees{8, {10, 10, 20}};
  auto task = TaskFor("scripted", {EventOn(0, 6, Kind::kSupervision), change});
  task.subject = domain::SubjectId::Of(MemberId(NumberedId(1)));

  runner_.Run(task);

  EXPECT_THAT(told, ElementsAre(Pair(CANDOR_HOST_SUPERVISEES, 8), Pair(CANDOR_HOST_SUPERVISEES_UNTIL, 10),
                                Pair(CANDOR_HOST_SUPERVISEES_UNTIL, 10), Pair(CANDOR_HOST_SUPERVISEES_UNTIL, 20)));
}

}  // namespace
}  // namespace candor::policy::fold_runner_supervision_test
