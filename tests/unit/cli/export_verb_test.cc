#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "candor/v1/export.grpc.pb.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "fake_access.h"
#include "fake_daemon.h"
#include "nlohmann/json.hpp"

namespace candor::cli::export_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kExportedOrigin[] = "candor/x/1";
constexpr uint64_t kExportedRecords = 5;
// The last one: of a type whose member stands past the checkpoint's.
constexpr uint64_t kExportedAccess = 4;

v1::ExportLine ExportedLine(uint64_t number) {
  v1::ExportLine line;
  line.set_number(number);
  line.set_commitment(std::string(32, static_cast<char>('a' + number)));
  if (number == kExportedAccess) {
    line.mutable_access()->set_method("EntryService.GetEntry");
  } else {
    line.mutable_settings()->set_practice_name("Elm\nStreet");
  }
  return line;
}

// Its checkpoint is over settings, one record after another, and that somebody read.
class FakeCheckpoint final : public v1::LedgerService::Service {
 public:
  explicit FakeCheckpoint(const FakeAccess& access) : access_(access) {}

  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    const std::string seed(ledger::kSeedBytes, 'k');
    const ledger::SigningKey key(AsBytes(seed).first<ledger::kSeedBytes>());
    ledger::Frontier tree;
    for (uint64_t number = 0; number < kExportedRecords; ++number) {
      const std::string type(1, number == kExportedAccess ? '\x15' : '\x09');
      tree.Append(ledger::LeafHash(type + ExportedLine(number).commitment()));
    }
    asked_before_recorded = access_.disclosed.empty();
    const ledger::Checkpoint checkpoint{kExportedOrigin, tree.size(), tree.Root(), {}};
    response->set_checkpoint(WriteNote(SignCheckpoint(checkpoint, key)));
    response->set_public_key(
        ledger::VerifierKey{kExportedOrigin, ledger::SignatureType::kEd25519, key.public_key()}.ToString());
    return grpc::Status::OK;
  }

  bool asked_before_recorded = false;

 private:
  const FakeAccess& access_;
};

// Two records at a time, once it is on record to whom they go.
class FakeExport final : public v1::ExportService::Service {
 public:
  explicit FakeExport(const FakeAccess& access) : access_(access) {}

  grpc::Status ExportRecords(grpc::ServerContext*, const v1::ExportRecordsRequest* request,
                             v1::ExportRecordsResponse* response) override {
    if (refuses) return {grpc::StatusCode::PERMISSION_DENIED, "this is done by the operator"};
    if (request->size() == 0) return grpc::Status::OK;
    if (access_.disclosed.empty()) return {grpc::StatusCode::FAILED_PRECONDITION, "to whom?"};
    disclosure = request->disclosure();
    if (aborts > 0) {
      --aborts;
      return {grpc::StatusCode::ABORTED, "something changed while this was being answered; ask again"};
    }
    if (request->number() >= ends_at) return {grpc::StatusCode::DATA_LOSS, "a ledger record is missing"};
    uint64_t number = request->number();
    const uint64_t end = std::min(request->size(), number + 2);
    for (; number < end; ++number) {
      *response->add_lines() = ExportedLine(number);
      if (number == changed) response->mutable_lines(response->lines_size() - 1)->set_commitment(std::string(32, 'x'));
    }
    response->set_next_number(number);
    if (request->naming_keys()) response->mutable_naming_keys()->set_order(std::string(32, 'o'));
    return grpc::Status::OK;
  }

  bool refuses = false;
  std::string disclosure;
  int aborts = 0;
  uint64_t ends_at = ~uint64_t{0};
  uint64_t changed = ~uint64_t{0};

 private:
  const FakeAccess& access_;
};

