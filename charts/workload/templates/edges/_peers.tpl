{{/*
Who stands outside of the platform: ingressControllers, monitoring, keda or operators, from global.networkPolicy, else global.cluster. A controller lives in a
namespace of its own; in this one, connections say who calls whom. In: w, kind. Out: peers, plain (they have no proxy of the mesh:
global.mesh.unmeshed).
*/}}
{{- define "workload.edges.peers" -}}
{{- $name := "kubernetes.io/metadata.name" -}}
{{- $cluster := or .w.global.cluster dict -}}
{{- $facts := dict "ingressControllers" (or $cluster.ingress dict).controllers "monitoring" (or $cluster.monitoring dict).peers -}}
{{- $peers := get (or .w.global.networkPolicy dict) .kind | default (get $facts .kind) -}}
{{- if $peers -}}
{{- else if eq .kind "ingressControllers" -}}
  {{- $peers = list (dict "namespaceSelector" (dict "matchExpressions" (list (dict "key" $name "operator" "NotIn" "values" (list .w.root.Release.Namespace))))) -}}
{{- else if eq .kind "operators" -}}
  {{- $peers = list (dict "namespaceSelector" (dict "matchExpressions" (list (dict "key" $name "operator" "In" "values" (list "cnpg-system" "strimzi"))))) -}}
{{- else -}}
  {{- $peers = list (dict "namespaceSelector" (dict "matchLabels" (dict $name .kind))) -}}
{{- end -}}
{{- $_ := set . "peers" $peers -}}
{{- $mesh := or .w.global.mesh dict -}}
{{- $_ := set . "plain" (and $mesh.type (has .kind (hasKey $mesh "unmeshed" | ternary $mesh.unmeshed (list "monitoring")))) -}}
{{- end -}}
