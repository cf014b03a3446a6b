// What the profiles say that are shipped, loaded as the daemon loads them. The tables are those of the rule catalogue,
// written down a second time: a value that changes by mistake is found here.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "daemon/domain/member.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/profile_binding.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy::shipped_profiles_test {
namespace {

using ::testing::ContainerEq;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Words of the choice anchor, as the rules about former clients have them.
constexpr int64_t kFromTermination = 1;
constexpr int64_t kFromLastContact = 2;

const std::vector<Profile>& Shipped() {
  static const auto* const kProfiles = [] {
    auto loaded = LoadProfiles(CANDOR_SHIPPED_PROFILES);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new std::vector<Profile>(loaded.ok() ? *std::move(loaded) : std::vector<Profile>());
  }();
  return *kProfiles;
}

bool IsSource(const Profile& profile) {
  return profile.kind == ProfileKind::kLaw || profile.kind == ProfileKind::kBoard || profile.kind == ProfileKind::kCode;
}

std::vector<const Profile*> Sources() {
  std::vector<const Profile*> sources;
  for (const Profile& profile : Shipped()) {
    if (IsSource(profile)) sources.push_back(&profile);
  }
  return sources;
}

std::optional<int64_t> Find(const Profile& profile, std::string_view rule, std::string_view parameter) {
  const auto found = std::find_if(profile.values.begin(), profile.values.end(), [&](const ProfileValue& value) {
    return value.rule == rule && value.parameter == parameter;
  });
  return found == profile.values.end() ? std::nullopt : std::optional<int64_t>(found->value);
}

// What the sources say of one parameter, by the name of the profile.
std::map<std::string, int64_t> SaidOf(std::string_view rule, std::string_view parameter) {
  std::map<std::string, int64_t> said;
  for (const Profile* profile : Sources()) {
    if (const auto value = Find(*profile, rule, parameter)) said[profile->name] = *value;
  }
  return said;
}

// The comment that a file begins with, as one line.
std::string OpeningComment(const std::string& path) {
  std::ifstream file(path);
  std::string comment;
  for (std::string line; std::getline(file, line) && line.starts_with("#");) {
    comment += line.substr(1);
  }
  return comment;
}

TEST(ShippedProfilesTest, EveryFileLoadsAndIsNamedAsItsProfile) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CANDOR_SHIPPED_PROFILES)) {
    if (entry.path().extension() == ".toml") ++files;
  }

  EXPECT_EQ(Shipped().size(), files);
  for (const Profile& profile : Shipped()) {
    EXPECT_EQ(std::filesystem::path(profile.path).stem().string(), profile.name);
  }
}

TEST(ShippedProfilesTest, EveryCodeAndJurisdictionOfTheReferencesHasAFile) {
  std::set<std::string> names;
  for (const Profile* profile : Sources()) names.insert(profile->name);

  EXPECT_EQ(absl::StrJoin(names, " "),
            "aamft aca american-psychiatric apa arizona asppb bacp bacp-accredited bacp-placement belgium bps "
            "california california-bbs california-bbs-trainees camft canada colorado connecticut cpbao crpo delaware "
            "efpa florida georgia minnesota nasw nbcc netherlands nip ontario pennsylvania "
            "pennsylvania-psychologists rhode-island texas texas-lpc virginia washington wisconsin");
}

TEST(ShippedProfilesTest, EveryValueSaysWhereItIsFromHowSureThatIsAndOfWhen) {
  for (const Profile& profile : Shipped()) {
    for (const auto values : {&Profile::values, &Profile::supervision}) {
      for (const ProfileValue& value : profile.*values) {
        const std::string where = profile.path + ":" + std::to_string(value.line);
        EXPECT_FALSE(value.citation.empty()) << where;
        EXPECT_FALSE(value.authority.empty()) << where;
        EXPECT_FALSE(value.confidence.empty()) << where;
        ASSERT_TRUE(value.as_of.has_value() && value.reviewed_on.has_value()) << where;
        EXPECT_LE(*value.as_of, *value.reviewed_on) << where;
      }
    }
  }
}

