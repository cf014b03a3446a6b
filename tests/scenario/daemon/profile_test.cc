// Profiles in a whole daemon: whom they bind, what holds, and how they change while it runs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::profile_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr char kGuild[] = R"(profile = "guild"
title = "Code of the Guild"
version = "1.0.0"
kind = "code"
authority = "code"
confidence = "A"
as_of = 2024-01-01
reviewed_on = 2025-03-01
binds = { body = ["guild"] }

[rules.attraction_consult.consult_within]
value = 8
unit = "days"
citation = "Guild 4.2"

[rules.attraction_consult.consult_latest]
value = 20
unit = "days"
citation = "Guild 4.2"
)";

// Values of the practice's own, of which `unit` may be wrong.
std::string Ours(int within, const std::string& unit = "days") {
  return "profile = \"ours\"\nversion = \"1.0.0\"\nauthority = \"practice\"\n\n"
         "[rules.attraction_consult.consult_within]\nvalue = " +
         std::to_string(within) + "\nunit = \"" + unit +
         "\"\ncitation = \"house rule\"\n\n"
         "[rules.attraction_consult.consult_latest]\nvalue = 30\nunit = \"days\"\ncitation = \"house rule\"\n";
}

class ProfileTest : public DaemonTest {
 protected:
  ProfileTest() : folder_(MakeTempFolder("candor-profiles")) {}
  ~ProfileTest() override {
    daemon_.reset();
    fs::remove_all(folder_);
  }

  // The defaults, and a code that nobody is bound by yet.
  void SetUp() override {
    fs::create_directory(folder_ / "profiles");
    fs::copy_file(fs::path(InMemoryOptions(clock_).profiles_dir) / "default.toml", folder_ / "profiles/default.toml");
    Write("guild", kGuild);
    Serve(Options());
  }

  DaemonOptions Options() {
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = (folder_ / "data").string();
    options.profiles_dir = (folder_ / "profiles").string();
    return options;
  }

  void Write(const std::string& profile, const std::string& text) {
    std::ofstream(folder_ / "profiles" / (profile + ".toml")) << text;
  }

  void Join(const std::string& member, const std::string& body) {
    v1::CreateMembershipRequest request;
    request.set_parent(member);
    request.mutable_membership()->set_body(body);
    v1::CreateMembershipResponse response;
    const grpc::Status status = Call(members_, &v1::MemberService::Stub::CreateMembership, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.member().memberships_size(), 1);
  }

