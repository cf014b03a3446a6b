#include "daemon/rpc/export_reader.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/strip.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/export_access.h"
#include "daemon/rpc/export_assessment.h"
#include "daemon/rpc/export_concern.h"
#include "daemon/rpc/export_emergency.h"
#include "daemon/rpc/export_erasure.h"
#include "daemon/rpc/export_identity.h"
#include "daemon/rpc/export_modes.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/export_settings.h"
#include "daemon/rpc/export_signature.h"
#include "daemon/rpc/facts.h"
#include "daemon/rpc/names.h"
#include "google/protobuf/util/json_util.h"

namespace candor::rpc {
namespace {

using What = domain::LedgerRecord::What;

// What was recorded was no later than its day; that is not looked at again.
constexpr Day kNoToday{9999, 12, 31};
constexpr size_t kCommitmentBytes = 32;

absl::StatusOr<BatchId> BatchOrNone(const std::string& name, std::string_view field) {
  absl::string_view id = name;
  if (id.empty()) return BatchId();
  if (!absl::ConsumePrefix(&id, "imports/"))
    return InvalidField(field, "name", "not a name of the form imports/{import}");
  return IdOrNone<BatchId>(std::string(id), field);
}

absl::StatusOr<What> From(const v1::ExportedMember& wire) {
  domain::KeptMember kept;
  CANDOR_ASSIGN_OR_RETURN(kept.member.id, ParseMember(wire.member().name(), "member.member.name"));
  kept.member.display_name = wire.member().display_name();
  for (const v1::LicencePeriod& each : wire.member().licences()) {
    domain::LicencePeriod period;
    CANDOR_ASSIGN_OR_RETURN(period.from, DayOrNone(each.has_from(), each.from(), "member.member.licences.from"));
    period.licence = {each.licence().profession(), each.licence().jurisdiction(), each.licence().in_training(),
                      each.licence().trainee()};
    kept.member.licences.push_back(std::move(period));
  }
  for (const v1::Membership& each : wire.member().memberships()) {
    domain::Membership membership;
    membership.body = each.body();
    CANDOR_ASSIGN_OR_RETURN(membership.from, DayOrNone(each.has_from(), each.from(), "member.member.memberships.from"));
    CANDOR_ASSIGN_OR_RETURN(membership.until,
                            DayOrNone(each.has_until(), each.until(), "member.member.memberships.until"));
    kept.member.memberships.push_back(std::move(membership));
  }
  CANDOR_ASSIGN_OR_RETURN(kept.request, DigestOrNone(wire.request_digest(), "member.request_digest"));
  return What(std::move(kept));
}

absl::StatusOr<What> From(const v1::Supervision& wire) {
  domain::Supervision supervision;
  CANDOR_ASSIGN_OR_RETURN(supervision.supervisee, ParseMember(wire.supervisee(), "supervision.supervisee"));
  CANDOR_ASSIGN_OR_RETURN(supervision.supervisor, ParseMember(wire.supervisor(), "supervision.supervisor"));
  CANDOR_ASSIGN_OR_RETURN(supervision.from, DayFromWire(wire.from(), "supervision.from"));
  CANDOR_ASSIGN_OR_RETURN(supervision.until, DayOrNone(wire.has_until(), wire.until(), "supervision.until"));
  return What(supervision);
}

absl::StatusOr<What> From(const v1::ExportedCase& wire) {
  domain::KeptCase kept;
  CANDOR_ASSIGN_OR_RETURN(kept.opened.id, ParseCase(wire.name(), "opened_case.name"));
  kept.opened.code = wire.code();
  CANDOR_ASSIGN_OR_RETURN(kept.request, DigestOrNone(wire.request_digest(), "opened_case.request_digest"));
  return What(std::move(kept));
}

absl::StatusOr<domain::Origin> OriginOrNone(const std::string& name, std::string_view field) {
  if (name.empty()) return domain::Origin();
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(name, field));
  return domain::Origin{ref.subject, ref.entry};
}

absl::Status ReadPeople(const v1::Entry& wire, domain::EntryHeader& header) {
  CANDOR_ASSIGN_OR_RETURN(header.therapist, ParseMember(wire.therapist(), "entry.entry.therapist"));
  const bool unnamed = wire.author().empty() && wire.has_concern();
  CANDOR_ASSIGN_OR_RETURN(
      header.author, unnamed ? absl::StatusOr<MemberId>(MemberId()) : ParseMember(wire.author(), "entry.entry.author"));
  CANDOR_ASSIGN_OR_RETURN(header.first_reader, MemberOrNone(wire.first_reader(), "entry.entry.first_reader"));
  CANDOR_ASSIGN_OR_RETURN(header.caller, CallerFrom(wire.principal(), wire.acting_for(), "entry.entry"));
  return absl::OkStatus();
}

absl::Status ReadOrigin(const v1::Entry& wire, domain::EntryHeader& header) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Origin revised, OriginOrNone(wire.revises(), "entry.entry.revises"));
  header.revises = revised.entry;
  CANDOR_ASSIGN_OR_RETURN(header.moved_from, OriginOrNone(wire.refiled_from(), "entry.entry.refiled_from"));
  CANDOR_ASSIGN_OR_RETURN(header.responds_to, OriginOrNone(wire.responds_to(), "entry.entry.responds_to"));
  CANDOR_ASSIGN_OR_RETURN(const domain::Origin matter, OriginOrNone(wire.matter(), "entry.entry.matter"));
  header.matter = matter.entry;
  CANDOR_ASSIGN_OR_RETURN(header.batch, BatchOrNone(wire.import(), "entry.entry.import"));
  return absl::OkStatus();
}

