#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/policy/assessor.h"
#include "judged_store_fixture.h"
#include "tests/policies/member_rules/member_rules.h"
#include "tests/unit/store/store_fixture.h"

// Rules of member scope, from the entries of a member to the follow-ups on record.
namespace candor::policy::member_scope_test {
namespace {

using domain::Basis;
using domain::FollowUp;
using domain::Kind;
using domain::RuleState;
using domain::Severity;
using domain::Source;
using domain::SubjectId;
using store::CaseOf;
using store::EntryOf;
using store::MemberOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const SubjectId kMember = SubjectId::Of(MemberOf(1));
const SubjectId kCase = SubjectId::Of(CaseOf(1));

const candor_policy& Declared() {
  static const candor_policy kPolicy = sdk::MakePolicy<member_rules::MemberRules>(member_rules::kDeclaration);
  return kPolicy;
}

class MemberScopeTest : public JudgedStoreTest {
 protected:
  MemberScopeTest() : JudgedStoreTest(Declared()) {}

  // Of the first member.
  static domain::NewEntry Own(Kind kind, Day day, const SubjectId& subject = kMember) {
    domain::NewEntry entry = EntryOf(subject, kind, day);
    entry.entry.header.personal = kind == Kind::kWorkingCapacity;
    if (!entry.entry.header.personal) entry.entry.header.kind = kind;
    return entry;
  }
  static domain::NewEntry Unsure(Day day) {
    domain::NewEntry entry = Own(Kind::kWorkingCapacity, day);
    entry.entry.facts.SetNumber(CANDOR_FIELD_WORKING_CAPACITY_ANSWER, CANDOR_ANSWER_UNSURE);
    return entry;
  }
  // By the second member, about the first.
  static domain::NewEntry Told(Day day, Basis basis = Basis::kSuspicion, const SubjectId& subject = kCase) {
    domain::NewEntry entry = Own(Kind::kCrossing, day, subject);
    entry.entry.header.author = MemberOf(2);
    entry.entry.header.source = Source::kColleague;
    entry.entry.header.basis = basis;
    return entry;
  }
  static domain::NewEntry Revising(const EntryId& id, domain::NewEntry entry) {
    entry.entry.header.revises = id;
    return entry;
  }

  std::vector<FollowUp> FollowUps(const SubjectId& subject = kMember) {
    for (int i = 0; i < 2000 && store_->Latest()->entries_not_assessed() > 0; ++i)
      absl::SleepFor(absl::Milliseconds(5));
    EXPECT_EQ(store_->Latest()->entries_not_assessed(), 0U);
    return store_->Latest()->FollowUpsOf(subject).value();
  }
  std::vector<FollowUp> OfRule(const std::string& rule) {
    std::vector<FollowUp> found = FollowUps();
    std::erase_if(found, [&](const FollowUp& each) { return !each.sealed || each.sealed->rule != rule; });
    return found;
  }
  template <class Condition>
  bool Eventually(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }
};

TEST_F(MemberScopeTest, AMembersEntryOpensAndALaterOneEndsIt) {
  const EntryId asked = Add(Unsure(kToday - 9));
  auto follow_ups = FollowUps();
  ASSERT_THAT(follow_ups, SizeIs(1));
  EXPECT_EQ(follow_ups[0].clear.subject, kMember);
  EXPECT_EQ(follow_ups[0].clear.therapist, MemberOf(1));
  EXPECT_EQ(follow_ups[0].clear.key_class, domain::KeyClass::kPersonal);
  EXPECT_EQ(follow_ups[0].clear.due, kToday + 5);
  ASSERT_TRUE(follow_ups[0].sealed);
  EXPECT_EQ(follow_ups[0].sealed->opened_by, asked);

  Add(Own(Kind::kDecision, kToday - 20));
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kOpen) << "a decision before it ends nothing";
  Add(Own(Kind::kDecision, kToday - 2));

  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kResolved);
  EXPECT_EQ(FollowUps().at(0).clear.resolved_on, kToday - 2);
}

TEST_F(MemberScopeTest, WhatOthersWroteInACaseReachesTheMember) {
  const EntryId told = Add(Told(kToday - 3));

  const auto follow_ups = FollowUps();
  ASSERT_THAT(follow_ups, SizeIs(1));
  EXPECT_EQ(follow_ups[0].sealed->rule, "test_hearsay");
  EXPECT_EQ(follow_ups[0].sealed->opened_by, told);
  EXPECT_TRUE(follow_ups[0].clear.restricted);
  EXPECT_TRUE(follow_ups[0].clear.of_practice);
  // The case keeps what its own rule says.
  const auto of_case = FollowUps(kCase);
  ASSERT_THAT(of_case, SizeIs(1));
  EXPECT_EQ(of_case[0].sealed->rule, "test_boundary");
  EXPECT_FALSE(of_case[0].clear.restricted);
}

TEST_F(MemberScopeTest, WhatTheyWroteThemselvesInACaseDoesNot) {
  domain::NewEntry own = Own(Kind::kCrossing, kToday - 3, kCase);
  own.entry.header.basis = Basis::kSuspicion;
  Add(own);

  EXPECT_THAT(FollowUps(), IsEmpty());
  EXPECT_THAT(FollowUps(kCase), SizeIs(1));
}

