// Debian ships spdlog as a shared library over its own fmt.
#define SPDLOG_COMPILED_LIB
#define SPDLOG_SHARED_LIB
#define SPDLOG_FMT_EXTERNAL
#include "quarry_logging.h"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr size_t queued_lines = 8192;
// Different messages that are counted at a time; past it, counting starts over.
constexpr size_t counted_messages = 4096;

char *copy(std::string_view text) {
    char *out = static_cast<char *>(std::malloc(text.size() + 1));
    if (out == nullptr) return nullptr;
    std::memcpy(out, text.data(), text.size());
    out[text.size()] = '\0';
    return out;
}

// Appends a text with control characters escaped; for JSON quotes and backslashes too.
void escape(std::string &out, std::string_view text, bool json) {
    static const char digits[] = "0123456789abcdef";
    for (const char c : text) {
        const unsigned char byte = static_cast<unsigned char>(c);
        if (json && (c == '"' || c == '\\')) {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
}

void field(std::string &out, std::string_view key, std::string_view value) {
    if (!out.empty()) out += ',';
    out += '"';
    escape(out, key, true);
    out += "\":\"";
    escape(out, value, true);
    out += '"';
}

// What is known of one message, or of one label, in its window.
struct Tally {
    Time start;
    uint32_t seen = 0;
    uint64_t held = 0;
    std::string level, label, message;
};

// Logs that are open when the process exits are finished then: its last lines are often the ones that matter.
struct OpenLogs {
    std::mutex mutex;
    std::set<quarry_log_t *> logs;
};

OpenLogs &open_logs() {
    // Never destroyed, since threads may write until the very end.
    static OpenLogs *const open = new OpenLogs;
    return *open;
}

void finish_all() {
    OpenLogs &open = open_logs();
    const std::lock_guard<std::mutex> lock(open.mutex);
    for (quarry_log_t *log : open.logs) quarry_log_finish(log);
}

void remember(quarry_log_t *log) {
    static const int registered = std::atexit(finish_all);
    (void)registered;
    OpenLogs &open = open_logs();
    const std::lock_guard<std::mutex> lock(open.mutex);
    open.logs.insert(log);
}

}  // namespace

struct quarry_log {
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
    quarry_log_options_t options;
    std::mutex mutex;
    std::unordered_map<std::string, Tally> messages, labels;
    uint64_t dropped = 0;
    Time swept = std::chrono::steady_clock::now();

    void write(std::string_view level, std::string_view label, std::string_view message, const char *facts,
               size_t count) {
        std::string line;
        const auto next = [&facts] {
            const std::string_view text(facts);
            facts += text.size() + 1;
            return text;
        };
        if (options.json) {
            field(line, "level", level);
            field(line, "label", label);
            field(line, "message", message);
            for (size_t i = 0; i < count; i++) {
                const std::string_view key = next();
                field(line, key, next());
            }
        } else {
            line += level;
            line.append(level.size() < 8 ? 8 - level.size() : 0, ' ');
            line += ' ';
            escape(line, label, false);
            line += ": ";
            escape(line, message, false);
            for (size_t i = 0; i < count; i++) {
                line += ' ';
                escape(line, next(), false);
                line += '=';
                escape(line, next(), false);
            }
        }
        logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    }

    bool over(const Tally &tally, Time now) const {
        return std::chrono::duration<double>(now - tally.start).count() >= options.window;
    }

    // Says how many lines a tally held back.
    void tell(const Tally &tally) {
        if (tally.held == 0) return;
        std::string facts("repeated\0", 9);
        facts += std::to_string(tally.held);
        write(tally.level, tally.label, tally.message, facts.c_str(), 1);
    }

    void sweep(std::unordered_map<std::string, Tally> &tallies, Time now, bool all) {
        for (auto it = tallies.begin(); it != tallies.end();) {
            if (!all && !over(it->second, now)) {
                ++it;
                continue;
            }
            tell(it->second);
            it = tallies.erase(it);
        }
    }

    // Whether the line may be written: counts it against its message and its label.
    bool admit(const char *level, const char *label, const char *message) {
        const Time now = std::chrono::steady_clock::now();
        if (std::chrono::duration<double>(now - swept).count() >= options.window / 4) {
            sweep(messages, now, messages.size() > counted_messages);
            sweep(labels, now, labels.size() > counted_messages);
            swept = now;
        }
        const auto count = [&](std::unordered_map<std::string, Tally> &tallies, std::string key,
                               uint32_t limit, std::string text) {
            if (tallies.size() >= counted_messages && tallies.find(key) == tallies.end()) return true;
            Tally &tally = tallies[key];
            if (tally.seen == 0) {
                tally.start = now;
                tally.level = level;
                tally.label = label;
                tally.message = std::move(text);
            }
            tally.seen++;
            if (tally.seen <= limit) return true;
            tally.held++;
            return false;
        };
        std::string key = std::string(level) + '\x1f' + label + '\x1f' + message;
        return count(messages, std::move(key), options.alike, message) &&
               count(labels, label, options.of_a_label, "more lines than are written at this rate");
    }
};

extern "C" int quarry_log_open(quarry_log_t **log, char **message, const quarry_log_options_t *options) {
    *log = nullptr;
    *message = nullptr;
    try {
        spdlog::sink_ptr sink;
        if (options->file != nullptr) {
            sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(options->file, options->max_bytes,
                                                                          options->max_files);
        } else {
            sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        }
        auto opened = std::make_unique<quarry_log>();
        opened->options = *options;
        opened->options.file = nullptr;
        opened->pool = std::make_shared<spdlog::details::thread_pool>(queued_lines, 1);
        opened->logger = std::make_shared<spdlog::async_logger>(
            "quarry", sink, opened->pool, spdlog::async_overflow_policy::overrun_oldest);
        // Set on the logger, which hands it to its sinks.
        opened->logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
            options->json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %v",
            spdlog::pattern_time_type::utc));
        opened->logger->flush_on(spdlog::level::trace);
        remember(opened.get());
        *log = opened.release();
        return 0;
    } catch (const std::exception &error) {
        *message = copy(error.what());
        return 1;
    }
}

extern "C" void quarry_log_write(quarry_log_t *log, const char *level, const char *label, const char *message,
                                 const char *facts, size_t count) {
    try {
        const std::lock_guard<std::mutex> lock(log->mutex);
        if (log->logger != nullptr && log->admit(level, label, message))
            log->write(level, label, message, facts, count);
    } catch (const std::exception &) {
        // Out of memory: the line is lost, the caller goes on.
    }
}

extern "C" uint64_t quarry_log_dropped(quarry_log_t *log) {
    const std::lock_guard<std::mutex> lock(log->mutex);
    if (log->pool != nullptr) log->dropped = log->pool->overrun_counter();
    return log->dropped;
}

extern "C" void quarry_log_finish(quarry_log_t *log) {
    const std::lock_guard<std::mutex> lock(log->mutex);
    if (log->logger == nullptr) return;
    try {
        log->sweep(log->messages, {}, true);
        log->sweep(log->labels, {}, true);
    } catch (const std::exception &) {
        // Out of memory: counts are lost.
    }
    // The pool's end waits until its queue is empty.
    log->logger.reset();
    log->pool.reset();
}

extern "C" void quarry_log_close(quarry_log_t *log) {
    if (log == nullptr) return;
    {
        OpenLogs &open = open_logs();
        const std::lock_guard<std::mutex> lock(open.mutex);
        open.logs.erase(log);
    }
    quarry_log_finish(log);
    delete log;
}

extern "C" void quarry_log_free(char *text) {
    std::free(text);
}
