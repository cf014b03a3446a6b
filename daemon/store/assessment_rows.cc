#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"

// How the fold keeps what assessments have said, what was decided about that, and what waits for them.
namespace candor::store {

std::optional<domain::FollowUpRow> StoredProjections::GetFollowUp(const domain::SubjectId& subject,
                                                                  const FollowUpId& id) {
  return Read(keys::FollowUp(subject, id), DecodeFollowUpRow);
}

void StoredProjections::PutFollowUp(const domain::FollowUpRow& row) {
  rows_.Put(keys::FollowUp(row.clear.subject, row.clear.id), EncodeRow(row));
  std::string open = keys::OpenFollowUp(row.clear.subject, row.clear.id);
  if (row.clear.state == domain::RuleState::kOpen && !row.erased) {
    MarkRow(std::move(open));
  } else if (Has(open)) {
    rows_.Delete(std::move(open));
  }
}

std::vector<domain::FollowUpRow> StoredProjections::FollowUpsOf(const domain::SubjectId& subject) {
  std::vector<domain::FollowUpRow> follow_ups;
  Keep(rows_.ScanFollowUps(keys::FollowUpsOf(subject), [&](std::string_view, std::string_view value) {
    auto row = DecodeFollowUpRow(value);
    Keep(row.status());
    if (row.ok()) follow_ups.push_back(*std::move(row));
    return true;
  }));
  return follow_ups;
}

void StoredProjections::PutShadow(const domain::FollowUpRow& row) {
  std::string key = keys::Shadow(row.clear.subject, row.clear.id);
  if (row.clear.state == domain::RuleState::kWithdrawn) {
    if (Has(key)) rows_.Delete(std::move(key));
  } else {
    rows_.Put(std::move(key), EncodeRow(row));
  }
}

void StoredProjections::CarryFollowUp(const domain::FollowUpRow& from, const domain::SubjectId& subject,
                                      const FollowUpId& id) {
  rows_.Put(keys::Carried(subject, id),
            EncodeRow(domain::CarriedDecisions{from.acknowledged, from.disposed, from.waived_until}));
  std::vector<DecisionId> decisions;
  const std::string prefix = keys::DecisionsOf(from.clear.subject, from.clear.id);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto decision = keys::ParseDecisionOf(key)) decisions.push_back(*decision);
    return true;
  }));
  for (const DecisionId& decision : decisions) MarkRow(keys::DecisionOf(subject, id, decision));
}

std::optional<domain::CarriedDecisions> StoredProjections::GetCarried(const domain::SubjectId& subject,
                                                                      const FollowUpId& id) {
  return Read(keys::Carried(subject, id), DecodeCarriedRow);
}

std::optional<domain::DecisionRow> StoredProjections::GetDecision(const DecisionId& id) {
  return Read(keys::Decision(id), DecodeDecisionRow);
}

void StoredProjections::PutDecision(const DecisionId& id, const domain::DecisionRow& row) {
  rows_.Put(keys::Decision(id), EncodeRow(row));
  MarkRow(keys::DecisionOf(row.subject, row.follow_up, id));
}

domain::ProgressRow StoredProjections::GetProgress(const domain::SubjectId& subject) {
  return Read(keys::Progress(subject), DecodeProgressRow).value_or(domain::ProgressRow());
}

void StoredProjections::PutProgress(const domain::SubjectId& subject, const domain::ProgressRow& row) {
  const domain::ProgressRow before = GetProgress(subject);
  if (before.next_timer != row.next_timer) {
    if (before.next_timer) rows_.Delete(keys::Timer(*before.next_timer, subject));
    if (row.next_timer) rows_.Put(keys::Timer(*row.next_timer, subject), {});
  }
  if (before.not_assessed.empty() != row.not_assessed.empty()) {
    if (row.not_assessed.empty()) {
      rows_.Delete(keys::Fault(subject));
    } else {
      rows_.Put(keys::Fault(subject), {});
    }
  }
  if (row.empty()) {
    rows_.Delete(keys::Progress(subject));
  } else {
    rows_.Put(keys::Progress(subject), EncodeRow(subject, row));
  }
}

uint64_t StoredProjections::GetFloor() {
  return Read(keys::Floor(), DecodeNumberRow).value_or(0);
}

void StoredProjections::PutFloor(uint64_t floor) {
  std::vector<std::string> passed;
  std::optional<std::pair<std::string, std::string>> cut;
  const uint64_t block = floor / keys::kWaitingBlock;
  Keep(rows_.Scan(keys::Waiting(GetFloor() / keys::kWaitingBlock), keys::Waiting(block + 1),
                  [&](std::string_view key, std::string_view value) {
                    if (keys::ParseWaiting(key) != block) {
                      passed.emplace_back(key);
                      return true;
                    }
                    auto entries = DecodeWaiting(block, value);
                    Keep(entries.status());
                    if (!entries.ok()) return false;
                    std::string rest;
                    for (const domain::WaitingEntry& entry : *entries) {
                      if (entry.number >= floor) AppendWaiting(entry, rest);
                    }
                    cut.emplace(key, std::move(rest));
                    return true;
                  }));
  for (std::string& key : passed) rows_.Delete(std::move(key));
  if (cut && cut->second.empty()) {
    rows_.Delete(std::move(cut->first));
  } else if (cut) {
    rows_.Put(std::move(cut->first), std::move(cut->second));
  }
  rows_.Put(keys::Floor(), EncodeRow(floor));
}

void StoredProjections::AddWaiting(const domain::WaitingEntry& entry) {
  std::string waiting;
  AppendWaiting(entry, waiting);
  // To 13 KB: not read and written anew for each entry.
  Keep(rows_.Append(keys::Waiting(entry.number / keys::kWaitingBlock), waiting));
  if (waiting_added_) waiting_added_(entry);
}

void StoredProjections::ScanWaiting(const std::function<bool(const domain::WaitingEntry&)>& visit) {
  // From the floor's block, so that what was taken away before is not walked over.
  const std::string begin = keys::Waiting(GetFloor() / keys::kWaitingBlock);
  Keep(rows_.Scan(begin, PrefixEnd(keys::AllWaiting()), [&](std::string_view key, std::string_view value) {
    auto entries = DecodeWaiting(keys::ParseWaiting(key).value_or(0), value);
    Keep(entries.status());
    if (!entries.ok()) return false;
    return std::all_of(entries->begin(), entries->end(), visit);
  }));
}

}  // namespace candor::store
