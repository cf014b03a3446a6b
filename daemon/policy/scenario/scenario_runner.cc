#include "daemon/policy/scenario/scenario_runner.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/append.h"
#include "daemon/policy/assessment_builder.h"
#include "daemon/policy/directory.h"
#include "daemon/policy/group_replay.h"
#include "daemon/policy/modes.h"
#include "daemon/policy/scenario/decision_check.h"
#include "daemon/policy/scenario/entry_reader.h"
#include "daemon/policy/scenario/expectations.h"
#include "daemon/policy/scenario/scenario.h"
#include "daemon/policy/scenario/scenario_parser.h"
#include "daemon/policy/scenario/scenario_profiles.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {
namespace {

using domain::SubjectId;

constexpr size_t kPageEntries = 512;
constexpr size_t kMostFollowUps = 10'000;
constexpr size_t kMostFaults = 16;
// Where a scenario does not say from when the policies hold: before anything in it.
constexpr int kLongBefore = 1970;

// One scenario on its way through its days. For one use; nothing is owned.
class Run {
 public:
  Run(const Scenario& scenario, domain::Store& store, domain::PolicyEngine& engine, SimulatedClock& clock,
      absl::Time deadline)
      : scenario_(scenario),
        store_(store),
        engine_(engine),
        clock_(clock),
        deadline_(deadline),
        builder_(store, engine),
        expectations_(scenario) {}

  absl::StatusOr<domain::ScenarioResult> Go() {
    CANDOR_RETURN_IF_ERROR(expectations_.CheckRules(engine_.Plugins()));
    CANDOR_ASSIGN_OR_RETURN(zone_, LoadZone(scenario_.settings.zone));
    result_.title = scenario_.title;
    const std::set<Day> days = Days();
    CANDOR_RETURN_IF_ERROR(Begin(days.empty() ? Day(kLongBefore, 1, 1) : *days.begin()));
    for (const Day day : days) CANDOR_RETURN_IF_ERROR(Pass(day));
    expectations_.Finish(result_);
    return std::move(result_);
  }

 private:
  // Every day on which something is written down, decided or asked for.
  std::set<Day> Days() const {
    std::set<Day> days;
    for (const ScenarioEntry& entry : scenario_.entries) days.insert(entry.entry.header.reported.day);
    for (const ScenarioDecision& decision : scenario_.decisions) days.insert(decision.on);
    for (const Expectation& expected : scenario_.expectations) days.insert(expected.on);
    return days;
  }

  void SetDay(Day day) {
    clock_.SetTime(absl::FromCivil(absl::CivilSecond(day.year(), day.month(), day.day(), 12, 0, 0), zone_));
  }

  absl::Status Append(domain::Change change) {
    domain::Transaction transaction;
    transaction.changes.push_back(std::move(change));
    return domain::AppendAndWait(store_, std::move(transaction)).status();
  }

  // The practice as it is before the first day.
  absl::Status Begin(Day first) {
    SetDay(first);
    CANDOR_RETURN_IF_ERROR(Append(scenario_.settings));
    for (const domain::Member& member : scenario_.people) CANDOR_RETURN_IF_ERROR(Append(member));
    for (const domain::Supervision& supervision : scenario_.supervisions) CANDOR_RETURN_IF_ERROR(Append(supervision));
    for (const domain::NewCase& each : scenario_.cases) CANDOR_RETURN_IF_ERROR(Append(each));
    domain::Activation activation;
    activation.parameter_set = engine_.ParameterSet();
    activation.effective_from = scenario_.policy_from.value_or(Day(kLongBefore, 1, 1));
    CarryModes(engine_, nullptr, first, activation);
    engine_.WriteProfiles(activation);
    return Append(std::move(activation));
  }

  absl::Status Pass(Day day) {
    if (absl::Now() >= deadline_) return absl::DeadlineExceededError("it was not done when the deadline passed");
    SetDay(day);
    for (const ScenarioEntry& entry : scenario_.entries) {
      if (entry.entry.header.reported.day != day) continue;
      const absl::Status written = Append(domain::NewEntry{entry.entry, "", ""});
      if (!written.ok()) return RefuseScenario(scenario_.path, entry.line, written.message());
    }
    CANDOR_RETURN_IF_ERROR(Judge(day));
    for (const ScenarioDecision& decision : scenario_.decisions) {
      if (decision.on == day) CANDOR_RETURN_IF_ERROR(Decide(decision));
    }
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all, FollowUps());
    expectations_.Compare(day, all, engine_.Plugins(), result_);
    return NoteFaults(day);
  }

  std::vector<Occasion> AllCases() const {
    std::vector<Occasion> occasions;
    for (const domain::NewCase& each : scenario_.cases) {
      occasions.push_back({SubjectId::Of(each.id), Occasion::Why::kReassessment, std::nullopt, {}});
    }
    return occasions;
  }

  std::vector<Occasion> AllMembers() const {
    std::vector<Occasion> occasions;
    for (const domain::Member& member : scenario_.people) {
      occasions.push_back({SubjectId::Of(member.id), Occasion::Why::kReassessment, std::nullopt, {}});
    }
    return occasions;
  }

