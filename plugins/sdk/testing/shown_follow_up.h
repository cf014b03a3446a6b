#ifndef CANDOR_PLUGINS_SDK_TESTING_SHOWN_FOLLOW_UP_H_
#define CANDOR_PLUGINS_SDK_TESTING_SHOWN_FOLLOW_UP_H_

#include <cstdint>
#include <string>
#include <vector>

namespace candor::sdk::testing {

// A follow-up as it stands, in words that a test can compare. A value; thread-compatible.
struct ShownFollowUp {
  std::string rule;                // slug
  std::string key;                 // the name of the entry it is called after
  std::string state;               // open, resolved, withdrawn
  std::string cause;               // entry or quiet, once resolved
  std::string severity;            // later, soon, important, urgent
  std::string action;              // talk, refer, soft_transfer, document, prohibit, complete_record
  std::string opened;              // date: `occurred` of the entry that opened it
  std::string due;                 // date; empty: none
  int counted_days = 0;            // over how many calendar days business days are counted; 0: they are calendar days
  std::string ended;               // date of resolving or withdrawing
  std::string ended_by;            // name of the entry; empty: a timer
  std::vector<uint16_t> missing;   // field ids
  std::vector<std::string> facts;  // names
  bool before_policy = false;
  int episode = 1;
  std::string opened_by;  // name of the entry, of a timer the one that asked for it
  std::string therapist;  // whom that entry is about
  std::string reported;   // date: `reported` of that entry

  // "attraction_consult r1 soon talk due 2024-09-02: resolved 2024-08-24 by c1"
  std::string Line() const {
    std::string line =
        rule + " " + key + " " + severity + " " + action + (due.empty() ? "" : " due " + due) + ": " + state;
    if (state != "open")
      line += " " + ended + (cause == "quiet" ? " quiet" : ended_by.empty() ? "" : " by " + ended_by);
    if (before_policy) line += " (before the policy)";
    return line;
  }
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_PLUGINS_SDK_TESTING_SHOWN_FOLLOW_UP_H_
