// Policies that are tried on the practice's history before they are put in force, in a whole daemon with the real
// worker.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::policy_preview_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace fs = std::filesystem;

constexpr char kUnclosed[] = "policies/referral/rules/referral_unclosed";

std::string TextOf(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// All that one preview said.
struct Previewed {
  Refusal refusal;
  std::vector<v1::FollowUpDifference> differences;
  std::vector<std::string> codes;  // of the cases, in the order in which they were told
  v1::PreviewSummary summary;
  int64_t progress = 0;
};

class PolicyPreviewTest : public DaemonTest {
 protected:
  PolicyPreviewTest() : folder_(MakeTempFolder("candor-preview")) {}
  ~PolicyPreviewTest() override {
    daemon_.reset();
    fs::remove_all(folder_);
  }

  // The defaults and nothing else are in force. Ana has offered a referral, ten days ago, and had a session of 20
  // minutes.
  void SetUp() override {
    default_ = TextOf(fs::path(InMemoryOptions(clock_).profiles_dir) / "default.toml");
    fs::create_directory(folder_ / "profiles");
    fs::create_directory(folder_ / "candidates");
    fs::permissions(folder_ / "candidates", fs::perms::owner_all);
    std::ofstream(folder_ / "profiles/default.toml") << default_;
    DaemonOptions options = InMemoryOptions(clock_);
    options.profiles_dir = (folder_ / "profiles").string();
    options.candidates_dir = (folder_ / "candidates").string();
    Serve(std::move(options));
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    case_ = OpenCase("C-1042", ana_);
    v1::CreateEntryRequest referral = EntryFor(case_, ana_, kToday - 10);
    referral.mutable_entry()->mutable_referral()->set_outcome(v1::REFERRAL_OUTCOME_OFFERED);
    SetDate(referral.mutable_entry()->mutable_reported()->mutable_date(), kToday);
    Record(referral);
    v1::CreateEntryRequest session = EntryFor(case_, ana_, kToday);
    session.mutable_entry()->mutable_session()->set_minutes(20);
    Record(session);
    WaitForPolicies();
  }

  void Place(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / "candidates" / name) << text;
    fs::permissions(folder_ / "candidates" / name, fs::perms::owner_read | fs::perms::owner_write);
  }
  void PlacePlugin(const std::string& name) {
    fs::copy_file(CANDOR_BUILD "/tests/plugins/" + name, folder_ / "candidates" / name);
    fs::permissions(folder_ / "candidates" / name, fs::perms::owner_all);
  }
  // The defaults with another value of the rule about referrals.
  void PlaceDefaultWith(int close_within) {
    const std::string begin = "[rules.referral_unclosed.close_within]\nvalue = ";
    std::string text = default_;
    const size_t at = text.find(begin);
    ASSERT_NE(at, std::string::npos);
    text.replace(at + begin.size(), 2, std::to_string(close_within));
    Place("default.toml", text);
  }

  Previewed Preview(const v1::PreviewPoliciesRequest& request, const std::string& act_for = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
    if (!act_for.empty()) context.AddMetadata("candor-act-for", act_for);
    const auto stream = policies_->PreviewPolicies(&context, request);
    Previewed all;
    v1::PreviewPoliciesResponse response;
    while (stream->Read(&response)) {
      if (response.has_progress()) all.progress = response.progress().subjects_done();
      if (response.has_summary()) all.summary = response.summary();
      if (!response.has_difference()) continue;
      all.codes.push_back(response.difference().case_code());
      for (const v1::FollowUpDifference& each : response.difference().follow_ups()) all.differences.push_back(each);
    }
    all.refusal = RefusalOf(stream->Finish());
    return all;
  }

  const fs::path folder_;
  std::string default_;
  std::string ana_, case_;
};

TEST_F(PolicyPreviewTest, OfNothingChangedThereIsNoDifference) {
  const uint64_t size = Status().ledger_size();

  const Previewed all = Preview({});

  EXPECT_EQ(all.refusal.code, grpc::StatusCode::OK) << all.refusal.message;
  EXPECT_THAT(all.differences, IsEmpty());
  EXPECT_EQ(all.summary.subjects(), 2);
  EXPECT_EQ(all.summary.restated(), 0);
  EXPECT_EQ(all.progress, 2);
  EXPECT_EQ(Status().ledger_size(), size);
}

