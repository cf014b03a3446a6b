#include "daemon/domain/case_file.h"

#include <gtest/gtest.h>

#include "daemon/domain/compliance.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain {
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
  EXPECT_EQ(course.parts, (std::vector<Part>{{kChloe, Day(2024, 1, 8), Day(2024, 6, 1)}}));
}

TEST(CourseOfTest, AReturnOpensTheNextEpisode) {
  const CaseCourse course =
      CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1)), Intake(Day(2025, 2, 1), kAna, 11)});

  ASSERT_EQ(course.episodes.size(), 2U);
  EXPECT_EQ(course.episodes[1].opened, Day(2025, 2, 1));
  EXPECT_FALSE(course.episodes[1].closed.has_value());
  EXPECT_EQ(HolderOn(course, Day(2025, 2, 1)), kAna);
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

TEST(CourseOfTest, TheFirstSoloSessionHeldDecidesOverTheCompletedStep) {
  const CaseCourse course = CourseOf({Intake(Day(2024, 8, 14)),
                                      Step(Day(2024, 11, 20))
                                          .Word("joint_session", "yes")
                                          .Word("receiver_accepted", "yes")
                                          .Word("first_solo_booked", "yes")
                                          .Header(),
                                      Step(Day(2024, 12, 6)).Word("first_solo_held", "yes").Header()});

  EXPECT_EQ(course.parts,
            (std::vector<Part>{{kChloe, Day(2024, 8, 14), Day(2024, 12, 6)}, {kDele, Day(2024, 12, 6), std::nullopt}}));
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

TEST(CourseOfTest, WithoutAnIntakeThereIsAPartButNoEpisode) {
  const EntryHeader consultation = EntryOf(Kind::kConsultation, Day(2024, 3, 1)).By(kChloe).Header();

  const CaseCourse course = CourseOf({consultation});

  EXPECT_TRUE(course.episodes.empty());
  EXPECT_EQ(HolderOn(course, Day(2024, 3, 1)), kChloe);
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

TEST(EpisodeOnTest, FirstAndLastDayAreInside) {
  const CaseCourse course = CourseOf({Intake(Day(2024, 1, 8)), Ending(Day(2024, 6, 1))});

  EXPECT_EQ(EpisodeOn(course, Day(2024, 1, 7)), nullptr);
  EXPECT_NE(EpisodeOn(course, Day(2024, 1, 8)), nullptr);
  EXPECT_NE(EpisodeOn(course, Day(2024, 6, 1)), nullptr);
  EXPECT_EQ(EpisodeOn(course, Day(2024, 6, 2)), nullptr);
}

}  // namespace
}  // namespace candor::domain
