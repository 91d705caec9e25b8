/** Poseidon, insertion and Merkle inclusion as circuits: against digests of the reference's, and the variants
 * of Poseidon's values against each other. */
#include "check.h"
#include "quarry/circuit.h"
#include "quarry_crypto.h"
#include "snark/gadget_insertion.h"
#include "snark/gadget_por.h"
#include "snark/gadget_poseidon.h"
#include "snark/gadget_poseidon_plan.h"
#include "snark/synthesis.h"

/* ---- Gadgets of the reference vectors ---- */

/** block i of a stream, as a field element: SHA-256("quarry-vector:" name ":" i) below 2^254. */
static void stream_element(uint8_t out[32], const char *name, unsigned i) {
    char text[128];
    int length = snprintf(text, sizeof text, "quarry-vector:%s:%u", name, i);
    qr_sha256_hash(out, text, (size_t)length);
    out[31] &= 0x3f;
}

/** What a circuit must be: counts, with_input_rows_sha256, witness.inputs_sha256 and aux_sha256,
 * density.a_aux and b_aux. */
typedef struct {
    uint64_t constraints, inputs, aux;
    const char *digests[5];
} expected_t;

/** From snark/r1cs/gadget_poseidon_*.json, gadget_insert_*.json and gadget_select_8.json. */
static const struct {
    const char *gadget, *stream;
    size_t length;
    uint64_t place;
    expected_t expected;
} stream_cases[] = {
    {"poseidon",
     "shared/gadget/poseidon2",
     64,
     0,
     {311,
      1,
      313,
      {"b6941c3b054c9d4e4648879253793a6d1125d68bdb8eb53527b8a5d04705d716",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "4692d01fb0f735c18506e1ae6db1fe8866ce9db42e453cf205fb1c03b5b66f46",
       "296694baa79f85804d9215d191e437056f56baab8dfd8027128f4300c53b0a14",
       "c0743908b9938b972962f666d34c30a462267814d6a804e47f8cbe901d8345bc"}}},
    {"poseidon",
     "shared/gadget/poseidon4",
     128,
     0,
     {377,
      1,
      381,
      {"d50429ed49f4a3601dee91e775f974b13b9f27f9d5cbcb2d6ec8bb9d49a82590",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "55c36563243030566189e7d8c56c82957bceffcd2f1e1f87f2e425256c940546",
       "6a6f152ed6173195e0d1f8336095e9379d3af5ed9639e4706d79a2194661182f",
       "56534b3ff3ca59e6a1633d8e26b01c071d49f1815834d8b8a01d24aae4218fd2"}}},
    {"poseidon",
     "shared/gadget/poseidon8",
     256,
     0,
     {505,
      1,
      513,
      {"c6fbf11e1a2dbf02afe27b9df0a04f020d22e540eeb3c954a7d294d0ea289f40",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "c5604229d887559eda85a7c7f13925e2768319cbef130d097b7864c6dd3f410d",
       "d7e93bbeb0f0345c31b38e9fdad2b472f7bbfeb91f5b86bc192bea419f8f87a2",
       "e0d022c9c9a84850782d58169d6bec3c0a09cf76b5e576751a7a64ea58658131"}}},
    {"poseidon",
     "shared/gadget/poseidon11",
     352,
     0,
     {598,
      1,
      609,
      {"807489fce1463f28135ba0bcac0d7debc348e32c3edde8bed48b7ae2adf28e06",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "6fb080e324c6d34cbd95ff68f505a0d6806560b4be82f85b93e78b6e3db25993",
       "49e2402c4b86866d15f486aa65fb4a8ca820f1e99dc96666a15a35068a9aff0e",
       "f535d90aaefb2555f100193de1b397df3bf61d605f28edfff2b304029600de69"}}},
    {"insert",
     "shared/gadget/gadget_insert_2",
     64,
     1,
     {3,
      1,
      5,
      {"9aab255a6831fd72981fa7c98c09986a900d66b3a789e16551ab74dc60fcfc5f",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "d67f1353547448acdf135600ae1df064b5919292ca8d0ea5a9ed1d49bc8e7511",
       "ca358758f6d27e6cf45272937977a748fd88391db679ceda7dc7bf1f005ee879",
       "e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71"}}},
    {"insert",
     "shared/gadget/gadget_insert_4",
     128,
     2,
     {10,
      1,
      14,
      {"3a64db91f3eca21d6c0aab93c5cc7a84face2392e8016476e47883a78043ff52",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "8d3303ec086dc776e0bd093dec610fea8aafc732769de5272d7d69ca9ebf095c",
       "8b027516018dc05dcc06173db8909a32fe6ceb1ff205ee5d1cbdd254cd90bb42",
       "e4f60d0aa6d7f3d3b6a6494b1c861b99f649c6f9ec51abaf201b20f297327c95"}}},
    {"insert",
     "shared/gadget/gadget_insert_4",
     128,
     3,
     {10,
      1,
      14,
      {"3a64db91f3eca21d6c0aab93c5cc7a84face2392e8016476e47883a78043ff52",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "d478368560d7b9e2289499fc9f6441ef341362395f8b728b45bdb2376830356e",
       "8b027516018dc05dcc06173db8909a32fe6ceb1ff205ee5d1cbdd254cd90bb42",
       "e4f60d0aa6d7f3d3b6a6494b1c861b99f649c6f9ec51abaf201b20f297327c95"}}},
    {"insert",
     "shared/gadget/gadget_insert_8",
     256,
     0,
     {25,
      1,
      33,
      {"490988fd98457c3fe472638989a22240f0e8fc04c3ee73bd782f8d165c5c0f97",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "2ab7e703ed22d01f3c849017bd475e80adc0bde9536ed6617330f35e7bb74a33",
       "585fc8df49e86a5406dbd12221cc8ff29da9bc740752d0c13ab2ea802fc069e5",
       "7c0a6bfecf9c0f62d14b279fd0abbb9a8156d536a875e39448ebc28911e0c6c0"}}},
    {"insert",
     "shared/gadget/gadget_insert_8",
     256,
     3,
     {25,
      1,
      33,
      {"490988fd98457c3fe472638989a22240f0e8fc04c3ee73bd782f8d165c5c0f97",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "3a1e10d61cf7ce918ffd2583232f54756793034aa7309140fba633a4c540fb39",
       "585fc8df49e86a5406dbd12221cc8ff29da9bc740752d0c13ab2ea802fc069e5",
       "7c0a6bfecf9c0f62d14b279fd0abbb9a8156d536a875e39448ebc28911e0c6c0"}}},
    {"insert",
     "shared/gadget/gadget_insert_8",
     256,
     6,
     {25,
      1,
      33,
      {"490988fd98457c3fe472638989a22240f0e8fc04c3ee73bd782f8d165c5c0f97",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "3c6114bd9691bbd92cabcfccd1c64742201fba13ffd37be48c945c3cd2fc75f6",
       "585fc8df49e86a5406dbd12221cc8ff29da9bc740752d0c13ab2ea802fc069e5",
       "7c0a6bfecf9c0f62d14b279fd0abbb9a8156d536a875e39448ebc28911e0c6c0"}}},
    {"insert",
     "shared/gadget/gadget_insert_8",
     256,
     7,
     {25,
      1,
      33,
      {"490988fd98457c3fe472638989a22240f0e8fc04c3ee73bd782f8d165c5c0f97",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "d577d209985ff614d64d9251db7ecb6f30afd90e703a2304c19d8080e4fdf81b",
       "585fc8df49e86a5406dbd12221cc8ff29da9bc740752d0c13ab2ea802fc069e5",
       "7c0a6bfecf9c0f62d14b279fd0abbb9a8156d536a875e39448ebc28911e0c6c0"}}},
    {"select",
     "shared/gadget/select",
     256,
     5,
     {10,
      1,
      18,
      {"4a07e4918006d96502202083f00059c16a8b926cec8310ad876ab57e0075b00a",
       "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
       "79e8d2e9f8a91fa6652963125777fe0c8b3d70f85401a73862fd286424a4e037",
       "42f0862649c6f51d8aaa31d810d9c2e4455917b61b0b17f13fbd66007cb6d75e",
       "c55d497c71e0d0264d50e081fbc78cbef53106caeeacc6f0f4d3c629d6858f23"}}},
};

