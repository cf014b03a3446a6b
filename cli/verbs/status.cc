#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "cli/print/style.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

constexpr absl::Duration kRetry = absl::Milliseconds(50);

absl::StatusOr<v1::DaemonStatus> GetStatus(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetStatusResponse response,
      session.connection().Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest()));
  return std::move(*response.mutable_status());
}

// Asks until the daemon answers or `wait` has passed; a fresh connection each time, since a refused one backs off.
absl::StatusOr<v1::DaemonStatus> WaitForStatus(Session& session, absl::Duration wait) {
  const absl::Time end = absl::Now() + wait;
  while (true) {
    Connection::Options options = session.connect;
    options.timeout = std::max(end - absl::Now(), kRetry);
    Connection connection(options);
    auto response = connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
    if (response.ok()) return std::move(*response->mutable_status());
    if (!absl::IsUnavailable(response.status())) return response.status();
    if (absl::Now() >= end) {
      return absl::DeadlineExceededError(absl::StrCat("no daemon answered on ", session.connect.server, " within ",
                                                      absl::FormatDuration(wait), ". Look at candord's own output"));
    }
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(kRetry));
  }
}

std::string PolicyText(const v1::PolicyState& policy) {
  std::string text = absl::StrCat(policy.policy(), " ", policy.version());
  if (!policy.loaded()) return absl::StrCat(text, " (not loaded: ", policy.problem(), ")");
  return policy.problem().empty() ? text : absl::StrCat(text, " (", policy.problem(), ")");
}

// How far a change of the policies has been applied.
std::string ReassessmentText(const v1::Reassessment& done) {
  if (done.all() == 0) return "after a change of the policies; it begins in a moment";
  return absl::StrCat("after a change of the policies: ", done.looked_at(), " of ", done.all(), " cases and members",
                      done.left_out() == 0 ? "" : absl::StrCat(", ", done.left_out(), " of them not judged"));
}

// What keeps the keys that open everything else in memory alone, and whether anything of the daemon may leave it.
std::string KeyMemoryText(const v1::KeyMemory& memory) {
  std::string text = memory.not_locked().empty()
                         ? "locked in memory"
                         : absl::StrCat("not locked in memory (", OneLine(memory.not_locked()),
                                        "); raise the limit (LimitMEMLOCK=) and start candord again");
  if (memory.swap_bytes() == 0) return absl::StrCat(text, "; this machine does not swap");
  return absl::StrCat(text, "; this machine may swap ", memory.swap_bytes() >> 20, " MiB, ",
                      memory.swapped_bytes() >> 10,
                      " KiB of them are candord's now: encrypt its swap or switch it off");
}

// What the ledger holds is told to the operator alone: to others none of it is said to be none.
bool ShowsLedger(const v1::DaemonStatus& status) {
  return status.has_ledger_size();
}

std::string LedgerText(const v1::DaemonStatus& status) {
  if (!ShowsLedger(status)) return status.ledger_id();
  return absl::StrCat(status.ledger_id(), ", ", status.ledger_size(), " records, ", status.ledger_entries(),
                      " of them entries");
}

// How one reaches it over a network, and until when what it proves itself with holds.
std::string NetworkText(const v1::DaemonStatus& status) {
  if (!status.tls()) return "not reached from other machines";
  if (!status.has_certificate_expires_at()) return "TLS";
  return absl::StrCat("TLS; its certificate holds until ", SayInstant(status.certificate_expires_at()));
}

// What the practice has still to name. One that nobody reaches over a network begins without.
void PrintGaps(const v1::DaemonStatus& status, Session& session) {
  const bool reached = status.tls() || status.not_ready();
  if (!reached || status.readiness_gaps().empty()) return;
  NameBook names(session.connection());
  session.out() << (WorkGoesOn(status.readiness_gaps())
                        ? "\nAsked for again, by candor setup, while the work goes on:\n"
                        : "\nStill to be named, by candor setup:\n");
  for (const v1::ReadinessGap& gap : status.readiness_gaps()) {
    session.out() << "  " << GapText(gap, names) << GapStandingText(gap, /*for_owner=*/false) << '\n';
  }
}

// What nobody may overlook stands before everything else.
void PrintNotReady(const v1::DaemonStatus& status, std::ostream& out) {
  if (!status.not_ready()) return;
  const std::string text = Wrap(
      "NOT READY: nothing of the work is recorded or shown before this practice has named whom it has to name; what "
      "was written down earlier the operator can export and back up. candor setup asks for them.",
      kTextWidth);
  out << Emphasised(out, text) << "\n\n";
}

