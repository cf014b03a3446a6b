// What two people open to one of them in an emergency: what is shown by it, to whom it is told, and when it is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "candor/v1/export.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::emergency_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Emergencies = v1::EmergencyService;

// Ana has a case; Kim has no part in it and asks; Dele directs and answers; Olive owns the practice and looks at it.
class EmergencyServiceTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    emergencies_ = v1::EmergencyService::NewStub(daemon_->InProcessChannel());
    roles_ = v1::RoleService::NewStub(daemon_->InProcessChannel());
    work_ = v1::WorkService::NewStub(daemon_->InProcessChannel());
    ana_ = MakeMember("Ana Nguyen");
    kim_ = MakeMember("Kim Park");
    dele_ = MakeMember("Dele Haddad");
    olive_ = MakeMember("Olive Owens");
    Grant(dele_, v1::ROLE_DIRECTOR);
    Grant(olive_, v1::ROLE_OWNER);
    case_ = OpenCase("C-1", ana_);
    v1::CreateEntryRequest session = EntryFor(case_, ana_, kToday - 2);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("her own words");
    entry_ = Record(session, ana_).entry().name();
    note_ = Record(ReactionFor(case_, ana_, kToday - 1), ana_).entry().name();
  }

  void Grant(const std::string& member, v1::Role role) {
    v1::GrantRoleRequest request;
    request.set_parent(member);
    request.set_role(role);
    v1::GrantRoleResponse response;
    ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::GrantRole, request, response).ok());
  }

  Refusal Ask(const v1::AskEmergencyRequest& request, const std::string& who) {
    v1::AskEmergencyResponse response;
    const Refusal refusal = RefusalOf(Call(emergencies_, &Emergencies::Stub::AskEmergency, request, response, who));
    if (refusal.code == grpc::StatusCode::OK) emergency_ = response.emergency();
    return refusal;
  }
  v1::AskEmergencyRequest ForCase() const {
    v1::AskEmergencyRequest request;
    request.set_subject(case_);
    request.set_reason("the client may come to harm tonight");
    return request;
  }
  Refusal Approve(const std::string& who, int minutes = 0) {
    v1::ApproveEmergencyRequest request;
    request.set_name(emergency_.name());
    request.set_minutes(minutes);
    v1::ApproveEmergencyResponse response;
    const Refusal refusal = RefusalOf(Call(emergencies_, &Emergencies::Stub::ApproveEmergency, request, response, who));
    if (refusal.code == grpc::StatusCode::OK) emergency_ = response.emergency();
    return refusal;
  }
  Refusal Refuse(const std::string& who) {
    v1::RefuseEmergencyRequest request;
    request.set_name(emergency_.name());
    request.set_remark("Ana answers now");
    v1::RefuseEmergencyResponse response;
    return RefusalOf(Call(emergencies_, &Emergencies::Stub::RefuseEmergency, request, response, who));
  }
  Refusal End(const std::string& who) {
    v1::EndEmergencyRequest request;
    request.set_name(emergency_.name());
    v1::EndEmergencyResponse response;
    return RefusalOf(Call(emergencies_, &Emergencies::Stub::EndEmergency, request, response, who));
  }
  Refusal Review(const std::string& who, const std::string& remark = "needed, and no more was read") {
    v1::ReviewEmergencyRequest request;
    request.set_name(emergency_.name());
    request.set_remark(remark);
    v1::ReviewEmergencyResponse response;
    return RefusalOf(Call(emergencies_, &Emergencies::Stub::ReviewEmergency, request, response, who));
  }
  void Open() {
    ASSERT_EQ(Ask(ForCase(), kim_).code, grpc::StatusCode::OK);
    ASSERT_EQ(Approve(dele_).code, grpc::StatusCode::OK);
  }
  std::vector<v1::Emergency> Told(const std::string& who) {
    v1::ListEmergenciesResponse response;
    EXPECT_TRUE(
        Call(emergencies_, &Emergencies::Stub::ListEmergencies, v1::ListEmergenciesRequest(), response, who).ok());
    return {response.emergencies().begin(), response.emergencies().end()};
  }
  v1::WorkList Work(const std::string& who) {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work_, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, who).ok());
    return response.work_list();
  }

  // Under the emergency, if `name` says which.
  template <class Stub, class Service, class Request, class Response>
  Refusal Under(const std::string& name, const std::unique_ptr<Stub>& stub,
                grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request, Response& response, const std::string& who) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("candor-act-for", who);
    if (!name.empty()) context.AddMetadata("candor-emergency", name);
    response.Clear();
    return RefusalOf((stub.get()->*method)(&context, request, &response));
  }
  // What its words are, or the reason of the refusal.
  std::string Read(const std::string& who, const std::string& entry, const std::string& under) {
    v1::GetEntryRequest request;
    request.set_name(entry);
    v1::GetEntryResponse response;
    const Refusal refusal = Under(under, entries_, &v1::EntryService::Stub::GetEntry, request, response, who);
    return refusal.code == grpc::StatusCode::OK ? response.entry().note() : refusal.reason;
  }

  std::unique_ptr<v1::EmergencyService::Stub> emergencies_;
  std::unique_ptr<v1::RoleService::Stub> roles_;
  std::unique_ptr<v1::WorkService::Stub> work_;
  std::string ana_, kim_, dele_, olive_, case_, entry_, note_;
  v1::Emergency emergency_;
};

