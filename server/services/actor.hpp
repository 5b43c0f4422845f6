#pragma once

#include <string>

namespace ogniwo::services {

/// The person who acts: their mandate and organisation.
struct Actor {
    std::string mandate;
    std::string organisation;
};

} // namespace ogniwo::services
