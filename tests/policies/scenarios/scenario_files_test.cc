// Every scenario that is shipped, through the policies in this process, and what the runner makes of files that are
// wrong. The same files through the daemon and its worker: tests/scenario/cli_scenarios_test.py.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/policy/scenario/scenario_runner.h"
#include "tests/policies/scenarios/shipped_scenarios.h"

namespace candor::policy::scenario_files_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RoomsInProcess;
using testing::ScenarioFilesBelow;
using ::testing::SizeIs;
using testing::TextOfFile;

// The head of a scenario of which a test says the rest; eight lines.
constexpr char kHead[] = R"(title = "a scenario"
source = "a test"
profiles = []
[people.maria]
[[entry]]
kind = "personal_reaction"
on = 2025-01-06
which = "romantic"
)";

ScenarioRooms Rooms() {
  return RoomsInProcess(CANDOR_PLUGINS, CANDOR_SHIPPED_PROFILES);
}

absl::StatusOr<domain::ScenarioResult> RunText(const std::string& text) {
  return RunScenario("some.toml", text, Rooms(), absl::Now() + absl::Minutes(2));
}

TEST(ScenarioFilesTest, EveryShippedOneComesOutAsItSays) {
  const std::vector<std::string> files = ScenarioFilesBelow(CANDOR_SCENARIOS);
  ASSERT_GE(files.size(), 60U);

  for (const std::string& file : files) {
    const auto result = RunScenario(file, TextOfFile(file), Rooms(), absl::Now() + absl::Minutes(2));
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_GT(result->checks, 0U) << file;
    for (const domain::ScenarioFailure& failure : result->failures) {
      ADD_FAILURE() << file << ":" << failure.line << "\n  expected " << failure.expected << "\n  came "
                    << failure.came;
    }
  }
}

TEST(ScenarioFilesTest, EveryVignetteIsThereAndSaysWhatWasLeftOpen) {
  const std::vector<std::string> files = ScenarioFilesBelow(absl::StrCat(CANDOR_SCENARIOS, "/scenarios/vignettes"));

  for (const char* number :
       {"V01", "V03", "V04", "V05", "V06", "V07", "V09", "V10", "V12", "V13",  "V16",   "V18", "V19",
        "V20", "V22", "V23", "V25", "V26", "V28", "V30", "V31", "V32", "V34:", "V34b:", "V35", "V37",
        "V38", "V40", "V43", "V45", "V46", "V47", "V49", "V50", "V51", "V52",  "V53",   "V55"}) {
    const bool told = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      return TextOfFile(file).starts_with(absl::StrCat("title = \"", number));
    });
    EXPECT_TRUE(told) << number;
  }
  for (const std::string& file : files) EXPECT_THAT(TextOfFile(file), HasSubstr("\nnote = \"\"\"")) << file;
}

TEST(ScenarioFilesTest, EveryPolicyShipsItsOwn) {
  for (const auto& plugin : std::filesystem::directory_iterator(CANDOR_PLUGINS)) {
    if (plugin.path().extension() != ".so") continue;
    const std::string folder = absl::StrCat(CANDOR_SCENARIOS, "/", plugin.path().stem().string(), "/scenarios");
    EXPECT_TRUE(std::filesystem::exists(folder)) << folder;
  }
}

TEST(ScenarioFilesTest, SaysWhatCameInsteadAndWhere) {
  const auto result = RunText(absl::StrCat(kHead, R"([[expect]]
rule = "attraction_consult"
on = 2025-01-06
status = "open"
due = 2025-01-21
)"));

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->checks, 1U);
  ASSERT_THAT(result->failures, SizeIs(1));
  EXPECT_EQ(result->failures[0].line, 9U);
  EXPECT_EQ(result->failures[0].expected, "attraction_consult on 2025-01-06: open, due 2025-01-21");
  EXPECT_EQ(result->failures[0].came, "open, due 2025-01-20, soon, talk, opened 2025-01-06");
}

