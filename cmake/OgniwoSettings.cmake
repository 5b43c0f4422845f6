# Compiler settings that every target of the project shares, through the interface target ogniwo_settings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Asserts stay on in every build type: a broken invariant must stop a voting system, not continue quietly.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")

add_library(ogniwo_settings INTERFACE)
target_include_directories(ogniwo_settings INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(ogniwo_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wformat=2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Under sanitizers g++ 12 reports paths that it inserted itself.
    target_compile_options(ogniwo_settings INTERFACE -Wduplicated-cond -Wlogical-op
        $<$<BOOL:${OGNIWO_SANITIZE}>:-Wno-null-dereference;-Wno-maybe-uninitialized;-Wno-mismatched-new-delete>)
endif()
if(OGNIWO_WERROR)
    target_compile_options(ogniwo_settings INTERFACE -Werror)
endif()

# Linking is the memory hog: one at a time on a small machine.
set_property(GLOBAL PROPERTY JOB_POOLS link_pool=1)
set(CMAKE_JOB_POOL_LINK link_pool)

find_program(OGNIWO_MOLD mold)
if(OGNIWO_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# ogniwo_library(name SOURCES... [LINK public libraries] [PRIVATE private libraries]):
# one directory, one static target, one namespace.
function(ogniwo_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ogniwo_settings ${ARG_LINK} PRIVATE ${ARG_PRIVATE})
endfunction()

# ogniwo_test(name LABEL label SOURCES... LINK libraries): one Boost.Test executable and its ctest entry.
function(ogniwo_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ogniwo_settings ogniwo_test_main ${ARG_LINK})
    add_test(NAME ${name} COMMAND ${name} --log_level=test_suite --random
        WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()
