#ifndef CANDOR_DAEMON_BASE_LOG_H_
#define CANDOR_DAEMON_BASE_LOG_H_

#include <string_view>

// The daemon's log: ids, sizes and states, never the text of an entry, a name or a key. Thread-safe.
namespace candor::log {

enum class Level { kDebug, kInfo, kWarning, kError };

// Lines below `level` are dropped. The default is kInfo. Lines go to standard error.
void SetLevel(Level level);
// Whether lines of that level are written: to be asked before one that is rarely wanted is put together.
bool IsOn(Level level);

void Debug(std::string_view line);
void Info(std::string_view line);
void Warning(std::string_view line);
void Error(std::string_view line);

}  // namespace candor::log

#endif  // CANDOR_DAEMON_BASE_LOG_H_
