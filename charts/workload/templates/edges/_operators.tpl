{{/* What an operator runs: the pods talk to one another, and the operator talks to them. In: w; adds to its edges. */}}
{{- define "workload.edges.operators" -}}
{{- $outside := dict "w" . "kind" "operators" -}}
{{- template "workload.edges.peers" $outside -}}
{{- $_ := set . "edges" (append .edges (dict "peers" (prepend $outside.peers (dict "podSelector" (dict "matchLabels" .me.pods))) "plain" true)) -}}
{{- end -}}
