/** @file members.h  Are all points of a file in their group? Private. */
#ifndef QR_CURVE_MEMBERS_H
#define QR_CURVE_MEMBERS_H

#include "quarry_curve.h"

/**
 * *first_bad = index of the first of `count` < 2^32 uncompressed encodings (96 bytes each, 192 if g2) that is
 * not one of a point of order r, infinity and flags counted as bad; UINT64_MAX if there is none. Counts the
 * points with qr_job_advance.
 *
 * A large file is checked by sums: each point, on the curve, is added to random ones of some thousand sums,
 * several times, and the sums are checked. What is not of order r goes unseen with probability below 2^-64,
 * whatever the other points are; the system's generator draws.
 */
QR_MUST_CHECK qr_status_t qr_members_check_file(qr_job_t *job, uint64_t *first_bad, bool g2,
                                                const uint8_t *points, uint64_t count);

#endif
