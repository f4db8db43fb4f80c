# For the one library of the runner's that is built from C (StaticOpenSslLinking) when it is published for another
# architecture: CMake takes this file from CMAKE_TOOLCHAIN_FILE, and from our own variables where the target's
# libraries are and what GNU calls the target. NativeAOT itself is told by -r and SysRoot.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSROOT "$ENV{STAPFARM_SYSROOT}")
set(CMAKE_C_COMPILER_TARGET "$ENV{STAPFARM_TARGET}")
# Tries must link: what OpenSSL has is asked that way. The linker of this machine's gcc knows its own machine alone.
set(CMAKE_EXE_LINKER_FLAGS_INIT -fuse-ld=lld)
set(CMAKE_AR llvm-ar CACHE FILEPATH "")
set(CMAKE_RANLIB llvm-ranlib CACHE FILEPATH "")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
