/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures on curves whose verdict is known by arithmetic alone; tests/curve compares many more with mbedTLS's own.
 */
#include "port/mbedtls/base/ecdsa.h"

#include "check.h"

#if defined(ZIMPORT_SEAM_VERIFY)

enum { BYTES = 48 };

static const mbedtls_ecp_group_id curves[] = {MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_SECP384R1};

/* What is worked with; `d` is the private key of `key`. */
static mbedtls_ecp_group group;
static mbedtls_ecp_point key, point;
static mbedtls_mpi d, a, b, r, s, z;

static void must(int code) {
    assert_int_equal(code, 0);
}

static int random_bytes(void *context, unsigned char *bytes, size_t size) {
    (void)context;
    memset(bytes, 0x35, size); /* blinds what is no secret here */
    return 0;
}

static int begin(mbedtls_ecp_group_id curve) {
    mbedtls_mpi *const numbers[] = {&d, &a, &b, &r, &s, &z};

    for (size_t i = 0; i < COUNT(numbers); i++) {
        mbedtls_mpi_init(numbers[i]);
    }
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&key);
    mbedtls_ecp_point_init(&point);
    return mbedtls_ecp_group_load(&group, curve);
}

static void end(void) {
    mbedtls_mpi *const numbers[] = {&d, &a, &b, &r, &s, &z};

    for (size_t i = 0; i < COUNT(numbers); i++) {
        mbedtls_mpi_free(numbers[i]);
    }
    mbedtls_ecp_group_free(&group);
    mbedtls_ecp_point_free(&key);
    mbedtls_ecp_point_free(&point);
}

/* Modulo the order: to = x * y, or x / y. */
static void multiply(mbedtls_mpi *to, const mbedtls_mpi *x, const mbedtls_mpi *y) {
    must(mbedtls_mpi_mul_mpi(to, x, y));
    must(mbedtls_mpi_mod_mpi(to, to, &group.N));
}

static void divide(mbedtls_mpi *to, const mbedtls_mpi *x, const mbedtls_mpi *y) {
    mbedtls_mpi inverse;

    mbedtls_mpi_init(&inverse);
    must(mbedtls_mpi_inv_mod(&inverse, y, &group.N));
    multiply(to, x, &inverse);
    mbedtls_mpi_free(&inverse);
}

static void set(mbedtls_mpi *to, int value) {
    must(mbedtls_mpi_lset(to, value));
    must(mbedtls_mpi_mod_mpi(to, to, &group.N));
}

/* to = the point's x. */
static void x_of(mbedtls_mpi *to) {
    unsigned char bytes[1 + 2 * BYTES];
    size_t size;

    must(mbedtls_ecp_point_write_binary(&group, &point, MBEDTLS_ECP_PF_UNCOMPRESSED, &size, bytes, sizeof bytes));
    must(mbedtls_mpi_read_binary(to, bytes + 1, group.nbits / 8));
}

static int verify(void) {
    unsigned char hash[BYTES];

    must(mbedtls_mpi_write_binary(&z, hash, group.nbits / 8));
    return zimport_ecdsa_verify(&group, hash, group.nbits / 8, &key, &r, &s);
}

/* The s and the hash with which r is compared to the x of a * G + b * key. */
static void sign(void) {
    divide(&s, &r, &b);
    multiply(&z, &a, &s);
}

/* Of a key that is d times the base point, (a + b d) G. Where it is infinity, no r is right. */
static void test_sums(void **state) {
    static const struct {
        int d, a, b;
    } rows[] = {
        {1, 1, 1},  {1, 3, 3},   {1, 5, 5},   {1, -1, -1},         {1, 7, 7}, /* the same point twice */
        {2, 2, 1},  {3, 3, 1},   {5, 5, 1},   {-2, -2, 1},         {7, 7, 1}, /* a multiple that the other is */
        {1, 1, -1}, {-1, 1, 1},  {3, -3, 1},  {5, -5, 1},          {-1, 17, 16},
        {2, -2, 1}, /* each other's negative */
        {1, 8, -8}, {2, 16, -8}, {9, 0, 1},   {1, 0, 1},           {-1, 0, 5},
        {4, 1, 15}, {6, 31, 33}, {12, 1, 64}, {12345, 678, 91011}, {12345, -678, -91011},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(curves) * COUNT(rows); i++) {
        const int of_d = rows[i / 2].d;
        const int of_a = rows[i / 2].a;
        const int of_b = rows[i / 2].b;
        char label[80];
        (void)snprintf(label, sizeof label, "curve %zu: %d G + %d * %d G", i % 2, of_a, of_b, of_d);
        must(begin(curves[i % 2]));
        set(&d, of_d);
        set(&a, of_a);
        set(&b, of_b);
        must(mbedtls_ecp_mul(&group, &key, &d, &group.G, random_bytes, NULL));
        if (of_a + of_b * of_d == 0) {
            set(&r, 5);
        } else {
            set(&z, of_a + of_b * of_d);
            must(mbedtls_ecp_mul(&group, &point, &z, &group.G, random_bytes, NULL));
            x_of(&r);
            sign();
            CHECK_EQUAL(verify(), 0, label);
            must(mbedtls_mpi_sub_mpi(&s, &group.N, &s)); /* the negative of the point has the same x */
            CHECK_EQUAL(verify(), 0, label);
            set(&z, 12);
            CHECK_EQUAL(verify(), MBEDTLS_ERR_ECP_VERIFY_FAILED, label);
            set(&r, 1); /* less than the prime is above the order: it could stand for an x above */
        }
        sign();
        CHECK_EQUAL(verify(), MBEDTLS_ERR_ECP_VERIFY_FAILED, label);
        end();
    }
}

