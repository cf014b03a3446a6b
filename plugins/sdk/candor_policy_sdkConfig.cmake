# The package candor_policy_sdk: targets candor::policy_abi (C11) and candor::policy_sdk (C++20, header-only), and the
# function that makes a policy of them.
include("${CMAKE_CURRENT_LIST_DIR}/candor_policy_sdkTargets.cmake")

# candor_plugin(NAME gift_talk SOURCES gift_talk.cc [DEPS candor::policy_sdk …])
#
# A policy as a shared object NAME.so that exports the entry struct `candor_policy_plugin` and nothing else, and that
# has every symbol it needs.
set(_candor_plugin_map "${CMAKE_CURRENT_LIST_DIR}/plugin.map")
function(candor_plugin)
  cmake_parse_arguments(PLUGIN "" "NAME" "SOURCES;DEPS" ${ARGN})
  add_library(${PLUGIN_NAME} MODULE ${PLUGIN_SOURCES})
  target_link_libraries(${PLUGIN_NAME} PRIVATE candor::policy_sdk ${PLUGIN_DEPS})
  target_link_options(${PLUGIN_NAME} PRIVATE "-Wl,--version-script=${_candor_plugin_map}" "-Wl,-z,defs")
  set_target_properties(${PLUGIN_NAME} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()
