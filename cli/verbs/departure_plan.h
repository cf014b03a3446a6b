#ifndef CANDOR_CLI_VERBS_DEPARTURE_PLAN_H_
#define CANDOR_CLI_VERBS_DEPARTURE_PLAN_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

// Somebody leaves: what is planned for each of their open cases, and how a person reads it.
namespace candor::cli {

// What is to become of a case.
struct CaseAnswer {
  std::string step = "later";
  std::string receiver;  // `members/{member}` of a transfer

  bool operator==(const CaseAnswer&) const = default;
};

struct PlannedCase {
  v1::Case of;
  CaseAnswer answer;
};

struct DeparturePlan {
  std::string member;
  std::string source;                     // a word, or ""
  std::optional<v1::Entry> recorded;      // the departure that is on record already
  std::optional<v1::Entry> departure;     // the one to record
  std::vector<PlannedCase> cases;         // open and held by the member, in order of code
  std::vector<PlannedCase> decided;       // likewise, with what was decided since the departure was recorded
  std::vector<std::string> unsupervised;  // `members/{member}` whom nobody supervises from the day after the last day

  const v1::DepartureFacts& facts() const { return (recorded ? *recorded : *departure).departure(); }
};

// What people call a case.
std::string CodeOf(const v1::Case& of);

// The departure that is on record of the member; nullopt: none. Errors are those of the calls; the same below.
absl::StatusOr<std::optional<v1::Entry>> RecordedDeparture(Session& session, const std::string& member);
// Takes the cases of the plan that were decided since into `decided`, each with its answer: asked again, the plan goes
// on with what was left open, and what was decided is not recorded twice. REQUIRES: the departure is recorded.
absl::Status SetDecidedApart(Session& session, DeparturePlan& plan);
// Whom the supervisor supervises on the last day and for whom nobody is recorded from the day after it; the same before
// the departure is recorded and after.
absl::StatusOr<std::vector<std::string>> LeftWithoutSupervisor(Session& session, const std::string& supervisor,
                                                               Day last_day);

// The plan as data: a row for each case, with what the departure says; one without a case where there is none.
Json PlanJson(const DeparturePlan& plan);
// The plan before it is confirmed.
void PrintPlan(Session& session, const DeparturePlan& plan, std::ostream& out);
// What came of it, and what no follow-up asks for.
void PrintPlanRecorded(Session& session, const DeparturePlan& plan, const v1::BatchCreateEntriesResponse& response);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_DEPARTURE_PLAN_H_
