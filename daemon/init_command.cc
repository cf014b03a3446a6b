#include "daemon/init_command.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "daemon/base/bytes.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/member.h"
#include "daemon/domain/readiness.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/identity/desk.h"
#include "daemon/network_setup.h"
#include "daemon/rpc/convert.h"
#include "daemon/store/open.h"

namespace candor {
namespace {

constexpr char kGoOn[] = "the ledger was begun; once this is mended, `candord init --resume` goes on";

// What nothing but these can open, in words that somebody can act on.
std::string WhatToKeep(const domain::KeyStatus& status) {
  switch (status.place) {
    case domain::KeyPlace::kPassphrase:
      return absl::StrCat("the passphrase, and the file ", status.path,
                          ", which it opens (backups carry it): neither opens anything without the other.");
    case domain::KeyPlace::kCredential:
      return "the master key that systemd hands out: the file or the sealed credential that the unit names.";
    case domain::KeyPlace::kDirectory:
    case domain::KeyPlace::kFile:
      break;
  }
  return absl::StrCat("the master key: the 32 bytes of ", status.path, ", on paper or on a medium of their own.");
}

absl::Status SayWhatToKeep(const InitRequest& request, store::DurableStore& store, std::ostream& out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::KeyStatus status, store.custody().Status());
  out << (request.resume ? "The ledger in " : "A ledger was begun in ") << request.data_dir << ": "
      << store.ledger_id().ToString() << "\n\nKeep, apart from this machine and from its backups:\n- "
      << WhatToKeep(status)
      << "\n  Without it nobody can read what is recorded here, and nothing brings it back. Whoever has it and the\n"
         "  data directory, or a backup, can read all of it.\n"
         "- the public key, which checks what the ledger shows: "
      << store.evidence().PublicKey() << "\n";
  // Whoever cares for an authority of their own keeps it already.
  if (request.network.authority_key.empty()) {
    out << "- the key of the certificate authority: " << AuthorityFilesOf(request.data_dir, request.network).key
        << ", which no backup carries.\n"
           "  Without it nobody new can be enrolled, and with another one everybody enrols again. Whoever has it can\n"
           "  pass for this daemon.\n";
  }
  out.flush();
  return absl::OkStatus();
}

void SayWhereItIs(const InitRequest& request, const NetworkRooms& network, std::ostream& out) {
  const std::vector<std::string> names = network.server->certificate().names;
  out << "\nPeople's machines reach it by a certificate:\n";
  const std::optional<std::string> where = WhereToReach(request.network, names);
  if (where) out << "  address    " << *where << ", once candord runs\n";
  out << "  names      " << absl::StrJoin(names, ", ")
      << "\n             (to change them, give all: candord init --resume --name HOST for each)\n"
      << "  authority  SHA-256 " << absl::BytesToHexString(ToAbsl(AsText(network.authority->certificate().fingerprint)))
      << "\n";
}

absl::Status Record(domain::Store& store, domain::Change change) {
  absl::Notification done;
  absl::Status recorded;
  store.Append({{std::move(change)}}, [&](const absl::StatusOr<domain::Appended>& appended) {
    recorded = appended.status();
    done.Notify();
  });
  done.WaitForNotification();
  return recorded;
}

absl::StatusOr<MemberId> AddMember(domain::Store& store, std::string name) {
  domain::Member member;
  member.id = MemberId::Random();
  member.display_name = std::move(name);
  const MemberId id = member.id;
  CANDOR_RETURN_IF_ERROR(Record(store, std::move(member)));
  return id;
}

// The practice's day; before its zone is on record, one that has begun in every zone.
absl::StatusOr<Day> PracticeDay(const domain::View& view, absl::Time now) {
  const absl::StatusOr<domain::Settings> settings = view.GetSettings();
  if (absl::IsNotFound(settings.status())) return DayAt(now, absl::UTCTimeZone()) - 1;
  CANDOR_RETURN_IF_ERROR(settings.status());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings->zone));
  return DayAt(now, zone);
}

// What whoever begins the practice needs in order to name the others.
absl::Status GiveRoles(domain::Store& store, const MemberId& director, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RoleChange> given, store.Latest()->RolesOf(director));
  for (const domain::Role role : {domain::Role::kDirector, domain::Role::kAdministrator}) {
    if (domain::HasRoleOn(given, director, role, today)) continue;
    domain::RoleChange change;
    change.id = RoleChangeId::Random();
    change.member = director;
    change.role = role;
    change.from = today;
    CANDOR_RETURN_IF_ERROR(Record(store, std::move(change)));
  }
  return absl::OkStatus();
}

// The member of that name, whom an earlier run may have made.
absl::StatusOr<MemberId> DirectorNamed(domain::Store& store, const std::string& name) {
  auto known = store.Latest()->FindMember(name);
  if (!absl::IsNotFound(known.status())) return known;
  return AddMember(store, name);
}

// A practice that has a director gives its roles itself: another name here may be a slip of the pen, and would
// make a second one of whom nobody is told.
absl::Status CheckIsDirector(const domain::View& view, const std::string& name, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RoleChange> changes, view.ListRoles());
  const auto named = view.FindMember(name);
  if (!named.ok() && !absl::IsNotFound(named.status())) return named.status();
  std::optional<MemberId> director;
  for (const domain::RoleChange& grant : domain::GrantsOn(changes, today)) {
    if (grant.role != domain::Role::kDirector || grant.deputy) continue;
    if (named.ok() && grant.member == *named) return absl::OkStatus();
    director = grant.member;
  }
  if (!director) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, view.GetMember(*director));
  return absl::FailedPreconditionError(
      absl::StrCat("there is a director, ", member.display_name,
                   "; a code for them: candord init --resume --director '", member.display_name,
                   "'. To others the role is given while candord runs: candor member role grant NAME --role director"));
}