TEST_F(PolicyPreviewTest, AChangedProfileIsToldWithTheValueAndTheProfileThatDecidesAndChangesNothing) {
  PlaceDefaultWith(20);
  const std::vector<v1::FollowUp> before = FollowUps(case_);
  const uint64_t size = Status().ledger_size();
  v1::PreviewPoliciesRequest request;
  request.set_profile_file("default.toml");

  const Previewed all = Preview(request);

  ASSERT_EQ(all.refusal.code, grpc::StatusCode::OK) << all.refusal.message;
  ASSERT_THAT(all.differences, SizeIs(1));
  const v1::FollowUpDifference& difference = all.differences[0];
  EXPECT_EQ(all.codes[0], "C-1042");
  EXPECT_EQ(difference.rule(), kUnclosed);
  EXPECT_EQ(difference.kind(), v1::DIFFERENCE_KIND_CHANGES);
  EXPECT_EQ(difference.therapist(), ana_);
  EXPECT_NE(difference.before().due().SerializeAsString(), difference.after().due().SerializeAsString());
  ASSERT_EQ(difference.reasons_size(), 1);
  const v1::DifferenceReason& reason = difference.reasons(0);
  EXPECT_EQ(reason.cause(), v1::DIFFERENCE_CAUSE_VALUE);
  EXPECT_EQ(reason.parameter(), "close_within");
  EXPECT_EQ(reason.before(), "30");
  EXPECT_EQ(reason.after(), "20");
  EXPECT_THAT(reason.after_profile(), HasSubstr("default"));
  ASSERT_EQ(all.summary.rules_size(), 1);
  EXPECT_EQ(all.summary.rules(0).catalogue_id(), "R43");
  EXPECT_EQ(all.summary.rules(0).changes(), 1);
  EXPECT_EQ(all.summary.differing(), 1);
  EXPECT_EQ(Status().ledger_size(), size + 1) << "that it was shown, and nothing else";
  ASSERT_EQ(FollowUps(case_).size(), before.size());
  EXPECT_EQ(FollowUps(case_)[0].SerializeAsString(), before[0].SerializeAsString());
}

TEST_F(PolicyPreviewTest, FromADayOnItTellsOfEntriesFromThatDayOn) {
  PlaceDefaultWith(20);
  v1::PreviewPoliciesRequest request;
  request.set_profile_file("default.toml");
  SetDate(request.mutable_effective_from(), kToday);
  EXPECT_THAT(Preview(request).differences, IsEmpty()) << "the referral was offered ten days before";

  SetDate(request.mutable_effective_from(), kToday - 10);
  EXPECT_THAT(Preview(request).differences, SizeIs(1));
}

// As the mode itself would be, while something is open that does not wait or is urgent.
TEST_F(PolicyPreviewTest, OfAModeThatWouldBeRefusedItIsSaid) {
  v1::CreateEntryRequest act = EntryFor(case_, ana_, kToday);
  act.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
  act.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
  act.mutable_entry()->mutable_romantic_or_sexual_act()->set_other_party(v1::OTHER_PARTY_CLIENT);
  Record(act);
  WaitForPolicies();
  const auto refused = [this](const std::string& rule) {
    v1::PreviewPoliciesRequest request;
    v1::CandidateMode& mode = *request.add_modes();
    mode.set_name(rule);
    mode.set_mode(v1::RULE_MODE_OFF);
    request.set_subject(case_);
    return Preview(request).summary.refused();
  };

  EXPECT_THAT(refused("policies/prohibitions/rules/sex_current"), HasSubstr("R10 (sex_current)"));
  EXPECT_THAT(refused("policies/practice_duties/rules/client_care"), HasSubstr("R64 (client_care)"));
  EXPECT_EQ(refused(kUnclosed), "");
}

TEST_F(PolicyPreviewTest, ARuleThatWouldBeOffIsToldWithItsMode) {
  v1::PreviewPoliciesRequest request;
  v1::CandidateMode& mode = *request.add_modes();
  mode.set_name(kUnclosed);
  mode.set_mode(v1::RULE_MODE_OFF);
  request.set_subject(case_);

  const Previewed all = Preview(request);

  ASSERT_THAT(all.differences, SizeIs(1)) << all.refusal.message;
  EXPECT_EQ(all.differences[0].kind(), v1::DIFFERENCE_KIND_WITHDRAWN);
  EXPECT_FALSE(all.differences[0].has_after());
  EXPECT_EQ(all.differences[0].reasons(0).cause(), v1::DIFFERENCE_CAUSE_MODE);
  EXPECT_EQ(all.summary.subjects(), 1);
}

