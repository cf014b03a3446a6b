#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "daemon/base/status.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes to corrections that span two records: moves, recalls, reads by a second person, merges.
namespace candor::store::corrections_test {
namespace {

const SubjectId kCase = SubjectId::Of(CaseOf(1));
const SubjectId kOther = SubjectId::Of(CaseOf(2));

class CorrectionsTest : public testing::TestWithParam<bool> {
 protected:
  CorrectionsTest() : fixture_(GetParam()) { AddCases(fixture_); }

  static void AddCases(StoreFixture& fixture) {
    fixture.AddPractice();
    ASSERT_TRUE(
        fixture.Append({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(kOther, Kind::kIntake, Day(2025, 1, 7))}).ok());
  }

  static domain::NewEntry Refer(const SubjectId& subject) {
    domain::NewEntry entry = EntryOf(subject, Kind::kDecision, Day(2025, 2, 3));
    entry.entry.facts.SetNumber(MakeFieldId(Kind::kDecision, 1), 1);
    return entry;
  }

  static domain::NewEntry TakingBack(const SubjectId& subject, const EntryId& id, domain::TakeBack how,
                                     bool personal = false) {
    domain::NewEntry entry = EntryOf(subject, Kind::kRetraction, Day(2025, 6, 15));
    entry.entry.header.revises = id;
    entry.entry.header.personal = personal;
    entry.entry.header.take_back = how;
    return entry;
  }

  EntryId PrivateNote() {
    const auto appended = fixture_.Append({EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3))});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended->entry;
  }

  absl::Status Recall(const EntryId& id) {
    return fixture_.Append({TakingBack(kCase, id, domain::TakeBack::kRecalled, true)}).status();
  }

  std::string ReasonOf(const absl::Status& status) {
    const auto detail = DetailOf(status);
    return detail ? detail->reason : "";
  }

  // But for how many corrections there were.
  static std::map<std::tuple<domain::Figure, uint16_t, MemberId>, uint64_t> Figures(const domain::View& view) {
    std::map<std::tuple<domain::Figure, uint16_t, MemberId>, uint64_t> figures;
    for (int basis = 1; basis <= 4; ++basis) {
      const auto rows = view.Counts(static_cast<domain::CountBasis>(basis), Day(2025, 1, 1), Day(2025, 12, 31));
      EXPECT_TRUE(rows.ok()) << rows.status();
      for (const auto& row : *rows) {
        if (row.figure != domain::Figure::kCorrection) figures[{row.figure, row.bucket, row.therapist}] += row.count;
      }
    }
    return figures;
  }

  StoreFixture fixture_;
};

TEST_P(CorrectionsTest, AMovedEntryCountsWhereItBelongs) {
  StoreFixture right(false);
  AddCases(right);
  ASSERT_TRUE(right.Append({Refer(kOther)}).ok());
  const auto wrong = fixture_.Append({Refer(kCase)});
  ASSERT_TRUE(wrong.ok()) << wrong.status();
  EXPECT_NE(fixture_.view()->GetCourse(CaseOf(1))->parts, right.view()->GetCourse(CaseOf(2))->parts);

  domain::NewEntry moved = Refer(kOther);
  moved.entry.header.moved_from = {kCase, wrong->entry};
  const auto appended = fixture_.Append({moved, TakingBack(kCase, wrong->entry, domain::TakeBack::kMoved)});

  ASSERT_TRUE(appended.ok()) << appended.status();
  const auto view = fixture_.view();
  EXPECT_EQ(Figures(*view), Figures(*right.view()));
  const auto before = view->GetEntry(wrong->entry);
  EXPECT_TRUE(before->retracted);
  EXPECT_EQ(before->take_back, domain::TakeBack::kMoved);
  const auto after = view->EntryAt(appended->first_number);
  EXPECT_EQ((*after)->entry.header.moved_from, moved.entry.header.moved_from);
  EXPECT_FALSE((*after)->retracted);
}

