#include "cli/report/report_words.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/print/table.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

std::string WaitingText(const v1::ReportRow& row) {
  std::string text;
  if (row.has_median_days()) absl::StrAppend(&text, ", median ", row.median_days(), " days");
  if (row.has_waiting()) absl::StrAppend(&text, ", ", row.waiting(), " still waiting");
  return text;
}

// "0-4" and "all but 0-4": how far a small share can be told, which begins its note ("0-4 of them by then."); "" for
// any other row.
std::string FewText(const v1::ReportRow& row) {
  if (row.measure() != v1::REPORT_MEASURE_SHARE || !IsShown(row) || row.has_count() || row.has_permille()) return "";
  if (row.note().starts_with("0-4 of them")) return "0-4";
  return row.note().starts_with("All but 0-4 of them") ? "all but 0-4" : "";
}

// An estimate has a percentage and no count.
std::string EstimateText(const v1::ReportRow& row) {
  const std::string few = FewText(row);
  const std::string share = row.has_permille() ? absl::StrCat(Tenths(row.permille()), " %") : few;
  return absl::StrCat(share, share.empty() ? "" : " ", "of ", row.of());
}

std::string ShownText(const v1::ReportRow& row) {
  std::string text;
  switch (row.measure()) {
    case v1::REPORT_MEASURE_ANSWER:
      if (!row.has_answer()) return "none";  // the note says why
      return row.answer() ? "yes" : "no";
    case v1::REPORT_MEASURE_DAYS:
      text = absl::StrCat(row.count(), " days");
      break;
    case v1::REPORT_MEASURE_SHARE:
      if (!row.has_count()) return EstimateText(row);
      text = absl::StrCat(row.count(), " of ", row.of());
      break;
    default:
      text = absl::StrCat(row.count());
      break;
  }
  if (row.has_permille()) absl::StrAppend(&text, " (", Tenths(row.permille()), " %)");
  if (row.has_rate_tenths()) {
    const bool thousand = row.measure() == v1::REPORT_MEASURE_RATE_PER_THOUSAND;
    absl::StrAppend(&text, " (", Tenths(row.rate_tenths()), thousand ? " per 1,000)" : " per 100)");
  }
  return text;
}

}  // namespace

std::string Tenths(int64_t tenths) {
  return absl::StrFormat("%d.%d", tenths / 10, tenths % 10);
}

std::string ShortValueText(const v1::ReportRow& row) {
  switch (row.state()) {
    case v1::REPORT_ROW_STATE_SHOWN:
      return ShownText(row);
    case v1::REPORT_ROW_STATE_HIDDEN:
      return "hidden";
    default:
      return "not recorded";
  }
}

std::string ValueText(const v1::ReportRow& row) {
  return IsShown(row) ? ShownText(row) + WaitingText(row) : ShortValueText(row);
}

std::string NoteText(const v1::ReportRow& row) {
  if (FewText(row).empty()) return row.note();
  const std::string rest = row.note().substr(row.note().find('.') + 1);
  return rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
}

std::string CausesText(const v1::RestatedFigure& figure) {
  std::vector<std::string> causes;
  for (const int cause : figure.causes()) {
    switch (cause) {
      case v1::RESTATEMENT_CAUSE_POLICY_CHANGED:
        causes.emplace_back("other policies are in force");
        break;
      case v1::RESTATEMENT_CAUSE_WRITTEN_SINCE:
        causes.emplace_back("entries were written down since");
        break;
      case v1::RESTATEMENT_CAUSE_CORRECTED_SINCE:
        causes.emplace_back("entries were corrected since");
        break;
      case v1::RESTATEMENT_CAUSE_TIME_PASSED:
        causes.emplace_back("dates have passed and follow-ups have been closed");
        break;
      default:
        break;
    }
  }
  return causes.empty() ? "this version counts it in another way" : absl::StrJoin(causes, "; ");
}

std::string LastSignedText(const v1::ReportCover& cover) {
  if (!cover.has_last_signed()) return "never";
  const v1::ReportSignature& signature = cover.last_signed();
  return absl::StrCat(FormatInstant(signature.signed_at()), " by ", OneLine(signature.signer()), ", of ",
                      signature.ledger_size(), " records");
}

