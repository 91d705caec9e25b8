/**
 * @file sha256_rounds.h  (private)
 * SHA-256 on vectors of 32-bit words, one message a lane. The including file defines QR_V_LOAD and QR_V_STORE
 * (aligned), QR_V_BROADCAST(word), QR_V_ADD, QR_V_ROTATE(x, n), QR_V_SHIFT(x, n), QR_V_XOR3, QR_V_CHOOSE(e,
 * f, g) and QR_V_MAJORITY(a, b, c) for its vector type.
 */
#ifndef QR_SHA256_ROUNDS_H
#define QR_SHA256_ROUNDS_H

/** One round; the roles move on by naming the next round's arguments one place on. */
#define QR_V_ROUND(a, b, c, d, e, f, g, h, wk)                                                           \
    do {                                                                                                 \
        h = QR_V_ADD(QR_V_ADD(h, wk), QR_V_CHOOSE(e, f, g));                                             \
        h = QR_V_ADD(h, QR_V_XOR3(QR_V_ROTATE(e, 6), QR_V_ROTATE(e, 11), QR_V_ROTATE(e, 25)));           \
        d = QR_V_ADD(d, h);                                                                              \
        h = QR_V_ADD(h, QR_V_ADD(QR_V_MAJORITY(a, b, c),                                                 \
                                 QR_V_XOR3(QR_V_ROTATE(a, 2), QR_V_ROTATE(a, 13), QR_V_ROTATE(a, 22)))); \
    } while (0)

#define QR_V_SIGMA0(x) QR_V_XOR3(QR_V_ROTATE(x, 7), QR_V_ROTATE(x, 18), QR_V_SHIFT(x, 3))
#define QR_V_SIGMA1(x) QR_V_XOR3(QR_V_ROTATE(x, 17), QR_V_ROTATE(x, 19), QR_V_SHIFT(x, 10))

/** W[t] of W[t-16], W[t-15], W[t-7], W[t-2]. */
#define QR_V_WORD(w16, w15, w7, w2) QR_V_ADD(QR_V_ADD(w16, QR_V_SIGMA0(w15)), QR_V_ADD(w7, QR_V_SIGMA1(w2)))

#endif
