#include "daemon/base/unique_fd.h"

#include <unistd.h>

namespace candor {

UniqueFd::~UniqueFd() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace candor