TEST_P(CorrectionsTest, AMoveStandsOrFallsAsOne) {
  const auto wrong = fixture_.Append({Refer(kCase)});
  ASSERT_TRUE(fixture_.Append({TakingBack(kCase, wrong->entry, domain::TakeBack::kPlain)}).ok());
  const uint64_t size = fixture_.view()->size();

  domain::NewEntry moved = Refer(kOther);
  moved.entry.header.moved_from = {kCase, wrong->entry};
  const absl::Status status =
      fixture_.Append({moved, TakingBack(kCase, wrong->entry, domain::TakeBack::kMoved)}).status();

  EXPECT_EQ(ReasonOf(status), "retracted");
  EXPECT_EQ(fixture_.view()->size(), size);
}

TEST_P(CorrectionsTest, APrivateNoteIsCalledBackWithinADay) {
  const EntryId late = PrivateNote();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const EntryId in_time = PrivateNote();
  fixture_.clock().AdvanceTime(absl::Hours(23) + absl::Seconds(1));

  EXPECT_EQ(ReasonOf(Recall(late)), "too_late");
  EXPECT_TRUE(Recall(in_time).ok());

  EXPECT_EQ(fixture_.view()->GetEntry(in_time)->take_back, domain::TakeBack::kRecalled);
  const auto session = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 4))});
  EXPECT_EQ(ReasonOf(fixture_.Append({TakingBack(kCase, session->entry, domain::TakeBack::kRecalled)}).status()),
            "not_personal");
}

TEST_P(CorrectionsTest, WhatASecondPersonHasReadIsNotCalledBack) {
  const EntryId note = PrivateNote();
  EXPECT_FALSE(*fixture_.view()->HasRead(note, MemberOf(2)));

  ASSERT_TRUE(fixture_.Append({domain::FirstRead{kCase, note, MemberOf(2)}}).ok());

  EXPECT_TRUE(*fixture_.view()->HasRead(note, MemberOf(2)));
  EXPECT_FALSE(*fixture_.view()->HasRead(note, MemberId()));
  EXPECT_EQ(ReasonOf(Recall(note)), "seen");
  if (!GetParam()) return;
  fixture_.Close();
  fixture_.Open();
  EXPECT_TRUE(*fixture_.view()->HasRead(note, MemberOf(2)));
}

TEST_P(CorrectionsTest, WhatWasCalledBackIsReadByNobody) {
  const EntryId note = PrivateNote();
  ASSERT_TRUE(Recall(note).ok());

  const absl::Status status = fixture_.Append({domain::FirstRead{kCase, note, MemberOf(2)}}).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_FALSE(*fixture_.view()->HasRead(note, MemberOf(2)));
}

TEST_P(CorrectionsTest, WhatWasMovedAndThenCalledBackIsReadNowhere) {
  const EntryId note = PrivateNote();
  domain::NewEntry amendment = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3));
  amendment.entry.header.revises = note;
  const auto amended = fixture_.Append({amendment});
  ASSERT_TRUE(amended.ok()) << amended.status();
  domain::NewEntry copy = EntryOf(kOther, Kind::kPersonalReaction, Day(2025, 2, 3));
  copy.entry.header.moved_from = {kCase, note};
  const auto moved = fixture_.Append({copy, TakingBack(kCase, note, domain::TakeBack::kMoved, true)});
  ASSERT_TRUE(moved.ok()) << moved.status();
  const EntryId there = (*fixture_.view()->EntryAt(moved->first_number))->entry.header.id;

  ASSERT_TRUE(fixture_.Append({TakingBack(kOther, there, domain::TakeBack::kRecalled, true)}).ok());

  const auto view = fixture_.view();
  for (const EntryId& each : {note, amended->entry}) {
    EXPECT_TRUE(view->GetEntry(each)->recalled());
    EXPECT_TRUE(view->GetEntry(each)->moved());
  }
  EXPECT_TRUE(view->GetEntry(there)->recalled());
  EXPECT_FALSE(view->GetEntry(there)->moved());
  EXPECT_EQ(fixture_.CodeOf({domain::FirstRead{kCase, note, MemberOf(2)}}), absl::StatusCode::kAborted);
}

