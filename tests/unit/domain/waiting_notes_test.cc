#include "daemon/domain/waiting_notes.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::waiting_notes_test {
namespace {

const MemberId kSupervisee = IdNumber<MemberId>(1);
const MemberId kSupervisor = IdNumber<MemberId>(2);

NoteRecord NoteBy(const MemberId& author, uint16_t number, NoteState state) {
  NoteRecord note;
  note.original.entry.header.id = IdNumber<EntryId>(number);
  note.version.entry.header.author = author;
  note.state = state;
  return note;
}

Guidance Directive(const MemberId& owner, Day due) {
  return {GuidanceForm::kDirective, "ring the school", owner, due};
}

TEST(WaitingNotesTest, WhatSomebodyElseSignedWaitsUntilItIsAnswered) {
  std::vector<NoteRecord> notes;
  for (const NoteState state :
       {NoteState::kSigned, NoteState::kSeen, NoteState::kRefused, NoteState::kAmended, NoteState::kRetracted}) {
    notes.push_back(NoteBy(kSupervisor, static_cast<uint16_t>(state), state));
  }
  notes.push_back(NoteBy(kSupervisee, 20, NoteState::kSigned));  // of a peer group, written by themselves
  notes.push_back(NoteBy(kSupervisor, 21, NoteState::kSigned));
  notes.back().plain = true;

  const WaitingNotes waiting = WaitingIn(notes, kSupervisee);

  ASSERT_EQ(waiting.unseen.size(), 2U);
  EXPECT_EQ(waiting.unseen[0].state, NoteState::kSigned);
  EXPECT_EQ(waiting.unseen[1].state, NoteState::kAmended);
}

TEST(WaitingNotesTest, DirectivesWaitForWhoIsToDoThemTheEarliestFirst) {
  NoteRecord note = NoteBy(kSupervisor, 1, NoteState::kSeen);
  note.part.guidance = {Directive(kSupervisee, Day(2026, 4, 10)), Directive(kSupervisor, Day(2026, 4, 1)),
                        Directive(kSupervisee, Day(2026, 4, 3))};

  const WaitingNotes waiting = WaitingIn({note}, kSupervisee);

  ASSERT_EQ(waiting.directives.size(), 2U);
  EXPECT_EQ(waiting.directives[0].index, 2U);
  EXPECT_EQ(waiting.directives[1].index, 0U);
}

}  // namespace
}  // namespace candor::domain::waiting_notes_test
