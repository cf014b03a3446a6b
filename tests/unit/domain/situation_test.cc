#include "daemon/domain/situation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/domain/builders.h"

namespace candor::domain::situation_test {
namespace {

constexpr Day kStart(2025, 3, 3);

FollowUpSection Section(uint16_t number, Action action, Day reported, std::string rule, uint16_t opened_by,
                        std::optional<Day> resolved = std::nullopt) {
  FollowUpSection section;
  section.clear = OpenFollowUp(number, action, reported, reported + 14).clear;
  section.clear.situation = SituationId();
  section.sealed.rule = std::move(rule);
  section.sealed.opened_by = IdNumber<EntryId>(opened_by);
  if (resolved) {
    section.clear.state = RuleState::kResolved;
    section.clear.resolved_on = resolved;
  }
  return section;
}

std::vector<Rule> RulesWithFolding() {
  Rule abandonment;
  abandonment.slug = "abandonment";
  abandonment.folds_under = {"long_or_dependent_ending"};
  Rule ending;
  ending.slug = "long_or_dependent_ending";
  return {abandonment, ending};
}

TEST(SituationTest, AFollowUpAloneIsItsOwnSituation) {
  std::vector<FollowUpSection> sections = {Section(7, Action::kTalk, kStart, "client_feelings", 1)};

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[0].clear.situation, IdNumber<SituationId>(7));
  EXPECT_TRUE(sections[0].clear.folded_under.empty());
}

TEST(SituationTest, WhatOneEntryOpenedBelongsTogether) {
  std::vector<FollowUpSection> sections = {Section(2, Action::kDocument, kStart, "consultation_complete", 1),
                                           Section(1, Action::kSoftTransfer, kStart, "referral_follow_through", 1)};

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[0].clear.situation, sections[1].clear.situation);
}

TEST(SituationTest, OneConversationMeetsWhatIsOpenAtTheSameTime) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "a", 1, kStart + 10),
                                           Section(2, Action::kTalk, kStart + 9, "b", 2),
                                           Section(3, Action::kDocument, kStart + 9, "c", 3)};

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[1].clear.situation, sections[0].clear.situation);
  EXPECT_NE(sections[2].clear.situation, sections[0].clear.situation);
}

TEST(SituationTest, AConversationIsOneTherapists) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "a", 1),
                                           Section(2, Action::kTalk, kStart + 1, "a", 2)};
  sections[1].clear.therapist = IdNumber<MemberId>(77);
  for (const KeyClass key_class : {KeyClass::kGeneral, KeyClass::kPersonal}) {
    for (FollowUpSection& section : sections) section.clear.key_class = key_class;

    GroupIntoSituations({}, sections);

    EXPECT_NE(sections[0].clear.situation, sections[1].clear.situation);
  }
}

TEST(SituationTest, ACaseIsHandedOverForAllWhoAreOnIt) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kRefer, kStart, "a", 1),
                                           Section(2, Action::kSoftTransfer, kStart + 1, "b", 2)};
  sections[1].clear.therapist = IdNumber<MemberId>(77);
  GroupIntoSituations({}, sections);
  EXPECT_EQ(sections[0].clear.situation, sections[1].clear.situation);

  for (FollowUpSection& section : sections) section.clear.key_class = KeyClass::kPersonal;
  GroupIntoSituations({}, sections);
  EXPECT_NE(sections[0].clear.situation, sections[1].clear.situation);
}

TEST(SituationTest, NothingPersonalIsFoldedUnderAnotherTherapists) {
  const std::vector<Rule> rules = RulesWithFolding();
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 1),
                                           Section(2, Action::kDocument, kStart, "long_or_dependent_ending", 1)};
  sections[0].clear.key_class = KeyClass::kPersonal;
  GroupIntoSituations(rules, sections);
  EXPECT_FALSE(sections[0].clear.folded_under.empty());

  sections[1].clear.therapist = IdNumber<MemberId>(77);
  GroupIntoSituations(rules, sections);
  EXPECT_TRUE(sections[0].clear.folded_under.empty());
}

TEST(SituationTest, AClosedOneIsMetNoMore) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "a", 1, kStart + 10),
                                           Section(2, Action::kTalk, kStart + 10, "b", 2)};

  GroupIntoSituations({}, sections);

  EXPECT_NE(sections[1].clear.situation, sections[0].clear.situation);
}

