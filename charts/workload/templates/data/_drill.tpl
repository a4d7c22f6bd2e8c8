{{/*
The restore drill of a data service: a CronJob that restores its newest dump in a pod of its own, and touches nothing else. In: w.
*/}}
{{- define "workload.data.drill" -}}
{{- $w := . -}}
{{- $backup := $w.values.backup -}}
{{- $drill := $backup.drill -}}
{{- if ne $backup.method "postgresql" -}}
  {{- fail (printf "%s: backup.drill restores dumps (backup.method: postgresql); %s is tried by a release with restore.enabled beside this one" $w.alias $backup.method) -}}
{{- end -}}
{{- $store := dict "w" $w -}}
{{- template "workload.data.store" $store -}}
{{- $rto := dict "given" $w.values.rto -}}
{{- template "workload.data.seconds" $rto -}}
{{- $env := dict "w" $w "as" "owner" "given" $backup.env -}}
{{- template "workload.data.postgresEnv" $env -}}
{{- template "workload.merge" (list $env.out (dict "MINIMUM_ROWS" (toJson $drill.minimumRows) "PERCENT_OF_LIVE" (toJson $drill.percentOfLive) "RTO" (toString $rto.out))) -}}
{{- $values := dict "resources" $drill.resources "restartPolicy" "Never" "env" $env.out "command" (list "/bin/sh" "-eu" "-c" (include "workload.data.drillScript" (dict "store" $store.on))) -}}
{{- $claim := dict "w" $w "given" $drill.storage "name" "drill" -}}
{{- template "workload.claim" $claim -}}
{{- $volumes := dict "drill" (dict "ephemeral" (dict "volumeClaimTemplate" (dict "spec" $claim.out)) "mountPath" "/drill") "tmp" (dict "mountPath" "/tmp") -}}
{{- if $store.on -}}
  {{- template "workload.merge" (list $values (pick $store "env" "volumes" "initContainers")) -}}
{{- else -}}
  {{- $_ := set $volumes "backup" (dict "persistentVolumeClaim" (dict "claimName" ($backup.existingClaim | default (printf "%s-backup" $w.name))) "mountPath" "/backup" "readOnly" true) -}}
{{- end -}}
{{- template "workload.merge" (list $values (dict "volumes" $volumes)) -}}
{{- $companion := dict "w" $w "suffix" "drill" "values" $values "own" $drill.pods -}}
{{- template "workload.data.companion" $companion -}}
{{- $d := $companion.out -}}
{{- $_ := set $d "store" $store -}}
{{- template "workload.pod.template" $d -}}
{{- $job := dict "backoffLimit" 0 "template" $d.podTemplate -}}
{{- template "workload.copy" (list (pick $backup "activeDeadlineSeconds") $job) -}}
{{- $spec := dict "schedule" $drill.schedule "concurrencyPolicy" "Forbid" "successfulJobsHistoryLimit" 1 "failedJobsHistoryLimit" 3 "jobTemplate" (dict "metadata" (dict "labels" $d.podLabels) "spec" $job) -}}
{{- template "workload.copy" (list (pick $backup "timeZone" "suspend" "startingDeadlineSeconds") $spec) -}}
{{- template "workload.object" (dict "w" $d "apiVersion" "batch/v1" "kind" "CronJob" "body" (dict "spec" $spec)) -}}
{{- template "workload.access" $d -}}
{{- template "workload.network.policy" $d -}}
{{- end -}}
