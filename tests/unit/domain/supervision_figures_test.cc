#include "daemon/domain/supervision_figures.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "daemon/domain/supervision_note_entry.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::supervision_figures_test {
namespace {

// What the file of one associate says of the first quarter of 2026, on 1 June. The 5th of January is a Monday.
class SupervisionFiguresTest : public testing::Test {
 protected:
  // A session of an hour; its id.
  EntryId Held(Day day, SupervisionPart part = {}) {
    ++sessions_;
    SupervisionSession session;
    session.id = IdNumber<SupervisionSessionId>(sessions_);
    session.started = {day, 9 * 60, 60};
    session.minutes = 60;
    session.format = format_;
    session.supervisor = supervisor_;
    session.attendees = {{associate_.id, Attendance::kPresent, std::nullopt}};
    RecordedEntry recorded;
    recorded.entry = NoteEntry(session, {associate_.id, std::move(part)});
    recorded.entry.header.id = IdNumber<EntryId>(sessions_);
    recorded.entry.header.author = supervisor_;
    file_.notes.push_back(NoteOf(recorded, recorded, recorded));
    return recorded.entry.header.id;
  }

  static SupervisionPart Asking() {
    SupervisionPart part;
    part.asked_about_reactions = YesNo::kYes;
    return part;
  }

  SupervisionPart Directing(Day due) const {
    SupervisionPart part;
    part.guidance = {{GuidanceForm::kDirective, "bring the plan", associate_.id, due}};
    return part;
  }

  static SupervisionPart Reporting(const EntryId& note, DirectiveOutcome outcome,
                                   std::optional<Day> due = std::nullopt) {
    SupervisionPart part;
    part.last_directives = {{note, 0, outcome, "because", due}};
    return part;
  }

  SupervisionFigures Figures() const {
    SupervisionFigures figures;
    AddSupervision(associate_, file_, window_, figures);
    return figures;
  }

