#include "cli/import/row_mapper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "import_fixture.h"

namespace candor::cli::row_mapper_test {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] =
    "Date,Entered,Therapist,Licence,Supervisor,Client code,Type,Details,Initiated by,Consent,Consulted with,Outcome,"
    "Note\n";

class RowMapperTest : public ::testing::Test {
 protected:
  DryRow Map(const std::string& line) const { return DryRunOf(map_, kHeader + line + "\n").rows.at(0); }
  v1::ImportRow Row(const std::string& line) const {
    const DryRow row = Map(line);
    EXPECT_FALSE(row.refusal) << row.refusal->reason;
    return row.row;
  }
  std::string Reason(const std::string& line) const {
    const DryRow row = Map(line);
    return row.refusal ? row.refusal->reason + " " + row.refusal->column : "";
  }

  const ImportMap map_ = ReadImportMap(ReadFile(CANDOR_MAPS "/practice-log.toml"), "practice-log.toml").value();
};

std::string CellsOf(const v1::ImportRow& row) {
  std::string cells;
  for (const v1::ImportedCell& cell : row.entry().imported_cells()) cells += cell.column() + "=" + cell.text() + ";";
  return cells;
}

TEST_F(RowMapperTest, CarriesPeopleAndDates) {
  const v1::ImportRow row =
      Row("3/12/2025,2025-03-14, Ann Bo ,Associate MFT CA,Di Ev,C-1,Attraction - romantic,mild,therapist,,,,");

  EXPECT_EQ(row.row_number(), 1);
  EXPECT_EQ(row.therapist().display_name(), "Ann Bo");
  EXPECT_EQ(row.therapist().licence().profession(), "mft");
  EXPECT_EQ(row.therapist().licence().jurisdiction(), "US-CA");
  EXPECT_TRUE(row.therapist().licence().in_training());
  EXPECT_EQ(row.supervisor().display_name(), "Di Ev");
  EXPECT_TRUE(row.supervisor_reads_first());
  EXPECT_EQ(row.client_code(), "C-1");
  EXPECT_EQ(row.entry().occurred().date().day(), 12);
  EXPECT_EQ(row.entry().reported().date().day(), 14);
  EXPECT_EQ(row.entry().personal_reaction().which(), v1::REACTION_KIND_ROMANTIC);
  EXPECT_EQ(row.entry().personal_reaction().status(), v1::REACTION_STATUS_UNSPECIFIED);
  EXPECT_EQ(CellsOf(row), "Details=mild;Initiated by=therapist;");
  EXPECT_EQ(row.row_digest().size(), 32u);
}

TEST_F(RowMapperTest, RefusesForTheFirstReasonInOrder) {
  EXPECT_EQ(Reason("31/31/2025,2025-01-01,,,,,Vibes,,,,,,"), "date Date");
  EXPECT_EQ(Reason("2025-01-01,soon,,,,,Vibes,,,,,,"), "date Entered");
  EXPECT_EQ(Reason("2031-01-01,2025-01-01,,,,,Vibes,,,,,,"), "future_date Date");
  EXPECT_EQ(Reason("2025-01-01,2031-01-01,,,,,Vibes,,,,,,"), "future_date Entered");
  EXPECT_EQ(Reason("2025-01-02,2025-01-01,,,,,Vibes,,,,,,"), "entered_before_date Entered");
  EXPECT_EQ(Reason("2025-01-01,2025-01-01,  ,,,,Vibes,,,,,,"), "therapist Therapist");
  EXPECT_EQ(Reason("2025-01-01,2025-01-01,Ann,,,,Vibes,,,,,,"), "type Type");
  EXPECT_EQ(Reason("2025-01-01,2025-01-01,Ann,,, ,Session,,,,,,"), "client Client code");
  EXPECT_EQ(Reason("2025-01-01,2025-01-01,Ann,,,C,Session,,,,,,,more"), "columns ");
  EXPECT_EQ(Reason("2025-01-01,2025-01-01,Ann,,,C,Session,,,,,," + std::string(20000, 'x')), "too_long Note");
}

TEST_F(RowMapperTest, AnEntryOfTodayIsNotInTheFuture) {
  EXPECT_EQ(Reason("2026-01-15,2026-01-15,Ann,,,C,Session,,,,,,"), "");
  EXPECT_EQ(Reason("2026-01-16,2026-01-16,Ann,,,C,Session,,,,,,"), "future_date Date");
}

