#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/head_file.h"
#include "daemon/store/keys.h"
#include "daemon/store/names.h"
#include "daemon/store/rows.h"

// The bytes that FORMAT.md draws. The expected values were computed apart from this code, from the page. Should one of
// these tests not pass, no data directory of an earlier release can be read: change the code back, not the test.
namespace candor::store::format_test {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

IdBytes CountingId(uint8_t from) {
  IdBytes id;
  for (uint8_t& byte : id) byte = from++;
  return id;
}

constexpr char kId0[] = "000102030405060708090a0b0c0d0e0f";
constexpr char kId1[] = "101112131415161718191a1b1c1d1e1f";

crypto::SubjectKeys CountingKeys() {
  crypto::Key key;
  for (size_t i = 0; i < crypto::Key::size(); ++i) key.data()[i] = static_cast<uint8_t>(i);
  return crypto::DeriveSubjectKeys(key);
}

PlainRecord SmallEntry(std::string body) {
  PlainRecord record;
  record.type = RecordType::kEntry;
  record.subject = domain::SubjectId::Of(CaseId(CountingId(0)));
  record.header = "header";
  record.body = std::move(body);
  return record;
}

constexpr int64_t kMicros = 1700000000000001;

TEST(FormatTest, KeysOfTheLedgerAreNumbers) {
  EXPECT_EQ(Hex(keys::Ledger(0)), "0000000000000000");
  EXPECT_EQ(Hex(keys::Ledger(0x0102030405060708)), "0102030405060708");
}

TEST(FormatTest, KeysOfProjections) {
  const CaseId case_id(CountingId(0));
  const MemberId member(CountingId(16));
  const auto subject = domain::SubjectId::Of(case_id);
  const FollowUpId follow_up(CountingId(16));
  const std::string about = std::string("01") + kId0;

  EXPECT_EQ(keys::Activation(), "A");
  EXPECT_EQ(Hex(keys::Case(case_id)), std::string("43") + kId0);
  EXPECT_EQ(Hex(keys::CaseByCode(CountingId(0))), std::string("44") + kId0);
  EXPECT_EQ(Hex(keys::Entry(EntryId(CountingId(0)))), std::string("45") + kId0);
  EXPECT_EQ(Hex(keys::FollowUp(subject, follow_up)), "46" + about + kId1);
  EXPECT_EQ(Hex(keys::OpenFollowUp(subject, follow_up)), "47" + about + kId1);
  EXPECT_EQ(Hex(keys::Decision(DecisionId(CountingId(0)))), std::string("48") + kId0);
  EXPECT_EQ(Hex(keys::DecisionOf(subject, follow_up, DecisionId(CountingId(0)))), "49" + about + kId1 + kId0);
  EXPECT_EQ(Hex(keys::Contributions(case_id)), std::string("4a") + kId0);
  EXPECT_EQ(keys::Floor(), "L");
  EXPECT_EQ(Hex(keys::Member(member)), std::string("4d") + kId1);
  EXPECT_EQ(Hex(keys::MemberByName(CountingId(0))), std::string("4e") + kId0);
  EXPECT_EQ(Hex(keys::OnCase(case_id, member)), std::string("4f") + kId0 + kId1);
  EXPECT_EQ(Hex(keys::Progress(subject)), "50" + about);
  EXPECT_EQ(Hex(keys::Fault(subject)), "52" + about);
  EXPECT_EQ(keys::Settings(), "S");
  EXPECT_EQ(Hex(keys::Waiting(7)), "550000000000000007");
  EXPECT_EQ(keys::Watermark(), "W");
}

TEST(FormatTest, SignedNumbersInKeysOrderAsTheyCount) {
  const auto subject = domain::SubjectId::Of(CaseId(CountingId(0)));
  const std::string about = std::string("01") + kId0;

  EXPECT_EQ(Hex(keys::Timer(-1, subject)), "517fffffff" + about);
  EXPECT_EQ(Hex(keys::Timer(20000, subject)), "5180004e20" + about);
  EXPECT_EQ(Hex(keys::Supervision(MemberId(CountingId(0)), 1, 2)),
            std::string("56") + kId0 + "80000001" + "0000000000000002");
  EXPECT_EQ(Hex(keys::Timeline(subject, {20000, 600, 50, 0x0102030405060708, CountingId(16)})),
            "54" + about + "80004e20" + "0258" + "0032" + "0102030405060708" + kId1);
}

TEST(FormatTest, KeysOfCounts) {
  const auto occurred = domain::CountBasis::kOccurred;
  const auto figure = domain::Figure::kTherapistActive;
  const auto number = static_cast<unsigned>(figure);
  ASSERT_LT(number, 256U);
  const std::string figure_hex = "00" + Hex(std::string(1, static_cast<char>(number)));
  const std::string basis_hex = Hex(std::string(1, static_cast<char>(occurred)));

  EXPECT_EQ(Hex(keys::Sum({occurred, 24300, figure, 2, 3, MemberId(CountingId(0))})),
            "4b" + basis_hex + "80005eec" + figure_hex + "0002" + "00000003" + kId0);
}

TEST(FormatTest, TheStampStandsBeforeTypeFormatAndHeader) {
  const crypto::SubjectKeys keys = CountingKeys();
  std::string value = SealRecord(SmallEntry(""), LedgerId(CountingId(0)), keys);

  const auto commitment = CommitmentOf(keys, FromMicros(kMicros), InnerDigest("header", "body"));
  StampRecord(7, FromMicros(kMicros), commitment, value);

  EXPECT_EQ(Hex(value),
            "0000000000000007"
            "00060a24181e4001"
            "6c13ab155949f1ef846b15a4e285b3e8029e7363524597e71b0b30654f9bb7f2"
            "04"
            "01"
            "00000006"
            "686561646572");
  const auto envelope = ParseEnvelope(value);
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->number, 7U);
  EXPECT_EQ(ToMicros(envelope->recorded_at), kMicros);
  EXPECT_EQ(envelope->header, "header");
  EXPECT_TRUE(envelope->body.empty());
}

