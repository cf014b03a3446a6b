#include "daemon/domain/viewer.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// Who is shown how much, by the hats that they have.
namespace candor::domain::viewer_test {
namespace {

constexpr Day kToday(2025, 3, 30);
const MemberId kAna = IdNumber<MemberId>(1);         // writes
const MemberId kSupervisor = IdNumber<MemberId>(2);  // hers, since January
const MemberId kBefore = IdNumber<MemberId>(3);      // who supervised her last year
const MemberId kDirector = IdNumber<MemberId>(4);
const MemberId kReviewer = IdNumber<MemberId>(5);  // of what is about the director
const MemberId kAuditor = IdNumber<MemberId>(6);
const MemberId kStranger = IdNumber<MemberId>(7);

class ViewerTest : public testing::Test {
 protected:
  ViewerTest() {
    view_.supervisions[kAna] = {{kAna, kBefore, Day(2024, 1, 1), Day(2024, 12, 31)},
                                {kAna, kSupervisor, Day(2025, 1, 1), std::nullopt}};
    Give(1, kDirector, Role::kDirector);
    Give(2, kReviewer, Role::kIndependentReviewer).of = kDirector;
    Give(3, kAuditor, Role::kAuditor);
    Give(4, kAuditor, Role::kAdministrator);
  }

  RoleChange& Give(uint8_t number, const MemberId& member, Role role) {
    RoleChange& given = view_.roles.emplace_back();
    given.id = RoleChangeId(IdBytes{number});
    given.member = member;
    given.role = role;
    given.from = Day(2025, 1, 1);
    return given;
  }

  Viewer Of(const MemberId& member, ViewerLimits limits = {}) {
    return Viewer(view_, Caller{false, member}, nullptr, kToday, std::move(limits));
  }
  Viewer BoundedOperator() {
    return Viewer(view_, Caller{true, {}}, nullptr, kToday, ViewerLimits{true, {}, std::nullopt});
  }

  // On her own timeline, so that no case is asked for.
  static RecordedEntry Written(Kind kind, Day day) {
    RecordedEntry recorded;
    recorded.entry = EntryOf(kind, day).By(kAna).Build();
    recorded.entry.header.author = kAna;
    recorded.entry.header.subject = SubjectId::Of(kAna);
    recorded.recorded_at = absl::FromCivil(day, absl::UTCTimeZone());
    return recorded;
  }
  static RecordedEntry Note(Day day, const MemberId& reader = MemberId()) {
    RecordedEntry note = Written(Kind::kPersonalReaction, day);
    note.entry.header.personal = true;
    note.entry.header.first_reader = reader;
    return note;
  }
  static FollowUp Called(Day opened) {
    FollowUp follow_up = OpenFollowUp(1, Action::kTalk, opened, opened + 14);
    follow_up.clear.therapist = kAna;
    follow_up.clear.subject = SubjectId::Of(kAna);
    return follow_up;
  }
  void PutInTraining(std::optional<Day> licensed_from = std::nullopt) {
    Member& ana = view_.members[kAna];
    ana.id = kAna;
    ana.licences = {{std::nullopt, {"mft", "US-CA", true}}};
    if (licensed_from) ana.licences.push_back({licensed_from, {"mft", "US-CA", false}});
  }

