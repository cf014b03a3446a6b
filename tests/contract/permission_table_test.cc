// Who may call what, and what of it is shown to whom: the whole table, role by role, relation by relation, method by
// method, class by class.

#include "daemon/domain/permission_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/rpc/server.h"
#include "google/protobuf/descriptor.h"

namespace candor::permission_table_test {
namespace {

using domain::Caller;
using domain::Callers;
using domain::CheckMethod;
using domain::Classes;
using domain::Hat;
using domain::MethodRule;
using domain::Relation;
using domain::Role;
using domain::SightCell;
using domain::Thing;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;

// In order of their numbers, from 1.
constexpr const char* kRoleNames[] = {
    "therapist",     "supervisor",           "director", "policy_manager", "auditor",
    "administrator", "independent_reviewer", "owner",    "consultant",     "outside_consultant"};
constexpr const char* kRelationNames[] = {"self", "supervises_now", "supervised_then", "named_reader",
                                          "none", "subject",        "party",           "emergency"};
constexpr const char* kThingNames[] = {"case",
                                       "entry",
                                       "absence",
                                       "supervision_note",
                                       "private_note",
                                       "private_note_in_training",
                                       "follow_up",
                                       "open_follow_up",
                                       "restricted_follow_up",
                                       "conversation_due",
                                       "shadow_follow_up",
                                       "concern"};
constexpr const char* kClassNames[] = {"triage", "detail", "narrative", "personal"};

template <class Enum>
std::vector<Enum> AllOf(Enum last) {
  std::vector<Enum> all;
  for (int each = 1; each <= static_cast<int>(last); ++each) all.push_back(static_cast<Enum>(each));
  return all;
}
std::vector<Role> Roles() {
  return AllOf(Role::kOutsideConsultant);
}
std::vector<Relation> Relations() {
  return AllOf(domain::kLastRelation);
}
std::vector<Thing> Things() {
  return AllOf(domain::kLastThing);
}
template <size_t kCount, class Enum>
const char* NameIn(const char* const (&names)[kCount], Enum value) {
  return names[static_cast<size_t>(value) - 1];
}

std::string LineOf(const MethodRule& rule) {
  std::vector<std::string> callers;
  if ((rule.callers & domain::kOperator) != 0) callers.emplace_back("operator");
  for (const Role role : Roles()) {
    if ((rule.callers & domain::CallersOf(role)) != 0) callers.emplace_back(NameIn(kRoleNames, role));
  }
  if ((rule.callers & domain::kEveryMember) != 0) callers.emplace_back("member");
  if ((rule.callers & domain::kAnybody) != 0) callers.emplace_back("anybody");
  std::vector<std::string> things;
  for (const Thing thing : Things()) {
    if ((rule.things & domain::ThingsOf(thing)) != 0) things.emplace_back(NameIn(kThingNames, thing));
  }
  const std::string method(rule.method.substr(std::string_view("candor.v1.").size()));
  return absl::StrCat("method ", method, " by ", absl::StrJoin(callers, ","), " shows ",
                      things.empty() ? "-" : absl::StrJoin(things, ","));
}

std::string LineOf(const SightCell& cell) {
  std::vector<std::string> classes;
  for (unsigned each = 0; each < 4; ++each) {
    if ((cell.classes & (1U << each)) != 0) classes.emplace_back(kClassNames[each]);
  }
  return absl::StrCat("cell ", NameIn(kThingNames, cell.thing), " ", NameIn(kRoleNames, cell.hat.role), " ",
                      NameIn(kRelationNames, cell.hat.relation), " ", absl::StrJoin(classes, ","));
}

// What is laid down of who sees what is read here line by line. A change of it is one of the product, not of the code:
// it comes with the decision that it rests on (ADR 0060).
TEST(PermissionTableTest, IsAsItWasLaidDown) {
  std::ifstream file(CANDOR_PERMISSIONS_GOLDEN);
  std::vector<std::string> golden;
  for (std::string line; std::getline(file, line);) golden.push_back(line);
  std::vector<std::string> lines;
  for (const MethodRule& rule : domain::Table()) lines.push_back(LineOf(rule));
  for (const SightCell& cell : domain::SightCells()) lines.push_back(LineOf(cell));

  EXPECT_THAT(lines, ElementsAreArray(golden));
}

std::set<std::string> AllMethods() {
  std::set<std::string> names;
  for (const std::string& service : rpc::ServiceNames()) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
    for (int i = 0; i < descriptor->method_count(); ++i) names.insert(descriptor->method(i)->full_name());
  }
  return names;
}

// The one gate: a method that is added without an entry here fails.
TEST(PermissionTableTest, HasEveryMethodOnceAndNoOther) {
  std::multiset<std::string> listed;
  for (const MethodRule& rule : domain::Table()) listed.emplace(rule.method);
  const std::set<std::string> methods = AllMethods();
  EXPECT_EQ(listed, std::multiset<std::string>(methods.begin(), methods.end()));
}

TEST(PermissionTableTest, HasEachCellOnce) {
  std::set<std::string> places;
  for (const SightCell& cell : domain::SightCells()) {
    EXPECT_NE(cell.classes, 0);
    EXPECT_TRUE((cell.classes & domain::kTriageBit) != 0) << "who sees what it says sees that it is there";
    const std::string line = LineOf(cell);
    EXPECT_TRUE(places.insert(line.substr(0, line.rfind(' '))).second) << line;
  }
}

TEST(PermissionTableTest, WhatAMethodShowsSomebodyIsShownAndEveryThingIsShownByOne) {
  domain::Things shown = 0;
  for (const MethodRule& rule : domain::Table()) shown = static_cast<domain::Things>(shown | rule.things);
  for (const Thing thing : Things()) {
    EXPECT_NE(shown & domain::ThingsOf(thing), 0) << NameIn(kThingNames, thing);
    const auto cells = domain::SightCells();
    EXPECT_TRUE(std::any_of(cells.begin(), cells.end(), [&](const SightCell& cell) { return cell.thing == thing; }))
        << NameIn(kThingNames, thing);
  }
}

// Every role by every relation, method, thing and class: what must never be, wherever the table grows.
TEST(PermissionTableTest, NobodyIsShownWhatTheirPartInThePracticeHasNoNeedOf) {
  size_t walked = 0;
  for (const MethodRule& rule : domain::Table()) {
    for (const Thing thing : Things()) {
      for (const Role role : Roles()) {
        for (const Relation relation : Relations()) {
          const Classes classes = domain::ClassesFor(rule.method, thing, {role, relation});
          walked += 4;
          if (classes == 0) continue;
          SCOPED_TRACE(absl::StrCat(std::string(rule.method), " ", NameIn(kThingNames, thing), " ",
                                    NameIn(kRoleNames, role), " ", NameIn(kRelationNames, relation)));
          EXPECT_NE((rule.things & domain::ThingsOf(thing)), 0) << "by no method that does not say so";
          const bool note = thing == Thing::kPrivateNote || thing == Thing::kPrivateNoteInTraining;
          EXPECT_EQ((classes & domain::kPersonalBit) != 0, note) << "private notes are a class of their own";
          // By a role alone nobody reads a word but of a concern, which has to be looked into by whoever is
          // independent.
          const bool looks_into = thing == Thing::kConcern && role == Role::kIndependentReviewer;
          if (relation == Relation::kNone && !looks_into) {
            EXPECT_EQ(classes & (domain::kNarrativeBit | domain::kPersonalBit), 0);
          }
          EXPECT_FALSE(note && relation == Relation::kNone);
          EXPECT_FALSE(note && role == Role::kDirector);
          if (role == Role::kDirector) {
            EXPECT_EQ(classes, domain::kTriageBit);
          }
          EXPECT_NE(role, Role::kAuditor) << "ledger and log";
          EXPECT_NE(role, Role::kAdministrator) << "members and keys";
          EXPECT_NE(role, Role::kOwner);
          if (thing == Thing::kConversationDue) {
            EXPECT_EQ(classes, domain::kTriageBit) << "never what about";
          }
        }
      }
    }
  }
  EXPECT_EQ(walked, domain::Table().size() * Things().size() * Roles().size() * Relations().size() * 4);
}

TEST(PermissionTableTest, RefusesAMethodThatIsNotListed) {
  EXPECT_EQ(CheckMethod({}, "candor.v1.EntryService.DeleteEntry").code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(CheckMethod({}, "candor.v1.EntryService.CreateEntry").ok());
  EXPECT_EQ(domain::RuleOf("candor.v1.EntryService.DeleteEntry"), nullptr);
  const Hat author{Role::kTherapist, Relation::kSelf};
  EXPECT_EQ(domain::ClassesFor("candor.v1.EntryService.DeleteEntry", Thing::kEntry, author), 0);
}

TEST(PermissionTableTest, NobodyCallsButToEnrol) {
  const Caller nobody{false, {}};
  for (const MethodRule& rule : domain::Table()) {
    const bool enrols = rule.method == "candor.v1.IdentityService.Enroll";
    EXPECT_EQ(CheckMethod(nobody, rule.method, Roles()).code(),
              enrols ? absl::StatusCode::kOk : absl::StatusCode::kUnauthenticated)
        << rule.method;
    EXPECT_EQ(domain::NeedsNoCertificate(rule.method), enrols) << rule.method;
  }
  EXPECT_FALSE(domain::NeedsNoCertificate("candor.v1.EntryService.DeleteEntry"));
}

TEST(PermissionTableTest, AMemberMayUseTheSameMethodsWhetherTheyCallOrTheOperatorActsForThem) {
  const MemberId member = MemberId::Random();
  for (const Role role : Roles()) {
    const std::vector<Role> roles = {role};
    for (const MethodRule& rule : domain::Table()) {
      const absl::Status acted_for = CheckMethod({true, member}, rule.method, roles);
      const absl::Status calling = CheckMethod({false, member}, rule.method, roles);
      EXPECT_EQ(calling.code(), acted_for.code()) << rule.method;
      EXPECT_THAT(std::string(calling.message()), Not(HasSubstr("candor-act-for"))) << rule.method;
    }
  }
}

// Each role with each method, as the gate asks it.
TEST(PermissionTableTest, AMethodForARoleIsForThoseWhoHaveIt) {
  const Caller member{false, MemberId::Random()};
  for (const MethodRule& rule : domain::Table()) {
    const bool everybodys = (rule.callers & (domain::kEveryMember | domain::kAnybody)) != 0;
    const Callers by_role =
        static_cast<Callers>(rule.callers & ~(domain::kOperator | domain::kEveryMember | domain::kAnybody));
    EXPECT_EQ(domain::AsksForRoles(rule.method), !everybodys && by_role != 0) << rule.method;
    EXPECT_EQ(CheckMethod(member, rule.method).ok(), everybodys) << rule.method;
    for (const Role role : Roles()) {
      const std::vector<Role> roles = {role};
      const bool may = everybodys || (rule.callers & domain::CallersOf(role)) != 0;
      EXPECT_EQ(CheckMethod(member, rule.method, roles).ok(), may) << rule.method << " " << NameIn(kRoleNames, role);
    }
  }
}

TEST(PermissionTableTest, TheOperatorAsSuchMayCallEveryMethod) {
  for (const MethodRule& rule : domain::Table()) EXPECT_TRUE(CheckMethod({}, rule.method).ok()) << rule.method;
}

// What takes a sheet or everything with it is done at the machine (ADR 0060), whatever roles somebody has.
TEST(PermissionTableTest, NoRoleImportsMergesExportsOrMakesCodes) {
  const Caller member{false, MemberId::Random()};
  for (const char* method : {"candor.v1.CaseService.MergeCases", "candor.v1.CaseService.PreviewMerge",
                             "candor.v1.ExportService.ExportRecords", "candor.v1.IdentityService.CreateEnrolmentCode",
                             "candor.v1.ImportService.ImportEntries", "candor.v1.KeyService.ChangeMasterKey"}) {
    EXPECT_EQ(CheckMethod(member, method, Roles()).code(), absl::StatusCode::kPermissionDenied) << method;
  }
}

}  // namespace
}  // namespace candor::permission_table_test
