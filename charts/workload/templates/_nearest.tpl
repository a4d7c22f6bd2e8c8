{{/*
What was probably meant by a misspelt word. In: word, known (a list). Out: out ("; did you mean …?", or nothing).
Two words are alike that have the same letters, or share enough pairs of letters (first and last count once more): `coupon-service` and
`product-service` share half of theirs, and are two services.
*/}}
{{- define "workload.nearest" -}}
{{- $pairs := dict -}}
{{- $word := printf "^%s$" .word -}}
{{- range $at := until (sub (len $word) 1 | int) -}}{{- $_ := set $pairs (substr $at (add $at 2 | int) $word) true -}}{{- end -}}
{{- $best := 54 -}}
{{- range $known := .known -}}
  {{- $other := dict -}}
  {{- $letters := printf "^%s$" $known -}}
  {{- range $at := until (sub (len $letters) 1 | int) -}}{{- $_ := set $other (substr $at (add $at 2 | int) $letters) true -}}{{- end -}}
  {{- $shared := 0 -}}
  {{- range $pair, $_ := $pairs -}}{{- if hasKey $other $pair -}}{{- $shared = add1 $shared -}}{{- end -}}{{- end -}}
  {{- $alike := div (mul 200 $shared) (add (len $pairs) (len $other)) -}}
  {{- if eq (splitList "" $word | sortAlpha | join "") (splitList "" $letters | sortAlpha | join "") -}}{{- $alike = 100 -}}{{- end -}}
  {{- if gt $alike $best -}}
    {{- $best = $alike -}}
    {{- $_ := set $ "out" (printf "; did you mean %q?" $known) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
