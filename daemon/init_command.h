#ifndef CANDOR_DAEMON_INIT_COMMAND_H_
#define CANDOR_DAEMON_INIT_COMMAND_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "daemon/base/clock.h"
#include "daemon/config.h"
#include "daemon/crypto/master_key_source.h"

// candord init: what it makes and what it says.
namespace candor {

struct InitRequest {
  std::string data_dir;
  // Asked for more than once; what somebody types is to be kept by it.
  crypto::MasterKeySource master_key;
  NetworkConfig network;
  std::string director;  // as the practice writes the name; empty: nobody is enrolled first
  bool resume = false;   // there is a ledger, and what of all this is missing is made
};

// Begins a ledger, and makes what the practice needs so that people reach it from their own machines: a certificate
// authority (unless it brings one), the daemon's certificate, and for the director a member, the roles of a director
// and an administrator, and an enrolment code. Says on `out` what has to be kept, where the daemon is reached, the
// code, which nobody is shown again, and what is still to be named before the practice works with people. Cut short
// anywhere, or after an error, `resume` goes on; asked once more, that makes another code and nothing else anew. Where
// somebody is director, no other name is taken (FAILED_PRECONDITION). Codes: INVALID_ARGUMENT (a name that is none),
// those of store::Init(), or with `resume` of store::Open(), of
// Authority::Create() and OpenNetwork(), and of Identity::IssueCode().
absl::Status InitPractice(const InitRequest& request, Clock& clock, std::ostream& out);

}  // namespace candor

#endif  // CANDOR_DAEMON_INIT_COMMAND_H_
