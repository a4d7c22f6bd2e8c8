{{/*
What global.backups says of a service's store: the own one, or the one that restores read (global.backups.from). In: w, reads. Out: store,
at (the key that says it), on; then path (bucket and prefix) and folder (of this service below them).
*/}}
{{- define "workload.data.storeOf" -}}
{{- $w := .w -}}
{{- $given := or $w.global.backups dict -}}
{{- $store := omit $given "from" | deepCopy -}}
{{- $_ := set . "at" "global.backups" -}}
{{- if and .reads $given.from -}}
  {{- template "workload.merge" (list $store $given.from) -}}
  {{- $_ := set . "at" "global.backups.from" -}}
{{- end -}}
{{- $_ := set . "store" $store -}}
{{- $_ := set . "on" (not (empty $store.bucket)) -}}
{{- if .on -}}
  {{- if not (or $store.endpoint $store.region) -}}
    {{- fail (printf "%s: global.backups.bucket is %q, and neither global.backups.endpoint nor global.backups.region says where it is" $w.alias $store.bucket) -}}
  {{- end -}}
  {{- $_ := set . "path" (list $store.bucket (trimAll "/" (or $store.prefix "")) | compact | join "/") -}}
  {{- $_ := set . "folder" ((get $w.values (default false .reads | ternary "restore" "backup") | default dict).folder | default $w.known) -}}
{{- end -}}
{{- end -}}
