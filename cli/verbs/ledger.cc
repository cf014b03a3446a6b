#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/ledger_verbs.h"
#include "cli/verbs/session.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/proof.h"
#include "daemon/ledger/receipt.h"

namespace candor::cli {
namespace {

struct LedgerOptions {
  std::string save;
  std::string request;
  uint64_t since = 0;
  uint64_t number = 0;
  std::string key;
  bool cosigned = false;
};

Json CheckpointJson(const KnownLedger& shown) {
  return Json{{"origin", shown.checkpoint.origin},
              {"size", shown.checkpoint.size},
              {"root", ledger::Base64(shown.checkpoint.root)},
              {"checkpoint", WriteNote(shown.note)},
              {"public_key", shown.key.ToString()}};
}

// What the daemon says its key is; nothing is remembered.
absl::StatusOr<ExitCode> ShowKey(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(const v1::GetCheckpointResponse response,
                          session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::GetCheckpoint,
                                                                       v1::GetCheckpointRequest()));
  if (session.table()) {
    session.out() << OneLine(response.public_key()) << '\n';
  } else {
    session.PrintData(Json{{"public_key", response.public_key()}});
  }
  return ExitCode::kDone;
}

// The largest cosigned checkpoint, once it is known to be one of this ledger.
absl::StatusOr<KnownLedger> AskForCosigned(Session& session, const KnownLedger& newest) {
  v1::GetCheckpointRequest request;
  request.set_cosigned(true);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetCheckpointResponse response,
      session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::GetCheckpoint, request));
  const auto note = ledger::ParseNote(response.checkpoint());
  if (!note.ok()) return AsNotProven(note.status());
  const auto checkpoint = ledger::OpenCheckpoint(*note, newest.key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  KnownLedger cosigned{newest.key, *note, *checkpoint};
  CANDOR_RETURN_IF_ERROR(CheckGoesOn(
      cosigned, newest, [&](uint64_t from, uint64_t to) { return AskForConsistency(session.connection(), from, to); }));
  return cosigned;
}

// A file that a witness without a network can check and cosign.
absl::Status WriteRequest(Session& session, const KnownLedger& shown, const LedgerOptions& options) {
  ledger::WitnessRequest request{options.since, {}, shown.note};
  CANDOR_ASSIGN_OR_RETURN(request.proof, AskForConsistency(session.connection(), options.since, shown.checkpoint.size));
  return WriteTextFile(options.request, WriteWitnessRequest(request));
}

absl::StatusOr<ExitCode> ShowCheckpoint(Session& session, const std::string& state, const LedgerOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(KnownLedger shown, AskForCheckpoint(session.connection(), state));
  if (options.cosigned) {
    CANDOR_ASSIGN_OR_RETURN(shown, AskForCosigned(session, shown));
  }
  if (!options.request.empty()) CANDOR_RETURN_IF_ERROR(WriteRequest(session, shown, options));
  if (!options.save.empty()) CANDOR_RETURN_IF_ERROR(WriteTextFile(options.save, WriteNote(shown.note)));
  if (session.table()) {
    session.out() << WriteNote(shown.note);
  } else {
    session.PrintData(CheckpointJson(shown));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Prove(Session& session, const std::string& state, const LedgerOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const KnownLedger shown, AskForCheckpoint(session.connection(), state));
  v1::GetInclusionProofRequest request;
  request.set_number(options.number);
  request.set_size(shown.checkpoint.size);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetInclusionProofResponse response,
      session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::GetInclusionProof, request));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ledger::Hash> path, HashesOf(response.hashes()));
  google::protobuf::RepeatedPtrField<std::string> leaf;
  *leaf.Add() = response.leaf_hash();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ledger::Hash> leaf_hash, HashesOf(leaf));
  CANDOR_RETURN_IF_ERROR(AsNotProven(
      ledger::VerifyInclusion(leaf_hash[0], options.number, shown.checkpoint.size, path, shown.checkpoint.root)));
  if (session.table()) {
    session.out() << "Record " << options.number << " stands in the ledger of " << shown.checkpoint.size
                  << " records.\n";
    return ExitCode::kDone;
  }
  Json hashes = Json::array();
  for (const ledger::Hash& hash : path) hashes.push_back(ledger::Base64(hash));
  Json json = CheckpointJson(shown);
  json["number"] = options.number;
  json["leaf_hash"] = ledger::Base64(leaf_hash[0]);
  json["hashes"] = std::move(hashes);
  session.PrintData(json);
  return ExitCode::kDone;
}

