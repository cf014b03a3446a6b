#ifndef CANDOR_TESTS_POLICIES_MEMBER_RULES_MEMBER_RULES_H_
#define CANDOR_TESTS_POLICIES_MEMBER_RULES_MEMBER_RULES_H_

#include "plugins/sdk/policy.h"

// A small policy with rules of both scopes, for tests of what the host does with them. No rule of the catalogue.
namespace candor::member_rules {

// Indexes into the rules.
inline constexpr uint16_t kCapacity = 0;  // of a member, personal: unsure or yes opens a talk, a decision ends it
inline constexpr uint16_t kHearsay = 1;   // of a member, restricted, the practice's: told by others; an answer ends it
inline constexpr uint16_t kTraining = 2;  // of a member: renewed so many days after the last one, or it is asked for
inline constexpr uint16_t kBoundary = 3;  // of a case, important: a crossing opens it, a discussion ends it
inline constexpr uint16_t kAct = 4;       // of a case, not to go on: nothing ends it but a decision
inline constexpr uint16_t kLateReport = 5;  // of a case: opens nothing; says from when on a report is late

inline constexpr candor_citation kSource = sdk::Citation(CANDOR_AUTHORITY_PRACTICE, "a test", "own");
inline constexpr const candor_citation* kSources[] = {&kSource};
inline constexpr candor_parameter kRenewAfter =
    sdk::Parameter({.name = "renew_after", .unit = "days", .default_value = 365});
inline constexpr const candor_parameter* kTrainingParameters[] = {&kRenewAfter};
inline constexpr candor_parameter kLateAfter =
    sdk::Parameter({.name = "late_after", .unit = "days", .default_value = 14});
inline constexpr const candor_parameter* kLateParameters[] = {&kLateAfter};
inline constexpr uint16_t kCapacityKinds[] = {CANDOR_KIND_WORKING_CAPACITY, CANDOR_KIND_DECISION};
inline constexpr uint16_t kHearsayKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_CONCERN, CANDOR_KIND_RESPONSE};
inline constexpr uint16_t kTrainingKinds[] = {CANDOR_KIND_TRAINING};
inline constexpr uint16_t kBoundaryKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_DISCUSSION};
inline constexpr uint16_t kActKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT};
inline constexpr uint16_t kLateKinds[] = {CANDOR_KIND_SESSION};

inline constexpr candor_rule kCapacityRule = sdk::Rule({.slug = "test_capacity",
                                                        .catalogue_id = "T50",
                                                        .title = "Talk over how work is going",
                                                        .resolved_by = "A decision.",
                                                        .severity = CANDOR_SEVERITY_SOON,
                                                        .action = CANDOR_ACTION_TALK,
                                                        .kinds = kCapacityKinds,
                                                        .citations = kSources,
                                                        .scope = CANDOR_SCOPE_MEMBER,
                                                        .confined = CANDOR_CONFINED_PERSONAL,
                                                        .horizon_days = 3650});
inline constexpr candor_rule kHearsayRule = sdk::Rule({.slug = "test_hearsay",
                                                       .catalogue_id = "T54",
                                                       .title = "Look into what was told",
                                                       .resolved_by = "An answer.",
                                                       .severity = CANDOR_SEVERITY_IMPORTANT,
                                                       .action = CANDOR_ACTION_TALK,
                                                       .kinds = kHearsayKinds,
                                                       .citations = kSources,
                                                       .scope = CANDOR_SCOPE_MEMBER,
                                                       .confined = CANDOR_CONFINED_RESTRICTED,
                                                       .horizon_days = 3650,
                                                       .owner = CANDOR_OWNER_PRACTICE});
inline constexpr candor_rule kTrainingRule = sdk::Rule({.slug = "test_training",
                                                        .catalogue_id = "T68",
                                                        .title = "Renew the training",
                                                        .resolved_by = "A training.",
                                                        .severity = CANDOR_SEVERITY_LATER,
                                                        .action = CANDOR_ACTION_DOCUMENT,
                                                        .kinds = kTrainingKinds,
                                                        .citations = kSources,
                                                        .parameters = kTrainingParameters,
                                                        .scope = CANDOR_SCOPE_MEMBER,
                                                        .horizon_days = 3650});
inline constexpr candor_rule kBoundaryRule = sdk::Rule({.slug = "test_boundary",
                                                        .catalogue_id = "T20",
                                                        .title = "Talk the boundary over",
                                                        .resolved_by = "A discussion.",
                                                        .severity = CANDOR_SEVERITY_IMPORTANT,
                                                        .action = CANDOR_ACTION_DOCUMENT,
                                                        .kinds = kBoundaryKinds,
                                                        .citations = kSources});
