#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "candor/v1/concern.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/measures.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// What was taken from members who had reported something, and who looked at it (R66).
namespace candor::rpc {
namespace {

// Nobody in particular looks at it, once people are enrolled; and nobody is shown one of which they are a part, but
// what they have signed they are shown still.
absl::StatusOr<std::vector<domain::MeasureTaken>> MeasuresShown(Question& question) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<domain::MeasureTaken> all, domain::MeasuresAfterReports(*question.view));
  const domain::Viewer& viewer = question.viewer;
  if (viewer.sees_everything()) return all;
  std::vector<domain::MeasureTaken> shown;
  if (viewer.is_operator()) return shown;
  for (domain::MeasureTaken& each : all) {
    CANDOR_ASSIGN_OR_RETURN(const bool may, domain::MayReview(*question.view, each, viewer.member(), question.today));
    const bool signed_by_them = each.reviewed && each.reviewed->by == viewer.member();
    if (may || signed_by_them) shown.push_back(std::move(each));
  }
  return shown;
}

absl::Status ListMeasures(const Rooms& rooms, const Call& call, const v1::ListMeasuresRequest& request,
                          v1::ListMeasuresResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::MeasureTaken> measures, MeasuresShown(question));
  for (size_t i = begin; i < measures.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    WriteMeasure(measures[i], question.zone, response.add_measures());
  }
  return absl::OkStatus();
}

struct MeasureRef {
  MemberId member;
  IdBytes what{};
};

absl::StatusOr<MeasureRef> ParseMeasure(const std::string& name) {
  if (const auto role = ParseRoleGrant(name, "name"); role.ok()) return MeasureRef{role->member, role->grant.bytes()};
  CANDOR_ASSIGN_OR_RETURN(const EnrolmentRef enrolment, ParseEnrolment(name, "name"));
  return MeasureRef{enrolment.member, enrolment.enrolment.bytes()};
}

absl::StatusOr<domain::MeasureTaken> FindMeasure(Question& question, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const MeasureRef ref, ParseMeasure(name));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::MeasureTaken> measures, MeasuresShown(question));
  const auto found = std::find_if(measures.begin(), measures.end(), [&](const domain::MeasureTaken& each) {
    return each.member == ref.member && each.what == ref.what;
  });
  if (found == measures.end()) return NotFoundField("name", "no such measure; see `candor concern measures`");
  return *found;
}

absl::StatusOr<domain::ConcernNotice> DraftMeasureReview(const Rooms& rooms, const Call& call,
                                                         const v1::ReviewMeasureRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::MeasureTaken measure, FindMeasure(question, request.name()));
  if (request.reason().empty()) return MissingField("reason", "say why it has nothing to do with the report");
  if (request.reason().size() > domain::kMaxConcernReasonBytes) {
    return InvalidField("reason", "too_long", "longer than 4 KiB; keep what matters");
  }
  if (measure.reviewed) return FailedField("name", "reviewed", "somebody has looked at it already");
  domain::ConcernNotice notice;
  notice.id = RandomIdBytes();
  notice.subject = domain::SubjectId::Of(measure.member);
  notice.about = measure.what;
  notice.step = domain::ConcernStep::kMeasureReviewed;
  notice.by = call.caller.acting_for;
  notice.reason = Sensitive<std::string>(request.reason());
  notice.caller = call.caller;
  return notice;
}

absl::StatusOr<v1::ReviewMeasureResponse> ShowMeasure(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::MeasureTaken measure, FindMeasure(question, name));
  v1::ReviewMeasureResponse response;
  WriteMeasure(measure, question.zone, response.mutable_measure());
  return response;
}

void ReviewMeasure(const Rooms& rooms, const Call& call, const v1::ReviewMeasureRequest& request,
                   const Reply<v1::ReviewMeasureResponse>& reply) {
  auto notice = DraftMeasureReview(rooms, call, request);
  if (!notice.ok()) return reply(notice.status());
  rooms.store.Append(domain::Transaction{{*std::move(notice)}, ""},
                     [rooms, call, name = request.name(), reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       reply(ShowMeasure(rooms, call, name));
                     });
}

}  // namespace

void AddMeasureMethods(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.ConcernService.ListMeasures", rooms, ListMeasures);
  methods.AnswerLater("candor.v1.ConcernService.ReviewMeasure", rooms, ReviewMeasure);
}

}  // namespace candor::rpc
