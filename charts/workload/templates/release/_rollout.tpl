{{/*
The strategy of an Argo Rollout, where rollout.strategy asks for canary or blueGreen instead of the Deployment's rolling update.
In: w. Out: out. A blue-green preview has a Service of its own.
*/}}
{{- define "workload.release.rollout" -}}
{{- $w := .w -}}
{{- $rollout := $w.values.rollout -}}
{{- $analysis := dict "templates" (list (dict "templateName" $w.name)) -}}
{{- $checked := ($rollout.analysis | default dict).enabled -}}
{{- if eq $rollout.strategy "canary" -}}
  {{- $canary := dict "steps" $rollout.steps -}}
  {{- template "workload.copy" (list $rollout $canary "maxSurge" "maxUnavailable" "trafficRouting") -}}
  {{- if $checked -}}{{- $_ := set $canary "analysis" (set $analysis "startingStep" 1) -}}{{- end -}}
  {{- $_ := set . "out" (dict "canary" $canary) -}}
{{- else -}}
  {{- if not $w.me.ports -}}{{- fail (printf "%s: a blueGreen rollout needs a Service (set ports)" $w.alias) -}}{{- end -}}
  {{- $preview := printf "%s-preview" $w.name -}}
  {{- $blueGreen := dict "activeService" $w.me.service "previewService" $preview "autoPromotionEnabled" $rollout.autoPromotion -}}
  {{- template "workload.copy" (list $rollout $blueGreen "scaleDownDelaySeconds" "previewReplicaCount") -}}
  {{- if $checked -}}{{- $_ := set $blueGreen "prePromotionAnalysis" $analysis -}}{{- end -}}
  {{- template "workload.network.service" (dict "w" $w "name" $preview "given" dict "ports" $w.me.ports) -}}
  {{- $_ := set . "out" (dict "blueGreen" $blueGreen) -}}
{{- end -}}
{{- end -}}
