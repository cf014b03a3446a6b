#include <utility>

#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Every record but entries and assessments.
namespace candor::store {
namespace {

template <class Message>
PlainRecord Record(RecordType type, const domain::SubjectId& subject, const Message& header, std::string body = {}) {
  PlainRecord record;
  record.type = type;
  record.subject = subject;
  record.key_class = static_cast<domain::KeyClass>(header.key_class());
  record.header = header.SerializeAsString();
  record.body = std::move(body);
  return record;
}

std::string TextBodyOf(std::string_view text) {
  TextBody body;
  body.set_text(ToBytes(text));
  return body.SerializeAsString();
}

// The first one stands in fields of its own: most members have no other.
void LicencesToProto(const std::vector<domain::LicencePeriod>& licences, MemberHeader& header) {
  header.set_has_licence(!licences.empty());
  for (const domain::LicencePeriod& period : licences) {
    const domain::LicenceClass& licence = period.licence;
    if (&period == &licences.front()) {
      if (period.from) header.set_licence_from(DayNumber(*period.from));
      header.set_profession(licence.profession);
      header.set_jurisdiction(licence.jurisdiction);
      header.set_in_training(licence.in_training);
      header.set_trainee(licence.trainee);
      continue;
    }
    LicencePeriod& later = *header.add_later_licences();
    later.set_from(DayNumber(period.from.value_or(Day())));
    later.set_profession(licence.profession);
    later.set_jurisdiction(licence.jurisdiction);
    later.set_in_training(licence.in_training);
    later.set_trainee(licence.trainee);
  }
}

std::vector<domain::LicencePeriod> LicencesFrom(const MemberHeader& header) {
  std::vector<domain::LicencePeriod> licences;
  if (!header.has_licence()) return licences;
  licences.push_back({DayFrom(header.has_licence_from(), header.licence_from()),
                      {header.profession(), header.jurisdiction(), header.in_training(), header.trainee()}});
  for (const LicencePeriod& later : header.later_licences()) {
    licences.push_back({DayFromNumber(later.from()),
                        {later.profession(), later.jurisdiction(), later.in_training(), later.trainee()}});
  }
  return licences;
}

void ToProto(const domain::RuleSetting& setting, RuleSetting& message) {
  message.set_rule(setting.rule);
  message.set_plugin(setting.plugin);
  message.set_catalogue_id(setting.catalogue_id);
  message.set_mode(static_cast<uint32_t>(setting.mode));
  message.set_from(DayNumber(setting.from));
  message.set_set_on(DayNumber(setting.set_on));
  message.set_by_profile(setting.by_profile);
  message.set_retroactive(setting.retroactive);
  message.set_by_operator(setting.set_by.is_operator);
  message.set_acting_for(IdToBytes(setting.set_by.acting_for));
}

domain::RuleSetting FromProto(const RuleSetting& message) {
  domain::RuleSetting setting;
  setting.rule = message.rule();
  setting.plugin = message.plugin();
  setting.catalogue_id = message.catalogue_id();
  setting.mode = static_cast<domain::RuleMode>(message.mode());
  setting.from = DayFromNumber(message.from());
  setting.set_on = DayFromNumber(message.set_on());
  setting.by_profile = message.by_profile();
  setting.retroactive = message.retroactive();
  setting.set_by = {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))};
  return setting;
}

}  // namespace

PlainRecord EncodeMember(const domain::Member& member, const IdBytes& name_digest, const IdBytes& request) {
  const auto subject = domain::SubjectId::Of(member.id);
  MemberHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, IdToBytes(member.id), header);
  header.set_name_digest(IdToBytes(name_digest));
  header.set_request_digest(DigestToBytes(request));
  LicencesToProto(member.licences, header);
  for (const domain::Membership& membership : member.memberships) {
    Membership& message = *header.add_memberships();
    message.set_body(membership.body);
    if (membership.from) message.set_from(DayNumber(*membership.from));
    if (membership.until) message.set_until(DayNumber(*membership.until));
  }
  return Record(RecordType::kMember, subject, header, TextBodyOf(member.display_name));
}

