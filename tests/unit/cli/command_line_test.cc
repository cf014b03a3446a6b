#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <sstream>
#include <streambuf>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/schema.h"
#include "fake_daemon.h"

namespace candor::cli::command_line_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Against an address on which nobody listens.
Outcome Candor(const std::vector<std::string>& arguments, const std::string& input = "") {
  return RunAgainst("unix:/nonexistent/candor.sock", arguments, input);
}

TEST(CommandLineTest, UsageErrorsHaveTheirOwnCode) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{},
                                             {"nonsense"},
                                             {"followup", "explain"},
                                             {"report", "compliance", "--quarter", "2025Q3", "--from", "2025-01-01"},
                                             {"report", "compliance"},
                                             {"--nonsense", "status"},
                                             {"log", "session", "--case", "K-1", "--member", "Ann"},
                                             {"log", "session", "--yes", "--dry-run"},
                                             {"log"},
                                             {"import", "csv", "file.csv"}}) {
    EXPECT_EQ(Candor(line).code, static_cast<int>(ExitCode::kUsage)) << line.size();
  }
}

// Whichever option it is of, and whoever refuses it: a script has one code to look for. None repeats what was typed.
TEST(CommandLineTest, ABadValueIsNoErrorOfUsage) {
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"followup", "list", "--status", "xyzzy"},
           {"status", "--wait", "xyzzy"},
           {"--timeout", "xyzzy", "status"},
           {"-o", "xyzzy", "status"},
           {"case", "list", "--page-size", "xyzzy"},
           {"case", "list", "--as-of", "xyzzy"},
           {"help", "exit-codes", "--fields", "xyzzy"},
           {"import", "csv", "file.csv", "--map", "map.toml", "--policy-from", "xyzzy"},
           {"report", "compliance", "--from", "xyzzy", "--to", "2025-03-31"},
           {"log", "session", "--case", "cases/a", "--setting", "xyzzy", "--yes"},
           {"log", "session", "--case", "cases/a", "--minutes", "xyzzy", "--yes"},
           {"log", "session", "--case", "cases/a", "--source", "xyzzy", "--yes"},
           {"log", "session", "--case", "cases/a", "--date", "xyzzy", "--yes"},
           {"log", "session", "--case", "cases/a", "--yes=xyzzy"},
           {"member", "away", "members/a", "--from", "xyzzy", "--until", "2025-01-01", "--yes"},
           {"entry", "retract", "cases/a/entries/e", "--reason", "xyzzy"},
           {"ledger", "prove", "xyzzy"},
           {"ledger", "trust", "--key", "xyzzy"},
           {"receipt", "verify", CANDOR_MAPS "/README.md", "--key", "xyzzy"}}) {
    const Outcome outcome = Candor(line);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << absl::StrJoin(line, " ") << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("candor: "));
    EXPECT_THAT(outcome.err, Not(HasSubstr("xyzzy")));
    EXPECT_EQ(outcome.out, "");
  }
}

// Of two places one would be left out in silence.
TEST(CommandLineTest, AnEntryStandsInOnePlace) {
  const std::vector<Outcome> outcomes = {
      Candor({"log", "session", "--case", "K-1", "--member", "Ann", "--yes"}),
      Candor({"log", "--case", "K-1", "session", "--member", "Ann", "--draft"}),
      Candor({"log", "--case", "K-1", "--stdin", "--yes"}, "kind: session\nmember: Ann\n"),
  };
  for (const Outcome& outcome : outcomes) {
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage)) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("give --case or --member, not both"));
  }
}

