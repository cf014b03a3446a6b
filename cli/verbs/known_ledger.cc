#include "cli/verbs/known_ledger.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/user_folders.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/proof.h"

namespace candor::cli {
namespace {

constexpr std::string_view kFirstLine = "candor known ledger 1";

// Everything before the epoch: the same ledger, however often it was restored.
std::string_view LedgerOf(std::string_view origin) {
  return origin.substr(0, origin.rfind('/'));
}

std::optional<uint64_t> EpochOf(std::string_view origin) {
  return ledger::ParseDecimal(origin.substr(origin.rfind('/') + 1));
}

// Whether the same ledger, of a later epoch.
bool WentOn(const KnownLedger& known, const KnownLedger& shown) {
  return shown.key.key == known.key.key && LedgerOf(shown.key.name) == LedgerOf(known.key.name) &&
         EpochOf(shown.key.name) > EpochOf(known.key.name);
}

// Where a restored ledger is the one that is known as far as the backup goes, what of it is there is proven.
std::string WhatIsStillThere(const KnownLedger& known, const KnownLedger& shown, const ConsistencySource& proof) {
  const uint64_t size = known.checkpoint.size;
  const uint64_t kept = shown.restored->records;
  if (size > kept) {
    return absl::StrCat("the backup held ", kept, " records, and ", size,
                        " had been shown here: what was recorded after it is not there any more");
  }
  const auto hashes = proof(size, shown.checkpoint.size);
  if (hashes.ok() &&
      ledger::VerifyConsistency(size, known.checkpoint.root, shown.checkpoint.size, shown.checkpoint.root, *hashes)
          .ok()) {
    return absl::StrCat("all ", size, " records that had been shown here are still in it");
  }
  return absl::StrCat("but the ", size,
                      " records that had been shown here are not the first ones in it, as they would be. Keep what is "
                      "remembered here as evidence");
}

absl::Status SayHowItWentOn(const KnownLedger& known, const KnownLedger& shown, const ConsistencySource& proof) {
  const std::string way_on =
      ". Ask whoever runs it what happened; then take it as it is now by `candor ledger trust --key` and the key that "
      "they tell you";
  if (!shown.restored) {
    return NotProvenError(absl::StrCat("this ledger was restored, or went on after a loss: it signs as ",
                                       shown.key.name, ", and was ", known.key.name, " at size ", known.checkpoint.size,
                                       way_on));
  }
  return NotProvenError(
      absl::StrCat("this ledger was restored from a backup of ",
                   absl::FormatTime("%Y-%m-%d %H:%M UTC", shown.restored->made_at, absl::UTCTimeZone()), ", at epoch ",
                   EpochOf(shown.key.name).value_or(0), " (it was at epoch ", EpochOf(known.key.name).value_or(0),
                   "): ", WhatIsStillThere(known, shown, proof), way_on));
}

absl::Status CheckKey(const KnownLedger& known, const KnownLedger& shown, const ConsistencySource& proof) {
  if (shown.key == known.key) return absl::OkStatus();
  if (WentOn(known, shown)) return SayHowItWentOn(known, shown, proof);
  return NotProvenError(absl::StrCat("this is another ledger than the one remembered here: its key is ",
                                     shown.key.ToString(), ", and was ", known.key.ToString(),
                                     ". Ask whoever runs it; if the new one is right, `candor ledger trust`"));
}

}  // namespace

std::string DefaultStateFolder() {
  return UserFolder("XDG_STATE_HOME", ".local/state");
}

absl::StatusOr<std::string> KnownLedgerFile(const std::string& state_folder, std::string_view server) {
  std::error_code bad;
  std::filesystem::create_directories(state_folder, bad);
  if (bad) return LocalFileError(absl::StrCat("cannot create ", state_folder, ": ", bad.message()));
  const ledger::Hash digest = ledger::Sha256(server);
  return absl::StrCat(state_folder, "/", absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 10))), ".ledger");
}

absl::StatusOr<std::optional<KnownLedger>> ReadKnownLedger(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::optional<KnownLedger>();
  CANDOR_ASSIGN_OR_RETURN(const std::string file, ReadTextFile(path));
  const absl::Status bad = LocalFileError(absl::StrCat(
      "what is remembered of this ledger in ", path,
      " is damaged. Compare `candor ledger key` with the key that you were given; then `candor ledger trust`"));
  std::string_view text = file;
  if (ledger::TakeLine(text) != kFirstLine) return bad;
  const auto key_line = ledger::TakeLine(text);
  auto key = key_line ? ledger::ParseVerifierKey(*key_line) : bad;
  auto note = ledger::ParseNote(text);
  if (!key.ok() || !note.ok()) return bad;
  auto checkpoint = ledger::OpenCheckpoint(*note, *key);
  if (!checkpoint.ok()) return bad;
  return std::optional<KnownLedger>({*std::move(key), *std::move(note), *std::move(checkpoint), std::nullopt});
}

