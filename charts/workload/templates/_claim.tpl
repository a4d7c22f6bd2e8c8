{{/* The spec of a PersistentVolumeClaim, of its own or in a StatefulSet. In: w, given (size, storageClassName, …), name. Out: out. */}}
{{- define "workload.claim" -}}
{{- $given := .given -}}
{{- if not $given.size -}}{{- fail (printf "%s: the volume %q has no size" .w.alias .name) -}}{{- end -}}
{{- $spec := dict "accessModes" ($given.accessModes | default (list "ReadWriteOnce")) "resources" (dict "requests" (dict "storage" $given.size)) -}}
{{- $storage := or (or .w.global.cluster dict).storage dict -}}
{{- $tiers := or $storage.tiers dict -}}
{{- with $given.storageTier -}}
  {{- if not (hasKey $tiers .) -}}{{- fail (printf "%s: the volume %q has the storage tier %q, which global.cluster.storage.tiers does not have (it has: %s)" $.w.alias $.name . (keys $tiers | sortAlpha | join ", ")) -}}{{- end -}}
{{- end -}}
{{- with $given.storageClassName | default (get $tiers (or $given.storageTier "")) | default $storage.className -}}{{- $_ := set $spec "storageClassName" . -}}{{- end -}}
{{- with $given.spec -}}{{- template "workload.merge" (list $spec .) -}}{{- end -}}
{{- $_ := set . "out" $spec -}}
{{- end -}}
