#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/print/table.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_text.h"
#include "cli/wire/dates.h"

namespace candor::cli {

namespace {

using EntriesAbout = std::vector<v1::EntryAbout>;

// "Something about you was written down on Thursday 11 June 2026"; of several how many and from when to when.
// REQUIRES: one at least, earliest first.
std::string WhatWasWritten(const EntriesAbout& entries) {
  const std::string first = LongDate(FromWire(entries.front().reported()));
  const std::string last = LongDate(FromWire(entries.back().reported()));
  const std::string when = first == last ? absl::StrCat("on ", first) : absl::StrCat("from ", first, " to ", last);
  if (entries.size() == 1) return absl::StrCat("Something about you was written down ", when);
  return absl::StrCat(entries.size(), " things about you were written down ", when);
}

// Told once for all of which the same is to be said.
void PrintAbout(Session& session, const EntriesAbout& entries) {
  if (entries.empty()) return;
  std::ostream& out = session.out();
  const bool one = entries.size() == 1;
  out << '\n'
      << Wrap(absl::StrCat(WhatWasWritten(entries),
                           entries.front().nothing_concluded() ? ". Nothing has been concluded." : ".",
                           " You may read ", one ? "it" : "them", ", answer in writing, and bring someone. Please do ",
                           "not contact a client about it."),
              kTextWidth)
      << '\n';
  for (const v1::EntryAbout& each : entries) {
    out << "     read:    candor entry show " << each.name() << session.OnBehalf() << '\n'
        << "     answer:  candor entry respond " << each.name() << session.OnBehalf() << '\n';
  }
  out << "     or:      the same with --form declined, if you have nothing to say to it\n"
      << "     talk:    candor talk\n";
}

}  // namespace

void PrintEntriesAbout(Session& session, const v1::WorkList& list) {
  EntriesAbout open;
  EntriesAbout others;
  for (const v1::EntryAbout& each : list.entries_about()) (each.nothing_concluded() ? open : others).push_back(each);
  PrintAbout(session, open);
  PrintAbout(session, others);
}

}  // namespace candor::cli
