{{/*
What CloudNativePG does not keep of `backup`. Dumps (postgresql) are Jobs as of any PostgreSQL (workload.data.backup). In: w.
*/}}
{{- define "workload.run.clusterBackup" -}}
{{- $w := .w -}}
{{- $backup := $w.values.backup | default dict -}}
{{- if and $backup.enabled (eq $backup.method "snapshot") -}}
  {{- fail (printf "%s: backup.method is snapshot, and CloudNativePG does not keep it: it deletes no snapshot that is too many (backup.keep); use postgresql" $w.alias) -}}
{{- end -}}
{{- if and (or $backup.enabled ($w.values.restore | default dict).enabled) (eq $backup.method "wal") -}}
  {{- fail (printf "%s: backup.method is wal, and CloudNativePG does not keep it: its instances write no log to a claim; use postgresql" $w.alias) -}}
{{- end -}}
{{- end -}}
