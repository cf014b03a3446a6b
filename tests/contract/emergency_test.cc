#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/status.h"
#include "daemon/domain/emergency.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes what is opened in an emergency: its steps in their order, and its words where they were said.
namespace candor::store::emergency_test {
namespace {

using domain::Emergency;
using domain::EmergencyState;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Emergency Asked(uint8_t number = 1) {
  Emergency emergency;
  emergency.id = EmergencyId(BytesOf(0x6c, number));
  emergency.subject = SubjectId::Of(CaseOf(1));
  emergency.asker = MemberOf(2);
  emergency.minutes = 60;
  emergency.reason = Sensitive<std::string>("at risk");
  emergency.caller = {false, MemberOf(2)};
  return emergency;
}

class EmergencyTest : public testing::TestWithParam<bool> {
 protected:
  EmergencyTest() : fixture_(GetParam()) {
    fixture_.AddPractice();
    EXPECT_TRUE(fixture_.Append({domain::Member{MemberOf(3), "Cem", {}}}).ok());
  }

  // "" for what was put on record, else the field and the reason why not.
  std::string Refused(Emergency emergency, absl::StatusCode code) {
    const absl::Status status = fixture_.Append({std::move(emergency)}).status();
    EXPECT_EQ(status.code(), code) << status;
    const auto detail = status.ok() ? std::nullopt : DetailOf(status);
    return detail ? detail->field + " " + detail->reason : "";
  }
  Emergency Next(EmergencyState state, const std::string& remark = "") {
    Emergency emergency = *fixture_.view()->GetEmergency(Asked().id);
    emergency.state = state;
    emergency.reason = {};
    emergency.remark = Sensitive<std::string>(remark);
    if (state == EmergencyState::kInForce) {
      emergency.approver = MemberOf(1);
      emergency.begun_at = absl::FromUnixSeconds(1'750'000'100);
      emergency.until = *emergency.begun_at + absl::Hours(1);
    }
    if (state == EmergencyState::kRefused) emergency.approver = MemberOf(1);
    if (state == EmergencyState::kReviewed) emergency.reviewer = MemberOf(3);
    return emergency;
  }
  void Take(Emergency emergency) {
    const auto appended = fixture_.Append({std::move(emergency)});
    ASSERT_TRUE(appended.ok()) << appended.status();
    fixture_.clock().AdvanceTime(absl::Minutes(1));
  }

  StoreFixture fixture_;
};

TEST_P(EmergencyTest, StandsAsItsNewestRecordHasItWithTheReasonOfTheFirst) {
  const absl::Time asked_at = fixture_.clock().Now();
  Take(Asked());
  const auto asked = fixture_.view()->GetEmergency(Asked().id);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->asked_at, asked_at);
  EXPECT_EQ(asked->reason.Reveal(), "at risk");
  Take(Next(EmergencyState::kInForce));
  Take(Next(EmergencyState::kReviewed, "needed"));

