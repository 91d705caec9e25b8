#include "quarry_command_line.h"

#include <algorithm>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

constexpr std::size_t help_width = 100;

/// The words of `text` on lines of at most `help_width` columns, from column `indent` on.
std::string wrapped(const std::string &text, std::size_t indent) {
    std::string out;
    std::size_t column = indent;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (column != indent && column + 1 + word.size() > help_width) {
            out += "\n" + std::string(indent, ' ');
            column = indent;
        }
        if (column != indent) {
            out += ' ';
            column += 1;
        }
        out += word;
        column += word.size();
    }
    return out;
}

std::string entry(const std::string &name, const std::string &text, std::size_t indent) {
    std::string out = "  " + name;
    if (text.empty()) return out + "\n";
    if (out.size() + 1 > indent) {
        out += "\n" + std::string(indent, ' ');
    } else {
        out.resize(indent, ' ');
    }
    return out + wrapped(text, indent) + "\n";
}

/// CLI11's layout with wrapped descriptions.
class WrappingFormatter : public CLI::Formatter {
   public:
    std::string make_option(const CLI::Option *option, bool is_positional) const override {
        std::string name = make_option_name(option, is_positional);
        if (!is_positional) name += make_option_opts(option);
        return entry(name, make_option_desc(option), column_width_);
    }

    std::string make_subcommand(const CLI::App *sub) const override {
        return entry(sub->get_name(), sub->get_description(), column_width_);
    }

    std::string make_description(const CLI::App *app) const override {
        return wrapped(app->get_description(), 0) + "\n\n";
    }

    std::string make_footer(const CLI::App *app) const override {
        std::string out;
        for (const std::string &paragraph : CLI::detail::split(app->get_footer(), '\n')) {
            out += wrapped(paragraph, 0) + "\n";
        }
        return out;
    }
};

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
std::size_t distance(const std::string &a, const std::string &b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); i++) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); j++) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); i++) {
        for (std::size_t j = 1; j <= b.size(); j++) {
            const std::size_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

/// " (did you mean X?)" for the nearest of `known`, or nothing if none is near.
std::string suggestion(const std::string &given, const std::vector<std::string> &known) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, given.size() / 3) + 1;
    for (const std::string &name : known) {
        const std::size_t d = name.rfind(given, 0) == 0 && given.size() > 2 ? 1 : distance(given, name);
        if (d < least) {
            least = d;
            best = name;
        }
    }
    return best.empty() ? "" : " (did you mean " + best + "?)";
}

/// The command of this name under `app`; null if there is none.
CLI::App *child(CLI::App *app, const std::string &name) {
    const auto named = app->get_subcommands([&name](CLI::App *sub) { return sub->get_name() == name; });
    return named.empty() ? nullptr : named.front();
}

struct Command {
    CLI::App *app;
    std::vector<CLI::Option *> arguments;
};

}  // namespace

struct quarry_cli {
    CLI::App root;
    std::vector<Command> commands;
    std::string text;

    CLI::App *find(const char *const *words, std::size_t count) {
        CLI::App *app = &root;
        for (std::size_t i = 0; i < count; i++) {
            CLI::App *next = child(app, words[i]);
            if (next == nullptr) {
                next = app->add_subcommand(words[i]);
                next->group("Commands");
                app->require_subcommand(1);
            }
            app = next;
        }
        return app;
    }

    int number(const CLI::App *app) const {
        for (std::size_t i = 0; i < commands.size(); i++) {
            if (commands[i].app == app) return static_cast<int>(i);
        }
        return -1;
    }

    /// A word in place of a command that is none: what to say of it; empty if all words are commands.
    std::string unknown_word(const std::vector<std::string> &arguments) {
        CLI::App *app = &root;
        std::string path = root.get_name();
        for (const std::string &word : arguments) {
            if (number(app) >= 0 || word.rfind("-", 0) == 0) return "";
            CLI::App *next = child(app, word);
            if (next == nullptr) {
                std::vector<std::string> known;
                for (const CLI::App *sub : app->get_subcommands([](CLI::App *) { return true; })) {
                    if (!sub->get_group().empty()) known.push_back(sub->get_name());
                }
                return path + " has no command '" + word + "'" + suggestion(word, known);
            }
            app = next;
            path += " " + word;
        }
        return "";
    }

    std::string unexpected(CLI::App *app) {
        const std::vector<std::string> extras = root.remaining(true);
        if (extras.empty()) return "an argument was not expected";
        const auto option = std::find_if(extras.begin(), extras.end(),
                                         [](const std::string &word) { return word.rfind("-", 0) == 0; });
        if (option == extras.end()) return "'" + extras.front() + "' was not expected";
        std::vector<std::string> known;
        for (const CLI::Option *each : app->get_options()) {
            for (const std::string &name : each->get_lnames()) known.push_back("--" + name);
        }
        const std::string name = option->substr(0, option->find('='));
        return "unknown option '" + name + "'" + suggestion(name, known);
    }
};

