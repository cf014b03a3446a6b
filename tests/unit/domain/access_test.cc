#include "daemon/domain/access.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::access_test {
namespace {

Access ReadOf(const std::vector<AccessOf>& of) {
  Access access;
  access.of = of;
  return access;
}

TEST(AccessFiguresTest, WordsOfSomebodyAreCountedAndNothingElse) {
  const SubjectId subject = SubjectId::Of(IdNumber<CaseId>(1));
  const MemberId ann = IdNumber<MemberId>(1);

  EXPECT_TRUE(ShowsWords(ReadOf({{ann, subject, FieldClass::kNarrative}})));
  EXPECT_TRUE(ShowsWords(ReadOf({{ann, subject, FieldClass::kTriage}, {ann, subject, FieldClass::kNarrative}})));
  EXPECT_FALSE(ShowsWords(ReadOf({{ann, subject, FieldClass::kDetail}})));
  // A private note, and what is restricted.
  EXPECT_FALSE(ShowsWords(ReadOf({{ann, subject, FieldClass::kPersonal}})));
  EXPECT_FALSE(ShowsWords(ReadOf({{MemberId(), subject, FieldClass::kNarrative}})));
  EXPECT_FALSE(ShowsWords(ReadOf({})));
}

TEST(AccessFiguresTest, TheOperatorHasABucketThatIsNoRole) {
  Access access;
  EXPECT_EQ(ReaderBucket(access), kOperatorBucket);
  access.role = Role::kOutsideConsultant;
  EXPECT_EQ(ReaderBucket(access), static_cast<uint16_t>(Role::kOutsideConsultant));
  EXPECT_NE(ReaderBucket(access), kOperatorBucket);
}

}  // namespace
}  // namespace candor::domain::access_test
