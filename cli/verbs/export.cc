#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/export.grpc.pb.h"
#include "candor/v1/ledger.grpc.pb.h"
#include "cli/verbs/export_disclosure.h"
#include "cli/verbs/export_file.h"
#include "cli/verbs/known_ledger.h"
#include "cli/verbs/session.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/note.h"
#include "google/protobuf/util/json_util.h"

namespace candor::cli {
namespace {

// A private note that is called back while it is read makes the daemon take an answer back.
constexpr int kMostAttempts = 5;
// The members of ExportLine are numbered so: a record's type and ten, or eleven past the checkpoint, which is 30.
constexpr int kBeforeFirstType = 10;

struct ExportOptions {
  std::string case_name;
  std::string member;
  bool all = false;
  std::string out;
  DisclosureOptions disclosure;
};

absl::StatusOr<std::string> SubjectOf(Connection& connection, const ExportOptions& options) {
  if (!options.case_name.empty()) return ResolveCase(connection, options.case_name);
  if (!options.member.empty()) return ResolveMember(connection, options.member);
  return std::string();
}

// What the last line is going to say of the ledger, once its signature is seen to fit.
absl::StatusOr<ledger::Checkpoint> AskForEnd(Connection& connection, v1::ExportEnd& end) {
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetCheckpointResponse response,
      connection.Call<v1::LedgerService>(&v1::LedgerService::Stub::GetCheckpoint, v1::GetCheckpointRequest()));
  const auto key = ledger::ParseVerifierKey(response.public_key());
  if (!key.ok()) return AsNotProven(key.status());
  const auto checkpoint = ledger::OpenCheckpoint(std::string_view(response.checkpoint()), *key);
  if (!checkpoint.ok()) return AsNotProven(checkpoint.status());
  end.set_note(response.checkpoint());
  end.set_public_key(response.public_key());
  end.set_size(checkpoint->size);
  end.set_root_hash(std::string(AsText(checkpoint->root)));
  return *checkpoint;
}

absl::StatusOr<v1::ExportRecordsResponse> Ask(Connection& connection, const v1::ExportRecordsRequest& request) {
  for (int attempt = 1;; ++attempt) {
    auto response = connection.Call<v1::ExportService>(&v1::ExportService::Stub::ExportRecords, request);
    if (!absl::IsAborted(response.status()) || attempt == kMostAttempts) return response;
  }
}

// As it stands in the file, without the line feed.
absl::StatusOr<std::string> TextOf(const v1::ExportLine& line) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(line, &text, options).ok()) {
    return absl::InternalError("a record cannot be written as JSON");
  }
  return text;
}

// One byte, as the leaf has it.
std::string TypeOf(const v1::ExportLine& line) {
  const int past_checkpoint = line.what_case() > v1::ExportLine::kCheckpoint ? 1 : 0;
  return std::string(1, static_cast<char>(static_cast<int>(line.what_case()) - kBeforeFirstType - past_checkpoint));
}

// All records up to the checkpoint, and in `end` what is to be said of them. `tree` is over their commitments.
absl::Status WriteRecords(Session& session, const std::string& disclosure, v1::ExportEnd& end, ledger::Frontier& tree,
                          ExportFile& file) {
  ledger::Frontier content;
  Progress progress(session.terminal, "records", static_cast<int64_t>(end.size()));
  v1::ExportRecordsRequest request;
  request.set_size(end.size());
  request.set_subject(end.subject());
  request.set_disclosure(disclosure);
  while (request.number() < request.size()) {
    request.set_naming_keys(end.subject().empty() && !end.has_naming_keys());
    CANDOR_ASSIGN_OR_RETURN(v1::ExportRecordsResponse response, Ask(session.connection(), request));
    for (const v1::ExportLine& line : response.lines()) {
      CANDOR_ASSIGN_OR_RETURN(const std::string text, TextOf(line));
      CANDOR_RETURN_IF_ERROR(file.WriteLine(text));
      content.Append(ledger::LeafHash(text));
      tree.Append(ledger::LeafHash(TypeOf(line) + line.commitment()));
    }
    if (response.next_number() <= request.number()) return absl::InternalError("the daemon gave no more records");
    if (response.has_naming_keys()) *end.mutable_naming_keys() = std::move(*response.mutable_naming_keys());
    request.set_number(response.next_number());
    progress.Update(static_cast<int64_t>(request.number()));
  }
  end.set_records(tree.size());
  const v1::NamingKeys& naming = end.naming_keys();
  content.Append(ledger::LeafHash(absl::StrCat(naming.order(), naming.names(), naming.lookup())));
  end.set_content_root(std::string(AsText(content.Root())));
  return absl::OkStatus();
}

// Whether this caller may export at all, asked for no record: what is refused does not go on record as having left.
absl::Status MayExport(Connection& connection) {
  return connection.Call<v1::ExportService>(&v1::ExportService::Stub::ExportRecords, v1::ExportRecordsRequest())
      .status();
}

