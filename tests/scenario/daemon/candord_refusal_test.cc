// The daemon as a program: what it refuses to start with.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "candor/v1/daemon.grpc.pb.h"
#include "daemon/exit_codes.h"
#include "tests/scenario/daemon/candord_fixture.h"
#include "tests/scenario/daemon/candord_writers.h"

namespace candor::candord_refusal_test {
namespace {

namespace fs = std::filesystem;

TEST_F(CandordTest, RefusesASocketFolderThatOthersCanEnter) {
  fs::create_directory(folder_ / "run");
  fs::permissions(folder_ / "run", fs::perms(0750));
  ExpectRefused(Arguments(), kExitConflict, "chmod 700");
}

TEST_F(CandordTest, RefusesADataDirectoryThatOthersMayWriteTo) {
  fs::create_directory(folder_ / "data");
  for (const int rights : {0720, 0702}) {
    fs::permissions(folder_ / "data", fs::perms(rights));
    ExpectRefused(Arguments(), kExitConflict, "chmod 700");
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "data"));
}

TEST_F(CandordTest, RefusesASecondDaemonOnTheSameDirectory) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  auto channel = Connect(Socket());
  ASSERT_TRUE(GetStatus(channel, response).ok());

  std::vector<std::string> second = Arguments();
  second.back() = "unix:" + (folder_ / "other/candord.sock").string();
  // That it waits for the first one, which might be ending, is told once.
  ExpectRefused(second, kExitConflict, "another candord uses " + (folder_ / "data").string(), 2);
  EXPECT_NE(Log().find("waiting"), std::string::npos) << Log();
  // The first one goes on.
  EXPECT_TRUE(GetStatus(channel, response).ok());

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, RefusesAForeignDirectory) {
  fs::create_directory(folder_ / "data");
  std::ofstream(folder_ / "data/notes.txt") << "somebody's notes";
  ExpectRefused(Arguments(), kExitConflict, "data");
  const auto held = std::distance(fs::directory_iterator(folder_ / "data"), fs::directory_iterator());
  EXPECT_EQ(held, 1) << "nothing may be made among somebody else's files";
}

TEST_F(CandordTest, RefusesAnEmptyNameForTheDataDirectory) {
  ExpectRefused({"--data-dir", "", "--listen", Socket()}, kExitInvalid, "--data-dir");
  ExpectRefused({"--data-dir", "", "rebuild"}, kExitInvalid, "--data-dir");
  const std::string data = (folder_ / "data").string();
  ExpectRefused({"init", "--data-dir", data, "--director", ""}, kExitInvalid, "--director");
  EXPECT_FALSE(fs::exists(data)) << "a practice without a director is not made of an empty name";
  ExpectRefused({"--data-dir", "", "accept-loss", "--reason", "none"}, kExitInvalid, "--data-dir");
  EXPECT_FALSE(fs::exists(folder_ / "run")) << "nothing listens";
}

// No byte can be written, as on a full disk, from the first start on and once there is something to open.
TEST_F(CandordTest, RefusesToStartWhereNothingCanBeWritten) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer's own start writes a file";
#endif
  const auto refuse = [this] {
    rlimit whole{};
    getrlimit(RLIMIT_FSIZE, &whole);
    const rlimit nothing{0, whole.rlim_max};
    // The child inherits it; its log is a pipe's end, which has no size.
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    setrlimit(RLIMIT_FSIZE, &nothing);
    const pid_t pid = Spawn(Arguments(), ends[1]);
    setrlimit(RLIMIT_FSIZE, &whole);
    close(ends[1]);
    std::string said;
    char part[512];
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof(part))) > 0;) said.append(part, static_cast<size_t>(got));
    close(ends[0]);
    EXPECT_EQ(Wait(pid), kExitNoRoom) << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_NE(said.find("candord: "), std::string::npos) << said;
  };
  refuse();

  pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
  refuse();

  pid = Spawn(Arguments());
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

TEST_F(CandordTest, RefusesANewerSchemaAndADamagedDatabase) {
  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(pid, SIGTERM);
  ASSERT_EQ(Wait(pid), kExitDone);
  const auto rewrite = [this](const std::string& file, const std::string& from, const std::string& to) {
    std::ostringstream text;
    text << std::ifstream(folder_ / "data" / file).rdbuf();
    std::string changed = text.str();
    const size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << file;
    std::ofstream(folder_ / "data" / file) << changed.replace(at, from.size(), to);
  };

  rewrite("IDENTITY", "schema 2", "schema 9");
  ExpectRefused(Arguments(), kExitConflict, "newer version");
  rewrite("IDENTITY", "schema 9", "schema 2");
  rewrite("db/CURRENT", "CandorSF", "CandorXF");
  ExpectRefused(Arguments(), kExitConflict, "restore");
}

TEST_F(CandordTest, RefusesAConfigurationWithAnUnknownKeyByLine) {
  const std::string config = (folder_ / "candor.toml").string();
  std::ofstream(config) << "[practice]\nnane = \"x\"\n";
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--config", config});
  ExpectRefused(arguments, kExitInvalid, "candor.toml:2:");
}

