// Of several concerns about one member: what becomes of one is said of that one, by who may see to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenario/daemon/concern_fixture.h"

namespace candor::concern_matter_test {
namespace {

class ConcernMatterTest : public ConcernServiceTest {
 protected:
  ConcernMatterTest() { plugin_ = CANDOR_BUILD "/lib/candor/plugins/practice_duties.so"; }

  v1::CreateEntryRequest Step(const std::string& about, v1::ConcernEvent event, const std::string& matter = "") {
    v1::CreateEntryRequest request = EntryFor(about, about, kToday);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_concern()->set_event(event);
    request.mutable_entry()->set_matter(matter);
    return request;
  }
  v1::CreateEntryRequest NothingDone(const std::string& about, const std::string& matter = "") {
    v1::CreateEntryRequest request = Step(about, v1::CONCERN_EVENT_ACTED, matter);
    request.mutable_entry()->mutable_concern()->set_action(v1::EMPLOYER_ACTION_NONE);
    return request;
  }
  v1::CreateEntryRequest Acted(const std::string& matter, v1::EmployerAction action) {
    v1::CreateEntryRequest request = Step(ana_, v1::CONCERN_EVENT_ACTED, matter);
    request.mutable_entry()->mutable_concern()->set_action(action);
    return request;
  }
  // Of rule R54, as the operator sees it: what was opened by the concern.
  v1::FollowUp FollowUpOf(const std::string& concern) {
    WaitForPolicies();
    for (const v1::FollowUp& each : FollowUps()) {
      if (each.rule() == "colleague_concern" && each.opened_by() == concern) return each;
    }
    return v1::FollowUp();
  }
  bool IsOpen(const std::string& concern) { return FollowUpOf(concern).status() == v1::FOLLOW_UP_STATUS_OPEN; }
  std::string DueOf(const std::string& concern) { return FollowUpOf(concern).due().ShortDebugString(); }
};

TEST_F(ConcernMatterTest, ToAcknowledgeOneLeavesTheOthersAsTheyAre) {
  const std::string one = Raise(ana_, maria_);
  const std::string other = Raise(ana_, dele_);
  const std::string due = DueOf(one);
  ASSERT_EQ(DueOf(other), due);

  ASSERT_EQ(Acknowledge(one, dora_).code, grpc::StatusCode::OK);

  EXPECT_NE(DueOf(one), due) << "fourteen days to act on it";
  EXPECT_EQ(DueOf(other), due);
  EXPECT_EQ(Seen(other, dora_).task(), v1::CONCERN_TASK_ACKNOWLEDGE);
}

TEST_F(ConcernMatterTest, WhoDoesNotSeeToConcernsSaysOfNoneWhatWasDone) {
  const std::string concern = Raise(ana_, maria_);

  for (const v1::ConcernEvent event : {v1::CONCERN_EVENT_ACKNOWLEDGED, v1::CONCERN_EVENT_REVIEWED,
                                       v1::CONCERN_EVENT_ACTED, v1::CONCERN_EVENT_CLOSED}) {
    EXPECT_EQ(RefusedEntry(Step(ana_, event), dele_).reason, "role") << event;
    EXPECT_EQ(RefusedEntry(Step(ana_, event, concern), dele_).field, "entry.matter") << "they are told of none";
  }
  EXPECT_EQ(RefusedEntry(NothingDone(ana_), maria_).reason, "role") << "nor who raised it";
  EXPECT_TRUE(IsOpen(concern));
}

TEST_F(ConcernMatterTest, WhoRaisedItSaysNothingOfItThoughTheyDirect) {
  const std::string concern = Raise(ana_, dora_);

  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, concern), dora_).reason, "party");
  EXPECT_EQ(RefusedEntry(NothingDone(ana_), dora_).reason, "party") << "also where none is named";
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, concern), dirk_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernMatterTest, ThatNothingIsCalledForWaitsUntilTheyWereHeardOnThatOne) {
  const std::string first = Raise(ana_, maria_);
  ASSERT_EQ(Acknowledge(first, dora_).code, grpc::StatusCode::OK);
  EXPECT_EQ(RefusedEntry(NothingDone(ana_, first), dora_).reason, "not_heard");
  EXPECT_EQ(RefusedEntry(NothingDone(ana_), dora_).reason, "not_heard");

  GoTo(kToday + 5 + 14);
  const std::string later = Raise(ana_, dele_);
  EXPECT_EQ(RefusedEntry(NothingDone(ana_, later), dora_).reason, "not_heard");
  EXPECT_EQ(RefusedEntry(NothingDone(ana_, first), dora_).code, grpc::StatusCode::OK);

  EXPECT_FALSE(IsOpen(first));
  EXPECT_TRUE(IsOpen(later));
}

