# SPDX-License-Identifier: Apache-2.0
#
# In place of Zephyr: what a module's CMakeLists.txt calls, for this machine's compiler. What all of an image is compiled
# with is zephyr_interface's, as there; include/zephyr/net/socket.h gives this machine's sockets Zephyr's names.

add_library(zephyr_interface INTERFACE)
target_include_directories(zephyr_interface INTERFACE "${TREE}/tests/system/rtos/include")
add_library(mbedTLS ALIAS mbedtls)

function(zephyr_include_directories)
    target_include_directories(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_compile_definitions)
    target_compile_definitions(zephyr_interface INTERFACE ${ARGN})
endfunction()

macro(zephyr_library_named name)
    set(ZEPHYR_CURRENT_LIBRARY ${name})
    add_library(${name} STATIC "")
    target_link_libraries(${name} PUBLIC zephyr_interface)
endmacro()

function(zephyr_library_sources)
    target_sources(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_include_directories)
    target_include_directories(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_compile_definitions)
    target_compile_definitions(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_link_libraries)
    target_link_libraries(${ZEPHYR_CURRENT_LIBRARY} PUBLIC ${ARGN})
endfunction()

add_subdirectory("${TREE}/port/zephyr" module)
