#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "daemon/ask_passphrase.h"
#include "daemon/base/log.h"
#include "daemon/base/process.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/daemon.h"
#include "daemon/exit_codes.h"
#include "daemon/flags.h"
#include "daemon/import_records.h"
#include "daemon/init_command.h"
#include "daemon/long_work.h"
#include "daemon/manual/manual_page.h"
#include "daemon/restore_command.h"
#include "daemon/store/open.h"

namespace candor {
namespace {

// Whoever is under way gets no answer: what they sent may be on the disk or not. The next start reads it, and the same
// request id finds out.
void EndUnanswered(const absl::Status& /*why*/) {
  log::Error("candord ends here; start it again when the disk can be written");
  _exit(kExitStartAgain);
}

// Blocks the signals that end the daemon, or have it read its profiles again, in this thread and every later one, for
// sigwait. A client that goes away ends nothing; a limit on the size of files is an error of the write that meets it.
sigset_t TakeSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return signals;
}

// While nobody waits for the signals that TakeSignals() blocks.
bool IsToldToEnd() {
  sigset_t waiting;
  sigemptyset(&waiting);
  sigpending(&waiting);
  return sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1;
}

absl::Status Serve(const Flags& flags) {
  CANDOR_ASSIGN_OR_RETURN(DaemonOptions options, OptionsFrom(flags));
  options.lost = EndUnanswered;
  options.version = CANDOR_VERSION;
  const sigset_t signals = TakeSignals();
  options.stopping = IsToldToEnd;
  const bool is_insecure = options.address->is_insecure();
  absl::StatusOr<std::unique_ptr<Daemon>> started = Daemon::Start(std::move(options));
  if (absl::IsCancelled(started.status())) {
    log::Info("stopped before it had started");
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<Daemon> daemon, std::move(started));
  if (is_insecure) log::Warning("--insecure-loopback: every user and every program of this machine is the operator");
  log::Info(absl::StrCat("candord ", CANDOR_VERSION, " listens on ", daemon->Where()));
  int received = 0;
  while (sigwait(&signals, &received) == 0 && received == SIGHUP) {
    daemon->ReloadProfiles();
    daemon->RefreshNetwork();
  }
  log::Info("stopping: no new calls, finishing those in flight");
  return daemon->Stop();
}

absl::Status Rebuild(const Flags& flags) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::MasterKeySource source, SourceFrom(flags));
  const SignalNote signals;
  ProgressLine progress(std::cerr, isatty(STDERR_FILENO) == 1);
  const auto go_on = [&](const domain::FoldProgress& now) {
    progress.Update("Rebuilding", now.records, now.of);
    return signals.Check(
        "the rebuild was interrupted; the next start goes on where it was left, and candord rebuild begins again");
  };
  CANDOR_ASSIGN_OR_RETURN(const uint64_t records, store::Rebuild(flags.data_dir, source, go_on));
  progress.Clear();
  std::cout << "rebuilt everything from " << records << " records\n";
  return absl::OkStatus();
}

absl::StatusOr<RestoreRequest> RequestFrom(const Flags& flags) {
  RestoreRequest request;
  request.file = flags.backup;
  request.data_dir = flags.data_dir;
  CANDOR_ASSIGN_OR_RETURN(request.master_key, SourceFrom(flags));
  request.certificates = flags.certificates;
  request.no_later_erasures = flags.no_later_erasures;
  return request;
}

// What is done with a backup, on the process's own terminal.
absl::Status WithBackup(const Flags& flags, absl::Status (*command)(const RestoreRequest&, Clock&, Console&)) {
  CANDOR_ASSIGN_OR_RETURN(const RestoreRequest request, RequestFrom(flags));
  SystemClock clock;
  const bool shows = isatty(STDERR_FILENO) == 1;
  Console console{std::cin, std::cout, std::cerr, shows && isatty(STDIN_FILENO) == 1, shows};
  return command(request, clock, console);
}

