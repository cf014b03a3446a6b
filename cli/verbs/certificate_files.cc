#include "cli/verbs/certificate_files.h"

#include "absl/strings/str_cat.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// One for each key: what private notes are sealed under, and of everything the case's own as well. What had been merged
// into the case has keys of its own.
int FewestCertificates(const v1::Erasure& planned) {
  const int of_each = planned.scope() == v1::ERASURE_SCOPE_PRIVATE_NOTES ? 1 : 2;
  return of_each * (1 + planned.merged_cases_size());
}

std::string CertificateName(const std::string& file, int index) {
  return index == 0 ? file : absl::StrCat(file, ".", index + 1);
}

absl::Status CheckCertificateIsNew(const std::string& path) {
  return CheckIsNew(path, "a certificate");
}

}  // namespace

absl::Status CertificateFiles::CheckAreNew(const std::string& file, const v1::Erasure& planned) {
  if (file.empty()) return absl::OkStatus();
  for (int i = 0; i < FewestCertificates(planned); ++i) {
    CANDOR_RETURN_IF_ERROR(CheckCertificateIsNew(CertificateName(file, i)));
  }
  return absl::OkStatus();
}

absl::StatusOr<CertificateFiles> CertificateFiles::Create(const std::string& file, const v1::Erasure& planned) {
  CertificateFiles files(file);
  if (file.empty()) return files;
  CANDOR_RETURN_IF_ERROR(CheckAreNew(file, planned));
  for (int i = 0; i < FewestCertificates(planned); ++i) {
    CANDOR_ASSIGN_OR_RETURN(PartFile part, PartFile::Create(CertificateName(file, i)));
    files.open_.push_back(std::move(part));
  }
  return files;
}

absl::Status CertificateFiles::KeepEach(const v1::Erasure& erasure) {
  for (int i = 0; i < erasure.certificates_size(); ++i) {
    const std::string path = CertificateName(file_, i);
    if (i >= static_cast<int>(open_.size())) {
      CANDOR_ASSIGN_OR_RETURN(PartFile part, PartFile::Create(path));
      open_.push_back(std::move(part));
    }
    CANDOR_RETURN_IF_ERROR(open_[static_cast<size_t>(i)].Write(erasure.certificates(i)));
    // Again: somebody else may have taken the name since.
    CANDOR_RETURN_IF_ERROR(CheckCertificateIsNew(path));
    CANDOR_RETURN_IF_ERROR(open_[static_cast<size_t>(i)].Keep());
  }
  return absl::OkStatus();
}

absl::Status CertificateFiles::Keep(const v1::Erasure& erasure) {
  if (file_.empty()) return absl::OkStatus();
  const absl::Status kept = KeepEach(erasure);
  open_.clear();
  if (kept.ok()) return absl::OkStatus();
  return LocalFileError(
      absl::StrCat(kept.message(), ". It is erased; the certificate: candor retention show ", erasure.name()));
}

}  // namespace candor::cli
