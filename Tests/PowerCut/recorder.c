// Records what a process does to the files of one folder and what it sends, in one order, for the power-cut test.
//
//   LD_PRELOAD=recorder.so POWERCUT_FOLDER=/data POWERCUT_TRACE=/trace program …
//
// A lock around each call and its record makes the order of the trace the order in which things happened. Trace: records
// of {kind u8, id u32, offset u64, length u32, bytes}, little-endian; see TraceRecord.swift. Calls that nothing here makes
// (mmap of the database, io_uring) are not recorded; SQLite maps only its shared-memory file, which no restart reads.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, TRUNCATED, SYNCED, RENAMED, UNLINKED, FOLDER_SYNCED, SENT };
enum { UNKNOWN = 0, IGNORED, FILE_OF_FOLDER, FOLDER, SOCKET };

#define DESCRIPTORS 65536
#define FILES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
static struct { unsigned char kind; uint32_t id; } descriptors[DESCRIPTORS];
static struct { dev_t device; ino_t inode; int live; } files[FILES];
static uint32_t file_count, socket_count;

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("POWERCUT_FOLDER"), *path = getenv("POWERCUT_TRACE");
    if (!name || !path || !realpath(name, folder)) return;
    folder_length = strlen(folder);
    trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    // Children (a helper that the program starts) would write into the same trace.
    unsetenv("POWERCUT_FOLDER");
    unsetenv("LD_PRELOAD");
}

static void put(const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = syscall(SYS_write, trace, next, count);
        if (written <= 0) { dprintf(2, "powercut recorder: the trace can't be written\n"); _exit(99); }
        next += written;
        count -= (size_t)written;
    }
}

static void record(unsigned char kind, uint32_t id, uint64_t offset, const void *bytes, uint32_t count) {
    unsigned char header[17];
    header[0] = kind;
    memcpy(header + 1, &id, 4);
    memcpy(header + 5, &offset, 8);
    memcpy(header + 13, &count, 4);
    put(header, sizeof header);
    if (count) put(bytes, count);
}

// Path below the folder, or NULL.
static const char *inside(const char *path) {
    if (strncmp(path, folder, folder_length) || path[folder_length] != '/') return NULL;
    return path + folder_length + 1;
}

static const char *resolve(int directory, const char *path, char *buffer) {
    char whole[PATH_MAX], parent[PATH_MAX];
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else if (directory == AT_FDCWD) snprintf(whole, sizeof whole, "./%s", path);
    else snprintf(whole, sizeof whole, "/proc/self/fd/%d/%s", directory, path);
    char *slash = strrchr(whole, '/');
    *slash = 0;
    if (!realpath(whole[0] ? whole : "/", parent)) return NULL;
    if (snprintf(buffer, PATH_MAX, "%s/%s", parent, slash + 1) >= PATH_MAX) return NULL;
    return inside(buffer);
}

// Who a descriptor is; asked once, forgotten when it is closed.
static int kind_of(int descriptor) {
    if (descriptor < 0 || descriptor >= DESCRIPTORS || trace < 0) return IGNORED;
    if (descriptors[descriptor].kind != UNKNOWN) return descriptors[descriptor].kind;
    struct stat status;
    char link[64], path[PATH_MAX];
    int kind = IGNORED;
    uint32_t id = 0;
    if (syscall(SYS_fstat, descriptor, &status)) return IGNORED;
    if (S_ISSOCK(status.st_mode)) {
        kind = SOCKET;
        id = ++socket_count;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        ssize_t length = readlink(link, path, sizeof path - 1);
        path[length < 0 ? 0 : length] = 0;
        if (S_ISDIR(status.st_mode) && !strcmp(path, folder)) kind = FOLDER;
        const char *name = S_ISREG(status.st_mode) ? inside(path) : NULL;
        if (name) {
            kind = FILE_OF_FOLDER;
            for (uint32_t i = 1; i <= file_count && !id; i++)
                if (files[i].live && files[i].device == status.st_dev && files[i].inode == status.st_ino) id = i;
            if (!id) {
                if (file_count + 1 >= FILES) { dprintf(2, "powercut recorder: too many files\n"); _exit(99); }
                id = ++file_count;
                files[id].device = status.st_dev;
                files[id].inode = status.st_ino;
                files[id].live = 1;
                record(OPENED, id, 0, name, (uint32_t)strlen(name));
            }
        }
    }
    descriptors[descriptor].kind = (unsigned char)kind;
    descriptors[descriptor].id = id;
    return kind;
}

static void opened(int descriptor, int flags) {
    if (descriptor < 0 || descriptor >= DESCRIPTORS || trace < 0) return;
    descriptors[descriptor].kind = UNKNOWN;
    if (kind_of(descriptor) == FILE_OF_FOLDER && (flags & O_TRUNC))
        record(TRUNCATED, descriptors[descriptor].id, 0, NULL, 0);
}

