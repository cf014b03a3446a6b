#include "daemon/rpc/convert.h"

#include <gtest/gtest.h>

#include "daemon/base/status.h"

namespace candor::rpc::convert_test {
namespace {

v1::Date DateOf(int year, int month, int day) {
  v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ConvertTest, ADayGoesThereAndBack) {
  v1::Date date;
  ToWire(Day(2024, 2, 29), &date);
  EXPECT_EQ(*DayFromWire(date, "f"), Day(2024, 2, 29));
}

TEST(ConvertTest, ADayThatDoesNotExistIsRefused) {
  for (const v1::Date& date :
       {DateOf(2025, 2, 29), DateOf(2025, 13, 1), DateOf(2025, 4, 31), DateOf(2025, 0, 1), DateOf(1899, 12, 31)}) {
    const absl::Status status = DayFromWire(date, "entry.occurred.date").status();
    EXPECT_EQ(*DetailOf(status), (ErrorDetail{"entry.occurred.date", "date"}));
  }
  EXPECT_EQ(DetailOf(DayFromWire(v1::Date(), "f").status())->reason, "missing");
}

TEST(ConvertTest, AMomentKeepsTimeAndOffset) {
  const CivilMoment moment{Day(2025, 3, 30), 23 * 60 + 5, -480};
  v1::CivilMoment wire;
  ToWire(moment, &wire);
  EXPECT_EQ(*MomentFromWire(wire, "f"), moment);

  wire.clear_time();
  EXPECT_EQ(DetailOf(MomentFromWire(wire, "f").status())->field, "f.utc_offset_minutes");
}

TEST(ConvertTest, ATimeOfDayHasBounds) {
  v1::CivilMoment wire;
  ToWire(Day(2025, 3, 30), wire.mutable_date());
  wire.mutable_time()->set_hours(24);
  EXPECT_EQ(*DetailOf(MomentFromWire(wire, "f").status()), (ErrorDetail{"f.time", "out_of_range"}));
}

TEST(ConvertTest, AnInstantBefore1970GoesThereAndBack) {
  const absl::Time time = absl::UnixEpoch() - absl::Microseconds(1);
  google::protobuf::Timestamp timestamp;
  ToWire(time, &timestamp);
  EXPECT_EQ(timestamp.seconds(), -1);
  EXPECT_EQ(timestamp.nanos(), 999999000);
  EXPECT_EQ(*TimeFromWire(timestamp, "f"), time);
}

TEST(ConvertTest, NamesAreTrimmedAndNormal) {
  // e with a combining acute accent becomes one character.
  EXPECT_EQ(*NameFromWire("  Chloe\xCC\x81 Rossi ", "f", 256), "Chlo\xC3\xA9 Rossi");
  EXPECT_EQ(*PersonFromWire(" Dr  Lee ", "f"), "Dr Lee") << "two blanks make nobody else";
  EXPECT_EQ(*NameFromWire("C  1", "f", 256), "C  1") << "a code is as it is written";
  EXPECT_EQ(DetailOf(NameFromWire(" \t", "f", 256).status())->reason, "missing");
  EXPECT_EQ(DetailOf(NameFromWire("a\nb", "f", 256).status())->reason, "control_character");
  EXPECT_EQ(DetailOf(NameFromWire(std::string(257, 'a'), "f", 256).status())->reason, "too_long");
}

TEST(ConvertTest, WithoutTheRightToNarrativeItIsLeftOut) {
  domain::RecordedEntry recorded;
  domain::Entry& entry = recorded.entry;
  entry.kind = domain::Kind::kConsultation;
  entry.header.kind = entry.kind;
  entry.header.id = EntryId::Random();
  entry.header.subject = domain::SubjectId::Of(CaseId::Random());
  entry.facts.SetNumber(domain::FindField(entry.kind, "recommendation")->id, 1);
  entry.facts.SetNumber(domain::FindField(entry.kind, "relation")->id, 1);
  entry.facts.SetText(domain::FindField(entry.kind, "rationale")->id, "private");
  entry.narrative = Sensitive<domain::Narrative>({"private", {{"Note", "private"}}});

  v1::Entry whole;
  ToWire(recorded, domain::Sight::kWhole, &whole);
  v1::Entry facts;
  ToWire(recorded, domain::Sight::kFacts, &facts);

  v1::Entry triage;
  ToWire(recorded, domain::Sight::kTriage, &triage);

  EXPECT_EQ(whole.note(), "private");
  EXPECT_EQ(whole.consultation().rationale(), "private");
  EXPECT_FALSE(whole.partial());
  EXPECT_EQ(facts.SerializeAsString().find("private"), std::string::npos);
  EXPECT_EQ(facts.consultation().recommendation(), v1::RECOMMENDATION_CONTINUE);
  EXPECT_TRUE(facts.partial());
  EXPECT_EQ(static_cast<int>(facts.consultation().relation()), 1);
  // That it is there, whose and when.
  EXPECT_EQ(triage.kind(), v1::ENTRY_KIND_CONSULTATION);
  EXPECT_FALSE(triage.has_consultation()) << "what came of it is a choice from a list, and tells it all the same";
  EXPECT_EQ(triage.SerializeAsString().find("private"), std::string::npos);
  EXPECT_TRUE(triage.partial());
}

// Whoever wrote that they told a client of their feelings was told that a director would see its kind and date.
TEST(ConvertTest, WhoSeesThatItIsThereSeesNoChoiceFromAList) {
  domain::RecordedEntry crossing;
  crossing.entry.kind = domain::Kind::kCrossing;
  crossing.entry.header.kind = crossing.entry.kind;
  crossing.entry.header.id = EntryId::Random();
  crossing.entry.header.subject = domain::SubjectId::Of(CaseId::Random());
  crossing.entry.header.basis = domain::Basis::kWitnessed;
  crossing.entry.header.stage = domain::Stage::kDone;
  crossing.entry.facts.SetNumber(domain::FindField(crossing.entry.kind, "area")->id, v1::BOUNDARY_AREA_TOUCH);

  v1::Entry triage;
  ToWire(crossing, domain::Sight::kTriage, &triage);
  v1::Entry facts;
  ToWire(crossing, domain::Sight::kFacts, &facts);

  EXPECT_EQ(triage.facts_case(), v1::Entry::FACTS_NOT_SET);
  EXPECT_EQ(triage.basis(), v1::ENTRY_BASIS_UNSPECIFIED);
  EXPECT_EQ(triage.stage(), v1::ENTRY_STAGE_UNSPECIFIED);
  EXPECT_EQ(facts.crossing().area(), v1::BOUNDARY_AREA_TOUCH);
  EXPECT_EQ(facts.basis(), v1::ENTRY_BASIS_WITNESSED);
}

// Who is there, and until when, are dates and people.
TEST(ConvertTest, OfAnAbsenceThatIsItsDates) {
  domain::RecordedEntry absence;
  absence.entry.kind = domain::Kind::kAbsence;
  absence.entry.header.kind = absence.entry.kind;
  absence.entry.header.id = EntryId::Random();
  absence.entry.header.subject = domain::SubjectId::Of(MemberId::Random());
  absence.entry.facts.SetNumber(domain::FindField(absence.entry.kind, "from")->id, DayNumber(Day(2026, 6, 1)));

  v1::Entry triage;
  ToWire(absence, domain::Sight::kTriage, &triage);

  EXPECT_TRUE(triage.absence().has_from());
  EXPECT_TRUE(triage.partial());
}

}  // namespace
}  // namespace candor::rpc::convert_test
