#ifndef CANDOR_TESTS_SCENARIO_DAEMON_IMPORT_SERVICE_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_IMPORT_SERVICE_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor {

inline constexpr char kAna[] = "Ana Nguyen";

// One row of a practice's file, as the client sends it.
inline v1::ImportRow RowOf(int64_t number, Day occurred, Day reported, const std::string& therapist,
                           const std::string& code) {
  v1::ImportRow row;
  row.set_row_number(number);
  if (!therapist.empty()) row.mutable_therapist()->set_display_name(therapist);
  row.set_client_code(code);
  SetDate(row.mutable_entry()->mutable_occurred()->mutable_date(), occurred);
  SetDate(row.mutable_entry()->mutable_reported()->mutable_date(), reported);
  std::string digest(32, '\0');
  digest[0] = static_cast<char>(number >> 8);
  digest[1] = static_cast<char>(number);
  row.set_row_digest(digest);
  return row;
}

inline v1::ImportRow SessionRow(int64_t number, const std::string& therapist = kAna,
                                const std::string& code = "C-1042") {
  v1::ImportRow row = RowOf(number, Day(2025, 2, 3), Day(2025, 2, 3), therapist, code);
  row.mutable_entry()->mutable_session()->set_minutes(50);
  return row;
}

// Imports of a practice's rows into a whole daemon.
class ImportServiceTest : public DaemonTest {
 protected:
  struct Outcome {
    grpc::Status status;
    std::string name;
    std::vector<v1::RowResult> results;
  };

  // What the import is, and the rows in portions.
  static std::vector<v1::ImportEntriesRequest> MessagesOf(const std::vector<v1::ImportRow>& rows, bool dry_run,
                                                          size_t portion) {
    std::vector<v1::ImportEntriesRequest> messages(1);
    v1::Import* import = messages[0].mutable_import();
    import->set_file_digest(std::string(32, 'f'));
    import->set_map_digest(std::string(32, 'm'));
    import->set_dry_run(dry_run);
    SetDate(import->mutable_policy_from(), Day(2024, 1, 1));
    for (size_t begin = 0; begin < rows.size(); begin += portion) {
      v1::ImportEntriesRequest& message = messages.emplace_back();
      for (size_t i = begin; i < std::min(rows.size(), begin + portion); ++i) *message.add_rows() = rows[i];
    }
    return messages;
  }

  // Sends the rows in portions and reads an answer to each; `ahead`: sends them beside that, as fast as they are taken.
  Outcome Import(const std::vector<v1::ImportRow>& rows, bool dry_run = false, size_t portion = 3, bool ahead = false) {
    grpc::ClientContext context;
    auto stream = imports_->ImportEntries(&context);
    const std::vector<v1::ImportEntriesRequest> messages = MessagesOf(rows, dry_run, portion);
    Outcome outcome;
    const auto send = [&](bool and_read) {
      for (const v1::ImportEntriesRequest& message : messages) {
        if (stream->Write(message) && and_read) ReadAnswer(*stream, outcome);
      }
      stream->WritesDone();
    };
    if (ahead) {
      std::thread sender(send, false);
      for (size_t i = 0; i < messages.size(); ++i) ReadAnswer(*stream, outcome);
      sender.join();
    } else {
      send(true);
    }
    outcome.status = stream->Finish();
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    EXPECT_EQ(outcome.results.size(), rows.size());
    return outcome;
  }

  template <class Stream>
  static void ReadAnswer(Stream& stream, Outcome& outcome) {
    v1::ImportEntriesResponse response;
    if (!stream.Read(&response)) return;
    if (response.has_import()) outcome.name = response.import().name();
    outcome.results.insert(outcome.results.end(), response.results().begin(), response.results().end());
  }

  // "imported", "duplicate" or the reason.
  static std::vector<std::string> Words(const Outcome& outcome) {
    std::vector<std::string> words;
    for (const v1::RowResult& result : outcome.results) {
      words.push_back(result.has_imported()    ? "imported"
                      : result.has_duplicate() ? "duplicate"
                                               : result.refused().reason());
    }
    return words;
  }

  // The one follow-up of a rule.
  v1::FollowUp OfRule(const std::string& rule) {
    std::vector<v1::FollowUp> found = FollowUps();
    std::erase_if(found, [&](const v1::FollowUp& one) { return one.rule() != rule; });
    EXPECT_EQ(found.size(), 1U) << rule;
    return found.empty() ? v1::FollowUp() : found.front();
  }

  int Cases() {
    v1::ListCasesResponse response;
    EXPECT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), response).ok());
    return response.cases_size();
  }

  std::vector<v1::Member> Members() {
    v1::ListMembersResponse response;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::ListMembers, v1::ListMembersRequest(), response).ok());
    return {response.members().begin(), response.members().end()};
  }
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_IMPORT_SERVICE_FIXTURE_H_
