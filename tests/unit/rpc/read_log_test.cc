#include "daemon/rpc/read_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/emergency.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/report.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/names.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::rpc::read_log_test {
namespace {

using domain::Access;
using domain::AccessOf;
using domain::Caller;
using domain::FieldClass;
using domain::Purpose;
using domain::Role;
using domain::SubjectId;
using store::CaseOf;
using store::MemberOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The store of a test, whose disk may be full.
class StoreOfADisk final : public domain::Store {
 public:
  explicit StoreOfADisk(domain::Store& store) : store_(store) {}

  bool full = false;

  void Append(domain::Transaction transaction, domain::AppendCallback done) override {
    if (full) return done(absl::ResourceExhaustedError("the disk is full"));
    store_.Append(std::move(transaction), std::move(done));
  }
  std::shared_ptr<const domain::View> Latest() const override { return store_.Latest(); }
  absl::StatusOr<std::shared_ptr<const domain::View>> AsOf(absl::Time as_of, const domain::GoOn& go_on) const override {
    return store_.AsOf(as_of, go_on);
  }
  std::unique_ptr<domain::Trial> Try() const override { return store_.Try(); }
  std::unique_ptr<domain::Rehearsal> Rehearse(size_t most_bytes) const override { return store_.Rehearse(most_bytes); }
  domain::AssessmentSource& assessments() override { return store_.assessments(); }
  domain::Evidence& evidence() override { return store_.evidence(); }
  const LedgerId& ledger_id() const override { return store_.ledger_id(); }
  domain::NamingKeys naming_keys() const override { return store_.naming_keys(); }
  IdBytes NameRequested(const Caller& caller, std::string_view thing, std::string_view request_id) const override {
    return store_.NameRequested(caller, thing, request_id);
  }
  FollowUpId NameFollowUp(const SubjectId& subject, std::string_view rule, std::string_view key) const override {
    return store_.NameFollowUp(subject, rule, key);
  }

 private:
  domain::Store& store_;
};

class ReserveInMemory final : public domain::ReserveLog {
 public:
  std::vector<Access> held;
  size_t room = 10;

  absl::Status Note(const Access& access) override {
    if (held.size() == room) return absl::ResourceExhaustedError("the reserve is full");
    held.push_back(access);
    return absl::OkStatus();
  }
  std::vector<Access> Held() const override { return held; }
  absl::Status Clear(size_t count) override {
    held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(count));
    return absl::OkStatus();
  }
};

class ReadLogTest : public testing::Test {
 protected:
  void SetUp() override { fixture_.AddPractice(); }

  static rpc::Call CallOf(const Caller& caller, const std::string& method = "candor.v1.EntryService.GetEntry") {
    rpc::Call call;
    call.method = method;
    call.caller = caller;
    if (!caller.is_operator) call.peer_pem = "a certificate";
    return call;
  }

  // Ann's session, with a word in it or as a director is told of it.
  static v1::GetEntryResponse Session(const std::string& note = "") {
    v1::GetEntryResponse answer;
    v1::Entry& entry = *answer.mutable_entry();
    entry.set_name(EntryName(SubjectId::Of(CaseOf(1)), EntryId(store::BytesOf(7))));
    entry.set_kind(v1::ENTRY_KIND_SESSION);
    entry.set_author(MemberName(MemberOf(1)));
    entry.set_therapist(MemberName(MemberOf(1)));
    entry.set_note(note);
    return answer;
  }

  static absl::Status Wait(const std::function<void(const ReadLog::Done&)>& ask) {
    absl::Notification notified;
    absl::Status admitted;
    ask([&](const absl::Status& status) {
      admitted = status;
      notified.Notify();
    });
    notified.WaitForNotification();
    return admitted;
  }
  absl::Status Admit(const rpc::Call& call, const google::protobuf::Message& answer, const std::string& asked = "it") {
    return Wait([&](const ReadLog::Done& done) { log_.Admit(call, asked, answer, done); });
  }

