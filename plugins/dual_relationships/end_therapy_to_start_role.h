#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_END_THERAPY_TO_START_ROLE_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_END_THERAPY_TO_START_ROLE_H_

#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// R35 end_therapy_to_start_role: the therapist ended the therapy and began a role that is none of the profession, about
// the same time or within a window after it. Housing and money are ended by a disposition; of all else an assessment
// has to say that it does not take advantage of the client.
namespace candor::dual_relationships {

// A role that begins, or an ending while one has just begun.
void JudgeRoleAfterEnding(const sdk::Event& entry, sdk::Subject& subject, State& state);
Progress TakeRoleAfterEnding(const sdk::Event& entry, const sdk::Subject& subject, Matter& matter);

// Keep what the rule turns on: the role under way, and how the therapist's part ended.
void NoteRole(const sdk::Event& entry, const sdk::Subject& subject, State& state);
void NoteEnding(const sdk::Event& entry, State& state);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_END_THERAPY_TO_START_ROLE_H_
