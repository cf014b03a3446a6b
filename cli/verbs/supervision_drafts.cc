#include "cli/verbs/supervision_drafts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "cli/verbs/user_folders.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// How long the daemon knows a request id, with a day to spare.
constexpr absl::Duration kSigningKnown = absl::Hours(24 * 6);
constexpr int kWeek = 7;

std::string NoteToText(const NoteDraft& draft) {
  Json json;
  json["server"] = draft.server;
  json["act_for"] = draft.act_for;
  json["begun_at"] = absl::ToUnixMicros(draft.begun_at);
  json["finished"] = draft.finished;
  if (draft.sent_at) json["sent_at"] = absl::ToUnixSeconds(*draft.sent_at);
  json["note"] = absl::Base64Escape(draft.note.SerializeAsString());
  if (!draft.amends.empty()) {
    json["amends"] = draft.amends;
    json["of_version"] = draft.of_version;
    json["why"] = draft.why;
  }
  return json.dump();
}

// nullopt for what this program has not written.
std::optional<NoteDraft> NoteFromText(const std::string& id, const std::string& text) {
  try {
    const Json json = Json::parse(text);
    NoteDraft draft;
    draft.id = id;
    draft.server = json.at("server").get<std::string>();
    draft.act_for = json.at("act_for").get<std::string>();
    draft.begun_at = absl::FromUnixMicros(json.at("begun_at").get<int64_t>());
    draft.finished = json.value("finished", false);
    if (json.contains("sent_at")) draft.sent_at = absl::FromUnixSeconds(json.at("sent_at").get<int64_t>());
    draft.amends = json.value("amends", std::string());
    draft.of_version = json.value("of_version", 0);
    draft.why = json.value("why", std::string());
    std::string note;
    if (!absl::Base64Unescape(json.at("note").get<std::string>(), &note)) return std::nullopt;
    if (!draft.note.ParseFromString(note)) return std::nullopt;
    return draft;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

Day HeldOn(const NoteDraft& draft) {
  return FromWire(draft.note.session().started().date());
}

// The member acted for, however they were named.
absl::StatusOr<std::string> ActorOf(Session& session) {
  if (session.connect.act_for.empty()) return std::string();
  return ResolveMember(session.connection(), session.connect.act_for);
}

}  // namespace

bool SentLongAgo(const NoteDraft& draft) {
  return draft.sent_at && absl::Now() - *draft.sent_at > kSigningKnown;
}

absl::StatusOr<NoteDraft> NewNoteDraft(Session& session) {
  NoteDraft draft;
  draft.server = session.connect.server;
  CANDOR_ASSIGN_OR_RETURN(draft.act_for, ActorOf(session));
  draft.begun_at = absl::Now();
  draft.note.set_request_id(RandomUuid());
  return draft;
}

NoteDrafts::NoteDrafts() : box_(UserFolder("XDG_STATE_HOME", ".local/state") + "/supervision") {}

absl::StatusOr<std::vector<NoteDraft>> NoteDrafts::List(Session& session, int* unreadable) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<NoteDraft> drafts, ListAll(session, unreadable));
  std::erase_if(drafts, [](const NoteDraft& each) { return !each.amends.empty(); });
  return drafts;
}

absl::StatusOr<std::vector<NoteDraft>> NoteDrafts::ListVersions(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<NoteDraft> drafts, ListAll(session, nullptr));
  std::erase_if(drafts, [](const NoteDraft& each) { return each.amends.empty(); });
  return drafts;
}

absl::StatusOr<std::vector<NoteDraft>> NoteDrafts::ListAll(Session& session, int* unreadable) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<DraftBox::Draft> kept, box_.ReadAll());
  std::vector<NoteDraft> drafts;
  if (kept.empty()) return drafts;
  CANDOR_ASSIGN_OR_RETURN(const std::string actor, ActorOf(session));
  for (const DraftBox::Draft& each : kept) {
    std::optional<NoteDraft> draft = each.content ? NoteFromText(each.id, *each.content) : std::nullopt;
    if (!draft) {
      if (unreadable != nullptr) ++*unreadable;
      continue;
    }
    if (draft->server == session.connect.server && draft->act_for == actor) drafts.push_back(*std::move(draft));
  }
  std::sort(drafts.begin(), drafts.end(), [](const NoteDraft& a, const NoteDraft& b) {
    return std::pair(HeldOn(a), a.begun_at) < std::pair(HeldOn(b), b.begun_at);
  });
  return drafts;
}

absl::Status NoteDrafts::Keep(NoteDraft& draft) {
  if (draft.id.empty()) draft.id = DraftBox::NewId();
  return box_.Put(draft.id, NoteToText(draft));
}

bool IsOfWeek(const NoteDraft& draft, Day monday) {
  const v1::SupervisionNoteFormat format = draft.note.session().format();
  return format != v1::SUPERVISION_NOTE_FORMAT_AD_HOC && format != v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP &&
         HeldOn(draft) >= monday && HeldOn(draft) < monday + kWeek;
}

std::set<std::string> DraftedIn(const std::vector<NoteDraft>& drafts, Day monday) {
  std::set<std::string> names;
  for (const NoteDraft& draft : drafts) {
    if (!IsOfWeek(draft, monday)) continue;
    for (const v1::SupervisionAttendee& each : draft.note.session().attendees()) names.insert(each.member());
  }
  return names;
}

}  // namespace candor::cli