TEST(FormatTest, TheLeafIsTypeAndCommitment) {
  const auto commitment = CommitmentOf(CountingKeys(), FromMicros(kMicros), InnerDigest("header", "body"));

  EXPECT_EQ(Hex(AsText(LeafOf(RecordType::kEntry, AsText(commitment)))),
            "d5457df4e22a4c803ec55e9b84248720cd70393092eac268c622beb858b8c24c");
  EXPECT_NE(LeafOf(RecordType::kCase, AsText(commitment)), LeafOf(RecordType::kEntry, AsText(commitment)));
}

TEST(FormatTest, TheInnerDigestTellsHeaderFromBody) {
  EXPECT_NE(InnerDigest("header", "body"), InnerDigest("headerb", "ody"));
}

TEST(FormatTest, BodiesArePaddedTo64Bytes) {
  EXPECT_EQ(Hex(Pad("abc")), "00000003616263" + std::string(114, '0'));
  EXPECT_EQ(Pad(std::string(60, 'x')).size(), 64U);
  EXPECT_EQ(Pad(std::string(61, 'x')).size(), 128U);
}

TEST(FormatTest, ASealedBodyIsNonceCiphertextAndTag) {
  const std::string value = SealRecord(SmallEntry("body"), LedgerId(CountingId(0)), CountingKeys());

  EXPECT_EQ(value.size(), 54U + 6 + 12 + 64 + 16);
}

TEST(FormatTest, ABodyIsBoundToItsLedgerTypeAndHeader) {
  const crypto::SubjectKeys keys = CountingKeys();
  const LedgerId ledger(CountingId(0));
  const std::string value = SealRecord(SmallEntry("body"), ledger, keys);
  Envelope envelope = *ParseEnvelope(value);

  EXPECT_EQ(*OpenBody(envelope, ledger, keys), "body");
  EXPECT_TRUE(absl::IsDataLoss(OpenBody(envelope, LedgerId(CountingId(1)), keys).status()));
  envelope.header = "headeR";
  EXPECT_TRUE(absl::IsDataLoss(OpenBody(envelope, ledger, keys).status()));
  envelope = *ParseEnvelope(value);
  envelope.type = RecordType::kCase;
  EXPECT_TRUE(absl::IsDataLoss(OpenBody(envelope, ledger, keys).status()));
}

TEST(FormatTest, RefusesWhatIsNoRecord) {
  std::string value = SealRecord(SmallEntry("body"), LedgerId(CountingId(0)), CountingKeys());
  std::string newer = value;
  newer[49] = 2;
  std::string unknown = value;
  unknown[48] = '\xff';
  std::string longer = value;
  longer[50] = 1;

  EXPECT_TRUE(absl::IsDataLoss(ParseEnvelope(newer).status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseEnvelope(unknown).status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseEnvelope(longer).status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseEnvelope(value.substr(0, 53)).status()));
}

