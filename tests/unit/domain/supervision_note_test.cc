#include "daemon/domain/supervision_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/base/status.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::supervision_note_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const MemberId kSupervisor = IdNumber<MemberId>(1);
const MemberId kAna = IdNumber<MemberId>(2);
const MemberId kBo = IdNumber<MemberId>(3);
const CaseId kCase = IdNumber<CaseId>(10);

SupervisionSession Individual() {
  SupervisionSession session;
  session.started = {Day(2026, 3, 6), 9 * 60, std::nullopt};
  session.minutes = 60;
  session.format = SupervisionFormat::kIndividual;
  session.mode = SupervisionMode::kInPerson;
  session.supervisor = kSupervisor;
  session.attendees = {{kAna, Attendance::kPresent, std::nullopt}};
  return session;
}

SupervisionPart Part() {
  SupervisionPart part;
  part.cases = {{kCase, {CaseTopic::kFormulation}}};
  part.risk_looked_at = YesNo::kNo;
  return part;
}

std::vector<std::string> Fields(const std::vector<UnsignedField>& missing) {
  std::vector<std::string> fields;
  for (const UnsignedField& each : missing) fields.push_back(each.field);
  return fields;
}

std::vector<std::string> Missing(const SupervisionSession& session, const SupervisionPart& part) {
  return Fields(MissingForSigning(session, {{kAna, part}}));
}

TEST(SupervisionNoteTest, AWholeNoteCanBeSigned) {
  EXPECT_THAT(Missing(Individual(), Part()), IsEmpty());
  EXPECT_TRUE(CheckSignable(MissingForSigning(Individual(), {{kAna, Part()}})).ok());
}

TEST(SupervisionNoteTest, NamesEveryFieldThatKeepsItFromBeingSigned) {
  SupervisionSession session = Individual();
  session.started.minute_of_day.reset();
  session.minutes.reset();
  session.mode = SupervisionMode::kNotRecorded;
  SupervisionPart part = Part();
  part.cases[0].topics.clear();
  part.risk_looked_at = YesNo::kNotRecorded;

  EXPECT_THAT(Missing(session, part), ElementsAre("session.started.time", "session.minutes", "session.mode",
                                                  "parts[0].part.cases[0].topics", "parts[0].part.risk_looked_at"));
}

TEST(SupervisionNoteTest, TheErrorIsAboutTheFirstFieldAndNamesTheRest) {
  SupervisionSession session = Individual();
  session.minutes.reset();
  session.mode = SupervisionMode::kNotRecorded;

  const absl::Status status = CheckSignable(MissingForSigning(session, {{kAna, Part()}}));

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(DetailOf(status).has_value());
  EXPECT_EQ(DetailOf(status)->field, "session.minutes");
  EXPECT_EQ(status.message(), "minutes: say how long it took; before signing also look at mode");
}

TEST(SupervisionNoteTest, TheErrorNamesAFieldAsAPersonWould) {
  const std::vector<UnsignedField> missing = {{"parts[1].part.last_directives[0].why", "say why"},
                                              {"parts[0].part.risk_looked_at", "say whether"}};

  EXPECT_EQ(CheckSignable({missing[0]}).message(), "last directives 1, why: say why");
  EXPECT_EQ(CheckSignable(missing, 2).message(),
            "supervisee 2, last directives 1, why: say why; before signing also look at supervisee 1, risk looked at");
  EXPECT_EQ(DetailOf(CheckSignable(missing, 2))->field, "parts[1].part.last_directives[0].why");
}

TEST(SupervisionNoteTest, TellsWhatDiffersBetweenVersions) {
  SupervisionSession session = Individual();
  SupervisionPart part = Part();
  EXPECT_THAT(ChangedFields(Individual(), Part(), session, part), IsEmpty());

  session.minutes = 50;
  session.work_setting = WorkSetting::kClinic;
  part.guidance = {{GuidanceForm::kRecommendation, "read", kAna, std::nullopt}};
  part.hours_confirmed = YesNo::kYes;

  EXPECT_THAT(ChangedFields(Individual(), Part(), session, part),
              ElementsAre("session.minutes", "session.work_setting", "part.guidance", "part.hours_confirmed"));
}

