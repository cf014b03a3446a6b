#ifndef CANDOR_PLUGINS_PROHIBITIONS_STATE_H_
#define CANDOR_PLUGINS_PROHIBITIONS_STATE_H_

#include <cstdint>

#include "plugins/sdk/entries.h"
#include "plugins/sdk/fact_list.h"
#include "plugins/sdk/id.h"

namespace candor::prohibitions {

// Who ended a therapist's part in the case.
enum class Initiator : uint8_t { kNone = 0, kTherapist = 1, kOther = 2, kNotRecorded = 3 };

// What stood in the timeline before a therapist's part ended, within the lookback.
inline constexpr uint8_t kAdvanceBefore = 1u << 0;
inline constexpr uint8_t kReactionBefore = 1u << 1;

// What is known of a therapist and the client.
inline constexpr uint8_t kHolds = 1u << 0;                // held the case when last seen
inline constexpr uint8_t kRelated = 1u << 1;              // a romantic or sexual act with the client is on record
inline constexpr uint8_t kCircumvented = 1u << 2;         // terminate_to_circumvent has opened since the ending
inline constexpr uint8_t kCircumventedPrivate = 1u << 3;  // the private one has
inline constexpr uint8_t kRelatedFirst = 1u << 4;         // State::related is the first of theirs
inline constexpr uint8_t kRelatedWithin = 1u << 5;        // the first of theirs came while they treated the client

// How far a relation with the former client has been thought through.
inline constexpr uint8_t kIntended = 1u << 0;    // the therapist has said that they mean to
inline constexpr uint8_t kFavourable = 1u << 1;  // the assessment shows no exploitation and no likely harm
inline constexpr uint8_t kTalkedOver = 1u << 2;  // a consultation that counts came after it was said

// Consultations since the first of the personal reactions at hand.
inline constexpr uint8_t kConsulted = 1u << 0;
inline constexpr uint8_t kConsultedOnEnding = 1u << 1;  // it recommended or decided to refer or to stop

// One therapist of the case. What is about feelings (`reaction`, `consulted`) is read by the personal rules only.
struct Person {
  sdk::Id therapist;
  sdk::Id ended_by;       // the ending or handover that ended their part; empty: it has not ended
  sdk::Id contact;        // the last professional one
  sdk::Id advance;        // the last advance or promise to the client while they were one; kept for ever
  sdk::Id assessment;     // the last complete one since their part ended
  sdk::Id reaction;       // the last
  int32_t ended_day = 0;  // each of the days says something only where its entry is there
  int32_t contact_day = 0;
  int32_t advance_day = 0;
  int32_t reaction_day = 0;
  Initiator initiator = Initiator::kNone;
  uint8_t before_ending = 0;  // k…Before
  uint8_t known = 0;          // kHolds …
  uint8_t assessed = 0;       // kIntended …
  uint8_t consulted = 0;      // kConsulted …
  uint8_t unused = 0;
  uint16_t ended_late = 0;  // so many days after the day it was written down; as of the two below
  uint16_t advance_late = 0;
  uint16_t reaction_late = 0;

  int32_t ended_written() const { return ended_day + ended_late; }
  int32_t advance_written() const { return advance_day + advance_late; }
  int32_t reaction_written() const { return reaction_day + reaction_late; }
};

// An account of an earlier therapist about which something is still to be done.
struct Allegation {
  sdk::Id key;             // empty: none
  sdk::FactList<3> facts;  // what was done since
  int32_t told_day = 0;
  int32_t told_reported = 0;
  int32_t discuss_due = 0;
  int32_t report_due = 0;
  uint8_t missing = 0;         // kMissing… of prior_therapist_allegation
  uint8_t due_is_contact = 0;  // the next contact has set the date
  uint8_t unused[2] = {};
};

// The ending about which ending_after_attraction is open.
struct AfterAttraction {
  sdk::Id key;  // empty: none
  sdk::Id reaction;
  int32_t due = 0;
  uint8_t missing = 0;  // kMissing… of ending_after_attraction
  uint8_t unused[3] = {};
};

// What the policy keeps of a case. Plain bytes without padding.
struct State {
  static constexpr uint8_t kVersion = 3;
  static constexpr int kMaxPeople = 6;
  static constexpr int kMaxAllegations = 2;

  uint8_t version = kVersion;
  uint8_t people_count = 0;
  uint8_t episode_ended = 0;
  uint8_t client_has_someone = 0;  // a referral accepted or a handover in this episode
  int32_t case_ended_day = 0;      // of the last episode, where there is an entry
  uint8_t treated = 0;             // something shows that a therapy is or was under way
  uint8_t unused = 0;
  uint16_t related_late = 0;  // so many days after `related_day` it was written down
  sdk::Id case_ended_by;      // empty: one is under way
  sdk::TransferProgress transfer;
  AfterAttraction ending;
  Allegation allegations[kMaxAllegations];  // in the order told; all zero behind the last
  sdk::Id related;                          // the first romantic or sexual act with the client; empty: none
  int32_t related_day = 0;
  Person people[kMaxPeople];  // in the order first seen
};

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_STATE_H_
