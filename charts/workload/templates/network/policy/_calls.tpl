{{/*
The service reaches the ports that it calls of other services: of their pods, or, where they run elsewhere, of their addresses.
In and out: rules (workload.network.policy), plain of them those to pods without a proxy of a mesh.
*/}}
{{- define "workload.network.policy.calls" -}}
{{- $rules := . -}}
{{- $services := .w.services -}}
{{- range .w.me.calls -}}
  {{- $callee := get $services .service -}}
  {{- $ports := dict "ports" $callee.ports "only" .port "reached" $callee.reached -}}
  {{- template "workload.network.ports" $ports -}}
  {{- with $ports.out -}}
    {{- template "workload.network.peers" $callee -}}
    {{- $rule := dict "ports" . -}}
    {{- with $callee.peers -}}{{- $_ := set $rule "to" . -}}{{- end -}}
    {{- if not $callee.proxied -}}{{- $_ := set $rules "plain" (append $rules.plain $rule) -}}{{- end -}}
    {{- $_ := set $rules "egress" (append $rules.egress $rule) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