TEST_P(CorrectionsTest, AFollowUpThatIsUndoneCountsNowhere) {
  const auto none = Figures(*fixture_.view());
  domain::Assessment assessment;
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x30));
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  section.clear.state = domain::RuleState::kWithdrawn;
  section.clear.opened_on = section.clear.reported_on = Day(2025, 2, 3);
  section.clear.due = Day(2025, 2, 17);
  section.clear.situation = SituationId(BytesOf(0x31));
  assessment.sections.push_back(section);
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  EXPECT_NE(Figures(*fixture_.view()), none) << "withdrawn by new evidence is a figure of its own";

  assessment.sections[0].clear.undone = true;
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  EXPECT_EQ(Figures(*fixture_.view()), none);
}

TEST_P(CorrectionsTest, AMergedCaseSaysWhereItWentAndTakesNothingMore) {
  const domain::CaseMerged merge{CaseOf(1), CaseOf(2), {}, {}, {}, fixture_.view()->size()};
  ASSERT_TRUE(fixture_.Append({merge}).ok());

  const auto view = fixture_.view();
  EXPECT_EQ(view->GetCase(CaseOf(1))->merged_into, CaseOf(2));
  EXPECT_TRUE(view->GetCase(CaseOf(2))->merged_into.empty());
  EXPECT_EQ(*view->FindCase("C-1"), CaseOf(2));
  EXPECT_EQ(ReasonOf(fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 3, 1))}).status()), "case_merged");
  domain::NewEntry note = EntryOf(SubjectId::Of(MemberOf(1)), Kind::kSupervision, Day(2025, 3, 1));
  note.entry.facts.SetId(MakeFieldId(Kind::kSupervision, 5), CaseOf(1).bytes());
  EXPECT_EQ(ReasonOf(fixture_.Append({note}).status()), "case_merged");
  EXPECT_TRUE(fixture_.Append({EntryOf(kOther, Kind::kSession, Day(2025, 3, 1))}).ok());
  EXPECT_EQ(ReasonOf(fixture_.Append({merge}).status()), "case_merged");
  EXPECT_EQ(fixture_.CodeOf({domain::CaseMerged{CaseOf(2), CaseOf(2), {}, {}, {}, 99}}),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(CorrectionsTest, AMergeIsOfWhatStoodWhenItWasDecided) {
  const uint64_t decided_at = fixture_.view()->size();
  ASSERT_TRUE(fixture_.Append({EntryOf(kOther, Kind::kSession, Day(2025, 3, 1))}).ok());

  EXPECT_EQ(fixture_.CodeOf({domain::CaseMerged{CaseOf(1), CaseOf(2), {}, {}, {}, decided_at}}),
            absl::StatusCode::kAborted);
}

TEST_P(CorrectionsTest, WhatWasDecidedHoldsOfTheFollowUpThatStandsForIt) {
  const FollowUpId old_name(BytesOf(0x30));
  const FollowUpId new_name(BytesOf(0x32));
  domain::Assessment assessment;
  domain::FollowUpSection section;
  section.clear.id = old_name;
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  section.clear.opened_on = section.clear.reported_on = Day(2025, 2, 3);
  assessment.sections.push_back(section);
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  domain::Decision waiver;
  waiver.id = DecisionId(BytesOf(0x50));
  waiver.kind = domain::DecisionKind::kWaive;
  waiver.subject = kCase;
  waiver.follow_up = old_name;
  waiver.until = Day(2025, 5, 1);
  ASSERT_TRUE(fixture_.Append({waiver}).ok());

  ASSERT_TRUE(
      fixture_
          .Append({domain::CaseMerged{CaseOf(1), CaseOf(2), {}, {{old_name, new_name}}, {}, fixture_.view()->size()}})
          .ok());
  assessment.sections[0].clear.id = new_name;
  assessment.sections[0].clear.subject = kOther;
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  const auto view = fixture_.view();
  EXPECT_EQ(view->GetFollowUp(kOther, new_name)->waived_until, Day(2025, 5, 1));
  const auto decisions = view->DecisionsOf(kOther, new_name);
  ASSERT_EQ(decisions->size(), 1U);
  EXPECT_EQ(decisions->front().id, waiver.id);
}

INSTANTIATE_TEST_SUITE_P(Every, CorrectionsTest, testing::Values(false, true));

}  // namespace
}  // namespace candor::store::corrections_test
