#include "daemon/domain/compliance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::compliance_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const CaseId kCase = IdNumber<CaseId>(1);
constexpr Day kDay(2025, 3, 3);  // a Monday

std::vector<Contribution> Of(const std::vector<EntryHeader>& course, const std::vector<FollowUp>& follow_ups,
                             const std::vector<EntryId>& not_assessed = {}) {
  return ContributionsOf(kCase, course, follow_ups, not_assessed, Settings());
}

// Day and bucket of every contribution to a figure.
std::vector<std::pair<Day, uint16_t>> Find(const std::vector<Contribution>& contributions, Figure figure) {
  std::vector<std::pair<Day, uint16_t>> found;
  for (const Contribution& contribution : contributions) {
    if (contribution.figure == figure) found.emplace_back(contribution.day, contribution.bucket);
  }
  return found;
}

template <class Bucket>
uint16_t BucketOf(Bucket bucket) {
  return static_cast<uint16_t>(bucket);
}

TEST(ComplianceTest, AnOpenSituationCountsWhenWrittenDownAndWhenDue) {
  const auto contributions = Of({}, {OpenFollowUp(1, Action::kTalk, kDay, kDay + 14)});

  EXPECT_THAT(Find(contributions, Figure::kSituationOpened), ElementsAre(Pair(kDay, 0), Pair(kDay, 1)));
  EXPECT_THAT(Find(contributions, Figure::kSituationDue), ElementsAre(Pair(kDay + 14, 0), Pair(kDay + 14, 1)));
  EXPECT_THAT(Find(contributions, Figure::kSituationStillOpen), ElementsAre(Pair(kDay + 14, 0)));
  EXPECT_THAT(Find(contributions, Figure::kSituationInTime), IsEmpty());
}

TEST(ComplianceTest, ClosedOnTheShiftedDateIsInTime) {
  // Due on a Saturday, closed on the Monday after.
  const auto contributions = Of({}, {ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 12, kDay + 14)});

  EXPECT_THAT(Find(contributions, Figure::kSituationInTime), ElementsAre(Pair(kDay + 14, 0)));
  EXPECT_THAT(Find(contributions, Figure::kSituationLate), IsEmpty());
}

TEST(ComplianceTest, LatenessGoesIntoBands) {
  const auto band = [](int days_late) {
    const Day due = kDay + 14;
    const auto late =
        Find(Of({}, {ResolvedFollowUp(1, Action::kTalk, kDay, due, due + days_late)}), Figure::kSituationLate);
    return late.size() == 2 ? late[1].second : uint16_t{0};
  };

  EXPECT_EQ(band(0), 0);
  EXPECT_EQ(band(1), BucketOf(LateBand::kUpTo14Days));
  EXPECT_EQ(band(14), BucketOf(LateBand::kUpTo14Days));
  EXPECT_EQ(band(15), BucketOf(LateBand::k15To30Days));
  EXPECT_EQ(band(30), BucketOf(LateBand::k15To30Days));
  EXPECT_EQ(band(31), BucketOf(LateBand::kOver30Days));
}

FollowUp Quiet(uint16_t number, Day due, Day closed) {
  FollowUp quiet = ResolvedFollowUp(number, Action::kTalk, kDay, due, closed);
  quiet.clear.cause = ResolvedCause::kQuiet;
  quiet.clear.situation = IdNumber<SituationId>(1);
  return quiet;
}

// Which of the figures about a situation's date it counts under.
std::vector<Figure> JudgedAs(const std::vector<FollowUp>& follow_ups) {
  std::vector<Figure> figures;
  const auto contributions = Of({}, follow_ups);
  for (const Figure figure : {Figure::kSituationDue, Figure::kSituationInTime, Figure::kSituationLate,
                              Figure::kSituationStillOpen, Figure::kSituationByItself, Figure::kSituationExcluded}) {
    if (!Find(contributions, figure).empty()) figures.push_back(figure);
  }
  return figures;
}

