#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/practice.h"
#include "tests/unit/domain/builders.h"

// Three cases of the sample practice log, from the rows as the sample's map reads them to what the policies make of
// them. Weekends are open days, so that the dates are the rules' own.
namespace candor::testing::three_cases_test {
namespace {

using domain::EntryBuilder;
using domain::EntryOf;
using domain::FollowUp;
using domain::FollowUpStatus;
using domain::Kind;
using domain::Settings;
using domain::StatusOf;

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2026, 1, 15), absl::UTCTimeZone());
constexpr Day kToday(2026, 1, 15);

class ThreeCasesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Practice::Open(kNow);
    ASSERT_TRUE(opened.ok()) << opened.status();
    practice_ = std::move(*opened);
    therapist_ = practice_->AddMember("Therapist");
    supervisor_ = practice_->AddMember("Supervisor");
    receiver_ = practice_->AddMember("Receiver");
    settings_.closed_weekends = false;
  }

  void Take(const std::vector<EntryBuilder>& rows) {
    case_ = practice_->AddCase("C-1");
    std::vector<domain::Entry> entries;
    for (const EntryBuilder& row : rows) {
      entries.push_back(row.Build());
      entries.back().header.subject = domain::SubjectId::Of(case_);
      entries.back().header.therapist = therapist_;
    }
    const absl::Status taken = practice_->Take(std::move(entries));
    ASSERT_TRUE(taken.ok()) << taken;
    const absl::Status settled = practice_->Settle();
    ASSERT_TRUE(settled.ok()) << settled;
    const auto all = practice_->view()->FollowUpsOf(domain::SubjectId::Of(case_));
    ASSERT_TRUE(all.ok()) << all.status();
    for (const FollowUp& follow_up : *all) {
      ASSERT_TRUE(follow_up.sealed.has_value());
      if (StatusOf(follow_up, settings_, kToday) == FollowUpStatus::kWithdrawn) continue;
      by_rule_[follow_up.sealed->rule].push_back(follow_up);
    }
  }

  // The only follow-up of the rule.
  const FollowUp& Only(const std::string& rule) {
    static const FollowUp kNone;
    const std::vector<FollowUp>& found = by_rule_[rule];
    if (found.size() == 1) return found[0];
    ADD_FAILURE() << found.size() << " follow-ups of " << rule;
    return kNone;
  }
  FollowUpStatus StatusOfOnly(const std::string& rule) { return StatusOf(Only(rule), settings_, kToday); }
  size_t Count(const std::string& rule) { return by_rule_[rule].size(); }

  std::unique_ptr<Practice> practice_;
  MemberId therapist_;
  MemberId supervisor_;
  MemberId receiver_;
  CaseId case_;
  int next_code_ = 100;
  Settings settings_;
  std::map<std::string, std::vector<FollowUp>> by_rule_;
};