  Member associate_{IdNumber<MemberId>(2), "", {{std::nullopt, {"mft", "US-CA", true, false}}}};
  MemberId supervisor_ = IdNumber<MemberId>(1);
  SupervisionFormat format_ = SupervisionFormat::kIndividual;
  SupervisionWindow window_{Day(2026, 1, 1), Day(2026, 3, 31), Day(2025, 4, 1), Day(2026, 6, 1)};
  SupervisionFile file_;
  uint16_t sessions_ = 0;
};

TEST_F(SupervisionFiguresTest, ASeriesIsAskedOnceItWasAskedInThePeriod) {
  Held(Day(2025, 12, 1), Asking());
  Held(Day(2026, 2, 2));
  EXPECT_EQ(Figures().series, (Cell{1, 1, 1, 1}));
  EXPECT_EQ(Figures().asked, Cell()) << "it was before the period";
  EXPECT_EQ(Figures().not_asked, (Cell{1, 1, 1, 1}));

  Held(Day(2026, 3, 2), Asking());
  EXPECT_EQ(Figures().asked, (Cell{1, 1, 1, 1}));
  EXPECT_EQ(Figures().not_asked, Cell());
}

TEST_F(SupervisionFiguresTest, ASeriesIsActiveOnceItHasGoneOnForEightWeeks) {
  Held(Day(2026, 1, 5));
  Held(Day(2026, 3, 1));
  EXPECT_EQ(Figures().series, Cell()) << "a day less";

  supervisor_ = IdNumber<MemberId>(3);
  Held(Day(2026, 3, 2));
  EXPECT_EQ(Figures().series, Cell()) << "of somebody else";

  supervisor_ = IdNumber<MemberId>(1);
  Held(Day(2026, 3, 2));
  EXPECT_EQ(Figures().series, (Cell{1, 1, 1, 1}));
}

TEST_F(SupervisionFiguresTest, GuidanceOutsideASessionAndPeersMakeNoSeries) {
  for (const SupervisionFormat format : {SupervisionFormat::kAdHoc, SupervisionFormat::kPeerGroup}) {
    format_ = format;
    Held(Day(2026, 1, 5), Asking());
    Held(Day(2026, 3, 30), Asking());
  }

  EXPECT_EQ(Figures(), SupervisionFigures());
}

TEST_F(SupervisionFiguresTest, AWeekStandsForItself) {
  file_.hours = {{Day(2026, 1, 5), WorkSetting::kNotRecorded, 720, std::nullopt},
                 {Day(2026, 1, 12), WorkSetting::kNotRecorded, 300, std::nullopt}};
  Held(Day(2026, 1, 6));
  for (const int day : {13, 14}) Held(Day(2026, 1, day));
  Held(Day(2026, 1, 20));

  const SupervisionFigures figures = Figures();

  EXPECT_EQ(figures.weeks, 2);
  EXPECT_EQ(figures.weeks_met, 1) << "twelve hours ask for two units";
  EXPECT_EQ(figures.due_hundredths, 300);
  EXPECT_EQ(figures.given_hundredths, 200) << "the second of one week is of no use to the other";
  EXPECT_EQ(figures.weeks_without_hours, 1);
}

TEST_F(SupervisionFiguresTest, AWeekCountsWhereItBeginsAndOnceItIsOver) {
  for (const Day monday : {Day(2025, 12, 29), Day(2026, 1, 5), Day(2026, 3, 30)}) {
    file_.hours.push_back({monday, WorkSetting::kNotRecorded, 60, std::nullopt});
  }

  EXPECT_EQ(Figures().weeks, 2);
  window_.as_of_day = Day(2026, 4, 5);
  EXPECT_EQ(Figures().weeks, 1);
  window_.as_of_day = Day(2026, 4, 6);
  EXPECT_EQ(Figures().weeks, 2);
  EXPECT_EQ(Figures().weeks_met, 0) << "nobody supervised them at all";
}

TEST_F(SupervisionFiguresTest, WhoseLicenceAsksForNothingAWeekHasNoWeeks) {
  associate_.licences.clear();
  file_.hours = {{Day(2026, 1, 5), WorkSetting::kNotRecorded, 720, std::nullopt}};
  Held(Day(2026, 1, 20));
  SupervisionFigures note_alone;
  note_alone.notes = 1;

  EXPECT_EQ(Figures(), note_alone);
}

TEST_F(SupervisionFiguresTest, OnlyANoteThatWasSignedHereIsThereToBeAnswered) {
  for (const int day : {5, 12, 19, 26}) Held(Day(2026, 1, day));
  file_.notes[1].plain = true;  // as an import has it
  const auto answer = [&](size_t note, const MemberId& by, Day day) {
    file_.notes[note].answers.push_back({{}, 1, by, day, {}});
  };
  answer(0, associate_.id, Day(2026, 1, 19));
  answer(2, associate_.id, Day(2026, 2, 3));
  answer(3, supervisor_, Day(2026, 1, 27));

  EXPECT_EQ(Figures().notes, 3);
  EXPECT_EQ(Figures().notes_answered, 1) << "one came a day late, one is nobody's own";

  file_.notes[0].versions = 2;
  EXPECT_EQ(Figures().notes_answered, 1) << "an amendment takes no answer away that came in time";
}

TEST_F(SupervisionFiguresTest, ADirectiveIsDoneByItsDateWhenTheNextSessionSaysSo) {
  const EntryId given = Held(Day(2026, 1, 6), Directing(Day(2026, 1, 20)));
  EXPECT_EQ(Figures().directives, 1);
  EXPECT_EQ(Figures().directives_done, 0);

  Held(Day(2026, 1, 27), Reporting(given, DirectiveOutcome::kDone));
  EXPECT_EQ(Figures().directives_done, 1);
}

TEST_F(SupervisionFiguresTest, AMonthStandsForItselfFromTheFirstSessionOnAndWithoutMonthsAway) {
  associate_.licences = {{std::nullopt, {"counsellor", "GB", false, false}}};
  const auto months = [&](const std::vector<AwayPeriod>& away) {
    SupervisionFigures figures;
    AddSupervisedMonths(associate_, file_, away, window_, figures);
    return std::pair(figures.months_met, figures.months);
  };
  EXPECT_EQ(months({}), std::pair(int64_t{0}, int64_t{0})) << "nobody supervises them yet";

  for (const int day : {2, 9, 16}) Held(Day(2026, 2, day));
  EXPECT_EQ(months({}), std::pair(int64_t{1}, int64_t{2})) << "three hours of one month are of no use to the next";
  EXPECT_EQ(months({{Day(2026, 3, 1), Day(2026, 3, 30), MemberId(), false}}), std::pair(int64_t{1}, int64_t{2}));
  EXPECT_EQ(months({{Day(2026, 3, 1), Day(2026, 3, 31), MemberId(), false}}), std::pair(int64_t{1}, int64_t{1}));
  window_.as_of_day = Day(2026, 3, 31);
  EXPECT_EQ(months({}), std::pair(int64_t{1}, int64_t{1})) << "the month is not over";

  associate_.licences.clear();
  EXPECT_EQ(months({}), std::pair(int64_t{0}, int64_t{0})) << "nothing is asked for by the month";
}

TEST_F(SupervisionFiguresTest, WhatALaterSessionSaysIsLate) {
  const EntryId given = Held(Day(2026, 1, 6), Directing(Day(2026, 1, 20)));
  Held(Day(2026, 1, 27));
  Held(Day(2026, 2, 3), Reporting(given, DirectiveOutcome::kDone));

  EXPECT_EQ(Figures().directives, 1);
  EXPECT_EQ(Figures().directives_done, 0);
}

TEST_F(SupervisionFiguresTest, ADirectiveCountsOnTheDateThatItWasMovedToAndNotOnceItIsDropped) {
  const EntryId moved = Held(Day(2026, 1, 6), Directing(Day(2026, 1, 20)));
  const EntryId dropped = Held(Day(2026, 1, 13), Directing(Day(2026, 1, 20)));
  Held(Day(2026, 1, 20), Reporting(moved, DirectiveOutcome::kMoved, Day(2026, 2, 10)));
  Held(Day(2026, 1, 27), Reporting(dropped, DirectiveOutcome::kDropped));
  Held(Day(2026, 2, 9), Reporting(moved, DirectiveOutcome::kDone));

  EXPECT_EQ(Figures().directives, 1);
  EXPECT_EQ(Figures().directives_done, 1);
  window_.as_of_day = Day(2026, 2, 10);
  EXPECT_EQ(Figures().directives, 0) << "its date has not passed";
}

}  // namespace
}  // namespace candor::domain::supervision_figures_test
