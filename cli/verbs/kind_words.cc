#include "cli/verbs/kind_words.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_replace.h"
#include "cli/wire/schema.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

using enum Telling;
using enum Place;

constexpr std::string_view kTherapy = "In the therapy";
constexpr std::string_view kLimits = "At its limits";
constexpr std::string_view kTalks = "Talks and what follows from them";
constexpr std::string_view kPractice = "In the practice";
constexpr std::string_view kSelf = "About yourself";
constexpr std::string_view kTold = "What you were told";

constexpr KindWords kWords[] = {
    {"intake", kWhatHappened, kTherapy, "a therapy began, or began again", kCase},
    {"session", kWhatHappened, kTherapy, "a session", kCase},
    {"referral", kWhatHappened, kTherapy, "another therapist was offered, or took it on", kCase},
    {"transfer_step", kWhatHappened, kTherapy, "a step of a handover", kCase},
    {"pause", kWhatHappened, kTherapy, "the therapy rests, or somebody is off the case", kEither},
    {"termination", kWhatHappened, kTherapy, "the therapy ended", kCase},
    {"post_termination_contact", kWhatHappened, kTherapy, "contact after the ending", kCase},
    {"client_declined", kWhatHappened, kTherapy, "the client declined something", kCase},
    {"nothing_to_note", kWhatHappened, kTherapy, "nothing to note", kEither},
    {"crossing", kWhatHappened, kLimits, "touch, a gift, time, a place, a message, something said", kCase, true},
    {"barter", kWhatHappened, kLimits, "goods or services in place of a fee", kCase, true},
    {"dual_relationship", kWhatHappened, kLimits, "another relation beside the therapy, or after it", kCase, true},
    {"advance_or_promise", kWhatHappened, kLimits, "words of attraction, or a promise for later", kCase, true},
    {"romantic_or_sexual_act", kWhatHappened, kLimits, "closeness beyond the therapy", kEither, true},
    {"standing_plan", kWhatHappened, kLimits, "a plan for what this case calls for", kCase},
    {"clarified", kWhatHappened, kLimits, "something was clarified with the client", kCase},
    {"consultation", kWhatHappened, kTalks, "a consultation", kCase},
    {"supervision", kWhatHappened, kTalks, "a supervision", kEither},
    {"discussion", kWhatHappened, kTalks, "a talk with the client about the therapy", kCase},
    {"decision", kWhatHappened, kTalks, "a decision", kEither},
    {"continue_plan", kWhatHappened, kTalks, "a plan to go on", kEither},
    {"week_hours", kWhatHappened, kPractice, "the hours of a week", kMember},
    {"absence", kWhatHappened, kPractice, "somebody is away", kMember},
    {"departure", kWhatHappened, kPractice, "somebody leaves", kMember},
    {"supervision_change", kWhatHappened, kPractice, "a change of supervision", kMember},
    {"training", kWhatHappened, kPractice, "a training", kMember},
    {"brochure_given", kWhatHappened, kPractice, "a brochure was given", kCase},
    {"report_filed", kWhatHappened, kPractice, "a report to an office", kEither},
    {"notice_given", kWhatHappened, kPractice, "notice was given", kEither},
    {"response", kWhatHappened, kPractice, "the person concerned answered", kEither},
    {"personal_reaction", kHowIFeel, kSelf, "something you noticed in yourself, with a client", kCase},
    {"working_capacity", kHowIFeel, kSelf, "how you are able to work at present", kMember},
    {"own_therapy", kHowIFeel, kSelf, "you talked about it in a therapy of your own (the date only)", kEither, false,
     true},
    {"legal_advice", kHowIFeel, kSelf, "you took legal advice (the date only)", kEither, false, true},
    {"client_feelings", kSomeoneToldMe, kTold, "a client told you of feelings for you", kCase},
    {"prior_therapist_allegation", kSomeoneToldMe, kTold, "a client told you about an earlier therapist", kCase},
    {"concern", kSomeoneToldMe, kTold, "somebody is concerned about a colleague", kMember},
    {"complaint", kSomeoneToldMe, kTold, "somebody complains", kEither},
};

struct QuietValue {
  std::string_view slug;
  std::string_view field;
  std::string_view word;  // empty: every one
};

constexpr QuietValue kQuietValues[] = {
    {"intake", "prior_relation", "romantic"},
    {"crossing", "area", "disclosure_of_feelings"},
    {"crossing", "area", "secrecy"},
    {"crossing", "touch", "caress"},
    {"crossing", "touch", "kiss"},
    {"crossing", "disclosure", "own_intimate_problems"},
    {"crossing", "disclosure", "frames_relation"},
    {"standing_plan", "area", "disclosure_of_feelings"},
    {"standing_plan", "area", "secrecy"},
    {"standing_plan", "touch", "caress"},
    {"standing_plan", "touch", "kiss"},
    {"dual_relationship", "context", "sexual"},
    {"dual_relationship", "has_intimacy", ""},
    {"discussion", "topic", "client_feelings"},
    {"termination", "reason", "feelings"},
    {"termination", "reason", "capacity"},
    {"concern", "about", ""},
    {"complaint", "about", ""},
};

}  // namespace

std::span<const KindWords> AllKindWords() {
  return kWords;
}

const KindWords* FindKindWords(std::string_view slug) {
  const auto* found =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const KindWords& words) { return words.slug == slug; });
  return found == std::end(kWords) ? nullptr : found;
}

bool IsConduct(std::string_view slug) {
  const KindWords* words = FindKindWords(slug);
  return words != nullptr && words->conduct;
}

bool IsOfAnother(std::string_view slug) {
  return slug == "concern" || slug == "complaint";
}

bool IsToldTo(std::string_view slug) {
  return IsOfAnother(slug) || IsConduct(slug);
}

bool KeptOutOfLists(std::string_view slug) {
  const SchemaKind* kind = Schema::OfEntry().FindKind(slug);
  return (kind != nullptr && kind->personal) || slug == "romantic_or_sexual_act" || slug == "advance_or_promise";
}

bool AskedForOnly(std::string_view slug, std::string_view field, std::string_view word) {
  return std::any_of(std::begin(kQuietValues), std::end(kQuietValues), [&](const QuietValue& each) {
    return each.slug == slug && each.field == field && (each.word.empty() || each.word == word);
  });
}

std::string Spaced(std::string_view slug) {
  return absl::StrReplaceAll(ToAbsl(slug), {{"_", " "}});
}

std::string ListLabel(std::string_view slug) {
  const SchemaKind* kind = Schema::OfEntry().FindKind(slug);
  if (kind != nullptr && kind->personal) return "a private note";
  if (KeptOutOfLists(slug) || slug == "crossing") return "a boundary";
  return Spaced(slug);
}

}  // namespace candor::cli
