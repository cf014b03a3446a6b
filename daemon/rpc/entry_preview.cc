#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission.h"
#include "daemon/rpc/concern_step.h"
#include "daemon/rpc/effects.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/explanation.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/sight_preview.h"
#include "daemon/rpc/text_notices.h"
#include "google/protobuf/repeated_field.h"

namespace candor::rpc {
namespace {

constexpr char kMethod[] = "candor.v1.EntryService.PreviewEntry";

// With whom the author would talk, where that is known. Empty: whom they choose.
absl::StatusOr<std::string> PartnerOf(const Question& question, const domain::EntryHeader& header) {
  if (!header.first_reader.empty()) return MemberName(header.first_reader);
  CANDOR_ASSIGN_OR_RETURN(const domain::Member therapist, question.view->GetMember(header.therapist));
  const domain::LicenceClass* licence = domain::LicenceOn(therapist, header.occurred.day);
  if (licence == nullptr || !licence->in_training) return std::string();
  CANDOR_ASSIGN_OR_RETURN(const auto supervisions, question.view->SupervisionsOf(header.therapist));
  return MemberName(domain::SupervisorOn(supervisions, header.therapist, question.today));
}

// What exists in the preview only has no name outside it. The situation keeps one, which says what goes together.
void ForgetNames(const std::string& entry, v1::Explanation& explanation) {
  v1::FollowUp& follow_up = *explanation.mutable_follow_up();
  follow_up.clear_name();
  if (follow_up.opened_by() == entry) follow_up.clear_opened_by();
  if (follow_up.resolved_by() == entry) follow_up.clear_resolved_by();
  for (v1::UsedFact& fact : *explanation.mutable_facts()) {
    if (fact.entry() == entry) fact.clear_entry();
  }
}

// What of a preview the caller is shown.
class PreviewWriter {
 public:
  // `before`: what stands.
  PreviewWriter(const Rooms& rooms, Question& question, const domain::Preview& preview,
                std::shared_ptr<const domain::View> before)
      : rooms_(rooms),
        question_(question),
        preview_(preview),
        written_{{}, std::move(before)},
        writer_(question, rooms.policies) {}

  absl::Status Write(v1::EntryPreview* out) {
    CANDOR_ASSIGN_OR_RETURN(const auto recorded, question_.view->EntryAt(preview_.number));
    const domain::EntryHeader& header = recorded->entry.header;
    name_ = EntryName(header.subject, preview_.entry);
    written_.entries = {header};
    CANDOR_ASSIGN_OR_RETURN(partner_, PartnerOf(question_, header));
    for (const domain::SubjectId& subject : domain::SubjectsJudgedBy(header, header)) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> changed,
                              question_.view->FollowUpsSince(subject, preview_.number));
      for (const domain::FollowUp& each : changed) CANDOR_RETURN_IF_ERROR(WriteOne(each, out));
    }
    out->set_read_by_no_rule(ReadByNoRule(rooms_, recorded->entry.kind));
    const auto unanswered = preview_.judged ? v1::NOT_ASSESSED_REASON_UNSPECIFIED : v1::NOT_ASSESSED_REASON_TIME_BUDGET;
    return WriteNotAssessed(rooms_, *question_.view, recorded->entry, unanswered, out->mutable_not_assessed());
  }

