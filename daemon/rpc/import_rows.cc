#include "daemon/rpc/import_rows.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"

namespace candor::rpc {
namespace {

using domain::Entry;
using domain::SubjectId;

constexpr size_t kMaxKnownCases = 1 << 16;

bool IsBlank(const std::string& text) {
  return absl::StripAsciiWhitespace(text).empty();
}

// The reason as RowRefused has it.
std::string ReasonOf(const ErrorDetail& detail) {
  const bool about_a_date = detail.field.starts_with("entry.occurred") || detail.field.starts_with("entry.reported");
  if (detail.reason == "before_occurred") return "entered_before_date";
  if (about_a_date && detail.reason != "future_date") return "date";
  return detail.reason;
}

bool IsDateReason(const std::string& reason) {
  return reason == "date" || reason == "future_date" || reason == "entered_before_date";
}

absl::Status NoTherapist() {
  return InvalidField("therapist", "therapist", "missing; say whom the row is about");
}

// The field of `kind` that a path such as "consultation.consultant" names.
const domain::FieldInfo* PersonField(domain::Kind kind, const std::string& path) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const domain::KindInfo* info = domain::FindKind(kind);
  if (info == nullptr || info->slug != parts.first) return nullptr;
  const domain::FieldInfo* field = domain::FindField(kind, parts.second);
  return field != nullptr && field->type == domain::FieldType::kMember ? field : nullptr;
}

// The subject's id is filled in later for a case that is not there yet.
absl::StatusOr<domain::SubjectKind> SubjectKindOf(const v1::ImportRow& row, domain::Kind kind) {
  const domain::Scope scope = domain::FindKind(kind)->scope;
  if (scope == domain::Scope::kMember) return domain::SubjectKind::kMember;
  if (!IsBlank(row.client_code())) return domain::SubjectKind::kCase;
  if (scope == domain::Scope::kEither) return domain::SubjectKind::kMember;
  return InvalidField("client_code", "client", "missing; this type of row is about a client");
}

}  // namespace

const domain::View& ImportRows::view() {
  if (before_ != nullptr) return *before_;
  if (view_ == nullptr) view_ = store_.Latest();
  return *view_;
}

void ImportRows::TakeBack() {
  for (auto& [name, member] : last_.members) {
    if (member) {
      members_[name] = *std::move(member);
    } else {
      members_.erase(name);
    }
  }
  for (const std::string& code : last_.new_cases) cases_.erase(code);
  for (const auto& [pair, from] : last_.supervisions) {
    if (from) {
      supervisions_[pair] = *from;
    } else {
      supervisions_.erase(pair);
    }
  }
  last_ = {};
}

void ImportRows::Forget() {
  view_.reset();
  members_.clear();
  cases_.clear();
  supervisions_.clear();
}

void ImportRows::Trim() {
  // A view keeps what it shows alive, so none is held longer than a portion of rows.
  LookAnew();
  if (before_ == nullptr && cases_.size() > kMaxKnownCases) cases_.clear();
}

absl::StatusOr<domain::Member*> ImportRows::FindMember(const std::string& name) {
  if (const auto known = members_.find(name); known != members_.end()) return &known->second;
  const auto id = view().FindMember(name);
  if (absl::IsNotFound(id.status())) return nullptr;
  CANDOR_RETURN_IF_ERROR(id.status());
  CANDOR_ASSIGN_OR_RETURN(domain::Member member, view().GetMember(*id));
  return &members_.emplace(name, std::move(member)).first->second;
}

absl::StatusOr<MemberId> ImportRows::MemberFor(const v1::NamedPerson& person, const std::string& field, Day day,
                                               domain::Transaction& transaction) {
  CANDOR_ASSIGN_OR_RETURN(std::string name,
                          PersonFromWire(person.display_name(), absl::StrCat(field, ".display_name")));
  CANDOR_ASSIGN_OR_RETURN(domain::Member * member, FindMember(name));
  std::optional<domain::LicenceClass> licence;
  if (person.has_licence()) {
    CANDOR_ASSIGN_OR_RETURN(licence, LicenceFromWire(person.licence(), absl::StrCat(field, ".licence")));
  }
  const bool is_new = member == nullptr;
  last_.members.try_emplace(name, is_new ? std::nullopt : std::optional(*member));
  if (is_new) {
    const MemberId id = MemberId::Random();
    member = &members_.emplace(name, domain::Member{id, name, {}}).first->second;
  }
  const bool says_more = licence && domain::AddLicence(*member, day, *licence);
  if (is_new || says_more) {
    (is_new ? made_ : changed_).insert(member->id);
    transaction.changes.push_back(*member);
  }
  return member->id;
}

absl::StatusOr<CaseId> ImportRows::CaseFor(const std::string& code, domain::Transaction& transaction) {
  CANDOR_ASSIGN_OR_RETURN(std::string name, NameFromWire(code, "client_code", domain::kMaxCodeBytes));
  if (const auto known = cases_.find(name); known != cases_.end()) return known->second;
  auto id = view().FindCase(name);
  if (absl::IsNotFound(id.status())) {
    id = CaseId::Random();
    transaction.changes.push_back(domain::NewCase{*id, name});
    last_.new_cases.push_back(name);
  }
  CANDOR_RETURN_IF_ERROR(id.status());
  cases_.emplace(std::move(name), *id);
  return id;
}

