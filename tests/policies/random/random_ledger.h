#ifndef CANDOR_TESTS_POLICIES_RANDOM_RANDOM_LEDGER_H_
#define CANDOR_TESTS_POLICIES_RANDOM_RANDOM_LEDGER_H_

#include <cstdint>
#include <iterator>
#include <random>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/domain/case_follow_ups.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/host_facts.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/vocabulary.h"

// What random people might have written about a case or a member, all of it from a seed.
namespace candor::policy::folded_equals_replayed_test {

using domain::Entry;
using domain::Kind;
using domain::RecordedEntry;

inline constexpr int kFirstDay = 20000;
inline constexpr int kDaysSpanned = 300;
inline constexpr uint32_t kMembers = 4;
inline constexpr int32_t kPolicyFrom = kFirstDay + 60;  // what was written down before opens no duties

inline constexpr Kind kKinds[] = {
    Kind::kIntake,         Kind::kSession,      Kind::kPersonalReaction, Kind::kPersonalReaction,
    Kind::kClientFeelings, Kind::kConsultation, Kind::kConsultation,     Kind::kSupervision,
    Kind::kDiscussion,     Kind::kDecision,     Kind::kContinuePlan,     Kind::kReferral,
    Kind::kTransferStep,   Kind::kTransferStep, Kind::kTermination,      Kind::kPostTerminationContact,
    Kind::kClientDeclined, Kind::kCrossing,     Kind::kCrossing,         Kind::kCrossing,
    Kind::kBarter,         Kind::kStandingPlan, Kind::kClarified};

// Every third timeline is one of handovers: two therapists, receivers who come and go, therapies that end and begin
// again.
inline constexpr Kind kHandoverKinds[] = {
    Kind::kIntake,       Kind::kIntake,         Kind::kTermination,     Kind::kTermination,  Kind::kTermination,
    Kind::kTransferStep, Kind::kTransferStep,   Kind::kTransferStep,    Kind::kTransferStep, Kind::kReferral,
    Kind::kReferral,     Kind::kClientDeclined, Kind::kDiscussion,      Kind::kConsultation, Kind::kDecision,
    Kind::kContinuePlan, Kind::kClientFeelings, Kind::kPersonalReaction};

// And every third one of conduct: acts, crossings and relations of any basis and stage, and what is done about them.
inline constexpr Kind kConductKinds[] = {Kind::kIntake,           Kind::kSession,
                                         Kind::kTermination,      Kind::kTermination,
                                         Kind::kTransferStep,     Kind::kReferral,
                                         Kind::kPersonalReaction, Kind::kPersonalReaction,
                                         Kind::kConsultation,     Kind::kSupervision,
                                         Kind::kDiscussion,       Kind::kPostTerminationContact,
                                         Kind::kCrossing,         Kind::kCrossing,
                                         Kind::kBarter,           Kind::kDualRelationship,
                                         Kind::kClarified,        Kind::kStandingPlan,
                                         Kind::kAdvanceOrPromise, Kind::kRomanticOrSexualAct,
                                         Kind::kClientDeclined,   Kind::kRomanticOrSexualAct,
                                         Kind::kDecision,         Kind::kPriorTherapistAllegation,
                                         Kind::kBrochureGiven,    Kind::kReportFiled,
                                         Kind::kDualRelationship, Kind::kDualRelationship,
                                         Kind::kContinuePlan,     Kind::kNoticeGiven};

// And of rules about members: what stands with the member, and what others tell of them in cases.
inline constexpr Kind kMemberKinds[] = {Kind::kWorkingCapacity,
                                        Kind::kWorkingCapacity,
                                        Kind::kDecision,
                                        Kind::kContinuePlan,
                                        Kind::kWeekHours,
                                        Kind::kWeekHours,
                                        Kind::kSupervision,
                                        Kind::kSupervision,
                                        Kind::kAbsence,
                                        Kind::kTraining,
                                        Kind::kTraining,
                                        Kind::kDeparture,
                                        Kind::kConcern,
                                        Kind::kConcern,
                                        Kind::kConcern,
                                        Kind::kComplaint,
                                        Kind::kComplaint,
                                        Kind::kSupervisionChange,
                                        Kind::kNoticeGiven,
                                        Kind::kReportFiled,
                                        Kind::kResponse,
                                        Kind::kCrossing,
                                        Kind::kDualRelationship,
                                        Kind::kAdvanceOrPromise,
                                        Kind::kRomanticOrSexualAct};

enum class Flavour { kAny, kHandovers, kConduct, kOfMember };

inline IdBytes NumberedId(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

inline domain::SubjectId TheCase() {
  return domain::SubjectId::Of(CaseId(NumberedId(1)));
}
inline domain::SubjectId TheMember() {
  return domain::SubjectId::Of(MemberId(NumberedId(1)));
}

// A case or a member as random people might have written about it. Everything comes from the seed.
class Writer {
 public:
  Writer(uint64_t seed, domain::SubjectKind subject)
      : random_(seed),
        subject_(subject == domain::SubjectKind::kMember ? TheMember() : TheCase()),
        flavour_(subject == domain::SubjectKind::kMember ? Flavour::kOfMember : static_cast<Flavour>(seed % 3)) {}

  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

  // Each in order of arrival; numbers are ledger numbers.
  std::vector<RecordedEntry> Write() {
    std::vector<RecordedEntry> ledger;
    const uint32_t size = 2 + Below(24);
    for (uint32_t number = 0; number < size; ++number) {
      RecordedEntry recorded;
      recorded.number = number;
      const bool revises = !ledger.empty() && OneIn(6);
      recorded.entry = revises ? Revision(ledger[Below(static_cast<uint32_t>(ledger.size()))].entry) : Fresh();
      recorded.entry.header.id = EntryId(NumberedId(number + 1));
      ledger.push_back(std::move(recorded));
    }
    return ledger;
  }

 private:
  Entry Fresh() {
    // Few distinct days, so that many entries share one; mostly in order, a third late.
    if (!OneIn(3)) day_ += static_cast<int32_t>(Below(20));
    const int32_t day = OneIn(3) ? kFirstDay + static_cast<int32_t>(Below(kDaysSpanned)) / 7 * 7 : day_;
    return Of(AnyKind(), day, day + static_cast<int32_t>(OneIn(2) ? 0 : Below(30)));
  }

  Kind AnyKind() {
    // Now and then one of all that there are; a retraction takes something back, and is no entry of its own.
    if (OneIn(20)) {
      const auto all = domain::AllKinds();
      const Kind kind = all[Below(static_cast<uint32_t>(all.size()))].kind;
      if (kind != Kind::kRetraction) return kind;
    }
    switch (flavour_) {
      case Flavour::kHandovers:
        return kHandoverKinds[Below(std::size(kHandoverKinds))];
      case Flavour::kConduct:
        return kConductKinds[Below(std::size(kConductKinds))];
      case Flavour::kOfMember:
        return kMemberKinds[Below(std::size(kMemberKinds))];
      case Flavour::kAny:
        break;
    }
    return kKinds[Below(std::size(kKinds))];
  }

  Entry Revision(const Entry& of) {
    const int32_t day = DayNumber(of.header.occurred.day) + (OneIn(2) ? 0 : static_cast<int32_t>(Below(40)) - 20);
    Entry entry = Of(OneIn(3) ? Kind::kRetraction : of.kind, day, day + 5);
    entry.header.revises = of.header.id;
    return entry;
  }

  Entry Of(Kind kind, int32_t day, int32_t reported) {
    Entry entry;
    entry.kind = kind;
    entry.header.subject = subject_;
    entry.header.therapist = Therapist();
    if (flavour_ == Flavour::kOfMember) {
      // Of the member's conduct others tell in a case; all else stands with the member.
      if (domain::TellsOfConduct(kind) || OneIn(6)) entry.header.subject = TheCase();
      entry.header.source = static_cast<domain::Source>(1 + Below(5));
    }
    entry.header.occurred.day = DayFromNumber(day);
    if (OneIn(4)) entry.header.occurred.minute_of_day = static_cast<int32_t>(Below(1440));
    entry.header.reported.day = DayFromNumber(reported);
    entry.header.order_digest = Below(5);
    entry.header.stage = OneIn(2) ? domain::Stage::kDone : static_cast<domain::Stage>(Below(6));
    if (OneIn(4)) entry.header.basis = static_cast<domain::Basis>(Below(7));
    for (const domain::FieldInfo& field : domain::FindKind(kind)->fields) {
      if (!OneIn(3)) Fill(field, day, entry.facts);
    }
    // The header as the ledger would have it, but for the confinement of personal kinds: the plugin sees the real one.
    entry.header.kind = kind;
    entry.header.facts = entry.facts.OfClass(domain::FieldClass::kTriage);
    return entry;
  }

  void Fill(const domain::FieldInfo& field, int32_t day, domain::Facts& facts) {
    switch (field.type) {
      case domain::FieldType::kNumber:
        facts.SetNumber(field.id, Below(30));
        break;
      case domain::FieldType::kAnswer:
      case domain::FieldType::kChoice:
        facts.SetNumber(field.id, field.words[Below(static_cast<uint32_t>(field.words.size()))].number);
        break;
      case domain::FieldType::kDay:
        facts.SetNumber(field.id, day - 700 + static_cast<int32_t>(Below(800)));
        break;
      case domain::FieldType::kMember:
        facts.SetId(field.id, AnyMember().bytes());
        break;
      case domain::FieldType::kCase:
        facts.SetId(field.id, NumberedId(1));
        break;
      case domain::FieldType::kText:
        facts.SetText(field.id, "text");
        break;
    }
  }

  MemberId Therapist() {
    switch (flavour_) {
      case Flavour::kAny:
        return AnyMember();
      case Flavour::kOfMember:
        return MemberId(NumberedId(1));
      default:
        return MemberId(NumberedId(1 + Below(2)));
    }
  }

  MemberId AnyMember() { return MemberId(NumberedId(1 + Below(kMembers))); }

  std::mt19937_64 random_;
  const domain::SubjectId subject_;
  const Flavour flavour_;
  int32_t day_ = kFirstDay;
};

// Follow-ups of cases about the member, as they might stand: some open, some ended, some found to be so.
inline std::vector<domain::PolicyEvent> AnyChanges(Writer& writer) {
  std::vector<domain::PolicyEvent> changes;
  for (uint32_t number = 1 + writer.Below(6); number > 0; --number) {
    domain::FollowUp follow_up;
    domain::FollowUpClear& clear = follow_up.clear;
    clear.id = FollowUpId(NumberedId(500 + number));
    clear.subject = TheCase();
    clear.therapist = MemberId(NumberedId(1));
    clear.situation = SituationId(NumberedId(700 + writer.Below(4)));
    clear.severity = static_cast<domain::Severity>(1 + writer.Below(4));
    clear.opened_on = clear.reported_on = DayFromNumber(kFirstDay + static_cast<int32_t>(writer.Below(kDaysSpanned)));
    if (!writer.OneIn(4)) clear.due = clear.reported_on + static_cast<int>(writer.Below(30));
    follow_up.sealed.emplace();
    follow_up.sealed->opened_by = EntryId(NumberedId(600 + number));
    follow_up.sealed->catalogue_id = writer.OneIn(3) ? "R23" : writer.OneIn(2) ? "R10" : "R22";
    if (writer.OneIn(2)) {
      clear.state = domain::RuleState::kResolved;
      clear.resolved_on = clear.opened_on + static_cast<int>(writer.Below(90));
    }
    for (domain::PolicyEvent& each : domain::ChangesOf(follow_up, {}, domain::Settings(), absl::UTCTimeZone())) {
      const bool ended = each.follow_up->what == domain::FollowUpChange::What::kEnded;
      if (ended && writer.OneIn(2)) each.follow_up->finding = static_cast<domain::Finding>(writer.Below(5));
      changes.push_back(std::move(each));
    }
  }
  return changes;
}

}  // namespace candor::policy::folded_equals_replayed_test

#endif  // CANDOR_TESTS_POLICIES_RANDOM_RANDOM_LEDGER_H_
