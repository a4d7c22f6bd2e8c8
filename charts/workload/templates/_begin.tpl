{{/*
Opens the template of one service. In: root (the chart's context). Out, in the same dict: on (is it enabled), alias, known (what Kubernetes
knows it as, in names and labels), chart, type, values, name, me (its entry in the platform), services (all entries), platform, global, selector, labels, podLabels.
A chart used alone has no umbrella that registered it, so it registers itself. A chart that lies in charts/ and is no dependency was not
registered, and is off; nor is it the service that somebody gave its name to, which is of another type.
*/}}
{{- define "workload.begin" -}}
{{- $root := .root -}}
{{- $alias := $root.Chart.Name -}}
{{- $global := or $root.Values.global dict -}}
{{- $platform := get $root.Release "platform" -}}
{{- if not $platform -}}
  {{- if $global.connections -}}
    {{- fail (printf "%s: global.connections is set, but templates/platform/runs/first/services.yaml of the umbrella did not run; restore that file" $alias) -}}
  {{- end -}}
  {{- $platform = dict "name" $alias "alone" true "services" dict "priorityClasses" dict -}}
  {{- template "workload.register" (dict "root" $root "alias" $alias "type" (index $root.Chart.Annotations "helm-blueprint/workload") "own" $root.Values "global" $global "files" $root.Files "bases" dict "release" $root.Release.Name "services" $platform.services) -}}
{{- end -}}
{{- $me := get $platform.services (get (or $global.knownAs dict) $alias | default $alias) -}}
{{- $_ := set . "on" (and (not (empty $me)) (eq $me.type (index $root.Chart.Annotations "helm-blueprint/workload"))) -}}
{{- if .on -}}
  {{- $values := $me.values -}}
  {{- $own := omit $values "alerts" "configMaps" "secrets" "extraObjects" -}}
  {{- if contains "{{" (toJson $own) -}}
    {{- $context := dict "Release" $root.Release "Chart" $me.chart "Capabilities" $root.Capabilities "Template" $root.Template "Values" (set (omit $values "global") "global" $global) -}}
    {{- range $key, $value := $own -}}
      {{- if contains "{{" (toJson $value) -}}
        {{- $rendered := dict "in" $value "context" $context -}}
        {{- template "workload.templated" $rendered -}}
        {{- $_ := set $values $key $rendered.out -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- range $key, $value := dict "alias" $alias "known" $me.known "chart" $me.chart "type" $me.type "name" $me.name "values" $values "me" $me "services" $platform.services "platform" $platform "global" $global -}}
    {{- $_ := set $ $key $value -}}
  {{- end -}}
  {{- template "workload.labels" . -}}
  {{- if or $values.configMaps $values.secrets -}}{{- template "workload.rendered" . -}}{{- end -}}
{{- end -}}
{{- end -}}
