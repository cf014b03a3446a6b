#include "daemon/rpc/report_maker.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/question.h"
#include "google/protobuf/timestamp.pb.h"

namespace candor::rpc {
namespace {

void SectionToWire(const domain::ReportSection& section, v1::ReportSection* out) {
  out->set_number(section.number);
  out->set_title(section.title);
  if (section.as_of_day) rpc::ToWire(*section.as_of_day, out->mutable_as_of_day());
  for (const std::string& note : section.notes) out->add_notes(note);
  for (const domain::ReportRow& row : section.rows) rpc::ToWire(row, out->add_rows());
}

void RestatedToWire(const domain::RestatedFigure& figure, v1::RestatedFigure* out) {
  out->set_section(figure.section);
  rpc::ToWire(figure.before, out->mutable_before());
  rpc::ToWire(figure.now, out->mutable_now());
  for (const domain::RestatementCause cause : figure.causes) {
    out->add_causes(static_cast<v1::RestatementCause>(cause));
  }
}

void CoverToWire(const domain::ReportCover& cover, v1::ReportCover* out) {
  out->set_practice(cover.practice_name);
  rpc::ToWire(cover.period.from, out->mutable_from());
  rpc::ToWire(cover.period.to, out->mutable_to());
  out->set_period(cover.period.label);
  out->set_whole_quarter(cover.period.whole_quarter);
  out->set_time_zone(cover.zone);
  rpc::ToWire(cover.as_of, out->mutable_as_of());
  rpc::ToWire(cover.as_of_day, out->mutable_as_of_day());
  out->set_ledger_size(cover.ledger_size);
  out->set_parameter_set(cover.parameter_set);
  for (const std::string& plugin : cover.plugins) out->add_policies(plugin);
  for (const std::string& profile : cover.profiles) out->add_profiles(profile);
  for (const domain::ProfileInForce& profile : cover.reviews) {
    v1::ProfileReview* review = out->add_profile_reviews();
    review->set_profile(absl::StrCat(profile.name, " ", profile.version));
    if (profile.reviewed_on) rpc::ToWire(*profile.reviewed_on, review->mutable_reviewed_on());
  }
  if (cover.policy_effective_from) {
    rpc::ToWire(*cover.policy_effective_from, out->mutable_policies_effective_from());
  }
  out->set_entries_pending(cover.entries_not_assessed);
  out->set_policy_faults(cover.policy_faults);
  out->set_signable(cover.signable);
  out->set_statement(cover.statement);
  for (const std::string& gap : cover.known_gaps) out->add_known_gaps(gap);
  if (cover.last_signed) rpc::ToWire(*cover.last_signed, out->mutable_last_signed());
  for (const domain::RestatedFigure& figure : cover.restated) RestatedToWire(figure, out->add_restated());
}

// The month end before the moment that is asked for, first: the fold of the moment goes on from it.
absl::Status FoldMonthEnd(const Rooms& rooms, const Call& call, const google::protobuf::Timestamp& as_of) {
  CANDOR_ASSIGN_OR_RETURN(const absl::Time at, TimeFromWire(as_of, "as_of"));
  const absl::StatusOr<domain::Settings> settings = rooms.store.Latest()->GetSettings();
  if (at > call.received || !settings.ok()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings->zone));
  return ViewAt(rooms, call, domain::LastMonthEnd(at, zone)).status();
}

absl::Status WriteComplianceReport(const Rooms& rooms, const Call& call,
                                   const v1::GenerateComplianceReportRequest& request, v1::ComplianceReport& out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::ReportPeriod period, PeriodOf(request));
  if (request.has_as_of()) CANDOR_RETURN_IF_ERROR(FoldMonthEnd(rooms, call, request.as_of()));
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  std::shared_ptr<const domain::View> view = question.view;
  absl::Time at = question.at;
  if (request.has_as_of() && question.at <= call.received) {
    at = domain::LastMonthEnd(question.at, question.zone);
    CANDOR_ASSIGN_OR_RETURN(view, ViewAt(rooms, call, at));
  }
  domain::ReportReader reader{question.viewer.member(), {}};
  CANDOR_ASSIGN_OR_RETURN(reader.without, question.viewer.PartitionsKeptFrom());
  CANDOR_ASSIGN_OR_RETURN(
      const domain::ComplianceReport report,
      domain::BuildComplianceReport({*question.view, question.at}, {*view, at}, period, question.settings, reader));
  CoverToWire(report.cover, out.mutable_cover());
  std::string told;
  for (const domain::ReportSection& section : report.sections) {
    SectionToWire(section, out.add_sections());
    out.sections().rbegin()->AppendToString(&told);
  }
  call.reads->NoteScope(absl::StrCat("report ", FormatDay(period.from), "..", FormatDay(period.to)), std::move(told));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::ReportPeriod> PeriodFromWire(const std::string& quarter, const v1::Date* from,
                                                    const v1::Date* to) {
  const bool days = from != nullptr || to != nullptr;
  if (!quarter.empty()) {
    if (days) return InvalidField("quarter", "repeated", "give either a quarter or `from` and `to`");
    return domain::ParseQuarter(quarter);
  }
  if (!days) return MissingField("quarter", "give a quarter such as 2025Q3, or `from` and `to`");
  CANDOR_ASSIGN_OR_RETURN(const Day first, DayFromWire(from == nullptr ? v1::Date() : *from, "from"));
  CANDOR_ASSIGN_OR_RETURN(const Day last, DayFromWire(to == nullptr ? v1::Date() : *to, "to"));
  return domain::MakePeriod(first, last);
}

void ToWire(const domain::ReportRow& row, v1::ReportRow* out) {
  out->set_figure(row.figure);
  out->set_breakdown(row.breakdown);
  out->set_label(row.label);
  out->set_measure(static_cast<v1::ReportMeasure>(row.measure));
  out->set_state(static_cast<v1::ReportRowState>(row.state));
  if (row.count) out->set_count(*row.count);
  if (row.of) out->set_of(*row.of);
  if (row.permille) out->set_permille(*row.permille);
  if (row.rate_tenths) out->set_rate_tenths(*row.rate_tenths);
  if (row.median_days) out->set_median_days(*row.median_days);
  if (row.waiting) out->set_waiting(*row.waiting);
  if (row.answer) out->set_answer(*row.answer);
  out->set_note(row.note);
}

void ToWire(const domain::ReportSigned& signature, v1::ReportSignature* out) {
  out->set_signer(signature.signer.Reveal());
  ToWire(signature.recorded_at, out->mutable_signed_at());
  ToWire(signature.as_of, out->mutable_as_of());
  out->set_ledger_size(signature.ledger_size);
  out->set_root_hash(std::string(AsText(signature.root)));
  out->set_statement(signature.statement);
  for (const std::string& gap : signature.known_gaps) out->add_known_gaps(gap);
}

void AwaitRoot(domain::Evidence& evidence, uint64_t size, std::function<void(absl::StatusOr<domain::TreeHash>)> done) {
  evidence.Checkpoint(size, [&evidence, size, done = std::move(done)](const auto& checkpoint) {
    if (!checkpoint.ok()) return done(checkpoint.status());
    done(evidence.RootHash(size));
  });
}

void MakeReport(const Rooms& rooms, const Call& call, const v1::GenerateComplianceReportRequest& request,
                std::function<void(absl::StatusOr<v1::ComplianceReport>)> done) {
  v1::ComplianceReport report;
  if (absl::Status status = WriteComplianceReport(rooms, call, request, report); !status.ok()) {
    return done(std::move(status));
  }
  const uint64_t size = report.cover().ledger_size();
  AwaitRoot(rooms.store.evidence(), size,
            [done = std::move(done), report = std::move(report)](const absl::StatusOr<domain::TreeHash>& root) mutable {
              if (!root.ok()) return done(root.status());
              report.mutable_cover()->set_root_hash(std::string(AsText(*root)));
              done(std::move(report));
            });
}

}  // namespace candor::rpc
