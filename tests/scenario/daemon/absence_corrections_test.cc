#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/staffing_fixture.h"

// Whose the words of an absence are, who puts its facts right, and against whom that stands.
namespace candor::absence_corrections_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AbsenceCorrectionTest : public StaffingTest {
 protected:
  v1::Entry EntryAt(const std::string& name, const std::string& reader = "") {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, reader).ok());
    return response.entry();
  }
  v1::Entry NewestOf(const std::string& name, const std::string& reader = "") {
    return EntryAt(EntryAt(name, reader).revised_by(), reader);
  }
  v1::Entry Until(Day day) {
    v1::Entry entry = Absence().entry();
    SetDate(entry.mutable_absence()->mutable_to(), day);
    return entry;
  }
  void ExpectNotTheirWords(const grpc::Status& status) {
    const Refusal refused = RefusalOf(status);
    EXPECT_EQ(refused.code, grpc::StatusCode::INVALID_ARGUMENT) << refused.message;
    EXPECT_EQ(refused.field, "entry.absence.outside_cover");
    EXPECT_EQ(refused.reason, "not_theirs");
  }
};

TEST_F(AbsenceCorrectionTest, NobodySaysInWordsWhatStandsUnderAnothersName) {
  const std::string of_colleague = Record(Absence(), colleague_).entry().name();
  v1::CreateEntryRequest own = Absence();
  own.mutable_entry()->set_source(v1::ENTRY_SOURCE_SELF);
  own.mutable_entry()->mutable_absence()->set_outside_cover("a clinic of Ana's choice");
  const std::string of_ana = Record(own, ana_).entry().name();
  v1::Entry reworded = Until(kToday);
  reworded.mutable_absence()->set_outside_cover("somebody of my choice");

  ExpectNotTheirWords(Amend(of_colleague, reworded, ana_));
  ExpectNotTheirWords(Amend(of_colleague, reworded, ""));
  ExpectNotTheirWords(Amend(of_ana, reworded, supervisor_));
  ASSERT_TRUE(Amend(of_ana, Until(kToday), supervisor_).ok()) << "the words left out";

  const v1::Entry newest = NewestOf(of_ana, ana_);
  EXPECT_EQ(newest.author(), ana_);
  EXPECT_EQ(newest.absence().outside_cover(), "a clinic of Ana's choice");
  EXPECT_TRUE(newest.absence().has_to());
}

TEST_F(AbsenceCorrectionTest, WhatTheOperatorHandedInTheyReword) {
  v1::CreateEntryRequest absence = Absence();
  absence.mutable_entry()->mutable_absence()->set_outside_cover("a locum");
  const std::string name = Record(absence).entry().name();
  absence.mutable_entry()->mutable_absence()->set_outside_cover("a locum of the town");
  ASSERT_TRUE(Amend(name, absence.entry(), "").ok());
  EXPECT_EQ(NewestOf(name).absence().outside_cover(), "a locum of the town");

  // Once whom it is about has put it right themselves, the words are theirs.
  absence.mutable_entry()->mutable_absence()->set_outside_cover("a friend");
  ASSERT_TRUE(Amend(name, absence.entry(), ana_).ok());
  absence.mutable_entry()->mutable_absence()->set_outside_cover("a locum");
  ExpectNotTheirWords(Amend(name, absence.entry(), ""));
}

TEST_F(AbsenceCorrectionTest, SaysOfEverybodyWhoPutItRightThatTheyDid) {
  const std::string name = Record(Absence(), colleague_).entry().name();
  EXPECT_THAT(EntryAt(name).corrected_by(), IsEmpty());
  ASSERT_TRUE(Amend(name, Until(kToday + 3), colleague_).ok());
  EXPECT_THAT(NewestOf(name).corrected_by(), IsEmpty()) << "by its author";
  ASSERT_TRUE(Amend(name, Until(kToday + 2), supervisor_).ok());
  const std::string earlier = NewestOf(name).name();
  ASSERT_TRUE(Amend(name, Until(kToday + 1), "").ok());
  ASSERT_TRUE(Amend(name, Until(kToday), supervisor_).ok());

  const v1::Entry newest = NewestOf(name, ana_);
  EXPECT_EQ(newest.author(), colleague_);
  EXPECT_THAT(newest.corrected_by(), ElementsAre(supervisor_, "operator"));
  EXPECT_THAT(EntryAt(earlier).corrected_by(), ElementsAre(supervisor_));
}

TEST_F(AbsenceCorrectionTest, WhatWhoIsAwaySaidStandsAgainstAColleague) {
  const std::string name = Record(Absence(), colleague_).entry().name();
  ASSERT_TRUE(Amend(name, Until(kToday + 2), ana_).ok());

  ExpectRefused(Amend(name, Until(kToday + 30), colleague_), "name");
  ExpectRefused(Retract(name, colleague_), "name");
  EXPECT_EQ(NewestOf(name).absence().to().day(), 1);

  EXPECT_TRUE(Amend(name, Until(kToday + 3), supervisor_).ok());
  ExpectRefused(Amend(name, Until(kToday + 30), colleague_), "name");
  EXPECT_TRUE(Amend(name, Until(kToday + 4), "").ok());
  EXPECT_TRUE(Amend(name, Until(kToday + 1), ana_).ok());
  EXPECT_TRUE(Create(Absence(), colleague_).ok()) << "that they are away again is another entry";
}

}  // namespace
}  // namespace candor::absence_corrections_test
