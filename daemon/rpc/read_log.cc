#include "daemon/rpc/read_log.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/access_settings.h"
#include "daemon/domain/settings.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/reader_role.h"

namespace candor::rpc {
namespace {

constexpr char kSessionField[] = "candor-session";
constexpr std::string_view kOwnNames = "candor.v1.";
// What has to work when nothing can be recorded any more.
constexpr std::string_view kKeptGoing[] = {"candor.v1.DaemonService.GetStatus",
                                           "candor.v1.EmergencyService.GetEmergencyContacts"};

// Who calls with a certificate says what they read for, and says it again after a while. At the socket there is a
// screen of the machine's own before it.
absl::Status CheckSession(const Call& call, const Shown& shown, const std::optional<WorkingSession>& session) {
  if (call.caller.is_operator || !shown.needs_purpose) return absl::OkStatus();
  if (!session) {
    return WithDetail(absl::FailedPreconditionError(
                          "this shows what is about others: say first what you read it for (candor session start)"),
                      {kSessionField, "no_session"});
  }
  if (!session->locked) return absl::OkStatus();
  return WithDetail(absl::FailedPreconditionError("your working session is locked, as nobody has worked here for a "
                                                  "while: go on with it (candor session start)"),
                    {kSessionField, "session_locked"});
}

bool IsNote(const domain::AccessOf& each) {
  return each.is_of_note();
}

// What of it is of private notes, and what is not: each as if there were nothing else.
Shown NotesIn(const Shown& shown) {
  Shown notes;
  std::copy_if(shown.of.begin(), shown.of.end(), std::back_inserter(notes.of), IsNote);
  if (notes.of.empty()) return notes;
  notes.highest = domain::FieldClass::kPersonal;
  notes.items = notes.note_items = shown.note_items;
  return notes;
}
Shown WithoutNotes(const Shown& shown) {
  Shown others;
  std::remove_copy_if(shown.of.begin(), shown.of.end(), std::back_inserter(others.of), IsNote);
  for (const domain::AccessOf& each : others.of) others.highest = std::max(others.highest, each.highest);
  others.items = shown.items - std::min(shown.items, shown.note_items);
  return others;
}

}  // namespace

struct ReadLog::Reading {
  Shown shown;
  IdBytes who{};
  absl::Duration idle;
  absl::Time now;
  std::optional<WorkingSession> session;
  absl::TimeZone zone;
};

absl::StatusOr<ReadLog::Reading> ReadLog::Read(const Call& call, const domain::View& view, Shown shown) {
  Reading reading;
  // Before the first record nobody has settings, and nothing to be shown either.
  const absl::StatusOr<domain::Settings> recorded = view.GetSettings();
  if (!recorded.ok() && !absl::IsNotFound(recorded.status())) return recorded.status();
  const domain::Settings settings = recorded.ok() ? *recorded : domain::Settings();
  CANDOR_ASSIGN_OR_RETURN(reading.zone, LoadZone(settings.zone));
  reading.shown = std::move(shown);
  reading.idle = absl::Minutes(settings.access.session_minutes);
  reading.now = clock_.Now();
  reading.who = WhoWorks(call);
  reading.session = sessions_.Find(reading.who, reading.idle, reading.now);
  CANDOR_RETURN_IF_ERROR(CheckSession(call, reading.shown, reading.session));
  return reading;
}

void ReadLog::Admit(const Call& call, std::string_view asked, const google::protobuf::Message& answer,
                    const Done& done) {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  auto shown = ShownIn(answer, call.caller, *view);
  if (!shown.ok()) return done(shown.status());
  const bool tells = !shown->empty() || !call.reads->scope().empty() || call.use_is_told;
  if (!tells) {
    const absl::Status used = UseUnlessPolled(call, asked);
    return used.ok() ? PutFirst(call, *view, done) : done(used);
  }
  auto reading = Read(call, *view, *std::move(shown));
  if (!reading.ok()) return done(reading.status());
  PollMemory::Poll poll = PollOf(call, asked, reading->who);
  if (reading->session) poll.session = reading->session->number;
  const IdBytes told =
      store_.NameRequested(call.caller, "told", absl::StrCat(call.reads->told(), " ", reading->shown.bytes));
  // In an emergency each look is told, also the same again.
  // So is each use of somebody's name: were the same again left out, what comes of a note would be told by what is not.
  const bool each_counts = call.use_is_told || !call.emergency.empty();
  const bool unchanged = !each_counts && polls_.IsUnchanged(poll, told, reading->idle, reading->now);
  // A client that asks the same over and over is nobody at work.
  if (!unchanged) sessions_.Use(reading->who, reading->idle, reading->now);
  std::vector<domain::Change> changes;
  absl::Status added = call.reads->AddFirst(*view, changes);
  if (added.ok() && !unchanged) added = AddAccesses(call, *view, *reading, *call.reads, changes, call.use_is_told);
  if (!added.ok() || changes.empty()) return done(added);
  Append(call, std::move(changes), [this, poll, told, now = reading->now, done](const absl::Status& status) {
    if (status.ok()) polls_.Remember(poll, told, now);
    done(status);
  });
}

void ReadLog::AdmitWritten(const Call& call, const Done& done) {
  if (!call.caller.is_operator) {
    const absl::StatusOr<absl::Duration> idle = IdleTime();
    if (!idle.ok()) return done(idle.status());
    sessions_.Use(WhoWorks(call), *idle, clock_.Now());
  }
  PutFirst(call, *store_.Latest(), done);
}

void ReadLog::AdmitUse(const Call& call, const google::protobuf::Message& answer, const Done& done) {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  const absl::StatusOr<Shown> shown = ShownIn(answer, call.caller, *view);
  if (!shown.ok()) return done(shown.status());
  PutUse(call, *view, NotesIn(*shown), done);
}

void ReadLog::PutUse(const Call& call, const domain::View& view, Shown notes, const Done& done) {
  auto reading = Read(call, view, std::move(notes));
  if (!reading.ok()) return done(reading.status());
  std::vector<domain::Change> changes;
  absl::Status added = call.reads->AddFirst(view, changes);
  if (added.ok()) added = AddAccesses(call, view, *reading, *call.reads, changes, true);
  if (!added.ok()) return done(added);
  Append(call, std::move(changes), done);
}

void ReadLog::AdmitOpened(const Call& call, const Done& done) {
  if (!call.use_is_told) return done(absl::OkStatus());
  PutUse(call, *store_.Latest(), Shown(), done);
}

void ReadLog::PutFirst(const Call& call, const domain::View& view, const Done& done) {
  std::vector<domain::Change> changes;
  const absl::Status added = call.reads->AddFirst(view, changes);
  if (!added.ok() || changes.empty()) return done(added);
  Append(call, std::move(changes), done);
}

absl::Status ReadLog::UseUnlessPolled(const Call& call, std::string_view asked) {
  if (call.caller.is_operator) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const absl::Duration idle, IdleTime());
  const IdBytes who = WhoWorks(call);
  const absl::Time now = clock_.Now();
  const PollMemory::Poll poll = PollOf(call, asked, who);
  if (polls_.IsUnchanged(poll, {}, idle, now)) return absl::OkStatus();
  polls_.Remember(poll, {}, now);
  sessions_.Use(who, idle, now);
  return absl::OkStatus();
}

