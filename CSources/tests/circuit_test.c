/** Circuits: the constraint system itself, and gadgets against digests of the reference's. */
#include "quarry/circuit.h"
#include "check.h"
#include "quarry_crypto.h"
#include "snark/gadget_num.h"
#include "snark/synthesis.h"

/* ---- Gadgets of the reference vectors ---- */

/** block i of a stream: SHA-256("quarry-vector:" name ":" i); below 2^254 if `element`. */
static void stream_block(uint8_t out[32], const char *name, unsigned i, bool element) {
    char text[128];
    int length = snprintf(text, sizeof text, "quarry-vector:%s:%u", name, i);
    qr_sha256_hash(out, text, (size_t)length);
    if (element) out[31] &= 0x3f;
}

/** From snark/r1cs/gadget_*.json: counts, with_input_rows_sha256, witness.inputs_sha256 and aux_sha256,
 * density.a_aux and b_aux. */
typedef struct {
    const char *gadget, *stream;
    size_t length;
    bool elements;
    uint64_t numbers[2], constraints, inputs, aux;
    const char *digests[5];
} gadget_case_t;

static const gadget_case_t gadget_cases[] = {
    {"num",
     "shared/gadget/num",
     96,
     true,
     {0, 0},
     650,
     2,
     649,
     {"b9880b4209e935cb3adc4e0a011eb79a1e0d567a7c3fc59611021cc47a71234c",
      "e352976d1f4a2ccad6111ce0eecb842f8f9508688599b2af7e1898f9a013e88a",
      "896654510516b134d4580ad6c0363d2caa285d6d415c4f499d9c312b39c7f13a",
      "aea47ffefb9aa45f0242ef8dd5169d4b67e1c8afbebbe9aefe011e45e11321cb",
      "82f8da7d931d81c0490d58db7a7313ecf70d23a31a9a1aa6fbf8734ce87c89dc"}},
    {"multipack",
     "shared/gadget/multipack",
     38,
     false,
     {300, 0},
     302,
     3,
     300,
     {"b64055116fac4a0731d080de8e3cb77f07a376af6d68b610da8521234a44c1ff",
      "9ef70d27c68e2340bb42b889e5cbee1dafc13609fa04713c0f74d16b6262eb82",
      "773229ffeef47de3a67469fa0859514d9330ad37534368497fb731d30040b891",
      "794f2b2249236f1dbb836465de3b6eb2ad11698f26923786c739951b1def72e2",
      "794f2b2249236f1dbb836465de3b6eb2ad11698f26923786c739951b1def72e2"}},
    {"uint64",
     "shared/gadget/u64",
     8,
     false,
     {0, 0},
     65,
     2,
     64,
     {"bffb822c269fb32c60416b70fd0789e73d0f2da832e07c17ba1b3472cd77fc79",
      "0e1dcf0b023010aa2e1fc0f5d87aedfc9061f7d42d406d3fd65f7ed3372a63cd",
      "af68f5c7a6d071e7f139bbb32a61bee7d96cca6fffb7daab0b849bf0dbd4153d",
      "12a3ae445661ce5dee78d0650d33362dec29c4f82af05e7e57fb595bbbacf0ca",
      "12a3ae445661ce5dee78d0650d33362dec29c4f82af05e7e57fb595bbbacf0ca"}},
    {"sha256",
     "shared/gadget/gadget_sha256_8",
     1,
     false,
     {0, 0},
     24378,
     1,
     24352,
     {"dcb98b6e0ebc2b7f288fc9c55c72f490aaa4e6772ee6e5cccc686f159eb03731",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "88e05a4a15dff266d739bd5833628f51b0b64b8b974fe9cd22e34aae94c95b0e",
      "2076c398e003a9d1c7cc54df5a7453351d2987eafaf2dee97bfe292da5ad2d1e",
      "ffab7dea7e583b37a903452aac54696d67bfbdb83640aa70cf92585fc1519272"}},
    {"sha256",
     "shared/gadget/gadget_sha256_440",
     55,
     false,
     {0, 0},
     26029,
     1,
     26003,
     {"a84e0ea09051486d53baa4469136a7327a47acfd8a1066a96d529ce510bc0bf5",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "7ffa7e3794f5a8545fe35367d5ad44e7961fb8a2485e07f77f800d373261f199",
      "b1e7a6ff205cb8133280ef797dec74326df0f6afce06f39f8f7970793c009c1a",
      "9470ee779b5ff340cf8ea57ae6758ada07a2da468d356adf906cbcb07c59bfe5"}},
    {"sha256",
     "shared/gadget/gadget_sha256_448",
     56,
     false,
     {0, 0},
     45092,
     1,
     45046,
     {"52ce25fd8290ae525f720c6e385e37dd01dfbc694e4e76ed4465dfdefb7ba8d1",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "cd69a7972f2bf1525378597288babf04c2b46befbee615b765fe148f084e36f4",
      "93fa4fed341b226ec1b96462804afc7e99c4b324c909c8bb8c652a27361a4ef4",
      "5c1d044b50b412cd5bb4e267e149ced275d7c1a675590ecc77dcd8bdd796c772"}},
    {"sha256_tree_node",
     "shared/gadget/sha2",
     64,
     true,
     {0, 0},
     45379,
     1,
     45333,
     {"feff3090686b3991ed23f005fbb809f72d15c02a86f404303fdd6c0a5ad8f681",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "4e4d33cc31e487b5ce3ff41ea15dc3e131a9b899ea421e79ebb0127b4c0d691d",
      "7ae29d584e902f8c73c09e9bb99c7dee3ca876d0fdb046693af7e019001254af",
      "e9b8bc3487946780c7b24a373cd28e9ed0d82a61305cae111ef8806fe7e07ccf"}},
    {"encode",
     "shared/gadget/enc",
     64,
     true,
     {0, 0},
     1,
     1,
     3,
     {"101a615aeed7538087adce2aa13e17018e40d62b8a27d55b0d8960e6bd6336c5",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "18d358ea9de82e1d37dc3c3ec488aafd186bf21daef862093c7c477b1077adc0",
      "084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"}},
    {"decode",
     "shared/gadget/enc",
     64,
     true,
     {0, 0},
     1,
     1,
     3,
     {"94953ed2ae28fdb0bc13576e73e39d3228903d49fb138de36d10df4c29c4007b",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "ab0b3845f1fb1b62e1910cf7975a9731dfb1d7a9633298d2d3b8121dbb8a5f8c",
      "e77b9a9ae9e30b0dbdb6f510a264ef9de781501d7b6b92ae89eb059c5ab743db",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"}},
    {"create_label",
     "shared/gadget/gadget_create_label_layer1",
     224,
     true,
     {1, 1234567},
     524125,
     1,
     523605,
     {"ae0c70d09d31e2ead6433f2c3e32b9794fe1b926575c6d1337ce3bbc59b9efb2",
      "01d0fabd251fcbbe2b93b4b927b26ad2a1a99077152e45ded1e678afa45dbec5",
      "e2bb24be1f29d5435bfc846f5018b92a1e521631ada7ae03252a112084d633eb",
      "47e00b5d3ccf72bc2d0dd96b14a347232001de0aa87298544797725f7a23eed8",
      "0aeeb772b22d0263db435dad0e1df2c489e52cb3109c86744959287bb74b91a1"}},
};

static void check_digest(const uint8_t digest[32], const char *expected, const char *what, const char *of) {
    char hex[65] = "";
    check_hex(hex, digest, 32);
    CHECK(strcmp(hex, expected) == 0, "%s of %s", what, of);
}

static void check_gadget(const gadget_case_t *vector) {
    uint8_t data[512];
    for (unsigned i = 0; 32 * i < vector->length; i++) {
        stream_block(data + 32 * i, vector->stream, i, vector->elements);
    }
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_circuit_digest_t digest;
    qr_status_t status =
        qr_circuit_gadget(&job, &circuit, vector->gadget, data, vector->length, vector->numbers);
    CHECK_OK(status);
    if (status != QR_OK) return;
    CHECK_OK(qr_circuit_digest(&job, &digest, NULL, circuit));
    CHECK(digest.constraints == vector->constraints, "%s", vector->stream);
    CHECK(digest.inputs == vector->inputs, "%s", vector->stream);
    CHECK(digest.aux == vector->aux, "%s", vector->stream);
    CHECK(digest.has_witness && digest.satisfied, "%s", vector->stream);
    check_digest(digest.with_input_rows_sha256, vector->digests[0], "constraints", vector->stream);
    check_digest(digest.inputs_sha256, vector->digests[1], "inputs", vector->stream);
    check_digest(digest.aux_sha256, vector->digests[2], "aux", vector->stream);
    check_digest(digest.a_aux_sha256, vector->digests[3], "density of A", vector->stream);
    check_digest(digest.b_aux_sha256, vector->digests[4], "density of B", vector->stream);
    qr_circuit_destroy(circuit);
}

static void refuses_gadgets_that_are_none(void) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    uint8_t data[512] = {0};
    const uint64_t numbers[2] = {3000, 0};
    CHECK(qr_circuit_gadget(&job, &circuit, "nothing", data, 32, numbers) == QR_NOT_FOUND, "name");
    CHECK(qr_circuit_gadget(&job, &circuit, "num", data, 95, numbers) == QR_INVALID_ARGUMENT, "length");
    CHECK(qr_circuit_gadget(&job, &circuit, "multipack", data, 8, numbers) == QR_INVALID_ARGUMENT, "bits");
    CHECK(circuit == NULL, "no circuit");
}

/* ---- Small circuits made here ---- */

typedef struct {
    qr_circuit_t circuit;
    void (*write)(qr_cs_t *cs, uint32_t part);
} small_t;

static void write_small(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared;
    ((const small_t *)circuit)->write(cs, part);
}

static void keep(qr_circuit_t *circuit) {
    (void)circuit;
}

static small_t small(uint32_t parts, void (*write)(qr_cs_t *cs, uint32_t part)) {
    small_t out = {
        .circuit = {.parts = parts, .has_witness = true, .synthesize = write_small, .destroy = keep},
        .write = write};
    qr_job_t job = {0};
    CHECK_OK(qr_circuit_measure(&job, &out.circuit));
    return out;
}

static uint64_t unsatisfied(const small_t *circuit) {
    uint64_t row = 0;
    qr_job_t job = {0};
    CHECK_OK(qr_circuit_check(&job, &row, &circuit->circuit));
    return row;
}

/** A boolean of kind and value `k` of 6. */
static qr_bool_t bool_of(qr_cs_t *cs, unsigned k) {
    bool value = k % 2 != 0;
    if (k / 2 == 0) return qr_bool_constant(value);
    if (k / 2 == 1) return qr_bool_alloc(cs, value);
    return qr_bool_not(qr_bool_alloc(cs, !value));
}

static bool wrong_values;

/** Each operation on each kind of operand, and the result pinned by a constraint. */
static void write_booleans(qr_cs_t *cs, uint32_t part) {
    (void)part;
    for (unsigned k = 0; k < 216; k++) {
        qr_bool_t a = bool_of(cs, k % 6), b = bool_of(cs, k / 6 % 6), c = bool_of(cs, k / 36);
        bool x = k % 2, y = k / 6 % 2, z = k / 36 % 2;
        struct {
            qr_bool_t got;
            bool want;
        } results[5] = {{qr_bool_xor(cs, a, b), x != y},
                        {qr_bool_and(cs, a, b), x && y},
                        {qr_bool_or(cs, a, b), x || y},
                        {qr_bool_ch(cs, a, b, c), x ? y : z},
                        {qr_bool_maj(cs, a, b, c), (x + y + z) >= 2}};
        for (unsigned i = 0; qr_cs_values(cs) && i < 5; i++) {
            wrong_values = wrong_values || results[i].got.value != results[i].want;
            qr_bool_enforce_equal(cs, results[i].got, qr_bool_constant(results[i].want));
            qr_bool_enforce_equal(cs, qr_bool_constant(results[i].want), results[i].got);
        }
    }
}

/** Synthesised directly, since its number of constraints depends on the mode: checks are added. */
static void booleans_hold_for_each_kind_of_operand(void) {
    enum { LIMIT = 8192 };
    static qr_fr_t aux[LIMIT], a[LIMIT], b[LIMIT], inputs[1];
    qr_cs_t cs = {.mode = QR_CS_ROWS | QR_CS_VALUES,
                  .aux_limit = LIMIT,
                  .inputs_limit = 1,
                  .rows_limit = LIMIT,
                  .aux_values = aux,
                  .input_values = inputs,
                  .a = a,
                  .b = b};
    (void)qr_cs_alloc_input(&cs, qr_fr_one);
    write_booleans(&cs, 0);
    CHECK_OK(cs.status);
    CHECK(!wrong_values, "truth tables");
    CHECK(cs.unsatisfied == 0, "row %" PRIu64, cs.unsatisfied);
    CHECK(cs.rows > 1000, "constraints were written");
}

/** A third part with a false constraint in its middle. */
static void write_false(qr_cs_t *cs, uint32_t part) {
    qr_num_t a = qr_cs_alloc(cs, qr_fr_from_u64(part + 3)), b = qr_cs_alloc(cs, qr_fr_from_u64(part + 4));
    (void)qr_num_mul(cs, a, b);
    qr_num_equal(cs, a, part == 2 ? b : a);
    (void)qr_num_add(cs, a, b);
}

static void a_false_constraint_is_found(void) {
    small_t circuit = small(4, write_false);
    uint64_t row = unsatisfied(&circuit);
    CHECK(row == 7, "row %" PRIu64, row);
}

static void write_edges(qr_cs_t *cs, uint32_t part) {
    (void)part;
    qr_bool_t bits[QR_FR_BITS];
    const qr_fr_t edges[] = {qr_fr_zero, qr_fr_one, qr_fr_negate(qr_fr_one), qr_fr_from_u64(UINT64_MAX)};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        qr_num_t num = qr_cs_alloc(cs, edges[i]), other = qr_cs_alloc(cs, qr_fr_from_u64(i)), pair[2];
        qr_num_to_bits(cs, bits, num);
        qr_num_to_bits_strict(cs, bits, num);
        qr_num_equal(cs, qr_pack_bits(cs, bits, 64), qr_pack_bits(cs, bits, 64));
        qr_num_conditionally_reverse(cs, pair, num, other, bits[0]);
        qr_num_conditionally_reverse(cs, pair, num, other, qr_bool_constant(true));
        if (i > 0) qr_num_assert_nonzero(cs, num);
    }
}