TEST(ComplianceTest, WhatWentQuietAfterItsDateIsNeitherInTimeNorLate) {
  const Day due = kDay + 14;

  EXPECT_THAT(JudgedAs({Quiet(1, due, due + 76)}), ElementsAre(Figure::kSituationDue, Figure::kSituationByItself));
  // Beside something closed in time it still was not closed by its date; beside something late the lateness counts.
  EXPECT_THAT(JudgedAs({Quiet(1, due, due + 76), ResolvedFollowUp(1, Action::kTalk, kDay, due, due)}),
              ElementsAre(Figure::kSituationDue, Figure::kSituationByItself));
  EXPECT_THAT(JudgedAs({Quiet(1, due, due + 76), ResolvedFollowUp(1, Action::kTalk, kDay, due, due + 1)}),
              ElementsAre(Figure::kSituationDue, Figure::kSituationLate));
  EXPECT_THAT(JudgedAs({Quiet(1, due, due + 76), OpenFollowUp(1, Action::kTalk, kDay, due)}),
              ElementsAre(Figure::kSituationDue, Figure::kSituationStillOpen));
}

TEST(ComplianceTest, WhatWentQuietBeforeItsDateStandsBesideTheDenominator) {
  const Day due = kDay + 14;

  EXPECT_THAT(JudgedAs({Quiet(1, due, due)}), ElementsAre(Figure::kSituationExcluded));
  EXPECT_THAT(Find(Of({}, {Quiet(1, due, due)}), Figure::kSituationExcluded),
              ElementsAre(Pair(due, BucketOf(ExcludedReason::kClosedByItself))));
  EXPECT_THAT(JudgedAs({Quiet(1, due, due), ResolvedFollowUp(1, Action::kTalk, kDay, due, due)}),
              ElementsAre(Figure::kSituationDue, Figure::kSituationInTime));
}

TEST(ComplianceTest, ASituationIsCountedOnceAndClosedWhenAllOfItIs) {
  FollowUp first = ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 14, kDay + 7);
  FollowUp second = OpenFollowUp(2, Action::kSoftTransfer, kDay + 1, kDay + 28);
  second.clear.situation = first.clear.situation;

  const auto half_closed = Of({}, {first, second});
  EXPECT_THAT(Find(half_closed, Figure::kSituationOpened), ElementsAre(Pair(kDay, 0), Pair(kDay, 1)));
  EXPECT_EQ(Find(half_closed, Figure::kSituationStillOpen).size(), 1U);

  second.clear.state = RuleState::kResolved;
  second.clear.cause = ResolvedCause::kEntry;
  second.clear.resolved_on = kDay + 30;
  const auto closed = Of({}, {first, second});
  EXPECT_THAT(Find(closed, Figure::kSituationLate),
              ElementsAre(Pair(kDay + 14, 0), Pair(kDay + 14, BucketOf(LateBand::kUpTo14Days))));
}

TEST(ComplianceTest, AFoldedFollowUpIsNotCounted) {
  FollowUp general = OpenFollowUp(1, Action::kDocument, kDay, kDay + 14);
  general.clear.folded_under = IdNumber<FollowUpId>(2);

  EXPECT_THAT(Of({}, {general}), IsEmpty());
}

struct Excluded {
  const char* name;
  ExcludedReason why;
  void (*change)(FollowUp&);
};
class ExcludedTest : public testing::TestWithParam<Excluded> {};

TEST_P(ExcludedTest, StandsBesideTheDenominatorAndNotInIt) {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kDay, kDay + 14);
  GetParam().change(follow_up);

  const auto contributions = Of({}, {follow_up});

  const auto excluded = Find(contributions, Figure::kSituationExcluded);
  ASSERT_EQ(excluded.size(), 1U);
  EXPECT_EQ(excluded[0].second, BucketOf(GetParam().why));
  EXPECT_THAT(Find(contributions, Figure::kSituationDue), IsEmpty());
  EXPECT_THAT(Find(contributions, Figure::kSituationInTime), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, ExcludedTest,
    testing::Values(
        Excluded{"Withdrawn", ExcludedReason::kWithdrawn, [](FollowUp& f) { f.clear.state = RuleState::kWithdrawn; }},
        Excluded{"Waived", ExcludedReason::kWaived, [](FollowUp& f) { f.waived_until = kDay + 14; }},
        Excluded{"BeforePolicy", ExcludedReason::kBeforePolicy, [](FollowUp& f) { f.clear.before_policy = true; }},
        Excluded{"Paused", ExcludedReason::kPaused,
                 [](FollowUp& f) {
                   f.away = {{kDay + 5, std::nullopt, MemberId(), false}};
                 }},
        Excluded{"MissingField", ExcludedReason::kMissingField, [](FollowUp& f) { f.clear.missing_field = true; }},
        Excluded{"Disposed", ExcludedReason::kDisposed, [](FollowUp& f) { f.disposed = true; }}),
    [](const auto& info) { return info.param.name; });

