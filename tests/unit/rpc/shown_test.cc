#include "daemon/rpc/shown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/case.pb.h"
#include "candor/v1/concern.pb.h"
#include "candor/v1/decision.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/member.pb.h"
#include "candor/v1/retention.pb.h"
#include "candor/v1/supervision.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/rpc/names.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::rpc::shown_test {
namespace {

using domain::AccessOf;
using domain::Caller;
using domain::FieldClass;
using domain::SubjectId;
using store::CaseOf;
using store::MemberOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ShownTest : public testing::Test {
 protected:
  Shown In(const google::protobuf::Message& answer, const Caller& reader) {
    const auto shown = ShownIn(answer, reader, *fixture_.view());
    EXPECT_TRUE(shown.ok()) << shown.status();
    return shown.ok() ? *shown : Shown();
  }
  Shown To(const MemberId& member, const google::protobuf::Message& answer) { return In(answer, {false, member}); }

  static v1::Entry EntryBy(const MemberId& author, const MemberId& therapist) {
    v1::Entry entry;
    entry.set_name(EntryName(in_case_, EntryId(store::BytesOf(7))));
    entry.set_kind(v1::ENTRY_KIND_SESSION);
    entry.set_author(MemberName(author));
    entry.set_therapist(MemberName(therapist));
    return entry;
  }
  static v1::FollowUp FollowUpOf(const MemberId& therapist) {
    v1::FollowUp follow_up;
    follow_up.set_name(FollowUpName(in_case_, FollowUpId(store::BytesOf(8))));
    follow_up.set_therapist(MemberName(therapist));
    return follow_up;
  }

  static inline const SubjectId in_case_ = SubjectId::Of(CaseOf(1));
  const MemberId ann_ = MemberOf(1), bob_ = MemberOf(2), cem_ = MemberOf(3);
  store::StoreFixture fixture_{false};
};

TEST_F(ShownTest, AnEntryIsOfWhoWroteItAndOfWhomItIsAbout) {
  v1::GetEntryResponse answer;
  *answer.mutable_entry() = EntryBy(ann_, bob_);

  const Shown shown = To(cem_, answer);

  EXPECT_THAT(shown.of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kTriage},
                                    AccessOf{bob_, in_case_, FieldClass::kTriage}));
  EXPECT_EQ(shown.items, 1U);
  EXPECT_FALSE(shown.needs_purpose);
  EXPECT_THAT(To(bob_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kTriage})) << "Ann's report";
}

TEST_F(ShownTest, OnesOwnIsNothing) {
  v1::ListEntriesResponse answer;
  *answer.add_entries() = EntryBy(ann_, ann_);
  answer.mutable_entries(0)->set_note("own words");

  EXPECT_TRUE(To(ann_, answer).empty());
  EXPECT_THAT(To(ann_, answer).bytes, IsEmpty());
  EXPECT_FALSE(In(answer, {true, ann_}).empty()) << "the operator acts for her, and she is told";
  EXPECT_FALSE(In(answer, {true, {}}).empty());
}

TEST_F(ShownTest, TheHighestClassIsThatOfWhatIsFilledIn) {
  v1::GetEntryResponse answer;
  *answer.mutable_entry() = EntryBy(ann_, ann_);
  EXPECT_EQ(To(bob_, answer).highest, FieldClass::kTriage);

  answer.mutable_entry()->mutable_crossing()->set_currency_code("EUR");
  EXPECT_EQ(To(bob_, answer).highest, FieldClass::kDetail);
  EXPECT_TRUE(To(bob_, answer).needs_purpose);

  answer.mutable_entry()->set_note("words");
  EXPECT_EQ(To(bob_, answer).highest, FieldClass::kNarrative);
}

