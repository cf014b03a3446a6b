#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/status.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"
#include "tests/contract/access_fixture.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes who reads, who is read, and who answers for it.
namespace candor::store::access_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

domain::RoleChange RoleOf(uint8_t number, uint8_t member, domain::Role role) {
  domain::RoleChange change;
  change.id = RoleChangeId(BytesOf(0x68, number));
  change.member = MemberOf(member);
  change.role = role;
  change.from = Day(2025, 1, 1);
  return change;
}

domain::RoleChange Back(domain::RoleChange role, Day last) {
  role.withdrawn = true;
  role.until = last;
  return role;
}

// `whose`: member numbers.
domain::Access Read(const domain::Caller& reader, const std::vector<uint8_t>& whose) {
  domain::Access access;
  access.id = BytesOf(0x69);
  access.reader = reader;
  access.method = "EntryService.GetEntry";
  access.purpose = domain::Purpose::kSupervision;
  access.highest = domain::FieldClass::kDetail;
  for (const uint8_t member : whose) {
    access.of.push_back({MemberOf(member), SubjectId::Of(CaseOf(1)), domain::FieldClass::kDetail});
  }
  access.items = static_cast<uint32_t>(whose.size());
  return access;
}

std::vector<uint64_t> NumbersOf(const std::vector<domain::NumberedAccess>& accesses) {
  std::vector<uint64_t> numbers;
  for (const domain::NumberedAccess& each : accesses) numbers.push_back(each.number);
  return numbers;
}

const domain::Caller kForBob{true, MemberOf(2)};

class AccessTest : public AccessStoreTest {
 protected:
  // "" for what was put on record, else the field and the reason why not.
  std::string Refused(domain::Change change, absl::StatusCode code) {
    const absl::Status status = fixture_.Append({std::move(change)}).status();
    EXPECT_EQ(status.code(), code) << status;
    const auto detail = status.ok() ? std::nullopt : DetailOf(status);
    return detail ? detail->field + " " + detail->reason : "";
  }

  std::vector<uint64_t> To(uint8_t member, const domain::NumberRange& range = {}, size_t limit = 100) {
    return NumbersOf(*fixture_.view()->AccessesTo(MemberOf(member), range, limit));
  }
};

TEST_P(AccessTest, RolesAreListedAsTheyStandInTheOrderInWhichTheyWereGiven) {
  const domain::RoleChange director = RoleOf(2, 2, domain::Role::kDirector);
  const domain::RoleChange auditor = RoleOf(1, 1, domain::Role::kAuditor);
  const absl::Time given_at = fixture_.clock().Now();
  Add(director);
  Add(auditor);
  Add(Back(director, Day(2025, 2, 1)));

  const auto roles = fixture_.view()->ListRoles();
  ASSERT_EQ(roles->size(), 2U);
  EXPECT_EQ((*roles)[0].id, director.id);
  EXPECT_TRUE((*roles)[0].withdrawn);
  EXPECT_EQ((*roles)[0].until, Day(2025, 2, 1));
  EXPECT_EQ((*roles)[0].recorded_at, given_at) << "when it was given";
  EXPECT_EQ((*roles)[1].id, auditor.id);
  EXPECT_EQ(*fixture_.view()->RolesOf(MemberOf(2)), std::vector{(*roles)[0]});
  EXPECT_THAT(*fixture_.view()->RolesOf(MemberOf(9)), IsEmpty());
}

TEST_P(AccessTest, ARoleIsGivenOnceAndTakenBackAsItWasGiven) {
  const domain::RoleChange role = RoleOf(1, 2, domain::Role::kDirector);
  EXPECT_EQ(Refused(RoleOf(1, 9, domain::Role::kDirector), absl::StatusCode::kNotFound), "parent not_found");
  EXPECT_EQ(Refused(Back(role, Day(2025, 2, 1)), absl::StatusCode::kNotFound), "name not_found");
  EXPECT_EQ(Refused(RoleOf(1, 2, domain::Role::kTherapist), absl::StatusCode::kInvalidArgument), "role not_granted");
  domain::RoleChange of_nobody = role;
  of_nobody.of = MemberOf(9);
  EXPECT_EQ(Refused(of_nobody, absl::StatusCode::kNotFound), "of not_found");
  domain::RoleChange backwards = role;
  backwards.until = Day(2024, 12, 31);
  EXPECT_EQ(Refused(backwards, absl::StatusCode::kInvalidArgument), "until days");
  Add(role);

  EXPECT_EQ(Refused(role, absl::StatusCode::kAlreadyExists), "role id_taken");
  domain::RoleChange other = Back(role, Day(2025, 2, 1));
  other.deputy = true;
  EXPECT_EQ(Refused(other, absl::StatusCode::kAlreadyExists), "role id_taken");
  EXPECT_EQ(Refused(Back(role, Day(2024, 12, 30)), absl::StatusCode::kInvalidArgument), "until days");
  EXPECT_EQ(Refused(Back(role, Day(2024, 12, 31)), absl::StatusCode::kOk), "") << "on the day on which it was given";
}

