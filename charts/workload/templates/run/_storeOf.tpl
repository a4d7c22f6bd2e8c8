{{/*
The store of method wal (workload.data.storeOf), without which CloudNativePG keeps no log. In: w, reads. Out: what workload.data.storeOf
tells, and place (all of it, to tell two apart).
*/}}
{{- define "workload.run.storeOf" -}}
{{- template "workload.data.storeOf" . -}}
{{- if not .on -}}
  {{- fail (printf "%s: backup.method is wal, which CloudNativePG keeps in an S3-compatible store, and global.backups.bucket is empty; name a store there, or let backup.method be postgresql" .w.alias) -}}
{{- end -}}
{{- $_ := set . "place" (printf "%s/%s/%s" (or .store.endpoint .store.region) .path .folder) -}}
{{- end -}}
