#ifndef CANDOR_TESTS_SCENARIO_DAEMON_WALK_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_WALK_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/decision.grpc.pb.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "daemon/domain/permission_table.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor {

// A practice in which somebody stands in every relation to something and somebody has every role, each of them on a
// machine of their own. What there is to see is written before the first of them enrols.
class WalkFixture : public TlsDaemonTest {
 protected:
  using Relation = domain::Relation;
  using Role = domain::Role;
  using Thing = domain::Thing;

  struct Person {
    std::string member;
    std::vector<Role> roles;  // that were given to them
    Machine machine;
    std::string emergency;  // under which they look; empty: as on any day
  };
  // Something that may be shown, and how people stand to it: whoever is not named stands in no relation.
  struct Shown {
    std::string label;
    std::string name;    // resource name
    std::string parent;  // whose it is in a list
    std::vector<Thing> things;
    std::map<std::string, std::set<Relation>> stand;  // by who they are in people_
  };

  void SetUp() override {
    TlsDaemonTest::SetUp();
    if (HasFatalFailure()) return;
    supervision_ = v1::SupervisionService::NewStub(daemon_->InProcessChannel());
    MakePeople();
    WriteEntries();
    WriteNotes();
    WaitForPolicies();
    FindFollowUps();
    for (auto& [who, person] : people_) {
      person.machine = Enrol(person.member);
      OpenSession(person);
    }
    OpenInEmergency("emma", case_);
    OpenInEmergency("mira", MemberOf("ana"));
  }

  // The owner approves it.
  void OpenInEmergency(const std::string& who, const std::string& subject) {
    v1::AskEmergencyRequest ask;
    ask.set_subject(subject);
    ask.set_reason("planted need");
    v1::AskEmergencyResponse asked;
    const auto asking = v1::EmergencyService::NewStub(people_.at(who).machine.channel);
    ASSERT_TRUE(Call(asking, &v1::EmergencyService::Stub::AskEmergency, ask, asked).ok());
    v1::ApproveEmergencyRequest approve;
    approve.set_name(asked.emergency().name());
    v1::ApproveEmergencyResponse approved;
    const auto answering = v1::EmergencyService::NewStub(people_.at("owner").machine.channel);
    const grpc::Status status = Call(answering, &v1::EmergencyService::Stub::ApproveEmergency, approve, approved);
    ASSERT_TRUE(status.ok()) << status.error_message();
    people_.at(who).emergency = approve.name();
  }

