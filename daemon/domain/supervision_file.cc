#include "daemon/domain/supervision_file.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/supervision_note_entry.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {
namespace {

constexpr size_t kEntriesAtOnce = 256;

// A fact that the rest of the domain does not read.
FieldId Named(Kind kind, std::string_view name) {
  return FindField(kind, name)->id;
}

// What a plain entry says that the session was.
Credit PlainCredit(UnitsProfile profile, const NoteRecord& note) {
  const auto people = note.newest.entry.facts.Number(Named(Kind::kSupervision, "group_size"));
  return CreditFor(profile, note.session.format, note.session.minutes, static_cast<int32_t>(people.value_or(0)));
}

// Whether a plain entry and a signed note are about one session, as far as the entry says.
bool SameSession(const NoteRecord& plain, const NoteRecord& note) {
  const SupervisionSession& said = plain.session;
  const SupervisionFormat format = note.session.format;
  return !note.plain && note.state != NoteState::kRetracted && IsFormatFact(format) && plain.held() == note.held() &&
         (said.supervisor.empty() || said.supervisor == note.session.supervisor ||
          said.supervisor == note.session.substitute) &&
         (said.format == SupervisionFormat::kNotRecorded || said.format == format);
}

void MarkSignedElsewhere(std::vector<NoteRecord>& notes) {
  for (NoteRecord& note : notes) {
    note.signed_elsewhere = note.plain && std::any_of(notes.begin(), notes.end(), [&](const NoteRecord& other) {
                              return SameSession(note, other);
                            });
  }
}

// `notes` in order of day. A session says nothing of what was given at a later one, as OpenDirectivesOf() has it.
void TellOfDirectives(std::vector<NoteRecord>& notes) {
  std::map<EntryId, NoteRecord*> earlier;
  for (NoteRecord& note : notes) {
    if (note.state != NoteState::kRetracted) {
      for (const DirectiveReport& report : note.part.last_directives) {
        const auto found = earlier.find(report.note);
        if (found == earlier.end()) continue;
        found->second->news[report.index] = {report, note.original.entry.header.id, note.held()};
      }
    }
    earlier[note.original.entry.header.id] = &note;
  }
}

// What the supervisee said last to that version; rend(): nothing.
std::vector<AnswerOnRecord>::const_reverse_iterator LastOwnAnswer(const NoteRecord& note, int32_t version) {
  return std::find_if(note.answers.rbegin(), note.answers.rend(), [&](const AnswerOnRecord& each) {
    return each.version == version && each.by == note.supervisee();
  });
}

// Rows of one member's timeline, from a day on.
class FileReader {
 public:
  explicit FileReader(const View& view) : view_(view) {}

  absl::Status Read(const MemberId& supervisee, Day from) {
    Place after = Place::EndOf(DayNumber(from) - 1);
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(TimelinePage page, view_.Timeline(SubjectId::Of(supervisee), after, kEntriesAtOnce));
      for (RecordedEntry& recorded : page.entries) CANDOR_RETURN_IF_ERROR(Take(std::move(recorded)));
      if (!page.next) return absl::OkStatus();
      after = *page.next;
    }
  }

  absl::StatusOr<SupervisionFile> Finish() && {
    for (auto& [root, original] : originals_) {
      CANDOR_RETURN_IF_ERROR(AddNote(root, std::move(original)));
    }
    // By when they began: of some the header has the day only.
    const auto order = [](const NoteRecord& note) {
      return std::pair(note.session.started.minute_of_day.value_or(Place::kNoTime), PlaceOf(note.newest.entry.header));
    };
    std::sort(file_.notes.begin(), file_.notes.end(), [&](const NoteRecord& a, const NoteRecord& b) {
      return a.held() == b.held() ? order(a) < order(b) : a.held() < b.held();
    });
    MarkSignedElsewhere(file_.notes);
    TellOfDirectives(file_.notes);
    return std::move(file_);
  }

 private:
  absl::Status Take(RecordedEntry recorded) {
    switch (recorded.entry.kind) {
      case Kind::kSupervision:
        return TakeVersion(std::move(recorded));
      case Kind::kNothingToNote:
        TakeCancellation(recorded);
        return absl::OkStatus();
      case Kind::kWeekHours:
        TakeHours(recorded);
        return absl::OkStatus();
      default:
        return absl::OkStatus();
    }
  }

