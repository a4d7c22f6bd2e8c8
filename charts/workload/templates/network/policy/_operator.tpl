{{/*
What an operator runs: the pods talk to one another and to the API server. In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.operator" -}}
{{- if eq .w.me.mode "operator" -}}
  {{- $self := dict "podSelector" (dict "matchLabels" .w.me.pods) -}}
  {{- $_ := set . "egress" (append .egress (dict "to" (list $self))) -}}
  {{- $facts := dict "global" .w.global -}}
  {{- template "workload.cluster.apiServer" $facts -}}
  {{- $_ := set . "egress" (append .egress $facts.out) -}}
{{- end -}}
{{- end -}}
