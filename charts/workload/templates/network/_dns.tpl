{{/* The egress rule for name resolution, as JSON. */}}
{{- define "workload.network.dns" -}}
{"to":[{"namespaceSelector":{},"podSelector":{"matchLabels":{"k8s-app":"kube-dns"}}}],"ports":[{"port":53,"protocol":"UDP"},{"port":53,"protocol":"TCP"}]}
{{- end -}}