absl::StatusOr<domain::CodeHandedOut> CodeFor(domain::Identity& desk, const MemberId& member) {
  absl::Notification done;
  absl::StatusOr<domain::CodeHandedOut> code = absl::UnknownError("no code was made");
  desk.IssueCode(member, domain::Caller(), [&](absl::StatusOr<domain::CodeHandedOut> handed) {
    code = std::move(handed);
    done.Notify();
  });
  done.WaitForNotification();
  return code;
}

void SayCode(const InitRequest& request, const NetworkRooms& network, const std::string& director,
             const domain::CodeHandedOut& code, std::ostream& out) {
  const std::optional<std::string> where = WhereToReach(request.network, network.server->certificate().names);
  out << "\nFor " << director << " (members/" << code.member.ToString() << "), who enrols first:\n"
      << "  Enrolment code: " << code.text.Reveal() << "\n"
      << "  This person is director and administrator of the practice. The code can be used once, until\n  "
      << absl::FormatTime("%Y-%m-%d %H:%M UTC", code.expires_at, absl::UTCTimeZone())
      << ", and is not shown again. Whoever has it can enrol as this person, so hand\n"
         "  it over yourself. On their own machine: candor enroll --server "
      << where.value_or("HOST:PORT") << "\n";
}

// What the practice names before it works with people.
absl::StatusOr<std::vector<domain::ReadinessGap>> GapsToday(const domain::View& view, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const domain::ReadinessFacts facts, domain::ReadinessFactsOf(view, today));
  return domain::GapsOn(facts, today);
}

void SayGaps(const std::vector<domain::ReadinessGap>& gaps, std::ostream& out) {
  if (gaps.empty()) return;
  out << "\nOnce people have enrolled, nothing of the work is recorded or shown before these are named; candor setup "
         "asks for "
         "them:\n";
  for (const domain::ReadinessGap& gap : gaps) out << "- " << domain::SayGap(gap) << "\n";
}

// Everything beside the ledger, which is there.
absl::Status MakeTheRest(const InitRequest& request, const std::string& director, Clock& clock, std::ostream& out) {
  store::OpenOptions open;
  open.data_dir = request.data_dir;
  open.create = false;
  open.master_key = request.master_key;
  open.clock = &clock;
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<store::DurableStore> store, store::Open(open));
  CANDOR_ASSIGN_OR_RETURN(const Day today, PracticeDay(*store->Latest(), clock.Now()));
  if (!director.empty()) CANDOR_RETURN_IF_ERROR(CheckIsDirector(*store->Latest(), director, today));
  CANDOR_RETURN_IF_ERROR(SayWhatToKeep(request, *store, out));
  CANDOR_RETURN_IF_ERROR(MakeAuthority(request.data_dir, request.network, clock.Now()));
  CANDOR_ASSIGN_OR_RETURN(const NetworkRooms network, OpenNetwork(request.data_dir, request.network, clock));
  SayWhereItIs(request, network, out);
  if (director.empty()) {
    out << "\nNo code was made, as nobody was named: candord init --resume --director NAME makes one, or candor\n"
           "member add and candor member enrol-code while candord runs. Until somebody has enrolled, whoever can open "
           "the\n"
           "daemon's socket is the operator and may act for every member.\n";
    return store->Close();
  }
  const identity::DeskParts parts{*store, network.authority.get(), network.server.get(), store->code_key(), clock, {}};
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<identity::Desk> desk, identity::Desk::Start(parts));
  CANDOR_ASSIGN_OR_RETURN(const MemberId member, DirectorNamed(*store, director));
  CANDOR_RETURN_IF_ERROR(GiveRoles(*store, member, today));
  CANDOR_ASSIGN_OR_RETURN(const domain::CodeHandedOut code, CodeFor(*desk, member));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::ReadinessGap> gaps, GapsToday(*store->Latest(), today));
  // Told once it is sure that it counts.
  CANDOR_RETURN_IF_ERROR(store->Close());
  SayCode(request, network, director, code, out);
  SayGaps(gaps, out);
  return absl::OkStatus();
}

// What can be told before anything is made. The director's name as it goes on record.
absl::StatusOr<std::string> CheckBefore(const InitRequest& request, absl::Time now) {
  if (!request.network.authority_certificate.empty()) {
    const identity::AuthorityFiles brought = AuthorityFilesOf(request.data_dir, request.network);
    CANDOR_RETURN_IF_ERROR(identity::Authority::Load(brought, now).status());
  }
  if (request.director.empty()) return std::string();
  return rpc::PersonFromWire(request.director, "--director");
}

}  // namespace

absl::Status InitPractice(const InitRequest& request, Clock& clock, std::ostream& out) {
  CANDOR_ASSIGN_OR_RETURN(const std::string director, CheckBefore(request, clock.Now()));
  if (request.resume) return MakeTheRest(request, director, clock, out);
  CANDOR_RETURN_IF_ERROR(store::Init(request.data_dir, request.master_key, clock).status());
  const absl::Status rest = MakeTheRest(request, director, clock, out);
  return rest.ok() ? rest : Annotate(rest, kGoOn);
}

}  // namespace candor