PlainRecord EncodeSupervision(const domain::Supervision& supervision) {
  const auto subject = domain::SubjectId::Practice();
  SupervisionHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, {}, header);
  header.set_supervisee(IdToBytes(supervision.supervisee));
  header.set_supervisor(IdToBytes(supervision.supervisor));
  header.set_from(DayNumber(supervision.from));
  if (supervision.until) header.set_until(DayNumber(*supervision.until));
  return Record(RecordType::kSupervision, subject, header);
}

PlainRecord EncodeCase(const domain::NewCase& new_case, const IdBytes& code_digest, const IdBytes& request) {
  const auto subject = domain::SubjectId::Of(new_case.id);
  CaseHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, IdToBytes(new_case.id), header);
  header.set_code_digest(IdToBytes(code_digest));
  header.set_request_digest(DigestToBytes(request));
  return Record(RecordType::kCase, subject, header, TextBodyOf(new_case.code));
}

PlainRecord EncodeDecision(const domain::Decision& decision, const IdBytes& request) {
  DecisionHeader header;
  SetCommon(decision.subject, decision.key_class, IdToBytes(decision.id), header);
  header.set_kind(static_cast<uint32_t>(decision.kind));
  header.set_state(static_cast<uint32_t>(decision.state));
  header.set_follow_up(IdToBytes(decision.follow_up));
  header.set_proposer(IdToBytes(decision.proposer));
  header.set_approver(IdToBytes(decision.approver));
  header.set_by_operator(decision.caller.is_operator);
  header.set_acting_for(IdToBytes(decision.caller.acting_for));
  if (decision.until) header.set_until(DayNumber(*decision.until));
  header.set_finding(static_cast<uint32_t>(decision.finding));
  header.set_request_digest(DigestToBytes(request));
  return Record(RecordType::kDecision, decision.subject, header, TextBodyOf(decision.reason.Reveal()));
}

PlainRecord EncodeActivation(const domain::Activation& activation) {
  const auto subject = domain::SubjectId::Practice();
  ActivationHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, IdToBytes(activation.id), header);
  header.set_parameter_set(activation.parameter_set);
  for (const std::string& plugin : activation.plugins) header.add_plugins(plugin);
  for (const std::string& profile : activation.profiles) header.add_profiles(profile);
  header.set_effective_from(DayNumber(activation.effective_from));
  if (activation.on) header.set_on(DayNumber(*activation.on));
  for (const domain::RuleSetting& setting : activation.settings) ToProto(setting, *header.add_settings());
  for (const auto& [plugin, from] : activation.awaited) {
    AwaitedPlugin& awaited = *header.add_awaited();
    awaited.set_plugin(plugin);
    awaited.set_from(DayNumber(from));
  }
  header.set_request_digest(DigestToBytes(activation.request));
  header.set_profiles_kept(activation.profiles_kept);
  if (activation.profiles_from) header.set_profiles_from(DayNumber(*activation.profiles_from));
  for (const domain::ProfileInForce& profile : activation.reviews) {
    ProfileReview& review = *header.add_reviews();
    review.set_name(profile.name);
    review.set_version(profile.version);
    review.set_kind(profile.kind);
    if (profile.reviewed_on) review.set_reviewed_on(DayNumber(*profile.reviewed_on));
  }
  header.set_review_after_days(static_cast<uint32_t>(activation.review_after_days));
  if (activation.reason.empty()) return Record(RecordType::kActivation, subject, header);
  return Record(RecordType::kActivation, subject, header, TextBodyOf(activation.reason));
}

PlainRecord EncodeBatch(const domain::Batch& batch) {
  const auto subject = domain::SubjectId::Practice();
  BatchHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, IdToBytes(batch.id), header);
  header.set_file_digest(batch.file_digest);
  header.set_map_digest(batch.map_digest);
  header.set_policy_from(DayNumber(batch.policy_from));
  return Record(RecordType::kBatch, subject, header);
}