TEST_F(EmergencyServiceTest, TwoPeopleOpenOneCaseToOneOfThem) {
  ASSERT_EQ(Ask(ForCase(), kim_).code, grpc::StatusCode::OK);
  EXPECT_EQ(emergency_.minutes(), 240);
  EXPECT_EQ(Read(kim_, entry_, ""), "not_found");
  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "not_in_force");

  ASSERT_EQ(Approve(dele_, 60).code, grpc::StatusCode::OK);

  EXPECT_TRUE(emergency_.in_force());
  EXPECT_EQ(emergency_.expires_at().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Hours(1)));
  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "her own words");
  EXPECT_EQ(Read(kim_, entry_, ""), "not_found") << "each look says under what it is";
  EXPECT_EQ(Read(dele_, entry_, emergency_.name()), "not_found") << "whoever approves reads nothing by it";
  EXPECT_EQ(Read(kim_, note_, emergency_.name()), "not_found") << "a private note was promised to two people";
}

TEST_F(EmergencyServiceTest, NothingElseIsOpened) {
  const std::string other = OpenCase("C-2", ana_);
  v1::CreateEntryRequest session = EntryFor(other, ana_, kToday - 2);
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const std::string elsewhere = Record(session, ana_).entry().name();
  Open();

  EXPECT_EQ(Read(kim_, elsewhere, emergency_.name()), "not_found");
  v1::GetCaseRequest request;
  request.set_name(case_);
  v1::GetCaseResponse response;
  EXPECT_EQ(Under(emergency_.name(), cases_, &v1::CaseService::Stub::GetCase, request, response, kim_).code,
            grpc::StatusCode::OK);
  EXPECT_EQ(response.case_().code(), "C-1");
  request.set_name(other);
  EXPECT_EQ(Under(emergency_.name(), cases_, &v1::CaseService::Stub::GetCase, request, response, kim_).code,
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(EmergencyServiceTest, EachLookIsToldToWhomItIsOfAndSaysUnderWhat) {
  Open();
  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "her own words");
  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "her own words");

  int told = 0;
  for (const v1::Access& each : Accesses(ana_)) {
    if (each.method() != "EntryService.GetEntry") continue;
    ++told;
    EXPECT_EQ(each.reader(), kim_);
    EXPECT_EQ(each.emergency(), emergency_.name());
    EXPECT_EQ(each.highest(), v1::FIELD_CLASS_NARRATIVE);
  }
  EXPECT_EQ(told, 2) << "also the same again";
}

