#include "quarry_pages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// A new file under Pages needs a line in both lists; a test compares them with the folder.

static const uint8_t api_js[] = {
#embed "../../../Interface/RPC/Pages/api.js"
};
static const uint8_t app_css[] = {
#embed "../../../Interface/RPC/Pages/app.css"
};
static const uint8_t dom_js[] = {
#embed "../../../Interface/RPC/Pages/dom.js"
};
static const uint8_t failures_js[] = {
#embed "../../../Interface/RPC/Pages/failures.js"
};
static const uint8_t favicon_svg[] = {
#embed "../../../Interface/RPC/Pages/favicon.svg"
};
static const uint8_t format_js[] = {
#embed "../../../Interface/RPC/Pages/format.js"
};
static const uint8_t index_html[] = {
#embed "../../../Interface/RPC/Pages/index.html"
};
static const uint8_t jobs_js[] = {
#embed "../../../Interface/RPC/Pages/jobs.js"
};
static const uint8_t live_js[] = {
#embed "../../../Interface/RPC/Pages/live.js"
};
static const uint8_t main_js[] = {
#embed "../../../Interface/RPC/Pages/main.js"
};
static const uint8_t overview_js[] = {
#embed "../../../Interface/RPC/Pages/overview.js"
};
static const uint8_t parts_js[] = {
#embed "../../../Interface/RPC/Pages/parts.js"
};
static const uint8_t plot_js[] = {
#embed "../../../Interface/RPC/Pages/plot.js"
};
static const uint8_t sector_js[] = {
#embed "../../../Interface/RPC/Pages/sector.js"
};
static const uint8_t sectors_js[] = {
#embed "../../../Interface/RPC/Pages/sectors.js"
};
static const uint8_t storage_js[] = {
#embed "../../../Interface/RPC/Pages/storage.js"
};
static const uint8_t store_js[] = {
#embed "../../../Interface/RPC/Pages/store.js"
};
static const uint8_t workers_js[] = {
#embed "../../../Interface/RPC/Pages/workers.js"
};

static const quarry_page_t pages[] = {
    {"api.js", api_js, sizeof api_js},
    {"app.css", app_css, sizeof app_css},
    {"dom.js", dom_js, sizeof dom_js},
    {"failures.js", failures_js, sizeof failures_js},
    {"favicon.svg", favicon_svg, sizeof favicon_svg},
    {"format.js", format_js, sizeof format_js},
    {"index.html", index_html, sizeof index_html},
    {"jobs.js", jobs_js, sizeof jobs_js},
    {"live.js", live_js, sizeof live_js},
    {"main.js", main_js, sizeof main_js},
    {"overview.js", overview_js, sizeof overview_js},
    {"parts.js", parts_js, sizeof parts_js},
    {"plot.js", plot_js, sizeof plot_js},
    {"sector.js", sector_js, sizeof sector_js},
    {"sectors.js", sectors_js, sizeof sectors_js},
    {"storage.js", storage_js, sizeof storage_js},
    {"store.js", store_js, sizeof store_js},
    {"workers.js", workers_js, sizeof workers_js},
};

size_t quarry_page_count(void) {
    return sizeof pages / sizeof *pages;
}

const quarry_page_t *quarry_page(size_t index) {
    return index < quarry_page_count() ? &pages[index] : NULL;
}
