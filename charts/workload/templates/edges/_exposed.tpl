{{/* Everybody reaches the ports of a Service of type LoadBalancer or NodePort. In: w; adds to its edges. */}}
{{- define "workload.edges.exposed" -}}
{{- $w := . -}}
{{- $open := list "LoadBalancer" "NodePort" -}}
{{- if and .me.service (has (or .values.service dict).type $open) -}}
  {{- $own := dict "ports" .me.ports "only" "" -}}
  {{- template "workload.network.ports" $own -}}
  {{- $_ := set . "edges" (append .edges (dict "ports" $own.out "plain" true)) -}}
{{- end -}}
{{- range $key, $given := .values.services -}}
  {{- if and (ne (toString $given.enabled) "false") (has $given.type $open) -}}
    {{- $ports := dict "w" $w "key" $key "given" $given -}}
    {{- template "workload.network.servicePorts" $ports -}}
    {{- $opened := dict "ports" $ports.out "only" "" -}}
    {{- template "workload.network.ports" $opened -}}
    {{- $_ := set $w "edges" (append $w.edges (dict "ports" $opened.out "plain" true)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
