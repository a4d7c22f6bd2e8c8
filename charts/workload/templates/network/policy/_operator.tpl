{{/*
What an operator runs: the pods talk to one another and to the API server, and the operator talks to them.
In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.operator" -}}
{{- if eq .w.me.mode "operator" -}}
  {{- $self := dict "podSelector" (dict "matchLabels" .w.me.pods) -}}
  {{- $operators := .outside.operators | default (list (dict "namespaceSelector" (dict "matchExpressions" (list (dict "key" "kubernetes.io/metadata.name" "operator" "In" "values" (list "cnpg-system" "strimzi")))))) -}}
  {{- $_ := set . "ingress" (append .ingress (dict "from" (prepend $operators $self))) -}}
  {{- $_ := set . "egress" (append .egress (dict "to" (list $self))) -}}
  {{- $_ := set . "egress" (append .egress (include "workload.network.kubernetesApi" . | fromJson)) -}}
{{- end -}}
{{- end -}}
