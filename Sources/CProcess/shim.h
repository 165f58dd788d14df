#ifndef TOCSIN_CPROCESS_H
#define TOCSIN_CPROCESS_H

#include <spawn.h>

// The headers declare these only under _GNU_SOURCE, which the module of the C library that Swift sees was made without.
extern int memfd_create(const char *name, unsigned int flags);
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

// A macro that Swift does not import.
static const unsigned int tocsin_mfd_cloexec = 1U;

#endif