TEST(SupervisionNoteTest, FindsTheCodeOfACaseInWhatEverybodyReads) {
  EXPECT_TRUE(NamesCase("C-1042 and its ending", "C-1042"));
  EXPECT_TRUE(NamesCase("the ending of (c-1042)", "C-1042"));
  EXPECT_TRUE(NamesCase("Endings: C-10420, then C-1042", "C-1042"));
  EXPECT_FALSE(NamesCase("C-10420", "C-1042"));
  EXPECT_FALSE(NamesCase("SC-1042", "C-1042"));
  EXPECT_FALSE(NamesCase("endings in general", "C-1042"));
  EXPECT_FALSE(NamesCase("", "C-1042"));
}

TEST(SupervisionNoteTest, AWordOfTheLanguageIsNoCode) {
  EXPECT_TRUE(NamesCase("with ROSE", "ROSE"));
  EXPECT_FALSE(NamesCase("the question that arose, and rose again", "ROSE"));
  EXPECT_FALSE(NamesCase("A hard ending", "A"));
  EXPECT_FALSE(NamesCase("a hard ending", ""));
}

TEST(SupervisionNoteTest, RiskThatWasLookedAtHasChangedOrNot) {
  SupervisionPart part = Part();
  part.risk_looked_at = YesNo::kYes;
  EXPECT_THAT(Missing(Individual(), part), ElementsAre("parts[0].part.risk_changed"));

  part.risk_changed = YesNo::kNo;
  EXPECT_THAT(Missing(Individual(), part), IsEmpty());
}

TEST(SupervisionNoteTest, ADirectiveHasTextOwnerAndDate) {
  SupervisionPart part = Part();
  part.guidance = {{GuidanceForm::kDirective, "", MemberId(), std::nullopt}};
  EXPECT_THAT(Missing(Individual(), part),
              ElementsAre("parts[0].part.guidance[0].text", "parts[0].part.guidance[0].owner",
                          "parts[0].part.guidance[0].due"));

  part.guidance = {{GuidanceForm::kRecommendation, "read", kAna, std::nullopt}};
  EXPECT_THAT(Missing(Individual(), part), IsEmpty()) << "a recommendation needs no date";
}

TEST(SupervisionNoteTest, WhatWasDroppedSaysWhyAndWhatWasMovedToWhichDay) {
  SupervisionPart part = Part();
  part.last_directives = {{IdNumber<EntryId>(7), 0, DirectiveOutcome::kDropped, "", std::nullopt},
                          {IdNumber<EntryId>(7), 1, DirectiveOutcome::kMoved, "", std::nullopt},
                          {IdNumber<EntryId>(7), 2, DirectiveOutcome::kDone, "", std::nullopt}};

  EXPECT_THAT(Missing(Individual(), part),
              ElementsAre("parts[0].part.last_directives[0].why", "parts[0].part.last_directives[1].due"));
}

TEST(SupervisionNoteTest, EverybodyWhoWasThereHasOnePart) {
  SupervisionSession session = Individual();
  session.format = SupervisionFormat::kGroup;
  session.attendees.push_back({kBo, Attendance::kPresent, std::nullopt});
  EXPECT_THAT(Missing(session, Part()), ElementsAre("parts"));

  session.attendees[1].attendance = Attendance::kAbsent;
  EXPECT_THAT(Missing(session, Part()), IsEmpty());

  EXPECT_THAT(Fields(MissingForSigning(session, {{kAna, Part()}, {kBo, Part()}})), ElementsAre("parts[1].supervisee"));
}

