#ifndef CANDOR_DAEMON_DOMAIN_CASE_FILE_H_
#define CANDOR_DAEMON_DOMAIN_CASE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"

namespace candor::domain {

// Intake opens an episode, the termination by the therapist who holds the case closes it, a return opens the next.
struct Episode {
  Day opened;
  std::optional<Day> closed;  // nullopt: open
  EntryId opened_by;
  EntryId closed_by;

  bool operator==(const Episode&) const = default;
};

// A therapist's part in a case, from the date on which they took it.
struct Part {
  MemberId therapist;
  Day from;
  std::optional<Day> until;  // nullopt: holds the case

  bool operator==(const Part&) const = default;
};

// One client of the practice (person, couple, family), for ever.
struct CaseFile {
  CaseId id;
  std::string code;  // the practice's own pseudonym; narrative class
  std::vector<Episode> episodes;  // in order of opening
  std::vector<Part> parts;        // in order of `from`
  bool erased = false;            // `code` is gone

  // Empty when nobody holds it.
  MemberId holder() const { return !parts.empty() && !parts.back().until ? parts.back().therapist : MemberId(); }
  bool open() const { return !episodes.empty() && !episodes.back().closed; }

  bool operator==(const CaseFile&) const = default;
};

// Episodes and parts from the effective timeline (corrections applied, in order). Pure. The therapist changes on the
// date of the first session by another therapist after a transfer step, else on the completed step.
// A termination by someone who does not hold the case ends that person's part only.
struct CaseCourse {
  std::vector<Episode> episodes;
  std::vector<Part> parts;
};
CaseCourse CourseOf(const std::vector<EntryHeader>& timeline);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CASE_FILE_H_
