#include "daemon/policy/scenario/scenario_parser.h"

#include <toml++/toml.h>
#include <algorithm>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/policy/scenario/entry_reader.h"
#include "daemon/policy/scenario/toml_reader.h"

namespace candor::policy {
namespace {

using domain::FollowUpStatus;

// Who is supervised is so since before anything happens.
constexpr int kSupervisedSince = 2000;

constexpr int kNoFollowUp = 0;

// Reads one file. For one use.
class ScenarioParser {
 public:
  explicit ScenarioParser(const std::string& path) : reader_(path), entries_(reader_, names_) {
    scenario_.path = path;
    scenario_.settings.closed_weekends = false;
  }

  absl::StatusOr<Scenario> Parse(const toml::table& root) {
    CANDOR_RETURN_IF_ERROR(CheckKeys(
        root, {"title",       "source",   "note",   "boundary", "zone",        "closed_weekends", "closed_dates",
               "policy_from", "profiles", "chosen", "modes",    "values",      "therapist",       "people",
               "entry",       "decision", "expect", "never",    "never_above", "nothing_else"}));
    CANDOR_RETURN_IF_ERROR(ReadHead(root));
    CANDOR_RETURN_IF_ERROR(ReadCalendar(root));
    CANDOR_RETURN_IF_ERROR(ReadProfiles(root));
    if (const toml::node* people = root.get("people")) CANDOR_RETURN_IF_ERROR(ReadPeople(*people));
    CANDOR_RETURN_IF_ERROR(ReadTherapist(root));
    CANDOR_RETURN_IF_ERROR(ReadTimeline(root));
    CANDOR_RETURN_IF_ERROR(ReadExpected(root));
    for (const auto& [name, id] : names_.cases) scenario_.cases.push_back({id, name});
    return std::move(scenario_);
  }

 private:
  absl::Status CheckKeys(const toml::table& table, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      return reader_.Refuse(node, "unknown key ", ToAbsl(key.str()));
    }
    return absl::OkStatus();
  }

  absl::Status ReadHead(const toml::table& root) {
    CANDOR_ASSIGN_OR_RETURN(const toml::node* const title, reader_.Needed(root, "title", "a scenario"));
    CANDOR_ASSIGN_OR_RETURN(scenario_.title, reader_.Text(*title, "title"));
    CANDOR_ASSIGN_OR_RETURN(const toml::node* const source, reader_.Needed(root, "source", "a scenario"));
    CANDOR_RETURN_IF_ERROR(reader_.Text(*source, "source").status());
    if (const toml::node* note = root.get("note")) CANDOR_RETURN_IF_ERROR(reader_.Text(*note, "note").status());
    const toml::node* const boundary = root.get("boundary");
    return boundary == nullptr ? absl::OkStatus() : ReadBoundaries(*boundary);
  }

