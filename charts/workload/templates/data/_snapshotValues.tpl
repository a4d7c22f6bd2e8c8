{{/*
Values of the CronJob that snapshots every claim of a StatefulSet and removes old snapshots. In: w, backup. Out: values. The claims are
those that the StatefulSet's pods have by Kubernetes' naming, <claim>-<statefulset>-<ordinal>, each with the class of its snapshots behind =.
Whoever may make and delete snapshots reaches the API server alone, whatever its service reaches.
*/}}
{{- define "workload.data.snapshotValues" -}}
{{- $w := .w -}}
{{- $start := int (($w.values.ordinals | default dict).start | default 0) -}}
{{- $claims := list -}}
{{- $storage := ($w.global.cluster | default dict).storage | default dict -}}
{{- range $name := keys $w.claimTemplates | sortAlpha -}}
  {{- $tier := (get ($w.values.volumeClaimTemplates | default dict) $name | default dict).storageTier | default "" -}}
  {{- $class := $.backup.snapshotClassName | default (get ($storage.snapshotTiers | default dict) $tier) | default $storage.snapshotClassName -}}
  {{- range $ordinal := until (int ($w.values.replicaCount | default 1)) -}}
    {{- $claims = append $claims (printf "%s-%s-%d=%s" $name $w.name (add $start $ordinal) ($class | default "")) -}}
  {{- end -}}
{{- end -}}
{{- $env := dict "CLAIMS" (join " " $claims) "KEEP" (toJson .backup.keep) "NAMESPACE" $w.root.Release.Namespace -}}
{{- $rules := list (dict "apiGroups" (list "snapshot.storage.k8s.io") "resources" (list "volumesnapshots") "verbs" (list "create" "get" "list" "delete")) -}}
{{- $_ := set . "values" (dict "image" .backup.snapshotImage "serviceAccount" (dict "automount" true) "rbac" (dict "rules" $rules) "networkPolicy" (dict "kubernetesApi" true "internet" false "egress" list) "podSecurityContext" (dict "runAsUser" 100 "runAsGroup" 101) "volumes" (dict "tmp" (dict "mountPath" "/tmp")) "env" $env "command" (list "/bin/sh" "-eu" "-c" (include "workload.data.snapshotScript" .))) -}}
{{- end -}}