TEST_P(AccessTest, WhatWasTakenBackIsNotHadForLonger) {
  domain::RoleChange role = RoleOf(1, 2, domain::Role::kDirector);
  role.until = Day(2025, 3, 1);
  Add(role);
  EXPECT_EQ(Refused(Back(role, Day(2025, 4, 1)), absl::StatusCode::kFailedPrecondition), "name role_ended");
  Add(Back(role, Day(2025, 2, 1)));

  EXPECT_EQ(Refused(Back(role, Day(2025, 2, 20)), absl::StatusCode::kOk), "") << "who does it twice is not refused";
  EXPECT_EQ(fixture_.view()->ListRoles()->front().until, Day(2025, 2, 1));
}

TEST_P(AccessTest, TheSameCallGivesARoleOnce) {
  const domain::RoleChange role = RoleOf(1, 2, domain::Role::kDirector);
  const auto first = fixture_.Call(role, "grant");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(fixture_.Append({Back(role, Day(2025, 2, 1))}).ok());

  const auto again = fixture_.Call(role, "grant");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->first_number, first->first_number);
  const absl::Status other = fixture_.Call(role, "another grant").status();
  EXPECT_EQ(other.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(DetailOf(other)->reason, "request_id_reused");
}

TEST_P(AccessTest, WhoWasReadFindsItNewestFirst) {
  const uint64_t first = Add(Read(kBob, {1}));
  const uint64_t second = Add(Read(kOperator, {1, 2, 1}));
  const uint64_t third = Add(Read(kBob, {1}));

  EXPECT_THAT(To(1), ElementsAre(third, second, first)) << "each once";
  EXPECT_THAT(To(2), ElementsAre(second));
  EXPECT_THAT(To(1, {}, 2), ElementsAre(third, second));
  EXPECT_THAT(To(1, {0, second}), ElementsAre(first)) << "the next page";
  EXPECT_THAT(To(1, {second, third}), ElementsAre(second));
  EXPECT_THAT(To(1, {third, second}), IsEmpty());
  EXPECT_THAT(To(1, {}, 0), IsEmpty());
  const auto read = fixture_.view()->AccessesTo(MemberOf(2), {}, 10);
  domain::Access as_sent = Read(kOperator, {1, 2, 1});
  EXPECT_EQ(read->front().access, as_sent);
}

TEST_P(AccessTest, WhoReadIsFoundTooAndAReportIsOfNobody) {
  const uint64_t own = Add(Read(kBob, {1}));
  const uint64_t for_bob = Add(Read(kForBob, {1}));
  domain::Access report = Read(kOperator, {});
  report.scope = "report 2025-01-01..2025-03-31";
  const uint64_t aggregate = Add(report);

  const auto view = fixture_.view();
  EXPECT_THAT(NumbersOf(*view->AccessesBy(MemberOf(2), {}, 10)), ElementsAre(for_bob, own));
  EXPECT_THAT(NumbersOf(*view->AccessesBy(MemberId(), {}, 10)), ElementsAre(aggregate));
  EXPECT_THAT(NumbersOf(*view->ListAccesses({}, 10)), ElementsAre(aggregate, for_bob, own));
}

TEST_P(AccessTest, WhoseNameWasUsedIsToldLikeWhoWasRead) {
  const uint64_t used = Add(Read(kForBob, {}));
  const uint64_t read = Add(Read(kForBob, {1}));

  EXPECT_THAT(To(2), ElementsAre(read, used));
  EXPECT_THAT(To(1), ElementsAre(read));
  Add(Read(kBob, {1}));
  EXPECT_THAT(To(2), ElementsAre(read, used)) << "what Bob did himself is not told to him";
}