TEST(ComplianceTest, AWaiverThatEndedBeforeTheDateExcludesNothing) {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kDay, kDay + 14);
  follow_up.waived_until = kDay + 13;

  EXPECT_EQ(Find(Of({}, {follow_up}), Figure::kSituationDue).size(), 2U);
}

FollowUp AsPersonal(FollowUp follow_up) {
  follow_up.clear.key_class = KeyClass::kPersonal;
  return follow_up;
}

TEST(ComplianceTest, AConversationCountsFromTheReportToTheDayItWasHeld) {
  const auto held = Of({}, {AsPersonal(ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 14, kDay + 9))});
  EXPECT_THAT(Find(held, Figure::kConversationAsked), ElementsAre(Pair(kDay, 0)));
  EXPECT_THAT(Find(held, Figure::kConversationHeld), ElementsAre(Pair(kDay, 9)));

  // It took place before it was written down.
  const auto before = Of({}, {AsPersonal(ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 14, kDay - 5))});
  EXPECT_THAT(Find(before, Figure::kConversationHeld), ElementsAre(Pair(kDay, 0)));

  const auto open = Of({}, {AsPersonal(OpenFollowUp(1, Action::kTalk, kDay, kDay + 14))});
  EXPECT_THAT(Find(open, Figure::kConversationAsked), ElementsAre(Pair(kDay, 0)));
  EXPECT_THAT(Find(open, Figure::kConversationHeld), IsEmpty());
}

TEST(ComplianceTest, WhatWentQuietEndedWithoutAConversation) {
  FollowUp quiet = AsPersonal(ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 14, kDay + 90));
  quiet.clear.cause = ResolvedCause::kQuiet;

  const auto contributions = Of({}, {quiet});

  EXPECT_THAT(Find(contributions, Figure::kConversationEnded), ElementsAre(Pair(kDay, kLongestConversationWait + 1)));
  EXPECT_THAT(Find(contributions, Figure::kConversationHeld), IsEmpty());
}

TEST(ComplianceTest, AConversationIsHeldInAConsultationOrASupervisionOnly) {
  const auto held = [](Kind kind) {
    FollowUp met = AsPersonal(ResolvedFollowUp(1, Action::kTalk, kDay, kDay + 14, kDay + 9));
    met.clear.resolved_by_kind = kind;
    const auto contributions = Of({}, {met});
    EXPECT_EQ(Find(contributions, Figure::kConversationAsked).size(), 1U);
    EXPECT_EQ(
        Find(contributions, Figure::kConversationHeld).size() + Find(contributions, Figure::kConversationEnded).size(),
        1U);
    return !Find(contributions, Figure::kConversationHeld).empty();
  };

  EXPECT_TRUE(held(Kind::kConsultation));
  EXPECT_TRUE(held(Kind::kSupervision));
  EXPECT_FALSE(held(Kind::kReferral));
  EXPECT_FALSE(held(Kind::kTransferStep));
  EXPECT_FALSE(held(Kind::kContinuePlan));
}

TEST(ComplianceTest, OnlyPersonalConversationsAreConversations) {
  EXPECT_THAT(Find(Of({}, {OpenFollowUp(1, Action::kTalk, kDay, kDay + 14)}), Figure::kConversationAsked), IsEmpty());
}

EntryHeader DecisionToRefer(Day day) {
  return EntryOf(Kind::kDecision, day).Word("decision", "refer").Header();
}
EntryHeader Referral(Day day, const char* outcome) {
  return EntryOf(Kind::kReferral, day).Word("outcome", outcome).Header();
}

TEST(ComplianceTest, APathRunsFromTheDecisionThroughItsSteps) {
  const auto contributions = Of({DecisionToRefer(kDay), Referral(kDay + 3, "offered"), Referral(kDay + 10, "accepted"),
                                 EntryOf(Kind::kTransferStep, kDay + 20).Word("joint_session", "yes").Header(),
                                 EntryOf(Kind::kTransferStep, kDay + 25)
                                     .Word("receiver_accepted", "yes")
                                     .Word("first_solo_held", "yes")
                                     .Header()},
                                {});

  EXPECT_THAT(Find(contributions, Figure::kCohortDecision), ElementsAre(Pair(kDay, 0)));
  EXPECT_THAT(Find(contributions, Figure::kCohortSettled), ElementsAre(Pair(kDay, 0)));
  EXPECT_THAT(Find(contributions, Figure::kCohortStepDays),
              ElementsAre(Pair(kDay, 1 * 512 + 3), Pair(kDay, 2 * 512 + 10), Pair(kDay, 5 * 512 + 20),
                          Pair(kDay, 6 * 512 + 25), Pair(kDay, 7 * 512 + 25)));
}

