#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "candor/v1/access.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/rpc/access_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/log_token.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/whose_log.h"

// Who was shown what, what left the daemon, and for what somebody reads.
namespace candor::rpc {
namespace {

// Everybody's (AIP-159).
constexpr char kLogOfAll[] = "members/-";
// What goes on record of who looks through the log of others.
constexpr char kLogScope[] = "access log";

// --- The log

// What a listing is about.
struct LogQuery {
  MemberId of;      // empty: everybody
  MemberId reader;  // empty: whoever it was
  domain::NumberRange range;
  uint64_t seen_to = 0;
  bool own = false;  // the caller's, told as to one of those whom it is of
};

absl::Status ReadWhoseLog(Question& question, const v1::ListAccessesRequest& request, LogQuery& query) {
  const MemberId& caller = question.viewer.member();
  if (request.parent().empty()) {
    if (caller.empty()) return MissingField("parent", "say whose: members/{member}, or members/- for everybody's");
    query.of = caller;
  } else if (request.parent() != kLogOfAll) {
    CANDOR_ASSIGN_OR_RETURN(query.of, KnownMember(*question.view, request.parent(), "parent"));
  }
  query.own = !caller.empty() && query.of == caller;
  if (query.own) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool answers, AnswersForLog(question));
  return answers ? absl::OkStatus() : OthersLog("parent");
}

absl::Status ReadLogDays(const Question& question, const v1::ListAccessesRequest& request, LogQuery& query) {
  if (request.has_since()) {
    CANDOR_ASSIGN_OR_RETURN(const Day since, DayFromWire(request.since(), "since"));
    CANDOR_ASSIGN_OR_RETURN(query.range.from, question.view->FirstSince(absl::FromCivil(since, question.zone)));
  }
  query.range.to = question.view->size();
  if (!request.has_until()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const Day until, DayFromWire(request.until(), "until"));
  CANDOR_ASSIGN_OR_RETURN(query.range.to, question.view->FirstSince(absl::FromCivil(until + 1, question.zone)));
  return absl::OkStatus();
}

// A token says where the next page ends, and up to where the first one had looked.
absl::Status ReadLogPlace(const Rooms& rooms, const Call& call, const std::string& token, LogQuery& query) {
  query.seen_to = query.range.to;
  if (token.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const LogPlace place, ReadLogToken(call.caller, token, rooms.store));
  query.range.to = std::min(query.range.to, place.before);
  query.seen_to = place.seen_to;
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> ReviewedTo(const domain::View& view) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LogReviewed> reviews, view.ListLogReviews());
  uint64_t to = 0;
  for (const domain::LogReviewed& each : reviews) to = std::max(to, each.to);
  return to;
}

absl::StatusOr<LogQuery> ReadLogQuery(const Rooms& rooms, const Call& call, Question& question,
                                      const v1::ListAccessesRequest& request) {
  LogQuery query;
  CANDOR_RETURN_IF_ERROR(ReadWhoseLog(question, request, query));
  if (!request.reader().empty()) {
    if (request.parent() != kLogOfAll) {
      return InvalidField("reader", "not_both", "goes with everybody's log only: give members/- as the parent");
    }
    CANDOR_ASSIGN_OR_RETURN(query.reader, KnownMember(*question.view, request.reader(), "reader"));
  }
  CANDOR_RETURN_IF_ERROR(ReadLogDays(question, request, query));
  if (request.unreviewed()) {
    if (request.parent() != kLogOfAll) {
      return InvalidField("unreviewed", "not_both", "goes with everybody's log only: give members/- as the parent");
    }
    CANDOR_ASSIGN_OR_RETURN(const uint64_t reviewed_to, ReviewedTo(*question.view));
    query.range.from = std::max(query.range.from, reviewed_to);
  }
  CANDOR_RETURN_IF_ERROR(ReadLogPlace(rooms, call, request.page_token(), query));
  return query;
}

absl::StatusOr<std::vector<domain::NumberedAccess>> AccessesIn(const domain::View& view, const LogQuery& query,
                                                               size_t limit) {
  if (!query.of.empty()) return view.AccessesTo(query.of, query.range, limit);
  if (!query.reader.empty()) return view.AccessesBy(query.reader, query.range, limit);
  return view.ListAccesses(query.range, limit);
}

// That a private note was read, and by whom, would tell whoever reviews the log that there is one. What was of nothing
// else is not told to them, and of the rest nothing changes by it. Whether anything of it is left to tell.
bool LeaveOutNotes(domain::Access& access) {
  const size_t notes = std::erase_if(access.of, [](const domain::AccessOf& each) { return each.is_of_note(); });
  return notes == 0 || !access.of.empty();
}

