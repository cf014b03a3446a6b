#ifndef CANDOR_DAEMON_STORE_SCRATCH_FOLDER_H_
#define CANDOR_DAEMON_STORE_SCRATCH_FOLDER_H_

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace candor::store {

// A new folder that only its owner can enter, gone with all that lies in it when this goes.
class ScratchFolder final {
 public:
  // In the folder `in`; `name` begins what it is called. nullptr when it cannot be made, and errno says why.
  static std::unique_ptr<ScratchFolder> Make(const std::filesystem::path& in, std::string_view name);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path);

  const std::string path_;
};

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_SCRATCH_FOLDER_H_
