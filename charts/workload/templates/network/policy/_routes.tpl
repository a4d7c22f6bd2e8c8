{{/*
The controllers behind an Ingress or HTTPRoute reach every port. A controller lives in a namespace of its own; in this one, connections
say who calls whom. In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.routes" -}}
{{- if or (.w.values.ingress | default dict).enabled (.w.values.httpRoute | default dict).enabled -}}
  {{- $elsewhere := dict "key" "kubernetes.io/metadata.name" "operator" "NotIn" "values" (list .w.root.Release.Namespace) -}}
  {{- $peers := .outside.ingressControllers | default (list (dict "namespaceSelector" (dict "matchExpressions" (list $elsewhere)))) -}}
  {{- $_ := set . "ingress" (append .ingress (dict "from" $peers "ports" .own)) -}}
{{- end -}}
{{- end -}}
