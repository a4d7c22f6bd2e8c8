{{/*
Backups of a data store, in: w. postgresql: a dump by schedule; wal: base backups, the server itself archives its log
(workload.data.replication); snapshot: VolumeSnapshots of its claims. Dumps and logs live on a claim of their own.
*/}}
{{- define "workload.data.backup" -}}
{{- $w := . -}}
{{- $backup := $w.values.backup | default dict -}}
{{- $restore := $w.values.restore | default dict -}}
{{- if and $restore.enabled $restore.follow -}}
  {{- fail (printf "%s: restore.follow is on, which only CloudNativePG keeps (operator.kind: cloudnative-pg); without it a database is restored at its first start" $w.alias) -}}
{{- end -}}
{{- $store := dict "w" $w -}}
{{- $elsewhere := and (or $backup.enabled $restore.enabled) (ne $backup.method "snapshot") -}}
{{- if $elsewhere -}}
  {{- template "workload.data.postgresqlOnly" $w -}}
  {{- template "workload.data.store" $store -}}
{{- end -}}
{{- if and $elsewhere (not $store.on) -}}
  {{- if not $backup.existingClaim -}}
    {{- $claim := dict "w" $w "given" $backup.storage "name" "backup" -}}
    {{- template "workload.claim" $claim -}}
    {{- $stays := dict -}}
    {{- template "workload.stays" $stays -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "PersistentVolumeClaim" "name" (printf "%s-backup" $w.name) "annotations" $stays "body" (dict "spec" $claim.out)) -}}
  {{- end -}}
{{- end -}}
{{- if $backup.enabled -}}
  {{- $values := dict "resources" $backup.resources "restartPolicy" "Never" -}}
  {{- if eq $backup.method "snapshot" -}}
    {{- $snapshot := dict "w" $w "backup" $backup -}}
    {{- template "workload.data.snapshotValues" $snapshot -}}
    {{- template "workload.merge" (list $values $snapshot.values) -}}
  {{- else -}}
    {{- $env := dict "w" $w "as" (eq $backup.method "wal" | ternary "replication" "owner") "given" $backup.env -}}
    {{- template "workload.data.postgresEnv" $env -}}
    {{- $_ := set $env.out "KEEP_DAYS" (toJson $backup.retentionDays) -}}
    {{- if $store.on -}}{{- $_ := set $env.out "KEEP" (toJson $backup.keep) -}}{{- end -}}
    {{- $script := include (printf "workload.data.%sScript" $backup.method) (dict "store" $store.on "prune" $store.prune) -}}
    {{- template "workload.merge" (list $values (dict "env" $env.out "command" (list "/bin/sh" "-eu" "-c" $script))) -}}
    {{- template "workload.data.backupVolumes" (dict "w" $w "store" $store "values" $values) -}}
  {{- end -}}
  {{- if and (eq $backup.method "wal") (not $store.on) -}}
    {{- $pods := dict "w" $w -}}
    {{- template "workload.scaling.bounds" $pods -}}
    {{- $modes := $backup.storage.accessModes | default (list "ReadWriteOnce") -}}
    {{- if and (gt $pods.most 1) (not $backup.existingClaim) (not (has "ReadWriteMany" $modes)) -}}
      {{- fail (printf "%s: %d pods archive their log to the one claim of backup.method wal, which is %s: one node alone may mount it; use backup.storage.accessModes: [ReadWriteMany], or one pod" $w.alias $pods.most (join ", " $modes)) -}}
    {{- end -}}
    {{- /* The server writes to the same claim, and most volumes can be attached to one node only. */ -}}
    {{- $beside := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" $w.me.pods) -}}
    {{- $_ := set $values "affinity" (dict "podAffinity" (dict "requiredDuringSchedulingIgnoredDuringExecution" (list $beside))) -}}
  {{- end -}}
  {{- $companion := dict "w" $w "suffix" "backup" "values" $values "own" $backup.pods -}}
  {{- template "workload.data.companion" $companion -}}
  {{- $b := $companion.out -}}
  {{- $_ := set $b "store" $store -}}
  {{- template "workload.pod.template" $b -}}
  {{- $job := dict "backoffLimit" 2 "template" $b.podTemplate -}}
  {{- template "workload.copy" (list (pick $backup "activeDeadlineSeconds") $job) -}}
  {{- $spec := dict "schedule" $backup.schedule "concurrencyPolicy" "Forbid" "successfulJobsHistoryLimit" 1 "failedJobsHistoryLimit" 3 "jobTemplate" (dict "metadata" (dict "labels" $b.podLabels) "spec" $job) -}}
  {{- template "workload.copy" (list (pick $backup "timeZone" "suspend" "startingDeadlineSeconds") $spec) -}}
  {{- template "workload.object" (dict "w" $b "apiVersion" "batch/v1" "kind" "CronJob" "body" (dict "spec" $spec)) -}}
  {{- if and (or $store.on (and (eq $backup.method "postgresql") (not $backup.existingClaim))) (not $restore.enabled) -}}
    {{- /* Most storage classes make a volume for the first pod that mounts it. Without this one, `helm install --wait` would wait for
           the first night; and a volume that nobody can write to is known at once. */ -}}
    {{- $check := deepCopy $job -}}
    {{- /* It writes a file and asks nobody: no password, no variable that makes another Job of it. */ -}}
    {{- $tries := first $check.template.spec.containers -}}
    {{- range list "env" "envFrom" -}}{{- $_ := unset $tries . -}}{{- end -}}
    {{- $_ := set $tries "command" (list "/bin/sh" "-eu" "-c" "touch /backup/.check; rm /backup/.check") -}}
    {{- if $store.on -}}
      {{- $env := dict "env" $store.env "services" $w.services -}}
      {{- template "workload.pod.env" $env -}}
      {{- $_ := set $tries "env" $env.out -}}
      {{- $_ := set $tries "command" (list "/bin/sh" "-eu" "-c" "date -u | /store/rclone rcat \"$STORE/.check\"") -}}
    {{- end -}}
    {{- $content := dict "w" $b "spec" $check "name" (printf "%s-check" $b.name) -}}
    {{- template "workload.jobName" $content -}}
    {{- template "workload.object" (dict "w" $b "apiVersion" "batch/v1" "kind" "Job" "name" $content.out "body" (dict "spec" $check)) -}}
  {{- end -}}
  {{- template "workload.access" $b -}}
  {{- template "workload.network.policy" $b -}}
  {{- if ($backup.drill | default dict).enabled -}}{{- template "workload.data.drill" $w -}}{{- end -}}
  {{- $objectives := dict "w" $w -}}
  {{- template "workload.data.objectives" $objectives -}}
  {{- template "workload.observe.backup" $objectives -}}
{{- end -}}
{{- if and $restore.enabled (ne $backup.method "wal") -}}{{- /* of wal: workload.data.recovery, in the StatefulSet */ -}}
  {{- template "workload.data.restore" $w -}}
{{- end -}}
{{- end -}}
