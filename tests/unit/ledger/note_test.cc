#include "daemon/ledger/note.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/lines.h"
#include "tests/unit/ledger/signers.h"

namespace candor::ledger::note_test {
namespace {

// RFC 8032, section 7.1, tests 1 and 2.
TEST(SigningKeyTest, SignsAsTheStandardSays) {
  const struct {
    std::string seed, key, message, signature;
  } vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
       "24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
       "eeb00d291612bb0c00"},
  };
  for (const auto& vector : vectors) {
    const SigningKey key = KeyOf(absl::HexStringToBytes(vector.seed));
    const std::string message = absl::HexStringToBytes(vector.message);
    EXPECT_EQ(std::string(AsText(key.public_key())), absl::HexStringToBytes(vector.key));
    const Signature signature = key.Sign(message);
    EXPECT_EQ(std::string(AsText(signature)), absl::HexStringToBytes(vector.signature));
    EXPECT_TRUE(VerifySignature(key.public_key(), message, signature));
    EXPECT_FALSE(VerifySignature(key.public_key(), message + "x", signature));
    EXPECT_FALSE(VerifySignature(key.public_key(), message, AsBytes(AsText(signature).substr(1))));
  }
}

// The key pair and the note that the first implementation of the format (golang.org/x/mod/sumdb/note) publishes.
constexpr char kPeter[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kPeterSecret[] = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kPeterText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kPeterLine[] =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string PetersNote() {
  return std::string(kPeterText) + "\n" + kPeterLine;
}

TEST(NoteTest, VerifiesThePublishedNote) {
  const auto key = ParseVerifierKey(kPeter);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->id(), 0xc74f20a3U);
  const auto note = ParseNote(PetersNote());
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, kPeterText);
  EXPECT_TRUE(VerifyNote(*note, *key).ok());
}

TEST(NoteTest, WritesThePublishedNote) {
  const SigningKey key = KeyOf(ParseBase64(kPeterSecret)->substr(1));
  const Note note{kPeterText, {SignNote(kPeterText, "PeterNeumann", key)}};
  EXPECT_EQ(WriteNote(note), PetersNote());
  EXPECT_EQ((VerifierKey{"PeterNeumann", SignatureType::kEd25519, key.public_key()}).ToString(), kPeter);
}

// The example of c2sp.org/signed-note.
TEST(NoteTest, ReadsTheExampleOfTheSpecification) {
  const std::string example =
      "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
      "— quasimodo.example/salvatore "
      "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
  const auto note = ParseNote(example);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_TRUE(note->text.ends_with("sole:\n\ned è subito sera.\n"));
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].name, "quasimodo.example/salvatore");
  EXPECT_EQ(note->signatures[0].key_id, 0x367ba04bU);
  EXPECT_EQ(note->signatures[0].bytes.size(), 64U);
  EXPECT_EQ(WriteNote(*note), example);
}

TEST(NoteTest, NothingIsLeftOfASignatureOnceAByteOfTheNoteIsChanged) {
  const VerifierKey key = *ParseVerifierKey(kPeter);
  const std::string good = PetersNote();
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      const auto note = ParseNote(bad);
      EXPECT_FALSE(note.ok() && VerifyNote(*note, key).ok()) << i << " " << bit;
    }
  }
}

TEST(NoteTest, IgnoresKeysThatItWasNotAskedAbout) {
  const SigningKey other = KeyOf(std::string(32, 'o'));
  const VerifierKey peter = *ParseVerifierKey(kPeter);
  Note note = *ParseNote(PetersNote());
  note.signatures.insert(note.signatures.begin(), SignNote("something else\n", "PeterNeumann", other));
  note.signatures.insert(note.signatures.begin(), NoteSignature{"other", peter.id(), "nonsense"});
  EXPECT_TRUE(VerifyNote(*ParseNote(WriteNote(note)), peter).ok());
  EXPECT_TRUE(absl::IsNotFound(VerifyNote(note, {"third", SignatureType::kEd25519, other.public_key()})));
}

TEST(NoteTest, EverySignatureOfTheKeyMustFit) {
  Note note = *ParseNote(PetersNote());
  note.signatures.push_back(note.signatures[0]);
  const VerifierKey key = *ParseVerifierKey(kPeter);
  EXPECT_TRUE(VerifyNote(note, key).ok());
  note.signatures[1].bytes[7] ^= 1;
  EXPECT_TRUE(absl::IsDataLoss(VerifyNote(note, key)));
}

TEST(NoteTest, RefusesWhatIsNotOfTheFormat) {
  const std::string line = kPeterLine;
  for (const std::string& bad : {
           std::string(),
           std::string("text\n"),
           "text\n" + line,
           std::string("text\n\n"),
           "text\n\n" + line + "x",
           "text\n\n" + line.substr(0, line.size() - 1),
           "text\n\n" + line + "\n",
           "te\txt\n\n" + line,
           "text\r\n\n" + line,
           "te\xFFxt\n\n" + line,
           std::string("text\n\n— name\n"),
           std::string("text\n\n— name AAAA\n"),
           std::string("text\n\n— name AAAAAAA\n"),
           std::string("text\n\n— name AAAAAAB=\n"),
           std::string("text\n\n— na+me AAAAAAA=\n"),
           std::string("text\n\n—  AAAAAAA=\n"),
           std::string("text\n\n- name AAAAAAA=\n"),
           std::string("text\n\n— na\xC2\xA0me AAAAAAA=\n"),
           "text\n\n" + std::string(70000, 'x') + line,
       }) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseNote(bad).status())) << absl::CEscape(bad.substr(0, 80));
  }
  EXPECT_TRUE(ParseNote("text\n\n— name AAAAAAA=\n").ok());
}

TEST(NoteTest, TakesAsManySignaturesAsTheSpecificationAsksFor) {
  Note note{"text\n", {}};
  for (int i = 0; i < 64; ++i) note.signatures.push_back({"name" + std::to_string(i), 1, "x"});
  EXPECT_EQ(ParseNote(WriteNote(note)).value(), note);
  note.signatures.push_back({"one more", 1, "x"});
  EXPECT_FALSE(ParseNote(WriteNote(note)).ok());
}

TEST(VerifierKeyTest, TakesOneSpellingOnly) {
  const std::string good = kPeter;
  for (size_t begin = 0; begin < good.size(); ++begin) {
    for (size_t size = 0; begin + size < good.size() + (begin == 0 ? 0 : 1); ++size) {
      EXPECT_FALSE(ParseVerifierKey(good.substr(begin, size)).ok()) << begin << " " << size;
    }
    std::string bad = good;
    ++bad[begin];
    EXPECT_FALSE(ParseVerifierKey(bad).ok()) << begin;
  }
  EXPECT_FALSE(ParseVerifierKey("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").ok());
}

TEST(VerifierKeyTest, NamesAndTypesGiveOtherIds) {
  const SigningKey key = KeyOf(std::string(32, 'k'));
  const VerifierKey one{"one", SignatureType::kEd25519, key.public_key()};
  VerifierKey other = one;
  other.name = "two";
  EXPECT_NE(one.id(), other.id());
  other = one;
  other.type = SignatureType::kCosignature;
  EXPECT_NE(one.id(), other.id());
  EXPECT_EQ(ParseVerifierKey(other.ToString()).value(), other);
}

}  // namespace
}  // namespace candor::ledger::note_test