/** From snark/r1cs/gadget_por_*.json; leaf, root, then the siblings upwards. */
static const struct {
    const char *gadget;
    size_t nodes;
    uint64_t place;
    expected_t expected;
    const char *node[16];
} path_cases[] = {
    {"por_poseidon",
     16,
     60,
     {1062,
      2,
      1076,
      {"cb71b0e919395879e6504c24f93f02b81a12f32b73e89ba4ca37fc4f26b4f89c",
       "a3770edc2dd157c2f08d4149e844122bb70f8123e009cb0d6ff6d94a9370d267",
       "aa4aee6e73c6bb88fc92fcc41c907109a9e5766879df46e3433fcd68bc74525c",
       "a086ae87ca5bb5c3388af6a9057745e5d65f2be67fd114e38da97993e99b310d",
       "1e79d90dd945bea1636d0b5b3a71a5c351f4e345739fecf22b67e50ca8e63e9e"}},
     {"af3251efd36f117f240c66353e4a6410a010f482d583d192020b12685332bf43",
      "8d341174039aa64a6f8a3196969f79ea099c5971890fba73071a4b9c6854b76c",
      "e005efc73bac7f46fa6728292dcd2f0677efbee232df5360ebf358368c488800",
      "cb65f5e22d961e73c12acf95f9584be52f7f8a05eee93a5a185a252aa889b927",
      "0518ec5526c82bdfebd9dfe9fb03032430c6bbbedfb7c3484eba92e6ad44151a",
      "53b95c99f35a72e09cb4561e31df7d9424f50aaa76c7b4a2f2440a22e5153f15",
      "ce6d78e033e7f0e6fff2671621b8363e6724cefa5afbcc2281208d304781d459",
      "da4f69636bb5881d45d6c2e1e659d978f2b8ca473a3422fb9f9b08d24c46c02e",
      "aeffaed033ec4077c3ece6c1cb0d57d8075ad9ca90ccc8be77aefadd406eda41",
      "df6fb9df0665a01a18437895638a065b7e73fbac90c58e07f7063b3ad20ef061",
      "cf06e247dfd692d1b04fa63bcdee8358e457498f73ce8d473d360722f9fc8960",
      "9d11fbf9e316b1192a78f1e02cc320d17e54b113b1c38a944b722ffbb7518004",
      "e35ccaa485cf1e8d5ef3bc06066fca7cf8381ab3d02207ea0383e350762f0e07",
      "d2c148b283c326f200426d2b062b7133565e1c3637eaa62235e40d9f89beae0c",
      "a06d749d37d686b0de271adbdeb4d9f6532e7f914f993367cb568d4c1585012c",
      "ef3468412abc30286c2af0e1400451e3365ab45cd77523e62f72aab787312d12"}},
    {"por_sha256",
     8,
     60,
     {272294,
      2,
      272012,
      {"62b35ae9c93d7bbb114f3122b7fc5b536d49edb8bd91fadcb3d2a2294723b911",
       "a3770edc2dd157c2f08d4149e844122bb70f8123e009cb0d6ff6d94a9370d267",
       "559df84e9da8b5f4fa61b74b5081c0c87a134b7384a789c7b204024dd218d663",
       "fa836e998cb9fe384d1af500c366cd7b5bed66773388884120884949d5e2a808",
       "84d60723549ed20fd2e799054a3c6a6e6c7dedd0cdac36c81346d947dd317724"}},
     {"857751f49208f0ad2b157e2762c4ddff0262abff504987a8dc07dfb034597522",
      "218f09ad59d6aa451d3db50a974d9b35a3d14c292dc6cb3301967aa96cb9012d",
      "9443fede00dbddecee9f8f4d6a4fef4421fb27faa2bd698a19cf7df59c900025",
      "7e5343e25decd8d79930d66dd215e7a0a862db85098d6388646861a72232a12c",
      "b82a9b9555b1e704698c45f19b41168382877292d051d07f7cc9cd43a58e3622",
      "1dad75f9d776d18f60b8a02bc7fa2734b5a940a9f7ea7d5ff4dc355d38de312f",
      "2c4cb34fb0e161ba166635d149e657994f4bee19a4ca74decd9bbf5d1faf513e",
      "34f206a1a0e910a17bebf30743f7703111a8a204cdf9c5a4269cfc9436e09114"}},
};

