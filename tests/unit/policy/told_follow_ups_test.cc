#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/policy/assessor.h"
#include "daemon/policy/case_follow_ups.h"
#include "daemon/policy/members_to_tell.h"
#include "judged_store_fixture.h"
#include "plugins/sdk/policy.h"
#include "tests/unit/store/store_fixture.h"

// What rules about a member are told of the follow-ups of cases, from the entries to the follow-ups on record.
namespace candor::policy::told_follow_ups_test {
namespace {

using domain::FollowUp;
using domain::Kind;
using domain::RuleState;
using domain::SubjectId;
using store::CaseOf;
using store::EntryOf;
using store::MemberOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const SubjectId kMember = SubjectId::Of(MemberOf(1));
const SubjectId kCase = SubjectId::Of(CaseOf(1));

constexpr candor_citation kSource = sdk::Citation(CANDOR_AUTHORITY_PRACTICE, "a test", "own");
constexpr const candor_citation* kSources[] = {&kSource};
constexpr uint16_t kCaseKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_DISCUSSION};
constexpr uint16_t kMemberKinds[] = {CANDOR_KIND_TRAINING};

constexpr candor_rule OfCase(std::string_view slug, uint32_t confined, uint32_t owner) {
  return sdk::Rule({.slug = slug,
                    .catalogue_id = "T1",
                    .title = "Talk it over",
                    .resolved_by = "A discussion.",
                    .severity = CANDOR_SEVERITY_IMPORTANT,
                    .action = CANDOR_ACTION_TALK,
                    .kinds = kCaseKinds,
                    .citations = kSources,
                    .confined = confined,
                    .owner = owner});
}

constexpr candor_rule kGeneral = OfCase("general", CANDOR_CONFINED_GENERAL, CANDOR_OWNER_THERAPIST);
constexpr candor_rule kPersonal = OfCase("personal", CANDOR_CONFINED_PERSONAL, CANDOR_OWNER_THERAPIST);
constexpr candor_rule kRestricted = OfCase("restricted", CANDOR_CONFINED_RESTRICTED, CANDOR_OWNER_THERAPIST);
constexpr candor_rule kPractices = OfCase("practices", CANDOR_CONFINED_GENERAL, CANDOR_OWNER_PRACTICE);
constexpr candor_rule kTold = sdk::Rule({.slug = "told",
                                         .catalogue_id = "T2",
                                         .title = "Look at what is open",
                                         .resolved_by = "What was open has ended.",
                                         .severity = CANDOR_SEVERITY_SOON,
                                         .action = CANDOR_ACTION_TALK,
                                         .kinds = kMemberKinds,
                                         .citations = kSources,
                                         .scope = CANDOR_SCOPE_MEMBER,
                                         .horizon_days = 3650,
                                         .reads_follow_ups = true});
constexpr const candor_rule* kRules[] = {&kGeneral, &kPersonal, &kRestricted, &kPractices, &kTold};
constexpr sdk::Declaration kDeclaration = {.name = "told", .version = "1.0.0", .rules = kRules};

// A crossing opens all rules of the case, a discussion ends them; the member's rule says of each what it is told.
class Teller final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override {
    if (subject.IsMember()) return;
    for (uint16_t rule = 0; rule < 4; ++rule) {
      if (entry.kind() == CANDOR_KIND_CROSSING) {
        subject.Open(
            {.rule = rule, .key = entry.id(), .severity = sdk::Severity::kImportant, .due = entry.reported() + 14});
      } else {
        for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) subject.Resolve(rule, open.key);
      }
    }
  }
  void OnTimer(const sdk::Event& /*timer*/, sdk::Subject& /*subject*/) override {}
  void OnFollowUp(const sdk::Event& change, sdk::Subject& subject) override {
    const sdk::Id key = change.IdOf(CANDOR_HOST_FOLLOW_UP_ID).value_or(sdk::Id{});
    if (change.Is(CANDOR_HOST_FOLLOW_UP_CHANGE, CANDOR_FOLLOW_UP_ENDED)) return subject.Resolve(4, key);
    subject.Open({.rule = 4, .key = key, .due = change.Day(CANDOR_HOST_FOLLOW_UP_DUE)});
  }
};

const candor_policy& Declared() {
  static const candor_policy kPolicy = sdk::MakePolicy<Teller>(kDeclaration);
  return kPolicy;
}

class ToldFollowUpsTest : public JudgedStoreTest {
 protected:
  ToldFollowUpsTest() : JudgedStoreTest(Declared()) {}

  static domain::NewEntry InCase(Kind kind, Day day, const SubjectId& subject = kCase) {
    domain::NewEntry entry = EntryOf(subject, kind, day);
    entry.entry.header.kind = kind;
    return entry;
  }

