#include "daemon/config.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace candor::config_test {
namespace {

TEST(ConfigTest, EverythingMayBeLeftOut) {
  EXPECT_EQ(*ParseConfig("", "candor.toml"), Config());
}

TEST(ConfigTest, ReadsThePracticeAndItsCalendar) {
  const auto config = ParseConfig(R"([practice]
name = "Harbour Street Practice"
zone = "America/Los_Angeles"
longest_waiver = 90
[calendar]
closed_weekends = false
closed_dates = [2026-01-01, 2025-12-25]
)",
                                  "candor.toml");

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->settings.practice_name, "Harbour Street Practice");
  EXPECT_EQ(config->settings.zone, "America/Los_Angeles");
  EXPECT_EQ(config->settings.longest_waiver_days, 90);
  EXPECT_FALSE(config->settings.closed_weekends);
  EXPECT_EQ(config->settings.closed_dates, (std::vector<Day>{Day(2025, 12, 25), Day(2026, 1, 1)}));
  EXPECT_EQ(config->network, NetworkConfig());
}

TEST(ConfigTest, ReadsWhereTheNetworkIs) {
  const auto config = ParseConfig(R"([network]
listen = "tls:192.0.2.7:7500"
names = ["Candor.Harbour.Example", "192.0.2.7", "candor.harbour.example"]
authority_certificate = "/etc/candor/authority.pem"
authority_key = "/etc/candor/authority.key"
act_for_after_enrolment = true
)",
                                  "candor.toml");

  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_TRUE(config->network.listen.has_value());
  EXPECT_EQ(*config->network.listen, (rpc::ListenAddress{rpc::ListenAddress::Kind::kTls, "192.0.2.7:7500"}));
  EXPECT_EQ(config->network.names, (std::vector<std::string>{"192.0.2.7", "candor.harbour.example"}));
  EXPECT_EQ(config->network.authority_certificate, "/etc/candor/authority.pem");
  EXPECT_EQ(config->network.authority_key, "/etc/candor/authority.key");
  EXPECT_TRUE(config->network.act_for_after_enrolment);
}

TEST(ConfigTest, MetricsAreOffUnlessToldWhere) {
  EXPECT_EQ(ParseConfig("[metrics]\n", "candor.toml")->metrics_listen, "");
  EXPECT_EQ(ParseConfig("[metrics]\nlisten = \"127.0.0.1:9464\"\n", "candor.toml")->metrics_listen, "127.0.0.1:9464");
}

TEST(ConfigTest, MetricsAreForThisMachineAlone) {
  for (const char* value : {"\"0.0.0.0:9464\"", "\"192.0.2.7:9464\"", "\"tls:127.0.0.1:9464\"", "\"unix:/run/m\"",
                            "\"localhost:9464\"", "\"[::1]:9464\"", "\"127.0.0.1\"", "9464"}) {
    const auto config = ParseConfig(std::string("[metrics]\nlisten = ") + value + "\n", "candor.toml");
    EXPECT_EQ(config.status().code(), absl::StatusCode::kInvalidArgument) << value;
    EXPECT_EQ(
        std::string(config.status().message()).rfind("candor.toml:2: `listen` is an address of this machine alone", 0),
        0U)
        << config.status();
  }
  EXPECT_EQ(std::string(ParseConfig("[metrics]\nport = 9464\n", "candor.toml").status().message()),
            "candor.toml:2: unknown key; [metrics] has `listen`");
}

TEST(ConfigTest, TheNetworkIsOnUnlessToldOtherwise) {
  const NetworkConfig by_default = ParseConfig("[network]\n", "candor.toml")->network;
  ASSERT_TRUE(by_default.listen.has_value());
  EXPECT_EQ(*by_default.listen, *rpc::ParseListenAddress("tls:0.0.0.0:7443", false));
  EXPECT_FALSE(by_default.act_for_after_enrolment);

  EXPECT_FALSE(ParseConfig("[network]\nlisten = \"none\"\n", "candor.toml")->network.listen.has_value());
}

// The message says where.
void ExpectRefused(const std::string& text, const std::string& where) {
  const absl::Status status = ParseConfig(text, "candor.toml").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_EQ(std::string(status.message()).find("candor.toml:" + where + ": "), 0U) << status;
}

TEST(ConfigTest, UnknownKeysAreRefusedWithTheirLine) {
  ExpectRefused("[practise]\n", "1");
  ExpectRefused("[practice]\nname = \"x\"\nzones = \"UTC\"\n", "3");
  ExpectRefused("[calendar]\n\nclosed = true\n", "3");
}

