#include "tests/unit/store/history.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

namespace candor::store {
namespace {

constexpr uint8_t kMembers = 4;

}  // namespace

void History::Append(std::vector<domain::Change> changes) {
  const auto appended = fixture_.Append(std::move(changes));
  if (appended.ok() && !appended->entry.empty() && !appended->duplicate) {
    const auto entry = fixture_.view()->GetEntry(appended->entry);
    ASSERT_TRUE(entry.ok()) << entry.status();
    entries_.push_back({appended->entry, entry->entry.header.subject, entry->entry.header.personal});
  }
  fixture_.clock().AdvanceTime(absl::Milliseconds(Below(3)));
}

void History::Begin() {
  for (uint8_t i = 1; i <= kMembers; ++i) {
    Append({domain::Member{MemberOf(i), absl::StrCat("Member ", i), {{std::nullopt, {"mft", "US-CA", i == 2}}}}});
  }
  Append({domain::Supervision{MemberOf(2), MemberOf(1), Day(2024, 1, 1), std::nullopt}});
  Append({domain::Settings{"Elm Street", "Europe/Brussels", true, {}}});
  Append({domain::Activation{"set", {"consultation 1"}, {"default 1"}, Day(2024, 1, 1)}});
}

void History::Step() {
  // It begins with a case.
  if (cases_ > 0 && Below(28) == 0) return Append({AnyRarity()});
  const uint32_t what = Below(100);
  if (cases_ == 0 || what < 8) {
    ++cases_;
    Append({domain::NewCase{CaseOf(cases_), absl::StrCat("C-", cases_)},
            EntryOf(SubjectId::Of(CaseOf(cases_)), Kind::kIntake, AnyDay())});
  } else if (what < 60 || entries_.empty()) {
    Append({AnyEntry()});
  } else if (what < 72) {
    Append({AnyRevision()});
  } else if (what < 90) {
    Append({AnyAssessment()});
  } else if (what < 95 && !follow_ups_.empty()) {
    Append({AnyDecision()});
  } else if (what < 96 && Below(2) == 0) {
    Append({AnyActivation()});
  } else if (what < 96) {
    Append({domain::Settings{"Elm Street", "Europe/Brussels", Below(2) == 0, {AnyDay()}}});
  } else if (what < 97) {
    Append({domain::Member{MemberOf(static_cast<uint8_t>(1 + Below(kMembers))), absl::StrCat("Name ", ++names_), {}}});
  } else if (what < 98) {
    Append({AnyRead()});
  } else if (what < 99) {
    Append(AnyMove());
  } else {
    Append({AnyMerge()});
  }
}

// An entry of a case, to another one.
std::vector<domain::Change> History::AnyMove() {
  const Written& moved = AnyOf(entries_);
  const SubjectId to = SubjectId::Of(CaseOf(static_cast<uint8_t>(1 + Below(cases_))));
  domain::NewEntry entry = EntryOf(to, moved.personal ? Kind::kPersonalReaction : Kind::kConsultation, AnyDay());
  entry.entry.header.moved_from = {moved.subject, moved.id};
  domain::NewEntry retraction = EntryOf(moved.subject, Kind::kRetraction, AnyDay());
  retraction.entry.header.revises = moved.id;
  retraction.entry.header.personal = moved.personal;
  retraction.entry.header.take_back = domain::TakeBack::kMoved;
  return {entry, retraction};
}

domain::FirstRead History::AnyRead() {
  const Written& read = AnyOf(entries_);
  return {read.subject, read.id, Below(2) == 0 ? MemberId() : MemberOf(static_cast<uint8_t>(1 + Below(kMembers)))};
}

domain::CaseMerged History::AnyMerge() {
  const auto any_case = [this] { return CaseOf(static_cast<uint8_t>(1 + Below(cases_))); };
  domain::CaseMerged merged{any_case(), any_case(), {}, {}, {}, fixture_.view()->size()};
  for (const auto& [subject, follow_up] : follow_ups_) {
    if (subject != SubjectId::Of(merged.from)) continue;
    merged.follow_ups.emplace_back(follow_up, FollowUpId(BytesOf(0x30, static_cast<uint8_t>(Below(4)))));
  }
  return merged;
}

// How some rules are run from here on.
domain::Activation History::AnyActivation() {
  domain::Activation activation{"set", {"consultation 1"}, {"default 1"}, Day(2024, 1, 1)};
  activation.id = ActivationId(BytesOf(0x70, ++activations_));
  activation.on = AnyDay();
  for (uint32_t i = 0; i < 2; ++i) {
    domain::RuleSetting setting;
    setting.rule = absl::StrCat("rule ", i);
    setting.plugin = "consultation";
    setting.mode = static_cast<domain::RuleMode>(1 + Below(3));
    setting.from = setting.set_on = *activation.on;
    setting.by_profile = Below(2) == 0;
    activation.settings.push_back(std::move(setting));
  }
  return activation;
}

domain::ReportSigned History::AnySignature() {
  domain::ReportSigned signature;
  signature.id = domain::SignatureId(BytesOf(0x61, ++signatures_));
  signature.from = Day(2025, 1, 1);
  signature.to = Day(2025, 3, 31);
  signature.as_of = fixture_.clock().Now();
  signature.ledger_size = fixture_.view()->size();
  signature.signer = Sensitive<std::string>("Dr Lee");
  return signature;
}

domain::EnrolmentRecorded History::AnyEnrolment() {
  const uint32_t what = Below(4);
  if (enrolments_ == 0 || what == 0) {
    domain::EnrolmentCodeIssued code;
    code.id = EnrolmentId(BytesOf(0x65, ++enrolments_));
    code.member = MemberOf(static_cast<uint8_t>(1 + enrolments_ % kMembers));
    code.locator = Below(1U << 20);
    code.check.fill(enrolments_);
    code.expires_at = fixture_.clock().Now() + absl::Hours(7 * 24);
    return {code};
  }
  const auto number = static_cast<uint8_t>(1 + Below(enrolments_));
  const EnrolmentId id(BytesOf(0x65, number));
  if (what == 1) return {domain::EnrolmentRevoked{id, static_cast<domain::RevocationWhy>(1 + Below(4)), {}, {}}};
  domain::CertificateIssued certificate;
  certificate.enrolment = id;
  certificate.member = MemberOf(static_cast<uint8_t>(1 + number % kMembers));
  certificate.fingerprint.fill(static_cast<uint8_t>(Below(256)));
  certificate.serial = absl::StrCat(Below(1000));
  certificate.key_digest.fill(static_cast<uint8_t>(Below(2)));
  certificate.not_before = fixture_.clock().Now();
  certificate.not_after = certificate.not_before + absl::Hours(90 * 24);
  if (what == 3) certificate.renews.emplace().fill(static_cast<uint8_t>(Below(256)));
  return {certificate};
}

// What seldom stands in a ledger.
domain::Change History::AnyRarity() {
  const uint64_t size = fixture_.view()->size();
  switch (Below(10)) {
    case 0:
      return domain::Batch{BatchId(BytesOf(0x62, ++batches_)), std::string(32, 'f'), std::string(32, 'm'), AnyDay()};
    case 1:
      return domain::LossAccepted{size, size, "the disk"};
    case 2:
      return AnySignature();
    case 3:
      return domain::Restored{2 + Below(9), size, fixture_.clock().Now(), BytesOf(0x64), Below(3)};
    case 4:
      return AnyEnrolment();
    case 5:
      return AnyRole();
    case 6:
    case 7:
      return AnyAccess();
    case 8:
      return AnyOversight();
    default:
      return domain::KeyEvent{domain::KeyEventKind::kRotationBegun, domain::KeyPlace::kDirectory, 1 + Below(9), 2, {}};
  }
}

domain::NewEntry History::AnyEntry() {
  static const std::vector<Kind> kKinds = {Kind::kSession,      Kind::kSession,    Kind::kPersonalReaction,
                                           Kind::kConsultation, Kind::kDecision,   Kind::kReferral,
                                           Kind::kTransferStep, Kind::kCrossing,   Kind::kTermination,
                                           Kind::kIntake,       Kind::kSupervision};
  const Kind kind = AnyOf(kKinds);
  SubjectId subject = SubjectId::Of(CaseOf(static_cast<uint8_t>(1 + Below(cases_))));
  domain::NewEntry entry = EntryOf(subject, kind, AnyDay());
  domain::Entry& written = entry.entry;
  written.header.therapist = MemberOf(static_cast<uint8_t>(1 + Below(kMembers)));
  written.header.author = written.header.therapist;
  if (Below(3) == 0) written.header.occurred.minute_of_day = static_cast<int32_t>(Below(1440));
  written.narrative = Sensitive<domain::Narrative>({absl::StrCat("note ", Below(1000)), {}});
  switch (kind) {
    case Kind::kSupervision:
      written.header.subject = SubjectId::Of(written.header.therapist);
      written.facts.SetId(MakeFieldId(kind, 5), CaseOf(static_cast<uint8_t>(1 + Below(cases_))).bytes());
      written.facts.SetId(MakeFieldId(kind, 5), CaseOf(static_cast<uint8_t>(1 + Below(cases_))).bytes());
      break;
    case Kind::kTransferStep:
      written.facts.SetId(MakeFieldId(kind, 7), MemberOf(static_cast<uint8_t>(1 + Below(kMembers))).bytes());
      written.facts.SetNumber(MakeFieldId(kind, static_cast<int>(1 + Below(6))), 1);
      break;
    case Kind::kPersonalReaction:
    case Kind::kDecision:
    case Kind::kReferral:
    case Kind::kTermination:
      written.facts.SetNumber(MakeFieldId(kind, 1), static_cast<int64_t>(1 + Below(3)));
      break;
    default:
      break;
  }
  if (Below(4) == 0) entry.request_id = absl::StrCat("request ", Below(20));
  return entry;
}

domain::NewEntry History::AnyRevision() {
  const Written& revised = AnyOf(entries_);
  const bool of_case = revised.subject.kind == domain::SubjectKind::kCase;
  const Kind amended = revised.personal ? Kind::kPersonalReaction : of_case ? Kind::kConsultation : Kind::kSupervision;
  domain::NewEntry entry = EntryOf(revised.subject, Below(2) == 0 ? Kind::kRetraction : amended, AnyDay());
  entry.entry.header.revises = revised.id;
  entry.entry.header.personal = revised.personal;
  const bool recalls = entry.entry.kind == Kind::kRetraction && revised.personal && Below(2) == 0;
  if (recalls) entry.entry.header.take_back = domain::TakeBack::kRecalled;
  return entry;
}

domain::Assessment History::AnyAssessment() {
  domain::Assessment assessment;
  const uint64_t size = fixture_.view()->size();
  assessment.answers_to = size;
  const auto waiting = fixture_.store().assessments().Unassessed(1 + Below(5));
  for (const auto& subject : *waiting) {
    domain::SubjectProgress progress{subject.subject, size, std::nullopt, {}};
    if (Below(3) == 0) progress.next_timer = static_cast<int32_t>(20000 + Below(400));
    if (Below(4) == 0) {
      progress.not_assessed = {{subject.subject, EntryId(), "referral", domain::NotAssessedReason::kTimeBudget}};
    }
    assessment.progress.push_back(progress);
    for (uint32_t i = Below(3); i > 0; --i) {
      domain::FollowUpSection section;
      section.clear.id = FollowUpId(BytesOf(0x30, static_cast<uint8_t>(Below(4))));
      section.clear.subject = subject.subject;
      section.clear.key_class = Below(2) == 0 ? domain::KeyClass::kPersonal : domain::KeyClass::kGeneral;
      section.clear.therapist = MemberOf(static_cast<uint8_t>(1 + Below(kMembers)));
      section.clear.state = static_cast<domain::RuleState>(1 + Below(3));
      section.clear.action = static_cast<domain::Action>(1 + Below(5));
      section.clear.opened_on = section.clear.reported_on = AnyDay();
      section.clear.due = section.clear.reported_on + 14;
      if (section.clear.action == domain::Action::kDocument) section.clear.counted_from = section.clear.reported_on;
      section.clear.date_of_law = section.clear.key_class == domain::KeyClass::kGeneral;
      section.clear.situation = SituationId(BytesOf(0x31, static_cast<uint8_t>(Below(3))));
      if (section.clear.state == domain::RuleState::kResolved) {
        section.clear.cause = domain::ResolvedCause::kEntry;
        section.clear.resolved_on = section.clear.resolution_reported_on = AnyDay();
      }
      section.sealed.rule = absl::StrCat("rule ", Below(5));
      section.clear.shadow = Below(5) == 0;
      if (!section.clear.shadow) follow_ups_.emplace_back(section.clear.subject, section.clear.id);
      assessment.sections.push_back(std::move(section));
    }
  }
  if (auto progress = fixture_.view()->GetReassessment(); progress.ok() && !progress->done) {
    progress->looked_at += 1;
    progress->done = Below(3) == 0;
    assessment.reassessment = *progress;
  }
  return assessment;
}

domain::Decision History::AnyDecision() {
  const auto& [subject, follow_up] = AnyOf(follow_ups_);
  domain::Decision decision;
  decision.id = DecisionId(BytesOf(0x50, static_cast<uint8_t>(Below(200))));
  decision.kind = static_cast<domain::DecisionKind>(1 + Below(3));
  decision.subject = subject;
  decision.follow_up = follow_up;
  if (decision.kind == domain::DecisionKind::kWaive) decision.until = AnyDay();
  decision.reason = Sensitive<std::string>(absl::StrCat("because ", Below(100)));
  return decision;
}

namespace {

std::string DayText(const std::optional<Day>& day) {
  return day ? FormatDay(*day) : "-";
}

// What is sealed of one that is erased nobody reads.
std::string RuleOf(const domain::FollowUp& follow_up) {
  return follow_up.sealed ? follow_up.sealed->rule : follow_up.erased ? "erased" : "neither sealed nor erased";
}

std::string Timeline(const domain::View& view, const SubjectId& subject) {
  std::string text;
  const auto page = view.Timeline(subject, domain::Place::First(), 10'000);
  if (!page.ok()) return page.status().ToString();
  for (const domain::RecordedEntry& entry : page->entries) {
    absl::StrAppend(&text, "  ", entry.number, " ", entry.entry.header.id.ToString(), " ",
                    static_cast<int>(entry.entry.kind), " ", entry.revised_by.ToString(), entry.retracted,
                    static_cast<int>(entry.take_back), *view.HasRead(entry.entry.header.id, MemberId()), " ",
                    entry.entry.narrative.Reveal().note, "\n");
    if (!view.GetEntry(entry.entry.header.id).ok()) absl::StrAppend(&text, "  not found by its name\n");
  }
  return text;
}

std::string FollowUps(const domain::View& view, const SubjectId& subject) {
  std::string text;
  const auto follow_ups = view.FollowUpsOf(subject);
  for (const domain::FollowUp& follow_up : *follow_ups) {
    absl::StrAppend(&text, "  follow-up ", follow_up.clear.id.ToString(), " ", static_cast<int>(follow_up.clear.state),
                    " ", DayText(follow_up.clear.due), " ", RuleOf(follow_up), " ", follow_up.acknowledged,
                    follow_up.disposed, DayText(follow_up.waived_until), DayText(follow_up.clear.counted_from),
                    follow_up.clear.date_of_law, "\n");
    const auto decisions = view.DecisionsOf(subject, follow_up.clear.id);
    for (const domain::Decision& decision : *decisions) {
      absl::StrAppend(&text, "    decision ", decision.id.ToString(), " ", decision.reason.Reveal(), "\n");
    }
  }
  return text;
}

std::string Figures(const domain::View& view) {
  std::string text;
  for (int basis = 1; basis <= 4; ++basis) {
    // One month in the middle and the edges of others.
    const auto rows = view.Counts(static_cast<domain::CountBasis>(basis), Day(2025, 2, 10), Day(2025, 9, 20));
    if (!rows.ok()) return rows.status().ToString();
    for (const auto& row : *rows) {
      const auto behind = view.CasesBehind(static_cast<domain::CountBasis>(basis), row.figure, row.bucket,
                                           Day(2025, 2, 10), Day(2025, 9, 20), 5, {});
      absl::StrAppend(&text, "  ", basis, " ", static_cast<int>(row.figure), " ", row.bucket, " ",
                      row.therapist.ToString(), " ", row.count, " behind ", *behind, "\n");
    }
  }
  return text;
}

}  // namespace

std::string Render(const domain::View& view) {
  std::string text =
      absl::StrCat("size ", view.size(), " entries ", view.entries(), " at ", absl::FormatTime(view.last_recorded_at()),
                   " waiting ", view.entries_not_assessed(), "\n");
  if (const auto settings = view.GetSettings(); settings.ok()) {
    absl::StrAppend(&text, "settings ", settings->closed_weekends, settings->closed_dates.size(), "\n");
  }
  const auto members = view.ListMembers(MemberId(), 1000);
  for (const domain::Member& member : *members) {
    const SubjectId subject = SubjectId::Of(member.id);
    absl::StrAppend(&text, "member ", member.display_name, " ", view.SupervisionsOf(member.id)->size(), "\n",
                    Timeline(view, subject), FollowUps(view, subject));
  }
  const auto files = view.ListCases(CaseId(), 1000);
  for (const domain::CaseFile& file : *files) {
    absl::StrAppend(&text, "case ", file.code, " ", file.merged_into.ToString(), "\n");
    for (const domain::Episode& episode : file.episodes) {
      absl::StrAppend(&text, "  open ", DayText(episode.opened), " ", DayText(episode.closed), "\n");
    }
    for (const domain::Part& part : file.parts) {
      absl::StrAppend(&text, "  with ", part.therapist.ToString(), " ", FormatDay(part.from), " ", DayText(part.until),
                      " ", *view.EverOnCase(file.id, part.therapist), "\n");
    }
    const SubjectId subject = SubjectId::Of(file.id);
    absl::StrAppend(&text, Timeline(view, subject), FollowUps(view, subject));
  }
  const auto faults = view.ListNotAssessed(1000);
  for (const domain::NotAssessed& fault : *faults) {
    absl::StrAppend(&text, "not assessed ", EncodeId(fault.subject.id), " ", fault.plugin, "\n");
  }
  const auto tried_out = view.ListShadowFollowUps(SubjectId(), FollowUpId(), 1000);
  for (const domain::FollowUp& follow_up : *tried_out) {
    absl::StrAppend(&text, "shadow ", EncodeId(follow_up.clear.subject.id), " ", follow_up.clear.id.ToString(), " ",
                    static_cast<int>(follow_up.clear.state), " ", RuleOf(follow_up), "\n");
  }
  if (const auto activation = view.GetActivation(); activation.ok()) {
    absl::StrAppend(&text, "policies ", activation->id.ToString(), " ", DayText(activation->on), "\n");
    for (const domain::RuleSetting& setting : activation->settings) {
      absl::StrAppend(&text, "  ", setting.rule, " ", static_cast<int>(setting.mode), " ", FormatDay(setting.from),
                      "\n");
    }
  }
  const auto enrolments = view.ListEnrolments();
  for (const domain::EnrolmentEvent& event : *enrolments) {
    const absl::Time at = std::visit([](const auto& one) { return one.recorded_at; }, event);
    absl::StrAppend(&text, "enrolment ", domain::EnrolmentOf(event).ToString(), " ", event.index(), " ",
                    absl::FormatTime(at), "\n");
  }
  absl::StrAppend(&text, RenderAccess(view));
  if (const auto progress = view.GetReassessment(); progress.ok()) {
    absl::StrAppend(&text, "looked at again ", progress->of.ToString(), " ", progress->looked_at, progress->done, "\n");
  }
  absl::StrAppend(&text, "open ", view.ListOpenFollowUps(SubjectId(), FollowUpId(), 1000)->size(), "\n", Figures(view));
  return text;
}

}  // namespace candor::store
