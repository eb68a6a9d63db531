/* Runs compiled kernels as the runtime would and compares: main <directory with *.golden>.
   One line per network and check; exit code 1 if any failed.  The file's sequence is that of GoldenFile.cs. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct { float *parameters, *gradients, *packed, *arena, *input, *output, *output_gradient; int32_t batch; uint32_t seed; } training_pass;
typedef void pack_fn(const float *, float *);
typedef void forward_fn(const float *, float *, const float *, float *, int32_t);
typedef void stage_fn(int32_t, training_pass *, float *, int32_t, int32_t);

#define NETWORK(name) extern pack_fn name##_pack; extern forward_fn name##_forward; extern stage_fn name##_stage;
#include "networks.inc"
#undef NETWORK
static const struct { const char *name; pack_fn *pack; forward_fn *forward; stage_fn *stage; } networks[] = {
#define NETWORK(name) { #name, name##_pack, name##_forward, name##_stage },
#include "networks.inc"
#undef NETWORK
};

enum { GUARD = 1024 };
enum gradient { NONE, ZERO, COMPUTED };   /* GoldenFile.Gradient */
typedef struct { int32_t offset, length, gradient; } parameter;
typedef struct { int32_t phase, items, grain; } stage;
static const uint32_t guard = 0x7FC0DEAD;   /* a NaN that no arithmetic produces */
static const double forward_tolerance = 1e-5, gradient_tolerance = 1e-4;
static const char *directory, *network;
static int checks, failures;

static void report(const char *check, int ok, const char *format, double a, double b)
{
    checks++;
    failures += !ok;
    printf("%-24s %-28s %s", network, check, ok ? "ok    " : "FAILED");
    printf(format, a, b);
    putchar('\n');
}

static void read_all(FILE *file, void *into, size_t bytes)
{
    if (fread(into, 1, bytes, file) != bytes) {
        fprintf(stderr, "%s: the golden file is too short\n", network);
        exit(2);
    }
}
static int32_t read_int(FILE *file) { int32_t value; read_all(file, &value, sizeof value); return value; }

/* Aligned floats between guards; all NaN. */
typedef struct { uint32_t *memory; float *values; int64_t length; } buffer;
static buffer new_buffer(int64_t length)
{
    buffer b = { .length = length };
    size_t bytes = ((size_t)(2 * GUARD + length) * 4 + 63) / 64 * 64;
    b.memory = aligned_alloc(64, bytes);
    if (!b.memory)
        exit(2);
    for (size_t i = 0; i < bytes / 4; i++)
        b.memory[i] = guard;
    b.values = (float *)b.memory + GUARD;
    return b;
}
/* A caller's floats: they end with a page, before one that must not be touched. A read past the end is a crash. */
static buffer new_caller_buffer(int64_t length)
{
    size_t page = sysconf(_SC_PAGESIZE), bytes = ((size_t)length * 4 + page - 1) / page * page;
    char *memory = mmap(NULL, bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + bytes, page, PROT_NONE))
        exit(2);
    return (buffer){ .values = (float *)(memory + bytes) - length, .length = length };
}
static void fill(buffer b, float value) { for (int64_t i = 0; i < b.length; i++) b.values[i] = value; }
static int intact(buffer b)
{
    for (int64_t i = 0; i < GUARD; i++)
        if (b.memory[i] != guard || ((uint32_t *)b.values)[b.length + i] != guard)
            return 0;
    return 1;
}
static int all_bits(const float *values, int64_t length, uint32_t bits)
{
    for (int64_t i = 0; i < length; i++)
        if (((const uint32_t *)values)[i] != bits)
            return 0;
    return 1;
}
static void read_floats(FILE *file, buffer b) { read_all(file, b.values, b.length * sizeof(float)); }

/* The largest error, relative to the largest expected value. */
static void compare(const char *check, const float *actual, const double *expected, int64_t length, double tolerance, double least_scale)
{
    double scale = least_scale, worst = 0;
    for (int64_t i = 0; i < length; i++)
        scale = fmax(scale, fabs(expected[i]));
    for (int64_t i = 0; i < length; i++) {
        double error = fabs(actual[i] - expected[i]);
        worst = isfinite(actual[i]) ? fmax(worst, error) : INFINITY;
        if (!isfinite(worst))
            break;
    }
    report(check, scale > 0 && worst <= tolerance * scale, " relative error %.1e of %.0e", worst / scale, tolerance);
}