TEST_F(ConcernMatterTest, OfSeveralItIsSaidWhichOneIsMeant) {
  const std::string first = Raise(ana_, maria_);
  Raise(ana_, dele_);
  for (const v1::ConcernEvent event : {v1::CONCERN_EVENT_ACKNOWLEDGED, v1::CONCERN_EVENT_CLOSED}) {
    EXPECT_EQ(RefusedEntry(Step(ana_, event), dora_).reason, "which");
  }

  v1::Entry entry;
  const std::string step = Record(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, first), dora_).entry().name();
  ASSERT_EQ(Entry(step, dora_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.matter(), first);
}

TEST_F(ConcernMatterTest, WhatIsNamedIsAConcernAboutTheSameMember) {
  const std::string concern = Raise(ana_, maria_);
  const std::string about_dele = Raise(dele_, maria_);

  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, about_dele), dora_).reason, "scope");
  const std::string none = ana_ + "/entries/" + EntryId::Random().ToString();
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, none), dora_).code, grpc::StatusCode::NOT_FOUND);
  const std::string step = Record(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, concern), dora_).entry().name();
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_CLOSED, step), dora_).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(RefusedEntry(Step(ana_, v1::CONCERN_EVENT_RAISED, concern), maria_).reason, "type");
}

TEST_F(ConcernMatterTest, AStepIsToldWithTheConcernThatItNames) {
  const std::string first = Raise(ana_, maria_);
  ASSERT_EQ(Acknowledge(first, dora_).code, grpc::StatusCode::OK);
  const std::string second = Raise(ana_, dele_);
  GoTo(kToday + 5);
  ASSERT_EQ(Acknowledge(second, dora_).code, grpc::StatusCode::OK);

  // The first, and that somebody has it, also though another stands; of the second nothing yet.
  EXPECT_EQ(Timeline(ana_, ana_).size(), 2U);
  const std::string step = Record(Step(ana_, v1::CONCERN_EVENT_ACTED, first), dora_).entry().name();
  EXPECT_EQ(Entry(step, ana_).code, grpc::StatusCode::OK);
  const std::string other = Record(Step(ana_, v1::CONCERN_EVENT_ACTED, second), dora_).entry().name();
  EXPECT_EQ(Entry(other, ana_).code, grpc::StatusCode::NOT_FOUND);
}

TEST_F(ConcernMatterTest, ACorrectionStaysAboutTheSameConcern) {
  const std::string first = Raise(ana_, maria_);
  const std::string second = Raise(ana_, dele_);
  v1::AmendEntryRequest amend;
  amend.set_name(Record(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, first), dora_).entry().name());
  *amend.mutable_entry() = Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, second).entry();
  v1::AmendEntryResponse response;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, response, dora_)).reason, "changed");

  amend.mutable_entry()->clear_matter();
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, response, dora_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.entry().matter(), first);
}