TEST_F(ThreeCasesTest, C1197TransfersLate) {
  Take({EntryOf(Kind::kIntake, Day(2024, 8, 14)).Reported(Day(2024, 8, 20)).Text("referred_by", "self-referred"),
        EntryOf(Kind::kPersonalReaction, Day(2024, 8, 19)).Word("which", "sexual"),
        EntryOf(Kind::kConsultation, Day(2024, 8, 24))
            .Reported(Day(2024, 8, 25))
            .Member("consultant", supervisor_)
            .Text("why_now", "avoiding topics")
            .Word("recommendation", "refer")
            .Word("decision", "refer")
            .Text("rationale", "it protects the client"),
        EntryOf(Kind::kPersonalReaction, Day(2024, 10, 3))
            .Reported(Day(2024, 10, 9))
            .Word("which", "not_specified")
            .Word("status", "persisting"),
        EntryOf(Kind::kReferral, Day(2024, 11, 2)).Word("outcome", "declined").Number("alternatives_offered", 3),
        EntryOf(Kind::kTransferStep, Day(2024, 11, 20))
            .Word("joint_session", "yes")
            .Word("consent", "yes")
            .Member("receiver", receiver_),
        EntryOf(Kind::kTransferStep, Day(2024, 12, 2)).Word("joint_session", "yes").Word("consent", "yes"),
        EntryOf(Kind::kTransferStep, Day(2024, 12, 6))
            .Reported(Day(2024, 12, 7))
            .Word("consent", "yes")
            .Word("receiver_accepted", "yes")
            .Word("first_solo_booked", "yes"),
        EntryOf(Kind::kTermination, Day(2025, 1, 18))
            .Word("initiator", "therapist")
            .On("proposed_on", Day(2025, 1, 18))
            .Number("alternatives_offered", 3),
        EntryOf(Kind::kPostTerminationContact, Day(2025, 9, 22)).Word("initiator", "therapist")});

  EXPECT_EQ(Only("attraction_consult").clear.due, Day(2024, 9, 2));
  EXPECT_EQ(Only("attraction_consult").clear.resolved_on, Day(2024, 8, 24));
  EXPECT_EQ(StatusOfOnly("attraction_consult"), FollowUpStatus::kResolved);
  EXPECT_EQ(Only("attraction_consult").clear.opened_by_kind, Kind::kNone);
  EXPECT_EQ(Only("attraction_consult").clear.resolved_by_kind, Kind::kConsultation);

  EXPECT_EQ(Only("attraction_persists").clear.opened_on, Day(2024, 10, 3));
  EXPECT_EQ(Only("attraction_persists").clear.due, Day(2024, 10, 23));
  EXPECT_EQ(Only("attraction_persists").clear.resolved_on, Day(2024, 11, 20));
  EXPECT_EQ(StatusOfOnly("attraction_persists"), FollowUpStatus::kResolvedLate);
  EXPECT_EQ(Only("attraction_persists").clear.resolved_by_kind, Kind::kTransferStep);

  EXPECT_EQ(Only("referral_follow_through").clear.opened_by_kind, Kind::kConsultation);
  EXPECT_EQ(Only("referral_follow_through").clear.due, Day(2024, 9, 24));
  EXPECT_EQ(Only("referral_follow_through").clear.resolved_on, Day(2024, 12, 6));
  EXPECT_EQ(StatusOfOnly("referral_follow_through"), FollowUpStatus::kResolvedLate);

  EXPECT_EQ(Only("soft_transfer_complete").clear.opened_on, Day(2024, 11, 20));
  EXPECT_EQ(StatusOfOnly("soft_transfer_complete"), FollowUpStatus::kOpen);
  EXPECT_THAT(Only("soft_transfer_complete").sealed->missing_fields, ::testing::ElementsAre("transfer_step.release"));
  EXPECT_FALSE(Only("soft_transfer_complete").clear.missing_field) << "it asks for steps, not for the record";
  EXPECT_EQ(Only("soft_transfer_complete").sealed->facts_used.size(), 3U);
  EXPECT_EQ(Only("referral_follow_through").sealed->facts_used.size(), 4U) << "the offer and three steps";

  EXPECT_EQ(Count("abandonment"), 0U);
}

TEST_F(ThreeCasesTest, C1042NeverReferred) {
  Take({EntryOf(Kind::kPersonalReaction, Day(2025, 3, 23)).Reported(Day(2025, 4, 4)).Word("which", "sexual"),
        EntryOf(Kind::kIntake, Day(2024, 12, 18)).Reported(Day(2024, 12, 19)).Text("referred_by", "EAP"),
        EntryOf(Kind::kSession, Day(2025, 1, 6)), EntryOf(Kind::kSession, Day(2025, 2, 12)),
        EntryOf(Kind::kSession, Day(2025, 3, 6)).Reported(Day(2025, 3, 12)),
        EntryOf(Kind::kConsultation, Day(2025, 3, 30))
            .Reported(Day(2025, 4, 2))
            .Word("consultant_kind", "ethics_line")
            .Text("why_now", "dreams")
            .Word("recommendation", "refer")
            .Word("decision", "refer")
            .Text("rationale", "it protects the client")});

  EXPECT_EQ(Only("attraction_consult").clear.opened_on, Day(2025, 3, 23));
  EXPECT_EQ(Only("attraction_consult").clear.due, Day(2025, 4, 18));
  EXPECT_EQ(Only("attraction_consult").clear.resolved_on, Day(2025, 3, 30));
  EXPECT_EQ(StatusOfOnly("attraction_consult"), FollowUpStatus::kResolved);

  EXPECT_EQ(Only("referral_follow_through").clear.due, Day(2025, 5, 2));
  EXPECT_EQ(StatusOfOnly("referral_follow_through"), FollowUpStatus::kOpen);
  EXPECT_TRUE(PastDue(Only("referral_follow_through"), settings_, kToday));
}

