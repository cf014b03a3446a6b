#include "daemon/policy/task_codec.h"

#include <utility>

#include "plugins/abi/candor_policy.h"

namespace candor::policy {
namespace {

using domain::HostFacts;
using domain::Obligation;
using domain::Place;
using domain::PluginFold;
using domain::PluginInfo;
using domain::PolicyEvent;
using domain::Timer;

constexpr size_t kMaxFactBytes = 32 * 1024;

template <class E>
void PutEnum(E value, Encoder& out) {
  out.Put(static_cast<uint8_t>(value));
}

template <class E>
E TakeEnum(E least, E most, Decoder& in) {
  return static_cast<E>(in.TakeNumber<uint8_t>(static_cast<uint8_t>(least), static_cast<uint8_t>(most)));
}

void PutDay(const std::optional<int32_t>& day, Encoder& out) {
  out.PutSigned32(day.value_or(CANDOR_NO_DAY));
}

std::optional<int32_t> TakeDay(Decoder& in) {
  const int32_t day = in.TakeSigned32();
  if (day == CANDOR_NO_DAY) return std::nullopt;
  return day;
}

void PutSlug(const std::string& slug, const PluginInfo& plugin, Encoder& out) {
  uint16_t index = 0;
  while (index < plugin.rules.size() && plugin.rules[index].slug != slug) ++index;
  out.Put(index);
}

std::string TakeSlug(const PluginInfo& plugin, Decoder& in) {
  const auto index = in.Take<uint16_t>();
  if (index < plugin.rules.size()) return plugin.rules[index].slug;
  in.Fail();
  return {};
}

void PutPlace(const Place& place, Encoder& out) {
  out.PutSigned32(place.day);
  out.PutSigned32(place.minute);
  out.PutSigned32(place.rank);
  out.Put(place.digest);
  out.PutId(place.id);
}

Place TakePlace(Decoder& in) {
  Place place;
  place.day = in.TakeSigned32();
  place.minute = in.TakeSigned32();
  place.rank = in.TakeSigned32();
  place.digest = in.Take<uint64_t>();
  place.id = in.TakeId();
  return place;
}

void PutObligation(const Obligation& obligation, const PluginInfo& plugin, Encoder& out) {
  PutSlug(obligation.rule, plugin, out);
  out.PutText(obligation.key);
  PutEnum(obligation.state, out);
  PutEnum(obligation.cause, out);
  PutEnum(obligation.severity, out);
  PutEnum(obligation.action, out);
  out.PutBool(obligation.before_policy);
  out.Put(obligation.missing_fields);
  out.PutId(obligation.opened_by.bytes());
  out.PutId(obligation.therapist.bytes());
  out.PutSigned32(obligation.opened_on);
  out.PutSigned32(obligation.reported_on);
  PutDay(obligation.due, out);
  PutDay(obligation.counted_from, out);
  out.PutId(obligation.resolved_by.bytes());
  PutDay(obligation.resolved_on, out);
  PutDay(obligation.resolution_reported_on, out);
  out.Put(static_cast<uint8_t>(obligation.facts_used.size()));
  for (const EntryId& fact : obligation.facts_used) out.PutId(fact.bytes());
  out.Put(obligation.episode);
}

Obligation TakeObligation(const PluginInfo& plugin, Decoder& in) {
  Obligation obligation;
  obligation.rule = TakeSlug(plugin, in);
  obligation.key = in.TakeText(CANDOR_MAX_KEY_BYTES);
  if (obligation.key.empty()) in.Fail();
  obligation.state = TakeEnum(domain::RuleState::kOpen, domain::RuleState::kWithdrawn, in);
  obligation.cause = TakeEnum(domain::ResolvedCause::kNone, domain::ResolvedCause::kQuiet, in);
  obligation.severity = TakeEnum(domain::Severity::kLater, domain::Severity::kUrgent, in);
  obligation.action = TakeEnum(domain::Action::kTalk, domain::Action::kCompleteRecord, in);
  obligation.before_policy = in.TakeBool();
  obligation.missing_fields = in.Take<uint32_t>();
  obligation.opened_by = EntryId(in.TakeId());
  obligation.therapist = MemberId(in.TakeId());
  obligation.opened_on = in.TakeSigned32();
  obligation.reported_on = in.TakeSigned32();
  obligation.due = TakeDay(in);
  obligation.counted_from = TakeDay(in);
  obligation.resolved_by = EntryId(in.TakeId());
  obligation.resolved_on = TakeDay(in);
  obligation.resolution_reported_on = TakeDay(in);
  const auto facts = in.TakeNumber<uint8_t>(0, CANDOR_MAX_FACTS);
  for (uint8_t i = 0; i < facts; ++i) obligation.facts_used.emplace_back(in.TakeId());
  obligation.episode = in.Take<uint32_t>();
  return obligation;
}

void PutFold(const PluginFold& fold, const PluginInfo& plugin, Encoder& out) {
  out.PutText(fold.state);
  out.PutCount(fold.obligations.size());
  for (const Obligation& obligation : fold.obligations) PutObligation(obligation, plugin, out);
  out.PutCount(fold.timers.size());
  for (const Timer& timer : fold.timers) {
    PutSlug(timer.rule, plugin, out);
    out.PutSigned32(timer.day);
    out.Put(timer.token);
    out.PutId(timer.asked_by.bytes());
    out.PutId(timer.therapist.bytes());
    out.PutSigned32(timer.reported);
    out.PutBool(timer.opens_duties);
    out.PutSigned32(timer.asked_on);
  }
  PutPlace(fold.place, out);
  out.Put(fold.folded_to);
}

PluginFold TakeFold(const PluginInfo& plugin, Decoder& in) {
  PluginFold fold;
  fold.state = in.TakeText(CANDOR_MAX_STATE_BYTES);
  const size_t obligations = in.TakeCount(100);
  fold.obligations.reserve(obligations);
  for (size_t i = 0; i < obligations && in.ok(); ++i) fold.obligations.push_back(TakeObligation(plugin, in));
  const size_t timers = in.TakeCount(50);
  for (size_t i = 0; i < timers && in.ok(); ++i) {
    Timer timer;
    timer.rule = TakeSlug(plugin, in);
    timer.day = in.TakeSigned32();
    timer.token = in.Take<uint64_t>();
    timer.asked_by = EntryId(in.TakeId());
    timer.therapist = MemberId(in.TakeId());
    timer.reported = in.TakeSigned32();
    timer.opens_duties = in.TakeBool();
    timer.asked_on = in.TakeSigned32();
    fold.timers.push_back(std::move(timer));
  }
  fold.place = TakePlace(in);
  fold.folded_to = in.Take<uint64_t>();
  return fold;
}

void PutSupervisees(const std::optional<domain::Supervisees>& supervisees, Encoder& out) {
  out.PutBool(supervisees.has_value());
  if (!supervisees) return;
  out.PutSigned32(supervisees->count);
  out.PutCount(supervisees->until.size());
  for (const int32_t day : supervisees->until) out.PutSigned32(day);
}

std::optional<domain::Supervisees> TakeSupervisees(Decoder& in) {
  if (!in.TakeBool()) return std::nullopt;
  domain::Supervisees supervisees;
  supervisees.count = in.TakeSigned32();
  for (size_t days = in.TakeCount(4); days > 0 && in.ok(); --days) supervisees.until.push_back(in.TakeSigned32());
  return supervisees;
}

void PutHostFacts(const HostFacts& host, Encoder& out) {
  const unsigned bits = (host.in_training ? 1U : 0U) | (host.current_client ? 2U : 0U) |
                        (host.therapist_holds_case ? 4U : 0U) | (host.consultant_is_member ? 8U : 0U) |
                        (host.from_case ? 16U : 0U);
  out.Put(static_cast<uint8_t>(bits));
  PutEnum(host.consultant_relation, out);
  PutDay(host.supervision_planned, out);
  PutDay(host.therapy_started, out);
  PutDay(host.last_own_report, out);
  PutSupervisees(host.supervisees, out);
  out.PutId(host.author.bytes());
  PutEnum(host.author_relation, out);
  out.PutId(host.matter.bytes());
}

HostFacts TakeHostFacts(Decoder& in) {
  HostFacts host;
  const auto bits = in.TakeNumber<uint8_t>(0, 31);
  host.in_training = (bits & 1U) != 0;
  host.current_client = (bits & 2U) != 0;
  host.therapist_holds_case = (bits & 4U) != 0;
  host.consultant_is_member = (bits & 8U) != 0;
  host.from_case = (bits & 16U) != 0;
  host.consultant_relation = TakeEnum(HostFacts::Relation::kNotRecorded, HostFacts::Relation::kHousehold, in);
  host.supervision_planned = TakeDay(in);
  host.therapy_started = TakeDay(in);
  host.last_own_report = TakeDay(in);
  host.supervisees = TakeSupervisees(in);
  host.author = MemberId(in.TakeId());
  host.author_relation = TakeEnum(HostFacts::Relation::kNotRecorded, HostFacts::Relation::kHousehold, in);
  host.matter = EntryId(in.TakeId());
  return host;
}

void PutFacts(const domain::Facts& facts, Encoder& out) {
  out.PutCount(facts.all().size());
  for (const domain::Fact& fact : facts.all()) {
    out.Put(fact.field);
    out.Put(static_cast<uint8_t>(fact.value.index()));
    if (const auto* number = std::get_if<int64_t>(&fact.value)) {
      out.PutSigned64(*number);
    } else if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
      out.PutId(*id);
    } else {
      out.PutText(std::get<std::string>(fact.value));
    }
  }
}

domain::Facts TakeFacts(Decoder& in) {
  domain::Facts facts;
  const size_t count = in.TakeCount(7);
  for (size_t i = 0; i < count && in.ok(); ++i) {
    const auto field = in.Take<uint16_t>();
    switch (in.TakeNumber<uint8_t>(0, 2)) {
      case 0:
        facts.SetNumber(field, in.TakeSigned64());
        break;
      case 1:
        facts.SetId(field, in.TakeId());
        break;
      default:
        facts.SetText(field, in.TakeText(kMaxFactBytes));
    }
  }
  return facts;
}

void PutChange(const domain::FollowUpChange& change, Encoder& out) {
  PutEnum(change.what, out);
  out.PutId(change.follow_up.bytes());
  out.PutId(change.situation.bytes());
  out.PutText(change.catalogue_id);
  PutEnum(change.severity, out);
  PutDay(change.due, out);
  PutEnum(change.finding, out);
}

domain::FollowUpChange TakeChange(Decoder& in) {
  domain::FollowUpChange change;
  change.what = TakeEnum(domain::FollowUpChange::What::kOpened, domain::FollowUpChange::What::kEnded, in);
  change.follow_up = FollowUpId(in.TakeId());
  change.situation = SituationId(in.TakeId());
  change.catalogue_id = in.TakeText(kMaxFactBytes);
  change.severity = TakeEnum(domain::Severity::kLater, domain::Severity::kUrgent, in);
  change.due = TakeDay(in);
  change.finding = TakeEnum(domain::Finding::kNone, domain::Finding::kTakenBack, in);
  return change;
}

void PutEvent(const PolicyEvent& event, Encoder& out) {
  out.Put(event.number);
  out.PutId(event.id.bytes());
  PutPlace(event.place, out);
  out.Put(static_cast<uint16_t>(event.kind));
  out.PutSigned32(event.occurred);
  PutDay(event.minute, out);
  out.PutSigned32(event.reported);
  out.PutId(event.therapist.bytes());
  PutEnum(event.source, out);
  PutEnum(event.basis, out);
  PutEnum(event.stage, out);
  PutFacts(event.facts, out);
  out.PutBool(event.has_note);
  out.PutBool(event.opens_duties);
  PutHostFacts(event.host, out);
  out.PutBool(event.follow_up.has_value());
  if (event.follow_up) PutChange(*event.follow_up, out);
}

PolicyEvent TakeEvent(Decoder& in) {
  PolicyEvent event;
  event.number = in.Take<uint64_t>();
  event.id = EntryId(in.TakeId());
  event.place = TakePlace(in);
  event.kind = static_cast<domain::Kind>(in.Take<uint16_t>());
  event.occurred = in.TakeSigned32();
  event.minute = TakeDay(in);
  event.reported = in.TakeSigned32();
  event.therapist = MemberId(in.TakeId());
  event.source = TakeEnum(domain::Source::kSelf, domain::Source::kImport, in);
  event.basis = TakeEnum(domain::Basis::kNotRecorded, domain::Basis::kSuspicion, in);
  event.stage = TakeEnum(domain::Stage::kNotRecorded, domain::Stage::kDone, in);
  event.facts = TakeFacts(in);
  event.has_note = in.TakeBool();
  event.opens_duties = in.TakeBool();
  event.host = TakeHostFacts(in);
  if (in.TakeBool()) event.follow_up = TakeChange(in);
  return event;
}

}  // namespace