// A file without a value binds too, and its age counts.
TEST(ShippedProfilesTest, EveryFileSaysOfWhenItIs) {
  for (const Profile& profile : Shipped()) {
    EXPECT_FALSE(profile.title.empty()) << profile.path;
    EXPECT_FALSE(profile.confidence.empty()) << profile.path;
    ASSERT_TRUE(profile.as_of.has_value() && profile.reviewed_on.has_value()) << profile.path;
    EXPECT_LE(*profile.as_of, *profile.reviewed_on) << profile.path;
  }
}

// A clock that is behind reads them too (CheckDates): who compares a file again later moves that day.
TEST(ShippedProfilesTest, NoFileIsDatedAfterTheListThatItIsFrom) {
  for (const Profile& profile : Shipped()) {
    EXPECT_TRUE(CheckDates(profile, kShippedReview, kShippedReview).ok()) << profile.path;
  }
}

// What is our own decision never stands in a file of somebody else.
TEST(ShippedProfilesTest, NoSourceHasADefaultOfOurs) {
  for (const Profile* profile : Sources()) {
    for (const ProfileValue& value : profile->values) {
      EXPECT_NE(value.confidence, "own") << profile->path << ":" << value.line;
      EXPECT_NE(value.authority, "practice") << profile->path << ":" << value.line;
    }
  }
}

TEST(ShippedProfilesTest, EverySourceBeginsByWhomItBindsAndHasCounselCheckIt) {
  for (const Profile* profile : Sources()) {
    const std::string comment = OpeningComment(profile->path);
    EXPECT_THAT(comment, HasSubstr("bind")) << profile->path;
    EXPECT_THAT(comment, HasSubstr("ave counsel")) << profile->path;
  }
}

// R13: years, anchor, whether an assessment lifts it. Those that the catalogue's row names come first; the others are
// of the tables behind it.
TEST(ShippedProfilesTest, TheWaitForAFormerClientIsAsTheCatalogueSays) {
  using Window = std::tuple<int64_t, int64_t, bool>;
  const std::map<std::string, Window> table = {{"apa", {2, kFromTermination, false}},
                                               {"aca", {5, kFromLastContact, false}},
                                               {"aamft", {CANDOR_FOREVER, kFromLastContact, false}},
                                               {"american-psychiatric", {CANDOR_FOREVER, kFromLastContact, false}},
                                               {"nasw", {CANDOR_FOREVER, kFromLastContact, true}},
                                               {"texas-lpc", {5, kFromTermination, false}},
                                               {"pennsylvania", {7, kFromTermination, false}},
                                               {"crpo", {5, kFromTermination, false}},
                                               {"cpbao", {5, kFromLastContact, false}},
                                               {"california", {2, kFromTermination, false}},
                                               {"florida", {2, kFromLastContact, false}},
                                               {"asppb", {2, kFromLastContact, false}},
                                               {"camft", {2, kFromTermination, false}},
                                               {"colorado", {2, kFromTermination, false}},
                                               {"georgia", {2, kFromTermination, false}},
                                               {"minnesota", {2, kFromLastContact, false}},
                                               {"nbcc", {5, kFromTermination, false}},
                                               {"ontario", {1, kFromTermination, false}},
                                               {"pennsylvania-psychologists", {2, kFromTermination, false}}};

  std::map<std::string, Window> said;
  for (const auto& [name, years] : SaidOf("former_client_window", "years")) said[name] = {years, 0, false};
  for (const auto& [name, anchor] : SaidOf("former_client_window", "anchor")) std::get<1>(said[name]) = anchor;
  for (const auto& [name, lifts] : SaidOf("former_client_window", "exception")) std::get<2>(said[name]) = lifts == 1;

  EXPECT_THAT(said, ContainerEq(table));
}