static void numbers_hold_at_the_edges(void) {
    small_t circuit = small(1, write_edges);
    uint64_t row = unsatisfied(&circuit);
    CHECK(row == UINT64_MAX, "row %" PRIu64, row);
}

/** Zero cannot be shown to be none. */
static void write_zero(qr_cs_t *cs, uint32_t part) {
    (void)part;
    qr_num_assert_nonzero(cs, qr_cs_alloc(cs, qr_fr_zero));
}

static void zero_has_no_inverse(void) {
    small_t circuit = small(1, write_zero);
    qr_fr_t values[8];
    qr_job_t job = {0};
    qr_status_t status =
        qr_circuit_witness(&job, &circuit.circuit, values, values + 1, values + 4, values + 6);
    CHECK(status == QR_MISMATCH, "status %d", status);
}

/* ---- Linear combinations ---- */

static qr_status_t keep_row(void *context, uint64_t index, const qr_row_t *row) {
    (void)index;
    qr_lc_t *out = context;
    out->count = row->a.count;
    if (row->a.count > 0) memcpy(out->terms, row->a.terms, row->a.count * sizeof *out->terms);
    return QR_OK;
}

/** Many random terms over few variables, in any order: merged, in order, as a plain table adds them up. */
static void combinations_merge(void) {
    enum { VARIABLES = 300 };
    uint64_t random = 7;
    for (unsigned round = 0; round < 40; round++) {
        qr_fr_t table[2 * VARIABLES];
        qr_term_t kept[2 * VARIABLES];
        qr_lc_t lc = {0}, row = {.terms = kept}, twice = {0};
        qr_cs_t cs = {.mode = QR_CS_ROWS, .rows_limit = 2, .sink = keep_row, .context = &row};
        memset(table, 0, sizeof table);
        unsigned terms = round < 20 ? round : 100 * round;
        for (unsigned i = 0; i < terms; i++) {
            unsigned index = (unsigned)(check_random(&random) % VARIABLES);
            bool aux = check_random(&random) % 4 != 0;
            qr_var_t var = aux ? QR_VAR_AUX | index : index;
            qr_fr_t coefficient = qr_fr_from_u64(check_random(&random) % 3);
            if (check_random(&random) % 2) coefficient = qr_fr_negate(coefficient);
            qr_lc_add(&cs, &lc, coefficient, (qr_num_t){qr_fr_zero, var});
            qr_fr_t *sum = &table[aux ? VARIABLES + index : index];
            *sum = qr_fr_sum(*sum, coefficient);
        }
        qr_lc_add_scaled(&cs, &twice, qr_fr_from_u64(2), &lc);
        qr_cs_enforce(&cs, &twice, NULL, NULL);
        size_t at = 0;
        for (unsigned i = 0; i < 2 * VARIABLES; i++) {
            if (qr_fr_equal(table[i], qr_fr_zero)) continue;
            qr_var_t var = i < VARIABLES ? i : QR_VAR_AUX | (i - VARIABLES);
            bool same = at < row.count && kept[at].var == var &&
                        qr_fr_equal(kept[at].coefficient, qr_fr_sum(table[i], table[i]));
            CHECK(same, "round %u, variable %u", round, i);
            at++;
        }
        CHECK(at == row.count, "round %u: %zu terms for %zu", round, row.count, at);
        qr_lc_free(&lc);
        qr_lc_free(&twice);
    }
}

