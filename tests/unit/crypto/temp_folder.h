#ifndef CANDOR_TESTS_UNIT_CRYPTO_TEMP_FOLDER_H_
#define CANDOR_TESTS_UNIT_CRYPTO_TEMP_FOLDER_H_

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/temp_folder.h"

namespace candor::crypto {

// A folder of its own for one test; gone with it.
class TempFolder final {
 public:
  TempFolder() : path_(MakeTempFolder("candor-crypto")) {}
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
