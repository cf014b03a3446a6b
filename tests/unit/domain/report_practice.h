#ifndef CANDOR_TESTS_UNIT_DOMAIN_REPORT_PRACTICE_H_
#define CANDOR_TESTS_UNIT_DOMAIN_REPORT_PRACTICE_H_

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "daemon/domain/compliance_report.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

namespace candor::domain {

inline constexpr Day kQuarterStart(2025, 7, 1);
inline const absl::Time kAsOf = absl::FromCivil(absl::CivilDay(2025, 12, 31), absl::UTCTimeZone());

// A practice whose cases are spread over its therapists.
class Practice {
 public:
  explicit Practice(int therapists) : therapists_(therapists) {
    view_.ledger_size = 1300;
    view_.entry_count = 1000;
    view_.activation = Activation{"set", {"consultation 1.0.0"}, {"default 1.0.0"}, Day(2024, 1, 1)};
    view_.settings.practice_name = "Example";
    for (int i = 0; i < therapists; ++i) {
      for (const int month : {7, 8, 9}) {
        view_.contributions.push_back({CountBasis::kOccurred, Figure::kTherapistActive, Day(2025, month, 1), 0, 0,
                                       IdNumber<MemberId>(static_cast<uint16_t>(i + 1)), CaseId()});
      }
    }
  }

  // One more case with this course and these follow-ups, of the next therapist.
  void AddCase(std::vector<EntryHeader> course, std::vector<FollowUp> follow_ups) {
    const MemberId therapist = IdNumber<MemberId>(static_cast<uint16_t>(cases_ % therapists_ + 1));
    const CaseId case_id = IdNumber<CaseId>(static_cast<uint16_t>(++cases_));
    for (EntryHeader& header : course) header.therapist = therapist;
    for (FollowUp& follow_up : follow_ups) {
      follow_up.clear.therapist = therapist;
      follow_up.clear.subject = SubjectId::Of(case_id);
      if (follow_up.clear.state == RuleState::kOpen) view_.open_follow_ups.push_back(follow_up);
    }
    const auto added = ContributionsOf(case_id, course, follow_ups, {}, view_.settings);
    view_.contributions.insert(view_.contributions.end(), added.begin(), added.end());
  }

  void AddCases(int count, const std::vector<EntryHeader>& course, const std::vector<FollowUp>& follow_ups) {
    for (int i = 0; i < count; ++i) AddCase(course, follow_ups);
  }

  CountedView& view() { return view_; }

  ComplianceReport Report(const ReportPeriod& period = *ParseQuarter("2025Q3"), absl::Time as_of = kAsOf) {
    return Report({view_, as_of}, {view_, as_of}, period);
  }

  ComplianceReport Report(const ReportMoment& moment, const ReportMoment& figures,
                          const ReportPeriod& period = *ParseQuarter("2025Q3")) {
    const auto report = BuildComplianceReport(moment, figures, period, view_.settings);
    EXPECT_TRUE(report.ok()) << report.status();
    return *report;
  }

 private:
  CountedView view_;
  int therapists_;
  int cases_ = 0;
};

inline ReportRow Row(const ComplianceReport& report, std::string_view figure, std::string_view breakdown = "") {
  for (const ReportSection& section : report.sections) {
    for (const ReportRow& row : section.rows) {
      if (row.figure == figure && row.breakdown == breakdown) return row;
    }
  }
  ADD_FAILURE() << "no row " << figure << " " << breakdown;
  return {};
}

inline FollowUp ClosedAfter(int days) {
  return ResolvedFollowUp(1, Action::kTalk, kQuarterStart, kQuarterStart + 14, kQuarterStart + days);
}
inline FollowUp Open() {
  return OpenFollowUp(1, Action::kTalk, kQuarterStart, kQuarterStart + 14);
}
inline FollowUp Personal(FollowUp follow_up) {
  follow_up.clear.key_class = KeyClass::kPersonal;
  return follow_up;
}
inline EntryHeader DecisionToRefer(Day day) {
  return EntryOf(Kind::kDecision, day).Word("decision", "refer").Header();
}

}  // namespace candor::domain

#endif  // CANDOR_TESTS_UNIT_DOMAIN_REPORT_PRACTICE_H_
