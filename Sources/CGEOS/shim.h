#ifndef TOCSIN_CGEOS_SHIM_H
#define TOCSIN_CGEOS_SHIM_H

// Only functions that are given their context: the others share one behind the scenes.
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#endif
