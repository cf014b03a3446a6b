#include "daemon/rpc/listen_address.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temp_folder.h"

namespace candor::rpc::listen_address_test {
namespace {

class ListenAddressTest : public testing::Test {
 protected:
  ListenAddressTest() : folder_(MakeTempFolder("candor-listen")) {}
  ~ListenAddressTest() override { std::filesystem::remove_all(folder_); }

  ListenAddress At(const std::string& path) const { return {ListenAddress::Kind::kUnix, (folder_ / path).string()}; }

  // A bound socket; listening only when asked to.
  int Bind(const std::string& path, bool listening) const {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    EXPECT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    if (listening) {
      EXPECT_EQ(listen(fd, 1), 0);
    }
    return fd;
  }

  std::filesystem::path folder_;
};

TEST_F(ListenAddressTest, TakesAUnixSocket) {
  EXPECT_EQ(ParseListenAddress("unix:/run/candor/candord.sock", false)->ForGrpc(), "unix:/run/candor/candord.sock");
  EXPECT_TRUE(ParseListenAddress("unix:candord.sock", false)->target.starts_with("/"));
}

TEST_F(ListenAddressTest, TakesLoopbackOnlyWhenToldTo) {
  EXPECT_EQ(ParseListenAddress("127.0.0.1:50051", false).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ParseListenAddress("127.0.0.1:50051", true)->ForGrpc(), "127.0.0.1:50051");
  EXPECT_EQ(ParseListenAddress("[::1]:50051", true)->ForGrpc(), "[::1]:50051");
}

TEST_F(ListenAddressTest, TakesAnyHostOverTls) {
  for (const char* address : {"0.0.0.0:7443", "[::]:7443", "127.0.0.1:0", "candor.example.org:443"}) {
    const auto parsed = ParseListenAddress(std::string("tls:") + address, false);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->kind, ListenAddress::Kind::kTls);
    EXPECT_EQ(parsed->ForGrpc(), address);
    EXPECT_FALSE(parsed->is_insecure());
    EXPECT_TRUE(PrepareListening(*parsed).ok());
  }
}

TEST_F(ListenAddressTest, RefusesWhatIsNoAddressOverTls) {
  for (const char* address : {"tls:", "tls:7443", "tls::7443", "tls:0.0.0.0", "tls:0.0.0.0:", "tls:0.0.0.0:65536",
                              "tls:::1:7443", "tls:[]:7443", "tls:[a.example]:7443", "tls:a b:7443", "tls:a/b:7443"}) {
    EXPECT_EQ(ParseListenAddress(address, true).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

TEST_F(ListenAddressTest, OnlyLoopbackInTheClearIsInsecure) {
  EXPECT_TRUE(ParseListenAddress("127.0.0.1:50051", true)->is_insecure());
  EXPECT_FALSE(ParseListenAddress("unix:candord.sock", true)->is_insecure());
}

TEST_F(ListenAddressTest, RefusesEveryOtherHostInTheClear) {
  for (const char* address : {"0.0.0.0:50051", "[::]:50051", "localhost:50051", "192.168.1.2:1", "example.org:443",
                              "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", ""}) {
    EXPECT_EQ(ParseListenAddress(address, true).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

TEST_F(ListenAddressTest, RefusesAPathThatDoesNotFitASocket) {
  const std::string path = "unix:/" + std::string(200, 'a');
  EXPECT_EQ(ParseListenAddress(path, false).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ListenAddressTest, MakesTheFolderForItsOwnerOnly) {
  ASSERT_TRUE(PrepareListening(At("a/b/candord.sock")).ok());

  struct stat info {};
  ASSERT_EQ(stat((folder_ / "a/b").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
}

TEST_F(ListenAddressTest, RefusesAFolderThatOthersCanEnter) {
  for (const mode_t mode : {0755, 0710, 0701, 0770}) {
    ASSERT_EQ(chmod(folder_.c_str(), mode), 0);
    EXPECT_EQ(PrepareListening(At("candord.sock")).code(), absl::StatusCode::kFailedPrecondition) << mode;
  }
}

TEST_F(ListenAddressTest, RefusesALinkToAFolder) {
  std::filesystem::create_directory(folder_ / "real");
  std::filesystem::create_directory_symlink(folder_ / "real", folder_ / "link");
  EXPECT_EQ(PrepareListening(At("link/candord.sock")).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ListenAddressTest, TakesAwayASocketThatNobodyListensOn) {
  const ListenAddress address = At("candord.sock");
  close(Bind(address.target, true));

  EXPECT_TRUE(PrepareListening(address).ok());
  EXPECT_FALSE(std::filesystem::exists(address.target));
}

TEST_F(ListenAddressTest, LeavesASocketInUse) {
  const ListenAddress address = At("candord.sock");
  const int fd = Bind(address.target, true);

  EXPECT_EQ(PrepareListening(address).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(std::filesystem::exists(address.target));
  close(fd);
}

TEST_F(ListenAddressTest, LeavesAFileThatIsNoSocket) {
  const ListenAddress address = At("candord.sock");
  std::ofstream(address.target) << "notes";

  EXPECT_EQ(PrepareListening(address).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(std::filesystem::exists(address.target));
}

}  // namespace
}  // namespace candor::rpc::listen_address_test
