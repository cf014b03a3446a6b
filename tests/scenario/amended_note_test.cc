#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/one_case.h"
#include "tests/unit/domain/builders.h"

// What becomes of a follow-up that asks for the record to be completed when the answer comes by amending the entry.
namespace candor::testing::amended_note_test {
namespace {

using domain::EntryBuilder;
using domain::EntryOf;
using domain::FollowUp;
using domain::FollowUpStatus;
using domain::Kind;
using domain::Settings;
using domain::StatusOf;

constexpr Day kHeld(2025, 3, 3);  // a Monday; the date is two weeks later

class AmendedNoteTest : public OneCaseTest {
 protected:
  // `revises`: empty for an entry of its own.
  EntryId Take(const EntryBuilder& row, const EntryId& revises = EntryId()) {
    domain::Entry entry = row.Build();
    entry.header.revises = revises;
    return OneCaseTest::Take(std::move(entry));
  }

  FollowUpStatus StatusOfOnly(const std::string& rule) { return StatusOf(Only(rule), Settings(), kToday); }

  static EntryBuilder Note() {
    return EntryOf(Kind::kConsultation, kHeld)
        .Word("consultant_kind", "peer_group")
        .Word("recommendation", "continue")
        .Word("decision", "continue");
  }
  static EntryBuilder WholeNote() { return Note().Text("why_now", "it came up").Text("rationale", "it helps"); }
};

TEST_F(AmendedNoteTest, TheAmendmentThatGivesTheMissingPartsMeetsTheFollowUp) {
  const EntryId note = Take(Note());
  ASSERT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kOpen);

  const EntryId first = Take(Note().Text("why_now", "it came up").Reported(Day(2025, 3, 5)), note);
  EXPECT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kOpen);
  const EntryId second = Take(WholeNote().Reported(Day(2025, 3, 10)), first);

  const FollowUp met = Only("consultation_complete");
  EXPECT_EQ(StatusOf(met, Settings(), kToday), FollowUpStatus::kResolved);
  EXPECT_EQ(met.sealed->opened_by, note);
  EXPECT_EQ(met.sealed->resolved_by, second);
  EXPECT_EQ(met.clear.resolved_on, Day(2025, 3, 10));
  EXPECT_EQ(met.clear.resolved_by_kind, Kind::kConsultation);

  Take(WholeNote().Note("a word more").Reported(Day(2025, 6, 1)), second);
  EXPECT_EQ(Only("consultation_complete").sealed->resolved_by, second) << "it was met before";
}

TEST_F(AmendedNoteTest, AnAmendmentAfterTheDateMeetsItLate) {
  const EntryId note = Take(Note());

  Take(WholeNote().Reported(Day(2025, 5, 1)), note);

  EXPECT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kResolvedLate);
}

TEST_F(AmendedNoteTest, ANoteThatIsTakenBackIsNotCompleted) {
  const EntryId note = Take(Note());
  const EntryId whole = Take(WholeNote(), note);
  ASSERT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kResolved);

  Take(EntryOf(Kind::kRetraction, kHeld), whole);

  EXPECT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kWithdrawn);
}

TEST_F(AmendedNoteTest, ANoteThatLacksSomethingAgainIsAskedForAgain) {
  const EntryId note = Take(Note());
  const EntryId whole = Take(WholeNote(), note);

  Take(Note(), whole);

  EXPECT_EQ(StatusOfOnly("consultation_complete"), FollowUpStatus::kOpen);
}

// Of an ending the answer may be that there was no ground to ask.
TEST_F(AmendedNoteTest, AnAnswerThatSettlesItWithdrawsTheQuestionAboutAnEnding) {
  Take(EntryOf(Kind::kIntake, Day(2024, 12, 1)));
  const EntryBuilder ending =
      EntryOf(Kind::kTermination, kHeld).Word("initiator", "therapist").On("proposed_on", kHeld);
  const EntryId end = Take(ending);
  ASSERT_TRUE(Only("abandonment").clear.missing_field);

  Take(EntryBuilder(ending).Word("needs_further_care", "no"), end);

  EXPECT_EQ(StatusOfOnly("abandonment"), FollowUpStatus::kWithdrawn);
}

}  // namespace
}  // namespace candor::testing::amended_note_test
