#include "daemon/store/course_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/unit/store/store_fixture.h"

namespace candor::store::course_cache_test {
namespace {

std::shared_ptr<const domain::CaseCourse> CourseOfTherapist(uint8_t therapist) {
  auto course = std::make_shared<domain::CaseCourse>();
  course->parts.emplace_back().therapist = MemberOf(therapist);
  return course;
}

TEST(CourseCacheTest, ACourseIsGivenOutForTheBytesItWasMadeOf) {
  CourseCache cache;
  const auto course = CourseOfTherapist(1);
  cache.Put(CaseOf(1), "row", course);

  EXPECT_EQ(cache.Find(CaseOf(1), "row"), course);
  EXPECT_EQ(cache.Find(CaseOf(1), "row, changed"), nullptr) << "nobody has to say that it did";
  EXPECT_EQ(cache.Find(CaseOf(2), "row"), nullptr);
}

TEST(CourseCacheTest, ANewerRowTakesThePlaceOfTheOlder) {
  CourseCache cache;
  cache.Put(CaseOf(1), "row", CourseOfTherapist(1));
  const auto newer = CourseOfTherapist(2);

  cache.Put(CaseOf(1), "newer row", newer);

  EXPECT_EQ(cache.Find(CaseOf(1), "newer row"), newer);
  EXPECT_EQ(cache.Find(CaseOf(1), "row"), nullptr) << "a view of the past decodes it again";
}

TEST(CourseCacheTest, OfACaseThatIsErasedNothingIsLeft) {
  CourseCache cache;
  const auto other = CourseOfTherapist(2);
  cache.Put(CaseOf(1), "row", CourseOfTherapist(1));
  cache.Put(CaseOf(2), "row", other);

  cache.Forget(CaseOf(1));
  cache.Forget(CaseOf(3));

  EXPECT_EQ(cache.Find(CaseOf(1), "row"), nullptr);
  EXPECT_EQ(cache.Find(CaseOf(2), "row"), other);
}

TEST(CourseCacheTest, ItMakesRoomAndTakesNothingThatIsTooLarge) {
  // Each of its sixteen parts has room for some five.
  CourseCache cache(16 * 2500);
  const std::string row(100, 'r');
  for (uint8_t i = 0; i < 200; ++i) cache.Put(CaseOf(i), row, CourseOfTherapist(1));
  cache.Put(CaseOf(201), std::string(5000, 'r'), CourseOfTherapist(1));

  size_t known = 0;
  for (uint8_t i = 0; i < 200; ++i) known += cache.Find(CaseOf(i), row) == nullptr ? 0 : 1;
  EXPECT_GT(known, 0U);
  EXPECT_LT(known, 150U);
  EXPECT_EQ(cache.Find(CaseOf(201), std::string(5000, 'r')), nullptr);
}

}  // namespace
}  // namespace candor::store::course_cache_test
