#include "daemon/domain/case_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "daemon/domain/compliance.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::case_file_test {
namespace {

const MemberId kChloe = IdNumber<MemberId>(1);
const MemberId kDele = IdNumber<MemberId>(2);
const MemberId kAna = IdNumber<MemberId>(3);

EntryHeader Intake(Day day, const MemberId& therapist = kChloe, uint16_t id = 10) {
  return EntryOf(Kind::kIntake, day).By(therapist).Id(id).Header();
}
EntryHeader Ending(Day day, const MemberId& therapist = kChloe, uint16_t id = 20) {
  return EntryOf(Kind::kTermination, day).By(therapist).Id(id).Header();
}
struct Turn {
  MemberId therapist;
  Day from;
  std::optional<Day> until;

  bool operator==(const Turn&) const = default;
};
std::vector<Turn> TurnsOf(const CaseCourse& course) {
  std::vector<Turn> turns;
  for (const Part& part : course.parts) turns.push_back({part.therapist, part.from, part.until});
  return turns;
}

EntryBuilder Step(Day day) {
  return EntryOf(Kind::kTransferStep, day).By(kChloe).Member("receiver", kDele);
}

TEST(CourseOfTest, NothingComesOfNothing) {
  EXPECT_EQ(CourseOf({}), CaseCourse());
}

TEST(CourseOfTest, IntakeOpensAndTerminationCloses) {
  const CaseCourse course = CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1))});

  ASSERT_EQ(course.episodes.size(), 1U);
  EXPECT_EQ(course.episodes[0].opened, Day(2024, 1, 8));
  EXPECT_EQ(course.episodes[0].closed, Day(2024, 6, 1));
  EXPECT_EQ(course.episodes[0].opened_by, IdNumber<EntryId>(10));
  EXPECT_EQ(course.episodes[0].closed_by, IdNumber<EntryId>(20));
  EXPECT_EQ(TurnsOf(course), (std::vector<Turn>{{kChloe, Day(2024, 1, 8), Day(2024, 6, 1)}}));
}

TEST(CourseOfTest, AReturnOpensTheNextEpisode) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1)), Intake(Day(2025, 2, 1), kAna, 11)});

  ASSERT_EQ(course.episodes.size(), 2U);
  EXPECT_EQ(course.episodes[1].opened, Day(2025, 2, 1));
  EXPECT_FALSE(course.episodes[1].closed.has_value());
  EXPECT_EQ(HolderOn(course, Day(2025, 2, 1)), kAna);
}

// By its kind the intake stands before the ending; nobody writes one into a therapy that goes on.
TEST(CourseOfTest, AnIntakeOfTheDayOfTheEndingComesAfterIt) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 1, 8)), Intake(Day(2024, 6, 1), kAna, 11), Ending(Day(2024, 6, 1))});

  ASSERT_EQ(course.episodes.size(), 2U);
  EXPECT_EQ(course.episodes[0].closed, Day(2024, 6, 1));
  EXPECT_EQ(course.episodes[1].opened, Day(2024, 6, 1));
  EXPECT_EQ(course.episodes[1].opened_by, IdNumber<EntryId>(11));
  EXPECT_EQ(TurnsOf(course),
            (std::vector<Turn>{{kChloe, Day(2024, 1, 8), Day(2024, 6, 1)}, {kAna, Day(2024, 6, 1), std::nullopt}}));
}

TEST(CourseOfTest, OnlyAnIntakeOfThatDayAndOnlyWhereTheTimesDoNotSayOtherwise) {
  const EntryHeader early = EntryOf(Kind::kIntake, Day(2024, 6, 1)).By(kAna).Id(11).At(540).Header();
  const EntryHeader late = EntryOf(Kind::kTermination, Day(2024, 6, 1)).By(kChloe).Id(20).At(900).Header();

  EXPECT_EQ(CourseOf({Intake(Day(2024, 1, 8)), early, late}).episodes.size(), 1U);
  EXPECT_EQ(CourseOf({Intake(Day(2024, 1, 8)), early, Ending(Day(2024, 6, 1))}).episodes.size(), 2U);
  EXPECT_EQ(CourseOf({Intake(Day(2024, 1, 8)), Intake(Day(2024, 5, 31), kAna, 11), Ending(Day(2024, 6, 1))}),
            CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1))}));
}

