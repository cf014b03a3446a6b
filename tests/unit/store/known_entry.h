#ifndef CANDOR_TESTS_UNIT_STORE_KNOWN_ENTRY_H_
#define CANDOR_TESTS_UNIT_STORE_KNOWN_ENTRY_H_

#include "absl/time/time.h"
#include "daemon/domain/entry.h"
#include "tests/unit/store/store_fixture.h"

// An entry and a moment that are the same in every run, so that their bytes can be written down.
namespace candor::store {

inline const absl::Time kKnownTime = absl::FromUnixMicros(1'750'000'000'123'456);

inline domain::Entry KnownEntry() {
  domain::NewEntry entry = EntryOf(SubjectId::Of(CaseOf(7)), Kind::kConsultation, Day(2025, 3, 30));
  domain::Entry& content = entry.entry;
  content.header.id = EntryId(BytesOf(0x50));
  content.header.kind = Kind::kConsultation;
  content.header.occurred.minute_of_day = 615;
  content.header.occurred.utc_offset_minutes = -480;
  content.header.order_digest = 0x0102030405060708;
  content.header.first_reader = MemberOf(2);
  content.header.partition = 3;
  content.facts.SetId(MakeFieldId(Kind::kConsultation, 1), MemberOf(2).bytes());
  content.facts.SetNumber(MakeFieldId(Kind::kConsultation, 4), 1);
  content.facts.SetText(MakeFieldId(Kind::kConsultation, 5), "why now");
  content.header.facts = content.facts.OfClass(domain::FieldClass::kTriage);
  content.narrative = Sensitive<domain::Narrative>({"note", {{"Column", "cell"}}});
  return content;
}

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_KNOWN_ENTRY_H_