namespace {

CLI::App *innermost(CLI::App *app) {
    while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
    return app;
}

std::string help_of(const CLI::App *app) {
    std::string name;
    for (const CLI::App *each = app; each != nullptr; each = each->get_parent()) {
        name = each->get_name() + (name.empty() ? "" : " " + name);
    }
    std::string text = app->get_formatter()->make_help(app, name, CLI::AppFormatMode::Normal);
    while (text.find("\n\n\n") != std::string::npos) text.erase(text.find("\n\n\n"), 1);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text + "\n";
}

}  // namespace

extern "C" quarry_cli_t *quarry_cli_create(const char *name, const char *summary, const char *footer) {
    auto *cli = new (std::nothrow) quarry_cli;
    if (cli == nullptr) return nullptr;
    cli->root.name(name);
    cli->root.description(summary);
    cli->root.footer(footer);
    auto formatter = std::make_shared<WrappingFormatter>();
    formatter->column_width(32);
    formatter->label("Positionals", "Arguments");
    formatter->label("SUBCOMMAND", "COMMAND");
    cli->root.formatter(formatter);
    cli->root.set_help_flag("-h,--help", "Print this help");
    cli->root.option_defaults()->group("Options");
    return cli;
}

extern "C" void quarry_cli_destroy(quarry_cli_t *cli) {
    delete cli;
}

extern "C" int quarry_cli_add_command(quarry_cli_t *cli, const char *const *words, size_t count,
                                      const char *summary, const char *footer, bool hidden) {
    CLI::App *app = cli->find(words, count);
    app->description(summary);
    app->footer(footer);
    if (hidden) {
        app->group("");
        if (app->get_parent() != &cli->root) app->get_parent()->group("");
    }
    cli->commands.push_back({app, {}});
    return static_cast<int>(cli->commands.size()) - 1;
}

extern "C" void quarry_cli_describe_group(quarry_cli_t *cli, const char *const *words, size_t count,
                                          const char *summary) {
    cli->find(words, count)->description(summary);
}

extern "C" int quarry_cli_add_argument(quarry_cli_t *cli, int command,
                                       const quarry_cli_argument_t *argument) {
    Command &owner = cli->commands[static_cast<std::size_t>(command)];
    CLI::Option *option;
    if (argument->kind == QUARRY_CLI_FLAG) {
        option = owner.app->add_flag(argument->name, argument->help);
    } else {
        option = owner.app->add_option(
            argument->name, [](const CLI::results_t &) { return true; }, argument->help);
        if (argument->value_name != nullptr) option->type_name(argument->value_name);
    }
    if (argument->kind == QUARRY_CLI_LIST) {
        option->expected(1, CLI::detail::expected_max_vector_size);
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        option->allow_extra_args(option->get_positional());
    }
    option->required(argument->required);
    if (argument->environment != nullptr) option->envname(argument->environment);
    if (argument->section != nullptr) option->group(argument->section);
    owner.arguments.push_back(option);
    return static_cast<int>(owner.arguments.size()) - 1;
}

extern "C" quarry_cli_result_t quarry_cli_parse(quarry_cli_t *cli, const char *const *arguments,
                                                size_t count) {
    std::vector<std::string> words(arguments, arguments + count);
    cli->text = cli->unknown_word(words);
    if (!cli->text.empty()) return QUARRY_CLI_ERROR;
    std::reverse(words.begin(), words.end());
    try {
        cli->root.parse(words);
    } catch (const CLI::CallForHelp &) {
        cli->text = help_of(innermost(&cli->root));
        return QUARRY_CLI_HELP;
    } catch (const CLI::ExtrasError &) {
        cli->text = cli->unexpected(innermost(&cli->root));
        return QUARRY_CLI_ERROR;
    } catch (const CLI::Error &error) {
        CLI::App *app = innermost(&cli->root);
        const bool group = cli->number(app) < 0;
        cli->text = group ? help_of(app) : error.what();
        return group ? QUARRY_CLI_INCOMPLETE : QUARRY_CLI_ERROR;
    } catch (const std::exception &error) {
        cli->text = error.what();
        return QUARRY_CLI_ERROR;
    }
    if (cli->number(innermost(&cli->root)) >= 0) return QUARRY_CLI_RUN;
    cli->text = help_of(&cli->root);
    return QUARRY_CLI_INCOMPLETE;
}

extern "C" int quarry_cli_command(const quarry_cli_t *cli) {
    return cli->number(innermost(const_cast<CLI::App *>(&cli->root)));
}

extern "C" size_t quarry_cli_value_count(const quarry_cli_t *cli, int command, int argument) {
    return cli->commands[static_cast<std::size_t>(command)]
        .arguments[static_cast<std::size_t>(argument)]
        ->results()
        .size();
}

extern "C" const char *quarry_cli_value(const quarry_cli_t *cli, int command, int argument, size_t index) {
    const CLI::Option *option =
        cli->commands[static_cast<std::size_t>(command)].arguments[static_cast<std::size_t>(argument)];
    return option->results()[index].c_str();
}

extern "C" const char *quarry_cli_text(const quarry_cli_t *cli) {
    return cli->text.c_str();
}

extern "C" const char *quarry_cli_help(quarry_cli_t *cli, int command) {
    cli->text = help_of(command < 0 ? &cli->root : cli->commands[static_cast<std::size_t>(command)].app);
    return cli->text.c_str();
}
