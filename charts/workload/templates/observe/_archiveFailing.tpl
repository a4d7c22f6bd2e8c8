{{/* The alert on a log that has not been archived for as long as rpo says, or half an hour. In: w, rpo, expr. Out: out. */}}
{{- define "workload.observe.archiveFailing" -}}
{{- $late := int .rpo | default 1800 -}}
{{- $_ := set . "out" (dict "alert" "ArchiveFailing" "expr" .expr "for" (printf "%vs" $late) "summary" (printf "the log of %s has not been archived for more than %v seconds" .w.known $late)) -}}
{{- end -}}
