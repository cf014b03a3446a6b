#include "daemon/domain/compliance_report.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/host_rules.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/report_figures.h"
#include "daemon/domain/report_sections.h"

namespace candor::domain {
namespace {

// A director should not sign when more than one entry in a hundred has not been assessed.
constexpr uint64_t kEntriesPerNotAssessed = 100;

constexpr std::string_view kStatement =
    "The figures follow from the ledger at the checkpoint above by the policy in force. They count what was reported. "
    "They are no finding about any person, and few reports are no evidence of few events. They are the sum of what "
    "whoever asked for them may see: what was raised about that person, or about whom they answer to, may be missing. "
    "A follow-up is a reminder made by a rule; it does not say that anyone did anything wrong.";

constexpr std::string_view kWhyMonthEnd =
    ". Those of a past moment are always of the last month end before it, so that two moments cannot be subtracted.";

// Of policies that have an active rule.
absl::StatusOr<FaultCount> CountFaults(const View& view) {
  CANDOR_ASSIGN_OR_RETURN(FaultCount faults, view.CountNotAssessed());
  const absl::StatusOr<Activation> activation = view.GetActivation();
  if (absl::IsNotFound(activation.status())) return faults;
  CANDOR_RETURN_IF_ERROR(activation.status());
  return faults.Without(RuleModes(*activation).quiet_plugins());
}

absl::Status AddPolicy(const View& view, ReportCover& cover) {
  const absl::StatusOr<Activation> activation = view.GetActivation();
  if (absl::IsNotFound(activation.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(activation.status());
  cover.parameter_set = activation->parameter_set;
  cover.plugins = activation->plugins;
  cover.profiles = activation->profiles;
  cover.reviews = activation->reviews;
  cover.review_after_days = activation->review_after_days;
  cover.policy_effective_from = activation->effective_from;
  return absl::OkStatus();
}

// While every case is looked at again some figures follow from the old policies and some from the new ones.
absl::Status AddReassessment(const View& view, ReportCover& cover) {
  const absl::StatusOr<Reassessment> reassessment = view.GetReassessment();
  if (absl::IsNotFound(reassessment.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(reassessment.status());
  if (!reassessment->done) {
    cover.signable = false;
    const bool begun = reassessment->all > 0;
    const std::string how_far = begun ? absl::StrCat(reassessment->looked_at, " of ", reassessment->all) : "none";
    cover.known_gaps.push_back(absl::StrCat("The policies were changed and all is being assessed again: ", how_far,
                                            " of the cases and members had been looked at."));
  } else if (reassessment->left_out > 0) {
    cover.signable = false;
    cover.known_gaps.push_back(absl::StrCat(
        "Not assessed again after the last change of the policies: ", reassessment->left_out, " cases or members."));
  }
  return absl::OkStatus();
}

// R69, which keeps no report from being signed.
void AddOldProfiles(ReportCover& cover) {
  if (cover.reviews.empty()) {
    cover.known_gaps.push_back("Not recorded on the cover: when the profiles were reviewed.");
    return;
  }
  std::vector<std::string> old;
  const int64_t days = cover.review_after_days > 0 ? cover.review_after_days : kReviewAfterDays;
  for (const ProfileInForce& profile : NotReviewedFor(cover.reviews, cover.as_of_day, days)) {
    old.push_back(absl::StrCat(profile.name, " ", profile.version, " (",
                               profile.reviewed_on ? FormatDay(*profile.reviewed_on) : "never", ")"));
  }
  if (old.empty()) return;
  cover.known_gaps.push_back(absl::StrCat("Profiles not compared with their sources for ", days,
                                          " days, and when each last was: ", absl::StrJoin(old, ", "), "."));
}

// A period that is not over is a gap that keeps the report from being signed.
void AddKnownGaps(Day figures_day, ReportCover& cover) {
  const bool whole = cover.entries_not_assessed == 0 && cover.policy_faults == 0;
  if (cover.parameter_set.empty()) cover.known_gaps.push_back("No policy was in force.");
  if (cover.entries_not_assessed > 0) {
    cover.known_gaps.push_back(
        absl::StrCat("Taken in, and not yet seen by the policies: ", cover.entries_not_assessed, "."));
  }
  if (cover.policy_faults > 0) {
    cover.known_gaps.push_back(absl::StrCat("Not judged by some policy: ", cover.policy_faults, "."));
  }
  if (!whole && !cover.signable) cover.known_gaps.push_back("Too much is not assessed for these figures to be signed.");
  if (figures_day <= cover.period.to) {
    cover.signable = false;
    cover.known_gaps.push_back("The period was not over: dates that had not passed are in no figure.");
  }
  AddOldProfiles(cover);
}

absl::StatusOr<ReportCover> BuildCover(const ReportMoment& moment, const ReportPeriod& period, Day figures_day,
                                       const Settings& settings, const absl::TimeZone& zone) {
  const View& view = moment.view;
  ReportCover cover;
  cover.practice_name = settings.practice_name;
  cover.period = period;
  cover.zone = settings.zone;
  cover.as_of = moment.at;
  cover.as_of_day = DayAt(moment.at, zone);
  cover.ledger_size = view.size();
  CANDOR_RETURN_IF_ERROR(AddPolicy(view, cover));
  cover.entries_not_assessed = view.entries_not_assessed();
  CANDOR_ASSIGN_OR_RETURN(const FaultCount faults, CountFaults(view));
  cover.policy_faults = faults.all;
  const uint64_t not_assessed = cover.entries_not_assessed + cover.policy_faults;
  // A policy that was not there has judged nothing: no share of the entries makes up for that.
  cover.signable =
      !cover.parameter_set.empty() && faults.not_loaded == 0 && not_assessed * kEntriesPerNotAssessed <= view.entries();
  cover.statement = kStatement;
  AddKnownGaps(figures_day, cover);
  CANDOR_RETURN_IF_ERROR(AddReassessment(view, cover));
  return cover;
}

// Which sections have no data at all, said once on the cover.
void AddUnrecordedSections(ComplianceReport& report) {
  std::vector<int> numbers;
  for (const ReportSection& section : report.sections) {
    const bool recorded = std::any_of(section.rows.begin(), section.rows.end(),
                                      [](const ReportRow& row) { return row.state != CellState::kNotRecorded; });
    if (!recorded) numbers.push_back(section.number);
  }
  if (numbers.empty()) return;
  if (numbers.size() == report.sections.size()) {
    report.cover.signable = false;
    report.cover.known_gaps.push_back("No section has a figure, so there is nothing to sign.");
  }
  const char* sections = numbers.size() == 1 ? "section " : "sections ";
  report.cover.known_gaps.push_back(absl::StrCat("Not recorded in ", sections, absl::StrJoin(numbers, ", "), "."));
}

// Corrections of the days since then, that of the signature included.
absl::StatusOr<bool> CorrectedSince(const View& view, Day signed_on, Day today, const PartitionSet& without) {
  CANDOR_ASSIGN_OR_RETURN(const WindowFigures since,
                          WindowFigures::Read(view, CountBasis::kOpened, signed_on, today, without));
  return since.Count(Figure::kCorrection) > 0;
}

// Policies, thresholds or how rules are run, on a day after the one of the signature.
absl::StatusOr<bool> PoliciesChangedSince(const View& view, Day signed_on, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const WindowFigures since,
                          WindowFigures::Read(view, CountBasis::kOpened, signed_on + 1, today));
  return since.Count(Figure::kPolicyInForce) > 0;
}

// What has become of the figures since the report was last signed. Figures of an earlier moment than that are not held
// against them.
absl::Status AddLastSigned(const ReportMoment& moment, const ReportMoment& figures, const absl::TimeZone& zone,
                           const ReportReader& reader, ComplianceReport& report) {
  ReportCover& cover = report.cover;
  CANDOR_ASSIGN_OR_RETURN(std::vector<ReportSigned> signatures,
                          moment.view.SignaturesOf(cover.period.from, cover.period.to));
  if (signatures.empty()) return absl::OkStatus();
  ReportSigned last = std::move(signatures.back());
  if (!reader.member.empty() && last.caller.acting_for != reader.member) {
    cover.known_gaps.push_back("What was restated since the report was signed is told to who signed it.");
  } else if (figures.at < last.as_of) {
    cover.known_gaps.push_back(
        "The figures are of an earlier day than the signed report, so that what was restated since is not told.");
  } else {
    const Day signed_on = DayAt(last.as_of, zone);
    const Day today = DayAt(figures.at, zone);
    SinceSigned since;
    CANDOR_ASSIGN_OR_RETURN(const bool switched, PoliciesChangedSince(figures.view, signed_on, today));
    since.policy_changed = switched || last.parameter_set != cover.parameter_set;
    since.written = figures.view.entries() > last.entries;
    CANDOR_ASSIGN_OR_RETURN(since.corrected, CorrectedSince(figures.view, signed_on, today, reader.without));
    since.days_passed = today > signed_on;
    cover.restated = RestatedSince(last, report.sections, since);
  }
  last.figures.clear();
  cover.last_signed = std::move(last);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckReportSignable(const ReportCover& cover) {
  if (cover.as_of_day <= cover.period.to) {
    return FailedField("quarter", "not_over",
                       "the period is not over yet; sign the report when its last day has passed");
  }
  if (cover.signable) return absl::OkStatus();
  return FailedField("quarter", "not_signable",
                     absl::StrCat("the report cannot be signed as it stands: ", absl::StrJoin(cover.known_gaps, " "),
                                  " See `candor status` for what is not assessed"));
}

absl::Time LastMonthEnd(absl::Time at, const absl::TimeZone& zone) {
  constexpr absl::Duration kOne = absl::Microseconds(1);
  const absl::CivilMonth running(DayAt(at + kOne, zone));
  return absl::FromCivil(running, zone) - kOne;
}

absl::StatusOr<ComplianceReport> BuildComplianceReport(const ReportMoment& moment, const ReportMoment& figures,
                                                       const ReportPeriod& period, const Settings& settings,
                                                       const ReportReader& reader) {
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  const Day figures_day = DayAt(figures.at, zone);
  ComplianceReport report;
  CANDOR_ASSIGN_OR_RETURN(report.cover, BuildCover(moment, period, figures_day, settings, zone));
  CANDOR_ASSIGN_OR_RETURN(const SectionInputs inputs,
                          SectionInputs::Read(figures.view, settings, period, figures_day, reader.without));
  CANDOR_ASSIGN_OR_RETURN(std::vector<ReportSection> sections, BuildSections(inputs));
  for (ReportSection& section : sections) {
    if (figures.at != moment.at) {
      section.as_of_day = figures_day;
      section.notes.insert(section.notes.begin(), absl::StrCat("The figures are of the end of ", FormatDay(figures_day),
                                                               ToAbsl(kWhyMonthEnd)));
    }
    report.sections.push_back(std::move(section));
  }
  AddUnrecordedSections(report);
  CANDOR_RETURN_IF_ERROR(AddLastSigned(moment, figures, zone, reader, report));
  return report;
}

}  // namespace candor::domain
