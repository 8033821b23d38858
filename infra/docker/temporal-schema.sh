#!/bin/sh
# Temporal's tables, made or brought up to date. The connection comes from SQL_* in the environment.
set -eu
for part in temporal:temporal temporal_visibility:visibility; do
  database="${part%%:*}"
  schema="/etc/temporal/schema/postgresql/v12/${part##*:}/versioned"
  temporal-sql-tool --db "$database" setup-schema -v 0.0 || true # made already
  temporal-sql-tool --db "$database" update-schema -d "$schema"
done
