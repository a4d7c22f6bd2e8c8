{{/* One Service that leads to a host, or else to addresses; none where callers have these in their /etc/hosts. In: w, name, host, addresses, ports. */}}
{{- define "workload.run.elsewhere" -}}
{{- if .host -}}
  {{- template "workload.network.service" (dict "w" .w "name" .name "given" (dict "type" "ExternalName" "externalName" .host) "ports" .ports) -}}
{{- else if not .w.values.external.aliases -}}
  {{- template "workload.network.service" (dict "w" .w "name" .name "given" (dict "clusterIP" "None") "ports" .ports) -}}
  {{- $ports := list -}}
  {{- range $name, $p := .ports -}}{{- $ports = append $ports (dict "name" $name "port" $p.port "protocol" $p.protocol) -}}{{- end -}}
  {{- template "workload.object" (dict "w" .w "apiVersion" "discovery.k8s.io/v1" "kind" "EndpointSlice" "name" .name "labels" (dict "kubernetes.io/service-name" .name) "body" (dict "addressType" (contains ":" (first .addresses) | ternary "IPv6" "IPv4") "endpoints" (list (dict "addresses" .addresses)) "ports" $ports)) -}}
{{- end -}}
{{- end -}}
