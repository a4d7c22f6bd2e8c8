{{/*
What global.backups says of the store of method wal: the own one, or the one that restores read (global.backups.from). In: w, reads. Out:
store, at (the key that says it), path (bucket and prefix), folder (of this database below them), place (all of it, to tell two apart).
*/}}
{{- define "workload.run.storeOf" -}}
{{- $w := .w -}}
{{- $store := omit ($w.global.backups | default dict) "from" | deepCopy -}}
{{- $_ := set . "at" "global.backups" -}}
{{- if .reads -}}
  {{- with ($w.global.backups | default dict).from -}}
    {{- template "workload.merge" (list $store .) -}}
    {{- $_ := set $ "at" "global.backups.from" -}}
  {{- end -}}
{{- end -}}
{{- if not $store.bucket -}}
  {{- fail (printf "%s: backup.method is wal, which CloudNativePG keeps in an S3-compatible store, and global.backups.bucket is empty; name a store there, or let backup.method be postgresql" $w.alias) -}}
{{- end -}}
{{- if not (or $store.endpoint $store.region) -}}
  {{- fail (printf "%s: global.backups.bucket is %q, and neither global.backups.endpoint nor global.backups.region says where it is" $w.alias $store.bucket) -}}
{{- end -}}
{{- $_ := set . "store" $store -}}
{{- $_ := set . "path" (list $store.bucket (trimAll "/" ($store.prefix | default "")) | compact | join "/") -}}
{{- $_ := set . "folder" ((get $w.values (default false .reads | ternary "restore" "backup") | default dict).folder | default $w.known) -}}
{{- $_ := set . "place" (printf "%s/%s/%s" ($store.endpoint | default $store.region) .path .folder) -}}
{{- end -}}