  absl::Status ReadBoundaries(const toml::node& node) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> names, reader_.Texts(node, "boundary"));
    for (const std::string& name : names) {
      const size_t dot = name.find('.');
      if (dot == 0 || dot == std::string::npos || dot + 1 == name.size()) {
        return reader_.Refuse(node, "boundary has ", name, "; write RULE.PARAMETER");
      }
      scenario_.boundaries.push_back({TomlReader::LineOf(node), name.substr(0, dot), name.substr(dot + 1)});
    }
    return absl::OkStatus();
  }

  absl::Status ReadCalendar(const toml::table& root) {
    if (const toml::node* zone = root.get("zone")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.settings.zone, reader_.Text(*zone, "zone"));
      if (!LoadZone(scenario_.settings.zone).ok()) return reader_.Refuse(*zone, "this machine knows no such zone");
    }
    if (const toml::node* closed = root.get("closed_weekends")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.settings.closed_weekends, reader_.YesNo(*closed, "closed_weekends"));
    }
    if (const toml::node* dates = root.get("closed_dates")) {
      if (!dates->is_array()) return reader_.Refuse(*dates, "closed_dates is not a list of dates");
      for (const toml::node& each : *dates->as_array()) {
        CANDOR_ASSIGN_OR_RETURN(const Day day, reader_.Date(each, "closed_dates"));
        scenario_.settings.closed_dates.push_back(day);
      }
      std::sort(scenario_.settings.closed_dates.begin(), scenario_.settings.closed_dates.end());
    }
    if (const toml::node* from = root.get("policy_from")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.policy_from, reader_.Date(*from, "policy_from"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadProfiles(const toml::table& root) {
    if (const toml::node* profiles = root.get("profiles")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.profiles, reader_.Texts(*profiles, "profiles"));
      scenario_.profiles_line = TomlReader::LineOf(*profiles);
    }
    if (const toml::node* chosen = root.get("chosen")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.chosen, reader_.Texts(*chosen, "chosen"));
    }
    if (const toml::node* modes = root.get("modes")) {
      CANDOR_ASSIGN_OR_RETURN(const toml::table* const table, reader_.Table(*modes, "modes"));
      for (const auto& [rule, node] : *table) {
        CANDOR_ASSIGN_OR_RETURN(const int mode,
                                reader_.Word(node, rule.str(), {{"off", 1}, {"shadow", 2}, {"active", 3}}));
        scenario_.modes[std::string(rule.str())] = {TomlReader::LineOf(node), static_cast<domain::RuleMode>(mode)};
      }
    }
    if (const toml::node* values = root.get("values")) CANDOR_RETURN_IF_ERROR(ReadValues(*values));
    return absl::OkStatus();
  }

  absl::Status ReadValues(const toml::node& values) {
    CANDOR_ASSIGN_OR_RETURN(const toml::table* const rules, reader_.Table(values, "values"));
    for (const auto& [rule, node] : *rules) {
      CANDOR_ASSIGN_OR_RETURN(const toml::table* const parameters, reader_.Table(node, rule.str()));
      for (const auto& [parameter, value] : *parameters) {
        ScenarioValue read{TomlReader::LineOf(value), std::string(rule.str()), std::string(parameter.str())};
        if (value.is_boolean()) {
          read.value = value.as_boolean()->get() ? 1 : 0;
        } else {
          CANDOR_ASSIGN_OR_RETURN(read.value, reader_.Number(value, parameter.str()));
        }
        scenario_.values.push_back(std::move(read));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadPeople(const toml::node& people) {
    CANDOR_ASSIGN_OR_RETURN(const toml::table* const table, reader_.Table(people, "people"));
    for (const auto& [name, node] : *table) {
      const MemberId id(CountedId(names_.people.size() + 1));
      names_.people.emplace(std::string(name.str()), id);
      CANDOR_ASSIGN_OR_RETURN(const toml::table* const person, reader_.Table(node, name.str()));
      CANDOR_RETURN_IF_ERROR(ReadPerson(id, std::string(name.str()), *person));
    }
    // Once all are known.
    for (const auto& [name, node] : *table) {
      const toml::node* const supervisor = node.as_table()->get("supervisor");
      if (supervisor == nullptr) continue;
      CANDOR_ASSIGN_OR_RETURN(const MemberId id, entries_.Person(*supervisor, "supervisor"));
      scenario_.supervisions.push_back(
          {names_.people.at(std::string(name.str())), id, Day(kSupervisedSince, 1, 1), {}});
    }
    return absl::OkStatus();
  }

  absl::Status ReadPerson(const MemberId& id, const std::string& name, const toml::table& table) {
    CANDOR_RETURN_IF_ERROR(
        CheckKeys(table, {"profession", "jurisdiction", "in_training", "trainee", "bodies", "supervisor"}));
    domain::Member member;
    member.id = id;
    member.display_name = name;
    domain::LicenceClass licence;
    if (const toml::node* profession = table.get("profession")) {
      CANDOR_ASSIGN_OR_RETURN(licence.profession, reader_.Text(*profession, "profession"));
    }
    if (const toml::node* jurisdiction = table.get("jurisdiction")) {
      CANDOR_ASSIGN_OR_RETURN(licence.jurisdiction, reader_.Text(*jurisdiction, "jurisdiction"));
    }
    if (const toml::node* training = table.get("in_training")) {
      CANDOR_ASSIGN_OR_RETURN(licence.in_training, reader_.YesNo(*training, "in_training"));
    }
    if (const toml::node* trainee = table.get("trainee")) {
      CANDOR_ASSIGN_OR_RETURN(licence.trainee, reader_.YesNo(*trainee, "trainee"));
      licence.in_training = licence.in_training || licence.trainee;
    }
    if (licence != domain::LicenceClass()) member.licences.push_back({std::nullopt, licence});
    if (const toml::node* bodies = table.get("bodies")) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> names, reader_.Texts(*bodies, "bodies"));
      for (const std::string& body : names) domain::AddMembership(member, {body, std::nullopt, std::nullopt});
    }
    scenario_.people.push_back(std::move(member));
    return absl::OkStatus();
  }

  absl::Status ReadTherapist(const toml::table& root) {
    if (names_.people.size() == 1) names_.therapist = names_.people.begin()->second;
    if (const toml::node* therapist = root.get("therapist")) {
      CANDOR_ASSIGN_OR_RETURN(names_.therapist, entries_.Person(*therapist, "therapist"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadTimeline(const toml::table& root) {
    if (const toml::node* all = root.get("entry")) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<const toml::table*> tables, reader_.Tables(*all, "entry"));
      for (const toml::table* table : tables) {
        CANDOR_ASSIGN_OR_RETURN(ScenarioEntry entry, entries_.Read(*table));
        scenario_.entries.push_back(std::move(entry));
      }
    }
    if (const toml::node* all = root.get("decision")) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<const toml::table*> tables, reader_.Tables(*all, "decision"));
      for (const toml::table* table : tables) CANDOR_RETURN_IF_ERROR(ReadDecision(*table));
    }
    return absl::OkStatus();
  }

  absl::Status ReadDecision(const toml::table& table) {
    CANDOR_RETURN_IF_ERROR(CheckKeys(table, {"on", "rule", "opened_by", "decide", "by", "and_by", "until", "finding"}));
    ScenarioDecision decision;
    decision.line = TomlReader::LineOf(table);
    CANDOR_RETURN_IF_ERROR(ReadWhich(table, "a decision", decision.on, decision.rule, decision.opened_by));
    CANDOR_ASSIGN_OR_RETURN(const toml::node* const decide, reader_.Needed(table, "decide", "a decision"));
    CANDOR_ASSIGN_OR_RETURN(const int kind,
                            reader_.Word(*decide, "decide", {{"acknowledge", 1}, {"waive", 2}, {"dispose", 3}}));
    decision.kind = static_cast<domain::DecisionKind>(kind);
    if (const toml::node* by = table.get("by")) {
      CANDOR_ASSIGN_OR_RETURN(decision.by, entries_.Person(*by, "by"));
    }
    if (const toml::node* and_by = table.get("and_by")) {
      CANDOR_ASSIGN_OR_RETURN(decision.and_by, entries_.Person(*and_by, "and_by"));
      if (decision.kind != domain::DecisionKind::kWaive) {
        return reader_.Refuse(*and_by, "only to waive takes a second person");
      }
    }
    if (const toml::node* until = table.get("until")) {
      CANDOR_ASSIGN_OR_RETURN(decision.until, reader_.Date(*until, "until"));
    }
    if (decision.until.has_value() != (decision.kind == domain::DecisionKind::kWaive)) {
      return reader_.Refuse(table, "to waive needs `until`, the last day, and nothing else has one");
    }
    if (const toml::node* finding = table.get("finding")) {
      CANDOR_ASSIGN_OR_RETURN(
          const int word,
          reader_.Word(*finding, "finding",
                       {{"substantiated", 1}, {"not_substantiated", 2}, {"unfounded", 3}, {"taken_back", 4}}));
      decision.finding = static_cast<domain::Finding>(word);
    }
    scenario_.decisions.push_back(std::move(decision));
    return absl::OkStatus();
  }

  // Which follow-up is meant, and on which day.
  absl::Status ReadWhich(const toml::table& table, std::string_view what, Day& on, std::string& rule,
                         EntryId& opened_by) const {
    CANDOR_ASSIGN_OR_RETURN(const toml::node* const day, reader_.Needed(table, "on", what));
    CANDOR_ASSIGN_OR_RETURN(on, reader_.Date(*day, "on"));
    CANDOR_ASSIGN_OR_RETURN(const toml::node* const slug, reader_.Needed(table, "rule", what));
    CANDOR_ASSIGN_OR_RETURN(rule, reader_.Text(*slug, "rule"));
    if (const toml::node* by = table.get("opened_by")) {
      CANDOR_ASSIGN_OR_RETURN(opened_by, entries_.Labelled(*by, "opened_by"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadExpected(const toml::table& root) {
    if (const toml::node* all = root.get("expect")) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<const toml::table*> tables, reader_.Tables(*all, "expect"));
      for (const toml::table* table : tables) CANDOR_RETURN_IF_ERROR(ReadExpectation(*table));
    }
    if (const toml::node* never = root.get("never")) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> rules, reader_.Texts(*never, "never"));
      for (const std::string& rule : rules) scenario_.never.emplace(rule, TomlReader::LineOf(*never));
    }
    if (const toml::node* above = root.get("never_above")) {
      CANDOR_ASSIGN_OR_RETURN(const int severity, SeverityOf(*above, "never_above"));
      scenario_.never_above = static_cast<domain::Severity>(severity);
      scenario_.never_above_line = TomlReader::LineOf(*above);
    }
    if (const toml::node* nothing = root.get("nothing_else")) {
      CANDOR_ASSIGN_OR_RETURN(scenario_.nothing_else, reader_.YesNo(*nothing, "nothing_else"));
      scenario_.nothing_else_line = TomlReader::LineOf(*nothing);
    }
    const bool says_something = !scenario_.expectations.empty() || !scenario_.never.empty() ||
                                scenario_.never_above.has_value() || scenario_.nothing_else;
    if (!says_something) return reader_.Refuse(root, "it expects nothing; add [[expect]], never or nothing_else");
    // Of nothing nothing comes, whatever is wrong with the rules.
    if (scenario_.entries.empty()) return reader_.Refuse(root, "nothing is written down in it; add [[entry]]");
    return absl::OkStatus();
  }

  absl::StatusOr<int> SeverityOf(const toml::node& node, std::string_view key) const {
    return reader_.Word(node, key, {{"later", 1}, {"soon", 2}, {"important", 3}, {"urgent", 4}});
  }

  absl::Status ReadExpectation(const toml::table& table) {
    CANDOR_RETURN_IF_ERROR(CheckKeys(table, {"rule", "on", "opened_by", "status", "due", "past_due", "severity",
                                             "action", "before_policy", "incomplete", "resolved_on", "times"}));
    Expectation expected;
    expected.line = TomlReader::LineOf(table);
    CANDOR_RETURN_IF_ERROR(ReadWhich(table, "an expectation", expected.on, expected.rule, expected.opened_by));
    CANDOR_RETURN_IF_ERROR(ReadState(table, expected));
    CANDOR_RETURN_IF_ERROR(ReadDates(table, expected));
    if (const toml::node* severity = table.get("severity")) {
      CANDOR_ASSIGN_OR_RETURN(const int word, SeverityOf(*severity, "severity"));
      expected.severity = static_cast<domain::Severity>(word);
    }
    if (const toml::node* action = table.get("action")) {
      CANDOR_ASSIGN_OR_RETURN(const int word, reader_.Word(*action, "action",
                                                           {{"talk", 1},
                                                            {"refer", 2},
                                                            {"soft_transfer", 3},
                                                            {"document", 4},
                                                            {"prohibit", 5},
                                                            {"complete_record", 6}}));
      expected.action = static_cast<domain::Action>(word);
    }
    if (const toml::node* times = table.get("times")) {
      CANDOR_ASSIGN_OR_RETURN(const int64_t number, reader_.Number(*times, "times"));
      if (number < 1) return reader_.Refuse(*times, "times is less than 1; write status = \"none\"");
      expected.times = static_cast<size_t>(number);
    }
    scenario_.expectations.push_back(std::move(expected));
    return absl::OkStatus();
  }

  absl::Status ReadState(const toml::table& table, Expectation& expected) const {
    if (const toml::node* status = table.get("status")) {
      CANDOR_ASSIGN_OR_RETURN(const int word, reader_.Word(*status, "status",
                                                           {{"none", kNoFollowUp},
                                                            {"open", 1},
                                                            {"waived", 2},
                                                            {"resolved", 3},
                                                            {"resolved_late", 4},
                                                            {"disposed", 5},
                                                            {"withdrawn", 6}}));
      expected.absent = word == kNoFollowUp;
      if (!expected.absent) expected.status = static_cast<FollowUpStatus>(word);
    }
    const std::pair<const char*, std::optional<bool>*> answers[] = {{"past_due", &expected.past_due},
                                                                    {"before_policy", &expected.before_policy},
                                                                    {"incomplete", &expected.incomplete}};
    for (const auto& [key, answer] : answers) {
      const toml::node* const node = table.get(key);
      if (node == nullptr) continue;
      CANDOR_ASSIGN_OR_RETURN(*answer, reader_.YesNo(*node, key));
    }
    return absl::OkStatus();
  }

  absl::Status ReadDates(const toml::table& table, Expectation& expected) const {
    if (const toml::node* due = table.get("due")) {
      if (due->is_string()) {
        CANDOR_RETURN_IF_ERROR(reader_.Word(*due, "due", {{"none", 0}}).status());
        expected.no_due = true;
      } else {
        CANDOR_ASSIGN_OR_RETURN(expected.due, reader_.Date(*due, "due"));
      }
    }
    if (const toml::node* resolved = table.get("resolved_on")) {
      CANDOR_ASSIGN_OR_RETURN(expected.resolved_on, reader_.Date(*resolved, "resolved_on"));
    }
    return absl::OkStatus();
  }

  const TomlReader reader_;
  ScenarioNames names_;
  EntryReader entries_;
  Scenario scenario_;
};

}  // namespace

absl::StatusOr<Scenario> ParseScenario(const std::string& text, const std::string& path) {
  if (text.size() > kMostScenarioBytes) return RefuseScenario(path, 1, "longer than 128 KiB; make several of it");
  try {
    return ScenarioParser(path).Parse(toml::parse(text, path));
  } catch (const toml::parse_error& error) {
    return RefuseScenario(path, error.source().begin.line, ToAbsl(error.description()));
  }
}

}  // namespace candor::policy
