#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "candor/v1/import.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/import_rows.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr int kMaxRows = 256;
// A dry run keeps few bytes for a row, so this is enough for ten million.
constexpr size_t kMostOfADryRun = size_t{256} << 20;

// What happened to one row.
struct Settled {
  absl::Status status;
  bool refused_by_store = false;
};

// Errors that are not about a row but about the daemon: the import ends with them and can be run again.
bool EndsTheImport(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

void WriteRefused(const absl::Status& status, v1::RowResult* out) {
  v1::RowRefused* refused = out->mutable_refused();
  refused->set_message(std::string(status.message()));
  const auto detail = DetailOf(status);
  refused->set_reason(detail && !detail->reason.empty() ? detail->reason : "refused");
  if (detail) refused->set_field(detail->field);
}

// What the store says about the row's entry, or about a person or the case that the row makes with it.
absl::Status RowAsSent(const absl::Status& status, domain::Kind kind) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field == "display_name") return status;  // of which person, the store does not say
  if (detail->field == "code" ||
      (detail->field == "parent" && domain::FindKind(kind)->scope != domain::Scope::kMember)) {
    return AboutField(status, "client_code");
  }
  if (detail->field == "parent" || detail->field == "therapist" || detail->field == "author") {
    return AboutField(status, "therapist");
  }
  if (detail->field == "first_reader") return AboutField(status, "supervisor");
  if (detail->field == "import_digest") return AboutField(status, "row_digest");
  return AboutEntry(status, kind, "entry");
}

void WriteTaken(const domain::Appended& appended, v1::RowResult* out) {
  // What a dry run takes has no name.
  const std::string name = appended.entry.empty() ? "" : EntryName(appended.subject, appended.entry);
  if (appended.duplicate) {
    out->mutable_duplicate()->set_entry(name);
  } else {
    out->mutable_imported()->set_entry(name);
  }
}

// A message of rows.
struct Portion {
  v1::ImportEntriesRequest request;
  // Of its first rows; the others are prepared when it is their turn.
  std::vector<absl::StatusOr<domain::Transaction>> prepared;
  absl::Status bad;  // why it cannot be taken
  bool end = false;  // there is none: the client has sent everything, or has gone
};

// One import. The rows of a message are appended together and answered when all of them are settled. Meanwhile the next
// message, and no more than that, is read and its rows are prepared, so that the store does not wait for that; memory
// stays flat whatever the file's length. A row that was refused, perhaps only because another writer or another row
// came in between, is prepared anew and tried once more, by itself, before any row of the next message is appended;
// whatever was prepared ahead is prepared anew too then. A dry run goes the same way over a rehearsal, and prepares
// nothing ahead.
//
// Events come one after the other, except that the rows of one message are settled on threads of the store, where each
// writes its own slot and the last one goes on, and that the next message is read beside that. Once the answer has been
// written and the next message is there, whichever comes last goes on with it.
class ImportStream final : public Method::Reactor {
 public:
  ImportStream(const Rooms& rooms, const Call& call) : rooms_(rooms), call_(call) { StartRead(&incoming_); }

