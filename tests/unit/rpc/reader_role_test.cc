#include "daemon/rpc/reader_role.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/unit/store/store_fixture.h"

namespace candor::rpc::reader_role_test {
namespace {

using domain::AccessOf;
using domain::Caller;
using domain::FieldClass;
using domain::Hat;
using domain::Relation;
using domain::Role;
using domain::SubjectId;
using store::CaseOf;
using store::MemberOf;

constexpr Day kToday{2025, 6, 1};

class ReaderRoleTest : public testing::Test {
 protected:
  void SetUp() override {
    fixture_.AddPractice();
    ASSERT_TRUE(fixture_.Append({domain::Member{MemberOf(3), "Cem", {}}}).ok());
  }

  void MakeDirector(const MemberId& member) {
    domain::RoleChange directs;
    directs.id = RoleChangeId(store::BytesOf(0x68));
    directs.member = member;
    directs.role = Role::kDirector;
    directs.from = Day(2020, 1, 1);
    ASSERT_TRUE(fixture_.Append({directs}).ok());
  }

  std::optional<Role> RoleIn(std::vector<AccessOf>& of, const Caller& reader) {
    EXPECT_TRUE(PutHats(*fixture_.view(), reader, kToday, of).ok());
    const auto role = RoleOfReader(*fixture_.view(), reader, of, kToday);
    EXPECT_TRUE(role.ok()) << role.status();
    return role.ok() ? *role : std::nullopt;
  }

  const Caller bob_{false, MemberOf(2)};
  const SubjectId case_ = SubjectId::Of(CaseOf(1));
  store::StoreFixture fixture_{false};
};

// With a note for its reader among them: nobody else is told of that by the role.
TEST_F(ReaderRoleTest, OfEachItIsTheirOwnRoleInWhichItWasShown) {
  MakeDirector(MemberOf(2));
  std::vector<AccessOf> of = {{MemberOf(1), case_, FieldClass::kTriage},
                              {MemberOf(1), case_, FieldClass::kPersonal},
                              {MemberOf(3), case_, FieldClass::kTriage}};

  EXPECT_EQ(RoleIn(of, bob_), Role::kDirector);
  EXPECT_EQ(of[0].hat, (Hat{Role::kDirector, Relation::kNone}));
  EXPECT_EQ(of[1].hat, (Hat{Role::kConsultant, Relation::kNamedReader}));
  EXPECT_EQ(of[2].hat, (Hat{Role::kDirector, Relation::kNone}));
}

TEST_F(ReaderRoleTest, WhoSupervisesOneIsNotTheSupervisorOfAll) {
  ASSERT_TRUE(fixture_.Append({domain::Supervision{MemberOf(1), MemberOf(2), Day(2025, 1, 1), std::nullopt}}).ok());
  std::vector<AccessOf> of = {{MemberOf(1), case_, FieldClass::kNarrative}, {MemberOf(3), case_, FieldClass::kTriage}};

  RoleIn(of, bob_);

  EXPECT_EQ(of[0].hat, (Hat{Role::kSupervisor, Relation::kSupervisesNow}));
  EXPECT_EQ(of[1].hat, (Hat{Role::kTherapist, Relation::kNone}));
}

TEST_F(ReaderRoleTest, WhoHasWrittenInTheCaseHasAPartInIt) {
  std::vector<AccessOf> of = {{MemberOf(3), case_, FieldClass::kDetail}};

  EXPECT_EQ(RoleIn(of, {false, MemberOf(1)}), Role::kTherapist);
  EXPECT_EQ(of[0].hat, (Hat{Role::kTherapist, Relation::kParty}));
}

// It is words, of which a director is shown none by that role but these.
TEST_F(ReaderRoleTest, WhyAConcernIsSealedIsShownToADirectorAsOne) {
  MakeDirector(MemberOf(2));
  const SubjectId subject = SubjectId::Of(MemberOf(3));
  std::vector<AccessOf> of = {{MemberId(), subject, FieldClass::kNarrative}};
  std::vector<AccessOf> of_somebody = {{MemberOf(3), subject, FieldClass::kNarrative}};

  EXPECT_EQ(RoleIn(of, bob_), Role::kDirector);
  EXPECT_EQ(of[0].hat, (Hat{Role::kDirector, Relation::kNone}));
  EXPECT_EQ(RoleIn(of_somebody, bob_), Role::kTherapist);
}

TEST_F(ReaderRoleTest, TheOperatorAsSuchHasNone) {
  std::vector<AccessOf> of = {{MemberOf(1), case_, FieldClass::kNarrative}};

  EXPECT_EQ(RoleIn(of, {true, {}}), std::nullopt);
  EXPECT_EQ(of[0].hat, std::nullopt);
}

}  // namespace
}  // namespace candor::rpc::reader_role_test
