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
#include "fake_daemon.h"
#include "nlohmann/json.hpp"

namespace candor::cli::export_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kExportedOrigin[] = "candor/x/1";
constexpr uint64_t kExportedRecords = 5;

v1::ExportLine ExportedLine(uint64_t number) {
  v1::ExportLine line;
  line.set_number(number);
  line.set_commitment(std::string(32, static_cast<char>('a' + number)));
  line.mutable_settings()->set_practice_name("Elm\nStreet");
  return line;
}

// Its checkpoint is over settings, one record after another.
class FakeCheckpoint final : public v1::LedgerService::Service {
 public:
  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    const std::string seed(ledger::kSeedBytes, 'k');
    const ledger::SigningKey key(AsBytes(seed).first<ledger::kSeedBytes>());
    ledger::Frontier tree;
    for (uint64_t number = 0; number < kExportedRecords; ++number) {
      tree.Append(ledger::LeafHash("\x09" + ExportedLine(number).commitment()));
    }
    const ledger::Checkpoint checkpoint{kExportedOrigin, tree.size(), tree.Root(), {}};
    response->set_checkpoint(WriteNote(SignCheckpoint(checkpoint, key)));
    response->set_public_key(
        ledger::VerifierKey{kExportedOrigin, ledger::SignatureType::kEd25519, key.public_key()}.ToString());
    return grpc::Status::OK;
  }
};

// Two records at a time.
class FakeExport final : public v1::ExportService::Service {
 public:
  grpc::Status ExportRecords(grpc::ServerContext*, const v1::ExportRecordsRequest* request,
                             v1::ExportRecordsResponse* response) override {
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

  int aborts = 0;
  uint64_t ends_at = ~uint64_t{0};
  uint64_t changed = ~uint64_t{0};
};

class ExportVerbTest : public testing::Test {
 protected:
  Outcome Export() { return RunAgainst(daemon_.address(), {"export", "--all", "--out", path_}); }
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

  FakeCheckpoint checkpoint_;
  FakeExport export_;
  FakeDaemon daemon_{{&checkpoint_, &export_}};
  const std::string path_ = daemon_.folder() + "/candor.jsonl";
};

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
  const Outcome outcome = RunAgainst(daemon_.address(), {"export", "--all", "--out", "-"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(outcome.err, HasSubstr("--out: takes the name of a file"));
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(ExportVerbTest, RecordsThatAreNotThoseOfTheCheckpointAreNotKept) {
  export_.changed = 2;

  const Outcome outcome = Export();

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotProven));
  EXPECT_THAT(outcome.err, HasSubstr("candor ledger verify"));
  EXPECT_EQ(Files(), 0U);
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
