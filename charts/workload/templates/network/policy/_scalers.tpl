{{/* KEDA reads the queue that scales another service. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.scalers" -}}
{{- $rules := . -}}
{{- range .w.me.scaledBy | default list | uniq -}}
  {{- $peers := $rules.outside.keda | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" "keda")))) -}}
  {{- $read := dict "ports" $rules.w.me.ports "only" . -}}
  {{- include "workload.network.ports" $read -}}
  {{- with $read.out -}}{{- $_ := set $rules "ingress" (append $rules.ingress (dict "from" $peers "ports" .)) -}}{{- end -}}
{{- end -}}
{{- end -}}
