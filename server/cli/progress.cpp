#include "server/cli/progress.hpp"

#include <cstdio>
#include <string>

#include <unistd.h>

namespace ogniwo::cli {

ProgressBar::ProgressBar(const char* unit, double per_unit)
    : terminal_(::isatty(STDERR_FILENO) == 1), unit_(unit), per_unit_(per_unit) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        std::fputs("\r\033[K", stderr);
    }
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
    if (!terminal_ || total == 0) {
        return;
    }
    drawn_ = true;
    constexpr std::size_t width = 32;
    const double share = static_cast<double>(done) / static_cast<double>(total);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
    std::string bar;
    for (std::size_t i = 0; i < width; ++i) {
        bar += i < filled ? "█" : "░";
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    const double left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
    std::fprintf(stderr, "\r%s %3.0f %%  %.1f %s  %.0f s left\033[K", bar.c_str(), share * 100,
                 rate / per_unit_, unit_, left);
}

} // namespace ogniwo::cli
