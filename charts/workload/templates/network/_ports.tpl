{{/*
NetworkPolicy ports of a service. In: ports, only (names one of them, "" means all), reached (of a service's entry in the platform: what was
made before). Out: out.
*/}}
{{- define "workload.network.ports" -}}
{{- $out := list -}}
{{- $isKept := kindIs "map" .reached -}}
{{- if $isKept -}}{{- $out = get .reached .only -}}{{- end -}}
{{- if not $out -}}
  {{- $out = list -}}
  {{- range $name, $p := .ports -}}
    {{- if or (not $.only) (eq $.only $name) -}}
      {{- $out = append $out (dict "port" $p.target "protocol" $p.protocol) -}}
    {{- end -}}
  {{- end -}}
  {{- $out = $out | uniq -}}
  {{- if $isKept -}}{{- $_ := set .reached .only $out -}}{{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
