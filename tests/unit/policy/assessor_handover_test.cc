#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "assessor_fixture.h"

// Other policies take the place of those that judge while the assessor is at work.
namespace candor::policy::assessor_test {
namespace {

// The scripted policy with so many days, under a name of its own.
class NamedEngine final : public domain::PolicyEngine {
 public:
  NamedEngine(std::string name, int64_t within) : engine_(testing::ScriptedPolicy(), within), name_(std::move(name)) {}

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time deadline) override {
    const bool asked =
        std::any_of(tasks.begin(), tasks.end(), [](const domain::PolicyTask& task) { return !task.Events().empty(); });
    if (asked && meanwhile_) std::exchange(meanwhile_, nullptr)();
    return engine_.Assess(tasks, deadline);
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return engine_.Plugins(); }
  const std::string& ParameterSet() const override { return name_; }

  // Done once, while it is asked about an entry. Before the assessor starts.
  void Meanwhile(std::function<void()> what) { meanwhile_ = std::move(what); }

 private:
  InProcessEngine engine_;
  const std::string name_;
  std::function<void()> meanwhile_;
};

// One of two, the first until it goes over. Thread-safe.
class TwoEngines final : public domain::PolicyEngine {
 public:
  TwoEngines()
      : first(std::make_shared<NamedEngine>("first", 30)), second(std::make_shared<NamedEngine>("second", 10)) {}

  void GoOver() { gone_over_ = true; }

  std::shared_ptr<domain::PolicyEngine> Current() override { return gone_over_ ? second : first; }
  std::shared_ptr<const domain::PolicyEngine> Current() const override { return gone_over_ ? second : first; }
  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time deadline) override {
    return Current()->Assess(tasks, deadline);
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return Current()->Plugins(); }
  const std::string& ParameterSet() const override { return Current()->ParameterSet(); }

  const std::shared_ptr<NamedEngine> first;
  const std::shared_ptr<NamedEngine> second;

 private:
  std::atomic<bool> gone_over_ = false;
};

class AssessorHandoverTest : public AssessorTest {
 protected:
  ~AssessorHandoverTest() override { assessor_.reset(); }

  void Start() {
    assessor_.reset();
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, engines_, clock_, options);
    ASSERT_TRUE(assessor_->Start().ok());
    ASSERT_TRUE(Eventually([this] { return store_->Latest()->GetReassessment()->done; }));
  }

  // How many days after they were written down the follow-ups are due, in the order in which they were opened.
  std::vector<int64_t> DaysGiven() {
    std::vector<int64_t> days;
    for (const FollowUp& each : FollowUps()) days.push_back(*each.clear.due - each.clear.reported_on);
    return days;
  }

  TwoEngines engines_;
};

TEST_F(AssessorHandoverTest, AGroupUnderWayIsJudgedToItsEndByThoseThatBeganAndTheNextByTheOthers) {
  engines_.first->Meanwhile([this] { engines_.GoOver(); });
  Start();

  AppendAssessed(EntryOn(Day(2025, 6, 2)));
  EXPECT_EQ(DaysGiven(), (std::vector<int64_t>{30})) << "the others took over while it was being judged";
  AppendAssessed(EntryOn(Day(2025, 6, 9)));

  EXPECT_EQ(DaysGiven(), (std::vector<int64_t>{10, 10})) << "the whole timeline by the same policies";
}

TEST_F(AssessorHandoverTest, TheChangeGoesOnRecordAndWhatWasSaidBeforeIsLookedAtAgain) {
  Start();
  AppendAssessed(EntryOn(Day(2025, 6, 2)));
  ASSERT_EQ(store_->Latest()->GetActivation()->parameter_set, "first");

  engines_.GoOver();
  ASSERT_TRUE(assessor_->ParametersChanged().ok());

  EXPECT_EQ(store_->Latest()->GetActivation()->parameter_set, "second");
  EXPECT_TRUE(Eventually([this] { return DaysGiven() == std::vector<int64_t>{10}; }));
  EXPECT_TRUE(Eventually([this] { return store_->Latest()->GetReassessment()->done; }));
}

TEST_F(AssessorHandoverTest, AStartAfterwardsGoesOnByThoseInForce) {
  Start();
  AppendAssessed(EntryOn(Day(2025, 6, 2)));
  // As after a crash between the change and its record.
  engines_.GoOver();
  Start();

  EXPECT_EQ(store_->Latest()->GetActivation()->parameter_set, "second");
  EXPECT_TRUE(Eventually([this] { return DaysGiven() == std::vector<int64_t>{10}; }));
}

}  // namespace
}  // namespace candor::policy::assessor_test
