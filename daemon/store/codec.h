#ifndef CANDOR_DAEMON_STORE_CODEC_H_
#define CANDOR_DAEMON_STORE_CODEC_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/crypto/subject_keys.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/member.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/store/envelope.h"

// Domain values to headers and bodies (record.proto) and back. Facts are encoded by the vocabulary's field ids, so that
// a new kind needs no code here. Decoders answer DATA_LOSS for bytes that are no such message.
namespace candor::store {

// `request`: the keyed digest of the call that makes it; zeros: none, and takes no room. The same below.
PlainRecord EncodeMember(const domain::Member& member, const IdBytes& name_digest, const IdBytes& request);
PlainRecord EncodeSupervision(const domain::Supervision& supervision);
PlainRecord EncodeCase(const domain::NewCase& new_case, const IdBytes& code_digest, const IdBytes& request);
// `import_digest`: empty or the 16 keyed bytes.
PlainRecord EncodeEntry(const domain::Entry& entry, const IdBytes& content, std::string_view import_digest);
PlainRecord EncodeDecision(const domain::Decision& decision, const IdBytes& request);
PlainRecord EncodeActivation(const domain::Activation& activation);
PlainRecord EncodeBatch(const domain::Batch& batch);
PlainRecord EncodeSettings(const domain::Settings& settings);
PlainRecord EncodeLoss(const domain::LossAccepted& loss);
PlainRecord EncodeRead(const domain::FirstRead& read);
// `merged.request` is the keyed digest of the call.
PlainRecord EncodeMerge(const domain::CaseMerged& merged);
// `signature.request` is the keyed digest of the call.
PlainRecord EncodeReportSigned(const domain::ReportSigned& signature);
PlainRecord EncodeRestored(const domain::Restored& restored);
PlainRecord EncodeKeyEvent(const domain::KeyEvent& event);
PlainRecord EncodeErasure(const domain::Erasure& erasure, const IdBytes& request);
PlainRecord EncodeHold(const domain::LegalHold& hold, const IdBytes& request);
PlainRecord EncodeBackupTaken(const domain::BackupTaken& backup);
PlainRecord EncodeEnrolment(const domain::EnrolmentRecorded& enrolment);
// `change.request`, and those of the three below, are the keyed digest of the call.
PlainRecord EncodeRole(const domain::RoleChange& change);
PlainRecord EncodeAccess(const domain::Access& access);
PlainRecord EncodeNonUse(const domain::NonUseAccepted& accepted);
PlainRecord EncodeLogReview(const domain::LogReviewed& review);
PlainRecord EncodeDisclosure(const domain::Disclosed& disclosed);
// `emergency.request` is the keyed digest of the call. Its words are the reason of the first record, else the remark.
PlainRecord EncodeEmergency(const domain::Emergency& emergency);
PlainRecord EncodeConcernNotice(const domain::ConcernNotice& notice);
// What tells a key that is erased from one that is made after it, and nothing else.
std::array<uint8_t, 8> CheckOfErasedKey(const crypto::SubjectKeys& keys);

// Of an assessment: header, and one section after another. `sealed` is what SealSection() made of the section.
struct SealedSection {
  std::string clear;  // EncodeClear()
  std::string sealed;
  std::string commitment;  // 32 bytes
};
std::string EncodeClear(const domain::FollowUpClear& clear);
absl::StatusOr<domain::FollowUpClear> DecodeClear(std::string_view bytes);
std::string EncodeSealed(const domain::FollowUpSealed& sealed);
absl::StatusOr<domain::FollowUpSealed> DecodeSealed(std::string_view bytes);
PlainRecord EncodeAssessment(uint64_t answers_to, const std::vector<domain::SubjectProgress>& progress,
                             const std::vector<SealedSection>& sections,
                             const std::optional<domain::Reassessment>& reassessment = std::nullopt);
// The body of an assessment.
std::string EncodeSections(const std::vector<SealedSection>& sections);
absl::StatusOr<std::vector<SealedSection>> DecodeSections(std::string_view body);
// One of these, counted from 0, without looking at the others. DATA_LOSS: there are fewer.
absl::StatusOr<SealedSection> DecodeSection(std::string_view body, uint32_t number);

// What an order digest is taken of: kind and everything that was recorded, in the order of the fields.
std::string CanonicalContent(const domain::Entry& entry);
// The header without what the store gives out (id, batch, digests): with CanonicalContent() all that was handed in.
std::string HandedInHeader(const domain::EntryHeader& header);

// Whose key seals the body.
struct KeySlot {
  domain::SubjectId subject;
  domain::KeyClass key_class = domain::KeyClass::kGeneral;
};
absl::StatusOr<KeySlot> DecodeKeySlot(std::string_view header);

// What the fold sees of a record.
absl::StatusOr<domain::FoldRecord> DecodeForFold(const Envelope& envelope);

absl::StatusOr<domain::EntryHeader> DecodeEntryHeader(std::string_view header);
// `body`: nullopt when its key is gone; the entry then has the triage fields only.
absl::StatusOr<domain::Entry> DecodeEntry(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::Member> DecodeMember(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::Supervision> DecodeSupervision(std::string_view header);
absl::StatusOr<domain::Decision> DecodeDecision(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::Activation> DecodeActivation(std::string_view header);
absl::StatusOr<domain::Batch> DecodeBatch(std::string_view header);
absl::StatusOr<domain::Settings> DecodeSettings(std::string_view header);
absl::StatusOr<domain::FirstRead> DecodeRead(std::string_view header);
absl::StatusOr<domain::CaseMerged> DecodeMerge(std::string_view header);
// Without the name, the statement and the figures when the key is gone.
absl::StatusOr<domain::ReportSigned> DecodeReportSigned(std::string_view header,
                                                        const std::optional<std::string>& body);
absl::StatusOr<domain::ReportSignedRecorded> DecodeReportSignedRecorded(std::string_view header);
absl::StatusOr<domain::Restored> DecodeRestored(std::string_view header);
absl::StatusOr<domain::KeyEvent> DecodeKeyEvent(std::string_view header);
absl::StatusOr<domain::ErasureRecorded> DecodeErasureRecorded(std::string_view header);
// Without `recorded_at` and `number`, which are not in it.
absl::StatusOr<domain::KeptErasure> DecodeErasure(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::HoldRecorded> DecodeHoldRecorded(std::string_view header);
absl::StatusOr<domain::KeptHold> DecodeHold(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::BackupTaken> DecodeBackupTaken(std::string_view header);
// Without `recorded_at`, which is not in it.
absl::StatusOr<domain::EnrolmentRecorded> DecodeEnrolment(std::string_view header);
// Without `recorded_at` and `number`, which are not in them; nullopt for `body`: without the texts.
absl::StatusOr<domain::RoleChange> DecodeRole(std::string_view header);
absl::StatusOr<domain::Access> DecodeAccess(std::string_view header);
absl::StatusOr<domain::NonUseAccepted> DecodeNonUse(std::string_view header);
absl::StatusOr<domain::LogReviewed> DecodeLogReview(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::Disclosed> DecodeDisclosure(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::Emergency> DecodeEmergency(std::string_view header, const std::optional<std::string>& body);
absl::StatusOr<domain::ConcernNotice> DecodeConcernNotice(std::string_view header,
                                                          const std::optional<std::string>& body);
// All that a record says, but for an assessment, whose sections are opened one by one.
absl::StatusOr<domain::LedgerRecord::What> DecodeWhole(const Envelope& envelope,
                                                       const std::optional<std::string>& body);
// AssessmentHeader's `answers_to`.
absl::StatusOr<uint64_t> DecodeAnswersTo(std::string_view header);
// Display name, code or reason; empty when the key is gone.
absl::StatusOr<std::string> DecodeText(const std::optional<std::string>& body);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_CODEC_H_