  // Newest first.
  std::vector<Access> Accesses() {
    std::vector<Access> accesses;
    const auto numbered = fixture_.view()->ListAccesses({}, 100);
    EXPECT_TRUE(numbered.ok()) << numbered.status();
    for (const domain::NumberedAccess& each : *numbered) accesses.push_back(each.access);
    return accesses;
  }
  static std::string ReasonOf(const absl::Status& status) { return DetailOf(status).value_or(ErrorDetail()).reason; }

  const Caller operator_{true, {}}, ann_{false, MemberOf(1)}, bob_{false, MemberOf(2)};
  store::StoreFixture fixture_{false};
  StoreOfADisk store_{fixture_.store()};
  ReserveInMemory reserve_;
  ReadLog log_{store_, reserve_, fixture_.clock()};
};

TEST_F(ReadLogTest, AnAnswerIsOnRecordBeforeItLeaves) {
  ASSERT_TRUE(Admit(CallOf(operator_), Session("words")).ok());

  const std::vector<Access> accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(1));
  EXPECT_EQ(accesses[0].reader, operator_);
  EXPECT_EQ(accesses[0].role, std::nullopt);
  EXPECT_EQ(accesses[0].method, "EntryService.GetEntry");
  EXPECT_EQ(accesses[0].purpose, Purpose::kNone);
  EXPECT_EQ(accesses[0].highest, FieldClass::kNarrative);
  EXPECT_EQ(accesses[0].items, 1U);
  EXPECT_THAT(accesses[0].of, ElementsAre(AccessOf{MemberOf(1), SubjectId::Of(CaseOf(1)), FieldClass::kNarrative}));
}

TEST_F(ReadLogTest, OnesOwnIsNoRecordUnlessSomebodyActsForThem) {
  ASSERT_TRUE(Admit(CallOf(ann_), Session("words")).ok());
  EXPECT_THAT(Accesses(), IsEmpty());

  ASSERT_TRUE(Admit(CallOf({true, MemberOf(1)}), Session("words")).ok());

  ASSERT_THAT(Accesses(), SizeIs(1));
  EXPECT_TRUE(Accesses()[0].reader.is_acted_for());
}

TEST_F(ReadLogTest, EachUseOfTheRightToActForSomebodyIsARecordOncePeopleAreEnrolled) {
  rpc::Call call = CallOf({true, MemberOf(1)}, "candor.v1.EntryService.CreateEntry");
  const auto write = [&] {
    return Wait([&](const ReadLog::Done& done) { log_.AdmitUse(call, v1::CreateEntryResponse(), done); });
  };
  call.use_is_told = true;

  for (int i = 0; i < 2; ++i) ASSERT_TRUE(write().ok());
  ASSERT_THAT(Accesses(), SizeIs(2)) << "written twice";
  EXPECT_TRUE(Accesses()[0].reader.is_acted_for());
  EXPECT_EQ(Accesses()[0].method, "EntryService.CreateEntry");
  EXPECT_THAT(Accesses()[0].of, IsEmpty());
  EXPECT_EQ(Accesses()[0].items, 0U);

  call.method = "candor.v1.CaseService.ListCases";
  ASSERT_TRUE(Admit(call, v1::ListCasesResponse()).ok());
  ASSERT_THAT(Accesses(), SizeIs(3)) << "nothing was shown, and it was asked for in her name";
  ASSERT_TRUE(Admit(call, v1::ListCasesResponse()).ok());
  EXPECT_THAT(Accesses(), SizeIs(4)) << "the same again is a use again";
  store_.full = true;
  EXPECT_TRUE(absl::IsResourceExhausted(write())) << "what is not on record is not answered";
}

