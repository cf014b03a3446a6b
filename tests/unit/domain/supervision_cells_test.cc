#include "daemon/domain/supervision_cells.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "daemon/domain/supervision_merge.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::supervision_cells_test {
namespace {

Entry EntryWith(std::vector<ImportedCell> cells) {
  Entry entry = EntryOf(Kind::kSupervision, Day(2026, 3, 6)).Build();
  Narrative narrative;
  narrative.imported_cells = std::move(cells);
  entry.narrative = Sensitive<Narrative>(std::move(narrative));
  return entry;
}

SupervisionNoteBody Whole() {
  SupervisionNoteBody body;
  body.session.id = IdNumber<SupervisionSessionId>(9);
  body.session.format = SupervisionFormat::kPeerGroup;
  body.session.mode = SupervisionMode::kVideo;
  body.session.setting = "a clinic";
  body.session.substitute = IdNumber<MemberId>(3);
  body.session.attendees = {{IdNumber<MemberId>(1), Attendance::kLate, 45},
                            {IdNumber<MemberId>(2), Attendance::kAbsent, std::nullopt}};
  body.session.theme = "endings, in general";
  body.part.cases = {{IdNumber<CaseId>(7), {CaseTopic::kRisk, CaseTopic::kRecordKeeping}}, {IdNumber<CaseId>(8), {}}};
  body.part.risk_looked_at = YesNo::kYes;
  body.part.risk_changed = YesNo::kNo;
  body.part.guidance = {{GuidanceForm::kDirective, "bring  it\nwith you", IdNumber<MemberId>(1), Day(2026, 3, 13)},
                        {GuidanceForm::kRecommendation, "read", IdNumber<MemberId>(2), std::nullopt}};
  body.part.supervisee_view = "otherwise";
  body.part.strengths = "calm";
  body.part.to_develop = "pace";
  body.part.last_directives = {{IdNumber<EntryId>(4), 2, DirectiveOutcome::kMoved, "no time yet", Day(2026, 3, 20)},
                               {IdNumber<EntryId>(4), 0, DirectiveOutcome::kDone, "", std::nullopt}};
  body.part.follow_ups = {{SubjectId::Of(IdNumber<CaseId>(7)), IdNumber<FollowUpId>(5)},
                          {SubjectId::Of(IdNumber<MemberId>(1)), IdNumber<FollowUpId>(6)}};
  body.part.hours_confirmed = YesNo::kYes;
  body.part.asked_about_reactions = YesNo::kNo;
  body.answer = SupervisionAnswer{IdNumber<EntryId>(10), true, "not this week, sorry"};
  return body;
}

TEST(SupervisionCellsTest, ANoteComesBackAsItWas) {
  const auto back = NoteFromCells(EntryWith(ToCells(Whole())));

  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(*back == Whole());
}

TEST(SupervisionCellsTest, WhatCameLaterComesBackAsItWas) {
  SupervisionNoteBody body = Whole();
  body.session.work_setting = WorkSetting::kPrivatePractice;
  body.session.started.minute_of_day = 9 * 60;
  body.session.started.utc_offset_minutes = -480;
  body.why = "a word was missing";
  const std::vector<ImportedCell> cells = ToCells(body);

  EXPECT_TRUE(NoteFromCells(EntryWith(cells)) == body);
  std::string text;
  for (const ImportedCell& cell : cells) {
    for (const char* column : {"supervision.began", "supervision.work_setting", "supervision.why"}) {
      if (cell.column == column) text += cell.column + "=" + cell.text + "\n";
    }
  }
  EXPECT_EQ(text,
            "supervision.began=540 -480\nsupervision.work_setting=private_practice\n"
            "supervision.why=a word was missing\n");
}

// The forms stand in ledgers.
TEST(SupervisionCellsTest, TheCellsAreAsPublished) {
  std::string text;
  for (const ImportedCell& cell : ToCells(Whole())) text += cell.column + "=" + cell.text + "\n";
  const auto id = [](uint16_t number) { return EncodeId(IdNumber<EntryId>(number).bytes()); };

  EXPECT_EQ(text,
            "supervision.session=" + id(9) + "\nsupervision.format=peer_group\nsupervision.mode=video\n" +
                "supervision.setting=a clinic\nsupervision.substitute=" + id(3) + "\nsupervision.attendee=" + id(1) +
                " late 45\nsupervision.attendee=" + id(2) + " absent\nsupervision.theme=endings, in general\n" +
                "supervision.case=" + id(7) + " risk record_keeping\nsupervision.case=" + id(8) +
                "\nsupervision.risk_looked_at=yes\nsupervision.risk_changed=no\nsupervision.guidance=directive " +
                id(1) + " 2026-03-13 bring  it\nwith you\nsupervision.guidance=recommendation " + id(2) +
                " - read\nsupervision.supervisee_view=otherwise\nsupervision.strengths=calm\n" +
                "supervision.to_develop=pace\nsupervision.directive=" + id(4) +
                " 2 moved 2026-03-20 no time yet\nsupervision.directive=" + id(4) +
                " 0 done -\nsupervision.follow_up=case " + id(7) + " " + id(5) + "\nsupervision.follow_up=member " +
                id(1) + " " + id(6) + "\nsupervision.hours_confirmed=yes\nsupervision.asked_about_reactions=no\n" +
                "supervision.answer=refused " + id(10) + " not this week, sorry\n");
}

TEST(SupervisionCellsTest, ACancellationComesBackAsItWas) {
  const SupervisionCancellation cancellation{Day(2026, 3, 6), IdNumber<MemberId>(1), CancellationReason::kIllness};

  Entry entry = EntryWith(ToCells(cancellation, IdNumber<MemberId>(2)));
  entry.header.id = IdNumber<EntryId>(3);
  entry.header.therapist = IdNumber<MemberId>(4);
  entry.header.author = IdNumber<MemberId>(5);

  const auto back = CancellationFromCells(entry);

  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(back->cancellation == cancellation);
  EXPECT_EQ(back->supervisor, IdNumber<MemberId>(2));
  EXPECT_EQ(back->entry, IdNumber<EntryId>(3));
  EXPECT_EQ(back->supervisee, IdNumber<MemberId>(4));
  EXPECT_EQ(back->noted_by, IdNumber<MemberId>(5));
}

TEST(SupervisionCellsTest, WhatIsNotOfItsFormWasNotRecorded) {
  std::vector<ImportedCell> cells = ToCells(Whole());
  for (ImportedCell& cell : cells) {
    if (cell.column != "supervision.session") cell.text = "?";
  }

  const auto back = NoteFromCells(EntryWith(std::move(cells)));

  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(back->part.cases.empty());
  EXPECT_TRUE(back->part.guidance.empty());
  EXPECT_EQ(back->part.risk_looked_at, YesNo::kNotRecorded);
  EXPECT_FALSE(back->answer.has_value());
}

TEST(SupervisionCellsTest, WhatIsSaidOfOneCaseIsSaidOfTheOther) {
  const CaseId from = IdNumber<CaseId>(7), into = IdNumber<CaseId>(8);
  SupervisionNoteBody body = Whole();
  body.part.cases = {{into, {CaseTopic::kRisk}}, {from, {CaseTopic::kRisk, CaseTopic::kCulture}}};
  body.part.follow_ups = {{SubjectId::Of(from), IdNumber<FollowUpId>(5)},
                          {SubjectId::Of(from), IdNumber<FollowUpId>(6)}};
  std::vector<ImportedCell> cells = ToCells(body);
  cells.push_back({"Details", "of an import"});
  Entry entry = EntryWith(cells);

  ReplaceCase(from, into, {{IdNumber<FollowUpId>(5), IdNumber<FollowUpId>(15)}}, entry);

  body.part.cases = {{into, {CaseTopic::kRisk, CaseTopic::kCulture}}};
  body.part.follow_ups[0] = {SubjectId::Of(into), IdNumber<FollowUpId>(15)};
  EXPECT_TRUE(NoteFromCells(entry) == body);
  EXPECT_EQ(entry.narrative.Reveal().imported_cells.front().column, "Details");
}

TEST(SupervisionCellsTest, AnImportMakesNoNote) {
  Entry entry = EntryWith(ToCells(Whole()));
  entry.header.batch = IdNumber<BatchId>(1);

  EXPECT_FALSE(HasSupervisionCells(entry));
  EXPECT_FALSE(NoteFromCells(entry).has_value());
  EXPECT_FALSE(NoteFromCells(EntryWith({{"Details", "cell"}})).has_value());
}

}  // namespace
}  // namespace candor::domain::supervision_cells_test