static void check_digest(const uint8_t digest[32], const char *expected, const char *what, const char *of) {
    char hex[65] = "";
    check_hex(hex, digest, 32);
    CHECK(strcmp(hex, expected) == 0, "%s of %s", what, of);
}

static void check_gadget(const char *name, const uint8_t *data, size_t length, uint64_t place,
                         const expected_t *expected) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_circuit_digest_t digest;
    const uint64_t numbers[2] = {place, 0};
    qr_status_t status = qr_circuit_gadget(&job, &circuit, name, data, length, numbers);
    CHECK_OK(status);
    if (status != QR_OK) return;
    CHECK_OK(qr_circuit_digest(&job, &digest, NULL, circuit));
    CHECK(digest.constraints == expected->constraints && digest.inputs == expected->inputs &&
              digest.aux == expected->aux,
          "counts of %s", name);
    CHECK(digest.has_witness && digest.satisfied, "%s", name);
    check_digest(digest.with_input_rows_sha256, expected->digests[0], "constraints", name);
    check_digest(digest.inputs_sha256, expected->digests[1], "inputs", name);
    check_digest(digest.aux_sha256, expected->digests[2], "aux", name);
    check_digest(digest.a_aux_sha256, expected->digests[3], "density of A", name);
    check_digest(digest.b_aux_sha256, expected->digests[4], "density of B", name);
    qr_circuit_destroy(circuit);
}