  void OpenSession(const Person& person) {
    v1::OpenSessionRequest request;
    request.set_purpose(v1::PURPOSE_CARE);
    v1::OpenSessionResponse response;
    const auto stub = v1::AccessService::NewStub(person.machine.channel);
    const grpc::Status status = Call(stub, &v1::AccessService::Stub::OpenSession, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  const Shown& Of(const std::string& label) const {
    const auto found =
        std::find_if(shown_.begin(), shown_.end(), [&](const Shown& each) { return each.label == label; });
    static const Shown none;
    EXPECT_NE(found, shown_.end()) << label;
    return found == shown_.end() ? none : *found;
  }

  // All that somebody wears before it: by the roles that were given to them, and by how they stand to it.
  std::vector<domain::Hat> HatsOf(const std::string& who, const Shown& shown) const {
    std::vector<domain::Hat> hats;
    for (const Role role : people_.at(who).roles) hats.push_back({role, Relation::kNone});
    const auto stands = shown.stand.find(who);
    if (stands == shown.stand.end()) return hats;
    for (const Relation relation : stands->second) {
      for (const Role role : {Role::kTherapist, Role::kSupervisor, Role::kConsultant}) hats.push_back({role, relation});
    }
    return hats;
  }

  // What the table has somebody see of it by this method, by its full name: whatever any of their hats gives.
  domain::Classes Expected(const std::string& who, const Shown& shown, const std::string& method) const {
    domain::Classes classes = 0;
    for (const domain::Hat& hat : HatsOf(who, shown)) {
      for (const Thing thing : shown.things) {
        classes = static_cast<domain::Classes>(classes | domain::ClassesFor(method, thing, hat));
      }
    }
    return classes;
  }

  std::map<std::string, Person> people_;
  std::vector<Shown> shown_;
  std::string case_;      // Ana's, and Pat's before
  std::string decision_;  // about what the referral has opened
  std::unique_ptr<v1::SupervisionService::Stub> supervision_;

  std::string MemberOf(const std::string& who) const { return people_.at(who).member; }

 private:
  void MakePeople() {
    for (const char* who : {"ana", "sue", "bo", "rea", "pat", "subj", "lone", "stan", "emma", "mira"}) {
      people_[who].member = MakeMember(std::string("Walker ") + who);
    }
    people_["tia"].member = MakeMember("Walker tia", /*in_training=*/true);
    for (const auto& [who, role, wire] :
         {std::tuple{"director", Role::kDirector, v1::ROLE_DIRECTOR},
          std::tuple{"policy manager", Role::kPolicyManager, v1::ROLE_POLICY_MANAGER},
          std::tuple{"auditor", Role::kAuditor, v1::ROLE_AUDITOR},
          std::tuple{"administrator", Role::kAdministrator, v1::ROLE_ADMINISTRATOR},
          std::tuple{"reviewer", Role::kIndependentReviewer, v1::ROLE_INDEPENDENT_REVIEWER},
          std::tuple{"owner", Role::kOwner, v1::ROLE_OWNER},
          std::tuple{"consultant", Role::kConsultant, v1::ROLE_CONSULTANT},
          std::tuple{"outside consultant", Role::kOutsideConsultant, v1::ROLE_OUTSIDE_CONSULTANT}}) {
      Person& person = people_[who];
      person.member = MakeMember(std::string("Walker ") + who);
      person.roles = {role};
      Grant(person.member, wire);
    }
    MakeSupervision(MemberOf("ana"), MemberOf("bo"), Today() - 400, Today() - 200);
    MakeSupervision(MemberOf("ana"), MemberOf("sue"), Today() - 199);
    MakeSupervision(MemberOf("tia"), MemberOf("sue"), Today() - 199);
    case_ = OpenCase("W-1", MemberOf("pat"), Today() - 300);
    v1::CreateEntryRequest transfer = EntryFor(case_, MemberOf("pat"), Today() - 250);
    auto* step = transfer.mutable_entry()->mutable_transfer_step();
    step->set_receiver(MemberOf("ana"));
    step->set_joint_session(v1::ANSWER_YES);
    step->set_receiver_accepted(v1::ANSWER_YES);
    step->set_first_solo_booked(v1::ANSWER_YES);
    step->set_first_solo_held(v1::ANSWER_YES);
    Record(transfer);
    shown_.push_back({"case",
                      case_,
                      "",
                      {Thing::kCase},
                      {{"ana", {Relation::kParty}},
                       {"pat", {Relation::kParty}},
                       {"sue", {Relation::kSupervisesNow}},
                       {"emma", {Relation::kEmergency}}}});
  }

  // With words in it.
  std::string Write(v1::CreateEntryRequest request, const std::string& who) {
    request.mutable_entry()->set_note("planted words");
    return Record(request, MemberOf(who)).entry().name();
  }
  std::string WriteSession(Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, MemberOf("ana"), day);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    request.mutable_entry()->mutable_session()->set_abuse_suspected(v1::ANSWER_NO);
    return Write(request, "ana");
  }

  void WriteEntries() {
    shown_.push_back({"session",
                      WriteSession(Today() - 5),
                      case_,
                      {Thing::kEntry},
                      {{"ana", {Relation::kSelf}},
                       {"sue", {Relation::kSupervisedThen, Relation::kSupervisesNow}},
                       {"emma", {Relation::kEmergency}}}});
    shown_.push_back({"old session",
                      WriteSession(Today() - 210),
                      case_,
                      {Thing::kEntry},
                      {{"ana", {Relation::kSelf}},
                       {"bo", {Relation::kSupervisedThen}},
                       {"sue", {Relation::kSupervisesNow}},
                       {"emma", {Relation::kEmergency}}}});
    // Of the time in which the case was Pat's.
    shown_.push_back({"handed over",
                      WriteSession(Today() - 260),
                      case_,
                      {Thing::kEntry},
                      {{"ana", {Relation::kSelf}},
                       {"bo", {Relation::kSupervisedThen}},
                       {"sue", {Relation::kSupervisesNow}},
                       {"pat", {Relation::kParty}},
                       {"emma", {Relation::kEmergency}}}});
    v1::CreateEntryRequest concern = EntryFor(MemberOf("subj"), MemberOf("subj"), Today() - 4);
    concern.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    concern.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);
    concern.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
    concern.mutable_entry()->mutable_concern()->set_about(v1::MATTER_TOPIC_BOUNDARY);
    shown_.push_back({"concern",
                      Write(concern, "ana"),
                      MemberOf("subj"),
                      {Thing::kConcern},
                      // Whom it is about has not been told.
                      {{"ana", {Relation::kSelf}}}});
    v1::CreateEntryRequest referral = EntryFor(case_, MemberOf("ana"), Today() - 4);
    referral.mutable_entry()->mutable_referral()->set_outcome(v1::REFERRAL_OUTCOME_OFFERED);
    Write(referral, "ana");
    SignNote();
  }

