#include "plugins/prohibitions/sex_close_person.h"

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"

namespace candor::prohibitions {

std::optional<uint16_t> RelationParameter(int64_t other_party) {
  switch (other_party) {
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER:
      return kPartner;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_IMMEDIATE_FAMILY:
      return kImmediateFamily;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE:
      return kRelative;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_GUARDIAN:
      return kGuardian;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_HOUSEHOLD:
      return kHousehold;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLOSE_FRIEND:
      return kCloseFriend;
    default:
      return std::nullopt;
  }
}

void JudgeSexClosePerson(const sdk::Event& act, sdk::Subject& subject, int64_t other_party) {
  const std::optional<uint16_t> relation = RelationParameter(other_party);
  if (!relation.has_value() || !subject.Flag(kSexClosePerson, *relation)) return;
  Prohibit(act, subject, kSexClosePerson, kClosePersonNoticeWithin, sdk::Severity::kUrgent);
}

}  // namespace candor::prohibitions
