#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/backup.grpc.pb.h"
#include "cli/verbs/backup_check.h"
#include "cli/verbs/become_candord.h"
#include "cli/verbs/interruption.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/part_file.h"
#include "cli/verbs/session.h"
#include "daemon/base/text.h"
#include "daemon/crypto/master_key_source.h"

namespace candor::cli {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kLongestBackup = absl::Hours(24);
constexpr std::string_view kABackup = "a backup";  // which replaces nothing

struct BackupOptions {
  std::string file;
  std::string key;
  std::string master_key;
  std::string passphrase_file;
  std::string folder;
};

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

// Where the practice's master key is, for a look at what is sealed; without an option nowhere.
absl::StatusOr<crypto::MasterKeySource> MasterKeyOf(const BackupOptions& options) {
  return crypto::ParseMasterKeySource(
      options.master_key, options.passphrase_file, []() -> absl::StatusOr<crypto::Passphrase> {
        return UsageError("here a passphrase is given in a file of mode 0600: --passphrase-file FILE");
      });
}

// Everything that the daemon sends, until it says that this was all. `signal`: what came meanwhile to end it.
absl::Status Receive(Session& session, PartFile& file, int& signal) {
  Connection& connection = session.connection();
  grpc::ClientContext context;
  CANDOR_RETURN_IF_ERROR(connection.Prepare(context, kLongestBackup));
  const auto stub = v1::BackupService::NewStub(connection.channel());
  const auto stream = stub->TakeBackup(&context, v1::TakeBackupRequest());
  std::optional<Progress> progress;
  v1::TakeBackupResponse response;
  absl::Status written;
  {
    const Interruption interruption([&context] { context.TryCancel(); });
    while (written.ok() && stream->Read(&response)) {
      if (!progress) progress.emplace(session.terminal, "Backing up", static_cast<int64_t>(response.records()));
      written = file.Write(response.data());
      progress->Update(static_cast<int64_t>(response.records_sent()));
    }
    signal = interruption.signal();
  }
  progress.reset();
  if (!written.ok()) context.TryCancel();
  const grpc::Status status = stream->Finish();
  CANDOR_RETURN_IF_ERROR(written);
  if (signal != 0) return absl::CancelledError("the backup was interrupted; nothing of it is kept");
  return status.ok() ? absl::OkStatus() : connection.Explain(status);
}

// That the file is a backup of the ledger that has just been asked, and of what it has shown.
absl::Status CheckIsOf(Session& session, const KnownLedger& shown, const CheckedBackup& checked) {
  const auto note = ledger::ParseNote(checked.header.checkpoint);
  if (!note.ok()) return AsNotProven(note.status());
  return CheckGoesOn(shown, {checked.header.key, *note, checked.checkpoint},
                     [&](uint64_t from, uint64_t to) { return AskForConsistency(session.connection(), from, to); });
}

Json BackupJson(const CheckedBackup& checked, const std::string& path) {
  const ledger::BackupHeader& header = checked.header;
  return Json{{"file", path},
              {"backup", EncodeId(header.id)},
              {"made_at", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", header.made_at, absl::UTCTimeZone())},
              {"ledger", header.ledger.ToString()},
              {"origin", header.key.name},
              {"records", header.records},
              {"public_key", header.key.ToString()},
              {"keys", checked.keys ? Json(*checked.keys) : Json(nullptr)}};
}

std::string WithThisKey(uint64_t keys) {
  return absl::StrCat("It opens with this master key: every record is there, under the checkpoint, and ", keys,
                      " keys are.\n");
}

absl::StatusOr<ExitCode> Create(Session& session, const std::string& state, const BackupOptions& options, int& signal) {
  CANDOR_RETURN_IF_ERROR(CheckIsNew(options.file, kABackup));
  CANDOR_ASSIGN_OR_RETURN(const crypto::MasterKeySource master_key, MasterKeyOf(options));
  CANDOR_ASSIGN_OR_RETURN(const KnownLedger shown, AskForCheckpoint(session.connection(), state));
  CANDOR_ASSIGN_OR_RETURN(PartFile file, PartFile::Create(options.file));
  CANDOR_RETURN_IF_ERROR(Receive(session, file, signal));
  CANDOR_RETURN_IF_ERROR(file.Sync());
  // As it lies on the disk now.
  CANDOR_ASSIGN_OR_RETURN(const CheckedBackup checked, CheckBackup(session.terminal, file.part_path(), master_key));
  CANDOR_RETURN_IF_ERROR(CheckIsOf(session, shown, checked));
  CANDOR_RETURN_IF_ERROR(CheckIsNew(options.file, kABackup));
  CANDOR_RETURN_IF_ERROR(file.Keep());
  if (!session.table()) {
    session.PrintData(BackupJson(checked, options.file));
    return ExitCode::kDone;
  }
  session.out() << checked.header.records << " records of " << checked.header.key.name << " are in " << options.file
                << ", read back and as they were sent.\n";
  if (checked.keys) session.out() << WithThisKey(*checked.keys);
  session.out()
      << "It opens with the master key that the practice has now, and with no other: keep that key elsewhere.\n"
      << "Now and then, try it: candor backup drill " << options.file << " --master-key FILE\n";
  return ExitCode::kDone;
}

// Which key the signature was held against, in words; NotProvenError() where it is another one.
absl::StatusOr<std::string> WhoseKey(const ledger::VerifierKey& key, const std::string& state,
                                     const std::string& typed) {
  const auto same_ledger = [&](const ledger::VerifierKey& other) {
    return other.key == key.key &&
           other.name.substr(0, other.name.rfind('/')) == key.name.substr(0, key.name.rfind('/'));
  };
  if (!typed.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey given, ReadKey(typed, ledger::SignatureType::kEd25519));
    if (same_ledger(given)) return std::string("given");
    return NotProvenError(
        absl::StrCat("the backup is of another ledger than the key given is of: it is signed by ", key.ToString()));
  }
  std::error_code none;
  for (const auto& item : fs::directory_iterator(state, none)) {
    if (item.path().extension() != ".ledger") continue;
    const auto known = ReadKnownLedger(item.path().string());
    if (known.ok() && known->has_value() && same_ledger((*known)->key)) return std::string("remembered");
  }
  return std::string("file");
}

std::string SentenceOf(const std::string& whose) {
  if (whose == "given") return "It is signed with the key that you gave.";
  if (whose == "remembered") return "It is signed with the key of a ledger that is remembered on this machine.";
  return "It is signed with the key that stands in the file itself: that shows that it is whole, and not whose it is. "
         "For that, give the ledger's public key: --key KEY";
}

absl::StatusOr<ExitCode> Verify(Session& session, const std::string& state, const BackupOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::MasterKeySource master_key, MasterKeyOf(options));
  CANDOR_ASSIGN_OR_RETURN(const CheckedBackup checked, CheckBackup(session.terminal, options.file, master_key));
  CANDOR_ASSIGN_OR_RETURN(const std::string whose, WhoseKey(checked.header.key, state, options.key));
  if (!session.table()) {
    Json json = BackupJson(checked, options.file);
    json["signed_by"] = whose;
    json["content_checked"] = checked.keys.has_value();
    session.PrintData(json);
    return ExitCode::kDone;
  }
  session.out() << options.file << " is whole: " << checked.header.records << " records of " << checked.header.key.name
                << ", of " << TimeText(checked.header.made_at) << ".\n"
                << SentenceOf(whose) << '\n';
  if (checked.keys) {
    session.out() << WithThisKey(*checked.keys);
  } else {
    session.out() << "What is sealed in it was not looked at: --master-key FILE does that.\n";
  }
  return ExitCode::kDone;
}