 private:
  // What the caller neither wrote nor is asked for. To be shown more of it would have to go on record, and a preview
  // leaves nothing.
  absl::StatusOr<bool> ComesOfAnothers(const domain::FollowUp& follow_up) {
    if (follow_up.sealed->opened_by.empty()) return !question_.viewer.IsTheirs(follow_up.clear.therapist);
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(follow_up.sealed->opened_by));
    const bool of_another = question_.viewer.IsSecondPerson(opening.entry.header);
    const bool is_note = follow_up.clear.key_class == domain::KeyClass::kPersonal;
    return of_another && (is_note || !question_.viewer.IsTheirs(follow_up.clear.therapist));
  }

  // Nothing of a private note; of anything else what is to be done in neutral words, and by when. False: nothing at
  // all.
  absl::StatusOr<bool> WriteAnothers(const domain::FollowUp& follow_up, v1::FollowUp* out) {
    if (follow_up.clear.key_class == domain::KeyClass::kPersonal) return false;
    v1::FollowUp shown;
    CANDOR_ASSIGN_OR_RETURN(const bool seen, writer_.Write(follow_up, &shown));
    if (!seen) return false;
    out->set_label(std::string(domain::NeutralLabel(follow_up.clear.action)));
    if (shown.has_due()) *out->mutable_due() = shown.due();
    return true;
  }

  absl::Status WriteAnothersOpened(const domain::FollowUp& follow_up, v1::EntryPreview* out) {
    v1::FollowUp told;
    CANDOR_ASSIGN_OR_RETURN(const bool seen, WriteAnothers(follow_up, &told));
    if (!seen) return absl::OkStatus();
    // As which it is asked for is what its label says.
    told.set_action(static_cast<v1::Action>(follow_up.clear.action));
    told.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *out->add_opened()->mutable_explanation()->mutable_follow_up() = std::move(told);
    return absl::OkStatus();
  }

  absl::Status WriteAnothersEnded(const domain::FollowUp& follow_up, v1::EntryPreview* out) {
    v1::FollowUp told;
    CANDOR_ASSIGN_OR_RETURN(const bool seen, WriteAnothers(follow_up, &told));
    if (seen) *out->add_resolved() = std::move(told);
    return absl::OkStatus();
  }

  // What others wrote is not told by what would rest on it.
  absl::Status LeaveOutAnothers(v1::Explanation& explanation) {
    v1::Explanation kept;
    for (v1::UsedFact& fact : *explanation.mutable_facts()) {
      bool of_another = false;
      if (fact.entry() != name_) {
        CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(fact.entry(), "entry"));
        CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, question_.view->GetEntry(ref.entry));
        of_another = question_.viewer.IsSecondPerson(recorded.entry.header);
      }
      if (!of_another) *kept.add_facts() = std::move(fact);
    }
    explanation.mutable_facts()->Swap(kept.mutable_facts());
    return absl::OkStatus();
  }

  absl::Status WriteOne(const domain::FollowUp& follow_up, v1::EntryPreview* out) {
    if (!follow_up.clear.folded_under.empty()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const Effect effect, EffectOn(follow_up, written_, question_));
    switch (effect) {
      case Effect::kNone:
        return absl::OkStatus();
      case Effect::kOpened:
        return WriteOpened(follow_up, out);
      case Effect::kEnded:
        return WriteEnded(follow_up, out);
      case Effect::kUnsaid:
        break;
    }
    CANDOR_ASSIGN_OR_RETURN(const bool known, KnowsOfUnsaid(follow_up, question_));
    if (known) out->set_unsaid(true);
    return absl::OkStatus();
  }

  absl::Status WriteOpened(const domain::FollowUp& follow_up, v1::EntryPreview* out) {
    CANDOR_ASSIGN_OR_RETURN(const bool of_another, ComesOfAnothers(follow_up));
    if (of_another) return WriteAnothersOpened(follow_up, out);
    v1::Explanation explanation;
    CANDOR_ASSIGN_OR_RETURN(const bool seen, writer_.Write(follow_up, explanation.mutable_follow_up()));
    if (!seen) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(WriteReasons(follow_up, question_, rooms_.policies, writer_, &explanation));
    CANDOR_RETURN_IF_ERROR(LeaveOutAnothers(explanation));
    ForgetNames(name_, explanation);
    v1::ExpectedFollowUp* expected = out->add_opened();
    *expected->mutable_explanation() = std::move(explanation);
    if (follow_up.clear.action == domain::Action::kTalk) expected->set_talk_with(partner_);
    return absl::OkStatus();
  }

  absl::Status WriteEnded(const domain::FollowUp& follow_up, v1::EntryPreview* out) {
    CANDOR_ASSIGN_OR_RETURN(const bool of_another, ComesOfAnothers(follow_up));
    if (of_another) return WriteAnothersEnded(follow_up, out);
    v1::FollowUp ended;
    CANDOR_ASSIGN_OR_RETURN(const bool seen, writer_.Write(follow_up, &ended));
    if (!seen) return absl::OkStatus();
    if (ended.resolved_by() == name_) ended.clear_resolved_by();
    *out->add_resolved() = std::move(ended);
    return absl::OkStatus();
  }

  const Rooms& rooms_;
  Question& question_;
  const domain::Preview& preview_;
  Written written_;
  FollowUpWriter writer_;
  std::string name_;
  std::string partner_;
};

using TextNotices = google::protobuf::RepeatedPtrField<v1::TextNotice>;

// Of the entry that was asked about: its kind, by which the store's errors are told, what stands without it, who is
// shown its case then, and where its texts seem to name somebody.
struct AskedAbout {
  domain::Kind kind = domain::Kind::kNone;
  std::shared_ptr<const domain::View> before;
  CaseReaders readers;
  TextNotices text_notices = {};
};

