#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/scenario/daemon/entry_preview_fixture.h"

// The answer to an entry, and to the question what would come of one, names what the entry makes: also where it is not
// the one that a rule takes for what opened a follow-up.
namespace candor::effects_test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class EffectsTest : public EntryPreviewFixture {
 protected:
  v1::CreateEntryRequest Own(Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, day);
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
    return request;
  }
  v1::CreateEntryRequest Touch(Day day, v1::TouchKind touch) {
    v1::CreateEntryRequest request = Own(day);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_TOUCH);
    request.mutable_entry()->mutable_crossing()->set_touch(touch);
    return request;
  }
  v1::CreateEntryRequest Message(Day day) {
    v1::CreateEntryRequest request = Own(day);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_MESSAGE_PERSONAL);
    return request;
  }
  v1::CreateEntryRequest Act(Day day) {
    v1::CreateEntryRequest request = Own(day);
    request.mutable_entry()->mutable_romantic_or_sexual_act()->set_other_party(v1::OTHER_PARTY_CLIENT);
    return request;
  }
  v1::CreateEntryRequest Suspicion(v1::Answer answer) {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    request.mutable_entry()->mutable_session()->set_abuse_suspected(answer);
    return request;
  }

  v1::EntryAssessment Saved(const v1::CreateEntryRequest& request, const std::string& act_for = "") {
    v1::EntryAssessment said = Record(request, act_for).assessment();
    EXPECT_EQ(said.not_assessed_size(), 0) << said.ShortDebugString();
    return said;
  }

  template <class List>
  static std::vector<std::string> NumbersOf(const List& follow_ups) {
    std::vector<std::string> numbers;
    for (const v1::FollowUp& each : follow_ups) {
      if (each.folded_under().empty()) numbers.push_back(each.catalogue_id());
    }
    return numbers;
  }
  static std::vector<std::string> NumbersOf(const v1::EntryPreview& preview) {
    std::vector<std::string> numbers;
    for (const auto& each : preview.opened()) numbers.push_back(each.explanation().follow_up().catalogue_id());
    return numbers;
  }

  static v1::FollowUp NumberIn(const google::protobuf::RepeatedPtrField<v1::FollowUp>& follow_ups,
                               const std::string& number) {
    for (const v1::FollowUp& each : follow_ups) {
      if (each.catalogue_id() == number) return each;
    }
    ADD_FAILURE() << number << " is not there";
    return {};
  }
};

TEST_F(EffectsTest, AnActFromBeforeTheIntakeNamesWhatTheIntakeOpensByIt) {
  const v1::CreateEntryRequest act = Act(Day(2019, 5, 1));

  EXPECT_THAT(NumbersOf(Preview(act)), Contains("R12"));
  EXPECT_THAT(NumbersOf(Saved(act).opened()), Contains("R12"));
}

TEST_F(EffectsTest, TheThirdThatIsWrittenDownNamesWhatALaterOneOpens) {
  Saved(Message(Day(2025, 3, 10)));
  Saved(Message(Day(2025, 3, 20)));
  const v1::CreateEntryRequest third = Message(Day(2025, 3, 15));

  const v1::EntryPreview asked = Preview(third);
  const v1::CreateEntryResponse saved = Record(third);

  const auto of_another = [&](const v1::FollowUp& each) { return each.opened_by() != saved.entry().name(); };
  EXPECT_TRUE(std::any_of(saved.assessment().opened().begin(), saved.assessment().opened().end(), of_another))
      << saved.assessment().ShortDebugString();
  EXPECT_THAT(NumbersOf(asked), ::testing::UnorderedElementsAreArray(NumbersOf(saved.assessment().opened())));
}

TEST_F(EffectsTest, AnEndingFromBeforeAnActNamesWhatItEndsAndWhatItOpens) {
  Saved(Act(Day(2025, 3, 20)));
  v1::CreateEntryRequest ending = EntryFor(case_, therapist_, Day(2025, 2, 1));
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  ending.mutable_entry()->mutable_termination()->set_needs_further_care(v1::ANSWER_NO);

  const v1::EntryPreview asked = Preview(ending);
  const v1::EntryAssessment said = Saved(ending);

  EXPECT_EQ(NumberIn(said.resolved(), "R10").status(), v1::FOLLOW_UP_STATUS_WITHDRAWN);
  EXPECT_GT(said.opened_size(), 0) << "what holds of a former client";
  EXPECT_EQ(NumberIn(asked.resolved(), "R10").status(), v1::FOLLOW_UP_STATUS_WITHDRAWN);
  EXPECT_THAT(NumbersOf(asked), ::testing::UnorderedElementsAreArray(NumbersOf(said.opened())));
}

