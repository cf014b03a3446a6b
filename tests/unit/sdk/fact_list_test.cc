#include "plugins/sdk/fact_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/sdk/testing/entry.h"

namespace candor::sdk::fact_list_test {
namespace {

using ::testing::ElementsAre;
using testing::NamedId;

TEST(FactListTest, KeepsTheNewestOldestFirst) {
  FactList<3> facts;
  EXPECT_THAT(facts.All(), ElementsAre(Id{}, Id{}, Id{}));

  for (const char* name : {"a", "b", "c", "d"}) facts.Add(NamedId(name));

  EXPECT_THAT(facts.All(), ElementsAre(NamedId("b"), NamedId("c"), NamedId("d")));
}

TEST(FactListTest, NamesNothingTwice) {
  FactList<3> facts;
  for (const char* name : {"a", "b", "a"}) facts.Add(NamedId(name));
  EXPECT_THAT(facts.All(), ElementsAre(NamedId("b"), NamedId("a"), Id{}));

  for (const char* name : {"c", "b"}) facts.Add(NamedId(name));

  EXPECT_THAT(facts.All(), ElementsAre(NamedId("a"), NamedId("c"), NamedId("b")));
}

}  // namespace
}  // namespace candor::sdk::fact_list_test
