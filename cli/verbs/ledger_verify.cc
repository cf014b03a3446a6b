#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/ledger_verbs.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/lines.h"

namespace candor::cli {
namespace {

// Made anew as in a rebuild, which has no bound.
constexpr absl::Duration kLongest = absl::Hours(24);

struct Outcome {
  std::string origin;
  uint64_t records = 0;
  uint64_t rows = 0;
  std::map<uint64_t, uint64_t> erased;                      // records, by the one that says so
  std::vector<std::pair<std::string, std::string>> faults;  // place, problem

  void Add(const google::protobuf::RepeatedPtrField<v1::LedgerFault>& more) {
    for (const v1::LedgerFault& fault : more) faults.emplace_back(fault.place(), fault.problem());
  }
};

// The root that follows from the leaves, held against the checkpoint's.
void CompareRoot(const ledger::Frontier& tree, const ledger::Checkpoint& checkpoint, Outcome& outcome) {
  if (tree.size() != checkpoint.size) {
    outcome.faults.emplace_back(absl::StrCat("record ", tree.size()),
                                absl::StrCat("the ledger ends here, and the checkpoint names ", checkpoint.size));
  } else if (tree.Root() != checkpoint.root) {
    outcome.faults.emplace_back("checkpoint", "its root is another one than follows from the records");
  }
}

// Every record, opened by the daemon and hashed here.
absl::Status VerifyRecords(Session& session, const KnownLedger& shown, Leaves& leaves, Outcome& outcome) {
  Progress progress(session.terminal, "records", static_cast<int64_t>(shown.checkpoint.size));
  ledger::Frontier tree;
  while (tree.size() < shown.checkpoint.size) {
    v1::VerifyRecordsRequest request;
    request.set_number(tree.size());
    request.set_limit(static_cast<int32_t>(std::min<uint64_t>(1000, shown.checkpoint.size - tree.size())));
    CANDOR_ASSIGN_OR_RETURN(v1::VerifyRecordsResponse response, session.connection().Call<v1::LedgerService>(
                                                                    &v1::LedgerService::Stub::VerifyRecords, request));
    if (response.leaves().empty()) break;
    for (std::string& leaf : *response.mutable_leaves()) {
      tree.Append(ledger::LeafHash(leaf));
      leaves.leaves.push_back(std::move(leaf));
    }
    for (const v1::ErasedRecords& each : response.erased()) outcome.erased[each.erasure()] += each.records();
    outcome.Add(response.faults());
    progress.Update(static_cast<int64_t>(tree.size()));
  }
  outcome.records = tree.size();
  CompareRoot(tree, shown.checkpoint, outcome);
  return absl::OkStatus();
}

absl::Status VerifyProjections(Session& session, Outcome& outcome) {
  Connection::Options options = session.connect;
  options.timeout = kLongest;
  Connection patient(options);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::VerifyProjectionsResponse response,
      patient.Call<v1::LedgerService>(&v1::LedgerService::Stub::VerifyProjections, v1::VerifyProjectionsRequest()));
  outcome.rows = response.rows();
  outcome.Add(response.faults());
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Print(const Outcome& outcome, Session& session) {
  if (session.table()) {
    session.out() << (outcome.faults.empty() ? "Everything fits: " : "Not everything fits: ") << outcome.records
                  << " records of " << outcome.origin;
    if (outcome.rows > 0) session.out() << ", " << outcome.rows << " rows made of them";
    session.out() << ".\n";
    for (const auto& [erasure, records] : outcome.erased) {
      session.out() << records << (records == 1 ? " record is" : " records are") << " erased, or speak"
                    << (records == 1 ? "s" : "") << " of what is: record " << erasure
                    << " says so. Their place in the tree is as it was.\n";
    }
    if (!outcome.faults.empty()) {
      Table table({"WHERE", "WHAT IS WRONG"});
      for (const auto& [place, problem] : outcome.faults) table.Add({OneLine(place), OneLine(problem)});
      table.Print(session.out());
    }
  } else {
    Json faults = Json::array();
    Json erased = Json::array();
    for (const auto& [erasure, records] : outcome.erased) {
      erased.push_back({{"erasure", erasure}, {"records", records}});
    }
    for (const auto& [place, problem] : outcome.faults) faults.push_back({{"place", place}, {"problem", problem}});
    session.PrintData(Json{{"origin", outcome.origin},
                           {"records", outcome.records},
                           {"rows", outcome.rows},
                           {"erased", std::move(erased)},
                           {"faults", std::move(faults)}});
  }
  if (outcome.faults.empty()) return ExitCode::kDone;
  return NotProvenError(
      "something stored is not as it was written. Keep the data directory as it is, and make the ledger anew of the "
      "newest backup: candord restore FILE --data-dir EMPTY");
}

absl::StatusOr<ExitCode> Verify(Session& session, const std::string& state, const std::string& save) {
  CANDOR_ASSIGN_OR_RETURN(const KnownLedger shown, AskForCheckpoint(session.connection(), state));
  Outcome outcome;
  outcome.origin = shown.checkpoint.origin;
  Leaves leaves;
  CANDOR_RETURN_IF_ERROR(VerifyRecords(session, shown, leaves, outcome));
  CANDOR_RETURN_IF_ERROR(VerifyProjections(session, outcome));
  if (!save.empty()) {
    leaves.checkpoint = WriteNote(shown.note);
    CANDOR_RETURN_IF_ERROR(WriteTextFile(save, WriteLeaves(leaves)));
  }
  return Print(outcome, session);
}

// A file that an earlier run saved, without a daemon.
absl::StatusOr<ExitCode> VerifyFile(Session& session, const std::string& path, const std::string& typed_key) {
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key, ReadKey(typed_key, ledger::SignatureType::kEd25519));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  CANDOR_ASSIGN_OR_RETURN(const Leaves leaves, ParseLeaves(text));
  const auto checkpoint = ledger::OpenCheckpoint(leaves.checkpoint, key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  ledger::Frontier tree;
  for (const std::string& leaf : leaves.leaves) tree.Append(ledger::LeafHash(leaf));
  Outcome outcome;
  outcome.origin = checkpoint->origin;
  outcome.records = tree.size();
  CompareRoot(tree, *checkpoint, outcome);
  return Print(outcome, session);
}

}  // namespace

void AddLedgerVerify(CLI::App& verb, Session& session, const std::shared_ptr<std::string>& state) {
  CLI::App* verify = verb.add_subcommand("verify", "walk everything that is stored against the signed root");
  verify->footer(
      "Example: candor ledger verify --save leaves.txt\n"
      "Without a daemon: candor ledger verify --file leaves.txt --key KEY");
  auto save = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  verify->add_option("--save", *save, "keep the leaves and the checkpoint for a check without a daemon")
      ->option_text("FILE");
  CLI::Option* from =
      verify->add_option("--file", *file, "check what was saved, without a daemon")->option_text("FILE");
  CLI::Option* with = verify->add_option("--key", *key, "the ledger's public key, or a file with it");
  from->needs(with);
  with->needs(from);
  Does(*verify, session, Answers::kRecord, [&session, state, save, file, key] {
    return file->empty() ? Verify(session, *state, *save) : VerifyFile(session, *file, *key);
  });
}

}  // namespace candor::cli
