#include "plugins/prohibitions/terminate_to_circumvent.h"

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

// Whether the rule has opened. `known`: the bit by which it is remembered; `evidence`: what stood before the ending.
bool Judge(const sdk::Event& pursuit, sdk::Subject& subject, Person& person, const Anchors& anchors, uint16_t rule,
           uint8_t known, const sdk::Id& evidence) {
  if ((person.known & known) == 0 && !InTime(subject, anchors, pursuit.day(), rule)) return false;
  const std::vector<sdk::Id> facts = {person.ended_by, evidence};
  if (person.initiator != Initiator::kTherapist) {
    AskToComplete(pursuit, subject, rule, kCircumventRecordWithin, kMissingInitiator, facts);
    return false;
  }
  person.known |= known;
  Prohibit(pursuit, subject, rule, kCircumventNoticeWithin, sdk::Severity::kUrgent, facts);
  return true;
}

}  // namespace

bool JudgeCircumvention(const sdk::Event& pursuit, sdk::Subject& subject, Person* person, const Anchors& anchors) {
  if (person == nullptr || person->ended_by.empty()) return false;
  if (person->initiator != Initiator::kTherapist && person->initiator != Initiator::kNotRecorded) return false;
  if ((person->before_ending & kAdvanceBefore) != 0) {
    return Judge(pursuit, subject, *person, anchors, kTerminateToCircumvent, kCircumvented, person->advance);
  }
  if ((person->before_ending & kReactionBefore) != 0) {
    Judge(pursuit, subject, *person, anchors, kTerminateToCircumventPrivate, kCircumventedPrivate, person->reaction);
  }
  return false;
}

}  // namespace candor::prohibitions
