// An SQLite VFS on top of the system's own (https://www.sqlite.org/vfs.html, "VFS shims") that gathers what is written to
// write-ahead logs. SQLite writes each frame as 24 bytes of header and a page, by a system call each: a commit of 16 pages
// takes 32 of them, which on a virtual machine cost more than half of what the sync after them costs.
//
// Nothing is held back behind a commit: the frame that ends a transaction says so in its header (bytes 4 to 7, the size of
// the database, are not 0; https://www.sqlite.org/fileformat2.html#wal_file_format), and with its page everything is
// written, before SQLite tells anybody of the transaction, with its error if there is one. Only frames that are added at the
// end are gathered. Whatever else is done with the file writes first what was gathered: files have the same bytes in the
// same order as without it.

#include "writeahead.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    log_header_bytes = 32,
    frame_header_bytes = 24,
    // Thirty-one frames of 4 KiB; a longer transaction is written in pieces. SQLite's own files take less than 128 KiB in a
    // call and cut off what is more.
    room = 31 * (frame_header_bytes + 4096),
};

typedef struct {
    sqlite3_file base;
    // What was gathered lies at `start`, `count` bytes.
    unsigned char *bytes;
    sqlite3_int64 start;
    int count;
    // A frame's header was gathered, its page comes next; the frame ends a transaction.
    int in_frame;
    int is_commit;
    // Where the bytes that were ever written since the log began anew end.
    sqlite3_int64 end;
    // The system's file follows.
} gathering_file;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((gathering_file *)file + 1); }

static int write_gathered(gathering_file *file) {
    int count = file->count;
    file->count = 0;
    file->in_frame = 0;
    file->is_commit = 0;
    if (count == 0) return SQLITE_OK;
    sqlite3_file *under = real(&file->base);
    // What fails is gone: SQLite rolls back.
    return under->pMethods->xWrite(under, file->bytes, count, file->start);
}

static int write_at_once(gathering_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int code = write_gathered(file);
    if (code != SQLITE_OK) return code;
    if (offset == 0 && count == log_header_bytes) {
        // The log begins anew.
        file->end = log_header_bytes;
    } else if (offset + count > file->end) {
        file->end = offset + count;
    }
    sqlite3_file *under = real(&file->base);
    return under->pMethods->xWrite(under, bytes, count, offset);
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    gathering_file *file = (gathering_file *)base;
    int is_header = !file->in_frame && count == frame_header_bytes && offset >= file->end;
    int is_page = file->in_frame && count > frame_header_bytes && offset == file->start + file->count;
    if (!is_header && !is_page) return write_at_once(file, bytes, count, offset);
    if (file->count > 0 && (offset != file->start + file->count || file->count + count > room)) {
        int is_commit = file->is_commit;
        int code = write_gathered(file);
        if (code != SQLITE_OK) return code;
        // The page goes on with the header that was just written.
        file->in_frame = is_page;
        file->is_commit = is_commit;
    }
    if (count > room) return write_at_once(file, bytes, count, offset);
    if (file->bytes == NULL) {
        file->bytes = malloc(room);
        if (file->bytes == NULL) return write_at_once(file, bytes, count, offset);
    }
    if (file->count == 0) file->start = offset;
    memcpy(file->bytes + file->count, bytes, (size_t)count);
    file->count += count;
    file->end = offset + count;
    if (is_header) {
        static const unsigned char none[4] = {0, 0, 0, 0};
        file->in_frame = 1;
        file->is_commit = memcmp((const unsigned char *)bytes + 4, none, sizeof none) != 0;
        return SQLITE_OK;
    }
    file->in_frame = 0;
    return file->is_commit ? write_gathered(file) : SQLITE_OK;
}

