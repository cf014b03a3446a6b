#include "daemon/ledger/erasure_certificate.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"

namespace candor::ledger {
namespace {

constexpr std::string_view kCertificateLine = "candor erasure certificate 1";
constexpr std::string_view kElsewhere = "elsewhere";

absl::Status NoCertificate(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no erasure certificate: ", why));
}

std::string_view WordOf(ErasedSubject kind) {
  return kind == ErasedSubject::kCase ? "case" : "member";
}
std::string_view WordOf(ErasedClass key_class) {
  return key_class == ErasedClass::kGeneral ? "general" : "personal";
}

std::string SecondText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// One time has one spelling.
std::optional<absl::Time> ParseSecond(std::string_view text) {
  absl::Time time;
  std::string problem;
  if (!absl::ParseTime("%Y-%m-%dT%H:%M:%SZ", ToAbsl(text), absl::UTCTimeZone(), &time, &problem)) return std::nullopt;
  if (SecondText(time) != text) return std::nullopt;
  return time;
}

// What stands behind `name` and a space; nullopt when the line is another one.
std::optional<std::string_view> ValueOf(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') return std::nullopt;
  return line.substr(name.size() + 1);
}

std::optional<std::string_view> TakeValue(std::string_view& text, std::string_view name) {
  const std::optional<std::string_view> line = TakeLine(text);
  return line ? ValueOf(*line, name) : std::nullopt;
}

std::optional<ErasedClass> ClassFrom(std::string_view word) {
  for (const ErasedClass each : {ErasedClass::kGeneral, ErasedClass::kPersonal}) {
    if (WordOf(each) == word) return each;
  }
  return std::nullopt;
}

bool TakeSubject(std::string_view value, ErasureCertificate& certificate) {
  for (const ErasedSubject kind : {ErasedSubject::kCase, ErasedSubject::kMember}) {
    const std::optional<std::string_view> id_text = ValueOf(value, WordOf(kind));
    if (!id_text) continue;
    const auto id = DecodeId(*id_text);
    if (!id.ok()) return false;
    certificate.subject_kind = kind;
    certificate.subject_id = *id;
    return true;
  }
  return false;
}

std::optional<KnownBackup> BackupFrom(std::string_view value) {
  const size_t space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto id = DecodeId(value.substr(0, space));
  const std::optional<absl::Time> made_at = ParseSecond(value.substr(space + 1));
  if (!id.ok() || !made_at) return std::nullopt;
  return KnownBackup{*id, *made_at};
}

// They are ascending, and come before the one that erased them.
std::optional<NamedRecord> RecordFrom(std::string_view value, const ErasureCertificate& certificate) {
  const size_t space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::optional<uint64_t> number = ParseDecimal(value.substr(0, space));
  const std::optional<Hash> leaf = ParseHash(value.substr(space + 1));
  if (!number || !leaf || *number >= certificate.record) return std::nullopt;
  if (!certificate.elsewhere.empty() && *number <= certificate.elsewhere.back().number) return std::nullopt;
  return NamedRecord{*number, *leaf};
}

absl::Status TakeBackups(std::string_view& text, ErasureCertificate& certificate) {
  while (!text.empty() && !text.starts_with(kElsewhere)) {
    const auto value = TakeValue(text, "backup");
    const auto backup = value ? BackupFrom(*value) : std::nullopt;
    if (!backup || certificate.known.size() == ErasureCertificate::kMaxBackups) {
      return NoCertificate("a line about a backup cannot be read");
    }
    certificate.known.push_back(*backup);
  }
  return absl::OkStatus();
}

absl::Status TakeElsewhere(std::string_view text, ErasureCertificate& certificate) {
  while (!text.empty()) {
    const auto value = TakeValue(text, kElsewhere);
    const auto record = value ? RecordFrom(*value, certificate) : std::nullopt;
    if (!record || certificate.elsewhere.size() == ErasureCertificate::kMaxElsewhere) {
      return NoCertificate("a line about a record that stands elsewhere cannot be read");
    }
    certificate.elsewhere.push_back(*record);
  }
  return absl::OkStatus();
}

// "candor/LEDGER" of "candor/LEDGER/EPOCH".
std::string_view WithoutEpoch(std::string_view origin) {
  return origin.substr(0, origin.rfind('/'));
}

}  // namespace

std::string WriteCertificateText(const ErasureCertificate& certificate) {
  std::string text = absl::StrCat(ToAbsl(kCertificateLine), "\n", certificate.origin, "\nsubject ",
                                  ToAbsl(WordOf(certificate.subject_kind)), " ", EncodeId(certificate.subject_id),
                                  "\nclass ", ToAbsl(WordOf(certificate.key_class)), "\nrecord ", certificate.record,
                                  "\nerased ", SecondText(certificate.erased_at), "\n");
  for (const KnownBackup& backup : certificate.known) {
    absl::StrAppend(&text, "backup ", EncodeId(backup.id), " ", SecondText(backup.made_at), "\n");
  }
  for (const NamedRecord& record : certificate.elsewhere) {
    absl::StrAppend(&text, ToAbsl(kElsewhere), " ", record.number, " ", Base64(record.leaf), "\n");
  }
  return text;
}

absl::StatusOr<ErasureCertificate> ParseCertificateText(std::string_view text) {
  ErasureCertificate certificate;
  if (TakeLine(text) != kCertificateLine) return NoCertificate("its first line is another one");
  const std::optional<std::string_view> origin = TakeLine(text);
  if (!origin || !IsKeyName(*origin)) return NoCertificate("it names no ledger");
  certificate.origin = std::string(*origin);
  const auto subject = TakeValue(text, "subject");
  if (!subject || !TakeSubject(*subject, certificate)) return NoCertificate("it names no case and no member");
  const auto class_word = TakeValue(text, "class");
  const auto key_class = class_word ? ClassFrom(*class_word) : std::nullopt;
  if (!key_class) return NoCertificate("it names no class");
  certificate.key_class = *key_class;
  const auto record_text = TakeValue(text, "record");
  const auto record = record_text ? ParseDecimal(*record_text) : std::nullopt;
  if (!record) return NoCertificate("it names no record");
  certificate.record = *record;
  const auto time_text = TakeValue(text, "erased");
  const auto erased_at = time_text ? ParseSecond(*time_text) : std::nullopt;
  if (!erased_at) return NoCertificate("it does not say when it was");
  certificate.erased_at = *erased_at;
  CANDOR_RETURN_IF_ERROR(TakeBackups(text, certificate));
  CANDOR_RETURN_IF_ERROR(TakeElsewhere(text, certificate));
  return certificate;
}

Note SignCertificate(const ErasureCertificate& certificate, const SigningKey& key) {
  Note note;
  note.text = WriteCertificateText(certificate);
  note.signatures.push_back(SignNote(note.text, certificate.origin, key));
  return note;
}

absl::StatusOr<ErasureCertificate> OpenCertificate(const Note& note, const VerifierKey& key) {
  CANDOR_ASSIGN_OR_RETURN(ErasureCertificate certificate, ParseCertificateText(note.text));
  if (WithoutEpoch(certificate.origin) != WithoutEpoch(key.name)) {
    return absl::DataLossError(absl::StrCat("the certificate is one of another ledger than that of ", key.name));
  }
  CANDOR_RETURN_IF_ERROR(VerifyNote(note, {certificate.origin, SignatureType::kEd25519, key.key}));
  return certificate;
}

}  // namespace candor::ledger
