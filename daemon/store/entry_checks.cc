#include "daemon/store/entry_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/domain/vocabulary.h"

namespace candor::store {
namespace {

// Each covered case has a row of its own in the same atomic write.
constexpr size_t kMostCovered = 100;
constexpr size_t kLongestRequestId = 256;

absl::Status CheckKind(const domain::Entry& entry) {
  const domain::KindInfo* kind = domain::FindKind(entry.kind);
  if (kind == nullptr) {
    return InvalidField("facts", "unknown_kind", "this kind of entry is not taken; see the list of kinds in the help");
  }
  const bool of_case = entry.header.subject.kind == domain::SubjectKind::kCase;
  const bool of_member = entry.header.subject.kind == domain::SubjectKind::kMember;
  const bool fits = (kind->scope == domain::Scope::kCase && of_case) ||
                    (kind->scope == domain::Scope::kMember && of_member) ||
                    (kind->scope == domain::Scope::kEither && (of_case || of_member));
  if (!fits) {
    return InvalidField("parent", "wrong_subject",
                        "this kind of entry belongs elsewhere; give a case for what happens with a client and a member "
                        "for what concerns the member alone");
  }
  return absl::OkStatus();
}

absl::Status CheckText(std::string_view field, std::string_view text, size_t limit) {
  if (text.size() > limit)
    return InvalidField(field, "too_long", "the text is too long; shorten it or split the entry");
  if (!IsUtf8(text)) return InvalidField(field, "not_utf8", "the text is not UTF-8; save it as UTF-8 and try again");
  return absl::OkStatus();
}

absl::Status CheckNarrative(const domain::Narrative& narrative) {
  CANDOR_RETURN_IF_ERROR(CheckText("note", narrative.note, domain::kMaxNoteBytes));
  for (const domain::ImportedCell& cell : narrative.imported_cells) {
    CANDOR_RETURN_IF_ERROR(CheckText("imported_cells", cell.column, domain::kMaxNoteBytes));
    CANDOR_RETURN_IF_ERROR(CheckText("imported_cells", cell.text, domain::kMaxNoteBytes));
  }
  return absl::OkStatus();
}

size_t SizeOf(const domain::Entry& entry) {
  size_t size = entry.narrative.Reveal().note.size();
  for (const domain::ImportedCell& cell : entry.narrative.Reveal().imported_cells) {
    size += cell.column.size() + cell.text.size();
  }
  for (const domain::Fact& fact : entry.facts.all()) {
    const auto* text = std::get_if<std::string>(&fact.value);
    size += 16 + (text == nullptr ? 0 : text->size());
  }
  return size;
}

}  // namespace

void CompleteHeader(domain::Entry& entry) {
  const domain::KindInfo* kind = domain::FindKind(entry.kind);
  entry.header.retracts = entry.kind == domain::Kind::kRetraction;
  if (!entry.header.retracts) entry.header.take_back = domain::TakeBack::kPlain;
  // A retraction is as personal as what it takes back, which only the caller knows here; CheckRevision() holds it
  // against the entry.
  const bool of_personal = entry.header.retracts && entry.header.personal;
  entry.header.personal = of_personal || (kind != nullptr && kind->personal);
  entry.header.kind = entry.header.personal ? domain::Kind::kNone : entry.kind;
  entry.header.facts = entry.header.personal ? domain::Facts() : entry.facts.OfClass(domain::FieldClass::kTriage);
}

absl::Status CheckEntryShape(const domain::NewEntry& entry) {
  const domain::EntryHeader& header = entry.entry.header;
  CANDOR_RETURN_IF_ERROR(CheckKind(entry.entry));
  CANDOR_RETURN_IF_ERROR(domain::CheckFacts(entry.entry.kind, entry.entry.facts));
  CANDOR_RETURN_IF_ERROR(CheckNarrative(entry.entry.narrative.Reveal()));
  if (SizeOf(entry.entry) > domain::kMaxEntryBytes) {
    return InvalidField("entry", "too_long", "the entry is longer than 32 KiB; split it over two entries");
  }
  if (header.therapist.empty()) return InvalidField("therapist", "missing", "say which member the entry is about");
  // A concern may be raised without a name.
  const bool unnamed = header.caller.is_nobody() && header.kind == domain::Kind::kConcern && header.revises.empty();
  if (header.author.empty() && !unnamed) {
    return InvalidField("author", "missing", "say which member wrote the entry");
  }
  if (entry.entry.kind == domain::Kind::kRetraction && header.revises.empty()) {
    return InvalidField("revises", "missing", "say which entry is retracted");
  }
  if (entry.request_id.size() > kLongestRequestId) {
    return InvalidField("request_id", "too_long", "a request id has at most 256 characters; a UUID is enough");
  }
  if (!entry.import_digest.empty() && entry.import_digest.size() != domain::kImportDigestBytes) {
    return InvalidField("import_digest", "wrong_size", "the digest of a row has 32 bytes (SHA-256)");
  }
  if (!entry.import_digest.empty() && !entry.request_id.empty()) {
    return InvalidField("request_id", "not_both", "an imported row is known by its digest; leave the request id empty");
  }
  if (domain::CoversOf(header).size() > kMostCovered) {
    return InvalidField("facts.covers", "too_many", "a note covers at most 100 cases; write a second one for the rest");
  }
  return absl::OkStatus();
}

void CollectReferences(const domain::Entry& entry, std::vector<Reference>& members, std::vector<Reference>& cases) {
  const domain::EntryHeader& header = entry.header;
  members.push_back({"therapist", header.therapist.bytes()});
  if (!header.author.empty() && header.author != header.therapist) members.push_back({"author", header.author.bytes()});
  if (!header.first_reader.empty()) members.push_back({"first_reader", header.first_reader.bytes()});
  if (header.subject.kind == domain::SubjectKind::kMember) members.push_back({"parent", header.subject.id});
  if (header.subject.kind == domain::SubjectKind::kCase) cases.push_back({"parent", header.subject.id});
  for (const domain::Fact& fact : entry.facts.all()) {
    const auto* id = std::get_if<IdBytes>(&fact.value);
    const domain::FieldInfo* info = domain::FindField(fact.field);
    if (id == nullptr || info == nullptr) continue;
    std::string field = absl::StrCat("facts.", ToAbsl(info->name));
    (info->type == domain::FieldType::kMember ? members : cases).push_back({std::move(field), *id});
  }
}

}  // namespace candor::store
