#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/practice.h"
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

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2026, 1, 15), absl::UTCTimeZone());
constexpr Day kToday(2026, 1, 15);
constexpr Day kHeld(2025, 3, 3);  // a Monday; the date is two weeks later

class AmendedNoteTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Practice::Open(kNow);
    ASSERT_TRUE(opened.ok()) << opened.status();
    practice_ = std::move(*opened);
    therapist_ = practice_->AddMember("Therapist");
    case_ = practice_->AddCase("C-1");
  }

  // Assessed. `revises`: empty for an entry of its own.
  EntryId Take(const EntryBuilder& row, const EntryId& revises = EntryId()) {
    domain::Entry entry = row.Build();
    entry.header.subject = domain::SubjectId::Of(case_);
    entry.header.therapist = therapist_;
    entry.header.revises = revises;
    const uint64_t number = practice_->view()->size();
    const absl::Status taken = practice_->Take({std::move(entry)});
    EXPECT_TRUE(taken.ok()) << taken;
    const auto recorded = practice_->view()->EntryAt(number);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    const absl::Status settled = practice_->Settle();
    EXPECT_TRUE(settled.ok()) << settled;
    return recorded.ok() ? (*recorded)->entry.header.id : EntryId();
  }

  FollowUp Only(const std::string& rule) {
    std::vector<FollowUp> found;
    const auto all = practice_->view()->FollowUpsOf(domain::SubjectId::Of(case_));
    EXPECT_TRUE(all.ok()) << all.status();
    for (const FollowUp& each : all.value_or(std::vector<FollowUp>())) {
      if (each.sealed && each.sealed->rule == rule) found.push_back(each);
    }
    EXPECT_EQ(found.size(), 1U) << rule;
    return found.empty() ? FollowUp() : found[0];
  }
  FollowUpStatus StatusOfOnly(const std::string& rule) { return StatusOf(Only(rule), Settings(), kToday); }

  static EntryBuilder Note() {
    return EntryOf(Kind::kConsultation, kHeld)
        .Word("consultant_kind", "peer_group")
        .Word("recommendation", "continue")
        .Word("decision", "continue");
  }
  static EntryBuilder WholeNote() { return Note().Text("why_now", "it came up").Text("rationale", "it helps"); }

  std::unique_ptr<Practice> practice_;
  MemberId therapist_;
  CaseId case_;
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
