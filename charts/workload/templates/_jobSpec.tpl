{{/* The spec of a Job, run once or by schedule. In: w. Out: out. */}}
{{- define "workload.jobSpec" -}}
{{- $w := .w -}}
{{- template "workload.pod.template" $w -}}
{{- $spec := dict "template" $w.podTemplate -}}
{{- template "workload.copy" (list (pick $w.values "completions" "parallelism" "completionMode" "backoffLimit" "backoffLimitPerIndex" "maxFailedIndexes" "podFailurePolicy" "podReplacementPolicy" "successPolicy" "activeDeadlineSeconds") $spec) -}}
{{- if ne (toString $w.values.ttlSecondsAfterFinished) "" -}}{{- template "workload.copy" (list (pick $w.values "ttlSecondsAfterFinished") $spec) -}}{{- end -}}
{{- $_ := set . "out" $spec -}}
{{- end -}}
