{{/* The server's own pod reaches the store: its volumes, and rclone. In: w (values changed), store (on). */}}
{{- define "workload.data.stored" -}}
{{- $values := .w.values -}}
{{- $_ := set .w "store" .store -}}
{{- range $key := list "volumes" "initContainers" -}}
  {{- $all := deepCopy (get $.store $key) -}}
  {{- template "workload.merge" (list $all (get $values $key | default dict)) -}}
  {{- $_ := set $values $key $all -}}
{{- end -}}
{{- end -}}
