{{/*
Opens the template of one service. In: root (the chart's context). Out, in the same dict: on (is it enabled), alias, type, values,
name, me (its entry in the platform), services (all entries), platform, global, selector, labels, podLabels.
A chart used alone has no umbrella that registered it, so it registers itself.
*/}}
{{- define "workload.begin" -}}
{{- $root := .root -}}
{{- $alias := $root.Chart.Name -}}
{{- $global := $root.Values.global | default dict -}}
{{- $platform := get $root.Release "platform" -}}
{{- if not $platform -}}
  {{- if $global.connections -}}
    {{- fail (printf "%s: global.connections is set, but templates/platform/runs/first/services.yaml of the umbrella did not run; restore that file" $alias) -}}
  {{- end -}}
  {{- $platform = dict "name" $alias "services" dict "priorityClasses" dict -}}
  {{- include "workload.register" (dict "alias" $alias "type" (index $root.Chart.Annotations "helm-blueprint/workload") "own" $root.Values "global" $global "files" $root.Files "bases" dict "release" $root.Release.Name "services" $platform.services) -}}
{{- end -}}
{{- $me := get $platform.services $alias -}}
{{- $_ := set . "on" (ternary true false (not (empty $me))) -}}
{{- if .on -}}
  {{- $values := $me.values -}}
  {{- if contains "{{" (omit $values "configMaps" "secrets" "extraObjects" | toJson) -}}
    {{- $context := dict "Release" $root.Release "Chart" $root.Chart "Capabilities" $root.Capabilities "Template" $root.Template "Values" (set (omit $values "global") "global" $global) -}}
    {{- range $key, $value := omit $values "configMaps" "secrets" "extraObjects" -}}
      {{- $rendered := dict "in" $value "context" $context -}}
      {{- include "workload.templated" $rendered -}}
      {{- $_ := set $values $key $rendered.out -}}
    {{- end -}}
  {{- end -}}
  {{- $selector := dict "app.kubernetes.io/name" $alias "app.kubernetes.io/instance" $root.Release.Name -}}
  {{- $podLabels := dict "app.kubernetes.io/part-of" $platform.name -}}
  {{- with $values.image.tag -}}{{- $_ := set $podLabels "app.kubernetes.io/version" (toString . | trunc 63 | trimSuffix "-" | trimSuffix "." | trimSuffix "_") -}}{{- end -}}
  {{- with $values.component -}}{{- $_ := set $podLabels "app.kubernetes.io/component" . -}}{{- end -}}
  {{- with $values.tier -}}{{- $_ := set $podLabels "tier" . -}}{{- end -}}
  {{- with $global.environment -}}{{- $_ := set $podLabels "environment" . -}}{{- end -}}
  {{- with $global.labels -}}{{- include "workload.merge" (list $podLabels .) -}}{{- end -}}
  {{- include "workload.merge" (list $podLabels ($values.labels | default dict)) -}}
  {{- include "workload.merge" (list $podLabels $selector) -}}
  {{- $labels := dict "app.kubernetes.io/managed-by" $root.Release.Service "helm.sh/chart" (printf "%s-%s" $me.type $root.Chart.Version | replace "+" "_") -}}
  {{- include "workload.merge" (list $labels $podLabels) -}}
  {{- include "workload.merge" (list $podLabels ($values.podLabels | default dict)) -}}
  {{- include "workload.merge" (list . (dict "alias" $alias "type" $me.type "name" $me.name)) -}}
  {{- range $key, $value := dict "values" $values "me" $me "services" $platform.services "platform" $platform "global" $global "selector" $selector "labels" $labels "podLabels" $podLabels -}}
    {{- $_ := set $ $key $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}