absl::Status ReadHeader(const v1::ExportedEntry& exported, domain::EntryHeader& header) {
  const v1::Entry& wire = exported.entry();
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(wire.name(), "entry.entry.name"));
  header.id = ref.entry;
  header.subject = ref.subject;
  header.personal = exported.personal();
  header.retracts = exported.retracts();
  CANDOR_ASSIGN_OR_RETURN(header.take_back, WordOrNone<domain::TakeBack>(exported.take_back(), "entry.take_back"));
  CANDOR_RETURN_IF_ERROR(ReadPeople(wire, header));
  CANDOR_ASSIGN_OR_RETURN(header.source, WordFrom<domain::Source>(wire.source(), "entry.entry.source"));
  CANDOR_ASSIGN_OR_RETURN(header.basis, WordOrNone<domain::Basis>(wire.basis(), "entry.entry.basis"));
  CANDOR_ASSIGN_OR_RETURN(header.stage, WordOrNone<domain::Stage>(wire.stage(), "entry.entry.stage"));
  CANDOR_ASSIGN_OR_RETURN(header.occurred, MomentFromWire(wire.occurred(), "entry.entry.occurred"));
  CANDOR_ASSIGN_OR_RETURN(header.reported, MomentFromWire(wire.reported(), "entry.entry.reported"));
  CANDOR_RETURN_IF_ERROR(ReadOrigin(wire, header));
  header.partition = exported.partition();
  header.order_digest = exported.order_digest();
  return absl::OkStatus();
}

// A private note whose content is left out has no facts, not even a kind.
absl::StatusOr<What> From(const v1::ExportedEntry& exported, bool left_out) {
  const v1::Entry& wire = exported.entry();
  domain::KeptEntry kept;
  domain::EntryHeader& header = kept.entry.header;
  CANDOR_RETURN_IF_ERROR(ReadHeader(exported, header));
  if (!left_out || !header.personal) {
    CANDOR_ASSIGN_OR_RETURN(KindFacts read, FactsFromWire(wire, kNoToday, "entry.entry"));
    kept.entry.kind = read.kind;
    kept.entry.facts = std::move(read.facts);
  }
  if (!header.personal) {
    header.kind = kept.entry.kind;
    header.facts = kept.entry.facts.OfClass(domain::FieldClass::kTriage);
  }
  domain::Narrative narrative;
  narrative.note = wire.note();
  for (const v1::ImportedCell& cell : wire.imported_cells()) {
    narrative.imported_cells.push_back({cell.column(), cell.text()});
  }
  kept.entry.narrative = Sensitive<domain::Narrative>(std::move(narrative));
  CANDOR_ASSIGN_OR_RETURN(kept.content, DigestOrNone(exported.content_digest(), "entry.content_digest"));
  CANDOR_RETURN_IF_ERROR(DigestOrNone(exported.import_digest(), "entry.import_digest").status());
  kept.import_digest = exported.import_digest();
  return What(std::move(kept));
}

