{{/* The VerticalPodAutoscaler. In: w, kind, apiVersion of the scaled workload. Never on a metric that an HPA uses: they fight. */}}
{{- define "workload.scaling.verticalPodAutoscaler" -}}
{{- $w := .w -}}
{{- $vertical := or $w.values.verticalPodAutoscaler dict -}}
{{- if $vertical.enabled -}}
  {{- $resources := $vertical.controlledResources | default (list "cpu" "memory") -}}
  {{- $horizontal := or $w.values.autoscaling dict -}}
  {{- if and $horizontal.enabled (ne $vertical.updateMode "Off") -}}
    {{- range $resource, $key := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" -}}
      {{- if and (get $horizontal $key) (has $resource $resources) -}}
        {{- fail (printf "%s: verticalPodAutoscaler and autoscaling both act on %s and would fight; leave it out of verticalPodAutoscaler.controlledResources or set autoscaling.%s to 0" $w.alias $resource $key) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $policy := dict "containerName" $w.known "controlledResources" $resources -}}
  {{- template "workload.copy" (list (pick $vertical "minAllowed" "maxAllowed" "controlledValues") $policy) -}}
  {{- $policies := list $policy -}}
  {{- if $w.values.sidecars -}}{{- $policies = append $policies (dict "containerName" "*" "mode" "Off") -}}{{- end -}}
  {{- $spec := dict "targetRef" (dict "apiVersion" .apiVersion "kind" .kind "name" $w.name) "updatePolicy" (dict "updateMode" $vertical.updateMode) "resourcePolicy" (dict "containerPolicies" $policies) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "autoscaling.k8s.io/v1" "kind" "VerticalPodAutoscaler" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
