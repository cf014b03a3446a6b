#include "daemon/store/prepare.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/utf8.h"
#include "daemon/domain/concern.h"
#include "daemon/store/codec.h"
#include "daemon/store/entry_checks.h"
#include "daemon/store/names.h"
#include "daemon/store/record_reader.h"

namespace candor::store {
namespace {

constexpr size_t kLargestRecord = 48 * 1024;  // of an assessment; leaves room below the largest value
constexpr size_t kLargestTransaction = 768 * 1024;

absl::Status CheckName(std::string_view field, std::string_view name, size_t limit) {
  if (name.empty()) return InvalidField(field, "missing", "give a name");
  if (name.size() > limit) {
    return InvalidField(field, "too_long", absl::StrCat("the name is longer than ", limit, " bytes; shorten it"));
  }
  if (!IsUtf8(name)) return InvalidField(field, "not_utf8", "the name is not UTF-8; save it as UTF-8 and try again");
  return absl::OkStatus();
}

absl::Status CheckReason(std::string_view reason) {
  if (reason.size() > domain::kMaxReasonBytes) {
    return InvalidField("reason", "too_long", "the reason is longer than 16 KiB; shorten it");
  }
  if (!IsUtf8(reason)) return InvalidField("reason", "not_utf8", "the reason is not UTF-8; save it as UTF-8");
  return absl::OkStatus();
}

absl::Status MissingId(std::string_view field) {
  return InvalidField(field, "missing", "the id is missing");
}

absl::Status NoSubject(const domain::SubjectId& subject) {
  const bool of_case = subject.kind == domain::SubjectKind::kCase;
  return WithDetail(absl::NotFoundError(of_case ? "parent: there is no such case; open it first or check its name"
                                                : "parent: there is no such member; add the member first"),
                    {"parent", "not_found"});
}

// The digest that the next record keeps.
IdBytes RequestFor(const PreparedTransaction& out) {
  return out.records.empty() ? out.request : IdBytes{};
}

PreparedRecord::Repeatable RepeatableBy(const IdBytes& request) {
  return request == IdBytes{} ? PreparedRecord::Repeatable::kNo : PreparedRecord::Repeatable::kRequest;
}

}  // namespace

absl::StatusOr<PreparedTransaction> Preparer::Prepare(domain::Transaction transaction) const {
  PreparedTransaction prepared;
  if (erasures_ != nullptr) prepared.erasures = erasures_->generation();
  if (transaction.changes.empty()) return absl::InvalidArgumentError("there is nothing to record");
  if (!transaction.sent.empty()) prepared.request = RequestDigest(keys_.practice_keys(), transaction.sent);
  for (domain::Change& change : transaction.changes) {
    CANDOR_RETURN_IF_ERROR(std::visit([&](auto& value) { return Add(value, prepared); }, change));
  }
  for (const PreparedRecord& record : prepared.records) prepared.bytes += record.value.size();
  if (prepared.bytes > kLargestTransaction) {
    return absl::InvalidArgumentError("this is too much for one step; split it into smaller ones");
  }
  return prepared;
}

absl::StatusOr<std::shared_ptr<const crypto::SubjectKeys>> Preparer::KeysOf(const domain::SubjectId& subject,
                                                                            domain::KeyClass key_class) const {
  const crypto::KeyName name = KeyNameOf(subject, key_class);
  CANDOR_RETURN_IF_ERROR(CheckNotErased(subject, key_class));
  auto known = keys_.Get(name);
  if (known.ok() || !absl::IsNotFound(known.status())) return known;
  // That there is a second key says that something personal is on record. For bytes that nobody will read, one that is
  // no secret does.
  if (new_keys_ == NewKeys::kNone) return std::make_shared<const crypto::SubjectKeys>();
  if (subject.kind != domain::SubjectKind::kPractice) {
    if (key_class == domain::KeyClass::kGeneral) return NoSubject(subject);
    // The second key of a subject is made when it is first needed; the first one comes with the subject.
    const auto general = keys_.Get(KeyNameOf(subject, domain::KeyClass::kGeneral));
    if (absl::IsNotFound(general.status())) return NoSubject(subject);
    if (!general.ok()) return general.status();
  }
  return keys_.GetOrAdd(name);
}

absl::Status Preparer::CheckNotErased(const domain::SubjectId& subject, domain::KeyClass key_class) const {
  if (erasures_ == nullptr) return absl::OkStatus();
  if (erasures_->By(subject, domain::KeyClass::kGeneral)) {
    const bool of_case = subject.kind == domain::SubjectKind::kCase;
    return FailedField("parent", "erased",
                       of_case ? "the case was erased, and nothing more is recorded about it; open a new one"
                               : "what was recorded about the member was erased, and nothing more is recorded");
  }
  if (!erasures_->IsPending(subject, key_class)) return absl::OkStatus();
  return absl::UnavailableError("what is to be changed is being erased at this moment; try again later");
}

absl::Status Preparer::MakeKeyOf(const domain::SubjectId& subject) const {
  if (new_keys_ == NewKeys::kNone) return absl::OkStatus();
  return keys_.GetOrAdd(KeyNameOf(subject, domain::KeyClass::kGeneral)).status();
}

absl::StatusOr<PreparedRecord> Preparer::Seal(const PlainRecord& plain, decltype(domain::FoldRecord::what) what) const {
  PreparedRecord record;
  record.type = plain.type;
  CANDOR_ASSIGN_OR_RETURN(record.keys, KeysOf(plain.subject, plain.key_class));
  record.inner = InnerDigest(plain.header, plain.body);
  record.value = SealRecord(plain, ledger_, *record.keys);
  record.what = std::move(what);
  if (record.value.size() > kMaxValueBytes) {
    return absl::InvalidArgumentError("a record may hold 64 KiB; split it into smaller ones");
  }
  return record;
}

absl::Status Preparer::Add(const domain::Member& member, PreparedTransaction& out) const {
  if (member.id.empty()) return MissingId("member");
  CANDOR_RETURN_IF_ERROR(CheckName("display_name", member.display_name, domain::kMaxDisplayNameBytes));
  CANDOR_RETURN_IF_ERROR(MakeKeyOf(domain::SubjectId::Of(member.id)));
  const IdBytes digest = NameDigest(keys_.practice_keys(), member.display_name);
  const IdBytes request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeMember(member, digest, request),
                                                      domain::MemberRecorded{member.id, digest, request}));
  record.repeatable = RepeatableBy(request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Supervision& supervision, PreparedTransaction& out) const {
  if (supervision.supervisee == supervision.supervisor) {
    return InvalidField("supervisor", "same_member", "nobody supervises themselves; name another member");
  }
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeSupervision(supervision), supervision));
  record.members = {{"supervisee", supervision.supervisee.bytes()}, {"supervisor", supervision.supervisor.bytes()}};
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::NewCase& new_case, PreparedTransaction& out) const {
  if (new_case.id.empty()) return MissingId("case");
  CANDOR_RETURN_IF_ERROR(CheckName("code", new_case.code, domain::kMaxCodeBytes));
  CANDOR_RETURN_IF_ERROR(MakeKeyOf(domain::SubjectId::Of(new_case.id)));
  const IdBytes digest = CodeDigest(keys_.practice_keys(), new_case.code);
  const IdBytes request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeCase(new_case, digest, request),
                                                      domain::CaseRecorded{new_case.id, digest, request}));
  record.repeatable = RepeatableBy(request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

// A request id that was used more than seven days ago names a new entry: the next attempt.
absl::Status Preparer::Name(domain::NewEntry& entry, PreparedRecord& record) const {
  domain::EntryHeader& header = entry.entry.header;
  const crypto::PracticeKeys& keys = keys_.practice_keys();
  if (!entry.import_digest.empty()) {
    header.id = EntryIdOfRow(keys, entry.import_digest);
    record.repeatable = PreparedRecord::Repeatable::kRow;
  } else if (!entry.request_id.empty()) {
    record.repeatable = PreparedRecord::Repeatable::kRequest;
    const absl::Time now = clock_.Now();
    for (uint32_t attempt = 0;; ++attempt) {
      header.id = EntryIdOfRequest(keys, header.caller, entry.request_id, attempt);
      CANDOR_ASSIGN_OR_RETURN(const auto row, find_entry_(header.id));
      if (!row || row->recorded_at + kRequestLife > now) break;
    }
  } else if (header.id.empty()) {
    header.id = EntryId::Random();
  }
  return absl::OkStatus();
}

absl::Status Preparer::Add(domain::NewEntry& entry, PreparedTransaction& out) const {
  CompleteHeader(entry.entry);
  CANDOR_RETURN_IF_ERROR(CheckEntryShape(entry));
  PreparedRecord named;
  CANDOR_RETURN_IF_ERROR(Name(entry, named));
  const crypto::PracticeKeys& keys = keys_.practice_keys();
  domain::Entry& content = entry.entry;
  domain::EntryHeader& header = content.header;
  // A correction names the entry first written.
  const EntryId& concern = header.revises.empty() ? header.id : header.revises;
  if (domain::IsConcern(header)) header.partition = PartitionOf(keys, concern);
  const std::string canonical = CanonicalContent(content);
  header.order_digest = OrderDigest(keys, canonical);
  const IdBytes request = RequestFor(out);
  const IdBytes digest = request == IdBytes{} ? ContentDigest(keys, content.header, canonical) : request;
  const std::string row = entry.import_digest.empty() ? std::string() : ImportDigest(keys, entry.import_digest);
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record,
                          Seal(EncodeEntry(content, digest, row), domain::EntryRecorded{content.header, digest}));
  record.repeatable = named.repeatable;
  CollectReferences(content, record.members, record.cases);
  record.opened.entry = std::make_shared<domain::RecordedEntry>();
  record.opened.entry->entry = std::move(content);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Decision& decision, PreparedTransaction& out) const {
  if (decision.id.empty()) return MissingId("decision");
  CANDOR_RETURN_IF_ERROR(CheckReason(decision.reason.Reveal()));
  const IdBytes request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(
      PreparedRecord record,
      Seal(EncodeDecision(decision, request),
           domain::DecisionRecorded{decision.id, decision.kind, decision.state, decision.subject, decision.follow_up,
                                    decision.until, request, decision.key_class}));
  record.repeatable = RepeatableBy(request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

// One record holds 48 KiB: a large assessment becomes several in one transaction, sections first, so that progress is
// said only after what was concluded.
absl::Status Preparer::Add(const domain::Assessment& assessment, PreparedTransaction& out) const {
  std::vector<SealedSection> sections;
  std::string commitments;
  std::vector<std::shared_ptr<const domain::FollowUpSealed>> opened;
  domain::AssessmentRecorded what;
  size_t bytes = 0;
  const auto close = [&]() -> absl::Status {
    const PlainRecord plain = EncodeAssessment(assessment.answers_to, what.progress, sections, what.reassessment);
    CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, std::move(what)));
    record.inner = InnerDigest(plain.header, commitments);
    record.opened.sections = std::exchange(opened, {});
    out.records.push_back(std::move(record));
    sections.clear();
    commitments.clear();
    what = {};
    bytes = 0;
    return absl::OkStatus();
  };
  for (const domain::FollowUpSection& section : assessment.sections) {
    CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(section.clear.subject, section.clear.key_class));
    SealedSection sealed = SealSection(section, ledger_, *keys);
    const size_t size = sealed.clear.size() + sealed.sealed.size() + sealed.commitment.size() + 16;
    if (size > kLargestRecord) return absl::InvalidArgumentError("a follow-up is too large to be recorded");
    if (bytes + size > kLargestRecord) CANDOR_RETURN_IF_ERROR(close());
    bytes += size;
    commitments += sealed.commitment;
    what.sections.push_back(section.clear);
    sections.push_back(std::move(sealed));
    opened.push_back(std::make_shared<const domain::FollowUpSealed>(section.sealed));
  }
  for (const domain::SubjectProgress& progress : assessment.progress) {
    constexpr size_t kProgressBytes = 48;
    size_t size = kProgressBytes;
    for (const domain::NotAssessed& fault : progress.not_assessed) size += 32 + fault.plugin.size();
    if (bytes + size > kLargestRecord) CANDOR_RETURN_IF_ERROR(close());
    bytes += size;
    what.progress.push_back(progress);
  }
  // Last, so that what it says has been looked at stands before it.
  what.reassessment = assessment.reassessment;
  return close();
}