// A choice from a list is class triage, for figures; whoever is shown it is shown what happened.
TEST_F(ShownTest, WhatHappenedIsMoreThanThatItIsThere) {
  v1::GetEntryResponse there;
  *there.mutable_entry() = EntryBy(ann_, ann_);
  there.mutable_entry()->mutable_crossing();
  EXPECT_EQ(To(bob_, there).highest, FieldClass::kTriage) << "the kind, once more";
  v1::GetEntryResponse area = there, basis = there, stage = there, feelings = there;
  area.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_TOUCH);
  basis.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);
  stage.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
  feelings.mutable_entry()->mutable_client_feelings()->set_event(v1::FEELINGS_EVENT_TOLD);

  for (const v1::GetEntryResponse& each : {area, basis, stage, feelings}) {
    const Shown shown = To(bob_, each);
    EXPECT_THAT(shown.of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kDetail})) << each.ShortDebugString();
    EXPECT_TRUE(shown.needs_purpose);
    EXPECT_TRUE(To(ann_, each).empty());
  }
}

TEST_F(ShownTest, WhoIsAwayIsNoMoreThanDatesAndPeople) {
  v1::ListEntriesResponse answer;
  v1::Entry& entry = *answer.add_entries();
  entry = EntryBy(ann_, ann_);
  entry.set_kind(v1::ENTRY_KIND_ABSENCE);
  entry.set_basis(v1::ENTRY_BASIS_OWN);
  entry.mutable_absence()->set_cover(MemberName(cem_));

  EXPECT_EQ(To(bob_, answer).highest, FieldClass::kTriage);
  EXPECT_FALSE(To(bob_, answer).needs_purpose);
}

TEST_F(ShownTest, APrivateNoteIsOfItsAuthorAlone) {
  v1::GetEntryResponse answer;
  *answer.mutable_entry() = EntryBy(ann_, bob_);
  answer.mutable_entry()->mutable_personal_reaction();

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kPersonal}));
}

TEST_F(ShownTest, APrivateNoteStandsApartFromWhatElseWasShown) {
  v1::ListEntriesResponse answer;
  *answer.add_entries() = EntryBy(ann_, ann_);
  const Shown before = To(cem_, answer);
  EXPECT_EQ(before.note_items, 0U);

  *answer.add_entries() = EntryBy(ann_, ann_);
  answer.mutable_entries(1)->mutable_personal_reaction();
  Shown shown = To(cem_, answer);

  const auto apart =
      ElementsAre(AccessOf{ann_, in_case_, FieldClass::kTriage}, AccessOf{ann_, in_case_, FieldClass::kPersonal});
  EXPECT_THAT(shown.of, apart);
  EXPECT_EQ(shown.items - shown.note_items, before.items);
  shown.Add(before);
  EXPECT_THAT(shown.of, apart);
  EXPECT_EQ(shown.note_items, 1U);
}

// Else the log of others would have its case and its reader once more, as something ordinary.
TEST_F(ShownTest, WhyAPrivateNoteAsksForSomethingIsOfANoteToo) {
  v1::ExplainFollowUpResponse answer;
  v1::Explanation& explanation = *answer.mutable_explanation();
  *explanation.mutable_follow_up() = FollowUpOf(ann_);
  explanation.mutable_follow_up()->set_from_private_note(true);
  explanation.mutable_follow_up()->set_rule("a_rule");
  explanation.set_title("why");

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kPersonal}));
  EXPECT_EQ(To(cem_, answer).note_items, 1U);
}

TEST_F(ShownTest, OneOfWhichNoKindIsToldIsOfItsAuthorAlone) {
  v1::GetEntryResponse answer;
  *answer.mutable_entry() = EntryBy(ann_, bob_);
  answer.mutable_entry()->clear_kind();

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kTriage}));
  answer.mutable_entry()->clear_author();
  EXPECT_TRUE(To(cem_, answer).empty()) << "that there is one is of nobody";
}

TEST_F(ShownTest, ARestrictedFollowUpIsOfNobodyInParticular) {
  v1::GetFollowUpResponse answer;
  *answer.mutable_follow_up() = FollowUpOf(ann_);
  answer.mutable_follow_up()->set_rule("a_rule");
  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kDetail}));

  answer.mutable_follow_up()->set_restricted(true);

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{{}, in_case_, FieldClass::kDetail}));
}

