#include <string>
#include <utility>
#include <variant>

#include "absl/time/time.h"
#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/store/codec.h"
#include "daemon/store/envelope.h"
#include "daemon/store/view.h"

// What the records of a view changed.
namespace candor::store {
namespace {

// What a record says that needs no key; sections are opened afterwards.
struct Teller {
  domain::LedgerEvent event;
  absl::Time at;

  void operator()(const domain::EntryRecorded& entry) { event.what = entry.header.id; }
  void operator()(const domain::DecisionRecorded& decision) {
    if (decision.state != domain::DecisionState::kInForce) return;
    event.what = domain::FollowUpDecided{decision.subject, decision.follow_up};
  }
  void operator()(const domain::AssessmentRecorded& assessment) {
    domain::AssessmentWritten written;
    for (const domain::FollowUpClear& section : assessment.sections) {
      written.follow_ups.push_back({section, std::nullopt, false, false, std::nullopt});
    }
    for (const domain::SubjectProgress& progress : assessment.progress) written.assessed.push_back(progress.subject);
    event.what = std::move(written);
  }
  void operator()(const domain::ErasureRecorded& erasure) {
    if (erasure.state != domain::DecisionState::kInForce) return;
    event.what = domain::SubjectErased{erasure.subject, erasure.classes};
  }
  void operator()(const domain::Access& access) { event.what = domain::NumberedAccess{event.number, at, access}; }
  void operator()(const domain::Emergency& emergency) { event.what = domain::EmergencyTold{emergency.id}; }
  template <class Other>
  void operator()(const Other& /*other*/) {}
};

}  // namespace

absl::StatusOr<domain::LedgerEvent> StoreView::EventAt(uint64_t number) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string value, records_.Read(number));
  CANDOR_ASSIGN_OR_RETURN(const Envelope envelope, ParseEnvelope(value));
  CANDOR_ASSIGN_OR_RETURN(const domain::FoldRecord record, DecodeForFold(envelope));
  Teller teller;
  teller.event.number = number;
  teller.at = envelope.recorded_at;
  std::visit(teller, record.what);
  if (auto* written = std::get_if<domain::AssessmentWritten>(&teller.event.what)) {
    for (uint32_t section = 0; section < written->follow_ups.size(); ++section) {
      domain::FollowUp& follow_up = written->follow_ups[section];
      CANDOR_ASSIGN_OR_RETURN(follow_up.sealed, records_.ReadSection(number, section, follow_up.clear));
    }
    // Nobody who follows the ledger is told of what is tried out.
    std::erase_if(written->follow_ups, [](const domain::FollowUp& each) { return each.clear.shadow; });
  }
  return std::move(teller.event);
}

}  // namespace candor::store