TEST(ComplianceTest, AConsultationsDecisionToReferBeginsAPathAndARecommendationDoesNot) {
  const EntryHeader decided = EntryOf(Kind::kConsultation, kDay).Word("decision", "refer").Header();
  const EntryHeader recommended = EntryOf(Kind::kConsultation, kDay).Word("recommendation", "refer").Header();

  EXPECT_EQ(Find(Of({decided}, {}), Figure::kCohortDecision).size(), 1U);
  EXPECT_THAT(Find(Of({recommended}, {}), Figure::kCohortDecision), IsEmpty());
}

TEST(ComplianceTest, ASecondDecisionOnTheWayIsTheSamePath) {
  EXPECT_EQ(Find(Of({DecisionToRefer(kDay), DecisionToRefer(kDay + 10), Referral(kDay + 20, "accepted")}, {}),
                 Figure::kCohortDecision)
                .size(),
            1U);
  EXPECT_EQ(Find(Of({DecisionToRefer(kDay), Referral(kDay + 20, "declined"), DecisionToRefer(kDay + 40)}, {}),
                 Figure::kCohortDecision)
                .size(),
            2U);
}

TEST(ComplianceTest, SettledMeansAnsweredOrTriedTwiceWithinSixtyDays) {
  const auto settled = [](std::vector<EntryHeader> after) {
    after.insert(after.begin(), DecisionToRefer(kDay));
    return !Find(Of(after, {}), Figure::kCohortSettled).empty();
  };

  EXPECT_TRUE(settled({Referral(kDay + 60, "declined")}));
  EXPECT_FALSE(settled({Referral(kDay + 61, "declined")}));
  EXPECT_FALSE(settled({Referral(kDay + 5, "offered")}));
  EXPECT_FALSE(settled({Referral(kDay + 5, "unreachable")}));
  EXPECT_TRUE(settled({Referral(kDay + 5, "unreachable"), Referral(kDay + 9, "unreachable")}));
}

EntryBuilder Ending() {
  return EntryOf(Kind::kTermination, kDay);
}

uint16_t ClassOf(const EntryBuilder& ending) {
  const auto found = Find(Of({ending.Header()}, {}), Figure::kEnding);
  return found.size() == 2 && found[0].second == 0 ? found[1].second : uint16_t{0};
}

TEST(ComplianceTest, EndingsFallIntoClasses) {
  EXPECT_EQ(ClassOf(Ending()), BucketOf(EndingClass::kNotRecorded));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "client")), BucketOf(EndingClass::kClientChoice));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "mutual")), BucketOf(EndingClass::kMutual));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "therapist")), BucketOf(EndingClass::kNotRecorded));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "therapist").Word("needs_further_care", "yes")),
            BucketOf(EndingClass::kNeedsCare));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "therapist").Word("needs_further_care", "no")),
            BucketOf(EndingClass::kMutual));
  EXPECT_EQ(ClassOf(Ending().Word("initiator", "therapist").Word("agreed", "yes")), BucketOf(EndingClass::kMutual));
  EXPECT_EQ(ClassOf(Ending().Word("exemption", "threat").Word("initiator", "therapist")),
            BucketOf(EndingClass::kExempt));
  EXPECT_EQ(ClassOf(Ending().Word("exemption", "client_choice")), BucketOf(EndingClass::kClientChoice));
}

TEST(ComplianceTest, AnEndingIsPreparedWhenThePolicyCalledForNothing) {
  const EntryHeader ending = Ending().Word("initiator", "therapist").Word("needs_further_care", "yes").Header();
  FollowUp abandonment = OpenFollowUp(1, Action::kDocument, kDay, kDay + 14);

  EXPECT_EQ(Find(Of({ending}, {}), Figure::kEndingPrepared).size(), 1U);
  EXPECT_THAT(Find(Of({ending}, {abandonment}), Figure::kEndingPrepared), IsEmpty());

  abandonment.clear.state = RuleState::kWithdrawn;
  EXPECT_EQ(Find(Of({ending}, {abandonment}), Figure::kEndingPrepared).size(), 1U);
}