TEST(SituationTest, ReferralAndSoftTransferAreOneHandover) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kRefer, kStart, "a", 1),
                                           Section(2, Action::kSoftTransfer, kStart + 5, "b", 2)};

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[1].clear.situation, IdNumber<SituationId>(1));
}

TEST(SituationTest, APersonalOneNeverMeetsAGeneralOne) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "a", 1),
                                           Section(2, Action::kTalk, kStart, "b", 1)};
  sections[0].clear.key_class = KeyClass::kPersonal;

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[0].clear.situation, IdNumber<SituationId>(1));
  EXPECT_EQ(sections[1].clear.situation, IdNumber<SituationId>(2));
}

TEST(SituationTest, ContextAndWithdrawnOnesStandApart) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "a", 1),
                                           Section(2, Action::kTalk, kStart, "b", 1),
                                           Section(3, Action::kTalk, kStart, "c", 1)};
  sections[0].clear.before_policy = true;
  sections[1].clear.state = RuleState::kWithdrawn;

  GroupIntoSituations({}, sections);

  EXPECT_EQ(sections[0].clear.situation, IdNumber<SituationId>(1));
  EXPECT_EQ(sections[1].clear.situation, IdNumber<SituationId>(2));
  EXPECT_EQ(sections[2].clear.situation, IdNumber<SituationId>(3));
}

TEST(SituationTest, AGeneralRuleIsFoldedUnderTheSpecificOne) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 5),
                                           Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5)};

  GroupIntoSituations(RulesWithFolding(), sections);

  EXPECT_EQ(sections[0].clear.folded_under, IdNumber<FollowUpId>(2));
  EXPECT_TRUE(sections[1].clear.folded_under.empty());
  EXPECT_EQ(sections[0].clear.situation, sections[1].clear.situation);
}

TEST(SituationTest, FoldingEndsWithTheSpecificOne) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 5),
                                           Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5)};
  GroupIntoSituations(RulesWithFolding(), sections);
  sections[1].clear.state = RuleState::kWithdrawn;

  GroupIntoSituations(RulesWithFolding(), sections);

  EXPECT_TRUE(sections[0].clear.folded_under.empty());
}

TEST(SituationTest, NothingIsFoldedUnderWhatOnlyAsksForAMissingFact) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 5),
                                           Section(2, Action::kCompleteRecord, kStart, "long_or_dependent_ending", 5)};
  sections[1].clear.missing_field = true;

  GroupIntoSituations(RulesWithFolding(), sections);
  EXPECT_TRUE(sections[0].clear.folded_under.empty());
  EXPECT_EQ(sections[0].clear.situation, sections[1].clear.situation);

  sections[0].clear.missing_field = true;
  GroupIntoSituations(RulesWithFolding(), sections);
  EXPECT_EQ(sections[0].clear.folded_under, IdNumber<FollowUpId>(2));
}

TEST(SituationTest, NothingStaysFoldedUnderWhatWasClosedBeforeIt) {
  const auto folded = [](std::optional<Day> general_closed, std::optional<Day> specific_closed) {
    std::vector<FollowUpSection> sections = {
        Section(1, Action::kDocument, kStart, "abandonment", 5, general_closed),
        Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5, specific_closed)};
    GroupIntoSituations(RulesWithFolding(), sections);
    EXPECT_EQ(sections[0].clear.situation, sections[1].clear.situation);
    return !sections[0].clear.folded_under.empty();
  };

  EXPECT_FALSE(folded(std::nullopt, kStart + 5));
  EXPECT_FALSE(folded(kStart + 6, kStart + 5));
  EXPECT_TRUE(folded(kStart + 5, kStart + 5));
  EXPECT_TRUE(folded(kStart + 4, kStart + 5));
  EXPECT_TRUE(folded(kStart + 5, std::nullopt));
}

TEST(SituationTest, NothingGeneralIsFoldedUnderSomethingPersonal) {
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 5),
                                           Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5)};
  sections[1].clear.key_class = KeyClass::kPersonal;

  GroupIntoSituations(RulesWithFolding(), sections);

  EXPECT_TRUE(sections[0].clear.folded_under.empty());
}

