#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes to a call that is made again: it makes one thing, and it is told which.
namespace candor::store::same_call_test {
namespace {

const SubjectId kCase = SubjectId::Of(CaseOf(1));

class SameCallTest : public testing::TestWithParam<bool> {
 protected:
  SameCallTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  StoreFixture fixture_;
};

TEST_P(SameCallTest, ARequestIdNamesOneEntryForSevenDays) {
  domain::NewEntry entry = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  entry.request_id = "3f1c";
  const auto first = fixture_.Append({entry});
  ASSERT_TRUE(first.ok()) << first.status();

  fixture_.clock().AdvanceTime(absl::Hours(24 * 7) - absl::Seconds(1));
  const auto again = fixture_.Append({entry});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry, first->entry);
  EXPECT_EQ(again->first_number, first->first_number);

  domain::NewEntry other = entry;
  other.entry.header.occurred.day = Day(2025, 2, 2);
  EXPECT_EQ(fixture_.CodeOf({other}), absl::StatusCode::kAlreadyExists);
  domain::NewEntry by_another = other;
  by_another.entry.header.caller.acting_for = MemberOf(2);
  EXPECT_EQ(fixture_.CodeOf({by_another}), absl::StatusCode::kOk);

  fixture_.clock().AdvanceTime(absl::Seconds(2));
  const auto anew = fixture_.Append({other});
  ASSERT_TRUE(anew.ok()) << anew.status();
  EXPECT_FALSE(anew->duplicate);
  EXPECT_NE(anew->entry, first->entry);
}

TEST_P(SameCallTest, AnEntryIsKnownByTheCallThatMadeIt) {
  domain::NewEntry entry = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  entry.request_id = "3f1c";
  const auto first = fixture_.Call(entry, "a session");
  ASSERT_TRUE(first.ok()) << first.status();

  // What the daemon adds of its own accord, a day of its own for one, makes no other call of it.
  entry.entry.header.reported.day = Day(2025, 2, 2);
  const auto again = fixture_.Call(entry, "a session");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry, first->entry);
  EXPECT_EQ(again->subject, kCase);
  EXPECT_EQ(DetailOf(fixture_.Call(entry, "another call").status())->reason, "request_id_reused");

  // A repetition is answered before anything is asked of the state.
  domain::NewEntry retraction = EntryOf(kCase, Kind::kRetraction, Day(2025, 2, 3));
  retraction.entry.facts.SetNumber(MakeFieldId(Kind::kRetraction, 1), 1);
  retraction.entry.header.revises = first->entry;
  retraction.request_id = "3f1d";
  const auto retracted = fixture_.Call(retraction, "a retraction");
  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_TRUE(fixture_.Call(retraction, "a retraction")->duplicate);
  retraction.request_id = "3f1e";
  EXPECT_EQ(DetailOf(fixture_.Call(retraction, "a second retraction").status())->reason, "retracted");
}

TEST_P(SameCallTest, ACallMakesOneThing) {
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x30, 1));
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  domain::Assessment assessment;
  assessment.sections = {section};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  domain::Decision decision;
  decision.id = DecisionId(BytesOf(0x50));
  decision.subject = kCase;
  decision.follow_up = FollowUpId(BytesOf(0x30, 1));
  domain::Decision other_decision = decision;
  other_decision.reason = Sensitive<std::string>("another reason");
  const std::vector<std::pair<domain::Change, domain::Change>> all = {
      {domain::Member{MemberOf(7), "Eve", {}}, domain::Member{MemberOf(7), "Eva", {}}},
      {domain::NewCase{CaseOf(7), "C-7"}, domain::NewCase{CaseOf(7), "C-8"}},
      {decision, other_decision}};
  for (const auto& [change, other] : all) {
    const auto first = fixture_.Call(change, "a call");
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_FALSE(first->duplicate);
    const uint64_t size = fixture_.view()->size();
    const auto again = fixture_.Call(change, "a call");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->duplicate);
    EXPECT_EQ(again->first_number, first->first_number);
    EXPECT_EQ(DetailOf(fixture_.Call(other, "another call").status())->reason, "request_id_reused");
    EXPECT_EQ(fixture_.view()->size(), size);
  }
  EXPECT_EQ(DetailOf(fixture_.Append({decision}).status())->reason, "id_taken");

  // Also when the member has changed since, and after a start.
  ASSERT_TRUE(fixture_.Append({domain::Member{MemberOf(7), "Eve", {{std::nullopt, {"mft", "US-CA", false}}}}}).ok());
  if (GetParam()) {
    fixture_.Close();
    fixture_.Open();
  }
  for (const auto& [change, other] : all) EXPECT_TRUE(fixture_.Call(change, "a call")->duplicate);
  EXPECT_EQ(fixture_.view()->GetMember(MemberOf(7))->display_name, "Eve");
  EXPECT_EQ(fixture_.view()->DecisionsOf(kCase, decision.follow_up)->size(), 1U);
}

TEST_P(SameCallTest, AnImportedRowIsADuplicateForEver) {
  domain::Batch batch{BatchId(BytesOf(0x40)), std::string(32, 'f'), std::string(32, 'm'), Day(2024, 1, 1)};
  ASSERT_TRUE(fixture_.Append({batch}).ok());
  domain::NewEntry row = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  row.import_digest = std::string(32, 'd');
  row.entry.header.batch = batch.id;
  EXPECT_EQ(fixture_.view()->FindImported(row.import_digest).status().code(), absl::StatusCode::kNotFound);
  const auto first = fixture_.Append({domain::NewCase{CaseOf(5), "C-5"}, row});
  ASSERT_TRUE(first.ok()) << first.status();

  fixture_.clock().AdvanceTime(absl::Hours(24 * 4000));
  row.entry.header.caller.acting_for = MemberOf(2);
  row.entry.header.batch = BatchId();
  const auto again = fixture_.Append({domain::NewCase{CaseOf(6), "C-6"}, row});

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry, first->entry);
  EXPECT_EQ(*fixture_.view()->FindImported(row.import_digest), first->entry);
  EXPECT_EQ(fixture_.view()->FindCase("C-6").status().code(), absl::StatusCode::kNotFound);
}

INSTANTIATE_TEST_SUITE_P(Every, SameCallTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::same_call_test
