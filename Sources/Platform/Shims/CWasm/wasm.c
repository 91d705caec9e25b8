#include "quarry_wasm.h"

#include "quarry_slots.h"
#include "wasmtime_api.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*switch_t)(wasm_config_t *, bool);

static struct {
#define X(result, name, parameters) result(*name) parameters;
    WASMTIME_FUNCTIONS(X)
#undef X
#define X(name) switch_t name;
    WASMTIME_SWITCHES_ON(X) WASMTIME_SWITCHES_OFF(X)
#undef X
} api;

/* Speed, and what one entry into an instance may take of the thread's stack: part of the settings' text. */
#define OPT_LEVEL 1
#define STACK_BYTES 4194304
enum { MAX_PARAMETERS = 12, MAX_TABLE_ELEMENTS = 20000 };

/** One import with the engine that it belongs to: what its callback is handed. */
typedef struct {
    quarry_wasm_host_t host;
    uint32_t index;
    char parameters[MAX_PARAMETERS + 1];
} import_t;

struct quarry_wasm_engine {
    wasm_engine_t *engine;
    wasmtime_linker_t *linker;
    import_t *imports;
};

struct quarry_wasm_module {
    quarry_wasm_engine_t *engine;
    wasmtime_module_t *module;
    wasmtime_instance_pre_t *prepared;
};

struct quarry_wasm_instance {
    wasmtime_store_t *store;
    wasmtime_context_t *context;
    wasmtime_instance_t instance;
    wasmtime_object_t gas;
    wasmtime_object_t memory;
    void *host;
    bool stopped;
};

static void fail(quarry_wasm_error_t *error, const char *text, size_t length) {
    if (length >= sizeof error->text) {
        length = sizeof error->text - 1;
    }
    memcpy(error->text, text, length);
    error->text[length] = 0;
}

/** Takes an error object; true if there was none. */
static bool passed(wasmtime_error_t *failure, quarry_wasm_error_t *error) {
    if (failure == NULL) {
        return true;
    }
    wasm_byte_vec_t message;
    api.wasmtime_error_message(failure, &message);
    fail(error, message.data, message.size);
    api.wasm_byte_vec_delete(&message);
    api.wasmtime_error_delete(failure);
    return false;
}

