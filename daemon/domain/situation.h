#ifndef CANDOR_DAEMON_DOMAIN_SITUATION_H_
#define CANDOR_DAEMON_DOMAIN_SITUATION_H_

#include <vector>

#include "daemon/domain/assessment.h"
#include "daemon/domain/rule.h"

// One thing, one message: which follow-ups of a case belong together, and which general one is kept quiet because a
// specific one says the same. Pure: the answer depends on the follow-ups and the rules' declarations only, not on the
// order in which they arose.
namespace candor::domain {

// Sets `clear.situation` and `clear.folded_under` of every section. `sections` are all follow-ups of one subject, as
// they stand after the assessment, the unchanged ones too; `rules` those of every plugin in force. Section order is
// kept.
//
// Two follow-ups share a situation when
//   - the same entry opened them, or
//   - one conversation can meet both: both ask the same therapist to talk, or both ask to hand the case over (refer,
//   soft
//     transfer), and the later one was written down while the earlier one was still to be met, or
//   - one is folded under the other.
// A follow-up is folded when its rule declares `folds_under` the other's rule, the two were opened by the same entry or
// were to be met at the same time, and the other holds: it is open, or was closed no earlier than the folded one, and
// does not only ask for a fact that was not recorded, unless the folded one does so too.
//
// Never together: follow-ups of different key classes, so that nothing in clear leads from a general follow-up to a
// personal one (a personal one may still be folded under a general one, which then says nothing about it); a personal
// one with what is about another therapist, nor are these folded; what opened before the policy with what did not; what
// belongs to a restricted matter, or is the practice's to see to, with what is not; and a withdrawn one with any other.
//
// A situation is named after its earliest member (written down first, then occurred first, then lowest id), so a
// repeated assessment gives the same name.
void GroupIntoSituations(const std::vector<Rule>& rules, std::vector<FollowUpSection>& sections);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SITUATION_H_