  void OnReadDone(bool ok) override {
    if (rows_) {
      ReadNext(ok);
      return Arrived();
    }
    if (!ok) return Finish(ToGrpc(MissingField("import", "send it in the first message")));
    absl::Status status = ReadInto(now_.request);
    if (status.ok()) status = Begin();
    if (!status.ok()) Finish(ToGrpc(status));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(absl::CancelledError("the client went away")));
    if (call_.must_end()) {
      return Finish(ToGrpc(absl::UnavailableError(
          "the daemon is stopping. Rows that were answered are in; import the same file again when it is back")));
    }
    Arrived();
  }

  // The write under way, or the next one, fails after this, which ends the stream; or else there is nothing more to
  // read.
  void OnCancel() override {}

  void OnDone() override {
    if (holding_) {
      for (const MemberId& member : rows_->changed()) rooms_.assessments.DirectoryChanged(member);
      rooms_.assessments.Release();
    }
    delete this;
  }

 private:
  absl::Status ReadInto(v1::ImportEntriesRequest& request) const {
    CANDOR_RETURN_IF_ERROR(ReadMessage(incoming_, request));
    if (request.rows_size() <= kMaxRows) return absl::OkStatus();
    return InvalidField("rows", "too_many", "more than 256 rows in a message; send less at a time");
  }

  void ReadNext(bool ok) {
    next_.end = !ok;
    if (!ok) return;
    next_.bad = ReadInto(next_.request);
    if (next_.bad.ok() && next_.request.has_import()) {
      next_.bad = InvalidField("import", "repeated", "was sent before");
    }
    if (!next_.bad.ok() || rehearsal_) return;
    {
      // Whoever sends more once they are answered may speak of what the answer told them.
      absl::MutexLock lock(&preparing_);
      rows_->LookAnew();
    }
    for (const v1::ImportRow& row : next_.request.rows()) {
      absl::MutexLock lock(&preparing_);
      if (forgotten_) return;
      next_.prepared.push_back(rows_->Prepare(row));
    }
  }

  // The answer has been written, or the next message is there. Where the stream ends otherwise the answer never counts.
  void Arrived() {
    if (--missing_ > 0) return;
    std::swap(now_, next_);
    if (now_.end) return Finish(grpc::Status::OK);
    if (!now_.bad.ok()) return Finish(ToGrpc(now_.bad));
    reply_.Clear();
    SettleRows();
  }

  // Reads the first message's `import` and records it.
  absl::Status Begin() {
    CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms_, call_, nullptr));
    if (!now_.request.has_import()) return MissingField("import", "send it in the first message");
    const v1::Import& wire = now_.request.import();
    if (wire.file_digest().size() != domain::kImportDigestBytes) {
      return InvalidField("import.file_digest", "digest", "not 32 bytes; give the file's SHA-256");
    }
    if (wire.map_digest().size() != domain::kImportDigestBytes) {
      return InvalidField("import.map_digest", "digest", "not 32 bytes; give the map's SHA-256");
    }
    domain::Batch batch{BatchId::Random(), wire.file_digest(), wire.map_digest(), question.today};
    if (wire.has_policy_from()) {
      CANDOR_ASSIGN_OR_RETURN(batch.policy_from, DayFromWire(wire.policy_from(), "import.policy_from"));
      if (batch.policy_from > question.today) {
        return InvalidField("import.policy_from", "future_date",
                            "this day has not come yet, so nothing would ever be due; give today or an earlier day");
      }
    }
    if (wire.dry_run()) rehearsal_ = rooms_.store.Rehearse(kMostOfADryRun);
    rows_.emplace(rooms_.store, call_.caller, batch.id, question.today, rehearsal_ ? rehearsal_->before() : nullptr);
    *reply_.mutable_import() = wire;
    ToWire(batch.policy_from, reply_.mutable_import()->mutable_policy_from());
    if (rehearsal_) {
      CANDOR_RETURN_IF_ERROR(rehearsal_->Take({{std::move(batch)}}).status());
      SettleRows();
      return absl::OkStatus();
    }
    reply_.mutable_import()->set_name(ImportName(batch.id));
    rooms_.store.Append({{std::move(batch)}}, [this](const absl::StatusOr<domain::Appended>& appended) {
      if (!appended.ok()) return Finish(ToGrpc(appended.status()));
      rooms_.assessments.Hold();
      holding_ = true;
      SettleRows();
    });
    return absl::OkStatus();
  }

  void SettleRows() {
    rows_->Trim();
    settled_.assign(static_cast<size_t>(now_.request.rows_size()), Settled{});
    retry_next_ = 0;
    for (const v1::ImportRow& row : now_.request.rows()) reply_.add_results()->set_row_number(row.row_number());
    next_.request.Clear();
    next_.prepared.clear();
    {
      absl::MutexLock lock(&preparing_);
      forgotten_ = false;
    }
    missing_ = 2;
    // One more than the rows, so that nothing goes on before all of them are on their way.
    waiting_ = settled_.size() + 1;
    for (size_t slot = 0; slot < settled_.size(); ++slot) SettleRow(slot, Prepared(slot), [this] { RowSettled(); });
    StartRead(&incoming_);
    RowSettled();
  }

  // REQUIRES: nothing is prepared ahead at this moment.
  absl::StatusOr<domain::Transaction> Prepared(size_t slot) {
    return slot < now_.prepared.size() ? std::move(now_.prepared[slot]) : rows_->Prepare(RowAt(slot));
  }

  // The row by itself, after all that was prepared before. What stands on that is not sent.
  absl::StatusOr<domain::Transaction> PrepareAnew(size_t slot) {
    absl::MutexLock lock(&preparing_);
    if (!rehearsal_) {
      rows_->Forget();
      next_.prepared.clear();
      forgotten_ = true;
    }
    return rows_->Prepare(RowAt(slot));
  }

  void RowSettled() {
    if (--waiting_ == 0) RetryRows();
  }

  const v1::ImportRow& RowAt(size_t slot) const { return now_.request.rows(static_cast<int>(slot)); }
  v1::RowResult* ResultAt(size_t slot) { return reply_.mutable_results(static_cast<int>(slot)); }

  // `next` may be called before this returns, and may end the stream.
  template <class Next>
  void SettleRow(size_t slot, absl::StatusOr<domain::Transaction> transaction, Next next) {
    if (!transaction.ok()) {
      settled_[slot] = {transaction.status(), false};
      return next();
    }
    const domain::Kind kind = std::get<domain::NewEntry>(transaction->changes.back()).entry.kind;
    const auto settle = [this, slot, kind, next](const absl::StatusOr<domain::Appended>& appended) {
      settled_[slot] = {RowAsSent(appended.status(), kind), !appended.ok()};
      if (appended.ok()) WriteTaken(*appended, ResultAt(slot));
      next();
    };
    if (!rehearsal_) return rooms_.store.Append(*std::move(transaction), settle);
    const auto taken = rehearsal_->Take(*std::move(transaction));
    // One row is settled before the next is prepared, so nothing stands on what this one would have made.
    if (!taken.ok() || taken->duplicate) rows_->TakeBack();
    settle(taken);
  }

  // Rows that the store refused, one after the other; then the reply.
  void RetryRows() {
    while (retry_next_ < settled_.size()) {
      const size_t slot = retry_next_++;
      if (!settled_[slot].refused_by_store || EndsTheImport(settled_[slot].status)) continue;
      return SettleRow(slot, PrepareAnew(slot), [this] { RetryRows(); });
    }
    WriteReply();
  }

  void WriteReply() {
    for (size_t slot = 0; slot < settled_.size(); ++slot) {
      const absl::Status& status = settled_[slot].status;
      if (status.ok()) continue;
      if (EndsTheImport(status)) return Finish(ToGrpc(status));
      WriteRefused(status, ResultAt(slot));
    }
    outgoing_ = WriteMessage(reply_);
    StartWrite(&outgoing_);
  }

  const Rooms rooms_;
  const Call call_;
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  Portion now_;
  v1::ImportEntriesResponse reply_;               // to `now_`
  std::optional<ImportRows> rows_;                // set by the first message
  std::unique_ptr<domain::Rehearsal> rehearsal_;  // of a dry run, else nullptr
  bool holding_ = false;
  Portion next_;
  std::atomic<int> missing_{0};  // of two: the answer to `now_`, written, and `next_`, read
  // Held by whoever prepares rows beside the other, and for what both touch: rows_, next_.prepared and forgotten_.
  absl::Mutex preparing_;
  // What earlier rows make may not be there, so that nothing is prepared ahead.
  bool forgotten_ ABSL_GUARDED_BY(preparing_) = false;
  std::vector<Settled> settled_;  // per row of the message
  std::atomic<size_t> waiting_{0};
  size_t retry_next_ = 0;
};

}  // namespace

void AddImportService(const Rooms& rooms, MethodTable& methods) {
  methods.Stream("candor.v1.ImportService.ImportEntries",
                 [rooms](const Call& call) -> Method::Reactor* { return new ImportStream(rooms, call); });
}

}  // namespace candor::rpc
