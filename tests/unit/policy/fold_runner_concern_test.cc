#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/policy/fold_runner.h"
#include "fold_runner_fixture.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

// What a policy is told of an entry about a concern.
namespace candor::policy::fold_runner_concern_test {
namespace {

using domain::Kind;
using ::testing::ElementsAre;
using testing::EventOn;
using testing::FoldRunnerTest;
using testing::NumberedId;
using testing::SetScript;
using testing::TaskFor;

// Who raised a concern without a name has no author; that it came in before something was done is told all the same.
TEST_F(FoldRunnerTest, TellsWhichConcernIsMeantAndWhenOneCameInAlsoWithoutAName) {
  std::vector<int64_t> numbers;
  std::vector<std::string> matters;
  SetScript([&](candor_call* call) -> int32_t {
    for (uint32_t i = 0; i < call->event->field_count; ++i) {
      const candor_field& field = call->event->fields[i];
      if (field.id == CANDOR_HOST_RECORD_NUMBER) numbers.push_back(field.number);
      if (field.id == CANDOR_HOST_MATTER) matters.emplace_back(field.text, field.size);
    }
    return CANDOR_OK;
  });
  const auto raised = EventOn(1, 7, Kind::kConcern);
  auto step = EventOn(2, 8, Kind::kConcern);
  step.host.matter = raised.id;
  auto task = TaskFor("scripted", {raised, step});
  task.subject = domain::SubjectId::Of(MemberId(NumberedId(1)));

  runner_.Run(task);

  EXPECT_THAT(numbers, ElementsAre(7, 8));
  const auto& id = raised.id.bytes();
  EXPECT_THAT(matters, ElementsAre(std::string(id.begin(), id.end())));
}

}  // namespace
}  // namespace candor::policy::fold_runner_concern_test
