#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATIONSHIP_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATIONSHIP_H_

#include <cstdint>

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// How an entry about another relation beside the therapy, or after it, reads. What was not recorded is never "no".
namespace candor::dual_relationships {

// What was told by others or is only suspected opens nothing here: it is looked into elsewhere.
bool IsKnown(const sdk::Event& entry);
bool IsRelation(const sdk::Event& entry);
About AboutOf(const sdk::Event& relation);

// The relation is new or has changed, or the entry does not say what became of it. Not one that was only asked for,
// ordered or declined, nor one that has ended.
bool Begins(const sdk::Event& relation);
// As Begins(), and not only proposed.
bool TakesPlace(const sdk::Event& relation);
bool Ends(const sdk::Event& relation);
// The role was not taken, or has ended: nothing is left of it.
bool IsOver(const sdk::Event& relation);
// It says how it began or what changed; otherwise the entry may tell more of what is known.
bool SaysNew(const sdk::Event& relation);
// It does not say so, and the same is open: it tells more of what is known, and begins nothing.
bool TellsMore(const sdk::Event& relation, const sdk::Subject& subject, State& state, uint16_t rule,
               const About& about);
// Somebody looked at it: assessed or reviewed.
bool IsJudgement(const sdk::Event& relation);

// Beside a therapy that goes on: no meeting by chance, and not after it.
bool IsConcurrent(const sdk::Event& relation);
// A material tie, or a relation of the sexual kind, that takes place: not to be weighed, and other rules have it.
bool IsBeyondWeighing(const sdk::Event& relation);
// Mandated, unavoidable or normal for the setting.
bool CannotBeAvoided(const sdk::Event& relation);

enum class Answer : uint8_t { kNo, kYes, kUnknown };
// Neither professional nor institutional, forensic or supervisory; what ties both materially is none of these either.
Answer IsNonProfessional(const About& about);

// The day on which the relation began, as the entry says it, or its own.
int32_t BeganOn(const sdk::Event& relation);

// A consultation that counts, or supervision, does not speak against going on.
bool AdvisesAgainst(const sdk::Event& consultation);
bool FindsAcceptable(const sdk::Event& consultation);

// Whether the event hands the client of the matter's therapist over to somebody else.
bool HandsOver(const Reading& reading, const Matter& matter);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RELATIONSHIP_H_
