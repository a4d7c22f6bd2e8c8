{{/* The service reaches the API server (networkPolicy.kubernetesApi). In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.kubernetesApi" -}}
{{- if .policy.kubernetesApi -}}
  {{- $facts := dict "global" .w.global -}}
  {{- template "workload.cluster.apiServer" $facts -}}
  {{- $_ := set . "egress" (append .egress $facts.out) -}}
{{- end -}}
{{- end -}}
