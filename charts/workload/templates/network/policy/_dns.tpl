{{/* Names are resolved. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.dns" -}}
{{- $_ := set . "egress" (append .egress (include "workload.network.dns" . | fromJson)) -}}
{{- end -}}
