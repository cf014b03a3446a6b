#ifndef CANDOR_DAEMON_POLICY_TASK_CODEC_H_
#define CANDOR_DAEMON_POLICY_TASK_CODEC_H_

#include <span>
#include <vector>

#include "daemon/domain/policy_engine.h"
#include "daemon/policy/codec.h"

// Tasks, folds and results as bytes. Rules go as their index into the plugin's table. A fold's `context` stays with
// the daemon.
namespace candor::policy {

// Of shared events nothing: they are a list of their own.
void Encode(const domain::PolicyTask& task, const domain::PluginInfo& plugin, Encoder& out);
void Encode(std::span<const domain::PolicyEvent> events, Encoder& out);
void Encode(const domain::PolicyResult& result, const domain::PluginInfo& plugin, Encoder& out);

// The decoder's ok() says whether the value means anything.
domain::PolicyTask DecodeTask(const domain::PluginInfo& plugin, Decoder& in);
std::vector<domain::PolicyEvent> DecodeEvents(Decoder& in);
domain::PolicyResult DecodePolicyResult(const domain::PluginInfo& plugin, const domain::SubjectId& subject,
                                        Decoder& in);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_TASK_CODEC_H_