  void TakeCancellation(const RecordedEntry& recorded) {
    const auto cancelled = CancellationFromCells(recorded.entry);
    if (cancelled && recorded.revised_by.empty()) file_.cancelled.push_back(*cancelled);
  }

  void TakeHours(const RecordedEntry& recorded) {
    const auto week = recorded.entry.facts.Number(Named(Kind::kWeekHours, "week_of"));
    const auto direct = recorded.entry.facts.Number(Named(Kind::kWeekHours, "direct_minutes"));
    if (!recorded.revised_by.empty() || !week || !direct) return;
    HoursOfWeek hours{WeekOf(DayFromNumber(static_cast<int32_t>(*week))), WorkSetting::kNotRecorded,
                      static_cast<int32_t>(*direct), std::nullopt};
    if (const auto setting = recorded.entry.facts.Number(Named(Kind::kWeekHours, "setting"))) {
      hours.work_setting = static_cast<WorkSetting>(*setting);
    }
    if (const auto other = recorded.entry.facts.Number(Named(Kind::kWeekHours, "other_minutes"))) {
      hours.other_minutes = static_cast<int32_t>(*other);
    }
    file_.hours.push_back(hours);
  }

  absl::Status TakeVersion(RecordedEntry recorded) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry original, OriginalOf(view_, recorded));
    const EntryId root = original.entry.header.id;
    if (!recorded.entry.header.revises.empty()) revisions_[root].push_back(std::move(recorded));
    originals_.emplace(root, std::move(original));
    return absl::OkStatus();
  }

  absl::Status AddNote(const EntryId& root, RecordedEntry original) {
    std::vector<RecordedEntry>& revisions = revisions_[root];
    if (revisions.empty() && !original.revised_by.empty() && !original.retracted) {
      // Moved to a day that was not read.
      CANDOR_ASSIGN_OR_RETURN(RecordedEntry moved, view_.GetEntry(original.revised_by));
      revisions.push_back(std::move(moved));
    }
    std::sort(revisions.begin(), revisions.end(),
              [](const RecordedEntry& a, const RecordedEntry& b) { return a.number < b.number; });
    std::vector<RecordedEntry> history = {original};
    std::vector<AnswerOnRecord> answers;
    for (const RecordedEntry& each : revisions) {
      if (each.entry.header.retracts) continue;
      const auto body = NoteFromCells(each.entry);
      if (body && body->answer) {
        AddAnswer(each, *body->answer, history, answers);
      } else {
        history.push_back(each);
      }
    }
    RecordedEntry newest = revisions.empty() ? original : revisions.back();
    NoteRecord note = NoteOf(std::move(original), history.back(), std::move(newest));
    note.versions = static_cast<int32_t>(history.size());
    note.answers = std::move(answers);
    LetOwnAnswerStand(note);
    if (history.size() > 1) note.history = std::move(history);
    note.state = StateOf(note);
    file_.notes.push_back(std::move(note));
    return absl::OkStatus();
  }

  static void AddAnswer(const RecordedEntry& recorded, const SupervisionAnswer& answer,
                        const std::vector<RecordedEntry>& history, std::vector<AnswerOnRecord>& answers) {
    // Where two cases became one, the answer stands in a new entry as it was.
    if (!answers.empty() && answers.back().answer == answer) return;
    const auto version = std::find_if(history.begin(), history.end(), [&](const RecordedEntry& each) {
      return each.entry.header.id == answer.version;
    });
    const EntryHeader& header = recorded.entry.header;
    const auto number = version == history.end() ? 1 : version - history.begin() + 1;
    answers.push_back({answer, static_cast<int32_t>(number), header.author, header.reported.day, recorded.recorded_at});
  }

  // That somebody would not look at it is not put in the place of what they have said.
  static void LetOwnAnswerStand(NoteRecord& note) {
    if (!note.answer || note.answers.empty()) return;
    const auto own = LastOwnAnswer(note, note.answers.back().version);
    if (own == note.answers.crend()) return;
    note.answer = own->answer;
    note.answered_on = own->answered;
  }

  static NoteState StateOf(const NoteRecord& note) {
    if (note.original.retracted) return NoteState::kRetracted;
    if (note.plain && !note.newest.erased) return NoteState::kRecorded;
    if (note.answer) return note.answer->refused ? NoteState::kRefused : NoteState::kSeen;
    return note.versions > 1 ? NoteState::kAmended : NoteState::kSigned;
  }

  const View& view_;
  SupervisionFile file_;
  std::map<EntryId, RecordedEntry> originals_;
  std::map<EntryId, std::vector<RecordedEntry>> revisions_;
};

}  // namespace

