#include "daemon/policy/protocol.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/plugin_table.h"
#include "daemon/policy/task_codec.h"

namespace candor::policy {
namespace {

using domain::PluginInfo;
using domain::Rule;

constexpr size_t kMaxPathBytes = 4096;
constexpr size_t kMaxShortText = 2 * kMaxDeclaredText;

absl::Status Nonsense(const char* what) {
  return absl::DataLossError(absl::StrCat(what, " cannot be read"));
}

void PutParameter(const domain::Parameter& parameter, Encoder& out) {
  out.PutText(parameter.name);
  out.PutText(parameter.unit);
  out.PutText(parameter.group);
  out.PutSigned64(parameter.default_value);
  out.Put(static_cast<uint8_t>(parameter.stricter));
  out.PutSigned64(parameter.least);
  out.PutSigned64(parameter.most);
  out.PutText(parameter.not_above);
  out.PutCount(parameter.choices.size());
  for (const domain::ParameterChoice& choice : parameter.choices) {
    out.PutSigned64(choice.value);
    out.PutText(choice.text);
  }
}

domain::Parameter TakeParameter(Decoder& in) {
  domain::Parameter parameter;
  parameter.name = in.TakeText(kMaxShortText);
  parameter.unit = in.TakeText(kMaxShortText);
  parameter.group = in.TakeText(kMaxShortText);
  parameter.default_value = parameter.value = in.TakeSigned64();
  parameter.stricter = static_cast<domain::Stricter>(in.TakeNumber<uint8_t>(0, 2));
  parameter.least = in.TakeSigned64();
  parameter.most = in.TakeSigned64();
  parameter.not_above = in.TakeText(kMaxShortText);
  for (size_t i = in.TakeCount(12); i > 0 && in.ok(); --i) {
    domain::ParameterChoice& choice = parameter.choices.emplace_back();
    choice.value = in.TakeSigned64();
    choice.text = in.TakeText(kMaxShortText);
  }
  return parameter;
}

void PutRule(const Rule& rule, Encoder& out) {
  out.PutText(rule.slug);
  out.PutText(rule.catalogue_id);
  out.PutText(rule.title);
  out.PutText(rule.trigger);
  out.PutText(rule.resolved_by);
  out.Put(static_cast<uint8_t>(rule.severity));
  out.Put(static_cast<uint8_t>(rule.action));
  out.Put(static_cast<uint8_t>(rule.scope));
  out.Put(static_cast<uint8_t>(rule.key_class));
  out.PutBool(rule.restricted);
  out.PutBool(rule.of_practice);
  out.PutBool(rule.reads_follow_ups);
  out.PutBool(rule.dates_of_law);
  out.PutBool(rule.of_no_conduct);
  out.PutSigned32(rule.horizon_days);
  out.PutCount(rule.kinds.size());
  for (domain::Kind kind : rule.kinds) out.Put(static_cast<uint16_t>(kind));
  out.PutCount(rule.asked_fields.size());
  for (domain::FieldId field : rule.asked_fields) out.Put(field);
  out.PutCount(rule.done_kinds.size());
  for (domain::Kind kind : rule.done_kinds) out.Put(static_cast<uint16_t>(kind));
  out.PutCount(rule.parameters.size());
  for (const domain::Parameter& parameter : rule.parameters) PutParameter(parameter, out);
  out.PutCount(rule.citations.size());
  for (const domain::Citation& citation : rule.citations) {
    out.PutText(citation.authority);
    out.PutText(citation.text);
    out.PutText(citation.confidence);
  }
  out.PutCount(rule.folds_under.size());
  for (const std::string& slug : rule.folds_under) out.PutText(slug);
}

Rule TakeRule(const PluginInfo& plugin, Decoder& in) {
  Rule rule;
  rule.plugin = plugin.name;
  rule.plugin_version = plugin.version;
  rule.slug = in.TakeText(kMaxShortText);
  rule.catalogue_id = in.TakeText(kMaxShortText);
  rule.title = in.TakeText(kMaxShortText);
  rule.trigger = in.TakeText(kMaxShortText);
  rule.resolved_by = in.TakeText(kMaxShortText);
  rule.severity = static_cast<domain::Severity>(in.TakeNumber<uint8_t>(1, 4));
  rule.action = static_cast<domain::Action>(in.TakeNumber<uint8_t>(0, 6));
  rule.scope = static_cast<domain::Scope>(in.TakeNumber<uint8_t>(1, 2));
  rule.key_class = static_cast<domain::KeyClass>(in.TakeNumber<uint8_t>(0, 1));
  rule.restricted = in.TakeBool();
  rule.of_practice = in.TakeBool();
  rule.reads_follow_ups = in.TakeBool();
  rule.dates_of_law = in.TakeBool();
  rule.of_no_conduct = in.TakeBool();
  rule.horizon_days = in.TakeSigned32();
  for (size_t i = in.TakeCount(2); i > 0; --i) rule.kinds.push_back(static_cast<domain::Kind>(in.Take<uint16_t>()));
  for (size_t i = in.TakeCount(2); i > 0; --i) rule.asked_fields.push_back(in.Take<uint16_t>());
  for (size_t i = in.TakeCount(2); i > 0; --i) {
    rule.done_kinds.push_back(static_cast<domain::Kind>(in.Take<uint16_t>()));
  }
  for (size_t i = in.TakeCount(20); i > 0 && in.ok(); --i) rule.parameters.push_back(TakeParameter(in));
  for (size_t i = in.TakeCount(12); i > 0 && in.ok(); --i) {
    domain::Citation& citation = rule.citations.emplace_back();
    citation.authority = in.TakeText(kMaxShortText);
    citation.text = in.TakeText(kMaxShortText);
    citation.confidence = in.TakeText(kMaxShortText);
  }
  for (size_t i = in.TakeCount(4); i > 0 && in.ok(); --i) rule.folds_under.push_back(in.TakeText(kMaxShortText));
  return rule;
}

void PutRow(const std::vector<int64_t>& row, Encoder& out) {
  out.PutCount(row.size());
  for (const int64_t value : row) out.PutSigned64(value);
}

std::vector<int64_t> TakeRow(Decoder& in) {
  std::vector<int64_t> row;
  for (size_t i = in.TakeCount(8); i > 0; --i) row.push_back(in.TakeSigned64());
  return row;
}

void PutValues(const SetValues& values, Encoder& out) {
  out.PutCount(values.values.size());
  for (const std::vector<int64_t>& row : values.values) PutRow(row, out);
  out.PutCount(values.candidates.size());
  for (const SetValues::Candidate& candidate : values.candidates) {
    out.Put(candidate.rule);
    out.PutText(candidate.group);
    PutRow(candidate.values, out);
  }
}

SetValues TakeValues(Decoder& in) {
  SetValues values;
  for (size_t i = in.TakeCount(4); i > 0 && in.ok(); --i) values.values.push_back(TakeRow(in));
  for (size_t i = in.TakeCount(10); i > 0 && in.ok(); --i) {
    SetValues::Candidate& candidate = values.candidates.emplace_back();
    candidate.rule = in.Take<uint16_t>();
    candidate.group = in.TakeText(kMaxShortText);
    candidate.values = TakeRow(in);
  }
  return values;
}

void PutStep(const Step& step, Encoder& out) {
  out.PutId(step.entry.bytes());
  out.Put(step.number);
  out.PutBool(step.timer);
  out.PutSigned32(step.day);
  out.Put(step.rule);
  out.Put(step.token);
}

Step TakeStep(Decoder& in) {
  Step step;
  step.entry = EntryId(in.TakeId());
  step.number = in.Take<uint64_t>();
  step.timer = in.TakeBool();
  step.day = in.TakeSigned32();
  step.rule = in.Take<uint16_t>();
  step.token = in.Take<uint64_t>();
  return step;
}

}  // namespace

size_t BeginFrame(FrameType type, std::string& out) {
  const size_t begin = out.size();
  out.append(4, '\0');
  out.push_back(static_cast<char>(type));
  return begin;
}

void EndFrame(size_t begin, std::string& out) {
  std::string size;
  AppendBigEndian(static_cast<uint32_t>(out.size() - begin - kFrameHeadBytes), size);
  out.replace(begin, size.size(), size);
}

absl::StatusOr<FrameHead> DecodeFrameHead(std::string_view bytes) {
  FrameHead head;
  head.size = ReadBigEndian<uint32_t>(bytes);
  const auto type = static_cast<uint8_t>(bytes[4]);
  if (head.size > kMaxFrameBytes) return absl::DataLossError("a frame is larger than any frame may be");
  if (type < static_cast<uint8_t>(FrameType::kLoad) || type > static_cast<uint8_t>(FrameType::kExhausted)) {
    return absl::DataLossError("a frame is of no known type");
  }
  head.type = static_cast<FrameType>(type);
  return head;
}

void EncodeLoad(const LoadRequest& request, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kLoad, out);
  Encoder encoder(out);
  encoder.Put(kProtocol);
  encoder.Put(request.memory_limit_bytes);
  encoder.PutCount(request.paths.size());
  for (const std::string& path : request.paths) encoder.PutText(path);
  EndFrame(begin, out);
}

