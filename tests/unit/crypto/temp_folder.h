#ifndef CANDOR_TESTS_UNIT_CRYPTO_TEMP_FOLDER_H_
#define CANDOR_TESTS_UNIT_CRYPTO_TEMP_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace candor::crypto {

// A folder of its own for one test; gone with it.
class TempFolder final {
 public:
  TempFolder() : path_(testing::TempDir() + "candor-crypto-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no temporary folder at " << path_;
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
}

}  // namespace candor::crypto

#endif  // CANDOR_TESTS_UNIT_CRYPTO_TEMP_FOLDER_H_
