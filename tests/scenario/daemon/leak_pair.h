#ifndef CANDOR_TESTS_SCENARIO_DAEMON_LEAK_PAIR_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_LEAK_PAIR_H_

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/follow_up.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "daemon/base/clock.h"
#include "daemon/daemon.h"
#include "google/protobuf/descriptor.h"

// Two practices that differ in one thing that is kept from somebody, and everything that this somebody can ask. Whoever
// is not shown it gets the same answers from both; names that a daemon gives out by chance are made alike first. For a
// test and for a fuzzer, which has no gtest: what cannot be set up ends the program.
namespace candor::leak {

inline void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "the practice could not be made: %s\n", what.c_str());
  std::abort();
}

// In what the two differ.
enum class Difference {
  kThatItIsThere = 0,  // a private note here, an ordinary entry there: not for whoever has no hat
  kWhatItSays = 1,     // the words of an entry, and what a private note is about: not for a director either
  kWhomItIsAbout = 2,  // a concern about the one here, about the other there: not for either of the two
  kThatItWasRead = 3,  // a private note that its reader has read here, and not there: for nobody but its author
};

// One practice. `second`: how the thing is in the other one of the two.
class Practice {
 public:
  Practice(Difference difference, bool second) {
    DaemonOptions options;
    options.in_memory = true;
    options.clock = &clock_;
    options.plugins_dir = CANDOR_BUILD "/lib/candor/plugins";
    options.profiles_dir = CANDOR_BUILD "/share/candor/profiles";
    options.worker_program = CANDOR_BUILD "/libexec/candor/candor-policy-worker";
    auto daemon = Daemon::Start(std::move(options));
    Require(daemon.ok(), std::string(daemon.status().message()));
    daemon_ = *std::move(daemon);
    channel_ = daemon_->InProcessChannel();
    MakePeople();
    OpenCases();
    WriteInTheOpen();
    names_["hidden"] = difference == Difference::kWhomItIsAbout   ? RaiseConcern(second)
                       : difference == Difference::kThatItIsThere ? WriteOneOfTwo(second)
                       : difference == Difference::kThatItWasRead ? WriteForAReader()
                                                                  : WriteOneWay(second);
    WaitUntilAssessed();
    NameHiddenFollowUp();
    if (difference == Difference::kThatItWasRead && !second) ReadHidden();
    names_["everybody"] = "members/-";
    names_["nowhere"] = names_.at("case") + "/entries/baaaaaaaaaaaaaaaaaaaaaaaaa";
  }

  // Of a member, by who they are; of a case; of what is hidden.
  const std::string& NameOf(const std::string& label) const { return names_.at(label); }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  void Advance(absl::Duration by) { clock_.AdvanceTime(by); }
  // Something hidden once more, a day later, and then something in the open.
  void WriteMore(bool second) {
    v1::CreateEntryRequest request = EntryOf("case", "ana", Day(2025, 3, 25));
    request.mutable_entry()->mutable_personal_reaction()->set_which(second ? v1::REACTION_KIND_SEXUAL
                                                                           : v1::REACTION_KIND_ROMANTIC);
    Write(request, "ana");
    WaitUntilAssessed();
    v1::CreateEntryRequest open = EntryOf("own case", "stan", Day(2025, 3, 26));
    open.mutable_entry()->mutable_session()->set_minutes(45);
    names_["own later session"] = Write(open, "stan");
    WaitUntilAssessed();
  }