TEST_F(ThreeCasesTest, C1007IsDiscussedAndGoesOn) {
  Take({EntryOf(Kind::kIntake, Day(2024, 6, 20)).Reported(Day(2024, 6, 21)), EntryOf(Kind::kSession, Day(2024, 7, 21)),
        EntryOf(Kind::kSession, Day(2024, 8, 9)).Reported(Day(2024, 8, 11)), EntryOf(Kind::kSession, Day(2024, 9, 14)),
        EntryOf(Kind::kSession, Day(2024, 10, 18)).Reported(Day(2024, 10, 21)),
        EntryOf(Kind::kClientFeelings, Day(2024, 10, 24)).Word("event", "told"),
        EntryOf(Kind::kClientFeelings, Day(2024, 10, 31))
            .Reported(Day(2024, 11, 6))
            .Word("event", "discussed")
            .Word("outcome", "ongoing"),
        EntryOf(Kind::kTermination, Day(2025, 4, 8))
            .Reported(Day(2025, 4, 9))
            .Word("initiator", "therapist")
            .On("proposed_on", Day(2025, 2, 25))
            .Number("alternatives_offered", 3)});

  EXPECT_EQ(Only("client_feelings").clear.opened_on, Day(2024, 10, 24));
  EXPECT_EQ(Only("client_feelings").clear.due, Day(2024, 11, 23));
  EXPECT_EQ(StatusOfOnly("client_feelings"), FollowUpStatus::kOpen);

  EXPECT_EQ(Count("abandonment"), 0U);
}

// What the assessor makes of entries one by one, in any order of arrival, is what it makes of all of them at once.
TEST_F(ThreeCasesTest, OrderOfArrivalMakesNoDifference) {
  const std::vector<EntryBuilder> rows = {
      EntryOf(Kind::kIntake, Day(2024, 8, 14)),
      EntryOf(Kind::kPersonalReaction, Day(2024, 8, 19)).Word("which", "sexual"),
      EntryOf(Kind::kConsultation, Day(2024, 8, 24))
          .Member("consultant", supervisor_)
          .Word("recommendation", "refer")
          .Word("decision", "refer"),
      EntryOf(Kind::kPersonalReaction, Day(2024, 10, 3)).Word("which", "not_specified").Word("status", "persisting"),
      EntryOf(Kind::kTransferStep, Day(2024, 11, 20)).Word("joint_session", "yes").Member("receiver", receiver_),
      EntryOf(Kind::kTermination, Day(2025, 1, 18)).Word("initiator", "therapist")};
  const auto outcome = [&](std::vector<size_t> order, bool one_by_one) {
    const CaseId id = practice_->AddCase("C-" + std::to_string(next_code_++));
    for (const size_t index : order) {
      domain::Entry entry = rows[index].Build();
      entry.header.subject = domain::SubjectId::Of(id);
      entry.header.therapist = therapist_;
      EXPECT_TRUE(practice_->Take({entry}).ok());
      if (!one_by_one) continue;
      EXPECT_TRUE(practice_->Settle().ok());
    }
    EXPECT_TRUE(practice_->Settle().ok());
    std::vector<std::string> lines;
    const auto all = practice_->view()->FollowUpsOf(domain::SubjectId::Of(id));
    EXPECT_TRUE(all.ok()) << all.status();
    for (const FollowUp& follow_up : all.value_or(std::vector<FollowUp>())) {
      const FollowUpStatus status = StatusOf(follow_up, settings_, kToday);
      if (status == FollowUpStatus::kWithdrawn) continue;
      const auto due = follow_up.clear.due;
      const auto resolved = follow_up.clear.resolved_on;
      lines.push_back(follow_up.sealed->rule + " " + std::to_string(static_cast<int>(status)) + " due " +
                      (due ? FormatDay(*due) : "-") + " resolved " + (resolved ? FormatDay(*resolved) : "-") +
                      " opened " + FormatDay(follow_up.clear.opened_on));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };

  const std::vector<std::string> at_once = outcome({0, 1, 2, 3, 4, 5}, false);

  EXPECT_FALSE(at_once.empty());
  EXPECT_EQ(outcome({0, 1, 2, 3, 4, 5}, true), at_once);
  EXPECT_EQ(outcome({5, 4, 3, 2, 1, 0}, true), at_once);
  EXPECT_EQ(outcome({2, 0, 5, 1, 4, 3}, true), at_once);
}

}  // namespace
}  // namespace candor::testing::three_cases_test
