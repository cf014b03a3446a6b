#ifndef CANDOR_DAEMON_DOMAIN_STORE_H_
#define CANDOR_DAEMON_DOMAIN_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/assessment_source.h"
#include "daemon/domain/change.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/evidence.h"
#include "daemon/domain/ledger_record.h"
#include "daemon/domain/subject.h"
#include "daemon/domain/view.h"

// The domain's view of where records live: what takes them (`change.h`), and what it is asked (`view.h`,
// `ledger_record.h`, `assessment_source.h`). One implementation, over RocksDB or memory (daemon/store).
namespace candor::domain {

// How far a fold has come.
struct FoldProgress {
  uint64_t records = 0;  // folded
  uint64_t of = 0;       // when it is done
};
// Asked now and then by what may take long: an error ends it, and is what it returns.
using GoOn = std::function<absl::Status(const FoldProgress& progress)>;

// What would stand if more were recorded: checked and folded as Append() does it, and forgotten. Nothing of it is
// written or counted, no key is made for it, and nobody else sees it. Thread-compatible.
class Trial {
 public:
  virtual ~Trial() = default;

  // Each on top of what was added before. Codes as Store::Append(); after an error the trial is of no more use.
  // The entry gets a random id, which is returned.
  virtual absl::StatusOr<EntryId> AddEntry(Entry entry) = 0;
  // The entries that it moves are added after it.
  virtual absl::Status AddMerge(CaseMerged merged) = 0;
  virtual absl::Status AddAssessment(Assessment assessment) = 0;

  // Everything as it would be. Good until something is added again; keeps what it needs alive.
  virtual std::shared_ptr<const View> Outcome() const = 0;
};

// Whether transactions would be taken, each on top of those taken before it: answered as Append() answers, and nothing
// is written or counted, no key is made, nobody else sees it. Keeps of what was taken only what later answers depend
// on, so that a whole file can be rehearsed. Thread-compatible.
class Rehearsal {
 public:
  virtual ~Rehearsal() = default;

  // What stands before it all. Never nullptr.
  virtual std::shared_ptr<const View> before() const = 0;
  // REQUIRES: people, relations, cases, imports and entries that revise nothing. Codes as Store::Append(); what was not
  // taken leaves no trace. RESOURCE_EXHAUSTED when there is too much to keep. The answer has no ledger number, and of
  // an entry the name only where it was there before.
  virtual absl::StatusOr<Appended> Take(Transaction transaction) = 0;
};

// Thread-safe.
class Store {
 public:
  virtual ~Store() = default;

  // Checks, encodes and seals on the calling thread, then hands over to the sequencer; `done` is called exactly once,
  // from a store thread, when the changes are durable and visible in Latest() (an Assessment alone: visible, durable
  // with the next group), or with the error. Codes: INVALID_ARGUMENT, NOT_FOUND (subject), ALREADY_EXISTS (request id
  // with other content, name or code taken), FAILED_PRECONDITION (second intake into an open episode, nothing to
  // revise, too late or read for a recall, a case that was merged; something erased; an erasure that a hold forbids),
  // ABORTED (CaseMerged, Activation; what it is about was erased meanwhile: send it again),
  // RESOURCE_EXHAUSTED (no space), UNAVAILABLE (shutting down). `done` must not block.
  virtual void Append(Transaction transaction, AppendCallback done) = 0;

  virtual std::shared_ptr<const View> Latest() const = 0;
  // What a daemon that holds only the records with recorded_at <= `as_of` would show. When that is the past, folds it
  // on the calling thread, as long as `go_on` lets it: from the moment asked for last where that is earlier, else from
  // the first record on.
  virtual absl::StatusOr<std::shared_ptr<const View>> AsOf(absl::Time as_of, const GoOn& go_on) const = 0;

  // On top of Latest(), as of now. Not to outlive the store.
  virtual std::unique_ptr<Trial> Try() const = 0;
  // The same; keeps about `most_bytes` at most.
  virtual std::unique_ptr<Rehearsal> Rehearse(size_t most_bytes) const = 0;

  virtual AssessmentSource& assessments() = 0;
  virtual Evidence& evidence() = 0;
  virtual const LedgerId& ledger_id() const = 0;
  // For an export of the whole ledger, and for nobody else.
  virtual NamingKeys naming_keys() const = 0;
  // 16 bytes for the name of what a call makes: a keyed hash of the caller, of the kind of thing and of the request's
  // id (not empty), so that the same call finds it again and no other caller can ask for it by that id.
  virtual IdBytes NameRequested(const Caller& caller, std::string_view thing, std::string_view request_id) const = 0;
  // 16 bytes for a follow-up's name: a keyed hash of subject, rule and key, so that a name tells nothing.
  virtual FollowUpId NameFollowUp(const SubjectId& subject, std::string_view rule, std::string_view key) const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_STORE_H_
