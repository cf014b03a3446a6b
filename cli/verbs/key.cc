#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/key.grpc.pb.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"
#include "daemon/crypto/passphrase.h"

namespace candor::cli {
namespace {

constexpr absl::Duration kLookAgain = absl::Milliseconds(500);
constexpr char kKeepBoth[] =
    "Keep a copy of it apart from this machine, and the old one as long as there are backups from before: they open "
    "with that one only.";

// What another master key alone does not do.
constexpr char kOldCopies[] =
    "Whoever had the old key and a copy of the data directory has the keys below it, too: run `candor key rotate` as "
    "well.";

struct KeyOptions {
  bool no_wait = false;
  bool yes = false;
  std::string passphrase_file;
};

absl::StatusOr<v1::KeyStatus> AskForKeys(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetKeyStatusResponse response,
      session.connection().Call<v1::KeyService>(&v1::KeyService::Stub::GetKeyStatus, v1::GetKeyStatusRequest()));
  return std::move(*response.mutable_status());
}

std::string PlaceText(const v1::KeyStatus& status) {
  const std::string path = OneLine(status.path());
  switch (status.place()) {
    case v1::KEY_PLACE_PASSPHRASE:
      return absl::StrCat("under a passphrase, in ", path);
    case v1::KEY_PLACE_CREDENTIAL:
      return absl::StrCat("a credential of the service manager, ", path);
    default:
      return absl::StrCat("the file ", path);
  }
}

std::string WorkText(const v1::KeyStatus& status) {
  if (status.work() == v1::KEY_WORK_ROTATING) {
    return absl::StrCat("files are being written anew: ", status.done_bytes() >> 20, " of ", status.all_bytes() >> 20,
                        " MiB");
  }
  if (status.work() == v1::KEY_WORK_CHANGING_MASTER_KEY) return "the master key is being changed";
  return "nothing";
}

void PrintKeyStatus(const v1::KeyStatus& status, Session& session) {
  PrintPairs(
      {{"Master key", PlaceText(status)},
       {"Key table", absl::StrCat(status.keys(), " keys, under its table key number ", status.table_generation())},
       {"Under way", WorkText(status)}},
      session.out());
  session.out() << '\n';
  Table table({"FILE KEY", "MADE", "FILES", "MIB"});
  for (const v1::FileKeyUse& use : status.file_keys()) {
    table.Add({absl::StrCat(use.number()), FormatInstant(use.made_at()), absl::StrCat(use.files()),
               absl::StrCat(use.bytes() >> 20)});
  }
  table.Print(session.out());
  if (!status.problem().empty()) {
    session.out() << '\n'
                  << Wrap(absl::StrCat("It does not go on: ", OneLine(status.problem()), "."), kTextWidth) << '\n';
  }
  if (!status.left_at().empty()) {
    session.out() << '\n'
                  << Wrap(absl::StrCat("A new master key lies in ", OneLine(status.left_at()),
                                       ". Put it where the old one was, and take it away there."),
                          kTextWidth)
                  << '\n';
  }
}

absl::StatusOr<ExitCode> PrintStatusOfKeys(const v1::KeyStatus& status, Session& session) {
  if (session.table()) {
    PrintKeyStatus(status, session);
  } else {
    session.PrintData(ToJson(status));
  }
  return ExitCode::kDone;
}

// Until the daemon has written everything anew, which may take as long as it likes.
absl::StatusOr<v1::KeyStatus> WaitForRotation(Session& session, v1::KeyStatus status) {
  std::unique_ptr<Progress> progress;
  while (status.work() == v1::KEY_WORK_ROTATING) {
    if (!status.problem().empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the rotation does not go on: ", status.problem(),
                       ". candord tries again by itself; `candor key status` says how far it has come"));
    }
    if (progress == nullptr && status.all_bytes() > 0) {
      progress = std::make_unique<Progress>(session.terminal, "bytes", static_cast<int64_t>(status.all_bytes()));
    }
    if (progress != nullptr) progress->Update(static_cast<int64_t>(status.done_bytes()));
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(kLookAgain));
    CANDOR_ASSIGN_OR_RETURN(status, AskForKeys(session));
  }
  return status;
}

absl::StatusOr<ExitCode> RotateKeys(Session& session, const KeyOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(
      v1::RotateKeysResponse response,
      session.connection().Call<v1::KeyService>(&v1::KeyService::Stub::RotateKeys, v1::RotateKeysRequest()));
  v1::KeyStatus status = std::move(*response.mutable_status());
  if (!options.no_wait) {
    CANDOR_ASSIGN_OR_RETURN(status, WaitForRotation(session, std::move(status)));
  }
  if (session.table()) {
    session.out() << (status.work() == v1::KEY_WORK_ROTATING
                          ? "New keys are in force. Older files are being written anew; see `candor key status`.\n"
                          : "New keys are in force, and no file is under an older one.\n");
    return ExitCode::kDone;
  }
  return PrintStatusOfKeys(status, session);
}

