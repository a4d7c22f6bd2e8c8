{{/* The seconds that a schedule of cron leaves between two runs at most. In: schedule. Out: out; 0 where that is not told from here. */}}
{{- define "workload.data.interval" -}}
{{- $names := dict "@hourly" "0 * * * *" "@daily" "0 0 * * *" "@midnight" "0 0 * * *" "@weekly" "0 0 * * 0" "@monthly" "0 0 1 * *" -}}
{{- $fields := regexSplit " +" (get $names .schedule | default .schedule | trim) -1 -}}
{{- $out := 0 -}}
{{- if eq (len $fields) 5 -}}
  {{- if ne (index $fields 3) "*" -}}
  {{- else if ne (index $fields 2) "*" -}}
    {{- $out = mul 31 86400 -}}
  {{- else -}}
    {{- $of := dict "field" (index $fields 0) "size" 60 "seconds" 60 -}}
    {{- if ne (index $fields 1) "*" -}}{{- $of = dict "field" (index $fields 1) "size" 24 "seconds" 3600 -}}{{- end -}}
    {{- if ne (index $fields 4) "*" -}}{{- $of = dict "field" (index $fields 4) "size" 7 "seconds" 86400 -}}{{- end -}}
    {{- template "workload.data.gap" $of -}}
    {{- $out = mul $of.out $of.seconds -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
