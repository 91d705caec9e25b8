#include "file_pump.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace quarry {

FilePump::~FilePump() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void FilePump::open(const std::string &path, std::uint64_t offset, std::uint64_t count,
                    std::function<void(unsigned)> done) {
    net::post(loop_.server.readers, [self = shared_from_this(), path, offset, count, done = std::move(done)] {
        unsigned status = 0;
        struct stat about = {};
        // A FIFO must not hold the thread.
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0) {
            status = errno == ENOENT || errno == ENOTDIR ? 404 : 500;
        } else if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
            status = 500;
        } else {
            const auto size = static_cast<std::uint64_t>(about.st_size);
            if (offset > size || count > size - offset) status = 416;
        }
        self->descriptor_ = descriptor;
        self->offset_ = offset;
        self->left_ = count;
        if (status == 0)
            ::posix_fadvise(descriptor, static_cast<off_t>(offset), static_cast<off_t>(count),
                            POSIX_FADV_SEQUENTIAL);
        net::post(self->loop_.context, [done = std::move(done), status] { done(status); });
    });
}

void FilePump::read(std::function<void()> done) {
    is_reading = true;
    net::post(loop_.server.readers, [self = shared_from_this(), done = std::move(done)] {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece, self->left_));
        self->ahead.resize(wanted);
        std::size_t filled = 0;
        while (filled < wanted) {
            const ssize_t got = ::pread(self->descriptor_, self->ahead.data() + filled, wanted - filled,
                                        static_cast<off_t>(self->offset_ + filled));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            filled += static_cast<std::size_t>(got);
        }
        net::post(self->loop_.context, [self, done = std::move(done), filled, wanted] {
            self->is_reading = false;
            self->is_short = filled < wanted;
            self->offset_ += filled;
            self->left_ -= filled;
            done();
        });
    });
}

void FilePump::turn() {
    now.swap(ahead);
    ahead.clear();
}

}  // namespace quarry
