{{/*
The service reaches the ports that it calls of other services: of their pods, or, where they run elsewhere, of their addresses.
In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.calls" -}}
{{- $rules := . -}}
{{- $services := .w.services -}}
{{- range .w.me.calls -}}
  {{- $callee := get $services .service -}}
  {{- $ports := dict "ports" $callee.ports "only" .port -}}
  {{- include "workload.network.ports" $ports -}}
  {{- with $ports.out -}}
    {{- $peers := list (dict "podSelector" (dict "matchLabels" $callee.pods)) -}}
    {{- if eq $callee.mode "external" -}}
      {{- $peers = list -}}
      {{- range $callee.values.external.cidrs -}}{{- $peers = append $peers (dict "ipBlock" (dict "cidr" .)) -}}{{- end -}}
      {{- range $callee.values.external.addresses -}}{{- $peers = append $peers (dict "ipBlock" (dict "cidr" (printf "%s/%s" . (contains ":" . | ternary "128" "32")))) -}}{{- end -}}
    {{- end -}}
    {{- $rule := dict "ports" . -}}
    {{- with $peers -}}{{- $_ := set $rule "to" . -}}{{- end -}}
    {{- $_ := set $rules "egress" (append $rules.egress $rule) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