absl::Status ImportRows::AddSupervision(const MemberId& supervisee, const MemberId& supervisor, Day from,
                                        domain::Transaction& transaction) {
  const auto key = std::make_pair(supervisee, supervisor);
  auto known = supervisions_.find(key);
  if (known == supervisions_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> all, view().SupervisionsOf(supervisee));
    for (const domain::Supervision& each : all) {
      if (each.supervisee != supervisee || each.supervisor != supervisor) continue;
      if (known == supervisions_.end()) {
        known = supervisions_.emplace(key, each.from).first;
      } else {
        known->second = std::min(known->second, each.from);
      }
    }
  }
  if (known != supervisions_.end() && known->second <= from) return absl::OkStatus();
  last_.supervisions.try_emplace(key, known == supervisions_.end() ? std::nullopt : std::optional(known->second));
  supervisions_[key] = from;
  if (!made_.contains(supervisee)) changed_.insert(supervisee);
  transaction.changes.push_back(domain::Supervision{supervisee, supervisor, from, std::nullopt});
  return absl::OkStatus();
}

absl::StatusOr<Entry> ImportRows::ReadContent(const v1::ImportRow& row) const {
  // A file that does not say when a row was written down claims the day on which it happened.
  std::optional<v1::Entry> completed;
  if (!row.entry().has_reported()) {
    completed = row.entry();
    *completed->mutable_reported() = completed->occurred();
  }
  auto entry = ReadEntryContent(completed ? *completed : row.entry(), today_, "entry");
  const bool no_therapist = IsBlank(row.therapist().display_name());
  if (entry.ok()) {
    if (no_therapist) return NoTherapist();
    return entry;
  }
  const auto detail = DetailOf(entry.status());
  if (!detail) return entry.status();
  const std::string reason = ReasonOf(*detail);
  if (no_therapist && !IsDateReason(reason)) return NoTherapist();
  return WithDetail(entry.status(), {detail->field, reason});
}

absl::Status ImportRows::AddPeople(const v1::ImportRow& row, Entry& entry, domain::Transaction& transaction) {
  for (const v1::PersonFact& fact : row.people()) {
    const domain::FieldInfo* field = PersonField(entry.kind, fact.field());
    if (field == nullptr) {
      return InvalidField("people.field", "people", "not a field of this type of row that names a person");
    }
    CANDOR_ASSIGN_OR_RETURN(const MemberId id, MemberFor(fact.person(), absl::StrCat("entry.", fact.field()),
                                                         entry.header.occurred.day, transaction));
    entry.facts.SetId(field->id, id.bytes());
  }
  if (!entry.header.personal) entry.header.facts = entry.facts.OfClass(domain::FieldClass::kTriage);
  return absl::OkStatus();
}

absl::StatusOr<domain::Transaction> ImportRows::Prepare(const v1::ImportRow& row) {
  last_ = {};
  absl::StatusOr<domain::Transaction> transaction = PrepareRow(row);
  if (!transaction.ok()) TakeBack();
  return transaction;
}

absl::StatusOr<domain::Transaction> ImportRows::PrepareRow(const v1::ImportRow& row) {
  CANDOR_ASSIGN_OR_RETURN(Entry entry, ReadContent(row));
  CANDOR_ASSIGN_OR_RETURN(const domain::SubjectKind subject, SubjectKindOf(row, entry.kind));
  if (row.row_digest().size() != domain::kImportDigestBytes) {
    return InvalidField("row_digest", "row_digest", "not 32 bytes; the client makes it from the row's cells");
  }
  if (entry.kind == domain::Kind::kRetraction) {
    return InvalidField("entry.facts", "type", "a retraction cannot be imported; take the entry back in Candor");
  }
  CANDOR_RETURN_IF_ERROR(CheckReferences(view(), entry, "entry"));
  domain::Transaction transaction;
  domain::EntryHeader& header = entry.header;
  CANDOR_ASSIGN_OR_RETURN(header.therapist, MemberFor(row.therapist(), "therapist", header.occurred.day, transaction));
  if (row.has_supervisor() && !IsBlank(row.supervisor().display_name())) {
    CANDOR_ASSIGN_OR_RETURN(const MemberId supervisor,
                            MemberFor(row.supervisor(), "supervisor", header.occurred.day, transaction));
    if (supervisor != header.therapist) {
      CANDOR_RETURN_IF_ERROR(AddSupervision(header.therapist, supervisor, header.occurred.day, transaction));
      if (row.supervisor_reads_first()) header.first_reader = supervisor;
    }
  }
  CANDOR_RETURN_IF_ERROR(AddPeople(row, entry, transaction));
  if (subject == domain::SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const CaseId id, CaseFor(row.client_code(), transaction));
    header.subject = SubjectId::Of(id);
  } else {
    header.subject = SubjectId::Of(header.therapist);
  }
  header.author = header.therapist;
  header.caller = caller_;
  header.source = domain::Source::kImport;
  header.batch = batch_;
  transaction.changes.push_back(domain::NewEntry{std::move(entry), "", row.row_digest()});
  return transaction;
}

}  // namespace candor::rpc
