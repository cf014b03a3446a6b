#include "daemon/domain/case_file.h"

#include <algorithm>

#include "daemon/domain/compliance.h"

namespace candor::domain {
namespace {

constexpr FieldId kTherapyStarted = MakeFieldId(Kind::kIntake, 1);
constexpr FieldId kJointSession = MakeFieldId(Kind::kTransferStep, 1);
constexpr FieldId kReceiverAccepted = MakeFieldId(Kind::kTransferStep, 4);
constexpr FieldId kFirstSoloBooked = MakeFieldId(Kind::kTransferStep, 5);
constexpr FieldId kFirstSoloHeld = MakeFieldId(Kind::kTransferStep, 6);
constexpr FieldId kReceiver = MakeFieldId(Kind::kTransferStep, 7);
constexpr int64_t kYes = 1;

// Walks the timeline once.
class CourseBuilder {
 public:
  void Take(const EntryHeader& header) {
    switch (header.kind) {
      case Kind::kIntake:
        TakeIntake(header);
        break;
      case Kind::kTransferStep:
        BeginIfNobodyHolds(header);
        TakeTransferStep(header);
        break;
      case Kind::kTermination:
        TakeTermination(header);
        break;
      default:
        BeginIfNobodyHolds(header);
        break;
    }
  }

  CaseCourse Finish() && { return std::move(course_); }

 private:
  // The steps of one transfer so far. `handed_over` points at the receiver's part once it has begun.
  struct Transfer {
    MemberId receiver;
    bool joint_session = false;
    bool receiver_accepted = false;
    bool first_solo_booked = false;
    bool handed_over = false;
  };

  Part* Holding() { return course_.parts.empty() || course_.parts.back().until ? nullptr : &course_.parts.back(); }

  bool EpisodeOpen() const { return !course_.episodes.empty() && !course_.episodes.back().closed; }

  // Entries that came without an intake still say who works with the client; after an ending they say nothing.
  void BeginIfNobodyHolds(const EntryHeader& header) {
    if (course_.parts.empty()) course_.parts.push_back({header.therapist, header.occurred.day, std::nullopt});
  }

  void TakeIntake(const EntryHeader& header) {
    const Day day = header.occurred.day;
    if (!EpisodeOpen()) {
      Episode episode{day, std::nullopt, header.id, EntryId(), std::nullopt};
      if (const auto started = header.facts.Number(kTherapyStarted)) {
        episode.therapy_started = DayFromNumber(static_cast<int32_t>(*started));
      }
      course_.episodes.push_back(std::move(episode));
      transfer_ = {};
      HandTo(header.therapist, day);
    }
  }

  void TakeTransferStep(const EntryHeader& header) {
    const auto said_yes = [&](FieldId field) { return header.facts.Number(field) == kYes; };
    const Day day = header.occurred.day;
    if (const auto receiver = header.facts.IdOf(kReceiver)) NameReceiver(MemberId(*receiver));
    transfer_.joint_session |= said_yes(kJointSession);
    transfer_.receiver_accepted |= said_yes(kReceiverAccepted);
    transfer_.first_solo_booked |= said_yes(kFirstSoloBooked);
    if (transfer_.receiver.empty()) return;
    if (said_yes(kFirstSoloHeld)) {
      HoldFirstSolo(day);
    } else if (transfer_.joint_session && transfer_.receiver_accepted && transfer_.first_solo_booked &&
               !transfer_.handed_over) {
      HandOver(day);
    }
  }

  // Another receiver than before means another transfer.
  void NameReceiver(const MemberId& receiver) {
    if (!transfer_.receiver.empty() && transfer_.receiver != receiver) transfer_ = {};
    transfer_.receiver = receiver;
  }

  // The first solo session decides, also over the completed step that came before it.
  void HoldFirstSolo(Day day) {
    if (transfer_.handed_over) {
      Part* part = Holding();
      if (part == nullptr || part->therapist != transfer_.receiver) return;
      part->from = day;
      if (course_.parts.size() > 1) course_.parts[course_.parts.size() - 2].until = day;
    } else {
      HandOver(day);
    }
    transfer_ = {};
  }

  void HandOver(Day day) {
    transfer_.handed_over = true;
    HandTo(transfer_.receiver, day);
  }

  void HandTo(const MemberId& therapist, Day day) {
    if (Part* part = Holding()) {
      if (part->therapist == therapist) return;
      part->until = day;
    }
    course_.parts.push_back({therapist, day, std::nullopt});
  }

  void TakeTermination(const EntryHeader& header) {
    const Day day = header.occurred.day;
    BeginIfNobodyHolds(header);
    Part* part = Holding();
    if (part != nullptr && part->therapist == header.therapist) {
      part->until = day;
      transfer_ = {};
      if (EpisodeOpen()) {
        course_.episodes.back().closed = day;
        course_.episodes.back().closed_by = header.id;
      }
      return;
    }
    const auto own = std::find_if(course_.parts.rbegin(), course_.parts.rend(),
                                  [&](const Part& other) { return other.therapist == header.therapist; });
    if (own != course_.parts.rend()) own->until = day;
  }

  CaseCourse course_;
  Transfer transfer_;
};

}  // namespace

CaseCourse CourseOf(const std::vector<EntryHeader>& timeline) {
  CourseBuilder builder;
  for (const EntryHeader& header : timeline) {
    if (IsCourseKind(header.kind)) builder.Take(header);
  }
  return std::move(builder).Finish();
}

MemberId HolderOn(const CaseCourse& course, Day day) {
  const auto part = std::find_if(course.parts.rbegin(), course.parts.rend(),
                                 [&](const Part& candidate) { return candidate.from <= day; });
  if (part == course.parts.rend() || (part->until && *part->until < day)) return MemberId();
  return part->therapist;
}

const Episode* EpisodeOn(const CaseCourse& course, Day day) {
  for (auto episode = course.episodes.rbegin(); episode != course.episodes.rend(); ++episode) {
    if (episode->opened <= day && (!episode->closed || *episode->closed >= day)) return &*episode;
  }
  return nullptr;
}

}  // namespace candor::domain