  const auto reviewed = fixture_.view()->GetEmergency(Asked().id);
  ASSERT_TRUE(reviewed.ok()) << reviewed.status();
  EXPECT_EQ(reviewed->state, EmergencyState::kReviewed);
  EXPECT_EQ(reviewed->asked_at, asked_at);
  EXPECT_EQ(reviewed->recorded_at, asked_at + absl::Minutes(2));
  EXPECT_EQ(reviewed->reason.Reveal(), "at risk");
  EXPECT_EQ(reviewed->remark.Reveal(), "needed");
  EXPECT_EQ(reviewed->until, absl::FromUnixSeconds(1'750'000'100) + absl::Hours(1));
  EXPECT_EQ(reviewed->reviewer, MemberOf(3));
}

TEST_P(EmergencyTest, AreListedInTheOrderInWhichTheyWereAskedFor) {
  EXPECT_THAT(*fixture_.view()->ListEmergencies(), IsEmpty());
  Take(Asked(2));
  Take(Asked(1));
  Take(Next(EmergencyState::kInForce));

  const auto all = fixture_.view()->ListEmergencies();
  ASSERT_THAT(*all, SizeIs(2));
  EXPECT_EQ((*all)[0].id, Asked(2).id);
  EXPECT_EQ((*all)[1].state, EmergencyState::kInForce);
  EXPECT_EQ(fixture_.view()->GetEmergency(Asked(3).id).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(EmergencyTest, EachStepFollowsFromTheOneBefore) {
  Emergency unasked = Asked();
  unasked.state = EmergencyState::kEnded;
  unasked.approver = MemberOf(1);
  unasked.begun_at = absl::FromUnixSeconds(1);
  unasked.until = absl::FromUnixSeconds(2);
  EXPECT_EQ(Refused(unasked, absl::StatusCode::kNotFound), "name not_found");
  Take(Asked());
  EXPECT_EQ(Refused(Asked(), absl::StatusCode::kAlreadyExists), "emergency id_taken");
  Emergency elsewhere = Next(EmergencyState::kInForce);
  elsewhere.subject = SubjectId::Of(MemberOf(1));
  EXPECT_EQ(Refused(elsewhere, absl::StatusCode::kAlreadyExists), "emergency id_taken");
  Take(Next(EmergencyState::kInForce));

  EXPECT_EQ(Refused(Next(EmergencyState::kInForce), absl::StatusCode::kFailedPrecondition), "name other_state")
      << "two who approve it at once";
  EXPECT_EQ(Refused(Next(EmergencyState::kEnded), absl::StatusCode::kOk), "");
  EXPECT_EQ(Refused(Next(EmergencyState::kEnded), absl::StatusCode::kFailedPrecondition), "name other_state");
  EXPECT_EQ(Refused(Next(EmergencyState::kReviewed, "needed"), absl::StatusCode::kOk), "");
  EXPECT_EQ(Refused(Next(EmergencyState::kReviewed, "needed"), absl::StatusCode::kFailedPrecondition),
            "name other_state");
}

TEST_P(EmergencyTest, HasAReasonALimitAndPeopleWhoAreThere) {
  const auto with = [](auto change) {
    Emergency emergency = Asked();
    change(emergency);
    return emergency;
  };
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Refused(with([](auto& each) { each.id = EmergencyId(); }), invalid), "emergency missing");
  EXPECT_EQ(Refused(with([](auto& each) { each.subject = SubjectId::Practice(); }), invalid), "subject missing");
  EXPECT_EQ(Refused(with([](auto& each) { each.asker = MemberId(); }), invalid), "asker missing");
  EXPECT_EQ(Refused(with([](auto& each) { each.minutes = 0; }), invalid), "minutes out_of_range");
  EXPECT_EQ(Refused(with([](auto& each) { each.minutes = 24 * 60 + 1; }), invalid), "minutes out_of_range");
  EXPECT_EQ(Refused(with([](auto& each) { each.reason = {}; }), invalid), "reason missing");
  EXPECT_EQ(Refused(with([](auto& each) { each.until = absl::FromUnixSeconds(1); }), invalid), "until state");
  EXPECT_EQ(Refused(with([](auto& each) { each.reason = Sensitive<std::string>(std::string(4097, 'r')); }), invalid),
            "reason too_long");
  EXPECT_EQ(Refused(with([](auto& each) { each.reason = Sensitive<std::string>("\xff"); }), invalid),
            "reason not_utf8");
  const auto none = absl::StatusCode::kNotFound;
  EXPECT_EQ(Refused(with([](auto& each) { each.subject = SubjectId::Of(CaseOf(9)); }), none), "subject not_found");
  EXPECT_EQ(Refused(with([](auto& each) { each.asker = MemberOf(9); }), none), "asker not_found");
  EXPECT_EQ(Refused(with([](auto& each) { each.notify = MemberOf(9); }), none), "notify not_found");
  Take(Asked());
  EXPECT_EQ(Refused(Next(EmergencyState::kRefused), invalid), "remark missing");
  Emergency longer = Next(EmergencyState::kInForce);
  longer.until = *longer.begun_at + absl::Hours(25);
  EXPECT_EQ(Refused(longer, invalid), "until out_of_range");
}

TEST_P(EmergencyTest, TakesTwoPeopleAndAThirdOneAfterIt) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  Take(Asked());
  Emergency alone = Next(EmergencyState::kInForce);
  alone.approver = alone.asker;
  EXPECT_EQ(Refused(alone, invalid), "approver same_person");
  alone.approver = MemberId();
  EXPECT_EQ(Refused(alone, invalid), "approver same_person");
  Take(Next(EmergencyState::kInForce));
  for (const MemberId& each : {MemberId(), MemberOf(1), MemberOf(2)}) {
    Emergency reviewed = Next(EmergencyState::kReviewed, "needed");
    reviewed.reviewer = each;
    EXPECT_EQ(Refused(reviewed, invalid), "reviewer same_person");
  }
  EXPECT_EQ(Refused(Next(EmergencyState::kReviewed, "needed"), absl::StatusCode::kOk), "");
}

TEST_P(EmergencyTest, TheSameCallAsksOnce) {
  const auto first = fixture_.Call(Asked(), "ask");
  ASSERT_TRUE(first.ok()) << first.status();
  Take(Next(EmergencyState::kInForce));

  const auto again = fixture_.Call(Asked(), "ask");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->first_number, first->first_number);
  EXPECT_EQ(fixture_.Call(Asked(), "ask for something else").status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_P(EmergencyTest, IsCountedWhenItBeginsAndWhenSomebodyHasLookedAtIt) {
  const auto counted = [this](domain::Figure figure) {
    const auto rows = fixture_.view()->Counts(domain::CountBasis::kOpened, Day(2025, 1, 1), Day(2025, 12, 31));
    uint64_t sum = 0;
    for (const auto& row : *rows) sum += row.figure == figure ? row.count : 0;
    return sum;
  };
  Take(Asked());
  EXPECT_EQ(counted(domain::Figure::kEmergencyBegun), 0U);
  Take(Next(EmergencyState::kInForce));
  Take(Next(EmergencyState::kEnded));
  EXPECT_EQ(counted(domain::Figure::kEmergencyBegun), 1U);
  EXPECT_EQ(counted(domain::Figure::kEmergencyReviewed), 0U);
  Take(Next(EmergencyState::kReviewed, "needed"));
  EXPECT_EQ(counted(domain::Figure::kEmergencyReviewed), 1U);
}

TEST_P(EmergencyTest, IsTheSameInAViewOfThePast) {
  Take(Asked());
  const absl::Time then = fixture_.clock().Now() - absl::Seconds(1);
  Take(Next(EmergencyState::kInForce));

  const auto past = fixture_.store().AsOf(then, Wait);
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_EQ((*past)->GetEmergency(Asked().id)->state, EmergencyState::kAsked);
}

INSTANTIATE_TEST_SUITE_P(Every, EmergencyTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::emergency_test
