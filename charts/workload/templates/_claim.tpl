{{/* The spec of a PersistentVolumeClaim, of its own or in a StatefulSet. In: w, given (size, storageClassName, …), name. Out: out. */}}
{{- define "workload.claim" -}}
{{- $given := .given -}}
{{- if not $given.size -}}{{- fail (printf "%s: the volume %q has no size" .w.alias .name) -}}{{- end -}}
{{- $spec := dict "accessModes" ($given.accessModes | default (list "ReadWriteOnce")) "resources" (dict "requests" (dict "storage" $given.size)) -}}
{{- with $given.storageClassName | default .w.global.storageClassName -}}{{- $_ := set $spec "storageClassName" . -}}{{- end -}}
{{- with $given.spec -}}{{- include "workload.merge" (list $spec .) -}}{{- end -}}
{{- $_ := set . "out" $spec -}}
{{- end -}}
