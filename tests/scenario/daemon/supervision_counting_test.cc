#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/supervision_fixture.h"

namespace candor::supervision_counting_test {
namespace {

using ::testing::SizeIs;

// What counts, for whom and where.
class SupervisionCountingTest : public SupervisionFixture {
 protected:
  std::string MakeAssociate(const std::string& name, bool trainee) {
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name(name);
    v1::Licence* licence = request.mutable_member()->mutable_licence();
    licence->set_profession("mft");
    licence->set_jurisdiction("US-CA");
    licence->set_in_training(true);
    licence->set_trainee(trainee);
    v1::CreateMemberResponse response;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::CreateMember, request, response).ok());
    MakeSupervision(response.member().name(), supervisor_, Day(2024, 1, 1));
    return response.member().name();
  }

  // In the week of 24 March.
  void LogHours(const std::string& member, v1::WorkSetting setting, int32_t direct_minutes) {
    v1::CreateEntryRequest request = EntryFor(member, member, Day(2025, 3, 28));
    v1::WeekHoursFacts* hours = request.mutable_entry()->mutable_week_hours();
    SetDate(hours->mutable_week_of(), Day(2025, 3, 24));
    hours->set_setting(setting);
    hours->set_direct_minutes(direct_minutes);
    hours->set_other_minutes(120);
    Record(request, member);
  }

  void SignIn(v1::WorkSetting setting, const std::string& supervisee, Day day) {
    v1::SignSupervisionNoteRequest request = NoteOf(supervisee, Part(), day);
    request.mutable_session()->set_work_setting(setting);
    Sign(request, supervisor_);
  }
};

TEST_F(SupervisionCountingTest, NobodyCreditsThemselvesUnits) {
  LogPlain(bo_, Day(2025, 3, 27));

  const auto notes = List(bo_, bo_);
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].units_hundredths(), 0);
  EXPECT_EQ(notes[0].no_units_reason(), v1::NO_UNITS_REASON_NOT_SIGNED);
  const v1::SuperviseeWeek week = Week(supervisor_).supervisees(1);
  EXPECT_EQ(week.units_given_hundredths(), 0);
  EXPECT_EQ(week.units_unsigned_hundredths(), 100);
  const v1::SupervisionLog log = Log(bo_, v1::UNITS_PROFILE_BBS);
  EXPECT_EQ(log.total_hundredths(), 0);
  EXPECT_EQ(log.total_minutes(), 0);
  EXPECT_EQ(log.unsigned_hundredths(), 100);
  ASSERT_THAT(log.weeks(0).no_units_reasons(), SizeIs(1));
  EXPECT_EQ(log.weeks(0).no_units_reasons(0), v1::NO_UNITS_REASON_NOT_SIGNED);
}

TEST_F(SupervisionCountingTest, OneSessionCountsOnce) {
  Sign(NoteOf(bo_, Part(), Day(2025, 3, 27)), supervisor_);
  LogPlain(bo_, Day(2025, 3, 27));

  const v1::SuperviseeWeek week = Week(supervisor_).supervisees(1);

  EXPECT_EQ(week.units_given_hundredths(), 100);
  EXPECT_EQ(week.units_unsigned_hundredths(), 0) << "it is on record as signed";
  ASSERT_THAT(week.notes(), SizeIs(2));
  EXPECT_EQ(week.notes(1).no_units_reason(), v1::NO_UNITS_REASON_SIGNED_ELSEWHERE);
}