TEST_F(EffectsTest, ACorrectionNamesWhatItOpensAndARetractionWhatItEnds) {
  const v1::CreateEntryRequest hug = Touch(Day(2025, 3, 20), v1::TOUCH_KIND_HUG);
  v1::AmendEntryRequest amend;
  amend.set_name(Record(hug, therapist_).entry().name());
  *amend.mutable_entry() = Touch(Day(2025, 3, 20), v1::TOUCH_KIND_KISS).entry();
  v1::AmendEntryResponse amended;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended, therapist_).ok());
  v1::RetractEntryRequest retract;
  retract.set_name(amend.name());
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse retracted;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted, therapist_).ok());

  EXPECT_THAT(NumbersOf(amended.assessment().opened()), Contains("R10"));
  EXPECT_EQ(NumberIn(retracted.assessment().resolved(), "R10").status(), v1::FOLLOW_UP_STATUS_WITHDRAWN);
  EXPECT_EQ(retracted.assessment().opened_size(), 0);
}

// Neither named nor denied: the reader has it in a list of their own.
TEST_F(EffectsTest, WhoReadsANoteIsNotToldThatNothingFollows) {
  MakeSupervision(therapist_, colleague_, Day(2024, 1, 1));
  v1::CreateEntryRequest note = ReactionFor(case_, therapist_, Day(2025, 3, 23));
  note.mutable_entry()->set_first_reader(colleague_);
  Record(note, therapist_);
  WaitForPolicies();
  v1::CreateEntryRequest message = Message(kToday);
  message.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  message.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);

  const v1::EntryPreview asked = Preview(message, colleague_);
  const v1::EntryAssessment said = Saved(message, colleague_);

  EXPECT_TRUE(asked.unsaid());
  EXPECT_TRUE(said.unsaid());
  EXPECT_THAT(asked.ShortDebugString() + said.ShortDebugString(), Not(HasSubstr("attraction")));
}

TEST_F(EffectsTest, WhoMayNotReadANoteIsAnsweredAsIfThereWereNone) {
  MakeSupervision(therapist_, colleague_, Day(2024, 1, 1));
  Record(ReactionFor(case_, therapist_, Day(2025, 3, 23)), therapist_);
  WaitForPolicies();
  v1::CreateEntryRequest message = Message(kToday);
  message.mutable_entry()->set_source(v1::ENTRY_SOURCE_SUPERVISOR);
  message.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);

  EXPECT_FALSE(Preview(message, colleague_).unsaid());
  EXPECT_FALSE(Saved(message, colleague_).unsaid());
}

TEST_F(EffectsTest, WhoHasToTelephoneIsToldSoAndThenByWhenToWrite) {
  const v1::FollowUp call = NumberIn(Saved(Suspicion(v1::ANSWER_YES), therapist_).opened(), "R62");
  v1::CreateEntryRequest report = EntryFor(case_, therapist_, kToday);
  report.mutable_entry()->mutable_report_filed()->set_event(v1::REPORT_EVENT_TELEPHONED);
  report.mutable_entry()->mutable_report_filed()->set_about(v1::REPORT_MATTER_ABUSE_OF_MINOR);

  const v1::FollowUp letter = NumberIn(Saved(report, therapist_).opened(), "R62");

  EXPECT_TRUE(call.duty());
  EXPECT_TRUE(call.at_once());
  EXPECT_THAT(call.label(), HasSubstr("Call the agency today"));
  EXPECT_EQ(call.severity(), v1::SEVERITY_UNSPECIFIED) << "to its person it is a date all the same";
  EXPECT_EQ(call.due().day(), kToday.day());
  EXPECT_EQ(letter.name(), call.name());
  EXPECT_EQ(letter.due().day(), (kToday + 1).day());
}

TEST_F(EffectsTest, WhatIsAboutConductKeepsItsNeutralWords) {
  const v1::EntryAssessment said = Saved(Touch(Day(2025, 3, 20), v1::TOUCH_KIND_KISS), therapist_);

  const v1::FollowUp stop = NumberIn(said.opened(), "R10");
  EXPECT_FALSE(stop.duty());
  EXPECT_EQ(stop.label(), "A conversation with the director");
  EXPECT_TRUE(NumberIn(said.opened(), "R64").duty()) << "the client's care is nobody's conduct";
}

}  // namespace
}  // namespace candor::effects_test
