// Every role and every relation, through the real server over TLS: which classes of what is there each method shows
// somebody; which methods they may call at all is walked beside it (every_method_walk_test.cc). What is expected is the
// table's alone (domain/permission_table.h).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "candor/v1/ledger.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/walk_fixture.h"

namespace candor::permission_walk_test {
namespace {

using domain::Classes;
using ::testing::AnyOf;

constexpr Classes kT = domain::kTriageBit;
constexpr Classes kD = domain::kDetailBit;
constexpr Classes kN = domain::kNarrativeBit;
constexpr Classes kP = domain::kPersonalBit;

Classes With(Classes all, Classes one, bool there) {
  return there ? static_cast<Classes>(all | one) : all;
}

class PermissionWalkTest : public WalkFixture {
 protected:
  // What the person is shown by the method, as far as its answer tells; the classes that it could tell.
  struct Probe {
    std::string method;  // "EntryService.GetEntry"
    Classes tells;
    std::function<Classes(const Person&, const Shown&)> look;
  };

  void Walk(const std::vector<std::string>& labels, const std::vector<Probe>& probes) {
    for (const std::string& label : labels) {
      const Shown& shown = Of(label);
      for (const auto& [who, person] : people_) {
        for (const Probe& probe : probes) {
          SCOPED_TRACE(who + ", " + label + ", " + probe.method);
          const int expected = Expected(who, shown, "candor.v1." + probe.method) & probe.tells;
          EXPECT_EQ(static_cast<int>(probe.look(person, shown)), expected);
        }
      }
    }
  }

  // The response, or nothing where the answer is that there is no such thing: no other refusal is one.
  template <class Service, class Request, class Response>
  bool Ask(const Person& person, grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!person.emergency.empty()) context.AddMetadata("candor-emergency", person.emergency);
    response.Clear();
    const auto stub = Service::NewStub(person.machine.channel);
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    EXPECT_THAT(status.error_code(), AnyOf(grpc::StatusCode::OK, grpc::StatusCode::NOT_FOUND))
        << status.error_message();
    return status.ok();
  }

  static Classes OfEntry(const v1::Entry& entry) {
    Classes seen = With(kT, kN, !entry.note().empty());
    seen = With(seen, kP, entry.has_personal_reaction());
    return With(seen, kD, entry.session().abuse_suspected() != v1::ANSWER_UNSPECIFIED);
  }
  static Classes OfFollowUp(const v1::FollowUp& follow_up) {
    Classes seen = With(kT, kD, !follow_up.rule().empty());
    seen = With(seen, kP, follow_up.from_private_note());
    return With(seen, kN, !follow_up.case_code().empty());
  }
  static Classes OfNote(const v1::SupervisionNote& note) { return With(kT, kN, !note.part().strengths().empty()); }
  template <class List, class Look>
  static Classes Find(const List& list, const std::string& name, Look look) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name() == name; });
    return found == list.end() ? Classes{0} : look(*found);
  }

  // With a private note the note's words, and that it is one, tell all that there is of it.
  std::vector<Probe> EntryProbes(Classes tells) {
    return {{"EntryService.GetEntry", tells,
             [this](const Person& person, const Shown& shown) {
               v1::GetEntryRequest request;
               request.set_name(shown.name);
               v1::GetEntryResponse response;
               const bool seen = Ask<v1::EntryService>(person, &v1::EntryService::Stub::GetEntry, request, response);
               return seen ? OfEntry(response.entry()) : Classes{0};
             }},
            {"EntryService.ListEntries", tells,
             [this](const Person& person, const Shown& shown) {
               v1::ListEntriesRequest request;
               request.set_parent(shown.parent);
               v1::ListEntriesResponse response;
               Ask<v1::EntryService>(person, &v1::EntryService::Stub::ListEntries, request, response);
               return Find(response.entries(), shown.name, OfEntry);
             }},
            {"LedgerService.GetReceipt", kT, [this](const Person& person, const Shown& shown) {
               v1::GetReceiptRequest request;
               request.set_name(shown.name);
               v1::GetReceiptResponse response;
               const bool seen =
                   Ask<v1::LedgerService>(person, &v1::LedgerService::Stub::GetReceipt, request, response);
               return seen ? kT : Classes{0};
             }}};
  }

  std::vector<Probe> FollowUpProbes(Classes tells) {
    return {{"FollowUpService.GetFollowUp", tells,
             [this](const Person& person, const Shown& shown) {
               v1::GetFollowUpRequest request;
               request.set_name(shown.name);
               v1::GetFollowUpResponse response;
               const bool seen =
                   Ask<v1::FollowUpService>(person, &v1::FollowUpService::Stub::GetFollowUp, request, response);
               return seen ? OfFollowUp(response.follow_up()) : Classes{0};
             }},
            {"FollowUpService.ExplainFollowUp", tells,
             [this](const Person& person, const Shown& shown) {
               v1::ExplainFollowUpRequest request;
               request.set_name(shown.name);
               v1::ExplainFollowUpResponse response;
               const bool seen =
                   Ask<v1::FollowUpService>(person, &v1::FollowUpService::Stub::ExplainFollowUp, request, response);
               const v1::Explanation& told = response.explanation();
               const bool reasons = told.facts_size() + told.thresholds_size() + told.sources_size() > 0;
               return seen ? With(OfFollowUp(told.follow_up()), kD, reasons) : Classes{0};
             }},
            {"FollowUpService.ListFollowUps", tells, [this](const Person& person, const Shown& shown) {
               v1::ListFollowUpsRequest request;
               request.set_parent(shown.parent);
               v1::ListFollowUpsResponse response;
               Ask<v1::FollowUpService>(person, &v1::FollowUpService::Stub::ListFollowUps, request, response);
               return Find(response.follow_ups(), shown.name, OfFollowUp);
             }}};
  }
};

