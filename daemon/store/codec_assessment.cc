#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Assessments, and what the fold sees of every record.
namespace candor::store {
namespace {

void ToProto(const domain::SubjectProgress& progress, Progress& message) {
  SetSubject(progress.subject, message);
  message.set_assessed_to(progress.assessed_to);
  if (progress.next_timer) message.set_next_timer(*progress.next_timer);
  for (const domain::NotAssessed& fault : progress.not_assessed) {
    NotAssessed& added = *message.add_not_assessed();
    added.set_entry(IdToBytes(fault.entry));
    added.set_plugin(fault.plugin);
    added.set_reason(static_cast<uint32_t>(fault.reason));
    added.set_older(fault.older);
  }
}

domain::SubjectProgress FromProto(const Progress& message) {
  domain::SubjectProgress progress;
  progress.subject = SubjectFrom(message);
  progress.assessed_to = message.assessed_to();
  if (message.has_next_timer()) progress.next_timer = message.next_timer();
  for (const NotAssessed& fault : message.not_assessed()) {
    progress.not_assessed.push_back({progress.subject, EntryId(IdFromBytes(fault.entry())), fault.plugin(),
                                     static_cast<domain::NotAssessedReason>(fault.reason()), fault.older()});
  }
  return progress;
}

absl::StatusOr<domain::AssessmentRecorded> DecodeAssessment(const Envelope& envelope) {
  AssessmentHeader header;
  AssessmentBody body;
  if (!Parse(envelope.header, header) || !Parse(envelope.body, body)) return UnreadablePart();
  domain::AssessmentRecorded recorded;
  for (const Progress& progress : header.progress()) recorded.progress.push_back(FromProto(progress));
  if (header.has_reassessment()) recorded.reassessment = FromProto(header.reassessment());
  for (const Section& section : body.sections()) {
    auto clear = DecodeClear(section.clear());
    if (!clear.ok()) return clear.status();
    recorded.sections.push_back(*std::move(clear));
  }
  return recorded;
}

absl::StatusOr<domain::EntryRecorded> DecodeEntryRecorded(std::string_view bytes) {
  EntryHeader message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return domain::EntryRecorded{FromProto(message), IdFromBytes(message.content_digest())};
}

absl::StatusOr<domain::DecisionRecorded> DecodeDecisionRecorded(std::string_view bytes) {
  DecisionHeader message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return domain::DecisionRecorded{DecisionId(IdFromBytes(message.record_id())),
                                  static_cast<domain::DecisionKind>(message.kind()),
                                  static_cast<domain::DecisionState>(message.state()),
                                  SubjectFrom(message),
                                  FollowUpId(IdFromBytes(message.follow_up())),
                                  DayFrom(message.has_until(), message.until()),
                                  IdFromBytes(message.request_digest()),
                                  static_cast<domain::KeyClass>(message.key_class())};
}

absl::StatusOr<domain::MemberRecorded> DecodeMemberRecorded(std::string_view bytes) {
  MemberHeader message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return domain::MemberRecorded{MemberId(IdFromBytes(message.record_id())), IdFromBytes(message.name_digest()),
                                IdFromBytes(message.request_digest())};
}

absl::StatusOr<domain::CaseRecorded> DecodeCaseRecorded(std::string_view bytes) {
  CaseHeader message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return domain::CaseRecorded{CaseId(IdFromBytes(message.record_id())), IdFromBytes(message.code_digest()),
                              IdFromBytes(message.request_digest())};
}

absl::StatusOr<domain::LossAccepted> DecodeLoss(std::string_view bytes) {
  LossHeader message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return domain::LossAccepted{message.lost_from(), message.lost_to(), {}};
}

SealedSection TakeSection(Section& message) {
  return {std::move(*message.mutable_clear()), std::move(*message.mutable_sealed()),
          std::move(*message.mutable_commitment())};
}

}  // namespace

void ToProto(const domain::FollowUpClear& clear, FollowUpClear& message) {
  message.set_id(IdToBytes(clear.id));
  SetSubject(clear.subject, message);
  message.set_key_class(static_cast<uint32_t>(clear.key_class));
  message.set_therapist(IdToBytes(clear.therapist));
  message.set_action(static_cast<uint32_t>(clear.action));
  message.set_severity(static_cast<uint32_t>(clear.severity));
  message.set_state(static_cast<uint32_t>(clear.state));
  message.set_cause(static_cast<uint32_t>(clear.cause));
  message.set_before_policy(clear.before_policy);
  message.set_missing_field(clear.missing_field);
  message.set_opened_on(DayNumber(clear.opened_on));
  message.set_reported_on(DayNumber(clear.reported_on));
  if (clear.due) message.set_due(DayNumber(*clear.due));
  if (clear.counted_from) message.set_counted_from(DayNumber(*clear.counted_from));
  if (clear.resolved_on) message.set_resolved_on(DayNumber(*clear.resolved_on));
  if (clear.resolution_reported_on) message.set_resolution_reported_on(DayNumber(*clear.resolution_reported_on));
  message.set_situation(IdToBytes(clear.situation));
  message.set_folded_under(IdToBytes(clear.folded_under));
  message.set_episode(clear.episode);
  message.set_opened_by_kind(static_cast<uint32_t>(clear.opened_by_kind));
  message.set_resolved_by_kind(static_cast<uint32_t>(clear.resolved_by_kind));
  message.set_undone(clear.undone);
  message.set_restricted(clear.restricted);
  message.set_of_practice(clear.of_practice);
  message.set_date_of_law(clear.date_of_law);
  message.set_shadow(clear.shadow);
}

domain::FollowUpClear FromProto(const FollowUpClear& message) {
  domain::FollowUpClear clear;
  clear.id = FollowUpId(IdFromBytes(message.id()));
  clear.subject = SubjectFrom(message);
  clear.key_class = static_cast<domain::KeyClass>(message.key_class());
  clear.therapist = MemberId(IdFromBytes(message.therapist()));
  clear.action = static_cast<domain::Action>(message.action());
  clear.severity = static_cast<domain::Severity>(message.severity());
  clear.state = static_cast<domain::RuleState>(message.state());
  clear.cause = static_cast<domain::ResolvedCause>(message.cause());
  clear.before_policy = message.before_policy();
  clear.missing_field = message.missing_field();
  clear.opened_on = DayFromNumber(message.opened_on());
  clear.reported_on = DayFromNumber(message.reported_on());
  clear.due = DayFrom(message.has_due(), message.due());
  clear.counted_from = DayFrom(message.has_counted_from(), message.counted_from());
  clear.resolved_on = DayFrom(message.has_resolved_on(), message.resolved_on());
  clear.resolution_reported_on = DayFrom(message.has_resolution_reported_on(), message.resolution_reported_on());
  clear.situation = SituationId(IdFromBytes(message.situation()));
  clear.folded_under = FollowUpId(IdFromBytes(message.folded_under()));
  clear.episode = message.episode();
  clear.opened_by_kind = static_cast<domain::Kind>(message.opened_by_kind());
  clear.resolved_by_kind = static_cast<domain::Kind>(message.resolved_by_kind());
  clear.undone = message.undone();
  clear.restricted = message.restricted();
  clear.of_practice = message.of_practice();
  clear.date_of_law = message.date_of_law();
  clear.shadow = message.shadow();
  return clear;
}

void ToProto(const domain::Reassessment& reassessment, Reassessment& message) {
  message.set_activation(IdToBytes(reassessment.of));
  message.set_subject_kind(static_cast<uint32_t>(reassessment.kind));
  message.set_after(DigestToBytes(reassessment.after));
  message.set_looked_at(reassessment.looked_at);
  message.set_all(reassessment.all);
  message.set_left_out(reassessment.left_out);
  message.set_done(reassessment.done);
}

domain::Reassessment FromProto(const Reassessment& message) {
  return {ActivationId(IdFromBytes(message.activation())),
          static_cast<domain::SubjectKind>(message.subject_kind()),
          IdFromBytes(message.after()),
          message.looked_at(),
          message.all(),
          message.left_out(),
          message.done()};
}

std::string EncodeClear(const domain::FollowUpClear& clear) {
  FollowUpClear message;
  ToProto(clear, message);
  return message.SerializeAsString();
}

absl::StatusOr<domain::FollowUpClear> DecodeClear(std::string_view bytes) {
  FollowUpClear message;
  if (!Parse(bytes, message)) return UnreadablePart();
  return FromProto(message);
}

std::string EncodeSealed(const domain::FollowUpSealed& sealed) {
  FollowUpSealed message;
  message.set_rule(sealed.rule);
  message.set_plugin(sealed.plugin);
  message.set_plugin_version(sealed.plugin_version);
  message.set_key(sealed.key);
  message.set_opened_by(IdToBytes(sealed.opened_by));
  message.set_resolved_by(IdToBytes(sealed.resolved_by));
  for (const EntryId& fact : sealed.facts_used) message.add_facts_used(IdToBytes(fact));
  for (const domain::ParameterValue& parameter : sealed.parameters) {
    ParameterValue& added = *message.add_parameters();
    added.set_name(parameter.name);
    added.set_value(parameter.value);
    added.set_unit(parameter.unit);
    added.set_profile(parameter.profile);
  }
  for (const std::string& field : sealed.missing_fields) message.add_missing_fields(field);
  message.set_catalogue_id(sealed.catalogue_id);
  return message.SerializeAsString();
}

absl::StatusOr<domain::FollowUpSealed> DecodeSealed(std::string_view bytes) {
  FollowUpSealed message;
  if (!Parse(bytes, message)) return UnreadablePart();
  domain::FollowUpSealed sealed;
  sealed.rule = message.rule();
  sealed.plugin = message.plugin();
  sealed.plugin_version = message.plugin_version();
  sealed.key = message.key();
  sealed.opened_by = EntryId(IdFromBytes(message.opened_by()));
  sealed.resolved_by = EntryId(IdFromBytes(message.resolved_by()));
  for (const std::string& fact : message.facts_used()) sealed.facts_used.emplace_back(IdFromBytes(fact));
  for (const ParameterValue& parameter : message.parameters()) {
    sealed.parameters.push_back({parameter.name(), parameter.value(), parameter.unit(), parameter.profile()});
  }
  sealed.missing_fields.assign(message.missing_fields().begin(), message.missing_fields().end());
  sealed.catalogue_id = message.catalogue_id();
  return sealed;
}

std::string EncodeSections(const std::vector<SealedSection>& sections) {
  AssessmentBody body;
  for (const SealedSection& section : sections) {
    Section& added = *body.add_sections();
    added.set_clear(section.clear);
    added.set_sealed(section.sealed);
    added.set_commitment(section.commitment);
  }
  return body.SerializeAsString();
}

PlainRecord EncodeAssessment(uint64_t answers_to, const std::vector<domain::SubjectProgress>& progress,
                             const std::vector<SealedSection>& sections,
                             const std::optional<domain::Reassessment>& reassessment) {
  AssessmentHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, {}, header);
  header.set_answers_to(answers_to);
  for (const domain::SubjectProgress& subject : progress) ToProto(subject, *header.add_progress());
  if (reassessment) ToProto(*reassessment, *header.mutable_reassessment());
  PlainRecord record;
  record.type = RecordType::kAssessment;
  record.header = header.SerializeAsString();
  record.body = EncodeSections(sections);
  return record;
}