inline constexpr candor_rule kActRule = sdk::Rule({.slug = "test_act",
                                                   .catalogue_id = "T10",
                                                   .title = "Not to go on",
                                                   .resolved_by = "A decision of somebody whom it is not about.",
                                                   .severity = CANDOR_SEVERITY_URGENT,
                                                   .action = CANDOR_ACTION_PROHIBIT,
                                                   .kinds = kActKinds,
                                                   .citations = kSources});
inline constexpr candor_rule kLateRule = sdk::Rule({.slug = "late_report",
                                                    .catalogue_id = "T53",
                                                    .title = "Marks what was written down late",
                                                    .resolved_by = "Opens nothing.",
                                                    .severity = CANDOR_SEVERITY_LATER,
                                                    .action = CANDOR_ACTION_DOCUMENT,
                                                    .kinds = kLateKinds,
                                                    .citations = kSources,
                                                    .parameters = kLateParameters});
inline constexpr const candor_rule* kRules[] = {&kCapacityRule, &kHearsayRule, &kTrainingRule,
                                                &kBoundaryRule, &kActRule,     &kLateRule};
inline constexpr sdk::Declaration kDeclaration = {.name = "member_rules", .version = "1.0.0", .rules = kRules};

class MemberRules final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override {
    if (subject.IsMember()) {
      OnMember(entry, subject);
    } else {
      OnCase(entry, subject);
    }
  }

  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override {
    subject.Open({.rule = kTraining,
                  .key = timer.id(),
                  .severity = sdk::Severity::kLater,
                  .action = sdk::Action::kDocument,
                  .due = timer.day() + 30});
  }

 private:
  static void EndAll(uint16_t rule, sdk::Subject& subject) {
    for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) subject.Resolve(rule, open.key);
  }

  static void OnMember(const sdk::Event& entry, sdk::Subject& subject) {
    switch (entry.kind()) {
      case CANDOR_KIND_WORKING_CAPACITY:
        return OpenCapacity(entry, subject);
      case CANDOR_KIND_DECISION:
        return EndAll(kCapacity, subject);
      case CANDOR_KIND_RESPONSE:
        return EndAll(kHearsay, subject);
      case CANDOR_KIND_TRAINING:
        EndAll(kTraining, subject);
        return subject.SetTimer(kTraining, entry.day() + subject.Days(kTraining, 0), 1);
      default:
        return OpenHearsay(entry, subject);
    }
  }

  static void OpenCapacity(const sdk::Event& entry, sdk::Subject& subject) {
    if (entry.IsNo(CANDOR_FIELD_WORKING_CAPACITY_ANSWER)) return;
    const bool in_training = entry.IsYes(CANDOR_HOST_IN_TRAINING);
    subject.Open({.rule = kCapacity,
                  .key = entry.id(),
                  .severity = in_training ? sdk::Severity::kImportant : sdk::Severity::kSoon,
                  .action = sdk::Action::kTalk,
                  .due = entry.reported() + 14});
  }

  // What the practice has decided about somebody who had reported something within half a year is urgent.
  static void OpenHearsay(const sdk::Event& entry, sdk::Subject& subject) {
    const bool told = entry.basis() == CANDOR_BASIS_SUSPICION || entry.basis() == CANDOR_BASIS_TOLD_BY_OTHER;
    if (entry.kind() == CANDOR_KIND_CROSSING && !told) return;
    const auto reported = entry.Day(CANDOR_HOST_LAST_OWN_REPORT);
    const bool after_report = reported && entry.day() - *reported <= 180;
    subject.Open({.rule = kHearsay,
                  .key = entry.id(),
                  .severity = after_report ? sdk::Severity::kUrgent : sdk::Severity::kImportant,
                  .action = sdk::Action::kTalk,
                  .due = entry.reported() + 2});
  }

  static void OnCase(const sdk::Event& entry, sdk::Subject& subject) {
    if (entry.kind() == CANDOR_KIND_DISCUSSION) return EndAll(kBoundary, subject);
    if (entry.kind() == CANDOR_KIND_CROSSING) {
      subject.Open({.rule = kBoundary,
                    .key = entry.id(),
                    .severity = sdk::Severity::kImportant,
                    .action = sdk::Action::kDocument,
                    .due = entry.reported() + 14});
    } else if (entry.kind() == CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT) {
      subject.Open({.rule = kAct,
                    .key = entry.id(),
                    .severity = sdk::Severity::kUrgent,
                    .action = sdk::Action::kProhibit,
                    .due = entry.reported()});
    }
  }
};

}  // namespace candor::member_rules

#endif  // CANDOR_TESTS_POLICIES_MEMBER_RULES_MEMBER_RULES_H_
