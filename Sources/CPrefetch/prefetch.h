// Asks the processor to fetch memory before it is needed; Swift has no word for it.
#pragma once

/// Changes nothing but the time that a later access takes. Any address is allowed.
static inline void tocsin_prefetch(const void *address) { __builtin_prefetch(address); }
