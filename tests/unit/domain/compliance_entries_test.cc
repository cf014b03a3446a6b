#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "daemon/domain/compliance.h"
#include "daemon/domain/fields.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::compliance_entries_test {
namespace {

constexpr Day kDay(2025, 7, 1);
const MemberId kTherapist = IdNumber<MemberId>(1);
const MemberId kSupervisor = IdNumber<MemberId>(2);

EntryHeader HeaderOf(Kind kind, Day reported = kDay) {
  EntryHeader header = EntryOf(kind, kDay).Reported(reported).By(kTherapist).Header();
  header.author = header.therapist;
  header.subject = SubjectId::Of(IdNumber<CaseId>(7));
  return header;
}

// As the supervisor of one supervisee signs it.
EntryHeader Note(Day reported, std::optional<int64_t> format = 1) {
  EntryHeader note = HeaderOf(Kind::kSupervision, reported);
  note.id = IdNumber<EntryId>(40);
  note.subject = SubjectId::Of(kTherapist);
  note.author = kSupervisor;
  note.facts = Facts();
  note.facts.SetId(fields::kSupervisionSupervisor, kSupervisor.bytes());
  if (format) note.facts.SetNumber(fields::kSupervisionFormat, *format);
  return note;
}

EntryHeader RevisionOf(const EntryHeader& note, const MemberId& author, Day reported) {
  EntryHeader revision = note;
  revision.id = IdNumber<EntryId>(41);
  revision.revises = note.id;
  revision.author = author;
  revision.reported = {reported, std::nullopt, std::nullopt};
  return revision;
}

std::vector<Figure> FiguresOf(const EntryHeader& header, const EntryHeader& first) {
  std::vector<Figure> figures;
  for (const Contribution& contribution : ContributionsOfEntry(header, first)) figures.push_back(contribution.figure);
  return figures;
}
std::vector<Figure> FiguresOf(const EntryHeader& header) {
  return FiguresOf(header, header);
}

TEST(ComplianceEntriesTest, ASupervisionIsWrittenSoonWithinSevenDays) {
  EXPECT_EQ(FiguresOf(Note(kDay + 7)),
            (std::vector<Figure>{Figure::kSupervisionHeld, Figure::kSupervisionWrittenSoon, Figure::kSupervisionFile}));
  EXPECT_EQ(FiguresOf(Note(kDay + 8)), (std::vector<Figure>{Figure::kSupervisionHeld, Figure::kSupervisionFile}));
}

TEST(ComplianceEntriesTest, AnAnswerChangesNoFigureAndIsNoCorrection) {
  const EntryHeader note = Note(kDay + 2);
  const EntryHeader answer = RevisionOf(note, kTherapist, kDay + 14);

  EXPECT_EQ(FiguresOf(answer, note),
            (std::vector<Figure>{Figure::kSupervisionHeld, Figure::kSupervisionWrittenSoon, Figure::kSupervisionFile}));
  EXPECT_EQ(CorrectionOf(answer, note), std::nullopt);
}

TEST(ComplianceEntriesTest, ANewVersionOfANoteIsACorrectionAndWaitsForAnAnswer) {
  const EntryHeader note = Note(kDay + 2);
  const EntryHeader amended = RevisionOf(note, kSupervisor, kDay + 9);

  EXPECT_EQ(FiguresOf(amended, note),
            (std::vector<Figure>{Figure::kSupervisionHeld, Figure::kSupervisionWrittenSoon, Figure::kSupervisionFile}));
  const std::optional<Contribution> correction = CorrectionOf(amended, note);
  ASSERT_TRUE(correction.has_value());
  EXPECT_EQ(correction->figure, Figure::kCorrection);
  EXPECT_EQ(correction->day, kDay + 9);
}

TEST(ComplianceEntriesTest, GuidanceOutsideASessionAndAPeerGroupAreNoSupervisionHeld) {
  EXPECT_EQ(FiguresOf(Note(kDay, std::nullopt)), (std::vector<Figure>{Figure::kSupervisionFile}));

  EntryHeader peers = Note(kDay, std::nullopt);
  peers.author = kTherapist;
  peers.facts = Facts();
  peers.facts.SetId(fields::kSupervisionSupervisor, kTherapist.bytes());
  EXPECT_TRUE(FiguresOf(peers).empty());
}

TEST(ComplianceEntriesTest, AnEntryThatDoesNotSayHowItWasHeldIsASessionThatNobodySigned) {
  EXPECT_EQ(FiguresOf(HeaderOf(Kind::kSupervision)), (std::vector<Figure>{Figure::kSupervisionHeld}));
}

TEST(ComplianceEntriesTest, ToBeShownCandorIsNoTrainingInAnythingElse) {
  EntryHeader welcome = EntryOf(Kind::kTraining, kDay).Word("topic", "welcome").By(kTherapist).Header();
  welcome.author = kTherapist;

  EXPECT_EQ(FiguresOf(welcome), (std::vector<Figure>{Figure::kTherapistWelcomed}));
  EXPECT_EQ(FiguresOf(HeaderOf(Kind::kTraining)), (std::vector<Figure>{Figure::kTherapistTrained}));
}

TEST(ComplianceEntriesTest, WhatStandsInThePracticesOwnLogCountsAsSigned) {
  EntryHeader imported = HeaderOf(Kind::kSupervision);
  imported.batch = IdNumber<BatchId>(1);

  EXPECT_EQ(FiguresOf(imported), (std::vector<Figure>{Figure::kSupervisionHeld, Figure::kSupervisionWrittenSoon}));
}

TEST(ComplianceEntriesTest, TheHoursOfAWeekAreOnTheSupervisionFile) {
  const std::vector<Contribution> added = ContributionsOfEntry(HeaderOf(Kind::kWeekHours), HeaderOf(Kind::kWeekHours));

  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].figure, Figure::kSupervisionFile);
  EXPECT_TRUE(added[0].case_id.empty());
}

