#include "daemon/rpc/export_writer.h"

#include <string>
#include <variant>

#include "daemon/base/bytes.h"
#include "daemon/base/id.h"
#include "daemon/domain/permission.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_access.h"
#include "daemon/rpc/export_assessment.h"
#include "daemon/rpc/export_concern.h"
#include "daemon/rpc/export_emergency.h"
#include "daemon/rpc/export_erasure.h"
#include "daemon/rpc/export_identity.h"
#include "daemon/rpc/export_modes.h"
#include "daemon/rpc/export_settings.h"
#include "daemon/rpc/export_signature.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

constexpr char kOperator[] = "operator";

std::string DigestBytes(const IdBytes& digest) {
  return digest == IdBytes{} ? std::string() : std::string(AsText(digest));
}

// What a record says, type by type.
struct LineWriter {
  v1::ExportLine& out;

  void operator()(const domain::KeptMember& kept) const {
    ToWire(kept.member, out.mutable_member()->mutable_member());
    out.mutable_member()->set_request_digest(DigestBytes(kept.request));
  }

  void operator()(const domain::Supervision& supervision) const { ToWire(supervision, out.mutable_supervision()); }

  void operator()(const domain::KeptCase& kept) const {
    out.mutable_opened_case()->set_name(CaseName(kept.opened.id));
    out.mutable_opened_case()->set_code(kept.opened.code);
    out.mutable_opened_case()->set_request_digest(DigestBytes(kept.request));
  }

  void operator()(const domain::KeptEntry& kept) const {
    const domain::EntryHeader& header = kept.entry.header;
    v1::ExportedEntry* exported = out.mutable_entry();
    v1::Entry* entry = exported->mutable_entry();
    domain::RecordedEntry recorded;
    recorded.entry = kept.entry;
    ToWire(recorded, domain::Sight::kWhole, entry);
    // The line has them.
    entry->clear_recorded_at();
    entry->clear_ledger_number();
    // Those of a supervision note too, which is read through its own service otherwise; they tell what was cancelled.
    entry->clear_supervision_cancelled();
    entry->clear_supervision_answer();
    entry->clear_imported_cells();
    for (const domain::ImportedCell& cell : kept.entry.narrative.Reveal().imported_cells) {
      v1::ImportedCell* wire = entry->add_imported_cells();
      wire->set_column(cell.column);
      wire->set_text(cell.text);
    }
    exported->set_personal(header.personal);
    exported->set_retracts(header.retracts);
    exported->set_take_back(static_cast<v1::TakeBack>(header.take_back));
    exported->set_partition(header.partition);
    exported->set_order_digest(header.order_digest);
    exported->set_content_digest(DigestBytes(kept.content));
    exported->set_import_digest(kept.import_digest);
  }

  void operator()(const domain::KeptDecision& kept) const {
    const domain::Decision& decision = kept.decision;
    v1::ExportedDecision* wire = out.mutable_decision();
    wire->set_name(DecisionName(decision.subject, decision.follow_up, decision.id));
    wire->set_kind(static_cast<v1::DecisionKind>(decision.kind));
    wire->set_state(static_cast<v1::DecisionState>(decision.state));
    wire->set_personal(decision.key_class == domain::KeyClass::kPersonal);
    wire->set_proposer(MemberName(decision.proposer));
    wire->set_approver(MemberName(decision.approver));
    if (decision.caller.is_operator) wire->set_principal(kOperator);
    wire->set_acting_for(MemberName(decision.caller.acting_for));
    wire->set_reason(decision.reason.Reveal());
    if (decision.until) ToWire(*decision.until, wire->mutable_until());
    wire->set_finding(static_cast<v1::Finding>(decision.finding));
    wire->set_request_digest(DigestBytes(kept.request));
  }

  void operator()(const domain::KeptAssessment& kept) const { AssessmentToLine(kept, out.mutable_assessment()); }

  void operator()(const domain::Activation& activation) const {
    v1::ExportedActivation* wire = out.mutable_activation();
    wire->set_parameter_set(activation.parameter_set);
    for (const std::string& plugin : activation.plugins) wire->add_policies(plugin);
    for (const std::string& profile : activation.profiles) wire->add_profiles(profile);
    ToWire(activation.effective_from, wire->mutable_effective_from());
    ModesToLine(activation, wire);
    wire->set_profiles_kept(activation.profiles_kept);
    if (activation.profiles_from) ToWire(*activation.profiles_from, wire->mutable_profiles_from());
    wire->set_review_after_days(activation.review_after_days);
    for (const domain::ProfileInForce& profile : activation.reviews) {
      v1::ExportedProfileReview* review = wire->add_reviews();
      review->set_profile(profile.name);
      review->set_version(profile.version);
      review->set_kind(profile.kind);
      if (profile.reviewed_on) ToWire(*profile.reviewed_on, review->mutable_reviewed_on());
    }
  }

