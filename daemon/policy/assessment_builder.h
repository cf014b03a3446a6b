#ifndef CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_
#define CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {

// From what the plugins conclude about a subject to the follow-ups that go on record. Pure but for what it reads.
class AssessmentBuilder {
 public:
  // Not owned.
  AssessmentBuilder(const domain::Store& store, const domain::PolicyEngine& engine);

  // The follow-ups of the subject that are other than the view has them, situations and folding included. What a
  // plugin does not say any more is withdrawn; where the rule asks for nothing but what the record lacks and the entry
  // has been amended, the amendment has met it. What a rule in shadow says is apart from all that. Empty, without
  // reading any, when no plugin changed its mind and it is no re-assessment.
  absl::StatusOr<std::vector<domain::FollowUpSection>> Sections(const domain::View& view, SubjectReplay& replay,
                                                                const domain::RuleModes& modes) const;

  // `standing` are the faults on record for the subject. Those about entries before the place from which a plugin was
  // replayed stay, the others are what this time showed.
  absl::StatusOr<domain::SubjectProgress> Progress(const domain::View& view, SubjectReplay& replay,
                                                   const std::vector<domain::NotAssessed>& standing) const;

 private:
  // What a plugin says of one follow-up.
  struct Spoken {
    const domain::Obligation* obligation = nullptr;  // of the replay
    bool unchanged = false;                          // it said so when the subject was last assessed
  };
  // What is on record of a subject, erased follow-ups left out of the second.
  struct OnRecord {
    explicit OnRecord(const std::vector<domain::FollowUp>& rows);

    std::map<FollowUpId, const domain::FollowUp*> by_id;
    absl::flat_hash_map<std::pair<std::string_view, std::string_view>, const domain::FollowUp*> by_rule_and_key;
  };
  // What the plugins say of a subject, by how its rules are run.
  struct Said {
    std::map<FollowUpId, Spoken> active;
    std::map<FollowUpId, Spoken> shadow;
    std::set<FollowUpId> held_back;  // of rules that are not active
    std::set<std::string> spoke;     // plugins
  };
  // By which values those are judged whom follow-ups are about, as far as it was looked up.
  using SetsByMember = std::map<MemberId, std::vector<domain::SetPeriod>>;

  Said Sort(SubjectReplay& replay, const OnRecord& on_record, const domain::RuleModes& modes) const;
  // A follow-up that is on record has its name there: a name is a keyed hash, which costs more than to look.
  FollowUpId NameOf(const domain::SubjectId& subject, const domain::Obligation& obligation,
                    const OnRecord& on_record) const;
  // Adds what active rules say, all of it, and what becomes of what they say no longer.
  absl::Status AddActive(const domain::View& view, const SubjectReplay& replay, const OnRecord& on_record,
                         const Said& said, SetsByMember& sets, std::vector<domain::FollowUpSection>& all) const;
  absl::Status AddGone(const domain::View& view, const OnRecord& on_record, const Said& said,
                       std::vector<domain::FollowUpSection>& all) const;
  domain::RuleMode ModeOf(const std::string& rule, const domain::RuleModes& modes) const;
  // Adds what rules in shadow say otherwise than the view has it.
  absl::Status AddShadow(const domain::View& view, const SubjectReplay& replay, const Said& said,
                         const domain::RuleModes& modes, SetsByMember& sets,
                         std::vector<domain::FollowUpSection>& all) const;
  absl::Status AddParameters(const domain::View& view, const SubjectReplay& replay,
                             const domain::Obligation& obligation, SetsByMember& sets,
                             domain::FollowUpSection& section) const;
  domain::FollowUpSection SectionOf(const FollowUpId& id, const domain::SubjectId& subject,
                                    const domain::Obligation& obligation) const;
  const domain::Rule* FindRule(const std::string& slug) const;

  const domain::Store& store_;
  const domain::PolicyEngine& engine_;
  std::vector<domain::Rule> rules_;
  absl::flat_hash_map<std::string, size_t> by_slug_;  // places in `rules_`
};

// Of several answers about one follow-up, the strictest: open before closed, then the earliest due date, then the
// highest severity. A rule is asked once, by the values that bind whom the entry is about; several answers there are
// only where plugins open under the same name.
domain::Obligation Strictest(const domain::Obligation& a, const domain::Obligation& b);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_
