#!/bin/sh
# In place of Semgrep: says which files of a clone it has seen, and takes its time.
sleep 0.2
for last; do :; done
cd "$last"
test -s "${5#--config=}"
echo "scanned ${last#/work/}:" *