// Else one could be dealt with whole, and whom it is about would never be told.
TEST_F(ConcernMatterTest, WhoSaysWhatBecameOfOneHasItSoThatTheyAreToldOfIt) {
  for (const v1::ConcernEvent event : {v1::CONCERN_EVENT_ACKNOWLEDGED, v1::CONCERN_EVENT_REVIEWED}) {
    const std::string concern = Raise(ana_, maria_);
    ASSERT_FALSE(Seen(concern, dora_).has_acknowledged());
    Record(Step(ana_, event, concern), dora_);
    EXPECT_EQ(Seen(concern, dora_).acknowledged_by(), dora_) << event;
    EXPECT_EQ(Seen(concern, dora_).told_from().day(), 4) << event;
  }

  v1::BatchCreateEntriesRequest batch;
  const std::string in_batch = Raise(ana_, maria_);
  *batch.add_requests() = Step(ana_, v1::CONCERN_EVENT_REVIEWED, in_batch);
  *batch.add_requests() = Acted(in_batch, v1::EMPLOYER_ACTION_RESTRICTION);
  v1::BatchCreateEntriesResponse response;
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, batch, response, dora_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.entries_size(), 2);
  EXPECT_EQ(Seen(in_batch, dora_).acknowledged_by(), dora_);

  GoTo(kToday + 5);
  EXPECT_EQ(Entry(in_batch, ana_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernMatterTest, WhatLimitsTheirWorkIsRecordedTodayAndEndsNothing) {
  for (const v1::EmployerAction action : {v1::EMPLOYER_ACTION_CLOSER_SUPERVISION, v1::EMPLOYER_ACTION_RESTRICTION,
                                          v1::EMPLOYER_ACTION_SUSPENSION, v1::EMPLOYER_ACTION_ENDED}) {
    const std::string concern = Raise(ana_, maria_);
    EXPECT_EQ(RefusedEntry(Acted(concern, action), dora_).code, grpc::StatusCode::OK) << action;
    EXPECT_TRUE(IsOpen(concern)) << action;
    EXPECT_EQ(Seen(concern, dora_).acknowledged_by(), dora_) << action;
  }
}

TEST_F(ConcernMatterTest, WhatWouldEndItWaitsUntilTheyWereHeard) {
  const std::string concern = Raise(ana_, maria_);
  const std::vector<v1::EmployerAction> ending = {v1::EMPLOYER_ACTION_NONE, v1::EMPLOYER_ACTION_SUPPORT,
                                                  v1::EMPLOYER_ACTION_OTHER};
  for (const v1::EmployerAction action : ending) {
    EXPECT_EQ(RefusedEntry(Acted(concern, action), dora_).reason, "not_heard") << action;
  }
  EXPECT_FALSE(Seen(concern, dora_).has_acknowledged()) << "what is refused changes nothing";
  ASSERT_EQ(Acknowledge(concern, dora_).code, grpc::StatusCode::OK);

  GoTo(kToday + 5 + 14);
  EXPECT_EQ(RefusedEntry(Acted(concern, v1::EMPLOYER_ACTION_SUPPORT), dora_).code, grpc::StatusCode::OK);
  EXPECT_FALSE(IsOpen(concern));
}

TEST_F(ConcernMatterTest, WhereOneStandsItIsTheOneThatIsMeantAndStandsInTheRecord) {
  const std::string concern = Raise(ana_, maria_);
  v1::Entry entry;
  const std::string step = Record(Step(ana_, v1::CONCERN_EVENT_REVIEWED), dora_).entry().name();
  ASSERT_EQ(Entry(step, dora_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.matter(), concern);
  EXPECT_EQ(Seen(concern, dora_).acknowledged_by(), dora_);

  Raise(ana_, dele_);
  const std::string of_several = Record(Step(ana_, v1::CONCERN_EVENT_REVIEWED), dora_).entry().name();
  ASSERT_EQ(Entry(of_several, dora_, &entry).code, grpc::StatusCode::OK);
  EXPECT_EQ(entry.matter(), "");
}

TEST_F(ConcernMatterTest, TheOnlyOneIsAcknowledgedWhateverItIsCalled) {
  v1::CreateEntryRequest raised = Step(ana_, v1::CONCERN_EVENT_RAISED);
  raised.mutable_entry()->mutable_concern()->set_about(v1::MATTER_TOPIC_BOUNDARY);
  const std::string concern = Record(raised, maria_).entry().name();
  v1::CreateEntryRequest measure = Step(ana_, v1::CONCERN_EVENT_REVIEWED);
  measure.mutable_entry()->mutable_concern()->set_about(v1::MATTER_TOPIC_FEES);
  Record(measure, dora_);
  EXPECT_FALSE(Seen(concern, dora_).has_acknowledged()) << "which may be about none";

  v1::CreateEntryRequest acknowledged = Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED);
  acknowledged.mutable_entry()->mutable_concern()->set_about(v1::MATTER_TOPIC_FEES);
  Record(acknowledged, dora_);
  EXPECT_EQ(Seen(concern, dora_).acknowledged_by(), dora_);
}

TEST_F(ConcernMatterTest, WhatBecomesOfOneLaterMakesNoStepMeanAnother) {
  const std::string first = Raise(ana_, maria_);
  const std::string second = Raise(ana_, dele_);
  ASSERT_EQ(Acknowledge(first, dora_).code, grpc::StatusCode::OK);
  ASSERT_EQ(Acknowledge(second, dora_).code, grpc::StatusCode::OK);
  GoTo(kToday + 5 + 14);
  const auto supported_on = [&](Day day, const std::string& matter) {
    v1::CreateEntryRequest request = Acted(matter, v1::EMPLOYER_ACTION_SUPPORT);
    SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), day);
    Record(request, dora_);
  };
  supported_on(kToday + 10, "");
  EXPECT_TRUE(IsOpen(first));
  EXPECT_TRUE(IsOpen(second));

  supported_on(kToday + 9, first);
  EXPECT_FALSE(IsOpen(first));
  EXPECT_TRUE(IsOpen(second)) << "it stands before the one that named none, which could not mean the second alone";
}

