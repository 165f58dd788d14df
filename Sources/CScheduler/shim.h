// A thread's scheduling attributes: glibc has functions for them only from 2.41 on, Debian 12 has 2.36.
#pragma once
#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// As the kernel defines it (sched_setattr(2)).
struct tocsin_sched_attr {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

// Asks for slices of so many nanoseconds for the calling thread and those that it starts; policy and niceness stay as they
// are. From Linux 6.12 on a thread that wakes goes before those with longer slices; older kernels take it and do nothing.
// Returns 0, or what `errno` says.
static inline int tocsin_request_slice(uint64_t nanoseconds) {
    struct tocsin_sched_attr attributes = {.size = sizeof attributes};
    if (syscall(SYS_sched_getattr, 0, &attributes, (unsigned)sizeof attributes, 0u) != 0) return errno;
    // Only the ordinary policy (0) has slices; whoever gave the server a real-time one knows why.
    if (attributes.policy != 0) return 0;
    attributes.runtime = nanoseconds;
    return syscall(SYS_sched_setattr, 0, &attributes, 0u) == 0 ? 0 : errno;
}