TEST_P(AccessTest, ALogHasNoRoomForWords) {
  domain::Access access = Read(kBob, {1});
  access.id = {};
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "access missing");
  access = Read(domain::Caller{false, {}}, {1});
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "reader missing");
  access = Read(kBob, {1});
  access.method.clear();
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "method missing");
  access = Read(kBob, {1});
  access.scope = "\"Ann\"";
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "scope token");
  access.scope = std::string(domain::kMaxScopeBytes + 1, 'r');
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "scope token");
  access = Read(kBob, std::vector<uint8_t>(domain::kMostAccessOf + 1, 1));
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "of too_many");
  access.of.pop_back();
  EXPECT_EQ(Refused(access, absl::StatusCode::kOk), "");
  access.highest = static_cast<domain::FieldClass>(9);
  EXPECT_EQ(Refused(access, absl::StatusCode::kInvalidArgument), "highest word");
}

TEST_P(AccessTest, WhenARecordCameFirstIsFoundByTheTime) {
  const uint64_t before = fixture_.view()->size();
  const absl::Time start = fixture_.clock().Now();
  const uint64_t first = Add(Read(kBob, {1}));
  const uint64_t second = Add(Read(kBob, {1}));
  const auto view = fixture_.view();

  EXPECT_EQ(*view->FirstSince(absl::InfinitePast()), 0U);
  EXPECT_EQ(*view->FirstSince(start + absl::Microseconds(1)), second);
  EXPECT_EQ(*view->FirstSince(start + absl::Minutes(1)), second);
  EXPECT_EQ(*view->FirstSince(start + absl::Hours(1)), view->size());
  EXPECT_LE(*view->FirstSince(start), before) << "the practice was added in that moment too";
  EXPECT_EQ(first, before);
}

TEST_P(AccessTest, TheOwnersLastWordCounts) {
  EXPECT_EQ(*fixture_.view()->NonUse(), std::nullopt);
  domain::NonUseAccepted accepted;
  accepted.id = BytesOf(0x6c, 2);
  accepted.owner = MemberOf(9);
  EXPECT_EQ(Refused(accepted, absl::StatusCode::kNotFound), "owner not_found");
  accepted.owner = MemberOf(1);
  accepted.text_digest.fill(1);
  Add(accepted);
  accepted.id = BytesOf(0x6c, 1);
  accepted.text_digest.fill(2);
  const absl::Time now = fixture_.clock().Now();
  Add(accepted);

  accepted.recorded_at = now;
  EXPECT_EQ(*fixture_.view()->NonUse(), accepted);
}

TEST_P(AccessTest, ReviewsAreListedInTheirOrder) {
  Add(ReviewTo(2, 2));
  Add(ReviewTo(1, 4));
  const auto reviews = fixture_.view()->ListLogReviews();
  ASSERT_EQ(reviews->size(), 2U);
  EXPECT_EQ((*reviews)[0].to, 2U);
  EXPECT_EQ((*reviews)[1].to, 4U);
  EXPECT_TRUE((*reviews)[1].remark.Reveal() == "nothing odd");

  EXPECT_EQ(Refused(ReviewTo(1, 4), absl::StatusCode::kAlreadyExists), "review id_taken");
  domain::LogReviewed backwards = ReviewTo(3, 4);
  backwards.from = 5;
  EXPECT_EQ(Refused(backwards, absl::StatusCode::kInvalidArgument), "to out_of_range");
  const auto first = fixture_.Call(ReviewTo(4, 9), "review");
  const auto again = fixture_.Call(ReviewTo(4, 9), "review");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_TRUE(again->duplicate && again->first_number == first->first_number);
}

