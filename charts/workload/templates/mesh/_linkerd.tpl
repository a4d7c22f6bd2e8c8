{{/*
Linkerd's rendering of the edges: a Server for every TCP port, closed but for those that its authorizations name: identities of the mesh
(MeshTLSAuthentication), addresses where somebody calls without a proxy (NetworkAuthentication), and of a port that others call as well only
the paths that he asks for (HTTPRoute). Timeouts, retries and circuit breaking are annotations of the Service (workload.mesh.serviceAnnotations).
In: w, with edges.
*/}}
{{- define "workload.mesh.linkerd" -}}
{{- $w := . -}}
{{- range $edge := .edges -}}{{- template "workload.edges.sources" (dict "w" $w "edge" $edge) -}}{{- end -}}
{{- $seen := dict -}}
{{- $named := dict -}}
{{- range $ports := list .me.ports .me.declared -}}
  {{- range $port, $p := $ports -}}
    {{- $number := toString $p.target -}}
    {{- with and (kindIs "string" $p.target) (get $w.me.declared $p.target) -}}{{- $number = toString .target -}}{{- end -}}
    {{- if and (eq $p.protocol "TCP") (not (hasKey $seen $number)) -}}
      {{- $_ := set $seen $number true -}}
      {{- /* a port of the Service may lead to another port of the pod than the one of its name */ -}}
      {{- $name := hasKey $named $port | ternary (printf "%s-%s-%s" $w.name $port $number) (printf "%s-%s" $w.name $port) -}}
      {{- $_ := set $named $port true -}}
      {{- template "workload.mesh.linkerdServer" (dict "w" $w "number" (int $number) "name" $name) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
