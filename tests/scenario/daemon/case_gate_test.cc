#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/case_gate_fixture.h"

// Who has a client, who names whoever comes next, and who takes that back.
namespace candor::case_gate_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(CaseGateTest, WhoComesBackOnTheDayOfTheEndingHasTheirCase) {
  Record(Ending());
  Record(Intake(colleague_));

  EXPECT_TRUE(Shown().open());
  EXPECT_EQ(Shown().therapist(), colleague_);
  ASSERT_EQ(Shown().episodes_size(), 2);
  EXPECT_FALSE(Shown().episodes(1).has_closed());
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
}

TEST_F(CaseGateTest, WhereTheTimesSayOtherwiseTheyAreAskedFor) {
  Record(AtHour(Ending(), 15));

  const Refusal refused = RefusedEntry(AtHour(Intake(colleague_), 9));

  EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refused.field, "entry.occurred");
  EXPECT_EQ(refused.reason, "same_day");
  EXPECT_FALSE(Shown().open());
  Record(AtHour(Intake(colleague_), 16));
  EXPECT_EQ(Shown().therapist(), colleague_);
}

TEST_F(CaseGateTest, ANamingEndsWithTheDecisionToGoOn) {
  Record(Step(ana_, colleague_, kToday - 5), ana_);
  // What somebody else writes who has nothing to do with the case takes nothing back.
  Record(GoingOn(colleague_, kToday - 4), colleague_);
  Record(GoingOn(ana_, kToday - 3), ana_);

  ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");
  ExpectColleagueSeesNothing();

  Record(Step(ana_, colleague_, kToday - 2), ana_);
  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok()) << "they were named anew";
}

TEST_F(CaseGateTest, ABystandersDecisionTakesNoNamingBack) {
  Record(Step(ana_, colleague_, kToday - 5), ana_);
  const std::string bystander = MakeMember("Lieve D'Hondt");
  Record(GoingOn(bystander, kToday - 4), bystander);

  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok());
}

TEST_F(CaseGateTest, AFormerTherapistsDecisionTakesNoNamingBack) {
  const std::string next = MakeMember("Lieve D'Hondt");
  v1::CreateEntryRequest handed = Step(ana_, next, kToday - 8);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  Record(handed, ana_);
  Record(Step(next, colleague_, kToday - 5), next);
  Record(GoingOn(ana_, kToday - 4), ana_);

  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok()) << "it is the current therapist who thinks better of it";
}

TEST_F(CaseGateTest, OfOneDayTheLaterRecordCounts) {
  Record(Step(ana_, colleague_), ana_);
  Record(GoingOn(ana_), ana_);
  ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");

  Record(Step(ana_, colleague_), ana_);
  EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok());
}

TEST_F(CaseGateTest, ANamingIsNotForAClientWhoComesBack) {
  Record(Step(ana_, colleague_, kToday - 5), ana_);
  Record(Ending(kToday - 3), ana_);

  ExpectRefused(Create(Intake(colleague_), colleague_), "entry.therapist");
  ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");
  Record(Intake(ana_, kToday - 1), ana_);
  ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");
  ExpectColleagueSeesNothing();
}

TEST_F(CaseGateTest, WhomACoverNamedTakesTheCaseAlsoOnceTheAbsenceIsPutRight) {
  const std::string other = MakeMember("Lieve D'Hondt");
  const std::string name = Record(Absence(colleague_), ana_).entry().name();
  Record(Step(colleague_, other), colleague_);
  ASSERT_TRUE(Retract(name, ana_).ok());

  EXPECT_TRUE(Create(Taking(other), other).ok()) << "it was the cover's to give when it was given";
  EXPECT_EQ(Shown().therapist(), other);
}

