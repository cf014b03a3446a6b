#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::store_test {
namespace {

using ::testing::ElementsAre;

const SubjectId kCase = SubjectId::Of(CaseOf(1));

// What every store owes the domain.
class StoreTest : public testing::TestWithParam<bool> {
 protected:
  StoreTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  StoreFixture fixture_;
};

TEST_P(StoreTest, GivesBackMembersAndCases) {
  const auto view = fixture_.view();

  const auto member = view->GetMember(MemberOf(1));
  ASSERT_TRUE(member.ok()) << member.status();
  EXPECT_EQ(member->display_name, "Ann");
  EXPECT_EQ(*view->FindMember("Bob"), MemberOf(2));
  EXPECT_EQ(view->FindMember("Eve").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(view->ListMembers(MemberId(), 10)->size(), 2U);
  EXPECT_EQ(view->ListMembers(MemberOf(1), 10)->size(), 1U);
  const auto file = view->GetCase(CaseOf(1));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->code, "C-1");
  EXPECT_TRUE(file->open());
  EXPECT_EQ(file->holder(), MemberOf(1));
  EXPECT_EQ(*view->FindCase("C-1"), CaseOf(1));
  EXPECT_TRUE(*view->EverOnCase(CaseOf(1), MemberOf(1)));
  EXPECT_FALSE(*view->EverOnCase(CaseOf(1), MemberOf(2)));
}

TEST_P(StoreTest, GivesAnEntryBackWhole) {
  domain::NewEntry entry = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3));
  entry.entry.facts.SetNumber(MakeFieldId(Kind::kPersonalReaction, 1), 6);
  entry.entry.narrative = Sensitive<domain::Narrative>({"what was felt", {{"Details", "a cell"}}});
  entry.entry.header.occurred.minute_of_day = 600;
  entry.entry.header.first_reader = MemberOf(2);

  const auto appended = fixture_.Append({entry});

  ASSERT_TRUE(appended.ok()) << appended.status();
  const auto read = fixture_.view()->GetEntry(appended->entry);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->number, appended->first_number);
  EXPECT_EQ(read->recorded_at, appended->recorded_at);
  EXPECT_EQ(read->entry.kind, Kind::kPersonalReaction);
  EXPECT_EQ(read->entry.facts, entry.entry.facts);
  EXPECT_TRUE(read->entry.narrative == entry.entry.narrative);
  EXPECT_EQ(read->entry.header.kind, Kind::kNone);
  EXPECT_TRUE(read->entry.header.personal);
  EXPECT_TRUE(read->entry.header.facts.empty());
  EXPECT_EQ(read->entry.header.first_reader, MemberOf(2));
  EXPECT_EQ(read->entry.header.occurred, entry.entry.header.occurred);
}

TEST_P(StoreTest, WhatIsKeptInMemoryIsWhatTheRecordSays) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  domain::NewEntry entry = EntryOf(kCase, Kind::kConsultation, Day(2025, 2, 3));
  entry.entry.facts.SetNumber(MakeFieldId(Kind::kConsultation, 4), 1);
  entry.entry.facts.SetNumber(MakeFieldId(Kind::kConsultation, 6), 1);
  entry.entry.facts.SetText(MakeFieldId(Kind::kConsultation, 8), "a rationale");
  entry.entry.narrative = Sensitive<domain::Narrative>({"what was said", {{"Details", "a cell"}}});
  entry.entry.header.caller.acting_for = MemberOf(1);
  entry.entry.header.reported.minute_of_day = 700;
  domain::NewEntry reaction = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 4));
  reaction.entry.facts.SetNumber(MakeFieldId(Kind::kPersonalReaction, 1), 6);
  const auto first = fixture_.Append({entry});
  const auto second = fixture_.Append({reaction});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x30, 1));
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  section.clear.opened_by_kind = Kind::kTermination;
  section.clear.resolved_by_kind = Kind::kDiscussion;
  section.sealed = {"attraction_consult", "consultation", "1.0.0", "key", first->entry, {}, {first->entry}, {}, {}, ""};
  domain::Assessment assessment;
  assessment.sections = {section};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  const std::vector<uint64_t> numbers = {first->first_number, second->first_number};
  std::vector<domain::Entry> before;
  for (const uint64_t number : numbers) before.push_back((*fixture_.view()->EntryAt(number))->entry);
  const auto follow_ups = *fixture_.view()->FollowUpsOf(kCase);
  ASSERT_EQ(follow_ups.size(), 1U);

  fixture_.Close();
  fixture_.Open();

  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto read = *fixture_.view()->EntryAt(numbers[i]);
    EXPECT_EQ(read->number, numbers[i]);
    EXPECT_TRUE(read->entry == before[i]) << i;
  }
  EXPECT_TRUE(*fixture_.view()->FollowUpsOf(kCase) == follow_ups);
  EXPECT_EQ(fixture_.view()->EntryAt(100).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StoreTest, TheTimelineIsInOrderOfTheDayNotOfArrival) {
  const auto late = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 3, 1))});
  const auto early = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))});

  const auto page = fixture_.view()->Timeline(kCase, domain::Place::First(), 2);

  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->entries.size(), 2U);
  EXPECT_EQ(page->entries[1].entry.header.id, early->entry);
  ASSERT_TRUE(page->next.has_value());
  const auto rest = fixture_.view()->Timeline(kCase, *page->next, 2);
  ASSERT_EQ(rest->entries.size(), 1U);
  EXPECT_EQ(rest->entries[0].entry.header.id, late->entry);
  EXPECT_FALSE(rest->next.has_value());
}