void PrintWhatIsOpen(const v1::DaemonStatus& status, std::ostream& out) {
  if (!status.insecure_loopback()) return;
  const std::string text = Wrap(
      "OPEN TO EVERYBODY ON ITS MACHINE: candord runs with --insecure-loopback. Whoever has an account there can read "
      "and change all of it, and nothing shows who it was. Start it without that option.",
      kTextWidth);
  out << Emphasised(out, text) << "\n\n";
}

// Whatever does not go as it should, in a sentence each.
void PrintProblems(const v1::DaemonStatus& status, std::ostream& out) {
  if (!status.policies_problem().empty()) {
    out << '\n'
        << Wrap(absl::StrCat("At the moment ", status.policies_problem(),
                             ". If this lasts, look at candord's own output."),
                kTextWidth)
        << '\n';
  }
  if (!status.profiles_problem().empty()) {
    out << '\n' << Wrap(absl::StrCat("Profiles: ", status.profiles_problem()), kTextWidth) << '\n';
  }
  if (!status.certificate_problem().empty()) {
    const std::string why = OneLine(status.certificate_problem());
    out << '\n' << Wrap(absl::StrCat("The daemon's certificate is not renewed: ", why), kTextWidth) << '\n';
  }
  if (!status.metrics_problem().empty()) {
    out << '\n'
        << Wrap(absl::StrCat("The metrics cannot be read: ", OneLine(status.metrics_problem())), kTextWidth) << '\n';
  }
}

void PrintStatus(const v1::DaemonStatus& status, Session& session) {
  PrintWhatIsOpen(status, session.out());
  PrintNotReady(status, session.out());
  std::vector<std::string> policies;
  for (const v1::PolicyState& policy : status.policies()) policies.push_back(PolicyText(policy));
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Daemon", absl::StrCat("candord ", status.version(), " on ", session.connect.server)},
      {"Practice", status.practice().empty() ? kUnnamedPractice : status.practice()},
      {"Today", absl::StrCat(FormatDate(status.today()), " in ", status.time_zone())},
      {"Ledger", LedgerText(status)},
      {"Network", NetworkText(status)},
      {"Acting for members", status.act_for_allowed() ? "the operator may, with --act-for" : "nobody may"},
      {"Policies", absl::StrCat(absl::StrJoin(policies, ", "),
                                status.policies_problem().empty() ? "" : " (not running, see below)")},
      {"Profiles", absl::StrJoin(status.profiles(), ", ")},
      {"In force from", status.has_policies_effective_from() ? FormatDate(status.policies_effective_from()) : ""}};
  if (ShowsLedger(status)) {
    pairs.emplace_back("Last record", status.has_last_recorded_at() ? FormatInstant(status.last_recorded_at()) : "");
    pairs.emplace_back("Waiting to be assessed", absl::StrCat(status.entries_pending()));
    pairs.emplace_back("Not assessed", absl::StrCat(status.not_assessed_size()));
  }
  if (status.has_reassessment()) pairs.emplace_back("Assessed again", ReassessmentText(status.reassessment()));
  if (status.has_key_memory()) pairs.emplace_back("Keys", KeyMemoryText(status.key_memory()));
  PrintPairs(pairs, session.out());
  for (const v1::UnassessedEntry& entry : status.not_assessed()) {
    session.out() << "  " << (entry.entry().empty() ? entry.subject() : entry.entry()) << " by " << entry.policy()
                  << ": " << WordOf(entry.reason()) << '\n';
  }
  PrintGaps(status, session);
  PrintProblems(status, session.out());
  if (!status.access_notice().empty()) session.out() << '\n' << Wrap(status.access_notice(), kTextWidth) << '\n';
}

}  // namespace

void AddStatusVerb(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("status", "whether the daemon is up, and what it runs");
  command->footer("Example: candor status --wait 10s");
  auto wait = std::make_shared<std::string>();
  command->add_option("--wait", *wait, "return once the daemon is ready, at the latest after this time")
      ->option_text("DURATION");
  Does(*command, session, Answers::kRecord, [&session, wait]() -> absl::StatusOr<ExitCode> {
    absl::Duration duration;
    if (!wait->empty() && !absl::ParseDuration(*wait, &duration)) {
      return InvalidField("--wait", "duration", "takes a duration, as in 10s or 2m");
    }
    CANDOR_ASSIGN_OR_RETURN(const v1::DaemonStatus status,
                            wait->empty() ? GetStatus(session) : WaitForStatus(session, duration));
    if (session.table()) {
      PrintStatus(status, session);
    } else {
      session.PrintData(ToJson(status));
    }
    return ExitCode::kDone;
  });
}

}  // namespace candor::cli