  // "consult_within 8 guild by membership of guild", of the rule's first two thresholds.
  std::vector<std::string> EffectiveOf(const std::string& member) {
    v1::ListEffectiveValuesRequest request;
    request.set_parent(member);
    request.set_page_size(1000);
    v1::ListEffectiveValuesResponse response;
    const grpc::Status status = Call(policies_, &v1::PolicyService::Stub::ListEffectiveValues, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> lines;
    for (const v1::EffectiveValue& value : response.values()) {
      if (value.rule() != "policies/consultation/rules/attraction_consult" || value.group() != "consult") continue;
      lines.push_back(value.parameter() + " " + std::to_string(value.value()) + " " + value.profile() + " by " +
                      value.binds_by());
    }
    return lines;
  }

  // "Guild 4.2, A, of 2024-01-01", of the rule's first threshold.
  std::string SourceOf(const std::string& member) {
    v1::ListEffectiveValuesRequest request;
    request.set_parent(member);
    request.set_page_size(1000);
    v1::ListEffectiveValuesResponse response;
    EXPECT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListEffectiveValues, request, response).ok());
    for (const v1::EffectiveValue& value : response.values()) {
      if (value.parameter() != "consult_within" || value.group() != "consult") continue;
      const Day as_of(value.as_of().year(), value.as_of().month(), value.as_of().day());
      return value.citation() + ", " + value.confidence() + ", of " + FormatDay(as_of);
    }
    return "";
  }

  v1::ReloadProfilesResponse Reload(bool retroactive = false) {
    v1::ReloadProfilesRequest request;
    request.set_retroactive(retroactive);
    v1::ReloadProfilesResponse response;
    const grpc::Status status = Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // The due date of the case's only follow-up, as in "2025-04-07".
  std::string DueOf(const std::string& file) {
    const std::vector<v1::FollowUp> all = FollowUps(file);
    if (all.size() != 1) return std::to_string(all.size()) + " follow-ups";
    return FormatDay(Day(all[0].due().year(), all[0].due().month(), all[0].due().day()));
  }

  // What was said before a change is looked at again in the background.
  std::string DueOnceItIs(const std::string& file, const std::string& wanted) {
    for (int i = 0; i < 500 && DueOf(file) != wanted; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return DueOf(file);
  }

  fs::path folder_;
};

TEST_F(ProfileTest, SaysOfEachValueWhichProfileDecidesAndWhyItBinds) {
  const std::string bound = MakeMember("Ana Nguyen");
  const std::string other = MakeMember("Bo Lind");
  Join(bound, "guild");

  EXPECT_THAT(EffectiveOf(bound), ElementsAre("consult_within 8 guild by membership of guild",
                                              "consult_latest 20 guild by membership of guild"));
  EXPECT_THAT(EffectiveOf(other), ElementsAre("consult_within 14 default by what holds where no other says anything",
                                              "consult_latest 30 default by what holds where no other says anything"));
}

// Written down on Sunday 30 March: 8 days later is a Monday, 14 days later a Sunday, which moves to the Monday.
TEST_F(ProfileTest, EachIsJudgedByWhatBindsThem) {
  const std::string bound = MakeMember("Ana Nguyen");
  const std::string other = MakeMember("Bo Lind");
  Join(bound, "guild");
  const std::string first = OpenCase("C-1", bound);
  const std::string second = OpenCase("C-2", other);
  Record(ReactionFor(first, bound, Day(2025, 3, 23)));
  Record(ReactionFor(second, other, Day(2025, 3, 23)));
  WaitForPolicies();

  EXPECT_EQ(DueOf(first), "2025-04-07");
  EXPECT_EQ(DueOf(second), "2025-04-14");
}

TEST_F(ProfileTest, WhoJoinsABodyLaterIsLookedAtAgain) {
  const std::string member = MakeMember("Ana Nguyen");
  const std::string file = OpenCase("C-1", member);
  Record(ReactionFor(file, member, Day(2025, 3, 23)));
  WaitForPolicies();
  ASSERT_EQ(DueOf(file), "2025-04-14");

  Join(member, "guild");

  EXPECT_EQ(DueOnceItIs(file, "2025-04-07"), "2025-04-07");
}

TEST_F(ProfileTest, AChangeHoldsForEntriesFromItsDayOnAndForEarlierOnesOnlyWhenAskedFor) {
  const std::string member = MakeMember("Ana Nguyen");
  const std::string before = OpenCase("C-1", member);
  const std::string after = OpenCase("C-2", member);
  Record(ReactionFor(before, member, Day(2025, 3, 29)));
  WaitForPolicies();
  Write("ours", Ours(5));

  const v1::ReloadProfilesResponse reloaded = Reload();
  Record(ReactionFor(after, member, Day(2025, 3, 30)));
  WaitForPolicies();

  EXPECT_TRUE(reloaded.changed());
  EXPECT_EQ(reloaded.profiles_size(), 3);
  EXPECT_EQ(reloaded.effective_from().day(), 30);
  EXPECT_EQ(DueOnceItIs(after, "2025-04-04"), "2025-04-04");
  EXPECT_EQ(DueOf(before), "2025-04-14");
  EXPECT_FALSE(Reload().changed());

  const v1::ReloadProfilesResponse retroactive = Reload(/*retroactive=*/true);

  EXPECT_TRUE(retroactive.changed());
  EXPECT_FALSE(retroactive.has_effective_from());
  EXPECT_EQ(DueOnceItIs(before, "2025-04-04"), "2025-04-04");
}

TEST_F(ProfileTest, ACorrectedSourceIsTakenOverLikeANumber) {
  const std::string member = MakeMember("Ana Nguyen");
  Join(member, "guild");
  ASSERT_EQ(SourceOf(member), "Guild 4.2, A, of 2024-01-01");
  const auto corrected = [](const std::string& from, const std::string& to) {
    std::string text = kGuild;
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    return text;
  };

  Write("guild", corrected("Guild 4.2", "Guild 4.3"));
  EXPECT_TRUE(Reload().changed());
  EXPECT_EQ(SourceOf(member), "Guild 4.3, A, of 2024-01-01");
  EXPECT_FALSE(Reload().changed());

  Write("guild", corrected("confidence = \"A\"", "confidence = \"KL\""));
  EXPECT_TRUE(Reload().changed());
  EXPECT_EQ(SourceOf(member), "Guild 4.2, KL, of 2024-01-01");

  Write("guild", corrected("as_of = 2024-01-01", "as_of = 2025-01-01"));
  EXPECT_TRUE(Reload().changed());
  EXPECT_EQ(SourceOf(member), "Guild 4.2, A, of 2025-01-01");

  Write("guild",
        "# A remark moves every line and says nothing.\n" + corrected("as_of = 2024-01-01", "as_of = 2025-01-01"));
  EXPECT_FALSE(Reload().changed());
}

// By the practice's clock it is 2025; a date up to the day of the shipped profiles is no mistake of whoever writes it.
TEST_F(ProfileTest, AReviewThatIsYetToComeAndAContradictionAreRefused) {
  const auto refused = [this](const std::string& text) {
    Write("ours", text);
    v1::ReloadProfilesResponse response;
    return RefusalOf(Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), response))
        .message;
  };

  EXPECT_THAT(refused("reviewed_on = 2036-11-01\n" + Ours(5)), HasSubstr("ours.toml:1: reviewed_on is 2036-11-01"));
  EXPECT_THAT(refused(Ours(31)), HasSubstr("ours.toml:5: attraction_consult.consult_within is 31 and consult_latest"));
  EXPECT_THAT(refused("profile = \"ours\"\nversion = \"1.0.0\"\nauthority = \"practice\"\n"
                      "[rules.attraction_persists.persist_action]\nvalue = 7\nunit = \"choice\"\ncitation = \"c\"\n"),
              HasSubstr("is 7, which is none of 1 (decide with the consultant), 2 (refer)"));
  std::string pattern = "profile = \"ours\"\nversion = \"1.0.0\"\nauthority = \"practice\"\n";
  for (const std::string parameter : {"crossings", "areas", "window"}) {
    pattern += "[rules.crossing_accumulation." + parameter + "]\nvalue = 0\nunit = \"" +
               (parameter == "window" ? "days" : "count") + "\"\ncitation = \"house rule\"\n";
  }
  EXPECT_THAT(refused(pattern), HasSubstr("is 0, less than the least that means anything, 1"));
}

