{{/* The AnalysisTemplate of a canary: the share of requests that succeed, asked of Prometheus. In: w. */}}
{{- define "workload.release.analysis" -}}
{{- $w := . -}}
{{- $analysis := $w.values.rollout.analysis | default dict -}}
{{- if $analysis.enabled -}}
  {{- if not $w.global.prometheus -}}{{- fail (printf "%s: rollout.analysis asks Prometheus, but global.prometheus (its address) is empty" $w.alias) -}}{{- end -}}
  {{- $query := $analysis.query | default (printf "sum(rate(%s{namespace=%q,service=%q,status!~\"5..\"}[5m])) / sum(rate(%s{namespace=%q,service=%q}[5m]))" $analysis.requests $w.root.Release.Namespace ($w.me.service | default $w.name) $analysis.requests $w.root.Release.Namespace ($w.me.service | default $w.name)) -}}
  {{- $metric := dict "name" "success-rate" "interval" $analysis.interval "count" $analysis.count "failureLimit" $analysis.failureLimit "successCondition" (printf "len(result) == 0 || isNaN(result[0]) || result[0] >= %v" $analysis.successRate) "provider" (dict "prometheus" (dict "address" $w.global.prometheus "query" $query)) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "argoproj.io/v1alpha1" "kind" "AnalysisTemplate" "body" (dict "spec" (dict "metrics" (list $metric)))) -}}
{{- end -}}
{{- end -}}
