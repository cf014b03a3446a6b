#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "tests/unit/store/known_entry.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::record_test {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

crypto::SubjectKeys KnownKeys() {
  crypto::Key key;
  for (size_t i = 0; i < key.size(); ++i) key.data()[i] = static_cast<uint8_t>(i);
  return crypto::DeriveSubjectKeys(key);
}

const LedgerId kLedger(BytesOf(0x60));

// The bytes are for ever; FORMAT.md draws them.
TEST(RecordTest, AnEntrysPartsAreAsPublished) {
  const PlainRecord record = EncodeEntry(KnownEntry(), BytesOf(0x70), "");

  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "1801"
            "221020070000000000000000000000000001"
            "3003"
            "3a1050000000000000000000000000000001"
            "506c"
            "621010010000000000000000000000000001"
            "6a1010010000000000000000000000000001"
            "7001"
            "82011010020000000000000000000000000001"
            "880101"
            "a001a2bb02"
            "a801e704"
            "b001bf07"
            "b801a2bb02"
            "e9010807060504030201"
            "f2011070000000000000000000000000000001"
            "fa01150881361a1010020000000000000000000000000001");
  EXPECT_EQ(Hex(record.body),
            "12050884361002"
            "120c088536220777687920"
            "6e6f77"
            "1a046e6f7465"
            "220e0a06436f6c756d6e120463656c6c");
}

TEST(RecordTest, WhatCorrectionsAddIsAsPublished) {
  domain::Entry moved = KnownEntry();
  const std::string plain = Hex(EncodeEntry(moved, BytesOf(0x70), "").header);
  moved.header.moved_from = {SubjectId::Of(CaseOf(8)), EntryId(BytesOf(0x51))};
  EXPECT_EQ(Hex(EncodeEntry(moved, BytesOf(0x70), "").header), plain +
                                                                   "900201"
                                                                   "9a021020080000000000000000000000000001"
                                                                   "a2021051000000000000000000000000000001");
  moved.header.moved_from = {};
  moved.header.take_back = domain::TakeBack::kMoved;
  EXPECT_EQ(Hex(EncodeEntry(moved, BytesOf(0x70), "").header), plain + "880202");
  domain::Entry step = KnownEntry();
  step.header.matter = EntryId(BytesOf(0x51));
  EXPECT_EQ(Hex(EncodeEntry(step, BytesOf(0x70), "").header), plain + "c2021051000000000000000000000000000001");

  const domain::FirstRead read{SubjectId::Of(CaseOf(7)), EntryId(BytesOf(0x50)), MemberOf(2)};
  const PlainRecord of_read = EncodeRead(read);
  EXPECT_EQ(of_read.type, static_cast<RecordType>(11));
  EXPECT_EQ(Hex(of_read.header),
            "0801"
            "1001"
            "1801"
            "221020070000000000000000000000000001"
            "2801"
            "521050000000000000000000000000000001"
            "5a1010020000000000000000000000000001");
  EXPECT_EQ(*DecodeRead(of_read.header), read);

  domain::CaseMerged merge{CaseOf(7), CaseOf(8), {}, {{FollowUpId(BytesOf(1)), FollowUpId(BytesOf(2))}}, {}, 9};
  const PlainRecord of_merge = EncodeMerge(merge);
  EXPECT_EQ(of_merge.type, static_cast<RecordType>(12));
  EXPECT_EQ(Hex(of_merge.header),
            "0801"
            "1001"
            "1801"
            "221020070000000000000000000000000001"
            "521020080000000000000000000000000001"
            "5801"
            "7224"
            "0a1001000000000000000000000000000001"
            "121002000000000000000000000000000001");
  const auto decoded = DecodeMerge(of_merge.header);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->into, merge.into);
  EXPECT_EQ(decoded->follow_ups, merge.follow_ups);
}

