{{/*
The service reaches the ports that it calls of other services: of their pods, or, where they run elsewhere, of their addresses.
In and out: rules (workload.network.policy), plain of them those to pods without a proxy of a mesh.
*/}}
{{- define "workload.network.policy.calls" -}}
{{- $rules := . -}}
{{- $services := .w.services -}}
{{- range .w.me.calls -}}
  {{- $callee := get $services .service -}}
  {{- $ports := dict "ports" $callee.ports "only" .port -}}
  {{- template "workload.network.ports" $ports -}}
  {{- with $ports.out -}}
    {{- $peers := list (dict "podSelector" (dict "matchLabels" $callee.pods)) -}}
    {{- if eq $callee.mode "external" -}}
      {{- $elsewhere := dict "external" $callee.values.external -}}
      {{- template "workload.network.addresses" $elsewhere -}}
      {{- $peers = $elsewhere.out -}}
    {{- end -}}
    {{- $rule := dict "ports" . -}}
    {{- with $peers -}}{{- $_ := set $rule "to" . -}}{{- end -}}
    {{- if not $callee.proxied -}}{{- $_ := set $rules "plain" (append $rules.plain $rule) -}}{{- end -}}
    {{- $_ := set $rules "egress" (append $rules.egress $rule) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