// Forgets what was remembered and takes what the daemon shows, provided that it is signed by the key that a person
// gives.
absl::StatusOr<ExitCode> Trust(Session& session, const std::string& state, const LedgerOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key, ReadKey(options.key, ledger::SignatureType::kEd25519));
  CANDOR_ASSIGN_OR_RETURN(const std::string path, KnownLedgerFile(state, session.connection().server()));
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldFile(path));
  CANDOR_ASSIGN_OR_RETURN(const v1::GetCheckpointResponse response,
                          session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::GetCheckpoint,
                                                                       v1::GetCheckpointRequest()));
  const auto note = ledger::ParseNote(response.checkpoint());
  if (!note.ok()) return AsNotProven(note.status());
  const auto checkpoint = ledger::OpenCheckpoint(*note, key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  CANDOR_RETURN_IF_ERROR(WriteKnownLedger(path, {key, *note, *checkpoint}));
  session.out() << "From now on " << key.name << " is the ledger of this server.\n";
  return ExitCode::kDone;
}

}  // namespace

void AddLedgerVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("ledger", "what the ledger can show to somebody who does not trust the daemon");
  verb->require_subcommand(1);
  auto state = std::make_shared<std::string>(DefaultStateFolder());
  verb->add_option("--state", *state, "folder that remembers the checkpoints seen")
      ->envname("CANDOR_STATE")
      ->option_text("FOLDER");
  auto options = std::make_shared<LedgerOptions>();
  CLI::App* key = verb->add_subcommand("key", "the public key that checks checkpoints and receipts");
  key->footer("Example: candor ledger key");
  Does(*key, session, Answers::kRecord, [&session] { return ShowKey(session); });

  CLI::App* checkpoint = verb->add_subcommand(
      "checkpoint", "size and root of the ledger, signed; refused when they are older than before");
  checkpoint->footer("Example: candor ledger checkpoint --save today.note");
  checkpoint->add_option("--save", options->save, "keep it in this file")->option_text("FILE");
  checkpoint->add_option("--request", options->request, "write a request for a witness without a network")
      ->option_text("FILE");
  checkpoint->add_option("--since", options->since, "the size that this witness has cosigned last")
      ->option_text("SIZE");
  checkpoint->add_flag("--cosigned", options->cosigned, "the largest one that a witness has cosigned");
  Does(*checkpoint, session, Answers::kRecord,
       [&session, state, options] { return ShowCheckpoint(session, *state, *options); });

  CLI::App* prove = verb->add_subcommand("prove", "check the proof that a record stands in the ledger");
  prove->footer("Example: candor ledger prove 17\nFor a file to keep: candor receipt get ENTRY --save FILE");
  prove->add_option("number", options->number, "the record's number (ledger_number of an entry)")->required();
  Does(*prove, session, Answers::kRecord, [&session, state, options] { return Prove(session, *state, *options); });

  CLI::App* trust = verb->add_subcommand("trust", "forget what is remembered of this server and take it as it is now");
  trust->footer("Example: candor ledger trust --key ledger.key");
  trust->add_option("--key", options->key, "the public key that you were given, or a file with it")->required();
  Does(*trust, session, Answers::kNothing, [&session, state, options] { return Trust(session, *state, *options); });

  AddLedgerVerify(*verb, session, state);
  AddLedgerWitness(*verb, session, state);
}

}  // namespace candor::cli