TEST(RecordTest, ASignedReportIsAsPublished) {
  domain::ReportSigned signature;
  signature.id = domain::SignatureId(BytesOf(0x60));
  signature.from = DayFromNumber(20270);
  signature.to = DayFromNumber(20361);
  signature.as_of = FromMicros(1'700'000'000'000'001);
  signature.ledger_size = 9;
  signature.root.fill(0xAB);
  signature.entries = 4;
  signature.parameter_set = "set";
  signature.signer = Sensitive<std::string>("Lee");
  signature.statement = "s";
  signature.known_gaps = {"g"};
  domain::ReportRow row{"f", "b",  "l", domain::Measure::kShare, domain::CellState::kShown, 1, 2, 500, 3, 4,
                        5,   true, "n"};
  signature.figures = {{3, row}};

  const PlainRecord record = EncodeReportSigned(signature);

  EXPECT_EQ(record.type, static_cast<RecordType>(13));
  EXPECT_EQ(record.subject, SubjectId::Practice());
  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "3a1060000000000000000000000000000001"
            "50dcbc02"
            "5892be02"
            "608280f28183898506"
            "6809"
            "7220abababababababababababababababababababababababababababababababab"
            "7804"
            "820103736574"
            "880101");
  EXPECT_EQ(Hex(record.body),
            "0a034c6565"
            "120173"
            "1a0167"
            "2221"
            "0803"
            "120166"
            "1a0162"
            "22016c"
            "2802"
            "3001"
            "3802"
            "4004"
            "48e807"
            "5006"
            "5808"
            "600a"
            "6801"
            "72016e");
  EXPECT_EQ(*DecodeReportSigned(record.header, record.body), signature);
  EXPECT_TRUE(DecodeReportSigned(record.header, std::nullopt)->figures.empty()) << "its key is gone";
}

TEST(RecordTest, TheEnvelopeIsAsDrawn) {
  PlainRecord record;
  record.type = RecordType::kBatch;
  record.header = "head";
  std::string value = SealRecord(record, kLedger, KnownKeys());
  const crypto::Digest commitment = CommitmentOf(KnownKeys(), kKnownTime, InnerDigest("head", ""));

  StampRecord(258, kKnownTime, commitment, value);

  EXPECT_EQ(Hex(value),
            "0000000000000102"
            "0006379da05d4240" +
                Hex(AsText(commitment)) +
                "08"
                "01"
                "00000004"
                "68656164");
  const auto envelope = ParseEnvelope(value);
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->number, 258U);
  EXPECT_EQ(envelope->recorded_at, kKnownTime);
  EXPECT_EQ(envelope->type, RecordType::kBatch);
  EXPECT_EQ(envelope->header, "head");
  EXPECT_TRUE(envelope->body.empty());
}

TEST(RecordTest, ABodyIsPaddedSealedAndBoundToItsHeader) {
  PlainRecord record;
  record.type = RecordType::kCase;
  record.header = "head";
  record.body = "the client's code";
  const std::string value = SealRecord(record, kLedger, KnownKeys());
  EXPECT_EQ(value.size(), kEnvelopeBytes + 4 + 12 + 64 + 16);
  EXPECT_EQ(value.find("client"), std::string::npos);
  const auto envelope = ParseEnvelope(value);
  EXPECT_EQ(*OpenBody(*envelope, kLedger, KnownKeys()), record.body);

  std::string other_header = value;
  other_header[kEnvelopeBytes] = 'H';
  EXPECT_EQ(OpenBody(*ParseEnvelope(other_header), kLedger, KnownKeys()).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenBody(*envelope, LedgerId(BytesOf(0x61)), KnownKeys()).status().code(), absl::StatusCode::kDataLoss);
}

TEST(RecordTest, ACommitmentSaysTimeHeaderBodyAndKey) {
  const crypto::SubjectKeys keys = KnownKeys();
  const auto of = [&](absl::Time time, std::string_view header, std::string_view body) {
    return CommitmentOf(keys, time, InnerDigest(header, body));
  };
  const auto commitment = of(kKnownTime, "ab", "c");

  EXPECT_EQ(commitment, of(kKnownTime, "ab", "c"));
  EXPECT_NE(commitment, of(kKnownTime + absl::Microseconds(1), "ab", "c"));
  EXPECT_NE(commitment, of(kKnownTime, "a", "bc"));
  EXPECT_NE(commitment, of(kKnownTime, "ab", "d"));
  EXPECT_NE(commitment, CommitmentOf(crypto::DeriveSubjectKeys(crypto::Key()), kKnownTime, InnerDigest("ab", "c")));
  EXPECT_NE(LeafOf(RecordType::kCase, AsText(commitment)), LeafOf(RecordType::kEntry, AsText(commitment)));
}

