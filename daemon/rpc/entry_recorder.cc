#include "daemon/rpc/entry_recorder.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/base/status.h"
#include "daemon/domain/fold.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/rule_book.h"

namespace candor::rpc {
namespace {

// By a rule that is active: of others nobody is told.
bool ReadsKind(const domain::PluginInfo& plugin, domain::Kind kind, const domain::RuleModes& modes) {
  return std::any_of(plugin.rules.begin(), plugin.rules.end(), [&](const domain::Rule& rule) {
    return modes.Of(rule) == domain::RuleMode::kActive &&
           std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end();
  });
}

// Whether it is nobody's concern what the plugin makes of entries of the kind.
bool IsQuietAbout(const std::string& plugin, domain::Kind kind, const domain::PolicyEngine& policies,
                  const domain::RuleModes& modes) {
  if (modes.quiet_plugins().contains(plugin)) return true;
  const std::vector<domain::PluginInfo>& all = policies.Plugins();
  return std::any_of(all.begin(), all.end(), [&](const domain::PluginInfo& each) {
    return each.name == plugin && each.loaded && !ReadsKind(each, kind, modes);
  });
}

std::vector<domain::SubjectId> TouchedBy(const domain::Transaction& transaction) {
  std::set<domain::SubjectId> subjects;
  for (const domain::Change& change : transaction.changes) {
    const auto* entry = std::get_if<domain::NewEntry>(&change);
    if (entry == nullptr) continue;
    const domain::EntryHeader& header = entry->entry.header;
    for (const domain::SubjectId& subject : domain::SubjectsJudgedBy(header, header)) subjects.insert(subject);
  }
  return {subjects.begin(), subjects.end()};
}

// Where among the changes the first entry is.
size_t FirstEntry(const domain::Transaction& transaction) {
  const auto& changes = transaction.changes;
  const auto first = std::find_if(changes.begin(), changes.end(), [](const domain::Change& change) {
    return std::holds_alternative<domain::NewEntry>(change);
  });
  return static_cast<size_t>(first - changes.begin());
}

// What a transaction records, from Append to reply.
struct Recording {
  Recording(const Rooms& the_rooms, const Call& the_call, const domain::Transaction& transaction,
            std::function<void(absl::StatusOr<RecordedReply>)> when_done)
      : rooms(the_rooms),
        call(the_call),
        subjects(TouchedBy(transaction)),
        records(transaction.changes.size()),
        done(std::move(when_done)) {}

  const Rooms rooms;
  const Call call;
  const std::vector<domain::SubjectId> subjects;
  const size_t records;
  const std::function<void(absl::StatusOr<RecordedReply>)> done;
  uint64_t number = 0;     // of the entry
  bool duplicate = false;  // it was there before, and may have been revised
  std::atomic<size_t> waiting{0};
  std::atomic<bool> pending{false};
};

absl::Status WriteFollowUps(const Recording& recording, Question& question, const domain::EntryHeader& entry,
                            v1::EntryAssessment* out) {
  FollowUpWriter writer(question, recording.rooms.policies);
  for (const domain::SubjectId& subject : recording.subjects) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all,
                            question.view->FollowUpsSince(subject, recording.number));
    for (const domain::FollowUp& each : all) {
      if (!each.sealed || each.clear.state == domain::RuleState::kWithdrawn) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool opened, IsOpenedBy(each, entry, question));
      if (!opened && each.sealed->resolved_by != entry.id) continue;
      v1::FollowUp wire;
      CANDOR_ASSIGN_OR_RETURN(const bool seen, writer.Write(each, &wire));
      if (seen) *(opened ? out->add_opened() : out->add_resolved()) = std::move(wire);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> ReadBack(const Recording& recording,
                                                                      const domain::View& view) {
  CANDOR_ASSIGN_OR_RETURN(auto written, view.EntryAt(recording.number));
  if (!recording.duplicate) return written;
  CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry entry, view.GetEntry(written->entry.header.id));
  return std::make_shared<const domain::RecordedEntry>(std::move(entry));
}

absl::StatusOr<RecordedReply> MakeReply(Recording& recording) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(recording.rooms, recording.call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const auto recorded, ReadBack(recording, *question.view));
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(*recorded));
  CANDOR_RETURN_IF_ERROR(NoteShown(question, *recorded));
  RecordedReply reply;
  // Whoever wrote it knows its facts; whoever only moved it is shown by that no more than before.
  const bool moved = !recorded->entry.header.moved_from.entry.empty();
  ToWire(*recorded, std::max(sight, moved ? domain::Sight::kTriage : domain::Sight::kFacts), &reply.entry);
  MarkLate(recording.rooms, recorded->entry.header, &reply.entry);
  CANDOR_RETURN_IF_ERROR(ConfineEntry(question, *recorded, &reply.entry));
  CANDOR_RETURN_IF_ERROR(WriteFollowUps(recording, question, recorded->entry.header, &reply.assessment));
  reply.assessment.set_read_by_no_rule(ReadByNoRule(recording.rooms, recorded->entry.kind));
  CANDOR_RETURN_IF_ERROR(
      WriteNotAssessed(recording.rooms, *question.view, recorded->entry,
                       recording.pending ? v1::NOT_ASSESSED_REASON_PENDING : v1::NOT_ASSESSED_REASON_UNSPECIFIED,
                       reply.assessment.mutable_not_assessed()));
  return reply;
}