// R14: years, anchor, who counts.
TEST(ShippedProfilesTest, TheWaitForPeopleCloseToAFormerClientIsAsTheCatalogueSays) {
  using Window = std::tuple<int64_t, int64_t, std::set<std::string>>;
  const std::set<std::string> family = {"partner", "immediate_family", "relative"};
  const std::set<std::string> system = {"partner", "immediate_family", "relative", "guardian", "household"};
  const std::map<std::string, Window> table = {
      {"aca", {5, kFromLastContact, family}}, {"aamft", {CANDOR_FOREVER, kFromLastContact, system}},
      {"apa", {0, kFromTermination, {}}},     {"cpbao", {5, kFromLastContact, family}},
      {"georgia", {0, kFromTermination, {}}}, {"pennsylvania", {7, kFromTermination, {"partner", "immediate_family"}}}};

  std::map<std::string, Window> said;
  for (const auto& [name, years] : SaidOf("former_close_person_window", "years")) said[name] = {years, 0, {}};
  for (const auto& [name, anchor] : SaidOf("former_close_person_window", "anchor")) std::get<1>(said[name]) = anchor;
  for (const char* relation : {"partner", "immediate_family", "relative", "guardian", "household", "close_friend"}) {
    for (const auto& [name, counts] : SaidOf("former_close_person_window", relation)) {
      if (counts == 1) std::get<2>(said[name]).insert(relation);
    }
  }

  EXPECT_THAT(said, ContainerEq(table));
}

// R18, R19, R35, R36: what a single state asks.
TEST(ShippedProfilesTest, WhatAStateAsksStandsInItsFileOnly) {
  using Said = std::map<std::string, int64_t>;

  EXPECT_THAT(SaidOf("prior_therapist_allegation", "brochure"), ContainerEq(Said{{"california", 1}}));
  EXPECT_THAT(SaidOf("prior_therapist_allegation", "report_duty"),
              ContainerEq(Said{{"rhode-island", 2}, {"texas", 3}, {"virginia", 1}, {"wisconsin", 2}}));
  EXPECT_THAT(SaidOf("prior_therapist_allegation", "report_within"), ContainerEq(Said{{"wisconsin", 30}}));
  EXPECT_THAT(SaidOf("evaluative_sex", "years"), ContainerEq(Said{{"texas-lpc", 5}}));
  EXPECT_THAT(SaidOf("end_therapy_to_start_role", "window"), ContainerEq(Said{{"texas-lpc", 2}}));
  EXPECT_THAT(SaidOf("sequential_nonsexual", "wait"), ContainerEq(Said{{"texas-lpc", 2}}));
}

// R60-R62, R67: whom the practice tells, and how supervision is set up.
TEST(ShippedProfilesTest, WhatThePracticeOwesIsAskedByCalifornia) {
  using Said = std::map<std::string, int64_t>;

  for (const char* rule : {"written_allegation", "written_allegation_about_member", "peer_review_report"}) {
    EXPECT_THAT(SaidOf(rule, "report_duty"), ContainerEq(Said{{"california", 1}})) << rule;
    EXPECT_THAT(SaidOf(rule, "report_within"), ContainerEq(Said{{"california", 15}})) << rule;
  }
  EXPECT_THAT(SaidOf("peer_review_report", "peer_review_body"), ContainerEq(Said{})) << "a practice says it itself";
  EXPECT_THAT(SaidOf("peer_review_report", "restriction_days"), ContainerEq(Said{{"california", 30}}));
  EXPECT_THAT(SaidOf("peer_review_report", "restriction_window"), ContainerEq(Said{{"california", 365}}));
  EXPECT_THAT(SaidOf("mandated_report", "telephone_within"), ContainerEq(Said{{"california", 0}}));
  EXPECT_THAT(SaidOf("mandated_report", "written_within"), ContainerEq(Said{{"california", 1}}));
  EXPECT_THAT(SaidOf("supervisor_set_up", "agreement_duty"), ContainerEq(Said{{"california", 1}}));
  EXPECT_THAT(SaidOf("supervisor_set_up", "agreement_within"), ContainerEq(Said{{"california", 60}}));
  EXPECT_THAT(SaidOf("supervisor_set_up", "most_supervisees"),
              ContainerEq(Said{{"california-bbs", 6}, {"california-bbs-trainees", 6}}));
}