PlainRecord EncodeLoss(const domain::LossAccepted& loss) {
  const auto subject = domain::SubjectId::Practice();
  LossHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, {}, header);
  header.set_lost_from(loss.lost_from);
  header.set_lost_to(loss.lost_to);
  return Record(RecordType::kLossAccepted, subject, header, TextBodyOf(loss.reason));
}

PlainRecord EncodeRead(const domain::FirstRead& read) {
  ReadHeader header;
  SetCommon(read.subject, domain::KeyClass::kPersonal, {}, header);
  header.set_entry(IdToBytes(read.entry));
  header.set_reader(IdToBytes(read.reader));
  header.set_supervises_training(read.supervises_training);
  return Record(RecordType::kFirstRead, read.subject, header);
}

PlainRecord EncodeMerge(const domain::CaseMerged& merged) {
  const auto subject = domain::SubjectId::Of(merged.from);
  MergeHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, {}, header);
  header.set_into(IdToBytes(merged.into));
  header.set_by_operator(merged.caller.is_operator);
  header.set_acting_for(IdToBytes(merged.caller.acting_for));
  header.set_request_digest(DigestToBytes(merged.request));
  for (const auto& [from, into] : merged.follow_ups) {
    CarriedFollowUp& carried = *header.add_follow_ups();
    carried.set_from(IdToBytes(from));
    carried.set_into(IdToBytes(into));
  }
  return Record(RecordType::kCaseMerged, subject, header);
}

PlainRecord EncodeRestored(const domain::Restored& restored) {
  const auto subject = domain::SubjectId::Practice();
  RestoredHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, DigestToBytes(restored.backup), header);
  header.set_epoch(restored.epoch);
  header.set_records(restored.records);
  header.set_made_at(ToMicros(restored.made_at));
  header.set_erased_again(restored.erased_again);
  for (const uint64_t number : restored.erased_records) header.add_erased_records(number);
  return Record(RecordType::kRestored, subject, header);
}

absl::StatusOr<domain::Restored> DecodeRestored(std::string_view header) {
  RestoredHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::Restored{message.epoch(),
                          message.records(),
                          FromMicros(message.made_at()),
                          IdFromBytes(message.record_id()),
                          message.erased_again(),
                          {message.erased_records().begin(), message.erased_records().end()}};
}

PlainRecord EncodeKeyEvent(const domain::KeyEvent& event) {
  const auto subject = domain::SubjectId::Practice();
  KeyEventHeader header;
  SetCommon(subject, domain::KeyClass::kGeneral, {}, header);
  header.set_kind(static_cast<uint32_t>(event.kind));
  header.set_place(static_cast<uint32_t>(event.place));
  header.set_table_generation(event.table_generation);
  header.set_file_key(event.file_key);
  header.set_by_operator(event.caller.is_operator);
  header.set_acting_for(IdToBytes(event.caller.acting_for));
  return Record(RecordType::kKeyEvent, subject, header);
}

absl::StatusOr<domain::KeyEvent> DecodeKeyEvent(std::string_view header) {
  KeyEventHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::KeyEvent{static_cast<domain::KeyEventKind>(message.kind()),
                          static_cast<domain::KeyPlace>(message.place()),
                          message.table_generation(),
                          message.file_key(),
                          {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))}};
}

absl::StatusOr<std::string> DecodeText(const std::optional<std::string>& body) {
  TextBody message;
  if (!body) return std::string();
  if (!Parse(*body, message)) return UnreadablePart();
  return std::move(*message.mutable_text());
}

absl::StatusOr<domain::Member> DecodeMember(std::string_view header, const std::optional<std::string>& body) {
  MemberHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  auto name = DecodeText(body);
  if (!name.ok()) return name.status();
  domain::Member member;
  member.id = MemberId(IdFromBytes(message.record_id()));
  member.display_name = *std::move(name);
  member.licences = LicencesFrom(message);
  for (const Membership& each : message.memberships()) {
    member.memberships.push_back(
        {each.body(), DayFrom(each.has_from(), each.from()), DayFrom(each.has_until(), each.until())});
  }
  return member;
}

