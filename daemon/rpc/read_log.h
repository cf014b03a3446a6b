#ifndef CANDOR_DAEMON_RPC_READ_LOG_H_
#define CANDOR_DAEMON_RPC_READ_LOG_H_

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/reserve_log.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/poll_memory.h"
#include "daemon/rpc/reads.h"
#include "daemon/rpc/sessions.h"
#include "daemon/rpc/shown.h"
#include "google/protobuf/message.h"

namespace candor::rpc {

struct Call;

// Puts on record who is shown what of others, before the answer leaves (ADR 0061), and asks that whoever calls with a
// certificate has said what for (ADR 0062). Thread-safe.
class ReadLog final {
 public:
  // Called once, with OK when the answer may leave, else with why it may not. Any thread; must not block.
  using Done = std::function<void(const absl::Status&)>;

  // None is owned; all outlive it, and so does it whoever waits for a Done.
  ReadLog(domain::Store& store, domain::ReserveLog& reserve, Clock& clock)
      : store_(store), reserve_(reserve), clock_(clock) {}
  ReadLog(const ReadLog&) = delete;
  ReadLog& operator=(const ReadLog&) = delete;

  // For the answer to a question; `asked`: equal for equal questions. One record, or as many as it takes people to
  // name. None where nothing of others is shown and nobody is to be told that they are acted for; and none of the same
  // as when this was asked last in the same working session, unless somebody is to be told that. FAILED_PRECONDITION
  // about "candor-session" where a session has to be begun ("no_session") or gone on with ("session_locked"). Errors of
  // the store, and then there is no answer; but what a full disk must not hide is noted in the reserve.
  void Admit(const Call& call, std::string_view asked, const google::protobuf::Message& answer, const Done& done);
  // For the answer of a method that is on record itself, or of which nothing is: what it shows of private notes alone.
  void AdmitWritten(const Call& call, const Done& done);

  // The same, when it was written in the name of who is acted for: that it was is a record which they see. What the
  // answer shows of private notes is one apart; the record of the use is the same whatever was written, as else it
  // would tell where that was a note.
  void AdmitUse(const Call& call, const google::protobuf::Message& answer, const Done& done);

  // For a stream that is being opened, before anything of it is sent or begun: the same, where uses are told.
  void AdmitOpened(const Call& call, const Done& done);

  // For one message of a stream: what it shows of others, if the caller's session allows it. Codes as above.
  absl::StatusOr<Shown> Look(const Call& call, const google::protobuf::Message& message);
  // For messages of a stream that were looked at, together. An open stream does not keep a session open.
  void Put(const Call& call, const Reads& reads, const Shown& shown, const Done& done);

  // Of whoever makes the call, on this machine; of the operator all who reach the socket are one.
  WorkingSession OpenSession(const Call& call, domain::Purpose purpose);
  // nullopt: there is none.
  std::optional<WorkingSession> UnlockSession(const Call& call);
  void LockSession(const Call& call);
  // After so long without a call a session locks. Errors are the view's.
  absl::StatusOr<absl::Duration> IdleTime() const;

  // Puts into the ledger what had no room there, if there is room by now.
  void EmptyReserve();

 private:
  // What is known before anything is put on record.
  struct Reading;

  absl::StatusOr<Reading> Read(const Call& call, const domain::View& view, Shown shown);
  // Once each use of somebody's name is on record, what was shown of private notes is a record apart, of which their
  // author alone is told, so that all that others are told of the use is the same as without. `is_a_use`: the call is
  // one also where it has shown nothing; false of a part of a stream.
  static absl::Status AddAccesses(const Call& call, const domain::View& view, const Reading& reading,
                                  const Reads& reads, std::vector<domain::Change>& changes, bool is_a_use);
  static absl::Status AddAccess(const Call& call, const domain::View& view, const Reading& reading, const Shown& shown,
                                const Reads& reads, std::vector<domain::Change>& changes);
  void Append(const Call& call, std::vector<domain::Change> changes, Done done);
  // What becomes of an answer whose record the ledger did not take.
  absl::Status InReserve(std::string_view method, const std::vector<domain::Change>& changes,
                         const absl::Status& refused);
  // That somebody's name was used, and of what it showed `notes`, which are of private notes alone.
  void PutUse(const Call& call, const domain::View& view, Shown notes, const Done& done);
  // The first reads alone.
  void PutFirst(const Call& call, const domain::View& view, const Done& done);
  // Whoever asks about their own is at work, unless they have asked the same a moment ago: that is a client that polls.
  absl::Status UseUnlessPolled(const Call& call, std::string_view asked);
  // In no working session.
  PollMemory::Poll PollOf(const Call& call, std::string_view asked, const IdBytes& who) const;
  IdBytes WhoWorks(const Call& call) const;

  domain::Store& store_;
  domain::ReserveLog& reserve_;
  Clock& clock_;
  Sessions sessions_;
  PollMemory polls_;
  std::atomic<bool> emptying_ = false;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_READ_LOG_H_