TEST_F(CaseGateTest, WhoHasHandedOnTakesNothingBack) {
  v1::CreateEntryRequest handed = Step(ana_, colleague_, kToday - 2);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  const v1::Entry step = Record(handed, ana_).entry();

  ExpectRefused(Retract(step.name(), ana_), "name");
  v1::Entry undone = handed.entry();
  undone.mutable_transfer_step()->set_first_solo_held(v1::ANSWER_NO);
  ExpectRefused(Amend(step.name(), undone, ana_), "entry.transfer_step.receiver");
  ExpectRefused(Create(Taking(ana_), ana_), "entry.transfer_step.receiver");
  ExpectRefused(Create(Step(ana_, supervisor_), ana_), "entry.transfer_step.receiver");
  EXPECT_EQ(Shown().therapist(), colleague_);

  // When it was they still say.
  SetDate(undone.mutable_occurred()->mutable_date(), kToday - 3);
  undone.mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  EXPECT_TRUE(Amend(step.name(), undone, ana_).ok());
  EXPECT_EQ(Shown().therapist(), colleague_);

  EXPECT_TRUE(Create(Step(colleague_, ana_), colleague_).ok()) << "whoever has the client gives them back";
  EXPECT_TRUE(Create(Taking(ana_), ana_).ok());
  EXPECT_EQ(Shown().therapist(), ana_);
}

TEST_F(CaseGateTest, NobodyTakesAnEarlierPartAway) {
  v1::CreateEntryRequest handed = Step(ana_, colleague_, kToday - 2);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  Record(handed, ana_);

  ExpectRefused(Create(Intake(colleague_, Day(2024, 12, 2)), colleague_), "entry.therapist");

  EXPECT_EQ(SeesCase(ana_), grpc::StatusCode::OK);
}

// Nor the last one: who covers or supervises speaks for a therapist, and is not in their place.
TEST_F(CaseGateTest, NobodyTakesThePartOfWhomTheySpeakFor) {
  Record(Absence(colleague_), ana_);
  for (const std::string& writer : {colleague_, supervisor_}) {
    ExpectRefused(Create(Intake(writer, Day(2024, 12, 2)), writer), "entry.therapist");
    EXPECT_EQ(Shown().therapist(), ana_);
    EXPECT_EQ(SeesCase(ana_), grpc::StatusCode::OK);
  }

  // Nor does one reopen what has ended.
  Record(Ending(kToday - 1), ana_);
  ExpectRefused(Create(Intake(supervisor_, Day(2024, 12, 2)), supervisor_), "entry.therapist");
  EXPECT_FALSE(Shown().open());
}

// Whoever speaks for a therapist is shown the case as long as they do, and by no entry of another day for ever.
TEST_F(CaseGateTest, WhoSpeaksForTheTherapistGetsNoPartByADateBeforeTheBeginning) {
  const std::string absence = Record(Absence(colleague_), ana_).entry().name();
  const Day before(2024, 12, 2);
  const auto consultation = [&](const std::string& writer, Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, writer, day);
    request.mutable_entry()->mutable_consultation();
    return request;
  };
  for (const std::string& writer : {colleague_, supervisor_}) {
    v1::CreateEntryRequest ending = EntryFor(case_, writer, before);
    ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
    for (const v1::CreateEntryRequest& request : {consultation(writer, before), ending}) {
      const Refusal refused = RefusedEntry(request, writer);
      EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED);
      EXPECT_EQ(refused.field, "entry.occurred");
      EXPECT_EQ(refused.reason, "own_part");
      EXPECT_EQ(RefusalOf(Preview(request, writer)).reason, "own_part");
    }

    const std::string name = Record(consultation(writer, kToday), writer).entry().name();
    EXPECT_EQ(RefusalOf(Amend(name, consultation(writer, before).entry(), writer)).reason, "own_part");
  }
  ASSERT_EQ(Shown().therapist(), ana_);
  ASSERT_TRUE(Retract(absence, ana_).ok());
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CaseGateTest, WhoHadTheClientBeforeLeavesAsItWasWhatOthersHadSince) {
  v1::CreateEntryRequest handed = Step(ana_, colleague_, kToday - 20);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  Record(handed, ana_);
  ExpectRefused(Create(Ending(kToday - 25), ana_), "entry.therapist");
  EXPECT_TRUE(Shown().open());

  v1::CreateEntryRequest ending = EntryFor(case_, colleague_, kToday - 5);
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  Record(ending, colleague_);
  ending.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  SetDate(ending.mutable_entry()->mutable_occurred()->mutable_date(), kToday - 10);
  ExpectRefused(Create(ending, ana_), "entry.therapist");
  ExpectRefused(Create(Taking(ana_, kToday - 10), ana_), "entry.transfer_step.receiver");
  EXPECT_FALSE(Shown().open());

  // They take in who comes back.
  EXPECT_TRUE(Create(Intake(ana_), ana_).ok());
  EXPECT_EQ(Shown().therapist(), ana_);
}