TEST_F(MemberScopeTest, AnAnswerInTheCaseEndsIt) {
  const EntryId told = Add(Told(kToday - 9));
  domain::NewEntry answer = Own(Kind::kResponse, kToday - 1, kCase);
  answer.entry.header.responds_to = {kCase, told};

  Add(answer);

  EXPECT_EQ(OfRule("test_hearsay").at(0).clear.state, RuleState::kResolved);
}

TEST_F(MemberScopeTest, AnAmendmentAndARetractionInTheCaseReachTheMember) {
  const EntryId told = Add(Told(kToday - 9));
  ASSERT_THAT(OfRule("test_hearsay"), SizeIs(1));

  const EntryId witnessed = Add(Revising(told, Told(kToday - 9, Basis::kWitnessed)));
  EXPECT_EQ(OfRule("test_hearsay").at(0).clear.state, RuleState::kWithdrawn);
  const EntryId suspected = Add(Revising(witnessed, Told(kToday - 9)));
  EXPECT_EQ(OfRule("test_hearsay").at(0).clear.state, RuleState::kOpen);

  domain::NewEntry back = Told(kToday);
  back.entry.kind = back.entry.header.kind = Kind::kRetraction;
  back.entry.header.basis = Basis::kNotRecorded;
  Add(Revising(suspected, back));
  EXPECT_EQ(OfRule("test_hearsay").at(0).clear.state, RuleState::kWithdrawn);
}

TEST_F(MemberScopeTest, WhatIsMovedToAnotherCaseIsJudgedOnce) {
  const EntryId wrong = Add(Told(kToday - 9));
  ASSERT_THAT(OfRule("test_hearsay"), SizeIs(1));
  const SubjectId right = SubjectId::Of(CaseOf(2));
  domain::NewEntry moved = Told(kToday - 9, Basis::kSuspicion, right);
  moved.entry.header.moved_from = {kCase, wrong};
  domain::NewEntry back = Told(kToday);
  back.entry.kind = back.entry.header.kind = Kind::kRetraction;
  back.entry.header.basis = Basis::kNotRecorded;
  back.entry.header.take_back = domain::TakeBack::kMoved;

  Append({moved, Revising(wrong, back)});

  const auto follow_ups = OfRule("test_hearsay");
  EXPECT_EQ(std::count_if(follow_ups.begin(), follow_ups.end(),
                          [](const FollowUp& each) { return each.clear.state == RuleState::kOpen; }),
            1);
}

TEST_F(MemberScopeTest, ATimerFiresOnceItsDayHasPassed) {
  Add(Own(Kind::kTraining, kToday - 364));
  EXPECT_THAT(FollowUps(), IsEmpty());

  clock_.AdvanceTime(absl::Hours(24));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_THAT(FollowUps(), IsEmpty()) << "its day is not over";
  clock_.AdvanceTime(absl::Hours(24));

  EXPECT_TRUE(Eventually([&] { return store_->Latest()->FollowUpsOf(kMember)->size() == 1; }));
  Add(Own(Kind::kTraining, kToday + 2));
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kResolved);
}

TEST_F(MemberScopeTest, AMeasureIsToldWhenTheMemberHadLastReported) {
  domain::NewEntry concern = Own(Kind::kConcern, kToday - 200, SubjectId::Of(MemberOf(2)));
  concern.entry.header.therapist = MemberOf(2);
  concern.entry.header.source = Source::kColleague;
  const auto measure = [&](Day day) {
    domain::NewEntry entry = Own(Kind::kConcern, day);
    entry.entry.header.author = MemberOf(2);
    entry.entry.header.source = Source::kSupervisor;
    return entry;
  };
  const auto severity_of = [&](const EntryId& opened_by) {
    for (const FollowUp& each : OfRule("test_hearsay")) {
      if (each.sealed->opened_by == opened_by) return each.clear.severity;
    }
    return Severity::kLater;
  };

  const EntryId before = Add(measure(kToday - 100));
  Add(concern);
  const EntryId within = Add(measure(kToday - 20));
  const EntryId long_after = Add(measure(kToday - 19));
  Add(measure(kToday - 60));

  EXPECT_EQ(severity_of(before), Severity::kImportant) << "nothing was on record then, whatever its date";
  EXPECT_EQ(severity_of(within), Severity::kUrgent) << "180 days";
  EXPECT_EQ(severity_of(long_after), Severity::kImportant) << "181 days";
}

TEST_F(MemberScopeTest, AChangeOfTheDirectoryIsLookedAtForThePastToo) {
  Add(Unsure(kToday - 9));
  ASSERT_EQ(FollowUps().at(0).clear.severity, Severity::kSoon);

  Append({domain::Member{MemberOf(1), "Ann", {{std::nullopt, {"mft", "US-CA", true, false}}}}});
  assessor_->DirectoryChanged(MemberOf(1));

  EXPECT_TRUE(
      Eventually([&] { return store_->Latest()->FollowUpsOf(kMember)->at(0).clear.severity == Severity::kImportant; }));
}