absl::Status AcceptLoss(const Flags& flags) {
  SystemClock clock;
  CANDOR_ASSIGN_OR_RETURN(const crypto::MasterKeySource source, SourceFrom(flags));
  CANDOR_ASSIGN_OR_RETURN(const domain::LossAccepted loss,
                          store::AcceptLoss(flags.data_dir, flags.reason, clock, source));
  if (loss.lost_to == loss.lost_from) {
    std::cout << "records from " << loss.lost_from << " on may be gone; this is now on record\n";
  } else {
    std::cout << "records " << loss.lost_from << " to " << loss.lost_to - 1 << " are gone; this is now on record\n";
  }
  return absl::OkStatus();
}

absl::Status Import(const Flags& flags) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::MasterKeySource source, SourceFrom(flags, Typed::kTwice));
  CANDOR_ASSIGN_OR_RETURN(const ImportedRecords imported, ImportRecords(flags.data_dir, flags.from, source));
  std::cout << "imported " << imported.records << " records of " << imported.from << "; from here on they are ledger "
            << imported.ledger.ToString() << ", with a key of its own\n";
  return absl::OkStatus();
}

absl::Status Init(const Flags& flags) {
  SystemClock clock;
  CANDOR_ASSIGN_OR_RETURN(const InitRequest request, InitRequestFrom(flags));
  return InitPractice(request, clock, std::cout);
}

int Finish(const absl::Status& status) {
  if (!status.ok()) std::cerr << "candord: " << std::string(status.message()) << "\n";
  return ExitCodeOf(status);
}

// Of work that a signal may have ended.
int FinishLong(const absl::Status& status) {
  const int code = Finish(status);
  if (absl::IsCancelled(status)) EndAsSignalled();
  return code;
}

constexpr char kFiles[] =
    "The data directory holds the ledger, sealed under keys that lie in it too, each under the master key; nobody but "
    "candord may read or change it. The master key is 32 bytes: the file master.key in the data directory, mode 0600, "
    "which a first start makes; with --master-key FILE a file elsewhere; with --master-key credential:NAME what a unit "
    "has by LoadCredential=NAME:FILE or LoadCredentialEncrypted=; with a passphrase the file PASSPHRASE, which it "
    "opens. "
    "candord init makes one of these and prints what has to be kept. It also makes authority.pem and authority.key, "
    "the practice's certificate authority, and tls, with the daemon's own certificate; no backup carries them. "
    "The practice's settings (--config) are a TOML file with the tables [practice], which has name, zone and "
    "longest_waiver (the days for which a follow-up may be let wait at most), [calendar], which has closed_weekends "
    "and closed_dates, [access], which has escalate_after (days, 14 or more, after which others hear that a "
    "conversation about a private note is due), session_minutes (10 or less, after which a working session locks), "
    "notify_subject (open days, 5 or less, after which whom a concern is about is told of it) and tighten (what a role "
    "is not shown), [metrics], which has listen (127.0.0.1:PORT, of this machine alone, where a Prometheus server "
    "reads how the daemon does; left out: nowhere), and [network], which has listen (tls:HOST:PORT, or none), names "
    "(under which people's machines reach this one), authority_certificate and authority_key (PEM files, mode 0600 the "
    "key, of an authority that the practice brings) and act_for_after_enrolment (true: the operator at the socket may "
    "act for members also once somebody is enrolled). "
    "What lies directly in the candidates folder (*.toml, *.so) is loaded for a preview only, in a worker of its own; "
    "folder and files may be changed by nobody but the daemon's user and root.";

constexpr char kExitStatus[] =
    "0 when it was stopped or what was asked for is done; the other numbers are those of candor: candor help "
    "exit-codes. With 75 it ends when its disk could not be written: start it again, and whoever had no answer sends "
    "the same request again.";