static void run(int index)
{
    char path[1024];
    network = networks[index].name;
    snprintf(path, sizeof path, "%s/%s.golden", directory, network);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }

    int32_t images = read_int(file), batch = read_int(file), input_length = read_int(file), output_length = read_int(file), logits_length = read_int(file), block = read_int(file);
    int32_t packed_length = read_int(file), arena_length = read_int(file), parameter_count = read_int(file);
    parameter parameters[parameter_count + 1];
    read_all(file, parameters, parameter_count * sizeof *parameters);
    int32_t plan_arena = read_int(file), plan_scratch = read_int(file), plan_packed = read_int(file), seed = read_int(file), stage_count = read_int(file);
    stage stages[stage_count + 1];
    read_all(file, stages, stage_count * sizeof *stages);

    buffer weights = new_buffer(block), inputs = new_buffer((int64_t)batch * input_length), output_gradients = new_buffer((int64_t)batch * logits_length);
    read_floats(file, weights);
    read_floats(file, inputs);
    read_floats(file, output_gradients);
    double least_scale, *expected = malloc((size_t)images * output_length * sizeof(double));
    read_all(file, &least_scale, sizeof least_scale);
    read_all(file, expected, (size_t)images * output_length * sizeof(double));

    /* Prediction, in memory that is NaN before every image; the caller's spans start anywhere. */
    buffer packed = new_buffer(packed_length), arena = new_buffer(arena_length), input = new_caller_buffer(input_length), output = new_caller_buffer(output_length);
    float *outputs = malloc((size_t)images * output_length * sizeof(float));
    networks[index].pack(weights.values, packed.values);
    for (int image = 0; image < images; image++) {
        fill(arena, NAN);
        fill(output, NAN);
        memcpy(input.values, inputs.values + (int64_t)image * input_length, input_length * sizeof(float));
        networks[index].forward(packed.values, arena.values, input.values, output.values, 1);
        memcpy(outputs + (int64_t)image * output_length, output.values, output_length * sizeof(float));
    }
    compare("predict", outputs, expected, (int64_t)images * output_length, forward_tolerance, least_scale);

    /* More images at once than a tile of them, and not a whole number of tiles. */
    enum { together = 13 };
    buffer batch_input = new_caller_buffer((int64_t)together * input_length), batch_output = new_caller_buffer((int64_t)together * output_length);
    double *batch_expected = malloc((size_t)together * output_length * sizeof(double));
    for (int image = 0; image < together; image++) {
        memcpy(batch_input.values + (int64_t)image * input_length, inputs.values + (int64_t)(image % images) * input_length, input_length * sizeof(float));
        memcpy(batch_expected + (int64_t)image * output_length, expected + (int64_t)(image % images) * output_length, output_length * sizeof(double));
    }
    fill(arena, NAN);
    fill(batch_output, NAN);
    networks[index].forward(packed.values, arena.values, batch_input.values, batch_output.values, together);
    compare("predict: batch", batch_output.values, batch_expected, (int64_t)together * output_length, forward_tolerance, least_scale);
    report("predict: guards", intact(weights) && intact(packed) && intact(arena), "", 0, 0);

    /* Training: the whole of each stage, then grain by grain backwards, which must give the same bits. */
    buffer first_gradients = new_buffer(block), first_logits = new_buffer((int64_t)batch * logits_length);
    double *logits = malloc((size_t)batch * logits_length * sizeof(double)), *gradient = malloc((size_t)(block + 1) * sizeof(double));
    for (int split = 0; stage_count > 0 && split < 2; split++) {
        buffer gradients = new_buffer(block), train_packed = new_buffer(plan_packed), train_arena = new_buffer((int64_t)plan_arena * batch);
        buffer train_output = new_buffer((int64_t)batch * logits_length), scratch = new_buffer(plan_scratch);
        fill(train_arena, 0);
        fill(gradients, 0);
        for (int p = 0; p < parameter_count; p++)
            for (int i = 0; i < parameters[p].length; i++)
                ((uint32_t *)gradients.values)[parameters[p].offset + i] = guard;
        training_pass pass = { weights.values, gradients.values, train_packed.values, train_arena.values, inputs.values, train_output.values, output_gradients.values, batch, (uint32_t)seed };
        for (int s = 0; s < stage_count; s++) {
            int items = stages[s].items ? stages[s].items : batch, grain = split ? stages[s].grain : items;
            for (int first = (items - 1) / grain * grain; first >= 0; first -= grain) {
                fill(scratch, NAN);
                networks[index].stage(s, &pass, scratch.values, first, first + grain < items ? first + grain : items);
            }
        }
        report(split ? "split training: guards" : "training: guards",
               intact(weights) && intact(inputs) && intact(output_gradients) && intact(gradients) && intact(train_packed) && intact(train_arena) && intact(train_output) && intact(scratch), "", 0, 0);
        if (split) {
            report("split training: same bits", !memcmp(first_gradients.values, gradients.values, block * sizeof(float)) && !memcmp(first_logits.values, train_output.values, first_logits.length * sizeof(float)), "", 0, 0);
        } else {
            memcpy(first_gradients.values, gradients.values, block * sizeof(float));
            memcpy(first_logits.values, train_output.values, first_logits.length * sizeof(float));
            read_all(file, logits, (size_t)batch * logits_length * sizeof(double));
            compare("training: logits", train_output.values, logits, (int64_t)batch * logits_length, forward_tolerance, 0);
            for (int p = 0; p < parameter_count; p++) {
                char name[64];
                snprintf(name, sizeof name, "training: gradient %d", p + 1);
                read_all(file, gradient, parameters[p].length * sizeof(double));
                const float *actual = gradients.values + parameters[p].offset;
                if (parameters[p].gradient == COMPUTED)
                    compare(name, actual, gradient, parameters[p].length, gradient_tolerance, 0);
                else
                    report(name, all_bits(actual, parameters[p].length, parameters[p].gradient == NONE ? guard : 0), parameters[p].gradient == NONE ? " not trained" : " not read", 0, 0);
            }
        }
        free(gradients.memory); free(train_packed.memory); free(train_arena.memory); free(train_output.memory); free(scratch.memory);
    }
    free(weights.memory); free(inputs.memory); free(output_gradients.memory); free(packed.memory); free(arena.memory);
    free(first_gradients.memory); free(first_logits.memory); free(outputs); free(expected); free(logits); free(gradient);
    fclose(file);
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2)
        return 2;
    directory = argv[1];
    int count = sizeof networks / sizeof *networks;
    for (int i = 0; i < count; i++)
        run(i);
    printf("%d networks, %d checks, %d failed\n", count, checks, failures);
    return failures ? 1 : 0;
}
