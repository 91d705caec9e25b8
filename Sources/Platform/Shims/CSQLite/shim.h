/** SQLite, the database of one machine. */
#ifndef QUARRY_SQLITE_SHIM_H
#define QUARRY_SQLITE_SHIM_H

#include <sqlite3.h>

#endif
