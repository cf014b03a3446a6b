#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/departure_plan.h"
#include "daemon/base/status.h"

// What is on record of a departure already, and of each case since.
namespace candor::cli {
namespace {

// Where in the ledger the entry was first recorded, whatever has corrected or moved it since. What stood in a place
// that is not shown to the caller is taken from where it stands now.
absl::StatusOr<uint64_t> FirstRecorded(Session& session, v1::Entry entry) {
  while (true) {
    v1::GetEntryRequest request;
    request.set_name(entry.revises().empty() ? entry.refiled_from() : entry.revises());
    if (request.name().empty()) return entry.ledger_number();
    absl::StatusOr<v1::GetEntryResponse> before =
        session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request);
    if (absl::IsNotFound(before.status())) return entry.ledger_number();
    CANDOR_RETURN_IF_ERROR(before.status());
    entry = std::move(*before->mutable_entry());
  }
}

// Adds what an entry says of what becomes of the case; another decision stands in place of the one before, and one that
// came to nothing leaves it to be decided anew.
void TakeDecision(const v1::Entry& entry, std::optional<CaseAnswer>& decided) {
  const v1::CareDecision decision = entry.decision().decision();
  const v1::ReferralOutcome outcome = entry.referral().outcome();
  if (outcome == v1::REFERRAL_OUTCOME_DECLINED || outcome == v1::REFERRAL_OUTCOME_UNREACHABLE) {
    // A transfer or an ending stands whatever came of a referral beside it.
    if (decided && decided->step == "referral") decided.reset();
    return;
  }
  if (decision == v1::CARE_DECISION_CONTINUE) {
    decided.reset();
    return;
  }
  if (entry.has_transfer_step()) decided = CaseAnswer{"transfer", entry.transfer_step().receiver()};
  if (entry.has_referral() || decision == v1::CARE_DECISION_REFER) decided = CaseAnswer{"referral", ""};
  if (decision == v1::CARE_DECISION_STOP) decided = CaseAnswer{"ending", ""};
}

// What was decided about the case with the departure or after it, of this therapist's part; nullopt: nothing.
absl::StatusOr<std::optional<CaseAnswer>> DecidedOf(Session& session, const v1::Case& of, const std::string& member,
                                                    uint64_t since) {
  v1::ListEntriesRequest request;
  request.set_parent(of.name());
  for (const v1::EntryKind kind : {v1::ENTRY_KIND_DECISION, v1::ENTRY_KIND_REFERRAL, v1::ENTRY_KIND_TRANSFER_STEP}) {
    request.add_kinds(kind);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries,
                          ListAll<v1::EntryService>(session.connection(), &v1::EntryService::Stub::ListEntries, request,
                                                    &v1::ListEntriesResponse::mutable_entries));
  std::map<uint64_t, const v1::Entry*> since_then;
  for (const v1::Entry& entry : entries) {
    const bool stands = !entry.retracted() && entry.revised_by().empty();
    // Nothing was recorded later than it stands.
    if (!stands || entry.therapist() != member || entry.ledger_number() < since) continue;
    CANDOR_ASSIGN_OR_RETURN(const uint64_t recorded, FirstRecorded(session, entry));
    if (recorded >= since) since_then.emplace(recorded, &entry);
  }
  std::optional<CaseAnswer> decided;
  for (const auto& [recorded, entry] : since_then) TakeDecision(*entry, decided);
  return decided;
}

}  // namespace

absl::StatusOr<std::optional<v1::Entry>> RecordedDeparture(Session& session, const std::string& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries, AwayEntriesOf(session, member));
  std::optional<v1::Entry> found;
  for (const v1::Entry& entry : entries) {
    if (entry.has_departure()) found = entry;
  }
  return found;
}

absl::Status SetDecidedApart(Session& session, DeparturePlan& plan) {
  CANDOR_ASSIGN_OR_RETURN(const uint64_t since, FirstRecorded(session, *plan.recorded));
  std::vector<PlannedCase> open;
  for (PlannedCase& each : plan.cases) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<CaseAnswer> decided, DecidedOf(session, each.of, plan.member, since));
    if (decided) each.answer = *decided;
    (decided ? plan.decided : open).push_back(std::move(each));
  }
  plan.cases = std::move(open);
  return absl::OkStatus();
}

}  // namespace candor::cli