TEST(CommandLineTest, SaysHowToReachADaemon) {
  const Outcome outcome = Candor({"case", "list"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
  EXPECT_THAT(outcome.err, HasSubstr("no daemon answers on unix:/nonexistent/candor.sock. Start candord"));
}

TEST(CommandLineTest, WaitingForADaemonEndsInTime) {
  EXPECT_EQ(Candor({"status", "--wait", "100ms"}).code, static_cast<int>(ExitCode::kTimeout));
}

// Other users of a machine can read its command lines.
TEST(CommandLineTest, FreeTextIsNoOption) {
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    if (KeptOutOfLists(kind.slug) || kind.slug == "retraction") continue;
    const std::string help = Candor({"log", kind.slug, "--help"}).out;
    for (const SchemaField& field : kind.fields) {
      std::string option = "--" + field.name + " ";
      std::replace(option.begin(), option.end(), '_', '-');
      if (field.narrative || AskedForOnly(kind.slug, field.name, "")) {
        EXPECT_THAT(help, Not(HasSubstr(option))) << kind.slug;
      } else {
        EXPECT_THAT(help, HasSubstr(option)) << kind.slug;
      }
    }
    EXPECT_THAT(help, Not(HasSubstr("--note")));
  }
}

TEST(CommandLineTest, PersonalKindsAreNotNamedOnTheLine) {
  for (const char* kind : {"personal_reaction", "working_capacity", "legal_advice", "own_therapy",
                           "romantic_or_sexual_act", "advance_or_promise"}) {
    const Outcome outcome = Candor({"log", kind, "--case", "C-1"});

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
    EXPECT_THAT(outcome.err, HasSubstr("Nothing was stored. Run `candor log`"));
    EXPECT_THAT(Candor({"log", "--help"}).out, Not(HasSubstr(std::string("\n  ") + kind)));
  }
}

TEST(CommandLineTest, WordsThatTellOfFeelingsAreNotWrittenOnTheLine) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"log", "termination", "--case", "C-1", "--reason", "feelings"},
                                             {"log", "crossing", "--case", "C-1", "--area", "disclosure_of_feelings"},
                                             {"log", "crossing", "--case", "C-1", "--area", "touch", "--touch", "kiss"},
                                             {"log", "dual_relationship", "--case", "C-1", "--context", "sexual"},
                                             {"case", "open", "C-1", "--prior-relation", "romantic"}}) {
    const Outcome outcome = Candor(line);

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << line.back();
    EXPECT_THAT(outcome.err, HasSubstr("where others on this machine can see it"));
    EXPECT_THAT(outcome.err, Not(HasSubstr(line.back())));
  }
  EXPECT_THAT(Candor({"log", "concern", "--help"}).out, Not(HasSubstr("--about")));
  EXPECT_THAT(Candor({"log", "termination", "--help"}).out, Not(HasSubstr(",feelings")));
  EXPECT_THAT(Candor({"log", "--help"}).out, Not(HasSubstr("printf")));
}

TEST(CommandLineTest, SaysWhoReadsItBeforeAPersonalNoteAndStoresNothingUnconfirmed) {
  const std::string note =
      "kind: personal_reaction\ncase: cases/a\ndate: 2025-03-12\ntherapist: members/b\nwhich: attachment\n";

  const Outcome outcome = Candor({"log", "--stdin"}, note);

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(outcome.err, HasSubstr("This is for something you noticed in yourself"));
  EXPECT_THAT(outcome.err, HasSubstr("not by the director"));
  EXPECT_THAT(outcome.err, HasSubstr("nothing was stored"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("attachment")));
}

// Whoever has the daemon's machine can read everything, so "not by the director" alone is more than can be promised.
TEST(CommandLineTest, SaysTheLimitOfThePromiseInAtMostSixtyWords) {
  for (const std::string& reader : {std::string(), std::string("first_reader: members/r\n")}) {
    const std::string err =
        Candor({"log", "--stdin"},
               "kind: personal_reaction\ncase: cases/a\ndate: 2025-03-12\ntherapist: members/b\n" + reader)
            .err;
    std::istringstream notice(err.substr(0, err.find("candor: ")));
    const std::vector<std::string> words{std::istream_iterator<std::string>(notice), {}};

    EXPECT_THAT(absl::StrJoin(words, " "), HasSubstr("Whoever can open Candor's socket can read it too."));
    EXPECT_LE(words.size(), 60u) << err;
  }
  EXPECT_THAT(Flat(Candor({"log", "session", "--case", "cases/a", "--date", "2025-03-12"}).err),
              HasSubstr("Whoever can open Candor's socket can read it too"));
}

