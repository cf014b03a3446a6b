#include "cli/verbs/text_notices.h"

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

// "a name (note, line 1, column 9)", each place of the text that is to be told; how many more there are in `more`.
void AddPlaces(const FreeText& free, const TextLint& lint, std::vector<std::string>& places, size_t& more) {
  const Sensitive<std::string> text(free.text);
  for (const TextNotice& each : lint.Of(text)) {
    if (free.may_name && IsOfName(each.kind)) continue;
    if (places.size() == kMostPlaces) {
      ++more;
      continue;
    }
    const TextPlace place = PlaceIn(text, each.offset);
    places.push_back(absl::StrCat(std::string(WhatItMayBe(each.kind)), " (", free.where, ", line ", place.line,
                                  ", column ", place.column, ")"));
  }
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
  std::vector<std::string> places;
  size_t more = 0;
  const TextLint lint(members);
  for (const FreeText& each : texts) AddPlaces(each, lint, places, more);
  if (places.empty()) return "";
  const std::string others = more == 0 ? "" : absl::StrCat("; and ", more, " more");
  return absl::StrCat("Before it is saved: perhaps ", absl::StrJoin(places, "; "), others,
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