absl::StatusOr<Shown> ReadLog::Look(const Call& call, const google::protobuf::Message& message) {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  CANDOR_ASSIGN_OR_RETURN(Shown shown, ShownIn(message, call.caller, *view));
  if (shown.empty()) return shown;
  CANDOR_ASSIGN_OR_RETURN(Reading reading, Read(call, *view, std::move(shown)));
  return std::move(reading.shown);
}

void ReadLog::Put(const Call& call, const Reads& reads, const Shown& shown, const Done& done) {
  const std::shared_ptr<const domain::View> view = store_.Latest();
  auto reading = Read(call, *view, shown);
  if (!reading.ok()) return done(reading.status());
  std::vector<domain::Change> changes;
  absl::Status added = reads.AddFirst(*view, changes);
  const bool tells = !shown.empty() || !reads.scope().empty() || call.use_is_told;
  if (added.ok() && tells) added = AddAccesses(call, *view, *reading, reads, changes, false);
  if (!added.ok() || changes.empty()) return done(added);
  Append(call, std::move(changes), done);
}

absl::Status ReadLog::AddAccesses(const Call& call, const domain::View& view, const Reading& reading,
                                  const Reads& reads, std::vector<domain::Change>& changes, bool is_a_use) {
  const Shown& shown = reading.shown;
  const Shown notes = call.use_is_told ? NotesIn(shown) : Shown();
  if (notes.of.empty()) return AddAccess(call, view, reading, shown, reads, changes);
  const Shown others = WithoutNotes(shown);
  if (is_a_use || !others.empty() || !reads.scope().empty()) {
    CANDOR_RETURN_IF_ERROR(AddAccess(call, view, reading, others, reads, changes));
  }
  Reads as_part_of;
  if (!reads.disclosure().empty()) as_part_of.NoteDisclosure(reads.disclosure());
  return AddAccess(call, view, reading, notes, as_part_of, changes);
}

