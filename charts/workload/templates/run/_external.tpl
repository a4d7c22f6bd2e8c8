{{/*
A service that runs elsewhere: its Service leads to a host name (ExternalName) or to addresses (EndpointSlice). The connection
variables stay as they are. In: w.
*/}}
{{- define "workload.run.external" -}}
{{- $w := . -}}
{{- $external := $w.values.external -}}
{{- if $external.host -}}
  {{- include "workload.network.service" (dict "w" $w "name" ($w.me.service | default $w.name) "given" (dict "type" "ExternalName" "externalName" $external.host) "ports" $w.me.ports) -}}
{{- else if $external.addresses -}}
  {{- include "workload.network.service" (dict "w" $w "name" ($w.me.service | default $w.name) "given" (dict "clusterIP" "None") "ports" $w.me.ports) -}}
  {{- $ports := list -}}
  {{- range $name, $p := $w.me.ports -}}{{- $ports = append $ports (dict "name" $name "port" $p.port "protocol" $p.protocol) -}}{{- end -}}
  {{- include "workload.object" (dict "w" $w "apiVersion" "discovery.k8s.io/v1" "kind" "EndpointSlice" "labels" (dict "kubernetes.io/service-name" ($w.me.service | default $w.name)) "body" (dict "addressType" (contains ":" (first $external.addresses) | ternary "IPv6" "IPv4") "endpoints" (list (dict "addresses" $external.addresses)) "ports" $ports)) -}}
{{- else -}}
  {{- fail (printf "%s: external is enabled, but has neither a host nor addresses" $w.alias) -}}
{{- end -}}
{{- end -}}