absl::Status ConfirmRekey(Session& session, const KeyOptions& options) {
  if (options.yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was changed. Confirm on a terminal, or pass --yes in a script");
  }
  session.out()
      << Wrap(
             "Everything is put under a new master key. The old one opens the data directory no more; backups "
             "from before open with the old one only.",
             kTextWidth)
      << '\n';
  if (session.terminal.Confirm("Change the master key?")) return absl::OkStatus();
  return absl::CancelledError("nothing was changed");
}

std::string NewPlaceText(const v1::ChangeMasterKeyResponse& changed) {
  if (!changed.left_at().empty()) {
    return absl::StrCat("The master key was changed. The new one lies in ", OneLine(changed.left_at()),
                        " on the daemon's machine: put it where the old one was before candord starts again, and take "
                        "it away there. ",
                        kKeepBoth);
  }
  if (changed.place() == v1::KEY_PLACE_PASSPHRASE) {
    return "The master key was changed. It lies in the data directory, in the file PASSPHRASE, under the passphrase: "
           "from "
           "the next start on candord needs --passphrase-file or --master-key passphrase. Keep the old passphrase and "
           "the "
           "old file as long as there are backups from before: they open with these only.";
  }
  return absl::StrCat("The master key was changed. The new one is the file master.key in the data directory. ",
                      kKeepBoth);
}

absl::StatusOr<ExitCode> Rekey(Session& session, const KeyOptions& options) {
  v1::ChangeMasterKeyRequest request;
  if (!options.passphrase_file.empty()) {
    const auto passphrase = crypto::ReadPassphraseFile(options.passphrase_file);
    if (absl::IsInvalidArgument(passphrase.status())) {
      return InvalidField("--passphrase-file", "passphrase", ToStd(passphrase.status().message()));
    }
    if (!passphrase.ok()) return LocalFileError(ToStd(passphrase.status().message()));
    request.set_passphrase(std::string(passphrase->text()));
  }
  CANDOR_RETURN_IF_ERROR(ConfirmRekey(session, options));
  CANDOR_ASSIGN_OR_RETURN(const v1::ChangeMasterKeyResponse changed,
                          session.connection().Call<v1::KeyService>(&v1::KeyService::Stub::ChangeMasterKey, request));
  if (session.table()) {
    session.out() << Wrap(NewPlaceText(changed), kTextWidth) << '\n' << Wrap(kOldCopies, kTextWidth) << '\n';
  } else {
    session.PrintData(ToJson(changed));
  }
  return ExitCode::kDone;
}

}  // namespace

void AddKeyVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("key", "the keys under which everything is sealed");
  verb->require_subcommand(1);

  CLI::App* status = verb->add_subcommand("status", "where the master key lies, and which keys the files are under");
  status->footer("Example: candor key status");
  Does(*status, session, Answers::kRecord, [&session]() -> absl::StatusOr<ExitCode> {
    CANDOR_ASSIGN_OR_RETURN(const v1::KeyStatus keys, AskForKeys(session));
    return PrintStatusOfKeys(keys, session);
  });

  auto options = std::make_shared<KeyOptions>();
  CLI::App* rotate =
      verb->add_subcommand("rotate", "new keys for the key table and for files; what is there is written anew");
  rotate->footer(
      "The practice works on meanwhile. What is cut short goes on by itself, also after a restart.\n"
      "Example: candor key rotate");
  rotate->add_flag("--no-wait", options->no_wait, "return once the new keys are in force");
  Does(*rotate, session, [&session, options] { return RotateKeys(session, *options); });

  CLI::App* rekey = verb->add_subcommand("rekey", "another master key, in the place of the one there is");
  rekey->footer(
      "The practice works on meanwhile. What is cut short is finished by the next start, or by the same command.\n"
      "After somebody left, run candor key rotate as well: whoever had the old key and a copy of the data directory\n"
      "has the keys below it, too.\n"
      "Example: candor key rekey");
  rekey
      ->add_option("--passphrase-file", options->passphrase_file,
                   "put the new master key under the passphrase that is the first line of this file, mode 0600")
      ->option_text("FILE");
  rekey->add_flag("--yes", options->yes, "change it without asking, for scripts");
  Does(*rekey, session, [&session, options] { return Rekey(session, *options); });
}

}  // namespace candor::cli
