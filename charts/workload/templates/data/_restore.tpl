{{/* The restore Job: loads a dump into an empty database, once. In: w. */}}
{{- define "workload.data.restore" -}}
{{- $w := . -}}
{{- $backup := $w.values.backup -}}
{{- $restore := $w.values.restore -}}
{{- if ne $backup.method "postgresql" -}}
  {{- fail (printf "%s: restore loads dumps (backup.method: postgresql) or the archived log (wal); for %s restore into a new claim (volumeClaimTemplates.<name>.spec.dataSource) or as the server's documentation says" $w.alias $backup.method) -}}
{{- end -}}
{{- if $restore.until -}}
  {{- fail (printf "%s: restore.until is a moment, and a dump holds the one at which it was made; name it in restore.dump, or let backup.method be wal" $w.alias) -}}
{{- end -}}
{{- $env := dict "w" $w "as" "owner" "given" $backup.env -}}
{{- template "workload.data.postgresEnv" $env -}}
{{- $_ := set $env.out "PATIENCE" (toJson $restore.patienceSeconds) -}}
{{- with $restore.dump -}}{{- $_ := set $env.out "DUMP" . -}}{{- end -}}
{{- $store := dict "w" $w "reads" true -}}
{{- template "workload.data.store" $store -}}
{{- $values := dict "resources" $backup.resources "restartPolicy" "Never" "env" $env.out "command" (list "/bin/sh" "-eu" "-c" (include "workload.data.restoreScript" (dict "store" $store.on))) -}}
{{- template "workload.data.backupVolumes" (dict "w" $w "store" $store "values" $values) -}}
{{- $companion := dict "w" $w "suffix" "restore" "values" $values "own" $restore.pods -}}
{{- template "workload.data.companion" $companion -}}
{{- $r := $companion.out -}}
{{- $_ := set $r "store" $store -}}
{{- $_ := set $r "portsFrom" (printf "%s-ports" $r.name) -}}
{{- $_ := set $r "portData" dict -}}
{{- template "workload.pod.template" $r -}}
{{- template "workload.object" (dict "w" $r "apiVersion" "v1" "kind" "ConfigMap" "name" $r.portsFrom "body" (dict "data" $r.portData)) -}}
{{- $spec := dict "backoffLimit" 4 "template" $r.podTemplate -}}
{{- template "workload.copy" (list (pick $restore "activeDeadlineSeconds") $spec) -}}
{{- $content := dict "w" $r "spec" $spec "name" $r.name -}}
{{- template "workload.jobName" $content -}}
{{- template "workload.object" (dict "w" $r "apiVersion" "batch/v1" "kind" "Job" "name" $content.out "body" (dict "spec" $spec)) -}}
{{- template "workload.access" $r -}}
{{- template "workload.network.policy" $r -}}
{{- end -}}