absl::Status Preparer::Add(const domain::Activation& activation, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckReason(activation.reason));
  domain::Activation what = activation;
  what.request = RequestFor(out);
  const PlainRecord plain = EncodeActivation(what);
  what.reason.clear();
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, what));
  record.repeatable = RepeatableBy(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Batch& batch, PreparedTransaction& out) const {
  if (batch.id.empty()) return MissingId("batch");
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeBatch(batch), batch));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Settings& settings, PreparedTransaction& out) const {
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeSettings(settings), settings));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::LossAccepted& loss, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckReason(loss.reason));
  domain::LossAccepted clear = loss;
  clear.reason.clear();
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeLoss(loss), std::move(clear)));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::FirstRead& read, PreparedTransaction& out) const {
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeRead(read), read));
  if (!read.reader.empty()) record.members = {{"reader", read.reader.bytes()}};
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::CaseMerged& merged, PreparedTransaction& out) const {
  if (merged.from == merged.into) return InvalidField("into", "same_case", "is the same case; name the one that stays");
  domain::CaseMerged what = merged;
  what.request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeMerge(what), what));
  record.repeatable = RepeatableBy(what.request);
  record.cases = {{"name", merged.from.bytes()}, {"into", merged.into.bytes()}};
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::ReportSigned& signature, PreparedTransaction& out) const {
  if (signature.id.empty()) return MissingId("signature");
  CANDOR_RETURN_IF_ERROR(CheckName("signer", signature.signer.Reveal(), domain::kMaxSignerBytes));
  domain::ReportSigned what = signature;
  what.request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(
      PreparedRecord record,
      Seal(EncodeReportSigned(what), domain::ReportSignedRecorded{what.id, what.from, what.to, what.request}));
  record.repeatable = RepeatableBy(what.request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::Restored& restored, PreparedTransaction& out) const {
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeRestored(restored), restored));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

