#include "daemon/crypto/passphrase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "temp_folder.h"

namespace candor::crypto::passphrase_test {
namespace {

using testing::HasSubstr;

// Small, so that a test takes no time.
constexpr ScryptCost kCheap{4, 1, 1};

Passphrase Typed(std::string text = "four words in a row") {
  return Passphrase(std::move(text));
}

std::string ScryptHex(std::string_view passphrase, std::string_view salt, const ScryptCost& cost) {
  std::array<uint8_t, 64> out{};
  EXPECT_TRUE(Scrypt(passphrase, salt, cost, out).ok());
  return absl::BytesToHexString(std::string(AsText(out)));
}

// RFC 7914, section 12.
TEST(ScryptTest, GivesTheKnownAnswers) {
  EXPECT_EQ(ScryptHex("", "", {4, 1, 1}),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
  EXPECT_EQ(ScryptHex("password", "NaCl", {10, 8, 16}),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
  EXPECT_EQ(ScryptHex("pleaseletmein", "SodiumChloride", {14, 8, 1}),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
}

TEST(PassphraseTest, OpensWhatItSealed) {
  const Key master = RandomKey();
  const auto file = SealUnderPassphrase(master, Typed(), kCheap);
  ASSERT_TRUE(file.ok()) << file.status();

  const auto opened = OpenUnderPassphrase(*file, "PASSPHRASE", Typed());

  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(AsText(opened->master.span()), AsText(master.span()));
  EXPECT_EQ(file->find(AsText(master.span())), std::string::npos);
}

TEST(PassphraseTest, TheDefaultCostTakes128MiB) {
  const ScryptCost cost;
  EXPECT_EQ(128 * cost.r * (uint64_t{1} << cost.log2_n), uint64_t{128} << 20);
}

TEST(PassphraseTest, AnotherPassphraseIsRefusedInOneSentence) {
  const auto file = SealUnderPassphrase(RandomKey(), Typed(), kCheap);
  const auto opened = OpenUnderPassphrase(*file, "/data/PASSPHRASE", Typed("four words in a raw"));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(opened.status().message(),
            "the passphrase is not the one of /data/PASSPHRASE; give the one that belongs to it");
}

TEST(PassphraseTest, ItDoesNotMatterHowAKeyboardComposesIt) {
  const auto file = SealUnderPassphrase(RandomKey(), Typed("gr\xc3\xbc\xc3\x9f Gott alle"), kCheap);
  EXPECT_TRUE(OpenUnderPassphrase(*file, "PASSPHRASE", Typed("gru\xcc\x88\xc3\x9f Gott alle")).ok());
}

TEST(PassphraseTest, EveryByteOfTheFileCounts) {
  const auto file = SealUnderPassphrase(RandomKey(), Typed(), kCheap);
  ASSERT_EQ(file->size(), 120u);
  for (size_t at = 0; at < file->size(); ++at) {
    std::string damaged = *file;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(OpenUnderPassphrase(damaged, "PASSPHRASE", Typed()).ok()) << at;
    EXPECT_FALSE(OpenUnderPassphrase(file->substr(0, at), "PASSPHRASE", Typed()).ok()) << at;
  }
}

TEST(PassphraseTest, ANewMasterKeyGoesUnderTheSamePassphrase) {
  const auto file = SealUnderPassphrase(RandomKey(), Typed(), kCheap);
  const auto opened = OpenUnderPassphrase(*file, "PASSPHRASE", Typed());
  const Key fresh = RandomKey();

  const auto resealed = ResealUnderPassphrase(*file, opened->wrapping, fresh);

  ASSERT_TRUE(resealed.ok()) << resealed.status();
  EXPECT_EQ(AsText(OpenUnderPassphrase(*resealed, "PASSPHRASE", Typed())->master.span()), AsText(fresh.span()));
  EXPECT_TRUE(absl::IsFailedPrecondition(ResealUnderPassphrase(*file, RandomKey(), fresh).status()));
}

TEST(PassphraseTest, SaysWhatIsNoPassphrase) {
  for (const auto& [text, said] :
       std::vector<std::pair<std::string, std::string>>{{"tiny words", "shorter than 12"},
                                                        {std::string(kMaxPassphraseBytes + 1, 'x'), "longer than 1024"},
                                                        {"four words\nin a row", "one line"},
                                                        {"four words in a \xff", "UTF-8"}}) {
    const absl::Status status = CheckPassphrase(Typed(text));
    EXPECT_TRUE(absl::IsInvalidArgument(status));
    EXPECT_THAT(std::string(status.message()), HasSubstr(said));
    EXPECT_EQ(std::string(status.message()).find(text), std::string::npos);
  }
}

class PassphraseFileTest : public testing::Test {
 protected:
  void Write(const std::string& text, mode_t mode = 0600) {
    WriteFile(path_, text);
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
  }

  const TempFolder folder_;
  const std::string path_ = folder_.File("passphrase");
};

TEST_F(PassphraseFileTest, IsReadWithoutItsLineBreak) {
  Write("four words in a row\n");
  const auto read = ReadPassphraseFile(path_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->text(), "four words in a row");
}

TEST_F(PassphraseFileTest, IsRefusedWhereOthersCanReachIt) {
  for (const mode_t mode : {0640, 0604, 0620}) {
    Write("four words in a row", mode);
    const absl::Status status = ReadPassphraseFile(path_).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status));
    EXPECT_THAT(std::string(status.message()), HasSubstr("chmod 600"));
  }
}

TEST_F(PassphraseFileTest, IsToldWhenItIsNotThere) {
  EXPECT_TRUE(absl::IsNotFound(ReadPassphraseFile(path_).status()));
}

}  // namespace
}  // namespace candor::crypto::passphrase_test
