{{/*
The strategy of an Argo Rollout, where rollout.strategy asks for canary or blueGreen instead of the Deployment's rolling update, and
the Services that it leads: those of the stable and the canary pods, or of the previewed ones beside the active. In: w. Out: out.
They have no selector: the controller sets it, and what nobody else states no upgrade takes back.
*/}}
{{- define "workload.release.rollout" -}}
{{- $w := .w -}}
{{- $rollout := $w.values.rollout -}}
{{- $analysis := dict "templates" (list (dict "templateName" $w.name)) "args" (list (dict "name" "canary-hash" "valueFrom" (dict "podTemplateHashValue" "Latest"))) -}}
{{- $checked := (or $rollout.analysis dict).enabled -}}
{{- $led := list -}}
{{- if eq $rollout.strategy "canary" -}}
  {{- $canary := dict "steps" $rollout.steps -}}
  {{- template "workload.copy" (list (pick $rollout "maxSurge" "maxUnavailable") $canary) -}}
  {{- $split := dict "w" $w -}}
  {{- template "workload.release.split" $split -}}
  {{- with $split.out -}}
    {{- $_ := set $canary "stableService" .stable -}}
    {{- $_ := set $canary "canaryService" .canary -}}
    {{- $led = list .stable .canary -}}
  {{- end -}}
  {{- template "workload.release.traffic" (dict "w" $w "canary" $canary) -}}
  {{- /* without a count: until the roll-out is through */ -}}
  {{- if $checked -}}{{- $_ := set $canary "analysis" (set $analysis "startingStep" 1) -}}{{- end -}}
  {{- $_ := set . "out" (dict "canary" $canary) -}}
{{- else -}}
  {{- if not $w.me.ports -}}{{- fail (printf "%s: a blueGreen rollout needs a Service (set ports)" $w.alias) -}}{{- end -}}
  {{- range list "traffic" "header" "trafficRouting" -}}
    {{- with get $rollout . -}}{{- if or (kindIs "string" .) .name .nginx .istio -}}{{- fail (printf "%s: rollout.traffic, header and trafficRouting are a canary's; a blueGreen rollout moves all requests at once" $w.alias) -}}{{- end -}}{{- end -}}
  {{- end -}}
  {{- $preview := printf "%s-preview" $w.name -}}
  {{- $led = list $preview -}}
  {{- $blueGreen := dict "activeService" $w.me.service "previewService" $preview "autoPromotionEnabled" $rollout.autoPromotion -}}
  {{- template "workload.copy" (list (pick $rollout "scaleDownDelaySeconds" "previewReplicaCount") $blueGreen) -}}
  {{- /* after the switch: nobody asks a preview anything that could be measured */ -}}
  {{- if $checked -}}{{- $_ := set $blueGreen "postPromotionAnalysis" $analysis -}}{{- end -}}
  {{- $_ := set . "out" (dict "blueGreen" $blueGreen) -}}
{{- end -}}
{{- $mesh := dict "w" $w -}}
{{- template "workload.mesh.serviceAnnotations" $mesh -}}
{{- range $led -}}
  {{- template "workload.network.service" (dict "w" $w "name" . "given" (dict "annotations" $mesh.out) "ports" $w.me.ports "led" true) -}}
{{- end -}}
{{- end -}}