TEST(ComplianceEntriesTest, WhatIsReportedCountsOnTheDayItWasWrittenDown) {
  for (const Kind kind : {Kind::kCrossing, Kind::kBarter, Kind::kDualRelationship}) {
    EntryHeader told = HeaderOf(kind, kDay + 40);
    told.author = kSupervisor;
    const std::vector<Contribution> added = ContributionsOfEntry(told, told);
    ASSERT_EQ(added.size(), 1U);
    EXPECT_EQ(added[0].figure, Figure::kBoundaryMatter);
    EXPECT_EQ(added[0].basis, CountBasis::kOpened);
    EXPECT_EQ(added[0].day, kDay + 40);
    EXPECT_EQ(added[0].case_id, IdNumber<CaseId>(7));
  }
}

TEST(ComplianceEntriesTest, AnActIsOnesOwnOrToldByOthers) {
  const auto bucket = [](const EntryHeader& header) { return ContributionsOfEntry(header, header).at(0).bucket; };
  EntryHeader act = HeaderOf(Kind::kRomanticOrSexualAct);
  EXPECT_EQ(bucket(act), static_cast<uint16_t>(MatterKind::kOwnAct));

  act.author = kSupervisor;
  EXPECT_EQ(bucket(act), static_cast<uint16_t>(MatterKind::kActToldByOthers));
  EXPECT_EQ(bucket(HeaderOf(Kind::kComplaint)), static_cast<uint16_t>(MatterKind::kComplaint));
}

