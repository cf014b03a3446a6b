#include "daemon/store/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::keys_test {
namespace {

std::string Hex(const std::string& bytes) {
  return absl::BytesToHexString(bytes);
}

const SubjectId kSubject = SubjectId::Of(CaseOf(7));
constexpr char kCaseHex[] = "20070000000000000000000000000001";
constexpr char kMemberHex[] = "10010000000000000000000000000001";

domain::Place PlaceOn(int32_t day, int32_t minute = 0, int32_t rank = 0, uint64_t digest = 0) {
  return {day, minute, rank, digest, BytesOf(9)};
}

// The bytes are for ever.
TEST(KeysTest, AreAsPublished) {
  const std::string c = kCaseHex;
  const std::string m = kMemberHex;
  const FollowUpId follow_up(BytesOf(0x30, 1));
  const std::string f = "30010000000000000000000000000001";
  EXPECT_EQ(Hex(keys::Ledger(258)), "0000000000000102");
  EXPECT_EQ(Hex(keys::EnrolmentRecord(258)), "740000000000000102");
  EXPECT_EQ(Hex(keys::Enrolment(EnrolmentId(BytesOf(0x20, 7)))), "33" + c);
  EXPECT_EQ(Hex(keys::Role(MemberOf(1), RoleChangeId(BytesOf(0x20, 7)))), "75" + m + c);
  EXPECT_EQ(Hex(keys::AccessBelow(keys::AccessesTo(MemberOf(1)), 258)), "76" + m + "fffffffffffffefd");
  EXPECT_EQ(Hex(keys::AccessBelow(keys::AccessesBy(MemberOf(1)), 258)), "77" + m + "fffffffffffffefd");
  EXPECT_EQ(Hex(keys::AccessBelow(keys::AllAccesses(), 258)), "78fffffffffffffefd");
  EXPECT_EQ(Hex(keys::Oversight(domain::OversightKind::kDisclosure, BytesOf(0x20, 7))), "7903" + c);
  EXPECT_EQ(Hex(keys::Disclosed(kSubject, 258)), "7a01" + c + "0000000000000102");
  EXPECT_EQ(Hex(keys::Emergency(EmergencyId(BytesOf(0x20, 7)))), "31" + c);
  EXPECT_EQ(Hex(keys::ConcernNotice(SubjectId::Of(MemberOf(1)), 258)), "3202" + m + "0000000000000102");
  EXPECT_EQ(Hex(keys::Case(CaseOf(7))), "43" + c);
  EXPECT_EQ(Hex(keys::Member(MemberOf(1))), "4d" + m);
  EXPECT_EQ(Hex(keys::FollowUp(kSubject, follow_up)),
            "46"
            "01" +
                c + f);
  EXPECT_EQ(Hex(keys::OpenFollowUp(kSubject, follow_up)),
            "47"
            "01" +
                c + f);
  EXPECT_EQ(Hex(keys::Timeline(kSubject, PlaceOn(20000, 600, 30, 0xABCD))),
            "54"
            "01" +
                c +
                "80004e20"
                "0258"
                "001e"
                "000000000000abcd"
                "09000000000000000000000000000001");
  EXPECT_EQ(Hex(keys::Sum({domain::CountBasis::kDue, 12 * 2025 + 2, domain::Figure::kSituationDue, 3, 1, MemberOf(1)})),
            "4b"
            "03"
            "80005eee"
            "000b"
            "0003"
            "00000001" +
                m);
  EXPECT_EQ(Hex(keys::Contribution({domain::CountBasis::kDue, domain::Figure::kSituationDue, Day(1970, 1, 2), 3, 1,
                                    MemberOf(1), CaseOf(7)})),
            "58"
            "03"
            "000b"
            "0003"
            "80000001" +
                c + m + "00000001");
  EXPECT_EQ(Hex(keys::Timer(-1, kSubject)),
            "51"
            "7fffffff"
            "01" +
                c);
  EXPECT_EQ(Hex(keys::Supervision(MemberOf(1), 1, 2)), "56" + m +
                                                           "80000001"
                                                           "0000000000000002");
  EXPECT_EQ(Hex(keys::Waiting(3)),
            "55"
            "0000000000000003");
  EXPECT_EQ(Hex(keys::Read(EntryId(BytesOf(0x50)), MemberOf(1))), "5a50000000000000000000000000000001" + m);
  EXPECT_EQ(Hex(keys::Carried(kSubject, follow_up)),
            "61"
            "01" +
                c + f);
  EXPECT_EQ(Hex(keys::Merged(CaseOf(7))), "62" + c);
  EXPECT_EQ(Hex(keys::Signature(DayFromNumber(1), DayFromNumber(2), 3)),
            "66"
            "80000001"
            "80000002"
            "0000000000000003");
  EXPECT_EQ(keys::ParseSignature(keys::Signature(DayFromNumber(1), DayFromNumber(2), 3)), 3U);
  EXPECT_EQ(keys::ParseSignature(keys::SignaturesOf(DayFromNumber(1), DayFromNumber(2))), std::nullopt);
  EXPECT_EQ(Hex(keys::Staffing(MemberOf(1))), "63" + m);
  EXPECT_EQ(Hex(keys::NamedInStaffing(MemberOf(1), MemberOf(1))), "64" + m + m);
  EXPECT_EQ(Hex(keys::Duty(MemberOf(1), CaseOf(7))), "65" + m + c);
  EXPECT_EQ(keys::ParseNamingInStaffing(keys::NamedInStaffing(MemberOf(1), MemberOf(2))), MemberOf(2));
  EXPECT_EQ(keys::ParseDuty(keys::Duty(MemberOf(1), CaseOf(7))), CaseOf(7));
  const EntryId entry(BytesOf(0x50));
  EXPECT_EQ(Hex(keys::About(MemberOf(1), entry)), "67" + m + "50000000000000000000000000000001");
  EXPECT_EQ(keys::ParseAbout(keys::About(MemberOf(1), entry)), entry);
  EXPECT_EQ(Hex(keys::Held(MemberOf(1), CaseOf(7))), "68" + m + c);
  EXPECT_EQ(keys::ParseHeld(keys::Held(MemberOf(1), CaseOf(7))), CaseOf(7));
  const domain::OwnReport report{3, DayFromNumber(2)};
  EXPECT_EQ(Hex(keys::Report(MemberOf(1), report)), "69" + m + "0000000000000003" + "80000002");
  EXPECT_EQ(keys::ParseReport(keys::Report(MemberOf(1), report)), report);
  EXPECT_EQ(keys::ParseReport(keys::ReportsBy(MemberOf(1))), std::nullopt);
  EXPECT_EQ(keys::Reassessment(), "j");
  EXPECT_EQ(Hex(keys::Shadow(kSubject, follow_up)),
            "6b"
            "01" +
                c + f);
  EXPECT_EQ(keys::ParseFollowUp(keys::Shadow(kSubject, follow_up)), std::nullopt) << "it is none of the others";
  EXPECT_EQ(Hex(keys::NamedActivation(ActivationId(BytesOf(0x50)))), "6c50000000000000000000000000000001");
  EXPECT_EQ(keys::Watermark(), "W");
  EXPECT_EQ(Hex(keys::OlderFold(kSubject, "consultation", 16)).substr(0, 2 + 34),
            "6f"
            "01" +
                c);
}

TEST(KeysTest, OrderOfBytesIsOrderOfPlaces) {
  std::vector<domain::Place> places;
  constexpr int32_t kLow = std::numeric_limits<int32_t>::min();
  for (int32_t day : {kLow, -1, 0, 1, 20000, std::numeric_limits<int32_t>::max()}) {
    for (int32_t minute : {0, 1439, domain::Place::kNoTime, domain::Place::kTimer}) {
      for (int32_t rank : {0, 50, 120}) {
        for (uint64_t digest : {uint64_t{0}, uint64_t{255}, uint64_t{256}, ~uint64_t{0}}) {
          places.push_back(PlaceOn(day, minute, rank, digest));
        }
      }
    }
  }
  std::sort(places.begin(), places.end());

  for (size_t i = 0; i + 1 < places.size(); ++i) {
    EXPECT_LT(keys::Timeline(kSubject, places[i]), keys::Timeline(kSubject, places[i + 1]));
    EXPECT_EQ(*keys::ParseTimeline(keys::Timeline(kSubject, places[i])), places[i]);
  }
}

TEST(KeysTest, TheEndOfADayIsAfterAllThatHappensOnIt) {
  const auto end = domain::Place::EndOf(20000);

  EXPECT_GT(keys::Timeline(kSubject, end), keys::Timeline(kSubject, PlaceOn(20000, domain::Place::kNoTime, 200)));
  EXPECT_LT(keys::Timeline(kSubject, end), keys::Timeline(kSubject, PlaceOn(20001)));
  EXPECT_LT(keys::Timeline(kSubject, domain::Place::First()), keys::Timeline(kSubject, PlaceOn(-30000)));
}

TEST(KeysTest, ReadBackWhatTheyWereMadeOf) {
  EXPECT_EQ(keys::NumberOfSupervision(keys::Supervision(MemberOf(1), -7, 300)), 300U);
  EXPECT_EQ(keys::NumberOfSupervision("V"), 0U);
  const FollowUpId follow_up(BytesOf(0x30, 1));
  const keys::SumKey sum{domain::CountBasis::kOpened, -3, domain::Figure::kEnding, 0xFFFF, 7, MemberOf(2)};
  const domain::Contribution contribution{
      domain::CountBasis::kCohort, domain::Figure::kCohortStep, Day(1901, 2, 3), 9, 4, MemberOf(2), CaseOf(3)};
  EXPECT_EQ(*keys::ParseLedger(keys::Ledger(~uint64_t{0})), ~uint64_t{0});
  EXPECT_EQ(*keys::ParseSum(keys::Sum(sum)), sum);
  EXPECT_EQ(*keys::ParseContribution(keys::Contribution(contribution)), contribution);
  EXPECT_EQ(keys::ParseFollowUp(keys::OpenFollowUp(kSubject, follow_up))->second, follow_up);
  EXPECT_EQ(keys::ParseTimer(keys::Timer(-5, kSubject))->first, -5);
  EXPECT_EQ(*keys::ParseDecisionOf(keys::DecisionOf(kSubject, follow_up, DecisionId(BytesOf(5)))),
            DecisionId(BytesOf(5)));
  EXPECT_EQ(keys::ParseNodePage(keys::NodePage({7, ~uint64_t{0}})), (ledger::PageId{7, ~uint64_t{0}}));
  EXPECT_EQ(keys::ParseEnrolmentRecord(keys::EnrolmentRecord(~uint64_t{0})), ~uint64_t{0});
  EXPECT_EQ(keys::ParseEnrolmentRecord(keys::BackupTaken(1)), std::nullopt);
  for (const uint64_t number : {uint64_t{0}, uint64_t{258}, ~uint64_t{0}}) {
    EXPECT_EQ(keys::ParseAccess(keys::AccessBelow(keys::AccessesTo(MemberOf(1)), number)), number);
    EXPECT_EQ(keys::ParseAccess(keys::AccessBelow(keys::AccessesBy(MemberOf(1)), number)), number);
    EXPECT_EQ(keys::ParseAccess(keys::AccessBelow(keys::AllAccesses(), number)), number);
    EXPECT_EQ(keys::ParseDisclosed(keys::Disclosed(kSubject, number)), number);
    EXPECT_EQ(keys::ParseConcernNotice(keys::ConcernNotice(kSubject, number)), number);
  }
  EXPECT_EQ(keys::ParseAccess(keys::AccessesTo(MemberOf(1))), std::nullopt);
  EXPECT_EQ(keys::ParseAccess(keys::BackupTaken(1)), std::nullopt);
  EXPECT_EQ(keys::ParseAccess(""), std::nullopt);
  EXPECT_EQ(keys::ParseDisclosed(keys::DisclosuresOf(kSubject)), std::nullopt);
  EXPECT_EQ(keys::ParseConcernNotice(keys::ConcernNoticesOf(kSubject)), std::nullopt);
  EXPECT_EQ(keys::ParseConcernNotice(keys::Disclosed(kSubject, 1)), std::nullopt);
  EXPECT_EQ(keys::ParseSum("K"), std::nullopt);
  EXPECT_EQ(keys::ParseContribution(keys::Sum(sum)), std::nullopt);
  EXPECT_EQ(keys::ParseLedger("short"), std::nullopt);
}

// Where who read is written down with every read, it would push out what is asked for again.
TEST(KeysTest, ListsOfWhoReadAreNotKeptInMemory) {
  EXPECT_FALSE(keys::AskedForAgain(keys::AccessBelow(keys::AccessesTo(MemberOf(1)), 1)));
  EXPECT_FALSE(keys::AskedForAgain(keys::AccessBelow(keys::AccessesBy(MemberOf(1)), 1)));
  EXPECT_FALSE(keys::AskedForAgain(keys::AccessBelow(keys::AllAccesses(), 1)));
  EXPECT_FALSE(keys::AskedForAgain(keys::Timeline(kSubject, PlaceOn(1))));
  EXPECT_TRUE(keys::AskedForAgain(keys::Role(MemberOf(1), RoleChangeId(BytesOf(1)))));
  EXPECT_TRUE(keys::AskedForAgain(keys::Member(MemberOf(1))));
}

TEST(KeysTest, RowsOfDifferentTypesNeverMeet) {
  const FollowUpId follow_up(BytesOf(0x30, 1));
  const std::vector<std::string> all = {keys::Activation(),
                                        keys::Batch(BatchId(BytesOf(1))),
                                        keys::Case(CaseOf(1)),
                                        keys::CaseByCode(BytesOf(1)),
                                        keys::Entry(EntryId(BytesOf(1))),
                                        keys::FollowUp(kSubject, follow_up),
                                        keys::OpenFollowUp(kSubject, follow_up),
                                        keys::Decision(DecisionId(BytesOf(1))),
                                        keys::DecisionOf(kSubject, follow_up, DecisionId(BytesOf(1))),
                                        keys::Contributions(CaseOf(1)),
                                        keys::Sum({}),
                                        keys::Floor(),
                                        keys::Member(MemberOf(1)),
                                        keys::MemberByName(BytesOf(1)),
                                        keys::OnCase(CaseOf(1), MemberOf(1)),
                                        keys::Progress(kSubject),
                                        keys::Timer(1, kSubject),
                                        keys::Fault(kSubject),
                                        keys::Settings(),
                                        keys::Timeline(kSubject, PlaceOn(1)),
                                        keys::Waiting(1),
                                        keys::Supervision(MemberOf(1), 1, 1),
                                        keys::Watermark(),
                                        keys::Contribution({}),
                                        keys::Signature(Day(2025, 1, 1), Day(2025, 3, 31), 1),
                                        keys::NodePage({1, 2}),
                                        keys::Staffing(MemberOf(1)),
                                        keys::NamedInStaffing(MemberOf(1), MemberOf(2)),
                                        keys::Duty(MemberOf(1), CaseOf(1)),
                                        keys::About(MemberOf(1), EntryId(BytesOf(1))),
                                        keys::Held(MemberOf(1), CaseOf(1)),
                                        keys::Report(MemberOf(1), {}),
                                        keys::Reassessment(),
                                        keys::Shadow(kSubject, follow_up),
                                        keys::NamedActivation(ActivationId(BytesOf(1))),
                                        keys::Erased(kSubject, domain::KeyClass::kPersonal),
                                        keys::Erasure(ErasureId(BytesOf(1))),
                                        keys::Hold(kSubject, HoldId(BytesOf(1))),
                                        keys::BackupTaken(1),
                                        keys::ErasedRecord(1),
                                        keys::EnrolmentRecord(1),
                                        keys::Enrolment(EnrolmentId(BytesOf(1))),
                                        keys::Role(MemberOf(1), RoleChangeId(BytesOf(1))),
                                        keys::AccessesTo(MemberOf(1)),
                                        keys::AccessesBy(MemberOf(1)),
                                        keys::AllAccesses(),
                                        keys::Oversight(domain::OversightKind::kNonUse, BytesOf(1)),
                                        keys::DisclosuresOf(kSubject)};
  std::set<char> letters;
  for (const std::string& key : all) letters.insert(key[0]);

  EXPECT_EQ(letters.size(), all.size());
}

}  // namespace
}  // namespace candor::store::keys_test
