#include <memory>
#include <string>

#include "candor/v1/ledger.grpc.pb.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/session.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"
#include "daemon/ledger/receipt.h"

namespace candor::cli {
namespace {

absl::StatusOr<ExitCode> Get(Session& session, const std::string& entry, const std::string& save) {
  v1::GetReceiptRequest request;
  request.set_name(entry);
  CANDOR_ASSIGN_OR_RETURN(const v1::GetReceiptResponse response,
                          session.connection().Call<v1::LedgerService>(&v1::LedgerService::Stub::GetReceipt, request));
  if (!save.empty()) CANDOR_RETURN_IF_ERROR(WriteTextFile(save, response.receipt()));
  if (!session.table()) {
    session.PrintData(Json{{"receipt", response.receipt()}});
  } else if (save.empty()) {
    session.out() << response.receipt();
  }
  return ExitCode::kDone;
}

// Needs the file and the key, and no daemon.
absl::StatusOr<ExitCode> VerifyFromFile(Session& session, const std::string& path, const std::string& typed_key) {
  CANDOR_ASSIGN_OR_RETURN(const ledger::VerifierKey key, ReadKey(typed_key, ledger::SignatureType::kEd25519));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  const auto receipt = ledger::ParseReceipt(text);
  if (!receipt.ok()) return AsNotProven(receipt.status());
  const auto checkpoint = ledger::VerifyReceipt(*receipt, key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  if (session.table()) {
    session.out() << "Record " << receipt->index << " stands in the ledger " << checkpoint->origin << ", as it was at "
                  << checkpoint->size << " records.\n";
  } else {
    session.PrintData(Json{{"origin", checkpoint->origin},
                           {"number", receipt->index},
                           {"size", checkpoint->size},
                           {"root", ledger::Base64(checkpoint->root)},
                           {"leaf", ledger::Base64(*receipt->extra)}});
  }
  return ExitCode::kDone;
}

}  // namespace

void AddReceiptVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("receipt", "files that show that an entry is in the ledger");
  verb->require_subcommand(1);
  auto text = std::make_shared<std::string>();
  auto save = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  CLI::App* get = verb->add_subcommand("get", "a receipt for an entry; it says nothing of what the entry says");
  get->footer("Example: candor receipt get cases/CASE/entries/ENTRY --save mine.tlog-proof");
  get->add_option("entry", *text, "the entry's name")->required();
  get->add_option("--save", *save, "keep it in this file")->option_text("FILE");
  Does(*get, session, Answers::kRecord, [&session, text, save] { return Get(session, *text, *save); });
  CLI::App* verify = verb->add_subcommand("verify", "check a receipt; needs the file and the public key only");
  verify->footer("Example: candor receipt verify mine.tlog-proof --key ledger.key");
  verify->add_option("file", *text, "the receipt")->required();
  verify->add_option("--key", *key, "the ledger's public key, or a file with it")->required();
  Does(*verify, session, Answers::kRecord, [&session, text, key] { return VerifyFromFile(session, *text, *key); });
}

}  // namespace candor::cli