  template <class Service, class Request, class Response>
  grpc::Status Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const std::string& act_for = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!act_for.empty()) context.AddMetadata("candor-act-for", act_for);
    return (Service::NewStub(channel_).get()->*method)(&context, request, &response);
  }

  // The text with every name that was given out by chance as what it is the name of.
  std::string MadeAlike(std::string text) const {
    // A case's name is the beginning of that of what is in it.
    std::vector<std::pair<std::string, std::string>> names(names_.begin(), names_.end());
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
    for (const auto& [label, name] : names) {
      for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), "<" + label + ">");
      }
    }
    static const std::regex kIds("[a-z2-7]{26}");
    static const std::regex kTokens("(page_token|resume_token|seen_token): \"[^\"]+\"");
    // How many records there are is told to everybody, by the checkpoint.
    static const std::regex kNumbers("(ledger_entries|ledger_number|ledger_size|seen_to|number|record): [0-9]+");
    text = std::regex_replace(text, kTokens, "$1");
    text = std::regex_replace(text, kNumbers, "$1");
    return std::regex_replace(text, kIds, "<id>");
  }

 private:
  std::string MakeMember(const std::string& who) {
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name("Leak " + who);
    v1::CreateMemberResponse response;
    const auto made = Call<v1::MemberService>(&v1::MemberService::Stub::CreateMember, request, response);
    Require(made.ok(), made.error_message());
    return names_[who] = response.member().name();
  }

  void MakePeople() {
    for (const char* who : {"ana", "sue", "stan", "reader", "director", "auditor", "administrator", "policy manager",
                            "owner", "consultant"}) {
      MakeMember(who);
    }
    for (const auto& [who, role] : std::map<std::string, v1::Role>{{"director", v1::ROLE_DIRECTOR},
                                                                   {"auditor", v1::ROLE_AUDITOR},
                                                                   {"administrator", v1::ROLE_ADMINISTRATOR},
                                                                   {"policy manager", v1::ROLE_POLICY_MANAGER},
                                                                   {"owner", v1::ROLE_OWNER},
                                                                   {"consultant", v1::ROLE_CONSULTANT}}) {
      v1::GrantRoleRequest request;
      request.set_parent(names_.at(who));
      request.set_role(role);
      v1::GrantRoleResponse response;
      const auto granted = Call<v1::RoleService>(&v1::RoleService::Stub::GrantRole, request, response);
      Require(granted.ok(), granted.error_message());
    }
    v1::CreateSupervisionRequest supervision;
    supervision.set_parent(names_.at("ana"));
    supervision.mutable_supervision()->set_supervisor(names_.at("sue"));
    SetDate(supervision.mutable_supervision()->mutable_from(), Day(2024, 1, 1));
    v1::CreateSupervisionResponse supervised;
    const auto made = Call<v1::MemberService>(&v1::MemberService::Stub::CreateSupervision, supervision, supervised);
    Require(made.ok(), made.error_message());
  }

  void OpenCases() {
    for (const auto& [label, therapist] : {std::pair{"case", "ana"}, std::pair{"own case", "stan"}}) {
      v1::CreateCaseRequest request;
      request.mutable_case_()->set_code(std::string("L ") + label);
      request.mutable_intake()->set_therapist(names_.at(therapist));
      SetDate(request.mutable_intake()->mutable_occurred()->mutable_date(), Day(2025, 1, 6));
      v1::CreateCaseResponse response;
      const auto opened = Call<v1::CaseService>(&v1::CaseService::Stub::CreateCase, request, response);
      Require(opened.ok(), opened.error_message());
      names_[label] = response.case_().name();
    }
  }

  static void SetDate(v1::Date* date, Day day) {
    date->set_year(static_cast<int>(day.year()));
    date->set_month(day.month());
    date->set_day(day.day());
  }

  v1::CreateEntryRequest EntryOf(const std::string& parent, const std::string& therapist, Day day) const {
    v1::CreateEntryRequest request;
    request.set_parent(names_.at(parent));
    request.mutable_entry()->set_therapist(names_.at(therapist));
    SetDate(request.mutable_entry()->mutable_occurred()->mutable_date(), day);
    return request;
  }
  std::string Write(const v1::CreateEntryRequest& request, const std::string& who) {
    v1::CreateEntryResponse response;
    const auto written =
        Call<v1::EntryService>(&v1::EntryService::Stub::CreateEntry, request, response, names_.at(who));
    Require(written.ok(), written.error_message());
    // Looked up it would be on record as shown.
    for (const v1::FollowUp& each : response.assessment().opened()) {
      if (each.from_private_note()) names_.emplace("hidden follow-up", each.name());
    }
    return response.entry().name();
  }

  // What each of them is shown something of, so that the answers are not all empty.
  void WriteInTheOpen() {
    v1::CreateEntryRequest session = EntryOf("own case", "stan", Day(2025, 3, 20));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    names_["own session"] = Write(session, "stan");
    v1::CreateEntryRequest referral = EntryOf("own case", "stan", Day(2025, 3, 21));
    referral.mutable_entry()->mutable_referral()->set_outcome(v1::REFERRAL_OUTCOME_OFFERED);
    names_["own referral"] = Write(referral, "stan");
  }

  std::string WriteOneOfTwo(bool second) {
    v1::CreateEntryRequest request = EntryOf("case", "ana", Day(2025, 3, 24));
    if (second) {
      request.mutable_entry()->mutable_session()->set_minutes(50);
    } else {
      request.mutable_entry()->mutable_personal_reaction()->set_which(v1::REACTION_KIND_ROMANTIC);
    }
    return Write(request, "ana");
  }

  std::string WriteOneWay(bool second) {
    v1::CreateEntryRequest session = EntryOf("case", "ana", Day(2025, 3, 23));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note(second ? "other words, and more of them" : "words");
    Write(session, "ana");
    v1::CreateEntryRequest note = EntryOf("case", "ana", Day(2025, 3, 24));
    note.mutable_entry()->mutable_personal_reaction()->set_which(second ? v1::REACTION_KIND_SEXUAL
                                                                        : v1::REACTION_KIND_ROMANTIC);
    note.mutable_entry()->set_first_reader(second ? names_.at("sue") : "");
    return Write(note, "ana");
  }

  std::string WriteForAReader() {
    v1::CreateEntryRequest note = EntryOf("case", "ana", Day(2025, 3, 24));
    note.mutable_entry()->mutable_personal_reaction()->set_which(v1::REACTION_KIND_ROMANTIC);
    note.mutable_entry()->set_first_reader(names_.at("reader"));
    return Write(note, "ana");
  }

  // By itself, and among what else there is to see, by all that shows it.
  void ReadHidden() {
    v1::GetEntryRequest request;
    request.set_name(names_.at("hidden"));
    v1::GetEntryResponse response;
    const auto read = Call<v1::EntryService>(&v1::EntryService::Stub::GetEntry, request, response, names_.at("reader"));
    Require(read.ok(), read.error_message());
    v1::ExplainFollowUpRequest why;
    why.set_name(names_.at("hidden follow-up"));
    v1::ExplainFollowUpResponse because;
    const auto told =
        Call<v1::FollowUpService>(&v1::FollowUpService::Stub::ExplainFollowUp, why, because, names_.at("reader"));
    Require(told.ok(), told.error_message());
  }

  std::string RaiseConcern(bool second) {
    const std::string about = second ? "stan" : "sue";
    v1::CreateEntryRequest concern = EntryOf(about, about, Day(2025, 3, 24));
    concern.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    concern.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
    concern.mutable_entry()->set_note("words about somebody");
    return Write(concern, "ana");
  }

  // As it is called where it is there (see Write()); of the same form where it is not.
  void NameHiddenFollowUp() {
    const std::string& entry = names_.at("hidden");
    names_.emplace("hidden follow-up", names_.at("case") + "/followUps/" + entry.substr(entry.rfind('/') + 1));
  }

  void WaitUntilAssessed() {
    for (int i = 0; i < 1000; ++i) {
      v1::GetStatusResponse response;
      const auto status =
          Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response);
      Require(status.ok(), status.error_message());
      if (response.status().entries_pending() == 0) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    Require(false, "the policies do not answer");
  }

  SimulatedClock clock_{absl::FromCivil(absl::CivilHour(2025, 3, 30, 12), absl::UTCTimeZone())};
  std::unique_ptr<Daemon> daemon_;
  std::shared_ptr<grpc::Channel> channel_;
  std::map<std::string, std::string> names_;  // resource names, by what they are of
};

// One question: any method that is answered by one response, by one of those from whom something is kept, about
// something that is there, that is kept from them, or that is nowhere.
struct Asked {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string who;
  std::string about;  // "case", "own case", "ana" …; "hidden", "hidden follow-up", "nowhere"
  int page_size = 0;
  bool of_the_past = false;
};

// Every such method but those whose answers are signed or drawn anew, or change how the daemon runs.
const std::vector<const google::protobuf::MethodDescriptor*>& Methods();
// Who asks, and about what.
std::vector<std::string> Askers(Difference difference);
const std::vector<std::string>& Things();

// The response, or the code, the words and the details of the refusal, made alike. Of less than everything (a
// page_size) how much there is, as which of it comes first is chance.
std::string Answer(Practice& practice, const Asked& asked);

}  // namespace candor::leak

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_LEAK_PAIR_H_