TEST(CourseOfTest, ASecondIntakeIntoAnOpenEpisodeChangesNothing) {
  EXPECT_EQ(CourseOf({Intake(Day(2024, 1, 8)), Intake(Day(2024, 2, 8), kAna, 11)}),
            CourseOf({Intake(Day(2024, 1, 8))}));
}

TEST(CourseOfTest, TheIntakeSaysWhenTherapyStarted) {
  const EntryHeader intake =
      EntryOf(Kind::kIntake, Day(2024, 1, 8)).By(kChloe).On("therapy_started", Day(2022, 5, 1)).Header();

  EXPECT_EQ(CourseOf({intake}).episodes[0].therapy_started, Day(2022, 5, 1));
}

TEST(CourseOfTest, TheCompletedStepHandsTheCaseOver) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 8, 14)), Step(Day(2024, 11, 20)).Word("joint_session", "yes").Header(),
                Step(Day(2024, 12, 6)).Word("receiver_accepted", "yes").Word("first_solo_booked", "yes").Header()});

  EXPECT_EQ(HolderOn(course, Day(2024, 12, 5)), kChloe);
  EXPECT_EQ(HolderOn(course, Day(2024, 12, 6)), kDele);
  EXPECT_EQ(course.parts[0].until, Day(2024, 12, 6));
}

TEST(CourseOfTest, AnIncompleteTransferHandsNothingOver) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 8, 14)), Step(Day(2024, 11, 20)).Word("joint_session", "yes").Header(),
                Step(Day(2024, 12, 6)).Word("receiver_accepted", "no").Word("first_solo_booked", "yes").Header()});

  EXPECT_EQ(HolderOn(course, Day(2025, 1, 1)), kChloe);
}

TEST(CourseOfTest, ALaterNoTakesAStepBack) {
  std::vector<EntryHeader> steps = {
      Intake(Day(2024, 8, 14)),
      Step(Day(2024, 11, 20)).Word("joint_session", "yes").Word("receiver_accepted", "yes").Header(),
      Step(Day(2024, 11, 27)).Word("receiver_accepted", "no").Header(),
      Step(Day(2024, 12, 6)).Word("first_solo_booked", "yes").Header()};
  EXPECT_EQ(HolderOn(CourseOf(steps), Day(2025, 1, 1)), kChloe);

  steps.push_back(Step(Day(2024, 12, 9)).Word("receiver_accepted", "yes").Header());
  EXPECT_EQ(HolderOn(CourseOf(steps), Day(2024, 12, 9)), kDele);
}

TEST(CourseOfTest, TheFirstSoloSessionHeldDecidesOverTheCompletedStep) {
  const CaseCourse course = CourseOf({Intake(Day(2024, 8, 14)),
                                      Step(Day(2024, 11, 20))
                                          .Word("joint_session", "yes")
                                          .Word("receiver_accepted", "yes")
                                          .Word("first_solo_booked", "yes")
                                          .Header(),
                                      Step(Day(2024, 12, 6)).Word("first_solo_held", "yes").Header()});

  EXPECT_EQ(TurnsOf(course),
            (std::vector<Turn>{{kChloe, Day(2024, 8, 14), Day(2024, 12, 6)}, {kDele, Day(2024, 12, 6), std::nullopt}}));
}

TEST(CourseOfTest, AReceiverOutsideThePracticeTakesNoPart) {
  const EntryHeader outside = EntryOf(Kind::kTransferStep, Day(2024, 12, 6))
                                  .By(kChloe)
                                  .Word("joint_session", "yes")
                                  .Word("receiver_accepted", "yes")
                                  .Word("first_solo_held", "yes")
                                  .Header();

  const CaseCourse course = CourseOf({Intake(Day(2024, 8, 14)), outside, Ending(Day(2025, 1, 18))});

  EXPECT_EQ(HolderOn(course, Day(2025, 1, 1)), kChloe);
  EXPECT_EQ(course.episodes[0].closed, Day(2025, 1, 18));
}

