#include "plugins/prohibitions/terminate_to_circumvent.h"

#include <algorithm>
#include <vector>

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/former_client_window.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/calendar.h"

namespace candor::prohibitions {
namespace {

// As long as anybody has to wait for a former client, and for as long as this rule asks for.
bool InTime(const sdk::Subject& subject, const Anchors& anchors, int32_t day, uint16_t rule) {
  return day <= sdk::YearsAfter(anchors.ending, subject.Parameter(rule, kLookahead)) ||
         InsideFormerWindow(subject, anchors, day, false);
}

// What stood before the ending.
struct Evidence {
  sdk::Id id;
  int32_t written;  // the day on which that was written down
};

// Whether the rule has opened. `known`: the bit by which it is remembered.
bool Judge(const sdk::Event& pursuit, sdk::Subject& subject, Person& person, const Anchors& anchors, uint16_t rule,
           uint8_t known, const Evidence& evidence) {
  if ((person.known & known) == 0 && !InTime(subject, anchors, pursuit.day(), rule)) return false;
  const std::vector<sdk::Id> facts = {person.ended_by, evidence.id};
  const int32_t written = std::max(person.ended_written(), evidence.written);
  if (person.initiator != Initiator::kTherapist) {
    AskToComplete(pursuit, subject, rule, kCircumventRecordWithin, kMissingInitiator, facts, written);
    return false;
  }
  person.known |= known;
  Prohibit(pursuit, subject, rule, kCircumventNoticeWithin, sdk::Severity::kUrgent, facts, written);
  return true;
}

}  // namespace

bool JudgeCircumvention(const sdk::Event& pursuit, sdk::Subject& subject, Person* person, const Anchors& anchors) {
  if (person == nullptr || person->ended_by.empty()) return false;
  if (person->initiator != Initiator::kTherapist && person->initiator != Initiator::kNotRecorded) return false;
  if ((person->before_ending & kAdvanceBefore) != 0) {
    return Judge(pursuit, subject, *person, anchors, kTerminateToCircumvent, kCircumvented,
                 {person->advance, person->advance_written()});
  }
  if ((person->before_ending & kReactionBefore) != 0) {
    Judge(pursuit, subject, *person, anchors, kTerminateToCircumventPrivate, kCircumventedPrivate,
          {person->reaction, person->reaction_written()});
  }
  return false;
}

}  // namespace candor::prohibitions
