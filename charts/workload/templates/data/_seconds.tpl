{{/* The seconds of a duration (90s, 15m, 4h, 7d). In: given. Out: out; 0 of an empty one. */}}
{{- define "workload.data.seconds" -}}
{{- $units := dict "s" 1 "m" 60 "h" 3600 "d" 86400 -}}
{{- $_ := set . "out" 0 -}}
{{- with .given -}}{{- $_ := set $ "out" (mul (regexFind "^[0-9]+" .) (get $units (regexFind "[smhd]$" .))) -}}{{- end -}}
{{- end -}}