TEST(CourseOfTest, AFormerTherapistsEndingEndsThatPartOnly) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 8, 14)), Step(Day(2024, 12, 6)).Word("first_solo_held", "yes").Header(),
                Ending(Day(2025, 1, 18))});

  EXPECT_FALSE(course.episodes[0].closed.has_value());
  EXPECT_EQ(course.parts[0].until, Day(2025, 1, 18));
  EXPECT_EQ(HolderOn(course, Day(2025, 1, 10)), kDele);
}

TEST(CourseOfTest, TheNewTherapistsEndingClosesTheEpisode) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 8, 14)), Step(Day(2024, 12, 6)).Word("first_solo_held", "yes").Header(),
                Ending(Day(2025, 6, 1), kDele)});

  EXPECT_EQ(course.episodes[0].closed, Day(2025, 6, 1));
  EXPECT_TRUE(HolderOn(course, Day(2025, 6, 2)).empty());
}

EntryHeader FirstSoloHeld(Day day) {
  return EntryOf(Kind::kTransferStep, day).By(kDele).Word("first_solo_held", "yes").Header();
}

TEST(CourseOfTest, WhoHoldsTheCaseIsWhoWasLeftWithIt) {
  EXPECT_TRUE(HolderIn({}).empty());
  EXPECT_EQ(HolderIn(CourseOf({Intake(Day(2024, 8, 14))})), kChloe);
  EXPECT_TRUE(HolderIn(CourseOf({Intake(Day(2024, 8, 14)), Ending(Day(2025, 1, 18))})).empty());
}

TEST(SayTheSameTest, WhereTheOrderChangesNothing) {
  const Day day(2024, 12, 6);
  const EntryHeader intake = Intake(Day(2024, 8, 14));
  const EntryHeader naming = Step(day).Header();
  const EntryHeader joint = EntryOf(Kind::kTransferStep, day).By(kChloe).Word("joint_session", "yes").Header();
  const EntryHeader taking = Step(day).Word("first_solo_held", "yes").Header();

  EXPECT_TRUE(SayTheSame({intake, naming, joint}, {intake, joint, naming}));
  EXPECT_TRUE(SayTheSame({intake, naming, taking}, {intake, taking, naming})) << "who is named has the case";
}

TEST(SayTheSameTest, NotWhereItSaysWhoIsNext) {
  const Day day(2024, 12, 6);
  const EntryHeader intake = Intake(Day(2024, 8, 14));
  const EntryHeader naming = Step(day).Header();
  const EntryHeader other = EntryOf(Kind::kTransferStep, day).By(kChloe).Member("receiver", kAna).Header();

  EXPECT_FALSE(SayTheSame({intake, naming, other}, {intake, other, naming}));
  EXPECT_FALSE(SayTheSame({intake, naming, FirstSoloHeld(day)}, {intake, FirstSoloHeld(day), naming}));
}

EntryHeader Consultation(Day day) {
  return EntryOf(Kind::kConsultation, day).By(kChloe).Header();
}

TEST(CourseOfTest, ARecordThatBeginsInATherapyHasAnEpisodeWithoutAStart) {
  const CaseCourse course = CourseOf({Consultation(Day(2024, 3, 1))});

  ASSERT_EQ(course.episodes.size(), 1U);
  EXPECT_EQ(course.episodes[0].opened, std::nullopt);
  EXPECT_TRUE(course.episodes[0].opened_by.empty());
  EXPECT_EQ(course.episodes[0].closed, std::nullopt);
  EXPECT_EQ(HolderOn(course, Day(2024, 3, 1)), kChloe);
}

TEST(CourseOfTest, TheHoldersEndingClosesAnEpisodeWithoutAStart) {
  for (const std::vector<EntryHeader>& timeline :
       {std::vector{Ending(Day(2024, 6, 1))}, std::vector{Consultation(Day(2024, 3, 1)), Ending(Day(2024, 6, 1))}}) {
    const CaseCourse course = CourseOf(timeline);

    ASSERT_EQ(course.episodes.size(), 1U);
    EXPECT_EQ(course.episodes[0].opened, std::nullopt);
    EXPECT_EQ(course.episodes[0].closed, Day(2024, 6, 1));
    EXPECT_EQ(course.episodes[0].closed_by, IdNumber<EntryId>(20));
    EXPECT_TRUE(HolderOn(course, Day(2024, 6, 2)).empty());
  }
}

