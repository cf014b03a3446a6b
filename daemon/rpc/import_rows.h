#ifndef CANDOR_DAEMON_RPC_IMPORT_ROWS_H_
#define CANDOR_DAEMON_RPC_IMPORT_ROWS_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/import.pb.h"
#include "daemon/base/civil.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// Turns the rows of one import into transactions. The people, supervision relations and the case that a row names and
// that are not there are made in the row's own transaction, so that a refused row makes none. What an earlier row of
// this import makes counts as there; when one of these is refused after all, Forget() and prepare the rows that built
// on it again. Thread-compatible.
class ImportRows {
 public:
  // `store` is not owned. `before`: nullptr, or what the store held when an import began that is only tried out; then
  // nothing that rows make will ever be found there.
  ImportRows(const domain::Store& store, const domain::Caller& caller, const BatchId& batch, Day today,
             std::shared_ptr<const domain::View> before = nullptr)
      : store_(store), before_(std::move(before)), caller_(caller), batch_(batch), today_(today) {}

  // Errors carry a field and one of the reasons of RowRefused, the first that applies of: date, future_date,
  // entered_before_date, therapist, type, client; after these any other.
  absl::StatusOr<domain::Transaction> Prepare(const v1::ImportRow& row);

  // Members who were there before this import and about whom its rows add a licence or a supervision.
  const std::set<MemberId>& changed() const { return changed_; }

  // What the row prepared last makes does not count as there. REQUIRES: none was prepared on top of it.
  void TakeBack();
  // Looks everything up anew from now on. REQUIRES: the import is not only tried out.
  void Forget();
  // Sees from now on what has been appended meanwhile.
  void LookAnew() { view_.reset(); }
  // Keeps the memory of this object within bounds. A row that stands on one that is on its way may be refused after it,
  // as after Forget().
  void Trim();

 private:
  // What counted as there before a row was prepared; nullopt: nothing did.
  struct Before {
    std::map<std::string, std::optional<domain::Member>> members;
    std::vector<std::string> new_cases;
    std::map<std::pair<MemberId, MemberId>, std::optional<Day>> supervisions;
  };

  absl::StatusOr<domain::Transaction> PrepareRow(const v1::ImportRow& row);
  const domain::View& view();
  // nullptr: there is none of this name.
  absl::StatusOr<domain::Member*> FindMember(const std::string& name);
  // Makes the member, or adds a licence class that the row of `day` shows for the first time.
  absl::StatusOr<MemberId> MemberFor(const v1::NamedPerson& person, const std::string& field, Day day,
                                     domain::Transaction& transaction);
  absl::StatusOr<CaseId> CaseFor(const std::string& code, domain::Transaction& transaction);
  absl::Status AddSupervision(const MemberId& supervisee, const MemberId& supervisor, Day from,
                              domain::Transaction& transaction);
  absl::StatusOr<domain::Entry> ReadContent(const v1::ImportRow& row) const;
  absl::Status AddPeople(const v1::ImportRow& row, domain::Entry& entry, domain::Transaction& transaction);

  const domain::Store& store_;
  const std::shared_ptr<const domain::View> before_;
  const domain::Caller caller_;
  const BatchId batch_;
  const Day today_;
  std::shared_ptr<const domain::View> view_;  // the newest when something was last looked up
  std::map<std::string, domain::Member, std::less<>> members_;
  std::map<std::string, CaseId, std::less<>> cases_;
  // The earliest day on which a relation is known to begin.
  std::map<std::pair<MemberId, MemberId>, Day> supervisions_;
  Before last_;  // of the row prepared last
  std::set<MemberId> made_;
  std::set<MemberId> changed_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_IMPORT_ROWS_H_
