{{/*
One port of workload.mesh.linkerd. In: w, number, name. Where somebody without a proxy calls a port that others call as well, he gets the
paths that he asks for, by a route; a second route has the rest, for what no route matches is answered 404.
*/}}
{{- define "workload.mesh.linkerdServer" -}}
{{- $w := .w -}}
{{- $name := .name -}}
{{- $number := .number -}}
{{- $group := "policy.linkerd.io" -}}
{{- $everywhere := list (dict "cidr" "0.0.0.0/0") (dict "cidr" "::/0") -}}
{{- $identities := list -}}
{{- $networks := list -}}
{{- $paths := list -}}
{{- $any := false -}}
{{- $open := false -}}
{{- $shared := false -}}
{{- range $w.edges -}}
  {{- if has $number .numbers -}}
    {{- range .accounts -}}{{- $identities = append $identities (dict "kind" "ServiceAccount" "name" . "namespace" $w.root.Release.Namespace) -}}{{- end -}}
    {{- range .namespaces -}}{{- $identities = append $identities (dict "kind" "Namespace" "name" .) -}}{{- end -}}
    {{- if or .any .others -}}{{- $any = true -}}{{- end -}}
    {{- $networks = concat $networks .blocks -}}
    {{- if not .path -}}{{- $shared = true -}}{{- end -}}
    {{- if not .plain -}}
    {{- else if .path -}}
      {{- $paths = append $paths (dict "path" (dict "type" "Exact" "value" .path) "method" "GET") -}}
    {{- else -}}
      {{- $open = true -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if or $open (and $paths (not $shared)) -}}
  {{- $networks = $everywhere -}}
  {{- $paths = list -}}
{{- else -}}
  {{- $probes := dict "w" $w "number" $number "paths" $paths -}}
  {{- template "workload.mesh.linkerdProbes" $probes -}}
  {{- $paths = $probes.paths -}}
{{- end -}}
{{- $server := dict "group" $group "kind" "Server" "name" $name -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1beta3" "kind" "Server" "name" $name "body" (dict "spec" (dict "podSelector" (dict "matchLabels" $w.selector) "port" $number "accessPolicy" "deny"))) -}}
{{- $access := list -}}
{{- if or $any $identities -}}
  {{- $access = append $access (list $name $server "MeshTLSAuthentication" ($any | ternary (dict "identities" (list "*")) (dict "identityRefs" ($identities | uniq)))) -}}
{{- end -}}
{{- if $networks -}}{{- $access = append $access (list (printf "%s-networks" $name) $server "NetworkAuthentication" (dict "networks" $networks)) -}}{{- end -}}
{{- if $paths -}}
  {{- $plain := printf "%s-plain" $name -}}
  {{- range $route, $matches := dict $plain ($paths | uniq) (printf "%s-rest" $name) (list (dict "path" (dict "type" "PathPrefix" "value" "/"))) -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1beta3" "kind" "HTTPRoute" "name" $route "body" (dict "spec" (dict "parentRefs" (list $server) "rules" (list (dict "matches" $matches))))) -}}
  {{- end -}}
  {{- $access = append $access (list $plain (dict "group" $group "kind" "HTTPRoute" "name" $plain) "NetworkAuthentication" (dict "networks" $everywhere)) -}}
{{- end -}}
{{- range $access -}}
  {{- $called := index . 0 -}}
  {{- $kind := index . 2 -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1alpha1" "kind" $kind "name" $called "body" (dict "spec" (index . 3))) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "policy.linkerd.io/v1alpha1" "kind" "AuthorizationPolicy" "name" $called "body" (dict "spec" (dict "targetRef" (index . 1) "requiredAuthenticationRefs" (list (dict "group" $group "kind" $kind "name" $called))))) -}}
{{- end -}}
{{- end -}}