// Nothing unless it was asked for.
absl::StatusOr<TextNotices> LookAtTexts(const Question& question, const v1::PreviewEntryRequest& request) {
  TextNotices notices;
  if (!request.lint_texts()) return notices;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> members, NamesOfMembers(*question.view));
  const TextLint lint(members);
  if (request.has_entry()) {
    WriteTextNotices(request.entry(), "entry", lint, &notices);
  } else {
    WriteTextNotices(request.retraction(), "retraction", lint, &notices);
  }
  return notices;
}

absl::StatusOr<v1::PreviewEntryResponse> MakeReply(const Rooms& rooms, const Call& call, const AskedAbout& asked,
                                                   const absl::StatusOr<domain::Preview>& preview) {
  if (!preview.ok()) return AboutEntry(preview.status(), asked.kind, "entry");
  CANDOR_ASSIGN_OR_RETURN(Question question, AskOf(rooms, call, preview->view));
  v1::PreviewEntryResponse response;
  CANDOR_RETURN_IF_ERROR(PreviewWriter(rooms, question, *preview, asked.before).Write(response.mutable_preview()));
  std::set<CaseId> cases;
  for (const auto& [id, readers] : asked.readers) cases.insert(id);
  CANDOR_ASSIGN_OR_RETURN(const CaseReaders readers, ReadersOf(*preview->view, cases, question.today));
  WriteSightChanges(asked.readers, readers, response.mutable_preview());
  *response.mutable_text_notices() = asked.text_notices;
  return response;
}

// Whoever asks who would be shown a case is told of that alone, and of the texts.
absl::StatusOr<v1::PreviewEntryResponse> AnswerSight(const Rooms& rooms, const Call& call, Question& question,
                                                     const v1::PreviewEntryRequest& request) {
  v1::PreviewEntryResponse response;
  CANDOR_ASSIGN_OR_RETURN(*response.mutable_preview(), PreviewSight(rooms, call, question, request));
  CANDOR_ASSIGN_OR_RETURN(*response.mutable_text_notices(), LookAtTexts(question, request));
  return response;
}

absl::StatusOr<AskedAbout> AskedAboutBy(const Question& question, const v1::PreviewEntryRequest& request,
                                        const domain::Entry& entry) {
  AskedAbout asked{entry.kind, question.view, {}};
  CANDOR_ASSIGN_OR_RETURN(asked.text_notices, LookAtTexts(question, request));
  const domain::SubjectId& subject = entry.header.subject;
  if (subject.kind != domain::SubjectKind::kCase || !domain::IsCourseKind(entry.header.kind)) return asked;
  CANDOR_ASSIGN_OR_RETURN(asked.readers, ReadersOf(*question.view, {subject.case_id()}, question.today));
  return asked;
}

// A preview rests on what its author wrote, private notes too, and leaves no record. Shown to somebody else in the
// author's name it would be a read that nobody is told of.
absl::Status CheckOwnQuestion(const Call& call) {
  if (!call.use_is_told) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError(
                        "candor-act-for: people call with their own certificates here, so what an entry would call for "
                        "is asked by whoever writes it, on their own machine; recording it in their name says it too, "
                        "and is told to them"),
                    {"candor-act-for", "preview_is_their_own"});
}

void PreviewEntry(const Rooms& rooms, const Call& call, const v1::PreviewEntryRequest& request,
                  const Reply<v1::PreviewEntryResponse>& reply) {
  if (const absl::Status status = CheckOwnQuestion(call); !status.ok()) return reply(status);
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  const bool of_sight = !request.name().empty() || request.sight_only();
  if (of_sight) return reply(AnswerSight(rooms, call, *question, request));
  auto entry = DraftNewEntry(*question->view, call.caller, question->today, request.parent(), request.entry());
  if (!entry.ok()) return reply(entry.status());
  // What would be refused has no effects that could be told.
  if (const absl::Status may = CheckConcernStep(*question, entry->header); !may.ok()) return reply(may);
  const auto asked = AskedAboutBy(*question, request, *entry);
  if (!asked.ok()) return reply(asked.status());
  // The call's deadline is of the daemon's clock, which a test's may be; policies are given time of the machine's.
  const absl::Time deadline = absl::Now() + (call.deadline - call.received);
  rooms.previews.Preview(*std::move(entry), question->today, deadline,
                         [rooms, call, reply, asked = *asked](const absl::StatusOr<domain::Preview>& preview) {
                           reply(MakeReply(rooms, call, asked, preview));
                         });
}

}  // namespace

void AddEntryPreview(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater(kMethod, rooms, PreviewEntry);
  methods.LeaveNoTrace(kMethod);
}

}  // namespace candor::rpc
