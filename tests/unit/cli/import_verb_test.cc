#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <string>
#include <vector>

#include "candor/v1/error.pb.h"
#include "candor/v1/import.grpc.pb.h"
#include "fake_daemon.h"

namespace candor::cli::import_verb_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kMap[] = R"(time_zone = "Etc/UTC"
dates = { formats = ["YYYY-MM-DD"] }
columns = { date = "Date", therapist = "Who", client = "Client", type = "Type" }
[[kind]]
kind = "session"
when = { Type = 'Session' }
[[kind]]
kind = "intake"
when = { Type = 'Intake' }
)";

// Takes rows whose client is not "unwanted"; the same digest again is a duplicate. An intake waits for a session of its
// client, in place of an ending.
class FakeImport final : public v1::ImportService::Service {
 public:
  grpc::Status ImportEntries(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::ImportEntriesResponse, v1::ImportEntriesRequest>* stream) override {
    v1::ImportEntriesRequest request;
    while (stream->Read(&request)) {
      v1::ImportEntriesResponse response;
      if (request.has_import()) {
        import = request.import();
        *response.mutable_import() = request.import();
        response.mutable_import()->set_name("imports/a");
      }
      portions.push_back(request.rows_size());
      for (const v1::ImportRow& row : request.rows()) Settle(row, *response.add_results());
      stream->Write(response);
      if (!break_with.ok() && portions.size() >= break_after) return break_with;
    }
    return grpc::Status::OK;
  }

  v1::Import import;
  std::vector<int> portions;
  grpc::Status break_with;
  size_t break_after = 1;  // messages

 private:
  void Settle(const v1::ImportRow& row, v1::RowResult& result) {
    result.set_row_number(row.row_number());
    if (row.client_code() == "unwanted") {
      result.mutable_refused()->set_reason("client");
      result.mutable_refused()->set_field("client_code");
      result.mutable_refused()->set_message("client_code: not one of ours");
    } else if (row.entry().has_intake() && !sessions_of_.contains(row.client_code())) {
      result.mutable_refused()->set_reason("episode_open");
      result.mutable_refused()->set_field("entry.intake");
      result.mutable_refused()->set_message("entry.intake: the case is open already");
    } else if (!digests_.insert(row.row_digest()).second) {
      result.mutable_duplicate();
    } else {
      result.mutable_imported()->set_entry(std::string(2000, 'e'));  // large answers must not stall the stream
      if (row.entry().has_session()) sessions_of_.insert(row.client_code());
    }
  }

  std::set<std::string> digests_;
  std::set<std::string> sessions_of_;
};

class ImportVerbTest : public ::testing::Test {
 protected:
  void SetUp() override { std::ofstream(daemon_.folder() + "/map.toml") << kMap; }

  Outcome Import(const std::string& csv, std::vector<std::string> more = {}) {
    std::ofstream(daemon_.folder() + "/log.csv") << csv;
    std::vector<std::string> arguments = {"import", "csv", daemon_.folder() + "/log.csv", "--map",
                                          daemon_.folder() + "/map.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunAgainst(daemon_.address(), arguments);
  }

  FakeImport service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(ImportVerbTest, JoinsWhatBothSidesRefuseInOrderOfRows) {
  const Outcome outcome = Import(
      "Date,Who,Client,Type\n"
      "2025-01-01,Ann,unwanted,Session\n"
      "2025-01-01,Ann,C,Tea\n"
      "2025-01-01,Ann,C,Session\n"
      ",,,\n"
      "2025-01-01, Ann,C,Session\n"
      "2025-01-01,Ann,unwanted,Session\n",
      {"-o", "json"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kRowsRefused)) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["imported"], 1);
  EXPECT_EQ(json["duplicates"], 1);
  std::vector<std::string> refused;
  for (const Json& row : json["refused"]) {
    refused.push_back(std::to_string(row["row"].get<int>()) + " " + row["reason"].get<std::string>() + " " +
                      row["column"].get<std::string>());
  }
  EXPECT_THAT(refused, ElementsAre("1 client Client", "2 type Type", "6 client Client"));
  EXPECT_EQ(json["import"], "imports/a");
}

TEST_F(ImportVerbTest, SendsPortionsAndDigests) {
  std::string csv = "Date,Who,Client,Type\n";
  for (int i = 0; i < 2000; ++i) csv += "2025-01-01,Ann,C" + std::to_string(i) + ",Session\n";

  const Outcome outcome = Import(csv, {"--policy-from", "2024-01-01", "--dry-run", "-o", "json"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["imported"], 2000);
  EXPECT_THAT(service_.portions, ElementsAre(0, 256, 256, 256, 256, 256, 256, 256, 208));
  EXPECT_EQ(service_.import.file_digest().size(), 32u);
  EXPECT_EQ(service_.import.map_digest().size(), 32u);
  EXPECT_EQ(service_.import.policy_from().year(), 2024);
  EXPECT_TRUE(service_.import.dry_run());
}

// However far down the row stands that makes them possible; one for which there is none is refused once.
TEST_F(ImportVerbTest, SendsIntakesOfOpenCasesAgainOnceAllRowsAreIn) {
  std::string csv = "Date,Who,Client,Type\n2025-03-01,Ann,A,Intake\n2025-03-01,Ann,B,Intake\n";
  for (int i = 0; i < 1200; ++i) csv += "2025-01-01,Ann,C" + std::to_string(i) + ",Session\n";
  csv += "2025-02-01,Ann,A,Session\n";

  const Outcome outcome = Import(csv, {"-o", "json"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kRowsRefused)) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["imported"], 1202);
  ASSERT_EQ(json["refused"].size(), 1U) << json["refused"];
  EXPECT_EQ(json["refused"][0]["row"], 2);
  EXPECT_EQ(json["refused"][0]["reason"], "episode_open");
  EXPECT_EQ(json["refused"][0]["column"], "Type");
  EXPECT_EQ(json["refused"][0]["message"], "the case is open already") << "the sheet has no column \"entry.intake\"";
  EXPECT_EQ(service_.portions.back(), 2);
}

TEST_F(ImportVerbTest, SaysThatEverythingWasThereAlready) {
  const std::string csv = "Date,Who,Client,Type\n2025-01-01,Ann,C,Session\n";
  EXPECT_THAT(Import(csv).out, HasSubstr("Imported: 1. There already: 0. Refused: 0."));

  const Outcome again = Import(csv);

  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.out, HasSubstr("Nothing new: every row was there already. Imported: 0. There already: 1."));
  EXPECT_THAT(Import(csv + "2025-01-01,Ann,C,Tea\n").out,
              HasSubstr("Nothing new: every row that could be read was there already. Imported: 0. There already: 1. "
                        "Refused: 1."));
}

