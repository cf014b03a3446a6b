#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "daemon/domain/compliance_report.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_note_entry.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"
#include "tests/unit/domain/report_practice.h"

// Sections 7 to 12 of the compliance report, and what section 2 takes from supervision.
namespace candor::domain::section_conduct_test {
namespace {

TEST(ComplianceReportTest, TrainingThatNobodyWritesDownIsNoZero) {
  Practice practice(12);
  EXPECT_EQ(Row(practice.Report(), "trained").state, CellState::kNotRecorded);

  practice.view().contributions.push_back(
      {CountBasis::kOccurred, Figure::kTherapistTrained, Day(2025, 2, 1), 0, 0, IdNumber<MemberId>(1), CaseId()});

  EXPECT_EQ(Row(practice.Report(), "trained").count, 1);
  EXPECT_EQ(Row(practice.Report(), "trained").of, 12);
}

TEST(ComplianceReportTest, WhatWasOpenedInAnEmergencyIsCountedToTheLastOne) {
  Practice practice(12);
  EXPECT_EQ(Row(practice.Report(), "break_glass").state, CellState::kShown);
  EXPECT_EQ(Row(practice.Report(), "break_glass").count, 0);

  for (const Figure each : {Figure::kEmergencyBegun, Figure::kEmergencyBegun, Figure::kEmergencyReviewed}) {
    practice.view().contributions.push_back({CountBasis::kOpened, each, kQuarterStart, 0, 0, MemberId(), CaseId()});
  }

  EXPECT_EQ(Row(practice.Report(), "break_glass").count, 2);
  EXPECT_EQ(Row(practice.Report(), "break_glass_reviewed").count, 1);
}

TEST(ComplianceReportTest, HowOftenWordsOfOthersWereReadIsToldByRole) {
  const auto read = [](Practice& practice, Role role, int times) {
    for (int i = 0; i < times; ++i) {
      for (const uint16_t bucket : {uint16_t{0}, static_cast<uint16_t>(role)}) {
        practice.view().contributions.push_back(
            {CountBasis::kOpened, Figure::kWordsRead, kQuarterStart, bucket, 0, MemberId(), CaseId()});
      }
    }
  };
  Practice practice(12);
  read(practice, Role::kSupervisor, 3);
  read(practice, Role::kConsultant, 2);
  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "narrative_reads").state, CellState::kShown);
  EXPECT_EQ(Row(report, "narrative_reads").count, 5);
  EXPECT_EQ(Row(report, "narrative_reads", "supervisor").count, 3);
  EXPECT_EQ(Row(report, "narrative_reads", "therapist").count, 0);
  EXPECT_EQ(Row(report, "narrative_reads", "other").count, 2);

  // Of so few people a number would point at one.
  Practice small(4);
  read(small, Role::kSupervisor, 3);
  EXPECT_EQ(Row(small.Report(), "narrative_reads").measure, Measure::kAnswer);
  EXPECT_EQ(Row(small.Report(), "narrative_reads", "supervisor").measure, Measure::kAnswer);
  EXPECT_EQ(Row(small.Report(), "narrative_reads", "supervisor").answer, true);
  EXPECT_EQ(Row(small.Report(), "narrative_reads", "therapist").answer, false);
}

TEST(ComplianceReportTest, WhatLeftAndWhoLookedThroughTheLogIsCounted) {
  Practice practice(12);
  EXPECT_EQ(Row(practice.Report(), "releases").state, CellState::kShown);
  EXPECT_EQ(Row(practice.Report(), "releases").count, 0);

  for (const Figure each : {Figure::kDisclosureMade, Figure::kLogReviewed, Figure::kLogReviewed}) {
    practice.view().contributions.push_back({CountBasis::kOpened, each, kQuarterStart, 0, 0, MemberId(), CaseId()});
  }

  EXPECT_EQ(Row(practice.Report(), "releases").count, 1);
  EXPECT_EQ(Row(practice.Report(), "log_reviews").count, 2);
  EXPECT_EQ(Row(practice.Report(), "questioned_reads").state, CellState::kNotRecorded);
}