  // What the policies say at the end of the day, on record. Members after cases: of what is said there their rules may
  // be told.
  absl::Status Judge(Day day) {
    CANDOR_RETURN_IF_ERROR(JudgeThese(AllCases(), day));
    return JudgeThese(AllMembers(), day);
  }

  absl::Status JudgeThese(std::vector<Occasion> occasions, Day day) {
    if (occasions.empty()) return absl::OkStatus();
    const std::shared_ptr<const domain::View> view = store_.Latest();
    Directory directory;
    CANDOR_RETURN_IF_ERROR(directory.MoveTo(*view, 0));
    const DutyTable duties(engine_.Plugins(), directory.modes());
    CaseFollowUps follow_ups;
    const SubjectReplay::Sources sources{*view,     nullptr,        engine_, engine_.ParameterSet(),
                                         directory, DayNumber(day), &duties, &follow_ups};
    GroupReplay group(sources, {deadline_ - absl::Now(), kPageEntries}, [this] { return absl::Now() >= deadline_; });
    const size_t subjects = occasions.size();
    std::vector<SubjectReplay> replays = group.Run(std::move(occasions));
    if (replays.size() != subjects) {
      const std::string why = engine_.WhyNotRunning();
      return why.empty() ? absl::DeadlineExceededError("the policies did not come to the end in time")
                         : absl::UnavailableError(why);
    }
    domain::Assessment assessment;
    assessment.answers_to = view->size();
    for (SubjectReplay& replay : replays) {
      const SubjectId& subject = replay.occasion().subject;
      CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUpSection> sections,
                              builder_.Sections(*view, replay, directory.modes()));
      std::move(sections.begin(), sections.end(), std::back_inserter(assessment.sections));
      CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> standing, view->NotAssessedOf(subject));
      CANDOR_ASSIGN_OR_RETURN(domain::SubjectProgress progress, builder_.Progress(*view, replay, standing));
      assessment.progress.push_back(std::move(progress));
    }
    return Append(std::move(assessment));
  }

  // What people may be shown: not what was called back or moved.
  absl::StatusOr<std::vector<domain::FollowUp>> FollowUps() const {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUp> all,
                            store_.Latest()->ListFollowUps(SubjectId(), FollowUpId(), kMostFollowUps));
    std::erase_if(all, [](const domain::FollowUp& follow_up) { return follow_up.clear.undone; });
    return all;
  }

  absl::Status Decide(const ScenarioDecision& said) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUp> all, FollowUps());
    std::erase_if(all, [&](const domain::FollowUp& follow_up) {
      if (!follow_up.sealed || follow_up.sealed->rule != said.rule) return true;
      return !said.opened_by.empty() && follow_up.sealed->opened_by != said.opened_by;
    });
    if (all.size() != 1) {
      return RefuseScenario(scenario_.path, said.line, "there are ", all.size(),
                            " follow-ups that this could be about; say which with `opened_by`");
    }
    CANDOR_RETURN_IF_ERROR(CheckDecision(scenario_, said, all.front(), *store_.Latest()));
    domain::Decision decision;
    decision.id = DecisionId(CountedId(++decisions_));
    decision.kind = said.kind;
    decision.subject = all.front().clear.subject;
    decision.follow_up = all.front().clear.id;
    decision.key_class = all.front().clear.key_class;
    decision.proposer = said.by;
    decision.approver = said.and_by;
    decision.caller.acting_for = said.by;
    decision.reason = Sensitive<std::string>(std::string("as the scenario says"));
    decision.until = said.until;
    decision.finding = said.finding;
    return Append(std::move(decision));
  }

  // A policy that could not judge has said nothing, which is no "none".
  absl::Status NoteFaults(Day day) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> faults,
                            store_.Latest()->ListNotAssessed(kMostFaults));
    for (const domain::NotAssessed& fault : faults) {
      const bool new_one = faulty_.insert(fault.plugin).second;
      if (!new_one) continue;
      result_.failures.push_back({1, "every policy judges every entry",
                                  absl::StrCat("on ", FormatDay(day), " the policy ", fault.plugin, " could not")});
    }
    return absl::OkStatus();
  }

  const Scenario& scenario_;
  domain::Store& store_;
  domain::PolicyEngine& engine_;
  SimulatedClock& clock_;
  const absl::Time deadline_;
  const AssessmentBuilder builder_;
  Expectations expectations_;
  absl::TimeZone zone_;
  domain::ScenarioResult result_;
  std::set<std::string> faulty_;
  uint64_t decisions_ = 0;
};

}  // namespace

absl::StatusOr<domain::ScenarioResult> RunScenario(const std::string& file, const std::string& text,
                                                   const ScenarioRooms& rooms, absl::Time deadline) {
  CANDOR_ASSIGN_OR_RETURN(const Scenario scenario, ParseScenario(text, file));
  CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> all, rooms.profiles());
  CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> profiles, ProfilesFor(scenario, std::move(all)));
  CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<domain::PolicyEngine> engine, rooms.policies(std::move(profiles)));
  SimulatedClock clock(absl::UnixEpoch());
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<domain::Store> store, rooms.store(clock));
  return Run(scenario, *store, *engine, clock, deadline).Go();
}

}  // namespace candor::policy