TEST_F(PolicyPreviewTest, ACandidatePluginJudgesInAWorkerOfItsOwnAndIsNamedAsTheCause) {
  PlacePlugin("good.so");
  v1::PreviewPoliciesRequest request;
  request.set_plugin_file("good.so");

  const Previewed all = Preview(request);

  ASSERT_THAT(all.differences, SizeIs(1)) << all.refusal.message;
  EXPECT_EQ(all.differences[0].kind(), v1::DIFFERENCE_KIND_OPENS);
  EXPECT_EQ(all.differences[0].catalogue_id(), "T01");
  EXPECT_EQ(all.differences[0].reasons(0).cause(), v1::DIFFERENCE_CAUSE_PLUGIN);
  EXPECT_EQ(all.differences[0].reasons(0).before(), "");
  EXPECT_THAT(all.differences[0].reasons(0).after(), HasSubstr("1.0.0"));
  v1::ListPoliciesResponse policies;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(), policies).ok());
  for (const v1::Policy& each : policies.policies()) EXPECT_NE(each.name(), "policies/good") << "it is not in force";
}

TEST_F(PolicyPreviewTest, ACandidateThatCrashesOrLoopsEndsThePreviewAndTheDaemonServesOn) {
  for (const std::string name : {"crash.so", "endless_loop.so"}) {
    PlacePlugin(name);
    v1::PreviewPoliciesRequest request;
    request.set_plugin_file(name);

    const Previewed all = Preview(request);

    EXPECT_EQ(all.refusal.code, grpc::StatusCode::FAILED_PRECONDITION) << name;
    EXPECT_THAT(all.refusal.message, HasSubstr("nothing was changed")) << name;
  }
  v1::CreateEntryRequest session = EntryFor(case_, ana_, kToday);
  session.mutable_entry()->mutable_session()->set_minutes(30);
  EXPECT_EQ(Record(session).assessment().not_assessed_size(), 0);
}

TEST_F(PolicyPreviewTest, OfAPrivateNoteNothingIsTold) {
  Record(ReactionFor(case_, ana_, kToday), ana_);
  WaitForPolicies();
  const Previewed nothing = Preview({});
  std::string text = default_;
  const std::string begin = "[rules.attraction_consult.consult_within]\nvalue = 14";
  ASSERT_NE(text.find(begin), std::string::npos);
  text.replace(text.find(begin) + begin.size() - 2, 2, "10");
  Place("default.toml", text);
  v1::PreviewPoliciesRequest request;
  request.set_profile_file("default.toml");

  const Previewed all = Preview(request);

  ASSERT_EQ(all.refusal.code, grpc::StatusCode::OK) << all.refusal.message;
  EXPECT_THAT(all.differences, IsEmpty());
  EXPECT_EQ(all.summary.SerializeAsString(), nothing.summary.SerializeAsString())
      << "not even that something differs is told";
  EXPECT_GT(all.summary.rules_not_told(), 0);
}

TEST_F(PolicyPreviewTest, OnlyWhoeverManagesThePoliciesPreviewsThemAndSeesTheCandidates) {
  EXPECT_EQ(Preview({}, ana_).refusal.code, grpc::StatusCode::PERMISSION_DENIED);
  v1::ListCandidatesResponse listed;
  EXPECT_EQ(
      Call(policies_, &v1::PolicyService::Stub::ListCandidates, v1::ListCandidatesRequest(), listed, ana_).error_code(),
      grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(PolicyPreviewTest, WhatIsWrongWithACandidateIsSaidWithItsPlace) {
  Place("broken.toml", "profile = \"broken\"\nsurprise = 1\n");
  v1::PreviewPoliciesRequest request;
  request.set_profile_file("broken.toml");
  EXPECT_EQ(Preview(request).refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Preview(request).refusal.message, HasSubstr("broken.toml:2"));
  request.set_profile_file("../profiles/default.toml");
  EXPECT_EQ(Preview(request).refusal.field, "profile_file");
  request.set_profile_file("none.toml");
  EXPECT_EQ(Preview(request).refusal.code, grpc::StatusCode::NOT_FOUND);
  PlacePlugin("missing_symbol.so");
  request.clear_profile_file();
  request.set_plugin_file("missing_symbol.so");
  EXPECT_THAT(Preview(request).refusal.message, HasSubstr("cannot be loaded"));

  v1::ListCandidatesResponse listed;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListCandidates, v1::ListCandidatesRequest(), listed).ok());
  ASSERT_EQ(listed.candidates_size(), 2);
  EXPECT_THAT(listed.candidates(0).problem(), HasSubstr("broken.toml:2"));
  EXPECT_EQ(listed.candidates(1).kind(), v1::CANDIDATE_KIND_PLUGIN);
}

TEST_F(PolicyPreviewTest, WhoGoesAwayEndsIt) {
  grpc::ClientContext context;
  const auto stream = policies_->PreviewPolicies(&context, v1::PreviewPoliciesRequest());
  context.TryCancel();
  v1::PreviewPoliciesResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);

  EXPECT_EQ(Preview({}).refusal.code, grpc::StatusCode::OK) << "the next one has its turn";
}

}  // namespace
}  // namespace candor::policy_preview_test
