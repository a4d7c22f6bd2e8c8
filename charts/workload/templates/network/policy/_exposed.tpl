{{/* Everybody reaches the ports of a Service of type LoadBalancer or NodePort. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.exposed" -}}
{{- $rules := . -}}
{{- $w := .w -}}
{{- $open := list "LoadBalancer" "NodePort" -}}
{{- if and $w.me.service (has ($w.values.service | default dict).type $open) -}}
  {{- $_ := set . "ingress" (append .ingress (dict "ports" .own)) -}}
{{- end -}}
{{- range $key, $given := $w.values.services -}}
  {{- if and (ne (toString $given.enabled) "false") (has $given.type $open) -}}
    {{- $ports := dict "w" $w "key" $key "given" $given -}}
    {{- include "workload.network.servicePorts" $ports -}}
    {{- $opened := dict "ports" $ports.out "only" "" -}}
    {{- include "workload.network.ports" $opened -}}
    {{- $_ := set $rules "ingress" (append $rules.ingress (dict "ports" $opened.out)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