/* An x that is not below the order, of which r is the rest: the key is chosen so. */
static void test_overflow(void **state) {
    unsigned char bytes[1 + BYTES] = {2};

    (void)state;
    for (size_t i = 0; i < COUNT(curves); i++) {
        must(begin(curves[i]));
        must(mbedtls_mpi_copy(&z, &group.N));
        do { /* the first that is on the curve */
            must(mbedtls_mpi_add_int(&z, &z, 1));
            must(mbedtls_mpi_write_binary(&z, bytes + 1, group.nbits / 8));
            must(mbedtls_ecp_point_read_binary(&group, &point, bytes, 1 + group.nbits / 8));
        } while (mbedtls_ecp_check_pubkey(&group, &point) != 0);
        set(&a, -77);
        set(&b, 13);
        set(&d, 77);
        divide(&d, &d, &b);
        set(&s, 1);
        divide(&s, &s, &b);
        must(mbedtls_ecp_muladd(&group, &key, &d, &group.G, &s, &point)); /* (point - a * G) / b */
        must(mbedtls_mpi_sub_mpi(&r, &z, &group.N));
        sign();
        assert_int_equal(verify(), 0);
        must(mbedtls_mpi_add_mpi(&r, &r, &group.N)); /* the x itself is no r */
        assert_int_equal(verify(), MBEDTLS_ERR_ECP_VERIFY_FAILED);
        must(mbedtls_mpi_sub_mpi(&r, &r, &group.N));
        must(mbedtls_mpi_add_int(&r, &r, 1));
        sign();
        assert_int_equal(verify(), MBEDTLS_ERR_ECP_VERIFY_FAILED);
        end();
    }
}

/* What would be as good, if it were from 1 to the order, not included: of either number. */
static void test_range(void **state) {
    static const struct {
        const char *label;
        int times, orders; /* the number, and how often the order is added to it */
    } rows[] = {{"itself", 1, 0}, {"its negative", -1, 0}, {"0", 0, 0}, {"the order", 0, 1}, {"with the order", 1, 1}};

    (void)state;
    for (size_t i = 0; i < COUNT(curves) * COUNT(rows) * 2; i++) {
        size_t row = i / 2 % COUNT(rows);
        mbedtls_mpi *of = i % 2 == 0 ? &r : &s;
        must(begin(curves[i / 2 / COUNT(rows)]));
        set(&z, 7);
        must(mbedtls_ecp_mul(&group, &point, &z, &group.G, random_bytes, NULL));
        x_of(&r);
        set(&s, 3);
        must(mbedtls_ecp_copy(&key, &group.G));
        divide(&b, &r, &s); /* so that s is small, and fits with the order, too */
        must(mbedtls_mpi_sub_mpi(&a, &z, &b));
        must(mbedtls_mpi_mod_mpi(&a, &a, &group.N));
        sign();
        set(&d, 0);
        must(rows[row].times == 0  ? mbedtls_mpi_lset(of, 0)
             : rows[row].times < 0 ? mbedtls_mpi_sub_mpi(of, &d, of)
                                   : 0);
        must(rows[row].orders > 0 ? mbedtls_mpi_add_mpi(of, of, &group.N) : 0);
        CHECK_EQUAL(verify(), row == 0 ? 0 : MBEDTLS_ERR_ECP_VERIFY_FAILED, rows[row].label);
        end();
    }
}

/* Neither another curve, nor a point that is not on it. */
static void test_refused(void **state) {
    (void)state;
    must(begin(curves[0]));
    set(&r, 1);
    set(&s, 1);
    must(mbedtls_ecp_copy(&key, &group.G));
    group.id = MBEDTLS_ECP_DP_BP256R1;
    assert_int_equal(verify(), MBEDTLS_ERR_ECP_BAD_INPUT_DATA);
    group.id = curves[0];
    assert_int_equal(verify(), MBEDTLS_ERR_ECP_VERIFY_FAILED);
    must(mbedtls_ecp_set_zero(&key));
    assert_int_equal(verify(), MBEDTLS_ERR_ECP_INVALID_KEY);
    end();
}

#else

static void test_none(void **state) {
    (void)state;
    print_message("ecdsa: left out, since this mbedTLS verifies signatures itself\n");
}

#endif

int main(void) {
    static const struct CMUnitTest tests[] = {
#if defined(ZIMPORT_SEAM_VERIFY)
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_refused),
#else
        cmocka_unit_test(test_none),
#endif
    };

    return cmocka_run_group_tests_name("signatures", tests, NULL, NULL);
}