TEST_F(RowMapperTest, InitiatedByWinsOverDetails) {
  const v1::ImportRow row =
      Row("2025-03-12,2025-03-12,Ann,,,C,Termination,\"therapist ended, same day\",client,,,alternatives offered: 3,");

  EXPECT_EQ(row.entry().termination().initiator(), v1::INITIATOR_CLIENT);
  EXPECT_EQ(
      FormatDay(Day(row.entry().termination().proposed_on().year(), row.entry().termination().proposed_on().month(),
                    row.entry().termination().proposed_on().day())),
      "2025-03-12");
  EXPECT_EQ(row.entry().termination().alternatives_offered(), 3);
  EXPECT_EQ(CellsOf(row), "Details=therapist ended, same day;");  // it says otherwise, so the words stay
}

TEST_F(RowMapperTest, DetailsFillABlankInitiator) {
  const v1::ImportRow row = Row("2025-03-12,2025-03-12,Ann,,,C,Termination,\"therapist ended, same day\",,,,,");

  EXPECT_EQ(row.entry().termination().initiator(), v1::INITIATOR_THERAPIST);
  EXPECT_FALSE(row.entry().termination().has_alternatives_offered());
  EXPECT_EQ(CellsOf(row), "");
}

TEST_F(RowMapperTest, CountsNoticeBackFromTheDate) {
  const v1::ImportRow row = Row("2025-03-12,2025-03-12,Ann,,,C,Termination,\"planned, 6 weeks notice\",mutual,,,,");

  EXPECT_EQ(row.entry().termination().proposed_on().month(), 1);
  EXPECT_EQ(row.entry().termination().proposed_on().day(), 29);
  EXPECT_EQ(row.entry().termination().initiator(), v1::INITIATOR_MUTUAL);
}

TEST_F(RowMapperTest, AFollowedRecommendationIsADecision) {
  const v1::ImportRow because =
      Row("2025-03-12,2025-03-12,Ann,,,C,Consultation,why now: dreams,,,Di Ev,refer,recommendation followed because it "
          "helps");
  const v1::ImportRow bare =
      Row("2025-03-12,2025-03-12,Ann,,,C,Consultation,,,,external: ethics line,\"continue, "
          "monitor\",followed");

  EXPECT_EQ(because.entry().consultation().recommendation(), v1::RECOMMENDATION_REFER);
  EXPECT_EQ(because.entry().consultation().decision(), v1::CARE_DECISION_REFER);
  EXPECT_EQ(because.entry().consultation().rationale(), "it helps");
  EXPECT_EQ(because.entry().consultation().why_now(), "dreams");
  EXPECT_EQ(because.entry().consultation().consultant_kind(), v1::CONSULTANT_KIND_MEMBER);
  ASSERT_EQ(because.people_size(), 1);
  EXPECT_EQ(because.people(0).field(), "consultation.consultant");
  EXPECT_EQ(because.people(0).person().display_name(), "Di Ev");
  EXPECT_EQ(bare.entry().consultation().recommendation(), v1::RECOMMENDATION_CONTINUE_MONITOR);
  EXPECT_EQ(bare.entry().consultation().decision(), v1::CARE_DECISION_CONTINUE);
  EXPECT_EQ(bare.entry().consultation().rationale(), "");
  EXPECT_EQ(bare.entry().consultation().consultant_kind(), v1::CONSULTANT_KIND_ETHICS_LINE);
  EXPECT_EQ(bare.people_size(), 0);
}

TEST_F(RowMapperTest, ReadsSupervisionAndGifts) {
  const v1::ImportRow group = Row("2025-03-12,2025-03-12,Ann,,,,Supervision,group 2h (6),,,Di Ev,,");
  const v1::ImportRow gift = Row("2025-03-12,2025-03-12,Ann,,,C,Gift received,\"watch, 180 EUR\",client,yes,,,");

  EXPECT_EQ(group.client_code(), "");
  EXPECT_EQ(group.entry().supervision().format(), v1::SUPERVISION_FORMAT_GROUP);
  EXPECT_EQ(group.entry().supervision().minutes(), 120);
  EXPECT_EQ(group.entry().supervision().group_size(), 6);
  EXPECT_EQ(gift.entry().crossing().value_minor_units(), 18000);
  EXPECT_EQ(gift.entry().crossing().currency_code(), "EUR");
  EXPECT_EQ(CellsOf(gift), "Details=watch, 180 EUR;");
}

