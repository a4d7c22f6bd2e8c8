{{/*
A sidecar talks to the control plane of the mesh; Linkerd's carries opaque connections over a port of its own, so that every rule of the
sources before this one gets it, except the first of egress, which is DNS, and those to pods without a sidecar. In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.mesh" -}}
{{- $mesh := (or .w.global.mesh dict).type -}}
{{- if and $mesh .w.me.proxied -}}
  {{- $plane := eq $mesh "istio" | ternary "istio-system" "linkerd" -}}
  {{- $_ := set . "egress" (append .egress (dict "to" (.outside.mesh | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" $plane))))))) -}}
  {{- if eq $mesh "linkerd" -}}
    {{- $proxy := list (dict "port" 4143 "protocol" "TCP") -}}
    {{- range $rule := .ingress -}}{{- if $rule.ports -}}{{- $_ := set $rule "ports" (concat $rule.ports $proxy | uniq) -}}{{- end -}}{{- end -}}
    {{- range $rule := rest .egress -}}{{- if and $rule.ports (not (has $rule $.plain)) -}}{{- $_ := set $rule "ports" (concat $rule.ports $proxy | uniq) -}}{{- end -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