  void SignNote() {
    v1::SignSupervisionNoteRequest request;
    v1::SupervisionSession& session = *request.mutable_session();
    SetDate(session.mutable_started()->mutable_date(), Today() - 3);
    session.mutable_started()->mutable_time()->set_hours(9);
    session.set_minutes(60);
    session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
    session.set_mode(v1::SUPERVISION_MODE_IN_PERSON);
    session.set_supervisor(MemberOf("sue"));
    session.add_attendees()->set_member(MemberOf("ana"));
    request.add_parts()->set_supervisee(MemberOf("ana"));
    request.mutable_parts(0)->mutable_part()->set_risk_looked_at(v1::YES_NO_NO);
    request.mutable_parts(0)->mutable_part()->set_strengths("planted words");
    v1::SignSupervisionNoteResponse response;
    const grpc::Status status =
        Call(supervision_, &v1::SupervisionService::Stub::SignSupervisionNote, request, response, MemberOf("sue"));
    ASSERT_TRUE(status.ok()) << status.error_message();
    shown_.push_back(
        {"supervision note",
         response.notes(0).name(),
         MemberOf("ana"),
         {Thing::kSupervisionNote},
         {{"ana", {Relation::kSubject}}, {"sue", {Relation::kSupervisedThen}}, {"mira", {Relation::kEmergency}}}});
  }

  void WriteNotes() {
    v1::CreateEntryRequest note = ReactionFor(case_, MemberOf("ana"), Today() - 4);
    note.mutable_entry()->set_first_reader(MemberOf("rea"));
    shown_.push_back({"private note",
                      Write(note, "ana"),
                      case_,
                      {Thing::kPrivateNote},
                      {{"ana", {Relation::kSelf}},
                       {"rea", {Relation::kNamedReader}},
                       {"sue", {Relation::kSupervisesNow}},
                       {"pat", {Relation::kParty}},
                       {"emma", {Relation::kEmergency}}}});
    const std::string of_trainee = OpenCase("W-2", MemberOf("tia"), Today() - 100);
    shown_.push_back({"trainee's note",
                      Write(ReactionFor(of_trainee, MemberOf("tia"), Today() - 4), "tia"),
                      of_trainee,
                      {Thing::kPrivateNote, Thing::kPrivateNoteInTraining},
                      {{"tia", {Relation::kSelf}}, {"sue", {Relation::kSupervisesNow}}}});
    const std::string of_lone = OpenCase("W-3", MemberOf("lone"), Today() - 100);
    Write(ReactionFor(of_lone, MemberOf("lone"), Today() - 4), "lone");
  }

  void FindFollowUps() {
    const Shown& note = Of("private note");
    const std::map<std::string, std::set<Relation>> of_note = note.stand;
    for (const v1::FollowUp& each : FollowUps()) {
      if (each.restricted()) {
        shown_.push_back({"restricted follow-up", each.name(), MemberOf("subj"), {Thing::kRestrictedFollowUp}, {}});
      } else if (each.case_() == case_ && each.from_private_note()) {
        shown_.push_back({"follow-up of a note", each.name(), case_, {Thing::kPrivateNote}, of_note});
      } else if (each.case_() == case_ && each.catalogue_id() == "R43") {
        Decide(each.name());
        shown_.push_back({"follow-up",
                          each.name(),
                          case_,
                          {Thing::kFollowUp, Thing::kOpenFollowUp},
                          {{"ana", {Relation::kSelf}},
                           {"sue", {Relation::kSupervisedThen, Relation::kSupervisesNow}},
                           {"emma", {Relation::kEmergency}}}});
      }
    }
  }

  // By the supervisor, with a reason, in force at once.
  void Decide(const std::string& follow_up) {
    v1::CreateDecisionRequest request;
    request.set_parent(follow_up);
    request.mutable_decision()->set_reason("planted words");
    SetDate(request.mutable_decision()->mutable_waive()->mutable_until(), Today() + 10);
    v1::CreateDecisionResponse response;
    const grpc::Status status =
        Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, response, MemberOf("sue"));
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.decision().state(), v1::DECISION_STATE_IN_FORCE);
    decision_ = response.decision().name();
  }
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_WALK_FIXTURE_H_
