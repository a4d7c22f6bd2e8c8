{{/*
Who may call one service: the one list of which NetworkPolicy, Istio's and Linkerd's policies are renderings. In: w. Out, in w: edges,
made once. An edge: peers (as NetworkPolicies have them; empty: everybody), ports (as NetworkPolicies have them; empty: every port),
accounts (service accounts of this namespace, where the peers are services that have a proxy of the mesh), plain (some come without a
proxy, so in plain text and nameless) and path (all that they ask for, where that is known).
Each source of edges is a file in edges/ that appends its own. They write nothing, so that `template` does, which allocates half of what
`include` does.
*/}}
{{- define "workload.edges" -}}
{{- if not (hasKey . "edges") -}}
  {{- $_ := set . "edges" list -}}
  {{- if .me.callers -}}{{- template "workload.edges.callers" . -}}{{- end -}}
  {{- template "workload.edges.routes" . -}}
  {{- template "workload.edges.exposed" . -}}
  {{- if (or .values.metrics dict).enabled -}}{{- template "workload.edges.metrics" . -}}{{- end -}}
  {{- if .me.scaledBy -}}{{- template "workload.edges.scalers" . -}}{{- end -}}
  {{- if eq .me.mode "operator" -}}{{- template "workload.edges.operators" . -}}{{- end -}}
  {{- if (or .global.telemetry dict).endpoint -}}{{- template "workload.edges.telemetry" . -}}{{- end -}}
  {{- template "workload.edges.raw" . -}}
{{- end -}}
{{- end -}}