absl::StatusOr<LoadRequest> DecodeLoad(std::string_view payload) {
  Decoder in(payload);
  if (in.Take<uint32_t>() != kProtocol) return absl::FailedPreconditionError("daemon and worker are not of one build");
  LoadRequest request;
  request.memory_limit_bytes = in.Take<uint64_t>();
  for (size_t i = in.TakeCount(4); i > 0 && in.ok(); --i) request.paths.push_back(in.TakeText(kMaxPathBytes));
  if (!in.done()) return Nonsense("a load request");
  return request;
}

void EncodeTables(const std::vector<PluginInfo>& plugins, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kTables, out);
  Encoder encoder(out);
  encoder.PutCount(plugins.size());
  for (const PluginInfo& plugin : plugins) {
    encoder.PutText(plugin.name);
    encoder.PutText(plugin.version);
    encoder.PutText(plugin.digest);
    encoder.PutBool(plugin.loaded);
    encoder.PutText(plugin.problem);
    encoder.PutCount(plugin.rules.size());
    for (const Rule& rule : plugin.rules) PutRule(rule, encoder);
  }
  EndFrame(begin, out);
}

absl::StatusOr<std::vector<PluginInfo>> DecodeTables(std::string_view payload) {
  Decoder in(payload);
  std::vector<PluginInfo> plugins;
  for (size_t i = in.TakeCount(20); i > 0 && in.ok(); --i) {
    PluginInfo& plugin = plugins.emplace_back();
    plugin.name = in.TakeText(kMaxShortText);
    plugin.version = in.TakeText(kMaxShortText);
    plugin.digest = in.TakeText(kMaxShortText);
    plugin.loaded = in.TakeBool();
    plugin.problem = in.TakeText(kMaxPathBytes);
    for (size_t j = in.TakeCount(30); j > 0 && in.ok(); --j) plugin.rules.push_back(TakeRule(plugin, in));
  }
  if (!in.done()) return Nonsense("the tables of the plugins");
  return plugins;
}