// Else the use would be missing where all that it showed was a note, and its role would be the note's.
TEST_F(ReadLogTest, WhatAUseShowedOfAPrivateNoteIsARecordApart) {
  rpc::Call call = CallOf({true, MemberOf(2)}, "candor.v1.EntryService.ListEntries");
  call.use_is_told = true;
  v1::ListEntriesResponse both;
  *both.add_entries() = Session("words").entry();
  *both.add_entries() = Session().entry();
  both.mutable_entries(1)->mutable_personal_reaction();
  v1::ListEntriesResponse note;
  *note.add_entries() = both.entries(1);

  ASSERT_TRUE(Admit(call, note).ok());
  std::vector<Access> accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(2));
  EXPECT_THAT(accesses[0].of, ElementsAre(testing::Field(&AccessOf::highest, FieldClass::kPersonal)));
  EXPECT_EQ(accesses[0].role, Role::kConsultant);
  EXPECT_THAT(accesses[1].of, IsEmpty());
  EXPECT_EQ(accesses[1].items, 0U);
  EXPECT_EQ(accesses[1].highest, FieldClass::kTriage);
  EXPECT_EQ(accesses[1].role, Role::kTherapist) << "as of a use that showed nothing";

  ASSERT_TRUE(Admit(call, both).ok());
  accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(4));
  EXPECT_EQ(accesses[0].items, 1U);
  EXPECT_EQ(accesses[0].note_items, 1U);
  EXPECT_THAT(accesses[1].of, ElementsAre(testing::Field(&AccessOf::highest, FieldClass::kNarrative)));
  EXPECT_EQ(accesses[1].items, 1U);
  EXPECT_EQ(accesses[1].note_items, 0U);
}

// What was written may itself be a note, and may show what comes of one: neither changes the record that it was
// written.
TEST_F(ReadLogTest, WhatWasWrittenInSomebodysNameShowsOfANoteIsARecordApart) {
  rpc::Call call = CallOf({true, MemberOf(1)}, "candor.v1.EntryService.CreateEntry");
  call.use_is_told = true;
  v1::CreateEntryResponse words, note, of_note;
  *words.mutable_entry() = Session("words").entry();
  *note.mutable_entry() = Session().entry();
  note.mutable_entry()->mutable_personal_reaction();
  of_note = words;
  v1::FollowUp& opened = *of_note.mutable_assessment()->add_opened();
  opened.set_therapist(MemberName(MemberOf(1)));
  opened.set_rule("attraction_crossing");
  opened.set_from_private_note(true);
  const auto write = [&](const v1::CreateEntryResponse& answer) {
    ASSERT_TRUE(Wait([&](const ReadLog::Done& done) { log_.AdmitUse(call, answer, done); }).ok());
  };

  write(words);
  ASSERT_THAT(Accesses(), SizeIs(1));
  write(note);
  ASSERT_THAT(Accesses(), SizeIs(3));
  write(of_note);
  std::vector<Access> accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(5));

  for (const size_t use : {1U, 3U, 4U}) {
    EXPECT_THAT(accesses[use].of, IsEmpty()) << use;
    EXPECT_EQ(accesses[use].items, 0U) << use;
    EXPECT_EQ(accesses[use].highest, FieldClass::kTriage) << use;
  }
  for (const size_t apart : {0U, 2U}) {
    EXPECT_THAT(accesses[apart].of, ElementsAre(testing::Field(&AccessOf::highest, FieldClass::kPersonal))) << apart;
    EXPECT_EQ(accesses[apart].of[0].member, MemberOf(1)) << apart;
    EXPECT_EQ(accesses[apart].note_items, 1U) << apart;
  }
}

// A part of a stream that has a note and nothing else is no further use: without it there would have been no part.
TEST_F(ReadLogTest, APartOfAStreamThatShowsANoteAloneIsOneRecord) {
  rpc::Call call = CallOf({true, MemberOf(2)}, "candor.v1.WatchService.Watch");
  call.use_is_told = true;
  v1::GetEntryResponse note = Session();
  note.mutable_entry()->mutable_personal_reaction();
  const auto shown = log_.Look(call, note);
  ASSERT_TRUE(shown.ok()) << shown.status();

  absl::Notification notified;
  log_.Put(call, Reads(), *shown, [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok()) << status;
    notified.Notify();
  });
  notified.WaitForNotification();

  ASSERT_THAT(Accesses(), SizeIs(1));
  EXPECT_TRUE(Accesses()[0].of[0].is_of_note());
}

