{{/*
The ports of a further Service: its own, which may build on the service's or the container's of the same name, else all of the service's, without
their node ports. In: w, key, given. Out: out (name -> port, target, protocol, …).
*/}}
{{- define "workload.network.servicePorts" -}}
{{- $in := . -}}
{{- $out := dict -}}
{{- range $name, $given := .given.ports -}}
  {{- $p := dict "alias" $in.w.alias "key" (printf "services.%s" $in.key) "name" $name "given" $given "base" (get $in.w.me.ports $name | default (get $in.w.me.declared $name) | default dict) -}}
  {{- template "workload.network.port" $p -}}
  {{- with $p.out -}}{{- $_ := set $out $name . -}}{{- end -}}
{{- end -}}
{{- if not .given.ports -}}
  {{- range $name, $p := .w.me.ports -}}{{- $_ := set $out $name (omit $p "nodePort") -}}{{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