// Else nobody could see to it, or it would be gone without a word of it.
TEST_F(ConcernMatterTest, NoCorrectionMakesAConcernOfAStepNorAStepOfAConcern) {
  const std::string concern = Raise(ana_, maria_);
  const auto amended = [&](const std::string& name, v1::ConcernEvent event, const std::string& who) {
    v1::AmendEntryRequest amend;
    amend.set_name(name);
    *amend.mutable_entry() = Step(ana_, event).entry();
    v1::AmendEntryResponse response;
    return RefusalOf(Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, response, who));
  };
  const std::string step = Record(Step(ana_, v1::CONCERN_EVENT_ACKNOWLEDGED, concern), dora_).entry().name();
  EXPECT_EQ(amended(step, v1::CONCERN_EVENT_RAISED, dora_).field, "entry.concern.event");
  EXPECT_EQ(amended(concern, v1::CONCERN_EVENT_CLOSED, maria_).field, "entry.concern.event");
  EXPECT_EQ(amended(concern, v1::CONCERN_EVENT_CLOSED, "").field, "entry.concern.event") << "nor the operator";
  EXPECT_EQ(amended(step, v1::CONCERN_EVENT_REVIEWED, dora_).code, grpc::StatusCode::OK);
  EXPECT_EQ(amended(concern, v1::CONCERN_EVENT_RAISED, maria_).code, grpc::StatusCode::OK);
}

TEST_F(ConcernMatterTest, OneIsNotRaisedAndDealtWithInOneCall) {
  v1::BatchCreateEntriesRequest batch;
  *batch.add_requests() = Step(ana_, v1::CONCERN_EVENT_RAISED);
  *batch.add_requests() = Step(ana_, v1::CONCERN_EVENT_CLOSED);
  v1::BatchCreateEntriesResponse response;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::BatchCreateEntries, batch, response, dora_)).reason,
            "raised_here");
}

}  // namespace
}  // namespace candor::concern_matter_test