TEST(RecordTest, NoCutRecordIsRead) {
  PlainRecord record;
  record.header = "head";
  record.body = "body";
  const std::string value = SealRecord(record, kLedger, KnownKeys());
  for (size_t size = 0; size < value.size(); ++size) {
    const auto envelope = ParseEnvelope(std::string_view(value).substr(0, size));
    if (envelope.ok() && size > kEnvelopeBytes + 4) {
      EXPECT_FALSE(OpenBody(*envelope, kLedger, KnownKeys()).ok()) << size;
    }
  }
}

domain::Activation KnownActivation() {
  domain::Activation activation{"set", {"consultation 1.0.0"}, {}, DayFromNumber(3)};
  activation.id = ActivationId(BytesOf(0x50));
  return activation;
}

// What tells of modes comes after all that was there before; the order of the fields is that of their numbers.
TEST(RecordTest, HowRulesAreRunIsAsPublished) {
  domain::Activation activation = KnownActivation();
  const std::string before = Hex(EncodeActivation(activation).header);
  domain::RuleSetting setting;
  setting.rule = "r";
  setting.plugin = "p";
  setting.catalogue_id = "R1";
  setting.mode = domain::RuleMode::kShadow;
  setting.from = DayFromNumber(5);
  setting.set_on = DayFromNumber(4);
  setting.set_by = {true, MemberOf(2)};
  activation.on = DayFromNumber(4);
  activation.settings = {setting};
  activation.awaited = {{"q", DayFromNumber(2)}};
  activation.request = BytesOf(0x70);

  EXPECT_EQ(Hex(EncodeActivation(activation).header), before +
                                                          "7008"
                                                          "7a24"
                                                          "0a0172"
                                                          "120170"
                                                          "1a025231"
                                                          "2002"
                                                          "280a"
                                                          "3008"
                                                          "4801"
                                                          "521010020000000000000000000000000001"
                                                          "820105"
                                                          "0a0171"
                                                          "1004"
                                                          "8a011070000000000000000000000000000001");
}

TEST(RecordTest, WhenProfilesWereReviewedIsAsPublished) {
  domain::Activation activation = KnownActivation();
  const std::string before = Hex(EncodeActivation(activation).header);
  activation.reviews = {{"a", "", "1", "law", DayFromNumber(5)}, {"b", "", "2", "code", std::nullopt}};

  const std::string header = EncodeActivation(activation).header;

  EXPECT_EQ(Hex(header), before +
                             "82020d"
                             "0a0161"
                             "120131"
                             "1a036c6177"
                             "200a"
                             "82020c"
                             "0a0162"
                             "120132"
                             "1a04636f6465");
  const auto decoded = DecodeActivation(header);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->reviews, activation.reviews);

  activation.review_after_days = 365;
  const std::string with_days = EncodeActivation(activation).header;
  EXPECT_EQ(Hex(with_days), Hex(header) + "8802ed02");
  EXPECT_EQ(DecodeActivation(with_days)->review_after_days, 365);
}

TEST(RecordTest, AKeyEventSaysWhatWasDoneAndNeverAKey) {
  const domain::KeyEvent event{
      domain::KeyEventKind::kMasterKeyChanged, domain::KeyPlace::kPassphrase, 300, 2, {true, MemberId(IdBytes{1, 2})}};

  const PlainRecord record = EncodeKeyEvent(event);

  EXPECT_EQ(record.type, RecordType::kKeyEvent);
  EXPECT_EQ(static_cast<int>(record.type), 17);
  EXPECT_EQ(record.subject, SubjectId::Practice());
  EXPECT_EQ(record.body, "");
  EXPECT_EQ(Hex(record.header),
            "0801"
            "1001"
            "5004"
            "5804"
            "60ac02"
            "6802"
            "7001"
            "7a1001020000000000000000000000000000");
  EXPECT_EQ(*DecodeKeyEvent(record.header), event);
  const domain::KeyEvent by_the_daemon{domain::KeyEventKind::kRotationDone, domain::KeyPlace::kFile, 1, 1};
  EXPECT_EQ(*DecodeKeyEvent(EncodeKeyEvent(by_the_daemon).header), by_the_daemon);
}

}  // namespace
}  // namespace candor::store::record_test
