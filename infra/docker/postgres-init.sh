#!/bin/sh
# The two users of this server and their databases; run once, when the volume is new.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE ferrumdeck LOGIN PASSWORD 'ferrumdeck';
CREATE DATABASE ferrumdeck OWNER ferrumdeck;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD 'temporal';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL
