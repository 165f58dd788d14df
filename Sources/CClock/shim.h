// The kernel's clock discipline and the C library's idea of character widths, which Swift's Glibc module leaves out.
#pragma once
#include <sys/timex.h>
#include <wchar.h>

// Swift can't import `wcwidth` itself: its declaration depends on feature macros that are settled before this is read.
int wcwidth(wchar_t character);

static inline int tocsin_wcwidth(unsigned int scalar) { return wcwidth((wchar_t)scalar); }
