#pragma once
// What serve and demo share: signals, the log, the application from start to stop.

#include "server/app.hpp"

namespace ogniwo::cli {

/// Blocks SIGTERM and SIGINT in this thread and those it starts, for Application::wait_for_signal. First of all.
void take_signals();

/// No core dumps, nothing readable by other processes of the user, and no file that others may read: keys are in
/// memory, and addresses of people on the disk.
void protect_process();

} // namespace ogniwo::cli