static bool find_functions(void *library, quarry_wasm_error_t *error) {
    const char *missing = NULL;
#define X(result, name, parameters)                                                                              \
    *(void **)&api.name = dlsym(library, #name);                                                                 \
    missing = api.name == NULL ? #name : missing;
    WASMTIME_FUNCTIONS(X)
#undef X
#define X(name)                                                                                                  \
    *(void **)&api.name = dlsym(library, #name);                                                                 \
    missing = api.name == NULL ? #name : missing;
    WASMTIME_SWITCHES_ON(X)
    WASMTIME_SWITCHES_OFF(X)
#undef X
    if (missing == NULL) {
        return true;
    }
    snprintf(error->text, sizeof error->text, "the library has no %s: it is of another version", missing);
    return false;
}

#define X(name) #name " on;"
#define Y(name) #name " off;"
#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

const char *quarry_wasm_settings(void) {
    return WASMTIME_SWITCHES_ON(X) WASMTIME_SWITCHES_OFF(Y) "opt " TEXT(OPT_LEVEL) ";stack " TEXT(STACK_BYTES);
}
#undef X
#undef Y

static uint8_t *get_memory(void *env, size_t *size, size_t *capacity) {
    return quarry_slot_memory(env, size, capacity);
}

static wasmtime_error_t *grow_memory(void *env, size_t size) {
    return quarry_slot_grow(env, size) ? NULL : api.wasmtime_error_new("no memory to grow an instance");
}

static void release_memory(void *env) {
    quarry_slot_release(env);
}

static wasmtime_error_t *new_memory(void *env, const void *type, size_t minimum, size_t maximum, size_t reserved,
                                    size_t guard, wasmtime_linear_memory_t *out) {
    (void)env, (void)type, (void)maximum;
    quarry_slot_t *slot = quarry_slot_acquire(minimum, reserved, guard);
    if (slot == NULL) {
        return api.wasmtime_error_new("no address space for an instance's memory");
    }
    *out = (wasmtime_linear_memory_t){slot, get_memory, grow_memory, release_memory};
    return NULL;
}

static wasm_engine_t *make_engine(void) {
    wasm_config_t *config = api.wasm_config_new();
#define X(name) api.name(config, true);
    WASMTIME_SWITCHES_ON(X)
#undef X
#define X(name) api.name(config, false);
    WASMTIME_SWITCHES_OFF(X)
#undef X
    /* The stack of asynchronous calls must not be smaller, even though there are none. */
    api.wasmtime_config_async_stack_size_set(config, 2 * STACK_BYTES);
    api.wasmtime_config_max_wasm_stack_set(config, STACK_BYTES);
    api.wasmtime_config_cranelift_opt_level_set(config, OPT_LEVEL);
    wasmtime_memory_creator_t creator = {.new_memory = new_memory};
    api.wasmtime_config_host_memory_creator_set(config, &creator);
    return api.wasm_engine_new_with_config(config);
}

/** Reads the arguments, calls the host, and writes the result or stops. */
static wasm_trap_t *host_call(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *values, size_t count) {
    const import_t *import = env;
    quarry_wasm_instance_t *instance =
        api.wasmtime_context_get_data(api.wasmtime_caller_context(caller));
    uint64_t arguments[MAX_PARAMETERS];
    size_t n = 0;
    for (; n < count && import->parameters[n] != 0; n++) {
        arguments[n] = import->parameters[n] == 'i' ? (uint32_t)values[n].i32 : (uint64_t)values[n].i64;
    }
    int64_t result = import->host(instance->host, instance, import->index, arguments, n);
    if (result < 0) {
        instance->stopped = true;
        return api.wasmtime_trap_new("stopped", 7);
    }
    values[0].i64 = 0;
    values[0].i32 = (int32_t)(uint32_t)result;
    return NULL;
}

static wasm_functype_t *signature(const char *parameters) {
    wasm_valtype_t *kinds[MAX_PARAMETERS];
    size_t n = 0;
    for (; parameters[n] != 0; n++) {
        kinds[n] = api.wasm_valtype_new(parameters[n] == 'i' ? KIND_I32 : KIND_I64);
    }
    wasm_valtype_t *result = api.wasm_valtype_new(KIND_I32);
    wasm_valtype_vec_t taken, given;
    api.wasm_valtype_vec_new(&taken, n, kinds);
    api.wasm_valtype_vec_new(&given, 1, &result);
    return api.wasm_functype_new(&taken, &given);
}

static bool define(quarry_wasm_engine_t *engine, const quarry_wasm_import_t *wanted, import_t *import,
                   quarry_wasm_error_t *error) {
    wasm_functype_t *type = signature(import->parameters);
    wasmtime_error_t *failure = api.wasmtime_linker_define_func_unchecked(
        engine->linker, wanted->module, strlen(wanted->module), wanted->name, strlen(wanted->name), type,
        host_call, import, NULL);
    api.wasm_functype_delete(type);
    return passed(failure, error);
}

quarry_wasm_engine_t *quarry_wasm_engine_create(const char *library, const quarry_wasm_import_t *imports,
                                                size_t count, quarry_wasm_host_t host,
                                                quarry_wasm_error_t *error) {
    void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) {
        const char *why = dlerror();
        fail(error, why, strlen(why));
        return NULL;
    }
    if (!find_functions(opened, error)) {
        return NULL;
    }
    quarry_wasm_engine_t *engine = calloc(1, sizeof *engine);
    import_t *table = calloc(count, sizeof *table);
    if (engine == NULL || table == NULL) {
        free(engine);
        free(table);
        fail(error, "no memory", 9);
        return NULL;
    }
    engine->engine = make_engine();
    engine->linker = api.wasmtime_linker_new(engine->engine);
    engine->imports = table;
    for (size_t i = 0; i < count; i++) {
        if (strlen(imports[i].parameters) > MAX_PARAMETERS) {
            fail(error, "too many parameters", 19);
            return NULL;
        }
        table[i].host = host;
        table[i].index = (uint32_t)i;
        memcpy(table[i].parameters, imports[i].parameters, strlen(imports[i].parameters));
        if (!define(engine, &imports[i], &table[i], error)) {
            return NULL;
        }
    }
    return engine;
}

bool quarry_wasm_validate(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                          quarry_wasm_error_t *error) {
    return passed(api.wasmtime_module_validate(engine->engine, bytes, length), error);
}

static quarry_wasm_module_t *prepared(quarry_wasm_engine_t *engine, wasmtime_module_t *module,
                                      quarry_wasm_error_t *error) {
    quarry_wasm_module_t *made = calloc(1, sizeof *made);
    if (made == NULL) {
        api.wasmtime_module_delete(module);
        fail(error, "no memory", 9);
        return NULL;
    }
    made->engine = engine;
    made->module = module;
    if (!passed(api.wasmtime_linker_instantiate_pre(engine->linker, module, &made->prepared), error)) {
        api.wasmtime_module_delete(module);
        free(made);
        return NULL;
    }
    return made;
}

quarry_wasm_module_t *quarry_wasm_compile(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                                          quarry_wasm_error_t *error) {
    wasmtime_module_t *module = NULL;
    if (!passed(api.wasmtime_module_new(engine->engine, bytes, length, &module), error)) {
        return NULL;
    }
    return prepared(engine, module, error);
}

uint8_t *quarry_wasm_serialize(const quarry_wasm_module_t *module, size_t *length, quarry_wasm_error_t *error) {
    wasm_byte_vec_t code;
    if (!passed(api.wasmtime_module_serialize(module->module, &code), error)) {
        return NULL;
    }
    uint8_t *copy = malloc(code.size == 0 ? 1 : code.size);
    if (copy != NULL) {
        memcpy(copy, code.data, code.size);
        *length = code.size;
    } else {
        fail(error, "no memory", 9);
    }
    api.wasm_byte_vec_delete(&code);
    return copy;
}

void quarry_wasm_free(uint8_t *bytes) {
    free(bytes);
}

quarry_wasm_module_t *quarry_wasm_deserialize(quarry_wasm_engine_t *engine, const uint8_t *bytes, size_t length,
                                              quarry_wasm_error_t *error) {
    wasmtime_module_t *module = NULL;
    if (!passed(api.wasmtime_module_deserialize(engine->engine, bytes, length, &module), error)) {
        return NULL;
    }
    return prepared(engine, module, error);
}

void quarry_wasm_module_destroy(quarry_wasm_module_t *module) {
    api.wasmtime_instance_pre_delete(module->prepared);
    api.wasmtime_module_delete(module->module);
    free(module);
}

/** Traps by their code, as the library words them; what it says itself begins with a backtrace. */
static const char *const trap_texts[] = {
    [0] = "wasm trap: call stack exhausted",
    [1] = "wasm trap: out of bounds memory access",
    [3] = "wasm trap: undefined element: out of bounds table access",
    [4] = "wasm trap: uninitialized element",
    [5] = "wasm trap: indirect call type mismatch",
    [6] = "wasm trap: integer overflow",
    [7] = "wasm trap: integer divide by zero",
    [8] = "wasm trap: invalid conversion to integer",
    [9] = "wasm trap: wasm `unreachable` instruction executed",
};

/** Takes a trap; what it says. */
static void explain(wasm_trap_t *trap, quarry_wasm_error_t *error) {
    uint8_t code = UINT8_MAX;
    if (api.wasmtime_trap_code(trap, &code) && code < sizeof trap_texts / sizeof *trap_texts &&
        trap_texts[code] != NULL) {
        fail(error, trap_texts[code], strlen(trap_texts[code]));
        api.wasm_trap_delete(trap);
        return;
    }
    wasm_byte_vec_t message;
    api.wasm_trap_message(trap, &message);
    fail(error, message.data, message.size);
    api.wasm_byte_vec_delete(&message);
    api.wasm_trap_delete(trap);
}

static bool export_of(quarry_wasm_instance_t *instance, const char *name, uint8_t kind, wasmtime_extern_t *out) {
    return api.wasmtime_instance_export_get(instance->context, &instance->instance, name, strlen(name), out) &&
           out->kind == kind;
}

static bool start(quarry_wasm_instance_t *instance, const quarry_wasm_module_t *module, const char *gas_export,
                  quarry_wasm_error_t *error) {
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *failure = api.wasmtime_instance_pre_instantiate(module->prepared, instance->context,
                                                                      &instance->instance, &trap);
    if (!passed(failure, error)) {
        return false;
    }
    if (trap != NULL) {
        explain(trap, error);
        return false;
    }
    wasmtime_extern_t gas, memory;
    if (!export_of(instance, gas_export, EXTERN_GLOBAL, &gas) ||
        !export_of(instance, "memory", EXTERN_MEMORY, &memory)) {
        fail(error, "the module exports no gas counter or no memory", 46);
        return false;
    }
    instance->gas = gas.of.object;
    instance->memory = memory.of.object;
    return true;
}

quarry_wasm_instance_t *quarry_wasm_instantiate(quarry_wasm_module_t *module, uint64_t memory_limit, void *host,
                                                const char *gas_export, quarry_wasm_error_t *error) {
    quarry_wasm_instance_t *instance = calloc(1, sizeof *instance);
    if (instance == NULL) {
        fail(error, "no memory", 9);
        return NULL;
    }
    instance->host = host;
    instance->store = api.wasmtime_store_new(module->engine->engine, instance, NULL);
    instance->context = api.wasmtime_store_context(instance->store);
    api.wasmtime_store_limiter(instance->store, (int64_t)memory_limit, MAX_TABLE_ELEMENTS, 1, 1, 1);
    if (!start(instance, module, gas_export, error)) {
        quarry_wasm_instance_destroy(instance);
        return NULL;
    }
    return instance;
}

void quarry_wasm_instance_destroy(quarry_wasm_instance_t *instance) {
    api.wasmtime_store_delete(instance->store);
    free(instance);
}

int64_t quarry_wasm_gas(quarry_wasm_instance_t *instance) {
    wasmtime_val_t value;
    api.wasmtime_global_get(instance->context, &instance->gas, &value);
    return value.of.i64;
}

void quarry_wasm_set_gas(quarry_wasm_instance_t *instance, int64_t gas) {
    wasmtime_val_t value = {.kind = KIND_I64, .of.i64 = gas};
    wasmtime_error_t *failure = api.wasmtime_global_set(instance->context, &instance->gas, &value);
    if (failure != NULL) { /* only a global of another type refuses */
        api.wasmtime_error_delete(failure);
    }
}

uint8_t *quarry_wasm_memory(quarry_wasm_instance_t *instance, size_t *size) {
    *size = api.wasmtime_memory_data_size(instance->context, &instance->memory);
    return api.wasmtime_memory_data(instance->context, &instance->memory);
}

bool quarry_wasm_exports_function(quarry_wasm_instance_t *instance, const char *name) {
    wasmtime_extern_t found;
    return export_of(instance, name, EXTERN_FUNC, &found);
}

static bool are_i32(const wasm_valtype_vec_t *types, size_t count) {
    bool fits = types->size == count;
    for (size_t i = 0; fits && i < count; i++) {
        fits = api.wasm_valtype_kind(types->data[i]) == KIND_I32;
    }
    return fits;
}

/** Calls are unchecked: a function of another type would take arguments that are not there. */
static bool takes(quarry_wasm_instance_t *instance, const wasmtime_func_t *function, size_t count) {
    wasm_functype_t *type = api.wasmtime_func_type(instance->context, function);
    const wasm_valtype_vec_t *results = api.wasm_functype_results(type);
    bool fits = are_i32(api.wasm_functype_params(type), count) && (results->size == 0 || are_i32(results, 1));
    api.wasm_functype_delete(type);
    return fits;
}

quarry_wasm_outcome_t quarry_wasm_call(quarry_wasm_instance_t *instance, const char *name,
                                       const uint32_t *arguments, size_t count, uint32_t *result,
                                       quarry_wasm_error_t *error) {
    wasmtime_extern_t found;
    if (!export_of(instance, name, EXTERN_FUNC, &found) || count > MAX_PARAMETERS) {
        fail(error, "no such function", 16);
        return QUARRY_WASM_FAILED;
    }
    if (!takes(instance, &found.of.func, count)) {
        fail(error, "a function of another type", 26);
        return QUARRY_WASM_FAILED;
    }
    wasmtime_val_raw_t values[MAX_PARAMETERS + 1];
    memset(values, 0, sizeof values);
    for (size_t i = 0; i < count; i++) {
        values[i].i32 = (int32_t)arguments[i];
    }
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *failure = api.wasmtime_func_call_unchecked(instance->context, &found.of.func, values,
                                                                 count == 0 ? 1 : count, &trap);
    if (instance->stopped) {
        /* It comes back as an error or as a trap, by how the library is made. */
        passed(failure, error);
        if (trap != NULL) {
            api.wasm_trap_delete(trap);
        }
        return QUARRY_WASM_STOPPED;
    }
    if (!passed(failure, error)) {
        return QUARRY_WASM_FAILED;
    }
    if (trap != NULL) {
        explain(trap, error);
        return QUARRY_WASM_TRAP;
    }
    *result = (uint32_t)values[0].i32;
    return QUARRY_WASM_VALUE;
}
