#include "tests/bench/load/etcd.h"

#include <gtest/gtest.h>

#include <string>

namespace candor::bench::etcd_test {
namespace {

TEST(EtcdTest, APutHasKeyAndValueAsEtcdWritesThem) {
  EXPECT_EQ(EtcdPut("k", "value"), std::string("\x0A\x01k\x12\x05value", 10));
  const std::string value(300, 'x');
  EXPECT_EQ(EtcdPut("k", value), std::string("\x0A\x01k\x12\xAC\x02", 6) + value);
}

TEST(EtcdTest, EachPutHasAKeyOfItsOwnAndTheSameMessage) {
  EtcdKeys keys;
  const Call call{"/x", "members/a", Framed("message"), false};
  const Call first = keys.PutOf(call);
  const Call second = keys.PutOf(call);
  EXPECT_EQ(first.path, "/etcdserverpb.KV/Put");
  EXPECT_EQ(first.act_for, "");
  EXPECT_NE(first.body, second.body);
  EXPECT_TRUE(first.body.ends_with("message"));
}

TEST(EtcdTest, TheCountIsFoundBesideWhateverElseIsInTheAnswer) {
  // A header of two bytes, `more`, and 300 keys.
  EXPECT_EQ(EtcdCountIn(std::string("\x0A\x02\x10\x01\x18\x00\x20\xAC\x02", 9)).value(), 300u);
  EXPECT_EQ(EtcdCountIn("").value(), 0u);
  EXPECT_FALSE(EtcdCountIn(std::string("\x20", 1)).ok());
}

}  // namespace
}  // namespace candor::bench::etcd_test
