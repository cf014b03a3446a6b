#include "daemon/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace candor::log {
namespace {

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto created = std::make_shared<spdlog::logger>("candor", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    created->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    created->flush_on(spdlog::level::warn);
    return created;
  }();
  return *logger;
}

void Write(spdlog::level::level_enum level, std::string_view line) {
  Logger().log(level, "{}", line);
}

spdlog::level::level_enum NameOf(Level level) {
  static constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info,
                                                          spdlog::level::warn, spdlog::level::err};
  return kLevels[static_cast<int>(level)];
}

}  // namespace

void SetLevel(Level level) {
  Logger().set_level(NameOf(level));
}

bool IsOn(Level level) {
  return Logger().should_log(NameOf(level));
}

void Debug(std::string_view line) {
  Write(spdlog::level::debug, line);
}
void Info(std::string_view line) {
  Write(spdlog::level::info, line);
}
void Warning(std::string_view line) {
  Write(spdlog::level::warn, line);
}
void Error(std::string_view line) {
  Write(spdlog::level::err, line);
}

}  // namespace candor::log