absl::StatusOr<std::vector<SealedSection>> DecodeSections(std::string_view body) {
  AssessmentBody message;
  if (!Parse(body, message)) return UnreadablePart();
  std::vector<SealedSection> sections;
  for (Section& section : *message.mutable_sections()) sections.push_back(TakeSection(section));
  return sections;
}

// A record has some hundred of them: to make messages of all for the sake of one took half of the time that reading the
// follow-ups of a case takes.
absl::StatusOr<SealedSection> DecodeSection(std::string_view body, uint32_t number) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(AsBytes(body).data(), static_cast<int>(body.size()));
  uint32_t passed = 0;
  while (const uint32_t tag = in.ReadTag()) {
    uint32_t bytes = 0;
    const bool is_section = WireFormatLite::GetTagFieldNumber(tag) == AssessmentBody::kSectionsFieldNumber &&
                            WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (!is_section) {
      if (!WireFormatLite::SkipField(&in, tag)) return UnreadablePart();
      continue;
    }
    if (!in.ReadVarint32(&bytes) || bytes > body.size() - static_cast<size_t>(in.CurrentPosition())) {
      return UnreadablePart();
    }
    if (passed++ == number) {
      Section section;
      if (!Parse(body.substr(static_cast<size_t>(in.CurrentPosition()), bytes), section)) return UnreadablePart();
      return TakeSection(section);
    }
    if (!in.Skip(static_cast<int>(bytes))) return UnreadablePart();
  }
  return absl::DataLossError("a section of an assessment is missing");
}

