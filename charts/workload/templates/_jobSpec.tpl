{{/* The spec of a Job, run once or by schedule. In: w. Out: out. */}}
{{- define "workload.jobSpec" -}}
{{- $w := .w -}}
{{- template "workload.pod.template" $w -}}
{{- $spec := dict "template" $w.podTemplate -}}
{{- template "workload.copy" (list $w.values $spec "completions" "parallelism" "completionMode" "backoffLimit" "backoffLimitPerIndex" "maxFailedIndexes" "podFailurePolicy" "podReplacementPolicy" "successPolicy" "activeDeadlineSeconds") -}}
{{- if ne (toString $w.values.ttlSecondsAfterFinished) "" -}}{{- template "workload.copy" (list $w.values $spec "ttlSecondsAfterFinished") -}}{{- end -}}
{{- $_ := set . "out" $spec -}}
{{- end -}}