TEST(FormatTest, HeadIsTextWithACheck) {
  Head head;
  head.size = 42;
  head.key_slots = 3;
  for (size_t i = 0; i < head.root.size(); ++i) head.root[i] = static_cast<uint8_t>(i);

  EXPECT_EQ(EncodeHead(head),
            "candor head 1\n"
            "size 42\n"
            "root 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
            "keys 3\n"
            "check ee1cac646a4f3e86\n");
  EXPECT_EQ(*ParseHead(EncodeHead(head)), head);
  std::string other = EncodeHead(head);
  other[19] = '1';
  EXPECT_TRUE(absl::IsDataLoss(ParseHead(other).status()));
}

TEST(FormatTest, TheWatermarkHoldsTheFrontier) {
  Watermark watermark;
  watermark.size = 3;
  watermark.entries = 2;
  watermark.recorded_at = FromMicros(kMicros);
  for (const uint8_t leaf : {1, 2, 3}) {
    ledger::Hash hash;
    hash.fill(leaf);
    watermark.frontier.Append(hash);
  }

  EXPECT_EQ(Hex(EncodeRow(watermark)),
            "0000000000000003"
            "0000000000000002"
            "00060a24181e4001"
            "0000000000000003"
            "b331da6ec49d4547d9942a6727e5123f69bed5a0b97ac171cfbfd6201431fcfa"
            "0303030303030303030303030303030303030303030303030303030303030303"
            "0d");
  EXPECT_EQ(*DecodeWatermark(EncodeRow(watermark)), watermark);
}

TEST(FormatTest, TheWatermarkOfAnotherVersionOfTheFoldIsNone) {
  for (const uint64_t size : {uint64_t{0}, uint64_t{1}, uint64_t{3}}) {
    Watermark watermark;
    watermark.size = size;
    for (uint64_t leaf = 0; leaf < size; ++leaf) {
      ledger::Hash hash;
      hash.fill(2);
      watermark.frontier.Append(hash);
    }
    std::string row = EncodeRow(watermark);
    row.pop_back();
    EXPECT_FALSE(DecodeWatermark(row).ok()) << "as the first version wrote it";
    EXPECT_FALSE(DecodeWatermark(row + '\x0C').ok()) << "the version before";
    EXPECT_FALSE(DecodeWatermark(row + '\x0E').ok()) << "a later one";
  }
}

TEST(FormatTest, RowsOfAnEntry) {
  domain::TimelineRow timeline;
  timeline.number = 5;
  timeline.revised_by = EntryId(CountingId(16));
  timeline.retracted = true;
  domain::EntryRow entry;
  entry.number = 5;
  entry.recorded_at = FromMicros(kMicros);
  entry.subject = domain::SubjectId::Of(CaseId(CountingId(0)));
  entry.place = {20000, 600, 50, 0x0102030405060708, CountingId(16)};
  entry.content = CountingId(0);

  EXPECT_EQ(Hex(EncodeRow(timeline)), std::string("0000000000000005") + "06" + kId1);
  EXPECT_EQ(Hex(EncodeRow(entry)), std::string("0000000000000005") + "00060a24181e4001" + "01" + kId0 + "80004e20" +
                                       "0258" + "0032" + "0102030405060708" + kId1 + kId0);
}

TEST(FormatTest, WhatACallMadeKeepsTheDigestOfTheCall) {
  domain::MemberRow member{5, CountingId(0)};
  domain::DecisionRow decision{5, domain::SubjectId::Of(CaseId(CountingId(0))), FollowUpId(CountingId(16))};
  const std::string member_row = std::string("0000000000000005") + kId0;
  const std::string decision_row = std::string("0000000000000005") + "01" + kId0 + kId1 + "02";

  EXPECT_EQ(Hex(EncodeRow(member)), member_row);
  EXPECT_EQ(Hex(EncodeRow(decision)), decision_row);
  EXPECT_EQ(*DecodeMemberRow(EncodeRow(member)), member);
  EXPECT_EQ(*DecodeDecisionRow(EncodeRow(decision)), decision);
  member.request = CountingId(16);
  decision.request = CountingId(0);
  EXPECT_EQ(Hex(EncodeRow(member)), member_row + kId1);
  EXPECT_EQ(Hex(EncodeRow(decision)), decision_row + kId0);
  EXPECT_EQ(*DecodeMemberRow(EncodeRow(member)), member);
  EXPECT_EQ(*DecodeDecisionRow(EncodeRow(decision)), decision);

  const domain::NewCase made{CaseId(CountingId(0)), "C-1"};
  const std::string header = std::string("0801") + "1001" + "1801" + "2210" + kId0 + "3a10" + kId0 + "5210" + kId1;
  EXPECT_EQ(Hex(EncodeCase(made, CountingId(16), {}).header), header);
  EXPECT_EQ(Hex(EncodeCase(made, CountingId(16), CountingId(0)).header), header + "5a10" + kId0);
}