absl::StatusOr<domain::Supervision> DecodeSupervision(std::string_view header) {
  SupervisionHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::Supervision{MemberId(IdFromBytes(message.supervisee())), MemberId(IdFromBytes(message.supervisor())),
                             DayFromNumber(message.from()), DayFrom(message.has_until(), message.until())};
}

absl::StatusOr<domain::Decision> DecodeDecision(std::string_view header, const std::optional<std::string>& body) {
  DecisionHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  auto reason = DecodeText(body);
  if (!reason.ok()) return reason.status();
  domain::Decision decision;
  decision.id = DecisionId(IdFromBytes(message.record_id()));
  decision.kind = static_cast<domain::DecisionKind>(message.kind());
  decision.state = static_cast<domain::DecisionState>(message.state());
  decision.subject = SubjectFrom(message);
  decision.follow_up = FollowUpId(IdFromBytes(message.follow_up()));
  decision.key_class = static_cast<domain::KeyClass>(message.key_class());
  decision.proposer = MemberId(IdFromBytes(message.proposer()));
  decision.approver = MemberId(IdFromBytes(message.approver()));
  decision.caller = {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))};
  decision.reason = Sensitive<std::string>(*std::move(reason));
  decision.until = DayFrom(message.has_until(), message.until());
  decision.finding = static_cast<domain::Finding>(message.finding());
  return decision;
}

absl::StatusOr<domain::Activation> DecodeActivation(std::string_view header) {
  ActivationHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  domain::Activation activation;
  activation.parameter_set = message.parameter_set();
  activation.plugins.assign(message.plugins().begin(), message.plugins().end());
  activation.profiles.assign(message.profiles().begin(), message.profiles().end());
  activation.effective_from = DayFromNumber(message.effective_from());
  activation.id = ActivationId(IdFromBytes(message.record_id()));
  activation.on = DayFrom(message.has_on(), message.on());
  for (const RuleSetting& setting : message.settings()) activation.settings.push_back(FromProto(setting));
  for (const AwaitedPlugin& awaited : message.awaited()) {
    activation.awaited.emplace(awaited.plugin(), DayFromNumber(awaited.from()));
  }
  activation.request = IdFromBytes(message.request_digest());
  activation.profiles_kept = message.profiles_kept();
  activation.profiles_from = DayFrom(message.has_profiles_from(), message.profiles_from());
  for (const ProfileReview& review : message.reviews()) {
    activation.reviews.push_back(
        {review.name(), "", review.version(), review.kind(), DayFrom(review.has_reviewed_on(), review.reviewed_on())});
  }
  activation.review_after_days = static_cast<int32_t>(message.review_after_days());
  return activation;
}

absl::StatusOr<domain::Batch> DecodeBatch(std::string_view header) {
  BatchHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::Batch{BatchId(IdFromBytes(message.record_id())), message.file_digest(), message.map_digest(),
                       DayFromNumber(message.policy_from())};
}

absl::StatusOr<domain::FirstRead> DecodeRead(std::string_view header) {
  ReadHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  return domain::FirstRead{SubjectFrom(message), EntryId(IdFromBytes(message.entry())),
                           MemberId(IdFromBytes(message.reader())), message.supervises_training()};
}

absl::StatusOr<domain::CaseMerged> DecodeMerge(std::string_view header) {
  MergeHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  domain::CaseMerged merged;
  merged.from = CaseId(IdFromBytes(message.subject_id()));
  merged.into = CaseId(IdFromBytes(message.into()));
  merged.caller = {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))};
  merged.request = IdFromBytes(message.request_digest());
  for (const CarriedFollowUp& carried : message.follow_ups()) {
    merged.follow_ups.emplace_back(FollowUpId(IdFromBytes(carried.from())), FollowUpId(IdFromBytes(carried.into())));
  }
  return merged;
}

}  // namespace candor::store