TEST_F(EmergencyServiceTest, WhomItIsAboutIsToldWhenItBeginsAndReadsWhy) {
  v1::AskEmergencyRequest request = ForCase();
  const std::string sue = MakeMember("Sue Bell");
  request.set_notify(sue);
  ASSERT_EQ(Ask(request, kim_).code, grpc::StatusCode::OK);
  EXPECT_THAT(Told(ana_), IsEmpty());
  EXPECT_THAT(Told(sue), IsEmpty());
  EXPECT_THAT(Told(dele_), SizeIs(1)) << "it waits for an answer";
  ASSERT_EQ(Approve(dele_).code, grpc::StatusCode::OK);

  ASSERT_THAT(Told(ana_), SizeIs(1));
  EXPECT_EQ(Told(ana_)[0].reason(), "the client may come to harm tonight");
  EXPECT_EQ(Told(ana_)[0].approver(), dele_);
  EXPECT_THAT(Told(sue), SizeIs(1));
  EXPECT_THAT(Told(MakeMember("Tom Bell")), IsEmpty());
  ASSERT_EQ(Work(ana_).opened_size(), 1);
  EXPECT_EQ(Work(ana_).opened(0).asker(), kim_);
  clock_.AdvanceTime(absl::Hours(24 * 8));
  EXPECT_EQ(Work(ana_).opened_size(), 0);
  EXPECT_THAT(Told(ana_), SizeIs(1)) << "the list keeps it";
}

TEST_F(EmergencyServiceTest, WhoWroteAboutTheCaseIsToldWithoutAPartInIt) {
  const std::string sue = MakeMember("Sue Bell");
  v1::CreateEntryRequest advice = EntryFor(case_, sue, kToday - 1);
  advice.mutable_entry()->mutable_consultation();
  Record(advice, sue);
  Open();

  EXPECT_THAT(Told(sue), SizeIs(1));
  EXPECT_EQ(Work(sue).opened_size(), 1);
}

TEST_F(EmergencyServiceTest, WhoWroteUnderTheMemberIsTold) {
  const std::string sue = MakeMember("Sue Bell");
  const std::string rea = MakeMember("Rea Moss");
  v1::CreateEntryRequest training = EntryFor(ana_, ana_, kToday - 1);
  training.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  training.mutable_entry()->mutable_training()->set_topic(v1::TRAINING_TOPIC_BOUNDARIES);
  training.mutable_entry()->set_note("what she has seen");
  const std::string entry = Record(training, sue).entry().name();
  v1::CreateEntryRequest concern = EntryFor(ana_, ana_, kToday - 1);
  concern.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  concern.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
  Record(concern, rea);
  v1::AskEmergencyRequest ask = ForCase();
  ask.set_subject(ana_);
  ASSERT_EQ(Ask(ask, kim_).code, grpc::StatusCode::OK);
  EXPECT_THAT(Told(sue), IsEmpty());
  ASSERT_EQ(Approve(dele_).code, grpc::StatusCode::OK);

  EXPECT_EQ(Read(kim_, entry, emergency_.name()), "what she has seen");
  EXPECT_THAT(Told(sue), SizeIs(1));
  EXPECT_EQ(Work(sue).opened_size(), 1);
  EXPECT_THAT(Told(rea), IsEmpty()) << "what is raised about a member is not opened";
  EXPECT_EQ(Work(rea).opened_size(), 0);
}

TEST_F(EmergencyServiceTest, NobodyOpensSomethingToThemselves) {
  Grant(kim_, v1::ROLE_OWNER);
  Grant(ana_, v1::ROLE_INDEPENDENT_REVIEWER);
  MakeSupervision(dele_, kim_, kToday - 30);
  ASSERT_EQ(Ask(ForCase(), kim_).code, grpc::StatusCode::OK);

  EXPECT_EQ(Approve(kim_).reason, "own");
  EXPECT_EQ(Approve(dele_).reason, "subordinate");
  EXPECT_EQ(Approve("").reason, "members_only");
  EXPECT_EQ(Approve(MakeMember("Tom Bell")).code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Approve(ana_).reason, "about_you");
  EXPECT_EQ(Approve(olive_).code, grpc::StatusCode::OK);
  EXPECT_EQ(Approve(olive_).reason, "other_state");
  EXPECT_EQ(Refuse(olive_).reason, "other_state");
}

