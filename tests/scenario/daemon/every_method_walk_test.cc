// Every method that the API has, read off its descriptors, by everybody whom there can be, through the real server over
// TLS. A method that is added is walked from that day on. Which classes of what is there each shows is walked beside it
// (permission_walk_test.cc); what is expected is the table's alone (domain/permission_table.h).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/field_class.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/server.h"
#include "daemon/rpc/shown.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/scenario/daemon/walk_fixture.h"

namespace candor::every_method_walk_test {
namespace {

using domain::Classes;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;

// No message of any type.
constexpr char kNoMessage[] = "\xff";
constexpr char kSession[] = "candor-session";
constexpr char kPreview[] = "candor.v1.EntryService.PreviewEntry";

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : rpc::ServiceNames()) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

// Who would be shown what by a merge, and what has become of a concern without a name: the second as the record would
// say who raised it.
bool LeavesNoTrace(const MethodDescriptor& method) {
  return method.full_name() == "candor.v1.CaseService.PreviewMerge" ||
         method.full_name() == "candor.v1.ConcernService.GetConcernByCode";
}

bool IsStream(const MethodDescriptor& method) {
  return method.client_streaming() || method.server_streaming();
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// What is asked of the method about whatever has the name, if need be in the case; nullopt: it asks about nothing by
// its name.
std::optional<std::string> QuestionAbout(const MethodDescriptor& method, const std::string& name,
                                         const std::string& of_case) {
  const std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  const auto text = [&](const char* field_name) -> const FieldDescriptor* {
    const FieldDescriptor* field = method.input_type()->FindFieldByName(field_name);
    const bool is_text = field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
    return is_text ? field : nullptr;
  };
  for (const char* each : {"name", "parent", "subject", "member", "supervisee", "supervisor", "case"}) {
    const FieldDescriptor* const field = text(each);
    if (field == nullptr) continue;
    const FieldDescriptor* const place = text("case");
    if (place != nullptr) request->GetReflection()->SetString(request.get(), place, of_case);
    request->GetReflection()->SetString(request.get(), field, name);
    return request->SerializeAsString();
  }
  return std::nullopt;
}

Classes ClassOf(const FieldDescriptor& field) {
  const v1::FieldClass of_field = field.options().GetExtension(v1::field_class);
  if (of_field == v1::FIELD_CLASS_UNSPECIFIED) return domain::kTriageBit;
  return static_cast<Classes>(1U << (static_cast<unsigned>(of_field) - 1));
}

// The classes of what the message tells of whatever has the name, wherever in it that stands. `of_it`: the message is
// part of what has it.
Classes ClassesTold(const Message& message, const std::string& name, bool of_it) {
  const auto& reflection = *message.GetReflection();
  const FieldDescriptor* const named = message.GetDescriptor()->FindFieldByName("name");
  if (named != nullptr && !named->is_repeated() && named->type() == FieldDescriptor::TYPE_STRING) {
    of_it = reflection.GetString(message, named) == name;
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  Classes told = 0;
  for (const FieldDescriptor* field : fields) {
    if (of_it) told = static_cast<Classes>(told | ClassOf(*field));
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& below = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                  : reflection.GetMessage(message, field);
      told = static_cast<Classes>(told | ClassesTold(below, name, of_it));
    }
  }
  return told;
}

// What an answer says but for the name that was asked about, which may be told again.
std::string Told(const grpc::Status& status, const std::string& name) {
  const std::string text =
      absl::StrCat(static_cast<int>(status.error_code()), " ", status.error_message(), " ", status.error_details());
  return absl::StrReplaceAll(text, {{name, "<name>"}});
}

// Something of the same form that is not there.
std::string NowhereLike(const std::string& name) {
  return absl::StrCat(name.substr(0, name.rfind('/') + 1), "baaaaaaaaaaaaaaaaaaaaaaaaa");
}

class EveryMethodWalkTest : public WalkFixture {
 protected:
  // Somebody who calls.
  struct Walker {
    std::shared_ptr<grpc::Channel> channel;
    std::vector<Role> roles;  // that were given to them
    bool is_operator = false;
    std::string turned_away;  // the reason with which every method is refused; empty: the table says which
  };

  EveryMethodWalkTest() {
    // What so many calls cost is not what is looked at here.
    limits_.calls.share = 1;
    limits_.calls.saved = absl::Minutes(10);
    limits_.connections.calls_burst = 1e6;
    limits_.connections.unknown = absl::Hours(1);
  }

  void SetUp() override {
    WalkFixture::SetUp();
    if (HasFatalFailure()) return;
    for (const auto& [who, person] : people_) walkers_[who] = {person.machine.channel, person.roles, false, ""};
    walkers_["operator"] = {daemon_->InProcessChannel(), {}, true, ""};
    walkers_["nobody"] = {Connect(Nobody()), {}, false, "no_certificate"};
    const Machine lost = Enrol(MemberOf("stan"));
    EXPECT_EQ(Ask(lost.channel).code, grpc::StatusCode::OK);
    Revoke(lost);
    walkers_["who lost a machine"] = {lost.channel, {}, false, "certificate_revoked"};
    const Machine former = Enrol(MakeMember("Walker former"));
    EXPECT_EQ(Ask(former.channel).code, grpc::StatusCode::OK);
    v1::CreateEntryRequest leaves = EntryFor(former.member, former.member, Today());
    SetDate(leaves.mutable_entry()->mutable_departure()->mutable_last_day(), Today() - 1);
    Record(leaves);
    walkers_["who has left"] = {former.channel, {}, false, "left"};
  }

  // The reason with which the table, or what has become of them, refuses them the method; empty: they are let in.
  static std::string RefusedFor(const Walker& walker, const std::string& method) {
    if (domain::NeedsNoCertificate(method)) return "";
    if (!walker.turned_away.empty()) return walker.turned_away;
    const domain::Caller caller = walker.is_operator ? domain::Caller() : domain::Caller{false, MemberId::Random()};
    const absl::Status status = domain::CheckMethod(caller, method, walker.roles);
    const auto detail = DetailOf(status);
    return detail ? detail->reason : "";
  }

  // Everything that the answer tells of anything is theirs to see.
  void ExpectNoMoreThanTheTableHas(const std::string& who, const MethodDescriptor& method,
                                   const std::string& question) {
    std::string bytes;
    if (!CallByPath(people_.at(who).machine.channel, PathOf(method), question, &bytes).ok()) return;
    const std::unique_ptr<Message> answer(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
    ASSERT_TRUE(answer->ParseFromString(bytes));
    for (const Shown& shown : shown_) {
      const Classes told = ClassesTold(*answer, shown.name, false);
      EXPECT_EQ(told & ~Expected(who, shown, method.full_name()), 0)
          << who << ", " << shown.label << ", " << method.full_name();
    }
  }

  // What might be written about Ana, or corrected of what she has written: as PreviewEntry is asked about it.
  std::vector<v1::PreviewEntryRequest> WhatIfs(const std::string& who) {
    v1::PreviewEntryRequest crossing, of_sight, reaction, amend, retract;
    crossing.set_parent(case_);
    v1::Entry& entry = *crossing.mutable_entry();
    entry = EntryFor(case_, MemberOf("ana"), Today() - 1).entry();
    entry.set_basis(who == "ana" ? v1::ENTRY_BASIS_OWN : v1::ENTRY_BASIS_WITNESSED);
    if (who != "ana") entry.set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    entry.set_stage(v1::ENTRY_STAGE_DONE);
    entry.mutable_crossing()->set_area(v1::BOUNDARY_AREA_MESSAGE_PERSONAL);
    of_sight = crossing;
    of_sight.set_sight_only(true);
    reaction.set_parent(case_);
    *reaction.mutable_entry() = ReactionFor(case_, MemberOf("ana"), Today() - 1).entry();
    amend.set_name(Of("session").name);
    *amend.mutable_entry() = EntryFor(case_, MemberOf("ana"), Today() - 5).entry();
    amend.mutable_entry()->mutable_session()->set_minutes(40);
    retract.set_name(amend.name());
    retract.mutable_retraction();
    return {crossing, of_sight, reaction, amend, retract};
  }

  // No name, no entry and no words of what Ana has written, and not that anything comes of a private note.
  void ExpectTellsNothingOfAna(const v1::EntryPreview& preview) const {
    const std::string told = preview.ShortDebugString();
    EXPECT_THAT(told, Not(HasSubstr("planted words")));
    EXPECT_THAT(told, Not(HasSubstr("from_private_note")));
    for (const Shown& shown : shown_) {
      if (shown.name == case_) continue;
      EXPECT_THAT(told, Not(HasSubstr(shown.name))) << shown.label;
    }
  }

  // Whether anything of it is shown to them by whatever method.
  bool IsShown(const std::string& who, const Shown& shown) const {
    for (const domain::Hat& hat : HatsOf(who, shown)) {
      for (const Thing thing : shown.things) {
        if (domain::ClassesOf(thing, hat) != 0) return true;
      }
    }
    return false;
  }

  void Lock(const Person& person) {
    v1::CloseSessionResponse response;
    const auto stub = v1::AccessService::NewStub(person.machine.channel);
    EXPECT_TRUE(Call(stub, &v1::AccessService::Stub::CloseSession, v1::CloseSessionRequest(), response).ok());
  }

  // Calls what only reads, or all the rest, about everything by everybody who has a part in it.
  void WalkLocked(bool reading) {
    for (const Shown& shown : shown_) {
      for (const auto& [who, stands] : shown.stand) {
        if (stands.contains(Relation::kEmergency)) continue;
        for (const MethodDescriptor* method : Methods()) {
          if (IsStream(*method) || rpc::IsReading(method->full_name()) != reading) continue;
          const auto question = QuestionAbout(*method, shown.name, case_);
          if (!question) continue;
          SCOPED_TRACE(absl::StrCat(who, ", ", shown.label, ", ", method->full_name()));
          ExpectHeldUpAsTheTableHasIt(who, shown, *method, *question);
        }
      }
    }
  }

  // What has been written in the meantime by others counts as well: then nothing is said of the call.
  void ExpectToldNothingUnlessWritten(const std::string& who, const Shown& shown, const MethodDescriptor& method,
                                      const std::string& question) {
    std::string bytes;
    if (!CallByPath(people_.at(who).machine.channel, PathOf(method), question, &bytes).ok()) return;
    const uint64_t before = std::exchange(size_, Status().ledger_size());
    if (size_ > before) return;
    const std::unique_ptr<Message> answer(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
    ASSERT_TRUE(answer->ParseFromString(bytes));
    EXPECT_EQ(ClassesTold(*answer, shown.name, false), 0);
  }

  // What is somebody's own waits for no session, and neither does anything that writes. What of others is more than
  // triage does.
  void ExpectHeldUpAsTheTableHasIt(const std::string& who, const Shown& shown, const MethodDescriptor& method,
                                   const std::string& question) {
    static const std::map<std::string, std::string> kShowIt = {
        {"candor.v1.EntryService.GetEntry", "/entries/"},
        {"candor.v1.FollowUpService.ExplainFollowUp", "/followUps/"},
        {"candor.v1.FollowUpService.GetFollowUp", "/followUps/"}};
    const Refusal refusal = RefusalOf(CallByPath(people_.at(who).machine.channel, PathOf(method), question));
    const bool held_up = refusal.field == kSession;
    EXPECT_EQ(held_up, refusal.reason == "session_locked");
    const std::set<Relation>& stands = shown.stand.at(who);
    const bool theirs = stands.contains(Relation::kSelf) || stands.contains(Relation::kSubject);
    if (theirs || !rpc::IsReading(method.full_name())) {
      EXPECT_FALSE(held_up);
      return;
    }
    const auto shows_it = kShowIt.find(method.full_name());
    if (shows_it == kShowIt.end() || shown.name.find(shows_it->second) == std::string::npos) return;
    EXPECT_EQ(held_up, (Expected(who, shown, method.full_name()) & ~domain::kTriageBit) != 0);
  }

  std::map<std::string, Walker> walkers_;
  uint64_t size_ = 0;  // of the ledger, when it was looked at last
};

// Whoever is let in hears that this is no message, before anything is done with it; whoever is not, that they are not.
TEST_F(EveryMethodWalkTest, WhoIsLetInIsWhomTheTableNames) {
  const std::vector<const MethodDescriptor*> methods = Methods();
  ASSERT_THAT(methods, SizeIs(domain::Table().size()));
  for (const MethodDescriptor* method : methods) {
    ASSERT_NE(domain::RuleOf(method->full_name()), nullptr) << method->full_name();
    for (const auto& [who, walker] : walkers_) {
      SCOPED_TRACE(absl::StrCat(who, ", ", method->full_name()));
      const std::string reason = RefusedFor(walker, method->full_name());
      const Refusal refusal = RefusalOf(CallByPath(walker.channel, PathOf(*method), kNoMessage));
      if (reason.empty()) {
        EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT) << refusal.message;
        continue;
      }
      EXPECT_EQ(refusal.reason, reason);
      EXPECT_EQ(refusal.code,
                walker.turned_away.empty() ? grpc::StatusCode::PERMISSION_DENIED : grpc::StatusCode::UNAUTHENTICATED);
    }
  }
}

// Whatever is asked, by itself, in its case or in a list: no answer tells anybody more of anything than the table has
// for that method.
TEST_F(EveryMethodWalkTest, NoAnswerTellsMoreThanTheTableHas) {
  for (const MethodDescriptor* method : Methods()) {
    if (IsStream(*method) || !rpc::IsReading(method->full_name())) continue;
    std::set<std::string> questions = {""};
    for (const Shown& shown : shown_) {
      for (const std::string& about : {shown.name, shown.parent}) {
        questions.insert(QuestionAbout(*method, about, case_).value_or(""));
      }
    }
    for (const auto& [who, person] : people_) {
      if (!RefusedFor(walkers_.at(who), method->full_name()).empty()) continue;
      for (const std::string& question : questions) ExpectNoMoreThanTheTableHas(who, *method, question);
    }
  }
}

// Nobody is told that it was asked, so of what others have written it tells a label and dates at most.
TEST_F(EveryMethodWalkTest, WhatAPreviewTellsOfOthersIsALabelAndDates) {
  const MethodDescriptor* const preview =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(kPreview);
  std::set<std::string> answered;
  for (const auto& [who, person] : people_) {
    const auto entries = v1::EntryService::NewStub(person.machine.channel);
    for (const v1::PreviewEntryRequest& what_if : WhatIfs(who)) {
      SCOPED_TRACE(absl::StrCat(who, ": ", what_if.ShortDebugString()));
      ExpectNoMoreThanTheTableHas(who, *preview, what_if.SerializeAsString());
      v1::PreviewEntryResponse response;
      if (!Call(entries, &v1::EntryService::Stub::PreviewEntry, what_if, response).ok()) continue;
      answered.insert(who);
      if (who != "ana") ExpectTellsNothingOfAna(response.preview());
    }
  }

  EXPECT_THAT(answered, IsSupersetOf({"ana", "director"})) << "else nothing was looked at";
  for (const v1::Access& each : Accesses()) EXPECT_NE(each.method(), "EntryService.PreviewEntry");
}

// Whatever a method is asked about by its name: of what somebody is not shown it says what it says of what is not
// there.
TEST_F(EveryMethodWalkTest, WhatSomebodyIsNotShownIsAnsweredAsWhatIsNotThere) {
  std::vector<Shown> hidden;
  for (const char* label : {"session", "private note", "concern", "follow-up", "follow-up of a note",
                            "restricted follow-up", "supervision note"}) {
    hidden.push_back(Of(label));
  }
  Shown& decision = hidden.emplace_back(Of("follow-up"));
  decision.label = "decision";
  decision.name = decision_;
  for (const Shown& shown : hidden) {
    const std::string nowhere = NowhereLike(shown.name);
    for (const char* who : {"stan", "pat", "bo", "sue", "subj", "director", "policy manager", "auditor",
                            "administrator", "reviewer", "owner", "consultant"}) {
      if (IsShown(who, shown)) continue;
      const Walker& walker = walkers_.at(who);
      for (const MethodDescriptor* method : Methods()) {
        if (IsStream(*method) || !RefusedFor(walker, method->full_name()).empty()) continue;
        const auto about_it = QuestionAbout(*method, shown.name, case_);
        const auto about_nothing = QuestionAbout(*method, nowhere, case_);
        if (!about_it || !about_nothing) continue;
        const grpc::Status of_it = CallByPath(walker.channel, PathOf(*method), *about_it);
        const grpc::Status of_nothing = CallByPath(walker.channel, PathOf(*method), *about_nothing);
        EXPECT_EQ(Told(of_it, shown.name), Told(of_nothing, nowhere))
            << who << ", " << shown.label << ", " << method->full_name();
      }
    }
  }
}

// What writes asks for no session, as it is on record by what it has written. So what writes nothing tells nothing of
// anything: not the first time, and not when it is asked for again.
TEST_F(EveryMethodWalkTest, WhatWritesAndHasWrittenNothingTellsNothing) {
  for (const Shown& shown : shown_) {
    for (const auto& [who, stands] : shown.stand) {
      for (const MethodDescriptor* method : Methods()) {
        if (IsStream(*method) || rpc::IsReading(method->full_name())) continue;
        const auto question = QuestionAbout(*method, shown.name, case_);
        if (!question) continue;
        for (const char* time : {"first", "again"}) {
          SCOPED_TRACE(absl::StrCat(who, ", ", shown.label, ", ", method->full_name(), ", ", time));
          ExpectToldNothingUnlessWritten(who, shown, *method, *question);
        }
      }
    }
  }
}

TEST_F(EveryMethodWalkTest, WhoseSessionIsLockedGoesOnWithWhatIsTheirs) {
  for (const auto& [who, person] : people_) Lock(person);
  WalkLocked(/*reading=*/true);

  // To whom nothing of others is shown, whatever they ask for.
  const Person& lone = people_.at("lone");
  for (const MethodDescriptor* method : Methods()) {
    if (IsStream(*method) || method->service()->name() == "AccessService") continue;
    EXPECT_NE(RefusalOf(CallByPath(lone.machine.channel, PathOf(*method))).field, kSession) << method->full_name();
  }

  const Person& sue = people_.at("sue");
  const auto entries = v1::EntryService::NewStub(sue.machine.channel);
  v1::GetEntryRequest get;
  get.set_name(Of("session").name);
  v1::GetEntryResponse got;
  EXPECT_EQ(RefusalOf(Call(entries, &v1::EntryService::Stub::GetEntry, get, got)).reason, "session_locked");
  v1::UnlockSessionResponse unlocked;
  const auto accesses = v1::AccessService::NewStub(sue.machine.channel);
  ASSERT_TRUE(Call(accesses, &v1::AccessService::Stub::UnlockSession, v1::UnlockSessionRequest(), unlocked).ok());
  EXPECT_TRUE(Call(entries, &v1::EntryService::Stub::GetEntry, get, got).ok());
  Lock(sue);

  // Last, as some of it is done.
  WalkLocked(/*reading=*/false);
}

// Where the operator goes on acting for members who have machines of their own.
class ActForWalkTest : public EveryMethodWalkTest {
 protected:
  ActForWalkTest() { act_for_after_enrolment_ = true; }

  // What is asked of the method in Ana's name.
  std::set<std::string> QuestionsTo(const MethodDescriptor& method) {
    std::set<std::string> questions = {""};
    for (const Shown& shown : shown_) {
      for (const std::string& about : {shown.name, shown.parent}) {
        questions.insert(QuestionAbout(method, about, case_).value_or(""));
      }
    }
    if (method.full_name() != kPreview) return questions;
    for (const v1::PreviewEntryRequest& what_if : WhatIfs("ana")) questions.insert(what_if.SerializeAsString());
    return questions;
  }

  // How often Ana's own log says of each method that it was used in her name.
  std::map<std::string, int> UsesToldToAna() {
    const auto accesses = v1::AccessService::NewStub(people_.at("ana").machine.channel);
    std::map<std::string, int> uses;
    v1::ListAccessesRequest request;
    request.set_page_size(1000);
    do {
      v1::ListAccessesResponse page;
      const grpc::Status status = Call(accesses, &v1::AccessService::Stub::ListAccesses, request, page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::Access& each : page.accesses()) uses[each.method()] += each.acted_for() ? 1 : 0;
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return uses;
  }
};

// Whatever is answered in somebody's name has its line in their log, also where it shows nothing.
TEST_F(ActForWalkTest, EachAnswerInSomebodysNameIsToldToThem) {
  const std::map<std::string, int> before = UsesToldToAna();
  std::map<std::string, int> answered;
  for (const MethodDescriptor* method : Methods()) {
    if (IsStream(*method) || !rpc::IsReading(method->full_name()) || LeavesNoTrace(*method)) continue;
    const std::string name = absl::StrCat(method->service()->name(), ".", method->name());
    for (const std::string& question : QuestionsTo(*method)) {
      const grpc::Status status =
          CallByPath(daemon_->InProcessChannel(), PathOf(*method), question, nullptr, MemberOf("ana"));
      if (status.ok()) ++answered[name];
    }
  }
  EXPECT_GT(answered["EntryService.GetEntry"], 0) << "else nothing was looked at";
  EXPECT_EQ(answered["EntryService.PreviewEntry"], 0);

  std::map<std::string, int> told = UsesToldToAna();
  for (const auto& [method, times] : before) told[method] -= times;
  for (const auto& [method, times] : answered) EXPECT_GE(told[method], times) << method;
}

}  // namespace
}  // namespace candor::every_method_walk_test
