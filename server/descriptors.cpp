#include "server/descriptors.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace ogniwo::server {
namespace {
constexpr rlim_t others = 512;
} // namespace

std::uint32_t make_room_for(std::uint32_t wanted) {
    const rlim_t needed = wanted + others;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            return 0;
        }
    }
    const rlim_t room = limit.rlim_cur > others ? limit.rlim_cur - others : 0;
    return static_cast<std::uint32_t>(std::min<rlim_t>(wanted, room));
}

} // namespace ogniwo::server
