{{/* A volume of a Job for as long as it runs, as large as the claim that it would write to. In: w. Out: out. */}}
{{- define "workload.data.scratch" -}}
{{- $claim := dict "w" .w "given" .w.values.backup.storage "name" "backup" -}}
{{- template "workload.claim" $claim -}}
{{- $_ := set . "out" (dict "ephemeral" (dict "volumeClaimTemplate" (dict "spec" (set $claim.out "accessModes" (list "ReadWriteOnce")))) "mountPath" "/backup") -}}
{{- end -}}
