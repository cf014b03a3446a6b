#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/ledger_feed.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::modes_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const SubjectId kCase = SubjectId::Of(CaseOf(1));
const FollowUpId kFollowUp(BytesOf(0x30, 1));

domain::FollowUpSection SectionOf(domain::RuleState state, bool shadow) {
  domain::FollowUpSection section;
  section.clear.id = kFollowUp;
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  section.clear.state = state;
  section.clear.opened_on = section.clear.reported_on = Day(2025, 2, 1);
  section.clear.due = Day(2025, 2, 15);
  section.clear.situation = SituationId(BytesOf(0x31));
  section.clear.shadow = shadow;
  section.sealed.rule = "crossing_accumulation";
  return section;
}

domain::Activation ActivationOf(uint8_t number) {
  domain::Activation activation{"set 1", {"consultation 1.0.0"}, {"default 1.0.0"}, Day(2024, 1, 1)};
  activation.id = ActivationId(BytesOf(0x70, number));
  activation.on = Day(2025, 6, 1);
  domain::RuleSetting setting;
  setting.rule = "crossing_accumulation";
  setting.mode = domain::RuleMode::kShadow;
  setting.from = setting.set_on = Day(2025, 6, 1);
  activation.settings = {setting};
  return activation;
}

// What every store owes the domain of how rules are run.
class ModesTest : public testing::TestWithParam<bool> {
 protected:
  ModesTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  void Assess(domain::RuleState state, bool shadow) {
    domain::Assessment assessment;
    assessment.sections = {SectionOf(state, shadow)};
    const auto appended = fixture_.Append({std::move(assessment)});
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  std::vector<domain::FollowUp> InShadow() { return *fixture_.view()->ShadowFollowUpsOf(kCase); }
  // Everything else that a view can tell of follow-ups.
  bool IsToldElsewhere() {
    const auto view = fixture_.view();
    bool followed = false;
    const auto events = fixture_.store().feed().ReadEvents(0, 1000);
    for (const domain::LedgerEvent& event : *events) {
      const auto* written = std::get_if<domain::AssessmentWritten>(&event.what);
      followed = followed || (written != nullptr && !written->follow_ups.empty());
    }
    return followed || !view->FollowUpsOf(kCase)->empty() || !view->FollowUpsSince(kCase, 0)->empty() ||
           view->GetFollowUp(kCase, kFollowUp).ok() || !view->ListFollowUps(SubjectId(), FollowUpId(), 10)->empty() ||
           !view->ListOpenFollowUps(SubjectId(), FollowUpId(), 10)->empty();
  }
  // How often any figure counts something of this year.
  uint64_t Counted() {
    uint64_t sum = 0;
    for (const auto basis : {domain::CountBasis::kOccurred, domain::CountBasis::kOpened, domain::CountBasis::kDue,
                             domain::CountBasis::kCohort}) {
      const auto rows = fixture_.view()->Counts(basis, Day(2025, 1, 1), Day(2025, 12, 31));
      for (const auto& row : *rows) sum += row.count;
    }
    return sum;
  }

  StoreFixture fixture_;
};

TEST_P(ModesTest, WhatIsTriedOutStandsInAnIndexOfItsOwn) {
  const uint64_t counted = Counted();

  Assess(domain::RuleState::kOpen, /*shadow=*/true);

  ASSERT_THAT(InShadow(), SizeIs(1));
  EXPECT_EQ(InShadow()[0].clear, SectionOf(domain::RuleState::kOpen, true).clear);
  EXPECT_EQ(InShadow()[0].sealed->rule, "crossing_accumulation");
  EXPECT_THAT(*fixture_.view()->ListShadowFollowUps(SubjectId(), FollowUpId(), 10), SizeIs(1));
  EXPECT_THAT(*fixture_.view()->ListShadowFollowUps(kCase, kFollowUp, 10), IsEmpty()) << "the next page";
  EXPECT_FALSE(IsToldElsewhere());
  EXPECT_EQ(Counted(), counted) << "it is in no figure";
  if (!GetParam()) return;
  fixture_.Close();
  fixture_.Open();
  EXPECT_THAT(InShadow(), SizeIs(1));
}

TEST_P(ModesTest, NothingIsDecidedAboutWhatIsTriedOut) {
  Assess(domain::RuleState::kOpen, /*shadow=*/true);
  domain::Decision decision;
  decision.id = DecisionId(BytesOf(0x50));
  decision.subject = kCase;
  decision.follow_up = kFollowUp;

  EXPECT_EQ(fixture_.CodeOf({decision}), absl::StatusCode::kNotFound);
}

TEST_P(ModesTest, WhatIsTriedOutNoMoreLeavesTheIndex) {
  Assess(domain::RuleState::kOpen, /*shadow=*/true);
  Assess(domain::RuleState::kWithdrawn, /*shadow=*/true);

  EXPECT_THAT(InShadow(), IsEmpty());
  EXPECT_FALSE(IsToldElsewhere());
  const uint64_t before = Counted();
  Assess(domain::RuleState::kOpen, /*shadow=*/false);
  EXPECT_THAT(InShadow(), IsEmpty());
  EXPECT_THAT(*fixture_.view()->FollowUpsOf(kCase), SizeIs(1));
  EXPECT_GT(Counted(), before) << "an active one is counted";
}

TEST_P(ModesTest, APastMomentShowsWhatWasTriedOutThen) {
  Assess(domain::RuleState::kOpen, /*shadow=*/true);
  const absl::Time then = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  Assess(domain::RuleState::kWithdrawn, /*shadow=*/true);

  const auto past = fixture_.store().AsOf(then, Wait);

  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_THAT(*(*past)->ShadowFollowUpsOf(kCase), SizeIs(1));
  EXPECT_THAT(InShadow(), IsEmpty());
}

TEST_P(ModesTest, ACallLaysDownHowARuleIsRunOnce) {
  ASSERT_TRUE(fixture_.Call(ActivationOf(1), "shadow").ok());
  const uint64_t size = fixture_.view()->size();

  const auto again = fixture_.Call(ActivationOf(1), "shadow");

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(fixture_.view()->size(), size);
  EXPECT_EQ(DetailOf(fixture_.Call(ActivationOf(1), "active").status())->reason, "request_id_reused");
  ASSERT_TRUE(fixture_.Call(ActivationOf(2), "another").ok());
  EXPECT_TRUE(fixture_.Call(ActivationOf(1), "shadow")->duplicate) << "also when it holds no more";
  EXPECT_EQ(fixture_.view()->GetActivation()->id, ActivationOf(2).id);
  EXPECT_EQ(fixture_.view()->GetActivation()->settings, ActivationOf(2).settings);
}

TEST_P(ModesTest, WhyItWasChosenIsReadWithAllOfThem) {
  domain::Activation chosen = ActivationOf(1);
  chosen.reason = "tried out until the spring";
  ASSERT_TRUE(fixture_.Append({chosen}).ok());
  ASSERT_TRUE(fixture_.Append({ActivationOf(2)}).ok());

  const auto all = fixture_.view()->ListActivations();

  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_GE(all->size(), 2U);
  EXPECT_EQ(all->at(all->size() - 2).reason, "tried out until the spring");
  EXPECT_EQ(all->back().reason, "");
  EXPECT_EQ(fixture_.view()->GetActivation()->reason, "") << "of the newest only what holds is kept at hand";
}

TEST_P(ModesTest, WhoDidNotKnowOfTheNewestUndoesNothing) {
  const uint64_t seen = fixture_.view()->size();
  ASSERT_TRUE(fixture_.Append({ActivationOf(1)}).ok());
  domain::Activation late = ActivationOf(2);
  late.decided_at = seen;

  EXPECT_EQ(fixture_.CodeOf({late}), absl::StatusCode::kAborted);

  late.decided_at = fixture_.view()->size();
  EXPECT_TRUE(fixture_.Append({late}).ok());
}

TEST_P(ModesTest, EveryActivationButTheFirstAsksForALookAtEverySubject) {
  ASSERT_TRUE(fixture_.Append({ActivationOf(1)}).ok());
  EXPECT_EQ(fixture_.view()->GetReassessment().status().code(), absl::StatusCode::kNotFound);

  ASSERT_TRUE(fixture_.Append({ActivationOf(2)}).ok());

  const auto asked_for = fixture_.view()->GetReassessment();
  ASSERT_TRUE(asked_for.ok()) << asked_for.status();
  EXPECT_EQ(asked_for->of, ActivationOf(2).id);
  EXPECT_FALSE(asked_for->done);
}

TEST_P(ModesTest, HowFarALookHasComeOutlivesAStart) {
  ASSERT_TRUE(fixture_.Append({ActivationOf(1)}).ok());
  ASSERT_TRUE(fixture_.Append({ActivationOf(2)}).ok());
  domain::Assessment assessment;
  assessment.reassessment =
      domain::Reassessment{ActivationOf(2).id, domain::SubjectKind::kCase, CaseOf(1).bytes(), 1, 3, 0, false};

  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  if (GetParam()) {
    fixture_.Close();
    fixture_.Open();
  }
  EXPECT_EQ(*fixture_.view()->GetReassessment(), *assessment.reassessment);
  ASSERT_TRUE(fixture_.Append({ActivationOf(3)}).ok());
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  EXPECT_EQ(fixture_.view()->GetReassessment()->of, ActivationOf(3).id) << "a newer change begins anew";
  EXPECT_EQ(fixture_.view()->GetReassessment()->looked_at, 0U);
}

INSTANTIATE_TEST_SUITE_P(Every, ModesTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::modes_test