// R51.
TEST(ShippedProfilesTest, SupervisionIsDueAsCaliforniaAndTheBacpAskOfEachSortOfPeople) {
  const std::vector<std::string> files = {"california-bbs", "california-bbs-trainees", "bacp-accredited",
                                          "bacp-placement"};
  const std::map<std::string, std::vector<int64_t>> frequency = {{"period", {1, 1, 2, 2}},
                                                                 {"needed_hundredths", {100, 100, 150, 150}},
                                                                 {"individual_minutes", {60, 60, 60, 60}},
                                                                 {"group_minutes", {120, 120, 0, 0}},
                                                                 {"largest_group", {8, 8, 0, 0}},
                                                                 {"half_up_to", {0, 0, 4, 4}},
                                                                 {"more_after_minutes", {600, 0, 0, 0}},
                                                                 {"minutes_a_unit", {0, 300, 0, 480}},
                                                                 {"longest_gap", {0, 0, 0, 14}}};
  for (const auto& [name, values] : frequency) {
    std::map<std::string, int64_t> said;
    for (size_t i = 0; i < files.size(); ++i) said[files[i]] = values[i];
    EXPECT_THAT(SaidOf("supervision_frequency", name), ContainerEq(said)) << name;
  }
}

// Names of the sources that bind a licence of the profession and jurisdiction.
std::vector<std::string> BindingOn(const std::string& profession, const std::string& jurisdiction,
                                   const std::string& body = "", bool in_training = false, bool trainee = false) {
  domain::Member member;
  domain::LicencePeriod period;
  period.licence.profession = profession;
  period.licence.jurisdiction = jurisdiction;
  period.licence.in_training = in_training;
  period.licence.trainee = trainee;
  member.licences.push_back(period);
  if (!body.empty()) member.memberships.push_back({body, std::nullopt, std::nullopt});
  std::vector<std::string> names;
  for (const BoundProfile& bound : BoundProfiles(Shipped(), member, Day(2026, 11, 23))) {
    if (IsSource(*bound.profile)) names.push_back(bound.profile->name);
  }
  return names;
}

TEST(ShippedProfilesTest, ALicenceIsBoundByItsLawAndItsBoard) {
  EXPECT_THAT(BindingOn("mft", "US-CA"), UnorderedElementsAre("california"));
  EXPECT_THAT(BindingOn("mft", "US-CA", "", /*in_training=*/true),
              UnorderedElementsAre("california", "california-bbs"));
  EXPECT_THAT(BindingOn("mft", "US-CA", "", /*in_training=*/true, /*trainee=*/true),
              UnorderedElementsAre("california", "california-bbs-trainees"));
  EXPECT_THAT(BindingOn("lpc", "US-TX"), UnorderedElementsAre("texas", "texas-lpc"));
  EXPECT_THAT(BindingOn("psychologist", "US-TX"), UnorderedElementsAre("texas"));
  EXPECT_THAT(BindingOn("lcsw", "US-PA"), UnorderedElementsAre("pennsylvania"));
  EXPECT_THAT(BindingOn("psychologist", "US-PA"), UnorderedElementsAre("pennsylvania-psychologists"));
  EXPECT_THAT(BindingOn("mft", "US-FL"), UnorderedElementsAre("florida"));
  EXPECT_THAT(BindingOn("psychologist", "US-FL"), UnorderedElementsAre());
  EXPECT_THAT(BindingOn("psychotherapist", "CA-ON"), UnorderedElementsAre("canada", "ontario", "crpo"));
  EXPECT_THAT(BindingOn("psychologist", "CA-ON"), UnorderedElementsAre("canada", "ontario", "cpbao"));
  EXPECT_THAT(BindingOn("psychologist", "BE"), UnorderedElementsAre("belgium"));
}

TEST(ShippedProfilesTest, ACodeBindsItsMembersWhereverTheyAreLicensed) {
  EXPECT_THAT(BindingOn("lpc", "US-TX", "aca"), UnorderedElementsAre("texas", "texas-lpc", "aca"));
  EXPECT_THAT(BindingOn("psychologist", "GB", "bps"), UnorderedElementsAre("bps"));
  EXPECT_THAT(BindingOn("psychologist", "GB"), UnorderedElementsAre());
  EXPECT_THAT(BindingOn("counsellor", "GB", "bacp"), UnorderedElementsAre("bacp")) << "which asks no hours";
  EXPECT_THAT(BindingOn("counsellor", "GB", "bacp-accredited"), UnorderedElementsAre("bacp-accredited"));
}

}  // namespace
}  // namespace candor::policy::shipped_profiles_test
