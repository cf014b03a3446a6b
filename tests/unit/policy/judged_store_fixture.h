#ifndef CANDOR_TESTS_UNIT_POLICY_JUDGED_STORE_FIXTURE_H_
#define CANDOR_TESTS_UNIT_POLICY_JUDGED_STORE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/assessor.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "daemon/store/open.h"
#include "plugins/abi/candor_policy.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::policy {

// One policy, in this process. Thread-safe.
class OnePolicyEngine final : public domain::PolicyEngine {
 public:
  // `declared` outlives it.
  explicit OnePolicyEngine(const candor_policy& declared) : policy_(RunnablePolicy::Make(&declared).value()) {}

  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<domain::PolicyResult> results;
    results.reserve(tasks.size());
    for (const domain::PolicyTask& task : tasks) results.push_back(runner_.Run(task));
    return results;
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins_; }
  const std::string& ParameterSet() const override { return parameter_set_; }

 private:
  const std::unique_ptr<RunnablePolicy> policy_;
  absl::Mutex mutex_;
  FoldRunner runner_ ABSL_GUARDED_BY(mutex_){*policy_};
  const std::vector<domain::PluginInfo> plugins_ = {policy_->info()};
  const std::string parameter_set_ = std::string(64, '1');
};

// Two members and two cases in memory, judged by one policy that holds since 2020.
class JudgedStoreTest : public ::testing::Test {
 protected:
  inline static const Day kToday{2025, 6, 30};

  explicit JudgedStoreTest(const candor_policy& declared) : engine_(declared) {
    using store::CaseOf;
    using store::MemberOf;
    Append({domain::Settings()});
    Append({domain::Activation{"", {}, {}, Day(2020, 1, 1)}});
    Append({domain::Member{MemberOf(1), "Ann", {}}, domain::Member{MemberOf(2), "Bob", {}}});
    Append({domain::NewCase{CaseOf(1), "C-1"}, domain::NewCase{CaseOf(2), "C-2"}});
    Start();
  }
  ~JudgedStoreTest() override { assessor_.reset(); }

  void Start() {
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, engine_, clock_, options);
    EXPECT_TRUE(assessor_->Start().ok());
  }
  domain::Appended Append(std::vector<domain::Change> changes) {
    const auto appended = store::AppendTo(*store_, std::move(changes));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? *appended : domain::Appended();
  }
  EntryId Add(domain::NewEntry entry) { return Append({std::move(entry)}).entry; }
  void Erase(const domain::SubjectId& subject) {
    domain::Erasure erasure;
    erasure.id = ErasureId(RandomIdBytes());
    erasure.subject = subject;
    erasure.classes = {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal};
    erasure.reason = Sensitive<std::string>(std::string("asked for"));
    Append({erasure});
    erasure.state = domain::DecisionState::kInForce;
    erasure.approver = store::MemberOf(2);
    Append({erasure});
  }

  SimulatedClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_ = store::OpenInMemory(clock_).value();
  OnePolicyEngine engine_;
  std::unique_ptr<Assessor> assessor_;
};

}  // namespace candor::policy

#endif  // CANDOR_TESTS_UNIT_POLICY_JUDGED_STORE_FIXTURE_H_