void AwaitAssessment(const std::shared_ptr<Recording>& recording) {
  const absl::Time deadline = absl::Now() + kAssessmentBudget;
  // One that was there before has been waited for with all that came with it, or waits a little less.
  const uint64_t last = recording->number + (recording->duplicate ? 0 : recording->records - 1);
  recording->waiting = recording->subjects.size();
  for (const domain::SubjectId& subject : recording->subjects) {
    recording->rooms.assessments.WhenAssessed(subject, last, deadline, [recording](bool assessed) {
      if (!assessed) recording->pending = true;
      if (--recording->waiting == 0) recording->done(MakeReply(*recording));
    });
  }
}

}  // namespace

absl::StatusOr<bool> IsOpenedBy(const domain::FollowUp& follow_up, const domain::EntryHeader& entry,
                                const Question& question) {
  const domain::FollowUpClear& clear = follow_up.clear;
  const domain::FollowUpSealed& sealed = *follow_up.sealed;
  if (sealed.opened_by == entry.id) return true;
  const bool private_one = clear.key_class == domain::KeyClass::kPersonal && !sealed.opened_by.empty();
  // What was open before keeps its days, also where the entry has joined its facts.
  const bool of_its_days = clear.opened_on == entry.occurred.day && clear.reported_on == entry.reported.day;
  const auto& facts = sealed.facts_used;
  if (!private_one || !of_its_days || std::find(facts.begin(), facts.end(), entry.id) == facts.end()) return false;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry note, question.view->GetEntry(sealed.opened_by));
  if (!note.entry.header.personal || note.recalled()) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool of_another, question.viewer.IsSecondPersonTo(note));
  return !of_another;
}

bool ReadByNoRule(const Rooms& rooms, domain::Kind kind) {
  const std::shared_ptr<const domain::RuleModes> modes = rooms.assessments.Modes();
  const std::vector<domain::PluginInfo>& plugins = rooms.policies.Plugins();
  return std::none_of(plugins.begin(), plugins.end(),
                      [&](const domain::PluginInfo& each) { return each.loaded && ReadsKind(each, kind, *modes); });
}

absl::Status WriteNotAssessed(const Rooms& rooms, const domain::View& view, const domain::Entry& entry,
                              v1::NotAssessedReason unanswered,
                              google::protobuf::RepeatedPtrField<v1::PolicyNotAssessed>* out) {
  const std::shared_ptr<const domain::RuleModes> modes = rooms.assessments.Modes();
  std::set<std::string> told;
  const auto tell = [&](const std::string& plugin, v1::NotAssessedReason reason) {
    if (!told.insert(plugin).second) return;
    v1::PolicyNotAssessed* wire = out->Add();
    wire->set_policy(PolicyName(plugin));
    wire->set_reason(reason);
  };
  for (const domain::SubjectId& subject : domain::SubjectsJudgedBy(entry.header, entry.header)) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> faults, view.NotAssessedOf(subject));
    for (const domain::NotAssessed& fault : faults) {
      if (IsQuietAbout(fault.plugin, entry.kind, rooms.policies, *modes)) continue;
      if (fault.entry == entry.header.id) tell(fault.plugin, static_cast<v1::NotAssessedReason>(fault.reason));
    }
  }
  for (const domain::PluginInfo& plugin : rooms.policies.Plugins()) {
    if (modes->quiet_plugins().contains(plugin.name)) continue;
    if (!plugin.loaded) tell(plugin.name, v1::NOT_ASSESSED_REASON_NOT_LOADED);
    const bool asked = unanswered != v1::NOT_ASSESSED_REASON_UNSPECIFIED;
    if (asked && ReadsKind(plugin, entry.kind, *modes)) tell(plugin.name, unanswered);
  }
  return absl::OkStatus();
}

void RecordEntry(const Rooms& rooms, const Call& call, domain::Transaction transaction, AsSent as_sent,
                 std::function<void(absl::StatusOr<RecordedReply>)> done) {
  auto recording = std::make_shared<Recording>(rooms, call, transaction, std::move(done));
  const size_t before = FirstEntry(transaction);
  rooms.store.Append(std::move(transaction), [recording, before, as_sent = std::move(as_sent)](
                                                 const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return recording->done(as_sent(appended.status()));
    recording->number = appended->first_number + (appended->duplicate ? 0 : before);
    recording->duplicate = appended->duplicate;
    AwaitAssessment(recording);
  });
}

}  // namespace candor::rpc
