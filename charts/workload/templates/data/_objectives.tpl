{{/*
What is promised of a data service's backups (rpo), held against how often they are made. In: w. Out: rpo (seconds, or 0), every (the
seconds between two backups at most, or 0 where that is not known).
*/}}
{{- define "workload.data.objectives" -}}
{{- $w := .w -}}
{{- $backup := $w.values.backup -}}
{{- $rpo := dict "given" $w.values.rpo -}}
{{- template "workload.data.seconds" $rpo -}}
{{- $every := dict "schedule" $backup.schedule -}}
{{- template "workload.data.interval" $every -}}
{{- if $rpo.out -}}
  {{- if and (eq $backup.method "wal") (gt (int $backup.archiveTimeout) (int $rpo.out)) -}}
    {{- fail (printf "%s: rpo is %s, but a part of the log that is not full waits %v seconds until it is archived; lower backup.archiveTimeout" $w.alias $w.values.rpo $backup.archiveTimeout) -}}
  {{- else if and (ne $backup.method "wal") (gt (int $every.out) (int $rpo.out)) -}}
    {{- fail (printf "%s: rpo is %s, but backup.schedule (%s) leaves %v seconds between two backups; make them as often as rpo says, or let backup.method be wal" $w.alias $w.values.rpo $backup.schedule $every.out) -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "rpo" $rpo.out -}}
{{- $_ := set . "every" $every.out -}}
{{- end -}}
