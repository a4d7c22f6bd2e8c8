{{/*
Linkerd: a Server per port that only mutually authenticated callers of global.connections may reach. Timeouts, retries and circuit
breaking are annotations of the Service (workload.mesh.serviceAnnotations). In: w.
*/}}
{{- define "workload.mesh.linkerd" -}}
{{- $w := . -}}
{{- $namespace := $w.root.Release.Namespace -}}
{{- range $port, $p := $w.me.ports -}}
  {{- $name := printf "%s-%s" $w.name $port -}}
  {{- $identities := list -}}
  {{- range $w.me.callers -}}
    {{- if or (not .port) (eq .port $port) -}}
      {{- $identities = append $identities (dict "kind" "ServiceAccount" "name" (get $w.services .service).account "namespace" $namespace) -}}
    {{- end -}}
  {{- end -}}
  {{- include "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1beta3" "kind" "Server" "name" $name "body" (dict "spec" (dict "podSelector" (dict "matchLabels" $w.selector) "port" $p.target "accessPolicy" "deny"))) -}}
  {{- with $identities -}}
    {{- include "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1alpha1" "kind" "MeshTLSAuthentication" "name" $name "body" (dict "spec" (dict "identityRefs" .))) -}}
    {{- $target := dict "group" "policy.linkerd.io" "kind" "Server" "name" $name -}}
    {{- $required := list (dict "group" "policy.linkerd.io" "kind" "MeshTLSAuthentication" "name" $name) -}}
    {{- include "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1alpha1" "kind" "AuthorizationPolicy" "name" $name "body" (dict "spec" (dict "targetRef" $target "requiredAuthenticationRefs" $required))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
