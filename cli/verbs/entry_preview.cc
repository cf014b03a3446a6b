#include "cli/verbs/entry_preview.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/print/sentences.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/rule_sources.h"
#include "cli/verbs/situations.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// Entries keep the readers that they had, whoever finds the case in a list.
constexpr std::string_view kWhatStays =
    "What happened while they supervised, and what they wrote themselves, stays readable to them.";

// What would be left to do; an entry written down late may open what a later one has met.
std::vector<const v1::ExpectedFollowUp*> OpenOnes(const v1::EntryPreview& preview) {
  std::vector<const v1::ExpectedFollowUp*> open;
  for (const v1::ExpectedFollowUp& expected : preview.opened()) {
    if (expected.explanation().follow_up().status() == v1::FOLLOW_UP_STATUS_OPEN) open.push_back(&expected);
  }
  return open;
}

// Whether a rule takes it for something that is not to go on, whatever its kind.
bool IsNotToGoOn(const std::vector<const v1::ExpectedFollowUp*>& open) {
  return std::any_of(open.begin(), open.end(), [](const v1::ExpectedFollowUp* each) {
    return each->explanation().follow_up().action() == v1::ACTION_PROHIBIT;
  });
}

// With whom to talk: the same for whatever the entry calls for.
std::string PartnerOf(const std::vector<const v1::ExpectedFollowUp*>& open, NameBook& names) {
  for (const v1::ExpectedFollowUp* each : open) {
    if (!each->talk_with().empty()) return names.Member(each->talk_with());
  }
  return "someone you choose";
}

// "a conversation by Friday 12 June 2026 with Maria, and with it completing the record"; the earliest stands for its
// situation.
std::string StepText(const std::vector<v1::FollowUp>& situation, const std::string& partner) {
  const v1::FollowUp& first = situation.front();
  const std::string by = ByWhenText(first);
  std::string text = first.duty() ? absl::StrCat("\"", first.label(), "\"", by.empty() ? "" : ",", by)
                                  : absl::StrCat(ActionText(first.action()), by);
  if (first.action() == v1::ACTION_TALK) absl::StrAppend(&text, " with ", partner);
  const std::string others = OthersThan(first.action(), situation);
  if (!others.empty()) absl::StrAppend(&text, ", and with it ", others);
  return text;
}

// Where no follow-up is to be named.
std::string NothingText(const v1::EntryPreview& preview, const SchemaKind& kind, bool unsure) {
  if (!preview.not_assessed().empty()) {
    return "If this were recorded: not known, because not every policy could be asked.";
  }
  if (preview.read_by_no_rule()) return std::string(kReadByNoRule);
  if (preview.unsaid()) return "If this were recorded: what follows would stand in your list, and is not said here.";
  if (IsConduct(kind.slug) || unsure) return std::string(kAskedForByNoRule);
  return "If this were recorded: nothing would be called for.";
}

// Of conduct, of a duty and of doubts nobody is told that this is all.
std::string AnswerText(const v1::EntryPreview& preview, const SchemaKind& kind, bool unsure,
                       const std::vector<const v1::ExpectedFollowUp*>& open, NameBook& names) {
  if (open.empty()) return NothingText(preview, kind, unsure);
  std::vector<v1::FollowUp> follow_ups;
  follow_ups.reserve(open.size());
  for (const v1::ExpectedFollowUp* each : open) follow_ups.push_back(each->explanation().follow_up());
  const bool duty = std::any_of(follow_ups.begin(), follow_ups.end(), [](const auto& each) { return each.duty(); });
  const bool more = duty || unsure || preview.unsaid() || IsConduct(kind.slug) || !preview.not_assessed().empty();
  std::vector<std::string> steps;
  for (const auto& situation : BySituation(std::move(follow_ups))) {
    steps.push_back(StepText(situation, PartnerOf(open, names)));
  }
  return absl::StrCat("If this were recorded: ", absl::StrJoin(steps, "; "), ".", more ? "" : " Nothing else.");
}

