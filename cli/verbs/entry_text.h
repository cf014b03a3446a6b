#ifndef CANDOR_CLI_VERBS_ENTRY_TEXT_H_
#define CANDOR_CLI_VERBS_ENTRY_TEXT_H_

#include <ostream>
#include <string>
#include <string_view>

#include "candor/v1/civil.pb.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

namespace candor::cli {

// "2025-03-30 14:05 +02:00", as far as it was written.
std::string MomentText(const v1::CivilMoment& moment);
// "Friday 12 June 2026".
std::string LongDate(Day day);
// "personal reaction"; "a private note" for a kind that this reader may not know.
std::string KindText(const v1::Entry& entry);
// For a line of a list, which others may see over the shoulder: "session"; "a private note" for what somebody noticed
// in themselves, also before its writer.
std::string ListedKind(const v1::Entry& entry);
// "minutes: 50, setting: office", free text left out; "" where the entry itself has to be opened.
std::string ListedFacts(const v1::Entry& entry, NameBook& names);
// The name of the entry that a supervision note is; any other name as it is.
std::string EntryOfNote(std::string_view name);
// What has become of it since: "amended", "retracted", "erased", or "".
std::string MarkText(const v1::Entry& entry);
// Who put it right whose words these are not, in their order: "Dele Haddad, the operator"; "" for nobody. Where the
// daemon does not tell of all of them, of lists, this is who made this version. `you`: the member who is told; "":
// none.
std::string CorrectorsText(const v1::Entry& entry, NameBook& names, const std::string& you = "");
// All of an entry, free text included.
void PrintEntry(const v1::Entry& entry, NameBook& names, std::ostream& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ENTRY_TEXT_H_
