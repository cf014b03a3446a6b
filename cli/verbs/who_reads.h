#ifndef CANDOR_CLI_VERBS_WHO_READS_H_
#define CANDOR_CLI_VERBS_WHO_READS_H_

#include <string>

#include "candor/v1/entry.pb.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/session.h"
#include "cli/wire/schema.h"

// Who reads an entry, as the daemon will show it, and what an act may cost its writer: said before it is written. Each
// message has at most 60 words, with names of two.
namespace candor::cli {

// What of an entry decides who reads it.
struct Writing {
  std::string about;         // whom it is about: a name or members/MEMBER; empty: nobody was named
  std::string first_reader;  // of a private note, as typed; empty: nobody
  std::string date;          // when it happened, as typed: who supervised then reads it; empty: today
  bool of_case = false;      // else it is about a member alone
  bool of_step = false;      // it says what has become of a concern
  bool ask_daemon = true;    // for names; a draft asks no daemon for anything
};

// As far as the form says it.
Writing WritingOf(const SchemaKind& kind, const EntryForm& form, bool ask_daemon);

// Says who will read it; on a terminal before the person is asked what there is to tell, and once the day is known.
void SayWhoReads(Session& session, const SchemaKind& kind, const Writing& writing);

// Of a private note that is corrected: who reads it then, as far as that is not the author alone. Each version is read
// by whom it names, and in training by whoever supervised when it was saved.
std::string WhoReadsFromNowOn(Session& session, const v1::Entry& before, const v1::Entry& after);

// Whether what entries of the kind tell is an act, whatever a rule makes of it.
bool IsAct(const SchemaKind& kind);
// What an act may cost its writer and who reads it, as SayWhoReads says it of an act: for an entry of another kind that
// a rule takes for one, once it is known.
std::string WhatAnActMayCost(Session& session, const Writing& writing);
// What somebody reads who asks what would come of an act of their own.
std::string IfAnActWereRecorded(Session& session, const Writing& writing);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_WHO_READS_H_