TEST_P(StoreTest, ARefusedTransactionLeavesNothing) {
  const auto before = fixture_.view()->size();

  const auto code = fixture_.CodeOf({domain::NewCase{CaseOf(2), "C-2"}, domain::NewCase{CaseOf(3), "C-2"}});

  EXPECT_EQ(code, absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(fixture_.view()->size(), before);
  EXPECT_EQ(fixture_.view()->FindCase("C-2").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StoreTest, UnknownNamesAreNotFoundAndNamed) {
  const auto of_no_case = fixture_.Append({EntryOf(SubjectId::Of(CaseOf(9)), Kind::kSession, Day(2025, 2, 1))});
  EXPECT_EQ(of_no_case.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(of_no_case.status())->field, "parent");
  domain::NewEntry by_nobody = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  by_nobody.entry.header.author = MemberOf(9);
  const auto refused = fixture_.Append({by_nobody});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(refused.status())->field, "author");
}

TEST_P(StoreTest, ANameOrCodeIsTakenOnce) {
  EXPECT_EQ(fixture_.CodeOf({domain::NewCase{CaseOf(2), "C-1"}}), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(fixture_.CodeOf({domain::Member{MemberOf(3), "Ann", {}}}), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(fixture_.CodeOf({domain::Member{MemberOf(1), "Anna", {}}}), absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.view()->FindMember("Ann").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*fixture_.view()->FindMember("Anna"), MemberOf(1));
}

TEST_P(StoreTest, ARevisionMarksWhatItRevises) {
  const auto written = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))});
  domain::NewEntry amended = EntryOf(kCase, Kind::kSession, Day(2025, 2, 2));
  amended.entry.header.revises = written->entry;
  const auto amendment = fixture_.Append({amended});
  ASSERT_TRUE(amendment.ok()) << amendment.status();
  EXPECT_EQ(fixture_.view()->GetEntry(written->entry)->revised_by, amendment->entry);
  EXPECT_FALSE(fixture_.view()->GetEntry(written->entry)->retracted);

  domain::NewEntry retraction = EntryOf(kCase, Kind::kRetraction, Day(2025, 2, 3));
  retraction.entry.header.revises = amendment->entry;
  const auto retracted = fixture_.Append({retraction});

  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_TRUE(fixture_.view()->GetEntry(amendment->entry)->retracted);
  EXPECT_TRUE(fixture_.view()->GetEntry(written->entry)->retracted);
  EXPECT_EQ(fixture_.view()->GetEntry(written->entry)->revised_by, retracted->entry);
  EXPECT_EQ(fixture_.view()->Timeline(kCase, domain::Place::First(), 10)->entries.size(), 4U);
  retraction.entry.header.revises = retracted->entry;
  EXPECT_EQ(fixture_.CodeOf({retraction}), absl::StatusCode::kFailedPrecondition);
  retraction.entry.header.revises = EntryId(BytesOf(0x77));
  EXPECT_EQ(fixture_.CodeOf({retraction}), absl::StatusCode::kFailedPrecondition);
}