class ExportVerbTest : public testing::Test {
 protected:
  // All of it, and for whom that is.
  static std::vector<std::string> Line(const std::string& out) {
    return {"export",    "--all",     "--out",        out,       "--recipient",
            "the board", "--purpose", "case 12/2026", "--basis", "authority"};
  }
  Outcome Export() { return RunAgainst(daemon_.address(), Line(path_)); }
  // What lies there beside the socket.
  size_t Files() const {
    return static_cast<size_t>(std::count_if(std::filesystem::directory_iterator(daemon_.folder()),
                                             std::filesystem::directory_iterator(),
                                             [](const auto& item) { return item.is_regular_file(); }));
  }
  std::vector<nlohmann::json> Written() const {
    std::vector<nlohmann::json> lines;
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  FakeAccess access_;
  FakeCheckpoint checkpoint_{access_};
  FakeExport export_{access_};
  FakeDaemon daemon_{{&access_, &checkpoint_, &export_}};
  const std::string path_ = daemon_.folder() + "/candor.jsonl";
};

TEST_F(ExportVerbTest, WhatIsRefusedIsNotOnRecordAsHavingLeft) {
  export_.refuses = true;

  EXPECT_NE(Export().code, 0);
  EXPECT_TRUE(access_.disclosed.empty());
  EXPECT_EQ(Files(), 0U);

  export_.refuses = false;
  EXPECT_EQ(Export().code, 0);
  ASSERT_FALSE(access_.disclosed.empty());
  EXPECT_THAT(export_.disclosure, HasSubstr("disclosures/")) << "so that whoever is in it finds to whom it went";
}

TEST_F(ExportVerbTest, WritesALineForEachRecordAndTheCheckpointLast) {
  const Outcome outcome = Export();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), HasSubstr("5 records of candor/x/1"));
  const auto lines = Written();
  ASSERT_THAT(lines, SizeIs(kExportedRecords + 1));
  EXPECT_EQ(lines[3]["number"], "3");
  EXPECT_EQ(lines[3]["settings"]["practice_name"], "Elm\nStreet");
  EXPECT_EQ(lines[5]["checkpoint"]["records"], "5");
  EXPECT_TRUE(lines[5]["checkpoint"]["naming_keys"].contains("order"));
  struct stat file {};
  ASSERT_EQ(stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(ExportVerbTest, WhatChangesMeanwhileIsAskedForAgain) {
  export_.aborts = 2;
  EXPECT_EQ(Export().code, 0);
  EXPECT_THAT(Written(), SizeIs(kExportedRecords + 1));
  export_.aborts = 1000;
  EXPECT_NE(Export().code, 0);
}

TEST_F(ExportVerbTest, WhatWasThereStaysWhereTheNewOneDoesNotComeThrough) {
  std::ofstream(path_) << "{}\n";
  export_.ends_at = 4;

  const Outcome outcome = Export();

  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(Written(), SizeIs(1));
  EXPECT_EQ(Files(), 1U) << "nothing of the new one is left";
}

TEST_F(ExportVerbTest, OnlyAFileIsReplaced) {
  const std::string file = daemon_.folder() + "/other.jsonl";
  std::ofstream(file) << "{}\n";
  std::filesystem::create_symlink(file, path_);

  const Outcome link = Export();
  EXPECT_EQ(link.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(link.err, HasSubstr("name the file itself"));
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_THAT(Written(), SizeIs(1)) << "what it leads to is as it was";

  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), S_IRUSR | S_IWUSR), 0);
  EXPECT_EQ(Export().code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_TRUE(std::filesystem::is_fifo(path_));
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(Export().code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_EQ(Files(), 1U) << "nothing was begun";
}

TEST_F(ExportVerbTest, AnExportIsNotForTheScreen) {
  const Outcome outcome = RunAgainst(daemon_.address(), Line("-"));

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(outcome.err, HasSubstr("--out: takes the name of a file"));
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(ExportVerbTest, RecordsThatAreNotThoseOfTheCheckpointAreNotKept) {
  export_.changed = 2;

  const Outcome outcome = Export();

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotProven));
  EXPECT_THAT(outcome.err, HasSubstr("candor ledger verify"));
  EXPECT_THAT(outcome.err, HasSubstr("that it was to leave stays on record"));
  EXPECT_EQ(Files(), 0U);
}

