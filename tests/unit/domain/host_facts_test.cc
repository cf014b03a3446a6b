#include "daemon/domain/host_facts.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "tests/unit/domain/builders.h"

namespace candor::domain::host_facts_test {
namespace {

using Relation = HostFacts::Relation;

const MemberId kChloe = IdNumber<MemberId>(1);
const MemberId kLieve = IdNumber<MemberId>(2);
const MemberId kJunior = IdNumber<MemberId>(3);
constexpr Day kDay(2025, 3, 30);

People Practice() {
  People people;
  people.members = {
      {kChloe, "Chloé", {{std::nullopt, {"psychologist", "US-CA", false}}}},
      {kLieve, "Lieve", {}},
      {kJunior, "Junior", {{Day(2024, 1, 1), {"mft", "US-CA", true}}, {kDay + 1, {"mft", "US-CA", false}}}}};
  people.supervisions = {{kChloe, kLieve, Day(2024, 1, 1), std::nullopt},
                         {kJunior, kChloe, Day(2025, 1, 1), std::nullopt}};
  return people;
}

EntryBuilder Consultation() {
  return EntryOf(Kind::kConsultation, kDay).By(kChloe);
}

Relation RelationIn(const EntryBuilder& entry) {
  return ResolveHostFacts(entry.Build(), {}, Practice()).consultant_relation;
}

TEST(HostFactsTest, OneselfIsNoConsultant) {
  EXPECT_EQ(RelationIn(Consultation().Member("consultant", kChloe)), Relation::kSelf);
}

TEST(HostFactsTest, ASuperviseeIsASubordinateFromTheDateOfTheRelation) {
  EXPECT_EQ(RelationIn(Consultation().Member("consultant", kJunior)), Relation::kSubordinate);
  EXPECT_EQ(RelationIn(EntryOf(Kind::kConsultation, Day(2024, 12, 31)).By(kChloe).Member("consultant", kJunior)),
            Relation::kIndependent);
}

TEST(HostFactsTest, OnesSupervisorIsIndependent) {
  EXPECT_EQ(RelationIn(Consultation().Member("consultant", kLieve)), Relation::kIndependent);
}

TEST(HostFactsTest, AnOutsiderIsIndependentUnlessRecordedOtherwise) {
  EXPECT_EQ(RelationIn(Consultation().Word("consultant_kind", "ethics_line")), Relation::kIndependent);
  EXPECT_EQ(RelationIn(Consultation().Text("outside_consultant", "Dr X")), Relation::kIndependent);
  EXPECT_EQ(RelationIn(Consultation().Text("outside_consultant", "Dr X").Word("relation", "household")),
            Relation::kHousehold);
}

TEST(HostFactsTest, WhatIsRecordedWinsOverTheDirectory) {
  EXPECT_EQ(RelationIn(Consultation().Member("consultant", kLieve).Word("relation", "party")), Relation::kParty);
}

TEST(HostFactsTest, NobodyNamedIsNotRecorded) {
  EXPECT_EQ(RelationIn(Consultation()), Relation::kNotRecorded);
}

// The field's numbers are used as the relation's.
TEST(HostFactsTest, TheRecordedWordsHaveTheNumbersOfTheRelations) {
  const std::pair<const char*, Relation> kWords[] = {{"independent", Relation::kIndependent},
                                                     {"self", Relation::kSelf},
                                                     {"subordinate", Relation::kSubordinate},
                                                     {"party", Relation::kParty},
                                                     {"household", Relation::kHousehold}};
  for (const auto& [word, relation] : kWords) EXPECT_EQ(RelationIn(Consultation().Word("relation", word)), relation);
}

TEST(HostFactsTest, ASupervisorOfANoteIsAMemberConsultant) {
  const Entry note = EntryOf(Kind::kSupervision, kDay).By(kChloe).Member("supervisor", kLieve).Build();

  const HostFacts host = ResolveHostFacts(note, {}, Practice());

  EXPECT_TRUE(host.consultant_is_member);
  EXPECT_EQ(host.consultant_relation, Relation::kIndependent);
}

TEST(HostFactsTest, TheLicenceSaysWhoIsInTraining) {
  const auto in_training = [](const MemberId& id) {
    return ResolveHostFacts(EntryOf(Kind::kPersonalReaction, kDay).By(id).Build(), {}, Practice()).in_training;
  };

  EXPECT_TRUE(in_training(kJunior));
  EXPECT_FALSE(
      ResolveHostFacts(EntryOf(Kind::kPersonalReaction, kDay + 1).By(kJunior).Build(), {}, Practice()).in_training);
  EXPECT_FALSE(in_training(kChloe));
  EXPECT_FALSE(in_training(kLieve));
}

CaseCourse OneEpisode() {
  return CourseOf({EntryOf(Kind::kIntake, Day(2024, 1, 8)).By(kChloe).Header(),
                   EntryOf(Kind::kTermination, Day(2024, 6, 1)).By(kChloe).Header()});
}

HostFacts HostOn(Day day, const CaseCourse& course, const MemberId& therapist = kChloe) {
  return ResolveHostFacts(EntryOf(Kind::kSession, day).By(therapist).Build(), course, Practice());
}

TEST(HostFactsTest, OnlyAfterAnEndingIsAClientAFormerOne) {
  EXPECT_TRUE(HostOn(Day(2024, 1, 7), OneEpisode()).current_client);
  EXPECT_TRUE(HostOn(Day(2024, 6, 1), OneEpisode()).current_client);
  EXPECT_FALSE(HostOn(Day(2024, 6, 2), OneEpisode()).current_client);
  EXPECT_TRUE(HostOn(Day(2024, 6, 2), CaseCourse()).current_client);
}

TEST(HostFactsTest, TherapyStartsWithTheEpisodeOrAsTheIntakeSays) {
  CaseCourse course = OneEpisode();
  EXPECT_EQ(HostOn(Day(2024, 2, 1), course).therapy_started, DayNumber(Day(2024, 1, 8)));

  course.episodes[0].therapy_started = Day(2020, 1, 1);
  EXPECT_EQ(HostOn(Day(2024, 2, 1), course).therapy_started, DayNumber(Day(2020, 1, 1)));
  EXPECT_EQ(HostOn(Day(2025, 2, 1), course).therapy_started, std::nullopt);
}

TEST(HostFactsTest, ARecordThatBeginsInATherapyDoesNotSayWhenItStarted) {
  const CaseCourse course = CourseOf({EntryOf(Kind::kConsultation, Day(2024, 1, 8)).By(kChloe).Header(),
                                      EntryOf(Kind::kTermination, Day(2024, 6, 1)).By(kChloe).Header()});

  EXPECT_TRUE(HostOn(Day(2024, 2, 1), course).current_client);
  EXPECT_EQ(HostOn(Day(2024, 2, 1), course).therapy_started, std::nullopt);
  EXPECT_FALSE(HostOn(Day(2024, 6, 2), course).current_client);
}

TEST(HostFactsTest, WhoHoldsTheCase) {
  EXPECT_TRUE(HostOn(Day(2024, 2, 1), OneEpisode()).therapist_holds_case);
  EXPECT_TRUE(HostOn(Day(2024, 1, 7), OneEpisode()).therapist_holds_case);
  EXPECT_FALSE(HostOn(Day(2024, 2, 1), OneEpisode(), kLieve).therapist_holds_case);
  EXPECT_FALSE(HostOn(Day(2025, 2, 1), OneEpisode()).therapist_holds_case);
  EXPECT_TRUE(HostOn(Day(2025, 2, 1), CaseCourse()).therapist_holds_case);
}

EntryBuilder Note(Day occurred, Day next) {
  return EntryOf(Kind::kSupervision, occurred).By(kChloe).On("next_planned", next);
}

std::optional<int32_t> PlannedWith(const std::vector<EntryBuilder>& notes, Day reported) {
  People people = Practice();
  for (const EntryBuilder& note : notes) people.planned.push_back(*PlannedSupervisionOf(note.Build()));
  return ResolveHostFacts(EntryOf(Kind::kPersonalReaction, kDay).By(kChloe).Reported(reported).Build(), {}, people)
      .supervision_planned;
}

TEST(HostFactsTest, TheSupervisionPlannedWhenItWasWrittenDown) {
  const std::vector<EntryBuilder> notes = {Note(kDay - 20, kDay - 6), Note(kDay - 6, kDay + 8)};

  EXPECT_EQ(PlannedWith(notes, kDay), DayNumber(kDay + 8));
  EXPECT_EQ(PlannedWith(notes, kDay + 8), DayNumber(kDay + 8));
}

TEST(HostFactsTest, APlanThatHasPassedOrWasNotKnownIsNone) {
  EXPECT_EQ(PlannedWith({Note(kDay - 6, kDay + 8)}, kDay + 9), std::nullopt);
  EXPECT_EQ(PlannedWith({Note(kDay - 6, kDay + 8).Reported(kDay + 1)}, kDay), std::nullopt);
  EXPECT_EQ(PlannedWith({}, kDay), std::nullopt);
}

TEST(HostFactsTest, ANoteWithoutAPlanMakesNone) {
  EXPECT_EQ(PlannedSupervisionOf(EntryOf(Kind::kSupervision, kDay).Build()), std::nullopt);
  EXPECT_EQ(PlannedSupervisionOf(EntryOf(Kind::kSession, kDay).Build()), std::nullopt);
}

TEST(HostFactsTest, AChangeOfSupervisionTellsWhoSupervisesFromThen) {
  const MemberId now = IdNumber<MemberId>(8), next = IdNumber<MemberId>(9);
  const auto after = [](const EntryBuilder& change) {
    const auto from = SupervisedFromOf(change.Build());
    return from ? std::optional(std::pair(from->supervisor, from->from)) : std::nullopt;
  };
  const auto told = [](const char* event) { return EntryOf(Kind::kSupervisionChange, kDay).Word("event", event); };

  EXPECT_EQ(after(told("begun").Member("supervisor", now)), std::pair(now, kDay));
  EXPECT_EQ(after(told("begun").Member("next_supervisor", next)), std::pair(next, kDay));
  EXPECT_EQ(after(told("agreement_signed").Member("supervisor", now)), std::pair(now, kDay));
  EXPECT_EQ(after(told("substituted").Member("supervisor", now)), std::nullopt);
  EXPECT_EQ(after(told("ended").Member("supervisor", now)), std::nullopt);
  EXPECT_EQ(after(told("ended").Member("supervisor", now).Member("next_supervisor", next)), std::pair(next, kDay + 1));
  EXPECT_EQ(after(EntryOf(Kind::kSession, kDay)), std::nullopt);
}

TEST(OpensDutiesTest, GoesByTheDayItWasWrittenDown) {
  const EntryHeader header = EntryOf(Kind::kPersonalReaction, kDay).Reported(kDay + 5).Header();

  EXPECT_TRUE(OpensDuties(header, std::nullopt, kDay + 5));
  EXPECT_FALSE(OpensDuties(header, std::nullopt, kDay + 6));
  EXPECT_TRUE(OpensDuties(header, kDay, kDay + 100));
  EXPECT_FALSE(OpensDuties(header, kDay + 6, kDay));
}

TEST(PolicyEventTest, ANarrativeTextIsOnlySeenToBeThere) {
  RecordedEntry recorded;
  recorded.entry = Consultation().Text("why_now", "dreams").Word("relation", "party").Note("a note").Id(4).Build();
  recorded.number = 17;

  const PolicyEvent event = PolicyEventOf(recorded, HostFacts(), true);

  const Facts& facts = event.facts;
  ASSERT_NE(facts.Text(FindField(Kind::kConsultation, "why_now")->id), nullptr);
  EXPECT_EQ(*facts.Text(FindField(Kind::kConsultation, "why_now")->id), "");
  EXPECT_FALSE(facts.Has(FindField(Kind::kConsultation, "rationale")->id));
  EXPECT_EQ(facts.Number(FindField(Kind::kConsultation, "relation")->id), 4);
  EXPECT_TRUE(event.has_note);
  EXPECT_EQ(event.number, 17U);
  EXPECT_EQ(event.id, IdNumber<EntryId>(4));
  EXPECT_EQ(event.place, PlaceOf(recorded.entry.header));
}

RecordedEntry Recorded(const EntryBuilder& entry, uint64_t number) {
  RecordedEntry recorded;
  recorded.entry = entry.Build();
  recorded.number = number;
  return recorded;
}

TEST(EffectiveTimelineTest, StandsInTimelineOrder) {
  const auto effective = EffectiveTimeline(
      {Recorded(EntryOf(Kind::kSession, kDay + 1).Id(1), 0), Recorded(EntryOf(Kind::kSession, kDay).Id(2), 1)});

  ASSERT_EQ(effective.size(), 2U);
  EXPECT_EQ(effective[0].entry.header.id, IdNumber<EntryId>(2));
}

TEST(EffectiveTimelineTest, AnAmendmentReplacesUnderTheFirstNameAndReport) {
  const auto effective = EffectiveTimeline(
      {Recorded(EntryOf(Kind::kSession, kDay).Id(1).Reported(kDay + 1).Number("minutes", 50), 0),
       Recorded(EntryOf(Kind::kSession, kDay - 7).Id(2).Reported(kDay + 60).Revises(1).Number("minutes", 60), 1)});

  ASSERT_EQ(effective.size(), 1U);
  const EntryHeader& header = effective[0].entry.header;
  EXPECT_EQ(header.id, IdNumber<EntryId>(1));
  EXPECT_EQ(header.occurred.day, kDay - 7);
  EXPECT_EQ(header.reported.day, kDay + 1);
  EXPECT_EQ(effective[0].number, 1U);
  EXPECT_EQ(effective[0].entry.facts.Number(FindField(Kind::kSession, "minutes")->id), 60);
}

// Whether a duty arises is asked of the batch: without it a corrected import would read as written before the policy.
TEST(EffectiveTimelineTest, AnAmendmentStaysInTheBatchOfTheFirstEntry) {
  RecordedEntry imported = Recorded(EntryOf(Kind::kSession, kDay).Id(1), 0);
  imported.entry.header.batch = IdNumber<BatchId>(7);

  const auto effective = EffectiveTimeline({imported, Recorded(EntryOf(Kind::kSession, kDay).Id(2).Revises(1), 1)});

  ASSERT_EQ(effective.size(), 1U);
  EXPECT_EQ(effective[0].entry.header.batch, IdNumber<BatchId>(7));
}

TEST(EffectiveTimelineTest, TheLastAmendmentOfAChainHolds) {
  const auto effective =
      EffectiveTimeline({Recorded(EntryOf(Kind::kSession, kDay).Id(3).Revises(2).Number("minutes", 70), 2),
                         Recorded(EntryOf(Kind::kSession, kDay).Id(1).Number("minutes", 50), 0),
                         Recorded(EntryOf(Kind::kSession, kDay).Id(2).Revises(1).Number("minutes", 60), 1)});

  ASSERT_EQ(effective.size(), 1U);
  EXPECT_EQ(effective[0].entry.header.id, IdNumber<EntryId>(1));
  EXPECT_EQ(effective[0].entry.facts.Number(FindField(Kind::kSession, "minutes")->id), 70);
}

TEST(EffectiveTimelineTest, ARetractedEntryIsGoneWithItsRetraction) {
  const auto effective = EffectiveTimeline({Recorded(EntryOf(Kind::kSession, kDay).Id(1), 0),
                                            Recorded(EntryOf(Kind::kSession, kDay).Id(2), 1),
                                            Recorded(EntryOf(Kind::kRetraction, kDay).Id(3).Revises(1), 2)});

  ASSERT_EQ(effective.size(), 1U);
  EXPECT_EQ(effective[0].entry.header.id, IdNumber<EntryId>(2));
}

TEST(EffectiveTimelineTest, AnAmendedEntryCanBeRetracted) {
  EXPECT_TRUE(EffectiveTimeline({Recorded(EntryOf(Kind::kSession, kDay).Id(1), 0),
                                 Recorded(EntryOf(Kind::kSession, kDay).Id(2).Revises(1), 1),
                                 Recorded(EntryOf(Kind::kRetraction, kDay).Id(3).Revises(2), 2)})
                  .empty());
}

TEST(EffectiveTimelineTest, AMarkOfRetractionIsEnough) {
  RecordedEntry marked = Recorded(EntryOf(Kind::kSession, kDay).Id(1), 0);
  marked.retracted = true;

  EXPECT_TRUE(EffectiveTimeline({marked}).empty());
}

TEST(LastReportTest, IsTheNewestOfWhatWasOnRecordBefore) {
  const std::vector<OwnReport> reports = {{3, Day(2025, 2, 1)}, {5, Day(2025, 1, 1)}, {9, Day(2025, 3, 1)}};

  EXPECT_EQ(LastReportBefore(3, reports), std::nullopt) << "not the entry itself";
  EXPECT_EQ(LastReportBefore(4, reports), DayNumber(Day(2025, 2, 1)));
  EXPECT_EQ(LastReportBefore(6, reports), DayNumber(Day(2025, 2, 1))) << "written down later, dated earlier";
  EXPECT_EQ(LastReportBefore(10, reports), DayNumber(Day(2025, 3, 1)));
  EXPECT_EQ(LastReportBefore(10, {}), std::nullopt);
}

TEST(TellAuthorTest, SaysHowTheAuthorStandsToTheMemberOnThatDay) {
  const auto told = [](const MemberId& author, Day day) {
    Entry entry = EntryOf(Kind::kConcern, day).By(kChloe).Build();
    entry.header.author = author;
    HostFacts host;
    TellAuthor(entry.header, Practice(), host);
    EXPECT_EQ(host.author, author);
    return host.author_relation;
  };

  EXPECT_EQ(told(kChloe, kDay), Relation::kSelf);
  EXPECT_EQ(told(kJunior, kDay), Relation::kSubordinate) << "Chloé supervises them";
  EXPECT_EQ(told(kJunior, Day(2024, 12, 31)), Relation::kIndependent) << "not yet";
  EXPECT_EQ(told(kLieve, kDay), Relation::kIndependent) << "who supervises Chloé";
}

}  // namespace
}  // namespace candor::domain::host_facts_test
