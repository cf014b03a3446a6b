#ifndef CANDOR_DAEMON_IDENTITY_SERVER_CERTIFICATE_H_
#define CANDOR_DAEMON_IDENTITY_SERVER_CERTIFICATE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/certificate.h"
#include "daemon/identity/authority.h"

namespace candor::identity {

struct ServerCertificateOptions {
  std::string folder;              // that exists, mode 0700
  std::vector<std::string> names;  // hosts and addresses under which clients reach the daemon; at least one
};

// The daemon's own certificate: three PEM files in a folder `server`, made anew here in time, so that nobody has to
// start the daemon for it. Who puts files of the same authority there by hand is heard: they are checked as ours are.
// What was found to be good is put into a folder `served` as well, which whoever speaks TLS reads (gRPC's
// FileWatcherCertificateProvider looks there again and again): files that are half put in place, or wrong, never get
// that far. `server` and `served` are symbolic links to folders that are never changed from here: another certificate
// is another folder and a link that is put in place of the old one, so that key and certificate always fit.
// Thread-safe.
class ServerCertificate final {
 public:
  // Takes what is there, or makes it. INVALID_ARGUMENT for a name that is none, or no name; FAILED_PRECONDITION, with
  // what to do, for files that cannot be used; the codes of Authority::IssueToServer() and of writing files.
  // `authority` and `clock` are not owned and outlive this.
  static absl::StatusOr<std::unique_ptr<ServerCertificate>> Open(const ServerCertificateOptions& options,
                                                                 const Authority& authority, Clock& clock);

  // Looks at the files again, and makes new ones where the time for it has come (two thirds of the certificate's life),
  // or names or authority are not those of the certificate. To be called every hour, and when the configuration is read
  // again. After an error the last good certificate stays, and problem() repeats it. The codes of Open().
  absl::Status Refresh();

  // As it was last found to be good.
  crypto::Certificate certificate() const;
  // Why it will not hold for long, for the status; empty: nothing is wrong.
  std::string problem() const;

  // What is served. Mode 0600 all; the paths never change.
  std::string key_file() const { return served_ + "/key.pem"; }
  // The server's certificate and the authority's, which a client that has only a code compares with that.
  std::string chain_file() const { return served_ + "/chain.pem"; }
  // What the callers' certificates are held against.
  std::string authority_file() const { return served_ + "/authority.pem"; }

  // Where key.pem and chain.pem lie that are to be served: the folder for who puts them there by hand.
  const std::string& folder() const { return link_; }

 private:
  struct Files;

  ServerCertificate(ServerCertificateOptions options, const Authority& authority, Clock& clock);

  absl::Status TakeOrMake();
  absl::StatusOr<Files> ReadFiles() const;
  absl::StatusOr<Files> MakeFiles() const;
  bool IsDue(const crypto::Certificate& certificate) const;
  absl::Status Serve(const Files& files);
  bool IsServed(const Files& files) const;
  absl::Status WriteFolder(const std::string& link_name, const Files& files) const;
  absl::Status PutInPlace(const std::string& link_name, const std::string& folder_name) const;
  void RemoveOthers(const std::string& link_name, const std::string& folder_name) const;

  const ServerCertificateOptions options_;
  const std::string link_;
  const std::string served_;
  const Authority& authority_;
  Clock& clock_;
  absl::Mutex working_;  // held through a whole Refresh()
  mutable absl::Mutex mutex_;
  crypto::Certificate certificate_ ABSL_GUARDED_BY(mutex_);
  std::string problem_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::identity

#endif  // CANDOR_DAEMON_IDENTITY_SERVER_CERTIFICATE_H_
