#include "daemon/policy/directory.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/order.h"
#include "daemon/domain/supervision_set_up.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"

namespace candor::policy {
namespace {

constexpr size_t kPage = 512;
constexpr size_t kMostMembers = 10'000;
constexpr size_t kContextLetters = 16;
// Between two groups. Of more it is not found out whether they are anything else.
constexpr uint64_t kMostReads = 256;

// The licences of the member around whom they are, and who supervises whom.
void PutPeople(const MemberId& member, const domain::People& people, Encoder& out) {
  out.PutId(member.bytes());
  if (!people.members.empty()) {
    for (const domain::LicencePeriod& period : people.members.front().licences) {
      out.PutSigned32(period.from ? DayNumber(*period.from) : 0);
      out.PutBool(period.licence.in_training);
    }
  }
  for (const domain::Supervision& supervision : people.supervisions) {
    out.PutId(supervision.supervisee.bytes());
    out.PutId(supervision.supervisor.bytes());
    out.PutSigned32(DayNumber(supervision.from));
    out.PutSigned32(supervision.until ? DayNumber(*supervision.until) : 0);
  }
}

// Whether so many records from number `from` on say who was shown what.
bool AreReads(const domain::View& view, uint64_t from, uint64_t count) {
  if (count == 0 || count > kMostReads) return count == 0;
  const auto reads = view.ListAccesses({from, view.size()}, count);
  return reads.ok() && reads->size() == count;
}

// The first day after the member has left the practice.
absl::StatusOr<std::optional<Day>> GoneOn(const domain::View& view, const MemberId& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, view.StaffingOf(member));
  return domain::GoneFrom(domain::AwayPeriodsOf(staffing));
}

// The member around whom they are.
bool LearnsOn(const domain::People& people, Day day) {
  if (people.members.empty()) return false;
  const domain::LicenceClass* const licence = domain::LicenceOn(people.members.front(), day);
  return licence != nullptr && licence->in_training;
}

}  // namespace

std::string DigestOfSets(const std::string& bytes) {
  return bytes.empty() ? std::string() : "/" + HexDigest(bytes).substr(0, kContextLetters);
}

absl::Status Directory::MoveTo(const domain::View& view, uint64_t own_assessments) {
  const uint64_t others = view.size() - view.entries();
  const uint64_t known = other_records_ + own_assessments;
  const bool same = moved_ && others >= known && AreReads(view, size_, others - known);
  other_records_ = others;
  size_ = view.size();
  if (same) return absl::OkStatus();
  // What goes wrong below is done again.
  moved_ = false;
  members_.clear();
  batches_.clear();
  staffing_.clear();
  const auto settings = view.GetSettings();
  if (!settings.ok() && !absl::IsNotFound(settings.status())) return settings.status();
  settings_ = settings.ok() ? *settings : domain::Settings();
  const auto activation = view.GetActivation();
  if (!activation.ok() && !absl::IsNotFound(activation.status())) return activation.status();
  effective_from_.reset();
  if (activation.ok()) effective_from_ = activation->effective_from;
  modes_ = activation.ok() ? domain::RuleModes(*activation) : domain::RuleModes();
  ++generation_;
  moved_ = true;
  return absl::OkStatus();
}

absl::StatusOr<Directory::Otherwise> Directory::TakeMemberEntries(const domain::View& view, const MemberId& member,
                                                                  int32_t day) {
  if (const auto known = members_.find(member); known != members_.end()) {
    known->second.has_plans = false;
    known->second.plans_from = std::min(known->second.plans_from, day);
  }
  CANDOR_ASSIGN_OR_RETURN(std::vector<domain::EntryHeader> staffing, view.StaffingOf(member));
  Otherwise otherwise;
  std::vector<EntryId> changes;
  for (const domain::EntryHeader& header : staffing) {
    const bool tells = header.kind == domain::Kind::kSupervisionChange || header.kind == domain::Kind::kDeparture;
    if (tells) changes.push_back(header.id);
  }
  const auto before = changes_.find(member);
  const bool same = before == changes_.end() ? changes.empty() : before->second == changes;
  // Of whom nothing is known yet anything may have been said before.
  const auto known = staffing_.find(member);
  otherwise.away = known == staffing_.end() || known->second != staffing;
  if (staffing_.size() >= kMostMembers) staffing_.clear();
  if (otherwise.away) staffing_[member] = std::move(staffing);
  if (same) return otherwise;
  changes_[member] = std::move(changes);
  members_.clear();
  otherwise.supervised = true;
  return otherwise;
}