/* ---- Parts ---- */

/** Parts whose sizes fall across words, and that use a variable of part 0. */
static void write_parts(qr_cs_t *cs, uint32_t part) {
    qr_num_t first = {qr_fr_from_u64(5), QR_VAR_AUX};
    if (part == 0) first = qr_cs_alloc(cs, first.value);
    qr_num_t own = qr_cs_alloc(cs, qr_fr_from_u64(part));
    for (unsigned i = 0; i < 70 + 7 * (part == 0); i++) {
        qr_bool_t bit = qr_bool_alloc(cs, i * part % 3 == 1);
        if (i % 5 == 0) own = qr_num_mul(cs, own, first);
        if (i % 7 == 0) own = qr_num_add(cs, own, qr_bool_num(bit));
    }
    qr_num_inputize(cs, own);
}

enum { PARTS = 9, WORDS = 64 };

typedef struct {
    uint64_t a_aux[WORDS], b_inputs[WORDS], b_aux[WORDS];
} bitmaps_t;

static qr_status_t mark_row(void *context, uint64_t index, const qr_row_t *row) {
    (void)index;
    bitmaps_t *out = context;
    for (size_t i = 0; i < row->a.count; i++) {
        qr_var_t var = row->a.terms[i].var, at = var & QR_VAR_INDEX;
        if (var & QR_VAR_AUX) out->a_aux[at / 64] |= UINT64_C(1) << at % 64;
    }
    for (size_t i = 0; i < row->b.count; i++) {
        qr_var_t var = row->b.terms[i].var, at = var & QR_VAR_INDEX;
        uint64_t *bitmap = (var & QR_VAR_AUX) ? out->b_aux : out->b_inputs;
        bitmap[at / 64] |= UINT64_C(1) << at % 64;
    }
    return QR_OK;
}