  CountedView view_;
};

TEST_F(ViewerTest, ADirectorSeesThatItIsThereAndNotWhatItSays) {
  Viewer director = Of(kDirector);

  EXPECT_EQ(*director.OfEntry(Written(Kind::kSession, kToday)), Sight::kTriage);
  EXPECT_EQ(*director.OfFollowUp(Called(kToday)), Sight::kTriage);
  CaseFile file;
  EXPECT_EQ(*director.OfCase(file, kToday), Sight::kTriage) << "who has had it or not";
  EXPECT_EQ(*director.OfEntry(Note(kToday)), Sight::kNothing);
}

TEST_F(ViewerTest, WhoHasNoHatSeesNothing) {
  for (const MemberId& each : {kStranger, kAuditor, kReviewer}) {
    Viewer viewer = Of(each);
    EXPECT_EQ(*viewer.OfEntry(Written(Kind::kSession, kToday)), Sight::kNothing);
    EXPECT_EQ(*viewer.OfEntry(Note(kToday)), Sight::kNothing);
    EXPECT_EQ(*viewer.OfFollowUp(Called(kToday)), Sight::kNothing);
    EXPECT_EQ(*viewer.OfCase(CaseFile(), kToday), Sight::kNothing);
  }
}

TEST_F(ViewerTest, ASupervisorReadsForTheDatesOfTheSupervision) {
  const RecordedEntry of_last_year = Written(Kind::kSession, Day(2024, 6, 1));
  const RecordedEntry of_this_year = Written(Kind::kSession, kToday);

  EXPECT_EQ(*Of(kSupervisor).OfEntry(of_this_year), Sight::kWhole);
  EXPECT_EQ(*Of(kSupervisor).OfEntry(of_last_year), Sight::kNothing);
  EXPECT_EQ(*Of(kBefore).OfEntry(of_last_year), Sight::kWhole);
  EXPECT_EQ(*Of(kBefore).OfEntry(of_this_year), Sight::kNothing);
}

TEST_F(ViewerTest, HatsAreWornTogether) {
  Give(9, kSupervisor, Role::kDirector);
  Viewer viewer = Of(kSupervisor);

  EXPECT_EQ(*viewer.OfEntry(Written(Kind::kSession, kToday)), Sight::kWhole) << "as the supervisor";
  EXPECT_EQ(*viewer.OfEntry(Written(Kind::kSession, Day(2024, 6, 1))), Sight::kTriage) << "as the director";
}

TEST_F(ViewerTest, OncePeopleAreEnrolledTheOperatorSeesWhatADirectorSees) {
  Viewer viewer = BoundedOperator();

  EXPECT_TRUE(viewer.is_operator());
  EXPECT_FALSE(viewer.sees_everything());
  EXPECT_EQ(*viewer.OfEntry(Written(Kind::kSession, kToday)), Sight::kTriage);
  EXPECT_EQ(*viewer.OfFollowUp(Called(kToday)), Sight::kTriage);
  EXPECT_EQ(*viewer.OfCase(CaseFile(), kToday), Sight::kTriage);
  EXPECT_EQ(*viewer.OfEntry(Note(kToday)), Sight::kNothing);
  EXPECT_TRUE(*viewer.HasRole(Role::kDirector));
  EXPECT_FALSE(*viewer.HasRole(Role::kAuditor));
  // Whose author or therapist is not known is not theirs for it.
  RecordedEntry of_nobody = Written(Kind::kSession, kToday);
  of_nobody.entry.header.author = MemberId();
  of_nobody.entry.header.therapist = MemberId();
  EXPECT_EQ(*viewer.OfEntry(of_nobody), Sight::kTriage);
  RecordedEntry note_of_nobody = Note(kToday);
  note_of_nobody.entry.header.author = MemberId();
  EXPECT_EQ(*viewer.OfEntry(note_of_nobody), Sight::kNothing);
  viewer.LiftBound();
  EXPECT_EQ(*viewer.OfEntry(Written(Kind::kSession, kToday)), Sight::kWhole);
}

TEST_F(ViewerTest, APrivateNoteIsForItsAuthorAndWhomItNames) {
  const RecordedEntry note = Note(kToday, kStranger);

  EXPECT_EQ(*Of(kAna).OfEntry(note), Sight::kWhole);
  EXPECT_EQ(*Of(kStranger).OfEntry(note), Sight::kWhole);
  for (const MemberId& each : {kSupervisor, kBefore, kDirector, kReviewer, kAuditor}) {
    EXPECT_EQ(*Of(each).OfEntry(note), Sight::kNothing);
    EXPECT_FALSE(*Of(each).MayReadNote(note));
  }
}

TEST_F(ViewerTest, InTrainingTheSupervisorReadsItToo) {
  PutInTraining();

  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(kToday)), Sight::kWhole);
  EXPECT_TRUE(*Of(kSupervisor).MayReadNote(Note(kToday)));
  for (const MemberId& each : {kBefore, kDirector}) {
    EXPECT_EQ(*Of(each).OfEntry(Note(kToday)), Sight::kNothing);
  }
}

