#include <google/protobuf/arena.h>

#include <utility>

#include "daemon/domain/vocabulary.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Entries: header, body, facts.
namespace candor::store {
namespace {

using google::protobuf::Arena;
using google::protobuf::RepeatedPtrField;

void ToProto(const domain::Facts& facts, RepeatedPtrField<Fact>& messages) {
  messages.Reserve(static_cast<int>(facts.all().size()));
  for (const domain::Fact& fact : facts.all()) {
    Fact& message = *messages.Add();
    message.set_field(fact.field);
    if (const auto* number = std::get_if<int64_t>(&fact.value)) {
      message.set_number(*number);
    } else if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
      message.set_id(IdToBytes(*id));
    } else {
      message.set_text(std::get<std::string>(fact.value));
    }
  }
}

void FromProto(const RepeatedPtrField<Fact>& messages, domain::Facts& facts) {
  for (const Fact& message : messages) {
    const auto field = static_cast<domain::FieldId>(message.field());
    switch (message.value_case()) {
      case Fact::kNumber:
        facts.SetNumber(field, message.number());
        break;
      case Fact::kId:
        facts.SetId(field, IdFromBytes(message.id()));
        break;
      case Fact::kText:
        facts.SetText(field, message.text());
        break;
      case Fact::VALUE_NOT_SET:
        break;
    }
  }
}

void NarrativeToProto(const domain::Narrative& narrative, EntryBody& body) {
  body.set_note(narrative.note);
  for (const domain::ImportedCell& cell : narrative.imported_cells) {
    ImportedCell& message = *body.add_imported_cells();
    message.set_column(cell.column);
    message.set_text(cell.text);
  }
}

// A personal entry's body has all its facts, another's what its header may not have.
domain::Facts BodyFacts(const domain::Entry& entry) {
  if (entry.header.personal) return entry.facts;
  return domain::Facts::Merge(entry.facts.OfClass(domain::FieldClass::kDetail),
                              entry.facts.OfClass(domain::FieldClass::kNarrative));
}

void SetMoments(const domain::EntryHeader& header, EntryHeader& message) {
  message.set_occurred_day(DayNumber(header.occurred.day));
  if (header.occurred.minute_of_day) message.set_occurred_minute(*header.occurred.minute_of_day);
  if (header.occurred.utc_offset_minutes) message.set_occurred_utc_offset(*header.occurred.utc_offset_minutes);
  message.set_reported_day(DayNumber(header.reported.day));
  if (header.reported.minute_of_day) message.set_reported_minute(*header.reported.minute_of_day);
  if (header.reported.utc_offset_minutes) message.set_reported_utc_offset(*header.reported.utc_offset_minutes);
}

std::optional<int32_t> Present(bool present, int32_t value) {
  return present ? std::optional<int32_t>(value) : std::nullopt;
}

}  // namespace

void ToProto(const domain::EntryHeader& header, EntryHeader& message) {
  SetCommon(header.subject, domain::KeyClassOf(header), IdToBytes(header.id), message);
  message.set_partition(header.partition);
  message.set_kind(static_cast<uint32_t>(header.kind));
  message.set_personal(header.personal);
  message.set_therapist(IdToBytes(header.therapist));
  message.set_author(IdToBytes(header.author));
  message.set_by_operator(header.caller.is_operator);
  message.set_acting_for(IdToBytes(header.caller.acting_for));
  message.set_first_reader(IdToBytes(header.first_reader));
  message.set_source(static_cast<uint32_t>(header.source));
  message.set_basis(static_cast<uint32_t>(header.basis));
  message.set_stage(static_cast<uint32_t>(header.stage));
  SetMoments(header, message);
  message.set_revises(IdToBytes(header.revises));
  // Any other retraction is known by its kind.
  message.set_retracts(header.retracts && header.personal);
  message.set_take_back(static_cast<uint32_t>(header.take_back));
  if (!header.moved_from.entry.empty()) {
    message.set_moved_from_kind(static_cast<uint32_t>(header.moved_from.subject.kind));
    message.set_moved_from_subject(IdToBytes(header.moved_from.subject.id));
    message.set_moved_from(IdToBytes(header.moved_from.entry));
  }
  if (!header.responds_to.entry.empty()) {
    message.set_responds_to_kind(static_cast<uint32_t>(header.responds_to.subject.kind));
    message.set_responds_to_subject(IdToBytes(header.responds_to.subject.id));
    message.set_responds_to(IdToBytes(header.responds_to.entry));
  }
  message.set_matter(IdToBytes(header.matter));
  message.set_batch(IdToBytes(header.batch));
  message.set_order_digest(header.order_digest);
  ToProto(header.facts, *message.mutable_facts());
}