TEST(ScenarioFilesTest, TellsWhatHadNotToCome) {
  const auto never = RunText(absl::StrCat("never = [\"attraction_consult\"]\n", kHead));
  const auto above = RunText(absl::StrCat("never_above = \"later\"\n", kHead));
  const auto other = RunText(absl::StrCat("nothing_else = true\n", kHead));
  const auto quiet = RunText(absl::StrCat("never = [\"sex_current\"]\nnever_above = \"soon\"\n", kHead));

  ASSERT_TRUE(never.ok() && above.ok() && other.ok() && quiet.ok());
  for (const auto* result : {&never, &above, &other}) {
    ASSERT_THAT((*result)->failures, SizeIs(1));
    EXPECT_THAT((*result)->failures[0].came, HasSubstr("on 2025-01-06: open, due 2025-01-20"));
  }
  EXPECT_THAT(quiet->failures, IsEmpty());
  EXPECT_EQ(quiet->checks, 2U);
}

TEST(ScenarioFilesTest, TakesThePracticesOwnValuesAndModes) {
  const auto other_days = RunText(absl::StrCat(kHead, R"([values.attraction_consult]
consult_within = 3
consult_latest = 3
[[expect]]
rule = "attraction_consult"
on = 2025-01-06
due = 2025-01-09
)"));
  const auto off = RunText(absl::StrCat(kHead, R"([modes]
attraction_consult = "off"
[[expect]]
rule = "attraction_consult"
on = 2025-01-06
status = "none"
)"));

  ASSERT_TRUE(other_days.ok()) << other_days.status();
  EXPECT_THAT(other_days->failures, IsEmpty());
  ASSERT_TRUE(off.ok()) << off.status();
  EXPECT_THAT(off->failures, IsEmpty());
}

TEST(ScenarioFilesTest, WhatIsFromBeforeThePolicyHasNoDate) {
  const auto result = RunText(absl::StrCat("policy_from = 2025-02-01\n", kHead, R"([[expect]]
rule = "attraction_consult"
on = 2025-03-01
before_policy = true
due = "none"
past_due = false
)"));

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->failures, IsEmpty());
}

TEST(ScenarioFilesTest, RefusesWhatIsNoScenarioWithFileAndLine) {
  const std::pair<std::string, const char*> cases[] = {
      {"title = ", "some.toml:1: "},
      {"title = \"t\"\n", "a scenario needs `source`"},
      {absl::StrCat(kHead, "wich = \"romantic\"\n"), "some.toml:9: personal_reaction has no field wich"},
      {absl::StrCat(kHead, "status = \"gone\"\n"), "some.toml:9: status is none of new, persisting, resolved"},
      {absl::StrCat(kHead, "first_reader = \"ana\"\n"), "some.toml:9: first_reader names nobody of the practice"},
      {kHead, "it expects nothing"},
      {"title = \"t\"\nsource = \"s\"\nnever = [\"sex_current\"]\n", "nothing is written down in it"},
      {"title = \"t\"\nsource = \"s\"\n[[expect]]\nrule = \"sex_current\"\non = 2025-01-06\nstatus = \"none\"\n",
       "nothing is written down in it; add [[entry]]"},
      {absl::StrCat("never = [\"atraction\"]\n", kHead), "some.toml:1: no policy has a rule atraction"},
      {absl::StrCat(kHead, "[[expect]]\nrule = \"sex_current\"\n"), "an expectation needs `on`"},
      {absl::StrCat("surprise = 1\n", kHead), "some.toml:1: unknown key surprise"},
      {absl::StrCat(kHead, "[[entry]]\namends = \"first\"\n"), "amends names no entry above it"},
      {absl::StrCat("boundary = [\"sex_current\"]\n", kHead), "some.toml:1: boundary has sex_current; write RULE.PARA"},
      {absl::StrCat("boundary = [\"sex.years\"]\nnothing_else = true\n", kHead),
       "some.toml:1: no policy has a rule sex;"},
  };
  for (const auto& [text, why] : cases) {
    const auto result = RunText(text);
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(result.status().message()), HasSubstr(why)) << text;
  }
}

// `head`: who there is, and what is written down.
void ExpectDecisionRefused(const std::string& head, const std::string& decision, const char* why) {
  const std::string text = absl::StrCat(head, "[[decision]]\n", decision, "[[expect]]\nrule = \"late_report\"\n",
                                        "on = 2025-01-06\nstatus = \"none\"\n");
  const auto result = RunText(text);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << decision;
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(why)) << decision;
}

