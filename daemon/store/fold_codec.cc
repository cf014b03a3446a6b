#include "daemon/store/fold_codec.h"

#include "daemon/store/codec_parts.h"

namespace candor::store {
namespace {

void ToProto(const domain::Obligation& obligation, Obligation& message) {
  message.set_rule(obligation.rule);
  message.set_key(obligation.key);
  message.set_state(static_cast<uint32_t>(obligation.state));
  message.set_cause(static_cast<uint32_t>(obligation.cause));
  message.set_severity(static_cast<uint32_t>(obligation.severity));
  message.set_action(static_cast<uint32_t>(obligation.action));
  message.set_before_policy(obligation.before_policy);
  message.set_missing_fields(obligation.missing_fields);
  message.set_opened_by(IdToBytes(obligation.opened_by));
  message.set_therapist(IdToBytes(obligation.therapist));
  message.set_opened_on(obligation.opened_on);
  message.set_reported_on(obligation.reported_on);
  if (obligation.due) message.set_due(*obligation.due);
  if (obligation.counted_from) message.set_counted_from(*obligation.counted_from);
  message.set_resolved_by(IdToBytes(obligation.resolved_by));
  if (obligation.resolved_on) message.set_resolved_on(*obligation.resolved_on);
  if (obligation.resolution_reported_on) message.set_resolution_reported_on(*obligation.resolution_reported_on);
  for (const EntryId& fact : obligation.facts_used) message.add_facts_used(IdToBytes(fact));
  message.set_episode(obligation.episode);
}

domain::Obligation FromProto(const Obligation& message) {
  domain::Obligation obligation;
  obligation.rule = message.rule();
  obligation.key = message.key();
  obligation.state = static_cast<domain::RuleState>(message.state());
  obligation.cause = static_cast<domain::ResolvedCause>(message.cause());
  obligation.severity = static_cast<domain::Severity>(message.severity());
  obligation.action = static_cast<domain::Action>(message.action());
  obligation.before_policy = message.before_policy();
  obligation.missing_fields = message.missing_fields();
  obligation.opened_by = EntryId(IdFromBytes(message.opened_by()));
  obligation.therapist = MemberId(IdFromBytes(message.therapist()));
  obligation.opened_on = message.opened_on();
  obligation.reported_on = message.reported_on();
  if (message.has_due()) obligation.due = message.due();
  if (message.has_counted_from()) obligation.counted_from = message.counted_from();
  obligation.resolved_by = EntryId(IdFromBytes(message.resolved_by()));
  if (message.has_resolved_on()) obligation.resolved_on = message.resolved_on();
  if (message.has_resolution_reported_on()) obligation.resolution_reported_on = message.resolution_reported_on();
  for (const std::string& fact : message.facts_used()) obligation.facts_used.emplace_back(IdFromBytes(fact));
  obligation.episode = message.episode();
  return obligation;
}

void ToProto(const domain::Timer& timer, Timer& message) {
  message.set_rule(timer.rule);
  message.set_day(timer.day);
  message.set_token(timer.token);
  message.set_asked_by(IdToBytes(timer.asked_by));
  message.set_therapist(IdToBytes(timer.therapist));
  message.set_reported(timer.reported);
  message.set_opens_duties(timer.opens_duties);
  message.set_asked_on(timer.asked_on);
}

domain::Timer FromProto(const Timer& message) {
  return {message.rule(),
          message.day(),
          message.token(),
          EntryId(IdFromBytes(message.asked_by())),
          MemberId(IdFromBytes(message.therapist())),
          message.reported(),
          message.opens_duties(),
          message.asked_on()};
}

}  // namespace

void ToProto(const domain::PluginFold& fold, PluginFold& message) {
  message.set_state(fold.state);
  for (const domain::Obligation& obligation : fold.obligations) ToProto(obligation, *message.add_obligations());
  for (const domain::Timer& timer : fold.timers) ToProto(timer, *message.add_timers());
  Place& place = *message.mutable_place();
  place.set_day(fold.place.day);
  place.set_minute(fold.place.minute);
  place.set_rank(fold.place.rank);
  place.set_digest(fold.place.digest);
  place.set_id(IdToBytes(fold.place.id));
  message.set_folded_to(fold.folded_to);
  message.set_context(fold.context);
}

domain::PluginFold FromProto(const PluginFold& message) {
  domain::PluginFold fold;
  fold.state = message.state();
  for (const Obligation& obligation : message.obligations()) fold.obligations.push_back(FromProto(obligation));
  for (const Timer& timer : message.timers()) fold.timers.push_back(FromProto(timer));
  const Place& place = message.place();
  fold.place = {place.day(), place.minute(), place.rank(), place.digest(), IdFromBytes(place.id())};
  fold.folded_to = message.folded_to();
  fold.context = message.context();
  return fold;
}

}  // namespace candor::store
