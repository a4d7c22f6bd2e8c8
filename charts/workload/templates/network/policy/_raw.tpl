{{/* networkPolicy.egress: rules as Kubernetes has them. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.raw" -}}
{{- with .policy.egress -}}{{- $_ := set $ "egress" (concat $.egress .) -}}{{- end -}}
{{- end -}}
