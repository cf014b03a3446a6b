#include "daemon/restore_command.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/ledger/backup_file.h"
#include "daemon/ledger/erasure_certificate.h"
#include "daemon/ledger/note.h"
#include "daemon/long_work.h"
#include "daemon/store/backup/restore.h"

namespace candor {
namespace {

constexpr char kSayWhatWasErased[] =
    "say what was erased after this backup was made: --erasure FILE for each certificate, or --no-later-erasures where "
    "nothing was";

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

std::string CountOf(uint64_t count, std::string_view one, std::string_view many) {
  return absl::StrCat(count, " ", std::string(count == 1 ? one : many));
}

void SayWhatItIs(const ledger::BackupHeader& header, std::ostream& out) {
  out << "Backup " << EncodeId(header.id) << " of " << TimeText(header.made_at) << "\n"
      << "  ledger   " << header.ledger.ToString() << ", at epoch " << header.epoch << "\n"
      << "  records  " << header.records << "\n"
      << "  signed   " << header.key.ToString() << "\n";
}

absl::StatusOr<store::ErasedKey> ErasedBy(const std::string& path, const ledger::BackupHeader& header) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (!text) return absl::InvalidArgumentError(absl::StrCat("there is no certificate ", path, "; check its name"));
  const auto note = ledger::ParseNote(*text, ledger::ErasureCertificate::kMaxBytes);
  const auto certificate = note.ok() ? ledger::OpenCertificate(*note, header.key) : note.status();
  if (!certificate.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", certificate.status().message()));
  store::ErasedKey key{{static_cast<domain::SubjectKind>(certificate->subject_kind), certificate->subject_id},
                       static_cast<domain::KeyClass>(certificate->key_class),
                       certificate->record,
                       certificate->erased_at};
  for (const ledger::NamedRecord& each : certificate->elsewhere) key.elsewhere.push_back({each.number, each.leaf});
  return key;
}

// The next line that a person types, without the space around it; nullopt when there is no more.
std::optional<std::string> Typed(Console& console) {
  std::string line;
  if (!std::getline(console.in, line)) return std::nullopt;
  absl::StripAsciiWhitespace(&line);
  return line;
}

// What a person answers, until an empty line. That nothing was erased is said in a word: an empty line is typed too
// easily for something that cannot be caught up on.
absl::StatusOr<std::vector<std::string>> AskForCertificates(Console& console) {
  console.err
      << "Was something erased after this backup was made? Its certificate is needed, so that it is erased here "
         "too.\nThe file of each certificate, one a line; an empty line when there is no more: "
      << std::flush;
  std::vector<std::string> files;
  std::optional<std::string> line = Typed(console);
  for (; line && !line->empty(); line = Typed(console)) files.push_back(*std::move(line));
  if (!files.empty()) return files;
  if (line) {
    console.err << "Nothing was erased after it? What was would be readable again. Type yes to go on: " << std::flush;
    line = Typed(console);
  }
  if (line && absl::AsciiStrToLower(*line) == "yes") return files;
  return absl::InvalidArgumentError(kSayWhatWasErased);
}

absl::StatusOr<std::vector<store::ErasedKey>> WhatWasErased(const RestoreRequest& request,
                                                            const ledger::BackupHeader& header, Console& console) {
  const bool ask = request.certificates.empty() && !request.no_later_erasures;
  std::vector<std::string> files = request.certificates;
  if (ask) {
    CANDOR_ASSIGN_OR_RETURN(files, AskForCertificates(console));
  }
  std::vector<store::ErasedKey> erased;
  for (const std::string& file : files) {
    CANDOR_ASSIGN_OR_RETURN(store::ErasedKey key, ErasedBy(file, header));
    erased.push_back(std::move(key));
  }
  return erased;
}

// What came of the certificates.
void SayWhatWasErased(const store::RestoredLedger& restored, std::ostream& out) {
  if (restored.erased_again > 0) {
    out << CountOf(restored.erased_again, "key", "keys") << " erased after the backup was made "
        << (restored.erased_again == 1 ? "is" : "are") << " erased here too.\n";
  }
  if (restored.erased_records > 0) {
    out << CountOf(restored.erased_records, "entry or amendment", "entries and amendments")
        << " that had been moved on when what came of them was erased " << (restored.erased_records == 1 ? "is" : "are")
        << " erased here where " << (restored.erased_records == 1 ? "it stands" : "they stand") << ".\n";
  }
  if (restored.erased_before > 0) {
    out << CountOf(restored.erased_before, "certificate is of an erasure", "certificates are of erasures")
        << " that the backup holds already: nothing more was erased, and what was written since stays.\n";
  }
  if (restored.without_key > 0) {
    out << CountOf(restored.without_key, "certificate is of a key", "certificates are of keys")
        << " that the backup does not hold: no key was to be destroyed.\n";
  }
}

store::RestoreOptions OptionsOf(const RestoreRequest& request, Clock& clock) {
  store::RestoreOptions options;
  options.file = request.file;
  options.data_dir = request.data_dir;
  options.master_key = request.master_key;
  options.clock = &clock;
  return options;
}

// A daemon is started from another folder than this program.
std::string FromAnywhere(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  return error ? path : whole.lexically_normal().string();
}

// What has to be done so that a daemon opens it.
std::string WhereTheKeyIs(const RestoreRequest& request) {
  switch (request.master_key.place) {
    case crypto::MasterKeyPlace::kPassphrase:
      return "Its master key lies in it, under the same passphrase as then.";
    case crypto::MasterKeyPlace::kCredential:
      return "Its master key is the credential that was given; start candord with it.";
    case crypto::MasterKeyPlace::kFile:
    case crypto::MasterKeyPlace::kDirectory:
      break;
  }
  return absl::StrCat("Its master key stays where it is: start candord with --master-key ",
                      FromAnywhere(request.master_key.name), ", or copy that file to ", FromAnywhere(request.data_dir),
                      "/master.key, for its owner only.");
}

void SayWhatComesNext(const RestoreRequest& request, std::ostream& out) {
  out << WhereTheKeyIs(request) << "\n"
      << "Clients that have seen this ledger before will say that it was restored; tell them its new key "
         "(candor ledger key).\n"
      << "It does not know of backups that were made after this one: what is erased from here on stays "
         "readable in them, and no certificate names them.\n"
      << "Where people call from their own machines: the certificate authority is in no backup. Put authority.pem "
         "and authority.key into "
      << request.data_dir
      << ", or make another with candord init --resume, with which everybody enrols again. What was revoked after "
         "the backup was made is heard again; candor member enrolments lists it.\n";
}

}  // namespace

absl::Status RestoreFromBackup(const RestoreRequest& request, Clock& clock, Console& console) {
  if (request.no_later_erasures && !request.certificates.empty()) {
    return absl::InvalidArgumentError("--erasure and --no-later-erasures say two things; give one of them");
  }
  if (!request.no_later_erasures && request.certificates.empty() && !console.asks) {
    return absl::InvalidArgumentError(kSayWhatWasErased);
  }
  const SignalNote signals;
  ProgressLine progress(console.err, console.shows);
  store::RestoreOptions options = OptionsOf(request, clock);
  options.progress = [&](const store::RestoreProgress& now) {
    progress.Update(now.step, now.done, now.of);
    return signals.Check("the restore was interrupted; nothing of it is left");
  };
  options.erased = [&](const ledger::BackupHeader& header) {
    progress.Clear();
    SayWhatItIs(header, console.out);
    console.out.flush();
    return WhatWasErased(request, header, console);
  };
  CANDOR_ASSIGN_OR_RETURN(const store::RestoredLedger restored, store::RestoreBackup(options));
  progress.Clear();
  console.out << "Restored into " << request.data_dir << ": " << CountOf(restored.header.records, "record", "records")
              << ", " << CountOf(restored.keys, "key", "keys") << ". It goes on at epoch " << restored.epoch
              << ", and that it was restored is on record.\n";
  SayWhatWasErased(restored, console.out);
  if (restored.cosigned > 0) {
    console.out << "Its first " << CountOf(restored.cosigned, "record is the one", "records are those")
                << " that a witness has cosigned. Under the new epoch witnesses begin anew.\n";
  }
  SayWhatComesNext(request, console.out);
  return absl::OkStatus();
}

absl::Status TryBackup(const RestoreRequest& request, Clock& clock, Console& console) {
  const SignalNote signals;
  ProgressLine progress(console.err, console.shows);
  store::RestoreOptions options = OptionsOf(request, clock);
  options.progress = [&](const store::RestoreProgress& now) {
    progress.Update(now.step, now.done, now.of);
    return signals.Check("the drill was interrupted; nothing of it is left");
  };
  CANDOR_ASSIGN_OR_RETURN(const store::DrillResult result, store::DrillBackup(options, request.data_dir));
  progress.Clear();
  SayWhatItIs(result.restored.header, console.out);
  console.out << "Restored, compared and removed again: "
              << CountOf(result.restored.header.records, "record", "records") << " ("
              << CountOf(result.entries, "entry", "entries") << "), " << CountOf(result.restored.keys, "key", "keys")
              << ", " << CountOf(result.rows, "row", "rows")
              << " made of them and the same when made once more. It took "
              << absl::FormatDuration(absl::Trunc(result.took, absl::Milliseconds(1))) << ".\n";
  return absl::OkStatus();
}

}  // namespace candor
