#include "plugins/endings/post_termination_contact.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "plugins/endings/rules.h"
#include "plugins/sdk/written.h"

namespace candor::endings {
namespace {

bool HasPurpose(const sdk::Event& contact) {
  return contact.Has(CANDOR_FIELD_POST_TERMINATION_CONTACT_PURPOSE);
}

// The therapist began it, or it was not by a safe way.
bool IsOutOfOrder(const sdk::Event& contact) {
  return contact.Is(CANDOR_FIELD_POST_TERMINATION_CONTACT_INITIATOR,
                    CANDOR_POST_TERMINATION_CONTACT_INITIATOR_THERAPIST) ||
         contact.IsNo(CANDOR_FIELD_POST_TERMINATION_CONTACT_SECURE_CHANNEL);
}

void Remember(const sdk::Event& contact, Contacts& state) {
  auto* const end = std::end(state.recent);
  auto* place = std::find_if(std::begin(state.recent), end, [](const Contact& one) { return one.id.empty(); });
  if (place == end) {
    std::move(std::begin(state.recent) + 1, end, std::begin(state.recent));
    place = end - 1;
  }
  *place = {.id = contact.id(), .therapist = contact.therapist(), .day = contact.day(), .reported = contact.reported()};
}

// Of this therapist within the window, the entry itself not counted: the window's first day is inside.
std::vector<const Contact*> Earlier(const sdk::Event& contact, const Contacts& state, int32_t window) {
  std::vector<const Contact*> earlier;
  for (const Contact& one : state.recent) {
    const bool counts = !one.id.empty() && one.therapist == contact.therapist();
    if (counts && contact.day() - one.day <= window) earlier.push_back(&one);
  }
  return earlier;
}

// What calls for it: how many there were, and from when on that was known.
struct Ground {
  std::vector<sdk::Id> facts;
  bool many = false;
  int32_t known = 0;
};

void OpenFor(const sdk::Event& contact, sdk::Subject& subject, Contacts& state, Ground ground) {
  if (!state.slot.Takes(contact, subject, kContact)) return;
  state.slot.Take(contact.id());
  state.therapist = contact.therapist();
  subject.Open({.rule = kContact,
                .key = contact.id(),
                .severity = sdk::Severity::kLater,
                .action = ground.many ? sdk::Action::kTalk : sdk::Action::kDocument,
                .due = ground.known + subject.Days(kContact, kContactNoteWithin),
                .missing_fields = kMissingPurpose,
                .facts = std::move(ground.facts)});
}

void TakeContact(const sdk::Event& contact, sdk::Subject& subject, Contacts& state) {
  if (!state.slot.empty() && contact.therapist() == state.therapist && HasPurpose(contact)) {
    state.slot.Resolve(subject, kContact);
  }
  const std::vector<const Contact*> earlier = Earlier(contact, state, subject.Days(kContact, kContactWindow));
  Ground ground{.facts = {}, .many = false, .known = contact.reported()};
  const auto are_many = [&](const std::vector<const Contact*>& some) {
    return static_cast<int64_t>(some.size()) + 1 >= subject.Parameter(kContact, kContacts);
  };
  ground.many = are_many(earlier);
  if (ground.many && !are_many({}) && !IsOutOfOrder(contact)) {
    ground.known = std::max(ground.known, sdk::KnownFrom(earlier, are_many));
  }
  for (const Contact* one : earlier) ground.facts.push_back(one->id);
  Remember(contact, state);
  // The note may stand in the contact itself.
  if (!HasPurpose(contact) && (ground.many || IsOutOfOrder(contact))) {
    OpenFor(contact, subject, state, std::move(ground));
  }
}

}  // namespace

void TakeForContact(const sdk::Event& event, sdk::Subject& subject, Contacts& state, bool counts) {
  if (event.kind() == CANDOR_KIND_POST_TERMINATION_CONTACT) {
    TakeContact(event, subject, state);
  } else if (counts && !state.slot.empty() && event.therapist() == state.therapist) {
    state.slot.Resolve(subject, kContact);
  }
}

}  // namespace candor::endings
