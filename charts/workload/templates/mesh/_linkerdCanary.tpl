{{/* The calls in Linkerd's mesh to a service that rolls out as a canary: an HTTPRoute of its main port, by weights. In: w. */}}
{{- define "workload.mesh.linkerdCanary" -}}
{{- $w := . -}}
{{- $main := include "workload.network.mainPort" (dict "me" $w.me "alias" $w.alias "for" "rollout.traffic") -}}
{{- $canary := dict "w" $w "port" (get $w.me.ports $main).port -}}
{{- template "workload.network.canaryRefs" $canary -}}
{{- if $canary.weighted -}}
  {{- $rules := list -}}
  {{- with $canary.header -}}{{- $rules = append $rules (dict "matches" (list (dict "headers" (list .))) "backendRefs" $canary.alone) -}}{{- end -}}
  {{- $rules = append $rules (dict "backendRefs" $canary.weighted) -}}
  {{- $annotations := dict "w" $w -}}
  {{- template "workload.mesh.serviceAnnotations" $annotations -}}
  {{- $parent := dict "group" "" "kind" "Service" "name" $w.me.service "port" $canary.port -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "gateway.networking.k8s.io/v1" "kind" "HTTPRoute" "name" (printf "%s-calls" $w.name) "annotations" $annotations.out "body" (dict "spec" (dict "parentRefs" (list $parent) "rules" $rules))) -}}
{{- end -}}
{{- end -}}