void Encode(std::span<const PolicyEvent> events, Encoder& out) {
  out.PutCount(events.size());
  for (const PolicyEvent& event : events) PutEvent(event, out);
}

std::vector<PolicyEvent> DecodeEvents(Decoder& in) {
  std::vector<PolicyEvent> events;
  const size_t count = in.TakeCount(100);
  events.reserve(count);
  for (size_t i = 0; i < count && in.ok(); ++i) events.push_back(TakeEvent(in));
  return events;
}

void Encode(const domain::PolicyTask& task, const PluginInfo& plugin, Encoder& out) {
  PutEnum(task.subject.kind, out);
  out.PutId(task.subject.id);
  out.PutSigned32(task.until);
  out.PutBool(task.want_snapshots);
  out.PutCount(task.duties_from.size());
  for (const int32_t day : task.duties_from) out.PutSigned32(day);
  PutFold(task.start, plugin, out);
  Encode(task.events, out);
  out.PutCount(task.sets.size());
  for (const domain::SetSpan& span : task.sets) {
    out.PutId(span.therapist.bytes());
    out.PutSigned32(span.from);
    out.Put(span.set);
  }
}

domain::PolicyTask DecodeTask(const PluginInfo& plugin, Decoder& in) {
  domain::PolicyTask task;
  task.plugin = plugin.name;
  task.subject.kind = TakeEnum(domain::SubjectKind::kPractice, domain::SubjectKind::kMember, in);
  task.subject.id = in.TakeId();
  task.until = in.TakeSigned32();
  task.want_snapshots = in.TakeBool();
  const size_t rules = in.TakeCount(4);
  if (rules != 0 && rules != plugin.rules.size()) in.Fail();
  for (size_t i = 0; i < rules && in.ok(); ++i) task.duties_from.push_back(in.TakeSigned32());
  task.start = TakeFold(plugin, in);
  task.events = DecodeEvents(in);
  for (size_t i = in.TakeCount(24); i > 0 && in.ok(); --i) {
    domain::SetSpan& span = task.sets.emplace_back();
    span.therapist = MemberId(in.TakeId());
    span.from = in.TakeSigned32();
    span.set = in.Take<uint32_t>();
  }
  return task;
}

