{{/* The Services between which a canary's requests are split, where it has any. In: w. Out: out (stable, canary, by: what splits them), or nothing. */}}
{{- define "workload.release.split" -}}
{{- $rollout := or .w.values.rollout dict -}}
{{- $_ := set . "out" dict -}}
{{- if and (eq (toString $rollout.strategy) "canary") .w.me.service (eq .w.type "deployment") -}}
  {{- $_ := set . "out" (dict "stable" (printf "%s-stable" .w.name) "canary" (printf "%s-canary" .w.name) "by" (or $rollout.traffic "") "header" (or $rollout.header dict)) -}}
{{- end -}}
{{- end -}}
