{{/*
Istio's rendering of the edges: an AuthorizationPolicy, and a PeerAuthentication that takes plain text at the ports at which somebody
without a proxy calls; there the policy lets in who has no identity, to the path that he asks for, where it is known. Whoever has an identity is asked for it: without
`principals`, notNamespaces would let in plain text as well (ISTIO-SECURITY-2021-004). In: w, with edges.
*/}}
{{- define "workload.mesh.istioAccess" -}}
{{- $w := . -}}
{{- $rules := list -}}
{{- $permissive := dict -}}
{{- range $edge := .edges -}}
  {{- template "workload.edges.sources" (dict "w" $w "edge" $edge) -}}
  {{- $numbers := list -}}
  {{- range .numbers -}}{{- $numbers = append $numbers (toString .) -}}{{- end -}}
  {{- if $numbers -}}
    {{- $to := list (dict "operation" (dict "ports" $numbers)) -}}
    {{- $from := list -}}
    {{- $principals := list -}}
    {{- range .accounts -}}{{- $principals = append $principals (printf "cluster.local/ns/%s/sa/%s" $w.root.Release.Namespace .) -}}{{- end -}}
    {{- with $principals -}}{{- $from = append $from (dict "source" (dict "principals" .)) -}}{{- end -}}
    {{- with .namespaces -}}{{- $from = append $from (dict "source" (dict "namespaces" .)) -}}{{- end -}}
    {{- with .others -}}{{- $from = append $from (dict "source" (dict "principals" (list "*") "notNamespaces" .)) -}}{{- end -}}
    {{- if .any -}}{{- $from = append $from (dict "source" (dict "principals" (list "*"))) -}}{{- end -}}
    {{- range .blocks -}}
      {{- $source := dict "ipBlocks" (list .cidr) -}}
      {{- with .except -}}{{- $_ := set $source "notIpBlocks" . -}}{{- end -}}
      {{- $from = append $from (dict "source" $source) -}}
    {{- end -}}
    {{- if $from -}}
      {{- $rules = append $rules (dict "from" $from "to" $to) -}}
    {{- else if not .peers -}}
      {{- $rules = append $rules (dict "to" $to) -}}
    {{- end -}}
    {{- if and .plain .peers -}}
      {{- $operation := dict "ports" $numbers -}}
      {{- with .path -}}{{- $operation = dict "ports" $numbers "methods" (list "GET") "paths" (list .) -}}{{- end -}}
      {{- $rules = append $rules (dict "from" (list (dict "source" (dict "notPrincipals" (list "*")))) "to" (list (dict "operation" $operation))) -}}
    {{- end -}}
    {{- if or .plain .blocks -}}{{- range $numbers -}}{{- $_ := set $permissive . (dict "mode" "PERMISSIVE") -}}{{- end -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- $selector := dict "matchLabels" $w.selector -}}
{{- $policy := dict "selector" $selector "action" "ALLOW" -}}
{{- with $rules -}}{{- $_ := set $policy "rules" . -}}{{- end -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "security.istio.io/v1" "kind" "AuthorizationPolicy" "body" (dict "spec" $policy)) -}}
{{- if $permissive -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "security.istio.io/v1" "kind" "PeerAuthentication" "body" (dict "spec" (dict "selector" $selector "portLevelMtls" $permissive))) -}}
{{- end -}}
{{- end -}}