// Its author was told before saving it who would read it.
TEST_F(ViewerTest, WhoeverSupervisesLaterReadsNothingFromBefore) {
  PutInTraining();
  const RecordedEntry before = Note(Day(2024, 6, 1));

  for (const MemberId& each : {kSupervisor, kBefore}) {
    EXPECT_EQ(*Of(each).OfEntry(before), Sight::kNothing);
    EXPECT_FALSE(*Of(each).MayReadNote(before));
  }
  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(Day(2024, 6, 1), kSupervisor)), Sight::kWhole) << "unless they are named";
}

// On the same day, or with a first day in the past: what counts is what was on record when the note was saved.
TEST_F(ViewerTest, ASupervisorWhoWasRecordedAfterTheNoteWasNotPromised) {
  PutInTraining();
  RecordedEntry note = Note(kToday);
  note.number = 10;
  view_.supervisions[kAna].push_back({kAna, kDirector, kToday, std::nullopt, 11});
  const EntryId change = IdNumber<EntryId>(1);
  view_.entries_by_id[change].number = 12;

  EXPECT_EQ(*Of(kDirector).OfEntry(note), Sight::kNothing);
  EXPECT_EQ(*Of(kSupervisor).OfEntry(note), Sight::kNothing) << "they do not supervise any more";
  note.number = 12;
  EXPECT_EQ(*Of(kDirector).OfEntry(note), Sight::kWhole);
  view_.supervisions[kAna].back() = {kAna, kDirector, Day(2025, 1, 2), std::nullopt, 0, change};
  note.number = 11;
  EXPECT_EQ(*Of(kDirector).OfEntry(note), Sight::kNothing) << "an entry says so, and came later";
  note.number = 13;
  EXPECT_EQ(*Of(kDirector).OfEntry(note), Sight::kWhole);
  const EntryId elsewhere = IdNumber<EntryId>(2);
  view_.entries_by_id[elsewhere].number = 11;
  note.entry.header.moved_from = {SubjectId::Of(kAna), elsewhere};
  EXPECT_FALSE(*Of(kDirector).SupervisesInTraining(note)) << "that it was moved since is no new promise";
}

TEST_F(ViewerTest, WhoeverIsLicensedByNowIsInTrainingNoMore) {
  PutInTraining(kToday - 10);

  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(kToday)), Sight::kNothing);
  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(kToday - 20)), Sight::kNothing) << "what was written before, too";
}

TEST_F(ViewerTest, WhatWasWrittenBeforeTheTrainingIsNotReadByIt) {
  Member& ana = view_.members[kAna];
  ana.id = kAna;
  ana.licences = {{std::nullopt, {"mft", "US-CA", false}}, {kToday - 10, {"lcsw", "US-CA", true}}};

  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(kToday - 20)), Sight::kNothing);
  EXPECT_EQ(*Of(kSupervisor).OfEntry(Note(kToday - 5)), Sight::kWhole);
}

// Who asks about the past does not put on a hat of then.
TEST_F(ViewerTest, OfThePastRolesAndTrainingCountAsOfToday) {
  PutInTraining();
  view_.roles[0].until = kToday - 5;
  const auto of_then = [&](const MemberId& member) {
    return Viewer(view_, Caller{false, member}, nullptr, Day(2024, 6, 1), ViewerLimits{false, {}, kToday});
  };

  EXPECT_FALSE(*of_then(kDirector).HasRole(Role::kDirector));
  EXPECT_EQ(*of_then(kDirector).OfEntry(Written(Kind::kSession, Day(2024, 6, 1))), Sight::kNothing);
  EXPECT_EQ(*of_then(kBefore).OfEntry(Note(Day(2024, 6, 1))), Sight::kNothing);
  EXPECT_EQ(*of_then(kSupervisor).OfEntry(Note(Day(2025, 2, 1))), Sight::kWhole);
}

