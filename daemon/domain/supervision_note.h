#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/subject.h"

// The supervision note as a value: what all attendees share, and the part of one supervisee. Pure; nothing here knows
// how it is stored. What is absent was not recorded.
namespace candor::domain {

using SupervisionSessionId = Id<struct SupervisionSessionTag>;

// Numbers are stored and on the wire.
enum class SupervisionFormat : uint8_t {
  kNotRecorded = 0,
  kIndividual = 1,
  kTriadic = 2,
  kGroup = 3,
  kPeerGroup = 4,  // colleagues among themselves: no units, no directives
  kAdHoc = 5,      // guidance outside a session: no units
};
enum class SupervisionMode : uint8_t { kNotRecorded = 0, kInPerson = 1, kVideo = 2 };
enum class Attendance : uint8_t { kPresent = 1, kLate = 2, kAbsent = 3 };
enum class CaseTopic : uint8_t {
  kFormulation = 1,
  kIntervention = 2,
  kRisk = 3,
  kEthicsBoundaries = 4,
  kPersonalReaction = 5,
  kCulture = 6,
  kEndingTransfer = 7,
  kRecordKeeping = 8,
};
enum class YesNo : uint8_t { kNotRecorded = 0, kYes = 1, kNo = 2 };
enum class GuidanceForm : uint8_t { kRecommendation = 1, kDirective = 2 };
enum class DirectiveOutcome : uint8_t { kDone = 1, kMoved = 2, kDropped = 3 };
enum class CancellationReason : uint8_t { kLeave = 1, kHoliday = 2, kIllness = 3, kOther = 4 };
// As the facts of a week's hours number them.
enum class WorkSetting : uint8_t {
  kNotRecorded = 0,
  kPrivatePractice = 1,
  kAgency = 2,
  kClinic = 3,
  kHospital = 4,
  kSchool = 5,
  kPlacement = 6,
  kOther = 7,
};

struct SupervisionAttendee {
  MemberId member;
  Attendance attendance = Attendance::kPresent;
  std::optional<int32_t> minutes;  // attended, of somebody late

  bool operator==(const SupervisionAttendee&) const = default;
};

// What all attendees share. A session in which one person's supervision took place has one attendee.
struct SupervisionSession {
  SupervisionSessionId id;
  CivilMoment started;
  std::optional<int32_t> minutes;
  SupervisionFormat format = SupervisionFormat::kNotRecorded;
  SupervisionMode mode = SupervisionMode::kNotRecorded;
  WorkSetting work_setting = WorkSetting::kNotRecorded;  // where the hours count
  std::string setting;                                   // the same in words: a clinic, a programme
  MemberId supervisor;                                   // of a peer group: who writes
  MemberId substitute;                                   // who held it in the supervisor's place; empty: nobody
  std::vector<SupervisionAttendee> attendees;
  std::string theme;  // of a group, in general terms

  bool operator==(const SupervisionSession&) const = default;
};

struct CaseTalk {
  CaseId case_id;
  std::vector<CaseTopic> topics;

  bool operator==(const CaseTalk&) const = default;
};

struct Guidance {
  GuidanceForm form = GuidanceForm::kRecommendation;
  std::string text;
  MemberId owner;  // who does it
  std::optional<Day> due;

  bool operator==(const Guidance&) const = default;
};

// What has become of a directive of an earlier note of the same supervisee: `index` counts that note's guidance from 0.
struct DirectiveReport {
  EntryId note;
  uint32_t index = 0;
  DirectiveOutcome outcome = DirectiveOutcome::kDone;
  std::string why;
  std::optional<Day> due;  // where it was moved to

  bool operator==(const DirectiveReport&) const = default;
};

struct TickedFollowUp {
  SubjectId subject;
  FollowUpId id;

