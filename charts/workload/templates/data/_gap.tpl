{{/* The longest way from one value of a field of cron to the next. In: field, size (60 minutes, 24 hours, 7 days). Out: out; 0 where it has names. */}}
{{- define "workload.data.gap" -}}
{{- $size := .size -}}
{{- $found := dict -}}
{{- $isKnown := true -}}
{{- range splitList "," .field -}}
  {{- $parts := splitList "/" . -}}
  {{- $span := first $parts | replace "*" (printf "0-%d" (sub $size 1)) -}}
  {{- $step := index (append $parts "1") 1 -}}
  {{- if regexMatch "^[0-9]+(-[0-9]+)?/[1-9][0-9]*$" (printf "%s/%s" $span $step) -}}
    {{- $ends := splitList "-" $span -}}
    {{- $last := last $ends | int -}}
    {{- if and (eq (len $ends) 1) (gt (len $parts) 1) -}}{{- $last = sub $size 1 | int -}}{{- end -}}
    {{- range untilStep (first $ends | int) (add1 $last | int) (int $step) -}}{{- $_ := set $found (printf "%02d" (mod . $size)) (mod . $size) -}}{{- end -}}
  {{- else -}}
    {{- $isKnown = false -}}
  {{- end -}}
{{- end -}}
{{- $gap := 0 -}}
{{- if and $isKnown $found -}}
  {{- $before := sub (get $found (keys $found | sortAlpha | last)) $size -}}
  {{- range keys $found | sortAlpha -}}
    {{- $gap = max $gap (sub (get $found .) $before) -}}
    {{- $before = get $found . -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" $gap -}}
{{- end -}}