// On record before the first line leaves; of the records of the checkpoint, which was asked for before.
absl::StatusOr<std::string> Account(Connection& connection, v1::RecordDisclosureRequest request,
                                    const std::string& subject) {
  if (!subject.empty()) request.add_subjects(subject);
  CANDOR_ASSIGN_OR_RETURN(const v1::RecordDisclosureResponse response,
                          connection.Call<v1::AccessService>(&v1::AccessService::Stub::RecordDisclosure, request));
  return response.disclosure().name();
}

struct Exported {
  ledger::Checkpoint checkpoint;
  v1::ExportEnd end;
  std::string disclosure;  // its name
};

void ReportExport(Session& session, const Exported& exported, const std::string& path) {
  const ledger::Checkpoint& checkpoint = exported.checkpoint;
  const v1::ExportEnd& end = exported.end;
  if (!session.table()) {
    session.PrintData(Json{{"file", path},
                           {"origin", checkpoint.origin},
                           {"size", checkpoint.size},
                           {"subject", end.subject().empty() ? Json(nullptr) : Json(end.subject())},
                           {"records", end.records()},
                           {"disclosure", exported.disclosure}});
    return;
  }
  session.out() << end.records() << " records of " << checkpoint.origin << ", as it was at " << checkpoint.size
                << " records, are in " << path << ".\n";
  if (end.subject().starts_with("members/")) {
    session.out() << "They are the member's own timeline. What is about them in cases stands with the cases: --case.\n";
  }
  session.out() << "They are not sealed there, private notes among them: keep the file as you keep the keys.\n";
}

// All of them, and the last line.
absl::Status WriteWhole(Session& session, Exported& exported, ExportFile& file) {
  const ledger::Checkpoint& checkpoint = exported.checkpoint;
  v1::ExportEnd& end = exported.end;
  ledger::Frontier tree;
  CANDOR_RETURN_IF_ERROR(WriteRecords(session, exported.disclosure, end, tree, file));
  if (end.subject().empty() && (tree.size() != checkpoint.size || tree.Root() != checkpoint.root)) {
    return NotProvenError(
        "the records are not those that the checkpoint is over, so nothing was kept. `candor ledger verify` says "
        "which");
  }
  v1::ExportLine last;
  *last.mutable_checkpoint() = end;
  CANDOR_ASSIGN_OR_RETURN(const std::string text, TextOf(last));
  CANDOR_RETURN_IF_ERROR(file.WriteLine(text));
  return file.Keep();
}

absl::StatusOr<ExitCode> Export(Session& session, const ExportOptions& options) {
  Connection& connection = session.connection();
  Exported exported;
  CANDOR_ASSIGN_OR_RETURN(*exported.end.mutable_subject(), SubjectOf(connection, options));
  CANDOR_RETURN_IF_ERROR(MayExport(connection));
  CANDOR_ASSIGN_OR_RETURN(ExportFile file, ExportFile::Create(options.out));
  CANDOR_ASSIGN_OR_RETURN(const v1::RecordDisclosureRequest disclosure, DisclosureFrom(session, options.disclosure));
  CANDOR_ASSIGN_OR_RETURN(exported.checkpoint, AskForEnd(connection, exported.end));
  CANDOR_ASSIGN_OR_RETURN(exported.disclosure, Account(connection, disclosure, exported.end.subject()));
  const absl::Status written = WriteWhole(session, exported, file);
  if (!written.ok()) return Annotate(written, "that it was to leave stays on record, and it did not");
  ReportExport(session, exported, options.out);
  return ExitCode::kDone;
}

}  // namespace

void AddExportVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("export", "write the ledger's records to a file, to take them elsewhere");
  verb->footer(
      "One JSON object a line, in the order of the ledger, and the signed checkpoint last: a file without it was cut\n"
      "off. Only the operator exports, and that they have seen the private notes in it goes on record; what an author\n"
      "called back is left out. To whom it goes, what for and on what ground goes on record first (candor access-log\n"
      "--disclosures). `candord import --data-dir DIR --from FILE` makes a ledger of an export of everything.\n"
      "Example: candor export --all --out candor-2026-11-22.jsonl --recipient 'our own archive' --purpose 'a yearly "
      "copy' --basis own_operation");
  auto options = std::make_shared<ExportOptions>();
  CLI::Option* of_case =
      verb->add_option("--case", options->case_name, "what stands in this case: its code or its name");
  CLI::Option* of_member =
      verb->add_option("--member", options->member,
                       "this member's own timeline, and no more; what is about them in cases stands with the cases: a "
                       "name, or members/MEMBER");
  CLI::Option* all = verb->add_flag("--all", options->all, "everything (default)");
  of_case->excludes(of_member);
  of_case->excludes(all);
  of_member->excludes(all);
  verb->add_option("--out", options->out, "the file; one that is there is replaced")->option_text("FILE")->required();
  AddDisclosure(*verb, options->disclosure);
  Does(*verb, session, [&session, options] { return Export(session, *options); });
}

}  // namespace candor::cli
