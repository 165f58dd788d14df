#ifndef TOCSIN_CWRITEAHEAD_H
#define TOCSIN_CWRITEAHEAD_H

// Makes the process's SQLite connections write a transaction's frames of a write-ahead log with one system call in place
// of two for each page. To be called before the first of them is opened; more calls do nothing.
//
// Returns an SQLite result code. Where it is not SQLITE_OK, everything works as without it, only slower.
int tocsin_gather_write_ahead(void);

#endif
