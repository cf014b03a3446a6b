#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"

// The bytes of erasures, legal holds and of backups that were taken, as they stand in every ledger from here on.
namespace candor::store::erasure_record_test {
namespace {

using domain::KeyClass;
using domain::SubjectId;

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

IdBytes IdOf(uint8_t first) {
  return IdBytes{first};
}

domain::Erasure AnErasure() {
  domain::Erasure erasure;
  erasure.id = ErasureId(IdOf(1));
  erasure.subject = SubjectId::Of(CaseId(IdOf(2)));
  erasure.classes = {KeyClass::kGeneral, KeyClass::kPersonal};
  erasure.state = domain::DecisionState::kInForce;
  erasure.why = domain::ErasureWhy::kSchedule;
  erasure.profile = "apa 1";
  erasure.parameter = "case";
  erasure.due = Day(1970, 1, 3);
  erasure.proposer = MemberId(IdOf(3));
  erasure.approver = MemberId(IdOf(4));
  erasure.caller = {true, MemberId(IdOf(4))};
  erasure.reason = Sensitive<std::string>("why");
  erasure.keys = {{KeyClass::kGeneral, {9}}, {KeyClass::kPersonal, {8}}};
  return erasure;
}

TEST(ErasureRecordTest, AnErasureHasTheseBytes) {
  const PlainRecord record = EncodeErasure(AnErasure(), IdOf(5));

  EXPECT_EQ(static_cast<int>(record.type), 15);
  EXPECT_EQ(record.subject, SubjectId::Practice()) << "what it says outlives what it erases";
  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "3a1001000000000000000000000000000000"
            "5001"
            "5a1002000000000000000000000000000000"
            "62020001"
            "6802"
            "7001"
            "7a056170612031"
            "82010463617365"
            "880104"
            "92011003000000000000000000000000000000"
            "9a011004000000000000000000000000000000"
            "a00101"
            "aa011004000000000000000000000000000000"
            "b2011005000000000000000000000000000000"
            "ba010a12080900000000000000"
            "ba010c080112080800000000000000");
  EXPECT_EQ(Hex(record.body), "0a03776879");
  const auto kept = DecodeErasure(record.header, record.body);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->erasure, AnErasure());
  EXPECT_EQ(kept->request, IdOf(5));
  EXPECT_EQ(DecodeErasureRecorded(record.header)->keys, AnErasure().keys);
}

TEST(ErasureRecordTest, AHoldHasTheseBytes) {
  domain::LegalHold hold;
  hold.id = HoldId(IdOf(1));
  hold.subject = SubjectId::Of(MemberId(IdOf(2)));
  hold.state = domain::HoldState::kReleased;
  hold.proposer = MemberId(IdOf(3));
  hold.approver = MemberId(IdOf(4));
  hold.caller = {true, {}};
  hold.reason = Sensitive<std::string>("why");

  const PlainRecord record = EncodeHold(hold, {});

  EXPECT_EQ(static_cast<int>(record.type), 16);
  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "3a1001000000000000000000000000000000"
            "5002"
            "5a1002000000000000000000000000000000"
            "6003"
            "6a1003000000000000000000000000000000"
            "721004000000000000000000000000000000"
            "7801");
  EXPECT_EQ(DecodeHold(record.header, record.body)->hold, hold);
  EXPECT_EQ(DecodeHoldRecorded(record.header)->state, domain::HoldState::kReleased);
}

TEST(ErasureRecordTest, ABackupThatWasTakenHasTheseBytes) {
  const domain::BackupTaken taken{IdOf(1), absl::FromUnixMicros(150), 7, {true, {}}};

  const PlainRecord record = EncodeBackupTaken(taken);

  EXPECT_EQ(static_cast<int>(record.type), 18);
  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "3a1001000000000000000000000000000000"
            "50ac02"
            "5807"
            "6001");
  EXPECT_EQ(*DecodeBackupTaken(record.header), taken);
}

TEST(ErasureRecordTest, ARestoreHasTheseBytes) {
  domain::Restored restored{3, 400, absl::FromUnixMicros(150), IdOf(1), 2};
  const std::string before =
      "0801"
      "1001"
      "3a1001000000000000000000000000000000"
      "5003"
      "589003"
      "60ac02"
      "6802";
  EXPECT_EQ(static_cast<int>(EncodeRestored(restored).type), 14);
  EXPECT_EQ(Hex(EncodeRestored(restored).header), before) << "as before there was what follows";

  restored.erased_records = {4, 300};

  EXPECT_EQ(Hex(EncodeRestored(restored).header), before + "720304ac02");
  EXPECT_EQ(*DecodeRestored(EncodeRestored(restored).header), restored);
}

TEST(ErasureRecordTest, RowsReadBackAsTheyWere) {
  const domain::ErasureRow erasure{7,
                                   SubjectId::Of(CaseId(IdOf(1))),
                                   {KeyClass::kGeneral, KeyClass::kPersonal},
                                   domain::DecisionState::kInForce,
                                   IdOf(5)};
  EXPECT_EQ(*DecodeErasureRow(EncodeRow(erasure)), erasure);
  const domain::ErasureRow unasked{
      7, SubjectId::Of(MemberId(IdOf(1))), {KeyClass::kPersonal}, domain::DecisionState::kProposed, {}};
  EXPECT_EQ(*DecodeErasureRow(EncodeRow(unasked)), unasked);
  const domain::ErasedRow erased{9, {1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_EQ(Hex(EncodeRow(erased)), "00000000000000090102030405060708");
  EXPECT_EQ(*DecodeErasedRow(EncodeRow(erased)), erased);
  const domain::HoldRow hold{9, domain::HoldState::kReleaseProposed, IdOf(6)};
  EXPECT_EQ(*DecodeHoldRow(EncodeRow(hold)), hold);
  for (const std::string& bad : {std::string(), std::string(5, 'x'), std::string(200, 'x')}) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeErasureRow(bad).status()));
    EXPECT_TRUE(absl::IsDataLoss(DecodeErasedRow(bad).status()));
    EXPECT_TRUE(absl::IsDataLoss(DecodeHoldRow(bad).status()));
  }
  const SubjectId subject = SubjectId::Of(CaseId(IdOf(1)));
  EXPECT_EQ(keys::ParseErased(keys::Erased(subject, KeyClass::kPersonal)), std::pair(subject, KeyClass::kPersonal));
  EXPECT_EQ(keys::ParseErased(keys::Erasure(ErasureId(IdOf(1)))), std::nullopt);
}

}  // namespace
}  // namespace candor::store::erasure_record_test
