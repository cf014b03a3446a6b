#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/ledger_verbs.h"
#include "daemon/base/text.h"
#include "daemon/ledger/cosignature.h"
#include "daemon/ledger/receipt.h"

namespace candor::cli {
namespace {

struct WitnessOptions {
  std::string key_file;
  std::string name;
  std::string request;
  std::string ledger_key;
  std::string save;
  std::string upload;
  std::string witness_key;
};

// What this witness has cosigned last of a ledger, apart from what a client remembers.
absl::StatusOr<std::string> MemoryOf(const std::string& state, const WitnessKey& witness, std::string_view origin) {
  return KnownLedgerFile(absl::StrCat(state, "/witness"), absl::StrCat(witness.name, " ", std::string(origin)));
}

// One run of a witness at a time, from before it is told of a checkpoint: none cosigns less than another one has.
absl::StatusOr<HeldFile> HoldMemory(const std::string& state, const WitnessKey& witness) {
  CANDOR_ASSIGN_OR_RETURN(const std::string path, KnownLedgerFile(absl::StrCat(state, "/witness"), witness.name));
  return HoldFile(path);
}

// Cosigns what goes on from what this witness has seen, and remembers it before anybody is told. Under HoldMemory().
absl::StatusOr<ledger::Note> CosignNext(const WitnessKey& witness, const std::string& state, const KnownLedger& shown,
                                        const ConsistencySource& proof) {
  CANDOR_ASSIGN_OR_RETURN(const std::string path, MemoryOf(state, witness, shown.key.name));
  CANDOR_ASSIGN_OR_RETURN(const auto known, ReadKnownLedger(path));
  if (known) CANDOR_RETURN_IF_ERROR(CheckGoesOn(*known, shown, proof));
  CANDOR_RETURN_IF_ERROR(WriteKnownLedger(path, shown));
  ledger::Note cosigned = shown.note;
  cosigned.signatures.push_back(ledger::Cosign(cosigned.text, absl::Now(), witness.name, witness.key));
  return cosigned;
}

absl::Status Upload(Session& session, const std::string& note, const std::string& witness_key) {
  v1::AddCosignatureRequest request;
  request.set_checkpoint(note);
  request.set_witness_key(witness_key);
  return session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::AddCosignature, request).status();
}

// `note` may be empty.
absl::StatusOr<ExitCode> Print(Session& session, const ledger::Checkpoint& checkpoint, const std::string& witness_key,
                               const std::string& note) {
  if (session.table()) {
    session.out() << "Cosigned " << checkpoint.origin << " at " << checkpoint.size
                  << " records.\nThis witness's key: " << witness_key << '\n';
  } else {
    session.PrintData(Json{
        {"origin", checkpoint.origin}, {"size", checkpoint.size}, {"witness_key", witness_key}, {"checkpoint", note}});
  }
  return ExitCode::kDone;
}

// The ledger's key as the daemon shows it is remembered at the first time and never changes after that.
absl::StatusOr<ExitCode> WitnessDaemon(Session& session, const std::string& state, const WitnessOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const WitnessKey witness, ReadOrMakeWitnessKey(options.key_file, options.name));
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldMemory(state, witness));
  CANDOR_ASSIGN_OR_RETURN(const KnownLedger shown, AskForCheckpoint(session.connection(), state));
  CANDOR_ASSIGN_OR_RETURN(const ledger::Note cosigned,
                          CosignNext(witness, state, shown, [&](uint64_t from, uint64_t to) {
                            return AskForConsistency(session.connection(), from, to);
                          }));
  const std::string note = WriteNote(cosigned);
  if (!options.save.empty()) CANDOR_RETURN_IF_ERROR(WriteTextFile(options.save, note));
  CANDOR_RETURN_IF_ERROR(Upload(session, note, witness.verifier().ToString()));
  return Print(session, shown.checkpoint, witness.verifier().ToString(), note);
}