TEST_F(ReadLogTest, AStreamInSomebodysNameIsARecordBeforeItBegins) {
  rpc::Call call = CallOf({true, MemberOf(1)}, "candor.v1.WatchService.Watch");
  const auto open = [&] { return Wait([&](const ReadLog::Done& done) { log_.AdmitOpened(call, done); }); };
  ASSERT_TRUE(open().ok());
  EXPECT_THAT(Accesses(), IsEmpty()) << "nobody is enrolled";
  call.use_is_told = true;

  ASSERT_TRUE(open().ok());

  ASSERT_THAT(Accesses(), SizeIs(1));
  EXPECT_TRUE(Accesses()[0].reader.is_acted_for());
  EXPECT_EQ(Accesses()[0].method, "WatchService.Watch");
  store_.full = true;
  EXPECT_TRUE(absl::IsResourceExhausted(open())) << "then it says nothing";
}

TEST_F(ReadLogTest, AnUnchangedPollIsNoRecord) {
  ASSERT_TRUE(Admit(CallOf(operator_), Session("words")).ok());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Admit(CallOf(operator_), Session("words")).ok());
  EXPECT_THAT(Accesses(), SizeIs(1));

  ASSERT_TRUE(Admit(CallOf(operator_), Session("other words")).ok());
  EXPECT_THAT(Accesses(), SizeIs(2)) << "it says something else";
  ASSERT_TRUE(Admit(CallOf(operator_), Session("other words"), "another one").ok());
  EXPECT_THAT(Accesses(), SizeIs(3)) << "something else was asked";
  ASSERT_TRUE(Admit(CallOf({true, MemberOf(2)}), Session("other words")).ok());
  EXPECT_THAT(Accesses(), SizeIs(4)) << "somebody else asks";
  fixture_.clock().AdvanceTime(absl::Hours(1));
  ASSERT_TRUE(Admit(CallOf(operator_), Session("other words")).ok());
  EXPECT_THAT(Accesses(), SizeIs(5)) << "after an hour it is a look again";
}

TEST_F(ReadLogTest, EachLookInAnEmergencyIsOnRecordWithItsName) {
  rpc::Call call = CallOf({true, MemberOf(2)});
  call.emergency = EmergencyId(store::BytesOf(0x6e));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Admit(call, Session("words")).ok());

  ASSERT_THAT(Accesses(), SizeIs(2)) << "also the same again";
  for (const Access& each : Accesses()) EXPECT_EQ(each.emergency, call.emergency);
  ASSERT_TRUE(Admit(CallOf({true, MemberOf(2)}), Session("words"), "outside of it").ok());
  EXPECT_TRUE(Accesses()[0].emergency.empty());
}

// It asks nothing of the disk, so that it goes on when that is full.
TEST_F(ReadLogTest, WhomToCallIsNoRecord) {
  v1::GetEmergencyContactsResponse contacts;
  v1::EmergencyContact& director = *contacts.add_contacts();
  director.set_member(MemberName(MemberOf(1)));
  director.set_display_name("Ann");
  store_.full = true;

  EXPECT_TRUE(Admit(CallOf(bob_, "candor.v1.EmergencyService.GetEmergencyContacts"), contacts).ok());
  EXPECT_TRUE(Admit(CallOf(operator_, "candor.v1.EmergencyService.GetEmergencyContacts"), contacts).ok());
  store_.full = false;
  EXPECT_THAT(Accesses(), IsEmpty());
}

TEST_F(ReadLogTest, WhoHasACertificateSaysWhatForBeforeMoreThanTriageIsShown) {
  ASSERT_TRUE(Admit(CallOf(bob_), Session()).ok());
  const absl::Status refused = Admit(CallOf(bob_), Session("words"));
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "no_session");
  EXPECT_THAT(Accesses(), SizeIs(1)) << "of what was not shown there is no record";
  EXPECT_TRUE(Admit(CallOf(ann_), Session("words")).ok()) << "her own";

  log_.OpenSession(CallOf(bob_), Purpose::kSupervision);

  ASSERT_TRUE(Admit(CallOf(bob_), Session("words")).ok());
  EXPECT_EQ(Accesses()[0].purpose, Purpose::kSupervision);
  EXPECT_EQ(Accesses()[0].role, Role::kTherapist);
}