TEST_F(ImportVerbTest, TellsWhyTheDaemonEndedIt) {
  service_.break_with = grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "no space left; free some and import again");
  std::string csv = "Date,Who,Client,Type\n";
  for (int i = 0; i < 5000; ++i) csv += "2025-01-01,Ann,C" + std::to_string(i) + ",Session\n";

  const Outcome outcome = Import(csv);

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNoRoom));
  EXPECT_THAT(outcome.err, HasSubstr("no space left; free some and import again"));
}

TEST_F(ImportVerbTest, CountsWhatIsInWhenTheDaemonStops) {
  service_.break_with = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the daemon is stopping");
  service_.break_after = 3;
  std::string csv = "Date,Who,Client,Type\n";
  for (int i = 0; i < 5000; ++i) csv += "2025-01-01,Ann,C" + std::to_string(i) + ",Session\n";

  const Outcome outcome = Import(csv, {"-o", "json"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
  EXPECT_EQ(Json::parse(outcome.out)["imported"], 512);
  EXPECT_THAT(outcome.err, HasSubstr("import the same file again"));
}

TEST_F(ImportVerbTest, SaysHowOftenTextsSeemToNameSomebodyAndNotTheWords) {
  const std::string csv =
      "Date,Who,Client,Type,Note\n"
      "2025-01-01,Ann,C,Session,told Maria\n"
      "2025-01-02,Ann,C,Session,ring 415-555-0134\n"
      "2025-01-03,Ann,C,Session,told Maria\n";

  const Outcome checked = Import(csv, {"--dry-run"});
  const Outcome imported = Import(csv, {"-o", "json"});

  EXPECT_THAT(Flat(checked.err), HasSubstr("Before it is imported: perhaps 2 times a name (Note, first in row 1); a "
                                           "telephone number (Note, row 2). A code or a role says enough. It can be "
                                           "imported as it is."));
  EXPECT_THAT(Flat(imported.err), HasSubstr("In the texts of the sheet: perhaps 2 times a name (Note, first in row "));
  EXPECT_THAT(checked.err + imported.err, ::testing::Not(HasSubstr("Maria")));
  EXPECT_EQ(Json::parse(imported.out)["imported"], 0) << "it had seen the rows";
  EXPECT_THAT(Import("Date,Who,Client,Type,Note\n2025-01-04,Ann,C,Session,on\n").err,
              ::testing::Not(HasSubstr("perhaps")));
}

TEST_F(ImportVerbTest, SendsNothingOfAFileThatCannotBeReadWhole) {
  const Outcome outcome = Import("Date,Who,Client,Type\n2025-01-01,Ann,C,Session\n2025-01-01,\"Ann,C,Session\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(outcome.err, HasSubstr("line 3: a quote opens here and is never closed"));
  EXPECT_TRUE(service_.portions.empty());
}

TEST_F(ImportVerbTest, DoesNotWriteOverAFile) {
  std::ofstream(daemon_.folder() + "/there.csv") << "keep me";

  const Outcome outcome =
      Import("Date,Who,Client,Type\n2025-01-01,Ann,C,Tea\n", {"--refused", daemon_.folder() + "/there.csv"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_TRUE(service_.portions.empty());
}

TEST_F(ImportVerbTest, FindsOutThatRefusedRowsCannotBeWrittenBeforeItImports) {
  for (const std::string& path : {daemon_.folder() + "/no/such/folder/refused.csv", daemon_.folder()}) {
    const Outcome outcome = Import("Date,Who,Client,Type\n2025-01-01,Ann,C,Tea\n", {"--refused", path});

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile)) << path;
    EXPECT_THAT(outcome.err, HasSubstr(path));
    EXPECT_TRUE(service_.portions.empty());
  }
}

TEST_F(ImportVerbTest, WritesNoFileWhereNothingIsRefused) {
  const std::string path = daemon_.folder() + "/refused.csv";

  EXPECT_EQ(Import("Date,Who,Client,Type\n2025-01-01,Ann,C,Session\n", {"--refused", path}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(path));

  EXPECT_EQ(Import("Date,Who,Client,Type\n2025-01-01,Ann,C,Tea\n", {"--refused", path}).code,
            static_cast<int>(ExitCode::kRowsRefused));
  EXPECT_TRUE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace candor::cli::import_verb_test
