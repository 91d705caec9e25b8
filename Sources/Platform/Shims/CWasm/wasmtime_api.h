/** What is used of libwasmtime 50's C interface: types as its headers lay them out, and its functions by name. */
#ifndef QUARRY_WASMTIME_API_H
#define QUARRY_WASMTIME_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wasm_config wasm_config_t;
typedef struct wasm_engine wasm_engine_t;
typedef struct wasm_valtype wasm_valtype_t;
typedef struct wasm_functype wasm_functype_t;
typedef struct wasm_trap wasm_trap_t;
typedef struct wasmtime_error wasmtime_error_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_store wasmtime_store_t;
typedef struct wasmtime_context wasmtime_context_t;
typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_instance_pre wasmtime_instance_pre_t;
typedef struct wasmtime_caller wasmtime_caller_t;

typedef struct {
    size_t size;
    char *data;
} wasm_byte_vec_t;

typedef struct {
    size_t size;
    wasm_valtype_t **data;
} wasm_valtype_vec_t;

typedef union {
    int32_t i32;
    int64_t i64;
    uint8_t v128[16];
} __attribute__((aligned(8))) wasmtime_val_raw_t;

typedef struct {
    uint8_t kind;
    union {
        int32_t i32;
        int64_t i64;
        uint64_t words[3];
    } of;
} wasmtime_val_t;

typedef struct {
    uint64_t words[2];
} wasmtime_instance_t;

typedef struct {
    uint64_t words[2];
} wasmtime_func_t;

typedef struct {
    uint64_t words[3];
} wasmtime_object_t; /* a global or a memory */

typedef struct {
    uint8_t kind;
    union {
        wasmtime_func_t func;
        wasmtime_object_t object;
    } of;
} wasmtime_extern_t;

_Static_assert(sizeof(wasmtime_val_raw_t) == 16, "layout of libwasmtime 50");
_Static_assert(sizeof(wasmtime_val_t) == 32, "layout of libwasmtime 50");
_Static_assert(sizeof(wasmtime_extern_t) == 32, "layout of libwasmtime 50");

enum { EXTERN_FUNC = 0, EXTERN_GLOBAL = 1, EXTERN_MEMORY = 3 };
enum { KIND_I32 = 0, KIND_I64 = 1 };

typedef struct {
    void *env;
    uint8_t *(*get_memory)(void *env, size_t *size, size_t *capacity);
    wasmtime_error_t *(*grow_memory)(void *env, size_t size);
    void (*finalizer)(void *env);
} wasmtime_linear_memory_t;

typedef struct {
    void *env;
    wasmtime_error_t *(*new_memory)(void *env, const void *type, size_t minimum, size_t maximum,
                                    size_t reserved, size_t guard, wasmtime_linear_memory_t *out);
    void (*finalizer)(void *env);
} wasmtime_memory_creator_t;

typedef wasm_trap_t *(*wasmtime_unchecked_callback_t)(void *env, wasmtime_caller_t *caller,
                                                      wasmtime_val_raw_t *arguments_and_results, size_t count);

