{{/* NetworkPolicy ports of a service: (ports, only). `only` names one of them, "" means all. Out: out. */}}
{{- define "workload.network.ports" -}}
{{- $out := list -}}
{{- range $name, $p := .ports -}}
  {{- if or (not $.only) (eq $.only $name) -}}
    {{- $out = append $out (dict "port" $p.target "protocol" $p.protocol) -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" ($out | uniq) -}}
{{- end -}}