absl::StatusOr<Directory::Known*> Directory::Find(const domain::View& view, const MemberId& therapist) {
  const auto found = members_.find(therapist);
  if (found != members_.end()) return &found->second;
  if (members_.size() >= kMostMembers) members_.clear();
  Known known;
  const auto member = view.GetMember(therapist);
  if (member.ok()) {
    known.people.members.push_back(*member);
    CANDOR_ASSIGN_OR_RETURN(known.people.supervisions, view.SupervisionsOf(therapist));
  } else if (!absl::IsNotFound(member.status())) {
    return member.status();
  }
  return &members_.emplace(therapist, std::move(known)).first->second;
}

absl::StatusOr<const domain::People*> Directory::Around(const domain::View& view, const MemberId& therapist,
                                                        bool with_plans) {
  CANDOR_ASSIGN_OR_RETURN(Known* const known, Find(view, therapist));
  if (with_plans && !known->has_plans) CANDOR_RETURN_IF_ERROR(ReadPlans(view, therapist, *known));
  known->people.planned.clear();
  if (with_plans) {
    for (const auto& [day, plan] : known->plans) known->people.planned.push_back(plan);
  }
  return &known->people;
}

absl::Status Directory::ReadPlans(const domain::View& view, const MemberId& therapist, Known& known) {
  std::erase_if(known.plans, [&](const auto& plan) { return plan.first >= known.plans_from; });
  const int32_t first = domain::Place::First().day;
  domain::Place after = known.plans_from == first ? domain::Place::First() : domain::Place::EndOf(known.plans_from - 1);
  std::vector<domain::RecordedEntry> notes;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(domain::TimelinePage page, view.Timeline(domain::SubjectId::Of(therapist), after, kPage));
    for (domain::RecordedEntry& recorded : page.entries) {
      known.plans_from = std::max(known.plans_from, DayNumber(recorded.entry.header.occurred.day));
      const bool stands = recorded.revised_by.empty() && !recorded.retracted;
      if (stands && recorded.entry.kind == domain::Kind::kSupervision) notes.push_back(std::move(recorded));
    }
    if (!page.next) break;
    after = *page.next;
  }
  for (const domain::RecordedEntry& note : notes) {
    if (const auto plan = domain::PlannedSupervisionOf(note.entry)) {
      known.plans.emplace_back(DayNumber(plan->occurred), *plan);
    }
  }
  known.has_plans = true;
  return absl::OkStatus();
}

void Directory::Digest(const MemberId& therapist, Known& known) {
  std::string bytes;
  Encoder out(bytes);
  const auto& members = known.people.members;
  const std::span<const domain::LicencePeriod> licences =
      members.empty() ? std::span<const domain::LicencePeriod>() : members[0].licences;
  const bool ever_in_training =
      std::any_of(licences.begin(), licences.end(), [](const auto& period) { return period.licence.in_training; });
  if (ever_in_training || !known.people.supervisions.empty()) PutPeople(therapist, known.people, out);
  known.digest = bytes.empty() ? std::string() : HexDigest(bytes).substr(0, kContextLetters);
  known.bytes = std::move(bytes);
}

absl::StatusOr<std::string> Directory::Context(const domain::View& view, const std::vector<domain::Part>& parts) {
  std::set<MemberId> therapists;
  for (const domain::Part& part : parts) therapists.insert(part.therapist);
  std::string bytes;
  for (const MemberId& therapist : therapists) {
    CANDOR_ASSIGN_OR_RETURN(Known* const known, Find(view, therapist));
    if (!known->bytes) Digest(therapist, *known);
    if (therapists.size() == 1) return known->digest;
    bytes += *known->bytes;
  }
  return bytes.empty() ? std::string() : HexDigest(bytes).substr(0, kContextLetters);
}