absl::StatusOr<What> From(const v1::ExportedDecision& wire) {
  domain::KeptDecision kept;
  domain::Decision& decision = kept.decision;
  CANDOR_ASSIGN_OR_RETURN(const DecisionRef ref, ParseDecision(wire.name(), "decision.name"));
  decision.id = ref.decision;
  decision.subject = ref.follow_up.subject;
  decision.follow_up = ref.follow_up.follow_up;
  CANDOR_ASSIGN_OR_RETURN(decision.kind, WordFrom<domain::DecisionKind>(wire.kind(), "decision.kind"));
  CANDOR_ASSIGN_OR_RETURN(decision.state, WordFrom<domain::DecisionState>(wire.state(), "decision.state"));
  decision.key_class = KeyClassFrom(wire.personal());
  CANDOR_ASSIGN_OR_RETURN(decision.proposer, MemberOrNone(wire.proposer(), "decision.proposer"));
  CANDOR_ASSIGN_OR_RETURN(decision.approver, MemberOrNone(wire.approver(), "decision.approver"));
  CANDOR_ASSIGN_OR_RETURN(decision.caller, CallerFrom(wire.principal(), wire.acting_for(), "decision"));
  decision.reason = Sensitive<std::string>(wire.reason());
  CANDOR_ASSIGN_OR_RETURN(decision.until, DayOrNone(wire.has_until(), wire.until(), "decision.until"));
  CANDOR_ASSIGN_OR_RETURN(decision.finding, WordOrNone<domain::Finding>(wire.finding(), "decision.finding"));
  CANDOR_ASSIGN_OR_RETURN(kept.request, DigestOrNone(wire.request_digest(), "decision.request_digest"));
  return What(std::move(kept));
}

absl::StatusOr<What> From(const v1::ExportedActivation& wire) {
  domain::Activation activation;
  activation.parameter_set = wire.parameter_set();
  activation.plugins.assign(wire.policies().begin(), wire.policies().end());
  activation.profiles.assign(wire.profiles().begin(), wire.profiles().end());
  CANDOR_ASSIGN_OR_RETURN(activation.effective_from, DayFromWire(wire.effective_from(), "activation.effective_from"));
  CANDOR_RETURN_IF_ERROR(ModesFromLine(wire, activation));
  activation.profiles_kept = wire.profiles_kept();
  CANDOR_ASSIGN_OR_RETURN(activation.profiles_from,
                          DayOrNone(wire.has_profiles_from(), wire.profiles_from(), "activation.profiles_from"));
  activation.review_after_days = wire.review_after_days();
  for (const v1::ExportedProfileReview& review : wire.reviews()) {
    domain::ProfileInForce& profile = activation.reviews.emplace_back();
    profile.name = review.profile();
    profile.version = review.version();
    profile.kind = review.kind();
    CANDOR_ASSIGN_OR_RETURN(profile.reviewed_on, DayOrNone(review.has_reviewed_on(), review.reviewed_on(),
                                                           "activation.reviews.reviewed_on"));
  }
  return What(std::move(activation));
}

absl::StatusOr<What> From(const v1::ExportedImport& wire) {
  domain::Batch batch;
  CANDOR_ASSIGN_OR_RETURN(batch.id, BatchOrNone(wire.name(), "import.name"));
  if (batch.id.empty()) return MissingField("import.name", "give a name of the form imports/{import}");
  batch.file_digest = wire.file_digest();
  batch.map_digest = wire.map_digest();
  CANDOR_ASSIGN_OR_RETURN(batch.policy_from, DayFromWire(wire.policy_from(), "import.policy_from"));
  return What(std::move(batch));
}