  void operator()(const domain::Batch& batch) const {
    v1::ExportedImport* wire = out.mutable_import();
    wire->set_name(ImportName(batch.id));
    wire->set_file_digest(batch.file_digest);
    wire->set_map_digest(batch.map_digest);
    ToWire(batch.policy_from, wire->mutable_policy_from());
  }

  void operator()(const domain::Settings& settings) const { WriteSettings(settings, out.mutable_settings()); }

  void operator()(const domain::LossAccepted& loss) const {
    v1::ExportedLoss* wire = out.mutable_accepted_loss();
    wire->set_lost_from(loss.lost_from);
    wire->set_lost_to(loss.lost_to);
    wire->set_reason(loss.reason);
  }

  void operator()(const domain::Restored& restored) const {
    v1::ExportedRestore* wire = out.mutable_restored();
    wire->set_epoch(restored.epoch);
    wire->set_records(restored.records);
    ToWire(restored.made_at, wire->mutable_backup_made_at());
    wire->set_backup(DigestBytes(restored.backup));
    wire->set_erased_again(restored.erased_again);
    for (const uint64_t number : restored.erased_records) wire->add_erased_records(number);
  }

  void operator()(const domain::KeptErasure& kept) const { ErasureToLine(kept, out.mutable_erasure()); }
  void operator()(const domain::KeptHold& kept) const { HoldToLine(kept, out.mutable_legal_hold()); }
  void operator()(const domain::BackupTaken& backup) const { BackupToLine(backup, out.mutable_backup_taken()); }
  void operator()(const domain::EnrolmentRecorded& enrolment) const {
    EnrolmentToLine(enrolment.event, out.mutable_enrolment());
  }
  void operator()(const domain::RoleChange& change) const { RoleToLine(change, out.mutable_role()); }
  void operator()(const domain::Access& access) const { AccessToLine(access, out.mutable_access()); }
  void operator()(const domain::NonUseAccepted& accepted) const { NonUseToLine(accepted, out.mutable_non_use()); }
  void operator()(const domain::LogReviewed& review) const { ReviewToLine(review, out.mutable_log_review()); }
  void operator()(const domain::Disclosed& disclosed) const { DisclosureToLine(disclosed, out.mutable_disclosure()); }
  void operator()(const domain::Emergency& emergency) const { EmergencyToLine(emergency, out.mutable_emergency()); }
  void operator()(const domain::ConcernNotice& notice) const { ConcernToLine(notice, out.mutable_concern()); }

  void operator()(const domain::KeyEvent& event) const {
    v1::ExportedKeyEvent* wire = out.mutable_key_event();
    wire->set_kind(static_cast<v1::KeyEventKind>(event.kind));
    wire->set_place(static_cast<v1::KeyPlace>(event.place));
    wire->set_table_generation(event.table_generation);
    wire->set_file_key(event.file_key);
    if (event.caller.is_operator) wire->set_principal(kOperator);
    wire->set_acting_for(MemberName(event.caller.acting_for));
  }

  void operator()(const domain::FirstRead& read) const {
    out.mutable_first_read()->set_entry(EntryName(read.subject, read.entry));
    out.mutable_first_read()->set_reader(MemberName(read.reader));
    out.mutable_first_read()->set_supervises_training(read.supervises_training);
  }

  void operator()(const domain::ReportSigned& signature) const {
    SignatureToLine(signature, out.mutable_signed_report());
  }

  void operator()(const domain::CaseMerged& merged) const {
    v1::ExportedMerge* wire = out.mutable_merge();
    wire->set_from(CaseName(merged.from));
    wire->set_into(CaseName(merged.into));
    if (merged.caller.is_operator) wire->set_principal(kOperator);
    wire->set_acting_for(MemberName(merged.caller.acting_for));
    wire->set_request_digest(DigestBytes(merged.request));
    for (const auto& [from, into] : merged.follow_ups) {
      v1::CarriedFollowUp* carried = wire->add_follow_ups();
      carried->set_from(FollowUpName(domain::SubjectId::Of(merged.from), from));
      carried->set_into(FollowUpName(domain::SubjectId::Of(merged.into), into));
    }
  }
};

}  // namespace

void ToLine(const domain::LedgerRecord& record, v1::ExportLine* out) {
  out->set_number(record.number);
  ToWire(record.recorded_at, out->mutable_recorded_at());
  out->set_commitment(record.commitment);
  out->set_erased(record.erased);
  std::visit(LineWriter{*out}, record.what);
}

}  // namespace candor::rpc