absl::StatusOr<std::shared_ptr<const JudgedBy>> Directory::SetsOf(const domain::View& view,
                                                                  const domain::PolicyEngine& engine,
                                                                  const MemberId& therapist) {
  const std::string& in_force = engine.ParameterSet();
  if (sets_of_ != &engine || sets_in_force_ != in_force) {
    ForgetSets();
    sets_of_ = &engine;
    sets_in_force_ = in_force;
  }
  CANDOR_ASSIGN_OR_RETURN(Known* const known, Find(view, therapist));
  if (known->sets != nullptr) return known->sets;
  const auto& members = known->people.members;
  auto judged_by = std::make_shared<JudgedBy>();
  judged_by->periods = engine.SetsFor(members.empty() ? domain::Member() : members.front());
  if (judged_by->periods.size() != 1 || !judged_by->periods.front().name.empty()) {
    Encoder out(judged_by->bytes);
    out.PutId(therapist.bytes());
    for (const domain::SetPeriod& period : judged_by->periods) {
      out.PutSigned32(period.from);
      out.PutText(period.name);
    }
  }
  judged_by->digest = DigestOfSets(judged_by->bytes);
  known->sets = judged_by;
  return known->sets;
}

void Directory::ForgetSets() {
  sets_of_ = nullptr;
  for (auto& [member, known] : members_) known.sets = nullptr;
}

absl::StatusOr<std::set<MemberId>> Directory::TeamOf(const domain::View& view, const MemberId& supervisor) {
  CANDOR_ASSIGN_OR_RETURN(const Known* const known, Find(view, supervisor));
  std::set<MemberId> team;
  for (const domain::Supervision& relation : known->people.supervisions) {
    if (relation.supervisor == supervisor) team.insert(relation.supervisee);
  }
  return team;
}

absl::StatusOr<std::string> Directory::TeamContext(const domain::View& view, const MemberId& member) {
  std::set<MemberId> supervisors;
  CANDOR_ASSIGN_OR_RETURN(const Known* const self, Find(view, member));
  if (self->team) return *self->team;
  for (const domain::Supervision& relation : self->people.supervisions) {
    if (relation.supervisee == member) supervisors.insert(relation.supervisor);
  }
  std::set<MemberId> others;
  for (const MemberId& supervisor : supervisors) {
    CANDOR_ASSIGN_OR_RETURN(const std::set<MemberId> team, TeamOf(view, supervisor));
    others.insert(team.begin(), team.end());
  }
  others.erase(member);
  std::string bytes;
  Encoder out(bytes);
  for (const MemberId& other : others) {
    CANDOR_ASSIGN_OR_RETURN(const Known* const known, Find(view, other));
    PutPeople(other, known->people, out);
    CANDOR_ASSIGN_OR_RETURN(const std::optional<Day> gone, GoneOn(view, other));
    out.PutSigned32(gone ? DayNumber(*gone) : 0);
  }
  std::string team = bytes.empty() ? std::string() : "+" + HexDigest(bytes).substr(0, kContextLetters);
  // Looked for again: to find the others may have moved what is known.
  CANDOR_ASSIGN_OR_RETURN(Known* const again, Find(view, member));
  again->team = team;
  return team;
}

absl::StatusOr<std::optional<domain::Supervisees>> Directory::SuperviseesAfter(const domain::View& view,
                                                                               const domain::Entry& change) {
  const std::optional<domain::SupervisedFrom> begins = domain::SupervisedFromOf(change);
  if (!begins) return std::optional<domain::Supervisees>();
  const MemberId& supervisee = change.header.therapist;
  CANDOR_ASSIGN_OR_RETURN(std::set<MemberId> team, TeamOf(view, begins->supervisor));
  CANDOR_ASSIGN_OR_RETURN(const Known* const self, Find(view, supervisee));
  if (!LearnsOn(self->people, begins->from)) return std::optional<domain::Supervisees>();
  team.insert(supervisee);
  domain::SuperviseeCount count(*begins, supervisee);
  for (const MemberId& each : team) {
    std::optional<Day> gone;
    if (each != supervisee) {
      CANDOR_ASSIGN_OR_RETURN(gone, GoneOn(view, each));
    }
    CANDOR_ASSIGN_OR_RETURN(const Known* const known, Find(view, each));
    const domain::People& people = known->people;
    if (!people.members.empty()) count.Add(people.members.front(), people.supervisions, gone);
  }
  return std::optional<domain::Supervisees>(count.Sum());
}

absl::StatusOr<bool> Directory::OpensDuties(const domain::View& view, const domain::EntryHeader& header) {
  if (!effective_from_) return false;
  if (header.batch.empty()) return domain::OpensDuties(header, std::nullopt, *effective_from_);
  auto batch = batches_.find(header.batch);
  if (batch == batches_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::Batch read, view.GetBatch(header.batch));
    batch = batches_.emplace(header.batch, read.policy_from).first;
  }
  return domain::OpensDuties(header, batch->second, *effective_from_);
}

}  // namespace candor::policy