static void density_of_one_part_stands_for_all(void) {
    small_t circuit = small(PARTS, write_parts);
    static bitmaps_t rows, copied;
    qr_job_t job = {0};
    qr_density_t density = {copied.a_aux, copied.b_inputs, copied.b_aux};
    CHECK_OK(qr_circuit_rows(&job, &circuit.circuit, false, mark_row, &rows));
    CHECK_OK(qr_circuit_density(&job, &circuit.circuit, &density));
    CHECK(memcmp(&rows, &copied, sizeof rows) == 0, "bitmaps");
    CHECK(unsatisfied(&circuit) == UINT64_MAX, "satisfied");
}

static void parts_made_at_the_same_time_are_the_same(void) {
    small_t circuit = small(PARTS, write_parts);
    qr_circuit_size_t size;
    qr_circuit_size(&size, &circuit.circuit);
    size_t count = size.inputs + size.aux + 2 * size.constraints;
    qr_fr_t *one = calloc(2 * count, sizeof *one), *many = one + count;
    qr_job_t job = {0};
    for (unsigned k = 0; k < 2; k++) {
        qr_fr_t *inputs = k == 0 ? one : many, *aux = inputs + size.inputs, *a = aux + size.aux;
        if (k == 1) CHECK_OK(qr_group_create(&job.group, NULL, 3));
        job.done = 0;
        CHECK_OK(qr_circuit_witness(&job, &circuit.circuit, inputs, aux, a, a + size.constraints));
        CHECK(job.done == size.constraints && job.total == size.constraints, "progress");
    }
    CHECK(memcmp(one, many, count * sizeof *one) == 0, "values");
    qr_group_destroy(job.group);
    free(one);
}