// The daemon's program does it, which lies beside this one: only there is what makes a ledger of records.
absl::StatusOr<ExitCode> Drill(Session& session, const BackupOptions& options) {
  std::error_code error;
  std::vector<std::string> words = {"drill", options.file};
  const std::string folder = options.folder.empty() ? fs::temp_directory_path(error).string() : options.folder;
  const std::vector<std::pair<std::string, std::string>> given = {
      {"--data-dir", folder}, {"--master-key", options.master_key}, {"--passphrase-file", options.passphrase_file}};
  for (const auto& [name, value] : given) {
    if (value.empty()) continue;
    words.push_back(name);
    words.push_back(value);
  }
  return BecomeCandord(session, words);
}

void AddMasterKey(CLI::App& command, BackupOptions& options) {
  command
      .add_option("--master-key", options.master_key,
                  "the practice's master key, to look at what is sealed: a file, or credential:NAME")
      ->option_text("FILE");
  command
      .add_option("--passphrase-file", options.passphrase_file,
                  "the passphrase under which the master key lies, where it does")
      ->option_text("FILE");
}

}  // namespace

void AddBackupVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("backup", "copies of the ledger: make one, check one, try one");
  verb->require_subcommand(1);
  verb->footer(
      "A backup is restored by `candord restore FILE --data-dir DIR`, where candord is.\n"
      "Example: candor backup create /srv/backup/candor-2026-11-23.backup");
  auto state = std::make_shared<std::string>(DefaultStateFolder());
  verb->add_option("--state", *state, "folder that remembers the checkpoints seen")
      ->envname("CANDOR_STATE")
      ->option_text("FOLDER");
  auto options = std::make_shared<BackupOptions>();
  CLI::App* create = verb->add_subcommand("create", "write everything, sealed, while the daemon goes on");
  create->footer("Example: candor backup create /srv/backup/candor-2026-11-23.backup");
  create->add_option("file", options->file, "a name that is not there yet")->required();
  AddMasterKey(*create, *options);
  Does(*create, session, [&session, state, options] {
    int signal = 0;
    absl::StatusOr<ExitCode> created = Create(session, *state, *options, signal);
    // Whoever waits for this process is told by its end what it was.
    if (signal != 0) {
      session.terminal.err << "The backup was interrupted; nothing of it is kept." << std::endl;
      std::raise(signal);
    }
    return created;
  });

  CLI::App* verify =
      verb->add_subcommand("verify", "whether a backup is whole; with the master key, all that is in it");
  verify->footer(
      "Without the master key it shows that nothing was cut off or changed since it was signed.\n"
      "Example: candor backup verify candor-2026-11-23.backup --key ledger.key");
  verify->add_option("file", options->file, "the backup")->required();
  verify->add_option("--key", options->key, "the ledger's public key, or a file with it");
  AddMasterKey(*verify, *options);
  Does(*verify, session, Answers::kRecord, [&session, state, options] { return Verify(session, *state, *options); });

  CLI::App* drill =
      verb->add_subcommand("drill", "restore a backup into a folder of its own, compare, and remove that");
  drill->footer(
      "Run it where candord is installed; no daemon is asked, and none is disturbed.\n"
      "Example: candor backup drill candor-2026-11-23.backup --master-key /srv/backup/master.key");
  drill->add_option("file", options->file, "the backup")->required();
  drill->add_option("--folder", options->folder, "where there is room for it [the system's temporary folder]")
      ->option_text("FOLDER");
  AddMasterKey(*drill, *options);
  Does(*drill, session, Answers::kNothing, [&session, options] { return Drill(session, *options); });
}

}  // namespace candor::cli
