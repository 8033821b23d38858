#!/bin/sh
# The namespace and the search attributes that FerrumDeck's runs carry.
set -eu
until temporal operator cluster health >/dev/null 2>&1; do sleep 1; done
temporal operator namespace describe -n default >/dev/null 2>&1 ||
  temporal operator namespace create -n default --retention 30d
for name in FdTenant FdProject FdAgent FdStatus FdWaiting; do
  temporal operator search-attribute list -n default | grep -q "$name" ||
    temporal operator search-attribute create -n default --name "$name" --type Keyword
done