// Nothing where the answer does not say why: of what comes of another's words, and of what the caller is shown by its
// date alone.
void PrintWhy(const v1::Explanation& explanation, std::ostream& out) {
  if (explanation.title().empty()) return;
  out << '\n' << Wrap(absl::StrCat("Why: ", explanation.title()), kTextWidth) << '\n';
  PrintSources(explanation.sources(), "  ", out);
  if (!explanation.follow_up().missing_fields().empty()) {
    out << Wrap(absl::StrCat("Not recorded: ", absl::StrJoin(explanation.follow_up().missing_fields(), ", ")),
                kTextWidth, "  ")
        << '\n';
  }
  out << Wrap(absl::StrCat("This clears it: ", explanation.cleared_by()), kTextWidth, "  ") << '\n';
}

std::string NamesText(const google::protobuf::RepeatedPtrField<std::string>& members, NameBook& names) {
  std::vector<std::string> texts;
  texts.reserve(static_cast<size_t>(members.size()));
  for (const std::string& each : members) texts.push_back(OneLine(names.Member(each)));
  return absl::StrJoin(texts, ", ");
}

}  // namespace

std::string SightText(const google::protobuf::RepeatedPtrField<v1::SightChange>& sight, NameBook& names) {
  std::vector<std::string> sentences;
  for (const v1::SightChange& change : sight) {
    const std::string code = names.Case(change.case_());
    // Whoever is not shown it yet is not told its code either, and has just named it.
    const std::string which = code == change.case_() && sight.size() == 1 ? "the case" : OneLine(code);
    if (!change.gains().empty()) {
      sentences.push_back(absl::StrCat("By this ", which, ", with all that is on record of it, is shown to: ",
                                       NamesText(change.gains(), names), "."));
    }
    if (!change.loses().empty()) {
      sentences.push_back(absl::StrCat("By this ", which, " no longer stands in the list of: ",
                                       NamesText(change.loses(), names), ". ", ToAbsl(kWhatStays)));
    }
  }
  return absl::StrJoin(sentences, " ");
}

std::string SightOf(Session& session, v1::PreviewEntryRequest request) {
  if (!absl::StartsWith(request.name(), "cases/") && !absl::StartsWith(request.parent(), "cases/")) return "";
  const SchemaKind* kind = request.has_entry() ? Schema::OfEntry().KindOf(request.entry()) : nullptr;
  if (kind != nullptr && kind->personal) return "";
  request.set_sight_only(true);
  const auto response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::PreviewEntry, request);
  if (!response.ok()) return "";
  NameBook names(session.connection());
  return SightText(response->preview().sight(), names);
}

std::string SightOf(Session& session, const v1::CreateEntryRequest& request) {
  v1::PreviewEntryRequest what_if;
  what_if.set_parent(request.parent());
  *what_if.mutable_entry() = request.entry();
  return SightOf(session, std::move(what_if));
}

std::string BeforeIntakeText(Session& session, const std::string& parent, const v1::Entry& entry) {
  const bool ends = entry.kind() == v1::ENTRY_KIND_TERMINATION || entry.has_termination();
  const bool hands_on = entry.kind() == v1::ENTRY_KIND_TRANSFER_STEP || entry.has_transfer_step();
  if ((!ends && !hands_on) || !absl::StartsWith(parent, "cases/") || !entry.occurred().has_date()) return "";
  v1::GetCaseRequest request;
  request.set_name(parent);
  const auto response = session.connection().Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request);
  if (!response.ok()) return "";
  std::optional<Day> intake;
  for (const v1::Episode& episode : response->case_().episodes()) {
    if (!episode.has_opened()) continue;
    const Day opened = FromWire(episode.opened());
    intake = std::min(intake.value_or(opened), opened);
  }
  if (!intake || FromWire(entry.occurred().date()) >= *intake) return "";
  return absl::StrCat("It is dated before the intake of ", FormatDay(*intake),
                      ends ? ": it ends nothing." : ": by it nobody takes the client over.", " Is the year right?");
}

