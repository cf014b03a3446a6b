#ifndef CANDOR_DAEMON_DOMAIN_PERMISSION_TABLE_H_
#define CANDOR_DAEMON_DOMAIN_PERMISSION_TABLE_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/role.h"

// The permission table: who may call which method, and of what a method shows, who sees which classes. It is all data
// here; Viewer (viewer.h) finds out in which relation somebody stands to a thing, and looks it up. Everything is pure
// and thread-safe.
namespace candor::domain {

// How somebody stands to a thing. One person may stand in several ways, each with a hat of its own, and sees what any
// of them gives. Numbers are on the wire of `access explain`.
enum class Relation : uint8_t {
  kSelf = 1,            // it is theirs: they wrote it, or it asks something of them
  kSupervisesNow = 2,   // today they supervise whom it is about
  kSupervisedThen = 3,  // they did on its day
  kNamedReader = 4,     // its author named them to read it, or it answers what they wrote
  kNone = 5,            // none of the others
  kSubject = 6,         // it is about them, and somebody else wrote it
  kParty = 7,           // they have a part in the case, or had one then, or act for whoever holds it
  kEmergency = 8,       // it was opened to them in an emergency, and nobody else wrote it about them
};
inline constexpr Relation kLastRelation = Relation::kEmergency;

// What is shown. Numbers are on the wire of `access explain`.
enum class Thing : uint8_t {
  kCase = 1,                   // whose it is and was, from when to when; its code
  kEntry = 2,                  // what is on record of work and conduct
  kAbsence = 3,                // that somebody is away, and who acts for them
  kSupervisionNote = 4,        // what was gone through in supervision
  kPrivateNote = 5,            // a personal reaction, and what a rule makes of it
  kPrivateNoteInTraining = 6,  // the same of somebody who is in training, and was when it was written
  kFollowUp = 7,               // what a rule asks for
  kOpenFollowUp = 8,           // the same while it is open
  kRestrictedFollowUp = 9,     // of a restricted matter
  kConversationDue = 10,       // long after its date, that a conversation about a private note is due: not what about
  kShadowFollowUp = 11,        // what a rule that is only tried out would ask for; never of a private note
  kConcern = 12,               // a concern about a member, and what came of it; to whom it is about once they are told
};
inline constexpr Thing kLastThing = Thing::kConcern;

// Sets of classes, a bit for each FieldClass.
using Classes = uint8_t;
inline constexpr Classes kTriageBit = 1;
inline constexpr Classes kDetailBit = 2;
inline constexpr Classes kNarrativeBit = 4;
inline constexpr Classes kPersonalBit = 8;
inline constexpr Classes kEveryClass = kTriageBit | kDetailBit | kNarrativeBit | kPersonalBit;

// How somebody comes to see something.
struct Hat {
  Role role = Role::kTherapist;
  Relation relation = Relation::kNone;

  bool operator==(const Hat&) const = default;
};

// Of `thing`, whoever wears the hat sees these classes. What has no cell is not shown.
struct SightCell {
  Thing thing;
  Hat hat;
  Classes classes;
};
std::span<const SightCell> SightCells();
// Of one thing; 0: nothing.
Classes ClassesOf(Thing thing, const Hat& hat);

// Who may call a method: a bit for each role (1 << its number), and these.
using Callers = uint16_t;
inline constexpr Callers kOperator = 1;             // the operator as such, at the daemon's own socket
inline constexpr Callers kEveryMember = 1U << 14U;  // whoever calls for themselves, or is acted for
// Whoever reaches the daemon, with a certificate or without one; who they are is not asked.
inline constexpr Callers kAnybody = 1U << 15U;
constexpr Callers CallersOf(Role role) {
  return static_cast<Callers>(1U << static_cast<unsigned>(role));
}

// What a method shows: a bit for each Thing (1 << its number). 0: nothing about people but what everybody may know, or
// figures in which nobody is to be made out.
using Things = uint16_t;
constexpr Things ThingsOf(Thing thing) {
  return static_cast<Things>(1U << static_cast<unsigned>(thing));
}

struct MethodRule {
  std::string_view method;  // "candor.v1.EntryService.CreateEntry"
  Callers callers;
  Things things;
};

// Every method of candor.v1, by name. A method that is not listed is refused.
std::span<const MethodRule> Table();
// nullptr: there is no such method.
const MethodRule* RuleOf(std::string_view method);

// What whoever wears the hat sees of the thing by this method: the classes of the cell, where they may call it and it
// shows that thing. The whole table is this function.
Classes ClassesFor(std::string_view method, Thing thing, const Hat& hat);

// Whether who calls is not asked: the one method by which a machine gets its first certificate. O(methods).
bool NeedsNoCertificate(std::string_view method);
// Whether CheckMethod() has to know the roles that a member has been given.
bool AsksForRoles(std::string_view method);

// PERMISSION_DENIED when the caller may not use the method, or when the table does not have it; UNAUTHENTICATED
// ("no_certificate") when the caller is nobody, and it is not one for everybody. `roles`: those that the member has
// been given and has today; looked at only where AsksForRoles().
absl::Status CheckMethod(const Caller& caller, std::string_view method, std::span<const Role> roles = {});

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PERMISSION_TABLE_H_
