#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/access_log.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// The review of the log: what was shown since the last one, and the record that it was looked through.
namespace candor::cli {
namespace {

constexpr int kAccessesAtOnce = 1000;

// What there is to go through.
struct UnreviewedAccesses {
  std::vector<v1::Access> accesses;  // newest first
  std::string seen_token;            // how far they go, as the daemon has sealed it
};

std::string ReviewerText(const v1::LogReview& review, NameBook& names) {
  return review.reviewer().empty() ? "the operator" : OneLine(names.Member(review.reviewer()));
}

absl::StatusOr<UnreviewedAccesses> AccessesSinceReview(Session& session, v1::ListAccessesRequest request) {
  UnreviewedAccesses unreviewed;
  request.set_unreviewed(true);
  request.set_page_size(kAccessesAtOnce);
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(v1::ListAccessesResponse page, session.connection().Call<v1::AccessService>(
                                                               &v1::AccessService::Stub::ListAccesses, request));
    if (unreviewed.seen_token.empty()) unreviewed.seen_token = page.seen_token();
    for (v1::Access& each : *page.mutable_accesses()) unreviewed.accesses.push_back(std::move(each));
    if (page.next_page_token().empty()) return unreviewed;
    request.set_page_token(page.next_page_token());
  }
}

// A part of the log, which is no review of it.
absl::StatusOr<ExitCode> ShowPartOfLog(Session& session, const v1::ListAccessesRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Access> accesses,
                          ListAsked<v1::AccessService>(session, &v1::AccessService::Stub::ListAccesses, request,
                                                       &v1::ListAccessesResponse::mutable_accesses));
  PrintAccesses(session, accesses, /*own=*/false);
  if (accesses.empty() && session.table()) session.out() << "Nobody was shown anything there.\n";
  return ExitCode::kDone;
}

// What is to be remarked on it; "": nothing.
std::string RemarkFrom(Session& session, const AccessLogOptions& options) {
  std::string remark;
  if (options.remark_from_input) {
    remark.assign(std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>());
    absl::StripAsciiWhitespace(&remark);
  } else if (!options.yes) {
    remark =
        session.terminal.Ask("Anything to remark, for whoever goes through it next (Enter: nothing):").value_or("");
  }
  LetReword(session, "remark", /*typed=*/!options.remark_from_input, remark);
  return remark;
}

absl::Status PutReviewOnRecord(Session& session, const std::string& seen_token, const std::string& remark) {
  v1::ReviewLogRequest request;
  request.set_seen_token(seen_token);
  request.set_remark(remark);
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(const v1::ReviewLogResponse response,
                          session.connection().Call<v1::AccessService>(&v1::AccessService::Stub::ReviewLog, request));
  // Beside the list, in whatever format that is.
  session.terminal.err << "It is on record that the log was gone through, from record " << response.review().from()
                       << " to before record " << response.review().to() << ".\n";
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ExitCode> ReviewAccesses(Session& session, const AccessLogOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::ListAccessesRequest request, AccessesAsked(session, options));
  if (request.has_since() || request.has_until() || !request.reader().empty() || session.page_size > 0) {
    if (options.yes) return UsageError("a part of the log is no review of it: --yes goes with all of it");
    return ShowPartOfLog(session, request);
  }
  CANDOR_ASSIGN_OR_RETURN(const UnreviewedAccesses unreviewed, AccessesSinceReview(session, request));
  PrintAccesses(session, unreviewed.accesses, /*own=*/false);
  if (unreviewed.accesses.empty()) {
    if (session.table()) session.out() << "Nobody was shown anything since the log was last gone through.\n";
    return ExitCode::kDone;
  }
  session.out().flush();
  if (!options.yes && !session.terminal.asks) return ExitCode::kDone;
  if (!options.yes && !session.terminal.Confirm(absl::StrCat("Put on record that you have gone through these ",
                                                             unreviewed.accesses.size(), "?"))) {
    session.terminal.err << "Nothing was put on record; it stands there the next time again.\n";
    return ExitCode::kDone;
  }
  CANDOR_RETURN_IF_ERROR(PutReviewOnRecord(session, unreviewed.seen_token, RemarkFrom(session, options)));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ListLogReviews(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::LogReview> reviews,
      ListAsked<v1::AccessService>(session, &v1::AccessService::Stub::ListReviews, v1::ListReviewsRequest(),
                                   &v1::ListReviewsResponse::mutable_reviews));
  if (!session.table()) {
    session.PrintData(ListJson(reviews));
    return ExitCode::kDone;
  }
  if (reviews.empty()) {
    session.out() << "Nobody has gone through the log yet. candor access-log --review does.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"WHEN", "BY", "RECORDS", "REMARK"});
  for (const v1::LogReview& each : reviews) {
    table.Add({FormatInstant(each.recorded_at()), ReviewerText(each, names),
               absl::StrCat(each.from(), " to before ", each.to()), OneLine(each.remark())});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace candor::cli