static void check_vectors(void) {
    uint8_t data[32 * 16];
    for (size_t k = 0; k < sizeof stream_cases / sizeof *stream_cases; k++) {
        for (unsigned i = 0; 32 * i < stream_cases[k].length; i++) {
            stream_element(data + 32 * i, stream_cases[k].stream, i);
        }
        check_gadget(stream_cases[k].gadget, data, stream_cases[k].length, stream_cases[k].place,
                     &stream_cases[k].expected);
    }
    for (size_t k = 0; k < sizeof path_cases / sizeof *path_cases; k++) {
        for (size_t i = 0; i < 32 * path_cases[k].nodes; i++) {
            unsigned value = 0;
            sscanf(path_cases[k].node[i / 32] + i % 32 * 2, "%2x", &value);
            data[i] = (uint8_t)value;
        }
        check_gadget(path_cases[k].gadget, data, 32 * path_cases[k].nodes, path_cases[k].place,
                     &path_cases[k].expected);
    }
}

static void check_refusals(void) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    uint8_t data[32 * 128] = {0};
    const uint64_t none[2] = {0, 0}, eight[2] = {8, 0};
    CHECK(qr_circuit_gadget(&job, &circuit, "poseidon", data, 96, none) == QR_INVALID_ARGUMENT, "arity 3");
    CHECK(qr_circuit_gadget(&job, &circuit, "insert", data, 32 * 3, none) == QR_INVALID_ARGUMENT, "of 3");
    CHECK(qr_circuit_gadget(&job, &circuit, "insert", data, 32 * 8, eight) == QR_INVALID_ARGUMENT, "place");
    CHECK(qr_circuit_gadget(&job, &circuit, "select", data, 32 * 6, none) == QR_INVALID_ARGUMENT, "of 6");
    CHECK(qr_circuit_gadget(&job, &circuit, "por_poseidon", data, 32 * 10, none) == QR_INVALID_ARGUMENT,
          "siblings");
    CHECK(circuit == NULL, "no circuit");
}