TEST_F(PermissionWalkTest, EntriesAreShownAsTheTableHasIt) {
  Walk({"session", "old session", "handed over"}, EntryProbes(kT | kD | kN));
  Walk({"concern"}, EntryProbes(kT | kN));
  Walk({"private note", "trainee's note"}, EntryProbes(kT | kN | kP));
}

TEST_F(PermissionWalkTest, FollowUpsAreShownAsTheTableHasIt) {
  ASSERT_FALSE(decision_.empty());
  // The client's code is narrative.
  Walk({"follow-up", "restricted follow-up"}, FollowUpProbes(kT | kD | kN));
  // Whoever reads the note need not see its case, of which the code is.
  std::vector<Probe> of_note = FollowUpProbes(kT | kD | kP);
  for (Probe& probe : of_note) {
    probe.look = [look = probe.look](const Person& person, const Shown& shown) {
      return static_cast<Classes>(look(person, shown) & ~kN);
    };
  }
  Walk({"follow-up of a note"}, of_note);
}

TEST_F(PermissionWalkTest, DecisionsAreShownAsTheirFollowUpsAre) {
  Walk({"follow-up"},
       {{"DecisionService.GetDecision", kT | kN,
         [this](const Person& person, const Shown&) {
           v1::GetDecisionRequest request;
           request.set_name(decision_);
           v1::GetDecisionResponse response;
           const bool seen =
               Ask<v1::DecisionService>(person, &v1::DecisionService::Stub::GetDecision, request, response);
           return seen ? With(kT, kN, !response.decision().reason().empty()) : Classes{0};
         }},
        {"DecisionService.ListDecisions", kT | kN, [this](const Person& person, const Shown& shown) {
           v1::ListDecisionsRequest request;
           request.set_parent(shown.name);
           v1::ListDecisionsResponse response;
           Ask<v1::DecisionService>(person, &v1::DecisionService::Stub::ListDecisions, request, response);
           return Find(response.decisions(), decision_,
                       [](const v1::Decision& each) { return With(kT, kN, !each.reason().empty()); });
         }}});
}

TEST_F(PermissionWalkTest, CasesAreShownAsTheTableHasIt) {
  const auto look = [](const v1::Case& each) { return With(kT, kN, !each.code().empty()); };
  Walk({"case"}, {{"CaseService.GetCase", kT | kN,
                   [this, look](const Person& person, const Shown& shown) {
                     v1::GetCaseRequest request;
                     request.set_name(shown.name);
                     v1::GetCaseResponse response;
                     const bool seen = Ask<v1::CaseService>(person, &v1::CaseService::Stub::GetCase, request, response);
                     return seen ? look(response.case_()) : Classes{0};
                   }},
                  {"CaseService.ListCases", kT | kN, [this, look](const Person& person, const Shown& shown) {
                     v1::ListCasesResponse response;
                     Ask<v1::CaseService>(person, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), response);
                     return Find(response.cases(), shown.name, look);
                   }}});
}

TEST_F(PermissionWalkTest, SupervisionNotesAreShownAsTheTableHasIt) {
  Walk({"supervision note"},
       {{"SupervisionService.GetSupervisionNote", kT | kN,
         [this](const Person& person, const Shown& shown) {
           v1::GetSupervisionNoteRequest request;
           request.set_name(shown.name);
           v1::GetSupervisionNoteResponse response;
           const bool seen = Ask<v1::SupervisionService>(person, &v1::SupervisionService::Stub::GetSupervisionNote,
                                                         request, response);
           return seen ? OfNote(response.note()) : Classes{0};
         }},
        {"SupervisionService.ListSupervisionNotes", kT | kN, [this](const Person& person, const Shown& shown) {
           v1::ListSupervisionNotesRequest request;
           request.set_parent(shown.parent);
           v1::ListSupervisionNotesResponse response;
           Ask<v1::SupervisionService>(person, &v1::SupervisionService::Stub::ListSupervisionNotes, request, response);
           return Find(response.notes(), shown.name, OfNote);
         }}});
}