TEST(CommandLineTest, APersonReadsWhoWillReadItBeforeTheFirstQuestionAboutIt) {
  const Outcome outcome =
      RunBeforeAPerson("unix:/nonexistent/candor.sock", {"log", "--case", "cases/a", "--therapist", "members/b"},
                       "2\n1\nmembers/r\n2025-03-12\nattachment\n\n\n\nn\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed)) << outcome.err;
  const size_t told = outcome.err.find("This is for something you noticed in yourself");
  ASSERT_NE(told, std::string::npos) << outcome.err;
  EXPECT_LT(outcome.err.find("What would you like to write down?"), told);
  EXPECT_LT(told, outcome.err.find("When did it happen"));
  EXPECT_LT(told, outcome.err.find("Which comes nearest?"));
  EXPECT_LT(told, outcome.err.find("Anything in your own words"));
  EXPECT_EQ(outcome.err.find("This is for something", told + 1), std::string::npos) << "said once";
  EXPECT_THAT(outcome.err, HasSubstr("Save it? [y; d: keep a draft here; t: talk to someone first;"));
}

TEST(CommandLineTest, ForAnActTooThePersonReadsFirstWhoWillReadIt) {
  const Outcome outcome = RunBeforeAPerson(
      "unix:/nonexistent/candor.sock",
      {"log", "session", "--case", "cases/a", "--therapist", "members/b", "--date", "2025-03-12"}, "50\n\n\n\nn\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotConfirmed)) << outcome.err;
  const size_t told = outcome.err.find("It counts as written by members/b and is read by them");
  ASSERT_NE(told, std::string::npos) << outcome.err;
  EXPECT_LT(told, outcome.err.find("How many minutes?"));
  EXPECT_LT(outcome.err.find("How many minutes?"), outcome.err.find("To be recorded: session, 2025-03-12."));
  EXPECT_EQ(outcome.err.find("It counts as", told + 1), std::string::npos) << "said once";
}

TEST(CommandLineTest, AKindThatThereIsNotIsToldBeforeAnythingElseIsAsked) {
  const Outcome outcome = RunAgainst("unix:/nonexistent/candor.sock", {"log", "--stdin"}, "kind: holiday\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(outcome.err, HasSubstr("kind: takes one of "));
}

TEST(CommandLineTest, NamesTheFieldOfABadValueButNotTheValue) {
  const Outcome outcome = Candor({"log", "--stdin", "--yes"},
                                 "kind: session\ncase: cases/a\ndate: 2025-03-12\nminutes: something private\n");

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(outcome.err, HasSubstr("minutes: takes a whole number"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("private")));
  const Outcome too_large =
      Candor({"log", "--stdin", "--yes"}, "kind: session\ncase: cases/a\ndate: 2025-03-12\nminutes: 999999999999\n");
  EXPECT_THAT(too_large.err, HasSubstr("minutes: takes a whole number from 0 to 2147483647"));
}

TEST(CommandLineTest, AMapThatIsWrongIsToldBeforeAnythingIsSent) {
  const Outcome outcome = Candor({"import", "csv", CANDOR_MAPS "/practice-log.csv", "--map", CANDOR_MAPS "/README.md"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(outcome.err, HasSubstr("README.md:"));
}

TEST(CommandLineTest, NamesTheOptionOfADayThatIsNone) {
  const std::vector<std::string> supervise = {"member", "supervise", "Ann", "--supervisor", "members/s"};
  for (const auto& [option, day, why] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"--from", "2026-13-01", "this day is not in the calendar"},
           {"--from", "0000-01-01", "the year is outside 1900 to 9999"},
           {"--from", "soon", "not a date"}}) {
    std::vector<std::string> member = supervise;
    member.insert(member.end(), {option, day});
    for (const auto& line : {member, {"report", "compliance", "--to", "2025-03-31", option, day}}) {
      const Outcome outcome = Candor(line);
      EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << line[0];
      EXPECT_THAT(outcome.err, HasSubstr("candor: " + option + ": " + why)) << line[0];
    }
  }
  std::vector<std::string> member = supervise;
  member.insert(member.end(), {"--from", "2025-01-01", "--until", "2025-02-30"});
  EXPECT_THAT(Candor(member).err, HasSubstr("candor: --until: this day is not in the calendar"));
  EXPECT_THAT(Candor({"report", "compliance", "--from", "2025-01-01", "--to", "2025-02-30"}).err,
              HasSubstr("candor: --to: this day is not in the calendar"));
}

TEST(CommandLineTest, TheDaysOfASupervisionNeedASupervisor) {
  for (const char* option : {"--from", "--until"}) {
    const Outcome outcome = Candor({"member", "add", "Ann", option, "2025-01-01"});
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
    EXPECT_THAT(outcome.err, HasSubstr("--supervisor"));
  }
}

TEST(CommandLineTest, NamesAsOfWhenItIsNoMoment) {
  for (const auto& [moment, why] :
       std::vector<std::pair<std::string, std::string>>{{"rubbish", "a moment is a day (2025-03-30) or a time"},
                                                        {"2025-02-30", "this day is not in the calendar"},
                                                        {"0000-01-01T00:00:00Z", "the year is outside 1900 to 9999"},
                                                        {"infinite-future", "the year is outside 1900 to 9999"}}) {
    const Outcome outcome = Candor({"case", "list", "--as-of", moment});
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << moment;
    EXPECT_THAT(outcome.err, HasSubstr("candor: --as-of: " + why)) << moment;
  }
}

// Nothing is not everybody: with an empty member it would be done as the operator.
TEST(CommandLineTest, AnOptionWithNothingInItIsRefused) {
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"--act-for", "", "case", "list"}, {"case", "list", "--as-of", ""}, {"followup", "list", "--case", ""}}) {
    const Outcome outcome = Candor(line);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(": was given with nothing in it")) << outcome.out;
    EXPECT_EQ(outcome.out, "");
  }
  const Outcome server = RunAgainst("", {"case", "list"});
  EXPECT_EQ(server.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(server.err, HasSubstr("--server: was given with nothing in it"));
}