TEST_F(RowMapperTest, AnUnknownLicenceStaysAsWords) {
  const v1::ImportRow row = Row("2025-03-12,2025-03-12,Ann,Shaman,,C,Session,,,,,,");

  EXPECT_FALSE(row.therapist().has_licence());
  EXPECT_EQ(CellsOf(row), "Licence=Shaman;");
}

TEST_F(RowMapperTest, SaysInTheWordsOfTheMapWhatTheDaemonSaysOfAPath) {
  std::istringstream input(kHeader);
  const auto reader = std::make_unique<CsvReader>(input, ',');
  CsvRecord header;
  ASSERT_TRUE(reader->Next(header).value());
  const RowMapper mapper = RowMapper::Make(map_, header, Day(2026, 1, 1)).value();
  const auto told = [&](const std::string& field) {
    return mapper.ColumnOf(field) + "|" + mapper.InWordsOfTheMap(field, field + ": too long");
  };

  EXPECT_EQ(told("entry.occurred.date"), "Date|too long");
  EXPECT_EQ(told("therapist.licence.profession"), "Licence|too long");
  EXPECT_EQ(told("entry.intake"), "Type|too long");
  EXPECT_EQ(told("entry.supervision.minutes"), "Details|too long");
  EXPECT_EQ(told("entry.termination.initiator"), "|initiator: too long") << "several columns have a say";
  EXPECT_EQ(told("row_digest"), "|too long");
  EXPECT_EQ(mapper.InWordsOfTheMap("", "it is: so"), "it is: so");
}

TEST_F(RowMapperTest, NamesAColumnThatTheFileLacks) {
  std::istringstream input("Date,Therapist\n");
  const auto reader = std::make_unique<CsvReader>(input, ',');
  CsvRecord header;
  ASSERT_TRUE(reader->Next(header).value());

  const auto mapper = RowMapper::Make(map_, header, Day(2026, 1, 1));

  EXPECT_THAT(std::string(mapper.status().message()), HasSubstr("the file has no column \"Type\""));
}

// Another practice, another spreadsheet: another map and no code.
TEST(OtherPracticeTest, IsReadByAnotherMap) {
  const auto map = ReadImportMap(ReadFile(CANDOR_TEST_DATA "/praktijk.toml"), "praktijk.toml");
  ASSERT_TRUE(map.ok()) << map.status();

  const DryRun run = DryRunOf(*map, ReadFile(CANDOR_TEST_DATA "/praktijk.csv"));

  EXPECT_EQ(run.blank, 1);
  ASSERT_EQ(run.rows.size(), 9u);
  const auto& feeling = run.Row(1).row;
  EXPECT_EQ(feeling.client_code(), "K12");
  EXPECT_EQ(feeling.therapist().display_name(), "Ruben Claes");
  EXPECT_EQ(feeling.therapist().licence().jurisdiction(), "BE");
  EXPECT_EQ(feeling.entry().occurred().date().month(), 2);
  EXPECT_EQ(feeling.entry().occurred().date().day(), 3);
  EXPECT_EQ(feeling.entry().personal_reaction().which(), v1::REACTION_KIND_ROMANTIC);
  EXPECT_EQ(feeling.entry().personal_reaction().interferes(), v1::ANSWER_UNSURE);
  EXPECT_FALSE(feeling.supervisor_reads_first());
  EXPECT_EQ(run.Row(2).row.entry().consultation().recommendation(), v1::RECOMMENDATION_REFER);
  EXPECT_EQ(run.Row(2).row.people(0).person().display_name(), "Griet Maes");
  EXPECT_EQ(run.Row(3).row.entry().termination().proposed_on().month(), 4);
  EXPECT_EQ(run.Row(3).row.entry().termination().proposed_on().day(), 30);
  EXPECT_EQ(run.Row(3).row.entry().termination().initiator(), v1::INITIATOR_THERAPIST);
  EXPECT_EQ(run.Row(4).row.entry().session().minutes(), 45);
  EXPECT_EQ(CellsOf(run.Row(4).row), "Opmerking=kwam te laat; bus\nen regen;");
  EXPECT_EQ(run.Row(5).refusal->reason, "date");
  EXPECT_EQ(run.Row(6).refusal->reason, "type");
  EXPECT_EQ(run.Row(8).refusal->reason, "client");
  EXPECT_EQ(run.Row(9).row.row_digest(), run.Row(4).row.row_digest());
  EXPECT_EQ(run.Row(10).row.entry().supervision().format(), v1::SUPERVISION_FORMAT_INDIVIDUAL);
}

}  // namespace
}  // namespace candor::cli::row_mapper_test
