#include "quarry_toml.h"

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>

#include <toml++/toml.h>

namespace {

char *copy(std::string_view text) {
    char *out = static_cast<char *>(std::malloc(text.size() + 1));
    if (out == nullptr) return nullptr;
    std::memcpy(out, text.data(), text.size());
    out[text.size()] = '\0';
    return out;
}

}  // namespace

extern "C" int quarry_toml_to_json(char **json, char **message, unsigned *line, unsigned *column,
                                   const char *text, size_t length) {
    *json = nullptr;
    *message = nullptr;
    *line = 0;
    *column = 0;
    try {
        const toml::table table = toml::parse(std::string_view(text, length));
        std::ostringstream out;
        out << toml::json_formatter{
            table, toml::format_flags::quote_dates_and_times | toml::format_flags::quote_infinities_and_nans};
        *json = copy(out.str());
        if (*json != nullptr) return 0;
        *message = copy("out of memory");
    } catch (const toml::parse_error &error) {
        *message = copy(error.description());
        *line = error.source().begin.line;
        *column = error.source().begin.column;
    } catch (const std::exception &error) {
        *message = copy(error.what());
    }
    return 1;
}

extern "C" void quarry_toml_free(char *text) {
    std::free(text);
}