/** X(result, name, parameters): the functions, found by name when the library is opened. */
#define WASMTIME_FUNCTIONS(X)                                                                                    \
    X(wasm_config_t *, wasm_config_new, (void))                                                                  \
    X(wasm_engine_t *, wasm_engine_new_with_config, (wasm_config_t *))                                           \
    X(wasm_valtype_t *, wasm_valtype_new, (uint8_t))                                                             \
    X(void, wasm_valtype_vec_new, (wasm_valtype_vec_t *, size_t, wasm_valtype_t *const[]))                       \
    X(wasm_functype_t *, wasm_functype_new, (wasm_valtype_vec_t *, wasm_valtype_vec_t *))                        \
    X(void, wasm_functype_delete, (wasm_functype_t *))                                                           \
    X(const wasm_valtype_vec_t *, wasm_functype_params, (const wasm_functype_t *))                               \
    X(const wasm_valtype_vec_t *, wasm_functype_results, (const wasm_functype_t *))                              \
    X(uint8_t, wasm_valtype_kind, (const wasm_valtype_t *))                                                      \
    X(wasm_functype_t *, wasmtime_func_type, (const wasmtime_context_t *, const wasmtime_func_t *))              \
    X(void, wasm_byte_vec_delete, (wasm_byte_vec_t *))                                                           \
    X(void, wasm_trap_message, (const wasm_trap_t *, wasm_byte_vec_t *))                                         \
    X(void, wasm_trap_delete, (wasm_trap_t *))                                                                   \
    X(bool, wasmtime_trap_code, (const wasm_trap_t *, uint8_t *))                                                \
    X(wasm_trap_t *, wasmtime_trap_new, (const char *, size_t))                                                  \
    X(void, wasmtime_error_message, (const wasmtime_error_t *, wasm_byte_vec_t *))                               \
    X(void, wasmtime_error_delete, (wasmtime_error_t *))                                                         \
    X(wasmtime_error_t *, wasmtime_module_validate, (wasm_engine_t *, const uint8_t *, size_t))                  \
    X(wasmtime_error_t *, wasmtime_module_new, (wasm_engine_t *, const uint8_t *, size_t, wasmtime_module_t **)) \
    X(void, wasmtime_module_delete, (wasmtime_module_t *))                                                       \
    X(wasmtime_error_t *, wasmtime_module_serialize, (wasmtime_module_t *, wasm_byte_vec_t *))                   \
    X(wasmtime_error_t *, wasmtime_module_deserialize,                                                           \
      (wasm_engine_t *, const uint8_t *, size_t, wasmtime_module_t **))                                          \
    X(wasmtime_store_t *, wasmtime_store_new, (wasm_engine_t *, void *, void (*)(void *)))                       \
    X(void, wasmtime_store_delete, (wasmtime_store_t *))                                                         \
    X(wasmtime_context_t *, wasmtime_store_context, (wasmtime_store_t *))                                        \
    X(void, wasmtime_store_limiter, (wasmtime_store_t *, int64_t, int64_t, int64_t, int64_t, int64_t))           \
    X(void *, wasmtime_context_get_data, (const wasmtime_context_t *))                                           \
    X(wasmtime_linker_t *, wasmtime_linker_new, (wasm_engine_t *))                                               \
    X(wasmtime_error_t *, wasmtime_linker_define_func_unchecked,                                                 \
      (wasmtime_linker_t *, const char *, size_t, const char *, size_t, const wasm_functype_t *,                 \
       wasmtime_unchecked_callback_t, void *, void (*)(void *)))                                                 \
    X(wasmtime_error_t *, wasmtime_linker_instantiate_pre,                                                       \
      (const wasmtime_linker_t *, const wasmtime_module_t *, wasmtime_instance_pre_t **))                        \
    X(void, wasmtime_instance_pre_delete, (wasmtime_instance_pre_t *))                                           \
    X(wasmtime_error_t *, wasmtime_instance_pre_instantiate,                                                     \
      (const wasmtime_instance_pre_t *, wasmtime_context_t *, wasmtime_instance_t *, wasm_trap_t **))            \
    X(bool, wasmtime_instance_export_get,                                                                        \
      (wasmtime_context_t *, const wasmtime_instance_t *, const char *, size_t, wasmtime_extern_t *))            \
    X(void, wasmtime_global_get, (wasmtime_context_t *, const wasmtime_object_t *, wasmtime_val_t *))            \
    X(wasmtime_error_t *, wasmtime_global_set,                                                                   \
      (wasmtime_context_t *, const wasmtime_object_t *, const wasmtime_val_t *))                                 \
    X(uint8_t *, wasmtime_memory_data, (const wasmtime_context_t *, const wasmtime_object_t *))                  \
    X(size_t, wasmtime_memory_data_size, (const wasmtime_context_t *, const wasmtime_object_t *))                \
    X(wasmtime_context_t *, wasmtime_caller_context, (wasmtime_caller_t *))                                      \
    X(wasmtime_error_t *, wasmtime_func_call_unchecked,                                                          \
      (wasmtime_context_t *, const wasmtime_func_t *, wasmtime_val_raw_t *, size_t, wasm_trap_t **))             \
    X(void, wasmtime_config_max_wasm_stack_set, (wasm_config_t *, size_t))                                       \
    X(void, wasmtime_config_async_stack_size_set, (wasm_config_t *, uint64_t))                                   \
    X(void, wasmtime_config_cranelift_opt_level_set, (wasm_config_t *, uint8_t))                                 \
    X(void, wasmtime_config_host_memory_creator_set, (wasm_config_t *, wasmtime_memory_creator_t *))             \
    X(wasmtime_error_t *, wasmtime_error_new, (const char *))

/** X(name): settings that are on or off. */
#define WASMTIME_SWITCHES_ON(X)                                                                                  \
    X(wasmtime_config_cranelift_nan_canonicalization_set)                                                        \
    X(wasmtime_config_wasm_bulk_memory_set)                                                                      \
    X(wasmtime_config_wasm_relaxed_simd_deterministic_set)                                                       \
    X(wasmtime_config_wasm_reference_types_set)                                                                  \
    X(wasmtime_config_parallel_compilation_set)

#define WASMTIME_SWITCHES_OFF(X)                                                                                 \
    X(wasmtime_config_debug_info_set)                                                                            \
    X(wasmtime_config_consume_fuel_set)                                                                          \
    X(wasmtime_config_epoch_interruption_set)                                                                    \
    X(wasmtime_config_native_unwind_info_set)                                                                    \
    X(wasmtime_config_memory_may_move_set)                                                                       \
    X(wasmtime_config_memory_init_cow_set)                                                                       \
    X(wasmtime_config_cranelift_debug_verifier_set)                                                              \
    X(wasmtime_config_wasm_simd_set)                                                                             \
    X(wasmtime_config_wasm_relaxed_simd_set)                                                                     \
    X(wasmtime_config_wasm_threads_set)                                                                          \
    X(wasmtime_config_shared_memory_set)                                                                         \
    X(wasmtime_config_wasm_tail_call_set)                                                                        \
    X(wasmtime_config_wasm_function_references_set)                                                              \
    X(wasmtime_config_wasm_gc_set)                                                                               \
    X(wasmtime_config_gc_support_set)                                                                            \
    X(wasmtime_config_wasm_multi_value_set)                                                                      \
    X(wasmtime_config_wasm_multi_memory_set)                                                                     \
    X(wasmtime_config_wasm_memory64_set)                                                                         \
    X(wasmtime_config_wasm_wide_arithmetic_set)                                                                  \
    X(wasmtime_config_wasm_exceptions_set)                                                                       \
    X(wasmtime_config_wasm_custom_page_sizes_set)                                                                \
    X(wasmtime_config_wasm_stack_switching_set)                                                                  \
    X(wasmtime_config_wasm_component_model_set)                                                                  \
    X(wasmtime_config_concurrency_support_set)

#endif
