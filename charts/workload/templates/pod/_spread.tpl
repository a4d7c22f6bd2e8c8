{{/*
Topology spread constraints from topologySpread (zones and hosts: prefer, require or "") and the raw ones. In: w. Out: out. Those of a
Deployment count the pods of one revision: counted with the old ones, the new pods of a roll-out would stand where the old ones let them, or
nowhere.
*/}}
{{- define "workload.pod.spread" -}}
{{- $w := .w -}}
{{- $out := or $w.values.topologySpreadConstraints list -}}
{{- $spread := or $w.values.topologySpread dict -}}
{{- range $key, $topology := dict "zones" "topology.kubernetes.io/zone" "hosts" "kubernetes.io/hostname" -}}
  {{- with get $spread $key -}}
    {{- $when := eq . "require" | ternary "DoNotSchedule" "ScheduleAnyway" -}}
    {{- $constraint := dict "maxSkew" 1 "topologyKey" $topology "whenUnsatisfiable" $when "labelSelector" (dict "matchLabels" $w.selector) -}}
    {{- if eq $w.type "deployment" -}}
      {{- $_ := set $constraint "matchLabelKeys" (list ((or $w.values.rollout dict).strategy | empty | ternary "pod-template-hash" "rollouts-pod-template-hash")) -}}
    {{- end -}}
    {{- $out = append $out $constraint -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