TEST(SituationTest, APersonalOneFoldedUnderAGeneralOneLeavesNoTraceThere) {
  std::vector<FollowUpSection> alone = {Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5)};
  std::vector<FollowUpSection> both = {Section(1, Action::kDocument, kStart, "abandonment", 5), alone[0]};
  both[0].clear.key_class = KeyClass::kPersonal;

  GroupIntoSituations(RulesWithFolding(), alone);
  GroupIntoSituations(RulesWithFolding(), both);

  EXPECT_EQ(both[0].clear.folded_under, IdNumber<FollowUpId>(2));
  EXPECT_EQ(both[1], alone[0]);
}

TEST(SituationTest, RulesThatFoldUnderEachOtherBothStand) {
  std::vector<Rule> rules = RulesWithFolding();
  rules[1].folds_under = {"abandonment"};
  std::vector<FollowUpSection> sections = {Section(1, Action::kDocument, kStart, "abandonment", 5),
                                           Section(2, Action::kSoftTransfer, kStart, "long_or_dependent_ending", 5)};

  GroupIntoSituations(rules, sections);

  EXPECT_TRUE(sections[0].clear.folded_under.empty());
  EXPECT_TRUE(sections[1].clear.folded_under.empty());
}

std::vector<FollowUpSection> RandomSections(std::mt19937& random) {
  const auto below = [&](uint32_t limit) { return random() % limit; };
  const char* const kRules[] = {"abandonment", "long_or_dependent_ending", "other"};
  std::vector<FollowUpSection> sections;
  const uint32_t size = 1 + below(8);
  for (uint32_t i = 0; i < size; ++i) {
    const Day reported = kStart + below(30);
    std::optional<Day> resolved;
    if (below(2) == 0) resolved = reported + below(20);
    sections.push_back(Section(static_cast<uint16_t>(i + 1), static_cast<Action>(1 + below(6)), reported,
                               kRules[below(3)], static_cast<uint16_t>(below(6)), resolved));
    sections.back().clear.before_policy = below(8) == 0;
    if (below(4) == 0) sections.back().clear.key_class = KeyClass::kPersonal;
    if (below(8) == 0) sections.back().clear.state = RuleState::kWithdrawn;
  }
  return sections;
}

TEST(SituationTest, DependsOnTheFollowUpsAndNotOnTheirOrderOrHistory) {
  constexpr uint32_t kSeed = 20251122;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::vector<FollowUpSection> grouped = RandomSections(random);
    GroupIntoSituations(RulesWithFolding(), grouped);

    std::vector<FollowUpSection> again = grouped;
    std::shuffle(again.begin(), again.end(), random);
    GroupIntoSituations(RulesWithFolding(), again);

    std::sort(again.begin(), again.end(),
              [](const FollowUpSection& a, const FollowUpSection& b) { return a.clear.id < b.clear.id; });
    ASSERT_EQ(again, grouped);
  }
}

TEST(SituationTest, NothingGeneralChangesWithSomethingPersonal) {
  constexpr uint32_t kSeed = 20251123;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::vector<FollowUpSection> all = RandomSections(random);
    std::vector<FollowUpSection> general;
    std::copy_if(all.begin(), all.end(), std::back_inserter(general),
                 [](const FollowUpSection& section) { return section.clear.key_class == KeyClass::kGeneral; });

    GroupIntoSituations(RulesWithFolding(), all);
    GroupIntoSituations(RulesWithFolding(), general);

    std::erase_if(all, [](const FollowUpSection& section) { return section.clear.key_class == KeyClass::kPersonal; });
    ASSERT_EQ(all, general);
  }
}

TEST(SituationTest, WhatIsRestrictedOrThePracticesStandsByItself) {
  for (const bool restricted : {true, false}) {
    std::vector<FollowUpSection> sections = {Section(1, Action::kTalk, kStart, "abandonment", 1),
                                             Section(2, Action::kTalk, kStart, "long_or_dependent_ending", 1)};
    (restricted ? sections[1].clear.restricted : sections[1].clear.of_practice) = true;

    GroupIntoSituations(RulesWithFolding(), sections);

    EXPECT_NE(sections[0].clear.situation, sections[1].clear.situation) << "though one entry opened both";
    EXPECT_TRUE(sections[0].clear.folded_under.empty());
  }
}

}  // namespace
}  // namespace candor::domain::situation_test
