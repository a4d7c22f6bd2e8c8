{{/*
What a mesh knows of an edge: proxies carry the identity of a service account, and connections over TCP alone are theirs. In: w, edge. Out, in
edge: numbers (of the TCP ports of the pod; none: no port of its own), namespaces, others (every namespace but these), any (every
identity), blocks (addresses: cidr, except). A mesh knows namespaces by name alone, and
pods by their account: of a peer that selects otherwise, every identity of the namespace, or every identity, is let in, and the
NetworkPolicy, which stands before, says who of them may.
*/}}
{{- define "workload.edges.sources" -}}
{{- $edge := .edge -}}
{{- $w := .w -}}
{{- $name := "kubernetes.io/metadata.name" -}}
{{- $numbers := list -}}
{{- range $edge.ports | default (list dict) -}}
  {{- $given := . -}}
  {{- if eq (or .protocol "TCP") "TCP" -}}
    {{- if and .port (not (kindIs "string" .port)) (not .endPort) -}}
      {{- $numbers = append $numbers (int .port) -}}
    {{- else -}}
      {{- range $key, $p := $w.me.declared -}}
        {{- $in := or (not $given.port) (eq (toString $given.port) $key) -}}
        {{- if $given.endPort -}}{{- $in = and (ge (int $p.target) (int $given.port)) (le (int $p.target) (int $given.endPort)) -}}{{- end -}}
        {{- if and $in (eq $p.protocol "TCP") -}}{{- $numbers = append $numbers (int $p.target) -}}{{- end -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $namespaces := list -}}
{{- $others := list -}}
{{- $blocks := list -}}
{{- $any := false -}}
{{- $peers := $edge.peers -}}
{{- if hasKey $edge "accounts" -}}{{- $peers = list -}}{{- end -}}
{{- range $peers -}}
  {{- $selector := .namespaceSelector -}}
  {{- if .ipBlock -}}
    {{- $blocks = append $blocks .ipBlock -}}
  {{- else if not (hasKey . "namespaceSelector") -}}
    {{- $namespaces = append $namespaces $w.root.Release.Namespace -}}
  {{- else if hasKey (or $selector.matchLabels dict) $name -}}
    {{- $namespaces = append $namespaces (get $selector.matchLabels $name) -}}
  {{- else -}}
    {{- $known := false -}}
    {{- range $selector.matchExpressions -}}
      {{- if eq .key $name -}}
        {{- if eq .operator "In" -}}{{- $known = true -}}{{- $namespaces = concat $namespaces .values -}}{{- end -}}
        {{- if eq .operator "NotIn" -}}{{- $known = true -}}{{- $others = concat $others .values -}}{{- end -}}
      {{- end -}}
    {{- end -}}
    {{- if not $known -}}{{- $any = true -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- range $key, $value := dict "numbers" ($numbers | uniq) "namespaces" ($namespaces | uniq) "others" ($others | uniq) "blocks" $blocks "any" $any -}}
  {{- $_ := set $edge $key $value -}}
{{- end -}}
{{- end -}}
