#include "daemon/domain/host_facts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/domain/fields.h"
#include "daemon/domain/order.h"

namespace candor::domain {
namespace {

using ConsultantRelation = HostFacts::Relation;

// The member whom an entry names as the one talked with; empty: none.
MemberId ConsultantOf(const Entry& entry) {
  FieldId field = 0;
  switch (entry.kind) {
    case Kind::kConsultation:
      field = fields::kConsultationConsultant;
      break;
    case Kind::kSupervision:
      field = fields::kSupervisionSupervisor;
      break;
    case Kind::kContinuePlan:
      field = fields::kContinuePlanConsultant;
      break;
    default:
      return MemberId();
  }
  const auto id = entry.facts.IdOf(field);
  return id ? MemberId(*id) : MemberId();
}

// How somebody stands to the therapist of an entry on its date, by the directory.
ConsultantRelation StandsTo(const EntryHeader& header, const MemberId& who, const People& people) {
  if (who == header.therapist) return ConsultantRelation::kSelf;
  const bool supervised = SupervisesOn(people.supervisions, header.therapist, who, header.occurred.day);
  return supervised ? ConsultantRelation::kSubordinate : ConsultantRelation::kIndependent;
}

ConsultantRelation RelationOf(const Entry& entry, const MemberId& consultant, const People& people) {
  // The wire's numbers of the field are the numbers of Relation.
  if (const auto recorded = entry.facts.Number(fields::kConsultationRelation)) {
    return static_cast<ConsultantRelation>(*recorded);
  }
  if (!consultant.empty()) return StandsTo(entry.header, consultant, people);
  const bool somebody =
      entry.facts.Has(fields::kConsultationConsultantKind) || entry.facts.Has(fields::kConsultationOutsideConsultant);
  return somebody ? ConsultantRelation::kIndependent : ConsultantRelation::kNotRecorded;
}

bool InTraining(const MemberId& id, Day day, const People& people) {
  const auto member =
      std::find_if(people.members.begin(), people.members.end(), [&](const Member& m) { return m.id == id; });
  const LicenceClass* licence = member == people.members.end() ? nullptr : LicenceOn(*member, day);
  return licence != nullptr && licence->in_training;
}

// The note that occurred last among those written down by then.
std::optional<int32_t> SupervisionPlanned(const EntryHeader& header, const People& people) {
  const PlannedSupervision* last = nullptr;
  const Day reported = header.reported.day;
  for (const PlannedSupervision& note : people.planned) {
    if (note.supervisee != header.therapist || note.reported > reported) continue;
    const bool later =
        last == nullptr || std::pair(note.occurred, note.next_planned) > std::pair(last->occurred, last->next_planned);
    if (later) last = &note;
  }
  if (last == nullptr || last->next_planned < reported) return std::nullopt;
  return DayNumber(last->next_planned);
}

Facts WithoutNarrative(const Facts& facts) {
  Facts seen;
  for (const Fact& fact : facts.all()) {
    const FieldInfo* info = FindField(fact.field);
    if (info == nullptr) continue;
    if (const auto* number = std::get_if<int64_t>(&fact.value)) {
      seen.SetNumber(fact.field, *number);
    } else if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
      seen.SetId(fact.field, *id);
    } else if (const auto* text = std::get_if<std::string>(&fact.value)) {
      seen.SetText(fact.field, info->field_class == FieldClass::kNarrative ? std::string() : *text);
    }
  }
  return seen;
}

// All that was written about one entry: itself, its amendments and retractions, in ledger order.
using History = std::vector<RecordedEntry*>;

// What the history comes to, or nullopt when the last word is a retraction.
std::optional<RecordedEntry> Effective(const EntryId& root, const History& history) {
  const RecordedEntry& last = *history.back();
  if (last.entry.kind == Kind::kRetraction || last.retracted) return std::nullopt;
  RecordedEntry effective = last;
  effective.entry.header.id = root;
  effective.entry.header.revises = EntryId();
  effective.entry.header.reported = history.front()->entry.header.reported;
  effective.entry.header.batch = history.front()->entry.header.batch;
  effective.revised_by = EntryId();
  return effective;
}

// The entry first written, for everything that revises one. A revision names what it revises or an earlier revision of
// it; the ledger holds them in that order.
std::map<EntryId, EntryId> RootsOf(const std::vector<RecordedEntry>& in_ledger_order) {
  std::map<EntryId, EntryId> roots;
  for (const RecordedEntry& recorded : in_ledger_order) {
    const EntryHeader& header = recorded.entry.header;
    if (header.revises.empty()) continue;
    const auto earlier = roots.find(header.revises);
    roots.emplace(header.id, earlier == roots.end() ? header.revises : earlier->second);
  }
  return roots;
}

}  // namespace

