#include "daemon/crypto/subject_keys.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"

namespace candor::crypto::subject_keys_test {
namespace {

Key CountingKey() {
  Key key;
  for (size_t i = 0; i < Key::size(); ++i) key.data()[i] = static_cast<uint8_t>(i);
  return key;
}

template <size_t kSize>
std::string Hex(const SecretBytes<kSize>& key) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(key.data()), kSize));
}

// Fixed for ever: other bytes would close every record that was ever written.
TEST(SubjectKeysTest, AreTheSameInEveryRelease) {
  const SubjectKeys keys = DeriveSubjectKeys(CountingKey());

  EXPECT_EQ(Hex(keys.salt), "211f58b6d5c2f61da6101ed1af618bab74892bc49b2e31e301f3db396bbc27ac");
  EXPECT_EQ(Hex(keys.sealing), "9df795e8a3a96705ea1be087beea47b27ff1446b0d606fc69e369c9456b709bc");
  EXPECT_EQ(Hex(keys.index),
            "a5de61ef4b1959dd2dcc1a7aa0b0035b6aff533108229ee15f25fefaa5943a44c16e70af0a84b4d1ce221837188974c862a7e568f6"
            "aa4b4c4c2079f5db878295");
}

TEST(PracticeKeysTest, AreTheSameInEveryRelease) {
  const PracticeKeys keys = DerivePracticeKeys(CountingKey());

  EXPECT_EQ(Hex(keys.order), "d7ab0173644b8b26eb80e5348c2c9b1fde1ff847e78b359aeff8d142376587c9");
  EXPECT_EQ(Hex(keys.id), "57bff0b9443e6de6e55f001719e97bec72af673353c551007576daa91ebbc35f");
  EXPECT_EQ(Hex(keys.lookup), "2c4d23b81ad7225724098c0ee5b3dda52c5216473fcde36ae942e4eff55b77f7");
  EXPECT_EQ(Hex(keys.signing), "85ce57c8489c0afd02e6380e9cbc6cf6523a1e745ea05a66411ac74321f50caf");
  EXPECT_EQ(Hex(keys.codes), "bcc386724fa464939ab3d7f1ced56a2d46e390b6dba3aa21cc16af252adbce68");
}

TEST(SubjectKeysTest, DifferByUseAndBySource) {
  const SubjectKeys a = DeriveSubjectKeys(CountingKey());
  const SubjectKeys b = DeriveSubjectKeys(Key());
  const PracticeKeys p = DerivePracticeKeys(CountingKey());

  EXPECT_EQ((std::set<std::string>{Hex(a.salt), Hex(a.sealing), Hex(a.index).substr(0, 64), Hex(a.index).substr(64),
                                   Hex(b.salt), Hex(b.sealing), Hex(b.index).substr(0, 64), Hex(p.order), Hex(p.id),
                                   Hex(p.lookup), Hex(p.signing), Hex(p.codes)}
                 .size()),
            12u);
}

}  // namespace
}  // namespace candor::crypto::subject_keys_test
