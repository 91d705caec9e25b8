#include "quarry_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

struct quarry_metric {
    prometheus::Counter *counter = nullptr;
    prometheus::Gauge *gauge = nullptr;
    prometheus::Histogram *histogram = nullptr;
    std::mutex raise;  // one raise of a counter at a time
};

namespace {

struct Family {
    quarry_metric_kind_t kind;
    bool replaced;  // its series are set together, never handed out
    prometheus::Family<prometheus::Counter> *counters = nullptr;
    prometheus::Family<prometheus::Gauge> *gauges = nullptr;
    prometheus::Family<prometheus::Histogram> *histograms = nullptr;
    std::map<prometheus::Labels, std::unique_ptr<quarry_metric>> series;
};

// The text at `texts`, which then stands behind its NUL.
std::string next(const char *&texts) {
    std::string text(texts);
    texts += text.size() + 1;
    return text;
}

}  // namespace

struct quarry_metrics {
    prometheus::Registry registry;
    std::map<std::string, Family> families;
    mutable std::mutex mutex;

    // The family of this name; null if it is of another kind or use.
    Family *family(const quarry_metric_family_t &wanted, bool replaced) {
        const auto found = families.find(wanted.name);
        if (found != families.end()) {
            Family &known = found->second;
            return known.kind == wanted.kind && known.replaced == replaced ? &known : nullptr;
        }
        Family made{wanted.kind, replaced};
        switch (wanted.kind) {
            case QUARRY_COUNTER:
                made.counters =
                    &prometheus::BuildCounter().Name(wanted.name).Help(wanted.help).Register(registry);
                break;
            case QUARRY_GAUGE:
                made.gauges =
                    &prometheus::BuildGauge().Name(wanted.name).Help(wanted.help).Register(registry);
                break;
            case QUARRY_HISTOGRAM:
                made.histograms =
                    &prometheus::BuildHistogram().Name(wanted.name).Help(wanted.help).Register(registry);
                break;
        }
        return &families.emplace(wanted.name, std::move(made)).first->second;
    }

    quarry_metric *get(Family &in, const quarry_metric_family_t &wanted, prometheus::Labels labels) {
        auto found = in.series.find(labels);
        if (found == in.series.end() && in.series.size() >= wanted.max_series) {
            for (auto &label : labels) label.second = "other";
            found = in.series.find(labels);
        }
        if (found != in.series.end()) return found->second.get();
        auto made = std::make_unique<quarry_metric>();
        switch (in.kind) {
            case QUARRY_COUNTER:
                made->counter = &in.counters->Add(labels);
                break;
            case QUARRY_GAUGE:
                made->gauge = &in.gauges->Add(labels);
                break;
            case QUARRY_HISTOGRAM:
                made->histogram =
                    &in.histograms->Add(labels, prometheus::Histogram::BucketBoundaries(
                                                    wanted.bounds, wanted.bounds + wanted.bound_count));
                break;
        }
        return in.series.emplace(std::move(labels), std::move(made)).first->second.get();
    }
};

extern "C" quarry_metrics_t *quarry_metrics_create(void) {
    return new (std::nothrow) quarry_metrics;
}

extern "C" void quarry_metrics_free(quarry_metrics_t *metrics) {
    delete metrics;
}

extern "C" quarry_metric_t *quarry_metrics_get(quarry_metrics_t *metrics,
                                               const quarry_metric_family_t *family, const char *labels,
                                               size_t count) {
    try {
        prometheus::Labels wanted;
        for (size_t i = 0; i < count; i++) {
            std::string key = next(labels);
            wanted[std::move(key)] = next(labels);
        }
        const std::lock_guard<std::mutex> lock(metrics->mutex);
        Family *in = metrics->family(*family, false);
        return in == nullptr ? nullptr : metrics->get(*in, *family, std::move(wanted));
    } catch (const std::exception &) {
        return nullptr;
    }
}

extern "C" void quarry_metric_add(quarry_metric_t *metric, double value) {
    if (metric->counter != nullptr) metric->counter->Increment(value);
    if (metric->gauge != nullptr) metric->gauge->Increment(value);
    if (metric->histogram != nullptr) metric->histogram->Observe(value);
}

extern "C" void quarry_metric_set(quarry_metric_t *metric, double value) {
    if (metric->gauge != nullptr) metric->gauge->Set(value);
    if (metric->counter == nullptr) return;
    const std::lock_guard<std::mutex> lock(metric->raise);
    metric->counter->Increment(std::max(0.0, value - metric->counter->Value()));
}

extern "C" int quarry_metrics_replace(quarry_metrics_t *metrics, const quarry_metric_family_t *family,
                                      const char *keys, size_t key_count, const char *values,
                                      const double *numbers, size_t count) {
    try {
        const std::lock_guard<std::mutex> lock(metrics->mutex);
        Family *in = family->kind == QUARRY_GAUGE ? metrics->family(*family, true) : nullptr;
        if (in == nullptr) return 1;
        std::map<prometheus::Labels, double> wanted;
        for (size_t i = 0; i < count; i++) {
            prometheus::Labels labels;
            const char *key = keys;
            for (size_t j = 0; j < key_count; j++) {
                std::string name = next(key);
                labels[std::move(name)] = next(values);
            }
            if (wanted.size() >= family->max_series && wanted.find(labels) == wanted.end()) {
                for (auto &label : labels) label.second = "other";
            }
            wanted[labels] += numbers[i];
        }
        for (auto it = in->series.begin(); it != in->series.end();) {
            if (wanted.find(it->first) != wanted.end()) {
                ++it;
                continue;
            }
            in->gauges->Remove(it->second->gauge);
            it = in->series.erase(it);
        }
        for (const auto &[labels, number] : wanted) {
            quarry_metric_family_t unbounded = *family;
            unbounded.max_series = wanted.size() + in->series.size() + 1;
            metrics->get(*in, unbounded, labels)->gauge->Set(number);
        }
        return 0;
    } catch (const std::exception &) {
        return 1;
    }
}

extern "C" char *quarry_metrics_text(const quarry_metrics_t *metrics) {
    try {
        const std::lock_guard<std::mutex> lock(metrics->mutex);
        std::ostringstream out;
        prometheus::TextSerializer().Serialize(out, metrics->registry.Collect());
        const std::string text = out.str();
        char *copy = static_cast<char *>(std::malloc(text.size() + 1));
        if (copy != nullptr) std::memcpy(copy, text.c_str(), text.size() + 1);
        return copy;
    } catch (const std::exception &) {
        return nullptr;
    }
}

extern "C" void quarry_metrics_text_free(char *text) {
    std::free(text);
}
