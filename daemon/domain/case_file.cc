#include "daemon/domain/case_file.h"

#include <algorithm>
#include <utility>

#include "daemon/domain/compliance.h"
#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

// An amendment keeps the place of what it replaces but for the id, which only parts equals.
Place WithoutId(Place place) {
  place.id = {};
  return place;
}

Place PlaceWithoutId(const EntryHeader& header) {
  return WithoutId(PlaceOf(header));
}

// After the entry, and before whatever comes next.
Place RightAfter(const EntryHeader& header) {
  Place place = PlaceOf(header);
  place.id.fill(0xff);
  return place;
}

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

  bool SaysTheSameAs(const CourseBuilder& other) const {
    const auto same_part = [](const Part& one, const Part& two) {
      return one.therapist == two.therapist && one.from == two.from && one.until == two.until;
    };
    const auto same_episode = [](const Episode& one, const Episode& two) {
      return one.opened == two.opened && one.closed == two.closed && one.therapy_started == two.therapy_started;
    };
    return std::ranges::equal(course_.parts, other.course_.parts, same_part) &&
           std::ranges::equal(course_.episodes, other.course_.episodes, same_episode) && UnderWay() == other.UnderWay();
  }

 private:
  // The steps of one transfer so far. `handed_over` points at the receiver's part once it has begun.
  struct Transfer {
    MemberId receiver;
    bool joint_session = false;
    bool receiver_accepted = false;
    bool first_solo_booked = false;
    bool handed_over = false;

    bool operator==(const Transfer&) const = default;
  };

  // What is still to come of a transfer: nothing where nobody is named, or only whoever has the case.
  Transfer UnderWay() const {
    const bool has_it =
        !course_.parts.empty() && !course_.parts.back().until && course_.parts.back().therapist == transfer_.receiver;
    return transfer_.receiver.empty() || has_it ? Transfer() : transfer_;
  }

  Part* Holding() { return course_.parts.empty() || course_.parts.back().until ? nullptr : &course_.parts.back(); }

  bool EpisodeOpen() const { return !course_.episodes.empty() && !course_.episodes.back().closed; }

  // Entries that came without an intake still say that somebody works with the client, and who; after an ending they
  // say nothing.
  void BeginIfNobodyHolds(const EntryHeader& header) {
    if (!course_.parts.empty()) return;
    Begin(header.therapist, header);
    Episode episode;
    episode.opened_at = PlaceWithoutId(header);
    course_.episodes.push_back(episode);
  }

  void TakeIntake(const EntryHeader& header) {
    if (EpisodeOpen()) {
      if (course_.episodes.back().opened) {
        if (coming_back_ == nullptr || coming_back_->occurred.day != header.occurred.day) coming_back_ = &header;
        return;
      }
      course_.episodes.pop_back();
    }
    OpenBy(header, PlaceWithoutId(header));
    HandTo(header.therapist, header);
  }

  void OpenBy(const EntryHeader& intake, const Place& place) {
    Episode episode;
    episode.opened = intake.occurred.day;
    episode.opened_by = intake.id;
    episode.opened_at = place;
    if (const auto started = intake.facts.Number(fields::kIntakeTherapyStarted)) {
      episode.therapy_started = DayFromNumber(static_cast<int32_t>(*started));
    }
    course_.episodes.push_back(episode);
    transfer_ = {};
  }

  // Of an intake and an ending of one day the order says nothing where the ending has no time: an intake stands first
  // by its kind. Into a therapy that goes on none is written, so that it was meant to come after.
  void OpenAgainAfter(const EntryHeader& ending) {
    const EntryHeader* const intake = std::exchange(coming_back_, nullptr);
    const bool same_day = intake != nullptr && intake->occurred.day == ending.occurred.day;
    if (!same_day || ending.occurred.minute_of_day) return;
    const Place place = RightAfter(ending);
    OpenBy(*intake, place);
    course_.parts.push_back({intake->therapist, intake->occurred.day, std::nullopt, place, std::nullopt});
  }

  void TakeTransferStep(const EntryHeader& header) {
    const auto said_yes = [&](FieldId field) { return header.facts.Number(field) == words::kYes; };
    // A later "no" takes a step back; what is not recorded changes nothing, and a session held stays held.
    const auto set = [&](FieldId field, bool& done) {
      const auto answer = header.facts.Number(field);
      done = answer == words::kYes || (done && answer != words::kNo);
    };
    if (const auto receiver = header.facts.IdOf(fields::kTransferStepReceiver)) NameReceiver(MemberId(*receiver));
    transfer_.joint_session |= said_yes(fields::kTransferStepJointSession);
    set(fields::kTransferStepReceiverAccepted, transfer_.receiver_accepted);
    set(fields::kTransferStepFirstSoloBooked, transfer_.first_solo_booked);
    if (transfer_.receiver.empty()) return;
    if (said_yes(fields::kTransferStepFirstSoloHeld)) {
      HoldFirstSolo(header);
    } else if (transfer_.joint_session && transfer_.receiver_accepted && transfer_.first_solo_booked &&
               !transfer_.handed_over) {
      HandOver(header);
    }
  }

  // Another receiver than before means another transfer.
  void NameReceiver(const MemberId& receiver) {
    if (!transfer_.receiver.empty() && transfer_.receiver != receiver) transfer_ = {};
    transfer_.receiver = receiver;
  }

  // The first solo session decides, also over the completed step that came before it.
  void HoldFirstSolo(const EntryHeader& header) {
    const Day day = header.occurred.day;
    if (transfer_.handed_over) {
      Part* part = Holding();
      if (part == nullptr || part->therapist != transfer_.receiver) return;
      part->from = day;
      if (course_.parts.size() > 1) course_.parts[course_.parts.size() - 2].until = day;
    } else {
      HandOver(header);
    }
    transfer_ = {};
  }

  void HandOver(const EntryHeader& header) {
    transfer_.handed_over = true;
    HandTo(transfer_.receiver, header);
  }

  void HandTo(const MemberId& therapist, const EntryHeader& header) {
    if (Part* part = Holding()) {
      if (part->therapist == therapist) return;
      End(*part, header);
    }
    Begin(therapist, header);
  }

  void Begin(const MemberId& therapist, const EntryHeader& header) {
    course_.parts.push_back({therapist, header.occurred.day, std::nullopt, PlaceWithoutId(header), std::nullopt});
  }

  static void End(Part& part, const EntryHeader& header) {
    part.until = header.occurred.day;
    if (!part.left_at) part.left_at = PlaceWithoutId(header);
  }

  void TakeTermination(const EntryHeader& header) {
    BeginIfNobodyHolds(header);
    Part* part = Holding();
    if (part != nullptr && part->therapist == header.therapist) {
      End(*part, header);
      transfer_ = {};
      if (EpisodeOpen()) Close(course_.episodes.back(), header);
      OpenAgainAfter(header);
      return;
    }
    const auto own = std::find_if(course_.parts.rbegin(), course_.parts.rend(),
                                  [&](const Part& other) { return other.therapist == header.therapist; });
    if (own != course_.parts.rend()) End(*own, header);
  }

  static void Close(Episode& episode, const EntryHeader& header) {
    episode.closed = header.occurred.day;
    episode.closed_by = header.id;
    episode.closed_at = PlaceWithoutId(header);
  }

  CaseCourse course_;
  Transfer transfer_;
  const EntryHeader* coming_back_ = nullptr;  // an intake while an episode was open; of the timeline
};