std::optional<PlannedSupervision> PlannedSupervisionOf(const Entry& entry) {
  if (entry.kind != Kind::kSupervision) return std::nullopt;
  const auto next = entry.facts.Number(fields::kSupervisionNextPlanned);
  if (!next) return std::nullopt;
  return PlannedSupervision{entry.header.therapist, entry.header.occurred.day, entry.header.reported.day,
                            DayFromNumber(static_cast<int32_t>(*next))};
}

HostFacts ResolveHostFacts(const Entry& entry, const CaseCourse& course, const People& people) {
  const Place place = PlaceOf(entry.header);
  const MemberId consultant = ConsultantOf(entry);
  HostFacts host;
  host.in_training = InTraining(entry.header.therapist, entry.header.occurred.day, people);
  host.current_client = !FormerClientAt(course, place);
  const MemberId holder = HolderAt(course, place);
  const bool nobody_yet = course.parts.empty() || place < course.parts.front().taken_at;
  host.therapist_holds_case = nobody_yet || holder == entry.header.therapist;
  host.consultant_is_member = !consultant.empty();
  host.consultant_relation = RelationOf(entry, consultant, people);
  host.supervision_planned = SupervisionPlanned(entry.header, people);
  host.matter = entry.header.matter;
  if (const Episode* episode = EpisodeAt(course, place)) {
    host.therapy_started = DayNumber(episode->therapy_started.value_or(*episode->opened));
  }
  return host;
}

bool IsMeasure(Kind kind) {
  return kind == Kind::kConcern || kind == Kind::kDeparture || kind == Kind::kSupervisionChange;
}

std::optional<int32_t> LastReportBefore(uint64_t number, const std::vector<OwnReport>& reports) {
  std::optional<int32_t> last;
  for (const OwnReport& report : reports) {
    if (report.number < number) last = std::max(last.value_or(DayNumber(report.reported)), DayNumber(report.reported));
  }
  return last;
}

void TellAuthor(const EntryHeader& header, const People& people, HostFacts& host) {
  host.author = header.author;
  host.author_relation = StandsTo(header, header.author, people);
}

std::optional<SupervisedFrom> SupervisedFromOf(const Entry& entry) {
  if (entry.kind != Kind::kSupervisionChange) return std::nullopt;
  const std::optional<int64_t> event = entry.facts.Number(fields::kSupervisionChangeEvent);
  const bool ended = event == words::kSupervisionEnded;
  std::optional<IdBytes> supervisor = entry.facts.IdOf(fields::kSupervisionChangeNextSupervisor);
  const bool stays = !ended && event != words::kSupervisionSubstituted;
  if (!supervisor && stays) supervisor = entry.facts.IdOf(fields::kSupervisionChangeSupervisor);
  if (!supervisor) return std::nullopt;
  return SupervisedFrom{MemberId(*supervisor), entry.header.occurred.day + (ended ? 1 : 0)};
}

bool OpensDuties(const EntryHeader& header, std::optional<Day> policy_from, Day effective_from) {
  return header.reported.day >= policy_from.value_or(effective_from);
}

PolicyEvent PolicyEventOf(const RecordedEntry& recorded, const HostFacts& host, bool opens_duties) {
  const Entry& entry = recorded.entry;
  const EntryHeader& header = entry.header;
  PolicyEvent event;
  event.number = recorded.number;
  event.id = header.id;
  event.place = PlaceOf(header);
  event.kind = entry.kind;
  event.occurred = DayNumber(header.occurred.day);
  event.minute = header.occurred.minute_of_day;
  event.reported = DayNumber(header.reported.day);
  event.therapist = header.therapist;
  event.source = header.source;
  event.basis = header.basis;
  event.stage = header.stage;
  event.facts = WithoutNarrative(entry.facts);
  event.has_note = !entry.narrative.Reveal().note.empty();
  event.opens_duties = opens_duties;
  event.host = host;
  return event;
}

std::vector<RecordedEntry> EffectiveTimeline(std::vector<RecordedEntry> timeline) {
  std::sort(timeline.begin(), timeline.end(),
            [](const RecordedEntry& a, const RecordedEntry& b) { return a.number < b.number; });
  const std::map<EntryId, EntryId> roots = RootsOf(timeline);
  std::map<EntryId, History> histories;
  for (const auto& [revision, root] : roots) histories.try_emplace(root);
  std::vector<RecordedEntry> effective;
  effective.reserve(timeline.size());
  for (RecordedEntry& recorded : timeline) {
    const auto revision = roots.find(recorded.entry.header.id);
    const auto history = histories.find(revision == roots.end() ? recorded.entry.header.id : revision->second);
    if (history != histories.end()) {
      history->second.push_back(&recorded);
    } else if (!recorded.retracted) {
      effective.push_back(std::move(recorded));
    }
  }
  for (const auto& [root, history] : histories) {
    if (auto entry = Effective(root, history)) effective.push_back(std::move(*entry));
  }
  std::sort(effective.begin(), effective.end(), [](const RecordedEntry& a, const RecordedEntry& b) {
    return PlaceOf(a.entry.header) < PlaceOf(b.entry.header);
  });
  return effective;
}

}  // namespace candor::domain
