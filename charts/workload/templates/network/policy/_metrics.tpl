{{/* Monitoring reaches the port that metrics are scraped from. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.metrics" -}}
{{- $values := .w.values -}}
{{- if and ($values.metrics | default dict).enabled $values.ports -}}
  {{- $scraped := get $values.ports $values.metrics.port -}}
  {{- $scraped = kindIs "map" $scraped | ternary $scraped (dict "containerPort" $scraped) -}}
  {{- $peers := .outside.monitoring | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" "monitoring")))) -}}
  {{- $_ := set . "ingress" (append .ingress (dict "from" $peers "ports" (list (dict "port" $scraped.containerPort "protocol" "TCP")))) -}}
{{- end -}}
{{- end -}}