// Takes out of it what is confined from the caller: what stands under a member without naming them. Whether anything
// of it is left to tell.
absl::StatusOr<bool> LeaveOutConfined(Question& question, domain::Access& access) {
  const size_t before = access.of.size();
  for (auto each = access.of.begin(); each != access.of.end();) {
    bool kept = false;
    if (each->member.empty() && each->subject.kind == domain::SubjectKind::kMember) {
      CANDOR_ASSIGN_OR_RETURN(kept, question.viewer.IsKeptFrom(each->subject.member_id()));
    }
    each = kept ? access.of.erase(each) : each + 1;
  }
  if (access.of.size() == before) return true;
  access.highest = domain::FieldClass::kTriage;
  for (const domain::AccessOf& each : access.of) access.highest = std::max(access.highest, each.highest);
  access.items = static_cast<uint32_t>(access.of.size());
  access.note_items = 0;
  return !access.of.empty();
}

// Newest first, as many as fit. The record before which the next page begins; nullopt: that was the end.
absl::StatusOr<std::optional<uint64_t>> WriteAccesses(Question& question, LogQuery query, size_t limit,
                                                      v1::ListAccessesResponse& response) {
  const MemberId to = query.own ? query.of : MemberId();
  uint64_t last = 0;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::NumberedAccess> accesses, AccessesIn(*question.view, query, limit + 1));
    for (domain::NumberedAccess& each : accesses) {
      query.range.to = each.number;
      CANDOR_ASSIGN_OR_RETURN(bool left, LeaveOutConfined(question, each.access));
      if (left && !query.own) {
        each.access.items = ItemsBesideNotes(each.access);
        each.access.note_items = 0;
        left = LeaveOutNotes(each.access);
      }
      if (!left) continue;
      if (static_cast<size_t>(response.accesses_size()) == limit) return std::optional(last);
      last = each.number;
      rpc::ToWire(each, query.own ? &to : nullptr, response.add_accesses());
    }
    if (accesses.size() <= limit) return std::optional<uint64_t>();
  }
}

absl::Status ListAccesses(const Rooms& rooms, const Call& call, const v1::ListAccessesRequest& request,
                          v1::ListAccessesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const LogQuery query, ReadLogQuery(rooms, call, question, request));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<uint64_t> next, WriteAccesses(question, query, limit, response));
  if (next) response.set_next_page_token(LogToken(call.caller, {*next, query.seen_to}, rooms.store));
  if (query.own) {
    response.set_seen_to(query.seen_to);
  } else {
    response.set_seen_token(SeenToken(call.caller, query.seen_to, rooms.store));
  }
  // Who looks at what is their own leaves nothing; in somebody's name it is a use of that right. What the log says has
  // changed by having been looked at, so that the question alone is told apart.
  if (!query.own || call.caller.is_acted_for()) call.reads->NoteScope(kLogScope, "");
  return absl::OkStatus();
}

// --- That it was looked through

absl::StatusOr<std::optional<domain::LogReviewed>> ReviewNamed(const domain::View& view, const IdBytes& id) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LogReviewed> reviews, view.ListLogReviews());
  const auto found =
      std::find_if(reviews.begin(), reviews.end(), [&](const domain::LogReviewed& each) { return each.id == id; });
  if (found == reviews.end()) return std::optional<domain::LogReviewed>();
  return std::optional(*found);
}

// Up to where it was looked through: where a listing of the caller's ended, and nowhere between.
absl::StatusOr<uint64_t> ReadSeenTo(const Rooms& rooms, const Call& call, const v1::ReviewLogRequest& request) {
  if (request.to() != 0) {
    return InvalidField("to", "no_number",
                        "is no longer taken, as lines have no numbers: give the `seen_token` that the log came with");
  }
  if (request.seen_token().empty()) return MissingField("seen_token", "give the one that the log came with");
  return ReadSeenToken(call.caller, request.seen_token(), rooms.store);
}

