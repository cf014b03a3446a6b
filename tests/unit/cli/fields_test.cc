#include "cli/print/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/print/exit_codes.h"

namespace candor::cli::fields_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Json Select(const std::string& json, const std::vector<std::string>& fields) {
  Json selected;
  const absl::Status status = SelectFields(Json::parse(json), fields, selected);
  EXPECT_TRUE(status.ok()) << status;
  return selected;
}

std::string Problem(const std::string& json, const std::vector<std::string>& fields) {
  Json selected;
  const absl::Status status = SelectFields(Json::parse(json), fields, selected);
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kInvalid);
  return std::string(status.message());
}

TEST(ParseFieldsTest, NamesStandBetweenCommas) {
  EXPECT_THAT(ParseFields("name,licence.profession"), ElementsAre("name", "licence.profession"));
  EXPECT_THAT(ParseFields("name,"), IsEmpty());
  EXPECT_THAT(ParseFields(""), IsEmpty());
}

TEST(SelectFieldsTest, KeepsWhatWasAskedForInTheOrderAskedFor) {
  EXPECT_EQ(Select(R"({"a":1,"b":2,"c":3})", {"c", "a"}).dump(), R"({"c":3,"a":1})");
  EXPECT_EQ(Select(R"([{"a":1,"b":2},{"a":3,"b":4}])", {"b"}).dump(), R"([{"b":2},{"b":4}])");
}

TEST(SelectFieldsTest, DotsLeadFurtherIn) {
  EXPECT_EQ(Select(R"({"a":{"b":1,"c":2},"d":0})", {"a.c"}).dump(), R"({"a":{"c":2}})");
  EXPECT_EQ(Select(R"({"a":[{"b":1,"c":2},{"b":3,"c":4}]})", {"a.b", "a.c"}).dump(),
            R"({"a":[{"b":1,"c":2},{"b":3,"c":4}]})");
}

TEST(SelectFieldsTest, WhatOneOfSeveralLacksIsNull) {
  EXPECT_EQ(Select(R"([{"a":1},{"b":2}])", {"a"}).dump(), R"([{"a":1},{"a":null}])");
  EXPECT_EQ(Select(R"([{"a":null},{"a":{"b":1}}])", {"a.b"}).dump(), R"([{"a":null},{"a":{"b":1}}])");
}

TEST(SelectFieldsTest, ANameThatNothingHasIsToldWithThoseThatThereAre) {
  EXPECT_THAT(Problem(R"([{"a":1},{"b":2}])", {"a", "x"}), HasSubstr("Its fields are a, b;"));
  EXPECT_THAT(Problem(R"({"a":{"b":1}})", {"a.x"}), HasSubstr("Its fields are a;"));
  EXPECT_THAT(Problem(R"({"a":1})", {"a.x"}), HasSubstr("Its fields are a;"));
}

TEST(SelectFieldsTest, OfAnEmptyListNothingIsRefused) {
  EXPECT_EQ(Select("[]", {"a"}).dump(), "[]");
}

}  // namespace
}  // namespace candor::cli::fields_test