  std::vector<FollowUp> Of(const SubjectId& subject) { return store_->Latest()->FollowUpsOf(subject).value(); }
  // Whether the member's follow-ups come to be in these states; empty ones count as none.
  bool Becomes(std::vector<RuleState> states) {
    std::sort(states.begin(), states.end());
    for (int i = 0; i < 2000; ++i) {
      std::vector<RuleState> now;
      for (const FollowUp& each : Of(kMember)) now.push_back(each.clear.state);
      std::sort(now.begin(), now.end());
      if (now == states) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }
};

TEST_F(ToldFollowUpsTest, AMembersRuleIsToldWhatACaseRuleOpenedAndWhatEndedIt) {
  const EntryId crossing = Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen})) << "neither personal, nor restricted, nor the practice's own";
  ASSERT_THAT(Of(kCase), SizeIs(4));
  EXPECT_EQ(Of(kMember)[0].sealed->opened_by, crossing);
  EXPECT_EQ(Of(kMember)[0].clear.therapist, MemberOf(1));
  EXPECT_EQ(Of(kMember)[0].clear.opened_on, kToday - 20);

  Add(InCase(Kind::kDiscussion, kToday - 5));
  EXPECT_TRUE(Becomes({RuleState::kResolved}));
  EXPECT_EQ(Of(kMember)[0].clear.resolved_on, kToday - 5);
}

TEST_F(ToldFollowUpsTest, WhatIsWrittenDownLateIsToldAtItsPlace) {
  Add(InCase(Kind::kCrossing, kToday - 2));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));
  Add(InCase(Kind::kCrossing, kToday - 30, SubjectId::Of(CaseOf(2))));
  ASSERT_TRUE(Becomes({RuleState::kOpen, RuleState::kOpen}));

  Add(InCase(Kind::kDiscussion, kToday - 10, SubjectId::Of(CaseOf(2))));
  EXPECT_TRUE(Becomes({RuleState::kOpen, RuleState::kResolved}));
}

TEST_F(ToldFollowUpsTest, WhatIsTakenBackWasNeverOpened) {
  const EntryId crossing = Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));

  domain::NewEntry back = InCase(Kind::kRetraction, kToday);
  back.entry.header.revises = crossing;
  Add(back);

  EXPECT_TRUE(Becomes({RuleState::kWithdrawn}));
}

TEST_F(ToldFollowUpsTest, ADispositionIsToldToo) {
  Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));
  const std::vector<FollowUp> all = Of(kCase);
  const auto general =
      std::find_if(all.begin(), all.end(), [](const FollowUp& each) { return each.sealed->rule == "general"; });
  ASSERT_NE(general, all.end());
  domain::Decision decision;
  decision.id = DecisionId(RandomIdBytes());
  decision.kind = domain::DecisionKind::kDispose;
  decision.subject = kCase;
  decision.follow_up = general->clear.id;
  decision.reason = Sensitive<std::string>(std::string("looked into"));
  Append({decision});

  assessor_->FollowUpDecided(MemberOf(1));

  EXPECT_TRUE(Becomes({RuleState::kResolved}));
  EXPECT_EQ(Of(kMember)[0].clear.resolved_on, kToday);
}

TEST_F(ToldFollowUpsTest, ANewStartFindsWhatWasNotToldBefore) {
  Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));
  assessor_.reset();
  Add(InCase(Kind::kDiscussion, kToday - 5));

  Start();

  EXPECT_TRUE(Becomes({RuleState::kResolved}));
}

TEST_F(ToldFollowUpsTest, WhatRestsOnAnErasedCaseStaysAsItWasAndTheRestGoesOn) {
  const SubjectId other = SubjectId::Of(CaseOf(2));
  Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));
  const FollowUp before = Of(kMember)[0];
  const auto now = [&] { return store_->Latest()->GetFollowUp(kMember, before.clear.id).value(); };

  Erase(kCase);
  assessor_->FollowUpDecided(MemberOf(1));
  Add(InCase(Kind::kCrossing, kToday - 10, other));

  ASSERT_TRUE(Becomes({RuleState::kOpen, RuleState::kOpen}))
      << "the erased one is told of no longer, and what is new is";
  EXPECT_EQ(now(), before);
  EXPECT_TRUE(store_->Latest()->GetEntry(before.sealed->opened_by)->erased);
  assessor_.reset();
  Start();
  Add(InCase(Kind::kDiscussion, kToday - 5, other));
  EXPECT_TRUE(Becomes({RuleState::kOpen, RuleState::kResolved}));
  EXPECT_EQ(now(), before) << "after a start too";
}

TEST_F(ToldFollowUpsTest, OfSomebodyElsesCaseNothingIsTold) {
  domain::NewEntry other = InCase(Kind::kCrossing, kToday - 20);
  other.entry.header.therapist = other.entry.header.author = MemberOf(2);
  Add(other);

  for (int i = 0; i < 2000 && Of(SubjectId::Of(MemberOf(2))).empty(); ++i) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(Of(SubjectId::Of(MemberOf(2))), SizeIs(1));
  EXPECT_THAT(Of(kMember), IsEmpty());
}