TEST(FormatTest, WhatACallMakesIsNamedByCallerAndRequestId) {
  crypto::PracticeKeys keys;
  for (size_t i = 0; i < crypto::Key::size(); ++i) keys.id.data()[i] = static_cast<uint8_t>(i);
  const domain::Caller caller{true, MemberId(CountingId(16))};

  EXPECT_EQ(Hex(AsText(IdOfRequest(keys, caller, "case", AsText(CountingId(0))))), "86efb712f726a2940c03234e3a5063d4");
  EXPECT_EQ(Hex(AsText(RequestDigest(keys, "a call"))), "83fb9f42233fedb1afb7b05416783be8");
}

// Every field at its number, as record.proto says; encoded by hand.
TEST(FormatTest, HeadersAreTheMessagesOfRecordProto) {
  domain::Settings settings;
  settings.practice_name = "Oak House";
  settings.zone = "Europe/Brussels";
  settings.closed_dates = {DayFromNumber(20000)};

  const PlainRecord record = EncodeSettings(settings);

  EXPECT_EQ(Hex(record.header),
            "0801"                                // 1: algorithm
            "1001"                                // 2: key epoch
            "52094f616b20486f757365"              // 10: name
            "5a0f4575726f70652f4272757373656c73"  // 11: zone
            "6001"                                // 12: weekends are closed
            "6a03c0b802");                        // 13: closed dates
  const auto read = DecodeSettings(record.header);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, settings);
  EXPECT_TRUE(record.body.empty());
}

// 180 days, as where nothing is said, leave no trace: so are the records from before it could be set.
TEST(FormatTest, TheLongestWaiverStandsInSettingsWhereItIsAnother) {
  domain::Settings settings;
  settings.longest_waiver_days = 90;

  const PlainRecord record = EncodeSettings(settings);

  EXPECT_EQ(Hex(record.header).substr(Hex(record.header).size() - 4), "705a");  // 14: longest waiver
  const auto read = DecodeSettings(record.header);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, settings);
}

TEST(FormatTest, WhatAPracticeTightensStandsInSettings) {
  domain::Settings settings;
  settings.access.escalate_after_days = 21;
  settings.access.session_minutes = 5;
  settings.access.notify_subject_days = 3;
  settings.access.tightened = {{{domain::Role::kTherapist, domain::Relation::kParty}, domain::kDetailBit}};

  const PlainRecord record = EncodeSettings(settings);

  const std::string hex = Hex(record.header);
  EXPECT_EQ(hex.substr(hex.size() - 34),
            "7815"                // 15: escalate after
            "800105"              // 16: minutes of a session
            "8a0106080110071802"  // 17: the therapist, as a party, no detail
            "900103");            // 18: whom a concern is about is told
  const auto read = DecodeSettings(record.header);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, settings);
}

TEST(FormatTest, TheContentDigestIsOverTheHeaderAsHandedInAndTheBody) {
  crypto::PracticeKeys keys;
  for (size_t i = 0; i < crypto::Key::size(); ++i) keys.id.data()[i] = static_cast<uint8_t>(i);
  domain::EntryHeader header;
  header.subject = domain::SubjectId::Of(CaseId(CountingId(0)));
  header.kind = domain::Kind::kIntake;
  header.therapist = MemberId(CountingId(16));
  header.occurred.day = DayFromNumber(20000);
  header.reported.day = DayFromNumber(20001);
  const std::string handed_in = absl::StrCat("0801", "1001",  // 1: algorithm, 2: key epoch
                                             "1801",          // 3: a case
                                             "2210", kId0,    // 4: which
                                             "5065",          // 10: kind
                                             "6210", kId1,    // 12: therapist
                                             "7001",          // 14: by the operator
                                             "880101",        // 17: source
                                             "a001c0b802",    // 20: occurred
                                             "b801c2b802");   // 23: reported
  EXPECT_EQ(Hex(HandedInHeader(header)), handed_in);
  // What the daemon gives out, and what the facts say once more.
  header.id = EntryId(CountingId(1));
  header.batch = BatchId(CountingId(2));
  header.order_digest = 7;
  header.facts.SetNumber(domain::MakeFieldId(domain::Kind::kIntake, 1), 1);
  EXPECT_EQ(Hex(HandedInHeader(header)), handed_in);

  EXPECT_EQ(Hex(AsText(ContentDigest(keys, header, "canonical"))), "5584f9a75eb55649ac7d7312fec3c98f");
}

}  // namespace
}  // namespace candor::store::format_test