// The keys that are there now are those that go, so each is told from one that is made later. What was called a second
// key is made where there is none, so that none is made between this and the record.
absl::Status Preparer::Add(const domain::Erasure& erasure, PreparedTransaction& out) const {
  if (erasure.id.empty()) return MissingId("erasure");
  if (erasure.subject.kind == domain::SubjectKind::kPractice || erasure.classes.empty()) return MissingId("subject");
  CANDOR_RETURN_IF_ERROR(CheckReason(erasure.reason.Reveal()));
  domain::Erasure what = erasure;
  what.keys.clear();
  const IdBytes request = RequestFor(out);
  for (const domain::KeyClass key_class : what.classes) {
    if (what.state != domain::DecisionState::kInForce) break;
    const bool again = what.why == domain::ErasureWhy::kRestored;
    const auto keys = again ? keys_.Get(KeyNameOf(what.subject, key_class)) : KeysOf(what.subject, key_class);
    if (again && absl::IsNotFound(keys.status())) continue;
    CANDOR_RETURN_IF_ERROR(keys.status());
    what.keys.push_back({key_class, CheckOfErasedKey(**keys)});
  }
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record,
                          Seal(EncodeErasure(what, request),
                               domain::ErasureRecorded{what.id, what.subject, what.classes, what.state, what.why,
                                                       what.proposer, what.approver, what.keys, request}));
  record.repeatable = RepeatableBy(request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::LegalHold& hold, PreparedTransaction& out) const {
  if (hold.id.empty()) return MissingId("hold");
  if (hold.subject.kind == domain::SubjectKind::kPractice) return MissingId("subject");
  CANDOR_RETURN_IF_ERROR(CheckReason(hold.reason.Reveal()));
  const IdBytes request = RequestFor(out);
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record,
                          Seal(EncodeHold(hold, request), domain::HoldRecorded{hold.id, hold.subject, hold.state,
                                                                               hold.proposer, hold.approver, request}));
  record.repeatable = RepeatableBy(request);
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::BackupTaken& backup, PreparedTransaction& out) const {
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeBackupTaken(backup), backup));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status Preparer::Add(const domain::KeyEvent& event, PreparedTransaction& out) const {
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(EncodeKeyEvent(event), event));
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

}  // namespace candor::store
