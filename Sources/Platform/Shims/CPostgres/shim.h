/** libpq, the client of PostgreSQL: the database of many machines. */
#ifndef QUARRY_POSTGRES_SHIM_H
#define QUARRY_POSTGRES_SHIM_H

#include <libpq-fe.h>

#endif
