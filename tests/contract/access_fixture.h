#ifndef CANDOR_TESTS_CONTRACT_ACCESS_FIXTURE_H_
#define CANDOR_TESTS_CONTRACT_ACCESS_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "tests/unit/store/store_fixture.h"

// What suites share about who reads, and who answers for it.
namespace candor::store::access_test {

inline const domain::Caller kOperator{true, {}};
inline const domain::Caller kBob{false, MemberOf(2)};

inline domain::Disclosed DisclosureOf(uint8_t number, std::vector<SubjectId> of) {
  domain::Disclosed disclosed;
  disclosed.id = DisclosureId(BytesOf(0x6a, number));
  disclosed.recipient = Sensitive<std::string>("a court");
  disclosed.purpose = Sensitive<std::string>("an order");
  disclosed.basis = domain::LawfulBasis::kCourt;
  disclosed.ledger_size = 3;
  disclosed.of = std::move(of);
  return disclosed;
}

inline domain::LogReviewed ReviewTo(uint8_t number, uint64_t to) {
  domain::LogReviewed review;
  review.id = BytesOf(0x6b, number);
  review.to = to;
  review.remark = Sensitive<std::string>("nothing odd");
  return review;
}

// Over RocksDB, or in memory.
class AccessStoreTest : public testing::TestWithParam<bool> {
 protected:
  AccessStoreTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  // The number of the first record; a minute later.
  uint64_t Add(domain::Change change) {
    const auto appended = fixture_.Append({std::move(change)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    fixture_.clock().AdvanceTime(absl::Minutes(1));
    return appended.ok() ? appended->first_number : 0;
  }

  StoreFixture fixture_;
};

}  // namespace candor::store::access_test

#endif  // CANDOR_TESTS_CONTRACT_ACCESS_FIXTURE_H_
