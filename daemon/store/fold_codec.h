#ifndef CANDOR_DAEMON_STORE_FOLD_CODEC_H_
#define CANDOR_DAEMON_STORE_FOLD_CODEC_H_

#include "daemon/domain/policy_engine.h"
#include "daemon/store/record.pb.h"

// Private to the fold cache.
namespace candor::store {

void ToProto(const domain::PluginFold& fold, PluginFold& message);
domain::PluginFold FromProto(const PluginFold& message);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_FOLD_CODEC_H_
