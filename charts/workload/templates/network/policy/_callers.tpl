{{/* The services that call this one reach the ports that they call (connections, companions). In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.callers" -}}
{{- $rules := . -}}
{{- $me := .w.me -}}
{{- $services := .w.services -}}
{{- $byPort := dict -}}
{{- range $me.callers -}}
  {{- $peer := dict "podSelector" (dict "matchLabels" (get $services .service).pods) -}}
  {{- $_ := set $byPort .port (append (get $byPort .port | default list) $peer) -}}
{{- end -}}
{{- range $port, $peers := $byPort -}}
  {{- $ports := dict "ports" $me.ports "only" $port -}}
  {{- include "workload.network.ports" $ports -}}
  {{- with $ports.out -}}{{- $_ := set $rules "ingress" (append $rules.ingress (dict "from" $peers "ports" .)) -}}{{- end -}}
{{- end -}}
{{- end -}}