TEST_F(ViewerTest, ARestrictedMatterIsForTheDirectionAndNotAboutThemselves) {
  FollowUp about_ana = Called(kToday);
  about_ana.clear.restricted = true;
  FollowUp about_director = about_ana;
  about_director.clear.therapist = kDirector;
  about_director.clear.subject = SubjectId::Of(kDirector);

  EXPECT_EQ(*Of(kDirector).OfFollowUp(about_ana), Sight::kTriage);
  EXPECT_EQ(*Of(kDirector).OfFollowUp(about_director), Sight::kNothing);
  EXPECT_EQ(*Of(kReviewer).OfFollowUp(about_director), Sight::kTriage);
  EXPECT_EQ(*Of(kReviewer).OfFollowUp(about_ana), Sight::kTriage) << "and what is about who leads nobody";
  for (const MemberId& each : {kAna, kSupervisor, kStranger, kAuditor}) {
    EXPECT_EQ(*Of(each).OfFollowUp(about_ana), Sight::kNothing);
  }
}

TEST_F(ViewerTest, WhatThePracticeHasTightenedIsNotShown) {
  const RecordedEntry session = Written(Kind::kSession, kToday);
  const Hat then{Role::kSupervisor, Relation::kSupervisedThen};
  const Hat directs{Role::kDirector, Relation::kNone};

  EXPECT_EQ(*Of(kSupervisor, {false, {{then, kNarrativeBit}}, std::nullopt}).OfEntry(session), Sight::kFacts);
  EXPECT_EQ(*Of(kSupervisor, {false, {{then, kDetailBit | kNarrativeBit}}, std::nullopt}).OfEntry(session),
            Sight::kTriage);
  EXPECT_EQ(*Of(kDirector, {false, {{directs, kTriageBit}}, std::nullopt}).OfEntry(session), Sight::kNothing);
  EXPECT_EQ(*Of(kAna, {false, {{then, kEveryClass}}, std::nullopt}).OfEntry(session), Sight::kWhole);
  // A private note is shown as such or not at all.
  PutInTraining();
  const Hat now{Role::kSupervisor, Relation::kSupervisesNow};
  EXPECT_EQ(*Of(kSupervisor, {false, {{now, kPersonalBit}}, std::nullopt}).OfEntry(Note(kToday)), Sight::kNothing);
}

TEST_F(ViewerTest, WhoHasHandedAClientOnReadsOnWhatIsOfTheirOwnTime) {
  const CaseId case_id = IdNumber<CaseId>(1);
  view_.courses[case_id].parts = {{kBefore, Day(2024, 1, 1), Day(2024, 12, 31), {}, {}},
                                  {kAna, Day(2025, 1, 1), std::nullopt, {}, {}}};
  const auto of_case = [&](Kind kind, Day day) {
    RecordedEntry recorded = Written(kind, day);
    recorded.entry.header.subject = SubjectId::Of(case_id);
    recorded.entry.header.therapist = kAna;
    return recorded;
  };
  const auto opened = [&](Day day) {
    FollowUp follow_up = Called(day);
    follow_up.clear.subject = SubjectId::Of(case_id);
    return follow_up;
  };
  view_.supervisions.clear();

  EXPECT_EQ(*Of(kBefore).OfEntry(of_case(Kind::kSession, Day(2024, 12, 31))), Sight::kFacts);
  EXPECT_EQ(*Of(kBefore).OfEntry(of_case(Kind::kSession, Day(2025, 1, 1))), Sight::kNothing);
  EXPECT_EQ(*Of(kBefore).OfEntry(of_case(Kind::kTransferStep, Day(2025, 1, 8))), Sight::kFacts) << "their handover";
  EXPECT_EQ(*Of(kBefore).OfFollowUp(opened(Day(2024, 12, 31))), Sight::kWhole);
  EXPECT_EQ(*Of(kBefore).OfFollowUp(opened(Day(2025, 1, 1))), Sight::kNothing);
  view_.courses[case_id].parts.push_back({kBefore, Day(2025, 3, 1), std::nullopt, {}, {}});
  EXPECT_EQ(*Of(kBefore).OfEntry(of_case(Kind::kSession, Day(2025, 1, 1))), Sight::kFacts) << "they have it again";
}