TEST(ComplianceReportTest, WhoWasShownCandorIsCountedOnceSomebodyWas) {
  Practice practice(12);
  EXPECT_EQ(Row(practice.Report(), "welcomed").state, CellState::kNotRecorded);

  for (const int month : {2, 3}) {
    practice.view().contributions.push_back({CountBasis::kOccurred, Figure::kTherapistWelcomed, Day(2025, month, 1), 0,
                                             0, IdNumber<MemberId>(1), CaseId()});
  }

  EXPECT_EQ(Row(practice.Report(), "welcomed").count, 1);
  EXPECT_EQ(Row(practice.Report(), "welcomed").of, 12);
}

TEST(ComplianceReportTest, HowLateActsAreWrittenDownIsAMedianOfTenOrMore) {
  Practice practice(12);
  const auto add = [&](uint16_t therapist, uint16_t bucket) {
    practice.view().contributions.push_back({CountBasis::kOpened, Figure::kActWritten, kQuarterStart, bucket, 0,
                                             IdNumber<MemberId>(therapist), IdNumber<CaseId>(therapist)});
  };
  for (uint16_t i = 1; i <= 9; ++i) {
    add(i, 0);
    add(i, static_cast<uint16_t>(i + 1));
  }
  EXPECT_EQ(Row(practice.Report(), "late_written").state, CellState::kHidden);

  add(10, 0);
  add(10, 500);
  EXPECT_EQ(Row(practice.Report(), "late_written").count, 5);
}

// What the supervisor of a therapist signed on a day.
RecordedEntry SignedNote(const MemberId& therapist, Day held, bool asked) {
  SupervisionSession session;
  session.id = IdNumber<SupervisionSessionId>(static_cast<uint16_t>(held.month()));
  session.started = {held, 9 * 60, 60};
  session.minutes = 60;
  session.format = SupervisionFormat::kIndividual;
  session.supervisor = IdNumber<MemberId>(100);
  session.attendees = {{therapist, Attendance::kPresent, std::nullopt}};
  SuperviseePart part{therapist, {}};
  part.part.asked_about_reactions = asked ? YesNo::kYes : YesNo::kNo;
  RecordedEntry recorded;
  recorded.entry = NoteEntry(session, part);
  recorded.entry.header.id = IdNumber<EntryId>(static_cast<uint16_t>(held.month()));
  recorded.entry.header.author = session.supervisor;
  return recorded;
}

TEST(ComplianceReportTest, NotesThatNobodyCouldAnswerAreNotUnanswered) {
  Practice practice(12);
  const MemberId therapist = IdNumber<MemberId>(1);
  practice.view().contributions.push_back(
      {CountBasis::kOccurred, Figure::kSupervisionHeld, Day(2025, 7, 7), 0, 0, therapist, CaseId()});

  EXPECT_EQ(Row(practice.Report(), "notes_signed").of, 1);
  EXPECT_EQ(Row(practice.Report(), "notes_seen").state, CellState::kNotRecorded);

  practice.view().timelines[therapist] = {SignedNote(therapist, Day(2025, 7, 7), false)};
  practice.view().contributions.push_back(
      {CountBasis::kOccurred, Figure::kSupervisionFile, Day(2025, 7, 7), 0, 0, therapist, CaseId()});

  EXPECT_EQ(Row(practice.Report(), "notes_seen").count, 0);
  EXPECT_EQ(Row(practice.Report(), "notes_seen").of, 1);
}

