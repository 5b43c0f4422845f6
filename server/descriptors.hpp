#pragma once
// Room for files beside the connections: a database that cannot open a file fails, and that ends
// the server.

#include <cstdint>

namespace ogniwo::server {

/// Raises the process's limit of file descriptors, as far as it may, to what `wanted` connections
/// need, and 512 for the database, downloads, logs and mail. Returns the connections for which
/// there is room: at most `wanted`; 0 when the hard limit leaves none.
std::uint32_t make_room_for(std::uint32_t wanted);

} // namespace ogniwo::server