static int open_at(int directory, const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_openat, directory, path, flags | O_LARGEFILE, mode);
    int error = errno;
    opened(result, flags);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }

int close(int descriptor) {
    REAL(int, "close", int);
    pthread_mutex_lock(&lock);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) descriptors[descriptor].kind = UNKNOWN;
    int result = real(descriptor), error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static ssize_t written(int descriptor, ssize_t result, uint64_t offset, const void *bytes) {
    int error = errno;
    if (result > 0) {
        int kind = kind_of(descriptor);
        if (kind == FILE_OF_FOLDER) record(WRITTEN, descriptors[descriptor].id, offset, bytes, (uint32_t)result);
        if (kind == SOCKET) record(SENT, descriptors[descriptor].id, 0, bytes, (uint32_t)result);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static uint64_t position(int descriptor) {
    if (kind_of(descriptor) != FILE_OF_FOLDER) return 0;
    off_t here = (off_t)syscall(SYS_lseek, descriptor, 0, SEEK_CUR);
    return here < 0 ? 0 : (uint64_t)here;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    pthread_mutex_lock(&lock);
    uint64_t offset = position(descriptor);
    return written(descriptor, syscall(SYS_write, descriptor, bytes, count), offset, bytes);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    pthread_mutex_lock(&lock);
    return written(descriptor, syscall(SYS_pwrite64, descriptor, bytes, count, offset), (uint64_t)offset, bytes);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return pwrite64(descriptor, bytes, count, offset);
}

// Gathered writes are made one after another: the same bytes in the same order.
static ssize_t each(int descriptor, const struct iovec *parts, int count, ssize_t (*out)(int, const void *, size_t)) {
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].iov_len) continue;
        ssize_t result = out(descriptor, parts[i].iov_base, parts[i].iov_len);
        if (result < 0) return total ? total : result;
        total += result;
        if ((size_t)result < parts[i].iov_len) break;
    }
    return total;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) { return each(descriptor, parts, count, write); }

ssize_t sendto(int descriptor, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
    pthread_mutex_lock(&lock);
    return written(descriptor, syscall(SYS_sendto, descriptor, bytes, count, flags, to, length), 0, bytes);
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    return sendto(descriptor, bytes, count, flags, NULL, 0);
}

static int truncated(int descriptor, off64_t length) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_ftruncate, descriptor, length), error = errno;
    if (!result && kind_of(descriptor) == FILE_OF_FOLDER)
        record(TRUNCATED, descriptors[descriptor].id, (uint64_t)length, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int ftruncate(int descriptor, off_t length) { return truncated(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return truncated(descriptor, length); }

static int synced(int descriptor, long call) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(call, descriptor), error = errno;
    if (!result) {
        int kind = kind_of(descriptor);
        if (kind == FILE_OF_FOLDER) record(SYNCED, descriptors[descriptor].id, 0, NULL, 0);
        if (kind == FOLDER) record(FOLDER_SYNCED, 0, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

static void forget(const char *path) {
    struct stat status;
    if (syscall(SYS_newfstatat, AT_FDCWD, path, &status, 0)) return;
    // An open descriptor may still write to it, which no restart sees; a new file may get its inode.
    for (uint32_t i = 1; i <= file_count; i++)
        if (files[i].device == status.st_dev && files[i].inode == status.st_ino && status.st_nlink <= 1) files[i].live = 0;
}

static int unlink_at(int directory, const char *path, int flags) {
    char buffer[PATH_MAX];
    pthread_mutex_lock(&lock);
    const char *name = trace < 0 ? NULL : resolve(directory, path, buffer);
    if (name) forget(buffer);
    int result = (int)syscall(SYS_unlinkat, directory, path, flags), error = errno;
    if (!result && name) record(UNLINKED, 0, 0, name, (uint32_t)strlen(name));
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int unlink(const char *path) { return unlink_at(AT_FDCWD, path, 0); }
int unlinkat(int directory, const char *path, int flags) { return unlink_at(directory, path, flags); }

static int rename_at(int from_directory, const char *from, int to_directory, const char *to) {
    char from_buffer[PATH_MAX], to_buffer[PATH_MAX], both[2 * PATH_MAX];
    pthread_mutex_lock(&lock);
    const char *old = trace < 0 ? NULL : resolve(from_directory, from, from_buffer);
    const char *new = trace < 0 ? NULL : resolve(to_directory, to, to_buffer);
    if (new) forget(to_buffer);
    int result = (int)syscall(SYS_renameat, from_directory, from, to_directory, to), error = errno;
    if (!result && old && new) {
        int length = snprintf(both, sizeof both, "%s%c%s", old, 0, new);
        record(RENAMED, 0, 0, both, (uint32_t)length);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int rename(const char *from, const char *to) { return rename_at(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return rename_at(from_at, from, to_at, to); }