TEST(CourseOfTest, AnIntakeAfterAnEndingWithoutAStartIsAReturn) {
  const CaseCourse course = CourseOf({Ending(Day(2024, 6, 1)), Intake(Day(2025, 2, 1), kAna, 11)});

  ASSERT_EQ(course.episodes.size(), 2U);
  EXPECT_EQ(course.episodes[1].opened, Day(2025, 2, 1));
  EXPECT_EQ(HolderOn(course, Day(2025, 2, 1)), kAna);
}

// A consultation before the first session, say.
TEST(CourseOfTest, AnIntakeIsTheStartOfAnEpisodeThatHadNone) {
  const CaseCourse course = CourseOf({Consultation(Day(2024, 1, 3)), Intake(Day(2024, 1, 8), kAna)});

  ASSERT_EQ(course.episodes.size(), 1U);
  EXPECT_EQ(course.episodes[0].opened, Day(2024, 1, 8));
  EXPECT_EQ(course.episodes[0].opened_by, IdNumber<EntryId>(10));
  EXPECT_EQ(HolderOn(course, Day(2024, 1, 8)), kAna);
}

TEST(CaseFileTest, IsOpenUntilAnEndingStands) {
  CaseFile file;
  EXPECT_TRUE(file.open());
  file.episodes = CourseOf({Consultation(Day(2024, 3, 1))}).episodes;
  EXPECT_TRUE(file.open());

  file.episodes = CourseOf({Consultation(Day(2024, 3, 1)), Ending(Day(2024, 6, 1))}).episodes;

  EXPECT_FALSE(file.open());
}

TEST(CourseOfTest, OtherKindsMayBeLeftOut) {
  std::vector<EntryHeader> all;
  std::vector<EntryHeader> course_only;
  for (const KindInfo& info : AllKinds()) {
    const EntryHeader header = EntryOf(info.kind, Day(2024, 1, 1) + static_cast<int>(info.kind)).By(kChloe).Header();
    all.push_back(header);
    if (IsCourseKind(info.kind)) course_only.push_back(header);
  }

  EXPECT_EQ(CourseOf(all), CourseOf(course_only));
}

Place At(Day day, Kind kind = Kind::kSession) {
  return PlaceOf(EntryOf(kind, day).Header());
}

TEST(CourseAtTest, OpeningAndClosingEntriesAreInside) {
  const CaseCourse course = CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1))});

  EXPECT_EQ(EpisodeAt(course, At(Day(2024, 1, 7))), nullptr);
  EXPECT_NE(EpisodeAt(course, At(Day(2024, 1, 8), Kind::kIntake)), nullptr);
  EXPECT_NE(EpisodeAt(course, At(Day(2024, 6, 1), Kind::kTermination)), nullptr);
  EXPECT_EQ(EpisodeAt(course, At(Day(2024, 6, 1), Kind::kPostTerminationContact)), nullptr);

  EXPECT_FALSE(FormerClientAt(course, At(Day(2024, 1, 7))));
  EXPECT_FALSE(FormerClientAt(course, At(Day(2024, 6, 1))));
  EXPECT_TRUE(FormerClientAt(course, At(Day(2024, 6, 1), Kind::kPostTerminationContact)));
}

TEST(CourseAtTest, TheEndingBeforeAReturnOfThatDayIsOfTheEpisodeThatItCloses) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 1, 8)), Intake(Day(2024, 6, 1), kAna, 11), Ending(Day(2024, 6, 1))});
  const Place ending = At(Day(2024, 6, 1), Kind::kTermination);

  ASSERT_NE(EpisodeAt(course, ending), nullptr);
  EXPECT_EQ(EpisodeAt(course, ending)->opened, Day(2024, 1, 8));
  EXPECT_EQ(HolderAt(course, ending), kChloe);
  EXPECT_EQ(HolderAt(course, At(Day(2024, 6, 1), Kind::kPostTerminationContact)), kAna);
  EXPECT_FALSE(FormerClientAt(course, At(Day(2024, 6, 2))));
}