/* ---- Values of Poseidon ---- */

static qr_fr_t edge(uint64_t *state) {
    const qr_fr_t edges[] = {
        qr_fr_zero, qr_fr_one, qr_fr_negate(qr_fr_one), {{QR_FR_R0 - 1, QR_FR_R1, QR_FR_R2, QR_FR_R3}}};
    uint64_t choice = check_random(state) % 8;
    if (choice < 4) return edges[choice];
    qr_fr_t out;
    check_fill(&out, sizeof out, state);
    return qr_fr_reduce(out);
}

typedef qr_fr_t (*trace_fn)(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                            const qr_fr_t *in);

/** Each variant gives the digest of the hash and the values of the portable one. */
static void check_values(trace_fn trace, qr_poseidon_kind_t kind, uint64_t *state) {
    const qr_poseidon_circuit_plan_t *plan = qr_poseidon_circuit_plan(kind);
    static qr_poseidon_box_t own[QR_TRACE_BOXES], portable[QR_TRACE_BOXES];
    qr_fr_t in[QR_TRACE_WIDTH];
    uint8_t bytes[32 * QR_TRACE_WIDTH], hash[32], digest[32];
    const size_t arity = qr_poseidon_arity(kind);
    for (size_t i = 0; i < arity; i++) {
        in[i] = edge(state);
        qr_fr_store(bytes + 32 * i, qr_fr_from_montgomery(in[i]));
    }
    memset(own, 0, sizeof own);
    memset(portable, 0, sizeof portable);
    qr_poseidon_hash(kind, hash, bytes, 1);
    qr_fr_store(digest, qr_fr_from_montgomery(trace(own, plan, in)));
    (void)qr_poseidon_trace_portable(portable, plan, in);
    CHECK(memcmp(digest, hash, 32) == 0, "kind %d", kind);
    CHECK(memcmp(own, portable, sizeof own) == 0, "kind %d", kind);
}

static void check_all_values(void) {
    uint64_t state = 5;
    for (unsigned k = 0; k < QR_POSEIDON_KINDS * 40; k++) {
        const qr_poseidon_kind_t kind = (qr_poseidon_kind_t)(k % QR_POSEIDON_KINDS);
        check_values(qr_poseidon_trace_portable, kind, &state);
        check_values(qr_poseidon_trace, kind, &state);
#if defined(__x86_64__)
        if (qr_cpu_features() & QR_CPU_BMI2_ADX) check_values(qr_poseidon_trace_mulx, kind, &state);
#endif
    }
}

/* ---- Circuits made here ---- */

typedef struct {
    qr_circuit_t circuit;
    void (*write)(qr_cs_t *cs);
} small_t;

static void write_small(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared, (void)part;
    ((const small_t *)circuit)->write(cs);
}

static void keep(qr_circuit_t *circuit) {
    (void)circuit;
}

/** Index of the first constraint that does not hold. */
static uint64_t unsatisfied(void (*write)(qr_cs_t *cs)) {
    small_t small = {.circuit = {.parts = 1, .has_witness = true, .synthesize = write_small, .destroy = keep},
                     .write = write};
    qr_job_t job = {0};
    uint64_t row = 0;
    CHECK_OK(qr_circuit_measure(&job, &small.circuit));
    CHECK_OK(qr_circuit_check(&job, &row, &small.circuit));
    return row;
}

static size_t wrong;