TEST_F(ReadLogTest, WhoHasACertificateSaysWhatForBeforeAFactIsShown) {
  v1::GetEntryResponse facts = Session();
  facts.mutable_entry()->mutable_session()->set_minutes(50);
  EXPECT_EQ(ReasonOf(Admit(CallOf(bob_), facts)), "no_session");
  EXPECT_THAT(Accesses(), IsEmpty());
  EXPECT_TRUE(Admit(CallOf(ann_), facts).ok()) << "her own";

  log_.OpenSession(CallOf(bob_), Purpose::kCare);

  ASSERT_TRUE(Admit(CallOf(bob_), facts).ok());
  EXPECT_EQ(Accesses()[0].highest, FieldClass::kDetail);
  EXPECT_EQ(Accesses()[0].purpose, Purpose::kCare);
}

TEST_F(ReadLogTest, ASessionLocksAndIsGoneOnWith) {
  log_.OpenSession(CallOf(bob_), Purpose::kCare);
  ASSERT_TRUE(Admit(CallOf(bob_), Session("words")).ok());
  fixture_.clock().AdvanceTime(absl::Minutes(9));
  ASSERT_TRUE(Admit(CallOf(bob_), Session("other words")).ok());
  for (int i = 0; i < 3; ++i) {
    fixture_.clock().AdvanceTime(absl::Minutes(3));
    ASSERT_TRUE(Admit(CallOf(bob_), Session("other words")).ok()) << "a poll";
  }

  fixture_.clock().AdvanceTime(absl::Minutes(1));

  EXPECT_EQ(ReasonOf(Admit(CallOf(bob_), Session("more words"))), "session_locked")
      << "a client that asks the same over and over is nobody at work";
  EXPECT_TRUE(Admit(CallOf(bob_), Session()).ok()) << "triage is for whoever has the certificate";
  ASSERT_TRUE(log_.UnlockSession(CallOf(bob_)));
  EXPECT_TRUE(Admit(CallOf(bob_), Session("more words")).ok());
  log_.LockSession(CallOf(bob_));
  EXPECT_EQ(ReasonOf(Admit(CallOf(bob_), Session("more words"))), "session_locked");
  EXPECT_FALSE(log_.UnlockSession(CallOf(ann_))) << "she never began one";
}

TEST_F(ReadLogTest, WhoPollsTheirOwnIsNotAtWork) {
  log_.OpenSession(CallOf(bob_), Purpose::kCare);
  v1::GetEntryResponse own = Session();
  own.mutable_entry()->set_author(MemberName(MemberOf(2)));
  own.mutable_entry()->set_therapist(MemberName(MemberOf(2)));
  for (int i = 0; i < 4; ++i) {
    fixture_.clock().AdvanceTime(absl::Minutes(3));
    ASSERT_TRUE(Admit(CallOf(bob_), own, "mine").ok());
  }
  EXPECT_TRUE(Admit(CallOf(bob_), Session("words")).ok()) << "nine minutes after the first of them";

  for (int i = 0; i < 4; ++i) {
    fixture_.clock().AdvanceTime(absl::Minutes(3));
    ASSERT_TRUE(Admit(CallOf(bob_), own, "mine").ok());
  }

  EXPECT_EQ(ReasonOf(Admit(CallOf(bob_), Session("more words"))), "session_locked");
}

TEST_F(ReadLogTest, ASupervisorIsOneByThatRole) {
  ASSERT_TRUE(fixture_.Append({domain::Supervision{MemberOf(1), MemberOf(2), Day(2025, 1, 1), std::nullopt}}).ok());
  log_.OpenSession(CallOf(bob_), Purpose::kSupervision);

  ASSERT_TRUE(Admit(CallOf(bob_), Session("words")).ok());

  EXPECT_EQ(Accesses()[0].role, Role::kSupervisor);
}

TEST_F(ReadLogTest, WhatLeavesIsOnRecordWithTheDisclosure) {
  rpc::Call call = CallOf(operator_, "candor.v1.ExportService.ExportRecords");
  call.reads->NoteDisclosure(DisclosureId(store::BytesOf(0x6a)));

  ASSERT_TRUE(Admit(call, Session("words")).ok());

  ASSERT_THAT(Accesses(), SizeIs(1));
  EXPECT_EQ(Accesses()[0].disclosure, DisclosureId(store::BytesOf(0x6a)));
}