TEST_F(EmergencyServiceTest, WhatIsRefusedOrLeftWaitingIsNotOpened) {
  ASSERT_EQ(Ask(ForCase(), kim_).code, grpc::StatusCode::OK);
  ASSERT_EQ(Refuse(dele_).code, grpc::StatusCode::OK);
  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "not_in_force");
  ASSERT_THAT(Told(kim_), SizeIs(1));
  EXPECT_EQ(Told(kim_)[0].remark(), "Ana answers now");
  EXPECT_THAT(Told(ana_), IsEmpty());

  ASSERT_EQ(Ask(ForCase(), kim_).code, grpc::StatusCode::OK);
  clock_.AdvanceTime(absl::Hours(25));
  EXPECT_EQ(Approve(dele_).reason, "lapsed");
}

TEST_F(EmergencyServiceTest, IsOverWhenItsTimeIsAndWaitsForAThirdPerson) {
  Open();
  EXPECT_THAT(Work(olive_).emergencies(), IsEmpty());
  EXPECT_EQ(Review(olive_).reason, "other_state") << "it is not over";
  clock_.AdvanceTime(absl::Hours(4));

  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "not_in_force");
  ASSERT_THAT(Work(olive_).emergencies(), SizeIs(1));
  EXPECT_EQ(Work(olive_).emergencies(0).review_due_at().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Hours(72)));
  EXPECT_THAT(Work(dele_).emergencies(), IsEmpty());
  EXPECT_EQ(Review(dele_).reason, "own");
  EXPECT_EQ(Review(kim_).reason, "role");
  EXPECT_EQ(Review(olive_, "").field, "remark");
  ASSERT_EQ(Review(olive_).code, grpc::StatusCode::OK);
  EXPECT_THAT(Work(olive_).emergencies(), IsEmpty());
  EXPECT_EQ(Review(olive_).reason, "other_state");
  EXPECT_EQ(Told(ana_)[0].remark(), "needed, and no more was read");
  EXPECT_EQ(Told(ana_)[0].reviewer(), olive_);
}

TEST_F(EmergencyServiceTest, AClockThatIsSetBackOpensNothingAgain) {
  Open();
  const absl::Time begun = clock_.Now();
  clock_.AdvanceTime(absl::Hours(5));
  v1::CreateEntryRequest session = EntryFor(case_, ana_, kToday);
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Record(session, ana_);
  clock_.SetTime(begun + absl::Hours(1));

  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "not_in_force");
}

TEST_F(EmergencyServiceTest, WhomItIsAboutEndsIt) {
  Open();
  EXPECT_EQ(End(MakeMember("Tom Bell")).code, grpc::StatusCode::NOT_FOUND);
  ASSERT_EQ(End(ana_).code, grpc::StatusCode::OK);

  EXPECT_EQ(Read(kim_, entry_, emergency_.name()), "not_in_force");
  EXPECT_EQ(End(kim_).reason, "not_in_force");
  EXPECT_THAT(Work(olive_).emergencies(), SizeIs(1)) << "it is to be looked at from now on";
}

// What leaves no trace, writes or goes on is nothing for it.
TEST_F(EmergencyServiceTest, GoesWithASingleLookAlone) {
  Open();
  v1::CreateEntryResponse created;
  v1::CreateEntryRequest session = EntryFor(case_, kim_, kToday);
  session.mutable_entry()->mutable_session()->set_minutes(50);
  const Refusal writing =
      Under(emergency_.name(), entries_, &v1::EntryService::Stub::CreateEntry, session, created, kim_);
  EXPECT_EQ(writing.field, "candor-emergency");
  EXPECT_EQ(writing.reason, "not_for_this");
  v1::PreviewEntryRequest preview;
  v1::PreviewEntryResponse previewed;
  EXPECT_EQ(Under(emergency_.name(), entries_, &v1::EntryService::Stub::PreviewEntry, preview, previewed, kim_).reason,
            "not_for_this");
  EXPECT_EQ(Read(kim_, entry_, "emergencies/none"), "name");
  EXPECT_EQ(Read(olive_, entry_, emergency_.name()), "not_found") << "it is Kim's";
}