namespace {

// More of one version that were reviewed on one day are told together.
constexpr size_t kFewProfiles = 3;

std::string ReviewedText(const v1::ProfileReview& review) {
  return review.has_reviewed_on() ? absl::StrCat("reviewed on ", FormatDate(review.reviewed_on())) : "";
}

// "aca" of "aca 1.0.0".
std::string_view NameOf(const v1::ProfileReview& review) {
  const std::string_view profile = review.profile();
  return profile.substr(0, profile.rfind(' '));
}

// "1.0.0" of "aca 1.0.0"; "" where there is none.
std::string_view VersionOf(const v1::ProfileReview& review) {
  const std::string_view profile = review.profile();
  const size_t blank = profile.rfind(' ');
  return blank == std::string_view::npos ? std::string_view() : profile.substr(blank + 1);
}

// "default 1.0.0, aca 1.0.0 (reviewed on 2026-03-01)"; "5 of version 1.0.0 (reviewed on 2026-03-01: aca, apa, ...)".
std::string AlikeText(const std::vector<const v1::ProfileReview*>& alike, ProfileNames names) {
  const std::string reviewed = ReviewedText(*alike.front());
  if (alike.size() <= kFewProfiles) {
    return absl::StrJoin(alike, ", ", [&](std::string* out, const v1::ProfileReview* each) {
      absl::StrAppend(out, each->profile(), reviewed.empty() ? "" : absl::StrCat(" (", reviewed, ")"));
    });
  }
  std::vector<std::string> said;
  if (!reviewed.empty()) said.push_back(reviewed);
  if (names == ProfileNames::kAll) {
    said.push_back(absl::StrJoin(alike, ", ", [](std::string* out, const v1::ProfileReview* each) {
      absl::StrAppend(out, ToAbsl(NameOf(*each)));
    }));
  }
  return absl::StrCat(alike.size(), " of version ", ToAbsl(VersionOf(*alike.front())),
                      said.empty() ? "" : absl::StrCat(" (", absl::StrJoin(said, ": "), ")"));
}

// In the order of the cover; those that are alike stand with the first of them.
std::string ProfilesText(const v1::ReportCover& cover, ProfileNames names) {
  if (cover.profile_reviews().empty()) return absl::StrJoin(cover.profiles(), ", ");
  std::vector<std::vector<const v1::ProfileReview*>> groups;
  for (const v1::ProfileReview& review : cover.profile_reviews()) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& each) {
      return VersionOf(*each.front()) == VersionOf(review) && ReviewedText(*each.front()) == ReviewedText(review);
    });
    if (group == groups.end()) {
      groups.push_back({&review});
    } else {
      group->push_back(&review);
    }
  }
  return absl::StrJoin(groups, ", ", [&](std::string* out, const std::vector<const v1::ProfileReview*>& each) {
    absl::StrAppend(out, AlikeText(each, names));
  });
}

}  // namespace

std::vector<std::pair<std::string, std::string>> CoverPairs(const v1::ReportCover& cover, ProfileNames names) {
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Period", absl::StrCat(FormatDate(cover.from()), " to ", FormatDate(cover.to()), ", ", cover.time_zone())},
      {"As of", FormatInstant(cover.as_of())},
      {"Checkpoint", absl::StrCat(cover.ledger_size(), " records, root hash ", absl::Base64Escape(cover.root_hash()))},
      {"Policies", absl::StrJoin(cover.policies(), ", ")},
      {"Profiles", ProfilesText(cover, names)},
      {"In force from", cover.has_policies_effective_from() ? FormatDate(cover.policies_effective_from()) : ""},
      {"Not assessed", absl::StrCat(cover.entries_pending(), " waiting, ", cover.policy_faults(), " with a fault")},
      {"Can be signed", cover.signable() ? "yes" : "no, the known gaps say why"},
      {"Last signed", LastSignedText(cover)}};
  if (!cover.practice().empty()) pairs.emplace(pairs.begin(), "Practice", cover.practice());
  return pairs;
}

}  // namespace candor::cli
