/* What compiled kernels need of the .NET runtime when there is none: the transition from C, and nothing behind it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void RhpReversePInvoke(void *frame) { (void)frame; }
void RhpReversePInvokeReturn(void *frame) { (void)frame; }
void RhpGcPoll(void) {}
uint32_t RhpTrapThreads;
int g_cpuFeatures = 1;   /* AdvSimd, no extensions */
uintptr_t __security_cookie = 0x5bd1e995deadbeef;
/* Span<T>.Clear and the like, which are compiled as calls into the core library. */
void clear(void *at, size_t bytes) __asm__("S_P_CoreLib_System_SpanHelpers__ClearWithoutReferences");
void clear(void *at, size_t bytes) { memset(at, 0, bytes); }
void RhSpanHelpers_MemCopy(void *to, const void *from, size_t bytes) { memmove(to, from, bytes); }
void RhSpanHelpers_MemZero(void *at, size_t bytes) { memset(at, 0, bytes); }

/* Everything else becomes a stub that names itself: a kernel that calls the runtime must not go unnoticed. */
void unresolved(const char *symbol)
{
    fflush(stdout);
    fprintf(stderr, "a kernel called '%s', which needs the runtime\n", symbol);
    _exit(101);
}
