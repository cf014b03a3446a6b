#include "daemon/domain/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::order_test {
namespace {

constexpr Day kDay(2025, 3, 23);

Place PlaceOfEntry(const EntryBuilder& entry) {
  return PlaceOf(entry.Header());
}

TEST(OrderTest, TheDateComesFirst) {
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kTermination, kDay)), PlaceOfEntry(EntryOf(Kind::kIntake, kDay + 1).At(0)));
}

TEST(OrderTest, AnEntryWithATimeComesBeforeOneWithout) {
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kTermination, kDay).At(1439)), PlaceOfEntry(EntryOf(Kind::kIntake, kDay)));
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kSession, kDay).At(600)), PlaceOfEntry(EntryOf(Kind::kIntake, kDay).At(601)));
}

TEST(OrderTest, ASameDayConsultationComesAfterTheReaction) {
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kPersonalReaction, kDay)), PlaceOfEntry(EntryOf(Kind::kConsultation, kDay)));
}

// Whatever the digests are.
void ExpectInOrder(Kind kind, std::string_view field, const std::vector<std::string_view>& words) {
  for (size_t i = 1; i < words.size(); ++i) {
    EXPECT_LT(PlaceOfEntry(EntryOf(kind, kDay).Word(field, words[i - 1]).Digest(9)),
              PlaceOfEntry(EntryOf(kind, kDay).Word(field, words[i]).Digest(1)))
        << words[i - 1] << " before " << words[i];
  }
}

TEST(OrderTest, OfOneDayAMatterComesInBeforeWhatIsDoneAboutIt) {
  ExpectInOrder(Kind::kConcern, "event", {"raised", "acknowledged", "acted", "reviewed", "closed"});
  ExpectInOrder(Kind::kComplaint, "event", {"received", "acknowledged", "answered", "withdrawn"});
  ExpectInOrder(Kind::kReportFiled, "event", {"called_for", "telephoned", "written", "not_called_for"});
  EXPECT_EQ(PlaceOfEntry(EntryOf(Kind::kConcern, kDay)),
            PlaceOfEntry(EntryOf(Kind::kConcern, kDay).Word("event", "raised")))
      << "an event not recorded is read as raised";
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kConcern, kDay).Word("event", "closed").At(600)),
            PlaceOfEntry(EntryOf(Kind::kConcern, kDay).Word("event", "raised").At(601)))
      << "a time says it better";
}

TEST(OrderTest, NoStepReachesTheNextKind) {
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kConcern, kDay).Word("event", "closed").Digest(9)),
            PlaceOfEntry(EntryOf(Kind::kConsultation, kDay)));
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kReportFiled, kDay).Word("event", "not_called_for").Digest(9)),
            PlaceOfEntry(EntryOf(Kind::kTransferStep, kDay)));
}

TEST(OrderTest, APersonalHeaderHasOnePlaceWhateverItsKind) {
  EntryHeader confined = EntryOf(Kind::kPersonalReaction, kDay).Header();
  confined.kind = Kind::kNone;
  confined.personal = true;

  EXPECT_EQ(PlaceOf(confined), PlaceOfEntry(EntryOf(Kind::kPersonalReaction, kDay)));
  EXPECT_EQ(PlaceOfEntry(EntryOf(Kind::kWorkingCapacity, kDay)).rank, kPersonalRank);
}

TEST(OrderTest, DigestThenIdBreakTies) {
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kSession, kDay).Digest(1).Id(9)),
            PlaceOfEntry(EntryOf(Kind::kSession, kDay).Digest(2).Id(1)));
  EXPECT_LT(PlaceOfEntry(EntryOf(Kind::kSession, kDay).Digest(1).Id(1)),
            PlaceOfEntry(EntryOf(Kind::kSession, kDay).Digest(1).Id(2)));
}

TEST(OrderTest, TimersComeAfterTheEntriesOfTheirDate) {
  const Place last = PlaceOfEntry(EntryOf(Kind::kRetraction, kDay).Digest(~uint64_t{0}).Id(0xFFFF));

  EXPECT_LT(last, Place::EndOf(DayNumber(kDay)));
  EXPECT_LT(Place::EndOf(DayNumber(kDay)), PlaceOfEntry(EntryOf(Kind::kIntake, kDay + 1).At(0)));
  EXPECT_LT(Place::First(), PlaceOfEntry(EntryOf(Kind::kIntake, Day(1900, 1, 1)).At(0)));
}

// The ranks are part of what a ledger means: this order must never change.
TEST(OrderTest, GoldenOrderOfOneDay) {
  std::vector<EntryHeader> day;
  for (const KindInfo& info : AllKinds()) {
    day.push_back(EntryOf(info.kind, kDay).Digest(static_cast<uint64_t>(info.kind)).Header());
  }
  std::shuffle(day.begin(), day.end(), std::mt19937(20250323));

  std::sort(day.begin(), day.end(), [](const auto& a, const auto& b) { return PlaceOf(a) < PlaceOf(b); });

  std::string order;
  for (const EntryHeader& header : day) order += std::string(FindKind(header.kind)->slug) + "\n";
  EXPECT_EQ(order,
            "intake\nstanding_plan\nabsence\ndeparture\nsupervision_change\nsession\nnothing_to_note\n"
            "week_hours\nclient_feelings\nprior_therapist_allegation\npersonal_reaction\nworking_capacity\n"
            "legal_advice\nown_therapy\ncrossing\nbarter\ndual_relationship\nromantic_or_sexual_act\n"
            "advance_or_promise\nconcern\ncomplaint\nconsultation\nsupervision\ntraining\ndiscussion\ndecision\n"
            "continue_plan\nclient_declined\nclarified\nbrochure_given\npause\nresponse\nreferral\nreport_filed\n"
            "notice_given\ntransfer_step\ntermination\npost_termination_contact\nretraction\n");
}

}  // namespace
}  // namespace candor::domain::order_test