absl::StatusOr<What> From(const v1::ExportedSettings& wire) {
  CANDOR_ASSIGN_OR_RETURN(domain::Settings settings, SettingsFrom(wire));
  return What(std::move(settings));
}

absl::StatusOr<What> From(const v1::ExportedRead& wire) {
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(wire.entry(), "first_read.entry"));
  CANDOR_ASSIGN_OR_RETURN(const MemberId reader, MemberOrNone(wire.reader(), "first_read.reader"));
  return What(domain::FirstRead{ref.subject, ref.entry, reader, wire.supervises_training()});
}

absl::StatusOr<What> From(const v1::ExportedMerge& wire) {
  domain::CaseMerged merged;
  CANDOR_ASSIGN_OR_RETURN(merged.from, ParseCase(wire.from(), "merge.from"));
  CANDOR_ASSIGN_OR_RETURN(merged.into, ParseCase(wire.into(), "merge.into"));
  CANDOR_ASSIGN_OR_RETURN(merged.caller, CallerFrom(wire.principal(), wire.acting_for(), "merge"));
  CANDOR_ASSIGN_OR_RETURN(merged.request, DigestOrNone(wire.request_digest(), "merge.request_digest"));
  for (const v1::CarriedFollowUp& each : wire.follow_ups()) {
    CANDOR_ASSIGN_OR_RETURN(const FollowUpRef from, ParseFollowUp(each.from(), "merge.follow_ups.from"));
    CANDOR_ASSIGN_OR_RETURN(const FollowUpRef into, ParseFollowUp(each.into(), "merge.follow_ups.into"));
    merged.follow_ups.emplace_back(from.follow_up, into.follow_up);
  }
  return What(std::move(merged));
}

absl::StatusOr<What> From(const v1::ExportedRestore& wire) {
  domain::Restored restored;
  restored.epoch = wire.epoch();
  restored.records = wire.records();
  CANDOR_ASSIGN_OR_RETURN(restored.made_at, TimeFromWire(wire.backup_made_at(), "restored.backup_made_at"));
  CANDOR_ASSIGN_OR_RETURN(restored.backup, DigestOrNone(wire.backup(), "restored.backup"));
  restored.erased_again = wire.erased_again();
  restored.erased_records.assign(wire.erased_records().begin(), wire.erased_records().end());
  return What(std::move(restored));
}

absl::StatusOr<What> From(const v1::ExportedKeyEvent& wire) {
  domain::KeyEvent event;
  if (wire.kind() == v1::KEY_EVENT_KIND_UNSPECIFIED || !v1::KeyEventKind_IsValid(wire.kind())) {
    return InvalidField("key_event.kind", "unknown", "is none that this version of Candor knows");
  }
  if (wire.place() == v1::KEY_PLACE_UNSPECIFIED || !v1::KeyPlace_IsValid(wire.place())) {
    return InvalidField("key_event.place", "unknown", "is none that this version of Candor knows");
  }
  event.kind = static_cast<domain::KeyEventKind>(wire.kind());
  event.place = static_cast<domain::KeyPlace>(wire.place());
  event.table_generation = wire.table_generation();
  event.file_key = wire.file_key();
  CANDOR_ASSIGN_OR_RETURN(event.caller, CallerFrom(wire.principal(), wire.acting_for(), "key_event"));
  return What(event);
}

absl::StatusOr<What> From(const v1::ExportedEnrolment& wire) {
  CANDOR_ASSIGN_OR_RETURN(domain::EnrolmentEvent event, EnrolmentFromLine(wire));
  return What(domain::EnrolmentRecorded{std::move(event)});
}

template <class Read>
absl::StatusOr<What> WhatOf(absl::StatusOr<Read> read) {
  if (!read.ok()) return read.status();
  return What(*std::move(read));
}