absl::Status WriteKnownLedger(const std::string& path, const KnownLedger& known) {
  return WriteTextFile(path, absl::StrCat(ToAbsl(kFirstLine), "\n", known.key.ToString(), "\n", WriteNote(known.note)));
}

absl::Status CheckGoesOn(const KnownLedger& known, const KnownLedger& shown, const ConsistencySource& proof) {
  CANDOR_RETURN_IF_ERROR(CheckKey(known, shown, proof));
  const uint64_t from = known.checkpoint.size;
  const uint64_t to = shown.checkpoint.size;
  if (to < from) {
    return NotProvenError(
        absl::StrCat("this ledger has shown ", from, " records before and shows ", to,
                     " now: an old copy of it answers, or records are gone. Ask whoever runs it, and keep "
                     "what is remembered here as evidence"));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ledger::Hash> hashes, proof(from, to));
  absl::Status goes_on = ledger::VerifyConsistency(from, known.checkpoint.root, to, shown.checkpoint.root, hashes);
  if (goes_on.ok()) return goes_on;
  return NotProvenError(absl::StrCat("this ledger does not go on from the ", from,
                                     " records that it has shown before (", goes_on.message(),
                                     "): its past was changed. Ask whoever runs it, and keep what is "
                                     "remembered here as evidence"));
}

absl::Status AsNotProven(const absl::Status& status) {
  return status.ok() ? status : NotProvenError(ToStd(status.message()));
}

absl::StatusOr<std::vector<ledger::Hash>> HashesOf(const google::protobuf::RepeatedPtrField<std::string>& wire) {
  std::vector<ledger::Hash> hashes;
  for (const std::string& bytes : wire) {
    if (bytes.size() != sizeof(ledger::Hash)) return NotProvenError("the daemon's proof is none");
    std::ranges::copy(AsBytes(bytes), hashes.emplace_back().begin());
  }
  return hashes;
}

absl::StatusOr<std::vector<ledger::Hash>> AskForConsistency(Connection& connection, uint64_t from, uint64_t to) {
  v1::GetConsistencyProofRequest request;
  request.set_from_size(from);
  request.set_to_size(to);
  CANDOR_ASSIGN_OR_RETURN(const v1::GetConsistencyProofResponse response,
                          connection.Call<v1::LedgerService>(&v1::LedgerService::Stub::GetConsistencyProof, request));
  return HashesOf(response.hashes());
}

absl::StatusOr<KnownLedger> AskForCheckpoint(Connection& connection, const std::string& state_folder) {
  CANDOR_ASSIGN_OR_RETURN(const std::string path, KnownLedgerFile(state_folder, connection.server()));
  // Whoever asked before another one and wrote after it would put an older checkpoint over a newer one, or call the
  // ledger an old copy.
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldFile(path));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<KnownLedger> known, ReadKnownLedger(path));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetCheckpointResponse response,
      connection.Call<v1::LedgerService>(&v1::LedgerService::Stub::GetCheckpoint, v1::GetCheckpointRequest()));
  KnownLedger shown;
  const auto key = ledger::ParseVerifierKey(response.public_key());
  const auto note = ledger::ParseNote(response.checkpoint());
  if (!key.ok()) return AsNotProven(key.status());
  if (!note.ok()) return AsNotProven(note.status());
  shown.key = *key;
  shown.note = *note;
  const auto checkpoint = ledger::OpenCheckpoint(*note, *key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  shown.checkpoint = *checkpoint;
  if (response.has_restored()) {
    const google::protobuf::Timestamp& made_at = response.restored().backup_made_at();
    shown.restored = RestoredBackup{response.restored().records(),
                                    absl::FromUnixSeconds(made_at.seconds()) + absl::Nanoseconds(made_at.nanos())};
  }
  if (known) {
    CANDOR_RETURN_IF_ERROR(CheckGoesOn(
        *known, shown, [&](uint64_t from, uint64_t to) { return AskForConsistency(connection, from, to); }));
  }
  CANDOR_RETURN_IF_ERROR(WriteKnownLedger(path, shown));
  return shown;
}

}  // namespace candor::cli
