#!/bin/sh
# In place of Trivy, which would need its database: says what it scans, takes its time, and finds what is called bad.
sleep 0.2
echo "scanned ${2#*/}"
case $2 in *bad*) exit 1 ;; esac
