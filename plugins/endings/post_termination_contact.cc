#include "plugins/endings/post_termination_contact.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "plugins/endings/rules.h"

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
  *place = {.id = contact.id(), .therapist = contact.therapist(), .day = contact.day()};
}

// Of this therapist within the window, the entry itself not counted: the window's first day is inside.
std::vector<sdk::Id> Earlier(const sdk::Event& contact, const Contacts& state, int32_t window) {
  std::vector<sdk::Id> earlier;
  for (const Contact& one : state.recent) {
    const bool counts = !one.id.empty() && one.therapist == contact.therapist();
    if (counts && contact.day() - one.day <= window) earlier.push_back(one.id);
  }
  return earlier;
}

void OpenFor(const sdk::Event& contact, sdk::Subject& subject, Contacts& state, std::vector<sdk::Id> facts, bool many) {
  if (!state.slot.Takes(contact, subject, kContact)) return;
  state.slot.Take(contact.id());
  state.therapist = contact.therapist();
  subject.Open({.rule = kContact,
                .key = contact.id(),
                .severity = sdk::Severity::kLater,
                .action = many ? sdk::Action::kTalk : sdk::Action::kDocument,
                .due = contact.reported() + subject.Days(kContact, kContactNoteWithin),
                .missing_fields = kMissingPurpose,
                .facts = std::move(facts)});
}

void TakeContact(const sdk::Event& contact, sdk::Subject& subject, Contacts& state) {
  if (!state.slot.empty() && contact.therapist() == state.therapist && HasPurpose(contact)) {
    state.slot.Resolve(subject, kContact);
  }
  std::vector<sdk::Id> earlier = Earlier(contact, state, subject.Days(kContact, kContactWindow));
  Remember(contact, state);
  // The note may stand in the contact itself.
  if (HasPurpose(contact)) return;
  const bool many = static_cast<int64_t>(earlier.size()) + 1 >= subject.Parameter(kContact, kContacts);
  if (many || IsOutOfOrder(contact)) OpenFor(contact, subject, state, std::move(earlier), many);
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
