#ifndef CANDOR_TESTS_SCENARIO_DAEMON_MEMBER_RULES_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_MEMBER_RULES_FIXTURE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor {

// A daemon with the policy of tests/policies/member_rules and no other. Ana is supervised by Dele; Maria is a
// colleague.
class MemberRulesTest : public DaemonTest {
 protected:
  MemberRulesTest() : folder_(MakeTempFolder("candor-member-rules")) {}
  ~MemberRulesTest() override {
    daemon_.reset();
    std::filesystem::remove_all(folder_);
  }

  void SetUp() override {
    std::filesystem::create_directory(folder_ / "plugins");
    std::filesystem::create_directory(folder_ / "profiles");
    std::filesystem::copy(plugin_, folder_ / "plugins");
    DaemonOptions options = InMemoryOptions(clock_);
    options.plugins_dir = (folder_ / "plugins").string();
    options.profiles_dir = (folder_ / "profiles").string();
    Serve(std::move(options));
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    dele_ = MakeMember("Dele Haddad");
    maria_ = MakeMember("Maria Lopez");
    MakeSupervision(ana_, dele_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", ana_);
  }

  // In the case, about Ana.
  v1::CreateEntryRequest Crossing(v1::EntrySource source, v1::EntryBasis basis) {
    v1::CreateEntryRequest request = EntryFor(case_, ana_, kToday);
    request.mutable_entry()->set_source(source);
    request.mutable_entry()->set_basis(basis);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_PLACE);
    return request;
  }
  v1::CreateEntryRequest Act() {
    v1::CreateEntryRequest request = EntryFor(case_, ana_, kToday);
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->mutable_romantic_or_sexual_act();
    return request;
  }
  // So long ago that it was to be renewed.
  v1::CreateEntryRequest Training() {
    v1::CreateEntryRequest request = EntryFor(ana_, ana_, kToday - 370);
    request.mutable_entry()->mutable_training()->set_topic(v1::TRAINING_TOPIC_BOUNDARIES);
    SetDate(request.mutable_entry()->mutable_reported()->mutable_date(), kToday);
    return request;
  }

  // The only one of the rule that the caller sees; a name of nothing where there is none.
  v1::FollowUp OnlyOf(const std::string& rule, const std::string& act_for = "") {
    WaitForPolicies();
    std::vector<v1::FollowUp> found = FollowUps("", act_for);
    std::erase_if(found, [&](const v1::FollowUp& each) { return each.rule() != rule; });
    return found.size() == 1 ? found[0] : v1::FollowUp();
  }

  std::vector<v1::WorkItem> Work(const std::string& act_for = "") {
    const auto work = v1::WorkService::NewStub(daemon_->InProcessChannel());
    v1::GetWorkListResponse response;
    const grpc::Status status =
        Call(work, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.work_list().items().begin(), response.work_list().items().end()};
  }

  void GoTo(Day day) { clock_.SetTime(absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12)); }

  const std::filesystem::path folder_;
  std::string plugin_ = CANDOR_BUILD "/tests/plugins/member_rules.so";  // the only one
  std::string ana_, dele_, maria_, case_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_MEMBER_RULES_FIXTURE_H_
