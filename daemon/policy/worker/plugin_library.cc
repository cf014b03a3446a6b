#include "daemon/policy/worker/plugin_library.h"

#include <dlfcn.h>

#include <utility>

#include "daemon/base/status.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/plugin_files.h"

namespace candor::policy {
namespace {

absl::Status LoadInto(const std::string& path, LoadedPlugin& plugin) {
  CANDOR_ASSIGN_OR_RETURN(std::string digest, HexDigestOfFile(path));
  CANDOR_ASSIGN_OR_RETURN(SharedObject object, SharedObject::Open(path));
  plugin.object = std::make_unique<SharedObject>(std::move(object));
  const void* symbol = plugin.object->Symbol("candor_policy_plugin");
  if (symbol == nullptr) return absl::FailedPreconditionError("it does not export candor_policy_plugin");
  CANDOR_ASSIGN_OR_RETURN(plugin.policy, RunnablePolicy::Make(static_cast<const candor_policy*>(symbol)));
  plugin.info = plugin.policy->info();
  plugin.info.digest = std::move(digest);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SharedObject> SharedObject::Open(const std::string& path) {
  if (path.empty() || path.front() != '/') {
    return absl::FailedPreconditionError("a plugin is loaded by its absolute path only");
  }
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    return absl::FailedPreconditionError(reason == nullptr ? "it cannot be loaded" : reason);
  }
  return SharedObject(handle);
}

void* SharedObject::Symbol(const char* name) const {
  return dlsym(handle_.get(), name);
}

void SharedObject::Close::operator()(void* handle) const {
  dlclose(handle);
}

LoadedPlugin LoadPlugin(const std::string& path) {
  LoadedPlugin plugin;
  const absl::Status status = LoadInto(path, plugin);
  if (!status.ok()) {
    plugin.policy.reset();
    plugin.info = NotLoaded(path, std::string(status.message()));
  }
  return plugin;
}

}  // namespace candor::policy