absl::StatusOr<domain::LogReviewed> DraftReview(const Rooms& rooms, const Call& call,
                                                const v1::ReviewLogRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  domain::LogReviewed review;
  CANDOR_ASSIGN_OR_RETURN(review.id, IdToMake(rooms, call, "log review", request.request_id()));
  if (request.remark().size() > domain::kMaxRemarkBytes) {
    return InvalidField("remark", "too_long", "longer than 4 KiB; keep what matters");
  }
  CANDOR_ASSIGN_OR_RETURN(review.to, ReadSeenTo(rooms, call, request));
  review.remark = Sensitive<std::string>(request.remark());
  review.caller = call.caller;
  // The same call again is answered with what it made.
  CANDOR_ASSIGN_OR_RETURN(const auto made, ReviewNamed(*question.view, review.id));
  if (made) return review;
  CANDOR_ASSIGN_OR_RETURN(review.from, ReviewedTo(*question.view));
  if (review.to > question.view->size()) {
    return InvalidField("seen_token", "out_of_range",
                        "ends beyond the ledger, as of another copy of it; list the log again");
  }
  if (review.to > review.from) return review;
  return FailedField("seen_token", "reviewed",
                     "ends where the log has been looked through already; look at what came since first");
}

void ReviewLog(const Rooms& rooms, const Call& call, const v1::ReviewLogRequest& request,
               const Reply<v1::ReviewLogResponse>& reply) {
  const auto review = DraftReview(rooms, call, request);
  if (!review.ok()) return reply(review.status());
  rooms.store.Append(domain::Transaction{{*review}, SentBy(request)},
                     [rooms, id = review->id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       const auto made = ReviewNamed(*rooms.store.Latest(), id);
                       if (!made.ok()) return reply(made.status());
                       v1::ReviewLogResponse response;
                       if (*made) rpc::ToWire(**made, response.mutable_review());
                       reply(std::move(response));
                     });
}

absl::Status ListReviews(const Rooms& rooms, const Call& call, const v1::ListReviewsRequest& request,
                         v1::ListReviewsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LogReviewed> reviews, question.view->ListLogReviews());
  for (size_t i = begin; i < reviews.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    rpc::ToWire(reviews[i], response.add_reviews());
  }
  return absl::OkStatus();
}

// --- Working sessions

void WriteSession(const WorkingSession& session, absl::Duration idle, v1::Session* out) {
  out->set_purpose(static_cast<v1::Purpose>(session.purpose));
  out->set_idle_minutes(static_cast<int32_t>(absl::ToInt64Minutes(idle)));
  rpc::ToWire(session.last + idle, out->mutable_locks_at());
}

absl::Status OpenSession(ReadLog& read_log, const Call& call, const v1::OpenSessionRequest& request,
                         v1::OpenSessionResponse& response) {
  if (request.purpose() == v1::PURPOSE_UNSPECIFIED) return MissingField("purpose", "say what you read for");
  CANDOR_ASSIGN_OR_RETURN(const absl::Duration idle, read_log.IdleTime());
  WriteSession(read_log.OpenSession(call, static_cast<domain::Purpose>(request.purpose())), idle,
               response.mutable_session());
  return absl::OkStatus();
}

absl::Status UnlockSession(ReadLog& read_log, const Call& call, v1::UnlockSessionResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const absl::Duration idle, read_log.IdleTime());
  const std::optional<WorkingSession> session = read_log.UnlockSession(call);
  if (!session) {
    return WithDetail(absl::FailedPreconditionError("there is no working session to go on with: begin one (candor "
                                                    "session start)"),
                      {"candor-session", "no_session"});
  }
  WriteSession(*session, idle, response.mutable_session());
  return absl::OkStatus();
}

void AddSessionMethods(MethodTable& methods) {
  ReadLog& log = methods.read_log();
  methods.AnswerHere<v1::OpenSessionRequest, v1::OpenSessionResponse>(
      "candor.v1.AccessService.OpenSession",
      [&log](const Call& call, const v1::OpenSessionRequest& request, v1::OpenSessionResponse& response) {
        return OpenSession(log, call, request, response);
      });
  methods.AnswerHere<v1::UnlockSessionRequest, v1::UnlockSessionResponse>(
      "candor.v1.AccessService.UnlockSession",
      [&log](const Call& call, const v1::UnlockSessionRequest& /*request*/, v1::UnlockSessionResponse& response) {
        return UnlockSession(log, call, response);
      });
  methods.AnswerHere<v1::CloseSessionRequest, v1::CloseSessionResponse>(
      "candor.v1.AccessService.CloseSession",
      [&log](const Call& call, const v1::CloseSessionRequest& /*request*/, v1::CloseSessionResponse& /*response*/) {
        log.LockSession(call);
        return absl::OkStatus();
      });
}

}  // namespace

void AddAccessService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.AccessService.ListAccesses", rooms, ListAccesses);
  methods.AnswerLater("candor.v1.AccessService.ReviewLog", rooms, ReviewLog);
  methods.Answer("candor.v1.AccessService.ListReviews", rooms, ListReviews);
  AddDisclosureMethods(rooms, methods);
  AddSessionMethods(methods);
}

}  // namespace candor::rpc