TEST_F(CandordTest, AMissingPolicyStopsTheStartUnlessToldOtherwise) {
  fs::create_directory(folder_ / "plugins");
  std::ofstream(folder_ / "plugins/broken.so") << "no shared object";
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--plugins", (folder_ / "plugins").string()});
  ExpectRefused(arguments, kExitConflict, "broken");

  arguments.emplace_back("--allow-missing-policies");
  const pid_t pid = Spawn(arguments);
  v1::GetStatusResponse response;
  ASSERT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  ASSERT_EQ(response.status().policies_size(), 1);
  EXPECT_FALSE(response.status().policies(0).loaded());
  EXPECT_NE(response.status().policies(0).problem(), "");
  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

// Before any policy runs the scenarios that it ships, which takes long and is logged line by line.
TEST_F(CandordTest, AWrongFolderOfProfilesAndATakenSocketAreToldAtOnce) {
  const std::string data = (folder_ / "data").string();
  ExpectRefused({"--data-dir", data, "--listen", Socket(), "--profiles", (folder_ / "nowhere").string()}, kExitNotFound,
                "nowhere");
  EXPECT_FALSE(fs::exists(data)) << "nothing is begun";

  const pid_t pid = Spawn(Arguments());
  v1::GetStatusResponse response;
  const auto channel = Connect(Socket());
  ASSERT_TRUE(GetStatus(channel, response).ok()) << Log();
  ExpectRefused({"--data-dir", (folder_ / "another").string(), "--listen", Socket()}, kExitUnreachable, "listens on");
  EXPECT_TRUE(GetStatus(channel, response).ok()) << "the first one goes on";

  kill(pid, SIGTERM);
  EXPECT_EQ(Wait(pid), kExitDone);
}

// Each says what to do next.
TEST_F(CandordTest, RefusesADataDirectoryThatIsNotThereOrNotItsOwn) {
  const std::string nowhere = (folder_ / "nowhere").string();
  ExpectRefused({"rebuild", "--data-dir", nowhere}, kExitNotFound, "start candord on it first");
  ExpectRefused({"--data-dir", "/proc/nowhere/data", "--listen", Socket()}, kExitNotAllowed,
                "name a folder that you may write to");
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::create_directory(folder_ / "others");
  fs::permissions(folder_ / "others", fs::perms(0500));
  ExpectRefused({"--data-dir", (folder_ / "others").string(), "--listen", Socket()}, kExitNotAllowed,
                "as the owner of that folder");
}

TEST_F(CandordTest, WrongFlagsAreAnErrorOfUse) {
  EXPECT_EQ(Run({"--data-dir"}), kExitUsage);
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(Run({"--help"}), kExitDone);
}

// One sentence that names the file and says what to do, and the exit code of a directory that must not be used.
TEST_F(CandordTest, RefusesADataDirectoryThatLacksAFileOrHoldsADamagedOne) {
  const pid_t pid = Spawn(Arguments());
  Writers(Connect(Socket())).OpenCase();
  kill(pid, SIGTERM);
  ASSERT_EQ(Wait(pid), kExitDone) << Log();
  const fs::path data = folder_ / "data";
  fs::copy(data, folder_ / "kept", fs::copy_options::recursive);
  const auto restore = [&] {
    fs::remove_all(data);
    fs::copy(folder_ / "kept", data, fs::copy_options::recursive);
  };

  for (const std::string name : {"IDENTITY", "HEAD", "KEYS", "FILEKEYS", "master.key", "db/CURRENT"}) {
    SCOPED_TRACE(name);
    fs::remove(data / name);
    ExpectRefused(Arguments(), kExitConflict, name);
    ExpectRefused(Arguments(), kExitConflict, "restore");
    restore();
    std::ofstream(data / name) << "nonsense";
    ExpectRefused(Arguments(), kExitConflict, "restore");
    restore();
  }
  for (const auto& file : fs::directory_iterator(folder_ / "kept/db")) {
    if (file.path().filename().string().starts_with("MANIFEST")) fs::remove(data / "db" / file.path().filename());
  }
  ExpectRefused(Arguments(), kExitConflict, "restore");
  restore();

  const pid_t again = Spawn(Arguments());
  v1::GetStatusResponse response;
  EXPECT_TRUE(GetStatus(Connect(Socket()), response).ok()) << Log();
  kill(again, SIGTERM);
  EXPECT_EQ(Wait(again), kExitDone) << Log();
}

TEST_F(CandordTest, RefusesTheIdentityOfAnotherDirectory) {
  for (const char* name : {"other", "data"}) {
    std::vector<std::string> arguments = Arguments();
    arguments[1] = (folder_ / name).string();
    const pid_t pid = Spawn(arguments);
    Writers(Connect(Socket())).OpenCase();
    kill(pid, SIGTERM);
    ASSERT_EQ(Wait(pid), kExitDone) << Log();
  }

  fs::copy_file(folder_ / "other/IDENTITY", folder_ / "data/IDENTITY", fs::copy_options::overwrite_existing);

  ExpectRefused(Arguments(), kExitConflict, "of another data directory");
}

}  // namespace
}  // namespace candor::candord_refusal_test
