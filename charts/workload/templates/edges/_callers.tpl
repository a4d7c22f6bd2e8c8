{{/* The services that call this one reach the ports that they call (connections, companions, its own replicas). In: w; adds to its edges. */}}
{{- define "workload.edges.callers" -}}
{{- $w := . -}}
{{- $byPort := dict -}}
{{- range .me.callers -}}
  {{- $caller := get $w.services .service -}}
  {{- $edge := get $byPort .port | default (dict "peers" list "accounts" list "plain" false) -}}
  {{- template "workload.network.peers" $caller -}}
  {{- if $caller.peers -}}
    {{- $_ := set $edge "peers" (concat $edge.peers $caller.peers) -}}
    {{- if $caller.proxied -}}
      {{- $_ := set $edge "accounts" (append $edge.accounts $caller.account) -}}
    {{- else -}}
      {{- $_ := set $edge "plain" true -}}
    {{- end -}}
    {{- $_ := set $byPort .port $edge -}}
  {{- end -}}
{{- end -}}
{{- range $port, $edge := $byPort -}}
  {{- $ports := dict "ports" $w.me.ports "only" $port "reached" $w.me.reached -}}
  {{- template "workload.network.ports" $ports -}}
  {{- if $ports.out -}}{{- $_ := set $w "edges" (append $w.edges (set $edge "ports" $ports.out)) -}}{{- end -}}
{{- end -}}
{{- end -}}