TEST_P(AccessTest, WhatLeftIsAccountedForToWhoeverWasInIt) {
  const SubjectId a_case = SubjectId::Of(CaseOf(1));
  const SubjectId ann = SubjectId::Of(MemberOf(1));
  const uint64_t of_case = Add(DisclosureOf(3, {a_case}));
  const uint64_t of_all = Add(DisclosureOf(2, {}));
  const uint64_t of_both = Add(DisclosureOf(1, {a_case, ann}));
  const auto numbers = [](const absl::StatusOr<std::vector<domain::Disclosed>>& disclosures) {
    std::vector<uint64_t> all;
    for (const domain::Disclosed& each : *disclosures) all.push_back(each.number);
    return all;
  };

  EXPECT_THAT(numbers(fixture_.view()->ListDisclosures()), ElementsAre(of_case, of_all, of_both));
  EXPECT_THAT(numbers(fixture_.view()->DisclosuresOf(a_case)), ElementsAre(of_case, of_all, of_both));
  EXPECT_THAT(numbers(fixture_.view()->DisclosuresOf(ann)), ElementsAre(of_all, of_both));
  EXPECT_THAT(numbers(fixture_.view()->DisclosuresOf(SubjectId::Of(MemberOf(2)))), ElementsAre(of_all));
  EXPECT_TRUE(fixture_.view()->ListDisclosures()->front().recipient.Reveal() == "a court");
}

TEST_P(AccessTest, ADisclosureSaysToWhomWhyAndWhat) {
  domain::Disclosed disclosed = DisclosureOf(1, {});
  disclosed.recipient = Sensitive<std::string>();
  EXPECT_EQ(Refused(disclosed, absl::StatusCode::kInvalidArgument), "recipient missing");
  disclosed = DisclosureOf(1, {});
  disclosed.purpose = Sensitive<std::string>();
  EXPECT_EQ(Refused(disclosed, absl::StatusCode::kInvalidArgument), "purpose missing");
  disclosed = DisclosureOf(1, {});
  disclosed.basis = static_cast<domain::LawfulBasis>(0);
  EXPECT_EQ(Refused(disclosed, absl::StatusCode::kInvalidArgument), "basis missing");
  const SubjectId a_case = SubjectId::Of(CaseOf(1));
  EXPECT_EQ(Refused(DisclosureOf(1, {a_case, a_case}), absl::StatusCode::kInvalidArgument), "subjects order");
  EXPECT_EQ(Refused(DisclosureOf(1, {SubjectId::Practice()}), absl::StatusCode::kInvalidArgument), "subjects order");
  EXPECT_EQ(Refused(DisclosureOf(1, {SubjectId::Of(CaseOf(9))}), absl::StatusCode::kNotFound), "subjects not_found");
  Add(DisclosureOf(1, {a_case}));
  EXPECT_EQ(Refused(DisclosureOf(1, {}), absl::StatusCode::kAlreadyExists), "disclosure id_taken");
}

TEST_P(AccessTest, APastMomentHasWhatWasKnownThen) {
  const domain::RoleChange role = RoleOf(1, 2, domain::Role::kDirector);
  Add(role);
  const uint64_t read = Add(Read(kBob, {1}));
  const absl::Time then = fixture_.clock().Now() - absl::Seconds(1);
  Add(Back(role, Day(2025, 2, 1)));
  Add(Read(kBob, {1}));
  Add(DisclosureOf(1, {}));

  const auto past = fixture_.store().AsOf(then, Wait);
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_FALSE((*past)->ListRoles()->front().withdrawn);
  EXPECT_THAT(NumbersOf(*(*past)->AccessesTo(MemberOf(1), {}, 10)), ElementsAre(read));
  EXPECT_TRUE((*past)->ListDisclosures()->empty());
}

TEST_P(AccessTest, RowsAreWhatTheRecordsMakeAfterAStartToo) {
  const domain::RoleChange role = RoleOf(1, 2, domain::Role::kDirector);
  Add(role);
  const uint64_t read = Add(Read(kForBob, {1}));
  Add(Back(role, Day(2025, 2, 1)));
  Add(ReviewTo(1, 2));
  Add(DisclosureOf(1, {SubjectId::Of(CaseOf(1))}));

  const auto rows = fixture_.store().evidence().CheckProjections();
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_THAT(rows->faults, IsEmpty());
  const auto records = fixture_.store().evidence().CheckRecords(0, 1000);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_THAT(records->faults, IsEmpty());
  if (!GetParam()) return;  // what is in memory does not outlive the store
  const auto roles = fixture_.view()->ListRoles();

  fixture_.Open();

  EXPECT_EQ(*fixture_.view()->ListRoles(), *roles);
  EXPECT_THAT(To(2), ElementsAre(read));
}

INSTANTIATE_TEST_SUITE_P(Every, AccessTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::access_test