TEST(ConfigTest, WrongValuesAreRefusedWithTheirLine) {
  ExpectRefused("[practice]\nzone = \"Mars/Olympus\"\n", "2");
  ExpectRefused("[practice]\nname = 7\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = 0\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = 731\n", "2");
  ExpectRefused("[practice]\nlongest_waiver = \"a year\"\n", "2");
  ExpectRefused("[calendar]\nclosed_dates = [\n  2025-12-25,\n  \"2025-12-26\",\n]\n", "4");
  ExpectRefused("[calendar]\nclosed_weekends = \"no\"\n", "2");
  ExpectRefused("[practice\n", "1");
}

TEST(ConfigTest, ANetworkThatIsNoneIsRefusedWithItsLine) {
  // In the clear is never a matter of the configuration.
  for (const char* listen : {"127.0.0.1:7443", "unix:/run/candor.sock", "tls:", "tls:0.0.0.0:99999", ""}) {
    ExpectRefused("[network]\n\nlisten = \"" + std::string(listen) + "\"\n", "3");
  }
  ExpectRefused("[network]\nlisten = 7443\n", "2");
  ExpectRefused("[network]\nnames = []\n", "2");
  ExpectRefused("[network]\nnames = [\n  \"candor.example\",\n  \"*.example\",\n]\n", "4");
  ExpectRefused("[network]\nauthority_certificate = \"authority.pem\"\nauthority_key = \"/etc/a.key\"\n", "2");
  ExpectRefused("[network]\nauthority_key = \"/etc/a.key\"\n", "1");
  ExpectRefused("[network]\nact_for_after_enrolment = \"yes\"\n", "2");
  ExpectRefused("[network]\ntls = true\n", "2");
}

TEST(ConfigTest, ReadsWhatIsTightened) {
  const auto config = ParseConfig(R"([access]
escalate_after = 21
session_minutes = 5
notify_subject = 3
tighten = [{ role = "director", relation = "none", hide = "triage" },
           { role = "therapist", relation = "party", hide = "detail" }]
)",
                                  "candor.toml");

  ASSERT_TRUE(config.ok()) << config.status();
  const domain::AccessSettings& access = config->settings.access;
  EXPECT_EQ(access.escalate_after_days, 21);
  EXPECT_EQ(access.session_minutes, 5);
  EXPECT_EQ(access.notify_subject_days, 3);
  ASSERT_EQ(access.tightened.size(), 2U);
  EXPECT_EQ(access.tightened[0].hat, (domain::Hat{domain::Role::kTherapist, domain::Relation::kParty}));
  EXPECT_EQ(access.tightened[0].hidden, domain::kDetailBit | domain::kNarrativeBit);
  EXPECT_EQ(access.tightened[1].hat, (domain::Hat{domain::Role::kDirector, domain::Relation::kNone}));
  EXPECT_EQ(access.tightened[1].hidden, domain::kTriageBit);
}

TEST(ConfigTest, WhatWouldLoosenIsRefusedWithItsLine) {
  ExpectRefused("[access]\nescalate_after = 13\n", "2");
  ExpectRefused("[access]\nescalate_after = 366\n", "2");
  ExpectRefused("[access]\nsession_minutes = 11\n", "2");
  ExpectRefused("[access]\nsession_minutes = 0\n", "2");
  ExpectRefused("[access]\nnotify_subject = 6\n", "2");
  ExpectRefused("[access]\nnotify_subject = 0\n", "2");
  ExpectRefused("[access]\nshow = true\n", "2");
  const auto tightening = [](const std::string& role, const std::string& relation, const std::string& hide) {
    return "[access]\n\ntighten = [{ role = \"" + role + "\", relation = \"" + relation + "\", hide = \"" + hide +
           "\" }]\n";
  };
  // An auditor sees nothing of people, a director no narrative: there is nothing to hide.
  ExpectRefused(tightening("auditor", "none", "triage"), "3");
  ExpectRefused(tightening("director", "none", "narrative"), "3");
  ExpectRefused(tightening("director", "party", "triage"), "3");
  // What is somebody's own, and what its author gave them.
  ExpectRefused(tightening("therapist", "self", "narrative"), "3");
  ExpectRefused(tightening("consultant", "named_reader", "narrative"), "3");
  ExpectRefused(tightening("director", "none", "everything"), "3");
  ExpectRefused("[access]\ntighten = [{ role = \"director\", hide = \"triage\" }]\n", "2");
  ExpectRefused("[access]\ntighten = \"all\"\n", "2");
  ExpectRefused(
      "[access]\ntighten = [{ role = \"director\", relation = \"none\", hide = \"triage\" },\n"
      "{ role = \"director\", relation = \"none\", hide = \"triage\" }]\n",
      "3");
}

TEST(ConfigTest, AFileThatIsNotThereIsNotFound) {
  EXPECT_EQ(LoadConfig("/nowhere/candor.toml").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(LoadConfig("/").status().code(), absl::StatusCode::kNotFound);
}

TEST(ConfigTest, AnEmptyFileSetsNothing) {
  const auto config = LoadConfig("/dev/null");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(*config, Config());
}

}  // namespace
}  // namespace candor::config_test
