#ifndef CANDOR_CLI_DRAFTS_DRAFT_BOX_H_
#define CANDOR_CLI_DRAFTS_DRAFT_BOX_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/crypto/secret_bytes.h"

namespace candor::cli {

// Drafts in a folder of this user's, each sealed in a file of its own (README.md says how). Nothing is made before the
// first Put(). Several processes may use one box: a draft is replaced whole, the last one wins. Errors are those of
// local files and name the file. Thread-compatible.
class DraftBox {
 public:
  struct Draft {
    std::string id;                      // 32 hex digits, the file's name
    std::optional<std::string> content;  // absent: the key of this machine does not open it
  };

  // `folder` is for this user's own things; the box makes "drafts" and "drafts.key" in it.
  explicit DraftBox(std::string folder);

  // In order of id.
  absl::StatusOr<std::vector<Draft>> ReadAll();
  // Durably puts `content` in place of what the draft had.
  absl::Status Put(std::string_view id, std::string_view content);
  // A draft that is not there is removed already.
  absl::Status Remove(std::string_view id);

  static std::string NewId();

 private:
  // `make`: whether to make a key where there is none. NOT_FOUND when there is none and none is to be made.
  absl::StatusOr<crypto::Key> GetKey(bool make) const;
  std::string PathOf(std::string_view id) const;
  absl::StatusOr<Draft> Read(const std::string& id, const std::optional<crypto::Key>& key) const;

  const std::string folder_;
  const std::string drafts_;
  const std::string key_file_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_DRAFTS_DRAFT_BOX_H_