TEST_F(ViewerTest, InAnEmergencyOneSubjectIsOpenedButNoPrivateNote) {
  ViewerLimits limits;
  limits.opened = SubjectId::Of(kAna);
  const RecordedEntry session = Written(Kind::kSession, kToday);

  EXPECT_EQ(*Of(kStranger).OfEntry(session), Sight::kNothing);
  EXPECT_EQ(*Of(kStranger, limits).OfEntry(session), Sight::kWhole);
  EXPECT_EQ(*Of(kDirector, limits).OfEntry(session), Sight::kWhole);
  EXPECT_EQ(*Of(kStranger, limits).OfFollowUp(Called(kToday)), Sight::kWhole);
  EXPECT_EQ(*Of(kStranger, limits).OfEntry(Note(kToday)), Sight::kNothing);
  FollowUp restricted = Called(kToday);
  restricted.clear.restricted = true;
  EXPECT_EQ(*Of(kStranger, limits).OfFollowUp(restricted), Sight::kNothing);
  limits.opened = SubjectId::Of(kDirector);
  EXPECT_EQ(*Of(kStranger, limits).OfEntry(session), Sight::kNothing) << "another one is opened";
}

TEST_F(ViewerTest, WhatOthersWroteAboutWhoReadsIsNotOpenedToThem) {
  ViewerLimits limits;
  limits.opened = SubjectId::Of(kAna);
  RecordedEntry about = Written(Kind::kSession, kToday);
  about.entry.header.therapist = kStranger;

  EXPECT_EQ(*Of(kStranger, limits).OfEntry(about), Sight::kFacts) << "as without it";
  EXPECT_EQ(*Of(kAuditor, limits).OfEntry(about), Sight::kWhole);
}

TEST_F(ViewerTest, ACaseIsOpenedWithItsCode) {
  CaseFile file;
  file.id = IdNumber<CaseId>(1);
  ViewerLimits limits;
  limits.opened = SubjectId::Of(file.id);

  EXPECT_EQ(*Of(kStranger, limits).OfCase(file, kToday), Sight::kWhole);
  limits.tightened = {{{Role::kTherapist, Relation::kEmergency}, kNarrativeBit}};
  EXPECT_EQ(*Of(kStranger, limits).OfCase(file, kToday), Sight::kFacts);
}

TEST_F(ViewerTest, WhatIsOnlyTriedOutIsForWhoManagesThePolicies) {
  Give(9, kStranger, Role::kPolicyManager);

  EXPECT_EQ(*Of(kStranger).OfShadow(), Sight::kFacts);
  EXPECT_EQ(*BoundedOperator().OfShadow(), Sight::kFacts);
  EXPECT_EQ(*Of(kDirector).OfShadow(), Sight::kNothing);
  EXPECT_EQ(*Of(kSupervisor).OfShadow(), Sight::kNothing);
}

TEST_F(ViewerTest, ThatAConversationIsDueIsToldUnlessThePracticeTellsNobody) {
  const Hat directs{Role::kDirector, Relation::kNone};

  EXPECT_TRUE(Of(kDirector).IsToldThatDue(directs));
  EXPECT_TRUE(Of(kSupervisor).IsToldThatDue({Role::kSupervisor, Relation::kSupervisesNow}));
  EXPECT_FALSE(Of(kAuditor).IsToldThatDue({Role::kAuditor, Relation::kNone}));
  EXPECT_FALSE(Of(kDirector, {false, {{directs, kTriageBit}}, std::nullopt}).IsToldThatDue(directs));
}

TEST(SightTest, IsWhatTheClassesComeTo) {
  EXPECT_EQ(SightOf(0), Sight::kNothing);
  EXPECT_EQ(SightOf(kPersonalBit), Sight::kNothing);
  EXPECT_EQ(SightOf(kTriageBit), Sight::kTriage);
  EXPECT_EQ(SightOf(kTriageBit | kDetailBit), Sight::kFacts);
  EXPECT_EQ(SightOf(kEveryClass), Sight::kWhole);
}

}  // namespace
}  // namespace candor::domain::viewer_test
