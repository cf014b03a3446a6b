#include "daemon/store/scratch_folder.h"

#include <cstdlib>
#include <system_error>
#include <utility>

namespace candor::store {

std::unique_ptr<ScratchFolder> ScratchFolder::Make(const std::filesystem::path& in, std::string_view name) {
  std::string path = (in / (std::string(name) + "-XXXXXX")).string();
  if (mkdtemp(path.data()) == nullptr) return nullptr;
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(std::move(path)));
}

ScratchFolder::ScratchFolder(std::string path) : path_(std::move(path)) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace candor::store
