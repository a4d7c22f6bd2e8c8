{{/*
The controllers behind an Ingress or HTTPRoute reach every port of the Service; so do the pods of a Gateway of this namespace, which carry
its name (Gateway API, GEP-1762). In: w; adds to its edges.
*/}}
{{- define "workload.edges.routes" -}}
{{- $w := . -}}
{{- $route := or .values.httpRoute dict -}}
{{- if or (or .values.ingress dict).enabled $route.enabled -}}
  {{- $outside := dict "w" . "kind" "ingressControllers" -}}
  {{- template "workload.edges.peers" $outside -}}
  {{- $own := dict "ports" .me.ports "only" "" -}}
  {{- template "workload.network.ports" $own -}}
  {{- $peers := $outside.peers -}}
  {{- if $route.enabled -}}
    {{- range $route.parentRefs -}}
      {{- if and (eq (or .kind "Gateway") "Gateway") (eq (or .namespace $w.root.Release.Namespace) $w.root.Release.Namespace) -}}
        {{- $peers = append $peers (dict "podSelector" (dict "matchLabels" (dict "gateway.networking.k8s.io/gateway-name" .name))) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set . "edges" (append .edges (dict "peers" $peers "ports" $own.out "plain" $outside.plain)) -}}
{{- end -}}
{{- end -}}
