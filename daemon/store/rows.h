#ifndef CANDOR_DAEMON_STORE_ROWS_H_
#define CANDOR_DAEMON_STORE_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/projections.h"
#include "daemon/ledger/frontier.h"

// The values of projection rows. FORMAT.md draws them. Decoders answer DATA_LOSS for bytes that are no such row.
namespace candor::store {

// Up to where the projections have been folded, and what appending goes on from.
struct Watermark {
  uint64_t size = 0;                              // records folded
  uint64_t entries = 0;                           // of which entries
  absl::Time recorded_at = absl::InfinitePast();  // of the last of them
  ledger::Frontier frontier;                      // over the same records

  bool operator==(const Watermark&) const = default;
};

// Says by which version of the fold the rows were made.
std::string EncodeRow(const Watermark& watermark);
// DATA_LOSS for one of another version too.
absl::StatusOr<Watermark> DecodeWatermark(std::string_view bytes);

std::string EncodeRow(const domain::MemberRow& row);
absl::StatusOr<domain::MemberRow> DecodeMemberRow(std::string_view bytes);
std::string EncodeRow(const domain::CaseRow& row);
absl::StatusOr<domain::CaseRow> DecodeCaseRow(std::string_view bytes);
// The entries of a member that tell who is away and who supervises.
std::string EncodeStaffing(const std::vector<domain::EntryHeader>& staffing);
absl::StatusOr<std::vector<domain::EntryHeader>> DecodeStaffing(std::string_view bytes);
std::string EncodeRow(const domain::MergedRow& row);
absl::StatusOr<domain::MergedRow> DecodeMergedRow(std::string_view bytes);
std::string EncodeRow(const domain::CarriedDecisions& carried);
absl::StatusOr<domain::CarriedDecisions> DecodeCarriedRow(std::string_view bytes);
std::string EncodeRow(const domain::TimelineRow& row);
absl::StatusOr<domain::TimelineRow> DecodeTimelineRow(std::string_view bytes);
std::string EncodeRow(const domain::EntryRow& row);
absl::StatusOr<domain::EntryRow> DecodeEntryRow(std::string_view bytes);
std::string EncodeRow(const domain::FollowUpRow& row);
absl::StatusOr<domain::FollowUpRow> DecodeFollowUpRow(std::string_view bytes);
std::string EncodeRow(const domain::DecisionRow& row);
absl::StatusOr<domain::DecisionRow> DecodeDecisionRow(std::string_view bytes);
std::string EncodeRow(const domain::ErasureRow& row);
absl::StatusOr<domain::ErasureRow> DecodeErasureRow(std::string_view bytes);
std::string EncodeRow(const domain::ErasedRow& row);
absl::StatusOr<domain::ErasedRow> DecodeErasedRow(std::string_view bytes);
std::string EncodeRow(const domain::HoldRow& row);
absl::StatusOr<domain::HoldRow> DecodeHoldRow(std::string_view bytes);
std::string EncodeRow(const domain::EnrolmentRow& row);
absl::StatusOr<domain::EnrolmentRow> DecodeEnrolmentRow(std::string_view bytes);
std::string EncodeRow(const domain::RoleRow& row);
absl::StatusOr<domain::RoleRow> DecodeRoleRow(std::string_view bytes);
std::string EncodeRow(const domain::OversightRow& row);
absl::StatusOr<domain::OversightRow> DecodeOversightRow(std::string_view bytes);
std::string EncodeRow(const domain::EmergencyRow& row);
absl::StatusOr<domain::EmergencyRow> DecodeEmergencyRow(std::string_view bytes);
std::string EncodeRow(const domain::ActivationRow& row);
absl::StatusOr<domain::ActivationRow> DecodeActivationRow(std::string_view bytes);
std::string EncodeRow(const domain::Reassessment& reassessment);
absl::StatusOr<domain::Reassessment> DecodeReassessmentRow(std::string_view bytes);
std::string EncodeRow(const domain::SignatureRow& row);
absl::StatusOr<domain::SignatureRow> DecodeSignatureRow(std::string_view bytes);
std::string EncodeRow(const domain::SubjectId& subject, const domain::ProgressRow& row);
absl::StatusOr<domain::ProgressRow> DecodeProgressRow(std::string_view bytes);

// One of a block's entries; appended to the block's row.
void AppendWaiting(const domain::WaitingEntry& entry, std::string& row);
absl::StatusOr<std::vector<domain::WaitingEntry>> DecodeWaiting(uint64_t block, std::string_view bytes);

std::string EncodeContributions(const std::vector<domain::Contribution>& contributions);
absl::StatusOr<std::vector<domain::Contribution>> DecodeContributions(const CaseId& id, std::string_view bytes);

// A row that is one id or one number.
std::string EncodeRow(const IdBytes& id);
absl::StatusOr<IdBytes> DecodeIdRow(std::string_view bytes);
std::string EncodeRow(uint64_t number);
absl::StatusOr<uint64_t> DecodeNumberRow(std::string_view bytes);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROWS_H_