// The timeline outlives what comes of it.
CourseBuilder Walked(const std::vector<EntryHeader>& timeline) {
  CourseBuilder builder;
  for (const EntryHeader& header : timeline) {
    // A standing plan is kept for its review, and says nothing about who treats.
    if (IsCourseKind(header.kind) && header.kind != Kind::kStandingPlan) builder.Take(header);
  }
  return builder;
}

}  // namespace

CaseCourse CourseOf(const std::vector<EntryHeader>& timeline) {
  return Walked(timeline).Finish();
}

bool SayTheSame(const std::vector<EntryHeader>& one, const std::vector<EntryHeader>& other) {
  return Walked(one).SaysTheSameAs(Walked(other));
}

MemberId HolderIn(const CaseCourse& course) {
  return course.parts.empty() || course.parts.back().until ? MemberId() : course.parts.back().therapist;
}

MemberId HolderOn(const CaseCourse& course, Day day) {
  const auto part = std::find_if(course.parts.rbegin(), course.parts.rend(),
                                 [&](const Part& candidate) { return candidate.from <= day; });
  if (part == course.parts.rend() || (part->until && *part->until < day)) return MemberId();
  return part->therapist;
}

MemberId HolderAt(const CaseCourse& course, const Place& place) {
  const Place at = WithoutId(place);
  const auto part = std::find_if(course.parts.rbegin(), course.parts.rend(),
                                 [&](const Part& candidate) { return candidate.taken_at <= at; });
  if (part == course.parts.rend() || (part->left_at && *part->left_at < at)) return MemberId();
  return part->therapist;
}

namespace {

// The one that the place lies in, start recorded or not.
const Episode* AnyEpisodeAt(const CaseCourse& course, const Place& at) {
  for (auto episode = course.episodes.rbegin(); episode != course.episodes.rend(); ++episode) {
    if (episode->opened_at <= at && (!episode->closed_at || *episode->closed_at >= at)) return &*episode;
  }
  return nullptr;
}

}  // namespace

const Episode* EpisodeAt(const CaseCourse& course, const Place& place) {
  const Episode* episode = AnyEpisodeAt(course, WithoutId(place));
  return episode != nullptr && episode->opened ? episode : nullptr;
}

bool FormerClientAt(const CaseCourse& course, const Place& place) {
  const Place at = WithoutId(place);
  const bool ended = std::any_of(course.episodes.begin(), course.episodes.end(),
                                 [&](const Episode& episode) { return episode.closed_at && *episode.closed_at < at; });
  return ended && AnyEpisodeAt(course, at) == nullptr;
}

}  // namespace candor::domain
