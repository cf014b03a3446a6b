#include "daemon/domain/host_rules.h"

#include <utility>

namespace candor::domain {
namespace {

HostRule HostRuleOf(std::string catalogue_id, std::string slug, std::string title) {
  HostRule made;
  made.rule.catalogue_id = std::move(catalogue_id);
  made.rule.slug = std::move(slug);
  made.rule.title = std::move(title);
  made.rule.plugin = std::string(kHostPolicy);
  return made;
}

HostRule NoteCompleteRule() {
  HostRule made =
      HostRuleOf("R52", "supervision_note_complete", "A supervision note has what it needs before it is signed");
  made.rule.trigger = "A supervision note is to be signed.";
  made.rule.resolved_by = "It opens nothing: what is missing is filled in, and the note is signed.";
  made.rule.citations = {{"guideline",
                          "Guides to supervision notes: date and length, who, cases by number and never by name, "
                          "topics, risk, directives, what is to be done by whom and when, late notes marked as late",
                          "B"}};
  made.done_how =
      "The fields are asked for at signing, and a note that names a client is refused (ADR 0022). No follow-up comes "
      "of it.";
  return made;
}

HostRule IndependenceRule() {
  HostRule made =
      HostRuleOf("R56", "reviewer_independence",
                 "Nobody decides about a follow-up whom it is about, who answers to them, or who has a part in it");
  made.rule.trigger = "A waiver, or a decision about a follow-up, by somebody who is not independent of it.";
  made.rule.resolved_by = "It opens nothing: somebody independent decides.";
  made.rule.citations = {
      {"article", "S1: an esteemed consultant from outside", "A"},
      {"practice", "This practice has decided: void, and somebody independent decides instead", "own"}};
  made.done_how =
      "Such a decision is refused, of the second person alike (ADR 0037); a consultation of that kind counts for "
      "nothing, which is the policies' part (R07).";
  return made;
}

HostRule RetentionRule() {
  HostRule made =
      HostRuleOf("R57", "retention_and_hold", "Records are kept as long as they have to be, and erased after that");
  made.rule.trigger = "A record has reached the end of its schedule, or a hold is placed on it.";
  made.rule.resolved_by = "It opens nothing: an erasure leaves a certificate, a hold goes on until it is released.";
  made.rule.citations = {
      {"law", "The longest that any profile says that binds a therapist of the case; `candor retention due` names it",
       "A"}};
  made.done_how =
      "The schedules stand in the profiles under [retention], and the longest applies; a hold beats all of them; an "
      "erasure takes a second person (ADR 0053).";
  return made;
}

HostRule ProfileAgeRule(std::optional<int64_t> review_after_days) {
  HostRule made =
      HostRuleOf("R69", "profile_age", "A profile is compared with its source again when that was long ago");
  made.rule.trigger = "A law, a board's rules or a code was last compared with its source so many days ago, or never.";
  made.rule.resolved_by = "A later reviewed_on in the file, which `candor policy reload` takes over.";
  made.rule.citations = {{"practice", "This practice has decided the number of days", "own"}};
  Parameter age;
  age.name = "review_after";
  age.unit = "days";
  age.value = review_after_days.value_or(kReviewAfterDays);
  // The shortest that the practice says, or else the default: which of them is not kept.
  if (review_after_days) age.profile = "the profiles, the practice's own before the default";
  age.default_value = kReviewAfterDays;
  age.stricter = Stricter::kLower;
  made.rule.parameters = {std::move(age)};
  made.done_how =
      "Every compliance report says when each profile was last reviewed, and names those that are old (ADR 0037). No "
      "follow-up comes of it.";
  return made;
}

}  // namespace

std::vector<HostRule> HostRules(std::optional<int64_t> review_after_days) {
  return {NoteCompleteRule(), IndependenceRule(), RetentionRule(), ProfileAgeRule(review_after_days)};
}

}  // namespace candor::domain