/** Every place of every size; conditions of every kind. */
static void write_places(qr_cs_t *cs) {
    wrong = 0;
    for (size_t size = 2; size <= QR_INSERT_LIMIT; size *= 2) {
        for (size_t at = 0; at < size; at++) {
            qr_num_t in[QR_INSERT_LIMIT], out[QR_INSERT_LIMIT];
            qr_bool_t bits[3];
            for (size_t i = 0; i < size; i++) in[i] = qr_cs_alloc(cs, qr_fr_from_u64(100 + i));
            for (size_t i = 0; i < 3; i++) bits[i] = qr_bool_alloc(cs, (at >> i & 1) != 0);
            qr_num_insert(cs, out, in[0], bits, in + 1, size);
            for (size_t i = 0; qr_cs_values(cs) && i < size; i++) {
                size_t from = i == at ? 0 : i < at ? i + 1 : i;
                wrong += !qr_fr_equal(out[i].value, in[from].value);
            }
            qr_num_t chosen = qr_num_select(cs, in, size, bits);
            wrong += qr_cs_values(cs) && !qr_fr_equal(chosen.value, in[at].value);
        }
    }
    qr_num_t a = qr_cs_alloc(cs, qr_fr_one), b = qr_cs_alloc(cs, qr_fr_from_u64(7));
    qr_bool_t bit = qr_bool_alloc(cs, true);
    const qr_bool_t conditions[] = {bit, qr_bool_not(bit), qr_bool_constant(true), qr_bool_constant(false)};
    for (size_t i = 0; i < 4; i++) {
        qr_num_t out = qr_num_pick(cs, conditions[i], a, b);
        wrong += qr_cs_values(cs) && !qr_fr_equal(out.value, i % 2 == 0 ? a.value : b.value);
    }
}

static qr_merkle_proof_t path_of(uint64_t leaf) {
    const qr_merkle_shape_t shape = {.base_count = 2, .base_arity = 8, .sub_arity = 8, .top_arity = 2};
    qr_merkle_proof_t out = {0};
    qr_merkle_proof_place(&out, &shape, leaf);
    for (size_t i = 0; i < 22; i++) out.siblings[i][0] = (uint8_t)(i + 1);
    return out;
}

/** The root of path_of(leaf) with this leaf value, hashed outside the circuit. */
static qr_fr_t root_of(const qr_merkle_proof_t *proof, uint8_t value) {
    uint8_t node[32] = {value}, family[8 * 32];
    for (size_t i = 0, used = 0; i < 4; i++) {
        size_t arity = proof->arity[i], place = proof->index[i];
        for (size_t k = 0; k < arity; k++) {
            memcpy(family + 32 * k, k == place ? node : proof->siblings[used++], 32);
        }
        qr_poseidon_hash(arity == 2 ? QR_POSEIDON_2 : QR_POSEIDON_8, node, family, 1);
    }
    return qr_por_node(node);
}

static uint8_t claimed_leaf;

/** Base, sub and top elements, both gadgets. */
static void write_paths(qr_cs_t *cs) {
    for (uint64_t leaf = 5; leaf < 1024; leaf += 339) {
        qr_merkle_proof_t proof = path_of(leaf);
        qr_por_path_t path;
        qr_bool_t bits[10];
        qr_num_t root = qr_cs_alloc(cs, root_of(&proof, 9));
        qr_num_t value = qr_cs_alloc(cs, qr_fr_from_u64(claimed_leaf));
        qr_por_gadget(cs, value, &proof, QR_TREE_R_LAST, root);
        for (size_t i = 0; i < 10; i++) bits[i] = qr_bool_alloc(cs, (leaf >> i & 1) != 0);
        qr_por_path_alloc(cs, &path, &proof, 0, 4);
        qr_por_path_gadget(cs, value, &path, bits, QR_TREE_R_LAST, root);
    }
}

static void check_small_circuits(void) {
    CHECK(unsatisfied(write_places) == UINT64_MAX, "places");
    CHECK(wrong == 0, "%zu values", wrong);
    claimed_leaf = 9;
    CHECK(unsatisfied(write_paths) == UINT64_MAX, "paths");
    claimed_leaf = 8;
    CHECK(unsatisfied(write_paths) != UINT64_MAX, "paths of another leaf");
}

int main(void) {
    size_t count;
    const uint32_t *variants = check_variants(&count);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(variants[i]);
        check_all_values();
        check_small_circuits();
    }
    check_vectors();
    check_refusals();
    return check_finish("circuit merkle");
}