// Dele answers to Maria, Lee to nobody.
constexpr char kThree[] = R"(title = "a scenario"
source = "a test"
profiles = []
therapist = "maria"
[people.dele]
supervisor = "maria"
[people.lee]
[people.maria]
[[entry]]
kind = "intake"
on = 2024-01-08
)";

TEST(ScenarioFilesTest, WhatTheDaemonNeverLetsWaitIsWaivedByNoScenario) {
  const std::string act = absl::StrCat(kThree, R"([[entry]]
kind = "romantic_or_sexual_act"
on = 2025-01-06
basis = "own"
stage = "done"
other_party = "client"
)");
  const std::string on = "rule = \"sex_current\"\non = 2025-01-06\n";

  ExpectDecisionRefused(act, on + "decide = \"waive\"\nuntil = 2025-02-01\nby = \"lee\"\nand_by = \"dele\"\n",
                        "and_by: this is not theirs to decide, since they answer to whom it is about");
  ExpectDecisionRefused(act, on + "decide = \"waive\"\nuntil = 2025-02-01\nand_by = \"lee\"\n",
                        "this does not wait; it is closed by a disposition");
  ExpectDecisionRefused(act, on + "decide = \"dispose\"\nby = \"maria\"\n",
                        "by: this is not theirs to decide, since it is about them");
  ExpectDecisionRefused(act, on + "decide = \"dispose\"\nby = \"lee\"\nand_by = \"dele\"\n",
                        "only to waive takes a second person");
}

TEST(ScenarioFilesTest, AWaiverNeedsWhatTheDaemonAsksForIt) {
  const std::string kiss = absl::StrCat(kThree, R"([[entry]]
kind = "crossing"
on = 2025-01-06
area = "touch"
touch = "caress"
stage = "done"
basis = "own"
)");
  const std::string waive = "rule = \"touch_contraindicated\"\non = 2025-01-06\ndecide = \"waive\"\n";

  ExpectDecisionRefused(kiss, waive + "until = 2025-02-01\nby = \"lee\"\n",
                        "from important on it takes a second person; say who approves it with `and_by`");
  ExpectDecisionRefused(kiss, waive + "until = 2025-02-01\nby = \"lee\"\nand_by = \"lee\"\n",
                        "`and_by` is the same person");
  ExpectDecisionRefused(kiss, waive + "until = 2025-07-06\nand_by = \"lee\"\n",
                        "the last day of a waiver lies 0 to 180 days after");
  const auto taken = RunText(absl::StrCat(kiss, "[[decision]]\n", waive, R"(until = 2025-07-05
and_by = "lee"
[[expect]]
rule = "touch_contraindicated"
on = 2025-01-06
status = "waived"
)"));
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_THAT(taken->failures, IsEmpty());
}

TEST(ScenarioFilesTest, ADayInTwoZonesIsTheDayThatWasWritten) {
  for (const char* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
    const auto result = RunText(absl::StrCat("zone = \"", zone, "\"\n", kHead, R"([[expect]]
rule = "attraction_consult"
on = 2025-01-20
status = "open"
past_due = false
[[expect]]
rule = "attraction_consult"
on = 2025-01-21
past_due = true
)"));

    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_THAT(result->failures, IsEmpty()) << zone;
  }
}

}  // namespace
}  // namespace candor::policy::scenario_files_test
