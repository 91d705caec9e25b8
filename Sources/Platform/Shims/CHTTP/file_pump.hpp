/// A range of a file on its way out, read one piece ahead on threads that may wait for the disk.
#pragma once

#include "config.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server.hpp"

namespace quarry {

class FilePump : public std::enable_shared_from_this<FilePump> {
   public:
    static constexpr std::size_t piece = 256 * 1024;

    explicit FilePump(Loop &loop) : loop_(loop) {}
    ~FilePump();
    FilePump(const FilePump &) = delete;
    FilePump &operator=(const FilePump &) = delete;

    /// Opens and checks; then `done` with 0, or the status that says why not, on the loop's thread.
    void open(const std::string &path, std::uint64_t offset, std::uint64_t count,
              std::function<void(unsigned)> done);
    /// Reads the next piece into `ahead`, then `done` on the loop's thread.
    void read(std::function<void()> done);
    /// Makes the piece that was read the one to be written.
    void turn();
    /// Bytes that nobody has asked the disk for yet.
    std::uint64_t left() const { return left_; }

    std::vector<char> now, ahead;
    bool is_reading = false;  // a read is under way
    bool is_starved = false;  // the client waits for the disk
    bool is_short = false;    // the file ended before its time, or the disk failed

   private:
    Loop &loop_;
    int descriptor_ = -1;
    std::uint64_t offset_ = 0, left_ = 0;
};

}  // namespace quarry
