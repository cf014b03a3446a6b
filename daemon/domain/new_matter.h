#ifndef CANDOR_DAEMON_DOMAIN_NEW_MATTER_H_
#define CANDOR_DAEMON_DOMAIN_NEW_MATTER_H_

#include "daemon/domain/entry.h"

namespace candor::domain {

// Whether an entry says no more than that something came in: of a concern, a complaint or a dual relationship that it
// is not what has become of one. Who does not say wrote it down as new; whatever is no such matter is always new. Pure.
bool IsNewMatter(const EntryHeader& header);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_NEW_MATTER_H_
