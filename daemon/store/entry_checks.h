#ifndef CANDOR_DAEMON_STORE_ENTRY_CHECKS_H_
#define CANDOR_DAEMON_STORE_ENTRY_CHECKS_H_

#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/store/prepare.h"

namespace candor::store {

// Brings the header in line with the entry: kind, triage facts, or for a personal kind only that it is one.
void CompleteHeader(domain::Entry& entry);

// What can be said about an entry without the state: INVALID_ARGUMENT naming the field.
absl::Status CheckEntryShape(const domain::NewEntry& entry);

// The members and cases that an entry names.
void CollectReferences(const domain::Entry& entry, std::vector<Reference>& members, std::vector<Reference>& cases);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ENTRY_CHECKS_H_
