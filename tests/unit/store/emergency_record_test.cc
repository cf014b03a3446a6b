#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/rows.h"

// The bytes of what is opened in an emergency, as they stand in every ledger from here on.
namespace candor::store::emergency_record_test {
namespace {

using domain::EmergencyState;

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

domain::Emergency Reviewed() {
  domain::Emergency emergency;
  emergency.id = EmergencyId(IdOf(1));
  emergency.subject = domain::SubjectId::Of(CaseId(IdOf(6)));
  emergency.state = EmergencyState::kReviewed;
  emergency.asker = MemberId(IdOf(2));
  emergency.approver = MemberId(IdOf(3));
  emergency.reviewer = MemberId(IdOf(7));
  emergency.notify = MemberId(IdOf(8));
  emergency.minutes = 240;
  emergency.begun_at = absl::FromUnixMicros(100);
  emergency.until = absl::FromUnixMicros(150);
  emergency.ended_at = absl::FromUnixMicros(125);
  emergency.remark = Sensitive<std::string>("needed");
  emergency.caller = {true, MemberId(IdOf(4))};
  emergency.request = IdOf(5);
  return emergency;
}

domain::Emergency Asked() {
  domain::Emergency emergency;
  emergency.id = EmergencyId(IdOf(1));
  emergency.subject = domain::SubjectId::Of(MemberId(IdOf(6)));
  emergency.asker = MemberId(IdOf(2));
  emergency.minutes = 60;
  emergency.reason = Sensitive<std::string>("at risk");
  emergency.caller = {false, MemberId(IdOf(2))};
  return emergency;
}

TEST(EmergencyRecordTest, HasTheseBytes) {
  const PlainRecord record = EncodeEmergency(Reviewed());

  EXPECT_EQ(static_cast<int>(record.type), 25);
  EXPECT_EQ(record.subject, domain::SubjectId::Practice());
  EXPECT_EQ(record.key_class, domain::KeyClass::kGeneral);
  EXPECT_EQ(Hex(record.body), "0a06" + Hex("needed"));
  EXPECT_EQ(Hex(record.header), "080110013a10" + IdHex("01") + "5005" + "5a10" + IdHex("02") + "6210" + IdHex("03") +
                                    "68ac02" + "7210" + IdHex("08") + "7801" + "820110" + IdHex("04") + "8a0110" +
                                    IdHex("05") + "900101" + "9a0110" + IdHex("06") + "a001f001" + "a801c801" +
                                    "b001fa01" + "ba0110" + IdHex("07"));
  EXPECT_TRUE(*DecodeEmergency(record.header, record.body) == Reviewed());
}

// The words are the first record's reason, or what a later one remarks.
TEST(EmergencyRecordTest, TheReasonIsOfTheFirstRecordAlone) {
  const PlainRecord asked = EncodeEmergency(Asked());
  EXPECT_TRUE(*DecodeEmergency(asked.header, asked.body) == Asked());
  EXPECT_EQ(asked.header.find("at risk"), std::string::npos);
  domain::Emergency wordless = Asked();
  wordless.reason = {};
  EXPECT_TRUE(*DecodeEmergency(asked.header, std::nullopt) == wordless);

  domain::Emergency later = Reviewed();
  later.reason = Sensitive<std::string>("at risk");
  const PlainRecord record = EncodeEmergency(later);
  EXPECT_EQ(record.body.find("at risk"), std::string::npos);
  EXPECT_TRUE(*DecodeEmergency(record.header, record.body) == Reviewed());
}

TEST(EmergencyRecordTest, NothingThatItSaysIsLost) {
  std::vector<domain::Emergency> all;
  const auto with = [&all](auto change) {
    domain::Emergency each = Reviewed();
    change(each);
    all.push_back(each);
  };
  with([](auto&) {});
  with([](auto& each) { each.id = EmergencyId(IdOf(9)); });
  with([](auto& each) { each.subject = domain::SubjectId::Of(MemberId(IdOf(6))); });
  with([](auto& each) { each.state = EmergencyState::kEnded; });
  with([](auto& each) { each.asker = MemberId(IdOf(9)); });
  with([](auto& each) { each.approver = MemberId(); });
  with([](auto& each) { each.reviewer = MemberId(); });
  with([](auto& each) { each.notify = MemberId(); });
  with([](auto& each) { each.minutes = 1; });
  with([](auto& each) { each.begun_at.reset(); });
  with([](auto& each) { each.begun_at = absl::FromUnixMicros(0); });
  with([](auto& each) { each.until.reset(); });
  with([](auto& each) { each.ended_at.reset(); });
  with([](auto& each) { each.caller.is_operator = false; });
  with([](auto& each) { each.caller.acting_for = MemberId(); });
  with([](auto& each) { each.request = IdBytes{}; });
  std::set<std::string> headers;
  for (const domain::Emergency& each : all) {
    const PlainRecord record = EncodeEmergency(each);
    EXPECT_TRUE(headers.insert(record.header).second) << Hex(record.header);
    const auto decoded = DecodeEmergency(record.header, record.body);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_TRUE(*decoded == each) << Hex(record.header);
  }
}

TEST(EmergencyRecordTest, TheRowHasTheseBytes) {
  const domain::EmergencyRow row{1, 258, domain::SubjectId::Of(CaseId(IdOf(6))), EmergencyState::kInForce, IdOf(5)};
  const std::string bytes = EncodeRow(row);

  EXPECT_EQ(Hex(bytes), "0000000000000001" + std::string("0000000000000102") + "01" + IdHex("06") + "02" + IdHex("05"));
  EXPECT_EQ(*DecodeEmergencyRow(bytes), row);
  EXPECT_EQ(DecodeEmergencyRow(bytes.substr(1)).status().code(), absl::StatusCode::kDataLoss);
}

// Under which emergency something was shown stands in its access; without one nothing takes room for it.
TEST(EmergencyRecordTest, AnAccessNamesIt) {
  domain::Access access;
  access.id = IdOf(1);
  access.method = "EntryService.GetEntry";
  const std::string without = EncodeAccess(access).header;
  access.emergency = EmergencyId(IdOf(6));
  const std::string with = EncodeAccess(access).header;

  EXPECT_EQ(Hex(with), Hex(without) + "a20110" + IdHex("06"));
  EXPECT_EQ(*DecodeAccess(with), access);
}

}  // namespace
}  // namespace candor::store::emergency_record_test