absl::StatusOr<domain::FoldRecord> DecodeForFold(const Envelope& envelope) {
  domain::FoldRecord record;
  record.number = envelope.number;
  record.recorded_at = envelope.recorded_at;
  const auto take = [&](auto decoded) -> absl::StatusOr<domain::FoldRecord> {
    if (!decoded.ok()) return decoded.status();
    record.what = *std::move(decoded);
    return std::move(record);
  };
  switch (envelope.type) {
    case RecordType::kMember:
      return take(DecodeMemberRecorded(envelope.header));
    case RecordType::kSupervision:
      return take(DecodeSupervision(envelope.header));
    case RecordType::kCase:
      return take(DecodeCaseRecorded(envelope.header));
    case RecordType::kEntry:
      return take(DecodeEntryRecorded(envelope.header));
    case RecordType::kDecision:
      return take(DecodeDecisionRecorded(envelope.header));
    case RecordType::kAssessment:
      return take(DecodeAssessment(envelope));
    case RecordType::kActivation:
      return take(DecodeActivation(envelope.header));
    case RecordType::kBatch:
      return take(DecodeBatch(envelope.header));
    case RecordType::kSettings:
      return take(DecodeSettings(envelope.header));
    case RecordType::kLossAccepted:
      return take(DecodeLoss(envelope.header));
    case RecordType::kFirstRead:
      return take(DecodeRead(envelope.header));
    case RecordType::kCaseMerged:
      return take(DecodeMerge(envelope.header));
    case RecordType::kReportSigned:
      return take(DecodeReportSignedRecorded(envelope.header));
    case RecordType::kRestored:
      return take(DecodeRestored(envelope.header));
    case RecordType::kErasure:
      return take(DecodeErasureRecorded(envelope.header));
    case RecordType::kLegalHold:
      return take(DecodeHoldRecorded(envelope.header));
    case RecordType::kKeyEvent:
      return take(DecodeKeyEvent(envelope.header));
    case RecordType::kBackupTaken:
      return take(DecodeBackupTaken(envelope.header));
    case RecordType::kEnrolment:
      return take(DecodeEnrolment(envelope.header));
    case RecordType::kRole:
      return take(DecodeRole(envelope.header));
    case RecordType::kAccess:
      return take(DecodeAccess(envelope.header));
    case RecordType::kNonUseAccepted:
      return take(DecodeNonUse(envelope.header));
    case RecordType::kLogReviewed:
      return take(DecodeLogReview(envelope.header, std::nullopt));
    case RecordType::kDisclosure:
      return take(DecodeDisclosure(envelope.header, std::nullopt));
    case RecordType::kEmergency:
      return take(DecodeEmergency(envelope.header, std::nullopt));
    case RecordType::kConcern:
      return take(DecodeConcernNotice(envelope.header, std::nullopt));
  }
  return UnreadablePart();
}

}  // namespace candor::store
