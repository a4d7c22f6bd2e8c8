{{/* How many bytes a quantity of Kubernetes is (1.5Gi, 100M). In: quantity. Out: bytes, 0 where it is written in another way. */}}
{{- define "workload.data.bytes" -}}
{{- $text := toString .quantity -}}
{{- $number := regexFind "^[0-9]+([.][0-9]+)?" $text -}}
{{- $unit := trimPrefix $number $text -}}
{{- $_ := set . "bytes" 0.0 -}}
{{- range $at, $known := list "" "k" "M" "G" "T" "P" "E" -}}
  {{- range $factor, $name := dict "1000" $known "1024" (printf "%si" (eq $known "k" | ternary "K" $known)) -}}
    {{- if and $number (eq $unit $name) (or $known (eq $factor "1000")) -}}
      {{- $bytes := float64 $number -}}
      {{- range until $at -}}{{- $bytes = mulf $bytes $factor -}}{{- end -}}
      {{- $_ := set $ "bytes" $bytes -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
