#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// The kinds of entries and their typed fields: one table (vocabulary.cc and, by family, vocabulary_*.h), which the wire
// (proto/candor/v1/entry.proto), the plugin vocabulary (plugins/abi/candor_vocabulary.h) and the store's header and
// body follow. A contract test compares all three. Numbers are for ever: they stand in ledger records, in plugins and
// on the wire.
namespace candor::domain {

// A kind's number is also the number of its member in the oneof `facts` of candor.v1.Entry.
enum class Kind : uint16_t {
  kNone = 0,
  kIntake = 101,
  kSession = 102,
  kPersonalReaction = 103,
  kClientFeelings = 104,
  kCrossing = 105,
  kBarter = 106,
  kDualRelationship = 107,
  kConsultation = 108,
  kSupervision = 109,
  kDiscussion = 110,
  kDecision = 111,
  kContinuePlan = 112,
  kReferral = 113,
  kTransferStep = 114,
  kTermination = 115,
  kPostTerminationContact = 116,
  kWorkingCapacity = 117,
  kClientDeclined = 118,
  kNothingToNote = 119,
  kRetraction = 120,
  kClarified = 121,
  kStandingPlan = 122,
  kRomanticOrSexualAct = 123,
  kAdvanceOrPromise = 124,
  kPriorTherapistAllegation = 125,
  kBrochureGiven = 126,
  kReportFiled = 127,
  kNoticeGiven = 128,
  kLegalAdvice = 129,
  kOwnTherapy = 130,
  kPause = 131,
  kWeekHours = 132,
  kAbsence = 133,
  kDeparture = 134,
  kSupervisionChange = 135,
  kTraining = 136,
  kConcern = 137,
  kComplaint = 138,
  kResponse = 139,
};

// Who may read a field, what is sealed, what an erasure removes. Ordered from least to most confined.
enum class FieldClass : uint8_t {
  kTriage = 1,
  kDetail = 2,
  kNarrative = 3,
  kPersonal = 4,  // of no field: a reaction of the writer's own, as a whole
};

enum class FieldType : uint8_t {
  kNumber = 1,  // a count or a measure in the unit its name says
  kAnswer = 2,  // yes | no | unsure; absence means "not recorded"
  kChoice = 3,  // one word of the field's list
  kDay = 4,     // days since 1970-01-01
  kMember = 5,  // 16 bytes
  kCase = 6,    // 16 bytes; a repeated field has one fact per value
  kText = 7,    // UTF-8
};

// Where entries of a kind may live.
enum class Scope : uint8_t { kCase = 1, kMember = 2, kEither = 3 };

// kind number × 64 + the field's number in its message (1..63).
using FieldId = uint16_t;
constexpr FieldId MakeFieldId(Kind kind, int number) {
  return static_cast<FieldId>(static_cast<int>(kind) * 64 + number);
}
constexpr Kind KindOfField(FieldId id) {
  return static_cast<Kind>(id / 64);
}
constexpr int NumberOfField(FieldId id) {
  return id % 64;
}

struct ChoiceWord {
  int number;             // as in the wire's enum
  std::string_view word;  // lower_snake_case, without the enum's prefix
};

// What a value must be like besides its type.
enum class FieldForm : uint8_t {
  kAny = 0,
  kPast = 1,      // a day of something that has happened: none after today
  kCurrency = 2,  // a code of ISO 4217: three capital letters
};

struct FieldInfo {
  FieldId id;
  std::string_view name;  // lower_snake_case, the same on the wire
  FieldType type;
  FieldClass field_class;
  bool repeated = false;
  std::span<const ChoiceWord> words = {};  // kAnswer and kChoice
  FieldForm form = FieldForm::kAny;
};

struct KindInfo {
  Kind kind;
  std::string_view slug;   // lower_snake_case: "personal_reaction"
  std::string_view label;  // what a list shows to a reader with the right: "Personal reaction"
  int rank;                // place among entries of one date and time; what triggers comes before what resolves
  Scope scope;
  bool personal;  // the kind itself is confined: the header says only that it is one
  std::span<const FieldInfo> fields;
};

// All kinds in order of number.
std::span<const KindInfo> AllKinds();
// nullptr when there is no such kind.
const KindInfo* FindKind(Kind kind);
const KindInfo* FindKind(std::string_view slug);
// nullptr when there is no such field.
const FieldInfo* FindField(FieldId id);
const FieldInfo* FindField(Kind kind, std::string_view name);

// The header rank of every personal kind, so that the place in a timeline does not tell which one it is.
inline constexpr int kPersonalRank = 50;

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_H_