// It stands under whom it is about, whose log does not tell of it.
TEST_F(ShownTest, AConcernIsOfNobodyInParticular) {
  v1::GetEntryResponse answer;
  *answer.mutable_entry() = EntryBy(ann_, bob_);
  answer.mutable_entry()->set_restricted(true);
  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{{}, in_case_, FieldClass::kTriage}));
  EXPECT_TRUE(To(ann_, answer).empty()) << "who raised it looks at their own";
  EXPECT_TRUE(To(bob_, answer).empty()) << "and so does whom it is about, once they are told";

  v1::GetConcernResponse how_far;
  how_far.mutable_concern()->set_name(MemberName(bob_) + "/entries/" + EntryId::Random().ToString());
  how_far.mutable_concern()->set_member(MemberName(bob_));
  how_far.mutable_concern()->set_restricted(true);
  EXPECT_THAT(To(cem_, how_far).of, ElementsAre(AccessOf{{}, SubjectId::Of(bob_), FieldClass::kTriage}));
  how_far.mutable_concern()->set_reporter(MemberName(ann_));
  EXPECT_THAT(To(cem_, how_far).of, ElementsAre(AccessOf{{}, SubjectId::Of(bob_), FieldClass::kTriage}));
  EXPECT_TRUE(To(ann_, how_far).empty()) << "else the log would say who asks for it, and so who raised it";
}

// What was taken from whom would say, to who took it, that there had been a report.
TEST_F(ShownTest, AMeasureStandsUnderNobody) {
  v1::ListMeasuresResponse answer;
  v1::Measure& measure = *answer.add_measures();
  measure.set_name(MemberName(bob_) + "/roles/" + RoleChangeId::Random().ToString());
  measure.set_member(MemberName(bob_));
  measure.set_taken_by(MemberName(ann_));
  measure.set_restricted(true);

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{{}, SubjectId::Practice(), FieldClass::kTriage}));
}

TEST_F(ShownTest, AFactThatIsAConcernDoesNotTellWhoRaisedIt) {
  fixture_.AddPractice();
  domain::NewEntry raised;
  domain::EntryHeader& header = raised.entry.header;
  header.subject = SubjectId::Of(bob_);
  header.therapist = bob_;
  header.author = ann_;
  header.caller = {false, ann_};
  header.source = domain::Source::kColleague;
  header.occurred.day = Day(2025, 3, 3);
  header.reported.day = Day(2025, 3, 3);
  raised.entry.kind = domain::Kind::kConcern;
  const auto appended = fixture_.Append({raised});
  ASSERT_TRUE(appended.ok()) << appended.status();
  v1::ExplainFollowUpResponse answer;
  v1::Explanation& explanation = *answer.mutable_explanation();
  *explanation.mutable_follow_up() = FollowUpOf(bob_);
  explanation.mutable_follow_up()->set_restricted(true);
  explanation.add_facts()->set_entry(EntryName(header.subject, appended->entry));

  for (const AccessOf& each : To(cem_, answer).of) EXPECT_TRUE(each.member.empty());
  EXPECT_FALSE(To(cem_, answer).of.empty());
}

TEST_F(ShownTest, WhatComesOfAPrivateNoteIsAsConfined) {
  v1::GetFollowUpResponse answer;
  *answer.mutable_follow_up() = FollowUpOf(ann_);
  answer.mutable_follow_up()->set_from_private_note(true);
  EXPECT_EQ(To(cem_, answer).highest, FieldClass::kTriage) << "that a conversation is due";

  answer.mutable_follow_up()->set_rule("a_rule");

  EXPECT_EQ(To(cem_, answer).highest, FieldClass::kPersonal);
}

