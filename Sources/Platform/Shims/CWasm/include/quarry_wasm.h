/**
 * WebAssembly by libwasmtime, configured for determinism as the FVM demands (fvm/src/engine of ref-fvm). The library is
 * opened at run time, so that nothing else needs it; its version is pinned, since the layouts that its C interface
 * exposes change between major versions.
 */
#ifndef QUARRY_WASM_H
#define QUARRY_WASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct quarry_wasm_engine quarry_wasm_engine_t;
typedef struct quarry_wasm_module quarry_wasm_module_t;
typedef struct quarry_wasm_instance quarry_wasm_instance_t;

/** A function that hosts offer; `parameters` has 'i' for an i32 and 'I' for an i64. All return one i32. */
typedef struct {
    const char *module;
    const char *name;
    const char *parameters;
} quarry_wasm_import_t;

/** Import number `index` was called: its result, 0 to 2^32 - 1, or below zero to stop the instance. */
typedef int64_t (*quarry_wasm_host_t)(void *host, quarry_wasm_instance_t *instance, uint32_t index,
                                      const uint64_t *arguments, size_t count);

/** What went wrong, cut to the room there is. */
typedef struct {
    char text[256];
} quarry_wasm_error_t;

/** How a call ended. */
typedef enum {
    QUARRY_WASM_VALUE,
    QUARRY_WASM_TRAP,
    QUARRY_WASM_STOPPED,
    QUARRY_WASM_FAILED,
} quarry_wasm_outcome_t;

/** Opens `library` and makes an engine with these imports. The engine is never destroyed before the process ends. */
quarry_wasm_engine_t *quarry_wasm_engine_create(const char *library, const quarry_wasm_import_t *imports,
                                                size_t count, quarry_wasm_host_t host,
                                                quarry_wasm_error_t *error);

/** How every engine is set up: machine code made under other settings must not be used. */
const char *quarry_wasm_settings(void);

/** Whether the engine's feature set takes a module as it is. */
bool quarry_wasm_validate(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                          quarry_wasm_error_t *error);

/** Compiles an instrumented module; `gas_export` names its gas counter. */
quarry_wasm_module_t *quarry_wasm_compile(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                                          quarry_wasm_error_t *error);

/** The machine code of a module, to be kept; free it with quarry_wasm_free. NULL on failure. */
uint8_t *quarry_wasm_serialize(const quarry_wasm_module_t *module, size_t *length, quarry_wasm_error_t *error);
void quarry_wasm_free(uint8_t *bytes);

/** A module from machine code that this program kept. The bytes are trusted: check them before. */
quarry_wasm_module_t *quarry_wasm_deserialize(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                                              quarry_wasm_error_t *error);
void quarry_wasm_module_destroy(quarry_wasm_module_t *module);

/** A fresh instance whose memory stays below `memory_limit` bytes. `host` is handed to the host function. */
quarry_wasm_instance_t *quarry_wasm_instantiate(quarry_wasm_module_t *module, uint64_t memory_limit, void *host,
                                                const char *gas_export, quarry_wasm_error_t *error);
void quarry_wasm_instance_destroy(quarry_wasm_instance_t *instance);

int64_t quarry_wasm_gas(quarry_wasm_instance_t *instance);
void quarry_wasm_set_gas(quarry_wasm_instance_t *instance, int64_t gas);
uint8_t *quarry_wasm_memory(quarry_wasm_instance_t *instance, size_t *size);
bool quarry_wasm_exports_function(quarry_wasm_instance_t *instance, const char *name);

/** Calls an exported function with i32 arguments (32 bits of each) and one i32 result or none. */
quarry_wasm_outcome_t quarry_wasm_call(quarry_wasm_instance_t *instance, const char *name,
                                       const uint32_t *arguments, size_t count, uint32_t *result,
                                       quarry_wasm_error_t *error);

#endif