// First the supervisor, or where nobody supervises the practice's own consultants; then the director; nobody else.
TEST_F(PermissionWalkTest, ThatAConversationIsDueIsToldStepByStep) {
  const auto told = [&](const std::string& who) {
    v1::GetWorkListResponse response;
    Ask<v1::WorkService>(people_.at(who), &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response);
    std::set<std::string> of;
    for (const v1::WorkItem& each : response.work_list().items()) {
      if (!each.confidential()) continue;
      EXPECT_EQ(each.follow_up().rule() + each.follow_up().name() + each.follow_up().case_(), "") << "not what about";
      of.insert(each.follow_up().therapist());
    }
    return of;
  };
  const auto step = [&](int days) {
    clock_.AdvanceTime(absl::Hours(24 * days));
    for (auto& [who, person] : people_) {
      person.emergency.clear();  // over by now
      OpenSession(person);
    }
  };
  const std::set<std::string> nobody;
  const std::set<std::string> ana = {people_.at("ana").member};
  const std::set<std::string> lone = {people_.at("lone").member};
  step(27);
  for (const auto& [who, person] : people_) EXPECT_EQ(told(who), nobody) << who;

  step(3);
  for (const auto& [who, person] : people_) {
    EXPECT_EQ(told(who), who == "sue" ? ana : who == "consultant" ? lone : nobody) << who;
  }

  step(14);
  const std::set<std::string> all = {people_.at("ana").member, people_.at("lone").member, people_.at("tia").member};
  EXPECT_EQ(told("director"), all);
  EXPECT_EQ(told("sue"), ana) << "a trainee's she reads";
  for (const char* who : {"bo", "pat", "stan", "auditor", "administrator", "owner", "reviewer", "policy manager"}) {
    EXPECT_EQ(told(who), nobody) << who;
  }
}

// The operator at the socket keeps the house, and reads as a director does.
TEST_F(PermissionWalkTest, OncePeopleAreEnrolledTheOperatorReadsAsADirector) {
  const auto entry = [&](const std::string& label) {
    v1::GetEntryRequest request;
    request.set_name(Of(label).name);
    v1::GetEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::GetEntry, request, response);
    return status.ok() ? OfEntry(response.entry()) : Classes{0};
  };

  EXPECT_EQ(entry("session"), kT);
  EXPECT_EQ(entry("concern"), kT);
  EXPECT_EQ(entry("private note"), 0);
  EXPECT_EQ(entry("trainee's note"), 0);
  for (const v1::FollowUp& each : FollowUps()) {
    EXPECT_FALSE(each.from_private_note());
    EXPECT_EQ(each.rule() + each.case_code(), "");
  }
  MakeMember("Walker new");
}

// Who has which machines is told to whom they belong and to an administrator.
TEST_F(PermissionWalkTest, AnAdministratorLooksAfterEverybodysMachines) {
  for (const auto& [who, person] : people_) {
    const auto stub = v1::IdentityService::NewStub(person.machine.channel);
    v1::ListEnrolmentsRequest request;
    request.set_parent("members/-");
    v1::ListEnrolmentsResponse response;
    const Refusal refusal = RefusalOf(Call(stub, &v1::IdentityService::Stub::ListEnrolments, request, response));
    EXPECT_EQ(refusal.reason, who == "administrator" ? "" : "others_machines") << who;
  }
}

TEST_F(PermissionWalkTest, NobodyMakesThemselvesAReader) {
  const Person& administrator = people_.at("administrator");
  const auto stub = v1::MemberService::NewStub(administrator.machine.channel);
  const auto supervise = [&](const std::string& supervisor, int days_ago = 0) {
    v1::CreateSupervisionRequest request;
    request.set_parent(people_.at("lone").member);
    request.mutable_supervision()->set_supervisor(supervisor);
    SetDate(request.mutable_supervision()->mutable_from(), Today() - days_ago);
    v1::CreateSupervisionResponse response;
    return RefusalOf(Call(stub, &v1::MemberService::Stub::CreateSupervision, request, response));
  };

  EXPECT_EQ(supervise(administrator.member).reason, "own_supervision");
  EXPECT_EQ(supervise(people_.at("sue").member, 1).reason, "supervision_before") << "what was written since";
  EXPECT_EQ(supervise(people_.at("sue").member).code, grpc::StatusCode::OK);
}

TEST_F(PermissionWalkTest, ARoleThatIsTakenBackCountsNoMore) {
  const Person& director = people_.at("director");
  v1::ListRolesRequest list;
  list.set_parent(director.member);
  v1::ListRolesResponse roles;
  ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::ListRoles, list, roles).ok());
  ASSERT_EQ(roles.grants_size(), 1);
  v1::WithdrawRoleRequest withdraw;
  withdraw.set_name(roles.grants(0).name());
  v1::WithdrawRoleResponse withdrawn;

  const grpc::Status status = Call(roles_, &v1::RoleService::Stub::WithdrawRole, withdraw, withdrawn);

  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::GetEntryRequest request;
  request.set_name(Of("session").name);
  v1::GetEntryResponse response;
  EXPECT_FALSE(Ask<v1::EntryService>(director, &v1::EntryService::Stub::GetEntry, request, response));
  const Refusal refused = RefusalOf(CallByPath(director.machine.channel, "/candor.v1.RetentionService/ListErasures"));
  EXPECT_EQ(refused.reason, "role");
}

}  // namespace
}  // namespace candor::permission_walk_test
