{{/* The egress rule for the API server, as JSON. */}}
{{- define "workload.network.kubernetesApi" -}}
{"ports":[{"port":443,"protocol":"TCP"},{"port":6443,"protocol":"TCP"}]}
{{- end -}}