/** Bodies of different sizes break the contract; nothing may be written out of its range. */
static void write_uneven(qr_cs_t *cs, uint32_t part) {
    for (uint32_t i = 0; i < (part == 3 ? 9 : 4); i++) (void)qr_bool_alloc(cs, true);
}

static void write_short(qr_cs_t *cs, uint32_t part) {
    for (uint32_t i = 0; i < (part == 3 ? 3 : 4); i++) (void)qr_bool_alloc(cs, true);
}

static qr_status_t refuse_row(void *context, uint64_t index, const qr_row_t *row) {
    (void)context, (void)row;
    return index == 3 ? QR_NO_SPACE : QR_OK;
}

static void failures_are_reported(void) {
    small_t circuit = small(5, write_uneven);
    qr_fr_t values[64];
    qr_job_t job = {0};
    qr_status_t status =
        qr_circuit_witness(&job, &circuit.circuit, values, values + 1, values + 21, values + 42);
    CHECK(status == QR_INVALID_ARGUMENT, "uneven parts: %d", status);
    small_t shorter = small(5, write_short);
    status = qr_circuit_rows(&job, &shorter.circuit, false, NULL, NULL);
    CHECK(status == QR_INVALID_ARGUMENT, "a short part: %d", status);
    status = qr_circuit_rows(&job, &circuit.circuit, false, refuse_row, NULL);
    CHECK(status == QR_NO_SPACE, "a sink that fails: %d", status);
    qr_job_cancel(&job);
    small_t even = small(PARTS, write_parts);
    status = qr_circuit_rows(&job, &even.circuit, false, NULL, NULL);
    CHECK(status == QR_CANCELLED, "cancelled: %d", status);
}

int main(void) {
    for (size_t i = 0; i < sizeof gadget_cases / sizeof gadget_cases[0]; i++) check_gadget(&gadget_cases[i]);
    refuses_gadgets_that_are_none();
    booleans_hold_for_each_kind_of_operand();
    a_false_constraint_is_found();
    numbers_hold_at_the_edges();
    zero_has_no_inverse();
    combinations_merge();
    density_of_one_part_stands_for_all();
    parts_made_at_the_same_time_are_the_same();
    failures_are_reported();
    return check_finish("circuit");
}
