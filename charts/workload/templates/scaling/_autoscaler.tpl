{{/*
The HorizontalPodAutoscaler. In: w, kind, apiVersion of the scaled workload. minReplicas defaults to replicaCount.
KEDA's webhook refuses a ScaledObject beside it, and the upgrade from one to the other makes that before it removes this one: the annotation
has it wait. Both at once from our values is refused when they are rendered.
*/}}
{{- define "workload.scaling.autoscaler" -}}
{{- $w := .w -}}
{{- $scaling := or $w.values.autoscaling dict -}}
{{- if $scaling.enabled -}}
  {{- $min := int (hasKey $scaling "minReplicas" | ternary $scaling.minReplicas (or $w.values.replicaCount 1)) -}}
  {{- $max := int $scaling.maxReplicas -}}
  {{- if lt $max $min -}}
    {{- fail (printf "%s: autoscaling.maxReplicas (%d) is less than minReplicas (%d)" $w.alias $max $min) -}}
  {{- end -}}
  {{- $metrics := list -}}
  {{- range $resource, $key := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" -}}
    {{- with get $scaling $key -}}
      {{- $metrics = append $metrics (dict "type" "Resource" "resource" (dict "name" $resource "target" (dict "type" "Utilization" "averageUtilization" .))) -}}
    {{- end -}}
  {{- end -}}
  {{- with $scaling.requestsPerSecond -}}
    {{- $metrics = append $metrics (dict "type" "Pods" "pods" (dict "metric" (dict "name" "http_requests_per_second") "target" (dict "type" "AverageValue" "averageValue" (toJson .)))) -}}
  {{- end -}}
  {{- with $scaling.queueLength -}}
    {{- if .metric -}}
      {{- $metric := dict "name" .metric -}}
      {{- with .selector -}}{{- $_ := set $metric "selector" (dict "matchLabels" .) -}}{{- end -}}
      {{- $metrics = append $metrics (dict "type" "External" "external" (dict "metric" $metric "target" (dict "type" "AverageValue" "averageValue" (toJson .target)))) -}}
    {{- end -}}
  {{- end -}}
  {{- $metrics = concat $metrics (or $scaling.metrics list) -}}
  {{- if not $metrics -}}{{- fail (printf "%s: autoscaling is enabled, but has no metric (set autoscaling.targetCPUUtilizationPercentage or metrics)" $w.alias) -}}{{- end -}}
  {{- $spec := dict "scaleTargetRef" (dict "apiVersion" .apiVersion "kind" .kind "name" $w.name) "minReplicas" $min "maxReplicas" $max "metrics" $metrics -}}
  {{- with $scaling.behavior -}}{{- $_ := set $spec "behavior" . -}}{{- end -}}
  {{- $annotations := dict "validations.keda.sh/hpa-ownership" "false" -}}
  {{- with $scaling.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "autoscaling/v2" "kind" "HorizontalPodAutoscaler" "annotations" $annotations "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
