#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/store/codec.h"
#include "daemon/store/record_reader.h"

// Records with everything that they say. They are read once, in order, so nothing of them is kept in memory.
namespace candor::store {

absl::StatusOr<domain::KeptAssessment> RecordReader::OpenAssessment(const Envelope& envelope) const {
  domain::KeptAssessment kept;
  CANDOR_ASSIGN_OR_RETURN(kept.answers_to, DecodeAnswersTo(envelope.header));
  CANDOR_ASSIGN_OR_RETURN(domain::FoldRecord folded, DecodeForFold(envelope));
  auto& recorded = std::get<domain::AssessmentRecorded>(folded.what);
  kept.progress = std::move(recorded.progress);
  kept.reassessment = recorded.reassessment;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SealedSection> sections, DecodeSections(envelope.body));
  if (sections.size() != recorded.sections.size()) return absl::DataLossError("a section of an assessment is missing");
  for (size_t i = 0; i < sections.size(); ++i) {
    domain::FollowUp follow_up;
    follow_up.clear = recorded.sections[i];
    CANDOR_ASSIGN_OR_RETURN(const auto keys,
                            KeysOf(follow_up.clear.subject, follow_up.clear.key_class, envelope.number));
    if (keys != nullptr) {
      CANDOR_ASSIGN_OR_RETURN(const std::string plain, OpenSealedSection(sections[i], id_, *keys));
      CANDOR_ASSIGN_OR_RETURN(domain::FollowUpSealed sealed, DecodeSealed(plain));
      follow_up.sealed = std::move(sealed);
    }
    kept.follow_ups.push_back(std::move(follow_up));
  }
  return kept;
}

absl::StatusOr<domain::LedgerRecord> RecordReader::ReadWhole(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string value, Read(number));
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  domain::LedgerRecord record;
  record.number = envelope.number;
  record.recorded_at = envelope.recorded_at;
  record.commitment = std::string(envelope.commitment);
  if (envelope.type == RecordType::kAssessment) {
    CANDOR_ASSIGN_OR_RETURN(record.what, OpenAssessment(envelope));
    return record;
  }
  CANDOR_ASSIGN_OR_RETURN(const auto opened, Open(number));
  record.erased = !opened->body.has_value();
  CANDOR_ASSIGN_OR_RETURN(record.what, DecodeWhole(opened->envelope, opened->body));
  return record;
}

}  // namespace candor::store