TEST_F(ExportVerbTest, ToWhomItGoesIsOnRecordBeforeTheFirstLine) {
  const Outcome outcome =
      RunAgainst(daemon_.address(), {"export", "--case", "cases/a", "--out", path_, "--recipient", "the board",
                                     "--purpose", "case 12/2026", "--basis", "authority", "-o", "json"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(access_.disclosed, SizeIs(1));
  const v1::RecordDisclosureRequest& recorded = access_.disclosed[0];
  EXPECT_EQ(recorded.recipient(), "the board");
  EXPECT_EQ(recorded.purpose(), "case 12/2026");
  EXPECT_EQ(recorded.basis(), v1::LAWFUL_BASIS_AUTHORITY);
  ASSERT_EQ(recorded.subjects_size(), 1);
  EXPECT_EQ(recorded.subjects(0), "cases/a");
  EXPECT_NE(recorded.request_id(), "");
  EXPECT_TRUE(checkpoint_.asked_before_recorded) << "what leaves is of the records before it";
  EXPECT_EQ(Json::parse(outcome.out)["disclosure"], "disclosures/d");
}

TEST_F(ExportVerbTest, WithoutAnybodyToAskItSaysWhatIsMissingAndNothingLeaves) {
  for (const char* left_out : {"--recipient", "--purpose", "--basis"}) {
    std::vector<std::string> line = Line(path_);
    const auto at = std::find(line.begin(), line.end(), left_out);
    line.erase(at, at + 2);
    const Outcome outcome = RunAgainst(daemon_.address(), line);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage)) << left_out;
    EXPECT_THAT(outcome.err, HasSubstr("--recipient, --purpose and --basis"));
  }
  std::vector<std::string> other = Line(path_);
  other.back() = "xyzzy";
  EXPECT_EQ(RunAgainst(daemon_.address(), other).code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(access_.disclosed, SizeIs(0));
  EXPECT_EQ(Files(), 0U);
}

TEST_F(ExportVerbTest, APersonIsAskedForWhatTheLineDoesNotSay) {
  const Outcome outcome = RunBeforeAPerson(daemon_.address(), {"export", "--out", path_, "--purpose", "case 12/2026"},
                                           "the court\n99\n5\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("To whom does it go?"));
  EXPECT_THAT(outcome.err, HasSubstr("  5  a court asks for it\n"));
  ASSERT_THAT(access_.disclosed, SizeIs(1));
  EXPECT_EQ(access_.disclosed[0].recipient(), "the court");
  EXPECT_EQ(access_.disclosed[0].basis(), v1::LAWFUL_BASIS_COURT);
  EXPECT_EQ(access_.disclosed[0].subjects_size(), 0) << "everything";
}

TEST_F(ExportVerbTest, WhoDoesNotSayToWhomExportsNothing) {
  for (const char* answers : {"", "\n", "the court\n\n", "the court\na case\n\n"}) {
    const Outcome outcome = RunBeforeAPerson(daemon_.address(), {"export", "--out", path_}, answers);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed)) << answers;
  }
  EXPECT_THAT(access_.disclosed, SizeIs(0));
  EXPECT_EQ(Files(), 0U);
}

// Where other users of the machine cannot see it.
TEST_F(ExportVerbTest, ItCanBeReadFromStandardInput) {
  const Outcome outcome =
      RunAgainst(daemon_.address(), {"export", "--out", path_, "--stdin", "--basis", "own_operation"},
                 "our own archive\nthe yearly\ncopy\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(access_.disclosed, SizeIs(1));
  EXPECT_EQ(access_.disclosed[0].recipient(), "our own archive");
  EXPECT_EQ(access_.disclosed[0].purpose(), "the yearly\ncopy");
}

TEST_F(ExportVerbTest, OneOfTheThreeIsAskedForAndAFileToo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"export"},
                                             {"export", "--all", "--member", "Ann", "--out", path_},
                                             {"export", "--case", "C-1", "--member", "Ann", "--out", path_}}) {
    EXPECT_EQ(RunAgainst(daemon_.address(), arguments).code, static_cast<int>(ExitCode::kUsage));
  }
}

}  // namespace
}  // namespace candor::cli::export_verb_test
