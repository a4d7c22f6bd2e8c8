{{/* Topology spread constraints from topologySpread (zones and hosts: prefer, require or "") and the raw ones. In: w. Out: out. */}}
{{- define "workload.pod.spread" -}}
{{- $w := .w -}}
{{- $out := $w.values.topologySpreadConstraints | default list -}}
{{- $spread := $w.values.topologySpread | default dict -}}
{{- range $key, $topology := dict "zones" "topology.kubernetes.io/zone" "hosts" "kubernetes.io/hostname" -}}
  {{- with get $spread $key -}}
    {{- $when := eq . "require" | ternary "DoNotSchedule" "ScheduleAnyway" -}}
    {{- $out = append $out (dict "maxSkew" 1 "topologyKey" $topology "whenUnsatisfiable" $when "labelSelector" (dict "matchLabels" $w.selector)) -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
