#include "plugins/practice_duties/client_care.h"

#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/conduct.h"
#include "plugins/sdk/entries.h"

namespace candor::practice_duties {
namespace {

// What a plan of care is for; bits of Matter::about.
constexpr uint8_t kForAnAct = 1u << 0;
constexpr uint8_t kForARelation = 1u << 1;

// Partner, family, guardian: whoever else is close is the profile's to say, of the rule that forbids it.
bool IsCloseToClient(const sdk::Conduct& conduct) {
  switch (conduct.other_party) {
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_IMMEDIATE_FAMILY:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_GUARDIAN:
      return true;
    default:
      return false;
  }
}

// R10, R11, R17 and the kiss of R22.
bool IsSexualOrRomantic(const sdk::Event& entry) {
  const sdk::Conduct conduct = sdk::ReadConduct(entry);
  if (conduct.step == sdk::Step::kAct) return conduct.party() == sdk::Party::kClient || IsCloseToClient(conduct);
  return conduct.IsAdvance() && conduct.party() == sdk::Party::kClient;
}

bool MayStillBeNothing(const sdk::Event& relation) {
  return relation.stage() == CANDOR_STAGE_DECLINED || relation.stage() == CANDOR_STAGE_PROPOSED ||
         relation.stage() == CANDOR_STAGE_ASKED || relation.stage() == CANDOR_STAGE_ORDERED;
}

// Known to take place: the entry says so, or that it began or changed.
bool TakesPlace(const sdk::Event& relation) {
  const bool begun = relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN) ||
                     relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_CHANGED);
  const bool done = relation.stage() == CANDOR_STAGE_DONE && !relation.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT);
  return begun || done;
}

// R34: an emergency explains a little money, and the agency's funds any.
bool IsMaterialTie(const sdk::Event& relation, int64_t exempt_minor_units) {
  const int64_t tie = relation.Number(CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE).value_or(0);
  if (tie == 0 || !TakesPlace(relation)) return false;
  if (relation.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_AGENCY_FUNDS)) return false;
  if (!relation.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_EMERGENCY)) return true;
  const bool money = tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN ||
                     tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_PAYMENT ||
                     tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_SUPPORT_FROM_CLIENT;
  const std::optional<int64_t> value = relation.Number(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS);
  return !money || (value.has_value() && *value > exempt_minor_units);
}

// R33 with harm, and R34.
bool IsHarmfulRelation(const sdk::Event& entry, const sdk::Subject& subject) {
  if (entry.kind() != CANDOR_KIND_DUAL_RELATIONSHIP || sdk::IsHearsay(entry) || MayStillBeNothing(entry)) return false;
  return entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL) ||
         entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARM_REPORTED) ||
         IsMaterialTie(entry, subject.Parameter(kClientCare, kCareExemptMinorUnits));
}

// What the entry calls for care for; 0: for nothing.
uint8_t CareFor(const sdk::Event& entry, const sdk::Subject& subject) {
  if (!entry.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return 0;
  uint8_t care_for = 0;
  if (IsSexualOrRomantic(entry)) care_for |= kForAnAct;
  if (IsHarmfulRelation(entry, subject)) care_for |= kForARelation;
  return care_for;
}

// What is to be done first sets the date.
sdk::DueDay DueOfCare(const sdk::Subject& subject, uint16_t rule, int32_t received, uint32_t missing) {
  if ((missing & kMissingOffCase) != 0) return {received + subject.Days(rule, kOffCaseWithin)};
  const bool speaks = (missing & (kMissingContact | kMissingRisk | kMissingRights)) != 0;
  if (speaks) return sdk::InBusinessDays(received, subject.Parameter(rule, kContactWithin));
  return {received + subject.Days(rule, kOfferWithin)};
}

void OpenClientCare(const sdk::Event& entry, sdk::Subject& subject, State& state, uint8_t care_for) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kClientCare)) {
    if (open.therapist != entry.therapist() || !open.due.has_value()) continue;
    // One client, one plan: what else is told joins it.
    AddAbout(state, open, care_for);
    return subject.Open({.rule = kClientCare,
                         .key = open.key,
                         .severity = open.severity,
                         .action = sdk::Action::kDocument,
                         .due = open.due,
                         .counted_from = open.counted_from,
                         .missing_fields = open.missing_fields,
                         .facts = {entry.id()}});
  }
  constexpr uint32_t kEverything =
      kMissingOffCase | kMissingContact | kMissingRisk | kMissingRights | kMissingOtherTherapist;
  OpenMatter(entry, subject, state,
             {.rule = kClientCare,
              .severity = sdk::Severity::kUrgent,
              .action = sdk::Action::kDocument,
              .due = DueOfCare(subject, kClientCare, entry.reported(), kEverything).day,
              .missing_fields = kEverything},
             entry.reported(), care_for);
}

