// Loaded into the server with LD_PRELOAD. OGNIWO_FAULT is "kill N": the process dies in place of its N-th call
// that makes something durable; "eio N": that call and all later ones fail with EIO; "full N": from that call
// on nothing more fits on the disk.

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

enum class Fault { none, kill, eio, full };

struct Plan {
    Fault fault = Fault::none;
    long at = 0;
    Plan() {
        const char* text = std::getenv("OGNIWO_FAULT");
        if (text == nullptr) {
            return;
        }
        fault = *text == 'k' ? Fault::kill : *text == 'e' ? Fault::eio : Fault::full;
        at = std::strtol(std::strchr(text, ' '), nullptr, 10);
    }
};

const Plan& plan() {
    static const Plan made;
    return made;
}

std::atomic<long> calls{0};

// Whether the durable call that begins now must fail.
bool fails() {
    const bool reached = ++calls >= plan().at;
    if (reached && plan().fault == Fault::kill) {
        ::kill(::getpid(), SIGKILL);
        ::pause();
    }
    return reached && plan().fault == Fault::eio;
}

// The standard streams are not on the disk that is full.
bool is_full(int fd) {
    struct stat about {};
    return plan().fault == Fault::full && calls >= plan().at && fd > 2 && ::fstat(fd, &about) == 0 &&
           S_ISREG(about.st_mode);
}

template <class F> F* next(const char* name) { return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name)); }

template <class F, class... A> auto durable(const char* name, A... arguments) {
    if (fails()) {
        errno = EIO;
        return -1;
    }
    return next<F>(name)(arguments...);
}

} // namespace

extern "C" {
int fsync(int fd) { return durable<int(int)>("fsync", fd); }
int fdatasync(int fd) { return durable<int(int)>("fdatasync", fd); }
int rename(const char* from, const char* to) noexcept {
    return durable<int(const char*, const char*)>("rename", from, to);
}
int unlink(const char* path) noexcept {
    if (plan().fault == Fault::kill) {
        fails();
    }
    return next<int(const char*)>("unlink")(path);
}
ssize_t write(int fd, const void* bytes, size_t size) {
    if (is_full(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return next<ssize_t(int, const void*, size_t)>("write")(fd, bytes, size);
}
}