TEST_F(MemberScopeTest, WhatWasToldInAnErasedCaseStaysAsItWasAndTheRestGoesOn) {
  Add(Told(kToday - 9));
  ASSERT_THAT(OfRule("test_hearsay"), SizeIs(1));
  const FollowUp before = OfRule("test_hearsay")[0];

  Erase(kCase);
  Append({domain::Member{MemberOf(1), "Ann", {{std::nullopt, {"mft", "US-CA", true, false}}}}});
  assessor_->DirectoryChanged(MemberOf(1));
  Add(Unsure(kToday - 3));

  EXPECT_THAT(OfRule("test_capacity"), SizeIs(1));
  ASSERT_THAT(OfRule("test_hearsay"), SizeIs(1));
  EXPECT_EQ(OfRule("test_hearsay")[0], before);
  for (const FollowUp& each : FollowUps(kCase)) EXPECT_TRUE(each.erased);
  domain::NewEntry answer = Own(Kind::kResponse, kToday - 1, SubjectId::Of(CaseOf(2)));
  answer.entry.header.responds_to = {SubjectId::Of(CaseOf(2)),
                                     Add(Told(kToday - 2, Basis::kWitnessed, SubjectId::Of(CaseOf(2))))};
  Add(answer);
  EXPECT_EQ(OfRule("test_hearsay")[0].clear.state, RuleState::kResolved) << "what is open can still be met";
}

TEST_F(MemberScopeTest, WhatIsErasedBeforeItWasJudgedOpensNothing) {
  assessor_.reset();
  Add(Told(kToday - 9));
  Erase(kCase);

  Start();

  EXPECT_THAT(FollowUps(), IsEmpty());
  EXPECT_THAT(FollowUps(kCase), IsEmpty());
}

TEST_F(MemberScopeTest, WhatTheMemberMayKnowOfLeadsToNothingRestricted) {
  Add(Told(kToday - 5));
  Add(Own(Kind::kTraining, kToday - 400));
  ASSERT_TRUE(Eventually([&] { return store_->Latest()->FollowUpsOf(kMember)->size() == 2; }));

  const auto follow_ups = FollowUps();
  EXPECT_NE(follow_ups[0].clear.situation, follow_ups[1].clear.situation);
  EXPECT_TRUE(follow_ups[0].clear.folded_under.empty());
  EXPECT_TRUE(follow_ups[1].clear.folded_under.empty());
}

// Entries of the member and of two cases, corrected here and there, in the order of their dates and in any other: the
// same follow-ups come of them.
TEST_F(MemberScopeTest, ArrivalOrderDoesNotMatter) {
  for (uint8_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::vector<std::vector<std::tuple<std::string, RuleState, Day, std::optional<Day>, Severity>>> said;
    for (const bool shuffled : {false, true}) {
      std::mt19937 random(seed);
      const auto number = static_cast<uint8_t>(10 + 2 * seed + (shuffled ? 1 : 0));
      const MemberId member = MemberOf(number);
      Append({domain::Member{member, "M" + std::to_string(number), {}}});
      std::vector<domain::NewEntry> entries;
      for (int i = 0; i < 16; ++i) {
        const Day day = kToday - static_cast<int>(random() % 500);
        const SubjectId of_case = SubjectId::Of(CaseOf(static_cast<uint8_t>(1 + random() % 2)));
        switch (random() % 4) {
          case 0:
            entries.push_back(Unsure(day));
            break;
          case 1:
            entries.push_back(Own(Kind::kDecision, day));
            break;
          case 2:
            entries.push_back(Own(Kind::kTraining, day));
            break;
          default:
            entries.push_back(Told(day, random() % 2 == 0 ? Basis::kSuspicion : Basis::kWitnessed, of_case));
        }
      }
      for (domain::NewEntry& entry : entries) {
        domain::EntryHeader& header = entry.entry.header;
        header.therapist = member;
        if (header.author == MemberOf(1)) header.author = member;
        if (header.subject == kMember) header.subject = SubjectId::Of(member);
      }
      if (shuffled) {
        std::shuffle(entries.begin(), entries.end(), random);
      } else {
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
          return a.entry.header.occurred.day < b.entry.header.occurred.day;
        });
      }
      for (domain::NewEntry& entry : entries) Add(std::move(entry));
      auto& rows = said.emplace_back();
      for (const FollowUp& each : FollowUps(SubjectId::Of(member))) {
        if (each.clear.state == RuleState::kWithdrawn) continue;
        rows.emplace_back(each.sealed->rule, each.clear.state, each.clear.opened_on, each.clear.resolved_on,
                          each.clear.severity);
      }
      std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        const auto key = [](const auto& row) {
          const std::optional<Day>& end = std::get<3>(row);
          return std::make_tuple(std::get<0>(row), std::get<1>(row), DayNumber(std::get<2>(row)),
                                 end ? DayNumber(*end) : 0, std::get<4>(row));
        };
        return key(a) < key(b);
      });
    }
    ASSERT_EQ(said[0], said[1]);
  }
}

}  // namespace
}  // namespace candor::policy::member_scope_test
