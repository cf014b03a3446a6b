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
#include "daemon/domain/original.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/effects.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/rule_book.h"

namespace candor::rpc {
namespace {

// By a rule that is active: of others nobody is told.
bool ReadsKind(const domain::PluginInfo& plugin, domain::Kind kind, const domain::RuleModes& modes) {
  return std::any_of(plugin.rules.begin(), plugin.rules.end(), [&](const domain::Rule& rule) {
    // Few rules read a kind, and how one is run is looked up by its name.
    return std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end() &&
           modes.Of(rule) == domain::RuleMode::kActive;
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

void AddJudged(const domain::EntryHeader& header, const domain::EntryHeader& first,
               std::set<domain::SubjectId>& subjects) {
  for (const domain::SubjectId& subject : domain::SubjectsJudgedBy(header, first)) subjects.insert(subject);
}

// What a correction puts out of force may have stood elsewhere too, or been about somebody else. What is not there the
// store refuses.
void AddCorrected(const domain::EntryHeader& header, const domain::View& view, std::set<domain::SubjectId>& subjects) {
  if (header.revises.empty()) return;
  absl::StatusOr<domain::RecordedEntry> named = view.GetEntry(header.revises);
  if (!named.ok()) return;
  const absl::StatusOr<domain::RecordedEntry> original = domain::OriginalOf(view, *std::move(named));
  if (!original.ok()) return;
  const domain::EntryHeader& first = original->entry.header;
  AddJudged(first, first, subjects);
  AddJudged(header, first, subjects);
  const absl::StatusOr<domain::RecordedEntry> newest = domain::NewestOf(view, *original);
  if (newest.ok()) AddJudged(newest->entry.header, first, subjects);
}

std::vector<domain::SubjectId> TouchedBy(const domain::Transaction& transaction, const domain::View& before) {
  std::set<domain::SubjectId> subjects;
  for (const domain::Change& change : transaction.changes) {
    const auto* entry = std::get_if<domain::NewEntry>(&change);
    if (entry == nullptr) continue;
    const domain::EntryHeader& header = entry->entry.header;
    AddJudged(header, header, subjects);
    AddCorrected(header, before, subjects);
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

// How many entries there are, which follow each other.
size_t EntriesIn(const domain::Transaction& transaction) {
  const auto& changes = transaction.changes;
  const auto count = std::count_if(changes.begin(), changes.end(), [](const domain::Change& change) {
    return std::holds_alternative<domain::NewEntry>(change);
  });
  return static_cast<size_t>(count);
}

// What a transaction records, from Append to reply.
struct Recording {
  Recording(const Rooms& the_rooms, const Call& the_call, const domain::Transaction& transaction,
            std::function<void(absl::StatusOr<RecordedReply>)> when_done)
      : rooms(the_rooms),
        call(the_call),
        before(the_rooms.store.Latest()),
        subjects(TouchedBy(transaction, *before)),
        records(transaction.changes.size()),
        entries(EntriesIn(transaction)),
        done(std::move(when_done)) {}

  const Rooms rooms;
  const Call call;
  const std::shared_ptr<const domain::View> before;
  const std::vector<domain::SubjectId> subjects;
  const size_t records;
  const size_t entries;
  const std::function<void(absl::StatusOr<RecordedReply>)> done;
  uint64_t number = 0;     // of the entry
  bool duplicate = false;  // it was there before, and may have been revised
  std::atomic<size_t> waiting{0};
  std::atomic<bool> pending{false};
};

// All that were recorded with the one that the reply is about, which follow each other in the ledger.
absl::StatusOr<Written> WrittenBy(const Recording& recording, const domain::View& view) {
  Written written{{}, recording.duplicate ? nullptr : recording.before};
  for (uint64_t number = recording.number; number < recording.number + recording.entries; ++number) {
    CANDOR_ASSIGN_OR_RETURN(const auto each, view.EntryAt(number));
    written.entries.push_back(each->entry.header);
  }
  return written;
}

absl::Status WriteEffect(const domain::FollowUp& follow_up, const Written& written, Question& question,
                         FollowUpWriter& writer, v1::EntryAssessment* out) {
  CANDOR_ASSIGN_OR_RETURN(const Effect effect, EffectOn(follow_up, written, question));
  if (effect == Effect::kNone) return absl::OkStatus();
  if (effect == Effect::kUnsaid) {
    CANDOR_ASSIGN_OR_RETURN(const bool known, KnowsOfUnsaid(follow_up, question));
    if (known) out->set_unsaid(true);
    return absl::OkStatus();
  }
  v1::FollowUp wire;
  CANDOR_ASSIGN_OR_RETURN(const bool seen, writer.Write(follow_up, &wire));
  if (seen) *(effect == Effect::kOpened ? out->add_opened() : out->add_resolved()) = std::move(wire);
  return absl::OkStatus();
}

absl::Status WriteFollowUps(const Recording& recording, Question& question, v1::EntryAssessment* out) {
  CANDOR_ASSIGN_OR_RETURN(const Written written, WrittenBy(recording, *question.view));
  FollowUpWriter writer(question, recording.rooms.policies);
  for (const domain::SubjectId& subject : recording.subjects) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all,
                            question.view->FollowUpsSince(subject, recording.number));
    for (const domain::FollowUp& each : all) {
      CANDOR_RETURN_IF_ERROR(WriteEffect(each, written, question, writer, out));
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
  CANDOR_RETURN_IF_ERROR(WriteFollowUps(recording, question, &reply.assessment));
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
  const bool asked = unanswered != v1::NOT_ASSESSED_REASON_UNSPECIFIED;
  for (const domain::PluginInfo& plugin : rooms.policies.Plugins()) {
    if ((plugin.loaded && !asked) || modes->quiet_plugins().contains(plugin.name)) continue;
    if (!plugin.loaded) tell(plugin.name, v1::NOT_ASSESSED_REASON_NOT_LOADED);
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