TEST_F(ShownTest, AnExplanationIsOfWhoseFollowUpItIsAndOfWhoWroteWhatItRestsOn) {
  fixture_.AddPractice();
  const auto file = fixture_.view()->GetCase(CaseOf(1));
  ASSERT_TRUE(file.ok());
  v1::ExplainFollowUpResponse answer;
  v1::Explanation& explanation = *answer.mutable_explanation();
  *explanation.mutable_follow_up() = FollowUpOf(bob_);
  explanation.set_title("why");
  explanation.add_facts()->set_entry(EntryName(in_case_, file->episodes.front().opened_by));

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kDetail},
                                               AccessOf{bob_, in_case_, FieldClass::kDetail}));
  EXPECT_EQ(To(cem_, answer).items, 1U);
  explanation.mutable_facts(0)->set_entry(EntryName(in_case_, EntryId(store::BytesOf(9))));
  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{bob_, in_case_, FieldClass::kDetail})) << "it is not there";
}

TEST_F(ShownTest, OnesOwnAmongOthersIsLeftOut) {
  v1::ListFollowUpsResponse answer;
  *answer.add_follow_ups() = FollowUpOf(ann_);
  answer.mutable_follow_ups(0)->set_rule("a_rule");
  *answer.add_follow_ups() = FollowUpOf(bob_);

  const Shown shown = To(ann_, answer);

  EXPECT_THAT(shown.of, ElementsAre(AccessOf{bob_, in_case_, FieldClass::kTriage}));
  EXPECT_EQ(shown.highest, FieldClass::kTriage) << "the rule is of her own";
  EXPECT_EQ(shown.items, 1U);
}

TEST_F(ShownTest, ACaseIsOfWhoHasItOrHadItLast) {
  v1::GetCaseResponse answer;
  v1::Case& file = *answer.mutable_case_();
  file.set_name(CaseName(CaseOf(1)));
  file.set_code("C-1");
  EXPECT_TRUE(To(cem_, answer).empty()) << "its name, to whoever has the code";

  file.add_parts()->set_therapist(MemberName(ann_));
  file.add_parts()->set_therapist(MemberName(bob_));
  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{bob_, in_case_, FieldClass::kTriage}));
  file.set_therapist(MemberName(ann_));

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kTriage}));
  EXPECT_TRUE(To(ann_, answer).empty()) << "who had it before is part of her own case";
}

TEST_F(ShownTest, WhatIsAboutTheReaderNeedsNoPurpose) {
  v1::ListEntriesResponse answer;
  *answer.add_entries() = EntryBy(bob_, ann_);
  answer.mutable_entries(0)->set_note("words");
  EXPECT_FALSE(To(ann_, answer).needs_purpose) << "it is about her";
  EXPECT_FALSE(To(ann_, answer).empty()) << "and Bob is told that she has read it";
  EXPECT_TRUE(To(cem_, answer).needs_purpose);

  *answer.add_entries() = EntryBy(bob_, bob_);
  EXPECT_FALSE(To(ann_, answer).needs_purpose) << "that there is one";
  answer.mutable_entries(1)->set_note("words");
  EXPECT_TRUE(To(ann_, answer).needs_purpose);
}

TEST_F(ShownTest, WhatTheReadersOwnFollowUpRestsOnNeedsNoPurpose) {
  fixture_.AddPractice();
  const auto file = fixture_.view()->GetCase(CaseOf(1));
  ASSERT_TRUE(file.ok());
  v1::ExplainFollowUpResponse answer;
  *answer.mutable_explanation()->mutable_follow_up() = FollowUpOf(bob_);
  answer.mutable_explanation()->add_facts()->set_entry(EntryName(in_case_, file->episodes.front().opened_by));

  const Shown shown = To(bob_, answer);

  EXPECT_THAT(shown.of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kDetail})) << "Ann wrote what it rests on";
  EXPECT_FALSE(shown.needs_purpose);
  EXPECT_TRUE(To(cem_, answer).needs_purpose);
}

TEST_F(ShownTest, WhatIsErasedOrHeldIsOfNobodyInParticular) {
  v1::ListHoldsResponse answer;
  v1::LegalHold& hold = *answer.add_holds();
  hold.set_subject(MemberName(ann_));
  hold.set_reason("a claim");

  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{{}, SubjectId::Of(ann_), FieldClass::kNarrative}));
  EXPECT_FALSE(To(ann_, answer).empty());
}