TEST_F(ProfileTest, WhatCannotBeUsedIsRefusedAndTheLastGoodSetHoldsOn) {
  const std::string member = MakeMember("Ana Nguyen");
  Write("ours", Ours(5, "years"));
  v1::ReloadProfilesResponse response;

  const Refusal refused =
      RefusalOf(Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), response));

  EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refused.reason, "profile_refused");
  EXPECT_THAT(refused.message,
              HasSubstr("ours.toml:5: attraction_consult.consult_within is counted in days, not years"));
  EXPECT_THAT(Status().profiles_problem(), HasSubstr("ours.toml:5:"));
  EXPECT_THAT(EffectiveOf(member),
              ElementsAre(HasSubstr("consult_within 14 default"), HasSubstr("consult_latest 30 default")));

  Write("ours", Ours(5));
  Reload();
  EXPECT_EQ(Status().profiles_problem(), "");
  EXPECT_THAT(EffectiveOf(member), ElementsAre("consult_within 5 ours by the practice's own",
                                               "consult_latest 30 ours by the practice's own"));
}

TEST_F(ProfileTest, WithProfilesThatCannotBeUsedTheDaemonDoesNotStart) {
  ASSERT_TRUE(daemon_->Stop().ok());
  daemon_.reset();
  Write("ours", Ours(5) + "colour = \"red\"\n");

  const auto daemon = Daemon::Start(Options());

  EXPECT_EQ(daemon.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(daemon.status().message()), HasSubstr("ours.toml:14: "));
}

TEST_F(ProfileTest, WhatHeldBeforeIsKnownAfterARestart) {
  const std::string member = MakeMember("Ana Nguyen");
  const std::string before = OpenCase("C-1", member);
  Record(ReactionFor(before, member, Day(2025, 3, 29)));
  WaitForPolicies();
  Write("ours", Ours(5));
  Reload();
  ASSERT_TRUE(daemon_->Stop().ok());
  daemon_.reset();
  Serve(Options());
  ASSERT_NE(daemon_, nullptr);
  const std::string late = OpenCase("C-2", member);
  const std::string after = OpenCase("C-3", member);

  Record(ReactionFor(late, member, Day(2025, 3, 29)));
  Record(ReactionFor(after, member, Day(2025, 3, 30)));
  WaitForPolicies();

  EXPECT_EQ(DueOnceItIs(late, "2025-04-14"), "2025-04-14") << "of a day on which the defaults held";
  EXPECT_EQ(DueOnceItIs(after, "2025-04-04"), "2025-04-04");
  EXPECT_EQ(DueOf(before), "2025-04-14");
}

}  // namespace
}  // namespace candor::profile_test
