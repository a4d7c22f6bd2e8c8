{{/* networkPolicy.kubernetesApi: the service reaches the API server. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.kubernetesApi" -}}
{{- if .policy.kubernetesApi -}}
  {{- $_ := set . "egress" (append .egress (include "workload.network.kubernetesApi" . | fromJson)) -}}
{{- end -}}
{{- end -}}
