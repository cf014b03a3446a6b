#ifndef CANDOR_TESTS_SUPPORT_TEMP_FOLDER_H_
#define CANDOR_TESTS_SUPPORT_TEMP_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace candor {

// Makes a new folder, whose name begins so. Whoever asks for it removes it.
inline std::string MakeTempFolder(const std::string& name) {
  std::string path = (std::filesystem::temp_directory_path() / (name + "-XXXXXX")).string();
  if (::mkdtemp(path.data()) == nullptr) ADD_FAILURE() << "no temporary folder at " << path;
  return path;
}

}  // namespace candor

#endif  // CANDOR_TESTS_SUPPORT_TEMP_FOLDER_H_