domain::EntryHeader FromProto(const EntryHeader& message) {
  domain::EntryHeader header;
  header.id = EntryId(IdFromBytes(message.record_id()));
  header.subject = SubjectFrom(message);
  header.kind = static_cast<domain::Kind>(message.kind());
  header.personal = message.personal();
  header.therapist = MemberId(IdFromBytes(message.therapist()));
  header.author = MemberId(IdFromBytes(message.author()));
  header.caller = {message.by_operator(), MemberId(IdFromBytes(message.acting_for()))};
  header.first_reader = MemberId(IdFromBytes(message.first_reader()));
  header.source = static_cast<domain::Source>(message.source());
  header.basis = static_cast<domain::Basis>(message.basis());
  header.stage = static_cast<domain::Stage>(message.stage());
  header.occurred = {DayFromNumber(message.occurred_day()),
                     Present(message.has_occurred_minute(), message.occurred_minute()),
                     Present(message.has_occurred_utc_offset(), message.occurred_utc_offset())};
  header.reported = {DayFromNumber(message.reported_day()),
                     Present(message.has_reported_minute(), message.reported_minute()),
                     Present(message.has_reported_utc_offset(), message.reported_utc_offset())};
  header.revises = EntryId(IdFromBytes(message.revises()));
  header.retracts = message.retracts() || header.kind == domain::Kind::kRetraction;
  header.take_back = static_cast<domain::TakeBack>(message.take_back());
  if (!message.moved_from().empty()) {
    header.moved_from.subject = {static_cast<domain::SubjectKind>(message.moved_from_kind()),
                                 IdFromBytes(message.moved_from_subject())};
    header.moved_from.entry = EntryId(IdFromBytes(message.moved_from()));
  }
  if (!message.responds_to().empty()) {
    header.responds_to.subject = {static_cast<domain::SubjectKind>(message.responds_to_kind()),
                                  IdFromBytes(message.responds_to_subject())};
    header.responds_to.entry = EntryId(IdFromBytes(message.responds_to()));
  }
  header.matter = EntryId(IdFromBytes(message.matter()));
  header.batch = BatchId(IdFromBytes(message.batch()));
  header.partition = message.partition();
  header.order_digest = message.order_digest();
  FromProto(message.facts(), header.facts);
  return header;
}

PlainRecord EncodeEntry(const domain::Entry& entry, const IdBytes& content, std::string_view import_digest) {
  Arena arena;
  auto* header = Arena::CreateMessage<EntryHeader>(&arena);
  ToProto(entry.header, *header);
  header->set_content_digest(IdToBytes(content));
  header->set_import_digest(ToBytes(import_digest));
  auto* body = Arena::CreateMessage<EntryBody>(&arena);
  if (entry.header.personal) body->set_kind(static_cast<uint32_t>(entry.kind));
  ToProto(BodyFacts(entry), *body->mutable_facts());
  NarrativeToProto(entry.narrative.Reveal(), *body);
  PlainRecord record;
  record.type = RecordType::kEntry;
  record.subject = entry.header.subject;
  record.key_class = static_cast<domain::KeyClass>(header->key_class());
  record.header = header->SerializeAsString();
  record.body = body->SerializeAsString();
  return record;
}

std::string CanonicalContent(const domain::Entry& entry) {
  Arena arena;
  auto* body = Arena::CreateMessage<EntryBody>(&arena);
  body->set_kind(static_cast<uint32_t>(entry.kind));
  ToProto(entry.facts, *body->mutable_facts());
  NarrativeToProto(entry.narrative.Reveal(), *body);
  return body->SerializeAsString();
}

std::string HandedInHeader(const domain::EntryHeader& header) {
  Arena arena;
  auto* message = Arena::CreateMessage<EntryHeader>(&arena);
  ToProto(header, *message);
  message->clear_record_id();
  message->clear_batch();
  message->clear_order_digest();
  message->clear_partition();
  message->clear_facts();
  return message->SerializeAsString();
}

absl::StatusOr<domain::EntryHeader> DecodeEntryHeader(std::string_view header) {
  Arena arena;
  auto* message = Arena::CreateMessage<EntryHeader>(&arena);
  if (!Parse(header, *message)) return UnreadablePart();
  return FromProto(*message);
}

absl::StatusOr<domain::Entry> DecodeEntry(std::string_view header, const std::optional<std::string>& body) {
  auto decoded = DecodeEntryHeader(header);
  if (!decoded.ok()) return decoded.status();
  domain::Entry entry;
  entry.header = *std::move(decoded);
  entry.kind = entry.header.kind;
  entry.facts = entry.header.facts;
  if (!body) return entry;
  Arena arena;
  auto* message = Arena::CreateMessage<EntryBody>(&arena);
  if (!Parse(*body, *message)) return UnreadablePart();
  if (entry.header.personal) entry.kind = static_cast<domain::Kind>(message->kind());
  domain::Facts facts;
  FromProto(message->facts(), facts);
  entry.facts = domain::Facts::Merge(entry.header.facts, facts);
  domain::Narrative narrative;
  narrative.note = message->note();
  for (const ImportedCell& cell : message->imported_cells()) {
    narrative.imported_cells.push_back({cell.column(), cell.text()});
  }
  entry.narrative = Sensitive<domain::Narrative>(std::move(narrative));
  return entry;
}

}  // namespace candor::store