TEST_F(ReadLogTest, AnAggregateNamesItsScopeOnly) {
  rpc::Call call = CallOf(operator_, "candor.v1.ReportService.GenerateComplianceReport");
  call.reads->NoteScope("report 2025-01-01..2025-03-31", "figures");

  ASSERT_TRUE(Admit(call, v1::GenerateComplianceReportResponse()).ok());
  ASSERT_TRUE(Admit(call, v1::GenerateComplianceReportResponse()).ok());

  ASSERT_THAT(Accesses(), SizeIs(1));
  EXPECT_EQ(Accesses()[0].scope, "report 2025-01-01..2025-03-31");
  EXPECT_THAT(Accesses()[0].of, IsEmpty());
  call.reads->NoteScope("report 2025-01-01..2025-03-31", "other figures");
  ASSERT_TRUE(Admit(call, v1::GenerateComplianceReportResponse()).ok());
  EXPECT_THAT(Accesses(), SizeIs(2));
}

TEST_F(ReadLogTest, OfManyPeopleThereAreSeveralRecords) {
  v1::ListEntriesResponse answer;
  for (int i = 0; i < 300; ++i) {
    v1::Entry& entry = *answer.add_entries();
    entry = Session().entry();
    entry.set_author(MemberName(MemberId(store::BytesOf(0x30, static_cast<uint8_t>(i % 256)))));
    entry.set_therapist(MemberName(MemberId(store::BytesOf(0x31, static_cast<uint8_t>(i % 256)))));
  }

  ASSERT_TRUE(Admit(CallOf(operator_, "candor.v1.EntryService.ListEntries"), answer).ok());

  const std::vector<Access> accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(2));
  EXPECT_EQ(accesses[0].of.size() + accesses[1].of.size(), 512U);
  EXPECT_EQ(accesses[0].items, 300U);
}

TEST_F(ReadLogTest, WhatCannotBePutOnRecordIsNotShown) {
  store_.full = true;

  EXPECT_EQ(Admit(CallOf(operator_), Session("words")).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(reserve_.held, IsEmpty());
  EXPECT_TRUE(Admit(CallOf(ann_), Session("words")).ok()) << "her own needs no record";
  store_.full = false;
  ASSERT_TRUE(Admit(CallOf(operator_), Session("words")).ok());
  EXPECT_THAT(Accesses(), SizeIs(1)) << "what was refused was not shown";
}

TEST_F(ReadLogTest, TheStatusGoesOnByTheReserveAndComesLater) {
  const rpc::Call status = CallOf(operator_, "candor.v1.DaemonService.GetStatus");
  store_.full = true;
  ASSERT_TRUE(Admit(status, Session()).ok());
  ASSERT_THAT(reserve_.held, SizeIs(1));
  const absl::Time then = fixture_.clock().Now();
  EXPECT_EQ(reserve_.held[0].at, then);
  EXPECT_THAT(Accesses(), IsEmpty());
  reserve_.room = 1;
  EXPECT_EQ(Admit(status, Session("other")).code(), absl::StatusCode::kResourceExhausted);

  fixture_.clock().AdvanceTime(absl::Hours(1));
  store_.full = false;
  ASSERT_TRUE(Admit(CallOf(operator_), Session("words")).ok());
  ASSERT_TRUE(fixture_.Append({domain::Member{MemberOf(9), "Waits for what was appended before", {}}}).ok());

  EXPECT_THAT(reserve_.held, IsEmpty());
  ASSERT_THAT(Accesses(), SizeIs(2));
  EXPECT_EQ(Accesses()[0].at, then);
  EXPECT_EQ(Accesses()[0].method, "DaemonService.GetStatus");
}

TEST_F(ReadLogTest, WhatAMethodWritesIsARecordItself) {
  absl::Notification notified;
  log_.AdmitWritten(CallOf(bob_, "candor.v1.EntryService.CreateEntry"), [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok());
    notified.Notify();
  });
  notified.WaitForNotification();

  EXPECT_THAT(Accesses(), IsEmpty());
}

}  // namespace
}  // namespace candor::rpc::read_log_test