void EncodeValues(const std::vector<NumberedSet>& sets, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kValues, out);
  Encoder encoder(out);
  encoder.PutCount(sets.size());
  for (const NumberedSet& set : sets) {
    encoder.Put(set.number);
    encoder.PutCount(set.plugins.size());
    for (const SetValues& values : set.plugins) PutValues(values, encoder);
  }
  EndFrame(begin, out);
}

absl::StatusOr<std::vector<NumberedSet>> DecodeValues(std::string_view payload) {
  Decoder in(payload);
  std::vector<NumberedSet> sets;
  for (size_t i = in.TakeCount(8); i > 0 && in.ok(); --i) {
    NumberedSet& set = sets.emplace_back();
    set.number = in.Take<uint32_t>();
    for (size_t j = in.TakeCount(8); j > 0 && in.ok(); --j) set.plugins.push_back(TakeValues(in));
  }
  if (!in.done()) return Nonsense("parameter values");
  return sets;
}

// Jobs of one subject stand together, so a list is looked for in the job before only.
void EncodeJobs(const std::vector<Job>& jobs, const std::vector<PluginInfo>& plugins, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kRun, out);
  Encoder encoder(out);
  std::vector<const std::vector<domain::PolicyEvent>*> lists;
  for (const Job& job : jobs) {
    const auto* const list = job.task->shared_events.get();
    if (list != nullptr && (lists.empty() || lists.back() != list)) lists.push_back(list);
  }
  encoder.PutCount(lists.size());
  for (const auto* list : lists) Encode(*list, encoder);
  encoder.PutCount(jobs.size());
  size_t lists_named = 0;
  for (const Job& job : jobs) {
    const auto* const list = job.task->shared_events.get();
    if (list != nullptr && (lists_named == 0 || lists[lists_named - 1] != list)) ++lists_named;
    // From 1 on; 0: the task has events of its own.
    encoder.PutCount(list == nullptr ? 0 : lists_named);
    encoder.PutCount(job.task->first_event);
    encoder.Put(job.plugin);
    encoder.PutBool(job.report_steps);
    encoder.PutCount(job.skips.size());
    for (const Skip& skip : job.skips) {
      PutStep(skip.step, encoder);
      encoder.Put(static_cast<uint8_t>(skip.reason));
    }
    Encode(*job.task, plugins[job.plugin], encoder);
  }
  EndFrame(begin, out);
}

