#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/case.grpc.pb.h"
#include "cli/verbs/certificate_files.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct EraseOptions {
  std::string case_typed;
  bool private_notes = false;
  std::string out;
  SecondPersonOptions person;
};

absl::StatusOr<ExitCode> EraseCase(Session& session, const EraseOptions& options) {
  v1::ProposeErasureRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveCaseAndTell(session, options.case_typed));
  request.set_scope(options.private_notes ? v1::ERASURE_SCOPE_PRIVATE_NOTES : v1::ERASURE_SCOPE_EVERYTHING);
  request.set_request_id(RandomUuid());
  // The names that are needed in any case are looked at before anybody has to say why.
  v1::Erasure planned;
  planned.set_scope(request.scope());
  CANDOR_RETURN_IF_ERROR(CertificateFiles::CheckAreNew(options.out, planned));
  CANDOR_ASSIGN_OR_RETURN(
      *request.mutable_reason(),
      ReasonFrom(session, options.person,
                 "Why is it to be erased? The second person and whoever looks at the ledger read it:"));
  NameBook names(session.connection());
  const std::string what = WhatIsErased(request.subject(), request.scope(), names);
  CANDOR_ASSIGN_OR_RETURN(planned, WhatWouldGo(session, request));
  CANDOR_RETURN_IF_ERROR(CertificateFiles::CheckAreNew(options.out, planned));
  const std::string more = WhatElseGoes(planned, names);
  CANDOR_RETURN_IF_ERROR(ConfirmErasing(
      session,
      absl::StrCat("To be erased: ", what,
                   ". Its key is destroyed, and nobody can read it again, here or in an export. Dates, kinds, people "
                   "and what is counted, such as minutes and choices, stay. Backups made before still hold the key: "
                   "the certificate names those that this ledger knows of.",
                   more.empty() ? "" : " ", more),
      "Erase it?", options.person.yes));
  CANDOR_ASSIGN_OR_RETURN(CertificateFiles files, CertificateFiles::Create(options.out, planned));
  CANDOR_ASSIGN_OR_RETURN(const v1::Erasure erasure, EraseNow(session, request, options.person));
  // It is told that it was erased, whatever becomes of the file. One that waits has no certificate yet.
  const absl::Status kept = files.Keep(erasure);
  if (session.table()) {
    PrintErasure(erasure, session);
  } else {
    session.PrintData(ToJson(erasure));
  }
  CANDOR_RETURN_IF_ERROR(kept);
  return ExitCode::kDone;
}

}  // namespace

void AddCaseErase(CLI::App& cases, Session& session) {
  auto options = std::make_shared<EraseOptions>();
  CLI::App* erase = cases.add_subcommand("erase", "make what is recorded about a case unreadable for good");
  erase->footer(
      "It takes a reason and a second person. Keep the certificate with the backups: whoever restores one of them "
      "hands it in.\n"
      "Example: candor case erase C-1044 --reason 'asked for by the client' --second 'Maria Lopez' --out "
      "C-1044.erased");
  erase->add_option("case", options->case_typed, "its code or cases/CASE")->required();
  erase->add_flag("--private-notes", options->private_notes, "private notes only, and what rules made of them");
  AddReason(*erase, options->person);
  AddSecond(*erase, options->person);
  erase
      ->add_option(
          "--out", options->out,
          "write the certificate to FILE as well, a name that is not there yet, and further ones to FILE.2 and so on")
      ->option_text("FILE");
  AddYes(*erase, options->person.yes);
  Does(*erase, session, [&session, options] { return EraseCase(session, *options); });
}

}  // namespace candor::cli