absl::Status ReadLog::AddAccess(const Call& call, const domain::View& view, const Reading& reading, const Shown& shown,
                                const Reads& reads, std::vector<domain::Change>& changes) {
  const Day today = DayAt(reading.now, reading.zone);
  std::vector<domain::AccessOf> of = shown.of;
  CANDOR_RETURN_IF_ERROR(PutHats(view, call.caller, today, of));
  domain::Access access;
  access.reader = call.caller;
  CANDOR_ASSIGN_OR_RETURN(access.role, RoleOfReader(view, call.caller, of, today));
  std::string_view method = call.method;
  if (method.starts_with(kOwnNames)) method.remove_prefix(kOwnNames.size());
  access.method = std::string(method);
  if (reading.session && !reading.session->locked) access.purpose = reading.session->purpose;
  access.highest = shown.highest;
  access.scope = reads.scope();
  access.items = shown.items;
  access.note_items = shown.note_items;
  access.disclosure = reads.disclosure();
  access.emergency = call.emergency;
  auto next = of.begin();
  do {
    const auto left = static_cast<size_t>(of.end() - next);
    const auto end = next + static_cast<std::ptrdiff_t>(std::min(left, domain::kMostAccessOf));
    access.id = RandomIdBytes();
    access.of.assign(next, end);
    changes.emplace_back(access);
    next = end;
  } while (next != of.end());
  return absl::OkStatus();
}

void ReadLog::Append(const Call& call, std::vector<domain::Change> changes, Done done) {
  domain::Transaction transaction;
  transaction.changes = changes;
  store_.Append(std::move(transaction), [this, method = call.method, changes = std::move(changes),
                                         done = std::move(done)](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return done(InReserve(method, changes, appended.status()));
    EmptyReserve();
    done(absl::OkStatus());
  });
}

absl::Status ReadLog::InReserve(std::string_view method, const std::vector<domain::Change>& changes,
                                const absl::Status& refused) {
  const auto* end = std::end(kKeptGoing);
  if (!absl::IsResourceExhausted(refused) || std::find(std::begin(kKeptGoing), end, method) == end) return refused;
  for (const domain::Change& change : changes) {
    const auto* access = std::get_if<domain::Access>(&change);
    if (access == nullptr) return refused;
    domain::Access noted = *access;
    noted.at = clock_.Now();
    CANDOR_RETURN_IF_ERROR(reserve_.Note(noted));
  }
  return absl::OkStatus();
}

void ReadLog::EmptyReserve() {
  if (emptying_.exchange(true)) return;
  const std::vector<domain::Access> held = reserve_.Held();
  if (held.empty()) {
    emptying_ = false;
    return;
  }
  domain::Transaction transaction;
  for (const domain::Access& access : held) transaction.changes.emplace_back(access);
  store_.Append(std::move(transaction), [this, count = held.size()](const absl::StatusOr<domain::Appended>& appended) {
    if (appended.ok()) {
      const absl::Status cleared = reserve_.Clear(count);
      if (!cleared.ok()) log::Error(absl::StrCat("the reserve was not emptied: ", cleared.message()));
    }
    emptying_ = false;
  });
}

WorkingSession ReadLog::OpenSession(const Call& call, domain::Purpose purpose) {
  return sessions_.Open(WhoWorks(call), purpose, clock_.Now());
}

std::optional<WorkingSession> ReadLog::UnlockSession(const Call& call) {
  return sessions_.Unlock(WhoWorks(call), clock_.Now());
}

void ReadLog::LockSession(const Call& call) {
  sessions_.Lock(WhoWorks(call));
}

absl::StatusOr<absl::Duration> ReadLog::IdleTime() const {
  const absl::StatusOr<domain::Settings> settings = store_.Latest()->GetSettings();
  if (absl::IsNotFound(settings.status())) return absl::Minutes(domain::kSessionMinutes);
  CANDOR_RETURN_IF_ERROR(settings.status());
  return absl::Minutes(settings->access.session_minutes);
}

PollMemory::Poll ReadLog::PollOf(const Call& call, std::string_view asked, const IdBytes& who) const {
  const std::string question = absl::StrCat(ToAbsl(AsText(who)), call.method, " ", ToAbsl(asked));
  return {store_.NameRequested(call.caller, "asked", question), 0};
}

IdBytes ReadLog::WhoWorks(const Call& call) const {
  return store_.NameRequested(call.caller, "works", absl::StrCat("at ", call.peer_pem));
}

}  // namespace candor::rpc