TEST(SupervisionNoteTest, TheFormatFitsWhoWasThere) {
  SupervisionSession session = Individual();
  session.attendees.push_back({kBo, Attendance::kPresent, std::nullopt});
  EXPECT_THAT(Fields(MissingForSigning(session, {{kAna, Part()}, {kBo, Part()}})), ElementsAre("session.format"));

  session.format = SupervisionFormat::kTriadic;
  EXPECT_THAT(Fields(MissingForSigning(session, {{kAna, Part()}, {kBo, Part()}})), IsEmpty());
}

TEST(SupervisionNoteTest, WhoCameLateWasThereForSomeMinutes) {
  SupervisionSession session = Individual();
  session.attendees[0].attendance = Attendance::kLate;
  EXPECT_THAT(Missing(session, Part()), ElementsAre("session.attendees[0].minutes"));

  session.attendees[0].minutes = 61;
  EXPECT_THAT(Missing(session, Part()), ElementsAre("session.attendees[0].minutes"));

  session.attendees[0].minutes = 45;
  EXPECT_THAT(Missing(session, Part()), IsEmpty());
}

TEST(SupervisionNoteTest, APeerGroupGivesNoDirectives) {
  SupervisionSession session = Individual();
  session.format = SupervisionFormat::kPeerGroup;
  session.attendees = {{kSupervisor, Attendance::kPresent, std::nullopt}, {kAna, Attendance::kPresent, std::nullopt}};
  SupervisionPart part = Part();
  part.guidance = {{GuidanceForm::kDirective, "read", kAna, Day(2026, 4, 1)}};

  EXPECT_THAT(Fields(MissingForSigning(session, {{kSupervisor, Part()}, {kAna, part}})),
              ElementsAre("parts[1].part.guidance[0].form"));
}

TEST(SupervisionNoteTest, GuidanceOutsideASessionNeedsNeitherLengthNorMode) {
  SupervisionSession session;
  session.started.day = Day(2026, 3, 6);
  session.format = SupervisionFormat::kAdHoc;
  session.supervisor = kSupervisor;
  session.attendees = {{kAna, Attendance::kPresent, std::nullopt}};
  SupervisionPart part;
  EXPECT_THAT(Missing(session, part), ElementsAre("parts[0].part.guidance"));

  part.guidance = {{GuidanceForm::kRecommendation, "call today", kAna, std::nullopt}};
  EXPECT_THAT(Missing(session, part), IsEmpty());
}

TEST(SupervisionNoteTest, CoversWhatWasTalkedAboutAndTickedOnce) {
  const CaseId other = IdNumber<CaseId>(11);
  SupervisionPart part = Part();
  part.follow_ups = {{SubjectId::Of(other), IdNumber<FollowUpId>(1)},
                     {SubjectId::Of(kCase), IdNumber<FollowUpId>(2)},
                     {SubjectId::Of(kAna), IdNumber<FollowUpId>(3)}};

  EXPECT_THAT(CasesCovered(part), ElementsAre(kCase, other));
}

TEST(SupervisionNoteTest, IsMarkedWhenWrittenMoreThanAWeekLater) {
  EXPECT_EQ(WrittenDaysLater(Day(2026, 3, 6), Day(2026, 3, 13)), std::nullopt);
  EXPECT_EQ(WrittenDaysLater(Day(2026, 3, 6), Day(2026, 3, 14)), 8);
}

TEST(SupervisionNoteTest, TheFourthSessionSinceItWasAskedIsTimeToAskAndEachAfterIt) {
  std::vector<bool> time;
  for (int64_t since = 0; since < 6; ++since) time.push_back(IsTimeToAsk(since, SupervisionParameters()));
  EXPECT_THAT(time, ElementsAre(false, false, false, true, true, true));
  EXPECT_TRUE(IsTimeToAsk(0, {.ask_every = 1})) << "as the practice has it";
}

}  // namespace
}  // namespace candor::domain::supervision_note_test
