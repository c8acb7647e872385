#if !__has_include(<zlib.h>)
#error "zlib is missing: apt-get install zlib1g-dev (Debian, Ubuntu) or brew install zlib (macOS)"
#endif
#include <zlib.h>
