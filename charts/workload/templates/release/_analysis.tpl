{{/*
The AnalysisTemplate of a roll-out: the share of requests that succeed, asked of Prometheus about the new pods alone, whose names
begin with the roll-out's and their hash. No data is no success: a canary that nobody asks, or that nobody scrapes, is not promoted.
In: w.
*/}}
{{- define "workload.release.analysis" -}}
{{- $w := . -}}
{{- $analysis := or $w.values.rollout.analysis dict -}}
{{- if $analysis.enabled -}}
  {{- if not $w.global.prometheus -}}{{- fail (printf "%s: rollout.analysis asks Prometheus, but global.prometheus (its address) is empty" $w.alias) -}}{{- end -}}
  {{- $hash := "{{args.canary-hash}}" -}}
  {{- $pods := printf "namespace=%q,pod=~\"%s-%s-.*\"" $w.root.Release.Namespace $w.name $hash -}}
  {{- $query := $analysis.query | default (printf "sum(rate(%s{%s,status!~\"5..\"}[5m])) / sum(rate(%s{%s}[5m]))" $analysis.requests $pods $analysis.requests $pods) -}}
  {{- $metric := dict "name" "success-rate" "interval" $analysis.interval "failureLimit" $analysis.failureLimit "successCondition" (printf "len(result) > 0 && !isNaN(result[0]) && result[0] >= %v" $analysis.successRate) "provider" (dict "prometheus" (dict "address" $w.global.prometheus "query" ($query | replace "$(canary-hash)" $hash))) -}}
  {{- with $analysis.initialDelay -}}{{- $_ := set $metric "initialDelay" . -}}{{- end -}}
  {{- if eq $w.values.rollout.strategy "blueGreen" -}}{{- $_ := set $metric "count" $analysis.count -}}{{- end -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "argoproj.io/v1alpha1" "kind" "AnalysisTemplate" "body" (dict "spec" (dict "args" (list (dict "name" "canary-hash")) "metrics" (list $metric)))) -}}
{{- end -}}
{{- end -}}