// What `candor ledger checkpoint --request` wrote, on a machine without a way to the daemon.
absl::StatusOr<ExitCode> WitnessFile(Session& session, const std::string& state, const WitnessOptions& options) {
  if (options.ledger_key.empty() || options.save.empty()) {
    return UsageError("--request needs --ledger-key KEY and --save FILE");
  }
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key, ReadKey(options.ledger_key, ledger::SignatureType::kEd25519));
  CANDOR_ASSIGN_OR_RETURN(const WitnessKey witness, ReadOrMakeWitnessKey(options.key_file, options.name));
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldMemory(state, witness));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(options.request));
  const auto request = ledger::ParseWitnessRequest(text);
  if (!request.ok()) return LocalFileError(ToStd(request.status().message()));
  const auto checkpoint = ledger::OpenCheckpoint(request->checkpoint, key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  CANDOR_ASSIGN_OR_RETURN(const ledger::Note cosigned,
                          CosignNext(witness, state, {key, request->checkpoint, *checkpoint},
                                     [&](uint64_t from, uint64_t) -> absl::StatusOr<std::vector<ledger::Hash>> {
                                       if (from == request->old_size) return request->proof;
                                       return absl::FailedPreconditionError(
                                           absl::StrCat("this witness has cosigned ", from,
                                                        " records last; ask for `candor ledger checkpoint --request "
                                                        "FILE --since ",
                                                        from, "`"));
                                     }));
  const std::string note = WriteNote(cosigned);
  CANDOR_RETURN_IF_ERROR(WriteTextFile(options.save, note));
  return Print(session, *checkpoint, witness.verifier().ToString(), note);
}

// What a witness without a network has cosigned, handed to the daemon.
absl::StatusOr<ExitCode> UploadFile(Session& session, const WitnessOptions& options) {
  if (options.witness_key.empty()) return UsageError("--upload needs --witness-key KEY");
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key,
                          ReadKey(options.witness_key, ledger::SignatureType::kCosignature));
  CANDOR_ASSIGN_OR_RETURN(const std::string note, ReadTextFile(options.upload));
  CANDOR_RETURN_IF_ERROR(Upload(session, note, key.ToString()));
  if (session.table()) {
    session.out() << "The daemon keeps this cosignature.\n";
  } else {
    session.PrintData(Json{{"witness_key", key.ToString()}, {"checkpoint", note}});
  }
  return ExitCode::kDone;
}

}  // namespace

void AddLedgerWitness(CLI::App& verb, Session& session, const std::shared_ptr<std::string>& state) {
  CLI::App* witness = verb.add_subcommand("witness", "cosign a checkpoint, once it goes on from the last one seen");
  witness->footer(
      "Example: candor ledger witness --key-file witness.key --name library.example/w\n"
      "From a stick: candor ledger witness --key-file witness.key --request FILE --ledger-key KEY --save OUT\n"
      "Back at the daemon: candor ledger witness --upload OUT --witness-key KEY");
  auto options = std::make_shared<WitnessOptions>();
  witness->add_option("--key-file", options->key_file, "the witness's secret key; made with --name")
      ->option_text("FILE");
  witness->add_option("--name", options->name, "what the witness is called, as in library.example/w");
  witness->add_option("--request", options->request, "cosign what `ledger checkpoint --request` wrote")
      ->option_text("FILE");
  witness->add_option("--ledger-key", options->ledger_key, "the ledger's public key, or a file with it");
  witness->add_option("--save", options->save, "keep the cosigned checkpoint in this file")->option_text("FILE");
  witness->add_option("--upload", options->upload, "hand a cosigned checkpoint to the daemon")->option_text("FILE");
  witness->add_option("--witness-key", options->witness_key, "the witness's public key, or a file with it");
  Does(*witness, session, [&session, state, options]() -> absl::StatusOr<ExitCode> {
    if (!options->upload.empty()) return UploadFile(session, *options);
    if (options->key_file.empty()) return UsageError("a witness needs --key-file FILE");
    return options->request.empty() ? WitnessDaemon(session, *state, *options) : WitnessFile(session, *state, *options);
  });
}

}  // namespace candor::cli
