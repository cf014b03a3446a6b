#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/print/table.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_text.h"
#include "cli/wire/dates.h"

namespace candor::cli {

void PrintEntriesAbout(Session& session, const v1::WorkList& list) {
  std::ostream& out = session.out();
  for (const v1::EntryAbout& each : list.entries_about()) {
    out << '\n'
        << Wrap(absl::StrCat("Something about you was written down on ", LongDate(FromWire(each.reported())),
                             each.nothing_concluded() ? ". Nothing has been concluded." : ".",
                             " You may read it, answer in writing, and bring someone. Please do not contact a client "
                             "about it."),
                kTextWidth)
        << '\n'
        << "     read:    candor entry show " << each.name() << session.OnBehalf() << '\n'
        << "     answer:  candor entry respond " << each.name() << session.OnBehalf() << '\n'
        << "     or:      the same with --form declined, if you have nothing to say to it\n"
        << "     talk:    candor talk\n";
  }
}

}  // namespace candor::cli