TEST(ComplianceTest, OnlyWhatTheEndingItselfOpenedSpeaksOfItsPreparation) {
  const MemberId therapist = IdNumber<MemberId>(4);
  const EntryHeader ending =
      Ending().By(therapist).Word("initiator", "therapist").Word("needs_further_care", "yes").Header();
  const auto prepared = [&](Kind opened_by, const MemberId& about) {
    FollowUp called_for = OpenFollowUp(1, Action::kSoftTransfer, kDay, kDay + 14);
    called_for.clear.opened_by_kind = opened_by;
    called_for.clear.therapist = about;
    return !Find(Of({ending}, {called_for}), Figure::kEndingPrepared).empty();
  };

  EXPECT_FALSE(prepared(Kind::kTermination, therapist));
  EXPECT_TRUE(prepared(Kind::kTermination, IdNumber<MemberId>(5)));
  EXPECT_TRUE(prepared(Kind::kTransferStep, therapist));
  EXPECT_TRUE(prepared(Kind::kConsultation, therapist));
}

TEST(ComplianceTest, AnEndingThatWasNotAssessedIsNotPrepared) {
  const EntryBuilder ending = Ending().Id(7).Word("initiator", "therapist").Word("needs_further_care", "yes");
  const auto contributions = Of({ending.Header()}, {}, {IdNumber<EntryId>(7)});

  EXPECT_THAT(Find(contributions, Figure::kEnding),
              ElementsAre(Pair(kDay, 0), Pair(kDay, BucketOf(EndingClass::kNotAssessed))));
  EXPECT_THAT(Find(contributions, Figure::kEndingPrepared), IsEmpty());
  // Nobody's judgement is needed for the others.
  const EntryHeader own_choice = Ending().Id(7).Word("initiator", "client").Header();
  EXPECT_THAT(Find(Of({own_choice}, {}, {IdNumber<EntryId>(7)}), Figure::kEnding),
              ElementsAre(Pair(kDay, 0), Pair(kDay, BucketOf(EndingClass::kClientChoice))));
}

TEST(ComplianceTest, ConsultationsAreWithAMemberOrOutside) {
  const auto count = [](const EntryBuilder& entry, Figure figure) {
    return Find(Of({entry.Header()}, {}), figure).size();
  };
  const auto member = EntryOf(Kind::kConsultation, kDay).Member("consultant", IdNumber<MemberId>(2));
  const auto line = EntryOf(Kind::kConsultation, kDay).Word("consultant_kind", "ethics_line");
  const auto nobody = EntryOf(Kind::kConsultation, kDay);

  EXPECT_EQ(count(member, Figure::kConsultationWithMember), 1U);
  EXPECT_EQ(count(line, Figure::kConsultationOutside), 1U);
  EXPECT_EQ(count(nobody, Figure::kConsultationOutside) + count(nobody, Figure::kConsultationWithMember), 0U);
}

TEST(ComplianceTest, ASituationIsAboutBoundariesWhenOneOpenedSomeOfIt) {
  const auto about_boundaries = [](Kind opened_by, KeyClass key_class) {
    FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kDay, kDay + 14);
    follow_up.clear.opened_by_kind = opened_by;
    follow_up.clear.key_class = key_class;
    return Find(Of({}, {follow_up}), Figure::kBoundarySituation);
  };

  for (const Kind kind : {Kind::kCrossing, Kind::kBarter, Kind::kDualRelationship}) {
    EXPECT_THAT(about_boundaries(kind, KeyClass::kGeneral), ElementsAre(Pair(kDay, 0)));
  }
  EXPECT_THAT(about_boundaries(Kind::kConsultation, KeyClass::kGeneral), IsEmpty());
  EXPECT_THAT(about_boundaries(Kind::kNone, KeyClass::kGeneral), IsEmpty());
  EXPECT_THAT(about_boundaries(Kind::kCrossing, KeyClass::kPersonal), IsEmpty()) << "kinds of these stay together";
}

TEST(ComplianceTest, ContributionsAreSortedAndNameCaseAndTherapist) {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kDay, kDay + 14);
  follow_up.clear.therapist = IdNumber<MemberId>(4);

  const auto contributions = Of({DecisionToRefer(kDay)}, {follow_up});

  EXPECT_TRUE(std::is_sorted(contributions.begin(), contributions.end()));
  for (const Contribution& contribution : contributions) EXPECT_EQ(contribution.case_id, kCase);
  EXPECT_TRUE(std::any_of(contributions.begin(), contributions.end(), [](const Contribution& contribution) {
    return contribution.figure == Figure::kSituationOpened && contribution.therapist == IdNumber<MemberId>(4);
  }));
}

}  // namespace
}  // namespace candor::domain::compliance_test
