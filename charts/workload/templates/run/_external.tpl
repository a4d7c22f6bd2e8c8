{{/*
A service that runs elsewhere: its Service and those of `services` inside the cluster lead to a host name (ExternalName; one of
`services` to an `externalName` of its own) or to addresses (EndpointSlice). Callers are told the host itself, whose certificate they check.
In: w.
*/}}
{{- define "workload.run.external" -}}
{{- $w := . -}}
{{- $external := $w.values.external -}}
{{- if not (or $external.host $external.addresses) -}}
  {{- fail (printf "%s: external is enabled, but has neither a host nor addresses" $w.alias) -}}
{{- end -}}
{{- $main := $w.me.service | default $w.name -}}
{{- template "workload.run.elsewhere" (dict "w" $w "name" $main "host" $external.host "addresses" $external.addresses "ports" $w.me.ports) -}}
{{- range $key, $given := $w.values.services -}}
  {{- if and (ne (toString $given.enabled) "false") (has ($given.type | default "ClusterIP") (list "ClusterIP" "ExternalName")) -}}
    {{- $ports := dict "w" $w "key" $key "given" $given -}}
    {{- template "workload.network.servicePorts" $ports -}}
    {{- template "workload.run.elsewhere" (dict "w" $w "name" ($given.name | default (printf "%s-%s" $w.name $key)) "host" ($given.externalName | default $external.host) "addresses" $external.addresses "ports" $ports.out) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
