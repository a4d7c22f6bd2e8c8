{{/*
Where the cluster chooses who a pod runs as (OpenShift's restricted-v2), no user, group or fsGroup is left, in whichever value it
stands: the pod's own, its containers' and init containers', those of companions and of raw fields. A service whose account may choose
says userIds: fixed. In: w, spec (a pod's, finished).
*/}}
{{- define "workload.cluster.userIds" -}}
{{- $ids := .w.values.userIds | default (or .w.global.cluster dict).userIds -}}
{{- if eq (toString $ids) "arbitrary" -}}
  {{- range $holder := concat (list .spec) (or .spec.containers list) (or .spec.initContainers list) -}}
    {{- with $holder.securityContext -}}
      {{- $left := omit . "runAsUser" "runAsGroup" "fsGroup" "supplementalGroups" -}}
      {{- if $left -}}{{- $_ := set $holder "securityContext" $left -}}{{- else -}}{{- $_ := unset $holder "securityContext" -}}{{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