// An act of before the therapy was towards nobody's client. A relation goes on until somebody says otherwise.
void TakeBackFromBeforeTherapy(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  const int32_t began = sdk::TherapyBeganOn(intake);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kClientCare)) {
    if (open.opened < began && MatterOf(state, open).about == kForAnAct) WithdrawMatter(subject, state, open);
  }
}

// A talk counts where somebody else had it.
uint32_t DoneByTalk(const sdk::Event& talk, const sdk::Id& concerned) {
  if (!talk.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLIENT_CARE)) return 0;
  if (talk.therapist() == concerned) return 0;
  uint32_t done = kMissingContact;
  if (talk.IsYes(CANDOR_FIELD_DISCUSSION_RISK_ASKED)) done |= kMissingRisk;
  if (talk.IsYes(CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD)) done |= kMissingRights;
  if (talk.IsYes(CANDOR_FIELD_DISCUSSION_OTHER_THERAPIST_OFFERED)) done |= kMissingOtherTherapist;
  return done;
}

uint32_t DoneByDeclining(const sdk::Event& declined) {
  switch (declined.Number(CANDOR_FIELD_CLIENT_DECLINED_WHAT).value_or(0)) {
    case CANDOR_CLIENT_DECLINED_WHAT_CONTACT:
      return kMissingContact | kMissingRisk | kMissingRights | kMissingOtherTherapist;
    case CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST:
    case CANDOR_CLIENT_DECLINED_WHAT_REFERRAL:
    case CANDOR_CLIENT_DECLINED_WHAT_TRANSFER:
      return kMissingOtherTherapist;
    default:
      return 0;
  }
}

// `concerned`: the therapist whom the follow-up is about.
uint32_t DoneForClientCare(const sdk::Event& entry, const sdk::Id& concerned) {
  switch (entry.kind()) {
    case CANDOR_KIND_PAUSE:
      return entry.Is(CANDOR_FIELD_PAUSE_BY, CANDOR_PAUSE_BY_PRACTICE) ? kMissingOffCase : 0;
    case CANDOR_KIND_TERMINATION:
      return entry.therapist() == concerned ? kMissingOffCase : 0;
    case CANDOR_KIND_TRANSFER_STEP:
      return entry.IsYes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD) ? kMissingOffCase | kMissingOtherTherapist : 0;
    case CANDOR_KIND_DISCUSSION:
      return DoneByTalk(entry, concerned);
    case CANDOR_KIND_REFERRAL:
      return entry.Has(CANDOR_FIELD_REFERRAL_OUTCOME) &&
                     !entry.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_UNREACHABLE)
                 ? kMissingOtherTherapist
                 : 0;
    case CANDOR_KIND_CLIENT_DECLINED:
      return DoneByDeclining(entry);
    default:
      return 0;
  }
}

}  // namespace

void TakeForClientCare(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (sdk::BeginsFirstTherapy(entry, state.treated)) return TakeBackFromBeforeTherapy(entry, subject, state);
  if (const uint8_t care_for = CareFor(entry, subject)) return OpenClientCare(entry, subject, state, care_for);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kClientCare)) {
    const uint32_t done = DoneForClientCare(entry, open.therapist);
    SettleMatter(entry, subject, state, open, {.done = done, .due = DueOfCare});
  }
}

}  // namespace candor::practice_duties