TEST(ComplianceReportTest, SupervisionsInWhichItWasAskedAreReadFromSignedNotes) {
  const auto report = [](int asked) {
    Practice practice(12);
    for (int i = 1; i <= 12; ++i) {
      const MemberId therapist = IdNumber<MemberId>(static_cast<uint16_t>(i));
      practice.view().timelines[therapist] = {SignedNote(therapist, Day(2025, 5, 5), false),
                                              SignedNote(therapist, Day(2025, 7, 7), i <= asked)};
      practice.view().contributions.push_back(
          {CountBasis::kOccurred, Figure::kSupervisionFile, Day(2025, 7, 7), 0, 0, therapist, CaseId()});
    }
    return practice.Report();
  };
  EXPECT_EQ(Row(Practice(12).Report(), "asked").state, CellState::kNotRecorded);

  const ReportRow row = Row(report(7), "asked");
  EXPECT_EQ(row.count, 7);
  EXPECT_EQ(row.of, 12);
  for (int asked = 0; asked <= 4; ++asked) {
    EXPECT_EQ(Row(report(asked), "asked").note, "0-4 of them.");
    EXPECT_EQ(Row(report(asked), "asked"), Row(report(0), "asked"));
  }
}

TEST(ComplianceReportTest, RulesWaivedAgainForOneTherapistAreCountedOverAllThatIsOpen) {
  const auto waived = [](const char* rule, KeyClass key_class) {
    FollowUp follow_up = Open();
    follow_up.clear.key_class = key_class;
    follow_up.sealed.emplace().rule = rule;
    follow_up.waived_until = DayAt(kAsOf, absl::UTCTimeZone());
    return follow_up;
  };
  const auto row = [&](const char* second, KeyClass key_class) {
    Practice practice(12);
    practice.AddCases(12, {}, {waived("gift_talk", KeyClass::kGeneral)});
    practice.AddCases(12, {}, {waived(second, key_class)});
    return Row(practice.Report(), "repeat_waivers");
  };

  EXPECT_EQ(row("gift_talk", KeyClass::kGeneral).count, 12);
  EXPECT_EQ(row("another_rule", KeyClass::kGeneral).state, CellState::kHidden);
  EXPECT_EQ(row("gift_talk", KeyClass::kPersonal).state, CellState::kHidden);
}

TEST(ComplianceReportTest, WaiversRunOutOnTheDayAfterTheirLast) {
  Practice practice(12);
  const auto add = [&](CountBasis basis, Figure figure, Day day) {
    practice.view().contributions.push_back({basis, figure, day, 0, 0, IdNumber<MemberId>(1), CaseId()});
  };
  for (const Day until : {Day(2025, 6, 30), Day(2025, 7, 1), Day(2025, 9, 30)}) {
    add(CountBasis::kDue, Figure::kWaiverEnding, until);
  }
  add(CountBasis::kOpened, Figure::kPolicyInForce, kQuarterStart);

  EXPECT_EQ(Row(practice.Report(), "waivers_expired").count, 2);
  EXPECT_EQ(Row(practice.Report(), "rules_switched").count, 1);
  const absl::Time on_the_last = absl::FromCivil(absl::CivilDay(2025, 9, 30), absl::UTCTimeZone());
  EXPECT_EQ(Row(practice.Report(*ParseQuarter("2025Q3"), on_the_last), "waivers_expired").count, 1);
}

TEST(ComplianceReportTest, TheSetUpOfSupervisionIsReadFromTheRegistry) {
  Practice practice(12);
  const MemberId associate = IdNumber<MemberId>(50);
  practice.view().members[associate] = Member{associate, "", {{std::nullopt, {"mft", "US-CA", true, false}}}};
  practice.view().supervisions[associate] = {{associate, IdNumber<MemberId>(1), Day(2025, 1, 1), std::nullopt}};

  const ComplianceReport report = practice.Report();

  EXPECT_EQ(Row(report, "agreements").count, 0);
  EXPECT_EQ(Row(report, "agreements").of, 1);
  EXPECT_EQ(Row(report, "supervision_span").count, 1);
  EXPECT_EQ(Row(report, "supervision_span").of, 1);
  EXPECT_EQ(Row(Practice(12).Report(), "agreements").state, CellState::kNotRecorded);
}

}  // namespace
}  // namespace candor::domain::section_conduct_test
