#include "cli/import/text_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "import_fixture.h"

namespace candor::cli::text_counts_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kMap[] = R"(time_zone = "Etc/UTC"
dates = { formats = ["YYYY-MM-DD"] }
columns = { date = "Date", therapist = "Who", client = "Client", type = "Type" }
[[kind]]
kind = "intake"
when = { Type = 'Intake' }
take = [{ when = { From = '(?P<by>.+)' }, set = { referred_by = "{by}" } }]
[[kind]]
kind = "session"
when = { Type = 'Session' }
)";
constexpr char kHeader[] = "Date,Who,Client,Type,From,Note\n";

// What an import of the rows would tell of their texts.
class TextCountsTest : public ::testing::Test {
 protected:
  std::vector<TextCount> CountsOf(const std::string& rows, int times = 1) const {
    const std::string csv = kHeader + rows;
    TextCounts counts({"Zbigniew Lopez"});
    const DryRun run = DryRunOf(map_, csv);
    std::istringstream input(csv);
    const auto reader = std::make_unique<CsvReader>(input, map_.delimiter);
    CsvRecord header;
    EXPECT_TRUE(reader->Next(header).value());
    const RowMapper mapper = RowMapper::Make(map_, header, Day(2026, 1, 15)).value();
    for (int i = 0; i < times; ++i) {
      for (const DryRow& row : run.rows) {
        EXPECT_FALSE(row.refusal) << row.number;
        counts.Add(row.row, mapper);
      }
    }
    return counts.Counts();
  }

  const ImportMap map_ = ReadImportMap(kMap, "map.toml").value();
};

TEST_F(TextCountsTest, CountsByColumnAndKindTheMostFirst) {
  EXPECT_THAT(CountsOf("2025-01-01,Ann,C,Session,,ring 415-555-0134\n"
                       "2025-01-02,Ann,C,Session,,told Zbigniew\n"
                       "2025-01-03,Ann,C,Session,he is gay,told Zbigniew\n"),
              ElementsAre(TextCount{"Note", TextNoticeKind::kKnownName, 2, 2},
                          TextCount{"From", TextNoticeKind::kOrientation, 1, 3},
                          TextCount{"Note", TextNoticeKind::kPhone, 1, 1}));
}

TEST_F(TextCountsTest, AFieldThatIsThereForANameMayHoldOne) {
  EXPECT_THAT(CountsOf("2025-01-01,Ann,C,Intake,Dr Maria Peeters,\n"), IsEmpty());
  EXPECT_THAT(CountsOf("2025-01-01,Ann,C,Intake,\"Dr Maria Peeters, 415-555-0134\",\n"),
              ElementsAre(TextCount{"From", TextNoticeKind::kPhone, 1, 1}));
}

TEST_F(TextCountsTest, WhoIsNamedInThePracticesOwnColumnsIsNoText) {
  EXPECT_THAT(CountsOf("2025-01-01,Maria Lopez,C-1,Session,,\n"), IsEmpty());
}

TEST_F(TextCountsTest, AClientsCodeThatIsANameIsCounted) {
  EXPECT_THAT(CountsOf("2025-01-01,Ann,John Miller,Session,,\n2025-01-02,Ann,C-1,Session,,\n"),
              ElementsAre(TextCount{"Client", TextNoticeKind::kName, 1, 1}));
}

TEST_F(TextCountsTest, ARowThatIsSentAgainIsCountedOnce) {
  EXPECT_THAT(CountsOf("2025-01-01,Ann,C,Session,,told Maria\n2025-01-02,Ann,C,Session,,told Maria\n", 2),
              ElementsAre(TextCount{"Note", TextNoticeKind::kName, 2, 1}));
}

}  // namespace
}  // namespace candor::cli::text_counts_test