TEST_F(CaseGateTest, WhoHasLeftSinceTheyWereNamedTakesNobodyOver) {
  Record(Step(ana_, colleague_, kToday - 5), ana_);
  v1::CreateEntryRequest departure = EntryFor(colleague_, colleague_, kToday);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday - 1);
  Record(departure);
  v1::CreateEntryRequest nobody_named = Taking(colleague_);
  nobody_named.mutable_entry()->mutable_transfer_step()->clear_receiver();

  EXPECT_EQ(RefusedEntry(nobody_named, colleague_).code, grpc::StatusCode::PERMISSION_DENIED);
  for (const v1::CreateEntryRequest& request : {nobody_named, Taking(colleague_, kToday - 2), Taking(colleague_)}) {
    EXPECT_EQ(RefusedEntry(request, colleague_).reason, "left");
  }
  EXPECT_EQ(RefusedEntry(nobody_named).reason, "left");
  nobody_named.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  EXPECT_EQ(RefusedEntry(nobody_named, ana_).reason, "left") << "nor do others give them the case";
  EXPECT_EQ(Shown().therapist(), ana_);
}

TEST_F(CaseGateTest, WhoTookTheirOnlyIntakeBackWritesItAnew) {
  v1::CreateEntryRequest session = EntryFor(case_, colleague_, kToday);
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Record(session, colleague_);
  ASSERT_TRUE(Retract(IntakeOf(case_).name(), ana_).ok());

  ExpectRefused(Create(Intake(colleague_), colleague_), "entry.therapist");
  ExpectRefused(Create(Step(ana_, colleague_), ana_), "entry.transfer_step.receiver");
  EXPECT_TRUE(Create(Intake(ana_, Day(2025, 1, 8)), ana_).ok());
  EXPECT_EQ(Shown().therapist(), ana_);

  // What the operator took back is theirs to mend.
  ASSERT_TRUE(Retract(IntakeOf(case_).name(), "").ok());
  ExpectRefused(Create(Intake(ana_, Day(2025, 1, 8)), ana_), "entry.therapist");
}

TEST_F(CaseGateTest, APreviewIsRefusedAboutTheFieldThatTheCallWouldName) {
  for (const v1::CreateEntryRequest& request : {Intake(colleague_), Taking(colleague_), Ending()}) {
    v1::CreateEntryRequest entry = request;
    entry.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    const Refusal call = RefusalOf(Create(entry, colleague_));
    const Refusal preview = RefusalOf(Preview(entry, colleague_));
    EXPECT_EQ(preview.field, call.field);
    EXPECT_EQ(preview.reason, call.reason);
    EXPECT_THAT(preview.field, testing::StartsWith("entry."));
  }
}

TEST_F(CaseGateTest, SaysWhoWouldBeShownTheCaseByACorrection) {
  v1::CreateEntryRequest advice = EntryFor(case_, colleague_, Day(2025, 2, 3));
  advice.mutable_entry()->mutable_consultation();
  Record(advice, colleague_);
  const v1::Entry intake = IntakeOf(case_);
  v1::PreviewEntryRequest what_if;
  what_if.set_name(intake.name());
  const uint64_t before = Status().ledger_entries();

  what_if.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::EntryPreview preview = Asked(what_if);
  EXPECT_THAT(preview.gains_sight(), ElementsAre(colleague_));
  EXPECT_THAT(preview.loses_sight(), UnorderedElementsAre(ana_, supervisor_));

  what_if.clear_retraction();
  what_if.set_case_(OpenCase("C-7", colleague_, Day(2025, 2, 1)));
  preview = Asked(what_if);
  EXPECT_THAT(preview.gains_sight(), UnorderedElementsAre(ana_, supervisor_, colleague_)) << "of one case or the other";
  for (const v1::SightChange& change : preview.sight()) {
    if (change.case_() != case_) continue;
    EXPECT_THAT(change.gains(), ElementsAre(colleague_)) << "of the case that it leaves";
    EXPECT_THAT(change.loses(), UnorderedElementsAre(ana_, supervisor_));
  }
  EXPECT_EQ(preview.sight_size(), 2);
  what_if.clear_case_();

  v1::CreateEntryRequest same = EntryFor(case_, ana_, Day(2025, 1, 6));
  same.mutable_entry()->mutable_intake();
  *what_if.mutable_entry() = same.entry();
  preview = Asked(what_if);
  EXPECT_THAT(preview.gains_sight(), IsEmpty());
  EXPECT_THAT(preview.loses_sight(), IsEmpty());
  SetDate(what_if.mutable_entry()->mutable_occurred()->mutable_date(), Day(2025, 2, 10));
  EXPECT_THAT(Asked(what_if).gains_sight(), ElementsAre(colleague_));

  EXPECT_EQ(Status().ledger_entries(), before + 1) << "the case that was opened";
  ExpectColleagueSeesNothing();
}

