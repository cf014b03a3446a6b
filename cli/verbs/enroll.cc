#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "candor/v1/identity.grpc.pb.h"
#include "cli/verbs/contexts.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/session.h"
#include "cli/verbs/welcome.h"
#include "cli/wire/first_contact.h"
#include "cli/wire/own_certificate.h"
#include "cli/wire/server_address.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/enrolment_code.h"
#include "daemon/crypto/secret_text.h"

namespace candor::cli {
namespace {

constexpr char kNewKey[] = "the key of this enrolment";

// What is known before anybody is asked.
struct EnrolmentPlan {
  std::string server;  // "tls:HOST:PORT"
  ServerAddress address;
  std::string context;
};

absl::Status AsLocalFile(const absl::Status& status) {
  return status.ok() ? status : LocalFileError(ToStd(status.message()));
}

// --context, else the one in use where the server is its, else the host's name.
std::string ContextFor(const Session& session, const EnrolmentPlan& plan, const Contexts& contexts) {
  if (!session.given.context.empty()) return session.given.context;
  const auto in_use = contexts.all.find(contexts.in_use);
  if (in_use != contexts.all.end() && in_use->second.server == plan.server) return in_use->first;
  // An address of IPv6 is no name of a context.
  const bool v6 = plan.address.host.find(':') != std::string::npos;
  return v6 ? "practice" : plan.address.host;
}

absl::StatusOr<EnrolmentPlan> PlanEnrolment(const Session& session) {
  EnrolmentPlan plan;
  if (!session.given.server.empty()) {
    plan.server = AsTlsServer(session.given.server);
  } else if (IsTlsServer(session.connect.server)) {
    plan.server = session.connect.server;  // of the context, for another code on the same machine
  } else {
    return UsageError("say where candord listens: candor enroll --server HOST:PORT");
  }
  auto address = ParseServer(plan.server);
  // It is by TLS in any case.
  if (!address.ok()) {
    return InvalidField("--server", "address",
                        "where candord listens is written HOST:PORT, as in candor.practice.example:7443");
  }
  plan.address = *std::move(address);
  CANDOR_ASSIGN_OR_RETURN(const Contexts contexts, ReadContexts(ContextsFile()));
  plan.context = ContextFor(session, plan, contexts);
  CANDOR_RETURN_IF_ERROR(CheckContextName(plan.context));
  const auto found = contexts.all.find(plan.context);
  if (found == contexts.all.end() || found->second.server == plan.server) return plan;
  return WithDetail(absl::AlreadyExistsError("there is a context of this name for another daemon. Give another name: "
                                             "--context NAME"),
                    {"context", "already_exists"});
}

absl::StatusOr<crypto::SecretText> CodeFrom(Session& session, const std::string& given) {
  if (!given.empty()) return crypto::SecretText(given);
  std::optional<std::string> typed = session.terminal.Ask("Your enrolment code:");
  if (!typed || typed->empty()) return absl::CancelledError("nothing was done, since it takes an enrolment code");
  return crypto::SecretText(*std::move(typed));
}

// The key for which the code is, or is to be, used. It is kept until the certificate is here, so that the same code can
// be asked with it again when the answer was lost.
absl::StatusOr<crypto::TlsKey> KeyFor(const std::string& path) {
  absl::StatusOr<crypto::TlsKey> kept = crypto::TlsKey::Load(path, kNewKey);
  if (kept.ok()) return kept;
  if (!absl::IsNotFound(kept.status())) return AsLocalFile(kept.status());
  crypto::TlsKey key = crypto::TlsKey::Make();
  CANDOR_RETURN_IF_ERROR(AsLocalFile(ReplaceFile(path, key.ToPem().text())));
  return key;
}

// Whether nothing can come of the code any more, with this key or another.
bool IsOverForGood(const absl::Status& refused) {
  const std::optional<ErrorDetail> detail = DetailOf(refused);
  return detail &&
         (detail->reason == "code_used" || detail->reason == "code_expired" || detail->reason == "code_unknown");
}

absl::StatusOr<crypto::Credentials> UseCode(Session& session, const EnrolmentPlan& plan, const crypto::SecretText& code,
                                            const crypto::Certificate& authority, const std::string& key_file) {
  CANDOR_ASSIGN_OR_RETURN(crypto::TlsKey key, KeyFor(key_file));
  Connection::Options options;
  options.server = plan.server;
  options.timeout = session.connect.timeout;
  options.trusted = crypto::PemOf(authority);
  Connection connection(std::move(options));
  v1::EnrollRequest request;
  request.set_code(std::string(code.text()));
  request.set_request(crypto::MakeRequest(key));
  const auto response = connection.Call<v1::IdentityService>(&v1::IdentityService::Stub::Enroll, request);
  if (IsOverForGood(response.status())) CANDOR_RETURN_IF_ERROR(AsLocalFile(RemoveFile(key_file)));
  CANDOR_RETURN_IF_ERROR(response.status());
  return TakeCertificate(response->certificate(), std::move(key), authority);
}

// Two people who share an account of this machine have a context each.
absl::Status CheckIsNobodyElses(const std::string& path, const crypto::Credentials& fresh) {
  const absl::StatusOr<crypto::Credentials> before = crypto::ReadCredentials(path);
  if (!before.ok() || before->certificate.common_name == fresh.certificate.common_name) return absl::OkStatus();
  return WithDetail(absl::AlreadyExistsError("the context of this name is another member's. Run it again with "
                                             "--context NAME: the code still holds for this machine"),
                    {"context", "already_exists"});
}

// Whether the context is the one in use now.
absl::StatusOr<bool> KeepContext(const EnrolmentPlan& plan) {
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldContexts(ContextsFile()));
  CANDOR_ASSIGN_OR_RETURN(Contexts contexts, ReadContexts(ContextsFile()));
  contexts.all[plan.context] = {plan.server, "", CredentialsOf(plan.context)};
  if (contexts.in_use.empty()) contexts.in_use = plan.context;
  CANDOR_RETURN_IF_ERROR(WriteContexts(ContextsFile(), contexts));
  return contexts.in_use == plan.context;
}

ExitCode PrintEnrolled(Session& session, const EnrolmentPlan& plan, const Connection::Options& options, bool in_use) {
  const crypto::Certificate& certificate = options.credentials->certificate;
  const std::string day = absl::FormatTime("%Y-%m-%d", certificate.not_after, absl::UTCTimeZone());
  if (!session.table()) {
    session.PrintData(Json{{"context", plan.context},
                           {"server", plan.server},
                           {"member", certificate.common_name},
                           {"credentials", options.credentials_file},
                           {"expires_on", day},
                           {"in_use", in_use}});
    return ExitCode::kDone;
  }
  // The first call with it, which shows that it is taken.
  Connection connection(options);
  const std::string name = OneLine(NameBook(connection).Member(certificate.common_name));
  session.out() << Wrap(absl::StrCat("This machine now calls as ", name, ". Key and certificate lie in ",
                                     options.credentials_file, ", for you alone. The certificate holds until ", day,
                                     " and is renewed as you work. If this machine is lost, say so at once: its access "
                                     "is ended in a moment."),
                        kTextWidth)
                << '\n'
                << (in_use ? "From now on candor talks to " : "To use it: candor context use ")
                << (in_use ? absl::StrCat(plan.server, ", unless a command says otherwise.") : plan.context) << '\n';
  PrintWelcome(connection, session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Enroll(Session& session, const std::string& given) {
  CANDOR_ASSIGN_OR_RETURN(const EnrolmentPlan plan, PlanEnrolment(session));
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretText code, CodeFrom(session, given));
  const absl::StatusOr<crypto::EnrolmentCode> read = crypto::ParseEnrolmentCode(code.text());
  if (!read.ok()) return WithDetail(read.status(), {"code", "code_mistyped"});
  const auto authority = FetchAuthority(plan.address, *read, session.connect.timeout);
  if (absl::IsFailedPrecondition(authority.status())) return NotProvenError(ToStd(authority.status().message()));
  CANDOR_RETURN_IF_ERROR(authority.status());

  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldCredentials());
  // By the code's number, which is no secret: a second attempt under another context is the same enrolment.
  const std::string key_file = CredentialsPath(absl::StrFormat("credentials/enrolling-%05x.key", read->locator));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Credentials fresh, UseCode(session, plan, code, *authority, key_file));
  const std::string path = CredentialsPath(CredentialsOf(plan.context));
  // A renewal of the certificate that lies there would else be put in the place of this one.
  CANDOR_ASSIGN_OR_RETURN(const HeldFile unchanged, HoldFile(path));
  CANDOR_RETURN_IF_ERROR(CheckIsNobodyElses(path, fresh));
  CANDOR_RETURN_IF_ERROR(AsLocalFile(crypto::WriteCredentials(path, fresh)));
  CANDOR_ASSIGN_OR_RETURN(const bool in_use, KeepContext(plan));
  CANDOR_RETURN_IF_ERROR(AsLocalFile(RemoveFile(key_file)));

  Connection::Options options;
  options.server = plan.server;
  options.timeout = session.connect.timeout;
  CANDOR_RETURN_IF_ERROR(TakeCredentials(path, options));
  return PrintEnrolled(session, plan, options, in_use);
}

}  // namespace

void AddEnrollVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("enroll", "have this machine call as you, with the code that was handed to you");
  verb->footer(
      "It makes a key on this machine, has it certified, and keeps both in a context: that of --context, else the one\n"
      "in use where the server is its, else one named like the host. The code is checked against what answers before\n"
      "anything of it is sent.\n"
      "Example: candor enroll --server candor.practice.example:7443");
  auto code = std::make_shared<std::string>();
  verb->add_option("--code", *code,
                   "the code; others on this machine can see a command line, so leave it out and it is asked for, or "
                   "read from standard input")
      ->option_text("CODE");
  Does(*verb, session, [&session, code] { return Enroll(session, *code); });
}

}  // namespace candor::cli