absl::StatusOr<std::vector<ReceivedJob>> DecodeJobs(std::string_view payload, const std::vector<PluginInfo>& plugins) {
  Decoder in(payload);
  std::vector<std::shared_ptr<const std::vector<domain::PolicyEvent>>> lists;
  for (size_t i = in.TakeCount(4); i > 0 && in.ok(); --i) {
    lists.push_back(std::make_shared<const std::vector<domain::PolicyEvent>>(DecodeEvents(in)));
  }
  std::vector<ReceivedJob> jobs;
  for (size_t i = in.TakeCount(80); i > 0 && in.ok(); --i) {
    ReceivedJob& job = jobs.emplace_back();
    const size_t list = in.Take<uint32_t>();
    const size_t first_event = in.Take<uint32_t>();
    if (list > lists.size()) return Nonsense("a job with events that were not sent");
    if (first_event > (list == 0 ? 0 : lists[list - 1]->size())) return Nonsense("a job with a wrong beginning");
    job.plugin = in.Take<uint16_t>();
    if (job.plugin >= plugins.size()) return Nonsense("a job for an unknown plugin");
    job.report_steps = in.TakeBool();
    for (size_t j = in.TakeCount(40); j > 0; --j) {
      Skip& skip = job.skips.emplace_back();
      skip.step = TakeStep(in);
      skip.reason = static_cast<domain::NotAssessedReason>(in.TakeNumber<uint8_t>(1, 6));
    }
    job.task = DecodeTask(plugins[job.plugin], in);
    if (list == 0) continue;
    if (!job.task.events.empty()) return Nonsense("a job with events twice");
    job.task.shared_events = lists[list - 1];
    job.task.first_event = first_event;
  }
  if (!in.done()) return Nonsense("a job");
  return jobs;
}

void EncodeStep(const Step& step, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kStep, out);
  Encoder encoder(out);
  PutStep(step, encoder);
  EndFrame(begin, out);
}

absl::StatusOr<Step> DecodeStep(std::string_view payload) {
  Decoder in(payload);
  const Step step = TakeStep(in);
  if (!in.done()) return Nonsense("a step");
  return step;
}

void EncodeResult(const domain::PolicyResult& result, const PluginInfo& plugin, std::string& out) {
  const size_t begin = BeginFrame(FrameType::kResult, out);
  Encoder encoder(out);
  Encode(result, plugin, encoder);
  EndFrame(begin, out);
}

absl::StatusOr<domain::PolicyResult> DecodeResult(std::string_view payload, const PluginInfo& plugin,
                                                  const domain::SubjectId& subject) {
  Decoder in(payload);
  domain::PolicyResult result = DecodePolicyResult(plugin, subject, in);
  if (!in.done()) return Nonsense("a result");
  return result;
}

}  // namespace candor::policy