TEST_F(CaseGateTest, SaysWhoWouldBeShownTheCaseByANewEntry) {
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(case_);
  *what_if.mutable_entry() = Taking(colleague_).entry();

  EXPECT_THAT(Asked(what_if).gains_sight(), ElementsAre(colleague_));
  EXPECT_THAT(Asked(what_if).loses_sight(), ElementsAre(supervisor_)) << "who supervises whoever had the client";
}

TEST_F(CaseGateTest, SaysWhoWouldGoOnBeingShownTheCaseByAPartOfTheirOwn) {
  v1::CreateEntryRequest advice = EntryFor(case_, supervisor_, Day(2024, 12, 2));
  advice.mutable_entry()->mutable_consultation();
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(case_);
  *what_if.mutable_entry() = advice.entry();

  EXPECT_THAT(Asked(what_if).gains_sight(), ElementsAre(supervisor_)) << "of what the operator writes down";
  EXPECT_THAT(Asked(what_if).loses_sight(), IsEmpty());
  SetDate(what_if.mutable_entry()->mutable_occurred()->mutable_date(), kToday);
  EXPECT_THAT(Asked(what_if).gains_sight(), IsEmpty());
}

TEST_F(CaseGateTest, WhoWouldBeShownTheCaseIsAskedForAlone) {
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(case_);
  *what_if.mutable_entry() = Taking(colleague_).entry();
  const v1::EntryPreview whole = Asked(what_if);
  ASSERT_EQ(whole.sight_size(), 1);
  const uint64_t before = Status().ledger_entries();

  what_if.set_sight_only(true);
  const v1::EntryPreview preview = Asked(what_if);

  ASSERT_EQ(preview.sight_size(), 1);
  EXPECT_EQ(preview.sight(0).case_(), case_);
  EXPECT_EQ(preview.sight(0).DebugString(), whole.sight(0).DebugString());
  EXPECT_FALSE(preview.read_by_no_rule()) << "no policy is asked";
  *what_if.mutable_entry() = GoingOn(ana_).entry();
  EXPECT_EQ(Asked(what_if).sight_size(), 0);
  v1::PreviewEntryResponse response;
  *what_if.mutable_entry() = Taking(colleague_).entry();
  ExpectRefused(Call(entries_, &v1::EntryService::Stub::PreviewEntry, what_if, response, colleague_),
                "entry.transfer_step.receiver");
  EXPECT_EQ(Status().ledger_entries(), before);
}

TEST_F(CaseGateTest, ACorrectionThatIsNotTheirsIsRefusedWhenItIsAskedAbout) {
  v1::PreviewEntryRequest what_if;
  what_if.set_name(IntakeOf(case_).name());
  v1::PreviewEntryResponse response;
  const auto refused = [&](const std::string& act_for) {
    return RefusalOf(Call(entries_, &v1::EntryService::Stub::PreviewEntry, what_if, response, act_for));
  };
  EXPECT_EQ(refused("").field, "name") << "it does not say how";

  what_if.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  EXPECT_EQ(refused(supervisor_).reason, "not_author");
  EXPECT_EQ(refused(colleague_).code, grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace candor::case_gate_test
