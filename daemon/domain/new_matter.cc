#include "daemon/domain/new_matter.h"

#include <cstdint>

#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

bool TellsOfTheFirst(const EntryHeader& header, FieldId event, int64_t first_event) {
  return header.facts.Number(event).value_or(first_event) == first_event;
}

}  // namespace

bool IsNewMatter(const EntryHeader& header) {
  switch (header.kind) {
    case Kind::kConcern:
      return TellsOfTheFirst(header, fields::kConcernEvent, words::kConcernRaised);
    case Kind::kComplaint:
      return TellsOfTheFirst(header, fields::kComplaintEvent, words::kComplaintReceived);
    case Kind::kDualRelationship:
      return TellsOfTheFirst(header, fields::kDualRelationshipEvent, words::kRelationBegun);
    default:
      return true;
  }
}

}  // namespace candor::domain