absl::StatusOr<What> WhatFrom(const v1::ExportLine& line) {
  switch (line.what_case()) {
    case v1::ExportLine::kMember:
      return From(line.member());
    case v1::ExportLine::kSupervision:
      return From(line.supervision());
    case v1::ExportLine::kOpenedCase:
      return From(line.opened_case());
    case v1::ExportLine::kEntry:
      return From(line.entry(), line.erased() || line.called_back());
    case v1::ExportLine::kDecision:
      return From(line.decision());
    case v1::ExportLine::kAssessment:
      return WhatOf(AssessmentFromLine(line.assessment()));
    case v1::ExportLine::kActivation:
      return From(line.activation());
    case v1::ExportLine::kImport:
      return From(line.import());
    case v1::ExportLine::kSettings:
      return From(line.settings());
    case v1::ExportLine::kAcceptedLoss:
      return What(domain::LossAccepted{line.accepted_loss().lost_from(), line.accepted_loss().lost_to(),
                                       line.accepted_loss().reason()});
    case v1::ExportLine::kFirstRead:
      return From(line.first_read());
    case v1::ExportLine::kMerge:
      return From(line.merge());
    case v1::ExportLine::kSignedReport:
      return WhatOf(SignatureFromLine(line.signed_report()));
    case v1::ExportLine::kRestored:
      return From(line.restored());
    case v1::ExportLine::kErasure:
      return WhatOf(ErasureFromLine(line.erasure()));
    case v1::ExportLine::kLegalHold:
      return WhatOf(HoldFromLine(line.legal_hold()));
    case v1::ExportLine::kKeyEvent:
      return From(line.key_event());
    case v1::ExportLine::kBackupTaken:
      return WhatOf(BackupFromLine(line.backup_taken()));
    case v1::ExportLine::kEnrolment:
      return From(line.enrolment());
    case v1::ExportLine::kRole:
      return WhatOf(RoleFromLine(line.role()));
    case v1::ExportLine::kAccess:
      return WhatOf(AccessFromLine(line.access()));
    case v1::ExportLine::kNonUse:
      return WhatOf(NonUseFromLine(line.non_use()));
    case v1::ExportLine::kLogReview:
      return WhatOf(ReviewFromLine(line.log_review()));
    case v1::ExportLine::kDisclosure:
      return WhatOf(DisclosureFromLine(line.disclosure()));
    case v1::ExportLine::kEmergency:
      return WhatOf(EmergencyFromLine(line.emergency()));
    case v1::ExportLine::kConcern:
      return WhatOf(ConcernFromLine(line.concern()));
    case v1::ExportLine::kCheckpoint:
    case v1::ExportLine::WHAT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("it holds no record of a type that this version of Candor knows");
}

}  // namespace

absl::StatusOr<v1::ExportLine> ParseExportLine(const std::string& json) {
  v1::ExportLine line;
  // What the parser says of its own may repeat the text.
  if (!google::protobuf::util::JsonStringToMessage(json, &line).ok()) {
    return absl::InvalidArgumentError("it is no line of an export");
  }
  return line;
}

absl::StatusOr<domain::LedgerRecord> FromLine(const v1::ExportLine& line) {
  domain::LedgerRecord record;
  record.number = line.number();
  CANDOR_ASSIGN_OR_RETURN(record.recorded_at, TimeFromWire(line.recorded_at(), "recorded_at"));
  if (line.commitment().size() != kCommitmentBytes) {
    return InvalidField("commitment", "wrong_size", "has not 32 bytes");
  }
  record.commitment = line.commitment();
  record.erased = line.erased();
  CANDOR_ASSIGN_OR_RETURN(record.what, WhatFrom(line));
  return record;
}

domain::NamingKeys NamingKeysFromWire(const v1::NamingKeys& keys) {
  return {Sensitive<std::string>(keys.order()), Sensitive<std::string>(keys.names()),
          Sensitive<std::string>(keys.lookup())};
}

}  // namespace candor::rpc
