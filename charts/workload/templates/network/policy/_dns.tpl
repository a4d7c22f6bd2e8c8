{{/* Names are resolved. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.dns" -}}
{{- $facts := dict "global" .w.global -}}
{{- template "workload.cluster.dns" $facts -}}
{{- $_ := set . "egress" (append .egress $facts.out) -}}
{{- end -}}
