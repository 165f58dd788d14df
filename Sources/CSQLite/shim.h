#ifndef TOCSIN_CSQLITE_SHIM_H
#define TOCSIN_CSQLITE_SHIM_H

#include <errno.h>
#include <sqlite3.h>

// `sqlite3_db_config` takes variable arguments, which Swift cannot call. A reader that closes last must not checkpoint:
// before SQLite 3.51.3 a checkpoint by a second connection can corrupt the file.
static inline int tocsin_sqlite_no_checkpoint_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

#endif
