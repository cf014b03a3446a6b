#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/store/store_fixture.h"

// Signed reports: kept as they were, found by their period.
namespace candor::store::report_signature_test {
namespace {

using domain::ReportSigned;

constexpr Day kFrom(2025, 1, 1);
constexpr Day kTo(2025, 3, 31);

class StoredSignatureTest : public testing::TestWithParam<bool> {
 protected:
  StoredSignatureTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  ReportSigned Signature(uint8_t number, int64_t count) {
    ReportSigned signature;
    signature.id = domain::SignatureId(BytesOf(0x60, number));
    signature.from = kFrom;
    signature.to = kTo;
    signature.as_of = fixture_.clock().Now();
    signature.ledger_size = fixture_.view()->size();
    signature.entries = fixture_.view()->entries();
    signature.signer = Sensitive<std::string>("Dr Lee");
    signature.statement = "They count what was reported.";
    domain::ReportRow row;
    row.figure = "complaints";
    row.state = domain::CellState::kShown;
    row.count = count;
    signature.figures = {{4, row}};
    return signature;
  }

  std::vector<ReportSigned> Known() {
    auto known = fixture_.view()->SignaturesOf(kFrom, kTo);
    EXPECT_TRUE(known.ok()) << known.status();
    return known.ok() ? *std::move(known) : std::vector<ReportSigned>();
  }

  StoreFixture fixture_;
};

TEST_P(StoredSignatureTest, AreFoundByTheirPeriodInTheOrderOfSigning) {
  const ReportSigned first = Signature(2, 3);
  const ReportSigned second = Signature(1, 4);
  ASSERT_TRUE(fixture_.Append({first}).ok());
  ASSERT_TRUE(fixture_.Append({second}).ok());

  const std::vector<ReportSigned> known = Known();

  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].id, first.id);
  EXPECT_EQ(known[0].figures, first.figures);
  EXPECT_EQ(known[0].statement, first.statement);
  EXPECT_EQ(known[1].id, second.id);
  EXPECT_EQ(known[1].recorded_at, fixture_.view()->last_recorded_at());
  EXPECT_TRUE(fixture_.view()->SignaturesOf(kFrom, kTo + 1)->empty());
}

TEST_P(StoredSignatureTest, TheSameCallIsAnsweredWithWhatItMade) {
  const auto first = fixture_.Call(Signature(1, 3), "sign");
  ASSERT_TRUE(first.ok()) << first.status();

  const auto again = fixture_.Call(Signature(1, 5), "sign");
  const auto other = fixture_.Call(Signature(1, 3), "sign something else");

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->first_number, first->first_number);
  EXPECT_EQ(other.status().code(), absl::StatusCode::kAlreadyExists);
  ASSERT_EQ(Known().size(), 1U);
  EXPECT_EQ(Known()[0].figures[0].row.count, 3);
}

TEST_P(StoredSignatureTest, AViewOfThePastKnowsThoseOfThen) {
  ASSERT_TRUE(fixture_.Append({Signature(1, 3)}).ok());
  const absl::Time then = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(fixture_.Append({Signature(2, 4)}).ok());

  const auto past = fixture_.store().AsOf(then, Wait);

  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_EQ((*past)->SignaturesOf(kFrom, kTo)->size(), 1U);
  EXPECT_EQ(Known().size(), 2U);
}

TEST_P(StoredSignatureTest, ANameIsRequiredAndBounded) {
  ReportSigned unnamed = Signature(1, 3);
  unnamed.signer = Sensitive<std::string>("");
  ReportSigned long_name = Signature(1, 3);
  long_name.signer = Sensitive<std::string>(std::string(domain::kMaxSignerBytes + 1, 'x'));

  EXPECT_EQ(fixture_.CodeOf({unnamed}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(fixture_.CodeOf({long_name}), absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(Every, StoredSignatureTest, testing::Bool());

}  // namespace
}  // namespace candor::store::report_signature_test