// For whoever packs this program; on no help page.
std::string Manual(const CLI::App& app) {
  return WriteManualPage(app,
                         {"candord",
                          8,
                          "System Administration",
                          "keep a practice's record of boundary matters and the follow-ups it calls for",
                          CANDOR_VERSION,
                          {{"SIGNALS",
                            "SIGTERM and SIGINT stop it once the calls in flight are answered. "
                            "SIGHUP has it take over changed profiles and policies, as candor policy reload does, and "
                            "look at the files of its certificate, which it does every hour anyway."},
                           {"FILES", kFiles},
                           {"EXIT STATUS", kExitStatus},
                           {"SEE ALSO", "candor(1)"}}});
}

void AddOptions(CLI::App& app, Flags& flags) {
  app.set_version_flag("--version", std::string("candord ") + CANDOR_VERSION);
  app.add_flag_callback("--manual", [&app] { throw CLI::CallForVersion(Manual(app), 0); })->group("");
  app.add_option("--data-dir", flags.data_dir, "folder of the ledger; made at the first start")
      ->required()
      ->check([](const std::string& folder) {
        return folder.empty() ? "it is empty; name the folder in which the ledger is to be kept" : std::string();
      });
  app.add_option("--master-key", flags.master_key,
                 "where the master key is: a file of mode 0600, credential:NAME (systemd's), or passphrase, which is "
                 "asked for [master.key in the data directory]")
      ->option_text("FILE");
  app.add_option("--passphrase-file", flags.passphrase_file,
                 "the passphrase of the master key is the first line of this file, mode 0600")
      ->option_text("FILE");
  app.add_option("--listen", flags.listen,
                 "unix:PATH [unix:$XDG_RUNTIME_DIR/candor/candord.sock] or, in the clear, HOST:PORT; and once more "
                 "tls:HOST:PORT, the network, once there is a certificate authority [tls:0.0.0.0:7443]")
      ->option_text("ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--plugins", flags.plugins, "folder of the policies [../lib/candor/plugins]");
  app.add_option("--profiles", flags.profiles, "folder of the profiles [../share/candor/profiles]");
  app.add_option("--scenarios", flags.scenarios,
                 "folder of the scenarios that policies ship, run before one is activated [../share/candor/scenarios]");
  app.add_option("--candidates", flags.candidates,
                 "folder of the profiles and policies that candor policy preview may try [DATA_DIR/candidates]");
  app.add_option("--config", flags.config, "the practice's settings (TOML)");
  app.add_flag("--insecure-loopback", flags.insecure_loopback,
               "let every user of this machine be the operator, on 127.0.0.1 or ::1");
  app.add_flag("--allow-missing-policies", flags.allow_missing_policies,
               "start although a policy cannot be loaded; its entries read \"not assessed\"");
  app.add_flag("--verbose", flags.verbose, "log every call: names, sizes and codes");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("candord: ", error.what(), "; candord --help lists what there is\n");
  });
  app.fallthrough();
  app.require_subcommand(0, 1);
}

CLI::App* AddInit(CLI::App& app, Flags& flags) {
  CLI::App* init = app.add_subcommand(
      "init", "begin a ledger in an empty folder, with what the network needs, and say what has to be kept");
  init->footer(
      "Without more it makes master.key in the folder; with --master-key FILE it makes that file.\n"
      "It makes a certificate authority too, unless the configuration names one, and the daemon's certificate.\n"
      "Example: candord init --data-dir /var/lib/candor --passphrase --name candor.practice.example --director 'Dr "
      "Lee'");
  init->add_flag("--passphrase", flags.passphrase, "put the master key under a passphrase, which is asked for twice");
  init->add_option("--director", flags.director,
                   "who is enrolled first, as director and administrator: the name as the practice writes it")
      ->option_text("NAME")
      ->check([](const std::string& name) {
        return name.empty() ? "it is empty; give the name, or leave --director out" : std::string();
      });
  init->add_option(
          "--name", flags.names,
          "a host or address under which people's machines reach this one; once for each [of the "
          "configuration, else this machine's name]; with --resume they stand in the place of those that it has")
      ->option_text("HOST")
      ->allow_extra_args(false);
  init->add_flag("--resume", flags.resume, "there is a ledger: make what is missing, and another code");
  return init;
}