void Encode(const domain::PolicyResult& result, const PluginInfo& plugin, Encoder& out) {
  PutFold(result.end, plugin, out);
  out.PutCount(result.snapshots.size());
  for (const PluginFold& snapshot : result.snapshots) PutFold(snapshot, plugin, out);
  out.PutCount(result.not_assessed.size());
  for (const domain::NotAssessed& missed : result.not_assessed) {
    out.PutId(missed.entry.bytes());
    PutEnum(missed.reason, out);
  }
}

domain::PolicyResult DecodePolicyResult(const PluginInfo& plugin, const domain::SubjectId& subject, Decoder& in) {
  domain::PolicyResult result;
  result.end = TakeFold(plugin, in);
  const size_t snapshots = in.TakeCount(50);
  for (size_t i = 0; i < snapshots && in.ok(); ++i) result.snapshots.push_back(TakeFold(plugin, in));
  const size_t missed = in.TakeCount(17);
  for (size_t i = 0; i < missed && in.ok(); ++i) {
    const EntryId entry(in.TakeId());
    const auto reason = TakeEnum(domain::NotAssessedReason::kWorkerDied, domain::NotAssessedReason::kNotLoaded, in);
    result.not_assessed.push_back({subject, entry, plugin.name, reason});
  }
  return result;
}

}  // namespace candor::policy
