#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"

// The bytes of what becomes of a concern, as they stand in every ledger from here on.
namespace candor::store::concern_record_test {
namespace {

using domain::ConcernNotice;
using domain::ConcernStep;

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

IdBytes IdOf(uint8_t first) {
  return IdBytes{first};
}

// Of an id.
std::string IdHex(const std::string& first) {
  return first + std::string(30, '0');
}

ConcernNotice Proposed() {
  ConcernNotice notice;
  notice.id = IdOf(1);
  notice.subject = domain::SubjectId::Of(MemberId(IdOf(6)));
  notice.about = IdOf(7);
  notice.step = ConcernStep::kSealProposed;
  notice.by = MemberId(IdOf(2));
  notice.second = MemberId(IdOf(3));
  notice.until = DayFromNumber(20);
  notice.reason = Sensitive<std::string>("secured");
  notice.caller = {true, MemberId(IdOf(4))};
  return notice;
}

TEST(ConcernRecordTest, HasTheseBytes) {
  const PlainRecord record = EncodeConcernNotice(Proposed());

  EXPECT_EQ(static_cast<int>(record.type), 26);
  EXPECT_EQ(record.subject, domain::SubjectId::Of(MemberId(IdOf(6))));
  EXPECT_EQ(record.key_class, domain::KeyClass::kGeneral);
  EXPECT_EQ(Hex(record.body), "0a07" + Hex("secured"));
  EXPECT_EQ(Hex(record.header), "080110011802" + ("2210" + IdHex("06")) + "3a10" + IdHex("01") + "5002" + "5a10" +
                                    IdHex("07") + "6210" + IdHex("02") + "6a10" + IdHex("03") + "7028" + "7801" +
                                    "820110" + IdHex("04"));
  EXPECT_TRUE(*DecodeConcernNotice(record.header, record.body) == Proposed());
}

// Once the member is erased.
TEST(ConcernRecordTest, WithoutItsBodyTheStepStands) {
  const PlainRecord record = EncodeConcernNotice(Proposed());

  EXPECT_EQ(record.header.find("secured"), std::string::npos);
  ConcernNotice wordless = Proposed();
  wordless.reason = {};
  EXPECT_TRUE(*DecodeConcernNotice(record.header, std::nullopt) == wordless);
}

TEST(ConcernRecordTest, NothingThatItSaysIsLost) {
  std::vector<ConcernNotice> all;
  const auto with = [&all](auto change) {
    ConcernNotice each = Proposed();
    change(each);
    all.push_back(each);
  };
  with([](auto&) {});
  with([](auto& each) { each.id = IdOf(9); });
  with([](auto& each) { each.subject = domain::SubjectId::Of(MemberId(IdOf(9))); });
  with([](auto& each) { each.about = IdOf(9); });
  with([](auto& each) { each.step = ConcernStep::kSealed; });
  with([](auto& each) { each.by = MemberId(); });
  with([](auto& each) { each.second = MemberId(); });
  with([](auto& each) { each.until.reset(); });
  with([](auto& each) { each.until = DayFromNumber(0); });
  with([](auto& each) { each.caller.is_operator = false; });
  with([](auto& each) { each.caller.acting_for = MemberId(); });
  std::set<std::string> headers;
  for (const ConcernNotice& each : all) {
    const PlainRecord record = EncodeConcernNotice(each);
    EXPECT_TRUE(headers.insert(record.header).second) << Hex(record.header);
    const auto decoded = DecodeConcernNotice(record.header, record.body);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_TRUE(*decoded == each) << Hex(record.header);
  }
}

}  // namespace
}  // namespace candor::store::concern_record_test
