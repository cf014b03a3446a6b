#ifndef CANDOR_DAEMON_DOMAIN_MEMBER_H_
#define CANDOR_DAEMON_DOMAIN_MEMBER_H_

#include <optional>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"

namespace candor::domain {

// Licence as the practice's registry has it. `in_training`: associate, trainee or intern.
struct LicenceClass {
  std::string profession;    // "psychologist", "mft", "lcsw", "lpc", "lpcc" …, lower case
  std::string jurisdiction;  // "US-CA", "US-TX", "BE" …; empty: not recorded
  bool in_training = false;

  bool operator==(const LicenceClass&) const = default;
};

// A person of the practice: therapist, supervisor, director …
struct Member {
  MemberId id;
  std::string display_name;             // narrative class: never in a log or an error
  std::optional<LicenceClass> licence;  // nullopt: none recorded

  bool operator==(const Member&) const = default;
};

// `supervisor` supervises `supervisee` from a date, until another primary supervision of the same supervisee begins or
// `until` has passed.
struct Supervision {
  MemberId supervisee;
  MemberId supervisor;
  Day from;
  std::optional<Day> until;  // last day; nullopt: still in force

  bool operator==(const Supervision&) const = default;
};

// Who supervises `supervisee` on a date: the relation begun last among those in force. Empty: nobody.
MemberId SupervisorOn(const std::vector<Supervision>& supervisions, const MemberId& supervisee, Day day);
// Whether `supervisor` is that person on that date.
bool SupervisesOn(const std::vector<Supervision>& supervisions, const MemberId& supervisor, const MemberId& supervisee,
                  Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_MEMBER_H_
