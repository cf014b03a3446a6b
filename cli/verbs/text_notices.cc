#include "cli/verbs/text_notices.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/print/table.h"
#include "cli/wire/free_text.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/text_lint.h"

namespace candor::cli {
namespace {

using google::protobuf::Message;

// As many places as sixty words hold.
constexpr size_t kMostPlaces = 3;

std::string_view WhatItMayBe(TextNoticeKind kind) {
  switch (kind) {
    case TextNoticeKind::kName:
      return "a name";
    case TextNoticeKind::kKnownName:
      return "a member's name";
    case TextNoticeKind::kPhone:
      return "a telephone number";
    case TextNoticeKind::kOnline:
      return "an e-mail address";
    case TextNoticeKind::kAddress:
      return "an address";
    case TextNoticeKind::kSex:
      return "somebody's sex";
    case TextNoticeKind::kOrientation:
      return "somebody's orientation";
    case TextNoticeKind::kAge:
      return "somebody's age";
    case TextNoticeKind::kReligion:
      return "somebody's religion";
    case TextNoticeKind::kEthnicity:
      return "somebody's ethnicity";
  }
  return "a name";
}

bool IsOfName(TextNoticeKind kind) {
  return kind == TextNoticeKind::kName || kind == TextNoticeKind::kKnownName;
}

// What somebody is, which is told before who they are: the latter is seen by its capitals.
bool IsOfCharacteristic(TextNoticeKind kind) {
  return kind == TextNoticeKind::kSex || kind == TextNoticeKind::kOrientation || kind == TextNoticeKind::kAge ||
         kind == TextNoticeKind::kReligion || kind == TextNoticeKind::kEthnicity;
}

struct NoticePlace {
  TextNoticeKind kind = TextNoticeKind::kName;
  std::string where;  // "note, line 1, column 9"
};

// Each place of the text that is to be told.
void AddPlaces(const FreeText& free, const TextLint& lint, std::vector<NoticePlace>& places) {
  const Sensitive<std::string> text(free.text);
  for (const TextNotice& each : lint.Of(text)) {
    if (free.may_name && IsOfName(each.kind)) continue;
    const TextPlace place = PlaceIn(text, each.offset);
    places.push_back({each.kind, absl::StrCat(free.where, ", line ", place.line, ", column ", place.column)});
  }
}

// "; and 4 more: an e-mail address, somebody's religion": how many are not told, and of the kinds that are not, which.
std::string NotTold(const std::vector<NoticePlace>& places) {
  if (places.size() <= kMostPlaces) return "";
  std::set<TextNoticeKind> told;
  for (size_t i = 0; i < kMostPlaces; ++i) told.insert(places[i].kind);
  std::vector<std::string> kinds;
  for (size_t i = kMostPlaces; i < places.size(); ++i) {
    if (told.insert(places[i].kind).second) kinds.emplace_back(WhatItMayBe(places[i].kind));
  }
  return absl::StrCat("; and ", places.size() - kMostPlaces, " more", kinds.empty() ? "" : ": ",
                      absl::StrJoin(kinds, ", "));
}

std::vector<FreeText> NewTexts(const Message& message, const Message* before) {
  std::vector<FreeText> texts = FreeTextsOf(message);
  if (before == nullptr) return texts;
  std::set<std::string> known;
  for (FreeText& each : FreeTextsOf(*before)) known.insert(std::move(each.text));
  std::erase_if(texts, [&](const FreeText& each) { return known.contains(each.text); });
  return texts;
}

std::string NoticesOf(const std::vector<FreeText>& texts, const std::vector<std::string>& members) {
  std::vector<NoticePlace> places;
  const TextLint lint(members);
  for (const FreeText& each : texts) AddPlaces(each, lint, places);
  if (places.empty()) return "";
  std::stable_partition(places.begin(), places.end(),
                        [](const NoticePlace& each) { return IsOfCharacteristic(each.kind); });
  std::vector<std::string> told;
  for (size_t i = 0; i < std::min(places.size(), kMostPlaces); ++i) {
    told.push_back(absl::StrCat(std::string(WhatItMayBe(places[i].kind)), " (", places[i].where, ")"));
  }
  return absl::StrCat("Before it is saved: perhaps ", absl::StrJoin(told, "; "), NotTold(places),
                      ". A code or a role says enough. It can be saved as it is.");
}

// False: there was nothing to tell.
bool Say(Session& session, const std::vector<FreeText>& texts) {
  if (texts.empty()) return false;
  NameBook names(session.connection());
  const std::string notices = NoticesOf(texts, names.Members());
  if (!notices.empty()) session.terminal.err << Wrap(notices, kTextWidth) << '\n';
  return !notices.empty();
}

}  // namespace

std::string TextNotices(const Message& message, const std::vector<std::string>& members, const Message* before) {
  return NoticesOf(NewTexts(message, before), members);
}

std::string TextNoticesOfSheet(const std::vector<TextCount>& counts, bool imported) {
  if (counts.empty()) return "";
  std::vector<std::string> places;
  int64_t more = 0;
  for (const TextCount& each : counts) {
    if (places.size() == kMostPlaces) {
      more += each.places;
      continue;
    }
    const std::string often = each.places == 1 ? "" : absl::StrCat(each.places, " times ");
    places.push_back(absl::StrCat(often, std::string(WhatItMayBe(each.kind)), " (", OneLine(each.column),
                                  each.places == 1 ? ", row " : ", first in row ", each.first_row, ")"));
  }
  const std::string others = more == 0 ? "" : absl::StrCat("; and ", more, " more");
  return absl::StrCat(
      imported ? "In the texts of the sheet: perhaps " : "Before it is imported: perhaps ", absl::StrJoin(places, "; "),
      others, ". A code or a role says enough. ",
      imported ? "What is in stays as it was written; --dry-run says this before." : "It can be imported as it is.");
}

bool SayTextNotices(Session& session, const Message& message, const Message* before) {
  return Say(session, NewTexts(message, before));
}

bool SayNoticesOf(Session& session, const std::string& where, const std::string& words) {
  if (words.empty()) return false;
  return Say(session, {FreeText{where, where, words, false}});
}

void LetReword(Session& session, const std::string& where, bool typed, std::string& words) {
  if (!SayNoticesOf(session, where, words) || !typed || !session.terminal.asks) return;
  const std::optional<std::string> others = session.terminal.Ask(kAsksForOtherWords);
  if (others && !others->empty()) words = *others;
}

}  // namespace candor::cli
