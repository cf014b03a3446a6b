#include "daemon/policy/case_follow_ups.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/case_follow_ups.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"

namespace candor::policy {
namespace {

using domain::PolicyEvent;

constexpr size_t kMostMembersKnown = 10'000;

std::string BytesOfChange(const PolicyEvent& event) {
  const domain::FollowUpChange& change = *event.follow_up;
  std::string bytes;
  Encoder out(bytes);
  out.PutId(event.id.bytes());
  out.PutSigned32(event.occurred);
  out.PutSigned32(event.reported);
  out.PutBool(event.opens_duties);
  out.Put(static_cast<uint8_t>(change.what));
  out.PutId(change.follow_up.bytes());
  out.PutId(change.situation.bytes());
  out.PutText(change.catalogue_id);
  out.Put(static_cast<uint8_t>(change.severity));
  out.PutBool(change.due.has_value());
  out.PutSigned32(change.due.value_or(0));
  out.Put(static_cast<uint8_t>(change.finding));
  return bytes;
}

absl::Status AddChangesOf(const domain::View& view, const domain::FollowUp& follow_up, const domain::Settings& settings,
                          const absl::TimeZone& zone, std::vector<PolicyEvent>& changes) {
  std::vector<domain::Decision> decisions;
  if (follow_up.disposed) {
    CANDOR_ASSIGN_OR_RETURN(decisions, view.DecisionsOf(follow_up.clear.subject, follow_up.clear.id));
  }
  for (PolicyEvent& change : domain::ChangesOf(follow_up, decisions, settings, zone)) {
    changes.push_back(std::move(change));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PolicyEvent>> ReadToldOfCase(const domain::View& view, const MemberId& member,
                                                        const CaseId& id, const domain::Settings& settings,
                                                        const absl::TimeZone& zone) {
  std::vector<PolicyEvent> changes;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all, view.FollowUpsOf(domain::SubjectId::Of(id)));
  for (const domain::FollowUp& follow_up : all) {
    if (follow_up.clear.therapist != member || !domain::IsToldToMemberRules(follow_up)) continue;
    CANDOR_RETURN_IF_ERROR(AddChangesOf(view, follow_up, settings, zone, changes));
  }
  return changes;
}

// Digests that `before` (nullptr: none) has of the same beginning are taken from there.
std::shared_ptr<const ToldFollowUps> PutTogether(const std::map<CaseId, std::vector<PolicyEvent>>& by_case,
                                                 const ToldFollowUps* before) {
  auto told = std::make_shared<ToldFollowUps>();
  for (const auto& [id, changes] : by_case) told->changes.insert(told->changes.end(), changes.begin(), changes.end());
  std::sort(told->changes.begin(), told->changes.end(),
            [](const PolicyEvent& a, const PolicyEvent& b) { return a.place < b.place; });
  bool same = before != nullptr;
  std::string digest;
  for (size_t i = 0; i < told->changes.size(); ++i) {
    std::string bytes = BytesOfChange(told->changes[i]);
    same = same && i < before->bytes.size() && before->bytes[i] == bytes;
    digest = same ? before->digests[i] : HexDigest(absl::StrCat(digest, bytes)).substr(0, 16);
    told->digests.push_back(digest);
    told->bytes.push_back(std::move(bytes));
  }
  return told;
}

}  // namespace

std::string ToldFollowUps::DigestTo(const domain::Place& place) const {
  const auto after =
      std::upper_bound(changes.begin(), changes.end(), place,
                       [](const domain::Place& each, const PolicyEvent& change) { return each < change.place; });
  return after == changes.begin() ? std::string() : digests[static_cast<size_t>(after - changes.begin()) - 1];
}

absl::StatusOr<std::shared_ptr<const ToldFollowUps>> CaseFollowUps::Of(const domain::View& view, const MemberId& member,
                                                                       const domain::Settings& settings) {
  Known known;
  if (const auto found = known_.find(member); found != known_.end()) {
    if (found->second.stale.empty()) return found->second.told;
    known = std::move(found->second);
    // What goes wrong below leaves nothing half known.
    Forget(member);
    changes_known_ -= known.told->changes.size();
  } else {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> cases, view.CasesWithFollowUpsAbout(member));
    known.stale.insert(cases.begin(), cases.end());
  }
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  for (const CaseId& id : std::exchange(known.stale, {})) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<PolicyEvent> changes, ReadToldOfCase(view, member, id, settings, zone));
    if (changes.empty()) {
      known.by_case.erase(id);
    } else {
      known.by_case[id] = std::move(changes);
    }
  }
  known.told = PutTogether(known.by_case, known.told.get());
  if (changes_known_ + known.told->changes.size() > most_known_ || known_.size() >= kMostMembersKnown) ForgetAll();
  changes_known_ += known.told->changes.size();
  return known_.emplace(member, std::move(known)).first->second.told;
}

void CaseFollowUps::Forget(const MemberId& member) {
  const auto found = known_.find(member);
  if (found == known_.end()) return;
  if (found->second.told != nullptr) changes_known_ -= found->second.told->changes.size();
  known_.erase(found);
}

void CaseFollowUps::ForgetCase(const MemberId& member, const CaseId& id) {
  const auto found = known_.find(member);
  if (found != known_.end()) found->second.stale.insert(id);
}

void CaseFollowUps::ForgetAll() {
  known_.clear();
  changes_known_ = 0;
}

bool ReadsFollowUps(const domain::PluginInfo& plugin) {
  return std::any_of(plugin.rules.begin(), plugin.rules.end(),
                     [](const domain::Rule& rule) { return rule.reads_follow_ups; });
}

bool AnyReadsFollowUps(const std::vector<domain::PluginInfo>& plugins) {
  return std::any_of(plugins.begin(), plugins.end(), ReadsFollowUps);
}

}  // namespace candor::policy
