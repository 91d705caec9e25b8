/**
 * @file quarry_metrics.h
 * Counters, gauges and histograms in Prometheus' text format: prometheus-cpp behind C functions. All may be
 * called from any thread.
 */
#ifndef QUARRY_METRICS_H
#define QUARRY_METRICS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quarry_metrics quarry_metrics_t;
typedef struct quarry_metric quarry_metric_t;

typedef enum { QUARRY_COUNTER, QUARRY_GAUGE, QUARRY_HISTOGRAM } quarry_metric_kind_t;

/** What all series of one name share. */
typedef struct {
    quarry_metric_kind_t kind;
    const char *name;
    const char *help;
    const double *bounds; /**< of a histogram's buckets, rising */
    size_t bound_count;
    size_t max_series; /**< series past it are counted under the label values "other" */
} quarry_metric_family_t;

/** NULL: out of memory. */
quarry_metrics_t *quarry_metrics_create(void);
/** Frees it with all its metrics. NULL is ignored. */
void quarry_metrics_free(quarry_metrics_t *metrics);

/**
 * The series of a family with `count` labels (key, NUL, value, NUL each), made at its first use; it lives
 * as long as `metrics`. NULL: a name or a
 * label's name is not one of Prometheus', or the family is of another kind.
 */
quarry_metric_t *quarry_metrics_get(quarry_metrics_t *metrics, const quarry_metric_family_t *family,
                                    const char *labels, size_t count);

/** Adds to a counter (not less than 0) or a gauge; one observation of a histogram. */
void quarry_metric_add(quarry_metric_t *metric, double value);
/** Sets a gauge; raises a counter to `value` if it is below. Nothing for a histogram. */
void quarry_metric_set(quarry_metric_t *metric, double value);

/**
 * Replaces all series of a family of gauges, made by this function alone: `count` series, each with
 * the same `keys` (`key_count` texts with NUL after each); `values` holds the labels of series 0, of series
 * 1, and so on, with NUL after each text. Returns 0, or 1 as quarry_metrics_get's NULL.
 */
int quarry_metrics_replace(quarry_metrics_t *metrics, const quarry_metric_family_t *family, const char *keys,
                           size_t key_count, const char *values, const double *numbers, size_t count);

/** All metrics as text, NUL-terminated, freed with quarry_metrics_text_free; NULL: out of memory. */
char *quarry_metrics_text(const quarry_metrics_t *metrics);
void quarry_metrics_text_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