TEST_P(StoreTest, WhatTakesAPersonalEntryBackIsPersonalAsWell) {
  const auto reaction = fixture_.Append({EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 1))});
  ASSERT_TRUE(reaction.ok()) << reaction.status();
  domain::NewEntry retraction = EntryOf(kCase, Kind::kRetraction, Day(2025, 2, 3));
  retraction.entry.header.revises = reaction->entry;
  EXPECT_EQ(fixture_.CodeOf({retraction}), absl::StatusCode::kFailedPrecondition);

  retraction.entry.header.personal = true;
  const auto retracted = fixture_.Append({retraction});

  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_TRUE(fixture_.view()->GetEntry(reaction->entry)->retracted);
  const auto written = fixture_.view()->GetEntry(retracted->entry);
  EXPECT_TRUE(written->entry.header.personal);
  EXPECT_EQ(written->entry.header.kind, Kind::kNone);
  EXPECT_EQ(written->entry.kind, Kind::kRetraction);
  // It stands where a personal entry stands, so that its place does not say what it is.
  const auto page = fixture_.view()->Timeline(kCase, domain::Place::First(), 10);
  EXPECT_EQ(domain::PlaceOf(page->entries.back().entry.header).rank, domain::kPersonalRank);
  retraction.entry.header.revises = retracted->entry;
  EXPECT_EQ(fixture_.CodeOf({retraction}), absl::StatusCode::kFailedPrecondition);
}

TEST_P(StoreTest, ARetractedIntakeClosesTheCase) {
  const auto page = fixture_.view()->Timeline(kCase, domain::Place::First(), 1);
  domain::NewEntry retraction = EntryOf(kCase, Kind::kRetraction, Day(2025, 2, 3));
  retraction.entry.header.revises = page->entries[0].entry.header.id;

  ASSERT_TRUE(fixture_.Append({retraction}).ok());

  EXPECT_TRUE(fixture_.view()->GetCase(CaseOf(1))->episodes.empty());
}

TEST_P(StoreTest, SupervisionStandsInTheTimelinesOfTheCasesThatItCovers) {
  domain::NewEntry note = EntryOf(SubjectId::Of(MemberOf(1)), Kind::kSupervision, Day(2025, 2, 1));
  note.entry.facts.SetId(MakeFieldId(Kind::kSupervision, 1), MemberOf(2).bytes());
  note.entry.facts.SetId(MakeFieldId(Kind::kSupervision, 5), CaseOf(1).bytes());
  const auto appended = fixture_.Append({note});
  ASSERT_TRUE(appended.ok()) << appended.status();

  const auto of_case = fixture_.view()->Timeline(kCase, domain::Place::First(), 10);
  const auto of_member = fixture_.view()->Timeline(SubjectId::Of(MemberOf(1)), domain::Place::First(), 10);

  ASSERT_EQ(of_case->entries.size(), 2U);
  EXPECT_EQ(of_case->entries[1].entry.header.id, appended->entry);
  ASSERT_EQ(of_member->entries.size(), 1U);
  EXPECT_EQ(of_member->entries[0].entry.header.id, appended->entry);
  domain::NewEntry retraction = EntryOf(SubjectId::Of(MemberOf(1)), Kind::kRetraction, Day(2025, 2, 3));
  retraction.entry.header.revises = appended->entry;
  ASSERT_TRUE(fixture_.Append({retraction}).ok());
  EXPECT_TRUE(fixture_.view()->Timeline(kCase, domain::Place::First(), 10)->entries[1].retracted);
}

TEST_P(StoreTest, KeepsSettingsActivationAndSupervision) {
  domain::Settings settings;
  settings.practice_name = "Elm Street";
  settings.closed_dates = {Day(2025, 12, 25)};
  domain::Activation activation{"set 1", {"consultation 1.0.0"}, {"default 1.0.0"}, Day(2024, 1, 1)};
  domain::Supervision supervision{MemberOf(1), MemberOf(2), Day(2025, 1, 1), std::nullopt};

  ASSERT_TRUE(fixture_.Append({settings, activation, supervision}).ok());

  EXPECT_EQ(*fixture_.view()->GetSettings(), settings);
  EXPECT_EQ(fixture_.view()->GetActivation()->profiles, activation.profiles);
  EXPECT_THAT(*fixture_.view()->SupervisionsOf(MemberOf(1)), ElementsAre(supervision));
  EXPECT_THAT(*fixture_.view()->SupervisionsOf(MemberOf(2)), ElementsAre(supervision));
}