  bool operator==(const TickedFollowUp&) const = default;
};

// Read by that supervisee and the supervisor only.
struct SupervisionPart {
  std::vector<CaseTalk> cases;
  YesNo risk_looked_at = YesNo::kNotRecorded;
  YesNo risk_changed = YesNo::kNotRecorded;
  std::vector<Guidance> guidance;
  std::string supervisee_view;  // where it differs
  std::string strengths;
  std::string to_develop;
  std::vector<DirectiveReport> last_directives;
  std::vector<TickedFollowUp> follow_ups;  // that this talk covers; nothing of them is repeated
  YesNo hours_confirmed = YesNo::kNotRecorded;
  std::optional<Day> next_planned;
  YesNo asked_about_reactions = YesNo::kNotRecorded;

  bool operator==(const SupervisionPart&) const = default;
};

struct SuperviseePart {
  MemberId supervisee;
  SupervisionPart part;
};

// An answer to one version of a note. Seen is not agreed.
struct SupervisionAnswer {
  EntryId version;
  bool refused = false;  // the supervisee would not look at it
  std::string comment;

  bool operator==(const SupervisionAnswer&) const = default;
};

// A session that did not take place.
struct SupervisionCancellation {
  Day day;
  MemberId by;
  CancellationReason reason = CancellationReason::kOther;

  bool operator==(const SupervisionCancellation&) const = default;
};

// A field that keeps a note from being signed: a path as in the request ("session.mode", "parts[1].part.risk_changed"),
// and what to do.
struct UnsignedField {
  std::string field;
  std::string what_to_do;
};

// What is missing or does not fit together, in the order of the form; empty: it can be signed. A note that says
// nothing about its cases is complete; one that leaves open what everybody has to be able to rely on later is not:
// when, how long, how, who was there, whether risk was looked at, and of guidance what, who and by when.
std::vector<UnsignedField> MissingForSigning(const SupervisionSession& session,
                                             const std::vector<SuperviseePart>& parts);
// The same of one part, whose path is `path`.
std::vector<UnsignedField> MissingInPart(SupervisionFormat format, const SupervisionPart& part, std::string_view path);
// INVALID_ARGUMENT about the first field, reason "missing"; OK when there is none. The message names each field as a
// person would ("last directives 1, why"), once, and of several `parts` also whose it is ("supervisee 2, …").
absl::Status CheckSignable(const std::vector<UnsignedField>& missing, size_t parts = 1);

// How many were there, late or not.
int32_t PeopleThere(const SupervisionSession& session);
// nullptr when the member was not expected.
const SupervisionAttendee* FindAttendee(const SupervisionSession& session, const MemberId& member);
// What differs between two versions of one note, by field as in the request: "session.theme", "part.guidance".
std::vector<std::string> ChangedFields(const SupervisionSession& session_before, const SupervisionPart& part_before,
                                       const SupervisionSession& session, const SupervisionPart& part);
// Whether a text that everybody reads has the practice's code of a case as a word. A code of letters alone only as it
// is written, so that it is not taken for a word of the language, and none of one character.
bool NamesCase(std::string_view text, std::string_view code);
// The cases talked about and those of the ticked follow-ups, each once, in that order: what rules read as `covers`.
std::vector<CaseId> CasesCovered(const SupervisionPart& part);

// Marked when more days than this lie between the session and its note.
inline constexpr int64_t kWrittenLateAfterDays = 7;
// Days between, when that is worth a mark; nullopt when not.
std::optional<int32_t> WrittenDaysLater(Day held, Day written);

// What a practice may have otherwise: the part [supervision] of a profile sets it. The values here are those of the
// profile that the product ships with.
struct SupervisionParameters {
  int64_t ask_every = 4;             // so many sessions: the supervisor is reminded to ask about personal reactions
  int64_t not_discussed_after = 42;  // so many days: a case held and not talked about is named

  bool operator==(const SupervisionParameters&) const = default;
};

// `since`: sessions with the supervisee since the last at which that was asked, or since the first of all.
bool IsTimeToAsk(int64_t since, const SupervisionParameters& parameters);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_NOTE_H_