CLI::App* AddRestore(CLI::App& app, Flags& flags) {
  CLI::App* restore =
      app.add_subcommand("restore", "make a ledger in an empty folder, of a file that `candor backup create` wrote");
  restore->footer(
      "The ledger is the same and goes on at another epoch, so that clients hear that it was restored.\n"
      "Example: candord restore candor.backup --data-dir /srv/candor --master-key /srv/backup/master.key");
  restore->add_option("file", flags.backup, "the backup")->required();
  restore
      ->add_option("--erasure", flags.certificates,
                   "the certificate of something that was erased after the backup was made; once for each")
      ->option_text("FILE")
      ->allow_extra_args(false);
  restore->add_flag("--no-later-erasures", flags.no_later_erasures, "nothing was erased after the backup was made");
  return restore;
}

CLI::App* AddDrill(CLI::App& app, Flags& flags) {
  CLI::App* drill = app.add_subcommand("drill", "restore a backup into a folder of its own, compare, and remove that");
  drill->footer(
      "The folder of its own is made in the one that --data-dir names.\n"
      "Example: candord drill candor.backup --data-dir /var/tmp --master-key /srv/backup/master.key");
  drill->add_option("file", flags.backup, "the backup")->required();
  return drill;
}

int Main(int argc, char** argv) {
  // Whatever is made here is for its owner only.
  umask(S_IRWXG | S_IRWXO);
  // Debian's Abseil keeps a graph of the order in which mutexes are taken, of every process, gRPC's mutexes included;
  // a nested lock costs 180 ns with it and 50 ns without. Tests have it on.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (const absl::Status forbidden = ForbidDumps(); !forbidden.ok()) log::Warning(ToStd(forbidden.message()));
  AllowManyFiles();
  Flags flags;
  CLI::App app(
      "Candor's daemon: keeps a practice's record of boundary matters and the follow-ups it calls for.\n"
      "Exit codes: `candor help exit-codes`.");
  AddOptions(app, flags);
  CLI::App* init = AddInit(app, flags);
  CLI::App* rebuild = app.add_subcommand("rebuild", "fold all projections anew from the ledger; candord must not run");
  rebuild->footer("Example: candord rebuild --data-dir /var/lib/candor");
  CLI::App* accept = app.add_subcommand("accept-loss", "go on after records were lost, and put that on record");
  accept->footer("Example: candord accept-loss --data-dir /var/lib/candor --reason 'the backup of 3 May was restored'");
  accept->add_option("--reason", flags.reason, "why, for the record")->required();
  CLI::App* taken_in =
      app.add_subcommand("import", "make a ledger in an empty folder, of a file that `candor export --all` wrote");
  taken_in->footer("Example: candord import --data-dir /srv/candor --from candor.jsonl");
  taken_in->add_option("--from", flags.from, "the file")->option_text("FILE")->required();
  CLI::App* restore = AddRestore(app, flags);
  CLI::App* drill = AddDrill(app, flags);
  // Last: each command would take it over.
  app.footer("Example: candord --data-dir /var/lib/candor --config /etc/candor/candord.toml");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    if (error.get_exit_code() == 0) return kExitDone;
    return error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ValidationError) ? kExitInvalid : kExitUsage;
  }
  if (flags.verbose) log::SetLevel(log::Level::kDebug);
  if (init->parsed()) return Finish(Init(flags));
  if (rebuild->parsed()) return FinishLong(Rebuild(flags));
  if (restore->parsed()) return FinishLong(WithBackup(flags, RestoreFromBackup));
  if (drill->parsed()) return FinishLong(WithBackup(flags, TryBackup));
  if (accept->parsed()) return Finish(AcceptLoss(flags));
  if (taken_in->parsed()) return Finish(Import(flags));
  return Finish(Serve(flags));
}

}  // namespace
}  // namespace candor

int main(int argc, char** argv) {
  return candor::Main(argc, argv);
}