bool NoteRecord::AnsweredBySupervisee() const {
  return LastOwnAnswer(*this, versions) != answers.crend();
}

absl::StatusOr<SupervisionFile> ReadSupervisionFile(const View& view, const MemberId& supervisee, Day from) {
  FileReader reader(view);
  CANDOR_RETURN_IF_ERROR(reader.Read(supervisee, from));
  CANDOR_ASSIGN_OR_RETURN(SupervisionFile file, std::move(reader).Finish());
  // A version on record elsewhere may have been moved before the day.
  std::erase_if(file.notes, [&](const NoteRecord& note) { return note.held() < from; });
  return file;
}

absl::StatusOr<NoteRecord> FindNote(const View& view, const MemberId& supervisee, const EntryId& id) {
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry original, view.GetEntry(id));
  const EntryHeader& header = original.entry.header;
  const bool of_them = header.subject == SubjectId::Of(supervisee);
  if (!of_them || original.entry.kind != Kind::kSupervision || !header.revises.empty()) {
    return absl::NotFoundError("no such note");
  }
  Day from = header.occurred.day;
  if (!original.revised_by.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry newest, view.GetEntry(original.revised_by));
    from = std::min(from, newest.entry.header.occurred.day);
  }
  CANDOR_ASSIGN_OR_RETURN(SupervisionFile file, ReadSupervisionFile(view, supervisee, from));
  for (NoteRecord& note : file.notes) {
    if (note.original.entry.header.id == id) return std::move(note);
  }
  return absl::NotFoundError("no such note");
}

absl::StatusOr<std::vector<NoteRecord>> NotesOfSession(const View& view, const NoteRecord& note) {
  std::vector<NoteRecord> notes;
  for (const SupervisionAttendee& each : note.session.attendees) {
    CANDOR_ASSIGN_OR_RETURN(SupervisionFile file, ReadSupervisionFile(view, each.member, note.held()));
    for (NoteRecord& other : file.notes) {
      const bool same = !other.plain && other.session.id == note.session.id;
      if (same && other.state != NoteState::kRetracted) notes.push_back(std::move(other));
    }
  }
  return notes;
}

Credit CreditOf(UnitsProfile profile, const NoteRecord& note) {
  if (!note.plain) return CreditFor(profile, note.session, note.supervisee());
  if (note.signed_elsewhere) return {0, NoUnits::kSignedElsewhere};
  return note.own_account() ? Credit{0, NoUnits::kNotSigned} : PlainCredit(profile, note);
}

int32_t UnsignedHundredths(UnitsProfile profile, const NoteRecord& note) {
  return note.own_account() && !note.signed_elsewhere ? PlainCredit(profile, note).hundredths : 0;
}

LogSession LogSessionOf(UnitsProfile profile, const NoteRecord& note) {
  LogSession session;
  session.day = note.held();
  session.setting = note.session.setting;
  session.work_setting = note.session.work_setting;
  session.format = note.session.format;
  session.minutes = note.session.minutes;
  const SupervisionAttendee* attendee = FindAttendee(note.session, note.supervisee());
  if (attendee != nullptr && attendee->minutes) session.minutes = attendee->minutes;
  session.credit = CreditOf(profile, note);
  session.unsigned_hundredths = UnsignedHundredths(profile, note);
  return session;
}

std::vector<OpenDirective> OpenDirectivesOf(const std::vector<NoteRecord>& notes) {
  std::vector<OpenDirective> open;
  for (const NoteRecord& note : notes) {
    if (note.state == NoteState::kRetracted) continue;
    for (const DirectiveReport& report : note.part.last_directives) {
      const auto found = std::find_if(open.begin(), open.end(), [&](const OpenDirective& each) {
        return each.note == report.note && each.index == report.index;
      });
      if (found == open.end()) continue;
      if (report.outcome == DirectiveOutcome::kMoved) {
        found->guidance.due = report.due;
      } else {
        open.erase(found);
      }
    }
    for (size_t i = 0; i < note.part.guidance.size(); ++i) {
      if (note.part.guidance[i].form != GuidanceForm::kDirective) continue;
      open.push_back({note.original.entry.header.id, static_cast<uint32_t>(i), note.part.guidance[i], note.held()});
    }
  }
  return open;
}

}  // namespace candor::domain
