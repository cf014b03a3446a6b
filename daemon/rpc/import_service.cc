#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// One import. The rows of a message are appended together and answered when all of them are settled; then the next
// message is read, so that memory stays flat whatever the file's length. A row that was refused, perhaps only because
// another writer or another row came in between, is prepared anew and tried once more, by itself. A dry run goes the
// same way over a rehearsal.
//
// Events come one after the other, except that the rows of one message are settled on threads of the store; each
// writes its own slot, and the last one goes on.
class ImportStream final : public Method::Reactor {
 public:
  ImportStream(const Rooms& rooms, const Call& call) : rooms_(rooms), call_(call) { StartRead(&incoming_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(rows_ ? grpc::Status::OK : ToGrpc(MissingField("import", "send it in the first message")));
    request_.Clear();
    reply_.Clear();
    if (absl::Status status = ReadMessage(incoming_, request_); !status.ok()) return Finish(ToGrpc(status));
    if (request_.rows_size() > kMaxRows) {
      return Finish(ToGrpc(InvalidField("rows", "too_many", "more than 256 rows in a message; send less at a time")));
    }
    if (rows_) {
      if (request_.has_import()) return Finish(ToGrpc(InvalidField("import", "repeated", "was sent before")));
      return SettleRows();
    }
    if (absl::Status status = Begin(); !status.ok()) Finish(ToGrpc(status));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(absl::CancelledError("the client went away")));
    if (call_.must_end()) {
      return Finish(ToGrpc(absl::UnavailableError(
          "the daemon is stopping. Rows that were answered are in; import the same file again when it is back")));
    }
    StartRead(&incoming_);
  }

  // The read or write under way fails after this, which ends the stream.
  void OnCancel() override {}

  void OnDone() override {
    if (holding_) {
      for (const MemberId& member : rows_->changed()) rooms_.assessments.DirectoryChanged(member);
      rooms_.assessments.Release();
    }
    delete this;
  }

 private:
  // Reads the first message's `import` and records it.
  absl::Status Begin() {
    CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms_, call_, nullptr));
    if (!request_.has_import()) return MissingField("import", "send it in the first message");
    const v1::Import& wire = request_.import();
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
    settled_.assign(static_cast<size_t>(request_.rows_size()), Settled{});
    retry_next_ = 0;
    for (const v1::ImportRow& row : request_.rows()) reply_.add_results()->set_row_number(row.row_number());
    // One more than the rows, so that nothing goes on before all of them are on their way.
    waiting_ = settled_.size() + 1;
    for (size_t slot = 0; slot < settled_.size(); ++slot) SettleRow(slot, [this] { RowSettled(); });
    RowSettled();
  }

  void RowSettled() {
    if (--waiting_ == 0) RetryRows();
  }

  const v1::ImportRow& RowAt(size_t slot) const { return request_.rows(static_cast<int>(slot)); }
  v1::RowResult* ResultAt(size_t slot) { return reply_.mutable_results(static_cast<int>(slot)); }

  // `next` may be called before this returns, and may end the stream.
  template <class Next>
  void SettleRow(size_t slot, Next next) {
    auto transaction = rows_->Prepare(RowAt(slot));
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
      if (!rehearsal_) rows_->Forget();
      return SettleRow(slot, [this] { RetryRows(); });
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
  v1::ImportEntriesRequest request_;
  v1::ImportEntriesResponse reply_;
  std::optional<ImportRows> rows_;                // set by the first message
  std::unique_ptr<domain::Rehearsal> rehearsal_;  // of a dry run, else nullptr
  bool holding_ = false;
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