TEST(CourseAtTest, AClientIsAFormerOneAfterAnEndingWithoutAStart) {
  const CaseCourse course = CourseOf({Consultation(Day(2024, 3, 1)), Ending(Day(2024, 6, 1))});

  for (const Day day : {Day(2024, 1, 1), Day(2024, 4, 1), Day(2024, 6, 1)}) {
    EXPECT_FALSE(FormerClientAt(course, At(day)));
    EXPECT_EQ(EpisodeAt(course, At(day)), nullptr) << "when it began is not known";
  }
  EXPECT_TRUE(FormerClientAt(course, At(Day(2024, 6, 2))));
}

// The date is mended by the later entry; what an earlier entry was told stays.
TEST(CourseAtTest, WhatComesLaterChangesNothingBefore) {
  const EntryHeader completed = Step(Day(2024, 11, 20))
                                    .Word("joint_session", "yes")
                                    .Word("receiver_accepted", "yes")
                                    .Word("first_solo_booked", "yes")
                                    .Header();
  const EntryHeader held = Step(Day(2024, 12, 6)).Word("first_solo_held", "yes").Header();

  const CaseCourse before = CourseOf({Intake(Day(2024, 8, 14)), completed});
  const CaseCourse after = CourseOf({Intake(Day(2024, 8, 14)), completed, held});

  EXPECT_EQ(HolderOn(before, Day(2024, 11, 25)), kDele);
  EXPECT_EQ(HolderOn(after, Day(2024, 11, 25)), kChloe);
  EXPECT_EQ(HolderAt(before, At(Day(2024, 11, 25))), kDele);
  EXPECT_EQ(HolderAt(after, At(Day(2024, 11, 25))), kDele);
  EXPECT_EQ(HolderAt(after, At(Day(2024, 11, 20))), kChloe);
}

// Any course entries in any order of dates: at every place, the whole course says what the entries up to there say.
TEST(CourseAtTest, EqualsTheCourseOfTheEntriesUpToThere) {
  constexpr uint32_t kSeed = 18;
  std::mt19937 random(kSeed);
  const Kind kKinds[] = {Kind::kIntake, Kind::kTransferStep, Kind::kTransferStep, Kind::kTermination, Kind::kReferral};
  const MemberId kMembers[] = {kChloe, kDele, kAna};
  for (int round = 0; round < 3000; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    std::vector<EntryHeader> timeline;
    const uint32_t size = 1 + random() % 8;
    for (uint32_t i = 0; i < size; ++i) {
      EntryBuilder entry = EntryOf(kKinds[random() % 5], Day(2024, 1, 1) + random() % 12);
      entry.By(kMembers[random() % 3]).Id(static_cast<uint16_t>(i + 1)).Digest(i);
      if (random() % 4 == 0) entry.At(static_cast<int32_t>(random() % 1440));
      EntryHeader header = entry.Header();
      if (header.kind == Kind::kTransferStep) {
        for (const int field : {1, 4, 5, 6}) {
          if (random() % 2 == 0) header.facts.SetNumber(MakeFieldId(Kind::kTransferStep, field), 1 + random() % 2);
        }
        if (random() % 2 == 0) header.facts.SetId(MakeFieldId(Kind::kTransferStep, 7), kMembers[random() % 3].bytes());
      }
      timeline.push_back(header);
    }
    std::sort(timeline.begin(), timeline.end(), [](const auto& a, const auto& b) { return PlaceOf(a) < PlaceOf(b); });
    const CaseCourse whole = CourseOf(timeline);

    for (size_t i = 0; i < timeline.size(); ++i) {
      const Place place = PlaceOf(timeline[i]);
      const CaseCourse prefix = CourseOf({timeline.begin(), timeline.begin() + static_cast<int>(i) + 1});
      ASSERT_EQ(HolderAt(whole, place), HolderAt(prefix, place)) << i;
      ASSERT_EQ(FormerClientAt(whole, place), FormerClientAt(prefix, place)) << i;
      const Episode* in_whole = EpisodeAt(whole, place);
      const Episode* in_prefix = EpisodeAt(prefix, place);
      ASSERT_EQ(in_whole == nullptr, in_prefix == nullptr) << i;
      if (in_whole == nullptr) continue;
      ASSERT_EQ(in_whole->opened_by, in_prefix->opened_by) << i;
    }
  }
}

}  // namespace
}  // namespace candor::domain::case_file_test
