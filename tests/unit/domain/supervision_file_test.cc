#include "daemon/domain/supervision_file.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "daemon/domain/supervision_missed.h"
#include "daemon/domain/supervision_note_entry.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::supervision_file_test {
namespace {

const MemberId kSupervisor = IdNumber<MemberId>(1);
const MemberId kAna = IdNumber<MemberId>(2);
const MemberId kBo = IdNumber<MemberId>(3);
const CaseId kCase = IdNumber<CaseId>(10);
constexpr Day kHeld(2026, 3, 6);

SupervisionSession Individual() {
  SupervisionSession session;
  session.id = IdNumber<SupervisionSessionId>(9);
  session.started = {kHeld, 9 * 60, 60};
  session.minutes = 60;
  session.format = SupervisionFormat::kIndividual;
  session.mode = SupervisionMode::kInPerson;
  session.supervisor = kSupervisor;
  session.attendees = {{kAna, Attendance::kPresent, std::nullopt}};
  return session;
}

NoteRecord RecordOf(Entry entry) {
  RecordedEntry recorded;
  recorded.entry = std::move(entry);
  return NoteOf(recorded, recorded, recorded);
}

// As somebody wrote it down who signed nothing.
NoteRecord Plain(const MemberId& author) {
  Entry entry = EntryOf(Kind::kSupervision, kHeld).By(kAna).Number("minutes", 60).Word("format", "individual").Build();
  entry.header.author = author;
  return RecordOf(std::move(entry));
}

TEST(SupervisionFileTest, ANoteComesAfterWhatWasTickedInIt) {
  SupervisionPart part;
  const Entry open = NoteEntry(Individual(), {kAna, part});
  part.follow_ups = {{SubjectId::Of(kCase), IdNumber<FollowUpId>(1)}};
  const Entry ticked = NoteEntry(Individual(), {kAna, part});

  EXPECT_EQ(open.header.occurred.minute_of_day, 9 * 60);
  EXPECT_FALSE(ticked.header.occurred.minute_of_day.has_value());
  EXPECT_EQ(ticked.header.occurred.day, kHeld);
  EXPECT_TRUE(RecordOf(open).session == Individual());
  EXPECT_TRUE(RecordOf(ticked).session == Individual()) << "when it began is kept";
}

TEST(SupervisionFileTest, AnAnswerKeepsTheNoteAsItIs) {
  SupervisionPart part;
  part.follow_ups = {{SubjectId::Of(kCase), IdNumber<FollowUpId>(1)}};
  const NoteRecord note = RecordOf(NoteEntry(Individual(), {kAna, part}));

  const NoteRecord answered = RecordOf(AnswerEntry(note, {IdNumber<EntryId>(4), false, "thank you"}));

  EXPECT_TRUE(answered.session == Individual());
  EXPECT_TRUE(answered.part == part);
  ASSERT_TRUE(answered.answer.has_value());
  EXPECT_EQ(answered.answer->comment, "thank you");
}

TEST(SupervisionFileTest, OnlyTheSuperviseesOwnAccountCountsForNothing) {
  const NoteRecord own = Plain(kAna), of_supervisor = Plain(kSupervisor);
  NoteRecord imported = Plain(kAna);
  imported.original.entry.header.batch = IdNumber<BatchId>(1);

  EXPECT_EQ(CreditOf(UnitsProfile::kBbs, own), (Credit{0, NoUnits::kNotSigned}));
  EXPECT_EQ(UnsignedHundredths(UnitsProfile::kBbs, own), 100);
  EXPECT_EQ(CreditOf(UnitsProfile::kBbs, of_supervisor), (Credit{100, NoUnits::kNone}));
  EXPECT_EQ(CreditOf(UnitsProfile::kBbs, imported), (Credit{100, NoUnits::kNone})) << "the practice's own log";
  EXPECT_EQ(UnsignedHundredths(UnitsProfile::kBbs, imported), 0);
}

TEST(SupervisionFileTest, APlainEntrySaysHowAndWhereItWasAndANoteSaysItInItsBody) {
  const Entry entry = EntryOf(Kind::kSupervision, kHeld)
                          .By(kAna)
                          .Word("mode", "video")
                          .Word("work_setting", "clinic")
                          .Text("setting", "North clinic")
                          .Build();
  Entry note = NoteEntry(Individual(), {kAna, {}});
  note.facts.SetNumber(FindField(Kind::kSupervision, "mode")->id, 2);

  const SupervisionSession plain = RecordOf(entry).session;

  EXPECT_EQ(plain.mode, SupervisionMode::kVideo);
  EXPECT_EQ(plain.work_setting, WorkSetting::kClinic);
  EXPECT_EQ(plain.setting, "North clinic");
  EXPECT_EQ(LogSessionOf(UnitsProfile::kBbs, RecordOf(entry)).work_setting, WorkSetting::kClinic);
  EXPECT_EQ(RecordOf(note).session.mode, SupervisionMode::kInPerson);
}

TEST(SupervisionFileTest, WhatIsSignedElsewhereCountsThere) {
  NoteRecord imported = Plain(kAna);
  imported.original.entry.header.batch = IdNumber<BatchId>(1);
  imported.signed_elsewhere = true;

  EXPECT_EQ(CreditOf(UnitsProfile::kBbs, imported), (Credit{0, NoUnits::kSignedElsewhere}));
}

TEST(SupervisionFileTest, WhoWasAbsentMissedASessionOnce) {
  SupervisionSession session = Individual();
  session.format = SupervisionFormat::kGroup;
  session.attendees.push_back({kBo, Attendance::kAbsent, std::nullopt});
  const NoteRecord note = RecordOf(NoteEntry(session, {kAna, {}}));
  std::vector<MissedSession> of_bo, of_ana;

  AddMissed(kBo, {note, note}, of_bo);
  AddMissed(kAna, {note}, of_ana);

  ASSERT_EQ(of_bo.size(), 1U);
  EXPECT_EQ(of_bo[0].session, session.id);
  EXPECT_EQ(of_bo[0].day, kHeld);
  EXPECT_EQ(of_bo[0].format, SupervisionFormat::kGroup);
  EXPECT_EQ(of_bo[0].supervisor, kSupervisor);
  EXPECT_TRUE(of_ana.empty());
}

}  // namespace
}  // namespace candor::domain::supervision_file_test