// What is put together from what was remembered is what is read anew, digests included.
TEST_F(ToldFollowUpsTest, AfterAChangeOfOneCaseItIsWhatIsReadAnew) {
  const SubjectId other = SubjectId::Of(CaseOf(2));
  Add(InCase(Kind::kCrossing, kToday - 20));
  Add(InCase(Kind::kCrossing, kToday - 15, other));
  ASSERT_TRUE(Becomes({RuleState::kOpen, RuleState::kOpen}));
  const auto changes = [](const ToldFollowUps& told) {
    std::vector<std::pair<domain::Place, FollowUpId>> all;
    for (const domain::PolicyEvent& each : told.changes) all.emplace_back(each.place, each.follow_up->follow_up);
    return all;
  };
  const domain::Settings settings = store_->Latest()->GetSettings().value();
  CaseFollowUps remembered;
  const auto before = remembered.Of(*store_->Latest(), MemberOf(1), settings).value();
  ASSERT_THAT(before->changes, SizeIs(2));

  // In between, and at the end.
  Add(InCase(Kind::kCrossing, kToday - 18, other));
  Add(InCase(Kind::kDiscussion, kToday - 5, other));
  ASSERT_TRUE(Becomes({RuleState::kOpen, RuleState::kResolved, RuleState::kResolved}));
  EXPECT_EQ(remembered.Of(*store_->Latest(), MemberOf(1), settings).value(), before) << "nobody said otherwise";
  remembered.ForgetCase(MemberOf(1), CaseOf(2));

  const auto after = remembered.Of(*store_->Latest(), MemberOf(1), settings).value();
  CaseFollowUps empty;
  const auto anew = empty.Of(*store_->Latest(), MemberOf(1), settings).value();
  EXPECT_EQ(changes(*after), changes(*anew));
  EXPECT_EQ(after->digests, anew->digests);
  EXPECT_THAT(after->changes, SizeIs(5)) << "three were opened, two have ended";
}

// The member's own entries, in among those of cases, change nothing of what their rules are told.
TEST_F(ToldFollowUpsTest, OwnEntriesInBetweenLeaveNothingUntold) {
  for (int i = 20; i > 0; --i) {
    Add(InCase(Kind::kCrossing, kToday - 2 * i, SubjectId::Of(CaseOf(i % 2 == 0 ? 1 : 2))));
    Add(InCase(Kind::kTraining, kToday - 2 * i + 1, kMember));
  }

  EXPECT_TRUE(Becomes(std::vector<RuleState>(20, RuleState::kOpen)));
}

TEST_F(ToldFollowUpsTest, NorDoOwnEntriesThatComeLate) {
  for (int i = 1; i <= 10; ++i) {
    Add(InCase(Kind::kCrossing, kToday - 3 * i, SubjectId::Of(CaseOf(i % 2 == 0 ? 1 : 2))));
    Add(InCase(Kind::kTraining, kToday - 3 * i - 1, kMember));
    Add(InCase(Kind::kTraining, kToday - 3 * i + 1, kMember));
  }

  EXPECT_TRUE(Becomes(std::vector<RuleState>(10, RuleState::kOpen)));
}

TEST_F(ToldFollowUpsTest, NoMoreIsRememberedThanThereIsRoomFor) {
  Add(InCase(Kind::kCrossing, kToday - 20));
  ASSERT_TRUE(Becomes({RuleState::kOpen}));
  const domain::Settings settings = store_->Latest()->GetSettings().value();
  CaseFollowUps small(0);
  const auto first = small.Of(*store_->Latest(), MemberOf(1), settings).value();
  EXPECT_EQ(small.Of(*store_->Latest(), MemberOf(1), settings).value(), first)
      << "the one that was asked for last stays";
  ASSERT_TRUE(small.Of(*store_->Latest(), MemberOf(2), settings).ok());

  const auto again = small.Of(*store_->Latest(), MemberOf(1), settings).value();
  EXPECT_NE(again, first);
  EXPECT_EQ(again->digests, first->digests);
}

TEST(MembersToTellTest, EveryoneComesInTurnAndNobodyForEver) {
  MembersToTell waiting;
  for (int i = 1; i <= 3; ++i) waiting.Add(MemberOf(static_cast<uint8_t>(i)));

  const auto first = waiting.NextPage(2);
  waiting.Finish(first, {}, true);
  const auto second = waiting.NextPage(2);
  EXPECT_THAT(first, SizeIs(2));
  ASSERT_THAT(second, SizeIs(1)) << "whoever was not looked at yet";
  waiting.Finish(second, {second.begin(), second.end()}, true);
  waiting.Finish(waiting.NextPage(2), {}, false);
  EXPECT_FALSE(waiting.empty()) << "that try was nobody's fault";
  waiting.Finish(waiting.NextPage(2), {}, true);
  waiting.Finish(waiting.NextPage(2), {}, true);
  EXPECT_TRUE(waiting.empty());
}

}  // namespace
}  // namespace candor::policy::told_follow_ups_test