class FullDisk final : public std::streambuf {
 protected:
  int_type overflow(int_type) override { return traits_type::eof(); }
};

TEST(CommandLineTest, AnAnswerThatCannotBeWrittenIsNoSuccess) {
  for (const std::vector<const char*>& line : std::vector<std::vector<const char*>>{
           {"candor", "help", "exit-codes"}, {"candor", "--help"}, {"candor", "--version"}}) {
    FullDisk disk;
    std::istringstream in;
    std::ostream out(&disk);
    std::ostringstream err;
    Session session(Terminal{in, out, err});

    EXPECT_EQ(RunCandor(static_cast<int>(line.size()), line.data(), session), static_cast<int>(ExitCode::kLocalFile));
    EXPECT_THAT(err.str(), HasSubstr("the answer could not be written")) << line.back();
  }
}

TEST(CommandLineTest, FieldsArePickedInEveryFormat) {
  EXPECT_THAT(Candor({"help", "exit-codes", "-o", "csv", "--fields", "name,code"}).out,
              StartsWith("name,code\r\ndone,0\r\n"));
  EXPECT_THAT(Candor({"help", "exit-codes", "--fields", "name,code"}).out, StartsWith("NAME "));
  const Outcome unknown = Candor({"help", "exit-codes", "-o", "json", "--fields", "name,colour"});
  EXPECT_EQ(unknown.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err, HasSubstr("Its fields are code, name, meaning"));
  EXPECT_EQ(Candor({"case", "list", "--fields", "name,,code"}).code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_EQ(Candor({"completion", "bash", "--fields", "name"}).code, static_cast<int>(ExitCode::kUsage));
}

TEST(CommandLineTest, PagesAreForLists) {
  EXPECT_THAT(Candor({"status", "--page-size", "5"}).err, HasSubstr("this command answers with no list"));
  EXPECT_THAT(Candor({"case", "list", "--page-size", "0"}).err, HasSubstr("takes a number from 1 to 1000"));
  EXPECT_EQ(Candor({"case", "list", "--page-token", "x"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(Candor({"case", "list", "--page-size", "5"}).code, static_cast<int>(ExitCode::kUnreachable));
}

// Whoever looks over a shoulder sees what a shell offers, and a manual is read in company.
TEST(CommandLineTest, ManualAndCompletionNameNoPersonalKind) {
  const std::string manual = Candor({"--manual"}).out;
  EXPECT_THAT(manual, StartsWith(".TH CANDOR 1 "));
  EXPECT_THAT(manual, HasSubstr("\n.SS log session\n"));
  EXPECT_THAT(manual, Not(HasSubstr("\n.SS log working_capacity\n")));
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = Candor({"completion", shell}).out;
    EXPECT_THAT(script, HasSubstr("'log session'"));
    EXPECT_THAT(script, Not(HasSubstr("'log working_capacity'")));
  }
}

TEST(CommandLineTest, SaysWhichFormatsThereAre) {
  const std::string err = Candor({"-o", "xml", "status"}).err;

  EXPECT_THAT(err, HasSubstr("--output: takes table, json or csv; a report also html"));
  EXPECT_THAT(err, Not(HasSubstr("->")));
}

TEST(CommandLineTest, AnUnknownWordIsPlacedAndNotRepeated) {
  const Outcome first = Candor({"bogus"});
  const Outcome second = Candor({"case", "bogus"});
  const Outcome third = Candor({"case", "list", "bogus"});

  for (const Outcome& outcome : {first, second, third}) {
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
    EXPECT_THAT(outcome.err, Not(HasSubstr("bogus")));
  }
  EXPECT_THAT(first.err, HasSubstr("what follows \"candor\" holds a word"));
  EXPECT_THAT(first.err, HasSubstr("`candor --help`"));
  EXPECT_THAT(second.err, HasSubstr("`candor case --help`"));
  EXPECT_THAT(third.err, HasSubstr("`candor case list --help`"));
}

TEST(CommandLineTest, AnUnknownOptionIsNamedWithoutItsValue) {
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"case", "list", "--codes", "private"}, {"case", "list", "--codes=private"}}) {
    const Outcome outcome = Candor(line);
    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
    EXPECT_THAT(outcome.err, HasSubstr("\"candor case list\" has no option --codes. `candor case list --help`"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("private")));
  }
  EXPECT_THAT(Candor({"case", "list", "--I was private"}).err, Not(HasSubstr("private")));
}

