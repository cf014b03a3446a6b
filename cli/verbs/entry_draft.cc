#include "cli/verbs/entry_draft.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/print/exit_codes.h"
#include "cli/verbs/user_folders.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// How long the daemon knows a request id, with a day to spare.
constexpr absl::Duration kRequestIdKnown = absl::Hours(24 * 6);

std::string ToText(const EntryDraft& draft) {
  Json json;
  json["kept_at"] = absl::ToUnixSeconds(draft.kept_at);
  json["server"] = draft.server;
  json["act_for"] = draft.act_for;
  json["request_id"] = draft.request_id;
  if (draft.sent_at) json["sent_at"] = absl::ToUnixSeconds(*draft.sent_at);
  json["values"] = draft.form.values();
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

EntryDraft FromJson(const std::string& id, const Json& json) {
  EntryDraft draft;
  draft.id = id;
  draft.kept_at = absl::FromUnixSeconds(json.at("kept_at").get<int64_t>());
  draft.server = json.at("server").get<std::string>();
  draft.act_for = json.at("act_for").get<std::string>();
  draft.request_id = json.at("request_id").get<std::string>();
  if (json.contains("sent_at")) draft.sent_at = absl::FromUnixSeconds(json.at("sent_at").get<int64_t>());
  for (const auto& [name, values] : json.at("values").items()) {
    for (const auto& value : values) draft.form.Add(name, value.get<std::string>());
  }
  return draft;
}

// nullopt for what this program has not written.
std::optional<EntryDraft> FromText(const std::string& id, const std::string& text) {
  try {
    return FromJson(id, Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

absl::Time KeptAt(const EntryDrafts::Listed& listed) {
  return listed.draft ? listed.draft->kept_at : absl::InfiniteFuture();
}

}  // namespace

bool SentLongAgo(const EntryDraft& draft) {
  return draft.sent_at && absl::Now() - *draft.sent_at > kRequestIdKnown;
}

EntryDraft NewDraft(const Session& session, EntryForm form) {
  EntryDraft draft;
  draft.server = session.connect.server;
  draft.act_for = session.connect.act_for;
  draft.request_id = RandomUuid();
  draft.form = std::move(form);
  return draft;
}

EntryDrafts::EntryDrafts() : box_(UserFolder("XDG_STATE_HOME", ".local/state")) {}

absl::StatusOr<std::vector<EntryDrafts::Listed>> EntryDrafts::List() {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<DraftBox::Draft> drafts, box_.ReadAll());
  std::vector<Listed> list;
  list.reserve(drafts.size());
  for (const DraftBox::Draft& draft : drafts) {
    list.push_back({draft.id, draft.content ? FromText(draft.id, *draft.content) : std::nullopt});
  }
  std::stable_sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) { return KeptAt(a) < KeptAt(b); });
  return list;
}

absl::StatusOr<EntryDrafts::Listed> EntryDrafts::Find(std::string_view start) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<Listed> list, List());
  std::erase_if(list, [&](const Listed& each) { return !each.id.starts_with(start); });
  if (list.empty()) {
    return absl::NotFoundError(start.empty() ? "there is no draft on this machine"
                                             : "there is no such draft; see `candor draft list`");
  }
  if (list.size() > 1) {
    return InvalidField("draft", "value", "may mean several; give more of its id, as in `candor draft list`");
  }
  return std::move(list.front());
}

absl::Status EntryDrafts::Keep(EntryDraft& draft) {
  // Its names may be anything that was typed, so that none is named here.
  if (!draft.form.CheckUtf8().ok()) {
    return InvalidField("draft", "utf8", "one of the answers is not UTF-8, so no draft was kept; change it first");
  }
  if (draft.id.empty()) draft.id = DraftBox::NewId();
  const absl::Time now = absl::Now();
  draft.kept_at = now;
  // "Today" is the day on which it was told, not the one on which it is recorded. The practice's clock is not asked.
  if (draft.form.Get("date").empty()) {
    draft.form.Set("date", FormatDate(ToWire(absl::ToCivilDay(now, absl::LocalTimeZone()))));
  }
  return box_.Put(draft.id, ToText(draft));
}

absl::Status EntryDrafts::Remove(const EntryDraft& draft) {
  return draft.id.empty() ? absl::OkStatus() : box_.Remove(draft.id);
}

std::string ShortId(std::string_view id) {
  return std::string(id.substr(0, 8));
}

}  // namespace candor::cli