TEST_F(SupervisionCountingTest, UnitsOfOneSettingAreOfNoUseToAnother) {
  LogHours(ana_, v1::WORK_SETTING_CLINIC, 720);
  SignIn(v1::WORK_SETTING_AGENCY, ana_, Day(2025, 3, 25));
  SignIn(v1::WORK_SETTING_AGENCY, ana_, Day(2025, 3, 27));

  v1::SupervisionLog log = Log(ana_, v1::UNITS_PROFILE_BBS);

  ASSERT_THAT(log.weeks(), SizeIs(2));
  EXPECT_EQ(log.weeks(0).work_setting(), v1::WORK_SETTING_AGENCY);
  EXPECT_EQ(log.weeks(0).individual_hundredths(), 200);
  EXPECT_EQ(log.weeks(1).work_setting(), v1::WORK_SETTING_CLINIC);
  EXPECT_EQ(log.weeks(1).needed_hundredths(), 200) << "more than ten hours";
  EXPECT_EQ(log.weeks(1).direct_minutes(), 720);
  EXPECT_EQ(log.weeks(1).other_minutes(), 120);
  EXPECT_FALSE(log.weeks(1).met());
  EXPECT_EQ(log.total_weeks(), 0);

  SignIn(v1::WORK_SETTING_CLINIC, ana_, Day(2025, 3, 24));
  EXPECT_FALSE(Log(ana_, v1::UNITS_PROFILE_BBS).weeks(1).met()) << "one of two";
  SignIn(v1::WORK_SETTING_CLINIC, ana_, Day(2025, 3, 26));
  log = Log(ana_, v1::UNITS_PROFILE_BBS);
  EXPECT_TRUE(log.weeks(1).met());
  EXPECT_EQ(log.total_weeks(), 1);
}

TEST_F(SupervisionCountingTest, TheWeekSaysWhatEachSettingStillNeeds) {
  const std::string associate = MakeAssociate("Aisha Okafor", false);
  LogHours(associate, v1::WORK_SETTING_CLINIC, 300);
  LogHours(associate, v1::WORK_SETTING_SCHOOL, 300);
  SignIn(v1::WORK_SETTING_CLINIC, associate, Day(2025, 3, 25));
  SignIn(v1::WORK_SETTING_CLINIC, associate, Day(2025, 3, 27));

  const v1::SuperviseeWeek week = Week(supervisor_).supervisees(0);

  ASSERT_EQ(week.supervisee(), associate);
  EXPECT_EQ(week.units_given_hundredths(), 200);
  EXPECT_EQ(week.units_needed_hundredths(), 200);
  EXPECT_EQ(week.units_short_hundredths(), 100) << "the school has had none";
  ASSERT_THAT(week.settings(), SizeIs(2));
  EXPECT_EQ(week.settings(1).work_setting(), v1::WORK_SETTING_SCHOOL);
  EXPECT_EQ(week.settings(1).needed_hundredths(), 100);
  EXPECT_EQ(week.settings(1).direct_minutes(), 300);
}

TEST_F(SupervisionCountingTest, ATraineeNeedsAUnitForEveryFiveHours) {
  const std::string trainee = MakeAssociate("Aiko Tan", true);
  LogHours(trainee, v1::WORK_SETTING_PLACEMENT, 900);

  const v1::SuperviseeWeek week = Week(supervisor_).supervisees(0);

  ASSERT_EQ(week.supervisee(), trainee);
  EXPECT_EQ(week.units_profile(), v1::UNITS_PROFILE_BBS_TRAINEE);
  EXPECT_EQ(week.units_needed_hundredths(), 300);
}

TEST_F(SupervisionCountingTest, ItIsTimeToAskWithTwoSessionsAWeekToo) {
  const auto time_to_ask = [&] { return Week(supervisor_).supervisees(1).time_to_ask(); };
  for (const int day : {17, 20}) Sign(NoteOf(bo_, Part(), Day(2025, 3, day)), supervisor_);
  EXPECT_FALSE(time_to_ask());

  Sign(NoteOf(bo_, Part(), Day(2025, 3, 24)), supervisor_);
  EXPECT_TRUE(time_to_ask()) << "the next one is the fourth";

  v1::SupervisionPart part = Part();
  part.set_asked_about_reactions(v1::YES_NO_YES);
  Sign(NoteOf(bo_, part, Day(2025, 3, 27)), supervisor_);
  EXPECT_FALSE(time_to_ask());
}

}  // namespace
}  // namespace candor::supervision_counting_test