TEST_P(StoreTest, ALaterRecordOfASupervisionStandsInItsPlace) {
  domain::Supervision supervision{MemberOf(1), MemberOf(2), Day(2025, 1, 1), std::nullopt};
  const domain::Supervision other{MemberOf(1), MemberOf(2), Day(2024, 1, 1), Day(2024, 6, 30)};
  ASSERT_TRUE(fixture_.Append({other, supervision}).ok());

  supervision.until = Day(2025, 3, 31);
  ASSERT_TRUE(fixture_.Append({supervision}).ok());

  EXPECT_THAT(*fixture_.view()->SupervisionsOf(MemberOf(1)), ElementsAre(other, supervision));
  EXPECT_THAT(*fixture_.view()->SupervisionsOf(MemberOf(2)), ElementsAre(other, supervision));
}

TEST_P(StoreTest, AViewDoesNotMove) {
  const auto before = fixture_.view();

  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))}).ok());

  EXPECT_EQ(before->Timeline(kCase, domain::Place::First(), 10)->entries.size(), 1U);
  EXPECT_EQ(fixture_.view()->Timeline(kCase, domain::Place::First(), 10)->entries.size(), 2U);
}

TEST_P(StoreTest, APastMomentIsGivenUpWhenItIsNotWantedAnyMore) {
  std::vector<domain::Change> members;
  for (int i = 0; i < 1000; ++i) {
    members.emplace_back(domain::Member{
        MemberId(BytesOf(static_cast<uint8_t>(0x55 + i / 256), static_cast<uint8_t>(i))), absl::StrCat("M ", i), {}});
  }
  ASSERT_TRUE(fixture_.Append(std::move(members)).ok());
  const absl::Time before = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kTermination, Day(2025, 2, 1))}).ok());
  std::vector<uint64_t> folded;
  const auto past = fixture_.store().AsOf(before, [&](const domain::FoldProgress& progress) {
    EXPECT_EQ(progress.of, fixture_.view()->size() - 1);
    return folded.emplace_back(progress.records) < 512 ? absl::OkStatus() : absl::DeadlineExceededError("enough");
  });
  EXPECT_EQ(past.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(folded, (std::vector<uint64_t>{0, 256, 512})) << "at the start, and while it folds";
  EXPECT_TRUE(fixture_.store().AsOf(before, Wait).ok());
}

TEST_P(StoreTest, APastMomentShowsWhatWasRecordedByThen) {
  const absl::Time before = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kTermination, Day(2025, 2, 1))}).ok());

  const auto past = fixture_.store().AsOf(before, Wait);
  const auto ancient = fixture_.store().AsOf(absl::FromUnixSeconds(1), Wait);

  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_TRUE((*past)->GetCase(CaseOf(1))->open());
  EXPECT_EQ((*past)->last_recorded_at(), before);
  EXPECT_EQ((*ancient)->size(), 0U);
  EXPECT_EQ((*ancient)->GetCase(CaseOf(1)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(fixture_.view()->GetCase(CaseOf(1))->open());
}

TEST_P(StoreTest, RecordedAtNeverGoesBack) {
  const absl::Time before = fixture_.view()->last_recorded_at();
  fixture_.clock().SetTime(before - absl::Hours(5));

  const auto appended = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))});

  EXPECT_EQ(appended->recorded_at, before);
}

TEST_P(StoreTest, AClosedStoreTakesNothing) {
  ASSERT_TRUE(fixture_.store().Close().ok());

  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))}), absl::StatusCode::kUnavailable);
}

TEST_P(StoreTest, ShapeIsCheckedWhereItIsTakenIn) {
  domain::NewEntry too_long = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  too_long.entry.narrative = Sensitive<domain::Narrative>({std::string(16 * 1024 + 1, 'x'), {}});
  EXPECT_EQ(DetailOf(fixture_.Append({too_long}).status())->field, "note");
  domain::NewEntry bad_text = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  bad_text.entry.narrative = Sensitive<domain::Narrative>({"\xC3", {}});
  EXPECT_EQ(DetailOf(fixture_.Append({bad_text}).status())->reason, "not_utf8");
  domain::NewEntry foreign_field = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
  foreign_field.entry.facts.SetNumber(MakeFieldId(Kind::kReferral, 1), 1);
  EXPECT_EQ(fixture_.CodeOf({foreign_field}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(SubjectId::Of(MemberOf(1)), Kind::kSession, Day(2025, 2, 1))}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, static_cast<Kind>(140), Day(2025, 2, 1))}),
            absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(Every, StoreTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::store_test