void SaySight(Session& session, const std::string& text) {
  if (!text.empty()) session.terminal.err << Wrap(text, kTextWidth) << '\n';
}

bool IsUnsureOfAbuse(const v1::Entry& entry) {
  return entry.session().abuse_suspected() == v1::ANSWER_UNSURE ||
         entry.client_feelings().abuse_suspected() == v1::ANSWER_UNSURE ||
         entry.discussion().abuse_suspected() == v1::ANSWER_UNSURE ||
         entry.complaint().abuse_suspected() == v1::ANSWER_UNSURE;
}

void SayIfItIsAnAct(Session& session, const std::string& parent, const v1::Entry& entry, const SchemaKind& kind,
                    const Writing& writing) {
  if (kind.personal || IsAct(kind) || !IsConduct(kind.slug)) return;
  v1::PreviewEntryRequest request;
  request.set_parent(parent);
  *request.mutable_entry() = entry;
  const auto response = session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::PreviewEntry, request);
  if (!response.ok() || !IsNotToGoOn(OpenOnes(response->preview()))) return;
  session.terminal.err << Wrap(WhatAnActMayCost(session, writing), kTextWidth) << '\n';
}

void PrintPreview(const v1::EntryPreview& preview, const v1::Entry& entry, const SchemaKind& kind,
                  const std::string& if_recorded, NameBook& names, std::ostream& out) {
  const std::vector<const v1::ExpectedFollowUp*> open = OpenOnes(preview);
  const bool unsure = IsUnsureOfAbuse(entry);
  std::string text = AnswerText(preview, kind, unsure, open, names);
  if (kind.slug == "personal_reaction") {
    absl::StrAppend(&text, " Most therapists feel this at some time; noticing it is part of the work.");
  }
  out << Wrap(absl::StrCat(text, " Nothing you typed was kept."), kTextWidth) << '\n';
  if (unsure) out << '\n' << Wrap(kUnsureOfAbuse, kTextWidth) << '\n';
  if (!if_recorded.empty()) out << '\n' << Wrap(if_recorded, kTextWidth) << '\n';
  if (const std::string sight = SightText(preview.sight(), names); !sight.empty()) {
    out << '\n' << Wrap(sight, kTextWidth) << '\n';
  }
  for (const v1::ExpectedFollowUp* expected : open) PrintWhy(expected->explanation(), out);
  for (const v1::FollowUp& resolved : preview.resolved()) {
    out << '\n' << Wrap(absl::StrCat("No longer asked for then: ", resolved.label(), "."), kTextWidth) << '\n';
    // What came of what others wrote has no name here: it is looked up, which goes on record.
    if (!resolved.name().empty()) out << "  " << resolved.name() << '\n';
  }
  for (const v1::PolicyNotAssessed& not_assessed : preview.not_assessed()) {
    out << "\nNot asked: " << not_assessed.policy() << " (" << WordOf(not_assessed.reason())
        << "). That does not mean that nothing is called for.\n";
  }
}

absl::StatusOr<ExitCode> PreviewEntry(Session& session, const std::string& parent, const v1::Entry& entry,
                                      const SchemaKind& kind, const Writing& writing) {
  v1::PreviewEntryRequest request;
  request.set_parent(parent);
  *request.mutable_entry() = entry;
  CANDOR_ASSIGN_OR_RETURN(const v1::PreviewEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::PreviewEntry, request));
  if (session.table()) {
    NameBook names(session.connection());
    const std::string before_intake = BeforeIntakeText(session, parent, entry);
    const bool act = IsAct(kind) || IsNotToGoOn(OpenOnes(response.preview()));
    const std::string cost = act ? IfAnActWereRecorded(session, writing) : "";
    PrintPreview(response.preview(), entry, kind, before_intake.empty() ? cost : before_intake, names, session.out());
  } else {
    session.PrintData(ToJson(response.preview()));
  }
  return ExitCode::kDone;
}

}  // namespace candor::cli