TEST_F(ShownTest, ASupervisionNoteIsOfTheSuperviseeAndOfWhoSignedIt) {
  v1::GetSupervisionNoteResponse answer;
  v1::SupervisionNote& note = *answer.mutable_note();
  note.set_supervisee(MemberName(ann_));
  note.set_signed_by(MemberName(bob_));
  note.mutable_part()->set_strengths("words");

  EXPECT_THAT(To(ann_, answer).of, ElementsAre(AccessOf{bob_, SubjectId::Of(ann_), FieldClass::kNarrative}));
  EXPECT_THAT(To(bob_, answer).of, ElementsAre(AccessOf{ann_, SubjectId::Of(ann_), FieldClass::kNarrative}));
}

TEST_F(ShownTest, ACancelledSessionIsOfTheSuperviseeAndOfWhoNotedIt) {
  v1::ListSupervisionNotesResponse answer;
  v1::CancelledSupervision& cancelled = *answer.add_cancelled();
  cancelled.set_entry(EntryName(SubjectId::Of(ann_), EntryId(store::BytesOf(7))));
  cancelled.set_noted_by(MemberName(bob_));
  cancelled.set_cancelled_by(MemberName(bob_));

  const Shown shown = To(ann_, answer);

  EXPECT_THAT(shown.of, ElementsAre(AccessOf{bob_, SubjectId::Of(ann_), FieldClass::kNarrative}));
  EXPECT_FALSE(shown.needs_purpose) << "it was her session";
  EXPECT_THAT(To(cem_, answer).of, ElementsAre(AccessOf{ann_, SubjectId::Of(ann_), FieldClass::kNarrative},
                                               AccessOf{bob_, SubjectId::Of(ann_), FieldClass::kNarrative}));
}

TEST_F(ShownTest, TheDirectoryOfThePracticeIsOfNobody) {
  v1::ListMembersResponse members;
  members.add_members()->set_name(MemberName(ann_));
  members.mutable_members(0)->set_display_name("Ann");
  EXPECT_TRUE(To(bob_, members).empty());

  v1::GetWorkListResponse work;
  work.mutable_work_list()->add_directives()->set_text("to do");
  EXPECT_TRUE(To(bob_, work).empty()) << "in the work list these are the caller's own";
}

TEST_F(ShownTest, EqualThingsHaveEqualBytesWhateverStandsAround) {
  v1::ListFollowUpsResponse answer;
  *answer.add_follow_ups() = FollowUpOf(ann_);
  const Shown before = To(bob_, answer);

  answer.set_next_page_token("another");
  EXPECT_EQ(To(bob_, answer).bytes, before.bytes);
  answer.mutable_follow_ups(0)->set_acknowledged(true);
  EXPECT_NE(To(bob_, answer).bytes, before.bytes);
}

TEST_F(ShownTest, WhatIsShownTogetherIsEachOnceWithTheHighestOfBoth) {
  v1::GetFollowUpResponse answer;
  *answer.mutable_follow_up() = FollowUpOf(ann_);
  Shown both = To(cem_, answer);
  answer.mutable_follow_up()->set_rule("a_rule");
  both.Add(To(cem_, answer));
  *answer.mutable_follow_up() = FollowUpOf(bob_);
  both.Add(To(cem_, answer));

  EXPECT_THAT(both.of, ElementsAre(AccessOf{ann_, in_case_, FieldClass::kDetail},
                                   AccessOf{bob_, in_case_, FieldClass::kTriage}));
  EXPECT_EQ(both.items, 3U);
  EXPECT_EQ(both.highest, FieldClass::kDetail);
}

TEST(IsReadingTest, IsSaidByTheVerb) {
  EXPECT_TRUE(IsReading("candor.v1.EntryService.GetEntry"));
  EXPECT_TRUE(IsReading("candor.v1.WatchService.Watch"));
  EXPECT_FALSE(IsReading("candor.v1.EntryService.CreateEntry"));
  EXPECT_FALSE(IsReading("candor.v1.DecisionService.ApproveDecision"));
}

}  // namespace
}  // namespace candor::rpc::shown_test