TEST(ComplianceEntriesTest, WhatHasBecomeOfAMatterIsNoNewOne) {
  const auto figures = [](Kind kind, const char* event) {
    EntryHeader header = EntryOf(kind, kDay).Word("event", event).By(kTherapist).Header();
    header.author = kSupervisor;
    return FiguresOf(header);
  };
  EXPECT_EQ(figures(Kind::kComplaint, "received"), (std::vector<Figure>{Figure::kMatter}));
  EXPECT_TRUE(figures(Kind::kComplaint, "answered").empty());
  EXPECT_EQ(figures(Kind::kConcern, "raised"), (std::vector<Figure>{Figure::kMatter}));
  EXPECT_TRUE(figures(Kind::kConcern, "closed").empty());
  EXPECT_EQ(figures(Kind::kDualRelationship, "begun"), (std::vector<Figure>{Figure::kBoundaryMatter}));
  EXPECT_TRUE(figures(Kind::kDualRelationship, "reviewed").empty());
}

TEST(ComplianceEntriesTest, AConcernIsAboutSexualConductOrAnythingElse) {
  const auto bucket = [](const char* about) {
    const EntryHeader header = EntryOf(Kind::kConcern, kDay).Word("about", about).Header();
    return ContributionsOfEntry(header, header).at(0).bucket;
  };
  EXPECT_EQ(bucket("sexual_conduct"), static_cast<uint16_t>(MatterKind::kSexualConcern));
  EXPECT_EQ(bucket("competence"), static_cast<uint16_t>(MatterKind::kConcern));
}

TEST(ComplianceEntriesTest, OfAnActIsCountedHowLateItWasWrittenDown) {
  const auto days = [](const EntryHeader& act) {
    const std::vector<Contribution> added = ContributionsOfEntry(act, act);
    EXPECT_EQ(added.size(), 3U);
    EXPECT_EQ(added.at(1).figure, Figure::kActWritten);
    EXPECT_EQ(added.at(1).bucket, 0U) << "the whole";
    EXPECT_EQ(added.at(2).figure, Figure::kActWritten);
    return added.at(2).bucket - 1;
  };
  EXPECT_EQ(days(HeaderOf(Kind::kAdvanceOrPromise)), 0);
  EXPECT_EQ(days(HeaderOf(Kind::kRomanticOrSexualAct, kDay + 40)), 40);
  EXPECT_EQ(days(HeaderOf(Kind::kRomanticOrSexualAct, kDay + 7000)), kLongestActWait);
}

TEST(ComplianceEntriesTest, OfAPersonalEntryOnlyTheTherapistCounts) {
  EntryHeader personal = HeaderOf(Kind::kPersonalReaction);
  personal.personal = true;

  const std::vector<Contribution> added = ContributionsOfEntry(personal, personal);

  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].figure, Figure::kTherapistByChoice);
  EXPECT_TRUE(added[0].case_id.empty());
  EXPECT_EQ(CorrectionOf(RevisionOf(personal, kTherapist, kDay), personal), std::nullopt);
}

TEST(ComplianceEntriesTest, ByChoiceIsWhatOneWroteAboutOneself) {
  EntryHeader consultation = HeaderOf(Kind::kConsultation);
  EXPECT_EQ(FiguresOf(consultation), (std::vector<Figure>{Figure::kTherapistByChoice}));

  consultation.author = kSupervisor;
  EXPECT_TRUE(FiguresOf(consultation).empty());
  EXPECT_TRUE(FiguresOf(HeaderOf(Kind::kSession)).empty());
}

TEST(ComplianceEntriesTest, WhatTakesBackAddsNothingButThatItCorrects) {
  const EntryHeader crossing = HeaderOf(Kind::kCrossing);
  EntryHeader retraction = RevisionOf(crossing, kTherapist, kDay + 3);
  retraction.kind = Kind::kRetraction;
  retraction.retracts = true;
  retraction.revises = IdNumber<EntryId>(39);

  EXPECT_TRUE(FiguresOf(retraction, crossing).empty());
  EXPECT_TRUE(CorrectionOf(retraction, crossing).has_value());
}

}  // namespace
}  // namespace candor::domain::compliance_entries_test