TEST_F(EmergencyServiceTest, IsAskedForByPeopleWithAReasonAndALimit) {
  v1::AskEmergencyRequest request = ForCase();
  EXPECT_EQ(Ask(request, "").reason, "members_only");
  request.clear_reason();
  EXPECT_EQ(Ask(request, kim_).field, "reason");
  request = ForCase();
  request.set_minutes(24 * 60 + 1);
  EXPECT_EQ(Ask(request, kim_).field, "minutes");
  request = ForCase();
  request.set_subject("cases/aaaaaaaaaaaaaaaaaaaaaaaabi");
  EXPECT_EQ(Ask(request, kim_).field, "subject");
  request = ForCase();
  request.set_notify("members/aaaaaaaaaaaaaaaaaaaaaaaabi");
  EXPECT_EQ(Ask(request, kim_).field, "notify");
  request = ForCase();
  request.set_request_id(kUuid);
  ASSERT_EQ(Ask(request, kim_).code, grpc::StatusCode::OK);
  const std::string first = emergency_.name();
  ASSERT_EQ(Ask(request, kim_).code, grpc::StatusCode::OK);
  EXPECT_EQ(emergency_.name(), first);
  EXPECT_THAT(Told(kim_), SizeIs(1));
  EXPECT_EQ(Approve(dele_, 241).field, "minutes") << "no longer than was asked for";
}

TEST_F(EmergencyServiceTest, WhomToCallIsKnownByNameAndRole) {
  v1::GetEmergencyContactsResponse response;
  ASSERT_TRUE(
      Call(emergencies_, &Emergencies::Stub::GetEmergencyContacts, v1::GetEmergencyContactsRequest(), response, kim_)
          .ok());
  std::vector<std::string> names;
  for (const v1::EmergencyContact& each : response.contacts()) names.push_back(each.display_name());
  EXPECT_THAT(names, ElementsAre("Dele Haddad", "Olive Owens"));
  EXPECT_FALSE(response.has_known_at());
}

TEST_F(EmergencyServiceTest, AnExportOfTheCaseTellsOfIt) {
  Open();
  const auto exports = v1::ExportService::NewStub(daemon_->InProcessChannel());
  const auto states = [&](const std::string& subject) {
    v1::ExportRecordsRequest request;
    request.set_size(Status().ledger_size());
    request.set_subject(subject);
    v1::ExportRecordsResponse response;
    EXPECT_TRUE(Call(exports, &v1::ExportService::Stub::ExportRecords, request, response).ok());
    std::vector<int> told;
    for (const v1::ExportLine& line : response.lines()) {
      if (line.has_emergency()) told.push_back(line.emergency().emergency().state());
    }
    return told;
  };
  EXPECT_THAT(states(case_), ElementsAre(v1::EMERGENCY_STATE_ASKED, v1::EMERGENCY_STATE_IN_FORCE));
  EXPECT_THAT(states(ana_), IsEmpty());
}

TEST_F(EmergencyServiceTest, WhatWasOpenedIsInWhoSeesWhat) {
  Open();
  v1::ExplainAccessRequest request;
  request.set_member(ana_);
  request.set_case_(case_);
  v1::ExplainAccessResponse response;
  ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::ExplainAccess, request, response).ok());
  std::vector<std::string> readers;
  for (const v1::AccessLine& line : response.lines()) {
    if (line.relation() == v1::RELATION_EMERGENCY && line.thing() == v1::ACCESS_THING_ENTRY) {
      readers.push_back(line.reader());
    }
  }
  EXPECT_THAT(readers, ElementsAre(kim_));
}

}  // namespace
}  // namespace candor::emergency_test