TEST(CommandLineTest, TextThatIsNotUtf8IsNamedBeforeItIsSent) {
  const Outcome code = Candor({"case", "show", "C-\xFF"});
  const Outcome note = Candor({"log", "--stdin", "--yes"},
                              "kind: session\ncase: cases/a\ndate: 2025-03-12\nminutes: 50\n\nprivate \xE9\n");

  EXPECT_EQ(code.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(code.err, HasSubstr("candor: code: this text is not UTF-8"));
  EXPECT_EQ(note.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(note.err, HasSubstr("candor: note: this text is not UTF-8"));
  EXPECT_THAT(note.err, Not(HasSubstr("private")));
}

// Units of supervision would be counted by another rule.
TEST(CommandLineTest, ASlipInALicenceIsToldBeforeItIsSent) {
  const Outcome state = Candor({"member", "add", "Ann", "--profession", "mft", "--jurisdiction", "us-ca"});
  const Outcome word = Candor({"member", "add", "Ann", "--profession", "psycologist"});

  EXPECT_EQ(state.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(state.err, HasSubstr("candor: --jurisdiction: write the country's two capital letters"));
  EXPECT_EQ(word.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(word.err, HasSubstr("write psychologist"));
  EXPECT_THAT(word.err, Not(HasSubstr("psycologist")));
}

}  // namespace
}  // namespace candor::cli::command_line_test
