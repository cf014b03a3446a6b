#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "candor/v1/key.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::key_service_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class KeyServiceTest : public DaemonTest {
 protected:
  void SetUp() override { Start(); }
  void TearDown() override {
    daemon_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void Start() {
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = folder_ + "/data";
    Serve(std::move(options));
    if (HasFatalFailure()) return;
    keys_ = v1::KeyService::NewStub(daemon_->InProcessChannel());
  }

  v1::KeyStatus Status() {
    v1::GetKeyStatusResponse response;
    const grpc::Status status = Call(keys_, &v1::KeyService::Stub::GetKeyStatus, v1::GetKeyStatusRequest(), response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }
  grpc::Status Change(const v1::ChangeMasterKeyRequest& request, v1::ChangeMasterKeyResponse& response) {
    return Call(keys_, &v1::KeyService::Stub::ChangeMasterKey, request, response);
  }
  std::string MasterKey() {
    std::ifstream in(folder_ + "/data/master.key", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const std::string folder_ = MakeTempFolder("candor-keys");
  std::unique_ptr<v1::KeyService::Stub> keys_;
};

TEST_F(KeyServiceTest, TellsWhereTheMasterKeyLiesAndWhichKeysTheFilesAreUnder) {
  MakeMember("Ana Nguyen");

  const v1::KeyStatus status = Status();

  EXPECT_EQ(status.place(), v1::KEY_PLACE_DIRECTORY);
  EXPECT_EQ(status.path(), folder_ + "/data/master.key");
  EXPECT_EQ(status.table_generation(), 1u);
  EXPECT_GE(status.keys(), 2u);
  ASSERT_EQ(status.file_keys_size(), 1);
  EXPECT_EQ(status.file_keys(0).number(), 1u);
  EXPECT_EQ(status.work(), v1::KEY_WORK_UNSPECIFIED);
  EXPECT_EQ(status.left_at(), "");
}

TEST_F(KeyServiceTest, ChangesTheMasterKeyWhileThePracticeWorksOn) {
  MakeMember("Ana Nguyen");
  const std::string old = MasterKey();
  v1::ChangeMasterKeyResponse changed;

  const grpc::Status status = Change({}, changed);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(changed.place(), v1::KEY_PLACE_DIRECTORY);
  EXPECT_NE(MasterKey(), old);
  MakeMember("Bob Stone");
  daemon_.reset();
  Start();
  MakeMember("Carla Diaz");
}

TEST_F(KeyServiceTest, RotatesUntilNoFileIsUnderAnOlderKey) {
  MakeMember("Ana Nguyen");
  v1::RotateKeysResponse response;

  const grpc::Status status = Call(keys_, &v1::KeyService::Stub::RotateKeys, v1::RotateKeysRequest(), response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.status().table_generation(), 2u);
  const absl::Time end = absl::Now() + absl::Minutes(1);
  while (Status().work() != v1::KEY_WORK_UNSPECIFIED && absl::Now() < end) absl::SleepFor(absl::Milliseconds(20));
  ASSERT_EQ(Status().file_keys_size(), 1);
  EXPECT_EQ(Status().file_keys(0).number(), 2u);
  MakeMember("Bob Stone");
}

TEST_F(KeyServiceTest, IsForTheOperatorAsSuch) {
  const std::string member = MakeMember("Ana Nguyen");
  v1::GetKeyStatusResponse status;
  v1::RotateKeysResponse rotated;
  v1::ChangeMasterKeyResponse changed;
  EXPECT_EQ(Call(keys_, &v1::KeyService::Stub::GetKeyStatus, {}, status, member).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(keys_, &v1::KeyService::Stub::RotateKeys, {}, rotated, member).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(keys_, &v1::KeyService::Stub::ChangeMasterKey, {}, changed, member).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(KeyServiceTest, APassphraseThatIsNoneChangesNothing) {
  const std::string old = MasterKey();
  v1::ChangeMasterKeyRequest request;
  request.set_passphrase("short");
  v1::ChangeMasterKeyResponse response;

  const Refusal refusal = RefusalOf(Change(request, response));

  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refusal.message, HasSubstr("shorter than 12"));
  EXPECT_EQ(MasterKey(), old);
  EXPECT_FALSE(fs::exists(folder_ + "/data/REKEY"));
}

TEST_F(KeyServiceTest, TheStatusOfTheDaemonSaysHowKeysAreKept) {
  v1::GetStatusResponse response;
  ASSERT_TRUE(Call(status_, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response).ok());
  EXPECT_TRUE(response.status().has_key_memory());

  const std::string member = MakeMember("Ana Nguyen");
  ASSERT_TRUE(Call(status_, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response, member).ok());
  EXPECT_FALSE(response.status().has_key_memory());
}

}  // namespace
}  // namespace candor::key_service_test