static int file_close(sqlite3_file *base) {
    gathering_file *file = (gathering_file *)base;
    int written = write_gathered(file);
    free(file->bytes);
    file->bytes = NULL;
    int closed = real(base)->pMethods->xClose(real(base));
    return written != SQLITE_OK ? written : closed;
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    int code = write_gathered((gathering_file *)base);
    return code != SQLITE_OK ? code : real(base)->pMethods->xRead(real(base), bytes, count, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    gathering_file *file = (gathering_file *)base;
    int code = write_gathered(file);
    if (code != SQLITE_OK) return code;
    if (file->end > size) file->end = size;
    return real(base)->pMethods->xTruncate(real(base), size);
}

static int file_sync(sqlite3_file *base, int flags) {
    int code = write_gathered((gathering_file *)base);
    return code != SQLITE_OK ? code : real(base)->pMethods->xSync(real(base), flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    int code = write_gathered((gathering_file *)base);
    return code != SQLITE_OK ? code : real(base)->pMethods->xFileSize(real(base), size);
}

static int file_lock(sqlite3_file *base, int level) { return real(base)->pMethods->xLock(real(base), level); }

static int file_unlock(sqlite3_file *base, int level) { return real(base)->pMethods->xUnlock(real(base), level); }

static int file_check_lock(sqlite3_file *base, int *is_locked) {
    return real(base)->pMethods->xCheckReservedLock(real(base), is_locked);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    return real(base)->pMethods->xFileControl(real(base), operation, argument);
}

static int file_sector_size(sqlite3_file *base) { return real(base)->pMethods->xSectorSize(real(base)); }

static int file_characteristics(sqlite3_file *base) {
    return real(base)->pMethods->xDeviceCharacteristics(real(base));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
};

// MARK: The VFS

static sqlite3_vfs *under(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *opened) {
    // Everything but write-ahead logs is the system's own file.
    if ((flags & SQLITE_OPEN_WAL) == 0) return under(vfs)->xOpen(under(vfs), name, base, flags, opened);
    gathering_file *file = (gathering_file *)base;
    memset(file, 0, sizeof *file);
    int code = under(vfs)->xOpen(under(vfs), name, real(base), flags, opened);
    // SQLite closes a file that could not be opened where it has methods.
    if (real(base)->pMethods != NULL) base->pMethods = &methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs) {
    return under(vfs)->xDelete(under(vfs), name, syncs);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    return under(vfs)->xAccess(under(vfs), name, flags, result);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int count, char *path) {
    return under(vfs)->xFullPathname(under(vfs), name, count, path);
}

static void *vfs_load(sqlite3_vfs *vfs, const char *name) { return under(vfs)->xDlOpen(under(vfs), name); }

static void vfs_load_error(sqlite3_vfs *vfs, int count, char *text) {
    under(vfs)->xDlError(under(vfs), count, text);
}

static void (*vfs_symbol(sqlite3_vfs *vfs, void *library, const char *name))(void) {
    return under(vfs)->xDlSym(under(vfs), library, name);
}

static void vfs_unload(sqlite3_vfs *vfs, void *library) { under(vfs)->xDlClose(under(vfs), library); }

static int vfs_randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    return under(vfs)->xRandomness(under(vfs), count, bytes);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) { return under(vfs)->xSleep(under(vfs), microseconds); }

static int vfs_time(sqlite3_vfs *vfs, double *day) { return under(vfs)->xCurrentTime(under(vfs), day); }

static int vfs_last_error(sqlite3_vfs *vfs, int count, char *text) {
    return under(vfs)->xGetLastError(under(vfs), count, text);
}

static int vfs_time_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    return under(vfs)->xCurrentTimeInt64(under(vfs), time);
}

static sqlite3_vfs gathering = {
    .iVersion = 2,
    .zName = "tocsin-gathering",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xDlOpen = vfs_load,
    .xDlError = vfs_load_error,
    .xDlSym = vfs_symbol,
    .xDlClose = vfs_unload,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time_milliseconds,
};

static int registered = SQLITE_ERROR;

static void register_once(void) {
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (system == NULL || system->iVersion < 2) return;
    gathering.szOsFile = system->szOsFile + (int)sizeof(gathering_file);
    gathering.mxPathname = system->mxPathname;
    gathering.pAppData = system;
    registered = sqlite3_vfs_register(&gathering, 1);
}

int tocsin_gather_write_ahead(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
    return registered;
}
